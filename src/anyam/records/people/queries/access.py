"""Reading what signing in needs: who an account is, where it is open, whose cards may be printed."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from allauth.usersessions.models import UserSession
from django.db import connection
from django.db.models import QuerySet

from anyam.base import walls
from anyam.base.actor import Actor
from anyam.records.people import rules
from anyam.records.people.models import Account, Pupil, Role, Teacher
from anyam.records.people.queries.actors import hats_of, load_actor, pupils_visible_to, teachers_visible_to
from anyam.records.people.terms import PupilStatus, RoleName
from anyam.records.schools.models import ClassGroup


def actor_of(account: Account) -> Actor | None:
    """The account as an actor of its first or chosen school, also before its request has passed the wall."""
    walls.set_context(None, account.pk)
    return load_actor(account, None)


@contextmanager
def _in_the_name_of(account: Account) -> Iterator[None]:
    """Opens the account's own rows of any school for a question, and leaves the wall as it stood."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('anyam.school', true), current_setting('anyam.account', true)")
        school, before = (int(value) if value else None for value in cursor.fetchone())
    walls.set_context(school, account.pk)
    yield
    walls.set_context(school, before)


def has_staff_hat(account: Account) -> bool:
    """True when the account wears any hat of a grown-up today; the operator of the system counts as one."""
    with _in_the_name_of(account):
        return account.is_operator or any(role.name != RoleName.PUPIL for role in hats_of(account))


def account_by_sign_in_name(name: str) -> Account | None:
    """The account that signs in with this user name, NISN or e-mail address."""
    rows = Account.objects.filter(email__iexact=name) if "@" in name else Account.objects.none()
    return rows.first() or Account.objects.filter(username__iexact=name).first()


def hats_elsewhere(account: Account, school_id: int) -> bool:
    """True when the account wears a hat today in another school, or runs the system itself.

    The wall shows an account's own grants to that account only, so the question is asked in its name.
    """
    if account.is_operator:
        return True
    with _in_the_name_of(account):
        return any(role.school_id != school_id for role in hats_of(account))


def guessable_words(account: Account) -> set[str]:
    """What anyone could guess from the owner of an account: names, numbers, birthday, school."""
    words = {account.username, *account.name.split(), *account.email.partition("@")[0].split(".")}
    mine = {"account": account}
    for pupil in Pupil.unsafe_all_schools.filter(**mine).select_related("school"):
        words |= {pupil.nisn, pupil.nipd, pupil.school.slug, pupil.school.npsn, *pupil.school.name.split()}
        if pupil.birth_date:
            words |= set(rules.birth_date_words(pupil.birth_date))
    for teacher in Teacher.unsafe_all_schools.filter(**mine).select_related("school"):
        words |= {teacher.nip, teacher.nuptk, teacher.phone.removeprefix("+62"), teacher.school.slug}
        words |= {teacher.school.npsn, *teacher.school.name.split()}
    for role in Role.unsafe_all_schools.filter(**mine).select_related("school"):
        words |= {role.school.slug, role.school.npsn, *role.school.name.split()}
    return {word for word in words if word}


@dataclass(frozen=True, slots=True)
class SessionRow:
    """One device that is signed in: browser and system by the names people know, or empty."""

    browser: str
    system: str
    address: str
    since: datetime
    seen: datetime
    is_current: bool


def sessions_of(account: Account, current_key: str | None) -> list[SessionRow]:
    """Devices on which the account is signed in, the last seen first."""
    rows = UserSession.objects.filter(user=account).order_by("-last_seen_at")
    return [
        SessionRow(
            *rules.device_words(row.user_agent),
            row.ip,
            row.created_at,
            row.last_seen_at,
            row.session_key == current_key,
        )
        for row in rows
    ]


@dataclass(frozen=True, slots=True)
class CardCandidates:
    """The people whose cards may be chosen."""

    class_groups: QuerySet[ClassGroup]
    pupils: QuerySet[Pupil]
    teachers: QuerySet[Teacher]


def card_candidates(actor: Actor) -> CardCandidates:
    """Class groups of the current year, active pupils and active teachers of the actor's school."""
    return CardCandidates(
        class_groups=ClassGroup.objects.visible_to(actor).filter(school_year__is_current=True),
        pupils=pupils_visible_to(actor).filter(status=PupilStatus.ACTIVE),
        teachers=teachers_visible_to(actor).filter(is_active=True),
    )
