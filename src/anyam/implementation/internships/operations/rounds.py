"""A matching round from opening to the principal's approval."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from anyam.base.actor import Actor
from anyam.base.errors import NotAllowed, Refused, WrongState
from anyam.base.moves import next_state
from anyam.implementation.internships import permissions, rules
from anyam.implementation.internships.models import MatchingRound, Pair, Participant, Placement, Proposal
from anyam.implementation.internships.terms import (
    ACTIVE_STATES,
    SPENT_STATES,
    ExceptionKind,
    PairKind,
    RoundKind,
    RoundState,
)
from anyam.mapping.partners.models import Capacity
from anyam.records.people.models import Teacher
from anyam.records.schools.models import Wave
from anyam.tools.audit.operations import record
from anyam.tools.jobs.models import Job
from anyam.tools.jobs.operations import enqueue


@transaction.atomic
def open_round(*, actor: Actor, wave: Wave, now: datetime) -> MatchingRound:
    """The wave's open round, or a new one for all participants without a seat.

    It is a replacement when an earlier round was approved. Refused: NotAllowed, nobody to place.
    """
    if not permissions.can_run_round(actor):
        raise NotAllowed
    wave = Wave.objects.of_school(actor.school_id).select_for_update(of=("self",)).get(pk=wave.pk)
    rounds = MatchingRound.objects.of_school(actor.school_id).filter(wave=wave)
    open_one = rounds.exclude(state=RoundState.APPROVED).first()
    if open_one is not None:
        return open_one
    placed = Placement.objects.of_school(actor.school_id).filter(state__in=ACTIVE_STATES)
    waiting = (
        Participant.objects.of_school(actor.school_id)
        .filter(wave=wave)
        .exclude(pk__in=placed.values("participant"))
    )
    if not waiting.exists():
        raise Refused(_("Semua peserta gelombang ini sudah punya tempat."), code="nobody_to_place")
    last = rounds.aggregate(last=Max("number"))["last"] or 0
    previous = rounds.order_by("-number").first()
    return MatchingRound.objects.create(
        school_id=actor.school_id,
        wave=wave,
        number=last + 1,
        kind=RoundKind.REPLACEMENT if last else RoundKind.FULL,
        weights=dict(previous.weights if previous else rules.DEFAULT_WEIGHTS),
        require_agreement=previous.require_agreement if previous else False,
        created_at=now,
        updated_at=now,
    )


@transaction.atomic
def start_computing(
    *, actor: Actor, round_: MatchingRound, now: datetime, return_url: str = "",
    weights: Mapping[str, int] | None = None, require_agreement: bool | None = None,
) -> Job:  # fmt: skip
    """Queue the computation of a round; pins of people are kept. Refused: NotAllowed, WrongState, weights not 100."""
    if not permissions.can_run_round(actor):
        raise NotAllowed
    round_ = locked(actor, round_)
    if round_.state == RoundState.COMPUTING and not _is_computing(round_):
        round_.state = RoundState.PREPARED
    round_.state = next_state(rules.ROUND_MOVES, "compute", round_.state)
    if weights is not None:
        round_.weights = rules.checked_weights(weights)
    if require_agreement is not None:
        round_.require_agreement = require_agreement
    job = enqueue(
        actor=actor,
        name="internships.compute_round",
        arguments={"round_code": round_.code},
        now=now,
        return_url=return_url,
    )
    round_.job_code, round_.updated_at = job.code, now
    round_.save()
    record(actor=actor, action="internships.round_computing", thing=round_, now=now)
    return job


def _is_computing(round_: MatchingRound) -> bool:
    """False when the job was stopped or failed for good, so that the round may be computed again."""
    job = Job.objects.of_school(round_.school_id).filter(code=round_.job_code).first()
    return job is not None and job.is_live


@transaction.atomic
def stop_computing(*, actor: Actor, round_: MatchingRound, now: datetime) -> MatchingRound:
    """A computation that failed or was stopped leaves the round as prepared. Refused: NotAllowed, WrongState."""
    if not permissions.can_run_round(actor):
        raise NotAllowed
    return _move(actor, round_, "give_up", now)


@transaction.atomic
def store_result(
    *,
    actor: Actor,
    round_: MatchingRound,
    answer: Mapping[str, Any],
    lines: Iterable[Proposal],
    now: datetime,
) -> MatchingRound:
    """Keep what the engine found and was checked: the problem, the result, one line per pupil.

    `answer` holds problem, result, method, seed, engine_version and seconds. Refused: NotAllowed, WrongState.
    """
    if not permissions.can_run_round(actor):
        raise NotAllowed
    round_ = locked(actor, round_)
    round_.state = next_state(rules.ROUND_MOVES, "store", round_.state)
    for name in ("problem", "result", "method", "seed", "engine_version", "seconds"):
        setattr(round_, name, answer[name])
    round_.computed_at = round_.updated_at = now
    round_.save()
    round_.proposals.all().delete()
    Proposal.objects.bulk_create(lines, batch_size=500)
    record(
        actor=actor,
        action="internships.round_computed",
        thing=round_,
        now=now,
        detail={"seconds": round_.seconds},
    )
    return round_


@transaction.atomic
def pin_proposal(*, actor: Actor, proposal: Proposal, capacity: Capacity | None, now: datetime) -> Proposal:
    """Keep a pupil where they are (`capacity` None) or move them to a place with a free seat, and hold them there.

    The line is checked against the hard rules before (matching.move). Refused: NotAllowed, WrongState, full.
    """
    if not permissions.can_decide_proposal(actor, proposal):
        raise NotAllowed
    round_ = locked(actor, proposal.round)
    if round_.state not in rules.EDITABLE:
        raise WrongState
    proposal = round_.proposals.select_for_update(of=("self",)).get(pk=proposal.pk)
    target = capacity or proposal.capacity
    if target is None:
        raise Refused(_("Siswa ini belum punya tempat. Pilih tempatnya dulu."), code="no_place")
    if target.pk != proposal.capacity_id:
        _require_free_seat(round_, target)
        proposal.capacity, proposal.moved_by_hand = target, True
        proposal.rank = (
            proposal.participant.choices.filter(capacity=target).values_list("rank", flat=True).first()
        )
        proposal.points = proposal.distance_km = None
    proposal.settled, proposal.exception = True, ExceptionKind.NONE
    proposal.save()
    _pin(actor, proposal.participant, target, now)
    return proposal


def _pin(actor: Actor, participant: Participant, capacity: Capacity, now: datetime) -> None:
    rows = Pair.objects.of_school(actor.school_id).filter(participant=participant)
    rows.filter(kind=PairKind.PIN).delete()
    rows.filter(capacity=capacity).delete()
    Pair.objects.create(
        school_id=actor.school_id,
        participant=participant,
        capacity=capacity,
        kind=PairKind.PIN,
        by_name=actor.name,
    )
    record(
        actor=actor,
        action="internships.pinned",
        thing=participant.pupil,
        now=now,
        detail={"place": capacity.code},
    )


def _require_free_seat(round_: MatchingRound, capacity: Capacity) -> None:
    """Seats taken by this round's lines and by placements of earlier rounds."""
    capacity = (
        Capacity.objects.of_school(round_.school_id).select_for_update(of=("self",)).get(pk=capacity.pk)
    )
    taken = round_.proposals.filter(capacity=capacity).count()
    taken += (
        Placement.objects.of_school(round_.school_id)
        .filter(capacity=capacity, state__in=SPENT_STATES)
        .count()
    )
    if taken >= capacity.seats:
        raise Refused(
            _("Kursi di sini sudah penuh. Pindahkan satu siswa dulu, atau hitung ulang."), code="full"
        )


