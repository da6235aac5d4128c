"""Lists of partners and of seats, in from a school's own sheet and back from our own file."""

from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.translation import override

from anyam.mapping.partners.models import Capacity, Contact, Partner, Site
from anyam.tools.imports import operations
from anyam.tools.imports.kinds import kind_named
from anyam.tools.imports.models import ImportRow
from tests.factories import partners, people, schools
from tests.mapping.partners.conftest import counts, errors_of, sheet

pytestmark = [pytest.mark.db, pytest.mark.django_db]

OWN_LIST = {
    "No": 1,
    "Nama DU/DI": "Hotel Lilis Indah",
    "Alamat DU/DI": "Jl. Contoh 1",
    "Kab/Kota": "Palangka Raya",
    "No. HP": "0812 3456 7890",
    "Pimpinan": "Bambang Irawan",
    "Jabatan": "Manajer HRD",
    "Latitude": "-2,2101",
    "Longitude": "113,9213",
    "Hari kerja": "senin–sabtu",
    "Akhir MoU": "31/12/2027",
}


def partner_of(school) -> Partner:
    return Partner.objects.of_school(school.pk).get()


def test_a_school_s_own_headings_are_known(applied, school):
    batch = applied("partners", sheet(OWN_LIST))
    assert counts(batch) == (1, 0, 0, 0), errors_of(batch)
    partner = partner_of(school)
    assert (partner.name, partner.kind, partner.city, partner.address) == (
        "Hotel Lilis Indah", "company", "Palangka Raya", "Jl. Contoh 1",
    )  # fmt: skip
    assert (partner.phone, partner.working_days) == ("+6281234567890", "six")
    assert partner.agreement_until == date(2027, 12, 31)
    person = partner.contacts.get()
    assert (person.name, person.position) == ("Bambang Irawan", "Manajer HRD")
    site = partner.sites.get()
    assert (site.is_main, site.latitude, site.longitude, site.city) == (
        True,
        -2.2101,
        113.9213,
        "Palangka Raya",
    )


def test_the_same_list_twice_is_once(applied, checked, school):
    applied("partners", sheet(OWN_LIST))
    assert counts(checked("partners", sheet(OWN_LIST))) == (0, 0, 1, 0)


def test_what_a_list_does_not_say_stays_as_it_is(applied, school):
    applied("partners", sheet(OWN_LIST))
    batch = applied(
        "partners",
        sheet({"Nama DU/DI": "PT. Hotel Lilis Indah", "Alamat": "Jl. Baru 2", "No. HP": "", "Akhir MoU": ""}),
    )
    assert counts(batch) == (0, 1, 0, 0)
    partner = partner_of(school)
    assert (partner.address, partner.phone, partner.city) == ("Jl. Baru 2", "+6281234567890", "Palangka Raya")
    assert (partner.agreement_until, partner.working_days) == (date(2027, 12, 31), "six")
    assert partner.sites.get().latitude == -2.2101


def test_a_like_name_is_a_question(checked, school):
    partners.make_partner(school, name="Hotel Lilis Indah Kota")
    batch = checked("partners", sheet({"Nama mitra": "Hotel Lilis Indah", "Kota": "Palangka Raya"}))
    assert errors_of(batch) == [
        ("name", "“Hotel Lilis Indah” mirip dengan Hotel Lilis Indah Kota.", "Hotel Lilis Indah Kota")
    ]


def test_a_person_may_say_that_it_is_another_partner(applied, checked, school):
    partners.make_partner(school, name="Hotel Lilis Indah Kota")
    row = {"Nama mitra": "Hotel Lilis Indah (mitra lain)", "Kota": "Palangka Raya"}
    assert counts(applied("partners", sheet(row))) == (1, 0, 0, 0)
    names = Partner.objects.of_school(school.pk).values_list("name", flat=True)
    assert sorted(names) == ["Hotel Lilis Indah", "Hotel Lilis Indah Kota"]
    assert counts(checked("partners", sheet(row))) == (0, 0, 1, 0)


def test_another_partner_of_the_very_same_name_in_another_town(applied, school):
    partners.make_partner(school, name="Amaris Hotel")
    applied("partners", sheet({"Nama mitra": "Amaris Hotel (mitra lain)", "Kota": "Banjarmasin"}))
    towns = Partner.objects.of_school(school.pk).filter(name="Amaris Hotel").values_list("city", flat=True)
    assert sorted(towns) == ["Banjarmasin", "Palangka Raya"]
    batch = applied(
        "partners", sheet({"Nama mitra": "Amaris Hotel", "Kota": "Banjarmasin", "Alamat": "Jl. B"})
    )
    assert counts(batch) == (0, 1, 0, 0)
    assert Partner.objects.of_school(school.pk).get(city="Banjarmasin").address == "Jl. B"


