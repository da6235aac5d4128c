"""Pages of partners: owner, colleague, stranger; forms; query counts; files."""

from io import BytesIO

import openpyxl
import pytest
from django.urls import reverse

from anyam.mapping.partners.models import Capacity, Contact, Interaction, Partner
from tests.factories import partners, people, schools

pytestmark = pytest.mark.page


def url(name, school, **kwargs):
    return reverse(f"partners:{name}", kwargs={"school": school.slug, **kwargs})


FORM = {
    "name": "Hotel Lilis Indah", "legal_name": "", "kind": "company", "industry": "", "size": "", "working_days": "six",
    "acquisition": "alumni", "address": "Jl. Contoh", "city": "Palangka Raya", "phone": "0812 3456 7890", "email": "",
    "website": "", "held_reason": "", "note": "", "latitude": "-2,21", "longitude": "113,92",
}  # fmt: skip


def test_list_shows_and_finds_by_part_of_the_name(school, humas, sign_in):
    partners.make_partner(school, name="Hotel Grand Rungan")
    partners.make_partner(school, name="Bakery Dua Sungai")
    page = sign_in(humas).get(url("partner_list", school), {"cari": "rungan"})
    assert "Hotel Grand Rungan" in page.content.decode()
    assert "Bakery Dua Sungai" not in page.content.decode()


@pytest.mark.parametrize("rows", [1, 30])
def test_list_costs_the_same_whatever_its_length(school, humas, sign_in, django_assert_num_queries, rows):
    for _ in range(rows):
        partners.make_partner(school)
    client = sign_in(humas)
    client.get(url("partner_list", school))
    with django_assert_num_queries(15):
        client.get(url("partner_list", school))


def test_add_then_read(school, humas, sign_in):
    client = sign_in(humas)
    answer = client.post(url("partner_add", school), FORM)
    partner = Partner.objects.of_school(school.pk).get()
    assert answer.url == url("partner_page", school, code=partner.code)
    assert (partner.phone, partner.sites.get().latitude) == ("+6281234567890", -2.21)
    assert "Hotel Lilis Indah tersimpan." in client.get(answer.url).content.decode()


def test_like_name_asks_before_it_saves(school, humas, sign_in):
    partners.make_partner(school, name="Hotel Lilis Indah Kota")
    client = sign_in(humas)
    page = client.post(url("partner_add", school), FORM)
    assert "Ini mitra lain, tetap simpan" in page.content.decode()
    assert Partner.objects.of_school(school.pk).count() == 1
    client.post(url("partner_add", school), FORM | {"sungguh": "1"})
    assert Partner.objects.of_school(school.pk).count() == 2


def test_wrong_input_is_named_and_kept(school, humas, sign_in):
    page = sign_in(humas).post(url("partner_add", school), FORM | {"name": "", "phone": "bukan nomor"})
    text = page.content.decode()
    assert page.status_code == 422
    assert "Perlu diperbaiki" in text
    assert "Tulis nomor WhatsApp, misalnya 0812 3456 7890." in text
    assert "Jl. Contoh" in text


def test_record_page_for_owner_colleague_and_stranger(school, other_school, humas, sign_in):
    partner = partners.make_partner(school)
    partners.make_contact(partner, name="Bambang Rahasia")
    page = url("partner_page", school, code=partner.code)
    assert "Bambang Rahasia" in sign_in(humas).get(page).content.decode()
    supervisor = sign_in(people.make_actor(school, "supervisor")).get(page)
    assert supervisor.status_code == 200
    assert "Bambang Rahasia" not in supervisor.content.decode()
    assert sign_in(people.make_actor(other_school, "waka_humas")).get(page).status_code == 404
    assert sign_in(people.make_actor(school, "homeroom")).get(page).status_code == 403


def test_partner_of_another_school_is_not_found_under_the_own_address(school, other_school, humas, sign_in):
    foreign = partners.make_partner(other_school)
    for name in ("partner_page", "partner_edit", "partner_void", "partner_restore"):
        assert sign_in(humas).get(url(name, school, code=foreign.code)).status_code == 404


