"""Dapodik's list of pupils as it is: what is taken, what is left at the door, what is refused and how it is mended."""

import json
from datetime import date, timedelta

import pytest

from anyam.base.actor import system_actor
from anyam.records.people.models import Guardian, GuardianRelation, Pupil
from anyam.records.schools.models import ClassGroup
from anyam.tools.audit.models import AuditEntry
from anyam.tools.imports import operations
from anyam.tools.imports.kinds import kind_named
from anyam.tools.imports.models import ImportBatch, ImportChange, ImportRow
from anyam.tools.imports.queries import made_by_the_way
from anyam.tools.imports.steps import Steps
from tests.factories import people as people_factory
from tests.factories import schools as schools_factory
from tests.factories.dapodik import PUPIL_HEADINGS, SECRETS, pupil_row, pupils_file

pytestmark = [pytest.mark.db, pytest.mark.django_db]


@pytest.fixture
def group(school):
    return schools_factory.make_class(school, name="XI Kuliner 1")


@pytest.fixture
def operator(school, group):
    return people_factory.make_actor(school, "operator", name="Dedi Kurniawan")


@pytest.fixture
def checked(operator, now):
    """`checked(*rows)` is a batch of these rows, read and judged."""

    def do(*rows, kind="dapodik_pupils", actor=operator):
        batch = operations.start_import(
            actor=actor, kind=kind_named(kind), file=pupils_file(rows), file_name="daftar_pd.xlsx", now=now
        )
        operations.check_batch(actor=actor, batch=batch, now=now)
        batch.refresh_from_db()
        return batch

    return do


@pytest.fixture
def applied(operator, checked, now):
    """`applied(*rows)` is a batch of these rows, imported without its refused ones."""

    def do(*rows, actor=operator, at=now):
        batch = checked(*rows, actor=actor)
        operations.apply_batch(
            actor=actor, batch=batch, expected=batch.ready_count, leave_refused=True, now=at
        )
        batch.refresh_from_db()
        return batch

    return do


NABILA = pupil_row(
    "Nabila Azzahra",
    nisn="0080000007",
    nipd="12680/246.4",
    hp="0812-3456-7890",
    email="nabila@contoh.id",
    father="Sahrudin",
    mother="Siti Aminah",
    latitude="-2,2161",
    longitude="113,9135",
)


def errors_of(batch) -> dict[str, dict[str, str]]:
    """The errors of the batch's only refused row, by field."""
    row = ImportRow.objects.of_school(batch.school_id).get(batch=batch, action="refused")
    return {error["field"]: error for error in row.errors}


def actions(batch) -> list[str]:
    rows = ImportRow.objects.of_school(batch.school_id).filter(batch=batch).order_by("number")
    return list(rows.values_list("action", flat=True))


def test_the_layout_has_66_columns():
    assert len(PUPIL_HEADINGS) == 66


def test_columns_used_and_left_out(checked):
    batch = checked(NABILA)
    used = {key: PUPIL_HEADINGS[match["column"]] for key, match in batch.mapping.items()}
    assert used == {
        "name": "Nama",
        "nisn": "NISN",
        "nipd": "NIPD",
        "gender": "JK",
        "birth_date": "Tanggal Lahir",
        "class_name": "Rombel Saat Ini",
        "phone": "HP",
        "email": "E-Mail",
        "father_name": "Data Ayah, Nama",
        "mother_name": "Data Ibu, Nama",
        "guardian_name": "Data Wali, Nama",
        "home_latitude": "Lintang",
        "home_longitude": "Bujur",
    }
    assert [(part["group"], len(part["columns"])) for part in batch.dropped] == [
        (0, 3), (1, 5), (2, 8), (3, 3), (4, 4), (5, 1), (6, 29),
    ]  # fmt: skip
    assert (batch.header["first"], batch.header["last"]) == (5, 6)


def test_nothing_left_at_the_door_is_kept_anywhere(applied, school):
    batch = applied(NABILA)
    rows = list(ImportRow.objects.of_school(school.pk).values())
    changes = list(ImportChange.objects.of_school(school.pk).values())
    batches = list(ImportBatch.objects.of_school(school.pk).values())
    trail = list(AuditEntry.objects.of_school(school.pk).values())
    kept = json.dumps(
        [rows, changes, batches, trail, list(Pupil.objects.of_school(school.pk).values())], default=str
    )
    assert batch.applied_count == 1
    assert [secret for secret in SECRETS.values() if secret in kept] == []