def test_a_new_position_corrects_the_person_and_who_left_stays_away(applied, school, now):
    applied("partners", sheet(OWN_LIST))
    applied(
        "partners",
        sheet({"Nama mitra": "Hotel Lilis Indah", "Kontak": "bambang irawan", "Jabatan": "Direktur"}),
    )
    person = Contact.objects.of_school(school.pk).get()
    assert (person.name.casefold(), person.position) == ("bambang irawan", "Direktur")
    person.voided_at = now
    person.save()
    applied("partners", sheet(OWN_LIST))
    assert Contact.objects.of_school(school.pk).get().voided_at == now


def test_a_foreign_word_is_refused_with_those_that_are_known(checked, school):
    batch = checked("partners", sheet({"Nama mitra": "Bengkel Maju", "Hari kerja": "Senin-Sabtu"}))
    assert errors_of(batch) == [("working_days", "Hari kerja “Senin-Sabtu” belum dikenal.", "Senin–Sabtu")]


def test_half_a_point_is_refused(checked, school):
    batch = checked("partners", sheet({"Nama mitra": "Bengkel Maju", "Lintang": "-2,21"}))
    assert errors_of(batch) == [("longitude", "Bujur: Isi lintang dan bujur, atau kosongkan keduanya.", "")]


def test_undoing_takes_back_partner_place_and_person(applied, humas, school, now):
    known = partners.make_partner(school, name="Bakery Dua Sungai", site=False)
    batch = applied(
        "partners", sheet(OWN_LIST, {"Nama DU/DI": "Bakery Dua Sungai", "Alamat DU/DI": "Jl. Roti"})
    )
    operations.undo_batch(actor=humas, batch=batch, now=now)
    assert partner_of(school) == known
    assert partner_of(school).address == ""
    assert (Site.objects.of_school(school.pk).count(), Contact.objects.of_school(school.pk).count()) == (0, 0)


def test_no_line_of_a_list_asks_the_database(humas, school, django_assert_num_queries):
    kind = kind_named("partners")
    for number in range(20):
        partners.make_contact(partners.make_partner(school, name=f"Toko {number} Raya"))
    with django_assert_num_queries(3):
        context = kind.load_context(humas)
    with django_assert_num_queries(0):
        for number in range(20):
            row = {"name": f"Toko {number} Raya", "contact_name": "Bambang Irawan"}
            known = kind.identify(row, context)
            form = kind.form(actor=humas, context=context, data=kind.resolve(row, context), instance=known)
            assert (known.name, form.initial["latitude"]) == (f"Toko {number} Raya", -2.2)


@pytest.mark.parametrize("role", ["principal", "programme_head", "supervisor"])
def test_who_may_not_import_may_not(school, role):
    actor = people.make_actor(school, role)
    assert [kind_named(name).permitted(actor) for name in ("partners", "seats")] == [False, False]


NOT_IN_LISTS = ("industry", "held_reason")


def some_value(name: str) -> str:
    """A value for a written field, also for one that is added later: its last choice, else a word of its own."""
    _label, choices = Partner.written(name)
    return choices[-1][0] if choices else f"Isi {name}"


