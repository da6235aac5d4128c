"""Pages of companies' answers: one click, undo, in part, put right, asked for, replaced, taken away as a file."""

import io
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from anyam.implementation.internships import operations, queries
from anyam.implementation.internships.models import MatchingRound
from anyam.implementation.internships.tables import answer_status
from anyam.implementation.internships.terms import LetterKind, RoundKind
from anyam.records.people.models import Pupil
from tests.conftest import NOW
from tests.factories import internships, letters, partners, people, schools

pytestmark = pytest.mark.page


@pytest.fixture(autouse=True)
def ground(settings, tmp_path):
    """Files of a test stay with the test, and its day is the day of the tests."""
    settings.MEDIA_ROOT = tmp_path / "files"
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def wave(school, humas, now):
    """Two companies with two pupils each; the requests went out."""
    wave = letters.placed_wave(school, humas, pupils=4, hosts=2, seats=2)
    rows = letters.placements(wave)
    operations.mark_requested(actor=humas, placements=rows, on=humas.today(now), now=now)
    return wave


def address(name, wave, **values):
    return reverse(f"internships:{name}", kwargs={"school": wave.school.slug, "code": wave.code, **values})


def of_company(wave, name="Mitra A"):
    return [row for row in letters.placements(wave) if row.capacity.partner.name == name]


def partner_code(wave, name="Mitra A"):
    return of_company(wave, name)[0].capacity.partner.code


def states(wave):
    return [row.state for row in of_company(wave)]


def filled(rows, *says, on="2026-11-24", **extra):
    """The answer form as a browser sends it."""
    data = {"on": on, "note": "Kata Ibu Wati", **extra}
    for row, said in zip(rows, says, strict=True):
        data |= {f"says_{row.code}": said, f"seen_{row.code}": row.state}
    return data


def test_wave_before_approval_says_what_it_waits_for(school, humas, sign_in):
    wave = schools.make_wave(school)
    page = sign_in(humas).get(address("answer_list", wave)).content.decode()
    assert "Belum ada jawaban yang ditunggu" in page


def test_all_accepted_in_one_click_and_taken_back_in_another(wave, humas, sign_in):
    client = sign_in(humas)
    page = client.get(address("answer_list", wave)).content.decode()
    assert page.count("Semua 2 diterima") == 2
    url = address("answer_accept", wave, partner=partner_code(wave))
    page = client.post(url, follow=True).content.decode()
    assert states(wave) == ["accepted"] * 2
    assert "Jawaban Mitra A tersimpan untuk 2 siswa." in page
    (undo,) = [
        part.split('"')[0] for part in page.split('action="')[1:] if "/urungkan/" in part.split('"')[0]
    ]
    page = client.post(undo.replace("&amp;", "&"), follow=True).content.decode()
    assert states(wave) == ["requested"] * 2
    assert "Jawaban Mitra A diurungkan." in page


def test_form_begins_with_everyone_accepted(wave, humas, sign_in):
    page = sign_in(humas).get(address("answer_edit", wave, partner=partner_code(wave))).content.decode()
    assert page.count('value="accepted"') == 2
    assert page.count("checked") == 2
    for row in of_company(wave):
        assert page.count(f'name="seen_{row.code}" value="requested"') == 1


def test_one_refused_with_a_note(wave, humas, sign_in):
    client = sign_in(humas)
    url = address("answer_edit", wave, partner=partner_code(wave))
    assert client.post(url, filled(of_company(wave), "accepted", "refused")).url == address(
        "answer_list", wave
    )
    assert [(row.state, row.answer_note) for row in of_company(wave)] == [
        ("accepted", "Kata Ibu Wati"),
        ("refused", "Kata Ibu Wati"),
    ]
    page = client.get(address("answer_list", wave)).content.decode()
    assert page.count("Betulkan") == 1
    assert page.count("Kata Ibu Wati") == 2


def test_wrong_answer_is_put_right_on_the_same_page(wave, humas, sign_in):
    client = sign_in(humas)
    url = address("answer_edit", wave, partner=partner_code(wave))
    client.post(url, filled(of_company(wave), "accepted", "refused"))
    assert "mengembalikan kursi" in client.get(url).content.decode()
    client.post(url, filled(of_company(wave), "open", "accepted"))
    assert states(wave) == ["requested", "accepted"]


def test_day_in_the_future_is_refused(wave, humas, sign_in):
    url = address("answer_edit", wave, partner=partner_code(wave))
    answer = sign_in(humas).post(url, filled(of_company(wave), "accepted", "accepted", on="2026-11-25"))
    assert answer.status_code == 422
    assert "Pilih hari ini atau hari sebelumnya." in answer.content.decode()
    assert states(wave) == ["requested"] * 2


