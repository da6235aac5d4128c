"""A whole school with every demand: lawful, near its bound, explained; and what small cases do not reach."""

from dataclasses import replace

import pytest

from matcher.check import check
from matcher.explain import explain
from matcher.generate import generate
from matcher.problem import ProblemError
from matcher.result import Result, Violation
from matcher.solve import solve
from tests.matcher.builders import problem

pytestmark = pytest.mark.pure


@pytest.mark.parametrize("seed", [1, 4])
def test_whole_school_with_every_demand(seed: int) -> None:
    given = generate(pupils=400, seed=seed)
    opened = replace(given, hosts=tuple(replace(item, opening_cost=1) for item in given.hosts))
    for school in (given, opened):
        result = solve(school, seed=seed)
        report = check(school, result)
        assert report.legal
        assert set(report.violations) == set(result.violations)
    values = {item.level: item.value for item in solve(given, seed=seed).objective}
    assert [values[level] for level in ("apart", "minimum", "unplaced", "groups")] == [0, 0, 0, 0]


def test_search_that_runs_out_of_work_keeps_an_honest_gap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("matcher.solve.branch.WORK", 1)
    monkeypatch.setattr("matcher.solve.branch.LEAST_NODES", 2)
    monkeypatch.setattr("matcher.solve.repair.POLISH_WORK", 1)
    given = generate(pupils=250, seed=2)
    hurried = solve(given)
    assert check(given, hurried).legal
    assert (hurried.optimal, hurried.gap_level is None) == (False, False)
    monkeypatch.undo()
    bound = [item.value for item in hurried.bound]
    assert (
        bound <= [item.value for item in solve(given).objective] <= [item.value for item in hurried.objective]
    )


def test_swap_costs_exist_beside_groups_and_minimums() -> None:
    given = generate(pupils=120, seed=6)
    result = solve(given)
    known = [
        other.cost is not None
        for item in result.placements[:10]
        for other in explain(given, result, item.seeker, counterfactuals=0).alternatives
        if other.reason in ("full", "fewer_points")
    ]
    assert known
    assert all(known)


def test_counterfactual_leaves_equals_where_they_are() -> None:
    given = generate(pupils=150, seed=3)
    plain = replace(given, groups=(), apart=(), hosts=tuple(replace(h, minimum=0) for h in given.hosts))
    result = solve(plain)
    tried = [
        found for item in plain.seekers[:40] for found in explain(plain, result, item.id).counterfactuals
    ]
    assert tried
    assert max(found.others_moved for found in tried) < 25
    assert all(found.others_moved == 0 for found in tried if not found.change and found.gets is None)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("gap", -1),
        ("gap", True),
        ("method", 1),
        ("supervision", 1),
        ("gap_level", "joy"),
        ("optimal", 1),
        ("seed", "x"),
    ],
)
def test_wrong_result_value_is_refused(name: str, value: object) -> None:
    result: Result = solve(problem())
    with pytest.raises(ProblemError) as refusal:
        replace(result, **{name: value})  # type: ignore[arg-type]
    assert refusal.value.path == name


def test_wrong_violation_is_refused() -> None:
    with pytest.raises(ProblemError) as refusal:
        Violation("host_minimum", detail=5)  # type: ignore[arg-type]
    assert refusal.value.path == "detail"


def test_unknown_method_is_refused() -> None:
    with pytest.raises(ProblemError) as refusal:
        solve(problem(), method="luck")
    assert refusal.value.path == "method"


def test_half_a_character_is_no_id() -> None:
    with pytest.raises(ProblemError):
        problem(seekers=(replace(problem().seekers[0], id="\ud800"),))
