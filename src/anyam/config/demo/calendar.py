"""Dates of the demonstration, counted from the day it is loaded: one wave under way, the next one waiting."""

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Period:
    """First and last day of a wave."""

    start: date
    end: date


@dataclass(frozen=True, slots=True)
class Calendar:
    """The day of loading, the half-year it lies in, and the half-year after it."""

    today: date
    running: Period
    coming: Period


def calendar_on(today: date) -> Calendar:
    """July to December and January to June take turns, whatever the day."""
    if today.month >= 7:
        return Calendar(today, second_half(today.year), first_half(today.year + 1))
    return Calendar(today, first_half(today.year), second_half(today.year))


def first_half(year: int) -> Period:
    """From the first Monday after New Year's Day to the last Friday but few in June."""
    return Period(_monday_from(date(year, 1, 2)), _friday_until(date(year, 6, 27)))


def second_half(year: int) -> Period:
    """From the first Monday after the first school days of July to the Friday before the holidays of December."""
    return Period(_monday_from(date(year, 7, 6)), _friday_until(date(year, 12, 20)))


def _monday_from(day: date) -> date:
    return day + timedelta(days=-day.weekday() % 7)


def _friday_until(day: date) -> date:
    return day - timedelta(days=(day.weekday() - 4) % 7)
