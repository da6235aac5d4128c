"""A small school with something on every page: waves in each state, letters, imports, messages, people with hats."""

import io
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from anyam.base.actor import Actor
from anyam.implementation.internships import operations as internships
from anyam.implementation.internships.documents import draft_of
from anyam.implementation.internships.models import MatchingRound, Participant, Placement
from anyam.implementation.internships.terms import LetterKind
from anyam.mapping.partners.models import Interaction, Partner
from anyam.records.people.models import Pupil, SavedView
from anyam.records.schools.models import School, Wave
from anyam.tools.documents import operations as documents
from anyam.tools.imports import operations as imports
from anyam.tools.imports.kinds import kind_named
from anyam.tools.imports.models import ImportBatch
from anyam.tools.jobs.models import Job
from anyam.tools.jobs.operations import run_now
from anyam.tools.notices.models import Notice
from tests.factories import internships as rounds
from tests.factories import partners, people, schools
from tests.factories.dapodik import pupil_row, pupils_file

HATS = ("waka_humas", "principal", "operator", "supervisor", "pupil")


@dataclass(frozen=True, slots=True)
class World:
    """Who signs in, by hat; nobody for a stranger. `addresses` are pages in each of their states."""

    school: School
    actors: dict[str, Actor | None]
    addresses: list[str]


def make_world(school: School, now: datetime) -> World:
    """Everything of one school, seen by one person of each hat, and by a stranger."""
    placed = rounds.make_full_wave(school, pupils=5, hosts=3, seats=3)
    actors: dict[str, Actor | None] = {hat: _actor(school, hat) for hat in HATS}
    humas = actors["waka_humas"]
    assert humas is not None
    for number, partner in enumerate(Partner.objects.of_school(school.pk)):
        _fill_partner(partner, number, now)
    waves = [_next_wave(placed, name, months) for name, months in (("Gelombang 2", 6), ("Gelombang 3", 12))]
    people_of = Participant.objects.of_school(school.pk).filter(wave=waves[0])
    internships.propose_place(
        actor=humas,
        participant=people_of[0],
        data={"name": "Dapur Sangumang", "address": "Jl. Rajawali 7", "work": "Memasak"},
        now=now,
    )
    _say_wishes(people_of, humas, now)
    round_ = rounds.approved_round(placed, humas)
    Placement.objects.of_school(school.pk).update(supervisor=actors["supervisor"].teacher_id)  # type: ignore[union-attr]
    internships.submit_round(actor=humas, round_=rounds.computed_round(waves[1], humas), now=now)
    rounds.computed_round(waves[0], humas)
    _object(actors["pupil"], now)  # type: ignore[arg-type]
    _next_wave(placed, "Gelombang 4", 18)
    schools.SchoolYear.objects.create(
        school=school, start_year=2027, start=date(2027, 7, 1), end=date(2028, 6, 30), is_current=False
    )
    letter = _letters(humas, round_, now)
    _imports(actors["operator"], now)  # type: ignore[arg-type]
    for actor in actors.values():
        assert actor is not None
        SavedView.objects.create(
            school=school,
            account_id=actor.account_id,
            list_name="partners",
            label="PT",
            query="jenis=company",
        )
        Notice.objects.create(
            school=school,
            account_id=actor.account_id,
            kind="uji",
            title="Kabar",
            body="Isi kabar.",
            created_at=now,
        )
    return World(school, actors | {"stranger": None}, _addresses(school, letter))


def _addresses(school: School, letter) -> list[str]:
    """What looks different by its state: letters by their code, imports, jobs, waves, rounds and pupils in them."""
    pages = [f"/v/{letter.shown_verification}/", f"/v/{letter.verification}", "/v/AAAAAAAA/"]
    base = f"/s/{school.slug}"
    pages += [f"{base}/impor/{row.code}/" for row in ImportBatch.objects.of_school(school.pk)]
    pages += [f"{base}/pekerjaan/{row.code}/" for row in Job.objects.of_school(school.pk).order_by("pk")[:2]]
    pages += [f"{base}/pkl/gelombang/{row.code}/" for row in Wave.objects.of_school(school.pk)]
    for round_ in MatchingRound.objects.of_school(school.pk).select_related("wave"):
        wave = f"{base}/pkl/gelombang/{round_.wave.code}"
        pupil, other = (line.participant for line in round_.proposals.order_by("participant__pk")[:2])
        board = f"{base}/pkl/putaran/{round_.code}"
        pages += [
            f"{wave}/temuan/",
            f"{wave}/pembimbing/",
            f"{wave}/surat/",
            f"{wave}/jawaban/",
            f"{wave}/peserta/{pupil.code}/",
            f"{wave}/peserta/{other.code}/",
        ]
        pages += [f"{board}/", f"{board}/?siswa={pupil.code}", f"{board}/siswa/{pupil.code}/"]
    return pages


