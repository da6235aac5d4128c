"""Every planted fault is found, one by one, and nothing else is reported for it."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from matcher.check import check
from matcher.problem import Apart, Forbidden, Group, Pin, RuleMode, Supervisor
from matcher.result import LevelValue, Placement, Result, Supervision, Unplaced, Unvisited, Visit
from matcher.solve import solve
from matcher.supervise import assign_supervisors
from tests.matcher.builders import host, place, problem, seeker

pytestmark = pytest.mark.pure

GIVEN = problem(
    seekers=(seeker("a"), seeker("b"), seeker("c", programme="tkj"), seeker("d", age=13)),
    hosts=(host("h", capacity=3, minimum=2), host("g", capacity=2)),
    places=(
        place("p", "h", 3, agreement="missing"),
        place("q", "g", 1, programmes=("tkj",)),
        place("r", "g", 2, documents=("health",)),
    ),
    supervisors=(Supervisor("x", ("rpl",), 2, 1), Supervisor("y", ("tkj", "rpl"), 3, 2)),
    groups=(Group("k", ("a", "b")),),
    pins=(Pin("c", "q"),),
)


def right() -> Result:
    """The engine's own answer with supervisors."""
    result = solve(GIVEN)
    return replace(result, supervision=assign_supervisors(GIVEN, result))


def with_placements(result: Result, *pairs: tuple[str, str]) -> Result:
    return replace(result, placements=tuple(Placement(one, other) for one, other in pairs))


def with_value(result: Result, name: str, level: str, change: int) -> Result:
    values = tuple(
        LevelValue(item.level, item.value + (change if item.level == level else 0))
        for item in getattr(result, name)
    )
    return replace(result, **{name: values})


def with_visits(result: Result, *visits: Visit) -> Result:
    return replace(result, supervision=Supervision(visits))


GOOD = (("a", "p"), ("b", "p"), ("c", "q"))
VISITS = (Visit("x", "h", "rpl", ("a", "b")), Visit("y", "g", "tkj", ("c",)))

FAULTS: dict[str, tuple[str, Callable[[Result], Result]]] = {
    "seeker unknown": ("unknown_seeker", lambda r: with_placements(r, *GOOD, ("z", "p"))),
    "unplaced unknown": (
        "unknown_seeker",
        lambda r: replace(r, unplaced=(*r.unplaced, Unplaced("z", "held"))),
    ),
    "place unknown": ("unknown_place", lambda r: with_placements(r, ("a", "p"), ("b", "p"), ("c", "z"))),
    "placed twice": ("double_placement", lambda r: with_placements(r, *GOOD, ("a", "p"))),
    "placed and unplaced": ("placed_and_unplaced", lambda r: with_placements(r, *GOOD, ("d", "p"))),
    "forgotten": ("seeker_missing", lambda r: replace(r, unplaced=())),
    "place too full": (
        "place_over_capacity",
        lambda r: with_placements(r, ("a", "q"), ("b", "p"), ("c", "q")),
    ),
    "rule": ("rule_refused", lambda r: with_placements(r, ("a", "r"), ("b", "r"), ("c", "q"))),
    "pin": (
        "pin_not_kept",
        lambda r: replace(with_placements(r, *GOOD[:2]), unplaced=(Unplaced("c", "held"),)),
    ),
    "host too full": ("host_over_capacity", lambda r: with_placements(r, ("a", "r"), ("b", "r"), ("c", "q"))),
    "minimum": ("host_minimum", lambda r: with_placements(r, ("a", "p"), ("c", "q"))),
    "group": ("group_broken", lambda r: with_placements(r, ("a", "p"), ("c", "q"))),
    "objective": ("objective_mismatch", lambda r: with_value(r, "objective", "points", -1)),
    "bound": ("bound_above_objective", lambda r: with_value(r, "bound", "points", 1)),
    "not optimal": ("not_proven_optimal", lambda r: with_value(r, "bound", "points", -1)),
    "levels": ("levels_mismatch", lambda r: replace(r, objective=r.objective[1:])),
    "reason eligible": (
        "reason_untrue",
        lambda r: replace(
            with_placements(r, ("a", "p"), ("c", "q")),
            unplaced=(Unplaced("b", "no_eligible_place"), *r.unplaced),
        ),
    ),
    "reason seats": (
        "reason_untrue",
        lambda r: replace(
            with_placements(r, ("a", "p"), ("c", "q")),
            unplaced=(
                Unplaced("b", "seats_short", places=("p",), competing=("a", "b"), seats=1),
                *r.unplaced,
            ),
        ),
    ),
    "supervisor unknown": (
        "unknown_supervisor",
        lambda r: with_visits(r, replace(VISITS[0], supervisor="z"), VISITS[1]),
    ),
    "supervisor programme": (
        "supervisor_programme",
        lambda r: with_visits(r, VISITS[0], replace(VISITS[1], supervisor="x")),
    ),
    "supervisor pupils": (
        "supervisor_pupils",
        lambda r: with_visits(r, VISITS[0], replace(VISITS[1], supervisor="x")),
    ),
    "supervisor hosts": (
        "supervisor_hosts",
        lambda r: with_visits(r, VISITS[0], replace(VISITS[1], supervisor="x")),
    ),
    "visit elsewhere": ("visit_elsewhere", lambda r: with_visits(r, VISITS[0], replace(VISITS[1], host="h"))),
    "visited twice": ("visited_twice", lambda r: with_visits(r, *VISITS, replace(VISITS[0], supervisor="y"))),
    "visit missing": ("visit_missing", lambda r: with_visits(r, VISITS[0])),
    "unvisited": (
        "supervisor_missing",
        lambda r: replace(
            r,
            supervision=Supervision(VISITS[:1], (Unvisited("g", "tkj", ("c",), "no_capacity"),)),
        ),
    ),
}


