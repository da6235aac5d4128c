"""Fixtures of the partners' tests: a list imported the way the pages do it."""

import io
from collections.abc import Mapping, Sequence

import pytest
import xlsxwriter

from anyam.tools.imports import operations
from anyam.tools.imports.kinds import kind_named
from anyam.tools.imports.models import ImportRow


def sheet(*rows: Mapping[str, object]) -> io.BytesIO:
    """A workbook: headings are the keys of the rows in the order in which they first appear."""
    headings: Sequence[str] = list(dict.fromkeys(key for row in rows for key in row))
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        page = book.add_worksheet("Daftar")
        page.write_row(0, 0, headings)
        for number, row in enumerate(rows, start=1):
            page.write_row(number, 0, [row.get(heading, "") for heading in headings])
    file.seek(0)
    return file


@pytest.fixture
def checked(humas, now):
    """`checked(kind, file)` is a batch of that file, read and judged."""

    def do(kind, file):
        batch = operations.start_import(
            actor=humas, kind=kind_named(kind), file=file, file_name="daftar.xlsx", now=now
        )
        operations.check_batch(actor=humas, batch=batch, now=now)
        batch.refresh_from_db()
        return batch

    return do


@pytest.fixture
def applied(humas, checked, now):
    """`applied(kind, file)` is a batch of that file, imported without its refused rows."""

    def do(kind, file):
        batch = checked(kind, file)
        operations.apply_batch(
            actor=humas, batch=batch, expected=batch.ready_count, leave_refused=True, now=now
        )
        batch.refresh_from_db()
        return batch

    return do


def counts(batch) -> tuple[int, int, int, int]:
    """New, changed, same, refused."""
    return batch.new_count, batch.changed_count, batch.same_count, batch.refused_count


def errors_of(batch) -> list[tuple[str, str, str]]:
    """Field, message and proposal of every error, in the order of the rows."""
    rows = ImportRow.objects.of_school(batch.school_id).filter(batch=batch).order_by("number")
    return [(e["field"], e["message"], e["suggestion"]) for row in rows for e in row.errors]
