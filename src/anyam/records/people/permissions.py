"""Who may see and change people; how far each hat reaches."""

from collections.abc import Collection

from django.db.models import Q

from anyam.base.actor import Actor
from anyam.records.people import models
from anyam.records.people.terms import RoleName
from anyam.records.schools.permissions import is_staff
from anyam.records.schools.queries import school_exists
from anyam.tools.audit.models import AuditEntry

WHOLE_SCHOOL = (RoleName.PRINCIPAL, RoleName.WAKA_HUMAS, RoleName.COORDINATOR, RoleName.OPERATOR)
PROGRAMME = (RoleName.PROGRAMME_HUMAS, RoleName.PROGRAMME_HEAD)


def can_see_pupils(actor: Actor) -> bool:
    """Opens the pupils' list; which rows, the visibility says."""
    return actor.is_system or is_staff(actor)


def can_edit_pupils(actor: Actor) -> bool:
    """Names, classes, contacts: waka humas and operator."""
    return actor.is_system or actor.holds(RoleName.WAKA_HUMAS, RoleName.OPERATOR)


def can_see_pupil_identifiers(actor: Actor) -> bool:
    """NISN, birth date, home: shown unmasked to those who must check them."""
    return actor.is_system or actor.holds(RoleName.WAKA_HUMAS, RoleName.OPERATOR)


def can_see_teachers(actor: Actor) -> bool:
    return is_staff(actor)


def can_edit_teachers(actor: Actor) -> bool:
    return actor.is_system or actor.holds(RoleName.WAKA_HUMAS, RoleName.OPERATOR)


def can_manage_accounts(actor: Actor) -> bool:
    """Account cards and role grants."""
    return actor.is_system or actor.holds(RoleName.PRINCIPAL, RoleName.WAKA_HUMAS, RoleName.OPERATOR)


def can_grant_role(actor: Actor, role: str) -> bool:
    """The principal grants every hat, waka humas all but the leading two, the operator the pupil's."""
    if actor.is_system or actor.holds(RoleName.PRINCIPAL):
        return True
    if actor.holds(RoleName.WAKA_HUMAS):
        return role not in (RoleName.PRINCIPAL, RoleName.WAKA_HUMAS)
    return actor.holds(RoleName.OPERATOR) and role == RoleName.PUPIL


def can_give_hat(actor: Actor, role: str) -> bool:
    """Who may grant it; and while a school has never had a principal, its waka humas names the first.

    Without that, a school started by its waka humas could never approve a round or sign a letter.
    """
    if can_grant_role(actor, role):
        return True
    if role != RoleName.PRINCIPAL or not actor.holds(RoleName.WAKA_HUMAS):
        return False
    return not models.Role.objects.of_school(actor.school_id).filter(name=role, ended_at=None).exists()


# Hats whose accounts the operator may hand a card for; the others open more than the operator's own.
CARDS_BY_OPERATOR = frozenset({RoleName.PUPIL, RoleName.SUPERVISOR, RoleName.HOMEROOM})
LEADING = frozenset({RoleName.PRINCIPAL, RoleName.WAKA_HUMAS})


def can_issue_card(actor: Actor, worn: Collection[str]) -> bool:
    """A card for an account with the hats `worn` opens all of them: never more than its giver may give."""
    if actor.is_system or actor.holds(RoleName.PRINCIPAL):
        return True
    if actor.holds(RoleName.WAKA_HUMAS):
        return not LEADING & set(worn)
    return actor.holds(RoleName.OPERATOR) and set(worn) <= CARDS_BY_OPERATOR


def can_close_account(actor: Actor, worn: Collection[str]) -> bool:
    """Close and reopen an account that wears the hats `worn`; the same reach as its card."""
    return can_issue_card(actor, worn)


def can_record_consent(actor: Actor) -> bool:
    """A sheet of paper is recorded by the operator, waka humas or the homeroom teacher."""
    return actor.is_system or actor.holds(RoleName.OPERATOR, RoleName.WAKA_HUMAS, RoleName.HOMEROOM)


