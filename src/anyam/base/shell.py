"""The frame round every page and the pages that many rooms fill: menu, Hari ini, search."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.http import HttpRequest

from anyam.base.actor import Actor
from anyam.base.parts import Decision, Event, Figure, Text
from anyam.base.slots import Slot

# Order of the menu: first what waits for this person, then the five phases, then the school itself.
PHASES = ("today", "mapping", "planning", "agreements", "implementation", "evaluation", "school")


@dataclass(frozen=True, slots=True)
class MenuItem:
    """One entry of the menu, or of "make new".

    `phase` is one of PHASES; `prefixes` are further addresses below which the entry counts as the current one;
    `count` is a number of tasks of this person, never of records; `tab` names it in the phone's bottom bar.
    """

    label: Text
    icon: str
    url: str
    phase: str
    order: int = 100
    count: int = 0
    tab: Text = ""
    prefixes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Today:
    """What one room has to say on Hari ini; decisions are ordered by `urgency` (days until it hurts, ascending)."""

    decisions: tuple[tuple[int, Decision], ...] = ()
    agenda: tuple[Event, ...] = ()
    figures: tuple[Figure, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """One search result; `kind` groups it ("Mitra", "Siswa", "Surat", "Halaman")."""

    kind: Text
    label: str
    url: str
    note: Text = ""
    icon: str = "search"


@dataclass(slots=True)
class Shell:
    """Context of the layouts; empty for pages without a school."""

    school: Any = None
    menu: list[Any] = field(default_factory=list)
    tabs: list[Any] = field(default_factory=list)
    person: Any = None
    create: list[Any] = field(default_factory=list)
    search_url: str = ""
    search_hint: Text = ""
    notices_url: str = ""
    notices_count: int = 0
    help_url: str = ""


# Filled by rooms; each answers only with what the actor may open or decide.
MENU: Slot[Callable[[Actor], Iterable[MenuItem]]] = Slot("base.menu")
CREATE: Slot[Callable[[Actor], Iterable[MenuItem]]] = Slot("base.create")
TODAY: Slot[Callable[[Actor, datetime], Today]] = Slot("base.today")
SEARCH: Slot[Callable[[Actor, str], Iterable[Hit]]] = Slot("base.search")
# Filled once by entrances.desk: (request, actor) -> Shell.
SHELL: Slot[Callable[[Any, Actor], Shell]] = Slot("base.shell")


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `shell` for the layouts."""
    actor = getattr(request, "actor", None)
    if actor is None or not len(SHELL):
        return {"shell": Shell()}
    return {"shell": SHELL.only()(request, actor)}
