"""Methods of placing, one file each, behind one door: ``solve``."""

from matcher.problem import Problem
from matcher.result import Result
from matcher.solve.assignment import METHOD, Progress, solve_assignment
from matcher.values import ProblemError, require_int

METHODS = {METHOD: solve_assignment}


def solve(
    problem: Problem,
    *,
    seed: int = 0,
    time_limit: float | None = None,
    progress: Progress | None = None,
    method: str = METHOD,
) -> Result:
    """Place the seekers as well as the problem's levels allow.

    The same problem and seed give the same result, in whatever order the input stands. ``time_limit`` in
    seconds ends the search for minimums, groups, pairs and opening costs early (a run that reaches it is not
    repeatable); the assignment itself always finishes. Raises ProblemError for an unknown method, a seed
    that is no whole number, or levels whose scaled costs would overflow.
    """
    if method not in METHODS:
        raise ProblemError("method", f"must be one of {', '.join(METHODS)}; not {method!r}")
    require_int(seed, "seed", -(2**63), 2**63 - 1)
    return METHODS[method](problem, seed=seed, time_limit=time_limit, progress=progress)


__all__ = ["METHODS", "Progress", "solve"]
