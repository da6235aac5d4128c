"""Points: maxima add up to 100, factors score as described, engine and check agree."""

import pytest

from matcher.check.objective import Appraiser
from matcher.entities import FACTORS
from matcher.problem import Choice, ContentScore, HostChoice, Supervisor, Travel, Weights
from matcher.scoring import Scorer, factor_maxima, points_of
from tests.matcher.builders import host, place, plain_problem, problem, seeker

pytestmark = pytest.mark.pure


@pytest.mark.parametrize("weights", [(1, 1, 1), (40, 30, 30), (7, 0, 11), (0, 0, 1), (333, 333, 334)])
def test_maxima_add_up_to_a_hundred_points(weights: tuple[int, int, int]) -> None:
    maxima = factor_maxima(problem(weights=Weights(*weights)))
    assert sum(maxima.values()) == 10_000
    assert [maxima[name] == 0 for name in FACTORS[:3]] == [weight == 0 for weight in weights]


def test_each_factor_scores_as_described() -> None:
    given = problem(
        seekers=(seeker("a", specialisation="web", zone="z"), seeker("b")),
        hosts=(host("h", quality=80),),
        places=(place("p", "h", content=(ContentScore("rpl", 50), ContentScore("rpl", 90, "web"))),),
        supervisors=(Supervisor("g", ("rpl",), 5, zone="z"), Supervisor("f", ("tkj",), 5, zone="y")),
        choices=(Choice("a", "p", 2),),
        host_choices=(HostChoice("h", "b", 1),),
        travel=(Travel("z", "h", 30), Travel("y", "h", 0)),
    )
    scores = Scorer(given, given.seekers).scores(given.places[0])
    assert {name: score.tolist() for name, score in scores.items()} == {
        "content": [900, 500],
        "choice": [800, 1000],
        "distance": [750, 0],
        "quality": [800, 800],
        "host_choice": [0, 1000],
        "supervision": [750, 750],
    }


@pytest.mark.parametrize("block", range(4))
def test_engine_and_check_give_the_same_points(block: int) -> None:
    for seed in range(block * 50, block * 50 + 50):
        given = plain_problem(seed, seekers=5, places=5)
        scorer, appraiser, maxima = Scorer(given, given.seekers), Appraiser(given), factor_maxima(given)
        for offer in given.places:
            earned = points_of(scorer.scores(offer), maxima).tolist()
            assert earned == [appraiser.points(pupil, offer) for pupil in given.seekers]
            assert all(0 <= points <= 10_000 for points in earned)
