"""Pages of the number book for issuer, colleague, stranger and pupil."""

import io
import zipfile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from anyam.tools.documents import operations, storage
from anyam.tools.documents.models import IssuedDocument, NumberSeries
from anyam.tools.jobs import operations as jobs
from anyam.tools.jobs.models import Job
from tests.factories.documents import PlacementLetter, about, letter_kind
from tests.factories.people import make_actor

pytestmark = pytest.mark.page


def address(name, **values):
    return reverse(f"documents:{name}", kwargs={"school": "smkn3-plk", **values})


def issue(actor, now, code="PLACE001", **values):
    return operations.issue(
        actor=actor, kind="uji.letter", context=PlacementLetter(**values), about=about(code), now=now
    )


def opened(client, url) -> int:
    """Status of a page, read to its end."""
    answer = client.get(url)
    b"".join(answer)
    return answer.status_code


@pytest.fixture
def people(school, other_school):
    """One of every relation to a document that the waka humas issued."""
    return {
        "issuer": make_actor(school, "waka_humas"),
        "principal": make_actor(school, "principal"),
        "colleague": make_actor(school, "homeroom"),
        "pupil": make_actor(school, "pupil"),
        "stranger": make_actor(other_school, "waka_humas"),
    }


def test_who_may_open_what(letter, people, sign_in, now):
    document = issue(people["issuer"], now)
    pages = {
        "list": address("document_list"),
        "show": address("document_show", code=document.code),
        "print": address("document_print", code=document.code),
        "export": address("document_export", kind="csv"),
        "preview": address("kind_preview", kind="uji.letter"),
        "number": address("last_number_set"),
    }
    found = {who: [opened(sign_in(actor), url) for url in pages.values()] for who, actor in people.items()}
    assert found == {
        "issuer": [200, 200, 200, 200, 200, 405],
        "principal": [200, 200, 200, 200, 404, 405],
        "colleague": [403, 403, 403, 403, 403, 403],
        "pupil": [403, 403, 403, 403, 403, 403],
        "stranger": [404, 404, 404, 404, 404, 404],
    }


def test_issuer_sees_only_their_own_without_a_hat_for_the_book(people, school, sign_in, now):
    with letter_kind(roles=("waka_humas", "homeroom")):
        theirs, mine = issue(people["issuer"], now), issue(people["colleague"], now)
        client = sign_in(people["colleague"])
        text = client.get(address("document_list")).content.decode()
        assert (mine.number in text, theirs.number in text) == (True, False)
        assert client.get(address("document_show", code=theirs.code)).status_code == 404
        assert client.post(address("document_revoke", code=theirs.code), {"reason": "x"}).status_code == 404


def test_print_gives_the_issued_bytes_for_ever(letter, people, school, sign_in, now):
    document = issue(people["issuer"], now)
    client = sign_in(people["issuer"])
    first = client.get(address("document_print", code=document.code))
    school.name = "SMKN 3 Baru"
    school.save()
    again = client.get(address("document_print", code=document.code) + "?simpan")
    assert first.content == again.content == storage.read(document.file.name, document.digest)
    assert first["Content-Type"] == "application/pdf"
    assert first["Content-Disposition"] == 'inline; filename="421.5-0001-XI-2026 Surat pengantar uji.pdf"'
    assert again["Content-Disposition"].startswith("attachment;")
    assert first["Cache-Control"] == "no-store, private"


def test_revoking_by_the_page(letter, people, sign_in, now):
    document = issue(people["issuer"], now)
    client = sign_in(people["issuer"])
    url = address("document_revoke", code=document.code)
    assert client.get(url).status_code == 200
    assert client.post(url, {"reason": ""}).status_code == 422
    assert client.post(url, {"reason": "Salah alamat"}).status_code == 302
    text = client.get(address("document_show", code=document.code)).content.decode()
    assert "Surat ini dicabut: Salah alamat" in text
    assert client.post(url, {"reason": "lagi"}).status_code == 409


