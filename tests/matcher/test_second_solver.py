"""The engine against a second exact solver (CP-SAT) on problems too large to try everything."""

from collections import defaultdict
from typing import Any

import pytest
from ortools.sat.python import cp_model

from matcher.check.objective import Appraiser
from matcher.check.rules import Rulebook
from matcher.problem import Problem
from matcher.solve import solve
from tests.matcher.builders import demanding_problem

pytestmark = pytest.mark.pure


class Model:
    """The problem as a constraint model, written from the meaning of the levels alone."""

    def __init__(self, given: Problem) -> None:
        self.given, self.model = given, cp_model.CpModel()
        self.host_of = {item.id: item.host for item in given.places}
        self.terms: dict[str, list[Any]] = defaultdict(list)
        self._assignment()
        self._hosts()
        self._bonds()
        self._sums()

    def _assignment(self) -> None:
        rules, pins = Rulebook(self.given), {item.seeker: item.place for item in self.given.pins}
        self.taken: dict[tuple[Any, Any], Any] = {}
        self.out = {item.id: self.model.new_bool_var("") for item in self.given.seekers}
        for seeker in self.given.seekers:
            for place in self.given.places:
                if not rules.broken(seeker, place) and pins.get(seeker.id, place.id) == place.id:
                    self.taken[seeker.id, place.id] = self.model.new_bool_var("")
            ways = [var for (one, _), var in self.taken.items() if one == seeker.id]
            self.model.add_exactly_one([*ways, self.out[seeker.id]])
        for place in self.given.places:
            self.model.add(sum(v for (_, p), v in self.taken.items() if p == place.id) <= place.capacity)

    def at_host(self, seeker: Any, host: Any) -> Any:
        return sum(v for (s, p), v in self.taken.items() if s == seeker and self.host_of[p] == host)

    def _hosts(self) -> None:
        for host in self.given.hosts:
            load = sum(self.at_host(seeker.id, host.id) for seeker in self.given.seekers)
            if host.capacity is not None:
                self.model.add(load <= host.capacity)
            used = self.model.new_bool_var("")
            self.model.add(load <= len(self.given.seekers) * used)
            missing = self.model.new_int_var(0, host.minimum, "")
            self.model.add(missing >= host.minimum * used - load)
            self.terms["minimum"].append(missing)
            self.terms["opening"].append(host.opening_cost * used)

    def _bonds(self) -> None:
        for group in self.given.groups:
            broken = self.model.new_bool_var("")
            by_place = group.together == "place"
            for site in self.given.places if by_place else self.given.hosts:
                first, *others = (
                    self.taken.get((s, site.id), 0) if by_place else self.at_host(s, site.id)
                    for s in group.seekers
                )
                for other in others:
                    self.model.add(first - other <= broken)
                    self.model.add(other - first <= broken)
            self.terms["groups"].append(broken)
        for pair in self.given.apart:
            met = self.model.new_bool_var("")
            for host in self.given.hosts:
                both = self.at_host(pair.first, host.id) + self.at_host(pair.second, host.id)
                self.model.add(both <= 1 + met)
            self.terms["apart"].append(met)

    def _sums(self) -> None:
        appraiser = Appraiser(self.given)
        places = {item.id: item for item in self.given.places}
        for seeker in self.given.seekers:
            ways = {places[p]: var for (s, p), var in self.taken.items() if s == seeker.id}
            for place, var in {**ways, None: self.out[seeker.id]}.items():
                for level, value in appraiser.of_seeker(seeker, place).items():
                    self.terms[level].append(value * var)
        self.terms["pins"] += [self.out[item.seeker] for item in self.given.pins]

    def best(self) -> tuple[int, ...]:
        """Minimise level by level, each under the values reached before."""
        found = []
        for level in (("pins",) if self.given.pins else ()) + self.given.levels:
            total = sum(self.terms[level])
            self.model.minimize(total)
            solver = cp_model.CpSolver()
            solver.parameters.num_workers = 1
            assert solver.solve(self.model) == cp_model.OPTIMAL
            found.append(round(solver.objective_value))
            self.model.add(total == found[-1])
        return tuple(found)


@pytest.mark.parametrize("seed", range(30))
def test_both_solvers_reach_the_same_objective(seed: int) -> None:
    given = demanding_problem(seed, seekers=18, places=11)
    result = solve(given, seed=seed)
    assert tuple(item.value for item in result.objective) == Model(given).best()
    assert result.optimal
