"""The worker's process: runs what waits, keeps time, stops in order."""

import os
import signal
import threading

import pytest
from django.core.management import call_command
from django.test import override_settings
from django_tasks_db.models import DBTaskResult

from anyam.tools.jobs import operations
from anyam.tools.jobs.management.commands import worker
from anyam.tools.jobs.models import Job, ScheduleSlot, WorkerPulse
from anyam.tools.jobs.progress import STOPPING
from anyam.tools.jobs.rules import Entry
from tests.factories.jobs import job_kind

TIMETABLE = (Entry("uji.often", "builtins.dict", every_minutes=5),)


@pytest.fixture
def own_signals():
    """The command sets signal handlers of the process; give the test run its own back."""
    kept = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGQUIT)}
    yield
    for number, handler in kept.items():
        signal.signal(number, handler)


@pytest.mark.db
@pytest.mark.django_db(transaction=True)
@override_settings(JOBS_TIMETABLE=f"{__name__}.TIMETABLE")
def test_worker_runs_what_waits_with_progress_visible_outside(own_signals, humas, now):
    seen = []

    def function(actor, job):
        job.report(done=1, total=2, message="separuh")
        watcher = threading.Thread(target=lambda: seen.append(look(humas.school_id)))
        watcher.start()
        watcher.join()
        return {}

    with job_kind("uji.worker", function) as name:
        job = operations.enqueue(actor=humas, name=name, arguments={}, now=now)
        call_command("worker", batch=True, interval=0.01)
    job.refresh_from_db()
    assert seen == [("running", 1, "separuh")]
    assert job.state == "done"
    assert DBTaskResult.objects.get(task_path__endswith="do_job").return_value == "done"
    assert (ScheduleSlot.objects.count(), WorkerPulse.objects.count()) == (1, 0)


def look(school_id: int) -> tuple[str, int, str]:
    """What another process sees of the job."""
    from django.db import connection  # app ready

    from anyam.base import walls  # app ready

    try:
        with walls.inside_school(school_id):
            return Job.objects.of_school(school_id).values_list("state", "done", "message").get()
    finally:
        connection.close()


@pytest.mark.db
@pytest.mark.django_db(transaction=True)
@override_settings(JOBS_TIMETABLE=f"{__name__}.TIMETABLE")
def test_clock_survives_a_fault_and_ticks_on(monkeypatch, caplog):
    stop = threading.Event()
    ticks = []

    def tick(now):
        ticks.append(now)
        if len(ticks) == 2:
            stop.set()
        raise RuntimeError("database is locked")

    monkeypatch.setattr(worker.timetable, "tick", tick)
    monkeypatch.setattr(worker, "TICK_EVERY", 0.01)
    clock = threading.Thread(target=worker.keep_time, args=("uji/1/A", stop))
    clock.start()
    clock.join(timeout=10)
    assert (len(ticks), clock.is_alive()) == (2, False)
    assert [record.message for record in caplog.records] == ["the timetable missed a tick"] * 2


@pytest.mark.db
@pytest.mark.django_db(transaction=True)
@override_settings(JOBS_TIMETABLE=f"{__name__}.TIMETABLE")
def test_worker_told_to_stop_gives_its_job_back_and_ends(own_signals, humas, now):
    def function(actor, job):
        os.kill(os.getpid(), signal.SIGTERM)
        job.report(done=1, total=2)

    try:
        with job_kind("uji.stop", function) as name:
            job = operations.enqueue(actor=humas, name=name, arguments={}, now=now)
            call_command("worker", interval=0.01)
    finally:
        STOPPING.clear()
    job.refresh_from_db()
    assert (job.state, job.tries, WorkerPulse.objects.count()) == ("queued", 0, 0)
