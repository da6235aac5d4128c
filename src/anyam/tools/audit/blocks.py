"""What the trail puts on other pages: its entry of the menu."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from anyam.base.actor import Actor
from anyam.base.shell import MenuItem
from anyam.tools.audit.permissions import can_read_trail


def menu(actor: Actor) -> list[MenuItem]:
    """The trail, for those who may read it."""
    if not can_read_trail(actor):
        return []
    url = reverse("audit:trail", kwargs={"school": actor.school_slug})
    return [MenuItem(_("Jejak audit"), "history", url, "school", order=90, prefixes=(url,))]
