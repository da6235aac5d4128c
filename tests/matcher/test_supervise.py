"""Supervisors: by programme, within capacity, near, evenly, whole hosts where possible."""

from collections import Counter
from dataclasses import replace

import pytest

from matcher.check import check
from matcher.generate import generate
from matcher.problem import Supervisor, Travel
from matcher.result import Supervision, Unvisited, Visit
from matcher.solve import solve
from matcher.supervise import assign_supervisors
from tests.matcher.builders import host, place, problem, seeker

pytestmark = pytest.mark.pure

TWO = problem(
    seekers=(seeker("a"), seeker("b"), seeker("c", programme="tkj")),
    hosts=(host("h"), host("g")),
    places=(place("p", "h", 2), place("q", "g", 1, programmes=("tkj",))),
    travel=(Travel("x", "h", 10), Travel("x", "g", 90), Travel("y", "h", 80), Travel("y", "g", 15)),
)


def test_nearest_supervisor_of_the_programme_takes_the_whole_host() -> None:
    given = replace(
        TWO,
        supervisors=(
            Supervisor("far", ("rpl", "tkj"), 9, zone="y"),
            Supervisor("near", ("rpl",), 9, zone="x"),
        ),
    )
    assert assign_supervisors(given, solve(given)) == Supervision(
        (Visit("far", "g", "tkj", ("c",)), Visit("near", "h", "rpl", ("a", "b")))
    )


def test_programme_and_capacity_are_kept_and_the_rest_is_named() -> None:
    given = replace(TWO, supervisors=(Supervisor("g", ("rpl",), 1),))
    assert assign_supervisors(given, solve(given)) == Supervision(
        (Visit("g", "h", "rpl", ("a",)),),
        (Unvisited("g", "tkj", ("c",), "no_programme"), Unvisited("h", "rpl", ("b",), "no_capacity")),
    )


def test_hosts_limit_is_kept() -> None:
    given = replace(TWO, supervisors=(Supervisor("g", ("rpl", "tkj"), 9, 1),))
    found = assign_supervisors(given, solve(given))
    assert [(v.host, v.seekers) for v in found.visits] == [("h", ("a", "b"))]
    assert [(u.host, u.reason) for u in found.unvisited] == [("g", "no_capacity")]


def test_load_is_balanced_between_equals() -> None:
    pupils = tuple(seeker(f"s{n:02d}") for n in range(12))
    hosts = tuple(host(f"h{n:02d}") for n in range(12))
    given = problem(
        seekers=pupils,
        hosts=hosts,
        places=tuple(place(f"p{n:02d}", f"h{n:02d}", 1) for n in range(12)),
        supervisors=tuple(Supervisor(f"g{n}", ("rpl",), 12) for n in range(3)),
    )
    load = Counter(v.supervisor for v in assign_supervisors(given, solve(given)).visits)
    assert sorted(load.values()) == [4, 4, 4]


@pytest.mark.parametrize("seed", range(6))
def test_made_up_schools_get_lawful_supervision(seed: int) -> None:
    given = generate(pupils=150, seed=seed)
    result = solve(given)
    result = replace(result, supervision=assign_supervisors(given, result))
    assert {v.kind for v in check(given, result).violations} <= {"supervisor_missing", "group_broken"}


def test_late_task_makes_an_early_one_move_to_whom_it_is_nearer() -> None:
    given = problem(
        seekers=tuple(seeker(f"s{n}") for n in range(3)),
        hosts=(host("h", region="north"), host("g", region="south"), host("f", region="south")),
        places=(place("p", "h", 1), place("q", "g", 1), place("r", "f", 1)),
        supervisors=(Supervisor("a", ("rpl",), 4, zone="x"), Supervisor("b", ("rpl",), 4, zone="y")),
        travel=tuple(
            Travel(zone, there, minutes)
            for zone, row in (("x", (5, 30, 30)), ("y", (200, 32, 10)))
            for there, minutes in zip(("h", "g", "f"), row, strict=True)
        ),
    )
    found = assign_supervisors(given, solve(given))
    assert {(v.supervisor, v.host) for v in found.visits} == {("a", "h"), ("b", "f"), ("b", "g")}
    assert assign_supervisors(replace(given, supervisors=()), solve(given)).visits == ()
