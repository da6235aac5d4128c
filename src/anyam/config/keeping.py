"""Which backups are kept: 24 hourly, 14 daily, 8 weekly; then none, so that an erasure reaches them too."""

import re
from datetime import UTC, datetime, timedelta

NAME = re.compile(r"^anyam-(\d{8}T\d{6}Z)-[a-z-]+\.tar\.gz$")
STAMP = "%Y%m%dT%H%M%SZ"
HOURLY, DAILY, WEEKLY = 24, 14, 8


def archive_name(made_at: datetime, reason: str) -> str:
    """File name of a backup; sorts by time. `reason` is a word such as `daily`."""
    return f"anyam-{made_at.astimezone(UTC).strftime(STAMP)}-{reason}.tar.gz"


def made_at(name: str) -> datetime | None:
    """When the backup of this name was made; None for a file that is not a backup."""
    match = NAME.match(name)
    return datetime.strptime(match[1], STAMP).replace(tzinfo=UTC) if match else None


def names_to_delete(names: list[str], now: datetime) -> list[str]:
    """Backups that no rule keeps.

    Kept is the newest of each hour for a day, of each day for 14 days, and of each week for 8 weeks.
    Names that are not backups are never returned.
    """
    dated = sorted(((when, name) for name in names if (when := made_at(name))), reverse=True)
    kept: set[str] = set()
    for span, slot in (
        (timedelta(hours=HOURLY), "%Y%m%d%H"),
        (timedelta(days=DAILY), "%Y%m%d"),
        (timedelta(weeks=WEEKLY), "%G%V"),
    ):
        taken: set[str] = set()
        for when, name in dated:
            if now - when < span and when.strftime(slot) not in taken:
                taken.add(when.strftime(slot))
                kept.add(name)
    return sorted(name for when, name in dated if name not in kept)
