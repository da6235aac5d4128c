"""Starting and stopping jobs; machines for all schools."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from anyam.base import walls
from anyam.base.actor import Actor, system_actor
from anyam.base.errors import NotAllowed, WrongState
from anyam.tools.audit import operations as audit
from anyam.tools.jobs import permissions, rules, running
from anyam.tools.jobs.errors import JobUnknown
from anyam.tools.jobs.models import Job
from anyam.tools.jobs.registry import kind_of
from anyam.tools.jobs.terms import LIVE, JobState


@transaction.atomic
def enqueue(
    *, actor: Actor, name: str, arguments: Mapping[str, Any], now: datetime, return_url: str = ""
) -> Job:
    """Start a registered job in the caller's transaction: if that rolls back, there is no job.

    `arguments` are JSON values (ids, not objects). `return_url` is where the progress page leads back to;
    anything that is not an address of this site is dropped. Who may start it was decided by the calling
    operation. Refused: JobUnknown.
    """
    if kind_of(name) is None:
        raise JobUnknown
    job = Job.objects.create(
        school_id=actor.school_id,
        name=name,
        arguments=dict(arguments),
        return_url=return_url if rules.is_local_path(return_url) else "",
        created_at=now,
        by_key=rules.actor_key(actor),
        by_name=actor.name,
    )
    running.queue(job.school_id, job.code)
    return job


@transaction.atomic
def cancel(*, actor: Actor, job: Job, now: datetime) -> Job:
    """Stop a job: a waiting one never starts, a running one ends at its next report.

    Refused: NotAllowed, WrongState (it has ended).
    """
    if not permissions.can_cancel_job(actor, job):
        raise NotAllowed
    job = Job.objects.of_school(actor.school_id).select_for_update(of=("self",)).get(pk=job.pk)
    if job.state not in LIVE:
        raise WrongState
    job.state, job.finished_at = JobState.CANCELLED, now
    job.save(update_fields=["state", "finished_at"])
    audit.record(actor=actor, action="jobs.cancel", thing=job, name=job.label, now=now)
    return job


def run_now(job: Job) -> Job:
    """Run a waiting job in this process and return it as it is afterwards; for commands, demonstration and
    tests.
    """
    running.run(job.school_id, job.code)
    job.refresh_from_db()
    return job


def each_school() -> Iterator[Actor]:
    """The machine of every school in turn, inside its wall: for functions of the timetable."""
    schools: Any = Job._meta.get_field("school").related_model
    for school in schools._default_manager.order_by("pk"):
        with walls.inside_school(school.pk):
            yield system_actor(school)
