"""One import, its rows, and what it changed. Only values of mapped columns are ever stored, and not for
long.
"""

from datetime import datetime

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from anyam.base.models import Coded, SchoolOwned
from anyam.base.slots import VisibilitySlot
from anyam.tools.imports.terms import UNDO_FOR, BatchState, RowAction, UndoOutcome, Work


class ImportBatch(SchoolOwned, Coded):
    """One file that was read. The file itself is not kept.

    `columns`: label of every column of the file. `mapping`: field key → {column, confidence, others}.
    `dropped`: [{group, columns}]. `header`: where the header stood. `changed_fields`: field key → number
    of rows. `absent`: the first records of the school that the file lacks.
    """

    PRIVACY = {
        "A": ("absent",),
        "L": ("by_key", "by_name"),
        "none": (
            "code", "kind", "file_name", "sha256", "state", "work", "done", "row_count", "new_count",
            "changed_count", "same_count", "refused_count", "absent_count", "applied_count", "kept_count",
            "columns", "mapping", "dropped", "header", "changed_fields", "created_at", "checked_at",
            "applied_at", "undone_at",
        ),
    }  # fmt: skip
    visibility = VisibilitySlot("imports.batch")

    kind = models.CharField(_("jenis"), max_length=60)
    file_name = models.CharField(_("nama berkas"), max_length=120)
    sha256 = models.CharField(max_length=64)
    state = models.CharField(_("keadaan"), max_length=10, choices=BatchState, default=BatchState.UPLOADED)
    work = models.CharField(_("pekerjaan"), max_length=10, choices=Work, default=Work.NONE, blank=True)
    done = models.PositiveIntegerField(_("sudah"), default=0)
    row_count = models.PositiveIntegerField(_("baris"), default=0)
    new_count = models.PositiveIntegerField(_("baru"), default=0)
    changed_count = models.PositiveIntegerField(_("berubah"), default=0)
    same_count = models.PositiveIntegerField(_("sama"), default=0)
    refused_count = models.PositiveIntegerField(_("perlu diperbaiki"), default=0)
    absent_count = models.PositiveIntegerField(_("tidak ada di berkas"), default=0)
    applied_count = models.PositiveIntegerField(_("diimpor"), default=0)
    kept_count = models.PositiveIntegerField(_("tidak dikembalikan"), default=0)
    columns = models.JSONField(default=dict)
    mapping = models.JSONField(default=dict)
    dropped = models.JSONField(default=list)
    header = models.JSONField(default=dict)
    changed_fields = models.JSONField(default=dict)
    absent = models.JSONField(default=list)
    by_key = models.CharField(max_length=40)
    by_name = models.CharField(_("oleh"), max_length=150)
    created_at = models.DateTimeField(_("dibuat"))
    checked_at = models.DateTimeField(_("diperiksa"), null=True)
    applied_at = models.DateTimeField(_("diimpor pada"), null=True)
    undone_at = models.DateTimeField(_("diurungkan pada"), null=True)

    class Meta:
        verbose_name = _("impor")
        ordering = ["-created_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["school", "code"], name="imports_code_once")]
        indexes = [models.Index(fields=["school", "-created_at"], name="imports_newest")]

    def __str__(self) -> str:
        return self.file_name

    @property
    def ready_count(self) -> int:
        """Rows that pressing the button would write."""
        return self.new_count + self.changed_count

    @property
    def undo_until(self) -> datetime | None:
        """Last moment of undoing; None when nothing was imported."""
        return self.applied_at + UNDO_FOR if self.applied_at else None


class ImportRow(SchoolOwned):
    """One row of the file: values of the mapped columns, what will become of it, and why not.

    `spare`: column → value of columns that could be meant as well, until the mapping is confirmed.
    `marks`: field key → imprecise or cut. `errors`: [{field, label, value, message, remedy, suggestion}].
    `changes`: [{field, label, before, after}]. `found`: primary key of the record the row is about, if the
    school has it.
    """

    PRIVACY = {
        "B": ("values", "spare", "errors", "changes"),
        "none": ("batch", "number", "marks", "action", "found", "applied_at"),
    }
    visibility = VisibilitySlot("imports.row")

    batch = models.ForeignKey(ImportBatch, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField(_("baris"))
    values = models.JSONField(default=dict)
    spare = models.JSONField(default=dict)
    marks = models.JSONField(default=dict)
    action = models.CharField(_("tindakan"), max_length=8, choices=RowAction, default=RowAction.WAITING)
    found = models.CharField(max_length=64, blank=True)
    errors = models.JSONField(default=list)
    changes = models.JSONField(default=list)
    applied_at = models.DateTimeField(_("diimpor pada"), null=True)

    class Meta:
        verbose_name = _("baris impor")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["batch", "number"], name="imports_row_once")]
        indexes = [models.Index(fields=["batch", "action", "number"], name="imports_rows_by_action")]

    def __str__(self) -> str:
        return str(self.number)


class ImportChange(SchoolOwned):
    """One record written by an import: how it was (None: it was not) and how it became, for undoing."""

    PRIVACY = {
        "B": ("before", "after"),
        "A": ("title",),
        "none": ("batch", "row_number", "model", "key", "outcome"),
    }
    visibility = VisibilitySlot("imports.change")

    batch = models.ForeignKey(ImportBatch, on_delete=models.PROTECT, related_name="+")
    row_number = models.PositiveIntegerField(_("baris"))
    model = models.CharField(max_length=80)
    key = models.CharField(max_length=64)
    title = models.CharField(_("nama"), max_length=200, blank=True)
    before = models.JSONField(null=True, encoder=DjangoJSONEncoder)
    after = models.JSONField(encoder=DjangoJSONEncoder)
    outcome = models.CharField(max_length=12, choices=UndoOutcome, default=UndoOutcome.NONE, blank=True)

    class Meta:
        verbose_name = _("perubahan dari impor")
        ordering = ["pk"]
        indexes = [models.Index(fields=["batch", "outcome"], name="imports_changes_left")]

    def __str__(self) -> str:
        return f"{self.model} {self.key}"
