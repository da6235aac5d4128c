"""Changing pupils and their guardians: one verb per function, each audited."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from anyam.base.actor import Actor
from anyam.base.errors import NotAllowed, NotFound, Refused, WrongState
from anyam.records.people import permissions, queries, rules
from anyam.records.people.models import Account, Guardian, GuardianRelation, Pupil
from anyam.records.people.terms import GuardianKind
from anyam.records.schools import operations as schools
from anyam.records.schools import queries as school_queries
from anyam.records.schools.models import ClassGroup
from anyam.tools.audit.operations import record


class NumberTaken(Refused):
    code = "number_taken"
    message = _("Nomor ini sudah dipakai siswa lain di sekolah ini.")


class GuardianKnown(Refused):
    code = "guardian_known"
    message = _("Wali dengan hubungan ini sudah ada. Ubah datanya lewat tombol Ubah.")


@transaction.atomic
def save_pupil(*, actor: Actor, pupil: Pupil | None, data: Mapping[str, Any], now: datetime) -> Pupil:
    """Add a pupil or change one; `data` is what the pupil's form has cleaned.

    When the NISN of a pupil with an account changes, the sign-in name follows it.
    Refused: NotAllowed, NumberTaken (nisn, nipd), NotFound for a class group of another school.
    """
    made = pupil is None
    row, changed = _write_pupil(actor, pupil, data, now)
    record(
        actor=actor,
        action="people.pupil_added" if made else "people.pupil_changed",
        thing=row,
        now=now,
        detail={} if made else {"fields": changed},
    )
    return row


def _write_pupil(
    actor: Actor, pupil: Pupil | None, data: Mapping[str, Any], now: datetime
) -> tuple[Pupil, list[str]]:
    """Save a pupil without a line in the trail; the pupil and the names of the fields that changed."""
    if not permissions.can_edit_pupils(actor):
        raise NotAllowed
    class_group = data.get("class_group")
    if class_group is not None and class_group.school_id != actor.school_id:
        raise NotFound
    for number in ("nisn", "nipd"):
        _refuse_taken(actor, pupil, number, data.get(number, ""))
    row = Pupil(school_id=actor.school_id, created_at=now) if pupil is None else _locked(actor, pupil)
    old_nisn = row.nisn
    changed = set_values(row, data)
    row.updated_at = now
    row.save()
    if row.account_id and row.nisn and row.nisn != old_nisn:
        _rename_account(actor, row, old_nisn)
    return row, changed


def _locked(actor: Actor, pupil: Pupil) -> Pupil:
    row = Pupil.objects.of_school(actor.school_id).select_for_update(of=("self",)).filter(pk=pupil.pk).first()
    if row is None:
        raise NotFound
    return row


def _refuse_taken(actor: Actor, pupil: Pupil | None, field: str, number: str) -> None:
    if not number:
        return
    others = Pupil.objects.of_school(actor.school_id).filter(**{field: number})
    other = others.exclude(pk=pupil.pk or 0 if pupil else 0).first()
    if other is not None:
        words = {"name": other.name, "group": other.class_group or "–"}
        raise NumberTaken(_("Nomor ini sudah dipakai %(name)s (%(group)s).") % words, field=field)


def _rename_account(actor: Actor, pupil: Pupil, old_nisn: str) -> None:
    """An account that signs in with the old NISN gets the new one, unless it is used elsewhere or the name is gone."""
    account = Account.objects.select_for_update().get(pk=pupil.account_id or 0)
    if account.username != old_nisn or queries.hats_elsewhere(account, actor.school_id):
        return
    if not Account.objects.filter(username=pupil.nisn).exists():
        account.username = pupil.nisn
        account.save(update_fields=["username"])


def set_values(row: models.Model, data: Mapping[str, Any]) -> list[str]:
    """Put form values on a row; the names of the fields that changed."""
    names = {field.name for field in row._meta.fields}
    changed = []
    for name, value in data.items():
        if name in names and getattr(row, name) != value:
            setattr(row, name, value)
            changed.append(name)
    return sorted(changed)


@transaction.atomic
def mark_pupil_left(*, actor: Actor, pupil: Pupil, now: datetime) -> Pupil:
    """The pupil went to another school or stopped; everything stays for the record. Refused: NotAllowed, WrongState."""
    return _move(actor, pupil, "leave", now)


@transaction.atomic
def mark_pupil_graduated(*, actor: Actor, pupil: Pupil, now: datetime) -> Pupil:
    """The pupil finished. Refused: NotAllowed, WrongState."""
    return _move(actor, pupil, "graduate", now)


@transaction.atomic
def mark_pupil_returned(*, actor: Actor, pupil: Pupil, now: datetime) -> Pupil:
    """Undo of leaving, graduating or missing in a file: the pupil is active. Refused: NotAllowed, WrongState."""
    return _move(actor, pupil, "return", now)


def _move(actor: Actor, pupil: Pupil, verb: str, now: datetime) -> Pupil:
    if not permissions.can_edit_pupils(actor):
        raise NotAllowed
    row = _locked(actor, pupil)
    _change_status(row, verb, now)
    record(actor=actor, action=f"people.pupil_{verb}", thing=row, now=now)
    return row


def _change_status(row: Pupil, verb: str, now: datetime) -> None:
    starts, ends = rules.PUPIL_MOVES[verb]
    if row.status not in starts:
        raise WrongState
    row.status, row.updated_at = ends, now
    row.save(update_fields=["status", "updated_at"])


@transaction.atomic
def mark_pupils_absent(*, actor: Actor, pupils: Iterable[Pupil], now: datetime) -> list[Pupil]:
    """Mark active pupils that a complete file did not hold; nobody is deleted. Refused: NotAllowed."""
    if not permissions.can_edit_pupils(actor):
        raise NotAllowed
    marked = []
    for pupil in pupils:
        row = _locked(actor, pupil)
        _change_status(row, "miss", now)
        marked.append(row)
    if marked:
        codes = [row.code for row in marked]
        record(actor=actor, action="people.pupils_absent", thing=None, now=now, detail={"pupils": codes})
    return marked


def note_pupils_exported(*, actor: Actor, count: int, now: datetime) -> None:
    """Note that whole records left the system as a file. Refused: NotAllowed."""
    if not permissions.can_edit_pupils(actor):
        raise NotAllowed
    record(actor=actor, action="people.pupils_exported", thing=None, now=now, detail={"count": count})


@transaction.atomic
def save_guardian(
    *, actor: Actor, pupil: Pupil, relation: GuardianRelation | None, data: Mapping[str, Any], now: datetime
) -> GuardianRelation:
    """Add a guardian to a pupil or change name and contact of one; `data` is what the guardian's form has cleaned.

    One father, one mother, one guardian per pupil. Refused: NotAllowed, NotFound, GuardianKnown.
    """
    if not permissions.can_edit_pupils(actor):
        raise NotAllowed
    pupil = _locked(actor, pupil)
    if relation is None:
        known = GuardianRelation.objects.of_school(actor.school_id).filter(pupil=pupil, kind=data["kind"])
        if known.exists():
            raise GuardianKnown(field="kind")
    elif relation.pupil_id != pupil.pk:
        raise NotFound
    relation, changed = _write_guardian(actor, pupil, relation, data, now)
    record(
        actor=actor,
        action="people.guardian_saved",
        thing=pupil,
        now=now,
        detail={"kind": relation.kind, "fields": changed},
    )
    return relation


def _write_guardian(
    actor: Actor, pupil: Pupil, relation: GuardianRelation | None, data: Mapping[str, Any], now: datetime
) -> tuple[GuardianRelation, list[str]]:
    """Save a guardian without a line in the trail; the relation and the names of the fields that changed."""
    if relation is None:
        guardian = Guardian(school_id=actor.school_id, created_at=now)
    else:
        rows = Guardian.objects.of_school(actor.school_id).select_for_update(of=("self",))
        guardian = rows.get(pk=relation.guardian_id)
    changed = set_values(guardian, data)
    guardian.updated_at = now
    guardian.save()
    if relation is None:
        relation = GuardianRelation.objects.create(
            school_id=actor.school_id, guardian=guardian, pupil=pupil, kind=data["kind"]
        )
    return relation, changed


@transaction.atomic
def bar_guardian(
    *, actor: Actor, relation: GuardianRelation, barred: bool, now: datetime
) -> GuardianRelation:
    """Cut a guardian off from everything about the pupil (a court order), or lift that again. Refused: NotAllowed."""
    if not permissions.can_edit_pupils(actor):
        raise NotAllowed
    rows = GuardianRelation.objects.of_school(actor.school_id).select_for_update(of=("self",))
    relation = rows.select_related("pupil").get(pk=relation.pk)
    relation.barred = barred
    relation.save(update_fields=["barred"])
    action = "people.guardian_barred" if barred else "people.guardian_unbarred"
    record(actor=actor, action=action, thing=relation.pupil, now=now, detail={"kind": relation.kind})
    return relation


@transaction.atomic
def import_pupil(*, actor: Actor, pupil: Pupil | None, data: Mapping[str, Any], now: datetime) -> Pupil:
    """One row of a list: class group (made when it is new), pupil, names and phones of the guardians.

    `data`: what the row's form has cleaned: the pupil's fields, `class_name`, and `<kind>_name`, `<kind>_phone`. Empty
    names of guardians change nothing. Refused: NotAllowed, NumberTaken, Refused(class_unknown).
    """
    values = {key: value for key, value in data.items() if key != "class_name"}
    if data.get("class_name"):
        values["class_group"] = _class_named(actor, data["class_name"], now)
    made = pupil is None
    row, changed = _write_pupil(actor, pupil, values, now)
    changed += _write_guardians(actor, row, data, now)
    record(
        actor=actor,
        action="people.pupil_added" if made else "people.pupil_changed",
        thing=row,
        now=now,
        detail={} if made else {"fields": changed},
    )
    return row


def _write_guardians(actor: Actor, pupil: Pupil, data: Mapping[str, Any], now: datetime) -> list[str]:
    """Names and phones of a row, where they say something new; the kinds of guardian that were written."""
    relations = GuardianRelation.objects.of_school(actor.school_id).filter(pupil=pupil)
    known = {relation.kind: relation for relation in relations.select_related("guardian")}
    written = []
    for kind in GuardianKind.values:
        wanted = {name: data[f"{kind}_{name}"] for name in ("name", "phone") if data.get(f"{kind}_{name}")}
        relation = known.get(kind)
        if not wanted or (relation is None and "name" not in wanted):
            continue
        if relation and all(getattr(relation.guardian, name) == value for name, value in wanted.items()):
            continue
        _write_guardian(actor, pupil, relation, {"kind": kind, **wanted}, now)
        written.append(kind)
    return written


def _class_named(actor: Actor, name: str, now: datetime) -> ClassGroup:
    """The class group of the current year with this name; a new one when grade and programme can be read from it."""
    year = school_queries.current_year(actor.school_id)
    if year is None:
        raise Refused(_("Tahun pelajaran berjalan belum diatur."), code="no_year", field="class_name")
    found = ClassGroup.objects.of_school(actor.school_id).filter(school_year=year, name__iexact=name).first()
    if found is not None:
        return found
    reading = school_queries.read_class(actor, name)
    if reading is None:
        raise Refused(_("Rombel ini belum ada di Anyam."), code="class_unknown", field="class_name")
    data = {"school_year": year, "name": name, "grade": reading.grade, "programme": reading.programme}
    return schools.save_class_group(actor=actor, class_group=None, data=data, now=now)
