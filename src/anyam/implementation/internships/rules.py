"""Rules of placement on plain values: moves, weights, ages, scores, what needs a person's decision."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from anyam.base.errors import Refused
from anyam.base.moves import Move
from anyam.implementation.internships.terms import ACTIVE_STATES, ExceptionKind, Factor, LetterKind
from anyam.implementation.internships.terms import PlacementState as P
from anyam.implementation.internships.terms import RoundState as R

ROUND_MOVES: Mapping[str, Move] = {
    "compute": Move(frozenset({R.PREPARED, R.COMPUTED, R.RETURNED}), R.COMPUTING, "can_run_round"),
    "store": Move(frozenset({R.COMPUTING}), R.COMPUTED, "can_run_round"),
    "give_up": Move(frozenset({R.COMPUTING}), R.PREPARED, "can_run_round"),
    # A pupil of it got a seat back: the answer no longer fits those it is about.
    "reset": Move(frozenset({R.COMPUTED, R.RETURNED}), R.PREPARED, "can_record_answers"),
    "submit": Move(frozenset({R.COMPUTED, R.RETURNED}), R.SUBMITTED, "can_run_round"),
    "withdraw": Move(frozenset({R.SUBMITTED}), R.COMPUTED, "can_run_round"),
    "return": Move(frozenset({R.SUBMITTED}), R.RETURNED, "can_approve_round"),
    "approve": Move(frozenset({R.SUBMITTED}), R.APPROVED, "can_approve_round"),
}
EDITABLE = frozenset({R.COMPUTED, R.RETURNED})

PLACEMENT_MOVES: Mapping[str, Move] = {
    "request": Move(frozenset({P.APPROVED}), P.REQUESTED, "can_record_answers"),
    "accept": Move(frozenset({P.APPROVED, P.REQUESTED, P.NO_ANSWER}), P.ACCEPTED, "can_record_answers"),
    "refuse": Move(frozenset({P.APPROVED, P.REQUESTED, P.NO_ANSWER}), P.REFUSED, "can_record_answers"),
    "lapse": Move(frozenset({P.REQUESTED}), P.NO_ANSWER, "can_record_answers"),
    "withdraw": Move(frozenset({P.APPROVED, P.REQUESTED, P.ACCEPTED}), P.WITHDRAWN, "can_run_round"),
    # A wrong answer taken back: to where the placement stood, by whether its letter had gone out.
    "reopen": Move(frozenset({P.ACCEPTED, P.REFUSED}), P.REQUESTED, "can_record_answers"),
    "reopen_unsent": Move(frozenset({P.ACCEPTED, P.REFUSED}), P.APPROVED, "can_record_answers"),
}

DEFAULT_WEIGHTS: Mapping[str, int] = {
    Factor.CONTENT: 40,
    Factor.CHOICE: 25,
    Factor.DISTANCE: 20,
    Factor.QUALITY: 10,
    Factor.HOST_CHOICE: 5,
}
WEIGHTS_TOTAL = 100

# A partner of whom nothing is known yet stands in the middle: unknown is not bad.
UNKNOWN_QUALITY = 50
# What a place is worth whose work nobody has described, and one described with no word of the objectives.
CONTENT_UNDESCRIBED = 50
CONTENT_DESCRIBED = 60
# Door to door in a town by motorcycle or angkot; straight lines are shorter than roads.
MINUTES_PER_KM = 3
# From here a daily way to work is a matter for a person's decision.
FAR_KM = 15.0
# Homes are grouped to about one kilometre, so that no address goes into a computation that is kept.
ZONE_DECIMALS = 2


def checked_weights(weights: Mapping[str, int]) -> dict[str, int]:
    """Weights of all factors, whole and adding up to 100. Raises Refused with what is left."""
    known = {factor: int(weights.get(factor, 0)) for factor in Factor.values}
    total = sum(known.values())
    if any(value < 0 for value in known.values()) or total != WEIGHTS_TOTAL:
        raise Refused(f"{total}", code="weights_not_100")
    return known


def age_on(birth_date: date, day: date) -> int:
    """Completed years on a day; somebody born on 29 February has their birthday on 1 March in other years."""
    return day.year - birth_date.year - ((day.month, day.day) < (birth_date.month, birth_date.day))


def words_of(text: str) -> frozenset[str]:
    """The words of a text that carry meaning: letters only, four or more of them."""
    return frozenset(word for word in re.findall(r"[^\W\d_]+", text.casefold()) if len(word) >= 4)


def content_score(work: str, vocabulary: Iterable[str]) -> int:
    """How well described work fits a specialisation, 0 to 100, by the words both use.

    The vocabulary is the specialisation's name and learning objectives. Nothing described scores 50.
    """
    described = words_of(work)
    if not described:
        return CONTENT_UNDESCRIBED
    shared = described & frozenset(vocabulary)
    return round(CONTENT_DESCRIBED + (100 - CONTENT_DESCRIBED) * min(1.0, 2 * len(shared) / len(described)))


def travel_minutes(kilometres: float) -> int:
    """Minutes one way from a straight-line distance; an estimate, said to be one wherever it is shown."""
    return round(kilometres * MINUTES_PER_KM)


def zone(latitude: float, longitude: float) -> tuple[float, float]:
    """The square of about a kilometre in which a home lies."""
    return round(latitude, ZONE_DECIMALS), round(longitude, ZONE_DECIMALS)


def exception_of(
    *,
    placed: bool,
    has_birth_date: bool,
    distance_km: float | None,
    near_home: bool,
    has_choices: bool,
    rank: int | None,
    objects: bool,
) -> str:
    """Why a line needs a person's decision, the gravest reason first; empty when it needs none."""
    if not placed:
        return ExceptionKind.UNPLACED if has_birth_date else ExceptionKind.NO_BIRTH_DATE
    if objects:
        return ExceptionKind.OBJECTION
    if near_home and distance_km is not None and distance_km > FAR_KM:
        return ExceptionKind.FAR
    if has_choices and rank is None:
        return ExceptionKind.NO_CHOICE
    return ExceptionKind.NONE


# Whose names a paper carries, by the state of their placement.
_NOT_LOST = frozenset({*ACTIVE_STATES, P.NO_ANSWER})
LETTER_STATES: Mapping[str, frozenset[str]] = {
    LetterKind.REQUEST: _NOT_LOST,
    LetterKind.COVER: frozenset({P.ACCEPTED}),
    LetterKind.ASSIGNMENT: frozenset({P.ACCEPTED}),
    LetterKind.DECREE: _NOT_LOST,
    LetterKind.CONSENT: frozenset(ACTIVE_STATES),
}
# Papers that must say what is true now; a request and a consent sheet stay as they were sent out.
LETTERS_THAT_AGE = frozenset({LetterKind.COVER, LetterKind.ASSIGNMENT, LetterKind.DECREE})


def letter_code(*parts: str) -> str:
    """The public code of what a paper is about: a round, or a round with a company or teacher of it."""
    return "-".join(parts)


def letter_parts(code: str) -> tuple[str, str]:
    """A paper's code taken apart: the first code and the second, which may be empty."""
    first, _sign, second = code.partition("-")
    return first, second


def answer_due(requested_on: date, answer_days: int) -> date:
    """The last day on which a company's answer is awaited."""
    return requested_on + timedelta(days=answer_days)


def split_documents(text: str) -> tuple[str, ...]:
    """Names of documents from a list with commas, made comparable: "SIM C, SKCK" → ("sim c", "skck")."""
    return tuple(dict.fromkeys(" ".join(part.casefold().split()) for part in text.split(",") if part.strip()))
