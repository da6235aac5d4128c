"""Imports from file to records and back: dry run, mending, applying, undoing, expiring."""

from datetime import date, timedelta

import pytest

from anyam.base.errors import NotAllowed, NotFound, WrongState
from anyam.records.people.models import Pupil
from anyam.tools.audit.models import AuditEntry
from anyam.tools.imports import errors, operations
from anyam.tools.imports.models import ImportBatch, ImportChange, ImportRow
from anyam.tools.jobs import operations as jobs
from anyam.tools.jobs.models import Job
from tests.factories import people as people_factory
from tests.factories import schools as schools_factory
from tests.tools.imports.conftest import pupils_file

pytestmark = pytest.mark.db

ANI = (1, "Ani Rahayu", "0090000001", "P", "17/08/2009", "XI Kuliner 1", "081234567890")
BUDI = (2, "Budi Santoso", "0090000002", "L", "2009-01-31", "XI Kuliner 1", "")


@pytest.fixture
def kuliner(school):
    return schools_factory.make_class(school, name="XI Kuliner 1")


def rows_of(batch):
    return list(ImportRow.objects.of_school(batch.school_id).filter(batch=batch).order_by("number"))


def pupils(school):
    return list(
        Pupil.objects.of_school(school.pk).order_by("name").values_list("name", "nisn", "class_group__name")
    )


def test_reading_keeps_only_mapped_columns(started, kuliner):
    head = ("No", "Nama", "NISN", "NIK", "Agama", "Penghasilan", "Hobi")
    batch = started(
        pupils_file((1, "Ani", "0090000001", "6271014508090001", "Islam", "2 juta", "renang"), head=head)
    )
    (row,) = rows_of(batch)
    assert row.values == {"name": "Ani", "nisn": "0090000001"}
    assert row.spare == {}
    assert [(part["group"], part["columns"]) for part in batch.dropped] == [
        (0, [5]),
        (1, [3]),
        (2, [4]),
        (-1, [0, 6]),
    ]
    stored = str(list(ImportRow.unsafe_all_schools.values())) + str(
        list(ImportBatch.unsafe_all_schools.values())
    )
    for secret in ("6271014508090001", "Islam", "2 juta", "renang"):
        assert secret not in stored


def test_check_sorts_rows_and_writes_no_record(checked, school, kuliner):
    people_factory.make_pupil(
        school,
        name="Ani Rahayu",
        nisn="0090000001",
        nipd="",
        gender="P",
        birth_date=date(2009, 8, 17),
        class_group=kuliner,
        phone="081234567890",
    )
    people_factory.make_pupil(
        school, name="Budi S", nisn="0090000002", nipd="", gender="L", class_group=kuliner
    )
    people_factory.make_pupil(school, name="Hilang", nisn="0090000099", class_group=kuliner)
    batch = checked(
        pupils_file(ANI, BUDI, (3, "Citra", "0090000003", "P", "", "", ""), (4, "", "0090000004"))
    )
    assert [(row.number, row.action) for row in rows_of(batch)] == [
        (4, "same"),
        (5, "changed"),
        (6, "new"),
        (7, "refused"),
    ]
    assert (batch.new_count, batch.changed_count, batch.same_count, batch.refused_count) == (1, 1, 1, 1)
    assert batch.changed_fields == {"name": 1, "birth_date": 1}
    assert [a["title"] for a in batch.absent] == ["Hilang"]
    assert rows_of(batch)[1].changes[0] == {
        "field": "name",
        "label": "Nama siswa",
        "before": "Budi S",
        "after": "Budi Santoso",
    }
    assert Pupil.objects.of_school(school.pk).count() == 3