def test_answer_changed_meanwhile_is_named_and_not_overwritten(wave, humas, sign_in, now):
    rows = of_company(wave)
    data = filled(rows, "accepted", "accepted")
    operations.record_answer(actor=humas, placements=rows[:1], accepted=False, on=humas.today(now), now=now)
    answer = sign_in(humas).post(address("answer_edit", wave, partner=partner_code(wave)), data)
    assert answer.status_code == 422
    assert answer.content.decode().count("Keadaannya sudah berubah sejak halaman ini dibuka.") >= 1
    assert states(wave) == ["refused", "requested"]


def test_refusal_of_the_operation_stands_on_the_form(wave, humas, sign_in, now):
    rows = of_company(wave)
    operations.record_answer(actor=humas, placements=rows, accepted=False, on=humas.today(now), now=now)
    capacity = rows[0].capacity
    capacity.seats = 1
    capacity.save()
    url = address("answer_edit", wave, partner=partner_code(wave))
    answer = sign_in(humas).post(url, filled(of_company(wave), "accepted", "accepted"))
    assert answer.status_code == 422
    assert "Kursi di Mitra A sudah diberikan kepada siswa lain." in answer.content.decode()
    assert states(wave) == ["refused"] * 2


def test_figures_narrow_the_list(wave, humas, sign_in, now):
    operations.record_answer(
        actor=humas, placements=of_company(wave), accepted=True, on=humas.today(now), now=now
    )
    client = sign_in(humas)
    page = client.get(address("answer_list", wave), {"status": "requested"}).content.decode()
    assert (page.count('aria-label="Mitra A"'), page.count('aria-label="Mitra B"')) == (0, 1)
    assert page.count('aria-current="true"') == 1
    page = client.get(address("answer_list", wave), {"cari": "mitra a"}).content.decode()
    assert (page.count('aria-label="Mitra A"'), page.count('aria-label="Mitra B"')) == (1, 0)
    page = client.get(address("answer_list", wave), {"cari": "tidak ada"}).content.decode()
    assert "Tidak ada yang cocok" in page


def test_states_in_words(wave, humas, now):
    day = humas.today(now)
    rows = of_company(wave)

    def word(on=day):
        card = next(
            card for card in queries.answer_desk(humas, wave, on, {}).cards if card.partner.name == "Mitra A"
        )
        return answer_status(card).kind, str(answer_status(card))

    assert word() == ("ext", "14 hari lagi")
    assert word(rows[0].answer_due.replace(day=6)) == ("warn", "2 hari lagi")
    assert word(rows[0].answer_due) == ("warn", "Jawaban ditunggu hari ini")
    assert word(rows[0].answer_due.replace(day=11)) == ("bad", "Lewat 3 hari")
    operations.record_answer(actor=humas, placements=rows[:1], accepted=False, on=day, now=now)
    operations.record_answer(actor=humas, placements=rows[1:], accepted=True, on=day, now=now)
    assert word() == ("warn", "Sebagian")
    operations.answer_company(actor=humas, accepted=of_company(wave), refused=(), on=day, now=now)
    assert word() == ("ok", "Diterima")
    operations.answer_company(actor=humas, accepted=(), refused=of_company(wave), on=day, now=now)
    assert word() == ("bad", "Ditolak")
    operations.reopen_answers(actor=humas, placements=of_company(wave), now=now)
    assert word() == ("ext", "14 hari lagi")


def test_reminder_opens_whatsapp_with_the_letter(wave, humas, sign_in, now):
    partner = of_company(wave)[0].capacity.partner
    partners.make_contact(partner, name="Pak Adi", role="leader", phone="+6281234567890")
    code = next(line.code for line in queries.letter_cards(humas, wave)[0].lines if line.name == "Mitra A")
    (document,) = letters.issue(humas, LetterKind.REQUEST, [code], now)
    page = sign_in(humas).get(address("answer_list", wave)).content.decode().replace("&amp;", "&")
    (link,) = [part.split('"')[0] for part in page.split('href="')[1:] if part.startswith("https://wa.me/")]
    (text,) = parse_qs(urlsplit(link).query)["text"]
    assert text == (
        f"Yth. Bapak/Ibu Pak Adi. Kami dari SMKN 3 Palangka Raya menanyakan jawaban atas surat permohonan PKL "
        f"nomor {document.number} tanggal 24 November 2026 untuk 2 siswa, yang kami harapkan paling lambat "
        f"8 Desember 2026. Lembar jawaban ada di halaman kedua surat, boleh difoto dan dikirim ke nomor ini. "
        f"Terima kasih. Rina Kristiani, SMKN 3 Palangka Raya"
    )


def test_refused_pupils_go_into_a_replacement_round_by_one_button(wave, humas, sign_in, now):
    client = sign_in(humas)
    assert "Cari pengganti" not in client.get(address("answer_list", wave)).content.decode()
    rows = of_company(wave)
    operations.record_answer(actor=humas, placements=rows, accepted=False, on=humas.today(now), now=now)
    page = client.get(address("answer_list", wave)).content.decode()
    assert page.count("Cari pengganti untuk 2 siswa") == 1
    assert page.count(f'action="{address("round_open", wave)}"') == 1
    client.post(address("round_open", wave))
    kinds = MatchingRound.objects.of_school(wave.school_id).order_by("number").values_list("kind", flat=True)
    assert list(kinds) == [RoundKind.FULL, RoundKind.REPLACEMENT]


