"""Levels as one number: order kept, differences read back, overflow refused or counted roughly."""

from dataclasses import replace
from itertools import product

import pytest

from matcher.check import check
from matcher.problem import ProblemError
from matcher.solve import solve
from matcher.solve.levels import make_ruler
from tests.matcher.builders import host, place, problem, seeker

pytestmark = pytest.mark.pure

SPANS = {"unplaced": 2, "groups": 1, "points": 3}


def test_numbers_order_as_levels_do_and_read_back() -> None:
    ruler = make_ruler(SPANS, largest={"unplaced": 1, "points": 3}, carried=("unplaced", "points"), nodes=5)
    values = [dict(zip(SPANS, digits, strict=True)) for digits in product(range(3), range(2), range(4))]
    numbers = [ruler.full.encode(value) for value in values]
    assert numbers == sorted(numbers)
    assert [ruler.full.decode(number) for number in numbers] == values
    for one, other in product(values, values):
        difference = {level: one[level] - other[level] for level in SPANS}
        assert ruler.full.decode_difference(ruler.full.encode(difference)) == difference
    assert ruler.total(ruler.flow.encode({"unplaced": 1, "points": 2})) == ruler.full.encode(
        {"unplaced": 1, "groups": 0, "points": 2}
    )


def test_large_numbers_are_counted_roughly_and_then_refused() -> None:
    largest = {"unplaced": 1, "moved": 1, "points": 10_000}
    carried = ("unplaced", "moved", "points")

    def ruler(people: int) -> int:
        spans = {"unplaced": people, "moved": people, "points": people * 10_000}
        return make_ruler(spans, largest=largest, carried=carried, nodes=2 * people).grain

    assert [ruler(people) for people in (20_000, 50_000, 100_000)] == [1, 10, 100]
    with pytest.raises(ProblemError) as refusal:
        ruler(500_000)
    assert refusal.value.path == "levels"


def test_rough_counting_keeps_bound_and_objective_true(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("matcher.solve.levels.GRAINS", (1000,))
    given = problem(
        seekers=tuple(seeker(f"s{n}") for n in range(6)),
        hosts=(host("h", quality=37), host("g", quality=41)),
        places=(place("p", "h", 3), place("q", "g", 2)),
    )
    result = solve(given)
    report = check(given, result)
    assert report.violations == ()
    assert {item.level: item.value for item in result.objective}["unplaced"] == 1
    assert result.gap_level == "points"
    assert 0 < result.gap < 0.1


def test_order_of_levels_decides() -> None:
    given = problem(hosts=(host("h", opening_cost=5),))
    first = solve(given)
    second = solve(replace(given, levels=("opening", "unplaced", "points")))
    assert [len(first.placements), len(second.placements)] == [2, 0]
    assert [item.value for item in second.objective] == [0, 2, 20_000]
