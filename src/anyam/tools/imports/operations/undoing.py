"""Undoing an import: what it changed goes back, what it made goes away, unless somebody has built on it
since.
"""

from datetime import datetime

from django.apps import apps
from django.db import models, router, transaction
from django.db.models.deletion import Collector, ProtectedError, RestrictedError

from anyam.base.actor import Actor
from anyam.base.errors import WrongState
from anyam.tools.audit import operations as audit
from anyam.tools.imports import permissions, recording
from anyam.tools.imports.errors import Busy, UndoExpired
from anyam.tools.imports.kinds import kind_named
from anyam.tools.imports.models import ImportBatch, ImportChange
from anyam.tools.imports.operations.checks import locked
from anyam.tools.imports.steps import Steps, in_name_of
from anyam.tools.imports.storing import put_back
from anyam.tools.imports.terms import CHUNK, INLINE_ROWS, UNDO_FOR, BatchState, UndoOutcome, Work
from anyam.tools.jobs import operations as jobs
from anyam.tools.jobs.models import Job

KEPT = (UndoOutcome.KEPT_CHANGED, UndoOutcome.KEPT_NEEDED)


def undo_batch(*, actor: Actor, batch: ImportBatch, now: datetime, return_url: str = "") -> Job | None:
    """Take an import back, within 30 days; of large ones the job is returned.

    What was changed since, or is needed by other records, is left and listed.
    Refused: NotAllowed, WrongState, Busy, UndoExpired.
    """
    permissions.require_kind(actor, kind_named(batch.kind))
    with transaction.atomic():
        batch = locked(actor, batch)
        if batch.state != BatchState.APPLIED or batch.applied_at is None:
            raise WrongState
        if batch.work not in (Work.NONE, Work.UNDOING):
            raise Busy
        if now > batch.applied_at + UNDO_FOR:
            raise UndoExpired
        batch.work = Work.UNDOING
        batch.save(update_fields=["work"])
        if changes_of(batch).count() > INLINE_ROWS:
            return jobs.enqueue(
                actor=actor,
                name="imports.undo",
                arguments={"batch": batch.code},
                now=now,
                return_url=return_url,
            )
    run_undo(actor=actor, code=batch.code, now=now, steps=Steps())
    return None


def changes_of(batch: ImportBatch):
    """Everything an import wrote."""
    return ImportChange.objects.of_school(batch.school_id).filter(batch=batch)


def run_undo(*, actor: Actor, code: str, now: datetime, steps: Steps) -> ImportBatch:
    """The work of undo_batch, last change first; a second run goes on where the first ended."""
    with steps.step():
        batch = ImportBatch.objects.of_school(actor.school_id).get(code=code)
        total = changes_of(batch).count()
    undoer = in_name_of(actor, batch) if actor.is_system else actor
    done = 0
    while batch.state == BatchState.APPLIED:
        with steps.step():
            left = changes_of(batch).filter(outcome=UndoOutcome.NONE).order_by("-pk")
            chunk = list(left.select_for_update(of=("self",))[:CHUNK])
            for change in chunk:
                change.outcome = revert(change, now)
            put_back(chunk, ["outcome"])
        if not chunk:
            break
        done += len(chunk)
        steps.report(done, total)
    with steps.step():
        batch = locked(actor, batch)
        if batch.state != BatchState.APPLIED:
            return batch
        batch.kept_count = changes_of(batch).filter(outcome__in=KEPT).count()
        batch.state, batch.work, batch.undone_at = BatchState.UNDONE, Work.NONE, now
        batch.save()
        audit.record(
            actor=undoer,
            action="imports.undo",
            thing=batch,
            detail={"changes": total, "kept": batch.kept_count},
            now=now,
        )
    return batch


def revert(change: ImportChange, now: datetime) -> str:
    """Take one change back; the outcome says what happened."""
    model = apps.get_model(change.model)
    instance = model._base_manager.select_for_update(of=("self",)).filter(pk=change.key).first()
    if instance is None:
        return UndoOutcome.REVERTED if change.before is None else UndoOutcome.KEPT_CHANGED
    current = recording.snapshot(instance)
    if change.before is None:
        if recording.changed_names(change.after, current):
            return UndoOutcome.KEPT_CHANGED
        return _remove(instance)
    names = recording.changed_names(change.before, change.after)
    if any(current.get(name) != change.after[name] for name in names):
        return UndoOutcome.KEPT_CHANGED
    _put_back(instance, {name: change.before[name] for name in names if name in change.before}, now)
    return UndoOutcome.REVERTED


def _put_back(instance: models.Model, values: dict, now: datetime) -> None:
    fields = {one.attname: one for one in instance._meta.concrete_fields}
    for name, value in values.items():
        setattr(instance, name, recording.restored_value(fields[name], value))
    touched = list(values)
    for clock in recording.CLOCK_FIELDS & fields.keys():
        setattr(instance, clock, now)
        touched.append(clock)
    instance.save(update_fields=touched)


def _remove(instance: models.Model) -> str:
    """Delete a record the import made, if nothing at all hangs on it: neither protected nor silently taken
    along.
    """
    using = router.db_for_write(type(instance), instance=instance)
    collector = Collector(using=using, origin=instance)
    try:
        collector.collect([instance])
    except (ProtectedError, RestrictedError):
        return UndoOutcome.KEPT_NEEDED
    others = sum(len(found) for found in collector.data.values()) > 1
    if others or collector.field_updates or any(rows.exists() for rows in collector.fast_deletes):
        return UndoOutcome.KEPT_NEEDED
    instance.delete()
    return UndoOutcome.REVERTED
