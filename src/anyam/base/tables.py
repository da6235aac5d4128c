"""Lists: one column list per list feeds page, phone cards, files out and headings of files in."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.formats import date_format, number_format

from anyam.base.forms import phone_text
from anyam.base.parts import Action, Status, Text

PAGE_SIZE = 50
# Counting stops here: beyond it "more than" is all anyone needs, and counting on would cost time.
COUNT_LIMIT = 10_000
# Behind so many rows a page is found by key first.
DEEP = 1_000


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a list.

    `value` is an attribute path ("partner.name"), a function of the row, or nothing (then `key`). `kind` is
    text, number, date, moment, status (value is a parts.Status), link or phone. `url` is a function of the
    row: where the cell leads. `sort` is an ORM path, or any text for a plain list. `card` is the column's
    place on a phone: title, fact, status or hidden. `page` and `export` say whether it stands on the page
    and in files; `heading` is its name in files, out and in (default: the label).
    """

    key: str
    label: Text
    value: str | Callable[[Any], Any] | None = None
    kind: str = "text"
    sort: str | None = None
    card: str = "fact"
    export: bool = True
    page: bool = True
    heading: Text = ""
    url: Callable[[Any], str] | None = None

    def read(self, row: Any) -> Any:
        """The row's value; None when something on the path is missing."""
        if callable(self.value):
            return self.value(row)
        found = row
        for part in (self.value or self.key).split("."):
            try:
                found = found.get(part) if isinstance(found, Mapping) else getattr(found, part)
            except ObjectDoesNotExist:
                return None
            if found is None:
                return None
        return found() if callable(found) else found

    @property
    def file_heading(self) -> str:
        """Name of the column in files."""
        return str(self.heading or self.label)


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in one place of the page: text ready to print, and where it leads."""

    column: Column
    value: Any
    text: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the page; `key` is the public code sent when it is picked."""

    key: str
    cells: tuple[Cell, ...]
    source: Any


@dataclass(frozen=True, slots=True)
class Heading:
    """A column's head: `order` is ascending, descending or nothing; `url` sorts by it."""

    column: Column
    order: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Bulk:
    """What can be done with picked rows: the form posts their keys as `pick`; `actions` are its buttons."""

    key: Callable[[Any], str]
    actions: tuple[Action, ...]
    name: str = "pick"


def printed(column: Column, value: Any) -> str:
    """A value as it stands on the page, by the column's kind; empty for nothing."""
    if value is None or value == "":
        return ""
    if isinstance(value, datetime):
        local = timezone.localtime(value) if timezone.is_aware(value) else value
        return date_format(local, "j M Y" if column.kind == "date" else "j M Y, H.i")
    if isinstance(value, date):
        return date_format(value, "j M Y")
    if column.kind == "number" and not isinstance(value, str):
        return number_format(value, use_l10n=True, force_grouping=True)
    return phone_text(str(value)) if column.kind == "phone" else str(value)