@pytest.fixture
def full_partner(school):
    """A partner with every field that people write, a place, a person, and one who left."""
    values = {name: some_value(name) for name in Partner.WRITTEN if name not in NOT_IN_LISTS}
    values |= {"phone": "+6281234567890", "email": "hrd@rungan.example"}
    partner = partners.make_partner(school, **values, agreement_until=date(2027, 12, 31))
    partners.make_contact(partner, name="Ani Lama", role="leader", voided_at=partners.WHEN)
    partners.make_contact(partner, position="HRD")
    return partner


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_the_list_goes_out_and_comes_in_unchanged(full_partner, humas, sign_in, checked, school, kind):
    address = reverse("partners:partner_export", kwargs={"school": school.slug, "kind": kind})
    content = b"".join(sign_in(humas).get(address).streaming_content)
    batch = checked("partners", BytesIO(content))
    assert sorted(batch.mapping) == sorted(kind_named("partners").keys)
    assert (counts(batch), errors_of(batch)) == ((0, 0, 1, 0), [])


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_the_file_of_one_school_fills_another(
    full_partner, humas, sign_in, applied, school, other_school, now, kind
):
    address = reverse("partners:partner_export", kwargs={"school": school.slug, "kind": kind})
    content = b"".join(sign_in(humas).get(address).streaming_content)
    there = people.make_actor(other_school, "waka_humas")
    batch = operations.start_import(
        actor=there, kind=kind_named("partners"), file=BytesIO(content), file_name=f"mitra.{kind}", now=now
    )
    operations.check_batch(actor=there, batch=batch, now=now)
    operations.apply_batch(actor=there, batch=batch, expected=1, leave_refused=False, now=now)
    copy = Partner.objects.of_school(other_school.pk).get()
    kept = [name for name in Partner.WRITTEN if name not in NOT_IN_LISTS]
    assert {name: getattr(copy, name) for name in kept} == {
        name: getattr(full_partner, name) for name in kept
    }
    assert [person.name for person in copy.contacts.all()] == ["Bambang Irawan"]


@pytest.fixture
def frame(school):
    """A wave, a specialisation and a partner."""
    wave = schools.make_wave(school)
    return wave, schools.make_programme(school), partners.make_partner(school, name="Hotel Grand Rungan")


SEATS = {
    "Nama DU/DI": "PT Hotel Grand Rungan",
    "Gelombang": "gelombang 1",
    "Jurusan": "KUL",
    "Kuota": "6",
    "Minimal": "2",
    "Mess": "Mess putri saja",
    "L/P": "P",
    "Usia minimal": "17",
    "Shift malam": "ya",
    "Syarat dokumen": "SKCK",
}


def seats_of(school) -> Capacity:
    return Capacity.objects.of_school(school.pk).get()


def test_seats_find_partner_wave_and_specialisation_by_their_words(applied, frame, school):
    wave, programme, partner = frame
    batch = applied("seats", sheet(SEATS))
    assert counts(batch) == (1, 0, 0, 0), errors_of(batch)
    row = seats_of(school)
    assert (row.partner, row.wave, row.programme, row.site) == (partner, wave, programme, None)
    assert (row.seats, row.minimum, row.lodging, row.gender, row.minimum_age) == (6, 2, "female", "P", 17)
    assert (row.night_shift, row.hazardous, row.documents) == (True, False, "SKCK")


def test_seats_twice_are_once(applied, checked, frame):
    applied("seats", sheet(SEATS))
    assert counts(checked("seats", sheet(SEATS))) == (0, 0, 1, 0)


def test_empty_cells_of_seats_erase_nothing(applied, frame, school):
    applied("seats", sheet(SEATS))
    batch = applied(
        "seats",
        sheet({"Nama mitra": "Hotel Grand Rungan", "Konsentrasi": "Kuliner", "Kursi": "8", "Minimal": ""}),
    )
    assert counts(batch) == (0, 1, 0, 0), errors_of(batch)
    row = seats_of(school)
    assert (row.seats, row.minimum, row.lodging, row.night_shift) == (8, 2, "female", True)


def test_a_row_with_the_bare_minimum_gets_the_usual(applied, frame, school):
    applied("seats", sheet({"Nama mitra": "Hotel Grand Rungan", "Konsentrasi": "Kuliner", "Kursi": "3"}))
    row = seats_of(school)
    assert (row.seats, row.minimum, row.lodging, row.gender) == (3, 1, "none", "")


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (
            {"Nama DU/DI": "Hotel Grand Rungn"},
            ("partner", "Nama mitra “Hotel Grand Rungn” belum ada di Anyam.", "Hotel Grand Rungan"),
        ),
        (
            {"Gelombang": "Gelombang satu"},
            ("wave", "Gelombang “Gelombang satu” belum ada di Anyam.", "Gelombang 1"),
        ),
        ({"Gelombang": "Ganjil"}, ("wave", "Gelombang “Ganjil” belum ada di Anyam.", "")),
        ({"Jurusan": "Kulner"}, ("programme", "Konsentrasi “Kulner” belum ada di Anyam.", "Kuliner")),
        ({"Jurusan": ""}, ("programme", "Konsentrasi kosong.", "")),
        ({"Cabang": "Bandara"}, ("site", "Lokasi “Bandara” belum ada di Anyam.", "")),
        (
            {"Tahun ajaran": "2020/2021"},
            ("year", "Tahun pelajaran “2020/2021” belum ada di Anyam.", ""),
        ),
        (
            {"Minimal": "9"},
            ("minimum", "Paling sedikit “9”: Paling sedikit perlu antara 1 dan jumlah kursi.", ""),
        ),
    ],
)
def test_a_word_that_leads_nowhere_is_named_with_a_proposal(checked, frame, change, expected):
    assert errors_of(checked("seats", sheet(SEATS | change))) == [expected]


