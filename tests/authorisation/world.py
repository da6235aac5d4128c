"""The world of the sweep: two schools with everything in them, one person of every hat in each."""

import io
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from importlib import import_module
from pkgutil import iter_modules
from types import SimpleNamespace
from typing import Any

import xlsxwriter
from django.core.management import call_command
from django.test import override_settings

from anyam.base.actor import Actor
from anyam.implementation.internships import models as pkl
from anyam.implementation.internships import operations as internships
from anyam.mapping.partners.models import Capacity, Interaction, Partner
from anyam.records.people import models as people_models
from anyam.records.people.models import Account, Consent, Pupil, Role, SavedView, Teacher
from anyam.tools.documents import operations as documents
from anyam.tools.imports import operations as imports
from anyam.tools.imports.kinds import kind_named
from anyam.tools.jobs import operations as jobs
from anyam.tools.jobs.models import Job
from anyam.tools.notices.models import MailChoice, Notice
from tests.authorisation import worlds
from tests.authorisation.canaries import Canaries
from tests.authorisation.matrix import HATS
from tests.factories import documents as document_factory
from tests.factories import internships as internship_factory
from tests.factories import partners, people, reference, schools

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
PASSWORD = "kayu-manis-di-dapur"
SLUGS = {"A": "sekolah-a", "B": "sekolah-b"}
# Rooms that build their part themselves; order is by name.
ROOMS = [import_module(f"{worlds.__name__}.{found.name}") for found in iter_modules(worlds.__path__)]
# A pupil as the hats of school A reach them: the signed-in and supervised one, a classmate, one of another class of the
# same programme, one of another programme.
SCOPES = ("own", "class", "programme", "other")


@dataclass
class World:
    """What the sweep asks for: accounts by role, things by variant, marks."""

    accounts: dict[str, Account] = field(default_factory=dict)
    things: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)
    values: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    canaries: Canaries = field(default_factory=Canaries)
    stack: ExitStack = field(default_factory=ExitStack)
    schools: dict[str, Any] = field(default_factory=dict)

    def close(self) -> None:
        """Take away the kinds and files that the world brought."""
        self.stack.close()


def build_world() -> World:
    """Both schools, then their marks."""
    world = World()
    try:
        _fill(world)
    except BaseException:
        world.close()
        raise
    return world


def _fill(world: World) -> None:
    folder = world.stack.enter_context(tempfile.TemporaryDirectory(prefix="anyam-sweep-"))
    world.stack.enter_context(override_settings(MEDIA_ROOT=folder))
    world.stack.enter_context(
        document_factory.letter_kind("uji.letter", roles=("waka_humas", "programme_head"))
    )
    reference.make_parameters()
    for name in SLUGS:
        world.schools[name] = _build_school(world, name)
    world.accounts["no_hat"] = people.make_account("Operator sistem", is_operator=True, password=PASSWORD)
    Scopes(world).plant()
    _name_things(world)


@contextmanager
def committed_world() -> Iterator[World]:
    """A world that stays between tests; the database is emptied afterwards."""
    world = build_world()
    try:
        yield world
    finally:
        world.close()
        call_command("flush", verbosity=0, interactive=False)


def _build_school(world: World, name: str) -> SimpleNamespace:
    """One school; everything in it hangs on the returned namespace."""
    number = "AB".index(name) + 1
    school = schools.make_school(f"SMKN {number}", SLUGS[name], f"3020354{number}")
    s = SimpleNamespace(name=name, school=school, world=world)
    s.p1 = schools.make_programme(school)
    s.p2 = schools.make_programme(school, "Perhotelan", "PH", "40416611")
    s.classes = {
        "own": schools.make_class(school, s.p1, "XI KUL A"),
        "programme": schools.make_class(school, s.p1, "XI KUL B"),
        "other": schools.make_class(school, s.p2, "XI PH A"),
    }
    s.objective = schools.make_objective(school, s.p1)
    s.actors = {role: _actor(s, role) for role in HATS}
    _people(s)
    _partners(s)
    _waves(s)
    _papers(s)
    _imports(s)
    _small_things(s)
    for room in ROOMS:
        room.build(s)
    return s


