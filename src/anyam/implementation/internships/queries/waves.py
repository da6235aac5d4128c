"""Reading a wave: who takes part, which seats are free, what is still missing before the computation."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from anyam.base.actor import Actor
from anyam.implementation.internships.models import (
    Choice,
    MatchingRound,
    Participant,
    Placement,
    WaveSupervisor,
)
from anyam.implementation.internships.terms import ACTIVE_STATES, SPENT_STATES, RoundState
from anyam.mapping.partners.models import Capacity
from anyam.mapping.partners.queries import capacities_of_wave
from anyam.records.people.models import Teacher
from anyam.records.people.queries import teachers_visible_to
from anyam.records.schools.models import Wave
from anyam.records.schools.queries import waves_visible_to


def participants_visible_to(actor: Actor, wave: Wave) -> QuerySet[Participant]:
    """Participants of a wave within the actor's reach, with class and programme; `choice_count`, `is_placed`."""
    active = Placement.unsafe_all_schools.filter(participant=OuterRef("pk"), state__in=ACTIVE_STATES)
    return (
        Participant.objects.visible_to(actor)
        .filter(wave=wave)
        .select_related("pupil__class_group__programme")
        .annotate(choice_count=Count("choices", distinct=True), is_placed=Exists(active))
        .order_by("pupil__name", "pk")
    )


def free_seats(school_id: int, wave: Wave) -> dict[int, int]:
    """Seats of each capacity of a wave that nobody holds and its company has not refused; held partners left out."""
    taken = dict(
        Placement.objects.of_school(school_id)
        .filter(capacity__wave=wave, state__in=SPENT_STATES)
        .values_list("capacity_id")
        .annotate(Count("pk"))
        .order_by()
    )
    return {
        row.pk: max(0, row.seats - taken.get(row.pk, 0)) for row in capacities_of_wave(school_id, wave.pk)
    }


def supervisors_of(actor: Actor, wave: Wave) -> QuerySet[WaveSupervisor]:
    return WaveSupervisor.objects.visible_to(actor).filter(wave=wave).select_related("teacher", "programme")


def teachers_to_add(actor: Actor, wave: Wave) -> QuerySet[Teacher]:
    """Active teachers who do not yet supervise all programmes of a wave."""
    there = WaveSupervisor.objects.visible_to(actor).filter(wave=wave, programme=None).values("teacher")
    return teachers_visible_to(actor).filter(is_active=True).exclude(pk__in=there).order_by("name", "pk")


@dataclass(frozen=True, slots=True)
class ProgrammeBalance:
    """Pupils of a programme against the seats offered to it."""

    name: str
    pupils: int
    seats: int

    @property
    def short(self) -> int:
        """Seats that are missing; 0 when there are enough."""
        return max(0, self.pupils - self.seats)


@dataclass(frozen=True, slots=True)
class Readiness:
    """What a wave has before its computation, and what it lacks."""

    participants: int
    without_place: int
    partners: int
    seats: int
    chosen: int
    without_birth_date: int
    without_home: int
    supervisors: int
    balances: list[ProgrammeBalance]
    open_round: MatchingRound | None

    @property
    def can_compute(self) -> bool:
        return self.without_place > 0 and self.seats > 0


def readiness(actor: Actor, wave: Wave) -> Readiness:
    """The head of the preparation page; a fixed number of queries."""
    school_id = actor.school_id
    everyone = Participant.objects.of_school(school_id).filter(wave=wave)
    active = Placement.unsafe_all_schools.filter(participant=OuterRef("pk"), state__in=ACTIVE_STATES)
    waiting = everyone.filter(~Exists(active))
    counts = everyone.aggregate(
        participants=Count("pk"),
        chosen=Count("pk", filter=Exists(Choice.unsafe_all_schools.filter(participant=OuterRef("pk")))),
        without_birth_date=Count("pk", filter=Q(pupil__birth_date=None)),
        without_home=Count("pk", filter=Q(pupil__home_latitude=None)),
    )
    free = free_seats(school_id, wave)
    capacities = {row.pk: row for row in capacities_of_wave(school_id, wave.pk)}
    pupils = dict(waiting.values_list("pupil__class_group__programme__name").annotate(Count("pk")).order_by())
    seats: dict[str, int] = {}
    for pk, count in free.items():
        name = capacities[pk].programme.name
        seats[name] = seats.get(name, 0) + count
    return Readiness(
        **counts,
        without_place=sum(pupils.values()),
        partners=len({row.partner_id for pk, row in capacities.items() if free[pk]}),
        seats=sum(free.values()),
        supervisors=WaveSupervisor.objects.of_school(school_id).filter(wave=wave).count(),
        balances=[
            ProgrammeBalance(name or "–", pupils.get(name, 0), seats.get(name, 0))
            for name in sorted(pupils.keys() | seats.keys(), key=lambda name: name or "")
        ],
        open_round=MatchingRound.objects.visible_to(actor)
        .filter(wave=wave)
        .exclude(state=RoundState.APPROVED)
        .first(),
    )


@dataclass(frozen=True, slots=True)
class WaveCard:
    """One wave in the list: numbers and where it stands."""

    wave: Wave
    participants: int
    placed: int
    accepted: int
    seats: int
    round: MatchingRound | None


def wave_cards(actor: Actor) -> list[WaveCard]:
    """All waves of the school, the latest first; the same five queries for one wave and for thirty."""
    waves = list(waves_visible_to(actor))
    people = dict(
        Participant.objects.visible_to(actor)
        .values_list("wave_id")
        .annotate(Count("pk", distinct=True))
        .order_by()
    )
    placed = _placements_by_wave(actor, Q(state__in=ACTIVE_STATES))
    accepted = _placements_by_wave(actor, Q(state="accepted"))
    seats: dict[int, int] = {}
    for wave_id, count in (
        Capacity.objects.of_school(actor.school_id)
        .filter(partner__voided_at=None)
        .values_list("wave_id", "seats")
    ):
        seats[wave_id] = seats.get(wave_id, 0) + count
    rounds: dict[int, MatchingRound] = {}
    for row in MatchingRound.objects.visible_to(actor).defer("problem", "result").order_by("wave", "-number"):
        rounds.setdefault(row.wave_id, row)
    return [
        WaveCard(
            wave,
            people.get(wave.pk, 0),
            placed.get(wave.pk, 0),
            accepted.get(wave.pk, 0),
            seats.get(wave.pk, 0),
            rounds.get(wave.pk),
        )
        for wave in waves
    ]


def _placements_by_wave(actor: Actor, condition: Q) -> dict[int, int]:
    rows = Placement.objects.visible_to(actor).filter(condition)
    return dict(rows.values_list("participant__wave_id").annotate(Count("pk", distinct=True)).order_by())
