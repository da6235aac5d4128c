"""The demonstration beside other schools, in the other half of the year, and as files that a newcomer imports."""

import io
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import transaction

from anyam.config.demo import files, loading
from anyam.config.demo.plans import PALANGKA
from anyam.records.people.models import Account, Pupil
from anyam.records.reference.models import Specialisation
from anyam.records.reference.queries import specialisation_by_code
from anyam.records.schools import operations as school_operations
from anyam.records.schools.models import School, Wave
from anyam.tools.imports import operations as imports
from anyam.tools.imports.kinds import kind_named
from anyam.tools.imports.models import ImportRow
from tests.factories import people as people_factory
from tests.factories import schools as schools_factory

pytestmark = [pytest.mark.db]
COMMITTED = Path(__file__).parents[2] / "demo"
NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of the test's own."""
    monkeypatch.setattr(settings, "DATA_DIR", tmp_path)
    return tmp_path


@pytest.fixture(scope="module")
def reference(django_db_setup, django_db_blocker) -> Iterator[None]:
    """The reference data as shipped, for the whole module."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_reference", stdout=io.StringIO())
        yield
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_a_real_school_is_left_alone(data, reference):
    schools_factory.make_school()
    call_command("demo", "--if-empty", stdout=(shown := io.StringIO()))
    call_command("demo", "--accounts", stdout=shown)
    assert (School.objects.count(), Pupil.unsafe_all_schools.count(), shown.getvalue()) == (1, 0, "")


@pytest.mark.django_db
def test_without_reference_data_nothing_is_left_behind(data, reference):
    Specialisation.objects.all().delete()
    with pytest.raises(CommandError, match="Data rujukan belum dimuat"):
        call_command("demo", stdout=io.StringIO())
    assert (School.objects.count(), Account.objects.count()) == (0, 0)


@pytest.mark.slow
@pytest.mark.django_db
def test_it_loads_in_the_other_half_of_the_year_too(data, reference):
    """In February the coming wave starts in July, in the next school year."""
    loading.load_demonstration(now=datetime(2027, 2, 9, 2, 0, tzinfo=UTC))
    waves = Wave.unsafe_all_schools.filter(school__slug="smkn3-plk").order_by("start")
    assert [(wave.start, wave.school_year.start_year) for wave in waves] == [
        (date(2027, 1, 4), 2026),
        (date(2027, 7, 12), 2027),
    ]


@pytest.mark.pure
def test_the_committed_files_are_what_the_code_writes(tmp_path: Path):
    written = files.write_files(tmp_path)
    assert [path.name for path in written] == [
        "dapodik-siswa-smkn3-plk.xlsx",
        "dapodik-guru-smkn3-plk.xlsx",
        "daftar-mitra-smkn3-plk.xlsx",
        "daftar-kursi-smkn3-plk.xlsx",
    ]
    for path in written:
        assert path.read_bytes() == (COMMITTED / path.name).read_bytes(), (
            f"run: demo --write-files {COMMITTED}"
        )
        assert path.stat().st_size < 300_000


@pytest.fixture
def newcomer(reference, data):
    """A school just started by hand, with its specialisations, class groups and coming wave."""
    school = schools_factory.make_school(name="SMK Baru", slug="smk-baru", npsn="99900009")
    humas = people_factory.make_actor(school, "waka_humas")
    programmes = {}
    for one in PALANGKA.specialisations:
        known = specialisation_by_code(one.code)
        words = {
            "specialisation": known,
            "name": one.name,
            "short_name": one.short,
            "years": 3,
            "is_active": True,
        }
        programmes[one.short] = school_operations.save_programme(
            actor=humas, programme=None, data=words, now=NOW
        )
    for group in PALANGKA.groups:
        schools_factory.make_class(school, programmes[group.short], name=group.name, grade=group.grade)
    schools_factory.make_wave(school, name="Gelombang 2")
    return humas


def imported(actor, kind: str, name: str):
    """The batch of one committed file, checked and imported without its faulty rows."""
    with (COMMITTED / name).open("rb") as file:
        batch = imports.start_import(actor=actor, kind=kind_named(kind), file=file, file_name=name, now=NOW)
    imports.check_batch(actor=actor, batch=batch, now=NOW)
    batch.refresh_from_db()
    ready = batch.ready_count
    if ready:
        imports.apply_batch(actor=actor, batch=batch, expected=ready, leave_refused=True, now=NOW)
        batch.refresh_from_db()
    return batch


@pytest.mark.slow
@pytest.mark.django_db
def test_a_newcomer_imports_the_files_into_an_empty_school(newcomer):
    teachers = imported(newcomer, "dapodik_teachers", "dapodik-guru-smkn3-plk.xlsx")
    assert (teachers.applied_count, teachers.refused_count) == (41, 0)
    pupils = imported(newcomer, "dapodik_pupils", "dapodik-siswa-smkn3-plk.xlsx")
    assert (pupils.applied_count, pupils.refused_count, len(pupils.mapping)) == (478, 8, 13)
    assert sum(len(part["columns"]) for part in pupils.dropped) == 53
    rows = ImportRow.objects.of_school(newcomer.school_id).filter(batch=pupils, action="refused")
    assert Counter(error["field"] for row in rows for error in row.errors) == {
        "nisn": 3,
        "class_name": 2,
        "birth_date": 1,
        "phone": 1,
        "name": 1,
    }
    partners = imported(newcomer, "partners", "daftar-mitra-smkn3-plk.xlsx")
    assert (partners.applied_count, partners.refused_count) == (70, 0)
    seats = imported(newcomer, "seats", "daftar-kursi-smkn3-plk.xlsx")
    assert (seats.applied_count, seats.refused_count) == (69, 0)
    again = [
        imported(newcomer, kind, name)
        for kind, name in (
            ("dapodik_pupils", "dapodik-siswa-smkn3-plk.xlsx"),
            ("partners", "daftar-mitra-smkn3-plk.xlsx"),
            ("seats", "daftar-kursi-smkn3-plk.xlsx"),
        )
    ]
    assert [(batch.new_count, batch.changed_count) for batch in again] == [(0, 0)] * 3
