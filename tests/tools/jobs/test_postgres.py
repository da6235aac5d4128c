"""On a real PostgreSQL: jobs behind the wall, progress seen from outside, one slot for many workers."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import override_settings
from django_tasks_db.models import DBTaskResult

from anyam.base import walls
from anyam.tools.jobs import operations, running, timetable
from anyam.tools.jobs.models import Job, ScheduleSlot
from anyam.tools.jobs.rules import Entry
from tests.factories.jobs import job_kind
from tests.factories.walls import as_app_role, raise_walls

pytestmark = [pytest.mark.postgres, pytest.mark.db, pytest.mark.django_db(transaction=True)]
TIMETABLE = (Entry("uji.often", "builtins.dict", every_minutes=5),)


def start(actor, name, now):
    with walls.inside_school(actor.school_id):
        return operations.enqueue(actor=actor, name=name, arguments={}, now=now)


def test_step_opens_only_the_jobs_school_and_progress_is_seen_at_once(humas, other_school, now):
    raise_walls()
    seen = []

    def look():
        try:
            seen.append(Job.unsafe_all_schools.values_list("state", "done", "message").get())
        finally:
            connection.close()

    def function(actor, job):
        with job.step():
            seen.append(Job.unsafe_all_schools.count())
        job.report(done=1, total=2, message="separuh")
        watcher = threading.Thread(target=look)
        watcher.start()
        watcher.join()
        return {}

    with job_kind("uji.a", function) as name:
        job = start(humas, name, now)
        with as_app_role():
            assert running.run(job.school_id, job.code) == "done"
    assert seen == [1, ("running", 1, "separuh")]


def test_recovery_finds_jobs_behind_the_wall(humas, now, caplog):
    caplog.set_level("CRITICAL")
    raise_walls()
    with job_kind("uji.b", lambda actor, job: None) as name:
        job = start(humas, name, now)
        Job.objects.of_school(humas.school_id).update(state="running", tries=1)
        DBTaskResult.objects.update(
            status="RUNNING", worker_ids=["lain/1/A"], started_at=now.replace(year=2025)
        )
        with as_app_role():
            assert timetable.reap(now) == 1
            assert timetable.prune(now) == "0 tasks, 0 slots, 0 jobs"
        job.refresh_from_db()
    assert (job.state, DBTaskResult.objects.ready().count()) == ("queued", 1)


@override_settings(JOBS_TIMETABLE=f"{__name__}.TIMETABLE")
def test_many_workers_enqueue_a_slot_once(now):
    start_line = threading.Barrier(8)

    def tick(_):
        try:
            start_line.wait(timeout=20)
            return timetable.tick(now)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(tick, range(8)))
    assert sorted(answers) == [[]] * 7 + [["uji.often"]]
    assert (ScheduleSlot.objects.count(), DBTaskResult.objects.count()) == (1, 1)