def test_a_new_pupil_with_everything(applied, school, group):
    applied(NABILA)
    pupil = Pupil.objects.of_school(school.pk).get()
    assert (pupil.name, pupil.nisn, pupil.nipd, pupil.gender) == (
        "Nabila Azzahra", "0080000007", "12680/246.4", "P",
    )  # fmt: skip
    assert (pupil.birth_date, pupil.class_group, pupil.phone) == (date(2009, 3, 14), group, "+6281234567890")
    assert (pupil.email, pupil.status) == ("nabila@contoh.id", "active")
    assert (pupil.home_latitude, pupil.home_longitude) == (-2.2161, 113.9135)
    relations = GuardianRelation.objects.of_school(school.pk).order_by("kind")
    assert [(one.kind, one.guardian.name) for one in relations] == [
        ("father", "Sahrudin"), ("mother", "Siti Aminah"),
    ]  # fmt: skip


def test_the_same_file_twice_changes_nothing(applied, checked, school):
    applied(NABILA)
    again = checked(NABILA)
    assert (again.new_count, again.changed_count, again.same_count, again.refused_count) == (0, 0, 1, 0)
    assert Guardian.objects.of_school(school.pk).count() == 2


def test_known_by_nisn_then_by_nipd(applied, school):
    applied(NABILA)
    applied(
        pupil_row(
            "Nabila Azzahra", nisn="0080000007", nipd="12680/246.4", group="XI Kuliner 1", hp="0800 1234 567"
        )
    )
    applied(pupil_row("NABILA AZZAHRA", nipd="12680/246.4"))
    pupil = Pupil.objects.of_school(school.pk).get()
    assert (pupil.name, pupil.phone, pupil.nisn) == ("NABILA AZZAHRA", "+628001234567", "0080000007")


def test_empty_cells_never_erase(applied, school):
    applied(NABILA)
    applied(pupil_row("Nabila A.", nisn="0080000007"))
    pupil = Pupil.objects.of_school(school.pk).get()
    assert (pupil.nipd, pupil.phone, pupil.home_latitude) == ("12680/246.4", "+6281234567890", -2.2161)
    assert Guardian.objects.of_school(school.pk).count() == 2


def test_a_new_nisn_for_the_same_nipd_and_name_is_a_correction(applied, checked, school):
    applied(NABILA)
    applied(pupil_row("Nabila  Azzahra", nisn="0080000070", nipd="12680/246.4"))
    assert Pupil.objects.of_school(school.pk).get().nisn == "0080000070"
    other = checked(pupil_row("Gilang Saputra", nisn="0080000071", nipd="12680/246.4"))
    assert errors_of(other)["nipd"]["message"] == "NIPD “12680/246.4” sudah dipakai Nabila Azzahra."


def test_lost_zeros_are_proposed_and_accepted_with_one_press(checked, operator, now):
    batch = checked(pupil_row("Agustina Rahayu", nisn=61234567))
    error = errors_of(batch)["nisn"]
    assert error["message"] == "NISN “61234567” hanya 8 angka, seharusnya 10."
    assert error["suggestion"] == "0061234567"
    assert operations.accept_suggestions(actor=operator, batch=batch, now=now) == 1
    assert actions(batch) == ["new"]


def test_nisn_twice_in_the_file_names_the_other_row(checked):
    batch = checked(
        pupil_row("Bagas Pratama", nisn="0080000064"), pupil_row("Bagas Aditya", nisn="0080000064")
    )
    rows = ImportRow.objects.of_school(batch.school_id).filter(batch=batch).order_by("number")
    assert [row.errors[0]["message"] for row in rows] == [
        "NISN “0080000064” juga dipakai baris 8.",
        "NISN “0080000064” juga dipakai baris 7.",
    ]


def test_the_same_nisn_in_another_school_is_allowed(applied, other_school, school):
    people_factory.make_pupil(other_school, nisn="0080000007")
    assert applied(NABILA).applied_count == 1
    assert Pupil.objects.of_school(other_school.pk).get().name == "Nabila Azzahra"


@pytest.mark.parametrize(
    ("written", "born"),
    [
        ("2009-03-14", date(2009, 3, 14)),
        ("14/03/2009", date(2009, 3, 14)),
        ("14-3-2009", date(2009, 3, 14)),
        ("14 Maret 2009", date(2009, 3, 14)),
        ("14 Mar 2009", date(2009, 3, 14)),
        (date(2009, 3, 14), date(2009, 3, 14)),
        ("17 Agt 2008", date(2008, 8, 17)),
        ("Agustus 17, 2008", date(2008, 8, 17)),
    ],
)
def test_dates_in_many_styles(applied, school, written, born):
    if isinstance(written, date):
        written = (written - date(1899, 12, 30)).days
        row = pupil_row("Ani", nisn="0080000001", born=str(date(1899, 12, 30) + timedelta(days=written)))
    else:
        row = pupil_row("Ani", nisn="0080000001", born=written)
    applied(row)
    assert Pupil.objects.of_school(school.pk).get().birth_date == born


