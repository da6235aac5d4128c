"""What the documents tool puts into the menu."""

from django.urls import reverse
from django.utils.translation import gettext as _

from anyam.base.actor import Actor
from anyam.base.shell import MenuItem
from anyam.tools.documents import permissions


def menu(actor: Actor) -> list[MenuItem]:
    """The number book, for those who may read it."""
    if not permissions.can_see_documents(actor):
        return []
    url = reverse("documents:document_list", kwargs={"school": actor.school_slug})
    return [MenuItem(_("Surat keluar"), "file-text", url, "school", order=40, prefixes=(url,))]
