"""Lists: reading cells, sorting, paging by the address, query count, and the page they become."""

import re
from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import Group
from django.http import QueryDict
from django.template import Context, Template
from django.utils import timezone

from anyam.base import tables
from anyam.base.parts import Action, Status
from anyam.base.tables import Bulk, Column, Table

NAME = Column("name", "Nama", sort="name", card="title", url=lambda row: f"/g/{row.name}/")


def rows(*names: str) -> list[SimpleNamespace]:
    return [SimpleNamespace(name=name, code=name.upper()) for name in names]


def shown(table: Table) -> str:
    text = Template("{% load ui %}{% data_table table %}").render(
        Context({"table": table, "csrf_token": "abc"})
    )
    return re.sub(r"\s+", " ", text)


def names(table: Table) -> list[str]:
    return [row.cells[0].text for row in table.rows]


@pytest.fixture
def groups(db):
    Group.objects.bulk_create(Group(name=f"Kelompok {place:03d}") for place in range(120))
    return Group.objects.all()


@pytest.mark.pure
@pytest.mark.parametrize(
    ("kind", "value", "text"),
    [
        ("text", None, ""),
        ("text", 0, "0"),
        ("number", 1234.5, "1.234,5"),
        ("number", "0012", "0012"),
        ("date", date(2026, 11, 24), "24 Nov 2026"),
        ("date", datetime(2026, 11, 24, 17, 30, tzinfo=UTC), "25 Nov 2026"),
        ("moment", datetime(2026, 11, 24, 8, 42, tzinfo=UTC), "24 Nov 2026, 15.42"),
        ("phone", "+6281234567890", "0812-3456-7890"),
        ("status", Status("ok", "Berlaku"), "Berlaku"),
    ],
)
def test_printed_value(kind, value, text):
    with timezone.override("Asia/Jakarta"):
        assert tables.printed(Column("x", "X", kind=kind), value) == text


@pytest.mark.pure
def test_column_reads_path_function_method_and_mapping():
    row = SimpleNamespace(partner=SimpleNamespace(name="Bawi Kuwu"), none=None, kind=lambda: "Kafe")
    assert Column("x", "X", "partner.name").read(row) == "Bawi Kuwu"
    assert Column("x", "X", "none.name").read(row) is None
    assert Column("kind", "X").read(row) == "Kafe"
    assert Column("x", "X", lambda found: found.partner.name[0]).read(row) == "B"
    assert Column("x", "X", "a.b").read({"a": {"b": 3}}) == 3


@pytest.mark.pure
def test_plain_list_is_sorted_without_regard_to_case_and_blanks_last():
    found = rows("zeta", "Alfa", "beta")
    found[1].name = None
    table = Table([NAME], [*found, *rows("Cita")], params={"urut": "name"})
    assert names(table) == ["beta", "Cita", "zeta", ""]
    assert names(Table([NAME], rows("a", "C", "b"), params={"urut": "-name"})) == ["C", "b", "a"]


@pytest.mark.pure
@pytest.mark.parametrize("wanted", ["password", "-", "name;drop", ""])
def test_only_named_columns_sort(wanted):
    table = Table([NAME], rows("b", "a"), params={"urut": wanted})
    assert (table.sort_key, names(table)) == ("", ["b", "a"])


@pytest.mark.db
def test_page_of_a_query_costs_two_queries(groups, django_assert_num_queries):
    table = Table([NAME], groups, params={"halaman": "2"}, default_sort="-name")
    with django_assert_num_queries(2):
        text = shown(table)
    assert names(table)[0] == "Kelompok 069"
    assert (table.first, table.last, table.count, table.pages) == (51, 100, 120, 3)
    assert "51–100 dari 120" in text


@pytest.mark.db
def test_deep_page_is_found_by_key_and_shows_the_same_rows(groups, monkeypatch, django_assert_num_queries):
    params = {"halaman": "2"}
    plain = Table([NAME], groups, params=params, default_sort="-name")
    monkeypatch.setattr(tables, "DEEP", 50)
    deep = Table([NAME], groups, params=params, default_sort="-name")
    with django_assert_num_queries(3):
        text = shown(deep)
    assert (names(deep), text, deep.next_url) == (names(plain), shown(plain), plain.next_url)


@pytest.mark.db
@pytest.mark.parametrize(
    ("wanted", "page"),
    [("1", 1), ("3", 3), ("99", 3), ("0", 1), ("-2", 1), ("x", 1), ("²", 1), ("9" * 30, 1)],
)
def test_page_number_is_kept_within_the_list(groups, wanted, page):
    table = Table([NAME], groups, params={"halaman": wanted}, default_sort="name")
    assert table.page == page
    assert len(table.rows) == (20 if page == 3 else 50)


@pytest.mark.db
def test_counting_stops_at_the_limit(groups, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(tables, "COUNT_LIMIT", 60)
    table = Table([NAME], groups, params={"halaman": "3"}, default_sort="name")
    with django_assert_num_queries(2):
        text = shown(table)
    assert (table.count, table.more_than, table.page) == (61, 60, 3)
    assert "101–120 dari lebih dari 60" in text
    assert table.next_url == ""


@pytest.mark.pure
def test_links_keep_the_rest_of_the_address():
    params = QueryDict("bidang=a&bidang=b&halaman=2&urut=name")
    table = Table([NAME], rows(*"abcde"), params=params, page_size=2)
    assert table.next_url == "?bidang=a&bidang=b&urut=name&halaman=3"
    assert table.previous_url == "?bidang=a&bidang=b&urut=name"
    assert [(head.order, head.url) for head in table.headings] == [
        ("ascending", "?bidang=a&bidang=b&urut=-name")
    ]
    assert table.kept_params == [("bidang", "a"), ("bidang", "b")]


@pytest.mark.pure
def test_prefix_keeps_two_lists_apart():
    table = Table([NAME], rows(*"abc"), params={"halaman": "2", "x_halaman": "3"}, prefix="x_", page_size=1)
    assert names(table) == ["c"]
    assert table.previous_url == "?halaman=2&x_halaman=2"


@pytest.mark.page
def test_cells_are_escaped_and_the_title_is_the_row_heading():
    evil = "<b>x</b>"
    text = shown(Table([NAME, Column("code", "Kode")], rows(evil)))
    assert evil not in text
    assert '<th scope="row" role="rowheader" class="title"><a href="/g/&lt;b&gt;x&lt;/b&gt;/">' in text
    assert '<span class="cap">Kode</span>' in text


@pytest.mark.page
def test_picking_names_each_row_and_posts_public_codes():
    bulk = Bulk(lambda row: row.code, (Action("Arsipkan", "/arsip/", style="primary"),))
    text = shown(Table([NAME], rows("a", "b"), bulk=bulk))
    assert re.findall(r'name="pick" value="(\w)" data-select-one aria-label="([^"]*)"', text) == [
        ("A", "Pilih a"),
        ("B", "Pilih b"),
    ]
    assert 'formaction="/arsip/"' in text
    assert 'name="csrfmiddlewaretoken" value="abc"' in text


@pytest.mark.page
def test_empty_list_says_what_it_is_for():
    text = shown(Table([NAME], [], empty_title="Belum ada mitra", empty_text="Impor daftar Excel."))
    assert "Belum ada mitra" in text
    assert "<table" not in text


@pytest.mark.page
def test_column_left_off_the_page_stays_for_files():
    table = Table([NAME, Column("code", "Kode", page=False)], rows("a"))
    assert [column.key for column in table.columns] == ["name"]