@pytest.mark.parametrize(
    ("written", "says", "proposes"),
    [
        ("31/04/2010", "Bulan itu hanya 30 hari", ""),
        ("29/02/2007", "Bulan itu hanya 28 hari", ""),
        ("00/00/0000", "tidak ada di kalender", ""),
        ("08/17/2008", "bulan lebih dulu", "2008-08-17"),
        ("17/08/08", "tahun dua angka", ""),
        (39677, "hitungan hari Excel", "2008-08-17"),
        ("12/08/2029", "belum terjadi", ""),
        ("2024-01-01", "di luar umur siswa", ""),
        ("1946-01-01", "di luar umur siswa", ""),
        ("kemarin", "belum terbaca sebagai tanggal", ""),
    ],
)
def test_dates_that_cannot_be(checked, written, says, proposes):
    error = errors_of(checked(pupil_row("Ani", nisn="0080000001", born=written)))["birth_date"]
    assert says in error["message"]
    assert error["suggestion"] == proposes
    assert error["remedy"]


@pytest.mark.parametrize(
    "written",
    [
        "0812-3456-7890",
        "+62 812 3456 7890",
        "6281234567890",
        "81234567890",
        "٠٨١٢٣٤٥٦٧٨٩٠",
        "０８１２３４５６７８９０",
    ],
)
def test_one_number_however_written(applied, school, written):
    applied(pupil_row("Ani", nisn="0080000001", hp=written))
    assert Pupil.objects.of_school(school.pk).get().phone == "+6281234567890"


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("0812 3456 7890 / 0857 1111 2222 (WA ibu)", "dua nomor"),
        ("0812/0857 (WA istri)", "dua nomor"),
        ("081234567890 punya ibu", "memuat huruf"),
        ("1" * 40, "Tulis nomor WhatsApp"),
        ("0000000000", "Tulis nomor WhatsApp"),
        ("(021) 555", "Tulis nomor WhatsApp"),
    ],
)
def test_numbers_that_are_none_or_two(checked, written, says):
    error = errors_of(checked(pupil_row("Ani", nisn="0080000001", hp=written)))["phone"]
    assert says in error["message"]
    assert error["remedy"] == "Sisakan satu nomor WhatsApp, misalnya 0812 3456 7890."


@pytest.mark.parametrize(
    ("written", "says", "proposes"),
    [
        ("008000001", "hanya 9 angka", "0008000001"),
        ("00800000011", "berisi 11 angka", ""),
        ("OO8OOOOOO1", "tidak hanya berisi angka", "0080000001"),
    ],
)
def test_nisn_of_a_wrong_shape(checked, written, says, proposes):
    error = errors_of(checked(pupil_row("Ani", nisn=written)))["nisn"]
    assert says in error["message"]
    assert error["suggestion"] == proposes


def test_spaces_in_a_nisn_are_tidied(applied, school):
    applied(pupil_row("Ani", nisn=" 008 000 0001 "))
    assert Pupil.objects.of_school(school.pk).get().nisn == "0080000001"


def test_neither_nisn_nor_nipd(checked):
    error = errors_of(checked(pupil_row("Ani")))["nisn"]
    assert error["message"] == "NISN: Isi NISN atau NIPD, supaya siswa ini bisa dikenali."


NAMES = [
    "Suharto", "A", "Nur 'Aini", "D’Boga", "Siti ʻAisyah", "Drs. H. Moh. Saleh, S.Pd., M.M.", "McDonald van der Meer",
    "NABILA AZZAHRA", "nabila azzahra", "Null", "None", "NaN", "True", "undefined", "-",
    "I Gusti Ayu Agung Putu Oka Dewi Sri Kusuma Wardani Ningrat Pemecutan Karangasem, S.Tr.Par.", "محمد علي",
    "ꦗꦮ", "山田太郎", "Ani 🌺", "José",
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_names_are_kept_as_typed(applied, school, name):
    applied(pupil_row(name, nisn="0080000001"))
    assert Pupil.objects.of_school(school.pk).get().name == name


def test_only_spaces_are_tidied_and_letters_composed(applied, school):
    applied(pupil_row("  Jose\u0301 \t Maria\u00a0 Da\nCosta ", nisn="0080000001"))
    assert Pupil.objects.of_school(school.pk).get().name == "Jos\u00e9 Maria Da Costa"


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("N\u0430bila", "huruf dari abjad lain"),
        ("Ani" + "\u0301\u0300\u0302\u0303\u0304" * 20, "terlalu banyak tanda"),
        ("A" * 151, "150"),
    ],
)
def test_names_that_would_deceive(checked, name, says):
    error = errors_of(checked(pupil_row(name, nisn="0080000001")))["name"]
    assert says in error["message"]


