"""What a running job holds in its hand: steps inside the school's wall, and reports of progress."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.utils.functional import Promise

from anyam.base import walls
from anyam.tools.jobs.errors import JobStopped, OutsideStep, WorkerStops
from anyam.tools.jobs.models import Job
from anyam.tools.jobs.terms import JobState

# More reports a second than a person can read would only cost disk time.
REPORT_EVERY = 0.7
# Set when this process was told to stop.
STOPPING = threading.Event()


class JobProgress:
    """One run of one job. Made by the runner; a run that was cancelled or taken over writes nothing any
    more.
    """

    def __init__(self, *, school_id: int, code: str, tries: int, started: datetime) -> None:
        self.school_id = school_id
        self.code = code
        self.tries = tries
        self.started = started
        self._inside = False
        self._waiting: dict[str, Any] = {}
        self._written_at = 0.0

    @contextmanager
    def step(self) -> Iterator[None]:
        """Read and write the database here: one transaction inside the school's wall on PostgreSQL.

        Keep it short (SQLite has one writer) and compute between steps. Steps do not nest; what is reported
        within is written when the step ends well.
        """
        if self._inside:
            raise OutsideStep("steps do not nest")
        self._inside = True
        try:
            with walls.inside_school(self.school_id):
                yield
        finally:
            self._inside = False
        self._write(force=False)

    def report(
        self, done: int | None = None, total: int | None = None, message: str | Promise | None = None
    ) -> None:
        """Tell the waiting person how far it is; visible at once, at most every 0.7 s.

        Raises JobStopped when the job was cancelled or taken over, or the worker is to stop: let it pass.
        """
        if STOPPING.is_set():
            raise WorkerStops(self.code)
        given = {"done": done, "total": total, "message": message if message is None else str(message)[:300]}
        self._waiting |= {key: value for key, value in given.items() if value is not None}
        if not self._inside:
            self._write(force=False)

    def finish(self) -> None:
        """Write what the last reports said."""
        self._write(force=True)

    def mine(self) -> QuerySet[Job]:
        """The job's row as long as this run owns it."""
        return Job.objects.of_school(self.school_id).filter(
            code=self.code, state=JobState.RUNNING, tries=self.tries
        )

    def _write(self, *, force: bool) -> None:
        if not self._waiting or (not force and time.monotonic() - self._written_at < REPORT_EVERY):
            return
        values, self._waiting = self._waiting, {}
        self._inside = True
        try:
            with walls.inside_school(self.school_id):
                updated = self.mine().update(**values)
        finally:
            self._inside = False
        self._written_at = time.monotonic()
        if not updated:
            raise JobStopped(self.code)

    @contextmanager
    def guarded(self) -> Iterator[None]:
        """Refuse every statement outside a step, on every database, so that SQLite finds what PostgreSQL
        would hide.
        """

        def refuse(execute: Callable, sql: Any, params: Any, many: bool, context: Any) -> Any:
            if not self._inside:
                raise OutsideStep(f"use `with job.step():` round this: {str(sql)[:120]}")
            return execute(sql, params, many, context)

        with connection.execute_wrapper(refuse):
            yield