class Table:
    """A list on a page: sorted and paged by the address (`?urut=-nama&halaman=2`), 50 rows each.

    `rows` is a QuerySet or a sequence. `params` is request.GET. `default_sort` is a column key, with "-" for
    falling. `empty_title` and `empty_text` say what the list is for; `prefix` keeps two lists apart; `wide`
    lets a list of many columns scroll sideways in its own region. A page beyond the end shows the last one.
    Costs two queries on a QuerySet: rows and a count that stops at COUNT_LIMIT; deep pages one more.
    """

    def __init__(
        self,
        columns: Sequence[Column],
        rows: QuerySet[Any] | Sequence[Any],
        *,
        params: QueryDict | Mapping[str, str] | None = None,
        caption: Text = "",
        default_sort: str = "",
        page_size: int = PAGE_SIZE,
        bulk: Bulk | None = None,
        prefix: str = "",
        empty_title: Text = "",
        empty_text: Text = "",
        empty_icon: str = "inbox",
        wide: bool = False,
    ) -> None:
        self.columns = tuple(column for column in columns if column.page)
        self.params = params if params is not None else {}
        self.caption, self.page_size, self.bulk, self.prefix = caption, page_size, bulk, prefix
        self.empty_title, self.empty_text, self.empty_icon = empty_title, empty_text, empty_icon
        self.wide = wide
        self.sort_name, self.page_name = f"{prefix}urut", f"{prefix}halaman"
        self.sort_key, self.falling = self._wanted_sort(default_sort)
        self.all_rows = self._sorted(rows)

    def _wanted_sort(self, default: str) -> tuple[str, bool]:
        for wanted in (self.params.get(self.sort_name, ""), default):
            key = wanted.removeprefix("-")
            if any(column.key == key and column.sort for column in self.columns):
                return key, wanted.startswith("-")
        return "", False

    def _sorted(self, rows: QuerySet[Any] | Sequence[Any]) -> QuerySet[Any] | Sequence[Any]:
        if not self.sort_key:
            return rows
        column = next(column for column in self.columns if column.key == self.sort_key)
        if isinstance(rows, QuerySet):
            sign = "-" if self.falling else ""
            return rows.order_by(f"{sign}{column.sort}", "pk")
        filled = [row for row in rows if column.read(row) is not None]
        blank = [row for row in rows if column.read(row) is None]
        return sorted(filled, key=lambda row: _comparable(column.read(row)), reverse=self.falling) + blank

    @cached_property
    def count(self) -> int:
        """How many rows there are, never more than COUNT_LIMIT + 1."""
        if isinstance(self.all_rows, QuerySet):
            return self.all_rows.order_by()[: COUNT_LIMIT + 1].count()
        return len(self.all_rows)

    @property
    def more_than(self) -> int:
        """COUNT_LIMIT when the list is longer than that, else 0."""
        return COUNT_LIMIT if self.count > COUNT_LIMIT and isinstance(self.all_rows, QuerySet) else 0

    @cached_property
    def page(self) -> int:
        """Number of the page shown, from 1."""
        wanted = str(self.params.get(self.page_name, "1"))
        number = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 9 else 1
        if self.more_than:
            return max(1, number)
        return min(max(1, number), self.pages)

    @property
    def pages(self) -> int:
        """How many pages the counted rows fill, at least 1."""
        return max(1, -(-self.count // self.page_size))

    @property
    def first(self) -> int:
        """Place of the first row shown, from 1; 0 when there is none."""
        return (self.page - 1) * self.page_size + 1 if self.rows else 0

    @property
    def last(self) -> int:
        """Place of the last row shown."""
        return self.first + len(self.rows) - 1 if self.rows else 0

    @cached_property
    def _window(self) -> list[Any]:
        start = (self.page - 1) * self.page_size
        part = slice(start, start + self.page_size + 1)
        if start < DEEP or not isinstance(self.all_rows, QuerySet):
            return list(self.all_rows[part])
        # Skipped rows are passed over by key alone; joined facts are read only for those shown.
        keys = list(self.all_rows.values_list("pk", flat=True)[part])
        return list(self.all_rows.filter(pk__in=keys))

    @property
    def sources(self) -> list[Any]:
        """The objects of this page before their cells are read; for facts fetched once for all of them."""
        return self._window[: self.page_size]

    @cached_property
    def rows(self) -> list[Row]:
        """The rows of this page, ready for the template."""
        return [self._row(row) for row in self.sources]

    def _row(self, row: Any) -> Row:
        cells = []
        for column in self.columns:
            value = column.read(row)
            url = column.url(row) if column.url else ""
            if column.kind == "phone" and value and not url:
                url = f"tel:{value}"
            cells.append(Cell(column, value, printed(column, value), url or ""))
        return Row(self.bulk.key(row) if self.bulk else "", tuple(cells), row)

    @property
    def headings(self) -> list[Heading]:
        """The columns with their sorting links; the link of the current one turns the order round."""
        heads = []
        for column in self.columns:
            if not column.sort:
                heads.append(Heading(column))
                continue
            current = column.key == self.sort_key
            order = ("descending" if self.falling else "ascending") if current else ""
            turned = f"-{column.key}" if order == "ascending" else column.key
            heads.append(Heading(column, order, self.url(**{self.sort_name: turned, self.page_name: ""})))
        return heads

    @property
    def sort_choices(self) -> list[tuple[str, str, bool]]:
        """For the phone's sort box: value, words, chosen."""
        return [
            (column.key, str(column.label), column.key == self.sort_key)
            for column in self.columns
            if column.sort
        ]

    @property
    def kept_params(self) -> list[tuple[str, str]]:
        """The other parts of the address, for hidden fields of the sort box."""
        return [pair for pair in self._pairs() if pair[0] not in (self.sort_name, self.page_name)]

    @property
    def previous_url(self) -> str:
        """Address of the page before; empty on the first."""
        return (
            self.url(**{self.page_name: "" if self.page == 2 else str(self.page - 1)})
            if self.page > 1
            else ""
        )

    @property
    def next_url(self) -> str:
        """Address of the page after; empty on the last."""
        return self.url(**{self.page_name: str(self.page + 1)}) if len(self._window) > self.page_size else ""

    def url(self, **changes: str) -> str:
        """This list's address with some parts changed; an empty value takes a part away."""
        pairs = [pair for pair in self._pairs() if pair[0] not in changes]
        return "?" + urlencode(pairs + [pair for pair in changes.items() if pair[1]])

    def _pairs(self) -> list[tuple[str, str]]:
        if isinstance(self.params, QueryDict):
            return [(name, value) for name, values in self.params.lists() for value in values]
        return list(self.params.items())

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


def _comparable(value: Any) -> Any:
    return str(value).casefold() if isinstance(value, str | Status) else value
