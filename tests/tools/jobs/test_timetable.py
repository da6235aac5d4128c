"""The timetable: each slot once, failures again, old rows forgotten."""

import logging
import os
import subprocess
import sys
from datetime import UTC, datetime, time, timedelta

import pytest
from django.test import override_settings
from django.utils.module_loading import import_string
from django_tasks_db.models import DBTaskResult

from anyam.tools.jobs import queries, timetable
from anyam.tools.jobs.models import Job, ScheduleSlot, WorkerPulse
from anyam.tools.jobs.rules import Entry

pytestmark = pytest.mark.db

CALLS: list[str] = []


def works() -> str:
    """A function of the test's timetable."""
    CALLS.append("works")
    return "beres"


def breaks() -> None:
    """A function of the test's timetable that fails."""
    raise ZeroDivisionError


TIMETABLE = (
    Entry("uji.daily", f"{__name__}.works", at=time(1, 30)),
    Entry("uji.often", f"{__name__}.breaks", every_minutes=5),
)


@pytest.fixture
def own_timetable():
    CALLS.clear()
    with override_settings(JOBS_TIMETABLE=f"{__name__}.TIMETABLE"):
        yield


@pytest.mark.pure
def test_timetable_of_the_install_is_sorted_and_every_target_resolves():
    entries = timetable.entries()
    assert [entry.name for entry in entries] == sorted({entry.name for entry in entries})
    assert all(callable(import_string(entry.target)) for entry in entries)
    assert all(bool(entry.every_minutes) != (entry.at is not None) for entry in entries)


def test_slot_is_enqueued_once_however_many_ask(db, own_timetable, now):
    assert timetable.tick(now) == ["uji.daily", "uji.often"]
    assert timetable.tick(now) == []
    assert timetable.tick(now + timedelta(minutes=5)) == ["uji.often"]
    assert timetable.tick(datetime(2026, 11, 24, 18, 30, tzinfo=UTC)) == ["uji.daily", "uji.often"]
    assert (DBTaskResult.objects.count(), ScheduleSlot.objects.count()) == (5, 5)


def test_lost_race_for_a_slot_enqueues_nothing(db, own_timetable, now, monkeypatch):
    timetable.tick(now)
    rows = DBTaskResult.objects.count()
    monkeypatch.setattr(ScheduleSlot.objects, "filter", lambda **kwargs: ScheduleSlot.objects.none())
    assert timetable.tick(now) == []
    assert DBTaskResult.objects.count() == rows


def test_entry_runs_its_function(db, own_timetable):
    assert timetable.do_scheduled.call("uji.daily") == "beres"
    assert CALLS == ["works"]
    assert timetable.do_scheduled.call("sudah.dihapus") == "gone from the timetable"


def test_failing_entry_is_tried_three_times(db, own_timetable):
    for tries in (1, 2, 3):
        with pytest.raises(ZeroDivisionError):
            timetable.do_scheduled.call("uji.often", tries)
    assert [row.args_kwargs["args"] for row in DBTaskResult.objects.order_by("enqueued_at")] == [
        ["uji.often", 2],
        ["uji.often", 3],
    ]


def test_entry_of_a_dead_worker_is_queued_again(db, own_timetable, now, caplog):
    caplog.set_level(logging.CRITICAL + 1)
    timetable.do_scheduled.enqueue("uji.daily")
    DBTaskResult.objects.update(status="RUNNING", worker_ids=["lain/1/A"], started_at=now)
    assert timetable.reap(now + timedelta(minutes=16)) == 0
    assert timetable.reap(now + timedelta(minutes=18)) == 1
    (row,) = DBTaskResult.objects.ready()
    assert row.args_kwargs["args"] == ["uji.daily", 2]
    DBTaskResult.objects.ready().update(
        status="RUNNING",
        worker_ids=["lain/1/A"],
        started_at=now,
        args_kwargs={"args": ["uji.daily", 3], "kwargs": {}},
    )
    assert timetable.reap(now + timedelta(minutes=18)) == 1
    assert DBTaskResult.objects.ready().count() == 0


def test_prune_forgets_only_what_is_old(school, now):
    for age, code in ((1, "BARU"), (100, "LAMA")):
        when = now - timedelta(days=age)
        Job.objects.create(
            school=school,
            code=code,
            name="x",
            created_at=when,
            finished_at=when,
            by_key="system",
            by_name="Anyam",
        )
        ScheduleSlot.objects.create(name="x", slot=code, at=when)
        WorkerPulse.objects.create(worker=code, started_at=when, at=now - timedelta(days=age - 1, hours=1))
        timetable.do_scheduled.enqueue("x")
        DBTaskResult.objects.filter(finished_at=None).update(status="SUCCESSFUL", finished_at=when)
    assert timetable.prune(now) == "1 tasks, 1 slots, 1 jobs"
    assert [job.code for job in Job.objects.of_school(school.pk)] == ["BARU"]
    assert list(WorkerPulse.objects.values_list("worker", flat=True)) == ["BARU"]


def test_pulse_and_queue_state(db, now, own_timetable):
    timetable.tick(now)
    worker = timetable.new_worker_name()
    timetable.give_pulse(worker, now - timedelta(seconds=20))
    timetable.give_pulse(worker, now)
    state = queries.queue_state(now)
    assert (state.waiting, state.running, state.failed_last_day, state.workers_alive) == (2, 0, 0, 1)
    assert state.oldest_waiting_since == DBTaskResult.objects.order_by("enqueued_at").first().enqueued_at
    timetable.end_pulse(worker)
    assert queries.queue_state(now).workers_alive == 0


@pytest.mark.pure
def test_process_lives():
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    assert timetable.process_lives(os.getpid())
    assert timetable.process_lives(1)
    assert not timetable.process_lives(ended.pid)
