"""Reading who acts: an account's hats, and the people an actor may see."""

from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet
from django.utils import timezone

from anyam.base.actor import Actor, Grant
from anyam.base.walls import set_context
from anyam.records.people import rules
from anyam.records.people.models import Account, Pupil, Role, Teacher
from anyam.records.people.terms import RoleName
from anyam.records.schools.models import School


def load_actor(account: Account, school_slug: str | None) -> Actor | None:
    """The account as an actor of one school: by slug, else the school chosen in this session, else the first.

    None when the account wears no hat there today; the caller answers 404. Three queries.
    """
    roles = hats_of(account)
    if school_slug is not None:
        roles = [role for role in roles if role.school.slug == school_slug]
    if not roles:
        return None
    school = next((r.school for r in roles if r.school.slug == account.chosen_school), roles[0].school)
    roles = [role for role in roles if role.school_id == school.pk]
    set_context(school.pk, account.pk)  # the wall opens people only inside their school
    pupil = Pupil.objects.of_school(school.pk).filter(account=account).values_list("pk", flat=True).first()
    teacher = (
        Teacher.objects.of_school(school.pk).filter(account=account).values_list("pk", flat=True).first()
    )
    return Actor(
        school_id=school.pk,
        school_slug=school.slug,
        name=account.name,
        zone=ZoneInfo(school.time_zone),
        account_id=account.pk,
        teacher_id=teacher,
        pupil_id=pupil if any(role.name == RoleName.PUPIL for role in roles) else None,
        grants=tuple(Grant(role.name, role.programme_id, role.class_group_id) for role in roles),
    )


def hats_of(account: Account) -> list[Role]:
    """Grants in force today in the zone of each school, the oldest first; one query."""
    now = timezone.now()
    rows = (
        Role.unsafe_all_schools.filter(account=account, account__is_active=True, ended_at=None)
        .select_related("school")
        .order_by("school__name", "pk")
    )
    in_force = []
    for role in rows:
        today = now.astimezone(ZoneInfo(role.school.time_zone)).date()
        if rules.is_in_force(role.valid_from, role.valid_to, role.ended_at, today):
            in_force.append(role)
    return in_force


def schools_of(account: Account) -> list[School]:
    """Schools in which the account wears a hat today, by name."""
    return list({role.school_id: role.school for role in hats_of(account)}.values())


def pupils_visible_to(actor: Actor) -> QuerySet[Pupil]:
    """Pupils with class and programme at hand."""
    return Pupil.objects.visible_to(actor).select_related("class_group__programme")


def teachers_visible_to(actor: Actor) -> QuerySet[Teacher]:
    return Teacher.objects.visible_to(actor)


def search_people(rows: QuerySet, text: str) -> QuerySet:
    """Part of a name, NISN or NIPD."""
    text = text.strip()
    if not text:
        return rows
    found = Q(name__icontains=text)
    if rows.model is Pupil:
        found |= Q(nisn__startswith=text) | Q(nipd__startswith=text)
    return rows.filter(found)


def role_label(actor: Actor) -> str:
    """The hats of an actor in words, without repeating one worn twice."""
    return ", ".join(dict.fromkeys(str(RoleName(grant.role).label) for grant in actor.grants))
