"""Pages of pupils: owner, colleague, stranger, pupil; masks; the trail of readers; query counts."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from anyam.records.people.models import PUPIL_PAGE, GuardianRelation, Pupil
from anyam.tools.audit.models import AuditEntry
from anyam.tools.imports import operations
from anyam.tools.imports.models import ImportBatch
from tests.factories import people as people_factory
from tests.factories import schools as schools_factory
from tests.factories.dapodik import pupil_row, pupils_file

pytestmark = [pytest.mark.page, pytest.mark.django_db]


@pytest.fixture
def group(school):
    return schools_factory.make_class(school, name="XI Kuliner A")


@pytest.fixture
def pupil(school, group):
    pupil = people_factory.make_pupil(school, class_group=group, nisn="0080000007", phone="+6281234567890")
    people_factory.make_guardian(school, pupil, phone="+6281300000001")
    return pupil


def url(name, school, **captured):
    return reverse(f"people:{name}", kwargs={"school": school.slug, **captured})


def reads(school) -> list[str]:
    rows = AuditEntry.objects.of_school(school.pk).filter(action="people.pupil.read")
    return list(rows.values_list("actor_name", flat=True))


def test_whoever_keeps_pupils_reads_all_and_is_noted(humas, school, pupil, sign_in):
    page = sign_in(humas).get(url("pupil_page", school, code=pupil.code)).content.decode()
    assert "0080000007" in page
    assert "Sahrudin" in page
    assert "14 Mar 2009" in page
    assert reads(school) == [humas.name]


def test_opening_the_form_and_taking_the_file_are_noted(humas, school, pupil, sign_in):
    client = sign_in(humas)
    client.get(url("pupil_edit", school, code=pupil.code))
    read(client, url("pupil_export", school, kind="csv"))
    rows = AuditEntry.objects.of_school(school.pk).order_by("sequence").values_list("action", "detail")
    assert list(rows) == [("people.pupil.read", {}), ("people.pupils_exported", {"count": 1})]


def test_the_homeroom_teacher_reads_masked_numbers_and_guardians(school, pupil, group, sign_in):
    homeroom = people_factory.make_actor(school, "homeroom", class_group=group)
    page = sign_in(homeroom).get(url("pupil_page", school, code=pupil.code)).content.decode()
    assert "0080000007" not in page
    assert "••••••0007" in page
    assert "+6281234567890" not in page
    assert "Sahrudin" in page
    assert "Ubah" not in page
    assert reads(school) == []
    listed = sign_in(homeroom).get(url("pupil_list", school)).content.decode()
    assert "••••••0007" in listed
    assert "0080000007" not in listed


@pytest.mark.parametrize(
    ("name", "captured"),
    [
        ("pupil_list", {}), ("pupil_add", {}), ("pupil_export", {"kind": "csv"}), ("pupil_page", {"code": "x"}),
        ("pupil_edit", {"code": "x"}), ("guardian_add", {"code": "x"}),
        ("pupil_move", {"code": "x", "move": "keluar"}), ("teacher_list", {}), ("teacher_page", {"code": "x"}),
    ],
)  # fmt: skip
def test_strangers_find_nothing(school, other_school, pupil, sign_in, name, captured):
    stranger = people_factory.make_actor(other_school, "waka_humas")
    captured = {key: pupil.code if value == "x" else value for key, value in captured.items()}
    assert sign_in(stranger).get(url(name, school, **captured)).status_code == 404
    own = url(name, other_school, **captured)
    if "code" in captured:
        assert sign_in(stranger).get(own).status_code == 404


@pytest.mark.parametrize("hat", ["principal", "supervisor", "pupil"])
def test_those_who_may_not_change_are_refused(school, pupil, sign_in, hat):
    client = sign_in(people_factory.make_actor(school, hat))
    for name, captured in (
        ("pupil_add", {}),
        ("pupil_edit", {"code": pupil.code}),
        ("pupil_export", {"kind": "xlsx"}),
        ("guardian_add", {"code": pupil.code}),
        ("pupil_move", {"code": pupil.code, "move": "keluar"}),
    ):
        assert client.post(url(name, school, **captured)).status_code == 403


def test_a_pupil_does_not_open_the_list(school, pupil, sign_in):
    client = sign_in(people_factory.make_actor(school, "pupil"))
    assert client.get(url("pupil_list", school)).status_code == 403
    assert client.get(url("teacher_list", school)).status_code == 403


def test_adding_a_pupil(humas, school, group, sign_in):
    answer = sign_in(humas).post(
        url("pupil_add", school),
        {
            "name": "Gilang  Saputra",
            "class_group": group.pk,
            "nisn": "008 000 0012",
            "gender": "L",
            "birth_date": "2008-11-02",
            "phone": "0812 3456 7890",
            "home_latitude": "-2,21",
            "home_longitude": "113,9",
        },
    )
    made = Pupil.objects.of_school(school.pk).get()
    assert answer.url == url("pupil_page", school, code=made.code)
    assert (made.name, made.nisn, made.phone, made.home_latitude) == (
        "Gilang Saputra", "0080000012", "+6281234567890", -2.21,
    )  # fmt: skip


def test_refusals_stand_at_their_fields(humas, school, pupil, other_school, sign_in):
    foreign = schools_factory.make_class(other_school)
    answer = sign_in(humas).post(
        url("pupil_add", school),
        {
            "name": "",
            "nisn": "123",
            "birth_date": "2030-01-01",
            "phone": "0812/0857",
            "class_group": foreign.pk,
        },
    )
    assert answer.status_code == 422
    assert sorted(answer.context["form"].errors) == ["birth_date", "class_group", "name", "nisn", "phone"]
    taken = sign_in(humas).post(url("pupil_add", school), {"name": "Ani", "nisn": pupil.nisn})
    assert taken.context["form"].errors["nisn"] == ["Nomor ini sudah dipakai Nabila Azzahra (XI Kuliner A)."]


def test_a_class_of_last_year_is_kept_when_the_form_is_saved(humas, school, pupil, group, sign_in):
    year = schools_factory.current_year(school)
    year.is_current = False
    year.save()
    sign_in(humas).post(
        url("pupil_edit", school, code=pupil.code),
        {"name": "Nabila A.", "class_group": group.pk, "nisn": pupil.nisn, "nipd": pupil.nipd, "gender": "P"},
    )
    pupil.refresh_from_db()
    assert (pupil.name, pupil.class_group) == ("Nabila A.", group)


def test_leaving_asks_and_can_be_taken_back(humas, school, pupil, sign_in):
    client = sign_in(humas)
    address = url("pupil_move", school, code=pupil.code, move="keluar")
    assert client.get(address).status_code == 200
    answer = client.post(address, follow=True)
    pupil.refresh_from_db()
    assert pupil.status == "left"
    assert url("pupil_move", school, code=pupil.code, move="kembali") in answer.content.decode()
    assert client.post(address).status_code == 409
    client.post(url("pupil_move", school, code=pupil.code, move="kembali"))
    pupil.refresh_from_db()
    assert pupil.status == "active"
    assert client.get(url("pupil_move", school, code=pupil.code, move="hapus")).status_code == 404


def test_guardians_are_added_changed_and_barred(humas, school, pupil, sign_in):
    client = sign_in(humas)
    client.post(
        url("guardian_add", school, code=pupil.code),
        {"kind": "mother", "name": "Marta", "phone": "0813 0000 0002"},
    )
    mother = GuardianRelation.objects.of_school(school.pk).get(kind="mother")
    assert (mother.guardian.name, mother.guardian.phone) == ("Marta", "+6281300000002")
    code = mother.guardian.code
    client.post(
        url("guardian_edit", school, code=pupil.code, guardian=code),
        {"name": "Marta S.", "phone": "081300000003"},
    )
    client.post(url("guardian_bar", school, code=pupil.code, guardian=code), {"larang": "1"})
    mother.refresh_from_db()
    assert (mother.guardian.name, mother.guardian.phone, mother.barred) == (
        "Marta S.",
        "+6281300000003",
        True,
    )
    again = client.post(url("guardian_add", school, code=pupil.code), {"kind": "mother", "name": "X"})
    assert again.context["form"].errors["kind"] == [
        "Wali dengan hubungan ini sudah ada. Ubah datanya lewat tombol Ubah."
    ]
    assert client.get(url("guardian_edit", school, code=pupil.code, guardian="TIADA")).status_code == 404


def test_later_rooms_add_sections(humas, school, pupil, sign_in):
    PUPIL_PAGE.fill(lambda actor, found: f"Bagian untuk {found.code}", name="uji")
    try:
        page = sign_in(humas).get(url("pupil_page", school, code=pupil.code)).content.decode()
    finally:
        PUPIL_PAGE._fillers.pop("uji")
    assert f"Bagian untuk {pupil.code}" in page


def read(client, address) -> bytes:
    answer = client.get(address)
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def queries_of(client, address) -> int:
    read(client, address)
    with CaptureQueriesContext(connection) as found:
        read(client, address)
    return len(found)


@pytest.mark.parametrize(("name", "captured"), [("pupil_list", {}), ("pupil_export", {"kind": "csv"})])
def test_thirty_rows_cost_what_one_does(humas, school, pupil, group, sign_in, name, captured):
    client = sign_in(humas)
    one = queries_of(client, url(name, school, **captured))
    for number in range(29):
        other = people_factory.make_pupil(school, name=f"Siswa {number}", class_group=group)
        people_factory.make_guardian(school, other)
    assert queries_of(client, url(name, school, **captured)) == one


def test_dapodik_from_upload_to_import_on_the_pages(humas, school, group, sign_in):
    client = sign_in(humas)
    start = reverse("imports:batch_start", kwargs={"school": school.slug, "kind": "dapodik_pupils"})
    assert "Daftar Peserta Didik" in client.get(start).content.decode()
    rows = [
        pupil_row("Nabila Azzahra", nisn="0080000007", group="XI Kuliner A"),
        pupil_row("Gilang Saputra", nisn="0080000008", group="XI Kulinr A"),
    ]
    answer = client.post(
        start, {"file": SimpleUploadedFile("daftar_pd.xlsx", pupils_file(rows).getvalue())}, follow=True
    )
    batch = ImportBatch.objects.of_school(school.pk).get()
    operations.check_batch(actor=humas, batch=batch, now=batch.created_at)
    shown = client.get(reverse("imports:batch_show", kwargs={"school": school.slug, "code": batch.code}))
    page = shown.content.decode()
    assert answer.status_code == 200
    assert "Rombel “XI Kulinr A” belum ada di Anyam." in page
    assert "Penghasilan ayah, ibu, wali" in page
    assert "CANARY" not in page


def test_search_and_menu(humas, school, pupil, sign_in):
    page = sign_in(humas).get(reverse("desk:search", kwargs={"school": school.slug}), {"q": "nabila"})
    body = page.content.decode()
    assert url("pupil_page", school, code=pupil.code) in body
    assert url("pupil_list", school) in body
