"""Pages of the papers of a wave: cards, printing by the job, reprints, lists, requests marked as sent."""

import io
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from anyam.implementation.internships import operations, queries
from anyam.implementation.internships.models import Placement
from anyam.implementation.internships.tables import request_status
from anyam.implementation.internships.terms import LETTER_ADDRESSES, LetterKind
from anyam.records.people.models import Role
from anyam.tools.documents.models import IssueBatch, IssuedDocument
from tests.conftest import NOW
from tests.factories import letters, partners, people, schools

pytestmark = pytest.mark.page


@pytest.fixture(autouse=True)
def ground(settings, tmp_path):
    """Files of a test stay with the test, and its day is the day of the tests."""
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.PUBLIC_BASE_URL = "https://anyam.example"
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def wave(school, humas):
    letters.with_letterhead(school)
    return letters.placed_wave(school, humas, pupils=4, hosts=2, seats=2)


def address(name, wave, **values):
    return reverse(f"internships:{name}", kwargs={"school": wave.school.slug, "code": wave.code, **values})


def press(client, wave, kind="permohonan", **data) -> IssueBatch:
    """Press the button and let the worker do the work."""
    answer = client.post(address("letter_issue", wave, kind=kind), data)
    batch = IssueBatch.objects.of_school(wave.school_id).order_by("-pk").first()
    assert answer.url == reverse("jobs:job_show", kwargs={"school": wave.school.slug, "code": batch.job_code})
    return letters.run_batch(batch)


def test_wave_before_approval_says_what_letters_wait_for(school, humas, sign_in):
    wave = schools.make_wave(school)
    page = sign_in(humas).get(address("letter_page", wave)).content.decode()
    assert "Surat tersedia setelah penempatan disetujui kepala sekolah." in page
    assert "Cetak" not in page


def test_button_says_how_many_and_makes_them_in_one_file(wave, humas, sign_in):
    client = sign_in(humas)
    page = client.get(address("letter_page", wave)).content.decode()
    assert page.count("Cetak 2 surat permohonan") == 1
    assert page.count("Cetak 1 SK penempatan") == 1
    assert page.count("Cetak 4 lembar persetujuan wali") == 1
    assert "Nomor berikutnya 421.5/0001/XI/2026" in page
    batch = press(client, wave)
    assert batch.title == "Surat permohonan Gelombang 1"
    url = reverse("documents:batch_print", kwargs={"school": "smkn3-plk", "code": batch.code})
    first, second = client.get(url).content, client.get(url).content
    assert first == second
    assert [page.extract_text().splitlines()[-1] for page in PdfReader(io.BytesIO(first)).pages] == [
        "Hal. 1 / 2",
        "Hal. 2 / 2",
    ] * 2
    page = client.get(address("letter_page", wave)).content.decode()
    assert "surat permohonan</button>" not in page
    assert page.count(f'href="{url}"') == 1
    assert "Cetak ulang paket 2 surat" in page


def test_while_letters_are_made_the_page_leads_to_their_progress(wave, humas, sign_in):
    client = sign_in(humas)
    client.post(address("letter_issue", wave, kind="permohonan"))
    page = client.get(address("letter_page", wave)).content.decode()
    assert "2 surat sedang dibuat" in page
    assert "Cetak 2 surat permohonan" not in page


def test_pressing_when_all_is_issued_prints_nothing_new(wave, humas, sign_in):
    client = sign_in(humas)
    press(client, wave)
    answer = client.post(address("letter_issue", wave, kind="permohonan"))
    assert answer.status_code == 409
    assert "Buka paketnya untuk mencetak ulang." in answer.content.decode()
    assert IssuedDocument.objects.of_school(wave.school_id).count() == 2


def test_only_the_picked_are_issued(wave, humas, sign_in):
    client = sign_in(humas)
    card = next(card for card in queries.letter_cards(humas, wave) if card.kind == LetterKind.CONSENT)
    batch = press(client, wave, kind="persetujuan", pick=[card.lines[2].code, "BUKANADA"])
    assert batch.keys == [card.lines[2].code]


