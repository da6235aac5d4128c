"""Checking a document without an account: its standing, and no more than the paper shows."""

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from anyam.entrances.public import forms, views
from anyam.tools.documents import operations, storage
from tests.factories.documents import PlacementLetter, Row, about, letter_kind

pytestmark = pytest.mark.page


@pytest.fixture
def document(settings, tmp_path, humas, now):
    settings.MEDIA_ROOT = tmp_path
    cache.clear()
    context = PlacementLetter(
        pupils=(Row("Nabila Azzahra", "0090000010", "XI Kuliner 1", "Pastry"),),
        subject="Pengantar PKL Nabila Azzahra",
        public_subject="Pengantar PKL N. A.",
    )
    with letter_kind():
        yield operations.issue(actor=humas, kind="uji.letter", context=context, about=about(), now=now)


def look(code, **options):
    return Client(**options).get(reverse("public:verify_code", args=[code]))


def test_genuine_document_shows_what_the_paper_shows_and_no_person(document):
    answer = look(document.shown_verification)
    text = answer.content.decode()
    assert answer.status_code == 200
    for shown in ("Asli", "SMKN 3 Palangka Raya", document.number, "24 Nov 2026", "Pengantar PKL N. A."):
        assert shown in text
    for hidden in ("Nabila", "0090000010", document.by_name, "PLACE001", document.code):
        assert hidden not in text


@pytest.mark.parametrize("change", [str.lower, lambda code: code.replace("-", ""), lambda code: f" {code} "])
def test_code_as_people_type_it(document, change):
    typed = change(document.shown_verification)
    answer = Client().get(reverse("public:verify"), {"kode": typed}, follow=True)
    assert (answer.status_code, "Asli" in answer.content.decode()) == (200, True)


def test_address_without_last_slash_as_in_the_qr_code(document):
    assert Client().get(f"/v/{document.shown_verification}").status_code == 200


def test_replaced_and_revoked_say_so_without_the_reason(document, humas, now):
    fresh = operations.replace(
        actor=humas, document=document, reason="Nama keliru", now=now, context=PlacementLetter()
    )
    text = look(document.verification).content.decode()
    assert ("Sudah diganti" in text, "Nama keliru" in text, fresh.shown_verification in text) == (
        True,
        False,
        False,
    )
    operations.revoke(actor=humas, document=fresh, reason="Salah orang", now=now)
    text = look(fresh.verification).content.decode()
    assert ("Sudah dicabut" in text, "Salah orang" in text) == (True, False)


@pytest.mark.parametrize("code", ["K7Q2-9MXD", "x", "1' OR 1=1", "<script>"])
def test_not_found_names_the_typed_code_and_asks_again(document, code):
    answer = look(code)
    text = answer.content.decode()
    assert (answer.status_code, "Tidak ada surat dengan kode" in text) == (404, True)
    assert "<script>" not in text.replace("<script src", "")


def test_uploaded_file_is_compared_and_not_kept(document):
    url = reverse("public:verify_code", args=[document.verification])
    content = storage.read(document.file.name, document.digest)
    before = {path for path in storage.Path(storage.settings.MEDIA_ROOT).rglob("*") if path.is_file()}
    for sent, said in (
        (content, "Berkas ini sama dengan yang diterbitkan."),
        (content[:-1] + b"x", "Berkas ini berbeda dari yang diterbitkan."),
    ):
        answer = Client().post(url, {"berkas": SimpleUploadedFile("surat.pdf", sent)})
        assert (answer.status_code, said in answer.content.decode()) == (200, True)
    assert Client().post(url, {}).status_code == 422
    assert {path for path in storage.Path(storage.settings.MEDIA_ROOT).rglob("*") if path.is_file()} == before


def test_upload_needs_the_token_of_the_page(document):
    url = reverse("public:verify_code", args=[document.verification])
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(url, {"berkas": SimpleUploadedFile("a.pdf", b"x")}).status_code == 403


def test_too_many_looks_from_one_address_are_slowed(document, monkeypatch):
    monkeypatch.setattr(views, "LOOKS", views.Limit("verify-test", 3, 60))
    answers = [look(document.verification).status_code for _ in range(4)]
    assert answers == [200, 200, 200, 429]
    assert look(document.verification, REMOTE_ADDR="10.0.0.9").status_code == 200


def test_signed_in_person_of_another_school_may_verify_too(document, other_school, sign_in):
    from tests.factories.people import make_actor  # app ready

    client = sign_in(make_actor(other_school, "waka_humas"))
    assert client.get(reverse("public:verify_code", args=[document.verification])).status_code == 200


def test_empty_and_overlong_codes_are_named_at_the_field(document):
    assert Client().get(reverse("public:verify"), {"kode": "A" * 30}).status_code == 422


def test_file_larger_than_any_letter_is_refused(document, monkeypatch):
    monkeypatch.setattr(forms, "LARGEST_FILE", 10)
    url = reverse("public:verify_code", args=[document.verification])
    answer = Client().post(url, {"berkas": SimpleUploadedFile("a.pdf", b"x" * 11)})
    assert (answer.status_code, "lebih besar dari" in answer.content.decode()) == (422, True)
