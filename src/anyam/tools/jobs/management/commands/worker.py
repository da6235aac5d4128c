"""`manage.py worker`: runs queued jobs and keeps the timetable, in one process, until it is told to stop."""

import logging
import threading
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import connections
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker

from anyam.tools.jobs import timetable
from anyam.tools.jobs.progress import STOPPING

log = logging.getLogger("anyam.worker")
TICK_EVERY = 10.0


class StoppableWorker(Worker):
    """Tells a running job to end at its next report."""

    def shutdown(self, signum: int, frame: FrameType | None) -> None:
        STOPPING.set()
        super().shutdown(signum, frame)


class Command(BaseCommand):
    help = "Run queued jobs and the timetable. TERM or Ctrl-C: end at the job's next report, then stop."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--interval", type=float, default=1.0, help="seconds between looks at an empty queue"
        )
        parser.add_argument("--batch", action="store_true", help="run what waits, then stop")

    def handle(self, *, interval: float, batch: bool, **options: Any) -> None:
        name = timetable.new_worker_name()
        worker = StoppableWorker(
            queue_names=["*"],
            interval=interval,
            batch=batch,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=name,
            excluded_queue_names=[],
        )
        worker.configure_signals()
        timetable.give_pulse(name, timezone.now())
        timetable.reap(me=name)
        stop = threading.Event()
        clock = threading.Thread(target=keep_time, args=(name, stop), name="timetable", daemon=True)
        clock.start()
        try:
            worker.run()
        finally:
            stop.set()
            clock.join(timeout=5)
            timetable.end_pulse(name)


def keep_time(worker: str, stop: threading.Event) -> None:
    """Pulse and tick until told to stop; a fault of the database is logged and the next tick tries again."""
    while True:
        try:
            now = timezone.now()
            timetable.give_pulse(worker, now)
            timetable.tick(now)
        except Exception:  # a loop of its own: a locked database must not stop the clock
            log.exception("the timetable missed a tick")
        finally:
            connections.close_all()
        if stop.wait(TICK_EVERY):
            return
