"""Hats: give one, end one; who gives may not give to themselves, and a school keeps a principal."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from anyam.base.actor import Actor
from anyam.base.errors import NotAllowed, Refused, WrongState
from anyam.records.people import permissions, queries
from anyam.records.people.models import Account, Role
from anyam.records.people.operations.sessions import end_sessions
from anyam.records.people.terms import CLASS_ROLES, PROGRAMME_ROLES, RoleName
from anyam.records.schools.models import ClassGroup, School, StudyProgramme
from anyam.tools.audit.operations import record


class OwnHat(Refused):
    code = "own_hat"
    message = _("Peran untuk diri sendiri diberikan oleh orang lain. Minta kepala sekolah atau waka humas.")
    field = "account"


class LastPrincipal(Refused):
    code = "last_principal"
    message = _("Ini kepala sekolah terakhir. Beri peran kepala sekolah kepada penggantinya dulu.")


class HatWornAlready(Refused):
    code = "hat_worn_already"
    message = _("Orang ini sudah memegang peran itu pada tanggal tersebut.")


@transaction.atomic
def grant_role(
    *,
    actor: Actor,
    account: Account,
    name: str,
    valid_from: date,
    valid_to: date | None = None,
    programme: StudyProgramme | None = None,
    class_group: ClassGroup | None = None,
    now: datetime,
) -> Role:
    """Give a hat to an account of the actor's school; it counts from the next request on.

    Separation of duty (ASVS V8): nobody gives a hat to themselves. An account that becomes staff is
    signed out, because its sign-in may have been made for a pupil's thirty days.
    Refused: NotAllowed, OwnHat, HatWornAlready, and a scope or order of days that does not fit.
    """
    if not permissions.can_give_hat(actor, name):
        raise NotAllowed(_("Peran ini diberikan oleh kepala sekolah."))
    if account.pk == actor.account_id:
        raise OwnHat(field="account")
    _lock_school(actor)
    programme, class_group = _scope(actor, name, programme, class_group)
    if valid_to is not None and valid_to < valid_from:
        raise Refused(_("Tanggal sampai perlu setelah tanggal mulai."), code="days", field="valid_to")
    hats = Role.objects.of_school(actor.school_id).filter(account=account, ended_at=None)
    overlapping = hats.filter(Q(valid_to=None) | Q(valid_to__gte=valid_from))
    if valid_to is not None:
        overlapping = overlapping.filter(valid_from__lte=valid_to)
    if overlapping.filter(name=name, programme=programme, class_group=class_group).exists():
        raise HatWornAlready(field="name")
    was_staff = hats.exclude(name=RoleName.PUPIL).exists()
    role = Role.objects.create(
        school_id=actor.school_id,
        account=account,
        name=name,
        programme=programme,
        class_group=class_group,
        valid_from=valid_from,
        valid_to=valid_to,
        granted_by_name=actor.name,
    )
    if name != RoleName.PUPIL and not was_staff:
        end_sessions(account=account)
    record(
        actor=actor,
        action="people.role_granted",
        thing=role,
        now=now,
        detail=_detail(role),
        name=_words(role),
    )
    return role


def _scope(
    actor: Actor, name: str, programme: StudyProgramme | None, class_group: ClassGroup | None
) -> tuple[StudyProgramme | None, ClassGroup | None]:
    """Only the scope that belongs to the hat is kept; one that is missing or of another school is refused."""
    programme = programme if name in PROGRAMME_ROLES else None
    class_group = class_group if name in CLASS_ROLES else None
    if name in PROGRAMME_ROLES and (programme is None or programme.school_id != actor.school_id):
        raise Refused(_("Pilih konsentrasi untuk peran ini."), code="programme", field="programme")
    if name in CLASS_ROLES and (class_group is None or class_group.school_id != actor.school_id):
        raise Refused(_("Pilih rombel untuk peran ini."), code="class_group", field="class_group")
    return programme, class_group


@transaction.atomic
def end_role(*, actor: Actor, role: Role, now: datetime) -> Role:
    """Take a hat off; what it opened is closed at the next request.

    Refused: NotAllowed, WrongState (ended already), LastPrincipal.
    """
    if not permissions.can_grant_role(actor, role.name):
        raise NotAllowed(_("Peran ini diakhiri oleh kepala sekolah."))
    _lock_school(actor)
    role = Role.objects.of_school(actor.school_id).select_for_update(of=("self",)).get(pk=role.pk)
    if role.ended_at is not None:
        raise WrongState
    if role.name == RoleName.PRINCIPAL:
        others = queries.principals_of(actor.school_id, actor.today(now)).exclude(pk=role.pk)
        if not others.exists():
            raise LastPrincipal
    role.ended_at, role.ended_by_name = now, actor.name
    role.save(update_fields=["ended_at", "ended_by_name"])
    record(
        actor=actor, action="people.role_ended", thing=role, now=now, detail=_detail(role), name=_words(role)
    )
    return role


def _lock_school(actor: Actor) -> None:
    """Two people who end each other's hats wait for one another, so that one principal is left."""
    School.objects.select_for_update().get(pk=actor.school_id)


def _detail(role: Role) -> dict[str, str]:
    return {
        "account": role.account.username,
        "role": role.name,
        "scope": str(role.programme or role.class_group or ""),
        "from": role.valid_from.isoformat(),
        "to": role.valid_to.isoformat() if role.valid_to else "",
    }


def _words(role: Role) -> str:
    scope = role.programme or role.class_group
    return f"{role.account.name}: {role.get_name_display()}" + (f" ({scope})" if scope else "")
