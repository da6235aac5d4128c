"""What the pages of an import show."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from anyam.base.actor import Actor
from anyam.base.errors import NotFound
from anyam.base.tables import PAGE_SIZE
from anyam.tools.imports.kinds import IMPORT_KINDS, ImportField, ImportKind, kind_named
from anyam.tools.imports.models import ImportBatch, ImportChange, ImportRow
from anyam.tools.imports.terms import RowAction, UndoOutcome, Work
from anyam.tools.jobs.models import Job
from anyam.tools.jobs.terms import LIVE

PREVIEW = 5
REFUSED_SHOWN = 20


def batches_visible_to(actor: Actor) -> QuerySet[ImportBatch]:
    """Imports of the kinds the actor may import, newest first."""
    return ImportBatch.objects.visible_to(actor).exclude(work=Work.READING)


def batch_visible_to(actor: Actor, code: str) -> ImportBatch:
    """One import by its code. Raises NotFound."""
    batch = batches_visible_to(actor).filter(code=code).first()
    if batch is None or batch.kind not in {kind.name for kind in IMPORT_KINDS}:
        raise NotFound
    return batch


def live_job(actor: Actor, batch: ImportBatch) -> Job | None:
    """The job that works on an import now, if the actor may see it."""
    jobs = Job.objects.visible_to(actor).filter(name__startswith="imports.", state__in=LIVE)
    return jobs.filter(arguments__batch=batch.code).order_by("-pk").first()


def rows_visible_to(actor: Actor, batch: ImportBatch, action: str = "") -> QuerySet[ImportRow]:
    """Rows of an import in their order, of one action or all."""
    rows = ImportRow.objects.visible_to(actor).filter(batch=batch)
    return rows.filter(action=action) if action else rows


def kept_visible_to(actor: Actor, batch: ImportBatch) -> QuerySet[ImportChange]:
    """Changes that undoing left in place."""
    kept = (UndoOutcome.KEPT_CHANGED, UndoOutcome.KEPT_NEEDED)
    return ImportChange.objects.visible_to(actor).filter(batch=batch, outcome__in=kept)


@dataclass(frozen=True, slots=True)
class FieldToFix:
    """One field of a refused row with everything an inline form needs."""

    key: str
    label: str
    value: str
    message: str
    remedy: str
    suggestion: str
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A refused row: how it is called, and its fields to fix; `only_words` are errors that no field can
    cure.
    """

    number: int
    title: str
    detail: str
    fields: tuple[FieldToFix, ...]
    only_words: tuple[FieldToFix, ...]

    @property
    def suggestion(self) -> str:
        """The proposed value when taking it is all there is to do."""
        return self.fields[0].suggestion if len(self.fields) == 1 and not self.only_words else ""


def refused_row(kind: ImportKind, row: ImportRow) -> RefusedRow:
    """A refused row made ready for the page."""
    known = {one.key: one for one in kind.fields}
    fixes = [_to_fix(known.get(error["field"]), error, row) for error in row.errors]
    title, detail = kind.title(row.values)
    return RefusedRow(
        row.number,
        title or _("Tanpa nama"),
        detail,
        tuple(fix for fix in fixes if fix.key),
        tuple(fix for fix in fixes if not fix.key),
    )


def _to_fix(one: ImportField | None, error: Mapping[str, str], row: ImportRow) -> FieldToFix:
    return FieldToFix(
        key=one.key if one else "",
        label=str(one.label) if one else "",
        value=row.values.get(one.key, "") if one else "",
        message=error["message"],
        remedy=error["remedy"],
        suggestion=error["suggestion"],
        choices=tuple(one.choices) if one else (),
    )


@dataclass(frozen=True, slots=True)
class Paging:
    """Where a page of rows stands; the attributes that the pager of the kit reads."""

    first: int
    last: int
    count: int
    previous_url: str = ""
    next_url: str = ""
    more_than: int = 0


def page_of(rows: QuerySet[Any], number: str, count: int, size: int = PAGE_SIZE) -> tuple[list[Any], Paging]:
    """One page of rows and its paging; a number out of range shows the nearest page."""
    pages = max(1, -(-count // size))
    page = min(max(int(number) if number.isdecimal() and len(number) < 9 else 1, 1), pages)
    start = (page - 1) * size
    shown = list(rows[start : start + size])
    return shown, Paging(
        first=start + 1 if shown else 0,
        last=start + len(shown),
        count=count,
        previous_url=f"?halaman={page - 1}" if page > 1 else "",
        next_url=f"?halaman={page + 1}" if page < pages else "",
    )


@dataclass(frozen=True, slots=True)
class UsedColumn:
    """A column of the file and the field it fills."""

    heading: str
    label: str


@dataclass(frozen=True, slots=True)
class DroppedGroup:
    """Columns left at the door, with the reason."""

    label: str
    reason: str
    headings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ColumnsPart:
    """The columns of a file as the page tells them."""

    first_row: int
    last_row: int
    evidence: str
    used: tuple[UsedColumn, ...]
    dropped: tuple[DroppedGroup, ...]

    @property
    def data_row(self) -> int:
        """Where the data begin."""
        return self.last_row + 1

    @property
    def dropped_count(self) -> int:
        """Columns that are not stored."""
        return sum(len(group.headings) for group in self.dropped)


def columns_part(batch: ImportBatch) -> ColumnsPart:
    """Which columns are used for what, and which are dropped why."""
    kind = kind_named(batch.kind)
    used = tuple(
        UsedColumn(batch.columns.get(str(batch.mapping[one.key]["column"]), ""), str(one.label))
        for one in kind.fields
        if one.key in batch.mapping
    )
    dropped = []
    for part in batch.dropped:
        group = kind.ignored[part["group"]] if 0 <= part["group"] < len(kind.ignored) else None
        dropped.append(
            DroppedGroup(
                str(group.label) if group else _("Kolom lain"),
                str(group.reason) if group else _("Tidak dipakai di Anyam."),
                tuple(batch.columns.get(str(column), "") for column in part["columns"]),
            )
        )
    return ColumnsPart(
        batch.header.get("first", 0),
        batch.header.get("last", 0),
        batch.header.get("evidence", ""),
        used,
        tuple(dropped),
    )


def made_by_the_way(actor: Actor, batch: ImportBatch) -> list[str]:
    """Names of other records that importing the rows that are ready would make."""
    ready = rows_visible_to(actor, batch).filter(action__in=(RowAction.NEW, RowAction.CHANGED))
    return kind_named(batch.kind).by_the_way(actor, ready.values_list("values", flat=True).iterator())


def changed_words(batch: ImportBatch) -> str:
    """Which fields change in how many rows: "31 rombel, 5 HP"; most first."""
    labels = {one.key: str(one.label) for one in kind_named(batch.kind).fields}
    counts = sorted(batch.changed_fields.items(), key=lambda pair: (-pair[1], pair[0]))
    return ", ".join(f"{count} {labels.get(key, key)}" for key, count in counts)


def changed_previews(actor: Actor, batch: ImportBatch, limit: int = PREVIEW) -> list[dict[str, Any]]:
    """The first changed rows with before and after."""
    kind = kind_named(batch.kind)
    rows = rows_visible_to(actor, batch, RowAction.CHANGED)[:limit]
    return [{"title": kind.title(row.values)[0], "changes": row.changes} for row in rows]
