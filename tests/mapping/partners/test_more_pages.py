"""Print sheet, seats, saved views, next steps and map: the pages beside list and record."""

from datetime import date
from io import BytesIO

import openpyxl
import pytest
from django.urls import reverse

from anyam.mapping.partners.models import Contact
from anyam.records.people import operations as people_operations
from tests.factories import partners, people, schools

pytestmark = pytest.mark.page


def url(name, school, **kwargs):
    return reverse(f"partners:{name}", kwargs={"school": school.slug, **kwargs})


def body(response) -> str:
    assert response.status_code == 200, response.status_code
    return response.content.decode()


@pytest.fixture
def partner(school):
    """A partner with facts, seats, a person and a line in the log."""
    partner = partners.make_partner(
        school, name="Hotel Grand Rungan", working_days="six", phone="+6281234567890", note="Ramai\nSabtu"
    )
    partners.make_contact(partner, name="Bambang Rahasia", position="HRD")
    partners.make_capacity(
        partner, schools.make_wave(school), schools.make_programme(school), seats=7, work="Dapur"
    )
    partners.make_interaction(partner, summary="Bersedia menerima")
    return partner


@pytest.mark.parametrize("page", ["partner_page", "partner_print"])
def test_working_days_stand_on_record_and_sheet(school, humas, sign_in, partner, page):
    text = body(sign_in(humas).get(url(page, school, code=partner.code)))
    assert "<dt>Hari kerja</dt><dd>Senin–Sabtu</dd>" in text
    assert "Ramai<br>Sabtu" in text


def test_the_sheet_holds_facts_seats_people_and_last_contacts(school, humas, sign_in, partner):
    for day in range(2, 9):
        partners.make_interaction(partner, on=date(2026, 10, day), summary=f"Kabar {day}")
    text = body(sign_in(humas).get(url("partner_print", school, code=partner.code)))
    for words in (
        "Hotel Grand Rungan",
        "0812-3456-7890",
        "Dapur",
        "Bambang Rahasia",
        "Bersedia menerima",
        "Kabar 5",
    ):
        assert words in text
    assert "Kabar 4" not in text
    assert url("partner_page", school, code=partner.code) in text
    assert url("partner_print", school, code=partner.code) in body(
        sign_in(humas).get(url("partner_page", school, code=partner.code))
    )


def test_the_sheet_of_an_empty_partner_says_so(school, humas, sign_in):
    bare = partners.make_partner(school, site=False)
    text = body(sign_in(humas).get(url("partner_print", school, code=bare.code)))
    assert "Belum ada kursi." in text
    assert "Belum pernah dihubungi." in text


def test_the_sheet_for_colleague_supervisor_and_stranger(school, other_school, sign_in, partner):
    page = url("partner_print", school, code=partner.code)
    assert "Bambang Rahasia" in body(sign_in(people.make_actor(school, "principal")).get(page))
    seen = body(sign_in(people.make_actor(school, "supervisor")).get(page))
    assert "Dapur" in seen
    for hidden in ("Bambang Rahasia", "0812-3456-7890", "Bersedia menerima"):
        assert hidden not in seen
    assert sign_in(people.make_actor(school, "homeroom")).get(page).status_code == 403
    assert sign_in(people.make_actor(other_school, "waka_humas")).get(page).status_code == 404


@pytest.mark.parametrize("rows", [1, 12])
def test_the_sheet_costs_the_same_whatever_it_holds(
    school, humas, sign_in, django_assert_num_queries, partner, rows
):
    for number in range(rows):
        partners.make_contact(partner, name=f"Orang {number}")
        partners.make_interaction(partner)
        programme = schools.make_programme(school, name=f"Program {number}", short_name=f"P{number}")
        partners.make_capacity(partner, schools.make_wave(school, name=f"G{number}"), programme)
    client, page = sign_in(humas), url("partner_print", school, code=partner.code)
    client.get(page)
    with django_assert_num_queries(15):
        client.get(page)


def test_phone_is_shown_to_a_principal_also_without_contacts(school, sign_in):
    partner = partners.make_partner(school, phone="+6281234567890")
    principal = sign_in(people.make_actor(school, "principal"))
    assert "0812-3456-7890" in body(principal.get(url("partner_page", school, code=partner.code)))


def test_who_may_not_change_this_partner_gets_no_form(school, sign_in):
    head = people.make_actor(school, "programme_head")
    partner = partners.make_partner(school)
    assert sign_in(head).get(url("partner_edit", school, code=partner.code)).status_code == 403


