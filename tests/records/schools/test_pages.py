"""Pages of the school's frame: owner, colleague, stranger; forms, files, the checklist, query counts."""

import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from anyam.records.reference.models import Parameter
from anyam.records.reference.queries import forget_parameters
from anyam.records.schools import operations
from anyam.records.schools.models import ClassGroup, Objective, StudyProgramme, Wave
from anyam.tools.imports import operations as imports
from anyam.tools.imports.kinds import kind_named
from anyam.tools.imports.models import ImportRow
from tests.factories import people as people_factory
from tests.factories import schools as schools_factory

pytestmark = [pytest.mark.page, pytest.mark.django_db]

PARTS = ("tahun", "gelombang", "konsentrasi", "rombel", "tujuan")


def url(name, school, **captured):
    return reverse(f"schools:{name}", kwargs={"school": school.slug, **captured})


@pytest.fixture
def parameters(db):
    """The hours and months of the curriculum, as the reference data has them."""
    rows = {
        "pkl.lesson_hours.merdeka_2022.3y": 792, "pkl.lesson_hours.merdeka_2022.4y": 1368,
        "pkl.minimum_months.merdeka_2022.3y": 6, "pkl.minimum_months.merdeka_2022.4y": 10,
        "curriculum.lesson_minutes": 45,
    }  # fmt: skip
    for key, value in rows.items():
        Parameter.objects.create(
            key=key,
            label=key,
            value=value,
            unit="hour",
            valid_from="2022-07-01",
            source="uji",
            verified=True,
            basis="law",
        )
    forget_parameters()
    yield
    forget_parameters()


@pytest.mark.parametrize("part", PARTS)
def test_staff_read_the_lists_and_setters_change_them(humas, school, sign_in, part):
    colleague = people_factory.make_actor(school, "supervisor")
    page = sign_in(colleague).get(url("part_list", school, part=part))
    assert page.status_code == 200
    assert url("part_add", school, part=part) not in page.content.decode()
    assert sign_in(colleague).get(url("part_add", school, part=part)).status_code == 403
    mine = sign_in(humas).get(url("part_list", school, part=part)).content.decode()
    assert url("part_add", school, part=part) in mine


@pytest.mark.parametrize("name", ["setup", "profile", "letterhead"])
def test_the_school_itself_is_for_setters(humas, school, other_school, sign_in, name):
    assert sign_in(humas).get(url(name, school)).status_code == 200
    assert sign_in(people_factory.make_actor(school, "coordinator")).get(url(name, school)).status_code == 403
    stranger = people_factory.make_actor(other_school, "waka_humas")
    assert sign_in(stranger).get(url(name, school)).status_code == 404


def test_rows_of_another_school_are_not_found(humas, school, other_school, sign_in):
    wave = schools_factory.make_wave(other_school)
    client = sign_in(humas)
    assert client.get(url("part_edit", school, part="gelombang", code=wave.code)).status_code == 404
    year = schools_factory.current_year(other_school)
    assert client.post(url("year_make_current", school, code=year.code)).status_code == 404
    assert client.get(url("part_list", school, part="apa")).status_code == 404
    assert client.get(url("part_export", school, part="tahun", kind="pdf")).status_code == 404


def test_the_profile_form(humas, school, sign_in):
    client = sign_in(humas)
    data = {
        "name": school.name, "npsn": school.npsn, "time_zone": "Asia/Jakarta", "address": "Jl. RTA Milono",
        "city": "Palangka Raya", "postal_code": "73111", "principal_title": "Kepala Sekolah", "latitude": "-2,2",
        "longitude": "113,9",
    }  # fmt: skip
    assert client.post(url("profile", school), data).url == url("setup", school)
    school.refresh_from_db()
    assert (school.address, school.latitude, school.longitude) == ("Jl. RTA Milono", -2.2, 113.9)
    wrong = client.post(url("profile", school), data | {"npsn": "12", "postal_code": "7311", "longitude": ""})
    assert wrong.status_code == 422
    assert sorted(wrong.context["form"].errors) == ["longitude", "npsn", "postal_code"]