def _actor(s: SimpleNamespace, role: str) -> Actor:
    account = people.make_account(f"{role} {s.name}", password=PASSWORD)
    if role == "pupil":
        people.make_pupil(s.school, account.name, account=account, class_group=s.classes["own"])
    actor = people.make_actor(s.school, role, programme=s.p1, class_group=s.classes["own"], account=account)
    if s.name == "A":
        s.world.accounts[role] = people.account_of(actor)
    return actor


def _people(s: SimpleNamespace) -> None:
    """Four pupils, each with a guardian and a consent; two teachers without account."""
    own = Pupil.objects.of_school(s.school.pk).get(pk=s.actors["pupil"].pupil_id)
    own.home_latitude, own.home_longitude = -2.21, 113.92
    own.save()
    s.pupils = {"own": own}
    for place, scope in enumerate(SCOPES[1:], start=1):
        group = s.classes.get(scope, s.classes["own"])
        s.pupils[scope] = people.make_pupil(
            s.school,
            f"Siswa {scope}",
            class_group=group,
            home_latitude=-2.21 + place / 500,
            home_longitude=113.92,
        )
    s.guardians = {
        scope: people.make_guardian(s.school, pupil, phone="+628110000000")
        for scope, pupil in s.pupils.items()
    }
    s.consents = {
        scope: Consent.objects.create(
            school=s.school, pupil=pupil, guardian=s.guardians[scope], purpose="participation", given=True,
            text_version="1", method="paper", at=NOW, recorded_by_name="x", note="x",
        )
        for scope, pupil in s.pupils.items()
    }  # fmt: skip
    s.spare_teacher = people.make_teacher(s.school, "Guru tanpa akun", nuptk="1", nip="1")
    s.supervisor = Teacher.objects.of_school(s.school.pk).get(pk=s.actors["supervisor"].teacher_id)


def _partners(s: SimpleNamespace) -> None:
    """Three partners: of the supervised pupil, another of the same programme, one of the other programme."""
    head = s.actors["programme_head"].account_id
    s.partners, s.contacts, s.steps = {}, {}, {}
    for scope, maker in (("own", head), ("programme", None), ("other", None), ("voided", None)):
        partner = partners.make_partner(
            s.school, f"Mitra {scope}", created_by_id=maker, note="x", held_reason=""
        )
        s.partners[scope] = partner
        s.contacts[scope] = partners.make_contact(partner, phone="+628110000001", position="x")
        s.steps[scope] = Interaction.objects.create(
            school=s.school, partner=partner, contact=s.contacts[scope], on=date(2026, 11, 2), channel="visit",
            summary="x", next_action="x", next_due=date(2026, 12, 1), at=NOW, by_name="x", next_owner=s.spare_teacher,
        )  # fmt: skip
    Partner.unsafe_all_schools.filter(pk=s.partners["voided"].pk).update(voided_at=NOW)


