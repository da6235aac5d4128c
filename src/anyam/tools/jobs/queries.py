"""Reading jobs: one for its page, and the state of the queue for the operator."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Min, QuerySet
from django_tasks_db.models import DBTaskResult

from anyam.base.actor import Actor
from anyam.base.errors import NotFound
from anyam.tools.jobs.models import Job, WorkerPulse
from anyam.tools.jobs.rules import PULSE_SILENCE


def jobs_visible_to(actor: Actor) -> QuerySet[Job]:
    """Jobs the actor may follow, newest first."""
    return Job.objects.visible_to(actor).order_by("-created_at", "-pk")


def job_visible_to(actor: Actor, code: str) -> Job:
    """One job by its code. Raises NotFound."""
    job = jobs_visible_to(actor).filter(code=code).first()
    if job is None:
        raise NotFound
    return job


@dataclass(frozen=True, slots=True)
class QueueState:
    """The queue of the whole install in figures, without anything of a school."""

    waiting: int
    oldest_waiting_since: datetime | None
    running: int
    failed_last_day: int
    workers_alive: int


def queue_state(now: datetime) -> QueueState:
    """For the operator's page and the readiness check of the worker."""
    ready = DBTaskResult.objects.ready()
    day_ago = now.timestamp() - 86_400
    return QueueState(
        waiting=ready.count(),
        oldest_waiting_since=ready.aggregate(oldest=Min("enqueued_at"))["oldest"],
        running=DBTaskResult.objects.running().count(),
        failed_last_day=DBTaskResult.objects.failed()
        .filter(finished_at__gte=datetime.fromtimestamp(day_ago, tz=now.tzinfo))
        .count(),
        workers_alive=WorkerPulse.objects.filter(at__gte=now - PULSE_SILENCE).count(),
    )