def test_the_letterhead_is_shown_before_it_is_kept(humas, school, sign_in):
    client = sign_in(humas)
    data = {
        "letterhead_lines": " PEMERINTAH PROVINSI KALIMANTAN TENGAH \n\nDINAS PENDIDIKAN",
        "letter_number_pattern": "421.5/{nomor}/{bulan}/{tahun}",
        "paper_size": "f4",
    }
    page = client.post(url("letterhead", school), data | {"contoh": "1"}).content.decode()
    school.refresh_from_db()
    assert "DINAS PENDIDIKAN" in page
    assert "421.5/0001/" in page
    assert school.letterhead_lines == ""
    client.post(url("letterhead", school), data)
    school.refresh_from_db()
    assert school.letterhead_lines == "PEMERINTAH PROVINSI KALIMANTAN TENGAH\nDINAS PENDIDIKAN"


@pytest.mark.parametrize(
    ("pattern", "says"), [("421/{hari}/{nomor}", "“hari” belum dikenal"), ("421/{tahun}", "Sertakan {nomor}")]
)
def test_letter_numbers_that_would_not_work(humas, school, sign_in, pattern, says):
    answer = sign_in(humas).post(
        url("letterhead", school), {"letter_number_pattern": pattern, "paper_size": "f4"}
    )
    assert says in answer.context["form"].errors["letter_number_pattern"][0]


def test_a_year_is_opened_and_made_current(humas, school, sign_in):
    client = sign_in(humas)
    client.post(url("year_add_next", school))
    listed = client.get(url("part_list", school, part="tahun")).content.decode()
    assert "TP 2027/2028" in listed
    code = schools_factory.SchoolYear.objects.of_school(school.pk).get(start_year=2027).code
    address = url("year_make_current", school, code=code)
    assert "Semua halaman pindah dari TP 2026/2027" in client.get(address).content.decode()
    client.post(address)
    assert schools_factory.current_year(school).start_year == 2027


def test_a_new_wave_begins_as_a_copy_of_the_last(humas, school, sign_in):
    schools_factory.make_wave(school, name="Gelombang 1", kind="abroad", required_hours=600, grade=12)
    form = sign_in(humas).get(url("part_add", school, part="gelombang")).context["form"]
    assert (form["name"].value(), form["kind"].value(), form["required_hours"].value()) == (
        "Gelombang 2", "abroad", 600,
    )  # fmt: skip


def test_a_wave_shorter_than_the_curriculum_warns_and_is_kept(humas, school, sign_in, parameters):
    client = sign_in(humas)
    page = client.get(url("part_add", school, part="gelombang")).content.decode()
    assert "594 jam untuk program 3 tahun, 1026 jam untuk 4 tahun" in page
    data = {
        "school_year": schools_factory.current_year(school).pk, "name": "Gelombang 1", "kind": "near_home",
        "grade": "12", "start": "2027-01-04", "end": "2027-05-01", "answer_days": "14", "curriculum": "merdeka_2022",
    }  # fmt: skip
    answer = client.post(url("part_add", school, part="gelombang"), data)
    assert answer.status_code == 302
    wave = Wave.objects.of_school(school.pk).get()
    assert (
        "3 bulan, ketentuan 6 bulan"
        in client.get(url("part_list", school, part="gelombang")).content.decode()
    )
    edit = client.get(url("part_edit", school, part="gelombang", code=wave.code)).content.decode()
    assert "Gelombang ini 3 bulan penuh" in edit
    for changes in ({"end": "2027-01-04"}, {"end": "2031-01-04"}, {"grade": "9"}, {"school_year": "999999"}):
        assert (
            client.post(
                url("part_add", school, part="gelombang"), data | changes | {"name": "Lain"}
            ).status_code
            == 422
        )
    again = client.post(url("part_add", school, part="gelombang"), data)
    assert list(again.context["form"].errors) == ["name"]


