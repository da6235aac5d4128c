"""Pure rules of jobs: waiting times, slots of the timetable, safe addresses, who is dead."""

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from anyam.base.actor import Actor

FIRST_WAIT, LONGEST_WAIT, WAIT_FACTOR = 15, 1800, 4
# A worker's pulse comes every few seconds; after this silence it counts as dead.
PULSE_SILENCE = timedelta(seconds=120)
LOCAL_PATH = re.compile(r"/(?![/\\])[^\x00-\x20\\]*\Z")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the timetable: `target` is the dotted path of a function without arguments.

    Either every `every_minutes` (counted from midnight UTC) or daily `at` a time of the install's zone. A
    slot that was slept through is made up for once, at the next start.
    """

    name: str
    target: str
    every_minutes: int = 0
    at: time | None = None
    limit_seconds: int = 900


def wait_before_retry(tries: int) -> timedelta:
    """How long to wait after the `tries`-th failed run (1, 2, …): 15 s, 1 min, 4 min, 16 min, then half an
    hour.
    """
    exponent = min(max(tries, 1) - 1, 8)
    return timedelta(seconds=min(FIRST_WAIT * WAIT_FACTOR**exponent, LONGEST_WAIT))


def slot_of(entry: Entry, now: datetime, zone: ZoneInfo) -> str:
    """The latest slot of the entry that is due at `now`, as text that is equal for all who ask within it."""
    if entry.at is not None:
        local = now.astimezone(zone)
        day = (
            local.date()
            if local.timetz().replace(tzinfo=None) >= entry.at
            else local.date() - timedelta(days=1)
        )
        return day.isoformat()
    utc = now.astimezone(UTC)
    step = entry.every_minutes
    minute = (utc.hour * 60 + utc.minute) // step * step
    return f"{utc.date().isoformat()}T{minute // 60:02d}:{minute % 60:02d}"


def is_local_path(path: str) -> bool:
    """An address of this site that may stand in a link: starts with one slash, no scheme, host or control
    mark.
    """
    return bool(LOCAL_PATH.match(path))


def percent(done: int, total: int) -> int | None:
    """Whole per cent from 0 to 100, rounded down; None while the whole is unknown."""
    return min(100, math.floor(done * 100 / total)) if total > 0 else None


def actor_key(actor: Actor) -> str:
    """What a row keeps of who acted: it outlives the account."""
    return "system" if actor.is_system else f"account:{actor.account_id}"


def worker_is_dead(
    worker: str,
    *,
    last_pulse: datetime | None,
    started: datetime,
    limit: timedelta,
    now: datetime,
    me: str = "",
    lives: Callable[[int], bool] = lambda process: True,
) -> bool:
    """Whether the worker that claimed a task can no longer finish it.

    `worker` is `<host>/<process>/<random>`. Silent longer than PULSE_SILENCE; or on the host of `me`
    without a living process; or, when it never gave a pulse, running for longer than the limit of its task.
    """
    if worker == me and me:
        return False
    host, _, rest = worker.rpartition("/")[0].partition("/")
    if me and rest.isdigit() and me.split("/", maxsplit=1)[0] == host:
        same_process = me.split("/")[1] == rest
        if same_process or not lives(int(rest)):
            return True
    if last_pulse is None:
        return now - started > limit + PULSE_SILENCE
    return now - last_pulse > PULSE_SILENCE
