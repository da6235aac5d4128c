"""Fixtures of the import tests."""

import io
from collections.abc import Sequence
from datetime import UTC, datetime

import pytest
import xlsxwriter

from anyam.tools.imports import operations
from tests.factories import people as people_factory
from tests.tools.imports.pupil_list import pupil_list


@pytest.fixture
def kind():
    with pupil_list() as registered:
        yield registered


@pytest.fixture
def operator(school, kind):
    """The school's operator, who may import pupils."""
    return people_factory.make_actor(school, "operator", name="Dedi Kurniawan")


def xlsx(rows: Sequence[Sequence[object]], **options) -> io.BytesIO:
    """A workbook with one sheet out of rows."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, options) as book:
        book.set_properties(
            {"created": datetime(2026, 11, 23, tzinfo=UTC)}
        )  # the same rows are the same bytes
        sheet = book.add_worksheet("Daftar")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    file.seek(0)
    return file


HEAD = ("No", "Nama", "NISN", "JK", "Tanggal Lahir", "Rombel Saat Ini", "HP")


def pupils_file(*rows: Sequence[object], head: Sequence[str] = HEAD) -> io.BytesIO:
    """A sheet of pupils with a title above its header."""
    return xlsx([("Daftar Peserta Didik",), (), head, *rows])


@pytest.fixture
def started(operator, kind, now):
    """`started(file)` is a batch of that file, read."""

    def do(file, name="daftar.xlsx"):
        return operations.start_import(actor=operator, kind=kind, file=file, file_name=name, now=now)

    return do


@pytest.fixture
def checked(operator, started, now):
    """`checked(file)` is a batch of that file, read and judged."""

    def do(file, name="daftar.xlsx"):
        batch = started(file, name)
        operations.check_batch(actor=operator, batch=batch, now=now)
        batch.refresh_from_db()
        return batch

    return do


@pytest.fixture
def applied(operator, checked, now):
    """`applied(file)` is a batch of that file, imported without its refused rows."""

    def do(file, name="daftar.xlsx"):
        batch = checked(file, name)
        operations.apply_batch(
            actor=operator, batch=batch, expected=batch.ready_count, leave_refused=True, now=now
        )
        batch.refresh_from_db()
        return batch

    return do