@pytest.mark.parametrize("part", ["lokasi", "orang", "kursi", "catatan"])
def test_parts_are_added_by_their_form(school, humas, sign_in, part):
    partner = partners.make_partner(school)
    wave, programme = schools.make_wave(school), schools.make_programme(school)
    data = {
        "lokasi": {"name": "Cabang", "city": "Sampit"},
        "orang": {"name": "Ibu Sari", "role": "mentor", "phone": "0812 3456 7890"},
        "kursi": {"wave": wave.pk, "programme": programme.pk, "seats": 4, "minimum": 2, "lodging": "none"},
        "catatan": {"on": "2026-11-01", "channel": "call", "summary": "Bersedia menerima siswa"},
    }[part]
    answer = sign_in(humas).post(url("part_add", school, code=partner.code, part=part), data)
    assert answer.status_code == 302, answer.content.decode()[:3000]
    found = {
        "lokasi": partner.sites.filter(name="Cabang").count(),
        "orang": Contact.objects.of_school(school.pk).filter(name="Ibu Sari").count(),
        "kursi": Capacity.objects.of_school(school.pk).filter(seats=4, minimum=2).count(),
        "catatan": Interaction.objects.of_school(school.pk).filter(channel="call").count(),
    }
    assert found[part] == 1


def test_seats_twice_for_one_wave_and_programme_are_refused(school, humas, sign_in):
    partner = partners.make_partner(school)
    wave, programme = schools.make_wave(school), schools.make_programme(school)
    partners.make_capacity(partner, wave, programme)
    data = {"wave": wave.pk, "programme": programme.pk, "seats": 4, "minimum": 1, "lodging": "none"}
    page = sign_in(humas).post(url("part_add", school, code=partner.code, part="kursi"), data)
    assert page.status_code == 422
    assert "sudah ada. Ubah yang ada." in page.content.decode()


def test_next_step_needs_its_day(school, humas, sign_in):
    partner = partners.make_partner(school)
    data = {"on": "2026-11-01", "channel": "call", "summary": "x", "next_action": "Kunjungan"}
    page = sign_in(humas).post(url("part_add", school, code=partner.code, part="catatan"), data)
    assert "Tulis tanggal paling lambat untuk langkah berikut." in page.content.decode()


def test_void_and_undo_by_page(school, humas, sign_in):
    partner = partners.make_partner(school)
    client = sign_in(humas)
    client.post(url("partner_void", school, code=partner.code), {"reason": "Tutup"})
    partner.refresh_from_db()
    assert partner.void_reason == "Tutup"
    client.post(url("partner_restore", school, code=partner.code))
    partner.refresh_from_db()
    assert partner.voided_at is None


def test_excel_holds_what_is_filtered_and_runs_nothing(school, humas, sign_in):
    partners.make_partner(school, name="=HYPERLINK(1)")
    partners.make_partner(school, name="Bakery Dua Sungai")
    answer = sign_in(humas).get(url("partner_export", school, kind="xlsx"), {"cari": "hyperlink"})
    sheet = openpyxl.load_workbook(BytesIO(b"".join(answer.streaming_content))).active
    assert [cell.value for cell in sheet[1]][:2] == ["Nama mitra", "Nama badan hukum"]
    assert [(row[0].value, row[0].data_type) for row in sheet.iter_rows(min_row=2)] == [
        ("=HYPERLINK(1)", "s")
    ]


def test_file_with_phones_is_not_for_supervisors(school, sign_in):
    supervisor = people.make_actor(school, "supervisor")
    assert sign_in(supervisor).get(url("partner_export", school, kind="csv")).status_code == 403


def test_map_places_sites_by_distance_and_counts_the_far_ones(school, humas, sign_in):
    near = partners.make_partner(school, name="Dekat")
    far = partners.make_partner(school, name="Jauh", site=False, city="Yogyakarta")
    partners.make_site(far, latitude=-7.79, longitude=110.37)
    unplaced = partners.make_partner(school, site=False)
    partners.make_site(unplaced, latitude=None, longitude=None)
    found = sign_in(humas).get(url("partner_map", school), {"radius": "10"}).context["map"]
    assert [pin.partner for pin in found.pins] == [near]
    assert (found.elsewhere, found.unplaced) == ([("Yogyakarta", 1)], 1)


def test_pages_of_anonymous_lead_to_sign_in(school, client):
    answer = client.get(url("partner_list", school))
    assert answer.url == f"/masuk/?next={url('partner_list', school)}"
