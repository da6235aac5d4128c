"""Who may see and stop a job: who started it, and those who run the school's data."""

from django.db.models import Q

from anyam.base.actor import Actor
from anyam.tools.jobs import rules
from anyam.tools.jobs.models import Job

MANAGERS = ("principal", "waka_humas", "operator")


def can_see_jobs(actor: Actor) -> bool:
    """Everyone with a hat may follow what they started; which rows, the visibility says."""
    return actor.is_system or bool(actor.grants)


def can_manage_jobs(actor: Actor) -> bool:
    """See and stop also what others started."""
    return actor.is_system or actor.holds(*MANAGERS)


def can_cancel_job(actor: Actor, job: Job) -> bool:
    """The starter and the managers."""
    return can_manage_jobs(actor) or job.by_key == rules.actor_key(actor)


def jobs_in_scope(actor: Actor) -> Q | None:
    """All for managers, one's own for everyone else."""
    return Q() if can_manage_jobs(actor) else Q(by_key=rules.actor_key(actor))
