"""Slots: a lower room declares a place, later rooms fill it in their `apps.ready()`."""

from collections.abc import Callable, Iterator
from typing import Generic, TypeVar

from django.db.models import Q

Filler = TypeVar("Filler")
_ALL: dict[str, "Slot"] = {}


class Slot(Generic[Filler]):
    """A named place for things that only later rooms know; the order of fillers is (order, name)."""

    def __init__(self, name: str) -> None:
        if name in _ALL:
            raise ValueError(f"slot {name} is declared twice")
        self.name = name
        self._fillers: dict[str, tuple[int, Filler]] = {}
        _ALL[name] = self

    def fill(self, filler: Filler, *, order: int = 100, name: str | None = None) -> None:
        """Put `filler` in; filling twice under one name replaces it, so `ready()` may run twice."""
        key = name or f"{getattr(filler, '__module__', '')}.{getattr(filler, '__qualname__', repr(filler))}"
        self._fillers[key] = (order, filler)

    def __iter__(self) -> Iterator[Filler]:
        for _, (_order, filler) in sorted(self._fillers.items(), key=lambda item: (item[1][0], item[0])):
            yield filler

    def __len__(self) -> int:
        return len(self._fillers)

    def only(self) -> Filler:
        """The one filler of a slot that must have exactly one."""
        (filler,) = self
        return filler


class VisibilitySlot(Slot[Callable[..., Q | None]]):
    """Who may see a model's rows: fillers turn an actor into a Q; their union counts, nothing means nobody."""

    def condition(self, actor: object) -> Q | None:
        """The union of all fillers' answers; None when no filler lets the actor see anything."""
        union: Q | None = None
        for filler in self:
            answer = filler(actor)
            if answer is not None:
                if not answer:
                    return answer  # an empty Q opens everything; joined by `|` Django would drop it
                union = answer if union is None else union | answer
        return union


def all_slots() -> dict[str, Slot]:
    """Every declared slot by name; the architecture tests walk them."""
    return dict(_ALL)
