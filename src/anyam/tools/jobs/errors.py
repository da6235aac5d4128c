"""Refusals of the jobs tool, and what stops a run from outside."""

from django.utils.translation import gettext_lazy as _

from anyam.base.errors import Refused


class JobUnknown(Refused):
    """The name was registered by nobody: a mistake of ours, or an old job of a room that is gone."""

    code = "job_unknown"
    message = _("Jenis pekerjaan ini tidak dikenal.")


class JobStopped(Exception):
    """The run must end now: its job was cancelled, or another worker took it over. Never caught by a job's
    function.
    """


class WorkerStops(JobStopped):
    """The worker was told to stop: the job goes back to the queue and costs no try."""


class TimeLimitReached(Exception):
    """The run took longer than the job's kind allows."""


class OutsideStep(AssertionError):
    """A job's function touched the database outside `with job.step():`, where PostgreSQL would show it no
    rows.
    """


class WorkerDied(Exception):
    """Noted on the task of a worker that stopped without finishing it."""
