"""The job that makes the documents of a batch."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from anyam.base.actor import Actor
from anyam.tools.documents import operations, queries
from anyam.tools.documents.operations.batches import ISSUE
from anyam.tools.jobs.progress import JobProgress

# Small enough that other writers wait less than a second, large enough to be quick.
AT_ONCE = 10

__all__ = ["ISSUE", "do_issue_batch"]


def do_issue_batch(actor: Actor, job: JobProgress, batch: str) -> dict[str, Any]:
    """Issue what is left of a batch, ten at a time, then make its file for printing."""
    with job.step():
        row = queries.batch_visible_to(actor, batch)
        left = operations.pending_keys(row)
        total = len(row.keys)
    for start in range(0, len(left), AT_ONCE):
        with job.step():
            operations.issue_some(
                actor=actor, batch=row, codes=left[start : start + AT_ONCE], now=timezone.now()
            )
        done = total - len(left) + min(start + AT_ONCE, len(left))
        job.report(done=done, total=total, message=_("Membuat surat satu per satu"))
    job.report(done=total, total=total, message=_("Menyusun berkas cetak"))
    with job.step():
        row = queries.batch_visible_to(actor, batch)
        operations.finish_batch(actor=actor, batch=row, now=timezone.now())
        issued = queries.documents_of_batch(row).count()
    job.report(message=_("%(count)d surat terbit") % {"count": issued})
    return {"issued": issued, "failed": len(row.failures), "url": queries.batch_path(actor, row)}