def can_see_consents(actor: Actor) -> bool:
    """Staff see those of the pupils they see; a pupil sees their own."""
    return is_staff(actor) or is_pupil(actor)


def can_see_audit(actor: Actor) -> bool:
    return actor.is_system or actor.holds(RoleName.PRINCIPAL, RoleName.WAKA_HUMAS)


def is_pupil(actor: Actor) -> bool:
    return actor.pupil_id is not None


def pupils_in_scope(actor: Actor) -> Q | None:
    """Own school, own programme, own class, oneself: the union over the hats."""
    if actor.holds(*WHOLE_SCHOOL):
        return Q()
    reach: Q | None = None
    for part in (
        Q(class_group__programme_id__in=ids) if (ids := actor.programme_ids(*PROGRAMME)) else None,
        Q(class_group_id__in=ids) if (ids := actor.class_group_ids(RoleName.HOMEROOM)) else None,
        Q(pk=actor.pupil_id) if actor.pupil_id else None,
    ):
        if part is not None:
            reach = part if reach is None else reach | part
    return reach


def of_visible_pupil(actor: Actor) -> Q | None:
    """Rows that hang on a pupil follow the pupil."""
    return Q(pupil__in=models.Pupil.objects.visible_to(actor))


def of_staff(actor: Actor) -> Q | None:
    return Q() if is_staff(actor) else None


def guardians_in_scope(actor: Actor) -> Q | None:
    """Guardians of the pupils one sees; supervising and other teachers see none by this rule."""
    if actor.holds(*WHOLE_SCHOOL):
        return Q()
    return Q(relations__pupil__in=models.Pupil.objects.visible_to(actor)) if is_staff(actor) else None


def roles_in_scope(actor: Actor) -> Q | None:
    if can_manage_accounts(actor):
        return Q()
    return Q(account_id=actor.account_id) if actor.account_id else None


def audit_in_scope(actor: Actor) -> Q | None:
    """The principal reads the whole trail, waka humas all but the principal's acts, everyone else their own.

    A pupil also reads what others did with their record.
    """
    own = Q(actor_key=f"account:{actor.account_id}")
    if actor.is_system or actor.holds(RoleName.PRINCIPAL):
        return Q()
    if actor.holds(RoleName.WAKA_HUMAS):
        principals = models.Role.objects.of_school(actor.school_id).filter(name=RoleName.PRINCIPAL)
        keys = [f"account:{pk}" for pk in principals.values_list("account_id", flat=True)]
        return ~Q(actor_key__in=keys) | own
    if actor.pupil_id:
        code = models.Pupil.objects.of_school(actor.school_id).filter(pk=actor.pupil_id).values("code")
        return own | Q(object_kind="people.pupil", object_key__in=code)
    return own


def can_see_guardians(actor: Actor) -> bool:
    """Names and phones of parents (class C): those who answer for the whole school, a programme or a class."""
    return actor.is_system or actor.holds(*WHOLE_SCHOOL, *PROGRAMME, RoleName.HOMEROOM)


def can_keep_views(actor: Actor) -> bool:
    """Lists kept under a name belong to a person with an account."""
    return actor.account_id is not None


def can_start_school(account: models.Account) -> bool:
    """The operator of the system; anyone signed in while this installation has no school at all."""
    return account.is_operator or not school_exists()


def own_views(actor: Actor) -> Q | None:
    """Kept lists are seen by their owner alone."""
    return Q(account_id=actor.account_id) if actor.account_id else None


def fill_visibility() -> None:
    """Open the room's own models."""
    models.Pupil.visibility.fill(pupils_in_scope)
    models.Teacher.visibility.fill(of_staff)
    models.Guardian.visibility.fill(guardians_in_scope)
    models.GuardianRelation.visibility.fill(of_visible_pupil)
    models.Consent.visibility.fill(of_visible_pupil)
    models.Role.visibility.fill(roles_in_scope)
    models.SavedView.visibility.fill(own_views)
    AuditEntry.visibility.fill(audit_in_scope)
