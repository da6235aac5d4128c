"""Sending messages, marking them read, choosing about mail."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from anyam.base.actor import Actor
from anyam.base.errors import NotAllowed, Refused
from anyam.tools.jobs import operations as jobs
from anyam.tools.jobs.rules import is_local_path
from anyam.tools.notices import queries, rules
from anyam.tools.notices.kinds import NoticeKind, kind_of
from anyam.tools.notices.models import MailChoice, Notice
from anyam.tools.notices.terms import MailState

MAIL = "notices.send_mail"
FOOT = "--\nAnyam, %(address)s"


class NoticeUnknown(Refused):
    """No room registered this kind of message."""

    code = "notice_unknown"
    message = _("Jenis pemberitahuan ini tidak dikenal.")


@transaction.atomic
def send(
    *,
    actor: Actor,
    kind: str,
    accounts: Collection[int],
    values: Mapping[str, Any],
    now: datetime,
    url: str = "",
    key: str = "",
) -> int:
    """Put one message before each account, in the caller's transaction; returns how many were new.

    `values` fill the kind's texts. `url` is where its button leads, an address of this site. With a `key`
    (e.g. the code of the matter) nobody gets the same message twice, so that a job may run again.
    Refused: NoticeUnknown.
    """
    chosen = kind_of(kind)
    if chosen is None:
        raise NoticeUnknown
    wanted = set(accounts)
    if key:
        had = Notice.objects.of_school(actor.school_id).filter(kind=kind, key=key, account__in=wanted)
        wanted -= set(had.values_list("account_id", flat=True))
    mailed = _mailed_accounts(actor, chosen, wanted)
    after = rules.mail_after(now, actor.zone, urgent=chosen.urgent)
    with translation.override(settings.LANGUAGE_CODE):  # the reader's language, not the sender's
        title, body = str(chosen.title) % values, str(chosen.body) % values
    rows = [
        Notice(
            school_id=actor.school_id,
            account_id=account,
            kind=kind,
            title=rules.one_line(title, 200),
            body=body,
            url=url if is_local_path(url) else "",
            key=key,
            created_at=now,
            mail_state=MailState.WAITING if account in mailed else MailState.NONE,
            mail_after=after if account in mailed else None,
        )
        for account in sorted(wanted)
    ]
    Notice.objects.bulk_create(rows, batch_size=500)
    if chosen.urgent and mailed:
        jobs.enqueue(actor=actor, name=MAIL, arguments={}, now=now)
    return len(rows)


def _mailed_accounts(actor: Actor, kind: NoticeKind, accounts: set[int]) -> set[int]:
    """Who of them gets a mail too: has an address, and did not refuse an optional kind."""
    if not kind.by_mail:
        return set()
    reachable = get_user_model()._default_manager.filter(pk__in=accounts, is_active=True).exclude(email="")
    found = set(reachable.values_list("pk", flat=True))
    if kind.optional:
        refusals = MailChoice.objects.of_school(actor.school_id).filter(kind=kind.name, account__in=accounts)
        found -= set(refusals.values_list("account_id", flat=True))
    return found


@transaction.atomic
def mark_read(*, actor: Actor, notice: Notice, now: datetime) -> Notice:
    """Opened by its owner; a second time changes nothing."""
    if notice.read_at is None:
        queries.notices_visible_to(actor).filter(pk=notice.pk).update(read_at=now)
        notice.read_at = now
    return notice


@transaction.atomic
def mark_all_read(*, actor: Actor, now: datetime) -> int:
    """All of the actor's messages; how many were new."""
    return queries.notices_visible_to(actor).order_by().filter(read_at=None).update(read_at=now)


@transaction.atomic
def choose_mail(*, actor: Actor, kinds: Collection[str], now: datetime) -> None:
    """From now on mail only these of the optional kinds. Refused: NotAllowed (no account)."""
    if actor.account_id is None:
        raise NotAllowed
    refused = {
        choice.kind.name
        for choice in queries.mail_choices(actor)
        if choice.kind.optional and choice.kind.name not in kinds
    }
    rows = MailChoice.objects.of_school(actor.school_id).filter(account_id=actor.account_id)
    rows.delete()
    MailChoice.objects.bulk_create(
        [
            MailChoice(school_id=actor.school_id, account_id=actor.account_id, kind=kind)
            for kind in sorted(refused)
        ]
    )


@transaction.atomic
def claim_mail(*, school_id: int, now: datetime) -> Notice | None:
    """Take the next due mail out of the outbox, so that nobody else sends it, also not after a crash."""
    waiting = queries.due_mail(school_id, now).select_for_update(of=("self",), skip_locked=True)
    notice = waiting.select_related("account").first()
    if notice is not None:
        notice.mail_state, notice.mail_tries = MailState.CLAIMED, notice.mail_tries + 1
        notice.save(update_fields=["mail_state", "mail_tries"])
    return notice


def post(notice: Notice) -> None:
    """Hand a claimed mail to the mail server. Raises OSError and its kin when that fails."""
    address = settings.PUBLIC_BASE_URL.rstrip("/")
    parts = [notice.body, f"{address}{notice.url}" if notice.url else "", FOOT % {"address": address}]
    text = "\n\n".join(part for part in parts if part)
    EmailMessage(rules.one_line(notice.title), text, to=[notice.account.email]).send()


@transaction.atomic
def settle_mail(*, notice: Notice, sent: bool, now: datetime) -> Notice:
    """Note the outcome: sent, try again later, or given up."""
    again = None if sent else rules.retry_after(now, notice.mail_tries)
    if sent:
        notice.mail_state = MailState.SENT
    else:
        notice.mail_state = MailState.WAITING if again else MailState.FAILED
    notice.mail_after = again
    notice.save(update_fields=["mail_state", "mail_after"])
    return notice
