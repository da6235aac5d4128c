"""The clock of the worker: enqueues due slots once, gives signs of life, recovers what dead workers left."""

import logging
import os
import socket
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from anyam.base import walls
from anyam.base.codes import new_code
from anyam.tools.jobs import operations, rules, running
from anyam.tools.jobs.errors import WorkerDied
from anyam.tools.jobs.models import Job, ScheduleSlot, WorkerPulse
from anyam.tools.jobs.registry import kind_of
from anyam.tools.jobs.rules import Entry
from anyam.tools.jobs.terms import LIVE, JobState

log = logging.getLogger("anyam.timetable")

WHOLE_TIMETABLE = "anyam.config.schedule.TIMETABLE"
MOST_TRIES = 3
KEEP_TASKS, KEEP_JOBS = timedelta(days=14), timedelta(days=90)


def entries() -> tuple[Entry, ...]:
    """The timetable of this install: the setting JOBS_TIMETABLE names it, else the one of `config`."""
    return tuple(import_string(getattr(settings, "JOBS_TIMETABLE", WHOLE_TIMETABLE)))


@task(priority=10)
def do_scheduled(name: str, tries: int = 1) -> str:
    """Run one entry of the timetable; a failure is tried again, three runs in all."""
    entry = next((entry for entry in entries() if entry.name == name), None)
    if entry is None:
        return "gone from the timetable"
    try:
        with running.time_limit(entry.limit_seconds):
            return str(import_string(entry.target)() or "")
    except Exception:
        if tries < MOST_TRIES:
            run_after = timezone.now() + rules.wait_before_retry(tries)
            do_scheduled.using(run_after=run_after).enqueue(name, tries + 1)
        raise


def tick(now: datetime) -> list[str]:
    """Enqueue every entry whose latest slot no worker has enqueued yet; their names."""
    zone = ZoneInfo(settings.TIME_ZONE)
    return [entry.name for entry in entries() if _enqueue_slot(entry, rules.slot_of(entry, now, zone), now)]


def _enqueue_slot(entry: Entry, slot: str, now: datetime) -> bool:
    if ScheduleSlot.objects.filter(name=entry.name, slot=slot).exists():
        return False
    try:
        with transaction.atomic():
            ScheduleSlot.objects.create(name=entry.name, slot=slot, at=now)
            do_scheduled.enqueue(entry.name)
    except IntegrityError:
        return False  # another worker was quicker
    return True


def new_worker_name() -> str:
    """`<host>/<process>/<random>`, from which others on the host can see whether the process lives."""
    return f"{socket.gethostname()[:40]}/{os.getpid()}/{new_code()}"


def give_pulse(worker: str, now: datetime) -> None:
    """Say that the worker lives."""
    WorkerPulse.objects.update_or_create(
        worker=worker, defaults={"at": now}, create_defaults={"at": now, "started_at": now}
    )


def end_pulse(worker: str) -> None:
    """The worker stops in order; nothing of it needs to be recovered."""
    WorkerPulse.objects.filter(worker=worker).delete()


def process_lives(process: int) -> bool:
    """Whether a process of this machine exists."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def reap(now: datetime | None = None, *, me: str = "") -> int:
    """Give back to the queue what dead workers had taken; the number of tasks. `me` is the worker that
    asks.
    """
    now = now or timezone.now()
    pulses = dict(WorkerPulse.objects.values_list("worker", "at"))
    found = 0
    for row in DBTaskResult.objects.running():
        worker = row.worker_ids[-1] if row.worker_ids else ""
        dead = rules.worker_is_dead(
            worker,
            last_pulse=pulses.get(worker),
            started=row.started_at or row.enqueued_at,
            limit=_limit_of(row),
            now=now,
            me=me,
            lives=process_lives,
        )
        if dead:
            found += _recover(row.pk, now)
    return found


def _limit_of(row: DBTaskResult) -> timedelta:
    """The longest run that the kind or entry behind a task allows."""
    words = row.args_kwargs["args"]
    limit = 900
    if row.task_path == do_scheduled.module_path:
        limit = next((entry.limit_seconds for entry in entries() if entry.name == words[0]), limit)
    elif row.task_path == running.do_job.module_path:
        with walls.inside_school(words[0]):
            job = Job.objects.of_school(words[0]).filter(code=words[1]).first()
        kind = kind_of(job.name) if job else None
        limit = kind.limit_seconds if kind else limit
    return timedelta(seconds=limit)


@transaction.atomic
def _recover(key: UUID, now: datetime) -> int:
    """Close the dead worker's task and queue its work again, unless it was tried often enough."""
    row = DBTaskResult.objects.filter(pk=key).select_for_update(skip_locked=True).first()
    if row is None or row.finished_at is not None:
        return 0
    row.set_failed(WorkerDied(row.worker_ids[-1] if row.worker_ids else "?"))
    log.warning("recovered task %s %s", row.task_path, row.args_kwargs["args"])
    words = row.args_kwargs["args"]
    if row.task_path == running.do_job.module_path:
        _queue_job_again(words[0], words[1], now)
    elif row.task_path == do_scheduled.module_path:
        tries = words[1] if len(words) > 1 else 1
        if tries < MOST_TRIES:
            do_scheduled.enqueue(words[0], tries + 1)
    return 1


def _queue_job_again(school_id: int, code: str, now: datetime) -> None:
    with walls.inside_school(school_id):
        job = Job.objects.of_school(school_id).filter(code=code).select_for_update(of=("self",)).first()
        if job is None or job.state not in LIVE:
            return
        kind = kind_of(job.name)
        if kind is not None and job.tries < kind.max_tries:
            job.state = JobState.QUEUED
            job.save(update_fields=["state"])
            running.queue(school_id, code)
            return
        job.state, job.message, job.error = JobState.FAILED, str(running.BROKEN), new_code()
        job.finished_at = now
        log.error("job %s %s given up, error id %s", job.name, code, job.error)
        job.save(update_fields=["state", "message", "error", "finished_at"])


def prune(now: datetime | None = None) -> str:
    """Forget finished tasks and slots after 14 days, finished jobs after 90, pulses of a day ago; counts as
    text.
    """
    now = now or timezone.now()
    tasks, _ = DBTaskResult.objects.finished().filter(finished_at__lt=now - KEEP_TASKS).delete()
    slots, _ = ScheduleSlot.objects.filter(at__lt=now - KEEP_TASKS).delete()
    WorkerPulse.objects.filter(at__lt=now - timedelta(days=1)).delete()
    jobs = 0
    for actor in operations.each_school():
        jobs += Job.objects.of_school(actor.school_id).filter(finished_at__lt=now - KEEP_JOBS).delete()[0]
    return f"{tasks} tasks, {slots} slots, {jobs} jobs"
