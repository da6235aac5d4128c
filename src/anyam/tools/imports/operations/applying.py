"""Doing what the dry run said: one operation of the room per row, 500 rows a transaction, resumable."""

import logging
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from anyam.base.actor import Actor
from anyam.base.codes import new_code
from anyam.base.errors import Refused, WrongState
from anyam.tools.audit import operations as audit
from anyam.tools.imports import checking, permissions, recording
from anyam.tools.imports.errors import Busy, CountChanged, NothingReady, RowsRefused
from anyam.tools.imports.kinds import Absent, ImportKind, kind_named
from anyam.tools.imports.models import ImportBatch, ImportChange, ImportRow
from anyam.tools.imports.operations.checks import context_for, count_rows, locked, rows_of
from anyam.tools.imports.steps import Steps, in_name_of
from anyam.tools.imports.storing import put_back
from anyam.tools.imports.terms import CHUNK, INLINE_ROWS, BatchState, RowAction, Work
from anyam.tools.jobs import operations as jobs
from anyam.tools.jobs.errors import TimeLimitReached
from anyam.tools.jobs.models import Job

log = logging.getLogger("anyam.imports")
WRITING = (RowAction.NEW, RowAction.CHANGED)


def apply_batch(
    *,
    actor: Actor,
    batch: ImportBatch,
    expected: int,
    leave_refused: bool,
    now: datetime,
    return_url: str = "",
) -> Job | None:
    """Import the rows that are ready; `expected` is the number on the button that was pressed.

    Small imports are done when this returns; of large ones the job is returned. Pressing twice does it once.
    Refused: NotAllowed, WrongState, Busy, RowsRefused, NothingReady, CountChanged.
    """
    kind = kind_named(batch.kind)
    permissions.require_kind(actor, kind)
    with transaction.atomic():
        batch = locked(actor, batch)
        if batch.state != BatchState.CHECKED:
            raise WrongState
        if batch.work not in (Work.NONE, Work.APPLYING):
            raise Busy
        if not batch.ready_count:
            raise NothingReady
        if batch.ready_count != expected:
            raise CountChanged
        if batch.refused_count and not leave_refused:
            raise RowsRefused
        batch.work, batch.done = Work.APPLYING, 0
        batch.save(update_fields=["work", "done"])
        if expected > INLINE_ROWS:
            return jobs.enqueue(
                actor=actor,
                name="imports.apply",
                arguments={"batch": batch.code},
                now=now,
                return_url=return_url,
            )
    run_apply(actor=actor, code=batch.code, now=now, steps=Steps())
    return None


def run_apply(*, actor: Actor, code: str, now: datetime, steps: Steps) -> ImportBatch:
    """The work of apply_batch; a second run goes on where the first ended."""
    with steps.step():
        batch = ImportBatch.objects.of_school(actor.school_id).get(code=code)
        kind = kind_named(batch.kind)
    writer = in_name_of(actor, batch) if actor.is_system else actor
    if batch.state != BatchState.CHECKED:
        return batch
    done = 0
    while True:
        with steps.step():
            count = _write_chunk(writer, kind, batch, now)
        if not count:
            break
        done += count
        steps.report(done, batch.ready_count)
    with steps.step():
        return _finish(writer, kind, batch, now)


def _write_chunk(actor: Actor, kind: ImportKind, batch: ImportBatch, now: datetime) -> int:
    waiting = rows_of(batch).filter(action__in=WRITING, applied_at=None).order_by("pk")
    rows = list(waiting.select_for_update(of=("self",))[:CHUNK])
    if not rows:
        return 0
    checker = checking.Checker(actor, kind, context_for(actor, kind, batch))
    written: list[tuple[ImportRow, recording.Recorded]] = []
    for row in rows:
        written.extend((row, one) for one in _write_row(checker, row, now))
    real = {id(one) for one in recording.settled([one for _row, one in written])}
    ImportChange.objects.bulk_create(
        ImportChange(
            school_id=batch.school_id,
            batch=batch,
            row_number=row.number,
            model=one.instance._meta.label,
            key=str(one.instance.pk),
            title=kind.title(row.values)[0][:200],
            before=one.before,
            after=one.after,
        )
        for row, one in written
        if id(one) in real
    )
    put_back(rows, ["action", "errors", "applied_at"])
    return len(rows)


def _write_row(checker: checking.Checker, row: ImportRow, now: datetime) -> list[recording.Recorded]:
    """Judge once more and save; what is refused now stays behind with its reason."""
    verdict = checker.judge(row.number, row.values, row.marks)
    if verdict.action == RowAction.REFUSED:
        row.action, row.errors = RowAction.REFUSED, verdict.errors
        return []
    row.applied_at = now
    if verdict.action == RowAction.SAME:
        return []
    try:
        with transaction.atomic(), recording.recording(checker.kind.models) as recorder:
            checker.kind.save(
                actor=checker.actor, instance=verdict.instance, cleaned=verdict.cleaned, now=now
            )
        return list(recorder.written.values())
    except Refused as refused:
        problem = checker.error(refused.field or "", str(refused), row.values)
    except TimeLimitReached:
        raise
    except IntegrityError:
        log.exception("import row %s clashed with the database", row.pk)
        problem = checker.error(
            "",
            _("Baris ini bertabrakan dengan data yang baru saja disimpan."),
            row.values,
            _("Impor berkas ini sekali lagi, supaya baris ini diperiksa dengan data terbaru."),
        )
    except Exception:  # the loop of an import: logged, shown with its error id, the other rows go on
        error_id = new_code()
        log.exception("import row %s failed, error id %s", row.pk, error_id)
        problem = checker.error(
            "",
            _("Baris ini belum bisa disimpan karena kesalahan sistem (kode %(code)s).") % {"code": error_id},
            row.values,
            _("Baris lain tidak terpengaruh. Laporkan kodenya kepada pengelola Anyam."),
        )
    row.action, row.errors, row.applied_at = RowAction.REFUSED, [problem], None
    return []


def _finish(actor: Actor, kind: ImportKind, batch: ImportBatch, now: datetime) -> ImportBatch:
    batch = locked(actor, batch)
    if batch.state != BatchState.CHECKED:
        return batch
    absent = [Absent(a["key"], a["title"], a["detail"]) for a in batch.absent]
    checker = checking.Checker(actor, kind, kind.load_context(actor))
    fields, absent_count, shown = batch.changed_fields, batch.absent_count, batch.absent
    count_rows(batch, checker)
    # Records the file lacked are those of the check: the import itself made the others.
    batch.changed_fields, batch.absent_count, batch.absent = fields, absent_count, shown
    batch.applied_count = rows_of(batch).filter(action__in=WRITING).exclude(applied_at=None).count()
    batch.state, batch.work, batch.applied_at, batch.done = (
        BatchState.APPLIED,
        Work.NONE,
        now,
        batch.applied_count,
    )
    batch.save()
    kind.note_absent(actor=actor, absent=absent, now=now)
    audit.record(
        actor=actor,
        action="imports.apply",
        thing=batch,
        detail={"applied": batch.applied_count, "refused": batch.refused_count},
        now=now,
    )
    return batch
