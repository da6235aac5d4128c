"""Reading the trail, and proving that it is whole."""

from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from anyam.base.actor import Actor
from anyam.tools.audit import rules
from anyam.tools.audit.models import AuditEntry, AuditHead


def entries_visible_to(actor: Actor) -> QuerySet[AuditEntry]:
    """The acts an actor may read, newest first."""
    return AuditEntry.objects.visible_to(actor).order_by("-sequence")


def filtered(rows: QuerySet[AuditEntry], wanted: Mapping[str, Any], zone: ZoneInfo) -> QuerySet[AuditEntry]:
    """Narrowed by the filter form: part of a name, an act, part of a thing's name, days of the school."""
    if wanted.get("pelaku"):
        rows = rows.filter(actor_name__icontains=wanted["pelaku"])
    if wanted.get("tindakan"):
        rows = rows.filter(action=wanted["tindakan"])
    if wanted.get("objek"):
        rows = rows.filter(object_name__icontains=wanted["objek"])
    if wanted.get("dari"):
        rows = rows.filter(at__gte=datetime.combine(wanted["dari"], time.min, zone))
    if wanted.get("sampai"):
        rows = rows.filter(at__lt=datetime.combine(wanted["sampai"] + timedelta(days=1), time.min, zone))
    return rows


def chain_fault(school_id: int) -> int | None:
    """Sequence number of the first entry that does not fit the chain, or None when it is whole.

    Reads the whole chain in order; a head that does not match the last entry counts as a fault after it.
    """
    last: dict[str, Any] = {"sequence": 0, "digest": rules.START}

    def sealed():
        for row in AuditEntry.objects.of_school(school_id).order_by("sequence").iterator(2000):
            values = {key: getattr(row, key) for key in rules.SEALED}
            values |= {
                "at": row.at.astimezone(UTC).isoformat(),
                "previous": row.previous,
                "digest": row.digest,
            }
            last.update(sequence=row.sequence, digest=row.digest)
            yield values

    fault = rules.first_fault(sealed())
    if fault is not None:
        return fault
    head = AuditHead.objects.of_school(school_id).first()
    if head is not None and (head.sequence, head.digest) != (last["sequence"], last["digest"]):
        return int(last["sequence"]) + 1
    return None
