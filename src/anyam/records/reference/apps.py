"""Door plate of reference data: its entry in the menu."""

from django.apps import AppConfig
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from anyam.base.actor import Actor
from anyam.base.shell import MENU, MenuItem
from anyam.records.reference.permissions import can_see_reference


class ReferenceConfig(AppConfig):
    name = "anyam.records.reference"
    label = "reference"
    verbose_name = _("Data rujukan")

    def ready(self) -> None:
        MENU.fill(menu_entries)


def menu_entries(actor: Actor) -> list[MenuItem]:
    """Reference data stand last among the entries of the school."""
    if not can_see_reference(actor):
        return []
    url = reverse("reference:desk_parameter_list", kwargs={"school": actor.school_slug})
    return [MenuItem(_("Data rujukan"), icon="book-2", url=url, phase="school", order=900)]
