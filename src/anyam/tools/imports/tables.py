"""Column lists of the import pages."""

from collections.abc import Callable

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from anyam.base.actor import Actor
from anyam.base.parts import Status
from anyam.base.tables import Column
from anyam.tools.imports.kinds import IMPORT_KINDS, ImportKind
from anyam.tools.imports.models import ImportBatch, ImportRow
from anyam.tools.imports.terms import BatchState

KINDS_OF_STATE = {
    BatchState.UPLOADED: "info",
    BatchState.CHECKED: "warn",
    BatchState.APPLIED: "ok",
    BatchState.UNDONE: "mute",
    BatchState.EXPIRED: "mute",
}


def state_of(batch: ImportBatch) -> Status:
    """Where an import stands, as a pill."""
    return Status(KINDS_OF_STATE[BatchState(batch.state)], batch.get_state_display())


def batch_columns(actor: Actor) -> tuple[Column, ...]:
    """The list of imports."""
    labels = {kind.name: kind.label for kind in IMPORT_KINDS}

    def url(batch: ImportBatch) -> str:
        return reverse("imports:batch_show", kwargs={"school": actor.school_slug, "code": batch.code})

    return (
        Column("file_name", _("Berkas"), kind="link", url=url, card="title", sort="file_name"),
        Column("kind", _("Jenis"), lambda batch: labels.get(batch.kind, batch.kind)),
        Column("created_at", _("Dibuat"), kind="moment", sort="created_at"),
        Column("by_name", _("Oleh"), sort="by_name", card="hidden"),
        Column("row_count", _("Baris"), kind="number", sort="row_count"),
        Column("state", _("Keadaan"), state_of, kind="status", card="status"),
    )


def _reader(key: str) -> Callable[[ImportRow], str]:
    return lambda row: row.values.get(key, "")


def row_columns(kind: ImportKind, batch: ImportBatch) -> tuple[Column, ...]:
    """Rows of an import: their place in the file and the cells that are used."""
    cells = [
        Column(one.key, one.label, _reader(one.key), card="fact")
        for one in kind.fields
        if one.key in batch.mapping
    ]
    return (Column("number", _("Baris"), kind="number", sort="number", card="title"), *cells)
