"""Files out of an import: only the bad rows with their reasons, ready to be edited and imported again;
templates.
"""

from typing import Any

import xlsxwriter
from django.http import FileResponse
from django.utils.translation import gettext as _

from anyam.base.actor import Actor
from anyam.base.exports import file_response
from anyam.base.tables import Column
from anyam.tools.imports import queries
from anyam.tools.imports.kinds import ImportKind, kind_named
from anyam.tools.imports.models import ImportBatch
from anyam.tools.imports.terms import RowAction


def export_refused(*, actor: Actor, batch: ImportBatch) -> FileResponse:
    """An Excel file of the refused rows of a batch: where they stood, their cells, why, and what to do.

    Its headings are spelled as the kind spells them, so that the edited file is read without questions;
    the columns of reasons are passed over when it comes back.
    """
    kind = kind_named(batch.kind)
    columns = [
        Column("number", _("Baris asal"), kind="number"),
        *(
            Column(one.key, one.headings[0], _cell_reader(one.key))
            for one in kind.fields
            if _is_used(batch, kind, one.key)
        ),
        Column("why", _("Alasan"), lambda row: " ".join(error["message"] for error in row.errors)),
        Column(
            "remedy", _("Cara memperbaiki"), lambda row: " ".join(error["remedy"] for error in row.errors)
        ),
    ]
    rows = queries.rows_visible_to(actor, batch, RowAction.REFUSED)
    return file_response(columns, rows, name=_("perlu-diperbaiki-%(name)s") % {"name": batch.code})


def _is_used(batch: ImportBatch, kind: ImportKind, key: str) -> bool:
    return key in batch.mapping or kind.field_named(key).required


def _cell_reader(key: str) -> Any:
    return lambda row: row.values.get(key, "")


def write_template(kind: ImportKind, target: Any) -> None:
    """An empty list to fill in: one sheet with headings as text columns, one with two example rows."""
    with xlsxwriter.Workbook(target, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        as_text = book.add_format({"num_format": "@"})
        bold = book.add_format({"bold": True, "bottom": 1, "num_format": "@"})
        for name, examples in ((_("Isi di sini"), 0), (_("Contoh"), 2)):
            sheet = book.add_worksheet(name)
            sheet.freeze_panes(1, 0)
            for column, one in enumerate(kind.fields):
                sheet.set_column(column, column, max(14, len(one.headings[0]) + 4), as_text)
                sheet.write_string(0, column, one.headings[0], bold)
                for row in range(examples):
                    sheet.write_string(row + 1, column, one.examples[row], as_text)
