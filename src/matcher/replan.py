"""A small re-computation: only the named seekers move, everybody else stays."""

from collections.abc import Collection

from matcher.problem import Problem
from matcher.result import Result
from matcher.solve.arrays import Extra
from matcher.solve.assignment import solve_assignment
from matcher.values import Id, ProblemError, require_int, short


def replan(problem: Problem, result: Result, *, changed: Collection[Id], seed: int = 0) -> Result:
    """Place the seekers in ``changed`` anew while all others keep their place, or stay without one.

    The problem is the present one: a host that refused a seeker stands in ``forbidden``, a new seat in the
    capacity. A kept place that the rules or seats no longer allow is given up and reported as
    ``pin_blocked``; seekers kept without a place are reported as ``held``. Raises ProblemError when
    ``changed`` or the result names an unknown seeker or place.
    """
    require_int(seed, "seed", -(2**63), 2**63 - 1)
    known = {seeker.id for seeker in problem.seekers}
    places = {place.id for place in problem.places}
    for seeker in changed:
        if seeker not in known:
            raise ProblemError("changed", f"no seeker has the id {short(seeker)}")
    moving = set(changed)
    kept: dict[Id, Id | None] = dict.fromkeys(known - moving)
    for position, item in enumerate(result.placements):
        if item.seeker not in known:
            raise ProblemError(f"placements[{position}].seeker", f"no seeker has the id {short(item.seeker)}")
        if item.place not in places:
            raise ProblemError(f"placements[{position}].place", f"no place has the id {short(item.place)}")
        if item.seeker not in moving:
            kept[item.seeker] = item.place
    return solve_assignment(problem, seed=seed, extra=Extra(kept))
