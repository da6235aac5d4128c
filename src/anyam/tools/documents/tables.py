"""Columns of the number book and of a batch."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from anyam.base.parts import Status
from anyam.base.tables import Column
from anyam.tools.documents.models import IssuedDocument
from anyam.tools.documents.terms import DocumentState

KIND_OF_STATE = {
    DocumentState.ISSUED: "ok",
    DocumentState.REPLACED: "mute",
    DocumentState.REVOKED: "bad",
}


def document_status(row: IssuedDocument) -> Status:
    """Its standing today."""
    return Status(KIND_OF_STATE[DocumentState(row.state)], row.get_state_display())


def document_columns(school: str) -> list[Column]:
    """The number book: page, phone cards, files."""
    return [
        Column(
            "number",
            _("Nomor"),
            sort="sequence",
            card="title",
            url=lambda row: reverse("documents:document_show", kwargs={"school": school, "code": row.code}),
        ),
        Column("day", _("Tanggal"), kind="date", sort="day"),
        Column("kind", _("Jenis"), "kind_label", card="hidden"),
        Column("subject", _("Hal"), sort="subject"),
        Column("about", _("Tentang"), "about_name", sort="about_name"),
        Column("by", _("Oleh"), "by_name", sort="by_name", card="hidden"),
        Column("version", _("Versi"), kind="number", card="hidden"),
        Column("state", _("Status"), document_status, kind="status", card="status", sort="state"),
        Column("verification", _("Kode periksa"), "shown_verification", card="hidden", page=False),
        Column("reason", _("Alasan"), card="hidden", page=False),
    ]
