"""Starting a school: the school, its current year and the first hats, in one transaction."""

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from anyam.base import walls
from anyam.base.errors import NotAllowed, Refused
from anyam.records.people import permissions, rules
from anyam.records.people.models import Account, Role
from anyam.records.people.queries.actors import load_actor
from anyam.records.people.terms import RoleName
from anyam.records.schools import operations as schools
from anyam.records.schools.models import School
from anyam.tools.audit.operations import record

FIRST_HATS = (RoleName.WAKA_HUMAS, RoleName.OPERATOR, RoleName.PRINCIPAL)


class NoHatChosen(Refused):
    code = "no_hat"
    message = _("Pilih paling sedikit satu peran untuk Anda sendiri.")


@transaction.atomic
def start_school(*, account: Account, data: Mapping[str, Any], hats: list[str], now: datetime) -> School:
    """Make a school, open the running year and give its starter the chosen hats.

    There is no actor before there is a school, so the account itself is named: the operator of the system, or anyone
    while the installation has no school. `data`: what the start form has cleaned. Refused: NotAllowed, NoHatChosen.
    """
    if not permissions.can_start_school(account):
        raise NotAllowed
    if not hats or not set(hats) <= set(FIRST_HATS):
        raise NoHatChosen(field="hats")
    school = schools.create_school(data=data, now=now)
    walls.set_context(school.pk, account.pk)
    today = now.astimezone(ZoneInfo(school.time_zone)).date()
    schools.open_first_year(school=school, day=today)
    for name in FIRST_HATS:
        if name in hats:
            Role.objects.create(
                school=school, account=account, name=name, valid_from=today, granted_by_name=account.name
            )
    actor = load_actor(account, school.slug)
    if actor is not None:
        record(
            actor=actor, action="people.school_started", thing=school, now=now, detail={"hats": sorted(hats)}
        )
    return school


@transaction.atomic
def make_operator(*, username: str, name: str, now: datetime) -> str:
    """An account that runs the system and may start schools; returns its single-use first secret, shown nowhere else.

    Called from the command line of the machine, where there is no actor. Refused: Refused(username_taken).
    """
    if Account.objects.filter(username__iexact=username).exists():
        raise Refused(_("Nama pengguna ini sudah dipakai. Pilih nama lain."), code="username_taken")
    secret = rules.readable_secret(secrets.choice)
    Account.objects.create_user(
        username,
        secret,
        name=name,
        is_operator=True,
        must_change_password=True,
        first_secret_expires=now + timedelta(days=settings.FIRST_SECRET_DAYS),
    )
    return secret
