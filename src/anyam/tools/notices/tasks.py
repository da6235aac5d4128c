"""Empties the outbox: by the timetable for all schools, at once for what is urgent."""

import logging
from datetime import datetime
from smtplib import SMTPException
from typing import Any

from django.utils import timezone

from anyam.base.actor import Actor
from anyam.tools.jobs import operations as jobs
from anyam.tools.jobs.progress import JobProgress
from anyam.tools.notices import operations, queries
from anyam.tools.notices.models import Notice
from anyam.tools.notices.operations import MAIL

log = logging.getLogger("anyam.notices")
# One mail server that answers slowly may not hold up the queue for longer than this many mails a run.
MOST_AT_ONCE = 200

__all__ = ["MAIL", "do_send_mail", "send_due_mail"]


def do_send_mail(actor: Actor, job: JobProgress) -> dict[str, Any]:
    """Send what is due in one school."""
    sent = 0
    for _ in range(MOST_AT_ONCE):
        now = timezone.now()
        with job.step():
            notice = operations.claim_mail(school_id=actor.school_id, now=now)
        if notice is None:
            break
        delivered = deliver(notice)
        with job.step():
            operations.settle_mail(notice=notice, sent=delivered, now=now)
        sent += delivered
        job.report(done=sent)
    return {"sent": sent}


def send_due_mail(now: datetime | None = None) -> str:
    """Start a job in every school whose outbox has something due; called by the timetable."""
    now = now or timezone.now()
    started = 0
    for actor in jobs.each_school():
        if queries.due_mail(actor.school_id, now).exists():
            jobs.enqueue(actor=actor, name=MAIL, arguments={}, now=now)
            started += 1
    return f"{started} schools"


def deliver(notice: Notice) -> bool:
    """Whether the mail server took it; what went wrong is in the log, without the address."""
    try:
        operations.post(notice)
    except (OSError, SMTPException):
        log.exception("mail of notice %s was not taken", notice.code)
        return False
    return True
