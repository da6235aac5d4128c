"""Holidays of a span of days."""

from datetime import date

from django.db.models import QuerySet

from anyam.records.reference.models import Holiday
from anyam.records.reference.terms import HolidayKind


def holidays_between(start: date, end: date) -> QuerySet[Holiday]:
    """Public holidays and joint leave from `start` to `end`, both included, by date."""
    return Holiday.objects.filter(date__range=(start, end))


def holiday_dates_between(start: date, end: date, *, joint_leave: bool = True) -> frozenset[date]:
    """The days off from `start` to `end`, both included, for `rules.working_days`.

    Without `joint_leave` only public holidays count: companies decide about joint leave by themselves.
    """
    rows = holidays_between(start, end)
    if not joint_leave:
        rows = rows.filter(kind=HolidayKind.NATIONAL)
    return frozenset(rows.values_list("date", flat=True))


def holiday_years() -> list[int]:
    """The years for which holidays are known, the newest first."""
    return [day.year for day in Holiday.objects.dates("date", "year", order="DESC")]