def test_hidden_signs_do_not_reach_the_record(applied, school):
    applied(pupil_row("Na\u200bbila\u202e Azz\u00adahra", nisn="0080000001"))
    assert Pupil.objects.of_school(school.pk).get().name == "Nabila Azzahra"


def test_twins_are_two_pupils(applied, school):
    applied(
        pupil_row("Ani", nisn="0080000001", mother="Marta"),
        pupil_row("Ani", nisn="0080000002", mother="Marta"),
    )
    assert Pupil.objects.of_school(school.pk).count() == 2


def test_a_misspelled_class_is_proposed(checked):
    error = errors_of(checked(pupil_row("Fransiska", nisn="0080000001", group="XI Kulinr 1")))["class_name"]
    assert error["message"] == "Rombel “XI Kulinr 1” belum ada di Anyam."
    assert error["suggestion"] == "XI Kuliner 1"


def test_a_class_is_found_without_case_and_spaces(applied, school, group):
    applied(pupil_row("Ani", nisn="0080000001", group="xi  kuliner1"))
    assert Pupil.objects.of_school(school.pk).get().class_group == group


def test_missing_classes_are_made_on_acceptance_and_unmade_by_undo(checked, operator, school, now):
    batch = checked(
        pupil_row("Ani", nisn="0080000001", group="X Kuliner 2"),
        pupil_row("Budi", nisn="0080000002", group="X Kuliner 2"),
    )
    row = ImportRow.objects.of_school(school.pk).filter(batch=batch).first()
    assert row.errors[0]["suggestion"] == "X Kuliner 2 (rombel baru)"
    assert row.errors[0]["remedy"] == "Terima usulan untuk membuat rombel ini: tingkat 10, Kuliner."
    operations.accept_suggestions(actor=operator, batch=batch, now=now)
    batch.refresh_from_db()
    operations.apply_batch(actor=operator, batch=batch, expected=2, leave_refused=False, now=now)
    made = ClassGroup.objects.of_school(school.pk).get(name="X Kuliner 2")
    assert (made.grade, made.programme.name, made.school_year.is_current) == (10, "Kuliner", True)
    assert Pupil.objects.of_school(school.pk).filter(class_group=made).count() == 2
    operations.undo_batch(actor=operator, batch=batch, now=now)
    assert not ClassGroup.objects.of_school(school.pk).filter(name="X Kuliner 2").exists()
    assert not Pupil.objects.of_school(school.pk).exists()


def test_classes_with_many_pupils_in_the_file_need_no_question(checked, operator, school, now):
    rows = [pupil_row(f"Siswa {n}", nisn=f"00800000{n:02d}", group="X Kuliner 2") for n in range(5)]
    batch = checked(*rows, pupil_row("Ani", nisn="0080000050", group="X Kulinr 2"))
    assert (batch.new_count, batch.refused_count) == (5, 1)
    refused = ImportRow.objects.of_school(school.pk).get(batch=batch, action="refused")
    assert [error["suggestion"] for error in refused.errors] == ["X Kuliner 2"]
    assert made_by_the_way(operator, batch) == ["X Kuliner 2"]
    operations.accept_suggestions(actor=operator, batch=batch, now=now)
    batch.refresh_from_db()
    operations.apply_batch(actor=operator, batch=batch, expected=6, leave_refused=False, now=now)
    made = ClassGroup.objects.of_school(school.pk).get(name="X Kuliner 2")
    assert Pupil.objects.of_school(school.pk).filter(class_group=made).count() == 6
    assert made_by_the_way(operator, batch) == []


def test_an_unreadable_class_is_asked_about_however_many_pupils_it_has(checked, school):
    rows = [pupil_row(f"Siswa {n}", nisn=f"00800000{n:02d}", group="Kelas Unggulan") for n in range(5)]
    assert checked(*rows).refused_count == 5
    row = ImportRow.objects.of_school(school.pk).first()
    assert [error["suggestion"] for error in row.errors] == [""]


def test_another_class_number_is_not_a_misspelling(checked):
    error = errors_of(checked(pupil_row("Ani", nisn="0080000001", group="XI Kuliner 3")))["class_name"]
    assert error["suggestion"] == "XI Kuliner 3 (rombel baru)"


