"""Explanations: points add up, reasons are exact, swap costs and counterfactuals equal solving anew."""

from dataclasses import replace

import pytest

from matcher.explain import Counterfactual, Move, explain
from matcher.generate import generate
from matcher.problem import Apart, Choice, Group, Pin, ProblemError
from matcher.result import LevelValue, Placement, Result
from matcher.scoring import FULL_POINTS
from matcher.solve import solve
from tests.matcher.builders import host, place, plain_problem, problem, seeker

pytestmark = pytest.mark.pure

LEVELS = ("unplaced", "points")
WISHED = problem(
    hosts=(host("h", quality=100), host("g", quality=50)),
    places=(place("p", "h", 1), place("q", "g", 1)),
    choices=(Choice("a", "p", 1), Choice("b", "p", 2), Choice("b", "q", 3)),
    levels=LEVELS,
)


def values(result: Result) -> dict[str, int]:
    return {item.level: item.value for item in result.objective}


def test_points_per_factor_add_up_to_the_hundred() -> None:
    given = generate(pupils=40, seed=3)
    result = solve(given)
    for item in result.placements:
        found = explain(given, result, item.seeker, counterfactuals=0)
        assert sum(factor.maximum for factor in found.factors) == FULL_POINTS
        assert found.points == sum(factor.points for factor in found.factors)
        assert found.place == item.place
        assert len(found.alternatives) == len(given.places) - 1


def test_full_place_names_holder_cost_and_what_would_help() -> None:
    found = explain(WISHED, solve(WISHED), "b")
    assert (found.place, found.host, found.wish, found.unplaced) == ("q", "g", 3, None)
    (other,) = found.alternatives
    assert (other.place, other.wish, other.reason, other.holders) == ("p", 1 + 1, "full", ("a",))
    assert other.moves == (Move("b", "q", "p"), Move("a", "p", "q"))
    changed = solve(replace(WISHED, pins=(Pin("b", "p"),)))
    cost = values(changed)["points"] - values(solve(WISHED))["points"]
    assert other.cost == (LevelValue("points", cost),)
    richer = solve(replace(WISHED, places=(place("p", "h", 2), place("q", "g", 1))))
    gain = values(richer)["points"] - values(solve(WISHED))["points"]
    assert found.counterfactuals == (Counterfactual("seat", "p", (), "p", (LevelValue("points", gain),), 0),)


def test_swap_cost_is_what_a_pin_there_costs() -> None:
    compared = 0
    for seed in range(250):
        given = replace(plain_problem(seed, seekers=6, places=5), pins=(), levels=LEVELS)
        result = solve(given)
        for pupil in given.seekers[:3]:
            for other in explain(given, result, pupil.id, counterfactuals=0).alternatives:
                if other.cost is None:
                    continue
                pinned = solve(replace(given, pins=(Pin(pupil.id, other.place),)))
                before, after = values(result), values(pinned)
                assert after["pins"] == 0
                cost = {item.level: item.value for item in other.cost}
                assert {level: after[level] - before[level] for level in LEVELS} == {
                    level: cost.get(level, 0) for level in LEVELS
                }
                compared += 1
    assert compared > 100


def test_moves_lead_to_a_lawful_assignment_of_that_cost() -> None:
    for seed in range(40):
        given = replace(plain_problem(seed, seekers=7, places=5), pins=(), levels=LEVELS)
        result = solve(given)
        for other in explain(given, result, given.seekers[0].id, counterfactuals=0).alternatives:
            if other.cost is None:
                continue
            pinned = solve(replace(given, pins=tuple(
                Pin(move.seeker, move.takes) for move in other.moves if move.takes is not None
            )))  # fmt: skip
            cost = {item.level: item.value for item in other.cost}
            assert values(pinned)["pins"] == 0
            assert values(pinned)["unplaced"] - values(result)["unplaced"] == cost.get("unplaced", 0)
            assert values(pinned)["points"] - values(result)["points"] == cost.get("points", 0)