def test_seats_of_one_of_two_partners_of_a_name_are_a_question(checked, frame, school):
    partners.make_partner(school, name="PT Hotel Grand Rungan", city="Sampit")
    assert errors_of(checked("seats", sheet(SEATS))) == [
        ("partner", "Ada 2 mitra bernama “PT Hotel Grand Rungan”.", "")
    ]


def test_a_wave_without_its_name_is_the_next_to_end(applied, frame, school):
    schools.make_wave(school, name="Lampau", start=date(2026, 8, 1), end=date(2026, 10, 31))
    applied("seats", sheet({"Nama mitra": "Hotel Grand Rungan", "Konsentrasi": "Kuliner", "Kursi": "3"}))
    assert seats_of(school).wave.name == "Gelombang 1"


def test_undoing_seats_takes_them_back(applied, frame, humas, school, now):
    batch = applied("seats", sheet(SEATS))
    operations.undo_batch(actor=humas, batch=batch, now=now)
    assert Capacity.objects.of_school(school.pk).count() == 0


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_seats_go_out_and_come_in_unchanged(frame, humas, sign_in, checked, school, kind):
    wave, programme, partner = frame
    branch = partners.make_site(partner, name="Bandara", is_main=False)
    partners.make_capacity(
        partner, wave, programme, seats=4, minimum=2, lodging="male", gender="L", night_shift=True
    )
    partners.make_capacity(partner, wave, programme, seats=2, site=branch, documents="SKCK", work="Dapur")
    address = reverse("partners:seat_export", kwargs={"school": school.slug, "kind": kind})
    content = b"".join(sign_in(humas).get(address).streaming_content)
    batch = checked("seats", BytesIO(content))
    assert sorted(batch.mapping) == sorted(kind_named("seats").keys)
    assert (counts(batch), errors_of(batch)) == ((0, 0, 2, 0), [])


@pytest.mark.usefixtures("frame")
def test_waves_of_one_name_are_told_apart_by_the_year(applied, school):
    old = schools.SchoolYear.objects.create(
        school=school, start_year=2025, start=date(2025, 7, 1), end=date(2026, 6, 30)
    )
    before = schools.Wave.objects.create(
        school=school,
        school_year=old,
        name="Gelombang 1",
        start=date(2026, 1, 4),
        end=date(2026, 6, 20),
    )
    applied("seats", sheet(SEATS | {"Tahun ajaran": "TP 2025/2026"}))
    assert seats_of(school).wave == before


def test_no_line_of_seats_asks_the_database(frame, humas, school, django_assert_num_queries):
    wave, programme, _partner = frame
    kind = kind_named("seats")
    for number in range(20):
        partners.make_capacity(partners.make_partner(school, name=f"Toko {number} Raya"), wave, programme)
    with django_assert_num_queries(5):
        context = kind.load_context(humas)
    with django_assert_num_queries(0):
        for number in range(20):
            row = {"partner": f"Toko {number} Raya", "programme": "Kuliner", "seats": "5"}
            known = kind.identify(row, context)
            form = kind.form(actor=humas, context=context, data=kind.resolve(row, context), instance=known)
            assert (known.seats, form.initial["partner"]) == (5, known.partner_id)


def test_list_exported_in_english_comes_back_as_the_same(school, humas, sign_in, now):
    partners.make_partner(school, name="Hotel Grand Rungan", acquisition="visit")
    client = sign_in(humas)
    with override("en"):
        answer = client.get(
            reverse("partners:partner_export", kwargs={"school": school.slug, "kind": "xlsx"}),
            headers={"accept-language": "en"},
        )
    file = SimpleUploadedFile("partners.xlsx", b"".join(answer.streaming_content))
    batch = operations.start_import(
        actor=humas, kind=kind_named("partners"), file=file, file_name="partners.xlsx", now=now
    )
    operations.check_batch(actor=humas, batch=batch, now=now)
    assert list(ImportRow.objects.of_school(school.pk).values_list("action", flat=True)) == ["same"]
