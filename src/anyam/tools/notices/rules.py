"""Pure rules of messages: quiet hours, one-line subjects, WhatsApp links."""

from datetime import datetime, time, timedelta
from urllib.parse import quote
from zoneinfo import ZoneInfo

import phonenumbers

QUIET_FROM, QUIET_UNTIL = time(20, 0), time(6, 0)
MOST_TRIES = 5
FIRST_WAIT = timedelta(minutes=10)
# WhatsApp cuts longer bodies of business messages.
LONGEST_TEXT = 1024


def is_quiet(local: time) -> bool:
    """From 20.00 until 06.00 nobody is disturbed, except for safety."""
    return local >= QUIET_FROM or local < QUIET_UNTIL


def mail_after(now: datetime, zone: ZoneInfo, *, urgent: bool = False) -> datetime:
    """The earliest moment a mail may leave: now, or the end of the quiet hours of the school's zone."""
    local = now.astimezone(zone)
    if urgent or not is_quiet(local.time()):
        return now
    day = local.date() + timedelta(days=1) if local.time() >= QUIET_FROM else local.date()
    return datetime.combine(day, QUIET_UNTIL, zone)


def retry_after(now: datetime, tries: int) -> datetime | None:
    """When to try a mail again after its `tries`-th failure: 10, 20, 40, 80 minutes; None when given up."""
    return None if tries >= MOST_TRIES else now + FIRST_WAIT * 2 ** (tries - 1)


def one_line(text: str, limit: int = 150) -> str:
    """A text fit for a subject line: no line breaks or control marks, not longer than `limit`."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())[:limit]


def whatsapp_number(phone: str) -> str | None:
    """A phone number as wa.me wants it: "0812-3456-7890" gives "6281234567890"; None when it is not one."""
    try:
        number = phonenumbers.parse(phone, "ID")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return f"{number.country_code}{phonenumbers.national_significant_number(number)}"


def whatsapp_link(phone: str, text: str) -> str | None:
    """A link that opens the sender's own WhatsApp with a prepared text; None when the number is not valid."""
    number = whatsapp_number(phone)
    return None if number is None else f"https://wa.me/{number}?text={quote(text[:LONGEST_TEXT], safe='')}"