def test_a_specialisation_is_searched_and_chosen(humas, school, sign_in):
    kuliner = schools_factory.make_specialisation()
    schools_factory.make_specialisation(code="40512001", name="Perhotelan")
    client = sign_in(humas)
    form = client.get(url("part_add", school, part="konsentrasi"), {"cari": "kulin"}).context["form"]
    assert list(form.fields["specialisation"].queryset) == [kuliner]
    data = {
        "specialisation": kuliner.pk,
        "name": "Kuliner",
        "short_name": "KUL",
        "years": "3",
        "is_active": "on",
    }
    client.post(url("part_add", school, part="konsentrasi"), data)
    assert StudyProgramme.objects.of_school(school.pk).get().specialisation == kuliner


def test_a_specialisation_without_an_own_name_takes_the_national_one(humas, school, sign_in):
    kuliner = schools_factory.make_specialisation()
    data = {"specialisation": kuliner.pk, "name": "", "short_name": "KUL", "years": "3", "is_active": "on"}
    sign_in(humas).post(url("part_add", school, part="konsentrasi"), data)
    assert StudyProgramme.objects.of_school(school.pk).get().name == kuliner.name


def test_a_point_on_the_map_is_read_with_comma_or_point(humas, school, sign_in):
    data = {"name": school.name, "npsn": school.npsn, "time_zone": school.time_zone}
    data |= {"principal_title": "Kepala Sekolah", "latitude": "-2,2096", "longitude": "113.9135"}
    sign_in(humas).post(url("profile", school), data)
    school.refresh_from_db()
    assert (school.latitude, school.longitude) == (-2.2096, 113.9135)


def test_a_new_school_is_led_from_step_to_step(humas, school, sign_in):
    client = sign_in(humas)
    profile, objectives = url("profile", school), url("part_list", school, part="tujuan")
    today = f"/s/{school.slug}/hari-ini/"
    assert client.get(today).content.decode().count("Siapkan sekolah: Profil sekolah") == 1
    page = client.get(url("part_list", school, part="konsentrasi")).content.decode()
    assert (page.count(f'href="{profile}"'), page.count("Berikutnya: Profil sekolah")) == (1, 1)
    school.address, school.letterhead_lines, school.latitude = "Jl. Contoh", "Dinas", -2.2
    school.save()
    schools_factory.make_programme(school)
    page = client.get(url("setup", school)).content.decode()
    assert page.count("Berikutnya: Tujuan pembelajaran PKL") == 1
    assert client.get(objectives).content.decode().count("Berikutnya:") == 0
    schools_factory.make_wave(school)
    assert "Siapkan sekolah" not in client.get(today).content.decode()
    assert (
        "Siapkan sekolah"
        not in sign_in(people_factory.make_actor(school, "supervisor")).get(today).content.decode()
    )


def test_class_groups_offer_only_ones_own_school(humas, school, other_school, sign_in):
    own, foreign = schools_factory.make_programme(school), schools_factory.make_programme(other_school)
    client, year = sign_in(humas), schools_factory.current_year(school)
    data = {"school_year": year.pk, "name": "XI Kuliner 1", "grade": "11", "programme": own.pk}
    assert (
        client.post(url("part_add", school, part="rombel"), data | {"programme": foreign.pk}).status_code
        == 422
    )
    client.post(url("part_add", school, part="rombel"), data)
    group = ClassGroup.objects.of_school(school.pk).get()
    client.post(url("part_edit", school, part="rombel", code=group.code), data | {"name": "XI Kuliner A"})
    group.refresh_from_db()
    assert group.name == "XI Kuliner A"