def test_missing_principal_and_letterhead_are_named(wave, school, humas, sign_in, now):
    letters.with_letterhead(school, letterhead_lines="")
    Role.objects.of_school(school.pk).filter(name="principal").update(ended_at=now)
    page = sign_in(humas).get(address("letter_page", wave)).content.decode()
    assert "Tetapkan kepala sekolah di Pengguna & peran." in page
    assert "Kop surat belum lengkap" in page
    assert "Cetak 2 surat permohonan" not in page


def test_preview_shows_the_real_paper_without_a_number(wave, humas, sign_in):
    client = sign_in(humas)
    card = next(card for card in queries.letter_cards(humas, wave) if card.kind == LetterKind.REQUEST)
    url = address("letter_preview", wave, kind="permohonan", about=card.lines[0].code)
    answer = client.get(url)
    text = PdfReader(io.BytesIO(answer.content)).pages[0].extract_text()
    assert answer["Content-Type"] == "application/pdf"
    assert ("Yth. Pimpinan Mitra A" in text, "Nomor : …" in text, "PRATINJAU" in text) == (True, True, True)
    assert IssuedDocument.objects.of_school(wave.school_id).count() == 0
    assert client.get(address("letter_preview", wave, kind="permohonan", about="X-Y")).status_code == 404


@pytest.mark.parametrize("word", LETTER_ADDRESSES)
def test_list_of_each_kind(wave, humas, sign_in, now, word):
    rows = letters.placements(wave)
    operations.record_answer(actor=humas, placements=rows, accepted=True, on=humas.today(now), now=now)
    client = sign_in(humas)
    batch = press(client, wave, kind=word)
    page = client.get(address("letter_list", wave, kind=word)).content.decode()
    documents = list(IssuedDocument.objects.of_school(wave.school_id).filter(batch=batch))
    assert [page.count(f">{row.number}<") for row in documents] == [1] * len(documents)
    assert page.count("<span>Terbit</span>") == len(documents)


def test_unknown_kind_is_not_found(wave, humas, sign_in):
    assert sign_in(humas).get(address("letter_list", wave, kind="lain")).status_code == 404


def test_requests_are_marked_as_sent_after_a_question(wave, humas, sign_in):
    client = sign_in(humas)
    press(client, wave)
    url = address("letter_sent", wave)
    page = client.get(url).content.decode()
    assert "Permohonan ke 2 perusahaan untuk 4 siswa tercatat terkirim." in page
    assert 'value="2026-11-24"' in page
    assert client.post(url, {"on": "2026-11-25"}).status_code == 422
    answer = client.post(url, {"on": "2026-11-23"})
    assert answer.url == address("answer_list", wave)
    sent = {(row.state, f"{row.requested_on}", f"{row.answer_due}") for row in letters.placements(wave)}
    assert sent == {("requested", "2026-11-23", "2026-12-07")}
    assert client.get(url).url == address("letter_page", wave)
    assert [str(request_status(line)) for line in queries.letter_cards(humas, wave)[0].lines] == [
        "Terkirim 23 Nov",
        "Terkirim 23 Nov",
    ]


def test_picked_requests_alone_are_marked_also_without_a_number_from_here(wave, humas, sign_in):
    client = sign_in(humas)
    line = queries.letter_cards(humas, wave)[0].lines[0]
    page = client.post(address("letter_sent", wave), {"pick": [line.code]}).content.decode()
    assert "1 perusahaan belum punya surat bernomor dari sini." in page
    client.post(address("letter_sent", wave), {"pick": [line.code], "on": "2026-11-24"})
    states = {row.capacity.partner.name: row.state for row in letters.placements(wave)}
    assert states == {"Mitra A": "requested", "Mitra B": "approved"}


def test_message_to_the_company_names_the_letter_and_no_pupil(wave, humas, sign_in):
    partner = letters.placements(wave)[0].capacity.partner
    partners.make_contact(partner, name="Ibu Wati", role="personnel", phone="+6281234567890")
    client = sign_in(humas)
    press(client, wave)
    page = client.get(address("letter_page", wave)).content.decode().replace("&amp;", "&")
    (link,) = [part.split('"')[0] for part in page.split('href="')[1:] if part.startswith("https://wa.me/")]
    parts = urlsplit(link)
    (text,) = parse_qs(parts.query)["text"]
    assert parts.path == "/6281234567890"
    assert text.startswith(
        "Yth. Bapak/Ibu Ibu Wati. Kami dari SMKN 3 Palangka Raya mengirim surat permohonan PKL nomor"
    )
    assert ("untuk 2 siswa pada 4 Januari 2027 sampai dengan 25 Juni 2027" in text, "Siswa 0" in text) == (
        True,
        False,
    )