def test_an_edit_names_what_changed_and_keeps_the_rest(school, humas, sign_in, partner):
    client, page = sign_in(humas), url("partner_edit", school, code=partner.code)
    shown = client.get(page).context["form"]
    data = {name: shown[name].value() or "" for name in shown.fields} | {"working_days": "seven"}
    assert client.post(page, data).status_code == 302
    partner.refresh_from_db()
    assert (partner.working_days, partner.phone, partner.note) == ("seven", "+6281234567890", "Ramai\nSabtu")


def test_seats_are_listed_narrowed_and_written_to_a_file(school, humas, sign_in, partner):
    wave = schools.make_wave(school, name="Gelombang 2", start=date(2027, 7, 1), end=date(2027, 9, 30))
    partners.make_capacity(
        partners.make_partner(school, name="Bakery"), wave, schools.make_programme(school), seats=2
    )
    gone = partners.make_partner(school, name="Tutup", voided_at=partners.WHEN)
    partners.make_capacity(gone, wave, schools.make_programme(school))
    client, page = sign_in(humas), url("seat_list", school)
    assert [row.source.seats for row in client.get(page).context["table"].rows] == [2, 7]
    for narrowed in ({"gelombang": wave.code}, {"cari": "bak"}):
        assert [row.source.seats for row in client.get(page, narrowed).context["table"].rows] == [2]
    answer = client.get(url("seat_export", school, kind="xlsx"), {"gelombang": wave.code})
    sheet = openpyxl.load_workbook(BytesIO(b"".join(answer.streaming_content))).active
    first = [cell.value for cell in sheet[1]][:6]
    assert first == ["Nama mitra", "Lokasi", "Gelombang", "Tahun pelajaran", "Konsentrasi", "Kursi"]
    assert [[cell.value for cell in row][:6] for row in sheet.iter_rows(min_row=2)] == [
        ["Bakery", None, "Gelombang 2", "TP 2026/2027", "Kuliner", 2]
    ]


@pytest.mark.parametrize("rows", [1, 12])
def test_the_list_of_seats_costs_the_same(school, humas, sign_in, django_assert_num_queries, rows):
    wave, programme = schools.make_wave(school), schools.make_programme(school)
    for _ in range(rows):
        partners.make_capacity(partners.make_partner(school), wave, programme)
    client = sign_in(humas)
    client.get(url("seat_list", school))
    with django_assert_num_queries(13):
        client.get(url("seat_list", school))


def test_a_file_of_an_unknown_kind_is_not_found(school, humas, sign_in):
    assert sign_in(humas).get(url("seat_export", school, kind="pdf")).status_code == 404


def test_kept_views_are_offered_on_the_list(school, humas, sign_in):
    people_operations.save_view(actor=humas, list_name="partners", label="Sunyi saja", query="kabar=sunyi")
    text = body(sign_in(humas).get(url("partner_list", school)))
    assert f'href="{url("partner_list", school)}?kabar=sunyi"' in text
    assert "Sunyi saja" in text
    colleague = people.make_actor(school, "waka_humas")
    assert "Sunyi saja" not in body(sign_in(colleague).get(url("partner_list", school)))


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        ({"jenis": "government"}, ["Dinas"]),
        ({"awal": "alumni"}, ["Alumni"]),
        ({"konsentrasi": "here"}, ["Alumni"]),
        ({"perjanjian": "berlaku"}, ["Dinas"]),
        ({"perjanjian": "tanpa"}, ["Alumni", "Biasa"]),
        ({"kabar": "sunyi"}, ["Alumni", "Biasa"]),
        ({"jenis": "tidak ada"}, ["Alumni", "Biasa", "Dinas"]),
    ],
)
def test_the_list_is_narrowed_by_each_filter(school, humas, sign_in, wanted, names):
    partners.make_partner(
        school,
        name="Dinas",
        kind="government",
        agreement_until=date(2099, 1, 1),
        last_contact_on=date(2099, 1, 1),
    )
    alumni = partners.make_partner(
        school, name="Alumni", acquisition="alumni", last_contact_on=date(2025, 1, 1)
    )
    partners.make_partner(school, name="Biasa", agreement_until=date(2020, 1, 1))
    programme = schools.make_programme(school)
    partners.make_capacity(alumni, schools.make_wave(school), programme)
    if "konsentrasi" in wanted:
        wanted = {"konsentrasi": programme.code}
    page = sign_in(humas).get(url("partner_list", school), wanted)
    assert [row.source.name for row in page.context["table"].rows] == names