def test_errors_name_value_and_remedy_and_propose(checked, kuliner):
    batch = checked(
        pupils_file(
            (1, "Agustina", 61234567, "P", "", "XI Kuliner 1", ""),
            (2, "Bagas", "0090000064", "", "", "", ""),
            (3, "Bagus", "0090000064", "", "", "", ""),
            (4, "Christian", "", "", "31/04/2010", "", ""),
            (5, "Fransiska", "", "", "", "XI Kulinr 1", ""),
            (6, "Hendra", "", "", "", "", "0812 / 0857 (WA ibu)"),
            (7, "Yuliana", "", "X", "", "", ""),
            (8, "Zaki", 3273012345678900, "", "", "", ""),
        )
    )
    told = {
        row.number: [(e["field"], e["message"], e["suggestion"]) for e in row.errors]
        for row in rows_of(batch)
    }
    assert told == {
        4: [("nisn", "NISN “61234567” hanya 8 angka, seharusnya 10.", "0061234567")],
        5: [("nisn", "NISN “0090000064” juga dipakai baris 6.", "")],
        6: [("nisn", "NISN “0090000064” juga dipakai baris 5.", "")],
        7: [("birth_date", "Tanggal lahir “31/04/2010”. Bulan itu hanya 30 hari.", "")],
        8: [("class_group", "Rombel “XI Kulinr 1” belum ada di Anyam.", "XI Kuliner 1")],
        9: [("phone", "HP “0812 / 0857 (WA ibu)”: Sisakan satu nomor WhatsApp.", "")],
        10: [("gender", "Jenis kelamin “X” belum dikenal.", "")],
        11: [
            ("nisn", "NISN “3273012345678900” kehilangan angka karena disimpan Excel sebagai bilangan.", "")
        ],
    }
    assert all(error["remedy"] for row in rows_of(batch) for error in row.errors)


def test_mending_a_row_judges_its_twin_again(checked, operator, now):
    batch = checked(pupils_file((1, "Bagas", "0090000064"), (2, "Bagus", "0090000064")))
    row = operations.mend_row(actor=operator, batch=batch, number=5, values={"nisn": "0090000065"}, now=now)
    assert (row.action, row.errors, row.values["nisn"]) == ("new", [], "0090000065")
    batch.refresh_from_db()
    assert [r.action for r in rows_of(batch)] == ["new", "new"]
    assert (batch.new_count, batch.refused_count) == (2, 0)


def test_mending_takes_no_foreign_field_and_no_foreign_batch(checked, operator, other_school, now):
    batch = checked(pupils_file(ANI))
    row = operations.mend_row(
        actor=operator, batch=batch, number=4, values={"school": "9", "name": "Ani R"}, now=now
    )
    assert "school" not in row.values
    stranger = people_factory.make_actor(other_school, "operator", name="Orang lain")
    with pytest.raises(NotFound):
        operations.mend_row(actor=stranger, batch=batch, number=4, values={"name": "x"}, now=now)


def test_suggestions_can_be_taken_for_one_row_or_for_all(checked, operator, kuliner, now):
    batch = checked(
        pupils_file(
            (1, "A", 61234567), (2, "B", 61234568), (3, "C", "", "", "", "XI Kulinr 1"), (4, "D", "123")
        )
    )
    assert operations.accept_suggestions(actor=operator, batch=batch, numbers=[4], now=now) == 1
    batch.refresh_from_db()
    assert (batch.new_count, batch.refused_count) == (1, 3)
    assert operations.accept_suggestions(actor=operator, batch=batch, now=now) == 2
    assert [r.action for r in rows_of(batch)] == ["new", "new", "new", "refused"]


def test_apply_writes_ready_rows_only_and_same_file_again_changes_nothing(
    applied, checked, operator, school, kuliner, now
):
    batch = applied(pupils_file(ANI, BUDI, (3, "", "0090000003")))
    assert pupils(school) == [
        ("Ani Rahayu", "0090000001", "XI Kuliner 1"),
        ("Budi Santoso", "0090000002", "XI Kuliner 1"),
    ]
    assert (batch.state, batch.applied_count, batch.refused_count) == ("applied", 2, 1)
    again = checked(pupils_file(ANI, BUDI))
    assert (again.new_count, again.changed_count, again.same_count) == (0, 0, 2)
    with pytest.raises(errors.NothingReady):
        operations.apply_batch(actor=operator, batch=again, expected=0, leave_refused=False, now=now)


