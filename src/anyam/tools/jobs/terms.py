"""Words of the jobs tool."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class JobState(models.TextChoices):
    """Where a job stands; the last three are final."""

    QUEUED = "queued", _("Menunggu giliran")
    RUNNING = "running", _("Sedang dikerjakan")
    DONE = "done", _("Selesai")
    FAILED = "failed", _("Gagal")
    CANCELLED = "cancelled", _("Dihentikan")


LIVE = (JobState.QUEUED, JobState.RUNNING)
