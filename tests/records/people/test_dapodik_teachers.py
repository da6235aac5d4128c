"""Dapodik's lists of teachers and staff, and the files of our own lists, out and in again."""

import io

import pytest
from django.urls import reverse

from anyam.records.people.models import Pupil, Teacher
from anyam.tools.imports import operations
from anyam.tools.imports.kinds import kind_named
from anyam.tools.imports.models import ImportRow
from tests.factories import people as people_factory
from tests.factories import schools as schools_factory
from tests.factories.dapodik import TEACHER_HEADINGS, teachers_file

pytestmark = [pytest.mark.db, pytest.mark.django_db]

DARIUS = {
    "Nama": "Darius Tundan, S.Pd.",
    "NUPTK": "1234567890123456",
    "NIP": "198001012005011001",
    "Jenis PTK": "Guru Mapel",
    "Tugas Tambahan": "Kepala Program Keahlian",
    "HP": "0812 3456 7890",
    "Email": "darius@contoh.id",
    "NIK": "6271030101800003",
    "NPWP": "CANARY-NPWP",
    "Nama Ibu Kandung": "CANARY-IBU",
}


@pytest.fixture
def operator(school):
    return people_factory.make_actor(school, "operator", name="Dedi Kurniawan")


@pytest.fixture
def checked(operator, now):
    def do(file, kind="dapodik_teachers"):
        batch = operations.start_import(
            actor=operator, kind=kind_named(kind), file=file, file_name="daftar.xlsx", now=now
        )
        operations.check_batch(actor=operator, batch=batch, now=now)
        batch.refresh_from_db()
        return batch

    return do


@pytest.fixture
def applied(checked, operator, now):
    def do(file, kind="dapodik_teachers"):
        batch = checked(file, kind)
        operations.apply_batch(
            actor=operator, batch=batch, expected=batch.ready_count, leave_refused=True, now=now
        )
        return batch

    return do


def errors_of(batch) -> dict[str, dict[str, str]]:
    row = ImportRow.objects.of_school(batch.school_id).get(batch=batch, action="refused")
    return {error["field"]: error for error in row.errors}


def test_the_layout_has_51_columns_of_which_seven_are_taken(checked):
    assert len(TEACHER_HEADINGS) == 51
    batch = checked(teachers_file([DARIUS]))
    assert sorted(TEACHER_HEADINGS[match["column"]] for match in batch.mapping.values()) == [
        "Email", "HP", "Jenis PTK", "NIP", "NUPTK", "Nama", "Tugas Tambahan",
    ]  # fmt: skip
    assert sum(len(part["columns"]) for part in batch.dropped) == 44
    assert [part["group"] for part in batch.dropped] == [0, 1, 2, 3, 4]


def test_a_new_teacher(applied, school):
    applied(teachers_file([DARIUS]))
    teacher = Teacher.objects.of_school(school.pk).get()
    assert (teacher.name, teacher.nuptk, teacher.nip) == (
        "Darius Tundan, S.Pd.", "1234567890123456", "198001012005011001",
    )  # fmt: skip
    assert (teacher.duty, teacher.extra_duty, teacher.phone, teacher.email) == (
        "Guru Mapel", "Kepala Program Keahlian", "+6281234567890", "darius@contoh.id",
    )  # fmt: skip


def test_twice_is_once_and_staff_is_not_absent(applied, checked, school):
    applied(teachers_file([DARIUS]))
    batch = checked(teachers_file([DARIUS]))
    assert (batch.same_count, batch.new_count, batch.absent_count) == (1, 0, 0)
    staff = checked(
        teachers_file([{"Nama": "Rina Kristiani, S.E.", "Jenis PTK": "Tenaga Administrasi Sekolah"}])
    )
    assert (staff.new_count, staff.absent_count) == (1, 0)


def test_known_by_nuptk_then_nip_then_name(applied, school):
    applied(teachers_file([DARIUS]))
    applied(teachers_file([{"Nama": "Darius T.", "NUPTK": "1234567890123456"}]))
    applied(teachers_file([{"Nama": "Darius Tun", "NIP": "198001012005011001"}]))
    applied(teachers_file([{"Nama": "DARIUS TUN", "Jenis PTK": "Guru Kelas"}]))
    teacher = Teacher.objects.of_school(school.pk).get()
    assert (teacher.name, teacher.duty) == ("DARIUS TUN", "Guru Kelas")


