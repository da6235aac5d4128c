"""J12: six clicks from the list of imports to the imported pupils, eight faulty rows on the way, and undoing."""

import pytest
from playwright.sync_api import expect

from anyam.records.people.models import Pupil
from tests.factories import people, schools
from tests.factories.dapodik import pupil_row, pupils_file
from tests.journeys.pointer import presses

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
GOOD, SUGGESTED, CLICKS = 392, 4, 6
SPELT_WRONG = ("XI Kulinr 1", "XI Kuliner1.", "XI Kulinner 1")


@pytest.fixture
def operator(school):
    schools.make_class(school, name="XI Kuliner 1")
    return people.make_actor(school, "operator", name="Dedi Kurniawan")


@pytest.fixture
def dapodik_file(tmp_path):
    """392 pupils as they should be; four rows that can be guessed, four that only a person can mend."""
    rows = [
        pupil_row(f"Siswa {number:03}", nisn=f"{90000000 + number:010d}", nipd=f"{number}/246.4")
        for number in range(GOOD)
    ]
    rows += [
        pupil_row(f"Rombel {number}", nisn=f"{80000000 + number:010d}", group=group)
        for number, group in enumerate(SPELT_WRONG)
    ]
    rows += [
        pupil_row("", nisn="0070000001"),
        pupil_row("Tanggal Salah", nisn="0070000002", born="31-02-2009"),
        pupil_row("Nomor Pendek", nisn="7000003"),
        pupil_row("Kelamin Salah", nisn="0070000004", jk="X"),
        pupil_row("Tanpa Rombel", nisn="0070000005", group=""),
    ]
    path = tmp_path / "daftar_pd-SMKN 3 PALANGKA RAYA.xlsx"
    path.write_bytes(pupils_file(rows).getvalue())
    return path


def test_operator_imports_a_dapodik_file_with_faulty_rows(visit, operator, school, dapodik_file):
    page = visit(f"/s/{school.slug}/impor/", actor=operator)
    page.get_by_role("link", name="Impor Siswa dari Dapodik").click()
    with page.expect_file_chooser() as chooser:
        page.get_by_label("Berkas", exact=False).first.click()
    chooser.value.set_files(dapodik_file)
    page.get_by_role("button", name="Baca berkas").click()
    page.get_by_role("button", name="Periksa").click()

    refused = page.get_by_role("region", name="8 baris perlu diperbaiki")
    expect(refused.locator("ul > li[id^=baris-]")).to_have_count(8)
    words = refused.inner_text()
    for remedy in (
        "Mirip dengan XI Kuliner 1. Pakai usulan itu, atau tulis nama rombelnya.",
        "Isi nama lengkap menurut ijazah.",
        "Bulan itu hanya 28 hari.",
        "Nol di depan mungkin hilang di Excel. Cocokkan dengan dokumen aslinya.",
        "Tulis salah satu: L, P, Laki-laki, Perempuan.",
        "Pilih rombel, atau isi kolom Rombel Saat Ini.",
    ):
        assert remedy in words
    expect(page.get_by_role("button", name=f"Impor {GOOD} siswa")).to_be_visible()
    page.get_by_role("button", name="Pakai semua saran").click()
    expect(page.get_by_role("region", name="4 baris perlu diperbaiki")).to_be_visible()
    page.get_by_role("button", name=f"Impor {GOOD + SUGGESTED} siswa").click()

    expect(page.get_by_text("Bisa diurungkan sampai")).to_be_visible(timeout=60_000)
    assert presses(page) == CLICKS
    pupils = Pupil.objects.of_school(school.pk)
    assert pupils.count() == GOOD + SUGGESTED
    assert pupils.filter(name__startswith="Rombel", class_group__name="XI Kuliner 1").count() == 3

    page.get_by_role("link", name="Urungkan").click()
    page.get_by_role("button", name="Urungkan impor").click()
    expect(page.get_by_text("Semua kembali seperti sebelum impor.").first).to_be_visible(timeout=60_000)
    assert pupils.count() == 0
