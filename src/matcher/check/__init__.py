"""Is this result legal, and is what it says true? Knows the problem and the result, no solver."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from matcher.check.objective import Appraiser
from matcher.check.rules import Rulebook, Warned
from matcher.check.visits import visit_faults
from matcher.entities import Place, Seeker
from matcher.problem import Problem
from matcher.result import LevelValue, Result, Violation
from matcher.values import Id

SOFT_KINDS = ("host_minimum", "group_broken", "pair_together", "pin_not_kept", "supervisor_missing")
"""Demands that a result may fail and still be lawful; every other kind makes it illegal."""


@dataclass(frozen=True, slots=True)
class Report:
    """Everything found. ``legal``: no violation but soft ones. ``objective``: computed anew, every level."""

    legal: bool
    violations: tuple[Violation, ...]
    warnings: tuple[Warned, ...]
    objective: tuple[LevelValue, ...]


def check(problem: Problem, result: Result) -> Report:
    """Look at every placement and every claim of a result, also of one edited by hand.

    Nothing is raised and nothing is taken over from the solver: eligibility, seats, demands, objective,
    bound, and reasons of the unplaced are worked out again from the problem.
    """
    checker = _Checker(problem, result)
    violations = [
        *checker.identities(),
        *checker.seats(),
        *checker.eligibility(),
        *checker.demands(),
        *checker.claims(),
        *checker.values(),
        *visit_faults(problem, result),
    ]
    return Report(
        legal=all(item.kind in SOFT_KINDS for item in violations),
        violations=tuple(violations),
        warnings=tuple(checker.warnings()),
        objective=tuple(LevelValue(level, checker.levels[level]) for level in checker.level_names),
    )


class _Checker:
    def __init__(self, problem: Problem, result: Result) -> None:
        self.problem, self.result = problem, result
        self.seekers: dict[Id, Seeker] = {item.id: item for item in problem.seekers}
        self.places: dict[Id, Place] = {item.id: item for item in problem.places}
        self.for_programme: dict[Id, list[Place]] = defaultdict(list)
        for place in problem.places:
            for programme in place.programmes:
                self.for_programme[programme].append(place)
        self.open: dict[Id, set[Id]] = {}
        self.rules = Rulebook(problem)
        self.pairs = [
            (self.seekers[item.seeker], self.places[item.place])
            for item in result.placements
            if item.seeker in self.seekers and item.place in self.places
        ]
        self.placed = {seeker.id: place for seeker, place in self.pairs}
        self.level_names = (("pins",) if problem.pins else ()) + problem.levels
        totals = Appraiser(problem).levels(self.placed)
        self.levels = {level: totals.get(level, 0) for level in self.level_names}

    def identities(self) -> Iterator[Violation]:
        """Unknown ids, seekers placed twice, placed and unplaced, or forgotten."""
        for item in self.result.placements:
            if item.seeker not in self.seekers:
                yield Violation("unknown_seeker", seekers=(item.seeker,))
            if item.place not in self.places:
                yield Violation("unknown_place", places=(item.place,), seekers=(item.seeker,))
        placed = Counter(item.seeker for item in self.result.placements)
        unplaced = Counter(item.seeker for item in self.result.unplaced)
        for seeker in self.seekers:
            if placed[seeker] > 1:
                yield Violation("double_placement", seekers=(seeker,), have=placed[seeker], need=1)
            if unplaced[seeker] > 1 or (placed[seeker] and unplaced[seeker]):
                yield Violation("placed_and_unplaced", seekers=(seeker,))
            if not placed[seeker] and not unplaced[seeker]:
                yield Violation("seeker_missing", seekers=(seeker,))
        for seeker in unplaced:
            if seeker not in self.seekers:
                yield Violation("unknown_seeker", seekers=(seeker,))

    def seats(self) -> Iterator[Violation]:
        """More seekers than seats at a place or at a host."""
        by_place = Counter(place.id for _, place in self.pairs)
        by_host = Counter(place.host for _, place in self.pairs)
        for place in self.problem.places:
            if by_place[place.id] > place.capacity:
                have = by_place[place.id]
                yield Violation("place_over_capacity", places=(place.id,), have=have, need=place.capacity)
        for host in self.problem.hosts:
            if host.capacity is not None and by_host[host.id] > host.capacity:
                have = by_host[host.id]
                yield Violation("host_over_capacity", hosts=(host.id,), have=have, need=host.capacity)

    def eligibility(self) -> Iterator[Violation]:
        """Every hard rule a placement breaks."""
        for seeker, place in self.pairs:
            for rule in self.rules.broken(seeker, place):
                yield Violation("rule_refused", seekers=(seeker.id,), places=(place.id,), rule=rule)

    def warnings(self) -> Iterator[Warned]:
        """Every rule a placement does not meet but that only warns."""
        for seeker, place in self.pairs:
            for rule in self.rules.warned(seeker, place):
                yield Warned(seeker.id, place.id, rule)

    def demands(self) -> Iterator[Violation]:
        """Pins, minimums, groups and pairs."""
        for pin in self.problem.pins:
            place = self.placed.get(pin.seeker)
            if place is None or place.id != pin.place:
                yield Violation("pin_not_kept", seekers=(pin.seeker,), places=(pin.place,))
        load = Counter(place.host for place in self.placed.values())
        for host in self.problem.hosts:
            if 0 < load[host.id] < host.minimum:
                yield Violation("host_minimum", hosts=(host.id,), have=load[host.id], need=host.minimum)
        for group in self.problem.groups:
            where = [self.placed.get(seeker) for seeker in group.seekers]
            sites = {p and (p.id if group.together == "place" else p.host) for p in where}
            if len(sites) > 1:
                have = len(sites)
                yield Violation(
                    "group_broken", seekers=group.seekers, have=have, need=1, detail=str(group.id)
                )
        for pair in self.problem.apart:
            first, second = self.placed.get(pair.first), self.placed.get(pair.second)
            if first is not None and second is not None and first.host == second.host:
                yield Violation("pair_together", seekers=(pair.first, pair.second), hosts=(first.host,))

    def claims(self) -> Iterator[Violation]:
        """Reasons of the unplaced that are not true."""
        for item in self.result.unplaced:
            seeker = self.seekers.get(item.seeker)
            if seeker is None:
                continue
            eligible = self._open_to(seeker)
            if item.reason == "no_eligible_place" and eligible:
                yield Violation("reason_untrue", seekers=(seeker.id,), detail=item.reason, have=len(eligible))
            if item.reason == "seats_short" and not self._is_short(item.competing, set(item.places)):
                yield Violation("reason_untrue", seekers=(seeker.id,), detail=item.reason, have=item.seats)

    def _open_to(self, seeker: Seeker) -> set[Id]:
        if seeker.id not in self.open:
            candidates = self.for_programme.get(seeker.programme, [])
            self.open[seeker.id] = {item.id for item in candidates if not self.rules.broken(seeker, item)}
        return self.open[seeker.id]

    def _is_short(self, competing: tuple[Id, ...], places: set[Id]) -> bool:
        """Whether all these seekers can only take these places, and these have fewer seats."""
        pins = {pin.seeker: {pin.place} for pin in self.problem.pins}
        seats: dict[Id, int] = defaultdict(int)
        for place_id in places & set(self.places):
            seats[self.places[place_id].host] += self.places[place_id].capacity
        limits = {host.id: host.capacity for host in self.problem.hosts}
        total = sum(min(number, _or_more(limits[host], number)) for host, number in seats.items())
        known = [self.seekers[seeker] for seeker in competing if seeker in self.seekers]
        confined = all(
            self._open_to(seeker) & pins.get(seeker.id, self._open_to(seeker)) <= places for seeker in known
        )
        return confined and len(known) > total

    def values(self) -> Iterator[Violation]:
        """Objective, bound and the claim of optimality against the numbers computed anew."""
        claimed = {item.level: item.value for item in self.result.objective}
        if tuple(item.level for item in self.result.objective) != self.level_names:
            yield Violation("levels_mismatch", detail=", ".join(self.level_names))
        for level in self.level_names:
            if level in claimed and claimed[level] != self.levels[level]:
                have, need = claimed[level], self.levels[level]
                yield Violation("objective_mismatch", detail=level, have=have, need=need)
        bound = {item.level: item.value for item in self.result.bound}
        lowest = [bound.get(level, 0) for level in self.level_names]
        reached = [self.levels[level] for level in self.level_names]
        if lowest > reached:
            yield Violation("bound_above_objective")
        if self.result.optimal and lowest != reached:
            yield Violation("not_proven_optimal")


def _or_more(limit: int | None, number: int) -> int:
    return number if limit is None else limit


__all__ = ["SOFT_KINDS", "Report", "Warned", "check"]