def test_filters_of_class_groups(humas, school, sign_in, now):
    kuliner = schools_factory.make_class(school, name="XI Kuliner 1")
    busana = schools_factory.make_programme(school, "Busana", "BUS", "40416626")
    schools_factory.make_class(school, busana, name="X Busana 1", grade=10)
    later = operations.add_next_year(actor=humas, now=now)
    client = sign_in(humas)

    def listed(**params):
        page = client.get(url("part_list", school, part="rombel"), params)
        return [row.source.name for row in page.context["table"]]

    assert listed() == ["X Busana 1", "XI Kuliner 1"]
    assert listed(cari="kuli") == ["XI Kuliner 1"]
    assert listed(konsentrasi=busana.code) == ["X Busana 1"]
    assert listed(tahun=later.code) == []
    assert listed(tahun=kuliner.school_year.code, urut="-name") == ["XI Kuliner 1", "X Busana 1"]


def test_four_national_objectives_with_one_press(humas, school, sign_in):
    client = sign_in(humas)
    client.post(url("objectives_use_national", school))
    page = client.get(url("part_list", school, part="tujuan")).content.decode()
    assert "Memahami alur bisnis dunia kerja" in page
    assert Objective.objects.of_school(school.pk).count() == 4
    assert sign_in(people_factory.make_actor(school, "supervisor")).post(
        url("objectives_use_national", school)
    ).status_code == 403  # fmt: skip


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_objectives_go_out_and_come_in_unchanged(humas, school, sign_in, now, kind):
    programme = schools_factory.make_programme(school)
    schools_factory.make_objective(school)
    schools_factory.make_objective(school, programme, text="Menyiapkan hidangan")
    address = url("part_export", school, part="tujuan", kind=kind)
    content = b"".join(sign_in(humas).get(address).streaming_content)
    batch = checked(humas, content, now)
    assert (batch.same_count, batch.new_count, batch.changed_count, batch.refused_count) == (2, 0, 0, 0)


def checked(actor, content, now):
    batch = imports.start_import(
        actor=actor, kind=kind_named("objectives"), file=io.BytesIO(content), file_name="tujuan.csv", now=now
    )
    imports.check_batch(actor=actor, batch=batch, now=now)
    batch.refresh_from_db()
    return batch


def test_objectives_from_a_sheet(humas, school, now):
    schools_factory.make_programme(school)
    batch = checked(
        humas,
        b"Tujuan pembelajaran;Nomor;Konsentrasi\r\nMenerapkan K3LH;1;semua\r\nMenyiapkan hidangan;1;KUL\r\n"
        b"Melayani tamu;2;Kulinr\r\nTanpa nomor;;Kuliner\r\n",
        now,
    )
    assert (batch.new_count, batch.refused_count) == (2, 2)
    refused = ImportRow.objects.of_school(school.pk).filter(batch=batch, action="refused").order_by("number")
    assert [row.errors[0]["suggestion"] for row in refused] == ["Kuliner", ""]
    imports.apply_batch(actor=humas, batch=batch, expected=2, leave_refused=True, now=now)
    rows = Objective.objects.of_school(school.pk).order_by("text")
    assert [(row.text, str(row.programme)) for row in rows] == [
        ("Menerapkan K3LH", "None"), ("Menyiapkan hidangan", "Kuliner"),
    ]  # fmt: skip


def test_the_checklist_links_and_locks(humas, school, sign_in):
    page = sign_in(humas).get(url("setup", school)).content.decode()
    assert url("profile", school) in page
    assert "Belum bisa: Konsentrasi keahlian dulu" in page
    assert reverse("people:pupil_list", kwargs={"school": school.slug}) in page


@pytest.mark.parametrize("part", ["gelombang", "rombel", "tujuan"])
def test_thirty_rows_cost_what_one_does(humas, school, sign_in, parameters, part):
    def add(number):
        if part == "gelombang":
            schools_factory.make_wave(school, name=f"Gelombang {number}")
        elif part == "rombel":
            schools_factory.make_class(school, name=f"XI Kuliner {number}")
        else:
            schools_factory.make_objective(school, schools_factory.make_programme(school), number=number)

    client, address = sign_in(humas), url("part_list", school, part=part)

    def cost() -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as found:
            client.get(address)
        return len(found)

    add(1)
    one = cost()
    for number in range(2, 31):
        add(number)
    assert cost() == one
