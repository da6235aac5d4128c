"""Lists as files: what a spreadsheet reads back is what stood in the list, and nothing in it runs."""

import csv
import io
from datetime import UTC, date, datetime, time
from decimal import Decimal
from types import SimpleNamespace
from zipfile import ZipFile

import openpyxl
import pytest
from django.contrib.auth.models import Group
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from anyam.base import exports
from anyam.base.tables import Column

COMMANDS = ["=1+1", "+62812", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠x"]
NAME = Column("name", "Nama")


def read(response) -> bytes:
    """The file as the server sends it; the server then closes the response."""
    data = b"".join(response.streaming_content)
    response.close()
    return data


def workbook(columns, rows) -> bytes:
    target = io.BytesIO()
    exports.write_xlsx(target, columns, rows)
    return target.getvalue()


def sheet(columns, rows):
    return openpyxl.load_workbook(io.BytesIO(workbook(columns, rows))).active


def lines(columns, rows) -> list[list[str]]:
    data = "".join(exports.csv_lines(columns, rows))
    assert data.startswith("\ufeff")
    return list(csv.reader(io.StringIO(data[1:], newline=""), delimiter=";"))


@pytest.mark.pure
@pytest.mark.parametrize("text", COMMANDS)
def test_command_is_inert_in_csv_and_comes_back_whole(text):
    [_, [cell]] = lines([NAME], [{"name": text}])
    assert cell == f"'{text}"
    assert exports.unquoted(cell) == text


@pytest.mark.pure
@pytest.mark.parametrize("text", [*COMMANDS, "https://evil.example", "0012", "mailto:a@b.c"])
def test_text_stays_text_in_excel(text):
    data = workbook([NAME], [{"name": text}])
    cell = openpyxl.load_workbook(io.BytesIO(data)).active["A2"]
    assert (cell.data_type, cell.hyperlink) == ("s", None)
    inner = ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in inner
    assert "hyperlink" not in inner


@pytest.mark.pure
@given(st.text(alphabet=st.characters(blacklist_categories=("Cs",)), max_size=40))
def test_inert_is_undone_and_never_starts_like_a_command(text):
    safe = exports.inert(text)
    assert not safe.startswith(exports.COMMANDS)
    assert exports.unquoted(safe) == text or text.startswith("'")


@pytest.mark.pure
def test_values_keep_their_kind():
    columns = [Column(key, key) for key in ("count", "price", "day", "moment", "hour", "yes", "none", "code")]
    row = {
        "count": 1200,
        "price": Decimal("2.5"),
        "day": date(2026, 11, 24),
        "moment": datetime(2026, 11, 24, 8, 42, tzinfo=UTC),
        "hour": time(7, 30),
        "yes": True,
        "none": None,
        "code": "0091",
    }
    with timezone.override("Asia/Jakarta"):
        cells = [cell.value for cell in sheet(columns, [row])[2]]
        [_, line] = lines(columns, [row])
    assert cells == [
        1200,
        2.5,
        datetime(2026, 11, 24),
        datetime(2026, 11, 24, 15, 42),
        "07:30",
        "ya",
        None,
        "0091",
    ]
    assert line == ["1200", "2,5", "2026-11-24", "2026-11-24 15:42", "07:30", "ya", "", "0091"]


@pytest.mark.pure
def test_files_have_the_columns_meant_for_files_under_their_own_headings():
    columns = [
        Column("name", "Mitra", heading="Nama mitra", page=False),
        Column("seats", "Kursi", export=False),
    ]
    assert lines(columns, [SimpleNamespace(name="A", seats=3)]) == [["Nama mitra"], ["A"]]
    assert [cell.value for cell in sheet(columns, [])[1]] == ["Nama mitra"]


@pytest.mark.pure
def test_not_a_number_and_too_long_a_text_do_not_break_the_file():
    found = sheet([NAME], [{"name": float("nan")}, {"name": "a" * 40_000}])
    assert found["A2"].value == "nan"
    assert len(found["A3"].value) == exports.LONGEST_CELL


@pytest.mark.pure
def test_full_sheet_is_followed_by_another(monkeypatch):
    monkeypatch.setattr(exports, "SHEET_ROWS", 3)
    data = workbook([NAME], [{"name": str(place)} for place in range(5)])
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    found = [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]
    assert found == [[["Nama"], ["0"], ["1"]], [["Nama"], ["2"], ["3"]], [["Nama"], ["4"]]]


@pytest.mark.db
@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_long_list_is_read_by_one_query(db, django_assert_num_queries, kind):
    Group.objects.bulk_create(Group(name=f"K{place:04d}") for place in range(2500))
    with django_assert_num_queries(1):
        response = exports.file_response(
            [NAME], Group.objects.order_by("name"), name="Mitra & SMK", kind=kind
        )
    assert response["Content-Disposition"] == f'attachment; filename="mitra-smk.{kind}"'
    data = read(response)
    if kind == "csv":
        assert data.decode().count("\r\n") == 2501
    else:
        assert CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).height == 2501


@pytest.mark.pure
def test_unknown_kind_of_file_is_refused():
    with pytest.raises(ValueError, match="no such kind of file: pdf"):
        exports.file_response([NAME], [], name="x", kind="pdf")
