"""Jobs of schools, slots of the timetable that were enqueued, and the workers' signs of life."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from anyam.base.models import Coded, SchoolOwned
from anyam.base.slots import VisibilitySlot
from anyam.tools.jobs import rules
from anyam.tools.jobs.registry import kind_of
from anyam.tools.jobs.terms import LIVE, JobState


class Job(SchoolOwned, Coded):
    """One piece of long work of one school, as its starter sees it. The queue row beside it belongs to
    django-tasks.
    """

    PRIVACY = {
        "L": ("by_key", "by_name"),
        "none": (
            "code", "name", "arguments", "state", "done", "total", "message", "result", "error", "tries",
            "return_url", "created_at", "started_at", "finished_at",
        ),
    }  # fmt: skip
    visibility = VisibilitySlot("jobs.job")

    name = models.CharField(_("jenis"), max_length=80)
    arguments = models.JSONField(default=dict)
    state = models.CharField(_("keadaan"), max_length=10, choices=JobState, default=JobState.QUEUED)
    done = models.PositiveIntegerField(_("sudah"), default=0)
    total = models.PositiveIntegerField(_("dari"), default=0)
    message = models.CharField(_("keterangan"), max_length=300, blank=True)
    result = models.JSONField(default=dict)
    error = models.CharField(_("kode kesalahan"), max_length=12, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    return_url = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(_("dibuat"))
    started_at = models.DateTimeField(_("dimulai"), null=True)
    finished_at = models.DateTimeField(_("selesai"), null=True)
    by_key = models.CharField(max_length=40)
    by_name = models.CharField(_("oleh"), max_length=150)

    class Meta:
        verbose_name = _("pekerjaan")
        ordering = ["-created_at"]
        constraints = [models.UniqueConstraint(fields=["school", "code"], name="jobs_code_once")]
        indexes = [models.Index(fields=["school", "state", "created_at"], name="jobs_by_state")]

    @property
    def label(self) -> str:
        """The kind in words; the bare name when its room is gone."""
        kind = kind_of(self.name)
        return str(kind.label) if kind else self.name

    @property
    def is_live(self) -> bool:
        """Still waiting or running."""
        return self.state in LIVE

    @property
    def percent(self) -> int | None:
        """Whole per cent done, None while the whole is unknown."""
        return rules.percent(self.done, self.total)

    @property
    def result_url(self) -> str:
        """Where the result can be seen, if the function said so and it is an address of this site."""
        url = str(self.result.get("url", "")) if isinstance(self.result, dict) else ""
        return url if rules.is_local_path(url) else ""


class ScheduleSlot(models.Model):
    """A slot of the timetable that some worker has enqueued; the constraint lets only one do it."""

    PRIVACY = {"none": ("name", "slot", "at")}

    name = models.CharField(max_length=80)
    slot = models.CharField(max_length=32)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "slot"], name="jobs_slot_once")]

    def __str__(self) -> str:
        return f"{self.name} {self.slot}"


class WorkerPulse(models.Model):
    """A worker's last sign of life; removed when it stops in order."""

    PRIVACY = {"none": ("worker", "started_at", "at")}

    worker = models.CharField(max_length=64, unique=True)
    started_at = models.DateTimeField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.worker
