"""The dry run of a batch, and mending single rows of it."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Count

from anyam.base.actor import Actor
from anyam.base.errors import NotFound, WrongState
from anyam.tools.audit import operations as audit
from anyam.tools.imports import checking, permissions
from anyam.tools.imports.errors import Busy
from anyam.tools.imports.kinds import ImportKind, kind_named
from anyam.tools.imports.models import ImportBatch, ImportRow
from anyam.tools.imports.operations.starting import require_columns
from anyam.tools.imports.sheets import limits
from anyam.tools.imports.sheets.cells import tidy_text
from anyam.tools.imports.steps import Steps
from anyam.tools.imports.storing import put_back
from anyam.tools.imports.terms import CHUNK, INLINE_ROWS, BatchState, RowAction, Work
from anyam.tools.jobs import operations as jobs
from anyam.tools.jobs.models import Job

ABSENT_SHOWN = 50
JUDGED = ["action", "errors", "changes", "found", "spare"]


def rows_of(batch: ImportBatch):
    """All rows of a batch."""
    return ImportRow.objects.of_school(batch.school_id).filter(batch=batch)


def locked(actor: Actor, batch: ImportBatch) -> ImportBatch:
    """The batch as it stands now, locked until the transaction ends. Raises NotFound for another school's."""
    found = (
        ImportBatch.objects.of_school(actor.school_id)
        .select_for_update(of=("self",))
        .filter(pk=batch.pk)
        .first()
    )
    if found is None:
        raise NotFound
    return found


def check_batch(*, actor: Actor, batch: ImportBatch, now: datetime, return_url: str = "") -> Job | None:
    """Judge every row without writing any record; small files at once, large ones in a job that is returned.

    Refused: NotAllowed, WrongState, Busy, ColumnsMissing.
    """
    kind = kind_named(batch.kind)
    permissions.require_kind(actor, kind)
    with transaction.atomic():
        batch = locked(actor, batch)
        if batch.state not in (BatchState.UPLOADED, BatchState.CHECKED):
            raise WrongState
        if batch.work not in (Work.NONE, Work.CHECKING):
            raise Busy
        require_columns(kind, batch)
        batch.work, batch.done = Work.CHECKING, 0
        batch.save(update_fields=["work", "done"])
        if batch.row_count > INLINE_ROWS:
            return jobs.enqueue(
                actor=actor,
                name="imports.check",
                arguments={"batch": batch.code},
                now=now,
                return_url=return_url,
            )
    run_check(actor=actor, code=batch.code, now=now, steps=Steps())
    return None


def run_check(*, actor: Actor, code: str, now: datetime, steps: Steps) -> ImportBatch:
    """The work of check_batch, 500 rows a step; may run twice without harm."""
    with steps.step():
        batch = ImportBatch.objects.of_school(actor.school_id).get(code=code)
        kind = kind_named(batch.kind)
        checker = _checker(actor, kind, batch)
    done = last = 0
    while True:
        with steps.step():
            chunk = list(rows_of(batch).filter(pk__gt=last).order_by("pk")[:CHUNK])
            for row in chunk:
                _judge(checker, row)
            put_back(chunk, JUDGED)
        if not chunk:
            break
        last, done = chunk[-1].pk, done + len(chunk)
        steps.report(done, batch.row_count)
    with steps.step():
        batch = locked(actor, batch)
        for match in batch.mapping.values():
            match["others"], match["confidence"] = [], 1.0
        batch.state, batch.work, batch.checked_at, batch.done = BatchState.CHECKED, Work.NONE, now, done
        count_rows(batch, checker)
        batch.save()
        audit.record(
            actor=actor,
            action="imports.check",
            thing=batch,
            detail={"ready": batch.ready_count, "refused": batch.refused_count},
            now=now,
        )
    return batch


def _checker(actor: Actor, kind: ImportKind, batch: ImportBatch) -> checking.Checker:
    pairs = rows_of(batch).values_list("number", "values")
    twice = checking.twice_in_file(kind, lambda: pairs.iterator(chunk_size=CHUNK))
    return checking.Checker(actor, kind, context_for(actor, kind, batch), twice)


def context_for(actor: Actor, kind: ImportKind, batch: ImportBatch) -> Any:
    """What the rows of a batch are judged with: the school's records, and what the whole file tells."""
    context = kind.load_context(actor)
    kind.read_ahead(context, rows_of(batch).values_list("values", flat=True).iterator(chunk_size=CHUNK))
    return context


def _judge(checker: checking.Checker, row: ImportRow) -> None:
    verdict = checker.judge(row.number, row.values, row.marks)
    row.action, row.errors, row.changes = verdict.action, verdict.errors, verdict.changes
    row.found = str(verdict.instance.pk) if verdict.instance is not None else ""
    row.spare = {}


