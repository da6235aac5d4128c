"""Starting an import: read the file, keep only mapped values; change the mapping."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any, BinaryIO

from django.db import transaction
from django.utils.translation import gettext as _

from anyam.base.actor import Actor
from anyam.base.errors import NotFound, Refused, WrongState
from anyam.tools.audit import operations as audit
from anyam.tools.imports import permissions, reading
from anyam.tools.imports.errors import Busy, ColumnsMissing, FileNeeded, NoRows, OtherFile
from anyam.tools.imports.kinds import ImportKind, kind_named
from anyam.tools.imports.models import ImportBatch, ImportRow
from anyam.tools.imports.sheets import open_sheet
from anyam.tools.imports.steps import key_of
from anyam.tools.imports.storing import put_back
from anyam.tools.imports.terms import CHUNK, BatchState, RowAction, Work


def start_import(
    *, actor: Actor, kind: ImportKind, file: BinaryIO, file_name: str, now: datetime
) -> ImportBatch:
    """Read an uploaded sheet, find its header, store the mapped values of its rows.

    Columns that are not mapped never leave this function. Rows are committed 500 at a time; when the
    reading is refused half-way, everything of it is removed again. Refused: NotAllowed, UnreadableFile,
    HeaderNotFound, NoRows.
    """
    permissions.require_kind(actor, kind)
    digest = reading.fingerprint(file)
    with open_sheet(file) as sheet:
        table = reading.find_table(kind, sheet)
        described = _described(kind, table)
        batch = ImportBatch.objects.create(
            school_id=actor.school_id,
            kind=kind.name,
            file_name=printed_file_name(file_name),
            sha256=digest,
            work=Work.READING,
            by_key=key_of(actor),
            by_name=actor.name,
            created_at=now,
            columns=described.columns,
            mapping=described.mapping,
            dropped=described.dropped,
            header=described.header,
        )
        try:
            count = _store(batch, table, sheet.rows(table.sheet))
        except Exception:
            _forget(batch)
            raise
    if not count:
        _forget(batch)
        raise NoRows
    with transaction.atomic():
        batch.row_count, batch.work = count, Work.NONE
        batch.save(update_fields=["row_count", "work"])
        audit.record(
            actor=actor,
            action="imports.start",
            thing=batch,
            detail={"kind": kind.name, "rows": count},
            now=now,
        )
    return batch


def printed_file_name(name: str) -> str:
    """The printed name of a file: the last part of its path, without controls, at most 120 characters."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(c for c in last if c.isprintable())[-120:] or "-"


@dataclass(frozen=True, slots=True)
class _Described:
    """What the batch keeps about the sheet: headings and places, no value of any row."""

    columns: dict[str, str]
    mapping: dict[str, dict[str, Any]]
    dropped: list[dict[str, Any]]
    header: dict[str, Any]


def _described(kind: ImportKind, table: reading.FoundTable) -> _Described:
    header, matches = table.header, table.matching.matches
    labels = {heading.column: heading.label[:120] for heading in header.headings}
    told = [labels[m.column] for one in kind.fields if one.identity and (m := matches.get(one.key))]
    return _Described(
        columns={str(column): label for column, label in labels.items()},
        mapping={
            key: {"column": m.column, "confidence": m.confidence, "others": list(m.others)}
            for key, m in matches.items()
        },
        dropped=[{"group": d.group, "columns": list(d.columns)} for d in table.matching.dropped],
        header={
            "first": header.first_row,
            "last": header.last_row,
            "evidence": told[0] if told else header.evidence[:120],
            "sheet": table.sheet,
        },
    )


def _store(batch: ImportBatch, table: reading.FoundTable, rows: Iterator[Any]) -> int:
    columns = {key: match["column"] for key, match in batch.mapping.items()}
    spare = sorted({column for match in batch.mapping.values() for column in match["others"]})
    read = reading.read_rows(rows, table.header, columns, spare)
    count = 0
    while chunk := list(islice(read, CHUNK)):
        with transaction.atomic():
            ImportRow.objects.bulk_create(
                ImportRow(
                    school_id=batch.school_id,
                    batch=batch,
                    number=row.number,
                    values=row.values,
                    spare=row.spare,
                    marks=row.marks,
                )
                for row in chunk
            )
        count += len(chunk)
    return count


def _forget(batch: ImportBatch) -> None:
    """Remove a batch that was never shown to anybody, with the rows stored so far."""
    with suppress(transaction.TransactionManagementError), transaction.atomic():
        ImportRow.objects.of_school(batch.school_id).filter(batch=batch).delete()
        ImportBatch.objects.of_school(batch.school_id).filter(pk=batch.pk).delete()


