"""The engine against trying everything: hundreds of small problems, equal objectives on every level."""

import pytest

from matcher.check import check
from matcher.solve import solve
from tests.matcher.builders import best_by_trying_all, demanding_problem, plain_problem

pytestmark = pytest.mark.pure


@pytest.mark.parametrize("block", range(10))
def test_plain_problems_are_solved_to_the_optimum(block: int) -> None:
    for seed in range(block * 25, block * 25 + 25):
        given = plain_problem(seed, seekers=3 + seed % 3, places=2 + seed % 3)
        result = solve(given, seed=seed)
        values = tuple(item.value for item in result.objective)
        assert values == best_by_trying_all(given), seed
        assert result.optimal, seed
        assert result.bound == result.objective, seed
        assert check(given, result).legal, seed


@pytest.mark.parametrize("block", range(10))
def test_demanding_problems_are_solved_to_the_optimum(block: int) -> None:
    for seed in range(block * 30, block * 30 + 30):
        given = demanding_problem(seed, seekers=3 + seed % 3, places=2 + seed % 3)
        result = solve(given, seed=seed)
        values = tuple(item.value for item in result.objective)
        assert values == best_by_trying_all(given), seed
        assert result.optimal, seed
        report = check(given, result)
        assert report.legal, (seed, report.violations)
        assert {(v.kind, v.seekers, v.hosts) for v in report.violations} == {
            (v.kind, v.seekers, v.hosts) for v in result.violations
        }
