"""Jobs from enqueueing to their end: results, retries, refusals, cancelling, recovery."""

import logging
import threading
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from anyam.base.errors import NotAllowed, Refused, WrongState
from anyam.tools.audit.models import AuditEntry
from anyam.tools.jobs import operations, running, timetable
from anyam.tools.jobs.errors import JobStopped, JobUnknown
from anyam.tools.jobs.models import Job, WorkerPulse
from anyam.tools.jobs.progress import STOPPING
from anyam.tools.jobs.terms import JobState
from tests.factories.jobs import job_kind
from tests.factories.people import make_actor

pytestmark = pytest.mark.db


@pytest.fixture
def start(humas, now):
    """`start(function, **limits)` enqueues a job of that function."""
    stack = []

    def do(function, *, actor=humas, arguments=None, return_url="", **limits) -> Job:
        kind = job_kind(f"uji.{len(stack)}", function, **limits)
        stack.append(kind)
        name = kind.__enter__()
        return operations.enqueue(
            actor=actor, name=name, arguments=arguments or {}, now=now, return_url=return_url
        )

    yield do
    for kind in reversed(stack):
        kind.__exit__(None, None, None)


def count_rows(actor, job, *, upto):
    for number in range(upto):
        with job.step():
            Job.objects.of_school(actor.school_id).count()
        job.report(done=number + 1, total=upto, message=f"baris {number + 1}")
    return {"rows": upto, "url": "/s/smkn3-plk/"}


def test_job_runs_as_the_machine_and_keeps_its_result(start, humas, now):
    seen = []

    def function(actor, job, upto):
        seen.append((actor.is_system, actor.school_id, actor.name))
        return count_rows(actor, job, upto=upto)

    job = start(function, arguments={"upto": 3}, return_url="/s/smkn3-plk/pkl/")
    assert (job.state, job.by_name, job.by_key) == ("queued", humas.name, f"account:{humas.account_id}")
    job = operations.run_now(job)
    assert seen == [(True, humas.school_id, "Anyam")]
    assert (job.state, job.done, job.total, job.percent, job.tries) == ("done", 3, 3, 100, 1)
    assert job.result == {"rows": 3, "url": "/s/smkn3-plk/"}
    assert (job.result_url, job.return_url, job.message) == ("/s/smkn3-plk/", "/s/smkn3-plk/pkl/", "baris 3")


def test_job_of_a_rolled_back_transaction_is_not_there(start, humas):
    def start_and_break():
        with transaction.atomic():
            start(lambda actor, job: None)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        start_and_break()
    assert (Job.objects.of_school(humas.school_id).count(), DBTaskResult.objects.count()) == (0, 0)


def test_enqueue_puts_one_task_into_the_queue(start):
    job = start(lambda actor, job: None)
    (row,) = DBTaskResult.objects.all()
    assert row.args_kwargs == {"args": [job.school_id, job.code], "kwargs": {}}


def test_unknown_name_is_refused(humas, now):
    with pytest.raises(JobUnknown):
        operations.enqueue(actor=humas, name="tidak.ada", arguments={}, now=now)


def test_foreign_return_address_is_dropped(start):
    job = start(lambda actor, job: {"url": "https://jahat.id/"}, return_url="//jahat.id/")
    assert job.return_url == ""
    assert operations.run_now(job).result_url == ""


def test_statement_outside_a_step_is_refused_on_every_database(start, caplog):
    caplog.set_level(logging.CRITICAL)
    job = start(lambda actor, job: Job.objects.of_school(actor.school_id).count(), max_tries=1)
    assert operations.run_now(job).state == JobState.FAILED


def test_nested_steps_are_refused(start, caplog):
    caplog.set_level(logging.CRITICAL)

    def function(actor, job):
        with job.step(), job.step():
            pass

    assert operations.run_now(start(function, max_tries=1)).state == JobState.FAILED


def test_refusal_ends_the_job_with_its_sentence(start):
    def function(actor, job):
        raise Refused("Kuota sudah penuh. Tambah tempat lebih dulu.")

    job = operations.run_now(start(function, max_tries=3))
    assert (job.state, job.message, job.error) == (
        "failed",
        "Kuota sudah penuh. Tambah tempat lebih dulu.",
        "",
    )


def test_failure_is_tried_again_later_then_shown_with_an_error_id(start, caplog):
    caplog.set_level(logging.CRITICAL + 1)
    calls = []

    def function(actor, job):
        calls.append(1)
        raise ZeroDivisionError

    job = start(function, max_tries=2)
    before = timezone.now()
    job = operations.run_now(job)
    assert (job.state, job.tries) == ("queued", 1)
    again = DBTaskResult.objects.order_by("-enqueued_at").first()
    assert timedelta(seconds=15) <= again.run_after - before < timedelta(seconds=25)
    job = operations.run_now(job)
    assert (job.state, job.tries, len(calls), len(job.error)) == ("failed", 2, 2, 8)
    assert operations.run_now(job).tries == 2


