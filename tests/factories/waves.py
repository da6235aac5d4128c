"""Makes a whole wave as a large school has it: hundreds of pupils of many programmes, scores of companies, wishes."""

import random
from datetime import UTC, date, datetime, timedelta
from typing import Any

from anyam.implementation.internships import operations
from anyam.implementation.internships.models import Choice, Participant
from anyam.mapping.partners.models import Capacity, Site
from anyam.records.people.models import Pupil
from anyam.records.schools.models import School, StudyProgramme, Wave
from tests.factories import partners, people, reference, schools

WHEN = datetime(2026, 11, 1, tzinfo=UTC)
PROGRAMMES = (
    ("Kuliner", "KUL"), ("Perhotelan", "PHT"), ("Tata Busana", "BUS"), ("Kecantikan", "KEC"), ("Akuntansi", "AKL"),
    ("Pemasaran", "PMS"), ("Rekayasa Perangkat Lunak", "RPL"), ("Desain Komunikasi Visual", "DKV"),
)  # fmt: skip
TOWN = (-2.21, 113.92)
MOST_A_TEACHER = 40


def make_large_wave(
    school: School, pupils: int = 400, hosts: int = 70, spare_seats: int = 40, **values: Any
) -> Wave:
    """A wave near home with a seat for every pupil and some to spare; the same every time it is made."""
    dice = random.Random(pupils * 1000 + hosts)
    reference.make_parameters()
    wave = schools.make_wave(school, **values)
    programmes = [
        schools.make_programme(school, name, short, code=f"4{number}416625")
        for number, (name, short) in enumerate(PROGRAMMES)
    ]
    _make_participants(wave, programmes, pupils, dice)
    _make_seats(wave, programmes, hosts, pupils + spare_seats, dice)
    _make_wishes(wave, dice)
    humas = people.make_actor(school, "waka_humas")
    for _ in range(pupils // MOST_A_TEACHER + 2):
        data = {"teacher": people.make_teacher(school), "programme": None, "pupils": MOST_A_TEACHER}
        operations.save_supervisor(actor=humas, wave=wave, supervisor=None, data=data, now=WHEN)
    return wave


def _make_participants(wave: Wave, programmes: list[StudyProgramme], count: int, dice: random.Random) -> None:
    groups = [
        schools.make_class(wave.school, programme, name=f"XI {programme.name} {number}")
        for programme in programmes
        for number in (1, 2)
    ]
    pupils = Pupil.objects.bulk_create(
        [
            Pupil(
                school=wave.school,
                name=f"Siswa {number:03}",
                nisn=f"{70000000 + number:010d}",
                nipd=f"G{number}/246.4",
                gender=dice.choice("PL"),
                birth_date=date(2009, 1, 1) + timedelta(days=dice.randint(0, 360)),
                class_group=groups[number % len(groups)],
                home_latitude=TOWN[0] + dice.uniform(-0.06, 0.06),
                home_longitude=TOWN[1] + dice.uniform(-0.06, 0.06),
                created_at=WHEN,
                updated_at=WHEN,
            )
            for number in range(count)
        ]
    )
    Participant.objects.bulk_create(
        [Participant(school=wave.school, wave=wave, pupil=pupil) for pupil in pupils]
    )


def _make_seats(
    wave: Wave, programmes: list[StudyProgramme], hosts: int, seats: int, dice: random.Random
) -> None:
    """Companies with seats for two programmes each, about `seats` in all and evenly over the programmes."""
    rows = []
    for number in range(hosts):
        partner = partners.make_partner(wave.school, name=f"Mitra {number:03}", site=False)
        Site.objects.create(
            school=wave.school,
            partner=partner,
            name="Utama",
            latitude=TOWN[0] + dice.uniform(-0.08, 0.08),
            longitude=TOWN[1] + dice.uniform(-0.08, 0.08),
            is_main=True,
        )
        for offset in (0, 3):
            rows.append(
                Capacity(
                    school=wave.school,
                    partner=partner,
                    wave=wave,
                    programme=programmes[(number + offset) % len(programmes)],
                    seats=-(-seats // (2 * hosts)),
                    minimum=1,
                    work="Melayani tamu dan menyiapkan bahan",
                    created_at=WHEN,
                    updated_at=WHEN,
                )
            )
    Capacity.objects.bulk_create(rows)


def _make_wishes(wave: Wave, dice: random.Random) -> None:
    """Three wishes of every pupil among the seats of the own programme."""
    open_to: dict[int, list[Capacity]] = {}
    for row in Capacity.objects.of_school(wave.school_id).filter(wave=wave):
        open_to.setdefault(row.programme_id, []).append(row)
    people_of_wave = Participant.objects.of_school(wave.school_id).filter(wave=wave)
    wishes = []
    for participant in people_of_wave.select_related("pupil__class_group"):
        places = open_to[participant.pupil.class_group.programme_id]
        wishes += [
            Choice(school_id=wave.school_id, participant=participant, capacity=capacity, rank=rank)
            for rank, capacity in enumerate(dice.sample(places, 3), start=1)
        ]
    Choice.objects.bulk_create(wishes)
