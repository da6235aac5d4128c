"""Delimited text: which encoding, which separator, and rows in a stream; quotes that never close are
refused.
"""

import codecs
import csv
import io
from collections import Counter
from collections.abc import Iterator
from typing import BinaryIO

from django.utils.translation import gettext as _

from anyam.tools.imports.sheets import guards
from anyam.tools.imports.sheets.cells import Raw
from anyam.tools.imports.sheets.errors import UnreadableFile

SEPARATORS = (";", "\t", "|", ",")
_SAMPLE = 64 * 1024


def _western(error: UnicodeError) -> tuple[str, int]:
    """Bytes that are not UTF-8 are read as Windows-1252, one run at a time: old programs mix the two in
    one file.
    """
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", errors="replace"), error.end


codecs.register_error("anyam.western", _western)


def encoding_of(start: bytes) -> str:
    """Encoding by byte order mark, else UTF-16 when every second byte is zero, else UTF-8."""
    if start.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    even, odd = start[0::2].count(0), start[1::2].count(0)
    if odd > len(start) // 8 and odd > 4 * even:
        return "utf-16-le"
    if even > len(start) // 8 and even > 4 * odd:
        return "utf-16-be"
    return "utf-8"


def separator_of(sample: str) -> str:
    """The separator that cuts most rows of the sample into the same number of parts, more parts preferred."""
    best, best_score = ",", 0
    for separator in SEPARATORS:
        widths: Counter[int] = Counter()
        try:
            for row in csv.reader(io.StringIO(sample, newline=""), delimiter=separator):
                widths[len(row)] += 1
        except csv.Error:
            pass  # a broken quote: judged by the rows before it; the reading itself will name the place
        score = max(((width - 1) * count for width, count in widths.items()), default=0)
        if score > best_score:
            best, best_score = separator, score
    return best


class DelimitedReader:
    """Rows of a delimited text file; the file is decoded and cut as it is read."""

    def __init__(self, file: BinaryIO) -> None:
        file.seek(0)
        start = file.read(_SAMPLE)
        file.seek(0)
        self._file = file
        self._encoding = encoding_of(start)
        errors = "anyam.western" if self._encoding.startswith("utf-8") else "replace"
        self._errors = errors
        sample = codecs.getincrementaldecoder(self._encoding)(errors).decode(start)
        first, _newline, _rest = sample.partition("\n")
        self._declared = first.strip().lower().startswith("sep=") and len(first.strip()) <= 5
        if self._declared:
            self.separator = first.rstrip("\r\n")[4:5] or "\t"
        else:
            self.separator = separator_of(sample)
        if len(start) < 2 or not sample.strip():
            raise UnreadableFile(_("Berkas ini kosong. Pilih berkas yang berisi daftar."), code="empty_file")

    def rows(self) -> Iterator[tuple[int, list[Raw]]]:
        """(row number from 1, cells) of every row that is not empty. Raises UnreadableFile for a broken
        quote.
        """
        self._file.seek(0)
        source = io.BufferedReader(_Unclosed(self._file))
        text = io.TextIOWrapper(source, encoding=self._encoding, errors=self._errors, newline="")
        lines = (line.replace("\0", "") for line in text)
        if self._declared:
            next(lines)
        reader = csv.reader(lines, delimiter=self.separator, strict=True)
        number = 0
        while True:
            try:
                row = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                raise broken_quote(number + 1, error) from error
            except UnicodeError as error:
                raise guards.damaged() from error
            number += 1
            while row and not row[-1].strip():
                row.pop()
            if row:
                yield number, row  # type: ignore[misc]


def broken_quote(row: int, error: csv.Error) -> UnreadableFile:
    """The refusal for a quotation mark that does not close, or for a cell without end."""
    if "field larger" in str(error):
        message = _(
            "Isi satu sel di baris %(row)s terlalu panjang, mungkin karena tanda kutip yang tidak ditutup. "
            "Perbaiki baris itu di berkas, lalu pilih lagi."
        )
    else:
        message = _(
            "Tanda kutip di baris %(row)s tidak berpasangan. Hapus atau lengkapi tanda kutip itu di berkas, "
            "lalu pilih lagi."
        )
    return UnreadableFile(message % {"row": row}, code="broken_quote")


class _Unclosed(io.RawIOBase):
    """A view of the upload that a text wrapper may close without closing the upload itself."""

    def __init__(self, file: BinaryIO) -> None:
        self._source = file

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:
        chunk = self._source.read(len(buffer))
        buffer[: len(chunk)] = chunk
        return len(chunk)
