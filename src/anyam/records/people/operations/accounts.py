"""Accounts: cards with a first secret, own password, sessions, closing; and the trail of signing in."""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from anyam.base import walls
from anyam.base.actor import Actor, system_actor
from anyam.base.errors import NotAllowed, Refused
from anyam.records.people import permissions, queries, rules
from anyam.records.people.models import Account, Pupil, Role, Teacher
from anyam.records.people.operations.sessions import end_sessions
from anyam.records.people.terms import RoleName
from anyam.records.schools.models import School
from anyam.tools.audit.operations import record

# More cards at once would keep one request busy with hashing for longer than people wait.
CARDS_AT_ONCE = 120
# A lost answer on a weak signal may be repeated with the same card; after that the secret is dead.
CARD_GRACE = timedelta(minutes=15)


class TooManyCards(Refused):
    code = "too_many_cards"
    message = _("Pilih paling banyak 120 orang sekali cetak. Bagi per kelas.")


@dataclass(frozen=True, slots=True)
class Card:
    """What one printed card says; the only place where a first secret is ever readable."""

    name: str
    group: str
    username: str
    secret: str
    expires: datetime


@dataclass(frozen=True, slots=True)
class CardSheet:
    """Cards to print, and the people left out with the reason in the user's words."""

    cards: tuple[Card, ...]
    left_out: tuple[tuple[str, str], ...]


def issue_account_cards(
    *, actor: Actor, pupils: Iterable[Pupil] = (), teachers: Iterable[Teacher] = (), now: datetime
) -> CardSheet:
    """Make accounts where there are none and give each person a new single-use first secret.

    Old secrets, passwords and sessions of these accounts end. The secret lives FIRST_SECRET_DAYS days, is
    stored only as a hash and must be replaced at the first sign-in. Refused: NotAllowed, TooManyCards.
    """
    if not permissions.can_manage_accounts(actor):
        raise NotAllowed
    people: list[Pupil | Teacher] = [*pupils, *teachers]
    if len(people) > CARDS_AT_ONCE:
        raise TooManyCards
    # Hashing takes its time on purpose, so it is done before any row is locked.
    drawn = [rules.readable_secret(secrets.choice) for _ in people]
    return _hand_out(actor, people, [(secret, make_password(secret)) for secret in drawn], now)


@transaction.atomic
def _hand_out(
    actor: Actor, people: Sequence[Pupil | Teacher], drawn: Sequence[tuple[str, str]], now: datetime
) -> CardSheet:
    expires = now + timedelta(days=settings.FIRST_SECRET_DAYS)
    cards: list[Card] = []
    left_out: list[tuple[str, str]] = []
    for person, (secret, digest) in zip(people, drawn, strict=True):
        try:
            account = _account_for(actor, person, now)
        except Refused as refused:
            left_out.append((person.name, str(refused.message)))
            continue
        account.password, account.must_change_password = digest, True
        account.first_secret_expires = expires
        account.save(update_fields=["password", "must_change_password", "first_secret_expires"])
        end_sessions(account=account)
        group = person.class_group if isinstance(person, Pupil) else person.duty
        cards.append(Card(person.name, str(group or ""), account.username, secret, expires))
    record(
        actor=actor,
        action="people.cards_issued",
        thing=None,
        now=now,
        detail={
            "cards": len(cards),
            "left_out": len(left_out),
            "usernames": [card.username for card in cards],
        },
        name=gettext("%(count)s kartu akun") % {"count": len(cards)},
    )
    return CardSheet(tuple(cards), tuple(left_out))


def _account_for(actor: Actor, person: Pupil | Teacher, now: datetime) -> Account:
    """The person's account, made when absent; raises Refused with the reason when no card may be given."""
    person = type(person).objects.of_school(actor.school_id).select_for_update().get(pk=person.pk)
    account = Account.objects.select_for_update().filter(pk=person.account_id or 0).first()
    if account is None:
        account = _new_account(actor, person)
        person.account = account
        person.updated_at = now
        person.save(update_fields=["account", "updated_at"])
    _refuse_foreign(actor, account)
    if isinstance(person, Pupil) and not _own_hats(actor, account).filter(name=RoleName.PUPIL).exists():
        Role.objects.create(
            school_id=actor.school_id,
            account=account,
            name=RoleName.PUPIL,
            valid_from=actor.today(now),
            granted_by_name=actor.name,
        )
    return account


def _new_account(actor: Actor, person: Pupil | Teacher) -> Account:
    if isinstance(person, Pupil):
        if not person.nisn:
            raise Refused(_("NISN belum diisi. Lengkapi dulu data siswa ini."), code="nisn_missing")
        known = Account.objects.select_for_update().filter(username=person.nisn).first()
        if known is not None:
            if Pupil.objects.of_school(actor.school_id).filter(account=known).exclude(pk=person.pk).exists():
                raise Refused(_("NISN ini sudah dipakai akun siswa lain di sekolah ini."), code="nisn_taken")
            _refuse_foreign(actor, known)
            return known
        return Account.objects.create_user(person.nisn, name=person.name)
    email = person.email.lower()
    if email and Account.objects.filter(email__iexact=email).exists():
        email = ""
    return Account.objects.create_user(_free_username(person.name), name=person.name, email=email)


def _free_username(name: str) -> str:
    wanted = rules.sign_in_name(name)
    taken = set(Account.objects.filter(username__startswith=wanted).values_list("username", flat=True))
    number = 1
    while (candidate := wanted if number == 1 else f"{wanted}{number}") in taken:
        number += 1
    return candidate


