"""Kinds of jobs: rooms register name, function and limits in their `apps.ready()`."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from anyam.base.slots import Slot


@dataclass(frozen=True, slots=True)
class JobKind:
    """What a name stands for. `function(actor, job, **arguments)` runs as the machine of the school."""

    name: str
    function: Callable[..., Any]
    label: str | Promise
    limit_seconds: int
    max_tries: int


ANY_JOB = _("Pekerjaan")
JOBS: Slot[JobKind] = Slot("jobs.kinds")


def register(
    name: str,
    function: Callable[..., Any],
    *,
    label: str | Promise = ANY_JOB,
    limit_seconds: int = 900,
    max_tries: int = 3,
) -> None:
    """Let `enqueue(name=…)` run `function(actor, job, **arguments)`.

    `actor` is the machine acting in the job's school; `job` is a `JobProgress`; `arguments` are the JSON
    values given to `enqueue`. The function may run twice (a worker may die after the work and before the
    note), so it must do no harm when it does. It reads and writes the database only inside `with
    job.step():`. What it returns (a dict of JSON values, or None) is kept as the job's result; `{"url": …}`
    is offered as a link. `Refused` ends the job with its sentence; any other exception is tried again up to
    `max_tries` runs. `limit_seconds` is for one run.
    """
    JOBS.fill(JobKind(name, function, label, limit_seconds, max_tries), name=name)


def kind_of(name: str) -> JobKind | None:
    """The registered kind, or None."""
    return next((kind for kind in JOBS if kind.name == name), None)