def test_a_class_nobody_can_read(checked):
    error = errors_of(checked(pupil_row("Ani", nisn="0080000001", group="Kelas Unggulan")))["class_name"]
    assert (error["suggestion"], error["remedy"]) == (
        "", "Tambah rombel di halaman Rombel, atau tulis seperti XI Kuliner 1.",
    )  # fmt: skip


def test_without_a_current_year_every_row_says_so(checked, school):
    year = schools_factory.current_year(school)
    year.is_current = False
    year.save()
    assert errors_of(checked(NABILA))["class_name"]["message"] == "Tahun pelajaran berjalan belum diatur."


def test_empty_class_and_empty_name(checked):
    errors = errors_of(checked(pupil_row("", nisn="0080000001", group="")))
    assert {key: error["message"] for key, error in errors.items()} == {
        "name": "Nama kosong.",
        "class_name": "Rombel kosong.",
    }


@pytest.mark.parametrize("point", ["95,5", "utara"])
def test_coordinates_off_the_globe(checked, point):
    batch = checked(pupil_row("Ani", nisn="0080000001", latitude=point, longitude="113,9"))
    assert list(errors_of(batch)) == ["home_latitude"]


def test_pupils_the_file_lacks_are_marked_and_unmarked_by_undo(applied, operator, school, group, now):
    missing = [people_factory.make_pupil(school, name=f"Hilang {n}", class_group=group) for n in range(60)]
    gone = people_factory.make_pupil(school, name="Sudah keluar", class_group=group, status="left")
    batch = applied(NABILA)
    assert batch.absent_count == 60
    states = dict(Pupil.objects.of_school(school.pk).values_list("pk", "status"))
    assert {states[pupil.pk] for pupil in missing} == {"absent_from_file"}
    assert states[gone.pk] == "left"
    operations.undo_batch(actor=operator, batch=batch, now=now)
    states = dict(Pupil.objects.of_school(school.pk).values_list("pk", "status"))
    assert states == {pupil.pk: "active" for pupil in missing} | {gone.pk: "left"}
    batch.refresh_from_db()
    assert batch.kept_count == 0


def test_the_job_marks_them_in_the_name_of_who_pressed(checked, operator, school, group, now):
    missing = people_factory.make_pupil(school, name="Hilang", class_group=group)
    batch = checked(NABILA)
    batch.work = "applying"
    batch.save()
    operations.run_apply(actor=system_actor(school), code=batch.code, now=now, steps=Steps())
    missing.refresh_from_db()
    assert missing.status == "absent_from_file"
    entry = AuditEntry.objects.of_school(school.pk).get(action="people.pupils_absent")
    assert (entry.actor_name, entry.detail) == ("Dedi Kurniawan", {"pupils": [missing.code]})


def test_a_marked_pupil_who_is_back_in_the_file_is_active_again(applied, checked, school, now):
    applied(NABILA)
    applied(pupil_row("Ani", nisn="0080000001"), at=now + timedelta(hours=1))
    nabila = Pupil.objects.of_school(school.pk).get(nisn="0080000007")
    assert nabila.status == "absent_from_file"
    applied(NABILA, at=now + timedelta(hours=2))
    nabila.refresh_from_db()
    assert nabila.status == "active"


def test_undo_brings_back_what_was_changed(applied, operator, school, now):
    applied(NABILA)
    batch = applied(pupil_row("Nabila A.", nisn="0080000007", father="Sahrudin B."))
    operations.undo_batch(actor=operator, batch=batch, now=now)
    assert Pupil.objects.of_school(school.pk).get().name == "Nabila Azzahra"
    father = GuardianRelation.objects.of_school(school.pk).get(kind="father")
    assert father.guardian.name == "Sahrudin"


def test_preview_of_many_rows_costs_the_same_queries(operator, now, django_assert_max_num_queries, school):
    def queries_for(count):
        rows = [pupil_row(f"Siswa {n}", nisn=f"{1000000000 + n}") for n in range(count)]
        batch = operations.start_import(
            actor=operator,
            kind=kind_named("dapodik_pupils"),
            file=pupils_file(rows),
            file_name="a.xlsx",
            now=now,
        )
        with django_assert_max_num_queries(200) as found:
            operations.check_batch(actor=operator, batch=batch, now=now)
        return len(found)

    assert queries_for(30) == queries_for(1)


def test_a_supervisor_may_not(school, checked):
    supervisor = people_factory.make_actor(school, "supervisor")
    assert kind_named("dapodik_pupils").permitted(supervisor) is False
    assert kind_named("pupils").permitted(supervisor) is False
    assert kind_named("dapodik_pupils").permitted(people_factory.make_actor(school, "waka_humas")) is True
