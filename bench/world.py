"""What every measurement stands on: settings, a data folder and a database of its own, a clock, one JSON line."""

import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any


@contextmanager
def fresh_database() -> Iterator[None]:
    """Django with an empty database: SQLite in a folder of its own, or a database beside the one of DATABASE_URL.

    Nothing of it is left afterwards.
    """
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="anyam-bench-"))
        os.environ["ANYAM_DATA"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "anyam.config.settings.dev"
        os.environ.setdefault("SECRET_KEY", "bench-0123456789-0123456789-0123456789-0123456789-0123")
        import django  # its settings read the environment set above

        django.setup()
        stack.callback(_made_database())
        from django.core.management import call_command

        from anyam.config.prepare import collect_static

        call_command("createcachetable", verbosity=0)
        collect_static()
        yield


def _made_database() -> Callable[[], None]:
    """Tables as the models say; the function that takes them away again."""
    from django.apps import apps
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    settings.MIGRATION_MODULES = {app.label: None for app in apps.get_app_configs()}
    if connection.vendor == "sqlite":
        call_command("migrate", run_syncdb=True, verbosity=0)
        return connection.close
    name = settings.DATABASES["default"]["NAME"]
    connection.settings_dict["TEST"]["NAME"] = f"{name}_bench"
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    return lambda: connection.creation.destroy_test_db(name, verbosity=0)


def tell(text: str) -> None:
    """A line of progress."""
    print(f"· {text}", file=sys.stderr, flush=True)


def hand_over(figures: dict[str, Any]) -> None:
    """The figures as the last line of the output."""
    print(json.dumps(figures), flush=True)


def median_ms(work: Callable[[], Any], times: int = 25, before: int = 3) -> "Median":
    """Median milliseconds of one call, after a few that warm everything up."""
    for _ in range(before):
        work()
    wall, cpu = [], []
    for _ in range(times):
        start, busy = time.perf_counter(), time.process_time()
        work()
        wall.append((time.perf_counter() - start) * 1000)
        cpu.append((time.process_time() - busy) * 1000)
    return Median(round(statistics.median(wall), 1), round(statistics.median(cpu), 1))


@dataclass(frozen=True, slots=True)
class Median:
    """Milliseconds on the clock, and of the processor alone: far apart when the machine had other work."""

    wall: float
    cpu: float


def figures_of(found: dict[str, "Median | float"]) -> dict[str, Any]:
    """Clock figures by name, those of the processor under "cpu", and how busy the machine was."""
    plain = {name: value.wall if isinstance(value, Median) else value for name, value in found.items()}
    cpu = {name: value.cpu for name, value in found.items() if isinstance(value, Median)}
    return plain | {"cpu": cpu, "load": round(os.getloadavg()[0], 1)}


@contextmanager
def timed() -> Iterator[list[float]]:
    """`with timed() as spent: …` leaves the seconds in `spent[0]`."""
    spent: list[float] = []
    start = time.perf_counter()
    try:
        yield spent
    finally:
        spent.append(time.perf_counter() - start)


def in_chunks(model: Any, rows: Iterator[Any], size: int = 2000) -> None:
    """Store rows without ever holding all of them."""
    from itertools import islice

    while chunk := list(islice(rows, size)):
        model.objects.bulk_create(chunk)