def _waves(s: SimpleNamespace) -> None:
    """Three waves with a round each: computed, waiting for the principal, approved with placements."""
    s.waves, s.rounds, s.seats, s.participants = {}, {}, {}, {}
    for name, start in (("approved", 1), ("submitted", 2), ("computed", 3)):
        wave = schools.make_wave(
            s.school, f"Gelombang {name}", start=date(2027, start, 4), end=date(2027, start + 5, 25)
        )
        s.waves[name] = wave
        s.seats[name] = {
            scope: partners.make_capacity(s.partners[scope], wave, programme, work="x", documents="x")
            for scope, programme in (("own", s.p1), ("programme", s.p1), ("other", s.p2))
        }
        s.participants[name] = {
            scope: internship_factory.make_participant(wave, pupil, documents="x")
            for scope, pupil in s.pupils.items()
        }
        internships.save_supervisor(
            actor=s.actors["waka_humas"], wave=wave, supervisor=None, now=NOW,
            data={"teacher": s.spare_teacher, "programme": None, "pupils": 50},
        )  # fmt: skip
        _wishes(s, name)
        s.rounds[name] = internship_factory.computed_round(wave, s.actors["waka_humas"])
        if name != "computed":
            internships.submit_round(actor=s.actors["waka_humas"], round_=s.rounds[name], now=NOW)
        if name == "approved":
            internships.approve_round(actor=s.actors["principal"], round_=s.rounds[name], now=NOW)
    s.empty_wave = schools.make_wave(
        s.school, "Gelombang kosong", start=date(2027, 9, 1), end=date(2027, 12, 1)
    )
    partners.make_capacity(s.partners["programme"], s.empty_wave, s.p1)
    internship_factory.make_participant(s.empty_wave, s.pupils["class"])
    _settle_places(s)


def _wishes(s: SimpleNamespace, name: str) -> None:
    """What pupils, companies and people said before the computation."""
    for scope, row in s.participants[name].items():
        seats = s.seats[name]["other" if scope == "other" else "programme"]
        pkl.Choice.objects.create(school=s.school, participant=row, capacity=seats, rank=1)
        pkl.HostWish.objects.create(school=s.school, participant=row, capacity=seats)
        away = s.seats[name]["own" if scope == "other" else "other"]
        pkl.Pair.objects.create(
            school=s.school, participant=row, capacity=away, kind="forbidden", reason="x", by_name="x"
        )
        found = pkl.FoundPlace.objects.create(
            school=s.school, participant=row, name="x", address="x", contact_name="x", contact_phone="x", work="x",
            reason="x", answer="x", created_at=NOW, updated_at=NOW,
        )  # fmt: skip
        s.__dict__.setdefault("found", {}).setdefault(name, {})[scope] = found


def _settle_places(s: SimpleNamespace) -> None:
    """Placements where the reach of a supervisor is known: only the own pupil's is theirs."""
    rows = pkl.Placement.unsafe_all_schools.filter(school=s.school).select_related("participant")
    s.placements = {}
    for placement in rows:
        scope = next(k for k, row in s.participants["approved"].items() if row.pk == placement.participant_id)
        placement.supervisor = s.supervisor if scope == "own" else s.spare_teacher
        seats = s.seats["approved"]
        placement.capacity = (
            seats["other"] if scope == "other" else seats["own" if scope == "own" else "programme"]
        )
        placement.answer_note = "x"
        placement.save()
        s.placements[scope] = placement
        pkl.Objection.objects.create(
            school=s.school, participant=placement.participant, capacity=placement.capacity, reason="distance",
            text="x", at=NOW,
        )  # fmt: skip


def _papers(s: SimpleNamespace) -> None:
    """A letter by waka humas, one by the head of programme, and a batch; their words are marks from the start."""
    s.documents = {}
    for scope, role in (("office", "waka_humas"), ("head", "programme_head")):
        actor = s.actors[role]
        mark = s.world.canaries.word(f"{s.name} documents.letter A {scope}")
        public = s.world.canaries.word(f"{s.name} documents.letter none {scope}")
        context = document_factory.PlacementLetter(
            pupils=(document_factory.Row(mark, "0090000010", "XI", "Dapur"),), public_subject=public
        )
        s.documents[scope] = documents.issue(
            actor=actor,
            kind="uji.letter",
            context=context,
            about=document_factory.about(f"P{s.name}{scope}"),
            now=NOW,
        )
    batch = documents.issue_batch(
        actor=s.actors["waka_humas"], kind="uji.letter", codes=[f"KUMPUL{s.name}"], title="x", now=NOW
    )
    s.batch_job = jobs.run_now(Job.objects.of_school(s.school.pk).get(code=batch.job_code))
    batch.refresh_from_db()
    s.batch = batch


