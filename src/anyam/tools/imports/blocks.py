"""What the import tool puts into the frame of the desk."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from anyam.base.actor import Actor
from anyam.base.shell import MenuItem
from anyam.tools.imports.permissions import can_import


def menu(actor: Actor) -> list[MenuItem]:
    """The entry for those who may import some list."""
    if not can_import(actor):
        return []
    url = reverse("imports:batch_list", kwargs={"school": actor.school_slug})
    return [MenuItem(_("Impor"), "file-import", url, "school", order=50, prefixes=(url,))]
