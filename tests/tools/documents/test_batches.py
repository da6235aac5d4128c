"""A batch: one press, one job, one file for printing, single files; what fails is named."""

import io
import zipfile

import pytest
from pypdf import PdfReader

from anyam.base.errors import NotAllowed
from anyam.tools.documents import files, operations, queries, storage, tasks
from anyam.tools.documents.errors import NothingToIssue
from anyam.tools.documents.models import IssuedDocument
from anyam.tools.jobs import operations as jobs
from anyam.tools.jobs.models import Job
from tests.factories.people import make_actor

pytestmark = pytest.mark.db


def start(actor, now, codes):
    batch = operations.issue_batch(
        actor=actor, kind="uji.letter", codes=codes, title="Surat pengantar Gelombang 1", now=now
    )
    return batch, Job.objects.of_school(actor.school_id).get(code=batch.job_code)


def test_batch_is_issued_in_order_in_the_name_of_who_pressed(letter, humas, now, monkeypatch):
    monkeypatch.setattr(tasks, "AT_ONCE", 2)
    batch, job = start(humas, now, ["C", "A", "B", "A", "X1"])
    job = jobs.run_now(job)
    batch.refresh_from_db()
    assert (job.state, job.done, job.total, job.message) == ("done", 4, 4, "3 surat terbit")
    assert (job.result["issued"], job.result["failed"]) == (3, 1)
    assert job.result_url.endswith(f"/surat/paket/{batch.code}/")
    documents = list(queries.documents_of_batch(batch))
    assert [(row.about_code, row.sequence, row.by_name) for row in documents] == [
        ("C", 1, humas.name),
        ("A", 2, humas.name),
        ("B", 3, humas.name),
    ]
    assert batch.failures == [{"code": "X1", "message": "Penempatan X1 belum disetujui."}]
    content = storage.read(batch.print_file.name, storage.digest_of(batch.print_file.name))
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]
    assert [text.splitlines()[-1] for text in pages] == ["Hal. 1 / 1"] * 3
    assert [f"Siswa {code}" in text for code, text in zip("CAB", pages, strict=True)] == [True] * 3
    assert [row.shown_verification in text for row, text in zip(documents, pages, strict=True)] == [True] * 3
    with files.archive_of(documents) as stream, zipfile.ZipFile(stream) as archive:
        assert archive.namelist() == [
            f"421.5-000{number}-XI-2026 Penempatan {code} v1.pdf"
            for number, code in ((1, "C"), (2, "A"), (3, "B"))
        ]
        assert archive.read(archive.namelist()[0]) == storage.read(
            documents[0].file.name, documents[0].digest
        )


def test_run_that_starts_again_issues_only_what_is_left(letter, humas, now):
    batch, job = start(humas, now, ["A", "B", "C"])
    operations.issue_some(actor=humas, batch=batch, codes=["A", "B"], now=now)
    assert operations.pending_keys(batch) == ["C"]
    jobs.run_now(job)
    assert [row.about_code for row in queries.documents_of_batch(batch)] == ["A", "B", "C"]
    before = batch.print_file
    Job.objects.of_school(humas.school_id).update(state="queued")
    jobs.run_now(job)
    batch.refresh_from_db()
    assert IssuedDocument.objects.of_school(humas.school_id).count() == 3
    assert before != batch.print_file


def test_second_batch_passes_over_who_has_a_valid_letter(letter, humas, now):
    _, first = start(humas, now, ["A"])
    jobs.run_now(first)
    batch, job = start(humas, now, ["A", "B"])
    jobs.run_now(job)
    batch.refresh_from_db()
    assert batch.failures == [
        {
            "code": "A",
            "message": (
                "Penempatan A sudah punya surat 421.5/0001/XI/2026. Ganti surat itu bila isinya berubah."
            ),
        }
    ]
    assert [row.number for row in queries.documents_of_batch(batch)] == ["421.5/0002/XI/2026"]


def test_who_may_not_and_nothing_to_do(letter, school, humas, now):
    with pytest.raises(NotAllowed):
        start(make_actor(school, "homeroom"), now, ["A"])
    with pytest.raises(NothingToIssue):
        start(humas, now, [])


def test_batch_in_which_all_fail_has_no_file(letter, humas, now):
    batch, job = start(humas, now, ["X1", "X2"])
    job = jobs.run_now(job)
    batch.refresh_from_db()
    assert (job.state, bool(batch.print_file), len(batch.failures)) == ("done", False, 2)