def count_rows(batch: ImportBatch, checker: checking.Checker) -> None:
    """Set the batch's counts, changed fields and absent records from its rows."""
    rows = rows_of(batch)
    counts = dict(rows.order_by().values_list("action").annotate(number=Count("pk")))
    batch.new_count = counts.get(RowAction.NEW, 0)
    batch.changed_count = counts.get(RowAction.CHANGED, 0)
    batch.same_count = counts.get(RowAction.SAME, 0)
    batch.refused_count = counts.get(RowAction.REFUSED, 0)
    fields: dict[str, int] = {}
    for changes in rows.filter(action=RowAction.CHANGED).values_list("changes", flat=True).iterator(CHUNK):
        for change in changes:
            fields[change["field"]] = fields.get(change["field"], 0) + 1
    batch.changed_fields = fields
    seen = frozenset(rows.exclude(found="").order_by().values_list("found", flat=True).iterator(CHUNK))
    absent = checker.kind.absent(checker.context, seen)
    batch.absent_count = len(absent)
    batch.absent = [{"key": a.key, "title": a.title, "detail": a.detail} for a in absent[:ABSENT_SHOWN]]


@transaction.atomic
def mend_row(
    *, actor: Actor, batch: ImportBatch, number: int, values: Mapping[str, str], now: datetime
) -> ImportRow:
    """Put other values into a row of a checked batch and judge it again, with the rows that share its
    identity.

    Only fields of the kind are taken. Refused: NotAllowed, WrongState, NotFound.
    """
    batch, kind = _mendable(actor, batch)
    row = rows_of(batch).select_for_update(of=("self",)).filter(number=number, applied_at=None).first()
    if row is None:
        raise NotFound
    touched = {
        number: {
            key: tidy_text(text)[: limits.CELL_CHARACTERS] for key, text in values.items() if key in kind.keys
        }
    }
    _mend(actor, kind, batch, touched, now)
    row.refresh_from_db()
    return row


@transaction.atomic
def accept_suggestions(
    *, actor: Actor, batch: ImportBatch, now: datetime, numbers: Collection[int] | None = None
) -> int:
    """Take the proposed values of the refused rows (of `numbers`, or of all); the number of rows mended.

    Refused: NotAllowed, WrongState.
    """
    batch, kind = _mendable(actor, batch)
    rows = rows_of(batch).filter(action=RowAction.REFUSED, applied_at=None)
    if numbers is not None:
        rows = rows.filter(number__in=list(numbers))
    touched: dict[int, dict[str, str]] = {}
    for row_number, errors in rows.values_list("number", "errors").iterator(chunk_size=CHUNK):
        proposals = {e["field"]: e["suggestion"] for e in errors if e["suggestion"] and e["field"]}
        if proposals:
            touched[row_number] = proposals
    if touched:
        _mend(actor, kind, batch, touched, now)
    return len(touched)


def _mendable(actor: Actor, batch: ImportBatch) -> tuple[ImportBatch, ImportKind]:
    kind = kind_named(batch.kind)
    permissions.require_kind(actor, kind)
    batch = locked(actor, batch)
    if batch.state != BatchState.CHECKED:
        raise WrongState
    if batch.work != Work.NONE:
        raise Busy
    return batch, kind


def _mend(
    actor: Actor,
    kind: ImportKind,
    batch: ImportBatch,
    touched: Mapping[int, Mapping[str, str]],
    now: datetime,
) -> None:
    rows = list(rows_of(batch).filter(number__in=list(touched)))
    shared = set()
    for row in rows:
        shared |= _identities(kind, row.values)
        for key, text in touched[row.number].items():
            row.values.pop(key, None)
            row.marks.pop(key, None)
            if text:
                row.values[key] = text
        shared |= _identities(kind, row.values)
    put_back(rows, ["values", "marks"])
    checker = _checker(actor, kind, batch)
    again = set(touched)
    for number, values in rows_of(batch).values_list("number", "values").iterator(chunk_size=CHUNK):
        if _identities(kind, values) & shared:
            again.add(number)
    numbers = sorted(again)
    for start in range(0, len(numbers), CHUNK):
        chunk = list(rows_of(batch).filter(number__in=numbers[start : start + CHUNK]))
        for row in chunk:
            _judge(checker, row)
        put_back(chunk, JUDGED)
    count_rows(batch, checker)
    batch.save()
    audit.record(
        actor=actor, action="imports.mend", thing=batch, detail={"rows": sorted(touched)[:200]}, now=now
    )


def _identities(kind: ImportKind, values: Mapping[str, str]) -> set[tuple[str, str]]:
    """The identity values of a row as they compare with other rows."""
    found = set()
    for one in kind.fields:
        if one.identity and (value := values.get(one.key, "")):
            try:
                found.add((one.key, checking.clean(one, value)))
            except checking.cleaning.Unclear:
                found.add((one.key, value))
    return found
