"""Reading who wears which hat in a school."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from anyam.base.actor import Actor
from anyam.records.people import permissions, rules
from anyam.records.people.models import Account, Role, Teacher
from anyam.records.people.terms import ROLE_RIGHTS, RoleName


def hats_visible_to(actor: Actor) -> QuerySet[Role]:
    """Grants with person and scope at hand, ended ones too."""
    return Role.objects.visible_to(actor).select_related("account", "programme", "class_group")


def principals_of(school_id: int, today: date) -> QuerySet[Role]:
    """Grants of the principal's hat in force today."""
    return Role.objects.of_school(school_id).filter(
        Q(valid_to=None) | Q(valid_to__gte=today),
        name=RoleName.PRINCIPAL,
        ended_at=None,
        valid_from__lte=today,
        account__is_active=True,
    )


def users_visible_to(actor: Actor, *, pupils: bool, text: str = "") -> QuerySet[Account]:
    """Accounts with a hat of staff (or, with `pupils`, the pupil's hat) in the actor's school, by name."""
    grants = Role.objects.visible_to(actor).filter(account=OuterRef("pk"), ended_at=None)
    grants = grants.filter(name=RoleName.PUPIL) if pupils else grants.exclude(name=RoleName.PUPIL)
    rows = Account.objects.filter(Exists(grants)).order_by("name", "pk")
    return rows.filter(Q(name__icontains=text) | Q(username__icontains=text)) if text else rows


def accounts_for_hats(actor: Actor) -> QuerySet[Account]:
    """Accounts of this school to which a hat may be given: its teachers, and whoever wears one already."""
    teacher = Teacher.objects.visible_to(actor).filter(account=OuterRef("pk"), is_active=True)
    grant = Role.objects.visible_to(actor).filter(account=OuterRef("pk")).exclude(name=RoleName.PUPIL)
    rows = Account.objects.filter(Exists(teacher) | Exists(grant), is_active=True)
    return rows.exclude(pk=actor.account_id or 0).order_by("name", "pk")


@dataclass(frozen=True, slots=True)
class HatLine:
    """One hat in words; `state` is running, coming or past; `may_end` opens its button."""

    code: str
    title: str
    scope: str
    rights: str
    valid_from: date
    valid_to: date | None
    state: str
    granted_by: str
    may_end: bool


@dataclass(frozen=True, slots=True)
class UserRow:
    """One person of the page of users with their hats."""

    name: str
    username: str
    is_active: bool
    has_signed_in: bool
    is_self: bool
    hats: tuple[HatLine, ...]


def user_rows(actor: Actor, accounts: Iterable[Account], today: date) -> list[UserRow]:
    """The accounts with their hats of this school that were not ended; one query for any number."""
    accounts = list(accounts)
    hats: dict[int, list[HatLine]] = {account.pk: [] for account in accounts}
    for role in (
        hats_visible_to(actor).filter(account__in=accounts, ended_at=None).order_by("valid_from", "pk")
    ):
        hats[role.account_id].append(_line(actor, role, today))
    return [
        UserRow(
            name=account.name,
            username=account.username,
            is_active=account.is_active,
            has_signed_in=account.last_login is not None,
            is_self=account.pk == actor.account_id,
            hats=tuple(hats[account.pk]),
        )
        for account in accounts
    ]


def _line(actor: Actor, role: Role, today: date) -> HatLine:
    running = rules.is_in_force(role.valid_from, role.valid_to, role.ended_at, today)
    return HatLine(
        code=role.code,
        title=role.get_name_display(),
        scope=str(role.programme or role.class_group or ""),
        rights=str(ROLE_RIGHTS[RoleName(role.name)]),
        valid_from=role.valid_from,
        valid_to=role.valid_to,
        state="running" if running else "coming" if role.valid_from > today else "past",
        granted_by=role.granted_by_name,
        may_end=permissions.can_grant_role(actor, role.name),
    )