def test_right_result_has_no_fault_and_one_warning_a_pupil() -> None:
    report = check(GIVEN, right())
    assert (report.legal, report.violations) == (True, ())
    assert [(item.seeker, item.place, item.rule) for item in report.warnings] == [
        ("a", "p", "agreement"),
        ("b", "p", "agreement"),
    ]


@pytest.mark.parametrize("name", FAULTS)
def test_planted_fault_is_found(name: str) -> None:
    kind, plant = FAULTS[name]
    found = [item.kind for item in check(GIVEN, plant(right())).violations]
    assert kind in found
    assert kind not in [item.kind for item in check(GIVEN, right()).violations]


def test_pure_claims_are_found_alone() -> None:
    for name in ("objective", "bound", "not optimal", "levels", "visit missing", "unvisited"):
        kind, plant = FAULTS[name]
        assert {item.kind for item in check(GIVEN, plant(right())).violations} - {"not_proven_optimal"} == {
            kind
        } - {"not_proven_optimal"}


def test_rule_fault_names_rule_seeker_and_place() -> None:
    refused = [
        (v.rule, v.seekers, v.places)
        for v in check(
            GIVEN, with_placements(right(), ("a", "p"), ("b", "r"), ("c", "p"), ("d", "p"))
        ).violations
        if v.kind == "rule_refused"
    ]
    assert refused == [
        ("documents", ("b",), ("r",)),
        ("programme", ("c",), ("p",)),
        ("legal_age", ("d",), ("p",)),
    ]


def test_forbidden_host_and_pair_that_meets() -> None:
    result = right()
    forbidding = replace(GIVEN, forbidden=(Forbidden("a", "h"),), apart=(Apart("b", "a"),))
    found = {(v.kind, v.rule, v.seekers) for v in check(forbidding, result).violations}
    assert ("rule_refused", "forbidden", ("a",)) in found
    assert ("pair_together", None, ("b", "a")) in found


def test_soft_demands_leave_a_result_legal_and_hard_ones_do_not() -> None:
    broken = solve(problem(groups=(Group("k", ("a", "b")),), places=(place("p", "h", 1),)))
    report = check(problem(groups=(Group("k", ("a", "b")),), places=(place("p", "h", 1),)), broken)
    assert (report.legal, [v.kind for v in report.violations]) == (True, ["group_broken"])
    strict = replace(GIVEN, rules=(RuleMode("agreement", "hard"),))
    assert check(strict, right()).legal is False
