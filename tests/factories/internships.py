"""Makes waves full of pupils and seats, and rounds in every state."""

from datetime import UTC, datetime

from anyam.implementation.internships import operations
from anyam.implementation.internships.models import MatchingRound, Participant
from anyam.records.schools.models import School, Wave
from anyam.tools.jobs import operations as jobs
from tests.factories import partners, people, reference, schools

WHEN = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)


def make_participant(wave: Wave, pupil=None, **values) -> Participant:
    pupil = pupil or people.make_pupil(wave.school)
    return Participant.objects.create(school=wave.school, wave=wave, pupil=pupil, **values)


def make_full_wave(school: School, pupils=6, hosts=2, seats=4) -> Wave:
    """A wave near home: pupils of one class, hosts with seats for their programme, one supervising teacher."""
    reference.make_parameters()
    wave = schools.make_wave(school)
    programme = schools.make_programme(school)
    group = schools.make_class(school, programme, name="XI Kuliner 1")
    for number in range(pupils):
        pupil = people.make_pupil(
            school,
            name=f"Siswa {number:02}",
            class_group=group,
            home_latitude=-2.21 + number / 500,
            home_longitude=113.92,
        )
        make_participant(wave, pupil)
    for number in range(hosts):
        partner = partners.make_partner(school, name=f"Mitra {chr(65 + number)}")
        partners.make_capacity(partner, wave, programme, seats=seats)
    humas = people.make_actor(school, "waka_humas")
    operations.save_supervisor(
        actor=humas,
        wave=wave,
        supervisor=None,
        data={"teacher": people.make_teacher(school), "programme": None, "pupils": 50},
        now=WHEN,
    )
    return wave


def computed_round(wave: Wave, actor) -> MatchingRound:
    """The wave's round, computed by the job as the worker would."""
    round_ = operations.open_round(actor=actor, wave=wave, now=WHEN)
    jobs.run_now(operations.start_computing(actor=actor, round_=round_, now=WHEN))
    round_.refresh_from_db()
    return round_


def approved_round(wave: Wave, actor) -> MatchingRound:
    """A round that the principal has approved."""
    round_ = computed_round(wave, actor)
    operations.submit_round(actor=actor, round_=round_, now=WHEN)
    principal = people.make_actor(wave.school, "principal")
    operations.approve_round(actor=principal, round_=round_, now=WHEN)
    round_.refresh_from_db()
    return round_
