"""The same work in a request and in a job: short transactions, and reports of progress between them."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, replace

from django.db import transaction

from anyam.base.actor import Actor
from anyam.tools.imports.models import ImportBatch
from anyam.tools.jobs.progress import JobProgress


@dataclass(frozen=True, slots=True)
class Steps:
    """How long work touches the database: `with steps.step():` is one transaction, `report(done, total)`
    tells.
    """

    around: Callable[[], AbstractContextManager[None]] = nullcontext
    report: Callable[[int, int], None] = lambda done, total: None

    @contextmanager
    def step(self) -> Iterator[None]:
        """One short transaction, within the job's wall when there is one."""
        with self.around(), transaction.atomic():
            yield


def steps_of(job: JobProgress) -> Steps:
    """Steps of a job of the jobs tool."""
    return Steps(around=job.step, report=lambda done, total: job.report(done=done, total=total))


def in_name_of(actor: Actor, batch: ImportBatch) -> Actor:
    """The machine of the school acting for the person who pressed the button, so that audit rows name
    them.
    """
    key = batch.by_key.removeprefix("account:")
    return replace(actor, name=batch.by_name, account_id=int(key) if key.isdigit() else None)


def key_of(actor: Actor) -> str:
    """The actor's key as batches and audit rows keep it."""
    return "system" if actor.is_system else f"account:{actor.account_id}"
