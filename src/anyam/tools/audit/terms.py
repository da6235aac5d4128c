"""Words of the trail: what each act is called, filled by the rooms whose acts they are."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from anyam.base.slots import Slot

# Rooms fill in (name=<room>): action → the words between who acted and on what, as in
# "Rina" _("memberi peran") "Budi: Wali kelas".
ACTIONS: Slot[Mapping[str, str | Promise]] = Slot("audit.actions")

OWN_ACTIONS = {
    "audit.checked": _("memeriksa keutuhan jejak audit"),
    "audit.exported": _("mengunduh jejak audit"),
}


def all_actions() -> dict[str, str | Promise]:
    """Every act that has words, by its code."""
    found: dict[str, str | Promise] = dict(OWN_ACTIONS)
    for words in ACTIONS:
        found |= words
    return found


def sentence(action: str) -> str:
    """The words of an act; one without words (of a room since removed) is shown by its code."""
    for words in (OWN_ACTIONS, *ACTIONS):
        if action in words:
            return str(words[action])
    return action
