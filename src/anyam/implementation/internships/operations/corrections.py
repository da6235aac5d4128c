"""A company's answer for all its pupils at once, and answers written down wrongly taken back."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from anyam.base.actor import Actor
from anyam.base.errors import NotAllowed
from anyam.base.moves import next_state
from anyam.implementation.internships import permissions, rules
from anyam.implementation.internships.models import Pair, Placement
from anyam.implementation.internships.operations.answers import (
    REFUSAL,
    locked_placements,
    note_move,
    record_answer,
)
from anyam.implementation.internships.operations.seats import take_seat_back
from anyam.implementation.internships.terms import PairKind, PlacementState

ANSWERED = frozenset({PlacementState.ACCEPTED, PlacementState.REFUSED})


@transaction.atomic
def answer_company(
    *,
    actor: Actor,
    accepted: Iterable[Placement],
    refused: Iterable[Placement],
    unanswered: Iterable[Placement] = (),
    on: date,
    note: str = "",
    now: datetime,
) -> list[Placement]:
    """Write down what a company said for each of its pupils: all of it or nothing is kept.

    The rows come as the caller saw them: an answer seen otherwise is taken back first, one seen the same is
    left alone. Returns those that changed. Refused: NotAllowed, WrongState (changed since), and what
    `reopen_answers` and `record_answer` refuse.
    """
    yes = [row for row in accepted if row.state != PlacementState.ACCEPTED]
    no = [row for row in refused if row.state != PlacementState.REFUSED]
    wrong = [row for row in (*yes, *no, *unanswered) if row.state in ANSWERED]
    reopened = reopen_answers(actor=actor, placements=wrong, now=now)
    done = record_answer(actor=actor, placements=no, accepted=False, on=on, note=note, now=now)
    done += record_answer(actor=actor, placements=yes, accepted=True, on=on, note=note, now=now)
    changed = {row.pk: row for row in (*reopened, *done)}
    return list(changed.values())


@transaction.atomic
def reopen_answers(*, actor: Actor, placements: Iterable[Placement], now: datetime) -> list[Placement]:
    """Take wrong answers back: the company has not answered for these pupils.

    A refused pupil holds the seat again, and the ban that the refusal made is lifted. Refused: NotAllowed,
    WrongState, and what `take_seat_back` refuses.
    """
    if not permissions.can_record_answers(actor):
        raise NotAllowed
    reopened = locked_placements(actor, placements)
    for placement in reopened:
        verb = "reopen" if placement.requested_on else "reopen_unsent"
        was_refused = placement.state == PlacementState.REFUSED
        placement.state = next_state(rules.PLACEMENT_MOVES, verb, placement.state)
        if was_refused:
            take_seat_back(actor, placement, now)
            _lift_ban(actor, placement)
        placement.answered_on, placement.answer_note, placement.updated_at = None, "", now
        placement.save(update_fields=["state", "answered_on", "answer_note", "updated_at"])
        note_move(actor, placement, verb, now)
    return reopened


def _lift_ban(actor: Actor, placement: Placement) -> None:
    """Only the ban that a refusal made; one that people set for another reason stays."""
    rows = Pair.objects.of_school(actor.school_id).filter(
        participant=placement.participant, capacity=placement.capacity, kind=PairKind.FORBIDDEN
    )
    rows.filter(reason=REFUSAL).delete()