@transaction.atomic
def unpin_proposal(*, actor: Actor, proposal: Proposal, now: datetime) -> Proposal:
    """Let the next computation decide again. Refused: NotAllowed, WrongState."""
    if not permissions.can_decide_proposal(actor, proposal):
        raise NotAllowed
    if locked(actor, proposal.round).state not in rules.EDITABLE:
        raise WrongState
    proposal.participant.pairs.filter(kind=PairKind.PIN).delete()
    proposal.settled = False
    proposal.save(update_fields=["settled"])
    record(actor=actor, action="internships.unpinned", thing=proposal.participant.pupil, now=now)
    return proposal


@transaction.atomic
def settle_proposals(*, actor: Actor, round_: MatchingRound, now: datetime) -> int:
    """Take all suggestions as they are for lines that have a place; those without stay in the queue.

    Returns how many were settled. Refused: NotAllowed, WrongState.
    """
    if not permissions.can_run_round(actor):
        raise NotAllowed
    round_ = locked(actor, round_)
    if round_.state not in rules.EDITABLE:
        raise WrongState
    lines = round_.proposals.exclude(exception="").exclude(capacity=None).filter(settled=False)
    settled = lines.update(settled=True)
    record(actor=actor, action="internships.settled", thing=round_, now=now, detail={"count": settled})
    return settled


