"""What a room tells the machinery about one kind of list it can import; rooms register in their
apps.ready().
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal

from django import forms
from django.conf import settings
from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from anyam.base.actor import Actor
from anyam.base.errors import NotFound
from anyam.base.parts import Link
from anyam.base.slots import Slot

Text = str | Promise
Hint = Literal["text", "digits", "date", "decimal", "choice"]
Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ImportField:
    """One field of the record that a column may fill.

    `key` is the name of the form's field. `headings`: accepted spellings, best first; sub-headers as "Data
    Ayah, Nama". `hint` tells how a cell is tidied before the form sees it; `length` is for digits,
    `choices` (word → value) for choice. `identity`: two rows of one file must not share this value.
    `remedy`: what to do when the form refuses. `examples`: two values for the template that people download.
    """

    key: str
    label: Text
    headings: tuple[str, ...]
    required: bool = False
    identity: bool = False
    hint: Hint = "text"
    length: int | None = None
    choices: Mapping[str, str] = field(default_factory=dict)
    remedy: Text = ""
    examples: tuple[str, str] = ("", "")

    @property
    def accepted(self) -> tuple[str, ...]:
        """The spellings, then the field's own word in every language: exports are headed in the reader's."""
        return (*self.headings, *in_every_language(self.label))


def in_every_language(text: Text) -> tuple[str, ...]:
    """A word as each language of the interface has it."""
    found = []
    for code, _name in settings.LANGUAGES:
        with override(code):
            found.append(str(text))
    return tuple(dict.fromkeys(found))


@dataclass(frozen=True, slots=True)
class IgnoredColumns:
    """Columns that are dropped before anything is stored, with the reason the user reads."""

    label: Text
    headings: tuple[str, ...]
    reason: Text


@dataclass(frozen=True, slots=True)
class Absent:
    """A record the school has and the file has not: public key, name, and what tells it apart."""

    key: str
    title: str
    detail: str = ""


class RowProblem(Exception):
    """Raised by a kind's `resolve`: a word of the row that leads to nothing, with remedy and proposal."""

    def __init__(self, field_key: str, message: Text, *, remedy: Text = "", suggestion: str = "") -> None:
        self.field_key, self.message = field_key, str(message)
        self.remedy, self.suggestion = str(remedy), suggestion
        super().__init__(self.message)


class ImportKind:
    """One kind of list. A room subclasses it, names the parts, and fills IMPORT_KINDS with an instance.

    `order` is the place among the lists that people choose from: first what a new school needs first.
    `models` lists the classes whose rows `save` may write: what is written through them can be undone, so
    `save` must use Model.save() (not update() or bulk_create()).
    """

    name: ClassVar[str]
    label: ClassVar[Text]
    order: ClassVar[int] = 100
    noun: ClassVar[Text]
    fields: ClassVar[tuple[ImportField, ...]]
    ignored: ClassVar[tuple[IgnoredColumns, ...]] = ()
    form_class: ClassVar[type[forms.BaseForm]]
    models: ClassVar[tuple[type[Model], ...]]
    hint: ClassVar[Text] = ""
    by_the_way_noun: ClassVar[Text] = ""
    absent_effect: ClassVar[Text] = _("Dibiarkan seperti sekarang, tidak dihapus.")

    def permitted(self, actor: Actor) -> bool:
        """May this actor import this list into their school?"""
        raise NotImplementedError

    def load_context(self, actor: Actor) -> Any:
        """Everything the other hooks look up, in a fixed number of queries whatever the size of the file."""
        raise NotImplementedError

    def read_ahead(self, context: Any, rows: Iterable[Row]) -> None:
        """Called once before the first row is judged, with the words of the whole file: what only all rows
        together tell may be noted in the context.
        """

    def by_the_way(self, actor: Actor, rows: Iterable[Row]) -> list[str]:
        """Names of records besides the list's own that importing these rows would make; shown before the
        button is pressed, under `by_the_way_noun`.
        """
        return []

    def identify(self, row: Row, context: Any) -> Model | None:
        """The record this row is about, from the context; None when it is new. May raise RowProblem."""
        raise NotImplementedError

    def resolve(self, row: Row, context: Any) -> dict[str, Any]:
        """Form data out of tidy words: class names to keys and the like. May raise RowProblem."""
        return dict(row)

    def form(
        self, *, actor: Actor, context: Any, data: Mapping[str, Any], instance: Model | None
    ) -> forms.BaseForm:
        """The record's one form; overridden where it wants more than data and instance."""
        return self.form_class(data=data, instance=instance)  # type: ignore[call-arg]

    def save(self, *, actor: Actor, instance: Model | None, cleaned: Mapping[str, Any], now: Any) -> Model:
        """Write one row through one operation of the room; returns the record. May raise Refused."""
        raise NotImplementedError

    def absent(self, context: Any, seen: frozenset[str]) -> Sequence[Absent]:
        """Records of the school whose primary key, as text, is not in `seen`; they are shown, never
        deleted.
        """
        return ()

    def note_absent(self, *, actor: Actor, absent: Iterable[Absent], now: Any) -> None:
        """Called once after the import with the records that were missing; does nothing unless overridden."""

    def suggest(self, row: Row, field_key: str, message: str, context: Any) -> str:
        """A value to propose for a field the form refused, or nothing."""
        return ""

    def next_link(self, actor: Actor) -> Link | None:
        """Where the work goes on once this list is in; nothing unless overridden."""
        return None

    def title(self, row: Row) -> tuple[str, str]:
        """How a row is called on the page: name and detail."""
        first = self.fields[0].key
        return row.get(first, ""), ""

    def field_named(self, key: str) -> ImportField:
        """The field of that key. Raises NotFound."""
        for one in self.fields:
            if one.key == key:
                return one
        raise NotFound()

    @property
    def keys(self) -> tuple[str, ...]:
        """Field keys in the kind's order."""
        return tuple(f.key for f in self.fields)

    def known_headings(self) -> list[str]:
        """Every spelling the header finder may look for."""
        return [w for f in self.fields for w in f.accepted] + [w for g in self.ignored for w in g.headings]


IMPORT_KINDS: Slot[ImportKind] = Slot("imports.kinds")


def register(kind: ImportKind) -> None:
    """Put a kind into the house; called from a room's apps.ready()."""
    IMPORT_KINDS.fill(kind, name=kind.name, order=kind.order)


def kind_named(name: str) -> ImportKind:
    """The registered kind of that name. Raises NotFound."""
    for kind in IMPORT_KINDS:
        if kind.name == name:
            return kind
    raise NotFound()
