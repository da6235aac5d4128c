"""Which backups are kept and which go."""

from datetime import UTC, datetime, timedelta

import pytest

from anyam.config import keeping

pytestmark = pytest.mark.pure
NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def names(*ages: timedelta) -> list[str]:
    return [keeping.archive_name(NOW - age, "daily") for age in ages]


def kept(ages: list[timedelta]) -> list[timedelta]:
    made = dict(zip(names(*ages), ages, strict=True))
    doomed = set(keeping.names_to_delete(list(made), NOW))
    return [age for name, age in made.items() if name not in doomed]


def test_name_carries_its_time_back():
    name = keeping.archive_name(NOW, "before-migration")
    assert name == "anyam-20261124T120000Z-before-migration.tar.gz"
    assert keeping.made_at(name) == NOW


def test_foreign_files_are_never_deleted():
    assert keeping.names_to_delete(["notes.txt", "anyam-old.tar.gz", ".backup-x"], NOW) == []


def test_newest_of_each_hour_stays_for_a_day():
    ages = [timedelta(minutes=minutes) for minutes in (1, 20, 40, 70, 100, 130)]
    assert kept(ages) == [timedelta(minutes=minutes) for minutes in (1, 70, 130)]


def test_a_year_of_hourly_backups_is_thinned_to_the_rule():
    ages = [timedelta(hours=hours) for hours in range(24 * 365)]
    left = kept(ages)
    assert [age for age in left if age < timedelta(hours=24)] == ages[:24]
    assert len([age for age in left if timedelta(hours=24) <= age < timedelta(days=14)]) == 13
    assert len([age for age in left if age >= timedelta(days=14)]) == 6
    assert max(left) < timedelta(days=60)


def test_pruning_twice_changes_nothing():
    ages = [timedelta(hours=7 * step) for step in range(300)]
    left = kept(ages)
    assert kept(left) == left


def test_an_erasure_reaches_every_backup_within_sixty_days():
    assert kept([timedelta(days=56, seconds=1)]) == []
