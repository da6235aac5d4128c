"""The placement problem: everything the engine is told, checked when it is built."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from matcher.entities import (
    DEFAULT_LEVELS,
    FACTORS,
    LEVELS,
    Apart,
    Choice,
    ContentScore,
    Earlier,
    Forbidden,
    Group,
    Host,
    HostChoice,
    Parameters,
    Pin,
    Place,
    RuleMode,
    Seeker,
    Supervisor,
    Travel,
    Weights,
)
from matcher.values import Id, ProblemError, require_known, require_tuple, require_words

__all__ = [
    "Apart",
    "Choice",
    "ContentScore",
    "Earlier",
    "Forbidden",
    "Group",
    "Host",
    "HostChoice",
    "Id",
    "Parameters",
    "Pin",
    "Place",
    "Problem",
    "ProblemError",
    "RuleMode",
    "Seeker",
    "Supervisor",
    "Travel",
    "Weights",
]

DEFAULT_RULE_MODES: Mapping[str, str] = {"agreement": "warn"}


class _Named(Protocol):
    @property
    def id(self) -> Id: ...


@dataclass(frozen=True, slots=True)
class Problem:
    """Who seeks, what is offered, what is demanded, and what is better than what.

    ``levels``: what is minimised, most important first. Raises ProblemError with the path and the reason.
    """

    seekers: tuple[Seeker, ...]
    hosts: tuple[Host, ...]
    places: tuple[Place, ...]
    parameters: Parameters
    weights: Weights
    supervisors: tuple[Supervisor, ...] = ()
    choices: tuple[Choice, ...] = ()
    host_choices: tuple[HostChoice, ...] = ()
    travel: tuple[Travel, ...] = ()
    groups: tuple[Group, ...] = ()
    apart: tuple[Apart, ...] = ()
    pins: tuple[Pin, ...] = ()
    earlier: tuple[Earlier, ...] = ()
    forbidden: tuple[Forbidden, ...] = ()
    rules: tuple[RuleMode, ...] = ()
    levels: tuple[str, ...] = DEFAULT_LEVELS

    def __post_init__(self) -> None:
        for name, kind in _LISTS.items():
            require_tuple(getattr(self, name), name, kind)
        for name, single in (("parameters", Parameters), ("weights", Weights)):
            if not isinstance(getattr(self, name), single):
                raise ProblemError(name, f"must be a {single.__name__}")
        for name in ("seekers", "hosts", "places", "supervisors", "groups"):
            _require_own_ids(getattr(self, name), name)
        require_words(self.levels, "levels", LEVELS)
        if "unplaced" not in self.levels:
            raise ProblemError("levels", "must contain unplaced")
        if not any(weight for _, weight in counted_weights(self)):
            raise ProblemError("weights", "at least one factor that counts needs a weight above 0")
        _require_references(self)
        _require_once(self)


_LISTS: Mapping[str, type] = {
    "seekers": Seeker,
    "hosts": Host,
    "places": Place,
    "supervisors": Supervisor,
    "choices": Choice,
    "host_choices": HostChoice,
    "travel": Travel,
    "groups": Group,
    "apart": Apart,
    "pins": Pin,
    "earlier": Earlier,
    "forbidden": Forbidden,
    "rules": RuleMode,
}

_REFERENCES = (
    ("places", "host", "hosts"),
    ("choices", "seeker", "seekers"),
    ("choices", "place", "places"),
    ("host_choices", "host", "hosts"),
    ("host_choices", "seeker", "seekers"),
    ("travel", "host", "hosts"),
    ("apart", "first", "seekers"),
    ("apart", "second", "seekers"),
    ("pins", "seeker", "seekers"),
    ("pins", "place", "places"),
    ("earlier", "seeker", "seekers"),
    ("earlier", "place", "places"),
    ("forbidden", "seeker", "seekers"),
    ("forbidden", "host", "hosts"),
)

_ONCE = (
    ("choices", ("seeker", "place")),
    ("host_choices", ("host", "seeker")),
    ("travel", ("zone", "host")),
    ("pins", ("seeker",)),
    ("earlier", ("seeker",)),
    ("forbidden", ("seeker", "host")),
    ("rules", ("rule",)),
)


def counted_weights(problem: Problem) -> tuple[tuple[str, int], ...]:
    """The factors in their fixed order with the weight that counts (distance may be taken out)."""
    off = () if problem.parameters.distance_counts else ("distance",)
    return tuple((name, 0 if name in off else getattr(problem.weights, name)) for name in FACTORS)


def rule_mode(problem: Problem, rule: str) -> str:
    """How the problem takes the rule: hard, warn or off."""
    for item in problem.rules:
        if item.rule == rule:
            return item.mode
    return DEFAULT_RULE_MODES.get(rule, "hard")


def _require_own_ids(things: Iterable[_Named], name: str) -> None:
    seen: set[str] = set()
    for position, thing in enumerate(things):
        if str(thing.id) in seen:
            raise ProblemError(f"{name}[{position}].id", f"the id {thing.id!r} is used twice")
        seen.add(str(thing.id))


def _require_references(problem: Problem) -> None:
    known = {name: {thing.id for thing in getattr(problem, name)} for name in ("seekers", "hosts", "places")}
    for name, field, target in _REFERENCES:
        for position, thing in enumerate(getattr(problem, name)):
            require_known(getattr(thing, field), known[target], f"{name}[{position}].{field}", target[:-1])
    member_of: dict[Id, Id] = {}
    for position, group in enumerate(problem.groups):
        for inner, seeker in enumerate(group.seekers):
            path = f"groups[{position}].seekers[{inner}]"
            require_known(seeker, known["seekers"], path, "seeker")
            if member_of.setdefault(seeker, group.id) != group.id:
                raise ProblemError(path, f"the seeker {seeker!r} is already in another group")


def _require_once(problem: Problem) -> None:
    for name, fields in _ONCE:
        seen: set[tuple[str, ...]] = set()
        for position, thing in enumerate(getattr(problem, name)):
            key = tuple(str(getattr(thing, field)) for field in fields)
            if key in seen:
                raise ProblemError(f"{name}[{position}]", f"the same {' and '.join(fields)} is given twice")
            seen.add(key)
    pairs: set[frozenset[str]] = set()
    for position, pair in enumerate(problem.apart):
        both = frozenset((str(pair.first), str(pair.second)))
        if both in pairs:
            raise ProblemError(f"apart[{position}]", "the same two seekers are given twice")
        pairs.add(both)