def test_apply_asks_before_leaving_rows_and_when_numbers_moved(checked, operator, school, now):
    batch = checked(pupils_file(ANI[:3], (3, "", "0090000003")))
    with pytest.raises(errors.RowsRefused):
        operations.apply_batch(actor=operator, batch=batch, expected=1, leave_refused=False, now=now)
    with pytest.raises(errors.CountChanged):
        operations.apply_batch(actor=operator, batch=batch, expected=7, leave_refused=True, now=now)
    assert pupils(school) == []
    operations.apply_batch(actor=operator, batch=batch, expected=1, leave_refused=True, now=now)
    with pytest.raises(WrongState):
        operations.apply_batch(actor=operator, batch=batch, expected=1, leave_refused=True, now=now)
    assert [name for name, *_ in pupils(school)] == ["Ani Rahayu"]


def test_row_that_the_room_refuses_or_breaks_stays_behind_alone(applied, school):
    batch = applied(pupils_file((1, "Ani"), (2, "Tolak Saya"), (3, "Rusak"), (4, "Budi")))
    assert [name for name, *_ in pupils(school)] == ["Ani", "Budi"]
    assert [(r.number, r.action) for r in rows_of(batch)] == [
        (4, "new"),
        (5, "refused"),
        (6, "refused"),
        (7, "new"),
    ]
    assert rows_of(batch)[1].errors[0]["message"] == "Nama ini ditolak."
    assert (
        rows_of(batch)[2]
        .errors[0]["message"]
        .startswith("Baris ini belum bisa disimpan karena kesalahan sistem")
    )
    assert (batch.applied_count, batch.refused_count) == (2, 2)


def test_empty_cells_do_not_erase_what_is_known(applied, school, kuliner):
    people_factory.make_pupil(school, name="Ani", nisn="0090000001", phone="0811", class_group=kuliner)
    applied(pupils_file((1, "Ani Rahayu", "0090000001", "", "", "", "")))
    pupil = Pupil.objects.of_school(school.pk).get()
    assert (pupil.name, pupil.phone, pupil.class_group) == ("Ani Rahayu", "0811", kuliner)


def test_undo_brings_everything_back(applied, operator, school, kuliner, now):
    old = people_factory.make_pupil(
        school, name="Budi", nisn="0090000002", nipd="", class_group=None, gender="L"
    )
    before = list(Pupil.objects.of_school(school.pk).values())
    batch = applied(pupils_file(ANI, BUDI))
    assert len(pupils(school)) == 2
    operations.undo_batch(actor=operator, batch=batch, now=now)
    batch.refresh_from_db()
    assert (batch.state, batch.kept_count) == ("undone", 0)
    after = list(Pupil.objects.of_school(school.pk).values())
    assert [{k: v for k, v in row.items() if k != "updated_at"} for row in after] == [
        {k: v for k, v in row.items() if k != "updated_at"} for row in before
    ]
    assert after[0]["id"] == old.pk


def test_undo_leaves_what_others_changed_or_need(applied, operator, school, kuliner, now):
    people_factory.make_pupil(school, name="Budi", nisn="0090000002", nipd="", class_group=None)
    citra = (3, "Citra", "0090000003")
    dodi = (4, "Dodi", "0090000004")
    batch = applied(pupils_file(ANI, BUDI, citra, dodi))
    named = {p.name: p for p in Pupil.objects.of_school(school.pk)}
    people_factory.make_guardian(school, named["Ani Rahayu"])
    named["Budi Santoso"].name = "Budi S."
    named["Budi Santoso"].save()
    named["Citra"].phone = "0812"
    named["Citra"].save()
    operations.undo_batch(actor=operator, batch=batch, now=now)
    batch.refresh_from_db()
    assert batch.kept_count == 3
    outcomes = dict(ImportChange.objects.of_school(school.pk).values_list("title", "outcome"))
    assert outcomes == {
        "Ani Rahayu": "kept_needed",
        "Budi Santoso": "kept_changed",
        "Citra": "kept_changed",
        "Dodi": "reverted",
    }
    assert [name for name, *_ in pupils(school)] == ["Ani Rahayu", "Budi S.", "Citra"]


