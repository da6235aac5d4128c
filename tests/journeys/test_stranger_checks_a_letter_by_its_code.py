"""Somebody without an account types the code on a letter: genuine, revoked after the school revoked it, unknown."""

import pytest
from playwright.sync_api import expect

from anyam.implementation.internships.documents import draft_of
from anyam.implementation.internships.terms import LetterKind
from anyam.tools.documents.operations import issue
from tests.factories import internships

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def letter(school, humas, now):
    """A decree of the principal, issued as the school issues it."""
    round_ = internships.approved_round(internships.make_full_wave(school), humas)
    draft = draft_of(humas, LetterKind.DECREE, round_.code)
    return issue(actor=humas, kind=LetterKind.DECREE, context=draft.context, about=draft.about, now=now)


def typed(page, code: str) -> None:
    page.get_by_label("Kode periksa").fill(code)
    page.get_by_role("button", name="Periksa surat").click()


def test_stranger_checks_a_letter_by_its_code(visit, school, humas, letter):
    stranger = visit("/", width=360)
    typed(stranger, letter.shown_verification.lower())
    expect(stranger.get_by_role("heading", name="Asli")).to_be_visible()
    expect(stranger.get_by_text(f"Surat ini diterbitkan {school.name} dan masih berlaku.")).to_be_visible()
    expect(stranger.get_by_text(letter.number)).to_be_visible()
    assert "Siswa 00" not in stranger.content()

    keeper = visit(f"/s/{school.slug}/surat/{letter.code}/", actor=humas)
    keeper.get_by_role("link", name="Cabut").click()
    keeper.get_by_label("Alasan").fill("Tanggal gelombang keliru")
    keeper.get_by_role("button", name="Cabut").click()
    expect(keeper.get_by_text(f"Surat {letter.number} dicabut.")).to_be_visible()

    stranger.get_by_role("link", name="Periksa surat lain").click()
    typed(stranger, letter.verification)
    expect(stranger.get_by_role("heading", name="Sudah dicabut")).to_be_visible()
    expect(stranger.get_by_text("sudah dicabut dan tidak berlaku lagi")).to_be_visible()
