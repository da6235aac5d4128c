"""Reading messages: the list, the bell, the choices."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from anyam.base.actor import Actor
from anyam.base.errors import NotFound
from anyam.tools.notices.kinds import KINDS, NoticeKind
from anyam.tools.notices.models import MailChoice, Notice
from anyam.tools.notices.terms import MailState


def notices_visible_to(actor: Actor) -> QuerySet[Notice]:
    """The actor's own messages, newest first."""
    return Notice.objects.visible_to(actor).order_by("-created_at", "-pk")


def notice_visible_to(actor: Actor, code: str) -> Notice:
    """One by its code. Raises NotFound."""
    found = notices_visible_to(actor).filter(code=code).first()
    if found is None:
        raise NotFound
    return found


def unread_count(actor: Actor) -> int:
    """The number on the bell; counting stops at 100."""
    rows = Notice.objects.visible_to(actor).filter(read_at=None).order_by()
    return rows.values("pk")[:100].count()


@dataclass(frozen=True, slots=True)
class Choice:
    """A line of the settings page."""

    kind: NoticeKind
    by_mail: bool


def mail_choices(actor: Actor) -> list[Choice]:
    """Kinds that are mailed, with the actor's choice."""
    refused = set(MailChoice.objects.visible_to(actor).values_list("kind", flat=True))
    return [Choice(kind, kind.name not in refused or not kind.optional) for kind in KINDS if kind.by_mail]


def due_mail(school_id: int, now: datetime) -> QuerySet[Notice]:
    """Messages whose mail may leave now, the oldest first."""
    rows = Notice.objects.of_school(school_id).filter(mail_state=MailState.WAITING, mail_after__lte=now)
    return rows.order_by("mail_after", "pk")
