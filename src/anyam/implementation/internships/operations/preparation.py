"""Before a round: who takes part, what they and the companies wish, places pupils found, pairs, supervisors."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from anyam.base.actor import Actor
from anyam.base.errors import NotAllowed, Refused, WrongState
from anyam.implementation.internships import permissions
from anyam.implementation.internships.models import (
    CHOICES_ASKED,
    Choice,
    FoundPlace,
    HostWish,
    Objection,
    Pair,
    Participant,
    Proposal,
    WaveSupervisor,
)
from anyam.implementation.internships.queries.choosing import choices_closed
from anyam.implementation.internships.terms import (
    ExceptionKind,
    FoundPlaceState,
    ObjectionState,
    PairKind,
    RoundState,
)
from anyam.mapping.partners.models import Capacity
from anyam.records.people.models import Pupil, Teacher
from anyam.records.schools.models import StudyProgramme, Wave
from anyam.tools.audit.operations import record


@transaction.atomic
def add_participants(*, actor: Actor, wave: Wave, pupils: Iterable[Pupil], now: datetime) -> int:
    """Let pupils take part in a wave; those who already do are left as they are. Returns how many are new.

    Refused: NotAllowed.
    """
    if not permissions.can_prepare_wave(actor):
        raise NotAllowed
    known = set(
        Participant.objects.of_school(actor.school_id).filter(wave=wave).values_list("pupil_id", flat=True)
    )
    fresh = [
        Participant(school_id=actor.school_id, wave=wave, pupil=pupil)
        for pupil in pupils
        if pupil.pk not in known and pupil.school_id == actor.school_id
    ]
    Participant.objects.bulk_create(fresh, batch_size=500)
    if fresh:
        record(
            actor=actor,
            action="internships.participants_added",
            thing=wave,
            now=now,
            detail={"count": len(fresh)},
        )
    return len(fresh)


@transaction.atomic
def remove_participant(*, actor: Actor, participant: Participant, now: datetime) -> None:
    """Take a pupil out of a wave before anything hangs on it. Refused: NotAllowed, already in a round."""
    if not permissions.can_prepare_wave(actor):
        raise NotAllowed
    if (
        participant.placements.exists()
        or Proposal.objects.of_school(actor.school_id).filter(participant=participant).exists()
    ):
        raise Refused(
            _("Siswa ini sudah ada di putaran penempatan. Tarik penempatannya dulu."), code="in_round"
        )
    for rows in (participant.choices, participant.host_wishes, participant.pairs, participant.found_places):
        rows.all().delete()
    record(actor=actor, action="internships.participant_removed", thing=participant.pupil, now=now)
    participant.delete()


@transaction.atomic
def save_participant(
    *, actor: Actor, participant: Participant, data: Mapping[str, Any], now: datetime
) -> Participant:
    """Change what the placement must know of a pupil. Refused: NotAllowed."""
    if not permissions.can_prepare_wave(actor):
        raise NotAllowed
    for name in ("lodging_need", "documents"):
        setattr(participant, name, data[name])
    participant.save(update_fields=["lodging_need", "documents"])
    record(actor=actor, action="internships.participant_changed", thing=participant.pupil, now=now)
    return participant


@transaction.atomic
def save_choices(
    *, actor: Actor, participant: Participant, capacities: Sequence[Capacity], now: datetime
) -> list[Choice]:
    """Replace a pupil's wishes by these, the dearest first; at most three, each place once, for their programme.

    Refused: NotAllowed, after the round was submitted (WrongState), a place that is not for them.
    """
    if not permissions.can_choose(actor, participant):
        raise NotAllowed
    participant = (
        Participant.objects.of_school(actor.school_id).select_for_update(of=("self",)).get(pk=participant.pk)
    )
    if not permissions.can_prepare_wave(actor) and choices_closed(participant):
        raise WrongState(_("Pilihan sudah ditutup karena penempatan sedang diputuskan. Hubungi waka humas."))
    programme_id = participant.pupil.class_group.programme_id if participant.pupil.class_group else None
    if len(capacities) > CHOICES_ASKED or len({place.pk for place in capacities}) != len(capacities):
        raise Refused(_("Pilih paling banyak tiga tempat yang berbeda."), code="choices")
    for place in capacities:
        if (place.school_id, place.wave_id, place.programme_id) != (
            actor.school_id,
            participant.wave_id,
            programme_id,
        ):
            raise Refused(_("Tempat ini tidak untuk konsentrasi dan gelombangmu."), code="not_for_them")
    participant.choices.all().delete()
    rows = [
        Choice(school_id=actor.school_id, participant=participant, capacity=place, rank=rank)
        for rank, place in enumerate(capacities, start=1)
    ]
    Choice.objects.bulk_create(rows)
    participant.choices_sent_at = now
    participant.save(update_fields=["choices_sent_at"])
    record(
        actor=actor,
        action="internships.choices_saved",
        thing=participant.pupil,
        now=now,
        detail={"places": [place.code for place in capacities]},
    )
    return rows


@transaction.atomic
def set_host_wish(
    *, actor: Actor, participant: Participant, capacity: Capacity, rank: int | None, now: datetime
) -> None:
    """Note that a company asks for a pupil (rank 1 first); None takes the wish away. Refused: NotAllowed."""
    if not permissions.can_prepare_wave(actor):
        raise NotAllowed
    rows = HostWish.objects.of_school(actor.school_id).filter(participant=participant, capacity=capacity)
    rows.delete()
    if rank is not None:
        HostWish.objects.create(
            school_id=actor.school_id, participant=participant, capacity=capacity, rank=rank
        )
    record(
        actor=actor,
        action="internships.host_wish_set",
        thing=participant.pupil,
        now=now,
        detail={"rank": rank},
    )


@transaction.atomic
def set_pair(
    *,
    actor: Actor,
    participant: Participant,
    capacity: Capacity,
    kind: str | None,
    reason: str = "",
    now: datetime,
) -> None:
    """Pin a pupil to a place, forbid it, or (None) take the decision back. Refused: NotAllowed."""
    if not permissions.can_run_round(actor):
        raise NotAllowed
    rows = Pair.objects.of_school(actor.school_id).filter(participant=participant)
    rows.filter(capacity=capacity).delete()
    if kind == PairKind.PIN:
        rows.filter(kind=PairKind.PIN).delete()
    if kind is not None:
        Pair.objects.create(
            school_id=actor.school_id,
            participant=participant,
            capacity=capacity,
            kind=kind,
            reason=reason,
            by_name=actor.name,
        )
    record(
        actor=actor,
        action="internships.pair_set",
        thing=participant.pupil,
        now=now,
        detail={"kind": kind, "place": capacity.code},
    )


@transaction.atomic
def propose_place(
    *, actor: Actor, participant: Participant, data: Mapping[str, Any], now: datetime
) -> FoundPlace:
    """A pupil tells the school of a place they found. Refused: NotAllowed, three of them already wait."""
    if not permissions.can_choose(actor, participant):
        raise NotAllowed
    waiting = participant.found_places.filter(state=FoundPlaceState.PROPOSED).count()
    if waiting >= CHOICES_ASKED:
        raise Refused(
            _("Tiga usulanmu masih diperiksa sekolah. Tunggu jawabannya dulu."), code="three_waiting"
        )
    names = ("name", "address", "contact_name", "contact_phone", "work", "reason")
    found = FoundPlace(school_id=actor.school_id, participant=participant, created_at=now, updated_at=now)
    for name in names:
        setattr(found, name, data.get(name, ""))
    found.save(force_insert=True)
    record(
        actor=actor, action="internships.place_proposed", thing=participant.pupil, now=now, name=found.name
    )
    return found


@transaction.atomic
def check_found_place(
    *, actor: Actor, found: FoundPlace, capacity: Capacity | None, answer: str, now: datetime
) -> FoundPlace:
    """Answer a pupil's proposal: with a seat it is accepted and becomes their first choice, without it is refused.

    Refused: NotAllowed, WrongState (already answered), a refusal without words.
    """
    if not permissions.can_prepare_wave(actor):
        raise NotAllowed
    found = FoundPlace.objects.of_school(actor.school_id).select_for_update(of=("self",)).get(pk=found.pk)
    if found.state != FoundPlaceState.PROPOSED:
        raise WrongState
    if capacity is None and not answer:
        raise Refused(_("Tulis alasannya, siswa akan membacanya."), code="answer_needed", field="answer")
    found.state = FoundPlaceState.ACCEPTED if capacity else FoundPlaceState.REFUSED
    found.capacity, found.answer, found.updated_at = capacity, answer, now
    found.save()
    if capacity is not None:
        kept = [row.capacity for row in found.participant.choices.select_related("capacity")]
        wishes = [capacity] + [place for place in kept if place.pk != capacity.pk]
        save_choices(actor=actor, participant=found.participant, capacities=wishes[:CHOICES_ASKED], now=now)
    record(
        actor=actor,
        action="internships.place_checked",
        thing=found.participant.pupil,
        now=now,
        name=found.name,
    )
    return found


@transaction.atomic
def object_to_place(
    *, actor: Actor, participant: Participant, capacity: Capacity, reason: str, text: str, now: datetime
) -> Objection:
    """A pupil objects to the place they were given; it joins the queue of exceptions. Refused: NotAllowed, twice."""
    if not permissions.can_object(actor, participant):
        raise NotAllowed
    if participant.objections.filter(state=ObjectionState.OPEN).exists():
        raise Refused(_("Keberatanmu sudah dikirim. Sekolah sedang menjawabnya."), code="already_open")
    objection = Objection.objects.create(
        school_id=actor.school_id,
        participant=participant,
        capacity=capacity,
        reason=reason,
        text=text,
        at=now,
    )
    open_lines = Proposal.objects.of_school(actor.school_id).filter(participant=participant)
    open_lines.exclude(round__state=RoundState.APPROVED).update(
        exception=ExceptionKind.OBJECTION, settled=False
    )
    record(
        actor=actor,
        action="internships.objected",
        thing=participant.pupil,
        now=now,
        detail={"reason": reason},
    )
    return objection


@transaction.atomic
def answer_objection(
    *, actor: Actor, objection: Objection, changed: bool, answer: str, now: datetime
) -> Objection:
    """The school's answer to a pupil: the place stays, or it was changed. The line leaves the queue.

    Refused: NotAllowed, WrongState (already answered), a place that stays without words.
    """
    if not permissions.can_run_round(actor):
        raise NotAllowed
    objection = (
        Objection.objects.of_school(actor.school_id).select_for_update(of=("self",)).get(pk=objection.pk)
    )
    if objection.state != ObjectionState.OPEN:
        raise WrongState
    if not changed and not answer:
        raise Refused(_("Tulis alasannya, siswa akan membacanya."), code="answer_needed", field="answer")
    objection.state = ObjectionState.CHANGED if changed else ObjectionState.KEPT
    objection.answer, objection.answered_at, objection.answered_by_name = answer, now, actor.name
    objection.save()
    lines = Proposal.objects.of_school(actor.school_id).filter(
        participant=objection.participant_id, exception=ExceptionKind.OBJECTION
    )
    lines.update(settled=True)
    record(
        actor=actor,
        action="internships.objection_answered",
        thing=objection.participant.pupil,
        now=now,
        detail={"changed": changed},
    )
    return objection


@transaction.atomic
def save_supervisor(
    *, actor: Actor, wave: Wave, supervisor: WaveSupervisor | None, data: Mapping[str, Any], now: datetime
) -> WaveSupervisor:
    """Let a teacher supervise in a wave. Refused: NotAllowed."""
    if not permissions.can_prepare_wave(actor):
        raise NotAllowed
    supervisor = supervisor or WaveSupervisor(school_id=actor.school_id, wave=wave)
    for name in ("teacher", "programme", "pupils"):
        setattr(supervisor, name, data[name])
    supervisor.save()
    record(actor=actor, action="internships.supervisor_saved", thing=supervisor.teacher, now=now)
    return supervisor


@transaction.atomic
def add_supervisors(
    *,
    actor: Actor,
    wave: Wave,
    teachers: Iterable[Teacher],
    programme: StudyProgramme | None,
    pupils: int,
    now: datetime,
) -> int:
    """Let teachers supervise in a wave, each at most `pupils`; who already does for that programme is left as is.

    Returns how many are new. Refused: NotAllowed.
    """
    if not permissions.can_prepare_wave(actor):
        raise NotAllowed
    there = WaveSupervisor.objects.of_school(actor.school_id).filter(wave=wave, programme=programme)
    known = set(there.values_list("teacher_id", flat=True))
    new = [teacher for teacher in teachers if teacher.pk not in known]
    data = {"programme": programme, "pupils": pupils}
    for teacher in new:
        save_supervisor(actor=actor, wave=wave, supervisor=None, data=data | {"teacher": teacher}, now=now)
    return len(new)


@transaction.atomic
def remove_supervisor(*, actor: Actor, supervisor: WaveSupervisor, now: datetime) -> None:
    """Take a teacher off the list of a wave; pupils already assigned keep them. Refused: NotAllowed."""
    if not permissions.can_prepare_wave(actor):
        raise NotAllowed
    record(actor=actor, action="internships.supervisor_removed", thing=supervisor.teacher, now=now)
    supervisor.delete()
