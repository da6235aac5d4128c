"""On a real PostgreSQL: numbers under a race, and the public page through the wall."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from anyam.base import walls
from anyam.tools.audit import queries as audit
from anyam.tools.documents import operations, queries
from anyam.tools.documents.models import IssuedDocument
from anyam.tools.jobs import running
from anyam.tools.jobs.models import Job
from tests.factories.documents import PlacementLetter, about
from tests.factories.walls import as_app_role, raise_walls

pytestmark = [pytest.mark.postgres, pytest.mark.db, pytest.mark.django_db(transaction=True)]
RACERS = 50


def issue(actor, now, code):
    with walls.inside_school(actor.school_id):
        return operations.issue(
            actor=actor, kind="uji.letter", context=PlacementLetter(), about=about(code), now=now
        ).sequence


def test_fifty_at_once_get_fifty_numbers_without_gap_or_twin(letter, humas, now):
    start = Barrier(RACERS)

    def race(number):
        try:
            start.wait(timeout=20)
            return issue(humas, now, f"P{number}")
        finally:
            connection.close()

    with ThreadPoolExecutor(RACERS) as pool:
        taken = list(pool.map(race, range(RACERS)))
    assert sorted(taken) == list(range(1, RACERS + 1))
    assert IssuedDocument.objects.of_school(humas.school_id).count() == RACERS
    assert audit.chain_fault(humas.school_id) is None


def test_public_page_finds_its_school_and_only_its_document(letter, humas, other_school, now):
    raise_walls()
    with walls.inside_school(humas.school_id):
        document = operations.issue(
            actor=humas, kind="uji.letter", context=PlacementLetter(), about=about(), now=now
        )
    with as_app_role():
        with walls.inside_school(None):
            assert IssuedDocument.unsafe_all_schools.count() == 0
            found = queries.public_document(document.shown_verification)
        with walls.inside_school(other_school.pk):
            assert IssuedDocument.unsafe_all_schools.count() == 0
    assert found is not None
    assert (found.number, found.school) == (document.number, "SMKN 3 Palangka Raya")


def test_batch_runs_behind_the_wall_as_the_worker_does(letter, humas, now):
    raise_walls()
    with walls.inside_school(humas.school_id):
        batch = operations.issue_batch(
            actor=humas, kind="uji.letter", codes=["A", "B", "X"], title="Gelombang 1", now=now
        )
        job = Job.objects.of_school(humas.school_id).get(code=batch.job_code)
    with as_app_role():
        running.run(job.school_id, job.code)
    job.refresh_from_db()
    batch.refresh_from_db()
    assert (job.state, job.result["issued"], len(batch.failures)) == ("done", 2, 1)
    assert [row.about_code for row in queries.documents_of_batch(batch)] == ["A", "B"]
