"""Reading documents: the number book, one document, a batch, and what the public may learn."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Max, Q, QuerySet
from django.urls import reverse

from anyam.base import walls
from anyam.base.actor import Actor
from anyam.base.errors import NotFound
from anyam.tools.documents import rules
from anyam.tools.documents.kinds import KINDS, About, DocumentKind
from anyam.tools.documents.models import IssueBatch, IssuedDocument, NumberSeries, VerificationCode
from anyam.tools.documents.terms import DocumentState


def documents_visible_to(actor: Actor) -> QuerySet[IssuedDocument]:
    """The number book as far as the actor may read it, newest first."""
    return IssuedDocument.objects.visible_to(actor).order_by("-issued_at", "-pk")


def document_visible_to(actor: Actor, code: str) -> IssuedDocument:
    """One document by its code. Raises NotFound."""
    found = documents_visible_to(actor).select_related("replaces", "batch").filter(code=code).first()
    if found is None:
        raise NotFound
    return found


def filtered(rows: QuerySet[IssuedDocument], wanted: Mapping[str, Any]) -> QuerySet[IssuedDocument]:
    """Part of number, subject or object; kind, state, and days from–to (inclusive)."""
    text = (wanted.get("q") or "").strip()
    if text:
        found = Q(number__icontains=text) | Q(subject__icontains=text) | Q(about_name__icontains=text)
        if code := rules.read_code(text):
            found |= Q(verification=code)
        rows = rows.filter(found)
    exact = {"kind": wanted.get("kind"), "state": wanted.get("state")}
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    if start := wanted.get("start"):
        rows = rows.filter(day__gte=start)
    if end := wanted.get("end"):
        rows = rows.filter(day__lte=end)
    return rows


def documents_about(school_id: int, label: str, codes: list[str]) -> QuerySet[IssuedDocument]:
    """All versions of the documents of some objects, newest first; for the pages of the rooms that own
    them.
    """
    rows = IssuedDocument.objects.of_school(school_id).filter(about_label=label, about_code__in=codes)
    return rows.order_by("-issued_at", "-pk")


def valid_document(school_id: int, kind: str, about: About) -> IssuedDocument | None:
    """The document in force of one kind about one object."""
    rows = documents_about(school_id, about.label, [about.code])
    return rows.filter(kind=kind, state=DocumentState.ISSUED).first()


def successor(document: IssuedDocument) -> IssuedDocument | None:
    """The version that replaced it."""
    return IssuedDocument.objects.of_school(document.school_id).filter(replaces=document).first()


def kinds_for(actor: Actor) -> list[DocumentKind]:
    """Kinds the actor may issue, by label."""
    return sorted((kind for kind in KINDS if kind.may_issue(actor)), key=lambda kind: str(kind.label))


def next_number(actor: Actor, *, day: date, series: str = "letters") -> str:
    """The number the next letter would get today, as a person would write it."""
    schools = IssuedDocument._meta.get_field("school").related_model
    pattern = schools._default_manager.values_list("letter_number_pattern", flat=True).get(pk=actor.school_id)
    rows = NumberSeries.objects.of_school(actor.school_id).filter(series=series, year=day.year)
    last = rows.aggregate(last=Max("last"))["last"] or 0
    return rules.letter_number(pattern, number=last + 1, day=day, kind_code="")


def batches_visible_to(actor: Actor) -> QuerySet[IssueBatch]:
    """Batches, newest first."""
    return IssueBatch.objects.visible_to(actor).order_by("-created_at", "-pk")


def batch_visible_to(actor: Actor, code: str) -> IssueBatch:
    """One batch by its code. Raises NotFound."""
    found = batches_visible_to(actor).filter(code=code).first()
    if found is None:
        raise NotFound
    return found


def documents_of_batch(batch: IssueBatch) -> QuerySet[IssuedDocument]:
    """In the order of their numbers."""
    return IssuedDocument.objects.of_school(batch.school_id).filter(batch=batch).order_by("sequence", "pk")


@dataclass(frozen=True, slots=True)
class PublicDocument:
    """What anyone holding the paper may learn: nothing that the paper does not show, and persons by
    initials.
    """

    state: str
    kind: str
    number: str
    day: date
    school: str
    subject: str
    version: int
    ended_at: datetime | None
    digest: str
    shown_code: str


def public_document(code: str) -> PublicDocument | None:
    """The document of a verification code as typed or scanned; None when there is none."""
    tidy = rules.read_code(code)
    entry = VerificationCode.objects.filter(code=tidy).first() if tidy else None
    if entry is None:
        return None
    with walls.inside_school(entry.school_key):
        rows = IssuedDocument.objects.of_school(entry.school_key).filter(verification=tidy)
        found = rows.select_related("school").first()
    if found is None:
        return None
    return PublicDocument(
        state=found.state,
        kind=found.kind_label,
        number=found.number,
        day=found.day,
        school=found.school.name,
        subject=found.public_subject,
        version=found.version,
        ended_at=found.ended_at,
        digest=found.digest,
        shown_code=found.shown_verification,
    )


def batch_path(actor: Actor, batch: IssueBatch) -> str:
    """Address of the batch's page, for the job that made it."""
    return reverse("documents:batch_show", kwargs={"school": actor.school_slug, "code": batch.code})
