"""A pupil on a small phone: chooses three places, reads why, objects in three taps; no page scrolls sideways."""

import os
import shutil
from pathlib import Path

import pytest
from django.test import Client
from playwright.sync_api import expect, sync_playwright

from anyam.implementation.internships import matching, operations
from anyam.implementation.internships.models import Choice, Objection, Participant
from anyam.mapping.partners.models import Capacity
from anyam.records.people.models import Pupil
from tests.factories import internships, people

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

AXE = Path(__file__).resolve().parents[3] / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
PHONE = {"width": 360, "height": 740}
TAPS = "window.taps = 0; document.addEventListener('pointerdown', () => { window.taps += 1 })"
SMALL = """() => [...document.querySelectorAll("a[href], button, summary, input:not([type=hidden])")]
  .map((one) => [one, (one.closest("label") || one).getBoundingClientRect()])
  .filter(([one, box]) => box.width && box.height < 43.5 && !one.matches(".k-skip, p a, dd a, span a"))
  .map(([one]) => one.outerHTML.slice(0, 120))"""


@pytest.fixture
def wave(school):
    return internships.make_full_wave(school, pupils=4, hosts=3, seats=2)


@pytest.fixture
def pupil(school, wave):
    row = Pupil.objects.of_school(school.pk).get(name="Siswa 00")
    row.account = people.make_account(name=row.name)
    row.save()
    people.make_actor(school, "pupil", account=row.account)
    return row


@pytest.fixture
def open_as(monkeypatch, live_server):
    """`open_as(account, script=True)`: a phone signed in as the account; its console must stay silent."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    said: list[str] = []
    with sync_playwright() as playwright:
        path = os.environ.get("CHROMIUM") or shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)

        def do(account, *, script=True, viewport=PHONE):
            client = Client()
            client.force_login(account)
            context = browser.new_context(viewport=viewport, java_script_enabled=script, locale="id-ID")
            session = client.cookies["sessionid"].value
            context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
            page = context.new_page()
            page.on("console", lambda message: said.append(message.text))
            page.on("pageerror", lambda error: said.append(str(error)))
            return page

        yield do
        browser.close()
    assert said == []


def sound(page) -> None:
    """The page has no accessibility fault, no sideways scroll and no small target."""
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("(tags) => axe.run(document, {runOnly: tags})", RULES)
    assert [(one["id"], one["nodes"][0]["html"]) for one in found["violations"]] == []
    assert page.evaluate(SMALL) == []


def wishes(school) -> list[str]:
    rows = Choice.objects.of_school(school.pk).order_by("rank")
    return list(rows.values_list("capacity__partner__name", flat=True))


def rank(page, name, number):
    place = page.get_by_role("group", name=f"Jadikan pilihan ke- {name}")
    return place.get_by_text(str(number), exact=True)


def test_pupil_chooses_without_script(live_server, open_as, pupil, school):
    page = open_as(pupil.account, script=False)
    page.goto(live_server.url + "/saya/")
    page.get_by_role("link", name="Pilih tempat").click()
    rank(page, "Mitra B", 1).click()
    rank(page, "Mitra C", 1).click()
    rank(page, "Mitra A", 2).click()
    page.get_by_role("button", name="Kirim pilihan").click()
    expect(page.get_by_text("Pilihanmu terkirim.")).to_be_visible()
    assert wishes(school) == ["Mitra C", "Mitra A"]


def test_summary_follows_each_tap(live_server, open_as, pupil):
    page = open_as(pupil.account)
    page.goto(live_server.url + "/saya/pkl/pilihan/")
    rank(page, "Mitra B", 1).click()
    expect(page.locator("#ringkas li")).to_have_text(["Mitra B"])
    rank(page, "Mitra A", 2).click()
    expect(page.locator("#ringkas li")).to_have_text(["Mitra B", "Mitra A"])
    rank(page, "Mitra A", 3).click()
    expect(page.locator("#ringkas")).to_contain_text("Mitra A sudah di pilihan 2.")


def test_objection_takes_three_taps(live_server, open_as, pupil, school, wave, humas):
    round_ = internships.computed_round(wave, humas)
    matching.submit(actor=humas, round_=round_, now=internships.WHEN)
    page = open_as(pupil.account)
    page.goto(live_server.url + "/saya/pkl/alasan/")
    page.evaluate(TAPS)
    page.get_by_text("Ajukan keberatan").click()
    page.get_by_text("Alasan kesehatan").click()
    taps = page.evaluate("window.taps") + 1
    page.get_by_role("button", name="Kirim keberatan").click()
    expect(page.get_by_text("Menunggu jawaban sekolah")).to_be_visible()
    assert Objection.objects.of_school(school.pk).get().reason == "health"
    assert taps == 3


def test_pages_of_a_pupil_are_sound_on_a_small_phone(live_server, open_as, pupil, wave, humas):
    page = open_as(pupil.account)
    for path in ("/saya/", "/saya/pkl/", "/saya/pkl/pilihan/", "/saya/pkl/usul/", "/saya/pkl/alasan/"):
        page.goto(live_server.url + path)
        sound(page)
    round_ = internships.computed_round(wave, humas)
    matching.submit(actor=humas, round_=round_, now=internships.WHEN)
    for path in ("/saya/", "/saya/pkl/", "/saya/pkl/pilihan/", "/saya/pkl/alasan/"):
        page.goto(live_server.url + path)
        sound(page)
    page.get_by_text("Ajukan keberatan").click()
    sound(page)


def test_pages_of_the_school_are_sound_on_phone_and_desk(live_server, open_as, wave, humas, school):
    participant = Participant.objects.of_school(school.pk).filter(wave=wave).first()
    found = operations.propose_place(
        actor=humas,
        participant=participant,
        data={"name": "Dapur Sangumang", "address": "Jl. Rajawali 7", "work": "Memasak"},
        now=internships.WHEN,
    )
    seats = Capacity.objects.of_school(school.pk).first()
    operations.set_host_wish(
        actor=humas, participant=participant, capacity=seats, rank=1, now=internships.WHEN
    )
    people.make_pupil(school, class_group=participant.pupil.class_group)
    base = f"{live_server.url}/s/{school.slug}/pkl/gelombang/{wave.code}"
    one = f"{base}/peserta/{participant.code}/"
    paths = (
        f"{base}/peserta/",
        f"{base}/peserta/tambah/",
        one,
        f"{one}pilihan/",
        f"{base}/temuan/",
        f"{base}/temuan/{found.code}/",
    )
    page = open_as(people.account_of(humas))
    for path in paths:
        page.goto(path)
        sound(page)
    page = open_as(people.account_of(humas), viewport={"width": 1280, "height": 800})
    for path in paths:
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 1280