def test_two_teachers_of_one_name_are_asked_about(checked, school):
    people_factory.make_teacher(school, name="Siti Aminah")
    people_factory.make_teacher(school, name="Siti Aminah")
    error = errors_of(checked(teachers_file([{"Nama": "Siti Aminah"}])))["name"]
    assert error["remedy"] == "Isi NUPTK atau NIP, supaya jelas guru yang mana."


def test_another_number_under_the_same_name_is_another_teacher(applied, school):
    people_factory.make_teacher(school, name="Siti Aminah", nuptk="1111111111111111")
    applied(teachers_file([{"Nama": "Siti Aminah", "NUPTK": "2222222222222222"}]))
    assert Teacher.objects.of_school(school.pk).count() == 2


def test_numbers_of_two_teachers_in_one_row(checked, school):
    people_factory.make_teacher(school, name="Satu", nuptk="1234567890123456")
    people_factory.make_teacher(school, name="Dua", nip="198001012005011001")
    error = errors_of(checked(teachers_file([DARIUS])))["nip"]
    assert error["message"] == "NUPTK ini milik Satu, tetapi NIP ini milik Dua."


@pytest.mark.parametrize(
    ("heading", "value", "key"),
    [("NUPTK", 1234567890123456, "nuptk"), ("NIP", 198001012005011001, "nip"), ("NIP", "1,98001E+17", "nip")],
)
def test_numbers_that_excel_has_spoilt_are_never_taken(checked, heading, value, key):
    error = errors_of(checked(teachers_file([{"Nama": "Darius", heading: value}])))[key]
    assert "kehilangan angka" in error["message"]


@pytest.fixture
def whole_pupil(school):
    group = schools_factory.make_class(school, name="XI Kuliner A")
    pupil = people_factory.make_pupil(
        school,
        name="Nabila Azzahra",
        class_group=group,
        phone="+6281234567890",
        email="nabila@contoh.id",
        home_area="Jekan Raya",
        home_latitude=-2.2161,
        home_longitude=113.9135,
    )
    people_factory.make_guardian(school, pupil, phone="+6281300000001")
    people_factory.make_guardian(school, pupil, name="Marta", kind="mother")
    return pupil


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_the_pupils_list_goes_out_and_comes_in_unchanged(
    operator, sign_in, checked, whole_pupil, school, kind
):
    address = reverse("people:pupil_export", kwargs={"school": school.slug, "kind": kind})
    content = b"".join(sign_in(operator).get(address).streaming_content)
    batch = checked(io.BytesIO(content), kind="pupils")
    assert len(batch.mapping) == 17
    assert (batch.same_count, batch.changed_count, batch.new_count, batch.refused_count) == (1, 0, 0, 0)


def test_a_part_of_the_school_marks_nobody(operator, sign_in, applied, whole_pupil, school):
    other = people_factory.make_pupil(school, name="Ani")
    file = io.BytesIO(b"Rombel;NISN;Nama;Catatan;HP ayah\r\nXI Kuliner A;0089999999;Budi;x;\r\n")
    applied(file, kind="pupils")
    other.refresh_from_db()
    assert other.status == "active"
    assert Pupil.objects.of_school(school.pk).get(nisn="0089999999").name == "Budi"


def test_a_phone_without_a_name_asks_for_the_name(checked, whole_pupil):
    file = io.BytesIO(b"Nama;NISN;Rombel;HP wali\r\nBudi;0089999999;XI Kuliner A;081234567890\r\n")
    error = errors_of(checked(file, kind="pupils"))["guardian_name"]
    assert "Tulis namanya juga" in error["message"]


def test_two_columns_of_names_are_a_question(operator, whole_pupil, now):
    file = io.BytesIO(b"Nama;Nama;NISN;Rombel\r\nBudi;B;0089999999;XI Kuliner A\r\n")
    batch = operations.start_import(
        actor=operator, kind=kind_named("pupils"), file=file, file_name="a.csv", now=now
    )
    assert batch.mapping["name"]["others"] == [1]


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_the_teachers_list_goes_out_and_comes_in_unchanged(operator, sign_in, checked, school, kind):
    people_factory.make_teacher(
        school,
        nuptk="1234567890123456",
        nip="198001012005011001",
        phone="+6281234567890",
        extra_duty="Kaprog",
    )
    address = reverse("people:teacher_export", kwargs={"school": school.slug, "kind": kind})
    content = b"".join(sign_in(operator).get(address).streaming_content)
    batch = checked(io.BytesIO(content), kind="teachers")
    assert (batch.same_count, batch.changed_count, batch.new_count, batch.refused_count) == (1, 0, 0, 0)
