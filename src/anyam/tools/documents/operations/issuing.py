"""Issuing one document, replacing it by a new version, revoking it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from anyam.base.actor import Actor
from anyam.base.codes import new_code
from anyam.base.errors import NotAllowed, Refused, WrongState
from anyam.tools.audit import operations as audit
from anyam.tools.documents import permissions, rendering, rules, storage, words
from anyam.tools.documents.errors import KindUnknown, PatternWrong
from anyam.tools.documents.kinds import About, Context, DocumentKind, Draft, kind_of
from anyam.tools.documents.models import IssueBatch, IssuedDocument, VerificationCode
from anyam.tools.documents.operations.numbering import take_numbers
from anyam.tools.documents.terms import DocumentState
from anyam.tools.jobs.rules import actor_key


@dataclass(frozen=True, slots=True)
class Issuer:
    """In whose name a document is made: the person, also when the machine does it for them."""

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class Press:
    """What all documents made in one go share."""

    actor: Actor
    kind: DocumentKind
    school: Any
    issuer: Issuer
    now: datetime


def known_kind(name: str) -> DocumentKind:
    """The registered kind. Raises KindUnknown."""
    kind = kind_of(name)
    if kind is None:
        raise KindUnknown
    return kind


@transaction.atomic
def issue(*, actor: Actor, kind: str, context: Context, about: About, now: datetime) -> IssuedDocument:
    """Number, print, store and register one document; what it says can never be changed afterwards.

    Refused: NotAllowed, KindUnknown, PatternWrong, CannotPrint.
    """
    chosen = known_kind(kind)
    if not permissions.can_issue(actor, chosen):
        raise NotAllowed
    (document,) = issue_drafts(
        actor=actor,
        kind=chosen,
        drafts=[Draft(context, about)],
        issuer=Issuer(actor_key(actor), actor.name),
        now=now,
    )
    return document


def issue_drafts(
    *,
    actor: Actor,
    kind: DocumentKind,
    drafts: Sequence[Draft],
    issuer: Issuer,
    now: datetime,
    batch: IssueBatch | None = None,
) -> list[IssuedDocument]:
    """Consecutive numbers for all drafts, in the caller's transaction; permission was the caller's affair."""
    school = school_of(actor)
    press = Press(actor, kind, school, issuer, now)
    pattern = kind.pattern or school.letter_number_pattern
    if rules.NUMBER not in pattern:
        raise PatternWrong
    day = actor.today(now)
    numbers = take_numbers(school_id=actor.school_id, series=kind.series, year=day.year, count=len(drafts))
    made = []
    for number, draft in zip(numbers, drafts, strict=True):
        document = IssuedDocument(
            school=school,
            kind=kind.name,
            series=kind.series,
            sequence=number,
            number=rules.letter_number(pattern, number=number, day=day, kind_code=kind.number_code),
            day=day,
            version=1,
            batch=batch,
        )
        made.append(_print_and_keep(press, document, draft))
    return made


def school_of(actor: Actor) -> Any:
    """The school's profile as it is now."""
    schools: Any = IssuedDocument._meta.get_field("school").related_model
    return schools._default_manager.get(pk=actor.school_id)


def _print_and_keep(press: Press, document: IssuedDocument, draft: Draft) -> IssuedDocument:
    """Render, write the file, then the rows: a row never exists without its file."""
    document.verification = new_code(rules.CODE_LENGTH)
    document.context = rules.plain(draft.context)
    document.paper = press.school.paper_size
    document.subject = _one_line(draft.context.subject)
    document.public_subject = _one_line(draft.context.public_subject)
    document.about_label, document.about_code = draft.about.label, draft.about.code
    document.about_name = _one_line(draft.about.name)
    document.issued_at, document.by_key, document.by_name = press.now, press.issuer.key, press.issuer.name
    sheet = sheet_of(press.actor, document)
    document.file, document.digest = storage.keep(
        rendering.render(press.kind, press.school, [sheet], now=press.now)
    )
    VerificationCode.objects.create(code=document.verification, school_key=press.actor.school_id)
    document.save(force_insert=True)
    audit.record(
        actor=press.actor,
        action="documents.issue",
        thing=document,
        detail={
            "kind": press.kind.name,
            "version": document.version,
            "about": draft.about.code,
            "for": press.issuer.key,
        },
        now=press.now,
    )
    return document


def sheet_of(actor: Actor, document: IssuedDocument) -> rendering.Sheet:
    """The document as it goes to the printer; the same row gives the same sheet for ever."""
    return rendering.Sheet(
        content=document.context,
        number=document.number,
        day_text=words.long_date(document.day),
        version=document.version,
        verification=document.verification,
        mark="",
        printed_at=words.moment_text(document.issued_at, actor.zone),
        printed_by=document.by_name,
    )


def _one_line(text: Any) -> str:
    return re.sub(r"\s+", " ", rules.printable(str(text))).strip()[:200]


@transaction.atomic
def replace(
    *, actor: Actor, document: IssuedDocument, reason: str, now: datetime, context: Context | None = None
) -> IssuedDocument:
    """Issue a corrected version under the same number and date; the old one stays and says that it was
    replaced.

    Without `context` the kind's room builds it from what is true now. Refused: NotAllowed, WrongState (it was
    replaced or revoked already), KindUnknown, and what building and printing refuse.
    """
    kind = known_kind(document.kind)
    if not permissions.can_issue(actor, kind) or (context is None and kind.build is None):
        raise NotAllowed
    old = _locked(actor, document)
    if context is None:
        assert kind.build is not None
        context = kind.build(actor, old.about_code).context
    _end(old, DocumentState.REPLACED, reason, now)
    school = school_of(actor)
    fresh = IssuedDocument(
        school=school,
        kind=old.kind,
        series=old.series,
        sequence=old.sequence,
        number=old.number,
        day=old.day,
        version=old.version + 1,
        replaces=old,
        batch=old.batch,
    )
    about = About(old.about_label, old.about_code, old.about_name)
    issuer = Issuer(actor_key(actor), actor.name)
    return _print_and_keep(Press(actor, kind, school, issuer, now), fresh, Draft(context, about))


@transaction.atomic
def revoke(*, actor: Actor, document: IssuedDocument, reason: str, now: datetime) -> IssuedDocument:
    """Declare a document void; its number is never used again and the public page says so.

    Refused: NotAllowed, WrongState, Refused without a reason.
    """
    if not permissions.can_revoke(actor, document):
        raise NotAllowed
    old = _locked(actor, document)
    _end(old, DocumentState.REVOKED, reason, now)
    audit.record(actor=actor, action="documents.revoke", thing=old, detail={"number": old.number}, now=now)
    return old


def _locked(actor: Actor, document: IssuedDocument) -> IssuedDocument:
    rows = IssuedDocument.objects.of_school(actor.school_id).filter(pk=document.pk)
    old = rows.select_for_update(of=("self",)).select_related("batch").get()
    if old.state != DocumentState.ISSUED:
        raise WrongState
    return old


def _end(document: IssuedDocument, state: DocumentState, reason: str, now: datetime) -> None:
    tidy = _one_line(reason)
    if not tidy:
        raise Refused(_("Tulis alasannya, satu kalimat cukup."), code="reason_missing", field="reason")
    document.state, document.reason, document.ended_at = state, tidy, now
    document.save(update_fields=["state", "reason", "ended_at"])
