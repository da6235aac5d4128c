"""Acts on documents: number, issue, replace, revoke, batch."""

from anyam.tools.documents.operations.batches import finish_batch, issue_batch, issue_some, pending_keys
from anyam.tools.documents.operations.issuing import issue, replace, revoke, school_of
from anyam.tools.documents.operations.numbering import set_last_number, take_numbers

__all__ = [
    "finish_batch",
    "issue",
    "issue_batch",
    "issue_some",
    "pending_keys",
    "replace",
    "revoke",
    "school_of",
    "set_last_number",
    "take_numbers",
]
