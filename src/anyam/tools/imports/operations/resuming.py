"""Going on with work that was interrupted: a power cut, a worker that died, a job that gave up."""

from datetime import datetime

from anyam.base.actor import Actor
from anyam.base.errors import WrongState
from anyam.tools.imports.models import ImportBatch
from anyam.tools.imports.operations.applying import apply_batch
from anyam.tools.imports.operations.checks import check_batch
from anyam.tools.imports.operations.undoing import undo_batch
from anyam.tools.imports.terms import Work
from anyam.tools.jobs.models import Job


def resume_batch(*, actor: Actor, batch: ImportBatch, now: datetime, return_url: str = "") -> Job | None:
    """Start the work again that a batch says is under way; what is done already is not done twice.

    Refused: NotAllowed, WrongState (nothing is under way).
    """
    if batch.work == Work.CHECKING:
        return check_batch(actor=actor, batch=batch, now=now, return_url=return_url)
    if batch.work == Work.APPLYING:
        # The person has agreed already to this number and to leaving refused rows behind.
        return apply_batch(
            actor=actor,
            batch=batch,
            expected=batch.ready_count,
            leave_refused=True,
            now=now,
            return_url=return_url,
        )
    if batch.work == Work.UNDOING:
        return undo_batch(actor=actor, batch=batch, now=now, return_url=return_url)
    raise WrongState