def test_undo_of_an_update_ignores_other_fields_changed_since(applied, operator, school, now):
    people_factory.make_pupil(school, name="Budi", nisn="0090000002", class_group=None)
    batch = applied(pupils_file((1, "Budi Santoso", "0090000002")))
    Pupil.objects.of_school(school.pk).update(phone="0899")
    operations.undo_batch(actor=operator, batch=batch, now=now)
    assert list(Pupil.objects.of_school(school.pk).values_list("name", "phone")) == [("Budi", "0899")]


def test_undo_ends_after_thirty_days(applied, operator, school, now):
    batch = applied(pupils_file(ANI[:3]))
    with pytest.raises(errors.UndoExpired):
        operations.undo_batch(actor=operator, batch=batch, now=now + timedelta(days=31))
    assert operations.expire_batches(actor=operator, now=now + timedelta(days=29)) == 0
    assert operations.expire_batches(actor=operator, now=now + timedelta(days=31)) == 1
    assert operations.expire_batches(actor=operator, now=now + timedelta(days=32)) == 0
    batch.refresh_from_db()
    assert (batch.state, rows_of(batch), ImportChange.objects.of_school(school.pk).count()) == (
        "applied",
        [],
        0,
    )
    assert len(pupils(school)) == 1


def test_what_was_never_imported_is_erased_after_a_week(checked, operator, now):
    batch = checked(pupils_file(ANI[:3]))
    assert operations.expire_batches(actor=operator, now=now + timedelta(days=8)) == 1
    batch.refresh_from_db()
    assert (batch.state, rows_of(batch)) == ("expired", [])


def test_discarding_erases_rows_at_once(checked, operator, now):
    batch = checked(pupils_file(ANI[:3]))
    operations.discard_batch(actor=operator, batch=batch, now=now)
    batch.refresh_from_db()
    assert (batch.state, batch.columns, rows_of(batch)) == ("expired", {}, [])


def test_columns_named_twice_are_a_question_and_can_be_swapped(started, operator, school, now):
    head = ("Nama", "NISN", "Nama")
    batch = started(pupils_file(("Wali A", "0090000001", "Ani"), ("Wali B", "0090000002", "Budi"), head=head))
    assert batch.mapping["name"] == {"column": 0, "confidence": 1.0, "others": [2]}
    operations.remap(actor=operator, batch=batch, columns={"name": 2, "nisn": 1}, now=now)
    operations.check_batch(actor=operator, batch=batch, now=now)
    assert [r.values for r in rows_of(batch)] == [
        {"name": "Ani", "nisn": "0090000001"},
        {"name": "Budi", "nisn": "0090000002"},
    ]
    assert [r.spare for r in rows_of(batch)] == [{}, {}]


def test_choosing_a_column_that_was_not_kept_needs_the_same_file(started, operator, now):
    def file(name="Ani"):
        return pupils_file(("x1", "0090000001", name), head=("Panggilan", "NISN", "Sebutan resmi"))

    batch = started(file())
    assert set(batch.mapping) == {"nisn"}
    with pytest.raises(errors.ColumnsMissing):
        operations.check_batch(actor=operator, batch=batch, now=now)
    columns = {"name": 2, "nisn": 1}
    with pytest.raises(errors.FileNeeded):
        operations.remap(actor=operator, batch=batch, columns=columns, now=now)
    with pytest.raises(errors.OtherFile):
        operations.remap(actor=operator, batch=batch, columns=columns, file=file("Budi"), now=now)
    operations.remap(actor=operator, batch=batch, columns=columns, file=file(), now=now)
    assert [r.values for r in rows_of(batch)] == [{"name": "Ani", "nisn": "0090000001"}]


