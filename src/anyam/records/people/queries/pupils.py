"""Reading pupils and teachers for their lists and pages."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, Prefetch, Q, QuerySet

from anyam.base.actor import Actor
from anyam.records.people import permissions, rules
from anyam.records.people.models import GuardianRelation, Pupil, Role, Teacher
from anyam.records.people.queries.actors import pupils_visible_to, search_people, teachers_visible_to
from anyam.records.people.terms import PupilStatus, RoleName

AT_SCHOOL = (PupilStatus.ACTIVE, PupilStatus.ABSENT_FROM_FILE)
ALL = "semua"


def filtered_pupils(actor: Actor, wanted: Mapping[str, str]) -> QuerySet[Pupil]:
    """The pupils an actor sees, narrowed by what the filter form has cleaned.

    Without a status those still at the school. Numbers are searched only by those who may read them whole.
    """
    rows = pupils_visible_to(actor)
    if text := rules.tidy_name(wanted.get("cari", "")):
        if permissions.can_see_pupil_identifiers(actor):
            rows = search_people(rows, text)
        else:
            rows = rows.filter(name__icontains=text)
    if code := wanted.get("rombel"):
        rows = rows.filter(class_group__code=code)
    if code := wanted.get("konsentrasi"):
        rows = rows.filter(class_group__programme__code=code)
    if grade := wanted.get("tingkat"):
        rows = rows.filter(class_group__grade=grade)
    status = wanted.get("status", "")
    if status in PupilStatus.values:
        return rows.filter(status=status)
    return rows if status == ALL else rows.filter(status__in=AT_SCHOOL)


def filtered_teachers(actor: Actor, wanted: Mapping[str, str]) -> QuerySet[Teacher]:
    """Teachers by part of a name; without a status those who still serve."""
    rows = search_people(teachers_visible_to(actor), rules.tidy_name(wanted.get("cari", "")))
    status = wanted.get("status", "")
    if status == ALL:
        return rows
    return rows.filter(is_active=status != "nonaktif")


def with_guardians(actor: Actor, rows: QuerySet[Pupil]) -> QuerySet[Pupil]:
    """Pupils with the guardians the actor may see at hand as `guardians_at_hand`; one query more for any number."""
    relations = GuardianRelation.objects.visible_to(actor).select_related("guardian")
    return rows.prefetch_related(
        Prefetch("guardian_relations", queryset=relations, to_attr="guardians_at_hand")
    )


@dataclass(frozen=True, slots=True)
class PupilTotals:
    """Counts for the head of the list."""

    active: int
    absent: int


def pupil_totals(actor: Actor) -> PupilTotals:
    """How many pupils are active, and how many an import did not find in its file. One query."""
    counts = pupils_visible_to(actor).aggregate(
        active=Count("pk", filter=Q(status=PupilStatus.ACTIVE)),
        absent=Count("pk", filter=Q(status=PupilStatus.ABSENT_FROM_FILE)),
    )
    return PupilTotals(**counts)


def guardians_of(actor: Actor, pupil: Pupil) -> list[GuardianRelation]:
    """Father, mother and guardian of a pupil with the person at hand; nothing for hats that may not see them."""
    if not permissions.can_see_guardians(actor):
        return []
    rows = GuardianRelation.objects.visible_to(actor).filter(pupil=pupil).select_related("guardian")
    order = {"father": 0, "mother": 1, "guardian": 2}
    return sorted(rows, key=lambda relation: order[relation.kind])


@dataclass(frozen=True, slots=True)
class PeopleCounts:
    """What the checklist of a new school counts."""

    teachers: int
    pupils: int
    has_principal: bool


def people_counts(school_id: int) -> PeopleCounts:
    """Teachers who serve, active pupils, and whether somebody is the principal; three small queries."""
    return PeopleCounts(
        teachers=Teacher.objects.of_school(school_id).filter(is_active=True).count(),
        pupils=Pupil.objects.of_school(school_id).filter(status=PupilStatus.ACTIVE).count(),
        has_principal=Role.objects.of_school(school_id)
        .filter(name=RoleName.PRINCIPAL, ended_at=None)
        .exists(),
    )
