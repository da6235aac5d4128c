"""Runs one job: claim, function, result; retries what fails, lets go of what was cancelled."""

import json
import logging
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction
from django.utils import timezone, translation
from django_tasks import task

from anyam.base import walls
from anyam.base.actor import Actor, system_actor
from anyam.base.codes import new_code
from anyam.base.errors import Refused
from anyam.tools.jobs import rules
from anyam.tools.jobs.errors import JobStopped, JobUnknown, TimeLimitReached, WorkerStops
from anyam.tools.jobs.models import Job
from anyam.tools.jobs.progress import JobProgress
from anyam.tools.jobs.registry import JobKind, kind_of
from anyam.tools.jobs.terms import JobState

log = logging.getLogger("anyam.jobs")


@task()
def do_job(school_id: int, code: str) -> str:
    """The one task of the queue for all jobs of schools; returns the state the job ended in."""
    return run(school_id, code, limited=True)


def queue(school_id: int, code: str, *, run_after: datetime | None = None) -> None:
    """Put a run into the queue, in the transaction of the caller."""
    do_job.using(run_after=run_after).enqueue(school_id, code)


def run(school_id: int, code: str, *, limited: bool = False) -> str:
    """Run a waiting job once; a job that waits no more is left alone. Returns the state it is in
    afterwards.
    """
    with translation.override(settings.LANGUAGE_CODE):
        claimed = _claim(school_id, code, timezone.now())
        if claimed is None:
            return "left alone"
        actor, job, kind, progress = claimed
        try:
            if kind is None:
                raise JobUnknown
            with time_limit(kind.limit_seconds if limited else 0), progress.guarded():
                result = kind.function(actor, progress, **job.arguments)
            return _succeed(progress, result)
        except WorkerStops:
            return _give_back(progress)
        except JobStopped:
            log.info("job %s %s stopped", job.name, code)
            return "stopped"
        except Refused as refused:
            return _fail(progress, message=str(refused), error="")
        except TimeLimitReached:
            if limited:
                connection.close()  # the limit may have struck in the middle of a statement
            return _fail(progress, message=str(TOO_LONG), error=_logged(job))
        except Exception:  # the loop of a job: logged, retried, then shown with its error id
            error = _logged(job)
            return _retry_or_fail(progress, kind, error)


def _claim(school_id: int, code: str, now: datetime) -> tuple[Actor, Job, JobKind | None, JobProgress] | None:
    """Take a waiting job; None when it was cancelled, is running elsewhere, or is done."""
    with transaction.atomic(), walls.inside_school(school_id):
        waiting = Job.objects.of_school(school_id).filter(code=code, state=JobState.QUEUED)
        job = waiting.select_for_update(of=("self",)).select_related("school").first()
        if job is None:
            return None
        job.state, job.started_at, job.tries, job.message = JobState.RUNNING, now, job.tries + 1, ""
        job.save(update_fields=["state", "started_at", "tries", "message"])
    progress = JobProgress(school_id=school_id, code=code, tries=job.tries, started=now)
    return system_actor(job.school), job, kind_of(job.name), progress


def _succeed(progress: JobProgress, result: Any) -> str:
    progress.finish()
    kept = json.loads(json.dumps(result, cls=DjangoJSONEncoder)) if result is not None else {}
    with walls.inside_school(progress.school_id):
        ended = progress.mine().update(state=JobState.DONE, result=kept, error="", finished_at=timezone.now())
    return JobState.DONE.value if ended else "stopped"


def _fail(progress: JobProgress, *, message: str, error: str) -> str:
    with walls.inside_school(progress.school_id):
        ended = progress.mine().update(
            state=JobState.FAILED, message=message[:300], error=error, finished_at=timezone.now()
        )
    return JobState.FAILED.value if ended else "stopped"


def _give_back(progress: JobProgress) -> str:
    """Queue the job again as if this run had not been."""
    with transaction.atomic(), walls.inside_school(progress.school_id):
        if not progress.mine().update(state=JobState.QUEUED, tries=progress.tries - 1):
            return "stopped"
        queue(progress.school_id, progress.code)
    return JobState.QUEUED.value


def _retry_or_fail(progress: JobProgress, kind: JobKind | None, error: str) -> str:
    if kind is None or progress.tries >= kind.max_tries:
        return _fail(progress, message=str(BROKEN), error=error)
    with transaction.atomic(), walls.inside_school(progress.school_id):
        if not progress.mine().update(state=JobState.QUEUED, message=str(AGAIN), error=error):
            return "stopped"
        run_after = timezone.now() + rules.wait_before_retry(progress.tries)
        queue(progress.school_id, progress.code, run_after=run_after)
    return JobState.QUEUED.value


def _logged(job: Job) -> str:
    """Write the traceback to the log under an error id that the page shows."""
    error = new_code()
    log.exception("job %s %s failed, error id %s", job.name, job.code, error)
    return error


@contextmanager
def time_limit(seconds: int) -> Iterator[None]:
    """Raise TimeLimitReached in the worker's main thread after `seconds`; elsewhere there is no clock to
    set.
    """
    if seconds <= 0 or threading.current_thread() is not threading.main_thread():
        yield
        return

    def strike(_signal: int, _frame: FrameType | None) -> None:
        raise TimeLimitReached

    before = signal.signal(signal.SIGALRM, strike)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


TOO_LONG = translation.gettext_lazy(
    "Pekerjaan ini melewati batas waktunya dan dihentikan. Coba lagi dengan data yang lebih sedikit."
)
BROKEN = translation.gettext_lazy(
    "Pekerjaan ini gagal karena kesalahan sistem. Coba lagi; bila tetap gagal, laporkan kode kesalahannya."
)
AGAIN = translation.gettext_lazy("Belum berhasil. Dicoba lagi sendiri sebentar lagi.")