def test_seats_of_other_rounds_are_not_free_in_a_replacement_round(school, humas, now):
    wave = letters.placed_wave(school, humas, pupils=5, hosts=2, seats=3)
    refused = of_company(wave)[:1]
    operations.mark_requested(actor=humas, placements=refused, on=humas.today(now), now=now)
    operations.record_answer(actor=humas, placements=refused, accepted=False, on=humas.today(now), now=now)
    round_ = internships.computed_round(wave, humas)
    assert round_.kind == RoundKind.REPLACEMENT
    hosts = queries.board(humas, round_).hosts
    assert [(card.partner.name, card.taken, card.seats, card.free) for card in hosts] == [
        ("Mitra B", 1, 1, 0)
    ]


def test_files_hold_one_pupil_a_line_and_nothing_that_runs(wave, humas, sign_in, now):
    Pupil.objects.of_school(wave.school_id).filter(pk=of_company(wave)[0].participant.pupil_id).update(
        name="=1+1"
    )
    client = sign_in(humas)
    content = b"".join(client.get(address("answer_export", wave, kind="csv")))
    lines = content.decode("utf-8-sig").splitlines()
    assert lines[0].split(";") == [
        "Perusahaan", "Kota", "Siswa", "Rombel", "Jawaban", "Nomor surat", "Surat dikirim", "Batas jawab",
        "Dijawab", "Catatan", "Guru pembimbing",
    ]  # fmt: skip
    assert [line.split(";")[0] for line in lines[1:]] == ["Mitra A", "Mitra A", "Mitra B", "Mitra B"]
    assert [line.split(";")[2] for line in lines[1:]].count("'=1+1") == 1
    content = b"".join(client.get(address("answer_export", wave, kind="xlsx"), {"cari": "mitra b"}))
    sheet = load_workbook(io.BytesIO(content)).active
    assert [row[0].value for row in sheet.iter_rows(min_row=2)] == ["Mitra B", "Mitra B"]
    assert client.get(address("answer_export", wave, kind="pdf")).status_code == 404


def test_unknown_company_is_not_found(wave, humas, sign_in):
    client = sign_in(humas)
    assert client.get(address("answer_edit", wave, partner="BUKANADA")).status_code == 404
    assert client.post(address("answer_accept", wave, partner="BUKANADA")).status_code == 404


def test_who_may_open_and_write(wave, school, other_school, sign_in):
    roles = ("waka_humas", "operator", "principal", "programme_head", "homeroom", "pupil")
    code = partner_code(wave)
    found = {}
    for role in roles:
        client = sign_in(letters.actor_with(school, role))
        found[role] = [
            client.get(address("answer_list", wave)).status_code,
            client.get(address("answer_edit", wave, partner=code)).status_code,
            client.post(address("answer_accept", wave, partner=code)).status_code,
            client.post(address("answer_undo", wave, partner=code)).status_code,
        ]
    assert found == {
        "waka_humas": [200, 200, 302, 302],
        "operator": [200, 200, 302, 302],
        "principal": [200, 403, 403, 403],
        "programme_head": [403] * 4,
        "homeroom": [403] * 4,
        "pupil": [403] * 4,
    }
    stranger = sign_in(people.make_actor(other_school, "waka_humas"))
    for slug in (school.slug, other_school.slug):
        url = reverse("internships:answer_list", kwargs={"school": slug, "code": wave.code})
        assert stranger.get(url).status_code == 404


def test_principal_reads_without_buttons(wave, school, sign_in):
    page = sign_in(people.make_actor(school, "principal")).get(address("answer_list", wave)).content.decode()
    assert page.count('aria-label="Mitra A"') == 1
    assert "diterima</button>" not in page


def test_page_costs_the_same_for_one_company_and_for_thirty(school, other_school, sign_in, now):
    costs = []
    for place, count in ((school, 1), (other_school, 30)):
        actor = people.make_actor(place, "waka_humas")
        wave = letters.placed_wave(letters.with_letterhead(place), actor, pupils=count, hosts=count, seats=1)
        codes = [line.code for line in queries.letter_cards(actor, wave)[0].lines]
        letters.issue(actor, LetterKind.REQUEST, codes, now)
        client = sign_in(actor)
        client.get(address("answer_list", wave))
        with CaptureQueriesContext(connection) as captured:
            page = client.get(address("answer_list", wave)).content.decode()
        costs.append(len(captured))
    assert page.count('<h2 class="h3"><a class="text-reset"') == 20
    assert "Halaman 1 dari 2" in page
    assert costs[0] == costs[1]
