"""Changing the school's frame: one verb per function, each in its own transaction and audited."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from anyam.base.actor import Actor
from anyam.base.errors import NotAllowed, NotFound, Refused
from anyam.records.schools import permissions, rules
from anyam.records.schools.models import ClassGroup, Objective, School, SchoolYear, StudyProgramme, Wave
from anyam.records.schools.terms import NATIONAL_OBJECTIVES
from anyam.tools.audit.operations import record


class YearExists(Refused):
    code = "year_exists"
    message = _("Tahun pelajaran ini sudah ada.")


class NameTaken(Refused):
    code = "name_taken"
    message = _("Nama ini sudah dipakai pada tahun pelajaran yang sama. Pilih nama lain.")


def create_school(*, data: Mapping[str, Any], now: datetime) -> School:
    """Make a school with its current year; the caller (the people room) gives the first hats in the same transaction.

    `data`: what the school's form has cleaned. The address gets a number when another school uses it.
    """
    wanted = rules.slug_of(data["name"])
    taken = set(School.objects.filter(slug__startswith=wanted[:36]).values_list("slug", flat=True))
    number, slug = 1, wanted
    while slug in taken:
        number += 1
        slug = f"{wanted[:36]}-{number}"
    return School.objects.create(slug=slug, **data)


def open_first_year(*, school: School, day: Any) -> SchoolYear:
    """The school year that `day` lies in, as the current one; part of starting a school."""
    start_year = rules.start_year_on(day)
    start, end = rules.year_span(start_year)
    return SchoolYear.objects.create(
        school=school, start_year=start_year, start=start, end=end, is_current=True
    )


@transaction.atomic
def save_profile(*, actor: Actor, data: Mapping[str, Any], now: datetime) -> School:
    """Change the school's own particulars or its letterhead; `data` is what either form has cleaned.

    Refused: NotAllowed.
    """
    _may(actor)
    school = School.objects.select_for_update().get(pk=actor.school_id)
    changed = _set(school, data)
    school.save()
    record(actor=actor, action="schools.profile_changed", thing=school, now=now, detail={"fields": changed})
    return school


@transaction.atomic
def add_next_year(*, actor: Actor, now: datetime) -> SchoolYear:
    """Open the year after the latest, or the one of today when there is none. Refused: NotAllowed, YearExists."""
    _may(actor)
    latest = SchoolYear.objects.of_school(actor.school_id).order_by("-start_year").first()
    start_year = latest.start_year + 1 if latest else rules.start_year_on(actor.today(now))
    start, end = rules.year_span(start_year)
    year = SchoolYear.objects.create(
        school_id=actor.school_id, start_year=start_year, start=start, end=end, is_current=latest is None
    )
    record(actor=actor, action="schools.year_added", thing=year, now=now)
    return year


@transaction.atomic
def save_year(*, actor: Actor, year: SchoolYear | None, data: Mapping[str, Any], now: datetime) -> SchoolYear:
    """Add a year or change its days. Refused: NotAllowed, YearExists."""
    _may(actor)
    others = SchoolYear.objects.of_school(actor.school_id).filter(start_year=data["start_year"])
    if others.exclude(pk=_key(year)).exists():
        raise YearExists(field="start_year")
    return _save(actor, year or SchoolYear(school_id=actor.school_id), data, "schools.year_saved", now)


@transaction.atomic
def make_year_current(*, actor: Actor, year: SchoolYear, now: datetime) -> SchoolYear:
    """Every page goes over to this year; the other years stay readable. Refused: NotAllowed."""
    _may(actor)
    years = SchoolYear.objects.of_school(actor.school_id).select_for_update(of=("self",))
    if not years.filter(pk=year.pk).exists():
        raise NotFound
    years.filter(is_current=True).exclude(pk=year.pk).update(is_current=False)
    year.is_current = True
    year.save(update_fields=["is_current"])
    record(actor=actor, action="schools.year_made_current", thing=year, now=now)
    return year


@transaction.atomic
def save_wave(*, actor: Actor, wave: Wave | None, data: Mapping[str, Any], now: datetime) -> Wave:
    """Add or change a wave of PKL. Refused: NotAllowed, NameTaken, a year of another school."""
    _may(actor)
    _own(actor, data["school_year"])
    waves = Wave.objects.of_school(actor.school_id).filter(school_year=data["school_year"], name=data["name"])
    if waves.exclude(pk=_key(wave)).exists():
        raise NameTaken(field="name")
    return _save(actor, wave or Wave(school_id=actor.school_id), data, "schools.wave_saved", now)


@transaction.atomic
def save_programme(
    *, actor: Actor, programme: StudyProgramme | None, data: Mapping[str, Any], now: datetime
) -> StudyProgramme:
    """Add or change a specialisation the school teaches. Refused: NotAllowed, Refused(short_name_taken)."""
    _may(actor)
    same = StudyProgramme.objects.of_school(actor.school_id).filter(short_name__iexact=data["short_name"])
    if same.exclude(pk=_key(programme)).exists():
        raise Refused(
            _("Singkatan ini sudah dipakai konsentrasi lain."), code="short_name_taken", field="short_name"
        )
    row = programme or StudyProgramme(school_id=actor.school_id)
    return _save(actor, row, data, "schools.programme_saved", now)


@transaction.atomic
def save_class_group(
    *, actor: Actor, class_group: ClassGroup | None, data: Mapping[str, Any], now: datetime
) -> ClassGroup:
    """Add or change a class group. Refused: NotAllowed, NameTaken, year or programme of another school."""
    _may(actor)
    _own(actor, data["school_year"], data["programme"])
    groups = ClassGroup.objects.of_school(actor.school_id).filter(
        school_year=data["school_year"], name__iexact=data["name"]
    )
    if groups.exclude(pk=_key(class_group)).exists():
        raise NameTaken(field="name")
    row = class_group or ClassGroup(school_id=actor.school_id)
    return _save(actor, row, data, "schools.class_group_saved", now)


@transaction.atomic
def save_objective(
    *, actor: Actor, objective: Objective | None, data: Mapping[str, Any], now: datetime
) -> Objective:
    """Add or change a learning objective. Refused: NotAllowed, Refused(number_taken), programme of another school."""
    _may(actor)
    if data.get("programme") is not None:
        _own(actor, data["programme"])
    rows = Objective.objects.of_school(actor.school_id).filter(
        programme=data.get("programme"), number=data["number"]
    )
    if rows.exclude(pk=_key(objective)).exists():
        raise Refused(
            _("Nomor ini sudah dipakai di konsentrasi yang sama."), code="number_taken", field="number"
        )
    row = objective or Objective(school_id=actor.school_id)
    return _save(actor, row, data, "schools.objective_saved", now)


@transaction.atomic
def use_national_objectives(*, actor: Actor, now: datetime) -> list[Objective]:
    """Start with the four objectives of the national report card, for all programmes; numbers in use are left alone.

    Source: the PKL report card printed by eRapor SMK. Refused: NotAllowed.
    """
    _may(actor)
    own = Objective.objects.of_school(actor.school_id).filter(programme=None)
    taken = set(own.values_list("number", flat=True))
    made = [
        Objective.objects.create(school_id=actor.school_id, number=number, text=text)
        for number, text in enumerate(NATIONAL_OBJECTIVES, start=1)
        if number not in taken
    ]
    record(
        actor=actor,
        action="schools.national_objectives_used",
        thing=None,
        now=now,
        detail={"objectives": [row.code for row in made]},
    )
    return made


def _key(row: models.Model | None) -> int:
    """Primary key of a row, 0 for one that is not made yet."""
    return row.pk or 0 if row is not None else 0


def _may(actor: Actor) -> None:
    if not permissions.can_set_up_school(actor):
        raise NotAllowed


def _own(actor: Actor, *rows: Any) -> None:
    """Rows a form hands on must be of the actor's school."""
    if any(row.school_id != actor.school_id for row in rows):
        raise NotFound


def _set(row: models.Model, data: Mapping[str, Any]) -> list[str]:
    """Put form values on a row; the names of the fields that changed."""
    names = {field.name for field in row._meta.fields}
    changed = []
    for name, value in data.items():
        if name in names and getattr(row, name, None) != value:
            setattr(row, name, value)
            changed.append(name)
    return sorted(changed)


def _save(actor: Actor, row: Any, data: Mapping[str, Any], action: str, now: datetime) -> Any:
    made = row.pk is None
    changed = _set(row, data)
    row.save()
    record(
        actor=actor, action=action, thing=row, now=now, detail={"new": True} if made else {"fields": changed}
    )
    return row