def test_column_of_an_ignored_group_cannot_be_chosen(started, operator, now):
    batch = started(pupils_file(("Ani", "6271"), head=("Nama", "NIK")))
    with pytest.raises(errors.Refused) as refused:
        operations.remap(actor=operator, batch=batch, columns={"name": 0, "phone": 1}, now=now)
    assert refused.value.code == "barred"


def test_only_who_may_import_the_list(school, kind, now):
    supervisor = people_factory.make_actor(school, "supervisor", name="Bu Guru")
    with pytest.raises(NotAllowed):
        operations.start_import(actor=supervisor, kind=kind, file=pupils_file(ANI), file_name="x", now=now)
    assert ImportBatch.objects.visible_to(supervisor).count() == 0


def test_large_import_runs_as_jobs_that_may_run_twice(started, operator, school, now):
    rows = [(n, f"Siswa {n}", f"{n:010d}") for n in range(1, 1201)]
    batch = started(pupils_file(*rows))
    job = operations.check_batch(actor=operator, batch=batch, now=now)
    assert jobs.run_now(job).state == "done"
    batch.refresh_from_db()
    assert (batch.state, batch.new_count) == ("checked", 1200)
    job = operations.apply_batch(actor=operator, batch=batch, expected=1200, leave_refused=False, now=now)
    assert jobs.run_now(job).state == "done"
    again = Job.objects.of_school(school.pk).get(pk=job.pk)
    Job.objects.of_school(school.pk).filter(pk=again.pk).update(state="queued")
    assert jobs.run_now(again).state == "done"
    batch.refresh_from_db()
    assert (batch.state, batch.applied_count, Pupil.objects.of_school(school.pk).count()) == (
        "applied",
        1200,
        1200,
    )
    job = operations.undo_batch(actor=operator, batch=batch, now=now)
    assert jobs.run_now(job).state == "done"
    assert Pupil.objects.of_school(school.pk).count() == 0
    names = set(
        AuditEntry.objects.of_school(school.pk)
        .filter(action="imports.undo")
        .values_list("actor_name", flat=True)
    )
    assert names == {"Dedi Kurniawan"}


def test_broken_apply_goes_on_where_it_stopped(checked, operator, school, kind, now, monkeypatch):
    from anyam.tools.imports.operations import applying

    batch = checked(pupils_file(*[(n, f"Siswa {n}", f"{n:010d}") for n in range(1, 8)]))
    monkeypatch.setattr(applying, "CHUNK", 3)
    calls = []
    whole = kind.load_context

    def breaks_once(actor):
        calls.append(1)
        if len(calls) == 2:
            raise RuntimeError("power cut")
        return whole(actor)

    monkeypatch.setattr(kind, "load_context", breaks_once)
    with pytest.raises(RuntimeError):
        operations.apply_batch(actor=operator, batch=batch, expected=7, leave_refused=False, now=now)
    assert Pupil.objects.of_school(school.pk).count() == 3
    operations.apply_batch(actor=operator, batch=batch, expected=7, leave_refused=False, now=now)
    batch.refresh_from_db()
    assert (batch.state, batch.applied_count, Pupil.objects.of_school(school.pk).count()) == ("applied", 7, 7)


def test_checking_costs_the_same_queries_for_more_rows(started, operator, kuliner, now):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for size in (3, 60):
        rows = [(n, f"Siswa {n}", f"{n:010d}", "L", "17/08/2009", "XI Kuliner 1") for n in range(1, size + 1)]
        batch = started(pupils_file(*rows))
        with CaptureQueriesContext(connection) as captured:
            operations.check_batch(actor=operator, batch=batch, now=now)
        counts.append(len(captured))
    assert counts[0] == counts[1]
