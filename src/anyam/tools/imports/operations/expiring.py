"""Erasing what imports leave behind: rows and before-values when undoing is over, and files nobody
imported.
"""

from datetime import datetime

from django.db import transaction

from anyam.base.actor import Actor
from anyam.base.errors import WrongState
from anyam.tools.audit import operations as audit
from anyam.tools.imports import permissions
from anyam.tools.imports.errors import Busy
from anyam.tools.imports.kinds import kind_named
from anyam.tools.imports.models import ImportBatch
from anyam.tools.imports.operations.checks import locked, rows_of
from anyam.tools.imports.operations.undoing import changes_of
from anyam.tools.imports.terms import UNDO_FOR, WAIT_FOR, BatchState, Work

OPEN = (BatchState.UPLOADED, BatchState.CHECKED)


@transaction.atomic
def discard_batch(*, actor: Actor, batch: ImportBatch, now: datetime) -> ImportBatch:
    """Give up an import that was not done; its rows are erased at once. Refused: NotAllowed, WrongState,
    Busy.
    """
    permissions.require_kind(actor, kind_named(batch.kind))
    batch = locked(actor, batch)
    if batch.state not in OPEN:
        raise WrongState
    if batch.work != Work.NONE:
        raise Busy
    _erase(batch)
    audit.record(actor=actor, action="imports.discard", thing=batch, now=now)
    return batch


@transaction.atomic
def expire_batches(*, actor: Actor, now: datetime) -> int:
    """Erase rows of imports past their time in one school; the number of batches. Their line in the list
    stays.

    Imported ones after 30 days, those never imported after 7.
    """
    batches = ImportBatch.objects.of_school(actor.school_id)
    waiting = batches.filter(state__in=OPEN, created_at__lt=now - WAIT_FOR)
    over = batches.filter(state__in=(BatchState.APPLIED, BatchState.UNDONE), applied_at__lt=now - UNDO_FOR)
    count = 0
    for batch in [*waiting, *over.exclude(mapping={})]:
        _erase(batch)
        count += 1
    return count


def _erase(batch: ImportBatch) -> None:
    rows_of(batch).delete()
    changes_of(batch).delete()
    if batch.state in OPEN:
        batch.state = BatchState.EXPIRED
    batch.work, batch.absent, batch.mapping, batch.columns, batch.dropped = Work.NONE, [], {}, {}, []
    batch.save()
