"""Lists as files: Excel and CSV with the columns of the page, every text inert, rows streamed."""

import csv
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from math import isfinite
from typing import IO, Any

import xlsxwriter
from django.db.models import QuerySet
from django.http import FileResponse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from anyam.base.tables import Column

CONTENT_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
# What makes a spreadsheet read a text as a command, also in the full-width forms some of them fold.
COMMANDS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
CHUNK = 1000
LONGEST_CELL = 32_767
SHEET_ROWS = 1_048_576


def inert(text: str) -> str:
    """A text that no spreadsheet runs: one that starts like a command gets an apostrophe before it."""
    return f"'{text}" if text.startswith(COMMANDS) else text


def unquoted(text: str) -> str:
    """The reverse of `inert`, for files that come back edited."""
    return text[1:] if text.startswith("'") and text[1:].startswith(COMMANDS) else text


def plain(value: Any) -> Any:
    """A value for a file: numbers, days and times stay what they are, moments lose their zone."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("ya") if value else _("tidak")
    if isinstance(value, int | float | Decimal):
        return value if isfinite(value) else str(value)
    if isinstance(value, datetime):
        return timezone.localtime(value).replace(tzinfo=None) if timezone.is_aware(value) else value
    if isinstance(value, time):
        return value.strftime("%H:%M")
    return value if isinstance(value, date) else str(value)


def each(rows: QuerySet[Any] | Iterable[Any]) -> Iterator[Any]:
    """Rows one after another without holding them all; prefetches work by the chunk."""
    return iter(rows.iterator(chunk_size=CHUNK)) if isinstance(rows, QuerySet) else iter(rows)


def csv_lines(columns: Sequence[Column], rows: QuerySet[Any] | Iterable[Any]) -> Iterator[str]:
    """The lines of a CSV file: UTF-8 with its mark and semicolons, as Indonesian Excel expects."""
    kept = [column for column in columns if column.export]
    writer = csv.writer(_Echo(), delimiter=";", lineterminator="\r\n")
    yield "\ufeff" + writer.writerow([inert(column.file_heading) for column in kept])
    for row in each(rows):
        yield writer.writerow([_csv_cell(plain(column.read(row))) for column in kept])


def _csv_cell(value: Any) -> Any:
    if isinstance(value, str):
        return inert(value)
    if isinstance(value, float | Decimal):
        return f"{Decimal(str(value)):f}".replace(".", ",")
    return value.strftime("%Y-%m-%d %H:%M") if isinstance(value, datetime) else value


class _Echo:
    """A file that hands back what is written into it, as csv.writer needs for streaming."""

    def write(self, line: str) -> str:
        return line


def write_xlsx(target: IO[bytes], columns: Sequence[Column], rows: QuerySet[Any] | Iterable[Any]) -> int:
    """Write an Excel file into `target`; returns the number of rows. A full sheet is followed by another."""
    book = xlsxwriter.Workbook(
        target,
        {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "default_date_format": "dd/mm/yyyy",
        },
    )
    kept = [column for column in columns if column.export]
    moment = book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
    bold = book.add_format({"bold": True, "bottom": 1})
    count, line, sheet = 0, SHEET_ROWS, None
    for row in each(rows):
        if line >= SHEET_ROWS:
            sheet, line = _new_sheet(book, kept, bold), 1
        for place, column in enumerate(kept):
            _write_cell(sheet, line, place, plain(column.read(row)), moment)
        count, line = count + 1, line + 1
    if sheet is None:
        _new_sheet(book, kept, bold)
    book.close()
    return count


def _new_sheet(book: xlsxwriter.Workbook, columns: Sequence[Column], bold: Any) -> Any:
    sheet = book.add_worksheet()
    sheet.freeze_panes(1, 0)
    for place, column in enumerate(columns):
        sheet.set_column(place, place, max(12, min(40, len(column.file_heading) + 4)))
        sheet.write_string(0, place, column.file_heading, bold)
    return sheet


def _write_cell(sheet: Any, line: int, place: int, value: Any, moment: Any) -> None:
    if isinstance(value, str):
        if value:
            sheet.write_string(line, place, value[:LONGEST_CELL])
    elif isinstance(value, datetime):
        sheet.write_datetime(line, place, value, moment)
    elif isinstance(value, date):
        sheet.write_datetime(line, place, value)
    else:
        sheet.write_number(line, place, value)


def file_response(
    columns: Sequence[Column], rows: QuerySet[Any] | Iterable[Any], *, name: str, kind: str = "xlsx"
) -> FileResponse:
    """A download named `name` as "xlsx" or "csv"; hand in the filtered rows, not one page of them.

    The file is written while the view runs, because rows are only visible inside the school's transaction; it
    is held on disk, not in memory, however long the list.
    """
    if kind not in CONTENT_TYPES:
        raise ValueError(f"no such kind of file: {kind}")
    target = tempfile.TemporaryFile()  # noqa: SIM115 — the response closes it
    if kind == "xlsx":
        write_xlsx(target, columns, rows)
    else:
        for line in csv_lines(columns, rows):
            target.write(line.encode("utf-8"))
    target.seek(0)
    file_name = f"{slugify(name) or 'data'}.{kind}"
    return FileResponse(target, as_attachment=True, filename=file_name, content_type=CONTENT_TYPES[kind])
