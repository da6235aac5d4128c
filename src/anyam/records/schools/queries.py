"""Reading the school's frame."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from anyam.base.actor import Actor
from anyam.base.parts import Link
from anyam.base.slots import Slot
from anyam.records.reference import queries as reference
from anyam.records.schools import permissions, rules
from anyam.records.schools.models import ClassGroup, Objective, School, SchoolYear, StudyProgramme, Wave
from anyam.records.schools.terms import CURRICULA


@dataclass(frozen=True, slots=True)
class Frame:
    """What every page says of its school."""

    name: str
    initials: str
    year_label: str
    demonstration: bool


def frame_of(school_id: int, today: date) -> Frame:
    """Name, initials and "TP 2026/2027 · Ganjil" of a school; two queries."""
    school = School.objects.get(pk=school_id)
    year = SchoolYear.objects.of_school(school_id).filter(is_current=True).first()
    label = f"{year} · {year.semester_on(today)}" if year else ""
    return Frame(school.name, initials_of(school), label, school.is_demonstration)


def initials_of(school: School) -> str:
    """First letter of the city and the school's number: "SMKN 3 Palangka Raya" → "P3"."""
    digits = "".join(ch for ch in school.name if ch.isdigit())[:1]
    return f"{(school.city or school.name)[:1].upper()}{digits}"


def school_of(actor: Actor) -> School:
    """The actor's school."""
    return School.objects.get(pk=actor.school_id)


def current_year(school_id: int) -> SchoolYear | None:
    return SchoolYear.objects.of_school(school_id).filter(is_current=True).first()


def programmes_visible_to(actor: Actor) -> QuerySet[StudyProgramme]:
    """Specialisations the school teaches, those still open."""
    return StudyProgramme.objects.visible_to(actor).filter(is_active=True).select_related("specialisation")


def class_groups_visible_to(actor: Actor) -> QuerySet[ClassGroup]:
    """Class groups of the current year, by name."""
    return (
        ClassGroup.objects.visible_to(actor).filter(school_year__is_current=True).select_related("programme")
    )


def waves_visible_to(actor: Actor) -> QuerySet[Wave]:
    return Wave.objects.visible_to(actor).select_related("school_year")


def objectives_visible_to(actor: Actor) -> QuerySet[Objective]:
    return Objective.objects.visible_to(actor).filter(is_active=True).select_related("programme")


def years_visible_to(actor: Actor) -> QuerySet[SchoolYear]:
    """School years, the latest first."""
    return SchoolYear.objects.visible_to(actor)


def all_programmes_visible_to(actor: Actor) -> QuerySet[StudyProgramme]:
    """Specialisations, closed ones too."""
    return StudyProgramme.objects.visible_to(actor).select_related("specialisation__programme")


def all_class_groups_visible_to(actor: Actor) -> QuerySet[ClassGroup]:
    """Class groups of every year."""
    return ClassGroup.objects.visible_to(actor).select_related("programme", "school_year")


def all_objectives_visible_to(actor: Actor) -> QuerySet[Objective]:
    """Learning objectives, those out of use too."""
    return Objective.objects.visible_to(actor).select_related("programme")


def last_wave(actor: Actor) -> Wave | None:
    """The wave that begins last: what a new one is copied from."""
    return waves_visible_to(actor).order_by("-start", "-pk").first()


def wave_check(wave: Wave) -> rules.WaveCheck:
    """Whether a wave is as long as its curriculum asks on its first day; no query once parameters are in memory."""
    return rules.check_wave(
        start=wave.start,
        end=wave.end,
        grade=wave.grade,
        curriculum=wave.curriculum,
        own_hours=wave.required_hours,
        numbers=reference.numbers_on(wave.start),
    )


def curriculum_choices(day: date) -> list[tuple[str, Any]]:
    """Curriculum versions that set hours for PKL on `day`: key and name."""
    keys = {key.split(".")[2] for key in reference.numbers_on(day) if key.startswith("pkl.lesson_hours.")}
    return [(key, CURRICULA.get(key, key)) for key in sorted(keys)]


