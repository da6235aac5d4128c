"""The bottom bar of a pupil's phone."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from anyam.base.actor import Actor
from anyam.base.shell import MenuItem
from anyam.records.people.permissions import is_pupil
from anyam.records.schools.permissions import is_staff


def pupil_tabs(actor: Actor) -> list[MenuItem]:
    """Beranda, PKL and Akun; a grown-up who also wears a pupil's hat keeps the menu of the desk."""
    if not is_pupil(actor) or is_staff(actor):
        return []
    home, pkl, account = (
        reverse("student_app:home"),
        reverse("internships:pupil_pkl"),
        reverse("people:account"),
    )
    return [
        MenuItem(_("Beranda"), "home", home, "today", order=0, tab=_("Beranda")),
        MenuItem(_("PKL"), "briefcase", pkl, "implementation", tab=_("PKL")),
        MenuItem(_("Akun"), "user", account, "school", tab=_("Akun")),
    ]