def test_who_may_open_what(wave, school, other_school, humas, sign_in):
    stranger = people.make_actor(other_school, "waka_humas")
    pages = [
        address("letter_page", wave),
        address("letter_list", wave, kind="permohonan"),
        address("letter_sent", wave),
    ]
    roles = ("waka_humas", "operator", "principal", "programme_head", "homeroom", "supervisor", "pupil")
    found = {}
    for role in roles:
        client = sign_in(letters.actor_with(school, role))
        found[role] = [client.get(url).status_code for url in pages]
    found["stranger"] = [sign_in(stranger).get(url).status_code for url in pages]
    assert found == {
        "waka_humas": [200, 200, 302],
        "operator": [200, 200, 302],
        "principal": [200, 200, 403],
        "programme_head": [403] * 3,
        "homeroom": [403] * 3,
        "supervisor": [403] * 3,
        "pupil": [403] * 3,
        "stranger": [404] * 3,
    }


def test_printing_is_refused_to_who_may_not(wave, school, other_school, sign_in):
    url = address("letter_issue", wave, kind="permohonan")
    for actor, status in (
        (letters.actor_with(school, "homeroom"), 403),
        (people.make_actor(other_school, "waka_humas"), 404),
    ):
        assert sign_in(actor).post(url).status_code == status
    assert IssueBatch.objects.of_school(wave.school_id).count() == 0
    assert sign_in(people.make_actor(school, "operator")).get(url).status_code == 405


def test_another_schools_wave_is_not_found(wave, other_school, sign_in):
    stranger = sign_in(people.make_actor(other_school, "waka_humas"))
    for name, values in (("letter_page", {}), ("letter_list", {"kind": "tugas"}), ("letter_sent", {})):
        url = reverse(
            f"internships:{name}", kwargs={"school": other_school.slug, "code": wave.code, **values}
        )
        assert stranger.get(url).status_code == 404


def count_queries(client, url) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


@pytest.mark.parametrize("kind", ["", "permohonan", "persetujuan"])
def test_page_costs_the_same_for_one_company_and_for_thirty(school, other_school, sign_in, kind):
    costs = []
    for place, count in ((school, 1), (other_school, 30)):
        actor = people.make_actor(place, "waka_humas")
        wave = letters.placed_wave(letters.with_letterhead(place), actor, pupils=count, hosts=count, seats=1)
        client = sign_in(actor)
        press(client, wave)
        url = address("letter_list", wave, kind=kind) if kind else address("letter_page", wave)
        costs.append(count_queries(client, url))
    assert Placement.objects.of_school(other_school.pk).values("capacity__partner").distinct().count() == 30
    assert costs[0] == costs[1]


@pytest.mark.parametrize("kind", list(LetterKind))
def test_every_kind_has_an_example_to_look_at(school, humas, sign_in, kind):
    url = reverse("documents:kind_preview", kwargs={"school": school.slug, "kind": kind.value})
    answer = sign_in(humas).get(url)
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)
    assert (answer.status_code, "CONTOH" in text, "Belum bernomor dan belum sah." in text) == (
        200,
        True,
        True,
    )


def test_card_says_when_a_paper_no_longer_fits(wave, humas, sign_in, now):
    client = sign_in(humas)
    press(client, wave, kind="keputusan")
    rows = letters.placements(wave)[:1]
    operations.record_answer(actor=humas, placements=rows, accepted=False, on=humas.today(now), now=now)
    assert client.get(address("letter_page", wave)).content.decode().count("1 isinya berubah") == 1
    page = client.get(address("letter_list", wave, kind="keputusan")).content.decode()
    assert "1 surat memuat siswa yang berbeda dari keadaan sekarang." in page
    assert page.count("Isi berubah, perlu versi baru") == 1
