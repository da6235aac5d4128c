"""Many documents by one press of a button: recorded at once, made by a job, printed from one file."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from anyam.base.actor import Actor
from anyam.base.errors import NotAllowed, Refused
from anyam.tools.audit import operations as audit
from anyam.tools.documents import permissions, queries, rendering, storage
from anyam.tools.documents.errors import NothingToIssue
from anyam.tools.documents.kinds import Draft
from anyam.tools.documents.models import IssueBatch
from anyam.tools.documents.operations.issuing import Issuer, issue_drafts, known_kind, school_of, sheet_of
from anyam.tools.jobs import operations as jobs
from anyam.tools.jobs.rules import actor_key

ISSUE = "documents.issue_batch"


@transaction.atomic
def issue_batch(
    *, actor: Actor, kind: str, codes: Sequence[str], title: str, now: datetime, return_url: str = ""
) -> IssueBatch:
    """Start a job that issues one document for each object code, in the given order.

    The kind's `build` makes each from what is true then. `batch.job_code` leads to the progress page.
    Refused: NotAllowed, KindUnknown, NothingToIssue.
    """
    chosen = known_kind(kind)
    if not permissions.can_issue(actor, chosen) or chosen.build is None:
        raise NotAllowed
    keys = list(dict.fromkeys(codes))
    if not keys:
        raise NothingToIssue
    batch = IssueBatch.objects.create(
        school_id=actor.school_id,
        kind=chosen.name,
        title=title[:150],
        keys=keys,
        created_at=now,
        by_key=actor_key(actor),
        by_name=actor.name,
    )
    job = jobs.enqueue(
        actor=actor, name=ISSUE, arguments={"batch": batch.code}, now=now, return_url=return_url
    )
    batch.job_code = job.code
    batch.save(update_fields=["job_code"])
    audit.record(
        actor=actor,
        action="documents.issue_batch",
        thing=batch,
        detail={"kind": kind, "count": len(keys)},
        now=now,
    )
    return batch


def pending_keys(batch: IssueBatch) -> list[str]:
    """Codes of a batch for which nothing was issued yet and nothing failed: what a run that starts again
    has left.
    """
    done = set(queries.documents_of_batch(batch).values_list("about_code", flat=True))
    done |= {failure["code"] for failure in batch.failures}
    return [code for code in batch.keys if code not in done]


@transaction.atomic
def issue_some(*, actor: Actor, batch: IssueBatch, codes: Sequence[str], now: datetime) -> int:
    """Issue the next few of a batch in one transaction; the number issued.

    One that its room refuses, or that cannot be printed, is noted in `batch.failures` and takes no number.
    A single kind passes over objects that already have a valid document.
    """
    kind = known_kind(batch.kind)
    batch = IssueBatch.objects.of_school(actor.school_id).select_for_update(of=("self",)).get(pk=batch.pk)
    issuer = Issuer(batch.by_key, batch.by_name)
    issued = 0
    for code in codes:
        try:
            with transaction.atomic():
                assert kind.build is not None
                draft = kind.build(actor, code)
                assert draft.about.code == code, "a batch knows its documents by the codes it was given"
                _refuse_second(actor, kind.name, kind.single, draft)
                issue_drafts(actor=actor, kind=kind, drafts=[draft], issuer=issuer, now=now, batch=batch)
                issued += 1
        except Refused as refused:
            batch.failures = [*batch.failures, {"code": code, "message": str(refused)}]
    batch.save(update_fields=["failures"])
    return issued


def _refuse_second(actor: Actor, kind: str, single: bool, draft: Draft) -> None:
    before = queries.valid_document(actor.school_id, kind, draft.about) if single else None
    if before is not None:
        raise Refused(
            _("%(name)s sudah punya surat %(number)s. Ganti surat itu bila isinya berubah.")
            % {"name": draft.about.name or draft.about.code, "number": before.number},
            code="issued_already",
        )


@transaction.atomic
def finish_batch(*, actor: Actor, batch: IssueBatch, now: datetime) -> IssueBatch:
    """Make the one file that prints all documents of the batch, in the order of their numbers; may run
    twice.
    """
    kind = known_kind(batch.kind)
    documents = list(queries.documents_of_batch(batch).filter(version=1))
    if documents:
        sheets = [sheet_of(actor, document) for document in documents]
        pdf = rendering.render(kind, school_of(actor), sheets, now=documents[-1].issued_at, apart=True)
        batch.print_file = storage.keep(pdf)[0]
    batch.finished_at = now
    batch.save(update_fields=["print_file", "finished_at"])
    return batch
