"""Makes what the tests of letters need: a school that can sign, an approved round, papers issued by the job."""

import io

from pypdf import PdfReader

from anyam.implementation.internships.models import Placement
from anyam.records.people.models import Role, Teacher
from anyam.records.schools.models import School, Wave
from anyam.tools.documents import operations, storage
from anyam.tools.documents.models import IssueBatch, IssuedDocument
from anyam.tools.jobs import operations as jobs
from anyam.tools.jobs.models import Job
from tests.factories import internships, people, schools

LETTERHEAD = {
    "letterhead_lines": "Pemerintah Provinsi Kalimantan Tengah\nDinas Pendidikan",
    "address": "Jalan Contoh 3",
    "postal_code": "73100",
    "phone": "(0536) 3221234",
}


def with_letterhead(school: School, **values) -> School:
    """The school with a letterhead, on the paper asked for."""
    for name, value in (LETTERHEAD | values).items():
        setattr(school, name, value)
    school.save()
    return school


def placed_wave(school: School, actor, **values) -> Wave:
    """A wave whose round the principal has approved; the principal has a teacher's record with a NIP."""
    wave = internships.make_full_wave(school, **values)
    internships.approved_round(wave, actor)
    grant = Role.objects.of_school(school.pk).filter(name="principal").first()
    if not Teacher.objects.of_school(school.pk).filter(account=grant.account).exists():
        people.make_teacher(
            school, name="Maria Ngabe, M.Pd.", nip="197001012000032001", account=grant.account
        )
    return wave


def placements(wave: Wave, **where) -> list[Placement]:
    rows = Placement.objects.of_school(wave.school_id).filter(participant__wave=wave, **where)
    rows = rows.select_related("round", "capacity__partner", "participant__pupil", "supervisor")
    return list(rows.order_by("participant__pupil__name"))


def run_batch(batch: IssueBatch) -> IssueBatch:
    """Let the worker make the papers of a batch."""
    jobs.run_now(Job.objects.of_school(batch.school_id).get(code=batch.job_code))
    batch.refresh_from_db()
    return batch


def issue(actor, kind: str, codes, now) -> list[IssuedDocument]:
    """Papers of a kind, made by the job."""
    batch = run_batch(operations.issue_batch(actor=actor, kind=kind, codes=codes, title="uji", now=now))
    assert batch.failures == []
    rows = IssuedDocument.objects.of_school(actor.school_id).filter(batch=batch)
    return list(rows.order_by("sequence"))


def pages_of(document: IssuedDocument) -> list[str]:
    """The text of each sheet, one line a line."""
    content = storage.read(document.file.name, document.digest)
    return [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]


def size_of(document: IssuedDocument) -> tuple[int, int]:
    """Width and height of the first sheet in millimetres."""
    content = storage.read(document.file.name, document.digest)
    box = PdfReader(io.BytesIO(content)).pages[0].mediabox
    return round(float(box.width) / 72 * 25.4), round(float(box.height) / 72 * 25.4)


def actor_with(school: School, role: str):
    """A person with one hat, of a class that does not collide with the wave's."""
    group = schools.make_class(school, name=f"XI Uji {role}")
    account = people.make_account(name=f"Orang {role}")
    if role == "pupil":
        people.make_pupil(school, name=account.name, account=account, class_group=group)
    return people.make_actor(school, role, account=account, class_group=group)
