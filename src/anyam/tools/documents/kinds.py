"""Kinds of documents: rooms register them with template, number code, permission and builder in
`apps.ready()`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from django.utils.functional import Promise

from anyam.base.actor import Actor
from anyam.base.slots import Slot


class Context(Protocol):
    """A room's frozen dataclass: what the template prints. Dates become Indonesian words, objects are
    refused.
    """

    @property
    def subject(self) -> str:
        """The subject line ("hal") that stands in the number book."""
        ...

    @property
    def public_subject(self) -> str:
        """The subject as the public verification page shows it: persons by initials only."""
        ...


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs: office, printed name, rank and number below the name."""

    title: str
    name: str
    rank: str = ""
    number: str = ""
    number_label: str = "NIP"


@dataclass(frozen=True, slots=True)
class About:
    """The object a document is about, by label and public code: no foreign key, so it outlives the object."""

    label: str
    code: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """A document ready to be issued."""

    context: Context
    about: About


@dataclass(frozen=True, slots=True)
class DocumentKind:
    """What a room registers.

    `template` is the path of a typst file in the room's `templates` folder, e.g.
    "internships/documents/placement_letter.typ". `number_code` fills {kode}; `series` is the register it
    takes its number from; `pattern` replaces the school's pattern. `may_issue(actor)` decides. `example()`
    is a context for previews. `build(actor, code)` makes the draft for one object by its public code, for
    batches and new versions; it runs as the machine of the school and raises Refused when the object is not
    ready. `single` kinds keep one valid document per object: a batch passes over objects that already have
    one.
    """

    name: str
    label: str | Promise
    template: str
    may_issue: Callable[[Actor], bool]
    example: Callable[[], Context]
    build: Callable[[Actor, str], Draft] | None = None
    number_code: str = ""
    series: str = "letters"
    pattern: str = ""
    single: bool = True


KINDS: Slot[DocumentKind] = Slot("documents.kinds")


def register(kind: DocumentKind) -> None:
    """Make a kind known; once per name."""
    KINDS.fill(kind, name=kind.name)


def kind_of(name: str) -> DocumentKind | None:
    """The registered kind, or None when its room is gone."""
    return next((kind for kind in KINDS if kind.name == name), None)