def test_a_finished_step_leaves_the_page(school, humas, sign_in):
    partner = partners.make_partner(school)
    step = partners.make_interaction(partner, next_action="Kirim surat", next_due=date(2026, 11, 24))
    client, page = sign_in(humas), url("partner_page", school, code=partner.code)
    assert client.get(page).context["page"].next_step == step
    finish = url("part_remove", school, code=partner.code, part="catatan", part_code=step.code)
    assert client.post(finish).url == page
    answer = client.get(page)
    assert answer.context["page"].next_step is None
    assert "Langkah ini selesai." in answer.content.decode()


def test_a_person_who_left_is_kept_and_no_longer_offered(school, humas, sign_in):
    partner = partners.make_partner(school)
    person = partners.make_contact(partner)
    client = sign_in(humas)
    edit = url("part_edit", school, code=partner.code, part="orang", part_code=person.code)
    assert "Sudah tidak bekerja di sana" in body(client.get(edit))
    client.post(url("part_remove", school, code=partner.code, part="orang", part_code=person.code))
    assert Contact.objects.of_school(school.pk).get().voided_at is not None
    assert client.get(url("partner_page", school, code=partner.code)).context["page"].contacts == []


@pytest.mark.parametrize("part", ["lokasi", "kursi"])
def test_places_and_seats_are_changed_never_removed(school, humas, sign_in, partner, part):
    row = {"lokasi": partner.sites.get(), "kursi": partner.capacities.get()}[part]
    remove = url("part_remove", school, code=partner.code, part=part, part_code=row.code)
    assert sign_in(humas).post(remove).status_code == 404


def test_the_log_is_never_changed(school, humas, sign_in, partner):
    line = partner.interactions.get()
    edit = url("part_edit", school, code=partner.code, part="catatan", part_code=line.code)
    assert sign_in(humas).get(edit).status_code == 404


def test_parts_of_another_partner_are_not_found_under_this_one(school, humas, sign_in, partner):
    stranger = partners.make_contact(partners.make_partner(school))
    edit = url("part_edit", school, code=partner.code, part="orang", part_code=stranger.code)
    assert sign_in(humas).get(edit).status_code == 404
    assert sign_in(humas).get(url("part_add", school, code=partner.code, part="apa")).status_code == 404


def test_a_map_without_the_school_s_point_says_what_to_fill_in(school, humas, sign_in):
    school.latitude = None
    school.save()
    answer = sign_in(humas).get(url("partner_map", school))
    assert answer.context["map"] is None
    assert "Titik sekolah belum diisi" in answer.content.decode()


def test_the_map_draws_each_state_in_its_shape(school, humas, sign_in):
    seats = partners.make_partner(school, name="Ada kursi")
    partners.make_capacity(seats, schools.make_wave(school), schools.make_programme(school))
    partners.make_partner(school, name="Berlaku", agreement_until=date(2099, 1, 1))
    partners.make_partner(school, name="Calon")
    answer = sign_in(humas).get(url("partner_map", school), {"radius": "banyak"})
    pins = {pin.partner.name: str(pin.state) for pin in answer.context["map"].pins}
    assert pins == {"Ada kursi": "seats", "Berlaku": "in_force", "Calon": "prospect"}
    text = answer.content.decode()
    assert [text.count(f'class="pin {state}"') for state in ("seats", "in_force", "prospect")] == [1, 1, 1]
    assert answer.context["radius"] == 10


def test_like_names_appear_while_typing(school, humas, sign_in):
    partners.make_partner(school, name="Hotel Lilis Indah Kota")
    page = url("partner_alike", school)
    found = body(sign_in(humas).get(page, {"name": "Hotel Lilis Indah", "city": "Palangka Raya"}))
    assert "Hotel Lilis Indah Kota" in found
    assert "Hotel Lilis" not in body(sign_in(humas).get(page, {"name": "Ko"}))


def test_a_voided_partner_is_seen_only_by_who_may_bring_it_back(school, humas, sign_in):
    partner = partners.make_partner(school, voided_at=partners.WHEN, void_reason="Tutup")
    page = url("partner_page", school, code=partner.code)
    assert "Mitra ini tidak lagi di daftar: Tutup." in body(sign_in(humas).get(page))
    assert sign_in(people.make_actor(school, "coordinator")).get(page).status_code == 404
