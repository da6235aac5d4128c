"""Wrong problems are refused when they are built, with the path of the wrong value."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from matcher.problem import (
    Apart,
    Choice,
    ContentScore,
    Earlier,
    Forbidden,
    Group,
    HostChoice,
    Parameters,
    Pin,
    Problem,
    ProblemError,
    RuleMode,
    Supervisor,
    Travel,
    Weights,
)
from tests.matcher.builders import PARAMETERS, host, place, problem, seeker

pytestmark = pytest.mark.pure

WRONG: list[tuple[str, Callable[[], object]]] = [
    ("id", lambda: seeker("")),
    ("id", lambda: seeker(True)),  # type: ignore[arg-type]
    ("id", lambda: seeker(2**63)),  # type: ignore[arg-type]
    ("age", lambda: seeker("a", age=-1)),
    ("age", lambda: seeker("a", age=17.5)),
    ("gender", lambda: seeker("a", gender="x")),
    ("lodging", lambda: seeker("a", lodging="perhaps")),
    ("documents[1]", lambda: seeker("a", documents=("x", "x"))),
    ("documents", lambda: seeker("a", documents=["x"])),
    ("capacity", lambda: host("h", capacity=-1)),
    ("quality", lambda: host("h", quality=101)),
    ("programmes", lambda: place("p", "h", programmes=())),
    ("genders[0]", lambda: place("p", "h", genders=("x",))),
    ("hazardous", lambda: place("p", "h", hazardous=1)),
    ("agreement", lambda: place("p", "h", agreement="soon")),
    ("content[1]", lambda: place("p", "h", content=(ContentScore("rpl", 1), ContentScore("rpl", 2)))),
    ("content[0]", lambda: place("p", "h", content=("rpl",))),
    ("score", lambda: ContentScore("rpl", 101)),
    ("rank", lambda: Choice("a", "p", 0)),
    ("rank", lambda: HostChoice("h", "a", 0)),
    ("minutes", lambda: Travel("z", "h", -5)),
    ("seekers", lambda: Group("k", ("a",))),
    ("together", lambda: Group("k", ("a", "b"), "town")),
    ("second", lambda: Apart("a", "a")),
    ("mode", lambda: RuleMode("legal_age", "warn")),
    ("rule", lambda: RuleMode("mood", "warn")),
    ("choice", lambda: Weights(choice=-1)),
    ("travel_scale", lambda: Parameters(14, 18, travel_scale=0)),
    ("choice_scores", lambda: Parameters(14, 18, choice_scores=(1, 2))),
    ("choice_scores[0]", lambda: Parameters(14, 18, choice_scores=(1001,))),
    ("seekers[1].id", lambda: problem(seekers=(seeker("1"), seeker(1)))),  # type: ignore[arg-type]
    ("places[0].host", lambda: problem(places=(place("p", "elsewhere"),))),
    ("choices[0].place", lambda: problem(choices=(Choice("a", "q", 1),))),
    ("choices[1]", lambda: problem(choices=(Choice("a", "p", 1), Choice("a", "p", 2)))),
    ("host_choices[0].seeker", lambda: problem(host_choices=(HostChoice("h", "z", 1),))),
    ("travel[0].host", lambda: problem(travel=(Travel("z", "q", 5),))),
    ("groups[0].seekers[1]", lambda: problem(groups=(Group("k", ("a", "z")),))),
    ("groups[1].seekers[0]", lambda: problem(groups=(Group("k", ("a", "b")), Group("l", ("b", "a"))))),
    ("apart[1]", lambda: problem(apart=(Apart("a", "b"), Apart("b", "a")))),
    ("pins[1]", lambda: problem(pins=(Pin("a", "p"), Pin("a", "p")))),
    ("earlier[0].place", lambda: problem(earlier=(Earlier("a", "q"),))),
    ("forbidden[0].host", lambda: problem(forbidden=(Forbidden("a", "q"),))),
    ("rules[1]", lambda: problem(rules=(RuleMode("consent", "off"), RuleMode("consent", "warn")))),
    ("levels[0]", lambda: problem(levels=("joy", "unplaced"))),
    ("levels[1]", lambda: problem(levels=("unplaced", "unplaced"))),
    ("levels", lambda: problem(levels=("points",))),
    ("weights", lambda: problem(weights=Weights())),
    (
        "weights",
        lambda: problem(weights=Weights(distance=1), parameters=replace(PARAMETERS, distance_counts=False)),
    ),
    ("parameters", lambda: problem(parameters=None)),
    ("supervisors[0]", lambda: problem(supervisors=("g",))),
    ("programmes", lambda: Supervisor("g", (), 1)),
    ("programmes", lambda: Supervisor("g", "rpl", 1)),  # type: ignore[arg-type]
    ("genders", lambda: place("p", "h", genders="female")),
    ("seekers", lambda: problem(seekers=[])),
    ("choice_scores", lambda: Parameters(14, 18, choice_scores=5)),  # type: ignore[arg-type]
    ("age", lambda: seeker("a", age=10**50)),
]


@pytest.mark.parametrize(("path", "build"), WRONG, ids=[f"{i}-{path}" for i, (path, _) in enumerate(WRONG)])
def test_wrong_value_is_refused_with_its_path(path: str, build: Callable[[], object]) -> None:
    with pytest.raises(ProblemError) as refusal:
        build()
    assert refusal.value.path == path
    assert str(refusal.value) == f"{path}: {refusal.value.reason}"


def test_whole_number_and_text_ids_live_together() -> None:
    given = problem(seekers=(seeker(7), seeker("b")))  # type: ignore[arg-type]
    assert isinstance(given, Problem)
    assert [item.id for item in given.seekers] == [7, "b"]
