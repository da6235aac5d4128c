"""The number register, issued documents, batches, and the table by which the public page finds a school."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from anyam.base.models import Coded, SchoolOwned
from anyam.base.slots import VisibilitySlot
from anyam.tools.documents import rules
from anyam.tools.documents.kinds import kind_of
from anyam.tools.documents.terms import DocumentState

# The only columns of an issued document that may ever change.
CHANGEABLE = frozenset({"state", "reason", "ended_at"})


class NumberSeries(SchoolOwned):
    """The running number of one register and year; its row is locked while a number is taken."""

    PRIVACY = {"none": ("series", "year", "last")}
    visibility = VisibilitySlot("documents.series")

    series = models.CharField(_("buku nomor"), max_length=40)
    year = models.PositiveSmallIntegerField(_("tahun"))
    last = models.PositiveIntegerField(_("nomor terakhir"), default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school", "series", "year"], name="documents_one_series")
        ]

    def __str__(self) -> str:
        return f"{self.series} {self.year}"


class IssueBatch(SchoolOwned, Coded):
    """Many documents of one kind made by one press of a button, with one file to print them all."""

    PRIVACY = {
        "L": ("by_key", "by_name"),
        "none": (
            "code",
            "kind",
            "title",
            "keys",
            "job_code",
            "print_file",
            "failures",
            "created_at",
            "finished_at",
        ),
    }
    visibility = VisibilitySlot("documents.batch")

    kind = models.CharField(_("jenis"), max_length=60)
    title = models.CharField(_("paket"), max_length=150)
    keys = models.JSONField(default=list)
    job_code = models.CharField(max_length=12, blank=True)
    print_file = models.FileField(_("berkas cetak"), max_length=80, blank=True)
    failures = models.JSONField(_("yang belum terbit"), default=list)
    created_at = models.DateTimeField(_("dibuat"))
    finished_at = models.DateTimeField(_("selesai"), null=True)
    by_key = models.CharField(max_length=40)
    by_name = models.CharField(_("oleh"), max_length=150)

    class Meta:
        verbose_name = _("paket surat")
        ordering = ["-created_at"]
        constraints = [models.UniqueConstraint(fields=["school", "code"], name="documents_batch_code_once")]

    def __str__(self) -> str:
        return self.title


class IssuedDocument(SchoolOwned, Coded):
    """One version of one document, exactly as it was printed. Never edited: replaced by a new version, or
    revoked.
    """

    PRIVACY = {
        "A": ("subject", "about_name", "context", "file"),
        "L": ("by_key", "by_name"),
        "none": (
            "code", "kind", "series", "sequence", "number", "day", "public_subject", "about_label",
            "about_code", "paper", "version", "replaces", "batch", "digest", "verification", "issued_at",
            "state", "reason", "ended_at",
        ),
    }  # fmt: skip
    visibility = VisibilitySlot("documents.document")

    kind = models.CharField(_("jenis"), max_length=60)
    series = models.CharField(max_length=40)
    sequence = models.PositiveIntegerField(_("nomor urut"))
    number = models.CharField(_("nomor"), max_length=80)
    day = models.DateField(_("tanggal"))
    subject = models.CharField(_("hal"), max_length=200)
    public_subject = models.CharField(max_length=200)
    about_label = models.CharField(max_length=80)
    about_code = models.CharField(max_length=40)
    about_name = models.CharField(_("tentang"), max_length=200, blank=True)
    context = models.JSONField()
    paper = models.CharField(_("kertas"), max_length=2)
    version = models.PositiveSmallIntegerField(_("versi"), default=1)
    replaces = models.ForeignKey(
        "self", on_delete=models.PROTECT, related_name="+", null=True, verbose_name=_("menggantikan")
    )
    batch = models.ForeignKey(
        IssueBatch, on_delete=models.PROTECT, related_name="+", null=True, verbose_name=_("paket")
    )
    digest = models.CharField("SHA-256", max_length=64)
    file = models.FileField(_("berkas"), max_length=80)
    verification = models.CharField(_("kode periksa"), max_length=8)
    issued_at = models.DateTimeField(_("diterbitkan"))
    by_key = models.CharField(max_length=40)
    by_name = models.CharField(_("oleh"), max_length=150)
    state = models.CharField(_("status"), max_length=10, choices=DocumentState, default=DocumentState.ISSUED)
    reason = models.CharField(_("alasan"), max_length=200, blank=True)
    ended_at = models.DateTimeField(_("berakhir"), null=True)

    class Meta:
        verbose_name = _("surat")
        ordering = ["-issued_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["school", "code"], name="documents_code_once"),
            models.UniqueConstraint(fields=["verification"], name="documents_verification_once"),
            models.UniqueConstraint(
                fields=["school", "number", "version"],
                name="documents_number_once",
                violation_error_message=_("Nomor surat ini sudah terpakai."),
            ),
            models.UniqueConstraint(
                fields=["replaces"], condition=Q(replaces__isnull=False), name="documents_replaced_once"
            ),
            models.CheckConstraint(
                condition=Q(state=DocumentState.ISSUED, ended_at=None)
                | (~Q(state=DocumentState.ISSUED) & Q(ended_at__isnull=False)),
                name="documents_ended_when_not_valid",
            ),
        ]
        indexes = [
            models.Index(fields=["school", "about_label", "about_code"], name="documents_by_object"),
            models.Index(fields=["school", "-issued_at"], name="documents_by_time"),
        ]

    def __str__(self) -> str:
        return self.number

    def save(self, *args: Any, **options: Any) -> None:
        """Insert, or change its standing; anything else would rewrite what was issued."""
        if not self._state.adding and not set(options.get("update_fields") or ("all",)) <= CHANGEABLE:
            raise TypeError("an issued document is never edited: replace or revoke it")
        super().save(*args, **options)

    @property
    def kind_label(self) -> str:
        """The kind in words; the bare name when its room is gone."""
        kind = kind_of(self.kind)
        return str(kind.label) if kind else self.kind

    @property
    def shown_verification(self) -> str:
        """K7Q2-9MXD."""
        return rules.shown_code(self.verification)

    @property
    def is_valid(self) -> bool:
        """Neither replaced nor revoked."""
        return self.state == DocumentState.ISSUED


class VerificationCode(models.Model):
    """Which school a verification code belongs to, and nothing else: readable before the school's wall is
    open.
    """

    PRIVACY = {"none": ("code", "school_key")}

    code = models.CharField(max_length=8, unique=True)
    school_key = models.BigIntegerField()

    def __str__(self) -> str:
        return self.code
