"""Working days, required hours, what is in force, names and codes of regions."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anyam.records.reference import rules
from anyam.records.reference.terms import RegionKind, RegionLevel

pytestmark = pytest.mark.pure

DAYS = st.dates(min_value=date(2024, 1, 1), max_value=date(2029, 12, 31))
SPANS = st.tuples(DAYS, st.integers(min_value=0, max_value=400)).map(
    lambda pair: (pair[0], pair[0] + timedelta(days=pair[1]))
)
WEEKDAYS = st.frozensets(st.integers(min_value=0, max_value=6))


@given(span=SPANS, holidays=st.lists(DAYS, max_size=30), weekdays=WEEKDAYS)
def test_working_days_counts_what_working_dates_lists(span, holidays, weekdays):
    start, end = span
    listed = list(rules.working_dates(start, end, holidays, weekdays))
    assert rules.working_days(start, end, holidays, weekdays) == len(listed)
    assert all(day.weekday() in weekdays and day not in holidays for day in listed)


@given(span=SPANS, holidays=st.lists(DAYS, max_size=30), weekdays=WEEKDAYS, cut=st.integers(0, 400))
def test_working_days_of_two_parts_are_those_of_the_whole(span, holidays, weekdays, cut):
    start, end = span
    middle = min(start + timedelta(days=cut), end)
    whole = rules.working_days(start, end, holidays, weekdays)
    parts = rules.working_days(start, middle, holidays, weekdays)
    parts += rules.working_days(middle + timedelta(days=1), end, holidays, weekdays)
    assert parts == whole


@given(span=SPANS, holiday=DAYS, weekdays=WEEKDAYS)
def test_a_holiday_takes_at_most_one_working_day(span, holiday, weekdays):
    start, end = span
    without = rules.working_days(start, end, (), weekdays)
    with_holiday = rules.working_days(start, end, (holiday, holiday), weekdays)
    worked = start <= holiday <= end and holiday.weekday() in weekdays
    assert without - with_holiday == (1 if worked else 0)


def test_working_days_of_a_week_with_a_holiday():
    # Monday 23 to Sunday 29 March 2026: Monday and Tuesday are joint leave of Idulfitri.
    holidays = {date(2026, 3, 22), date(2026, 3, 23), date(2026, 3, 24)}
    assert rules.working_days(date(2026, 3, 23), date(2026, 3, 29), holidays, rules.FIVE_DAYS) == 3
    assert rules.working_days(date(2026, 3, 23), date(2026, 3, 29), holidays, rules.SIX_DAYS) == 4


def test_working_days_is_zero_when_the_end_is_before_the_start():
    assert rules.working_days(date(2026, 3, 2), date(2026, 3, 1), (), rules.SIX_DAYS) == 0


@pytest.mark.parametrize(("years", "hours"), [(3, Decimal(594)), (4, Decimal(1026))])
def test_required_hours_are_lessons_times_their_length(years, hours):
    numbers = {
        "pkl.lesson_hours.merdeka_2022.3y": Decimal(792),
        "pkl.lesson_hours.merdeka_2022.4y": Decimal(1368),
        "curriculum.lesson_minutes": Decimal(45),
    }
    assert rules.required_hours(numbers, years) == hours


@pytest.mark.parametrize(
    "numbers",
    [{}, {"curriculum.lesson_minutes": Decimal(45)}, {"pkl.lesson_hours.merdeka_2022.3y": Decimal(792)}],
)
def test_required_hours_are_unknown_without_both_numbers(numbers):
    assert rules.required_hours(numbers, 3) is None


def test_required_hours_of_an_unknown_curriculum_are_unknown():
    numbers = {"pkl.lesson_hours.merdeka_2022.3y": Decimal(792), "curriculum.lesson_minutes": Decimal(45)}
    assert rules.required_hours(numbers, 3, "permendikdasmen_2025") is None


@dataclass(frozen=True)
class Span:
    valid_from: date
    valid_to: date | None


OLD = Span(date(2019, 1, 1), date(2020, 12, 31))
NEW = Span(date(2021, 1, 1), None)
SPECIAL = Span(date(2022, 3, 1), date(2022, 3, 31))


@pytest.mark.parametrize(
    ("day", "row"),
    [
        (date(2018, 12, 31), None),
        (date(2019, 1, 1), OLD),
        (date(2020, 12, 31), OLD),
        (date(2021, 1, 1), NEW),
        (date(2022, 2, 28), NEW),
        (date(2022, 3, 1), SPECIAL),
        (date(2022, 3, 31), SPECIAL),
        (date(2022, 4, 1), NEW),
    ],
)
def test_in_force_is_the_row_that_began_last(day, row):
    assert rules.in_force([SPECIAL, NEW, OLD], day) is row


@pytest.mark.parametrize(
    ("text", "kind", "key"),
    [
        ("Kab. Tegal", RegionKind.REGENCY, "tegal"),
        ("kabupaten  TEGAL", RegionKind.REGENCY, "tegal"),
        ("Kota Palangka Raya", RegionKind.CITY, "palangkaraya"),
        ("KOTA PALANGKARAYA", RegionKind.CITY, "palangkaraya"),
        ("Palangka-Raya", None, "palangkaraya"),
        ("Kota Adm. Jakarta Selatan", RegionKind.CITY, "jakartaselatan"),
        ("DKI Jakarta", None, "jakarta"),
        ("Prov. D.I. Yogyakarta", RegionKind.PROVINCE, "yogyakarta"),
        ("Daerah Istimewa Yogyakarta", None, "yogyakarta"),
        ("Kec. Adiwerna", RegionKind.DISTRICT, "adiwerna"),
        ("Kota", None, "kota"),
        ("", None, ""),
        ("…", None, ""),
    ],
)
def test_read_region_name(text, kind, key):
    name = rules.read_region_name(text)
    assert (name.kind, name.key) == (kind, key)


@given(st.text(max_size=60))
def test_read_region_name_leaves_only_letters_and_digits(text):
    name = rules.read_region_name(text)
    assert name.whole == "" or (name.whole.isalnum() and name.whole.isascii())
    assert name.key in name.whole or name.kind is not None or name.key != ""


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("6271", "62.71"),
        ("62.71", "62.71"),
        ("627101", "62.71.01"),
        ("62", "62"),
        ("", ""),
        ("6271012005", "62.71.01"),
    ],
)
def test_dotted_code(text, code):
    assert rules.dotted_code(text) == code


@pytest.mark.parametrize(
    ("code", "level", "parent"),
    [
        ("62", RegionLevel.PROVINCE, ""),
        ("62.71", RegionLevel.REGENCY, "62"),
        ("62.71.01", RegionLevel.DISTRICT, "62.71"),
    ],
)
def test_level_and_parent_of_a_code(code, level, parent):
    assert (rules.region_level(code), rules.parent_code(code)) == (level, parent)


@pytest.mark.parametrize(
    ("text", "known", "year"),
    [
        ("2027", [2027, 2026], 2027),
        ("1999", [2027, 2026], 2026),
        ("", [2027, 2026], 2026),
        ("x" * 9000, [2027, 2025], 2027),
        ("2027", [], None),
    ],
)
def test_chosen_year(text, known, year):
    assert rules.chosen_year(text, known, 2026) == year
