"""Changing teachers: add, change, stop and resume serving."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from anyam.base.actor import Actor
from anyam.base.errors import NotAllowed, NotFound, Refused
from anyam.records.people import permissions
from anyam.records.people.models import Teacher
from anyam.records.people.operations.pupils import set_values
from anyam.tools.audit.operations import record


class TeacherNumberTaken(Refused):
    code = "number_taken"
    message = _("Nomor ini sudah dipakai guru lain di sekolah ini.")


@transaction.atomic
def save_teacher(*, actor: Actor, teacher: Teacher | None, data: Mapping[str, Any], now: datetime) -> Teacher:
    """Add a teacher or change one; `data` is what the teacher's form has cleaned.

    Refused: NotAllowed, TeacherNumberTaken (nuptk, nip).
    """
    if not permissions.can_edit_teachers(actor):
        raise NotAllowed
    others = Teacher.objects.of_school(actor.school_id).exclude(pk=teacher.pk if teacher else 0)
    for number in ("nuptk", "nip"):
        other = others.filter(**{number: data[number]}).first() if data.get(number) else None
        if other is not None:
            raise TeacherNumberTaken(
                _("Nomor ini sudah dipakai %(name)s.") % {"name": other.name}, field=number
            )
    made = teacher is None
    row = Teacher(school_id=actor.school_id, created_at=now) if teacher is None else _locked(actor, teacher)
    changed = set_values(row, data)
    row.updated_at = now
    row.save()
    record(
        actor=actor,
        action="people.teacher_added" if made else "people.teacher_changed",
        thing=row,
        now=now,
        detail={} if made else {"fields": changed},
    )
    return row


@transaction.atomic
def set_teacher_active(*, actor: Actor, teacher: Teacher, is_active: bool, now: datetime) -> Teacher:
    """A teacher who moved away is offered nowhere; what they did stays. Hats are ended on their own page.

    Refused: NotAllowed.
    """
    if not permissions.can_edit_teachers(actor):
        raise NotAllowed
    row = _locked(actor, teacher)
    row.is_active, row.updated_at = is_active, now
    row.save(update_fields=["is_active", "updated_at"])
    action = "people.teacher_returned" if is_active else "people.teacher_left"
    record(actor=actor, action=action, thing=row, now=now)
    return row


def _locked(actor: Actor, teacher: Teacher) -> Teacher:
    rows = Teacher.objects.of_school(actor.school_id).select_for_update(of=("self",))
    row = rows.filter(pk=teacher.pk).first()
    if row is None:
        raise NotFound
    return row
