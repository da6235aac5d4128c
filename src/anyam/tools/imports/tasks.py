"""Long imports in the job worker, and the daily erasing of what they leave; each calls one operation."""

from typing import Any

from django.utils import timezone

from anyam.base.actor import Actor
from anyam.tools.imports import operations
from anyam.tools.imports.steps import steps_of
from anyam.tools.jobs import operations as jobs
from anyam.tools.jobs.progress import JobProgress


def do_check(actor: Actor, job: JobProgress, *, batch: str) -> dict[str, Any]:
    """Judge the rows of a batch."""
    done = operations.run_check(actor=actor, code=batch, now=timezone.now(), steps=steps_of(job))
    return {"ready": done.ready_count, "refused": done.refused_count}


def do_apply(actor: Actor, job: JobProgress, *, batch: str) -> dict[str, Any]:
    """Write the ready rows of a batch."""
    done = operations.run_apply(actor=actor, code=batch, now=timezone.now(), steps=steps_of(job))
    return {"applied": done.applied_count}


def do_undo(actor: Actor, job: JobProgress, *, batch: str) -> dict[str, Any]:
    """Take a batch back."""
    done = operations.run_undo(actor=actor, code=batch, now=timezone.now(), steps=steps_of(job))
    return {"kept": done.kept_count}


def expire_everywhere() -> str:
    """For the timetable, daily: erase what is past its time in every school."""
    count = sum(operations.expire_batches(actor=actor, now=timezone.now()) for actor in jobs.each_school())
    return f"{count} batches"