REASONS = {
    "refused": (problem(places=(place("p", "h", 2), place("q", "h", 1, minimum_age=18))), "q"),
    "pinned": (problem(places=(place("p", "h", 2), place("q", "h", 1)), pins=(Pin("a", "p"),)), "q"),
    "equal": (problem(places=(place("p", "h", 2), place("q", "h", 2)), pins=(Pin("b", "p"),)), None),
    "fewer_points": (
        problem(hosts=(host("h", quality=9), host("g")), places=(place("p", "h", 2), place("q", "g", 2))),
        "q",
    ),
    "closed": (
        problem(hosts=(host("h"), host("g", minimum=3)), places=(place("p", "h", 2), place("q", "g", 3))),
        "q",
    ),
    "kept_together": (
        problem(
            hosts=(host("h"), host("g", quality=1)),
            places=(place("p", "h", 2), place("q", "g", 1)),
            groups=(Group("k", ("a", "b")),),
        ),
        "q",
    ),
}


@pytest.mark.parametrize("reason", REASONS)
def test_reason_of_an_alternative(reason: str) -> None:
    given, other = REASONS[reason]
    found = {
        item.place: item.reason for item in explain(given, solve(given), "a", counterfactuals=0).alternatives
    }
    assert list(found.values()) == [reason] if other is None else found[other] == reason


def test_pair_that_must_not_meet_is_a_reason() -> None:
    given = problem(
        hosts=(host("h"), host("g")),
        places=(place("p", "h", 2), place("q", "g", 2)),
        apart=(Apart("a", "b"),),
    )
    (other,) = explain(given, solve(given), "a", counterfactuals=0).alternatives
    assert other.reason == "kept_apart"


def test_lifting_a_rule_is_tried_only_where_people_could_change_it() -> None:
    given = problem(
        seekers=(seeker("a"),),
        hosts=(host("h"), host("g", quality=90)),
        places=(
            place("p", "h", 1),
            place("q", "g", 1, documents=("health",)),
            place("r", "g", 1, hazardous=True),
        ),
        choices=(Choice("a", "q", 1), Choice("a", "r", 1), Choice("a", "p", 2)),
    )
    found = explain(given, solve(given), "a")
    assert [(c.kind, c.place, c.rules, c.gets) for c in found.counterfactuals] == [
        ("rule", "q", ("documents",), "q")
    ]
    assert [(o.place, [r.rule for r in o.rules]) for o in found.alternatives] == [
        ("q", ["documents"]),
        ("r", ["hazardous"]),
    ]


def test_unplaced_is_explained_with_the_smallest_conflict_and_a_way_out() -> None:
    given = problem(places=(place("p", "h", 1),))
    result = solve(given)
    left = result.unplaced[0].seeker
    found = explain(given, result, left)
    assert (found.place, found.points, found.factors) == (None, 0, ())
    assert found.unplaced == result.unplaced[0]
    assert found.unplaced is not None
    assert found.unplaced.competing == ("a", "b")
    assert [(c.kind, c.place, c.gets, c.others_moved) for c in found.counterfactuals] == [
        ("seat", "p", "p", 0)
    ]


def test_hand_edited_result_is_explained_without_swap_costs() -> None:
    swapped = replace(solve(WISHED), placements=(Placement("a", "q"), Placement("b", "p")))
    (other,) = explain(WISHED, swapped, "a", counterfactuals=0).alternatives
    assert (other.reason, other.holders, other.cost, other.moves) == ("full", ("b",), None, ())


def test_unknown_ids_are_refused() -> None:
    result = solve(WISHED)
    for wrong, seeker_id, path in (
        (result, "z", "seeker"),
        (replace(result, placements=(Placement("z", "p"),)), "a", "placements[0].seeker"),
        (replace(result, placements=(Placement("a", "z"),)), "a", "placements[0].place"),
    ):
        with pytest.raises(ProblemError) as refusal:
            explain(WISHED, wrong, seeker_id)
        assert refusal.value.path == path
