"""Words of the import tool."""

from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

# How long an import can be undone; afterwards its rows and before-values are erased.
UNDO_FOR = timedelta(days=30)
# How long a file that was read and never imported is kept.
WAIT_FOR = timedelta(days=7)
# Rows written per transaction, and from how many rows on the work goes to the job worker.
CHUNK = 500
INLINE_ROWS = 500


class BatchState(models.TextChoices):
    """Where an import stands."""

    UPLOADED = "uploaded", _("Kolom dicocokkan")
    CHECKED = "checked", _("Sudah diperiksa")
    APPLIED = "applied", _("Sudah diimpor")
    UNDONE = "undone", _("Diurungkan")
    EXPIRED = "expired", _("Masa simpan habis")


class Work(models.TextChoices):
    """Long work under way on an import, if any."""

    NONE = "", _("Tidak ada")
    READING = "reading", _("Sedang dibaca")
    CHECKING = "checking", _("Sedang diperiksa")
    APPLYING = "applying", _("Sedang diimpor")
    UNDOING = "undoing", _("Sedang diurungkan")


class RowAction(models.TextChoices):
    """What an import will do, or did, with one row."""

    WAITING = "waiting", _("Belum diperiksa")
    NEW = "new", _("Baru")
    CHANGED = "changed", _("Berubah")
    SAME = "same", _("Sama")
    REFUSED = "refused", _("Perlu diperbaiki")


class UndoOutcome(models.TextChoices):
    """What undoing did with one change."""

    NONE = "", _("Belum diurungkan")
    REVERTED = "reverted", _("Dikembalikan")
    KEPT_CHANGED = "kept_changed", _("Diubah orang lain sesudah impor, jadi dibiarkan")
    KEPT_NEEDED = "kept_needed", _("Sudah dipakai data lain, jadi dibiarkan")


AUDIT_ACTIONS = {
    "imports.start": _("membaca berkas impor"),
    "imports.remap": _("mengubah kecocokan kolom impor"),
    "imports.check": _("memeriksa impor"),
    "imports.mend": _("memperbaiki baris impor"),
    "imports.apply": _("mengimpor"),
    "imports.undo": _("mengurungkan impor"),
    "imports.discard": _("membuang impor"),
}