def _imports(s: SimpleNamespace) -> None:
    """Lists of pupils and partners at three points of their way."""
    s.batches = {}
    for state in ("uploaded", "checked", "applied"):
        s.batches[state] = _import(s, "operator", "pupils", state, ("Nama", "NISN", "Rombel"))
    s.batches["seats"] = _import(s, "coordinator", "partners", "checked", ("Nama Mitra", "Kota"))


def _import(s: SimpleNamespace, role: str, kind: str, state: str, head: tuple[str, ...]):
    actor = s.actors[role]
    mark = s.world.canaries.word(f"{s.name} imports.file B {kind}")
    bad = s.world.canaries.word(f"{s.name} imports.file B {kind}")
    serial = 10 * len(s.batches) + (500 if s.name == "B" else 0)
    rows: list[tuple[str, ...]] = [
        (f"{mark} Baru", f"00955{serial:05}", "XI KUL A"),
        (f"{bad} Salah", "12", "XI X"),
    ]
    if kind == "partners":
        rows = [(mark, "Palangka Raya"), ("", bad)]
    batch = imports.start_import(
        actor=actor, kind=kind_named(kind), file=_sheet([head, *rows]), file_name=f"{state}.xlsx", now=NOW
    )
    if state != "uploaded":
        _run(imports.check_batch(actor=actor, batch=batch, now=NOW))
        batch.refresh_from_db()
    if state == "applied":
        _run(
            imports.apply_batch(
                actor=actor, batch=batch, expected=batch.ready_count, leave_refused=True, now=NOW
            )
        )
        batch.refresh_from_db()
    return batch


def _run(job: Job | None) -> None:
    if job is not None:
        jobs.run_now(job)


def _sheet(rows: list[tuple[str, ...]]) -> io.BytesIO:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet("Daftar")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    file.seek(0)
    return file


def _small_things(s: SimpleNamespace) -> None:
    """Messages, choices about mail and kept lists of every person; a running job."""
    s.notices, s.views, s.roles = {}, {}, {}
    for role, actor in s.actors.items():
        s.notices[role] = Notice.objects.create(
            school=s.school, account_id=actor.account_id, kind="x", title="x", body="x", created_at=NOW
        )
        MailChoice.objects.create(school=s.school, account_id=actor.account_id, kind="x")
        s.views[role] = SavedView.objects.create(
            school=s.school, account_id=actor.account_id, list_name="pupils", label="x", query="cari=x"
        )
        s.roles[role] = Role.objects.of_school(s.school.pk).get(account_id=actor.account_id)
    s.live_job = jobs.enqueue(
        actor=s.actors["coordinator"], name="internships.compute_round", arguments={"round": "x"}, now=NOW
    )