def _actor(school: School, hat: str) -> Actor:
    account = people.make_account(f"Orang {hat.replace('_', ' ')}", password="kayu-manis-di-dapur")
    if hat == "pupil":
        pupil = Pupil.objects.of_school(school.pk).order_by("pk").first()
        assert pupil is not None
        pupil.account = account
        pupil.save()
        people.make_guardian(school, pupil)
    return people.make_actor(school, hat, account=account)


def _fill_partner(partner: Partner, number: int, now: datetime) -> None:
    """A person to talk to, a line of the contact log with a step to do, an agreement of every standing."""
    contact = partners.make_contact(partner, phone="+6281234567890", position="HRD")
    today = now.date()
    partner.agreement_until = (None, today + timedelta(days=30), today + timedelta(days=400))[number % 3]
    partner.held_reason = "Menunggu perbaikan mes" if number == 2 else ""
    partner.save()
    Interaction.objects.create(
        school=partner.school,
        partner=partner,
        contact=contact,
        on=today,
        channel="visit",
        summary="Bersedia menerima dua siswa",
        next_action="Kirim surat",
        next_due=today + timedelta(days=3),
        at=now,
        by_name="Rina",
    )


def _next_wave(placed: Wave, name: str, months: int) -> Wave:
    """A later wave with the same pupils and companies."""
    school = placed.school
    start = date(2027, 1, 4) + timedelta(days=31 * months)
    wave = schools.make_wave(school, name, start=start, end=start + timedelta(days=150))
    for pupil in Pupil.objects.of_school(school.pk).order_by("pk"):
        rounds.make_participant(wave, pupil)
    for partner in Partner.objects.of_school(school.pk):
        partners.make_capacity(
            partner, wave, schools.make_programme(school), seats=1, work="Menyiapkan adonan"
        )
    return wave


def _say_wishes(people_of, humas: Actor, now: datetime) -> None:
    """What a company asks for and what the school forbids."""
    first, second = people_of[:2]
    seats = partners.Capacity.objects.of_school(humas.school_id).filter(wave=first.wave).order_by("pk")
    internships.set_host_wish(actor=humas, participant=first, capacity=seats[0], rank=1, now=now)
    internships.set_pair(
        actor=humas,
        participant=second,
        capacity=seats[1],
        kind="forbidden",
        reason="Saudara pemilik",
        now=now,
    )


def _object(pupil: Actor, now: datetime) -> None:
    """The pupil says why the place does not suit."""
    placement = Placement.objects.of_school(pupil.school_id).get(participant__pupil=pupil.pupil_id)
    internships.object_to_place(
        actor=pupil,
        participant=placement.participant,
        capacity=placement.capacity,
        reason="distance",
        text="Tidak ada angkutan",
        now=now,
    )


def _letters(humas: Actor, round_, now: datetime):
    """The decree, and the request letters as one batch."""
    draft = draft_of(humas, LetterKind.DECREE, round_.code)
    letter = documents.issue(
        actor=humas, kind=LetterKind.DECREE, context=draft.context, about=draft.about, now=now
    )
    codes = list(Placement.objects.of_school(humas.school_id).values_list("code", flat=True)[:2])
    batch = documents.issue_batch(
        actor=humas, kind=LetterKind.CONSENT, codes=codes, title="Persetujuan wali", now=now
    )
    run_now(Job.objects.of_school(humas.school_id).get(code=batch.job_code))
    return letter


def _imports(operator: Actor, now: datetime) -> None:
    """An import just read, one checked with faults, one done."""
    for name, state in (("baru", "read"), ("periksa", "checked"), ("selesai", "applied")):
        rows = [
            pupil_row(f"Siswa {name}", nisn=f"00{len(name)}0000001"),
            pupil_row("", nisn=f"00{len(name)}0000002"),
            pupil_row(f"Rombel {name}", nisn=f"00{len(name)}0000003", group="XI Kulinr 1"),
            pupil_row(f"Rombel lagi {name}", nisn=f"00{len(name)}0000004", group="XI Kulinner 1"),
        ]
        file = io.BytesIO(pupils_file(rows).getvalue())
        kind = kind_named("dapodik_pupils")
        batch = imports.start_import(actor=operator, kind=kind, file=file, file_name=f"{name}.xlsx", now=now)
        if state != "read":
            imports.check_batch(actor=operator, batch=batch, now=now)
            batch.refresh_from_db()
        if state == "applied":
            imports.apply_batch(
                actor=operator, batch=batch, expected=batch.ready_count, leave_refused=True, now=now
            )
