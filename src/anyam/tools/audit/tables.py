"""Columns of the trail: page, phone cards, files out."""

import json

from django.utils.translation import gettext_lazy as _

from anyam.base.tables import Column
from anyam.tools.audit.models import AuditEntry


def entry_columns() -> list[Column]:
    """Number, moment, who, what, on what, and the details as they were sealed."""
    return [
        Column("sequence", _("Nomor"), kind="number", card="hidden"),
        Column("at", _("Waktu"), kind="moment"),
        Column("actor_name", _("Pelaku"), card="title"),
        Column("action", _("Tindakan"), "words"),
        Column("object_name", _("Objek")),
        Column("detail", _("Rincian teknis"), _details, card="hidden"),
    ]


def _details(entry: AuditEntry) -> str:
    return ", ".join(
        f"{key}: {_flat(value)}" for key, value in entry.detail.items() if value not in ("", None)
    )


def _flat(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
