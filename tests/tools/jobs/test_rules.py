"""Waiting times, slots, safe addresses, and when a worker counts as dead."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anyam.tools.jobs import rules
from anyam.tools.jobs.rules import Entry

pytestmark = pytest.mark.pure
JAKARTA = ZoneInfo("Asia/Jakarta")
NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("tries", "seconds"),
    [(0, 15), (1, 15), (2, 60), (3, 240), (4, 960), (5, 1800), (9, 1800), (10_000, 1800)],
)
def test_wait_before_retry_grows_to_half_an_hour(tries, seconds):
    assert rules.wait_before_retry(tries) == timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("moment", "slot"),
    [
        (datetime(2026, 11, 23, 18, 29, 59, tzinfo=UTC), "2026-11-23"),
        (datetime(2026, 11, 23, 18, 30, tzinfo=UTC), "2026-11-24"),
        (datetime(2026, 11, 24, 18, 29, tzinfo=UTC), "2026-11-24"),
    ],
)
def test_daily_slot_begins_at_its_local_time(moment, slot):
    assert rules.slot_of(Entry("x", "y", at=time(1, 30)), moment, JAKARTA) == slot


@pytest.mark.parametrize(("minute", "slot"), [(0, "02:00"), (4, "02:00"), (5, "02:05"), (59, "02:55")])
def test_slot_of_minutes_is_the_latest_past(minute, slot):
    moment = NOW.replace(minute=minute, second=59)
    assert rules.slot_of(Entry("x", "y", every_minutes=5), moment, JAKARTA) == f"2026-11-24T{slot}"


@given(st.integers(0, 10_000_000), st.integers(1, 1440))
def test_slots_never_go_back(seconds, step):
    entry = Entry("x", "y", every_minutes=step)
    first = rules.slot_of(entry, NOW, JAKARTA)
    assert rules.slot_of(entry, NOW + timedelta(seconds=seconds), JAKARTA) >= first


@pytest.mark.parametrize(
    ("path", "safe"),
    [
        ("/s/smkn3-plk/pkl/ABC/", True),
        ("/s/a/?x=1&y=%20", True),
        ("/", True),
        ("", False),
        ("//jahat.id/", False),
        ("/\\jahat.id", False),
        ("https://jahat.id/", False),
        ("javascript:alert(1)", False),
        ("/s/a\n/", False),
        ("/a b", False),
        ("s/a/", False),
    ],
)
def test_local_path(path, safe):
    assert rules.is_local_path(path) is safe


@pytest.mark.parametrize(
    ("done", "total", "share"), [(0, 0, None), (0, 3, 0), (1, 3, 33), (2, 3, 66), (3, 3, 100), (5, 3, 100)]
)
def test_percent(done, total, share):
    assert rules.percent(done, total) == share


MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("worker", "pulse_age", "running_for", "lives", "dead"),
    [
        ("pc/10/AAAA", MINUTE, timedelta(hours=5), True, False),
        ("pc/10/AAAA", timedelta(seconds=121), MINUTE, True, True),
        ("pc/10/AAAA", timedelta(seconds=5), MINUTE, False, True),
        ("lain/10/AAAA", timedelta(seconds=5), MINUTE, False, False),
        ("pc/99/OLD", timedelta(seconds=5), MINUTE, True, True),
        ("pc/99/ME", timedelta(hours=2), timedelta(hours=5), True, False),
        ("lain/10/AAAA", None, timedelta(minutes=16), True, False),
        ("lain/10/AAAA", None, timedelta(minutes=18), True, True),
        ("otherworker", None, MINUTE, True, False),
        ("", None, timedelta(minutes=18), True, True),
    ],
    ids=[
        "pulse within two minutes", "silent", "process gone on my host", "other host is judged by pulse only",
        "my process number before a restart", "myself", "without pulse inside limit",
        "without pulse past limit", "foreign worker name", "no worker noted",
    ],
)  # fmt: skip
def test_worker_is_dead(worker, pulse_age, running_for, lives, dead):
    answer = rules.worker_is_dead(
        worker,
        last_pulse=None if pulse_age is None else NOW - pulse_age,
        started=NOW - running_for,
        limit=timedelta(minutes=15),
        now=NOW,
        me="pc/99/ME",
        lives=lambda process: lives,
    )
    assert answer is dead