def test_replacing_by_the_page_leads_to_the_new_version(letter, people, sign_in, now):
    document = issue(people["issuer"], now)
    client = sign_in(people["issuer"])
    answer = client.post(address("document_replace", code=document.code), {"reason": "Nama keliru"})
    fresh = IssuedDocument.objects.of_school(document.school_id).get(version=2)
    assert answer["Location"] == address("document_show", code=fresh.code)
    old = client.get(address("document_show", code=document.code)).content.decode()
    assert f'href="{address("document_show", code=fresh.code)}"' in old


def test_preview_has_a_mark_and_takes_no_number(letter, people, sign_in):
    answer = sign_in(people["issuer"]).get(address("kind_preview", kind="uji.letter"))
    text = PdfReader(io.BytesIO(answer.content)).pages[0].extract_text()
    assert "CONTOH" in text
    assert "Belum bernomor dan belum sah." in text
    assert NumberSeries.objects.of_school(people["issuer"].school_id).count() == 0


def test_next_number_and_continuing_a_paper_register(letter, people, sign_in):
    client = sign_in(people["issuer"])
    assert client.post(address("last_number_set"), {"last": "416"}).status_code == 302
    series = NumberSeries.objects.of_school(people["issuer"].school_id).get()
    assert (
        f"/{series.last + 1:04d}/".replace("/0417/", "421.5/0417/")
        in client.get(address("document_list")).content.decode()
    )
    assert client.post(address("last_number_set"), {"last": "x"}).status_code == 409


def test_export_has_the_filtered_rows(letter, people, sign_in, now):
    issue(people["issuer"], now, code="A")
    issue(people["issuer"], now, code="B", subject="=cmd|' /C calc'!A0")
    client = sign_in(people["issuer"])
    url = address("document_export", kind="csv")
    lines = b"".join(client.get(url + "?cari=calc").streaming_content).decode("utf-8-sig").splitlines()
    assert len(lines) == 2
    assert "'=cmd|" in lines[1]
    assert client.get(address("document_export", kind="exe")).status_code == 404


def test_list_costs_the_same_for_one_and_for_thirty(letter, people, sign_in, now):
    client = sign_in(people["issuer"])
    costs = []
    for amount in (1, 29):
        for number in range(amount):
            issue(people["issuer"], now, code=f"K{amount}{number}")
        client.get(address("document_list"))
        with CaptureQueriesContext(connection) as captured:
            text = client.get(address("document_list")).content.decode()
        costs.append(len(captured))
    assert text.count("421.5/00") >= 30
    assert costs[0] == costs[1]


def test_batch_page_gives_both_kinds_of_files(letter, people, other_school, sign_in, now):
    batch = operations.issue_batch(
        actor=people["issuer"], kind="uji.letter", codes=["A", "B", "X"], title="Gelombang 1", now=now
    )
    client = sign_in(people["issuer"])
    url = address("batch_show", code=batch.code)
    assert "Lihat kemajuan" in client.get(url).content.decode()
    assert client.get(address("batch_print", code=batch.code)).status_code == 404
    jobs.run_now(Job.objects.of_school(batch.school_id).get(code=batch.job_code))
    text = client.get(url).content.decode()
    assert "2 dari 3 surat terbit" in text
    assert "Penempatan X belum disetujui." in text
    paper = client.get(address("batch_print", code=batch.code))
    assert len(PdfReader(io.BytesIO(paper.content)).pages) == 2
    packed = b"".join(client.get(address("batch_files", code=batch.code)).streaming_content)
    assert len(zipfile.ZipFile(io.BytesIO(packed)).namelist()) == 2
    stranger = sign_in(people["stranger"])
    names = ("batch_show", "batch_print", "batch_files")
    assert [stranger.get(address(name, code=batch.code)).status_code for name in names] == [404] * 3


def test_ending_pages_show_what_will_happen_and_refuse_strangers(letter, people, sign_in, now):
    document = issue(people["issuer"], now)
    for name, word in (("document_revoke", "Cabut surat"), ("document_replace", "Terbitkan versi baru")):
        url = address(name, code=document.code)
        assert word in sign_in(people["issuer"]).get(url).content.decode()
        assert sign_in(people["stranger"]).post(url, {"reason": "x"}).status_code == 404
    assert sign_in(people["issuer"]).get(address("kind_preview", kind="tidak.ada")).status_code == 404
    document.refresh_from_db()
    assert document.state == "issued"
