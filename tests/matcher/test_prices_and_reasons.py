"""Seat prices are what one more seat saves; reasons of the unplaced are true and as small as can be."""

from dataclasses import replace

import pytest

from matcher.problem import Apart, Group, Pin, Place, Problem
from matcher.result import RefusalCount, Result, Unplaced
from matcher.solve import solve
from tests.matcher.builders import host, place, plain_problem, problem, seeker

pytestmark = pytest.mark.pure


def values(result: Result) -> dict[str, int]:
    return {item.level: item.value for item in result.objective}


def with_seat(given: Problem, chosen: Place) -> Problem:
    """One more seat at the place and at its host."""
    places = tuple(replace(p, capacity=p.capacity + 1) if p is chosen else p for p in given.places)
    hosts = tuple(
        replace(h, capacity=h.capacity + 1) if h.id == chosen.host and h.capacity is not None else h
        for h in given.hosts
    )
    return replace(given, places=places, hosts=hosts)


@pytest.mark.parametrize("block", range(5))
def test_seat_price_is_what_one_more_seat_saves(block: int) -> None:
    for seed in range(block * 20, block * 20 + 20):
        given = plain_problem(seed, seekers=8, places=5)
        result = solve(given)
        prices = {item.place: {s.level: s.value for s in item.saves} for item in result.seat_prices}
        for chosen in given.places:
            richer = values(solve(with_seat(given, chosen)))
            saved = {level: value - richer[level] for level, value in values(result).items()}
            assert prices.get(chosen.id, {}) == {level: value for level, value in saved.items() if value}


def test_competitors_are_the_smallest_set_that_is_short() -> None:
    given = problem(
        seekers=(seeker("a"), seeker("b"), seeker("c"), seeker("x", programme="tkj")),
        hosts=(host("h"), host("g")),
        places=(place("p", "h", 1), place("q", "h", 1), place("r", "g", 5, programmes=("tkj",))),
    )
    result = solve(given)
    (left,) = result.unplaced
    assert left == Unplaced(
        left.seeker, "seats_short", (RefusalCount("programme", 1),), ("p", "q"), ("a", "b", "c"), 2
    )


def test_full_host_counts_its_other_places() -> None:
    given = problem(
        seekers=(seeker("a"), seeker("b"), seeker("c", programme="tkj")),
        hosts=(host("h", capacity=2),),
        places=(place("p", "h", 2), place("q", "h", 2, programmes=("tkj",))),
    )
    (left,) = solve(given).unplaced
    assert (left.reason, left.competing, left.seats, left.places) == (
        "seats_short",
        ("a", "b", "c"),
        2,
        ("p", "q"),
    )


CASES = {
    "host_minimum": problem(hosts=(host("h", minimum=3),)),
    "group": problem(
        seekers=(seeker("a"), seeker("b", programme="tkj")),
        groups=(Group("k", ("a", "b")),),
        levels=("groups", "unplaced", "points"),
    ),
    "apart": problem(apart=(Apart("a", "b"),)),
    "pin_blocked": problem(seekers=(seeker("a", programme="tkj"),), pins=(Pin("a", "p"),)),
    "trade_off": problem(hosts=(host("h", opening_cost=1),), levels=("opening", "unplaced")),
}


@pytest.mark.parametrize("reason", CASES)
def test_reason_names_the_demand(reason: str) -> None:
    result = solve(CASES[reason])
    assert {item.reason for item in result.unplaced if item.reason != "no_eligible_place"} == {reason}


def test_pin_never_overrides_a_full_place_or_a_rule() -> None:
    given = problem(places=(place("p", "h", 1),), pins=(Pin("a", "p"), Pin("b", "p")))
    result = solve(given)
    assert len(result.placements) == 1
    (left,) = result.unplaced
    assert (left.reason, left.places, left.refusals) == ("pin_blocked", ("p",), ())
    assert values(result)["pins"] == 1
    assert [item.kind for item in result.violations] == ["pin_not_kept"]


def test_pinned_seeker_goes_before_others() -> None:
    given = problem(places=(place("p", "h", 1), place("q", "h", 0)), pins=(Pin("b", "p"),))
    assert [(i.seeker, i.place) for seed in range(9) for i in solve(given, seed=seed).placements] == [
        ("b", "p")
    ] * 9


def test_nobody_at_all_is_an_answer_too() -> None:
    result = solve(problem(seekers=(), hosts=(), places=()))
    assert (result.placements, result.unplaced, result.optimal) == ((), (), True)
    result = solve(problem(hosts=(), places=()))
    assert {item.reason for item in result.unplaced} == {"no_eligible_place"}
