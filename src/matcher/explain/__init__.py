"""Why this place and not that one: points, rules, who holds the seat, what a swap costs, what would help."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from matcher.eligibility import BIT, rule_fact, rules_in
from matcher.entities import FACTORS, RULES, Earlier, Place
from matcher.explain.facts import (
    Alternative,
    Counterfactual,
    Explanation,
    FactorPoints,
    Move,
    RuleOutcome,
)
from matcher.explain.swaps import Swaps
from matcher.problem import Problem, rule_mode
from matcher.result import LevelValue, Result
from matcher.scoring import Scorer, factor_maxima
from matcher.solve.arrays import NONE, Extra, Ints, build_arrays
from matcher.solve.assignment import solve_assignment
from matcher.solve.component import components_of
from matcher.solve.reasons import Reasons
from matcher.values import Id, ProblemError, short

LIFTABLE = ("specialisation", "minimum_age", "gender", "lodging", "documents", "consent", "agreement")
"""Rules that people could change; nobody is told what would happen without the others."""


def explain(problem: Problem, result: Result, seeker: Id, *, counterfactuals: int = 3) -> Explanation:
    """Explain one seeker's place, or lack of one, as data.

    Works for results edited by hand too; then the costs of swaps are left out where the placements are not
    the best for their demands. ``counterfactuals``: how many changes are tried by solving anew (0 = none).
    Raises ProblemError for an unknown seeker, and for a result that names unknown seekers or places.
    """
    return _Explainer(problem, result, seeker).explanation(counterfactuals)


class _Explainer:
    def __init__(self, problem: Problem, result: Result, seeker: Id) -> None:
        self.problem, self.result, self.id = problem, result, seeker
        self.arrays = build_arrays(problem, result.seed)
        self.column = {item.id: index for index, item in enumerate(self.arrays.seekers)}
        self.row = {item.id: index for index, item in enumerate(self.arrays.places)}
        if seeker not in self.column:
            raise ProblemError("seeker", f"no seeker has the id {short(seeker)}")
        self.index = self.column[seeker]
        self.seeker = self.arrays.seekers[self.index]
        self.at = self._assignment()
        self.own = int(self.at[self.index])
        self.wishes = {item.place: item.rank for item in problem.choices if item.seeker == seeker}
        self.maxima = factor_maxima(problem)
        self.scorer = Scorer(problem, (self.seeker,))
        load = self.at[self.at != NONE]
        self.load = np.bincount(load, minlength=len(self.arrays.places))
        self.host_load = np.bincount(self.arrays.host_of[load], minlength=len(self.arrays.hosts))
        self.swaps, self.local_place = self._swaps()

    def _assignment(self) -> Ints:
        at = np.full(len(self.column), NONE, dtype=np.int64)
        for position, item in enumerate(self.result.placements):
            if item.seeker not in self.column:
                raise ProblemError(f"placements[{position}].seeker", f"no seeker {short(item.seeker)}")
            if item.place not in self.row:
                raise ProblemError(f"placements[{position}].place", f"no place {short(item.place)}")
            at[self.column[item.seeker]] = self.row[item.place]
        return at

    def _swaps(self) -> tuple[Swaps | None, dict[int, int]]:
        """The swap costs of the seeker's component; None when its placements are not the best or illegal."""
        for part in components_of(self.arrays):
            found = np.nonzero(part.seekers == self.index)[0]
            if not len(found) or not len(part.arc_cost):
                continue
            local = {int(place): index for index, place in enumerate(part.places)}
            there = self.at[part.seekers]
            if any(int(place) not in local for place in there[there != NONE]):
                return None, {}
            at = np.array([local.get(int(place), NONE) for place in there], dtype=np.int64)
            legal = not self.arrays.refused[there[there != NONE], part.seekers[there != NONE]].any()
            legal &= bool((self.load <= self.arrays.place_capacity).all())
            legal &= bool((self.host_load <= self.arrays.host_capacity).all())
            swaps = Swaps(part, at, int(found[0])) if legal else None
            return (swaps, local) if swaps is not None and swaps.settled else (None, {})
        return None, {}

    def explanation(self, counterfactuals: int) -> Explanation:
        """All parts together."""
        own = None if self.own == NONE else self.arrays.places[self.own]
        factors = () if own is None else self._factors(own)
        alternatives = tuple(sorted(self._alternatives(), key=_order))
        unplaced = None if own is not None else Reasons(self.arrays, self.at).unplaced(self.index)
        return Explanation(
            seeker=self.id,
            place=None if own is None else own.id,
            host=None if own is None else own.host,
            wish=None if own is None else self.wishes.get(own.id),
            points=sum(item.points for item in factors),
            factors=factors,
            rules=() if own is None else self._rules(self.own, passed=True),
            unplaced=unplaced,
            alternatives=alternatives,
            counterfactuals=tuple(self._tried(alternatives, counterfactuals)),
        )

    def _factors(self, place: Place) -> tuple[FactorPoints, ...]:
        scores = self.scorer.scores(place)
        return tuple(
            FactorPoints(name, self.maxima[name] * int(scores[name][0]) // 1000, self.maxima[name])
            for name in FACTORS
            if self.maxima[name]
        )

    def _rules(self, row: int, *, passed: bool) -> tuple[RuleOutcome, ...]:
        """The outcome of every rule that is looked at; without the passed ones if not asked for."""
        place, bits = self.arrays.places[row], int(self.arrays.refusals[row, self.index])
        outcomes = []
        for rule in RULES:
            mode = rule_mode(self.problem, rule)
            unmet = bool(bits & BIT[rule])
            if mode == "off" or not (unmet or passed):
                continue
            fact = rule_fact(self.problem, self.seeker, place, rule)
            outcome = ("refused" if mode == "hard" else "warn") if unmet else "pass"
            outcomes.append(RuleOutcome(rule, outcome, fact.have, fact.need))
        return tuple(outcomes)

    def _alternatives(self) -> Iterator[Alternative]:
        own_points = None if self.own == NONE else self._points(self.own)
        for row, place in enumerate(self.arrays.places):
            if row == self.own:
                continue
            points = self._points(row)
            cost, moves = self._swap(row)
            yield Alternative(
                place=place.id,
                host=place.host,
                wish=self.wishes.get(place.id),
                points=points,
                reason=self._reason(row, points, own_points, cost),
                rules=self._rules(row, passed=False),
                holders=self._holders(row),
                cost=cost,
                moves=moves,
            )

    def _points(self, row: int) -> int:
        return sum(item.points for item in self._factors(self.arrays.places[row]))

    def _is_full(self, row: int) -> bool:
        """No seat at the place, or none at its host (which does not matter to someone already there)."""
        host = self.arrays.host_of[row]
        there = self.own != NONE and self.arrays.host_of[self.own] == host
        host_full = not there and self.host_load[host] >= self.arrays.host_capacity[host]
        return bool(host_full or self.load[row] >= self.arrays.place_capacity[row])

    def _holders(self, row: int) -> tuple[Id, ...]:
        """Who has the seats: of the place, or of the whole host where only that is full."""
        if not self._is_full(row):
            return ()
        rows = [row]
        if self.load[row] < self.arrays.place_capacity[row]:
            rows = np.nonzero(self.arrays.host_of == self.arrays.host_of[row])[0].tolist()
        holders = [self.arrays.seekers[index].id for index in np.nonzero(np.isin(self.at, rows))[0]]
        return tuple(sorted(holders, key=str))

    def _reason(self, row: int, points: int, own: int | None, cost: tuple[LevelValue, ...] | None) -> str:
        if self.arrays.refused[row, self.index]:
            return "refused"
        if self.arrays.fixed[self.index] not in (NONE, row):
            return "pinned"
        bond = self._bond(row)
        if bond is not None:
            return bond
        if own is not None and points < own:
            return "fewer_points"
        if self._is_full(row):
            return "full"
        return "equal" if cost is not None and not any(item.value for item in cost) else "demand"

    def _bond(self, row: int) -> str | None:
        """A group, a pair or a host's minimum that keeps the seeker from here, as things stand."""
        levels, host = self.problem.levels, self.arrays.host_of[row]
        if "apart" in levels:
            for pair in self.problem.apart:
                if self.id in (pair.first, pair.second):
                    other = self.at[self.column[pair.second if pair.first == self.id else pair.first]]
                    if other != NONE and self.arrays.host_of[other] == host:
                        return "kept_apart"
        if "groups" in levels:
            for group in self.problem.groups:
                if self.id in group.seekers:
                    others = [self.at[self.column[item]] for item in group.seekers if item != self.id]
                    if any(o == NONE or self.arrays.host_of[o] != host for o in others):
                        return "kept_together"
        thing = self.arrays.hosts[host]
        demanding = ("minimum" in levels and thing.minimum > 1) or (
            "opening" in levels and thing.opening_cost > 0
        )
        return "closed" if demanding and not self.host_load[host] else None

    def _swap(self, row: int) -> tuple[tuple[LevelValue, ...] | None, tuple[Move, ...]]:
        if self.swaps is None or row not in self.local_place:
            return None, ()
        cost = self.swaps.cost(self.local_place[row])
        if cost is None:
            return None, ()
        part = self.swaps.part
        values = part.ruler.full.decode_difference(part.ruler.difference(cost))
        chain = self.swaps.chain(self.local_place[row])
        moves = (
            Move(
                self.arrays.seekers[part.seekers[mover]].id,
                self._place_id(self.at[part.seekers[mover]]),
                None if takes is None else self._place_id(part.places[takes]),
            )
            for mover, takes in chain
        )
        return tuple(LevelValue(level, value) for level, value in values.items() if value), tuple(moves)

    def _place_id(self, row: np.int64) -> Id | None:
        return None if row == NONE else self.arrays.places[row].id

    def _tried(self, alternatives: tuple[Alternative, ...], limit: int) -> Iterator[Counterfactual]:
        """Better wishes first; for the unplaced also the places of most points."""
        own_rank = None if self.own == NONE else self.wishes.get(self.arrays.places[self.own].id)
        candidates = [
            item for item in alternatives if item.wish and (own_rank is None or item.wish < own_rank)
        ]
        if self.own == NONE:
            candidates += [item for item in alternatives if not item.wish]
        done = 0
        for item in candidates:
            rules = rules_in(int(self.arrays.refusals[self.row[item.place], self.index]))
            refusing = tuple(rule for rule in rules if rule_mode(self.problem, rule) == "hard")
            if item.reason == "full" and done < limit:
                done += 1
                yield self._with_seat(item.place)
            elif item.reason == "refused" and set(refusing) <= set(LIFTABLE) and done < limit:
                done += 1
                yield self._with_rules_lifted(item.place, refusing)

    def _with_seat(self, place_id: Id) -> Counterfactual:
        host_id = self.arrays.places[self.row[place_id]].host
        places = tuple(
            replace(item, capacity=item.capacity + 1) if item.id == place_id else item
            for item in self.problem.places
        )
        hosts = tuple(
            replace(item, capacity=item.capacity + 1)
            if item.id == host_id and item.capacity is not None
            else item
            for item in self.problem.hosts
        )
        changed = replace(self._staying(), places=places, hosts=hosts)
        return self._outcome("seat", place_id, (), solve_assignment(changed, seed=self.result.seed))

    def _with_rules_lifted(self, place_id: Id, rules: tuple[str, ...]) -> Counterfactual:
        extra = Extra({}, frozenset({(self.id, place_id)}))
        return self._outcome(
            "rule", place_id, rules, solve_assignment(self._staying(), seed=self.result.seed, extra=extra)
        )

    def _staying(self) -> Problem:
        """The problem in which people stay where they are between equals: the last level counts moves."""
        problem = self.problem
        if problem.earlier:
            return problem
        earlier = tuple(
            Earlier(item.id, self.arrays.places[self.at[index]].id)
            for index, item in enumerate(self.arrays.seekers)
            if self.at[index] != NONE
        )
        levels = (*(level for level in problem.levels if level != "moved"), "moved")
        return replace(
            problem, earlier=earlier, levels=levels, parameters=replace(problem.parameters, stay_bonus=0)
        )

    def _counts(self, level: str) -> bool:
        """Who moves is a level of the result only where there were earlier placements."""
        return level != "moved" or bool(self.problem.earlier)

    def _outcome(self, kind: str, place: Id, rules: tuple[str, ...], new: Result) -> Counterfactual:
        before = {item.level: item.value for item in self.result.objective}
        change = tuple(
            LevelValue(item.level, item.value - before[item.level])
            for item in new.objective
            if item.level in before and item.value != before[item.level] and self._counts(item.level)
        )
        then = {item.seeker: item.place for item in new.placements}
        moved = sum(
            then.get(item.id) != self._place_id(self.at[index])
            for index, item in enumerate(self.arrays.seekers)
            if item.id != self.id
        )
        return Counterfactual(kind, place, rules, then.get(self.id), change, moved)


def _order(item: Alternative) -> tuple[int, int, str]:
    return (item.wish or 10_000, -item.points, str(item.place))


__all__ = [
    "LIFTABLE",
    "Alternative",
    "Counterfactual",
    "Explanation",
    "FactorPoints",
    "Move",
    "RuleOutcome",
    "explain",
]
