"""The number register: every number once, no gaps after a rollback."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F

from anyam.base.actor import Actor
from anyam.base.errors import NotAllowed
from anyam.tools.audit import operations as audit
from anyam.tools.documents import permissions
from anyam.tools.documents.errors import NumberTaken
from anyam.tools.documents.models import NumberSeries


@transaction.atomic
def take_numbers(*, school_id: int, series: str, year: int, count: int = 1) -> range:
    """The next `count` numbers of a register.

    The register's row stays locked until the caller's transaction ends, so a rollback gives the numbers
    back and nobody can take them twice.
    """
    rows = NumberSeries.objects.of_school(school_id).filter(series=series, year=year)
    if not rows.update(last=F("last") + count):
        try:
            with transaction.atomic():
                NumberSeries.objects.create(school_id=school_id, series=series, year=year, last=0)
        except IntegrityError:
            pass  # another writer opened the register between our look and our insert
        rows.update(last=F("last") + count)
    last = rows.values_list("last", flat=True).get()
    return range(last - count + 1, last + 1)


@transaction.atomic
def set_last_number(*, actor: Actor, series: str, year: int, last: int, now: datetime) -> NumberSeries:
    """Continue a paper register: the next document gets `last` + 1. Only forward.

    Refused: NotAllowed, NumberTaken.
    """
    if not permissions.is_keeper(actor):
        raise NotAllowed
    rows = NumberSeries.objects.of_school(actor.school_id).filter(series=series, year=year)
    row = rows.select_for_update(of=("self",)).first()
    if row is None:
        row = NumberSeries.objects.create(school_id=actor.school_id, series=series, year=year, last=0)
    if last <= row.last:
        raise NumberTaken(field="last")
    before, row.last = row.last, last
    row.save(update_fields=["last"])
    audit.record(
        actor=actor,
        action="documents.set_last_number",
        thing=row,
        detail={"from": before, "to": last},
        now=now,
    )
    return row
