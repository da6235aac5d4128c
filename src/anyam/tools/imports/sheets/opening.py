"""One way to open any sheet: guards first, then the reader that fits its content."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import BinaryIO

from django.utils.translation import gettext as _

from anyam.tools.imports.sheets import guards, limits
from anyam.tools.imports.sheets.cells import Raw
from anyam.tools.imports.sheets.delimited import DelimitedReader
from anyam.tools.imports.sheets.errors import UnreadableFile
from anyam.tools.imports.sheets.workbook import WorkbookReader

NumberedRow = tuple[int, list[Raw]]


@dataclass(frozen=True, slots=True)
class SheetHead:
    """The beginning of one visible sheet: enough to find its header."""

    index: int
    name: str
    rows: tuple[NumberedRow, ...]


@dataclass(frozen=True, slots=True)
class OpenSheet:
    """A file that passed the guards. `format` is xlsx, xls, ods or text."""

    format: str
    heads: tuple[SheetHead, ...]
    _rows: Callable[[int], Iterator[NumberedRow]]

    def rows(self, sheet: int) -> Iterator[NumberedRow]:
        """All rows of a sheet that are not empty, in a stream. May be called once.

        Raises UnreadableFile when there are more than 100,000.
        """
        for count, row in enumerate(self._rows(sheet), start=1):
            if count > limits.ROWS:
                raise UnreadableFile(
                    _(
                        "Berkas ini lebih dari 100.000 baris. "
                        "Bagi menjadi beberapa berkas, lalu impor satu per satu."
                        ""
                        ""
                        ""
                        ""
                        ""
                        ""
                        ""
                        ""
                        ""
                        ""
                        "satu."
                    ),
                    code="too_many_rows",
                )
            yield row


@contextmanager
def open_sheet(file: BinaryIO) -> Iterator[OpenSheet]:
    """Open an uploaded file for reading; nothing of it is written anywhere.

    Raises UnreadableFile with a sentence for its owner; every other failure of a parser is turned into one.
    """
    form = guards.sheet_format(file)
    if form == "text":
        reader = DelimitedReader(file)
        head = SheetHead(0, "", tuple(islice(reader.rows(), limits.HEAD_ROWS)))
        _refuse_wide(head.rows)
        yield OpenSheet(form, (head,), lambda _sheet: reader.rows())
        return
    with WorkbookReader(file) as workbook:
        heads = tuple(
            SheetHead(head["index"], head["name"], tuple((row[0], row[1]) for row in head["rows"]))
            for head in workbook.heads()
        )
        if not any(head.rows for head in heads):
            raise UnreadableFile(
                _(
                    "Tidak ada isi di lembar yang tampak. Tampilkan lembar yang berisi daftar, simpan, lalu "
                    "pilih lagi."
                ),
                code="empty_file",
            )
        for head in heads:
            _refuse_wide(head.rows)
        yield OpenSheet(form, heads, workbook.rows)


def _refuse_wide(rows: Sequence[NumberedRow]) -> None:
    if any(len(cells) > limits.COLUMNS for _number, cells in rows):
        raise UnreadableFile(
            _("Lembar ini lebih dari 512 kolom. Hapus kolom yang tidak dipakai, lalu pilih lagi."),
            code="too_many_columns",
        )
