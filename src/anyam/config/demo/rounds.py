"""Writes the placements of a demonstration school: one wave placed and answered, the next one prepared."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from anyam.base.actor import Actor
from anyam.config.demo.companies import Company
from anyam.config.demo.errors import NotComputed
from anyam.config.demo.names import phone
from anyam.implementation.internships import operations
from anyam.implementation.internships.models import (
    Choice,
    MatchingRound,
    Participant,
    Placement,
    WaveSupervisor,
)
from anyam.implementation.internships.terms import RoundState
from anyam.mapping.partners.models import Capacity, Partner
from anyam.mapping.partners.rules import distance_km
from anyam.records.people.models import Pupil, Teacher
from anyam.records.schools.models import StudyProgramme, Wave
from anyam.tools.jobs.operations import run_now

# Of a hundred pupils so many have sent their choices for the waiting wave.
CHOICES_SENT = 70
PUPILS_A_TEACHER = 12
# Days before the first day of a wave: round computed and approved, letters sent, answers in.
DECIDED, SENT, ANSWERED = 45, 40, 30
# One refusal more for every so many pupils of a wave, and one company more that never answered.
A_REFUSAL_IN, A_SILENCE_IN = 40, 80
WISHES = 6


@dataclass(frozen=True, slots=True)
class Open:
    """Seats a pupil may wish for, with where they are."""

    capacity: Capacity
    latitude: float
    longitude: float


def take_part(actor: Actor, wave: Wave, pupils: Sequence[Pupil], now: datetime) -> list[Participant]:
    """Enter pupils into a wave; in the order of `pupils`."""
    operations.add_participants(actor=actor, wave=wave, pupils=pupils, now=now)
    rows = {row.pupil_id: row for row in Participant.objects.of_school(actor.school_id).filter(wave=wave)}
    return [rows[pupil.pk] for pupil in pupils]


def write_supervisors(
    wave: Wave, taught: Sequence[tuple[Teacher, str]], programmes: dict[str, StudyProgramme]
) -> None:
    """Teachers who supervise in a wave, each for twelve pupils of their specialisation."""
    WaveSupervisor.objects.bulk_create(
        [
            WaveSupervisor(
                school_id=wave.school_id,
                wave=wave,
                teacher=teacher,
                programme=programmes[short],
                pupils=PUPILS_A_TEACHER,
            )
            for teacher, short in taught
        ]
    )


def open_seats(pairs: Sequence[tuple[Partner, Company]], capacities: Sequence[Capacity]) -> list[Open]:
    """What pupils are offered: not the held partners, nor work that is not for their age."""
    companies = {partner.pk: one for partner, one in pairs}
    rows = []
    for capacity in capacities:
        one = companies[capacity.partner_id]
        if not one.held_reason and not capacity.night_shift and not capacity.hazardous:
            rows.append(Open(capacity, *one.point))
    return rows


def write_choices(
    participants: Sequence[Participant],
    pupils: Sequence[Pupil],
    places: Sequence[Open],
    share: int,
    at: datetime,
) -> None:
    """Three choices of `share` pupils in a hundred: near places and large ones are wished for more."""
    if not participants:
        return
    random = Random(f"choices {participants[0].school_id} {at.year}")  # noqa: S311 - not a secret
    choices: list[Choice] = []
    sent: list[Participant] = []
    for participant, pupil in zip(participants, pupils, strict=True):
        if random.randrange(100) >= share:
            continue
        wanted = list(_wishes(random, pupil, places))
        choices += [
            Choice(school_id=participant.school_id, participant=participant, capacity=capacity, rank=rank)
            for rank, capacity in enumerate(wanted, start=1)
        ]
        participant.choices_sent_at = at - timedelta(hours=random.randrange(400))
        sent.append(participant)
    Choice.objects.bulk_create(choices, batch_size=500)
    Participant.objects.bulk_update(sent, ["choices_sent_at"], batch_size=200)


def _wishes(random: Random, pupil: Pupil, places: Sequence[Open]) -> Iterator[Capacity]:
    group = pupil.class_group
    left = [
        place
        for place in places
        if group and place.capacity.programme_id == group.programme_id
        and place.capacity.gender in ("", pupil.gender)
    ]  # fmt: skip
    for _ in range(min(3, len(left))):
        place = random.choices(left, weights=[_pull(pupil, place) for place in left])[0]
        left.remove(place)
        yield place.capacity


def _pull(pupil: Pupil, place: Open) -> float:
    """How much a place draws a pupil: its seats, less the further it is; unknown homes count as ten kilometres."""
    if pupil.home_latitude is None or pupil.home_longitude is None:
        return place.capacity.seats / 11
    way = distance_km(pupil.home_latitude, pupil.home_longitude, place.latitude, place.longitude)
    return place.capacity.seats / (1 + min(way, 25))


def place_and_answer(runner: Actor, principal: Actor, wave: Wave, moment: datetime) -> MatchingRound:
    """Compute a wave with the engine, have it approved, send the letters and note what companies answered.

    `moment` is noon of the wave's first day. Raises NotComputed when the job does not end well.
    """
    decided = moment - timedelta(days=DECIDED)
    round_ = operations.open_round(actor=runner, wave=wave, now=decided)
    run_now(operations.start_computing(actor=runner, round_=round_, now=decided))
    round_.refresh_from_db()
    if round_.state != RoundState.COMPUTED:
        raise NotComputed
    # The job keeps the moment at which it really ran; the story of the demonstration lies before the wave.
    round_.computed_at = decided
    round_.save(update_fields=["computed_at"])
    operations.settle_proposals(actor=runner, round_=round_, now=decided)
    operations.submit_round(actor=runner, round_=round_, now=decided + timedelta(hours=2))
    round_ = operations.approve_round(actor=principal, round_=round_, now=decided + timedelta(days=1))
    _answers(runner, round_, moment)
    return round_


def _answers(runner: Actor, round_: MatchingRound, moment: datetime) -> None:
    placements = list(Placement.objects.of_school(runner.school_id).filter(round=round_).order_by("pk"))
    sent, answered = moment - timedelta(days=SENT), moment - timedelta(days=ANSWERED)
    operations.mark_requested(actor=runner, placements=placements, on=runner.today(sent), now=sent)
    no, silent = 1 + len(placements) // A_REFUSAL_IN, 1 + len(placements) // A_SILENCE_IN
    refused, accepted = placements[:no], placements[no + silent :]
    on = runner.today(answered)
    operations.record_answer(actor=runner, placements=accepted, accepted=True, on=on, now=answered)
    note = "Jumlah siswa dikurangi karena renovasi."
    operations.record_answer(actor=runner, placements=refused, accepted=False, on=on, note=note, now=answered)
    operations.lapse_overdue(actor=runner, today=runner.today(moment), now=moment)


def prepare_wave(
    runner: Actor, participants: Sequence[Participant], places: Sequence[Open], now: datetime
) -> None:
    """What people have already noted for the waiting wave: wishes of a company, papers brought, places found."""
    _host_wishes(runner, participants, places, now)
    _documents(participants)
    silent = [row for row in participants if row.choices_sent_at is None]
    for row, (name, work) in zip(silent, FOUND.get(runner.school_slug, ()), strict=False):
        data = {
            "name": name,
            "address": f"Jl. Contoh {row.pupil.home_area} No. 88",
            "contact_name": "Pemilik tempat",
            "contact_phone": phone(7777),
            "work": work,
            "reason": "Dekat rumah dan boleh belajar langsung dari pemiliknya.",
        }
        operations.propose_place(actor=runner, participant=row, data=data, now=now - timedelta(days=2))


# Places that pupils found by themselves, waiting for the school to look at them.
FOUND = {
    "smkn3-plk": (
        ("Warung Kopi Tepi Jembatan", "Menyeduh kopi dan melayani pelanggan"),
        ("Dapur Kue Nenek Anoi", "Membuat kue basah untuk pesanan"),
        ("Katering Rumah Sebelah", "Membantu mengolah makanan pesanan kantor"),
    ),
    "smkn1-adw": (("Bengkel Paman Karyo", "Membantu servis ringan dan ganti oli"),),
}


def _host_wishes(
    runner: Actor, participants: Sequence[Participant], places: Sequence[Open], now: datetime
) -> None:
    """The largest company asks for the first pupils who wished for it."""
    largest = max(places, key=lambda place: place.capacity.seats).capacity
    wishing = Choice.objects.of_school(runner.school_id).filter(capacity=largest, rank=1)
    asked = set(wishing.order_by("pk").values_list("participant_id", flat=True)[:WISHES])
    chosen = [row for row in participants if row.pk in asked]
    for rank, row in enumerate(chosen, start=1):
        operations.set_host_wish(actor=runner, participant=row, capacity=largest, rank=rank, now=now)


def _documents(participants: Sequence[Participant]) -> None:
    """Every seventh pupil has brought a police certificate."""
    having = list(participants[::7])
    for row in having:
        row.documents = "SKCK"
    Participant.objects.bulk_update(having, ["documents"])
