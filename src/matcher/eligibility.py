"""Who may go where: the named rules applied to all pairs at once, every refusal kept as a bit."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matcher.entities import RULES, Place, Seeker
from matcher.problem import Problem, rule_mode
from matcher.values import Id

Bits = npt.NDArray[np.uint16]
Flags = npt.NDArray[np.bool_]

BIT = {rule: 1 << position for position, rule in enumerate(RULES)}


@dataclass(frozen=True, slots=True)
class RuleFact:
    """A rule on one pair with the two things compared: what there is against what is needed."""

    rule: str
    have: int | str | None = None
    need: int | str | None = None


def hard_mask(problem: Problem) -> int:
    """The bits of the rules that refuse in this problem."""
    return sum(BIT[rule] for rule in RULES if rule_mode(problem, rule) == "hard")


def refusal_bits(problem: Problem, seekers: tuple[Seeker, ...], places: tuple[Place, ...]) -> Bits:
    """One row per place, one column per seeker; a set bit = this rule is not met (hard or warning)."""
    facts = _Facts(problem, seekers)
    bits = np.zeros((len(places), len(seekers)), dtype=np.uint16)
    active = [rule for rule in RULES if rule_mode(problem, rule) != "off"]
    for row, place in enumerate(places):
        unmet = facts.unmet(place)
        for rule in active:
            flags = unmet.get(rule)
            if flags is not None:
                bits[row][flags] |= BIT[rule]
    return bits


def rules_in(bits: int) -> tuple[str, ...]:
    """The names of the rules whose bits are set, in their fixed order."""
    return tuple(rule for rule in RULES if bits & BIT[rule])


def rule_fact(problem: Problem, seeker: Seeker, place: Place, rule: str) -> RuleFact:
    """The two things a rule compares for this pair, for the reader of an explanation."""
    if rule == "lodging":
        return RuleFact(rule, _minutes(problem, seeker, place), problem.parameters.daily_travel_limit)
    limits = problem.parameters
    pairs: dict[str, tuple[int | str | None, int | str | None]] = {
        "programme": (seeker.programme, _joined(place.programmes)),
        "specialisation": (seeker.specialisation, _joined(place.specialisations)),
        "legal_age": (seeker.age, limits.legal_minimum_age),
        "minimum_age": (seeker.age, place.minimum_age),
        "hazardous": (seeker.age, limits.hazard_age_limit if place.hazardous else None),
        "night_shift": (seeker.age, limits.hazard_age_limit if place.night_shift else None),
        "gender": (seeker.gender, _joined(place.genders)),
        "documents": (_joined(seeker.documents), _joined(place.documents)),
        "consent": (_joined(seeker.consents), _joined(place.consents)),
        "agreement": (place.agreement, "in_force" if place.agreement != "not_demanded" else None),
        "forbidden": (seeker.id, place.host),
    }
    return RuleFact(rule, *pairs[rule])


def _joined(ids: tuple[Id, ...] | tuple[str, ...]) -> str | None:
    return ", ".join(sorted(str(item) for item in ids)) or None


def _minutes(problem: Problem, seeker: Seeker, place: Place) -> int | None:
    for item in problem.travel:
        if item.zone == seeker.zone and item.host == place.host:
            return item.minutes
    return None


class _Facts:
    """The seekers' attributes as columns, so that a rule is one comparison for all of them."""

    def __init__(self, problem: Problem, seekers: tuple[Seeker, ...]) -> None:
        self.problem = problem
        self.count = len(seekers)
        self.age = np.array([item.age for item in seekers], dtype=np.int64)
        self.members: dict[str, dict[Id, Flags]] = {}
        self._column("programme", [(item.programme,) for item in seekers])
        self._column("specialisation", [_present(item.specialisation) for item in seekers])
        self._column("gender", [_present(item.gender) for item in seekers])
        self._column("lodging", [(item.lodging,) for item in seekers])
        self._column("documents", [item.documents for item in seekers])
        self._column("consents", [item.consents for item in seekers])
        self._column("zone", [_present(item.zone) for item in seekers])
        position = {item.id: index for index, item in enumerate(seekers)}
        self.forbidden: dict[Id, list[int]] = {}
        for pair in problem.forbidden:
            if pair.seeker in position:
                self.forbidden.setdefault(pair.host, []).append(position[pair.seeker])
        self.far = self._far_by_host()

    def _column(self, name: str, values: list[tuple[Id, ...]]) -> None:
        rows: dict[Id, list[int]] = {}
        for index, items in enumerate(values):
            for item in items:
                rows.setdefault(item, []).append(index)
        self.members[name] = {item: self._flags(indices) for item, indices in rows.items()}

    def _flags(self, indices: list[int]) -> Flags:
        flags = np.zeros(self.count, dtype=np.bool_)
        flags[indices] = True
        return flags

    def _having(self, column: str, items: tuple[Id, ...] | tuple[str, ...]) -> Flags:
        flags = np.zeros(self.count, dtype=np.bool_)
        for item in items:
            if item in self.members[column]:
                flags |= self.members[column][item]
        return flags

    def _far_by_host(self) -> dict[Id, Flags]:
        limit = self.problem.parameters.daily_travel_limit
        far: dict[Id, Flags] = {}
        if limit is None:
            return far
        for item in self.problem.travel:
            if item.minutes > limit and item.zone in self.members["zone"]:
                known = far.get(item.host)
                flags = self.members["zone"][item.zone]
                far[item.host] = flags if known is None else known | flags
        return far

    def unmet(self, place: Place) -> dict[str, Flags]:
        """Per rule the seekers who do not meet it at this place; a rule that cannot bite is left out."""
        found: dict[str, Flags] = {"programme": ~self._having("programme", place.programmes)}
        if place.specialisations:
            found["specialisation"] = ~self._having("specialisation", place.specialisations)
        self._ages(place, found)
        if place.genders:
            found["gender"] = ~self._having("gender", place.genders)
        found["lodging"] = self._must_lodge(place) & ~self._having("gender", place.lodging)
        for rule, column in (("documents", "documents"), ("consent", "consents")):
            for item in getattr(place, column):
                lacking = ~self._having(column, (item,))
                found[rule] = found[rule] | lacking if rule in found else lacking
        if place.agreement == "missing":
            found["agreement"] = np.ones(self.count, dtype=np.bool_)
        if place.host in self.forbidden:
            found["forbidden"] = self._flags(self.forbidden[place.host])
        return found

    def _ages(self, place: Place, found: dict[str, Flags]) -> None:
        limits = self.problem.parameters
        found["legal_age"] = self.age < limits.legal_minimum_age
        if place.minimum_age is not None:
            found["minimum_age"] = self.age < place.minimum_age
        if place.hazardous:
            found["hazardous"] = self.age < limits.hazard_age_limit
        if place.night_shift:
            found["night_shift"] = self.age < limits.hazard_age_limit

    def _must_lodge(self, place: Place) -> Flags:
        must = self._having("lodging", ("always",))
        if place.host in self.far:
            must = must | (self.far[place.host] & self._having("lodging", ("by_distance",)))
        return must


def _present(value: Id | None) -> tuple[Id, ...]:
    return () if value is None else (value,)
