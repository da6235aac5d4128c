"""Adding to the chain: in the transaction of the act itself."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django.db import IntegrityError, models, transaction

from anyam.base.actor import Actor
from anyam.base.errors import NotAllowed
from anyam.tools.audit import permissions, queries, rules
from anyam.tools.audit.models import AuditEntry, AuditHead


@transaction.atomic
def record(
    *,
    actor: Actor,
    action: str,
    thing: models.Model | None,
    now: datetime,
    detail: Mapping[str, Any] | None = None,
    name: str = "",
) -> AuditEntry:
    """Seal one act into the school's chain.

    `action` is `<room>.<verb>`; `thing` is the object acted on; `detail` holds ids, field names and numbers,
    no content of sensitive fields; `name` is the object's printed name of the day.
    """
    head = _locked_head(actor.school_id)
    entry: dict[str, Any] = {
        "sequence": head.sequence + 1,
        "at": now.astimezone(UTC).isoformat(),
        "actor_key": _actor_key(actor),
        "actor_name": rules.one_line(actor.name, 150),
        "action": action,
        "object_kind": thing._meta.label_lower if thing is not None else "",
        "object_key": str(getattr(thing, "code", "") or getattr(thing, "pk", ""))
        if thing is not None
        else "",
        "object_name": rules.one_line(name or (str(thing) if thing is not None else ""), 200),
        "detail": dict(detail or {}),
    }
    sealed = rules.digest(head.digest, entry)
    row = AuditEntry(school_id=actor.school_id, previous=head.digest, digest=sealed)
    for field, value in (entry | {"at": now}).items():
        setattr(row, field, value)
    row.save(force_insert=True)
    head.sequence, head.digest = row.sequence, sealed
    head.save(update_fields=["sequence", "digest"])
    return row


def record_read(*, actor: Actor, what: str, thing: models.Model, now: datetime) -> None:
    """Note that a person opened a pupil's full record; the one write that a GET may do."""
    record(actor=actor, action=f"{what}.read", thing=thing, now=now)


@transaction.atomic
def check_chain(*, actor: Actor, now: datetime) -> int | None:
    """Walk the school's chain; the number at which it breaks, or None when it is whole.

    The check leaves a line. Refused: NotAllowed.
    """
    if not permissions.can_read_trail(actor):
        raise NotAllowed
    fault = queries.chain_fault(actor.school_id)
    record(actor=actor, action="audit.checked", thing=None, now=now, detail={"fault": fault})
    return fault


@transaction.atomic
def note_export(*, actor: Actor, rows: int, kind: str, now: datetime) -> None:
    """Write down that the trail was taken away as a file. Refused: NotAllowed."""
    if not permissions.can_read_trail(actor):
        raise NotAllowed
    record(actor=actor, action="audit.exported", thing=None, now=now, detail={"rows": rows, "kind": kind})


def _actor_key(actor: Actor) -> str:
    return "system" if actor.is_system else f"account:{actor.account_id}"


def _locked_head(school_id: int) -> AuditHead:
    head = AuditHead.objects.of_school(school_id).select_for_update().first()
    if head is None:
        try:
            with transaction.atomic():
                AuditHead.objects.create(school_id=school_id)
        except IntegrityError:
            pass  # another writer made it between our look and our insert
        head = AuditHead.objects.of_school(school_id).select_for_update().get()
    return head
