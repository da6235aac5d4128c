"""A pupil's phone of 360 px: card, own password, three wishes, the reason for the place, objection in three taps."""

import pytest
from playwright.sync_api import expect

from anyam.implementation.internships import matching
from anyam.implementation.internships.models import Choice, Objection
from anyam.records.people import operations as accounts
from anyam.records.people.models import Pupil
from tests.factories import internships, people
from tests.journeys.pointer import presses

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
OWN_PASSWORD = "perahu kuning di sungai"
TAPS = 3


@pytest.fixture
def wave(school):
    return internships.make_full_wave(school, pupils=4, hosts=3, seats=2)


@pytest.fixture
def card(school, wave, now):
    operator = people.make_actor(school, "operator")
    pupil = Pupil.objects.of_school(school.pk).get(name="Siswa 00")
    return accounts.issue_account_cards(actor=operator, pupils=[pupil], now=now).cards[0]


def fits(page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth") <= 360


def test_pupil_signs_in_with_a_card_chooses_reads_why_and_objects(visit, wave, card, humas, school, now):
    page = visit("/masuk/", width=360)
    page.get_by_label("Nama pengguna, NISN, atau pos-el").fill(card.username)
    page.get_by_label("Kata sandi", exact=True).fill(card.secret)
    page.get_by_role("button", name="Masuk", exact=True).click()
    expect(page.get_by_role("heading", name="Buat kata sandi sendiri")).to_be_visible()
    boxes = page.locator("input[type=password]")
    for number in range(boxes.count()):
        boxes.nth(number).fill(OWN_PASSWORD)
    page.get_by_role("button", name="Simpan kata sandi").click()

    expect(page.get_by_role("heading", name="Hai, Siswa 00")).to_be_visible()
    assert fits(page)
    page.get_by_role("link", name="Pilih tempat").click()
    for number, name in enumerate(("Mitra C", "Mitra A", "Mitra B"), start=1):
        place = page.get_by_role("group", name=f"Jadikan pilihan ke- {name}")
        place.get_by_text(str(number), exact=True).click()
    expect(page.locator("#ringkas li")).to_have_text(["Mitra C", "Mitra A", "Mitra B"])
    assert fits(page)
    page.get_by_role("button", name="Kirim pilihan").click()
    expect(page.get_by_text("Pilihanmu terkirim.")).to_be_visible()
    wishes = Choice.objects.of_school(school.pk).order_by("rank")
    assert list(wishes.values_list("capacity__partner__name", flat=True)) == ["Mitra C", "Mitra A", "Mitra B"]

    round_ = internships.computed_round(wave, humas)
    matching.submit(actor=humas, round_=round_, now=now)
    page.goto(page.url.split("/saya/")[0] + "/saya/")
    page.get_by_role("link", name="Lihat tempat dan alasannya").click()
    expect(page.get_by_role("heading", name="Siswa 00 → Mitra C")).to_be_visible()
    expect(page.locator("#mengapa")).to_contain_text("Pilihan ke-1")
    assert fits(page)
    before = presses(page)
    page.get_by_text("Ajukan keberatan").click()
    page.get_by_text("Alasan kesehatan").click()
    page.get_by_role("button", name="Kirim keberatan").click()
    expect(page.get_by_text("Menunggu jawaban sekolah")).to_be_visible()
    assert presses(page) - before == TAPS
    objection = Objection.objects.of_school(school.pk).get()
    assert (objection.reason, objection.capacity.partner.name) == ("health", "Mitra C")
    assert fits(page)