class Scopes:
    """Says of every row whose it is, and plants the marks."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.schools = {s.school.pk: s for s in world.schools.values()}
        self.roles = {
            actor.account_id: role for s in self.schools.values() for role, actor in s.actors.items()
        }
        self.homes = {role: "A" if s.name == "A" else "B" for s in self.schools.values() for role in [s.name]}

    def plant(self) -> None:
        self.world.canaries.plant(self.scope_of)

    def scope_of(self, row: Any) -> tuple[str, str]:
        """School letter and scope of one row."""
        if isinstance(row, Account):
            return self._account(row)
        if not hasattr(row, "school_id"):
            return self.schools[row.pk].name, "-"
        s = self.schools[row.school_id]
        own = next((found for room in ROOMS if (found := room.scope_of(s, row))), "")
        return s.name, own or self._pupil(s, row) or self._partner(s, row) or self._person(row) or self._kind(
            row
        ) or "-"

    def _account(self, row: Account) -> tuple[str, str]:
        for s in self.schools.values():
            for role, actor in s.actors.items():
                if actor.account_id == row.pk:
                    return s.name, role
        return "-", "no_hat"

    def _pupil(self, s: SimpleNamespace, row: Any) -> str:
        if isinstance(row, people_models.Guardian):
            return next((k for k, guardian in s.guardians.items() if guardian.pk == row.pk), "imported")
        participant = getattr(row, "participant", None) or row
        pupil = participant if isinstance(participant, Pupil) else getattr(participant, "pupil", None)
        if pupil is None:
            return ""
        return next((k for k, known in s.pupils.items() if known.pk == pupil.pk), "imported")

    def _partner(self, s: SimpleNamespace, row: Any) -> str:
        partner = row if isinstance(row, Partner) else getattr(row, "partner", None)
        if partner is None:
            return ""
        return next((k for k, known in s.partners.items() if known.pk == partner.pk), "imported")

    def _person(self, row: Any) -> str:
        if isinstance(row, Teacher):
            return self.roles.get(row.account_id, "plain")
        account = getattr(row, "account_id", None)
        if account is None:
            key = getattr(row, "by_key", "") or getattr(row, "actor_key", "")
            account = int(key.removeprefix("account:")) if key.startswith("account:") else None
        return self.roles.get(account, "")

    def _kind(self, row: Any) -> str:
        batch = getattr(row, "batch", None) or row
        return getattr(batch, "kind", "") if type(row).__module__.startswith("anyam.tools.imports") else ""


def _name_things(world: World) -> None:
    """Address parts of everything, by thing and variant; variants of school B are called `foreign`."""
    for s in world.schools.values():
        things = _things_of(s)
        for room in ROOMS:
            things |= room.things(s)
        for thing, variants in things.items():
            place = world.things.setdefault(thing, {})
            if s.name == "A":
                place.update(variants)
            else:
                first = next(iter(variants.values()))
                place["foreign"] = first
        rows_of = _rows_of(s)
        for room in ROOMS:
            rows_of |= room.rows(s)
        for name, rows in rows_of.items():
            words = [str(row.pk) for row in rows] + [row.code for row in rows if hasattr(row, "code")]
            world.values.setdefault(name, {})[s.name] = words


def _things_of(s: SimpleNamespace) -> dict[str, dict[str, dict[str, Any]]]:
    computed, submitted, approved = (s.waves[name].code for name in ("computed", "submitted", "approved"))
    people_of = s.participants["computed"]
    return {
        "none": {"own": {}},
        "pupil": {k: {"code": row.code} for k, row in s.pupils.items()},
        "guardian": {k: {"code": row.code, "guardian": s.guardians[k].code} for k, row in s.pupils.items()},
        "teacher": {
            "own": {"code": s.spare_teacher.code},
            **{role: {"code": _teacher_code(s, role)} for role in ("supervisor", "homeroom")},
        },
        "role": {role: {"code": row.code} for role, row in s.roles.items()},
        "view": {role: {"code": row.code} for role, row in s.views.items()},
        "notice": {role: {"code": row.code} for role, row in s.notices.items()},
        "job": {"office": {"code": s.batch.job_code}, "coordinator": {"code": s.live_job.code}},
        "document": {k: {"code": row.code} for k, row in s.documents.items()},
        "document_batch": {"office": {"code": s.batch.code}},
        **{f"import_{k}": {"own": {"code": row.code}} for k, row in s.batches.items()},
        "import_row": {"own": {"code": s.batches["checked"].code, "number": _bad_row(s.batches["checked"])}},
        "year": {"own": {"code": schools.current_year(s.school).code}},
        "frame": {
            "years": {"part": "tahun", "code": schools.current_year(s.school).code},
            "waves": {"part": "gelombang", "code": computed},
            "programmes": {"part": "konsentrasi", "code": s.p1.code},
            "classes": {"part": "rombel", "code": s.classes["own"].code},
            "objectives": {"part": "tujuan", "code": s.objective.code},
        },
        "frame_list": {
            word: {"part": part}
            for word, part in (
                ("years", "tahun"), ("waves", "gelombang"), ("programmes", "konsentrasi"), ("classes", "rombel"),
                ("objectives", "tujuan"),
            )
        },
        "partner": {k: {"code": row.code} for k, row in s.partners.items()},
        "voided": {"own": {"code": s.partners["voided"].code}},
        "partner_add": {
            f"{k}_{part}": {"code": row.code, "part": part}
            for k, row in s.partners.items() if k != "voided"
            for part in ("lokasi", "orang", "kursi", "catatan")
        },
        "partner_part": {
            f"{k}_{part}": {"code": row.code, "part": part, "part_code": code}
            for k, row in s.partners.items() if k != "voided"
            for part, code in (
                ("lokasi", row.sites.first().code), ("orang", s.contacts[k].code),
                ("kursi", s.seats["computed"][k].code),
            )
        },
        "partner_end": {
            f"{k}_{part}": {"code": row.code, "part": part, "part_code": code}
            for k, row in s.partners.items() if k != "voided"
            for part, code in (("orang", s.contacts[k].code), ("catatan", s.steps[k].code))
        },
        "wave": {"own": {"code": computed}},
        "wave_placed": {"own": {"code": approved}},
        "wave_new": {"own": {"code": s.empty_wave.code}},
        "wave_supervisor": {
            "own": {"code": computed, "pk": pkl.WaveSupervisor.unsafe_all_schools.get(wave=s.waves["computed"]).pk}
        },
        "round": {"own": {"code": s.rounds["computed"].code}},
        "round_submitted": {"own": {"code": s.rounds["submitted"].code}},
        "line": {k: {"code": s.rounds["computed"].code, "participant": row.code} for k, row in people_of.items()},
        "participant": {k: {"code": computed, "participant": row.code} for k, row in people_of.items()},
        "wish": {
            k: {"code": computed, "participant": row.code, "place": row.host_wishes.get().capacity.code}
            for k, row in people_of.items()
        },
        "pair": {
            k: {"code": computed, "participant": row.code, "place": row.pairs.get().capacity.code}
            for k, row in people_of.items()
        },
        "found": {k: {"code": computed, "found": row.code} for k, row in s.found["computed"].items()},
        "placement": {k: {"code": row.code} for k, row in s.placements.items()},
        "letter": {"own": {"code": approved, "about": s.placements["own"].code}},
        "wave_partner": {
            k: {"code": approved, "partner": s.partners[k].code} for k in ("own", "programme", "other")
        },
        "verification": {"own": {"code": s.documents["office"].verification}},
        "submitted_wave": {"own": {"code": submitted}},
    }  # fmt: skip


def _teacher_code(s: SimpleNamespace, role: str) -> str:
    return Teacher.objects.of_school(s.school.pk).get(account_id=s.actors[role].account_id).code


def _bad_row(batch: Any) -> int:
    from anyam.tools.imports.models import ImportRow  # slow import

    rows = ImportRow.unsafe_all_schools.filter(batch=batch, action="refused")
    return rows.values_list("number", flat=True)[0]


def _rows_of(s: SimpleNamespace) -> dict[str, list[Any]]:
    """Rows a relation field may name, by kind of thing."""
    here = {"school": s.school}
    return {
        "wave": list(s.waves.values()),
        "school_year": [schools.current_year(s.school)],
        "programme": [s.p1, s.p2],
        "class_group": list(s.classes.values()),
        "teacher": [s.spare_teacher, s.supervisor],
        "pupil": list(s.pupils.values()),
        "guardian": list(s.guardians.values()),
        "partner": list(s.partners.values()),
        "site": [partner.sites.first() for partner in s.partners.values()],
        "contact": list(s.contacts.values()),
        "capacity": list(Capacity.unsafe_all_schools.filter(**here)),
        "participant": list(s.participants["computed"].values()),
        "placement": list(s.placements.values()),
        "account": [SimpleNamespace(pk=actor.account_id) for actor in s.actors.values()],
        "school": [s.school],
    }
