"""Kinds of messages: rooms register one small value per message in their `apps.ready()`."""

from dataclasses import dataclass

from django.utils.functional import Promise

from anyam.base.slots import Slot


@dataclass(frozen=True, slots=True)
class NoticeKind:
    """One message. `title` and `body` are translated texts with `%(name)s` places.

    `label` names it on the settings page. Without `by_mail` it stays inside the application. What is not
    `optional` cannot be switched off. `urgent` ones (safety) are mailed at once, at any hour.
    """

    name: str
    label: str | Promise
    title: str | Promise
    body: str | Promise = ""
    by_mail: bool = True
    optional: bool = True
    urgent: bool = False


KINDS: Slot[NoticeKind] = Slot("notices.kinds")


def register(kind: NoticeKind) -> None:
    """Make a kind known; once per name."""
    KINDS.fill(kind, name=kind.name)


def kind_of(name: str) -> NoticeKind | None:
    """The registered kind, or None."""
    return next((kind for kind in KINDS if kind.name == name), None)
