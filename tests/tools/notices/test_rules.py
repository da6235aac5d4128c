"""Quiet hours, retries, subject lines, WhatsApp links."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from anyam.tools.notices import rules

pytestmark = pytest.mark.pure
JAKARTA = ZoneInfo("Asia/Jakarta")


def at(day, hour, minute=0, second=0):
    return datetime(2026, 11, day, hour, minute, second, tzinfo=JAKARTA)


@pytest.mark.parametrize(
    ("local", "quiet"),
    [
        (time(5, 59, 59), True),
        (time(6, 0), False),
        (time(12, 0), False),
        (time(19, 59, 59), False),
        (time(20, 0), True),
        (time(0, 0), True),
    ],
)
def test_quiet_hours(local, quiet):
    assert rules.is_quiet(local) is quiet


@pytest.mark.parametrize(
    ("now", "after"),
    [
        (at(24, 9), at(24, 9)),
        (at(24, 20), at(25, 6)),
        (at(24, 23, 59, 59), at(25, 6)),
        (at(25, 0), at(25, 6)),
        (at(25, 5, 59), at(25, 6)),
        (at(30, 21), datetime(2026, 12, 1, 6, tzinfo=JAKARTA)),
    ],
)
def test_mail_waits_for_the_morning_of_the_school(now, after):
    assert rules.mail_after(now.astimezone(UTC), JAKARTA) == after
    assert rules.mail_after(now, JAKARTA, urgent=True) == now


def test_waiting_times_double_until_given_up():
    now = at(24, 9)
    waits = [rules.retry_after(now, tries) for tries in (1, 2, 3, 4, 5)]
    assert waits == [now + timedelta(minutes=minutes) for minutes in (10, 20, 40, 80)] + [None]


def test_one_line():
    assert rules.one_line("Surat\r\nBcc: x@y.id \x07 baru") == "Surat Bcc: x@y.id baru"
    assert rules.one_line("a" * 200) == "a" * 150


@pytest.mark.parametrize(
    ("phone", "number"),
    [
        ("0812-3456-7890", "6281234567890"),
        ("+62 812 3456 7890", "6281234567890"),
        ("6281234567890", "6281234567890"),
        ("(0536) 3221234", "625363221234"),
        ("+65 6123 4567", "6561234567"),
        ("0812", None),
        ("tidak ada", None),
        ("", None),
    ],
)
def test_number_for_whatsapp(phone, number):
    assert rules.whatsapp_number(phone) == number


def test_whatsapp_link_keeps_text_out_of_the_address():
    link = rules.whatsapp_link("0812-3456-7890", "Yth. Pak Budi & Bu Sri,\nhalo #1?")
    assert link == "https://wa.me/6281234567890?text=Yth.%20Pak%20Budi%20%26%20Bu%20Sri%2C%0Ahalo%20%231%3F"
    assert (
        len(rules.whatsapp_link("0812-3456-7890", "a" * 5000))
        == len("https://wa.me/6281234567890?text=") + 1024
    )
    assert rules.whatsapp_link("0812", "x") is None