def test_cancelled_before_its_turn_never_runs(start, humas, now):
    calls = []
    job = start(lambda actor, job: calls.append(1))
    job = operations.cancel(actor=humas, job=job, now=now)
    assert (operations.run_now(job).state, calls) == ("cancelled", [])
    entry = AuditEntry.objects.of_school(humas.school_id).get(action="jobs.cancel")
    assert entry.object_key == job.code
    with pytest.raises(WrongState):
        operations.cancel(actor=humas, job=job, now=now)


def test_cancelled_while_running_stops_at_the_next_report(start, humas, now):
    reached = []

    def function(actor, job):
        with job.step():
            operations.cancel(actor=humas, job=Job.objects.of_school(actor.school_id).get(), now=now)
        with pytest.raises(JobStopped):
            job.report(done=1, total=2)
        reached.append(1)
        raise JobStopped

    job = operations.run_now(start(function))
    assert (job.state, job.done, reached) == ("cancelled", 0, [1])


def test_run_that_was_taken_over_writes_nothing(start, humas):
    def function(actor, job):
        with job.step():
            Job.objects.of_school(actor.school_id).update(tries=2, message="giliran kedua")
        return {"rows": 1}

    job = operations.run_now(start(function))
    assert (job.state, job.message, job.result) == ("running", "giliran kedua", {})


def test_worker_that_is_told_to_stop_gives_the_job_back(start):
    def function(actor, job):
        STOPPING.set()
        job.report(done=1, total=2)

    job = start(function)
    try:
        job = operations.run_now(job)
    finally:
        STOPPING.clear()
    assert (job.state, job.tries, DBTaskResult.objects.ready().count()) == ("queued", 0, 2)


def test_stranger_may_not_cancel(start, school, now):
    pupil = make_actor(school, "pupil")
    with pytest.raises(NotAllowed):
        operations.cancel(actor=pupil, job=start(lambda actor, job: None), now=now)


def test_time_limit_ends_a_run_in_the_main_thread():
    def forever():
        with running.time_limit(1):
            while True:
                pass

    with pytest.raises(running.TimeLimitReached):
        forever()


def test_job_over_its_limit_fails_without_a_retry(start, caplog):
    caplog.set_level(logging.CRITICAL + 1)

    def function(actor, job):
        raise running.TimeLimitReached

    job = operations.run_now(start(function))
    assert (job.state, job.tries) == ("failed", 1)


def claimed_by(worker: str, started) -> DBTaskResult:
    """The queue's row as a worker leaves it that dies in the middle."""
    row = DBTaskResult.objects.get()
    row.status, row.worker_ids, row.started_at = "RUNNING", [worker], started
    row.save()
    return row


def test_job_of_a_dead_worker_is_queued_again_until_its_tries_are_used(start, humas, now, caplog):
    caplog.set_level(logging.CRITICAL + 1)
    job = start(lambda actor, job: {"ok": True}, max_tries=2)
    rows = Job.objects.of_school(humas.school_id)
    rows.update(state=JobState.RUNNING, tries=1)
    row = claimed_by("lain/1/AAAA", now)
    WorkerPulse.objects.create(worker="lain/1/AAAA", started_at=now, at=now)
    assert timetable.reap(now + timedelta(seconds=100)) == 0
    assert timetable.reap(now + timedelta(seconds=130)) == 1
    row.refresh_from_db()
    job.refresh_from_db()
    assert (row.status, job.state, DBTaskResult.objects.ready().count()) == ("FAILED", "queued", 1)
    assert (operations.run_now(job).state, job.tries) == ("done", 2)

    rows.update(state=JobState.RUNNING)
    DBTaskResult.objects.ready().update(status="RUNNING", worker_ids=["lain/1/AAAA"], started_at=now)
    assert timetable.reap(now + timedelta(seconds=130)) == 1
    job.refresh_from_db()
    assert (job.state, len(job.error), DBTaskResult.objects.ready().count()) == ("failed", 8, 0)


def test_done_job_of_a_dead_worker_stays_done(start, humas, now, caplog):
    caplog.set_level(logging.CRITICAL + 1)
    job = operations.run_now(start(lambda actor, job: None))
    claimed_by("lain/1/AAAA", now)
    assert timetable.reap(now + timedelta(hours=1)) == 1
    job.refresh_from_db()
    assert (job.state, DBTaskResult.objects.ready().count()) == ("done", 0)


def test_job_whose_room_is_gone_fails_in_words(start, humas):
    job = start(lambda actor, job: None)
    Job.objects.of_school(humas.school_id).update(name="kamar.hilang")
    job = operations.run_now(job)
    assert (job.state, job.message, job.label) == (
        "failed",
        "Jenis pekerjaan ini tidak dikenal.",
        "kamar.hilang",
    )


def test_failure_after_being_taken_over_is_not_noted(start, caplog):
    caplog.set_level(logging.CRITICAL + 1)

    def function(actor, job):
        with job.step():
            Job.objects.of_school(actor.school_id).update(tries=2)
        raise ZeroDivisionError

    job = operations.run_now(start(function))
    assert (job.state, job.error) == ("running", "")


def test_clock_of_the_limit_is_the_main_threads_only():
    done = []

    def work():
        with running.time_limit(1):
            done.append(1)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert done == [1]
