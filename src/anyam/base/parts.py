"""What the components are made of: small frozen values that queries and views hand to templates."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

Text = str | Promise

# Kinds of status and the icon each one carries when none is given; "ext" means: the other side's turn.
STATUS_ICONS = {
    "ok": "circle-check",
    "warn": "alert-triangle",
    "bad": "alert-octagon",
    "info": "info-circle",
    "ext": "user-share",
    "mute": "circle-dashed",
}


@dataclass(frozen=True, slots=True)
class Status:
    """A state in a word: `kind` is one of ok, warn, bad, info, ext, mute; the icon follows from it."""

    kind: str
    word: Text
    icon: str = ""

    def __str__(self) -> str:
        return str(self.word)


@dataclass(frozen=True, slots=True)
class Action:
    """A button or link; `method="post"` makes it a form. `style`: primary, ghost, quiet, ok or bad."""

    label: Text
    url: str
    method: str = "get"
    style: str = "ghost"
    icon: str = ""
    fields: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """A row of a to-do list: what is asked, what happens if it waits, and the acts."""

    title: Text
    why: Text
    icon: str
    kind: str = "info"
    status: Status | None = None
    actions: tuple[Action, ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its words; `trend` (two numbers or more) draws a line, `share` (0 to 100) a meter."""

    label: Text
    value: Any
    unit: Text = ""
    note: Text = ""
    note_kind: str = ""
    url: str = ""
    trend: tuple[float, ...] = ()
    share: float | None = None
    icon: str = ""
    icon_kind: str = ""
    selected: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """A step of long work: `state` is done, now, todo or blocked; `ext` marks the other side's turn."""

    label: Text
    note: Text = ""
    state: str = "todo"
    url: str = ""
    ext: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    """A name and a value of one thing; `missing` says how to fill it when the value is empty."""

    label: Text
    value: Any
    url: str = ""
    missing: Text = ""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened: when, what, by whom; newest first."""

    when: Any
    title: Text
    note: Text = ""
    icon: str = "point"
    kind: str = ""
    status: Status | None = None
    url: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A link of tabs, breadcrumbs, chips or menus."""

    label: Text
    url: str = ""
    active: bool = False
    icon: str = ""
    count: int | None = None
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a job stands: `state` is waiting, running, done or failed; counts are rows or people."""

    label: Text
    state: str
    done: int = 0
    total: int = 0
    note: Text = ""
    result: Action | None = None

    @property
    def running(self) -> bool:
        """True while asking again makes sense."""
        return self.state in ("waiting", "running")


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of a chart; `text` is the printed value (default: the value itself)."""

    label: Text
    value: float
    text: Text = ""
    target: float | None = None


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart as a question: title, rows, one-sentence summary, source and date of the data."""

    question: Text
    bars: tuple[Bar, ...]
    summary: Text
    source: Text = ""
    value_heading: Text = ""
    maximum: float | None = None

    @property
    def top(self) -> float:
        """Right end of the scale: the given maximum, else the largest value or target."""
        values: Iterable[float] = [bar.value for bar in self.bars] + [
            bar.target for bar in self.bars if bar.target is not None
        ]
        return self.maximum or max(values, default=0) or 1
