"""Each rule refuses whom it should, as data; the solver's rules agree with those of the check."""

from dataclasses import replace

import numpy as np
import pytest

from matcher.check.rules import Rulebook
from matcher.eligibility import RuleFact, hard_mask, refusal_bits, rule_fact, rules_in
from matcher.problem import Forbidden, Problem, RuleMode, Travel
from matcher.result import RefusalCount
from matcher.solve import solve
from tests.matcher.builders import PARAMETERS, place, plain_problem, problem, seeker

pytestmark = pytest.mark.pure

FAR = replace(PARAMETERS, daily_travel_limit=60)
ONE = {
    "programme": problem(places=(place("p", "h", programmes=("tkj",)),)),
    "specialisation": problem(places=(place("p", "h", specialisations=("web",)),)),
    "legal_age": problem(seekers=(seeker("a", age=13),)),
    "minimum_age": problem(places=(place("p", "h", minimum_age=18),)),
    "hazardous": problem(places=(place("p", "h", hazardous=True),)),
    "night_shift": problem(places=(place("p", "h", night_shift=True),)),
    "gender": problem(places=(place("p", "h", genders=("female",)),)),
    "lodging": problem(seekers=(seeker("a", zone="z"),), travel=(Travel("z", "h", 61),), parameters=FAR),
    "documents": problem(places=(place("p", "h", documents=("health",)),)),
    "consent": problem(places=(place("p", "h", consents=("guardian",)),)),
    "agreement": problem(
        places=(place("p", "h", agreement="missing"),), rules=(RuleMode("agreement", "hard"),)
    ),
    "forbidden": problem(seekers=(seeker("a"),), forbidden=(Forbidden("a", "h"),)),
}


@pytest.mark.parametrize("rule", ONE)
def test_rule_refuses_and_is_counted(rule: str) -> None:
    given = ONE[rule]
    result = solve(given)
    assert result.placements == ()
    assert [(u.reason, u.refusals) for u in result.unplaced] == [
        ("no_eligible_place", (RefusalCount(rule, 1),)) for _ in given.seekers
    ]


MET = {
    "specialisation": problem(
        seekers=(seeker("a", specialisation="web"),), places=(place("p", "h", specialisations=("web",)),)
    ),
    "legal_age": problem(seekers=(seeker("a", age=14),)),
    "minimum_age": problem(seekers=(seeker("a"),), places=(place("p", "h", minimum_age=17),)),
    "hazardous": problem(seekers=(seeker("a", age=18),), places=(place("p", "h", hazardous=True),)),
    "night_shift": problem(seekers=(seeker("a", age=18),), places=(place("p", "h", night_shift=True),)),
    "gender": problem(
        seekers=(seeker("a", gender="female"),), places=(place("p", "h", genders=("female",)),)
    ),
    "lodging near": problem(seekers=(seeker("a", zone="z"),), travel=(Travel("z", "h", 60),), parameters=FAR),
    "lodging never": problem(
        seekers=(seeker("a", zone="z", lodging="never"),), travel=(Travel("z", "h", 61),), parameters=FAR
    ),
    "lodging given": problem(
        seekers=(seeker("a", gender="male", lodging="always"),), places=(place("p", "h", lodging=("male",)),)
    ),
    "documents": problem(
        seekers=(seeker("a", documents=("health", "x")),), places=(place("p", "h", documents=("health",)),)
    ),
    "consent": problem(
        seekers=(seeker("a", consents=("guardian",)),), places=(place("p", "h", consents=("guardian",)),)
    ),
    "agreement": problem(seekers=(seeker("a"),), places=(place("p", "h", agreement="missing"),)),
    "off": problem(
        seekers=(seeker("a"),),
        places=(place("p", "h", documents=("health",)),),
        rules=(RuleMode("documents", "off"),),
    ),
}


@pytest.mark.parametrize("case", MET)
def test_rule_that_is_met_places(case: str) -> None:
    result = solve(MET[case])
    assert [(item.seeker, item.place) for item in result.placements] == [("a", "p")]


def test_ages_are_parameters_of_the_problem() -> None:
    given = problem(
        seekers=(seeker("a", age=17),),
        places=(place("p", "h", hazardous=True),),
        parameters=replace(PARAMETERS, hazard_age_limit=17, legal_minimum_age=17),
    )
    assert len(solve(given).placements) == 1
    assert solve(replace(given, parameters=replace(PARAMETERS, legal_minimum_age=18))).placements == ()


@pytest.mark.parametrize("block", range(4))
def test_solver_and_check_agree_on_every_pair(block: int) -> None:
    for seed in range(block * 50, block * 50 + 50):
        given: Problem = plain_problem(seed, seekers=6, places=6)
        bits = refusal_bits(given, given.seekers, given.places)
        hard = hard_mask(given)
        book = Rulebook(given)
        for row, offer in enumerate(given.places):
            for column, pupil in enumerate(given.seekers):
                unmet = int(bits[row, column])
                assert list(rules_in(unmet & hard)) == book.broken(pupil, offer)
                assert list(rules_in(unmet & ~hard)) == book.warned(pupil, offer)
        assert bits.dtype == np.uint16


def test_rule_fact_says_what_was_compared() -> None:
    given = ONE["minimum_age"]
    assert rule_fact(given, given.seekers[0], given.places[0], "minimum_age") == RuleFact(
        "minimum_age", 17, 18
    )
    given = ONE["lodging"]
    assert rule_fact(given, given.seekers[0], given.places[0], "lodging") == RuleFact("lodging", 61, 60)
