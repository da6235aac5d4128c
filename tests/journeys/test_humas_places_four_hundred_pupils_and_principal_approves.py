"""J3: from Hari ini to the submitted proposal in five clicks, one for each explanation, two for the principal."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from anyam.implementation.internships.models import MatchingRound, Placement
from tests.factories.people import make_actor
from tests.factories.waves import make_large_wave
from tests.journeys.pointer import presses

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
PUPILS, CLICKS, CLICKS_OF_PRINCIPAL = 400, 5, 2


@pytest.fixture
def wave(school):
    start = timezone.now().date() + timedelta(days=40)
    return make_large_wave(school, pupils=PUPILS, hosts=70, start=start, end=start + timedelta(days=170))


def test_humas_places_four_hundred_pupils_and_principal_approves(visit, worker, wave, humas, school):
    page = visit(f"/s/{school.slug}/hari-ini/", actor=humas)
    page.get_by_role("link", name=f"Tempatkan {PUPILS} siswa").click()
    page.get_by_role("button", name="Hitung penempatan").click()
    settle = page.get_by_role("button", name="Terima semua saran")
    settle.wait_for(timeout=60_000)
    waiting = page.locator(".queue .k-person").count()
    settle.click()
    expect(page.locator("[data-toast], .k-toast").first).to_contain_text("saran diterima")
    assert waiting > 0
    page.get_by_role("link", name="Kunci & ajukan").click()
    page.get_by_role("button", name=re.compile(r"^Ya, ajukan \d+ penempatan$")).click()
    expect(page.get_by_text("Di tangan kepala sekolah").first).to_be_visible()
    assert presses(page) == CLICKS
    round_ = MatchingRound.unsafe_all_schools.get()
    placed = round_.proposals.exclude(capacity=None).count()
    assert (round_.state, placed) == ("submitted", PUPILS)

    principal = make_actor(school, "principal", name="Dra. Maria Ngabe, M.Pd.")
    page = visit(f"/s/{school.slug}/hari-ini/", actor=principal)
    expect(page.get_by_role("heading", name=f"Setujui penempatan {wave.name}")).to_be_visible()
    expect(page.get_by_text("Surat permohonan ke perusahaan menunggu keputusan ini.")).to_be_visible()
    assert presses(page) == 0
    page.get_by_role("link", name="Tinjau & setujui").click()
    page.get_by_role("button", name=f"Setujui {PUPILS} penempatan").click()
    expect(page.get_by_text("Penempatan disetujui.")).to_be_visible()
    assert presses(page) == CLICKS_OF_PRINCIPAL
    assert Placement.unsafe_all_schools.filter(state="approved").count() == PUPILS


def test_explanation_of_a_pupil_is_one_click_away(visit, worker, wave, humas, school):
    page = visit(f"/s/{school.slug}/pkl/gelombang/{wave.code}/", actor=humas)
    page.get_by_role("button", name="Hitung penempatan").click()
    card = page.locator(".k-three .k-stack a.k-person, .k-three .k-stack a[href*='siswa=']").first
    card.wait_for(timeout=60_000)
    before = presses(page)
    card.click()
    why = page.locator("#mengapa")
    expect(why).to_be_visible()
    assert presses(page) - before == 1
    expect(why).to_contain_text("dari rumah, garis lurus")
    expect(why.get_by_role("heading").first).to_be_visible()
