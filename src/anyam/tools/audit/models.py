"""The audit chain: entries that are only added, and the head of each school's chain."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from anyam.base.models import SchoolOwned
from anyam.base.slots import VisibilitySlot
from anyam.tools.audit.terms import sentence


class AuditHead(SchoolOwned):
    """The last entry of a school's chain; its row is locked while the next one is added."""

    PRIVACY = {"none": ("sequence", "digest")}
    visibility = VisibilitySlot("audit.head")

    sequence = models.BigIntegerField(default=0)
    digest = models.CharField(max_length=64, default="0" * 64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school"], name="audit_one_head_per_school")]


class AuditEntry(SchoolOwned):
    """One act. Keeps the actor's key and printed name of the day, so that it outlives the account."""

    PRIVACY = {
        "L": (
            "at",
            "actor_key",
            "actor_name",
            "action",
            "object_kind",
            "object_key",
            "object_name",
            "detail",
        ),
        "none": ("sequence", "previous", "digest"),
    }
    visibility = VisibilitySlot("audit.entry")

    sequence = models.BigIntegerField(_("urutan"))
    at = models.DateTimeField(_("waktu"))
    actor_key = models.CharField(max_length=40)
    actor_name = models.CharField(_("pelaku"), max_length=150)
    action = models.CharField(_("tindakan"), max_length=80)
    object_kind = models.CharField(_("jenis"), max_length=80)
    object_key = models.CharField(max_length=40)
    object_name = models.CharField(_("objek"), max_length=200)
    detail = models.JSONField(_("rincian"), default=dict)
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["-sequence"]
        constraints = [
            models.UniqueConstraint(fields=["school", "sequence"], name="audit_sequence_without_fork")
        ]
        indexes = [models.Index(fields=["school", "object_kind", "object_key"], name="audit_by_object")]

    def words(self) -> str:
        """The act in words that stand between who acted and on what."""
        return sentence(self.action)