def curriculum_hours(day: date, curriculum: str = "") -> dict[int, int | None]:
    """Hours of 60 minutes that the curriculum asks of programmes of three and of four years."""
    numbers = reference.numbers_on(day)
    key = curriculum or rules.CURRENT_CURRICULUM
    return {years: rules.required_hours(years, key, numbers) for years in (3, 4)}


def school_exists() -> bool:
    """True once this installation has any school."""
    return School.objects.exists()


@dataclass(frozen=True, slots=True)
class SetupStep:
    """One step of starting a school. `waits_for` names the step that must be done first; empty when it may begin.

    `comes_along`: another step does it by the way, so that it is never proposed as the next.
    """

    label: Any
    note: Any
    url: str
    is_done: bool
    waits_for: Any = ""
    comes_along: bool = False

    @property
    def may_be_next(self) -> bool:
        """Whether a person who asks what to do next is sent here."""
        return not (self.is_done or self.waits_for or self.comes_along)


# Steps of starting a school, in order; later rooms add theirs: (actor) -> list of SetupStep.
SCHOOL_SETUP: Slot[Callable[[Actor], Iterable[SetupStep]]] = Slot("schools.setup")


def setup_steps(actor: Actor) -> list[SetupStep]:
    """All steps of starting a school as they stand now, counted from real data."""
    return [step for filler in SCHOOL_SETUP for step in filler(actor)]


def next_setup_step(actor: Actor) -> SetupStep | None:
    """The first step that is not done and waits for no other; None when the school is ready."""
    return next((step for step in setup_steps(actor) if step.may_be_next), None)


def next_step_link(actor: Actor) -> Link | None:
    """To the next step of starting the school, for whoever may take it; stands at the end of an import."""
    step = next_setup_step(actor) if permissions.can_set_up_school(actor) else None
    return None if step is None else Link(_("Berikutnya: %(step)s") % {"step": step.label}, step.url)


def has_programme_and_wave(school_id: int) -> bool:
    """Whether the least is there that everything else stands on; two small queries."""
    return (
        Wave.objects.of_school(school_id).exists()
        and StudyProgramme.objects.of_school(school_id).filter(is_active=True).exists()
    )


@dataclass(frozen=True, slots=True)
class FrameCounts:
    """How much of the frame is there."""

    has_year: bool
    programmes: int
    class_groups: int
    waves: int
    objectives: int


def frame_counts(school_id: int) -> FrameCounts:
    """Counts for the checklist; five small queries."""
    return FrameCounts(
        has_year=current_year(school_id) is not None,
        programmes=StudyProgramme.objects.of_school(school_id).filter(is_active=True).count(),
        class_groups=ClassGroup.objects.of_school(school_id).filter(school_year__is_current=True).count(),
        waves=Wave.objects.of_school(school_id).filter(school_year__is_current=True).count(),
        objectives=Objective.objects.of_school(school_id).filter(is_active=True).count(),
    )


@dataclass(frozen=True, slots=True)
class ClassReading:
    """What can be made of the name of a class group that the school does not have yet."""

    grade: int
    programme: StudyProgramme


def programme_names(actor: Actor) -> dict[int, tuple[StudyProgramme, tuple[str, ...]]]:
    """Open programmes by id with every name they go by; one query."""
    return {
        row.pk: (row, (row.name, row.short_name, row.specialisation.name))
        for row in programmes_visible_to(actor)
    }


def read_class(
    actor: Actor, name: str, known: dict[int, tuple[StudyProgramme, tuple[str, ...]]] | None = None
) -> ClassReading | None:
    """Grade and programme out of "XI Kuliner 1"; None when either is not found. `known` saves the query."""
    known = programme_names(actor) if known is None else known
    parts = rules.read_class_name(name)
    found = rules.programme_of_words(parts.words, {key: names for key, (_row, names) in known.items()})
    return ClassReading(parts.grade, known[found][0]) if parts.grade and found is not None else None


def close_class_name(name: str, known: Iterable[str]) -> str:
    """The known class group that a name probably means; nothing when none is near."""
    return rules.close_class_name(name, known)
