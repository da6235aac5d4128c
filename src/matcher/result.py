"""What the engine answers: placements, the unplaced with reasons, objective, bound, prices, violations."""

from dataclasses import dataclass

from matcher.entities import LEVELS, RULES
from matcher.values import (
    Id,
    ProblemError,
    require_bool,
    require_id,
    require_ids,
    require_int,
    require_one_of,
    require_tuple,
)

ENGINE_VERSION = "1.0"

RESULT_LEVELS = ("pins", *LEVELS)
"""Levels of an objective: ``pins`` (pinned seekers not at their pin) stands first whenever there are pins."""

UNPLACED_REASONS = (
    "no_eligible_place",
    "seats_short",
    "pin_blocked",
    "host_minimum",
    "apart",
    "group",
    "held",
    "trade_off",
)

_WIDE = 2**62


@dataclass(frozen=True, slots=True)
class Placement:
    """A seeker gets a seat of a place."""

    seeker: Id
    place: Id

    def __post_init__(self) -> None:
        require_id(self.seeker, "seeker")
        require_id(self.place, "place")


@dataclass(frozen=True, slots=True)
class RefusalCount:
    """How many places a rule refuses to a seeker (a place may be refused by several rules)."""

    rule: str
    places: int

    def __post_init__(self) -> None:
        require_one_of(self.rule, "rule", RULES)
        require_int(self.places, "places")


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A seeker without a place, and why.

    ``places``: the eligible places looked at (for ``seats_short`` all places the competitors could take);
    ``competing``: the smallest set of seekers, this one included, who need more seats than ``seats``.
    """

    seeker: Id
    reason: str
    refusals: tuple[RefusalCount, ...] = ()
    places: tuple[Id, ...] = ()
    competing: tuple[Id, ...] = ()
    seats: int = 0

    def __post_init__(self) -> None:
        require_id(self.seeker, "seeker")
        require_one_of(self.reason, "reason", UNPLACED_REASONS)
        require_tuple(self.refusals, "refusals", RefusalCount)
        require_ids(self.places, "places")
        require_ids(self.competing, "competing")
        require_int(self.seats, "seats")


@dataclass(frozen=True, slots=True)
class LevelValue:
    """The value of one level; smaller is better."""

    level: str
    value: int

    def __post_init__(self) -> None:
        require_one_of(self.level, "level", RESULT_LEVELS)
        require_int(self.value, "value", -_WIDE, _WIDE)


@dataclass(frozen=True, slots=True)
class SeatPrice:
    """What one more seat at the place (and at its host) would save, per level; listed where above zero."""

    place: Id
    saves: tuple[LevelValue, ...]

    def __post_init__(self) -> None:
        require_id(self.place, "place")
        require_tuple(self.saves, "saves", LevelValue)


@dataclass(frozen=True, slots=True)
class Violation:
    """A demand that is not met: what, where, and the numbers (``have`` against ``need``)."""

    kind: str
    seekers: tuple[Id, ...] = ()
    places: tuple[Id, ...] = ()
    hosts: tuple[Id, ...] = ()
    rule: str | None = None
    have: int | None = None
    need: int | None = None
    detail: str = ""

    def __post_init__(self) -> None:
        for name in ("kind", "detail"):
            if not isinstance(getattr(self, name), str):
                raise ProblemError(name, "must be a text")
        require_ids(self.seekers, "seekers")
        require_ids(self.places, "places")
        require_ids(self.hosts, "hosts")
        if self.rule is not None:
            require_one_of(self.rule, "rule", RULES)
        for name in ("have", "need"):
            if getattr(self, name) is not None:
                require_int(getattr(self, name), name, -_WIDE, _WIDE)


@dataclass(frozen=True, slots=True)
class Visit:
    """A supervisor takes pupils of one programme at one host."""

    supervisor: Id
    host: Id
    programme: Id
    seekers: tuple[Id, ...]

    def __post_init__(self) -> None:
        for name in ("supervisor", "host", "programme"):
            require_id(getattr(self, name), name)
        require_ids(self.seekers, "seekers", at_least=1)


@dataclass(frozen=True, slots=True)
class Unvisited:
    """Pupils of one programme at one host without a supervisor: ``no_programme`` or ``no_capacity``."""

    host: Id
    programme: Id
    seekers: tuple[Id, ...]
    reason: str

    def __post_init__(self) -> None:
        require_id(self.host, "host")
        require_id(self.programme, "programme")
        require_ids(self.seekers, "seekers", at_least=1)
        require_one_of(self.reason, "reason", ("no_programme", "no_capacity"))


@dataclass(frozen=True, slots=True)
class Supervision:
    """Which supervisor visits whom, and who is left without."""

    visits: tuple[Visit, ...] = ()
    unvisited: tuple[Unvisited, ...] = ()

    def __post_init__(self) -> None:
        require_tuple(self.visits, "visits", Visit)
        require_tuple(self.unvisited, "unvisited", Unvisited)


@dataclass(frozen=True, slots=True)
class Result:
    """One answer to one problem.

    ``objective`` and ``bound`` name the levels in the problem's order; no legal answer is lexicographically
    below ``bound``. ``gap`` = relative distance at the first level where they differ (``gap_level``).
    ``optimal`` = the two are equal. ``violations`` = soft demands (minimum, groups, apart) not met.
    """

    placements: tuple[Placement, ...]
    unplaced: tuple[Unplaced, ...]
    objective: tuple[LevelValue, ...]
    bound: tuple[LevelValue, ...]
    optimal: bool
    gap_level: str | None
    gap: float
    seat_prices: tuple[SeatPrice, ...]
    violations: tuple[Violation, ...]
    method: str
    seed: int
    version: str
    supervision: Supervision | None = None

    def __post_init__(self) -> None:
        require_tuple(self.placements, "placements", Placement)
        require_tuple(self.unplaced, "unplaced", Unplaced)
        require_tuple(self.objective, "objective", LevelValue)
        require_tuple(self.bound, "bound", LevelValue)
        require_bool(self.optimal, "optimal")
        if self.gap_level is not None:
            require_one_of(self.gap_level, "gap_level", RESULT_LEVELS)
        if isinstance(self.gap, bool) or not isinstance(self.gap, int | float) or not 0 <= self.gap < 1e18:
            raise ProblemError("gap", "must be a number from 0")
        require_tuple(self.seat_prices, "seat_prices", SeatPrice)
        require_tuple(self.violations, "violations", Violation)
        for name in ("method", "version"):
            if not isinstance(getattr(self, name), str):
                raise ProblemError(name, "must be a text")
        require_int(self.seed, "seed", -(2**63), 2**63 - 1)
        if self.supervision is not None and not isinstance(self.supervision, Supervision):
            raise ProblemError("supervision", "must be an object")
