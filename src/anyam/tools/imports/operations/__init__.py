"""What can be done with an import, one verb each."""

from anyam.tools.imports.operations.applying import apply_batch, run_apply
from anyam.tools.imports.operations.checks import accept_suggestions, check_batch, mend_row, run_check
from anyam.tools.imports.operations.expiring import discard_batch, expire_batches
from anyam.tools.imports.operations.resuming import resume_batch
from anyam.tools.imports.operations.starting import remap, start_import
from anyam.tools.imports.operations.undoing import run_undo, undo_batch

__all__ = [
    "accept_suggestions",
    "apply_batch",
    "check_batch",
    "discard_batch",
    "expire_batches",
    "mend_row",
    "remap",
    "resume_batch",
    "run_apply",
    "run_check",
    "run_undo",
    "start_import",
    "undo_batch",
]
