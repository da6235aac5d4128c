"""The assignment method: components, exact flows, structure by branch and bound, a result with its proof."""

import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from matcher.problem import Problem
from matcher.result import ENGINE_VERSION, LevelValue, Placement, Result, SeatPrice
from matcher.solve.arrays import NO_EXTRA, NONE, Arrays, Extra, Ints, build_arrays
from matcher.solve.branch import Solved, solve_component
from matcher.solve.component import Component, components_of
from matcher.solve.flow import FlowSolver
from matcher.solve.reasons import Reasons
from matcher.solve.structure import Structure
from matcher.solve.violations import unmet_demands
from matcher.values import Id

METHOD = "assignment"

Progress = Callable[[str, int, int], None]
"""Told the stage (``read``, ``components``, ``done``), how many steps are done and how many there are."""


@dataclass(frozen=True, slots=True)
class Solution:
    """An assignment by position with the totals of its levels, their bound, and the seats' prices."""

    arrays: Arrays
    at: Ints
    objective: Counter[str]
    bound: Counter[str]
    prices: dict[Id, Mapping[str, int]]


def solve_assignment(
    problem: Problem,
    *,
    seed: int = 0,
    time_limit: float | None = None,
    progress: Progress | None = None,
    extra: Extra = NO_EXTRA,
) -> Result:
    """Solve by exact flows; see ``matcher.solve.solve``."""
    solution = solve_arrays(build_arrays(problem, seed, extra), time_limit=time_limit, progress=progress)
    return _result(solution, seed)


def solve_arrays(
    arrays: Arrays, *, time_limit: float | None = None, progress: Progress | None = None
) -> Solution:
    """Solve every component and put the parts together."""
    tell = progress or (lambda stage, done, total: None)
    end = None if time_limit is None else time.monotonic() + time_limit

    def out_of_time() -> bool:
        return end is not None and time.monotonic() > end

    tell("read", 1, 1)
    solution = Solution(arrays, np.full(len(arrays.seekers), NONE, dtype=np.int64), Counter(), Counter(), {})
    parts = components_of(arrays)
    for done, part in enumerate(parts, start=1):
        solver = FlowSolver(part)
        _take_in(solution, solver, solve_component(solver, out_of_time))
        tell("components", done, len(parts))
    tell("done", 1, 1)
    return solution


def _take_in(solution: Solution, solver: FlowSolver, solved: Solved) -> None:
    part = solver.part
    placed = solved.at != NONE
    solution.at[part.seekers[placed]] = part.places[solved.at[placed]]
    solution.objective.update(part.ruler.full.decode(solved.value))
    solution.bound.update(part.ruler.full.decode(solved.bound))
    for place, price in _seat_prices(solver, solved).items():
        saves = part.ruler.full.decode_difference(part.ruler.difference(price))
        solution.prices[solution.arrays.places[part.places[place]].id] = saves


def _seat_prices(solver: FlowSolver, solved: Solved) -> dict[int, int]:
    """What one more seat at a place and its host saves, where above zero; hosts decided closed have none."""
    part, flow = solver.part, solved.flow
    if not len(part.arc_cost):
        return {}
    structure = Structure(solver)
    limits = structure.limits(solved.decided)
    load = np.bincount(flow.at[flow.at != NONE], minlength=len(part.places))
    arcs = np.nonzero(limits.allowed)[0]
    entry = np.full(len(part.places), np.iinfo(np.int64).max)
    np.minimum.at(entry, part.arc_place[arcs], flow.seeker[part.arc_seeker[arcs]] + part.arc_cost[arcs])
    distance = np.where(load > 0, flow.place, np.minimum(entry, flow.host[part.host_of]))
    host_load = structure.loads(flow.at)
    still_missing = limits.forced & (host_load < part.minimum)
    next_seat = limits.fee - np.where(still_missing, limits.missing, 0)
    price = -distance - next_seat[part.host_of]
    closed = np.isin(part.host_of, list(solved.decided.closed))
    wanted = np.nonzero((price > 0) & ~closed & (distance < np.iinfo(np.int64).max))[0]
    return {int(place): int(price[place]) for place in wanted}


def _result(solution: Solution, seed: int) -> Result:
    arrays = solution.arrays
    place_of = {
        seeker.id: arrays.places[place].id
        for seeker, place in zip(arrays.seekers, solution.at.tolist(), strict=True)
        if place != NONE
    }
    missing = np.nonzero(solution.at == NONE)[0]
    reasons = Reasons(arrays, solution.at) if len(missing) else None
    unplaced = [reasons.unplaced(int(index)) for index in missing] if reasons else []
    violations = unmet_demands(arrays.problem, place_of)
    levels = _reported_levels(solution, sum(item.kind == "pin_not_kept" for item in violations))
    gap_level, gap = _gap(solution, levels)
    return Result(
        placements=tuple(Placement(s, place_of[s]) for s in sorted(place_of, key=str)),
        unplaced=tuple(sorted(unplaced, key=lambda item: str(item.seeker))),
        objective=_level_values(solution.objective, levels),
        bound=_level_values(solution.bound, levels),
        optimal=gap_level is None,
        gap_level=gap_level,
        gap=gap,
        seat_prices=_listed_prices(solution, levels),
        violations=violations,
        method=METHOD,
        seed=seed,
        version=ENGINE_VERSION,
    )


def _reported_levels(solution: Solution, lost_pins: int) -> tuple[str, ...]:
    """The problem's own levels; seekers merely kept in place by a re-computation are not counted as pins."""
    kept = solution.objective["pins"] - lost_pins
    solution.objective["pins"] -= kept
    solution.bound["pins"] -= kept
    problem = solution.arrays.problem
    return (("pins",) if problem.pins else ()) + problem.levels


def _listed_prices(solution: Solution, levels: tuple[str, ...]) -> tuple[SeatPrice, ...]:
    return tuple(
        SeatPrice(place, tuple(item for item in _level_values(solution.prices[place], levels) if item.value))
        for place in sorted(solution.prices, key=str)
    )


def _level_values(values: Mapping[str, int], levels: tuple[str, ...]) -> tuple[LevelValue, ...]:
    return tuple(LevelValue(level, values.get(level, 0)) for level in levels)


def _gap(solution: Solution, levels: tuple[str, ...]) -> tuple[str | None, float]:
    for level in levels:
        have, least = solution.objective[level], solution.bound[level]
        if have != least:
            return level, round((have - least) / max(abs(have), 1), 6)
    return None, 0.0


__all__ = ["METHOD", "Component", "Progress", "Solution", "solve_arrays", "solve_assignment"]