def _refuse_foreign(actor: Actor, account: Account) -> None:
    """A card opens everything the account opens, so it is given only by those who may open as much."""
    if account.pk == actor.account_id:
        raise Refused(
            _("Kartu untuk diri sendiri tidak dicetak. Ganti kata sandi di Akun saya."), code="own_card"
        )
    if queries.hats_elsewhere(account, actor.school_id):
        raise Refused(
            _("Akun ini juga dipakai di sekolah lain. Pemiliknya mengganti kata sandi sendiri."),
            code="other_school",
        )
    worn = set(_own_hats(actor, account).values_list("name", flat=True))
    if not permissions.can_issue_card(actor, worn):
        raise Refused(
            _("Kartu untuk peran ini dicetak oleh kepala sekolah atau waka humas."), code="higher_hat"
        )
    if not account.is_active:
        raise Refused(_("Akun ini sedang ditutup. Buka dulu di Pengguna dan peran."), code="closed")


def _own_hats(actor: Actor, account: Account):
    return Role.objects.of_school(actor.school_id).filter(account=account, ended_at=None)


@transaction.atomic
def note_first_sign_in(*, account: Account, now: datetime) -> None:
    """The first secret was used: it dies after CARD_GRACE, or at once when its owner sets a password."""
    if account.must_change_password and account.first_secret_expires:
        account.first_secret_expires = min(account.first_secret_expires, now + CARD_GRACE)
        account.save(update_fields=["first_secret_expires"])


@transaction.atomic
def set_own_password(*, actor: Actor | None, account: Account, password: str, now: datetime) -> Account:
    """Replace the owner's password; every session ends, the caller keeps its own alive.

    `actor` is the owner in their school, or None for an account without a hat, which no school's trail knows.
    """
    account = Account.objects.select_for_update().get(pk=account.pk)
    account.set_password(password)
    account.must_change_password, account.first_secret_expires = False, None
    account.save(update_fields=["password", "must_change_password", "first_secret_expires"])
    end_sessions(account=account)
    if actor is not None:
        record(actor=actor, action="people.password_changed", thing=account, now=now)
    return account


@transaction.atomic
def close_account(*, actor: Actor, account: Account, now: datetime) -> Account:
    """Nobody signs in with it any more; every session ends at once.

    Refused: NotAllowed, Refused(last_principal, other_school).
    """
    account = _manageable(actor, account)
    today = actor.today(now)
    others = queries.principals_of(actor.school_id, today).exclude(account=account)
    wears = queries.principals_of(actor.school_id, today).filter(account=account).exists()
    if wears and not others.exists():
        raise Refused(
            _("Akun kepala sekolah terakhir tidak bisa ditutup. Beri peran itu kepada penggantinya dulu."),
            code="last_principal",
        )
    account.is_active = False
    account.save(update_fields=["is_active"])
    end_sessions(account=account)
    record(actor=actor, action="people.account_closed", thing=account, now=now)
    return account


@transaction.atomic
def reopen_account(*, actor: Actor, account: Account, now: datetime) -> Account:
    """Let a closed account sign in again with its old password. Refused: NotAllowed."""
    account = _manageable(actor, account)
    account.is_active = True
    account.save(update_fields=["is_active"])
    record(actor=actor, action="people.account_reopened", thing=account, now=now)
    return account


def _manageable(actor: Actor, account: Account) -> Account:
    worn = set(_own_hats(actor, account).values_list("name", flat=True))
    if not worn or not permissions.can_close_account(actor, worn) or account.pk == actor.account_id:
        raise NotAllowed
    account = Account.objects.select_for_update().get(pk=account.pk)
    if queries.hats_elsewhere(account, actor.school_id):
        raise Refused(
            _("Akun ini juga dipakai di sekolah lain. Akhiri perannya di sini saja."), code="other_school"
        )
    return account


@transaction.atomic
def set_language(*, account: Account, language: str) -> Account:
    """Remember the language of the interface with the account."""
    account.language = language
    account.save(update_fields=["language"])
    return account


def record_account_act(*, account: Account, action: str, now: datetime, detail: dict | None = None) -> None:
    """Note an act of the account's owner (signing in or out, second factor) in the chain of their school."""
    with transaction.atomic():
        actor = queries.actor_of(account)
        if actor is not None:
            record(actor=actor, action=action, thing=account, now=now, detail=detail)


def record_failed_sign_in(*, sign_in_name: str, now: datetime) -> bool:
    """Note a refused sign-in in the chain of the school whose account was tried; False when there is none.

    Called after the answer has been sent, so that its time tells nobody whether the account exists.
    """
    account = queries.account_by_sign_in_name(sign_in_name)
    if account is None:
        return False
    with walls.inside_school(None, account.pk), transaction.atomic():
        actor = queries.actor_of(account)
        if actor is None:
            return False
        somebody = replace(
            system_actor(School.objects.get(pk=actor.school_id)),
            is_system=False,
            account_id=None,
            name=gettext("Belum masuk"),
        )
        record(actor=somebody, action="people.sign_in_failed", thing=account, now=now)
    return True


def record_denied(*, actor: Actor, path: str, status: int, now: datetime) -> None:
    """Note that a signed-in person asked for a page or thing that is not theirs to see."""
    with walls.inside_school(actor.school_id, actor.account_id):
        record(
            actor=actor,
            action="people.access_denied",
            thing=None,
            now=now,
            detail={"status": status},
            name=path,
        )
