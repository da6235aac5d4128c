"""Pupils that a complete file did not hold: marked within the import, so that undoing it unmarks them."""

from datetime import datetime

from anyam.base.actor import Actor
from anyam.records.people import operations
from anyam.records.people.models import Pupil
from anyam.records.people.terms import PupilStatus
from anyam.tools.imports.models import ImportBatch, ImportChange, ImportRow
from anyam.tools.imports.recording import recording, settled
from anyam.tools.imports.terms import BatchState


def mark_absent(*, actor: Actor, kind_name: str, now: datetime) -> int:
    """Mark every active pupil that the import of this moment neither found in its file nor made; how many.

    The tool hands over only the records it shows, so they are looked up again here; the changes are noted with those
    of the rows.
    """
    batch = (
        ImportBatch.objects.of_school(actor.school_id)
        .filter(kind=kind_name, state=BatchState.APPLIED, applied_at=now)
        .order_by("-pk")
        .first()
    )
    if batch is None:
        return 0
    found = ImportRow.objects.of_school(actor.school_id).filter(batch=batch).exclude(found="")
    made = ImportChange.objects.of_school(actor.school_id).filter(batch=batch, model=Pupil._meta.label)
    present = {int(key) for key in found.values_list("found", flat=True)}
    present |= {int(key) for key in made.values_list("key", flat=True)}
    active = Pupil.objects.of_school(actor.school_id).filter(status=PupilStatus.ACTIVE)
    missing = [pupil for pupil in active if pupil.pk not in present]
    with recording((Pupil,)) as recorder:
        operations.mark_pupils_absent(actor=actor, pupils=missing, now=now)
    ImportChange.objects.bulk_create(
        ImportChange(
            school_id=batch.school_id,
            batch=batch,
            row_number=0,
            model=one.instance._meta.label,
            key=str(one.instance.pk),
            title=str(one.instance)[:200],
            before=one.before,
            after=one.after,
        )
        for one in settled(list(recorder.written.values()))
    )
    return len(missing)
