"""Arithmetic of reference data: working days, required hours, what is in force, names of regions."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Protocol, TypeVar

from anyam.records.reference.terms import RegionKind, RegionLevel

CURRENT_CURRICULUM = "merdeka_2022"
FIVE_DAYS = frozenset(range(5))
SIX_DAYS = frozenset(range(6))

# Words by which people write the kind of a region, and what they mean.
KIND_WORDS = {
    "kabupaten": RegionKind.REGENCY,
    "kab": RegionKind.REGENCY,
    "kota": RegionKind.CITY,
    "kotamadya": RegionKind.CITY,
    "provinsi": RegionKind.PROVINCE,
    "propinsi": RegionKind.PROVINCE,
    "prov": RegionKind.PROVINCE,
    "prop": RegionKind.PROVINCE,
    "kecamatan": RegionKind.DISTRICT,
    "kec": RegionKind.DISTRICT,
}
# Titles that one source prints and another leaves out.
SILENT_WORDS = frozenset({"administrasi", "adm", "daerah", "khusus", "ibukota", "istimewa", "dki", "di"})
LEVEL_BY_DOTS = (RegionLevel.PROVINCE, RegionLevel.REGENCY, RegionLevel.DISTRICT)


class Dated(Protocol):
    """A row with the days on which it holds, both included; `valid_to` None means open."""

    @property
    def valid_from(self) -> date: ...

    @property
    def valid_to(self) -> date | None: ...


Row = TypeVar("Row", bound=Dated)


def working_dates(
    start: date, end: date, holidays: Collection[date], weekdays: Collection[int]
) -> Iterator[date]:
    """The days from `start` to `end`, both included, on which work is done.

    `weekdays` counts Monday as 0; `holidays` are days off whatever their weekday.
    """
    for offset in range((end - start).days + 1):
        day = start + timedelta(days=offset)
        if day.weekday() in weekdays and day not in holidays:
            yield day


def working_days(start: date, end: date, holidays: Collection[date], weekdays: Collection[int]) -> int:
    """How many days from `start` to `end`, both included, are worked; 0 when `end` is before `start`."""
    span = (end - start).days + 1
    if span <= 0:
        return 0
    weeks, rest = divmod(span, 7)
    wanted = set(weekdays)
    days = weeks * len(wanted) + sum((start.weekday() + i) % 7 in wanted for i in range(rest))
    return days - sum(start <= day <= end and day.weekday() in wanted for day in set(holidays))


def required_hours(
    parameters: Mapping[str, Decimal], years: int, curriculum: str = CURRENT_CURRICULUM
) -> Decimal | None:
    """Hours of 60 minutes that an internship must reach in a programme of `years` years.

    `parameters` maps keys to numbers in force on the day of the internship; None when the curriculum sets no
    number, or none is known. Source: the curriculum decree, lesson hours times the length of a lesson.
    """
    lessons = parameters.get(f"pkl.lesson_hours.{curriculum}.{years}y")
    minutes = parameters.get("curriculum.lesson_minutes")
    if lessons is None or minutes is None:
        return None
    return lessons * minutes / 60


def in_force(rows: Iterable[Row], on_date: date) -> Row | None:
    """The row that holds on `on_date`; of several the one that began last."""
    holding = [
        row for row in rows if row.valid_from <= on_date and (row.valid_to is None or on_date <= row.valid_to)
    ]
    return max(holding, key=lambda row: row.valid_from, default=None)


def year_span(year: int) -> tuple[date, date]:
    """First and last day of a calendar year."""
    return date(year, 1, 1), date(year, 12, 31)


def chosen_year(text: str, known: Collection[int], this_year: int) -> int | None:
    """The known year written in `text`, else this year, else the newest known; None when none is known."""
    for year in known:
        if str(year) == text:
            return year
    return this_year if this_year in known else max(known, default=None)


def region_level(code: str) -> RegionLevel:
    """The level told by a dotted code: `62`, `62.71`, `62.71.01`."""
    return LEVEL_BY_DOTS[code.count(".")]


def parent_code(code: str) -> str:
    """The code of the region above; empty for a province."""
    return code.rpartition(".")[0]


def dotted_code(text: str) -> str:
    """A code of home affairs as people write it, made dotted: `6271` and `62.71` are the same."""
    digits = re.sub(r"\D", "", text)[:6]
    return ".".join(digits[i : i + 2] for i in range(0, len(digits), 2))


@dataclass(frozen=True, slots=True)
class RegionName:
    """A region as a person wrote it: the kind if named, the bare name, and the whole, all without spaces."""

    kind: RegionKind | None
    key: str
    whole: str


def read_region_name(text: str) -> RegionName:
    """Make a written region comparable: `Kab. Tegal`, `KOTA PALANGKA RAYA`, `Palangkaraya` find their region.

    Case, accents, punctuation, spaces and silent titles do not count.
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    plain = re.sub(r"\bd\.\s*i\.?(?=\s|$)", "di", plain)
    words = re.findall(r"[a-z0-9]+", plain)
    kind = KIND_WORDS.get(words[0]) if len(words) > 1 else None
    rest = [word for word in words[1 if kind else 0 :] if word not in SILENT_WORDS]
    return RegionName(kind=kind, key="".join(rest) or "".join(words), whole="".join(words))
