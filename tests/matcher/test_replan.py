"""A small re-computation moves nobody but the named seekers."""

from dataclasses import replace

import pytest

from matcher.check import check
from matcher.generate import generate
from matcher.problem import Forbidden, Pin, ProblemError
from matcher.replan import replan
from matcher.result import Placement
from matcher.solve import solve
from tests.matcher.builders import host, place, problem, seeker

pytestmark = pytest.mark.pure


def test_refused_pupils_move_and_nobody_else() -> None:
    given = generate(pupils=200, seed=5)
    before = solve(given)
    host_of = {item.id: item.host for item in given.places}
    named = [item for item in before.placements if str(item.seeker).endswith("7")][:5]
    changed = {item.seeker for item in named}
    refused = replace(given, forbidden=tuple(Forbidden(i.seeker, host_of[i.place]) for i in named))
    after = replan(refused, before, changed=changed)
    places = {item.seeker: item.place for item in after.placements}
    assert {s: p for s, p in places.items() if s not in changed} == {
        item.seeker: item.place for item in before.placements if item.seeker not in changed
    }
    assert all(host_of[places[item.seeker]] != host_of[item.place] for item in named if item.seeker in places)
    assert check(refused, after).legal
    assert after == replan(refused, before, changed=sorted(changed, key=str, reverse=True))


def test_nobody_named_changes_nothing() -> None:
    given = generate(pupils=60, seed=2)
    before = solve(given)
    after = replan(given, before, changed=())
    assert after.placements == before.placements
    assert {item.seeker: item.reason for item in after.unplaced} == {
        item.seeker: "held" for item in before.unplaced
    }
    assert after.objective == before.objective
    assert check(given, after).legal


def test_kept_place_that_is_gone_is_reported() -> None:
    given = problem(hosts=(host("h"),), places=(place("p", "h", 2),), pins=(Pin("b", "p"),))
    before = solve(given)
    smaller = replace(given, seekers=(seeker("a", age=13), seeker("b")))
    after = replan(smaller, before, changed=())
    assert [(item.seeker, item.reason, item.places) for item in after.unplaced] == [
        ("a", "pin_blocked", ("p",))
    ]
    assert [(item.level, item.value) for item in after.objective][:1] == [("pins", 0)]
    assert check(smaller, after).legal


def test_unknown_ids_are_refused() -> None:
    given = problem()
    before = solve(given)
    for result, changed, path in (
        (before, ("z",), "changed"),
        (replace(before, placements=(Placement("z", "p"),)), (), "placements[0].seeker"),
        (replace(before, placements=(Placement("a", "z"),)), (), "placements[0].place"),
    ):
        with pytest.raises(ProblemError) as refusal:
            replan(given, result, changed=changed)
        assert refusal.value.path == path