@transaction.atomic
def set_supervisor(
    *,
    actor: Actor,
    round_: MatchingRound,
    proposals: Iterable[Proposal],
    teacher: Teacher | None,
    now: datetime,
) -> int:
    """Give pupils of a round a supervising teacher. Returns how many. Refused: NotAllowed, WrongState."""
    if not permissions.can_run_round(actor):
        raise NotAllowed
    round_ = locked(actor, round_)
    if round_.state not in rules.EDITABLE:
        raise WrongState
    changed = round_.proposals.filter(pk__in=[line.pk for line in proposals]).update(supervisor=teacher)
    record(actor=actor, action="internships.supervisor_set", thing=round_, now=now, detail={"count": changed})
    return changed


@transaction.atomic
def submit_round(*, actor: Actor, round_: MatchingRound, now: datetime) -> MatchingRound:
    """Lock the round and hand it to the principal. Refused: NotAllowed, WrongState, nobody placed."""
    if not permissions.can_run_round(actor):
        raise NotAllowed
    round_ = locked(actor, round_)
    if not round_.proposals.exclude(capacity=None).exists():
        raise Refused(_("Belum ada siswa yang tertempatkan."), code="nobody_placed")
    round_.submitted_at, round_.submitted_by_name, round_.return_reason = now, actor.name, ""
    return _moved(actor, round_, "submit", now)


@transaction.atomic
def withdraw_round(*, actor: Actor, round_: MatchingRound, now: datetime) -> MatchingRound:
    """Take a submitted round back before it is decided. Refused: NotAllowed, WrongState."""
    if not permissions.can_run_round(actor):
        raise NotAllowed
    return _move(actor, round_, "withdraw", now)


@transaction.atomic
def return_round(*, actor: Actor, round_: MatchingRound, reason: str, now: datetime) -> MatchingRound:
    """The principal asks for changes. Refused: NotAllowed, WrongState."""
    if not permissions.can_approve_round(actor):
        raise NotAllowed
    round_ = locked(actor, round_)
    round_.return_reason = reason
    return _moved(actor, round_, "return", now)


@transaction.atomic
def approve_round(*, actor: Actor, round_: MatchingRound, now: datetime) -> MatchingRound:
    """The principal approves: every placed line becomes a placement. Refused: NotAllowed, WrongState."""
    if not permissions.can_approve_round(actor):
        raise NotAllowed
    round_ = locked(actor, round_)
    round_.approved_at, round_.approved_by_name = now, actor.name
    round_ = _moved(actor, round_, "approve", now)
    lines = round_.proposals.exclude(capacity=None).select_related("participant", "capacity")
    Placement.objects.bulk_create(
        [
            Placement(
                school_id=actor.school_id,
                participant=line.participant,
                round=round_,
                capacity=line.capacity,
                supervisor_id=line.supervisor_id,
                start=round_.wave.start,
                end=round_.wave.end,
                created_at=now,
                updated_at=now,
            )
            for line in lines
            if line.capacity is not None
        ],
        batch_size=500,
    )
    return round_


def locked(actor: Actor, round_: MatchingRound) -> MatchingRound:
    """The round of the actor's school, its row locked for the rest of the transaction."""
    rows = (
        MatchingRound.objects.of_school(actor.school_id)
        .select_for_update(of=("self",))
        .select_related("wave")
    )
    return rows.get(pk=round_.pk)


def _move(actor: Actor, round_: MatchingRound, verb: str, now: datetime) -> MatchingRound:
    return _moved(actor, locked(actor, round_), verb, now)


def _moved(actor: Actor, round_: MatchingRound, verb: str, now: datetime) -> MatchingRound:
    round_.state = next_state(rules.ROUND_MOVES, verb, round_.state)
    round_.updated_at = now
    round_.save()
    record(actor=actor, action=f"internships.round_{verb}", thing=round_, now=now)
    return round_
