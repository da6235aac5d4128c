"""How good a place is for a seeker: every factor scored 0 to 1000 and turned into points of 100."""

from collections.abc import Hashable, Mapping
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from matcher.entities import FACTORS, Parameters, Place, Seeker
from matcher.problem import Problem, counted_weights
from matcher.values import Id

Ints = npt.NDArray[np.int64]
Kind = TypeVar("Kind", bound=Hashable)

FULL_SCORE = 1000
FULL_POINTS = 10_000
"""Hundredths of a point: 10 000 = 100 points, what a place perfect in every factor earns."""


def factor_maxima(problem: Problem) -> dict[str, int]:
    """What each factor can earn at most, in hundredths of a point; the sum is exactly 10 000.

    Largest remainders decide who gets the hundredths lost by rounding, earlier factors first at a tie.
    """
    weights = counted_weights(problem)
    total = sum(weight for _, weight in weights)
    shares = {name: weight * FULL_POINTS // total for name, weight in weights}
    rest = FULL_POINTS - sum(shares.values())
    by_remainder = sorted(
        range(len(weights)), key=lambda index: (-(weights[index][1] * FULL_POINTS % total), index)
    )
    for index in by_remainder[:rest]:
        shares[weights[index][0]] += 1
    return shares


def rank_score(parameters: Parameters, rank: int) -> int:
    """The score of a wish of this rank."""
    scores = parameters.choice_scores
    return scores[rank - 1] if rank <= len(scores) else 0


def travel_score(parameters: Parameters, minutes: int) -> int:
    """The score of a journey: full at the door, falling evenly to zero at ``travel_scale``."""
    scale = parameters.travel_scale
    return FULL_SCORE * (scale - min(minutes, scale)) // scale


class Scorer:
    """Scores of all factors for given seekers (columns), one place at a time (a row)."""

    def __init__(self, problem: Problem, seekers: tuple[Seeker, ...]) -> None:
        self.problem = problem
        self.count = len(seekers)
        self.position = {item.id: index for index, item in enumerate(seekers)}
        self.kinds, self.kind_of = _classes([(item.programme, item.specialisation) for item in seekers])
        self.zones, self.zone_of = _classes([item.zone for item in seekers])
        self.programmes, self.programme_of = _classes([item.programme for item in seekers])
        self.quality = {host.id: host.quality * FULL_SCORE // 100 for host in problem.hosts}
        self.travel = {(item.zone, item.host): item.minutes for item in problem.travel}
        self.wishes = self._wishes()
        self.wishless = np.ones(self.count, dtype=np.bool_)
        for choice in problem.choices:
            if choice.seeker in self.position:
                self.wishless[self.position[choice.seeker]] = False
        self.host_wishes: dict[Id, list[tuple[Id, int]]] = {}
        for wish in problem.host_choices:
            score = rank_score(problem.parameters, wish.rank)
            self.host_wishes.setdefault(wish.host, []).append((wish.seeker, score))

    def _wishes(self) -> Mapping[Id, list[tuple[int, int]]]:
        found: dict[Id, list[tuple[int, int]]] = {}
        for choice in self.problem.choices:
            if choice.seeker in self.position:
                score = rank_score(self.problem.parameters, choice.rank)
                found.setdefault(choice.place, []).append((self.position[choice.seeker], score))
        return found

    def scores(self, place: Place, factors: tuple[str, ...] = FACTORS) -> dict[str, Ints]:
        """The score of each named factor for every seeker at this place."""
        ways = {
            "content": self._content,
            "choice": self._choice,
            "distance": self._distance,
            "quality": self._quality,
            "host_choice": self._host_choice,
            "supervision": self._supervision,
        }
        return {factor: ways[factor](place) for factor in factors}

    def _quality(self, place: Place) -> Ints:
        return np.full(self.count, self.quality[place.host], dtype=np.int64)

    def _content(self, place: Place) -> Ints:
        """The score of the seeker's specialisation, else of the whole programme, else 0."""
        table = {(item.programme, item.specialisation): item.score for item in place.content}
        by_kind = [table.get(kind, table.get((kind[0], None), 0)) * FULL_SCORE // 100 for kind in self.kinds]
        return np.array(by_kind, dtype=np.int64)[self.kind_of]

    def _choice(self, place: Place) -> Ints:
        """A seeker who wished nothing misses nothing: full score everywhere."""
        score = np.where(self.wishless, FULL_SCORE, 0).astype(np.int64)
        for index, value in self.wishes.get(place.id, ()):
            score[index] = value
        return score

    def _distance(self, place: Place) -> Ints:
        """Unknown travel counts as the longest."""
        by_zone = [self._zone_score(zone, place.host) for zone in self.zones]
        return np.array(by_zone, dtype=np.int64)[self.zone_of]

    def _zone_score(self, zone: Id | None, host: Id) -> int:
        minutes = self.travel.get((zone, host)) if zone is not None else None
        return 0 if minutes is None else travel_score(self.problem.parameters, minutes)

    def _host_choice(self, place: Place) -> Ints:
        """A host that wished nobody is content with everybody: full score."""
        wishes = self.host_wishes.get(place.host)
        if wishes is None:
            return np.full(self.count, FULL_SCORE, dtype=np.int64)
        score = np.zeros(self.count, dtype=np.int64)
        for seeker, value in wishes:
            if seeker in self.position:
                score[self.position[seeker]] = value
        return score

    def _supervision(self, place: Place) -> Ints:
        """How near the nearest supervisor works who may take the seeker's programme."""
        by_programme = [
            max(
                (
                    self._zone_score(item.zone, place.host)
                    for item in self.problem.supervisors
                    if programme in item.programmes
                ),
                default=0,
            )
            for programme in self.programmes
        ]
        return np.array(by_programme, dtype=np.int64)[self.programme_of]


def points_of(scores: Mapping[str, Ints], maxima: Mapping[str, int]) -> Ints:
    """Hundredths of a point earned: per factor the share of its maximum, rounded down."""
    parts = [maxima[factor] * score // FULL_SCORE for factor, score in scores.items() if maxima[factor]]
    total: Ints = np.sum(parts, axis=0, dtype=np.int64)
    return total


def _classes(values: list[Kind]) -> tuple[list[Kind], Ints]:
    """The different values, and for each item which of them it has."""
    order: dict[Kind, int] = {}
    index = [order.setdefault(value, len(order)) for value in values]
    return list(order), np.array(index, dtype=np.int64)
