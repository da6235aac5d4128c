"""After approval: letters sent, companies' answers, seats that come free again."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from anyam.base.actor import Actor
from anyam.base.errors import NotAllowed
from anyam.base.moves import next_state
from anyam.implementation.internships import permissions, rules
from anyam.implementation.internships.models import Pair, Placement
from anyam.implementation.internships.operations.seats import take_seat_back
from anyam.implementation.internships.terms import PairKind, PlacementState
from anyam.tools.audit.operations import record

# Kept as data in the school's language, whatever language the clerk reads: taking an answer back looks for it.
REFUSAL = "Ditolak perusahaan"


@transaction.atomic
def mark_requested(
    *, actor: Actor, placements: Iterable[Placement], on: date, now: datetime
) -> list[Placement]:
    """The letter of request went out on a day; the answer is awaited for the wave's number of days.

    Those already requested keep their day. Refused: NotAllowed.
    """
    if not permissions.can_record_answers(actor):
        raise NotAllowed
    sent = []
    for placement in locked_placements(actor, placements):
        if placement.state != PlacementState.APPROVED:
            continue
        placement.state = next_state(rules.PLACEMENT_MOVES, "request", placement.state)
        placement.requested_on = on
        placement.answer_due = rules.answer_due(on, placement.participant.wave.answer_days)
        placement.updated_at = now
        sent.append(placement)
    Placement.objects.bulk_update(sent, ["state", "requested_on", "answer_due", "updated_at"], batch_size=500)
    for placement in sent:
        note_move(actor, placement, "request", now)
    return sent


@transaction.atomic
def record_answer(
    *, actor: Actor, placements: Iterable[Placement], accepted: bool, on: date, note: str = "", now: datetime
) -> list[Placement]:
    """A company says yes or no to its pupils, wholly or for some.

    A refused pupil is free for a replacement round and no longer held at that company. Refused: NotAllowed,
    WrongState (already answered otherwise), and after a lapse what `take_seat_back` refuses.
    """
    if not permissions.can_record_answers(actor):
        raise NotAllowed
    verb = "accept" if accepted else "refuse"
    answered = []
    for placement in locked_placements(actor, placements):
        lapsed = placement.state == PlacementState.NO_ANSWER
        placement.state = next_state(rules.PLACEMENT_MOVES, verb, placement.state)
        if accepted and lapsed:
            take_seat_back(actor, placement, now)
        placement.answered_on, placement.answer_note, placement.updated_at = on, note, now
        placement.save(update_fields=["state", "answered_on", "answer_note", "updated_at"])
        if not accepted:
            _forbid(actor, placement)
        note_move(actor, placement, verb, now)
        answered.append(placement)
    return answered


@transaction.atomic
def lapse_overdue(*, actor: Actor, today: date, now: datetime) -> int:
    """Placements whose company has not answered by the day count as unanswered; for the timetable.

    Returns how many. Refused: NotAllowed.
    """
    if not permissions.can_record_answers(actor):
        raise NotAllowed
    overdue = Placement.objects.of_school(actor.school_id).filter(
        state=PlacementState.REQUESTED, answer_due__lt=today
    )
    count = 0
    for placement in locked_placements(actor, overdue):
        placement.state = next_state(rules.PLACEMENT_MOVES, "lapse", placement.state)
        placement.updated_at = now
        placement.save(update_fields=["state", "updated_at"])
        note_move(actor, placement, "lapse", now)
        count += 1
    return count


@transaction.atomic
def withdraw_placement(*, actor: Actor, placement: Placement, reason: str, now: datetime) -> Placement:
    """The school takes a pupil back from a company. Refused: NotAllowed, WrongState."""
    if not permissions.can_run_round(actor):
        raise NotAllowed
    (placement,) = locked_placements(actor, [placement])
    placement.state = next_state(rules.PLACEMENT_MOVES, "withdraw", placement.state)
    placement.answer_note, placement.updated_at = reason, now
    placement.save(update_fields=["state", "answer_note", "updated_at"])
    placement.participant.pairs.filter(kind=PairKind.PIN).delete()
    note_move(actor, placement, "withdraw", now)
    return placement


def locked_placements(actor: Actor, placements: Iterable[Placement]) -> list[Placement]:
    """Placements of the actor's school, their rows locked for the rest of the transaction."""
    rows = (
        Placement.objects.of_school(actor.school_id)
        .select_for_update(of=("self",))
        .select_related("participant__wave", "participant__pupil", "capacity__partner")
        .order_by("pk")
    )
    return list(rows.filter(pk__in=[placement.pk for placement in placements]))


def _forbid(actor: Actor, placement: Placement) -> None:
    """The next computation must not send the pupil there again."""
    rows = Pair.objects.of_school(actor.school_id).filter(participant=placement.participant)
    rows.filter(kind=PairKind.PIN).delete()
    rows.filter(capacity=placement.capacity).delete()
    Pair.objects.create(
        school_id=actor.school_id,
        participant=placement.participant,
        capacity=placement.capacity,
        kind=PairKind.FORBIDDEN,
        reason=REFUSAL,
        by_name=actor.name,
    )


def note_move(actor: Actor, placement: Placement, verb: str, now: datetime) -> None:
    """Write a move of a placement into the trail."""
    record(
        actor=actor,
        action=f"internships.placement_{verb}",
        thing=placement,
        name=placement.participant.pupil.name,
        now=now,
        detail={"place": placement.capacity.code},
    )