def remap(
    *,
    actor: Actor,
    batch: ImportBatch,
    columns: Mapping[str, int | None],
    now: datetime,
    file: BinaryIO | None = None,
) -> ImportBatch:
    """Choose other columns for fields (None: no column). Columns whose values were not kept need the file
    again.

    A column of an ignored group cannot be chosen. Refused: NotAllowed, WrongState, ColumnsMissing,
    FileNeeded, OtherFile, UnreadableFile.
    """
    kind = kind_named(batch.kind)
    permissions.require_kind(actor, kind)
    batch = ImportBatch.objects.of_school(actor.school_id).filter(pk=batch.pk).first()  # type: ignore[assignment]
    if batch is None:
        raise NotFound
    if batch.state not in (BatchState.UPLOADED, BatchState.CHECKED):
        raise WrongState
    if batch.work != Work.NONE:
        raise Busy
    chosen = _allowed_columns(kind, batch, columns)
    before = {key: match["column"] for key, match in batch.mapping.items()}
    if chosen == before:
        return batch
    kept = set(before.values()) | {c for match in batch.mapping.values() for c in match["others"]}
    is_spare_left = batch.state == BatchState.UPLOADED
    within = set(chosen.values()) <= (kept if is_spare_left else set(before.values()))
    if not within:
        if file is None:
            raise FileNeeded
        if reading.fingerprint(file) != batch.sha256:
            raise OtherFile
    _write_mapping(batch, chosen, kind)
    if within:
        _move_values(batch, before, chosen)
    elif file is not None:
        _read_again(kind, batch, file)
    with transaction.atomic():
        batch.state = BatchState.UPLOADED
        batch.save(update_fields=["mapping", "dropped", "state", "row_count"])
        audit.record(actor=actor, action="imports.remap", thing=batch, detail={"columns": chosen}, now=now)
    return batch


def _allowed_columns(
    kind: ImportKind, batch: ImportBatch, columns: Mapping[str, int | None]
) -> dict[str, int]:
    barred = {column for part in batch.dropped if part["group"] >= 0 for column in part["columns"]}
    chosen = {key: column for key, column in columns.items() if column is not None and key in kind.keys}
    for key, column in chosen.items():
        if column in barred or str(column) not in batch.columns:
            raise Refused(_("Kolom itu tidak disimpan di Anyam. Pilih kolom lain."), code="barred", field=key)
        if list(chosen.values()).count(column) > 1:
            raise Refused(
                _("Satu kolom dipakai untuk dua isian. Pilih kolom yang berbeda."),
                code="column_twice",
                field=key,
            )
    return chosen


def _write_mapping(batch: ImportBatch, chosen: Mapping[str, int], kind: ImportKind) -> None:
    """The person's choice is certain; what it leaves over joins the columns that are not stored."""
    batch.mapping = {
        key: {"column": column, "confidence": 1.0, "others": []} for key, column in chosen.items()
    }
    named = [part for part in batch.dropped if part["group"] >= 0]
    taken = set(chosen.values()) | {column for part in named for column in part["columns"]}
    rest = [int(column) for column in batch.columns if int(column) not in taken]
    batch.dropped = [*named, *([{"group": -1, "columns": rest}] if rest else [])]


def _move_values(batch: ImportBatch, before: Mapping[str, int], chosen: Mapping[str, int]) -> None:
    key_of_column = {column: key for key, column in before.items()}
    rows = ImportRow.objects.of_school(batch.school_id).filter(batch=batch).order_by("pk")
    last = 0
    while chunk := list(rows.filter(pk__gt=last)[:CHUNK]):
        for row in chunk:
            values, marks = row.values, row.marks
            row.values, row.marks = {}, {}
            for key, column in chosen.items():
                old = key_of_column.get(column)
                text = values.get(old, "") if old else row.spare.get(str(column), "")
                if text:
                    row.values[key] = text
                if old and old in marks:
                    row.marks[key] = marks[old]
            row.spare, row.action, row.errors, row.changes = {}, RowAction.WAITING, [], []
        with transaction.atomic():
            put_back(chunk, ["values", "marks", "spare", "action", "errors", "changes"])
        last = chunk[-1].pk


def _read_again(kind: ImportKind, batch: ImportBatch, file: BinaryIO) -> None:
    """Replace the rows by what the new mapping takes out of the same file; all or nothing."""
    with open_sheet(file) as sheet, transaction.atomic():
        table = reading.find_table(kind, sheet)
        ImportRow.objects.of_school(batch.school_id).filter(batch=batch).delete()
        batch.row_count = _store(batch, table, sheet.rows(table.sheet))
        if not batch.row_count:
            raise NoRows


def require_columns(kind: ImportKind, batch: ImportBatch) -> None:
    """Raises ColumnsMissing, naming the fields that must have a column and have none."""
    missing = [str(one.label) for one in kind.fields if one.required and one.key not in batch.mapping]
    if missing:
        raise ColumnsMissing(
            _("Pilih kolom untuk %(fields)s. Tanpa itu berkas ini belum bisa diperiksa.")
            % {"fields": ", ".join(missing)}
        )
