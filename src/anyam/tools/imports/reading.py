"""From an open sheet to rows of mapped values: chooses the sheet, finds the header, drops what is not
used.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from anyam.tools.imports import headers
from anyam.tools.imports.errors import HeaderNotFound
from anyam.tools.imports.kinds import ImportKind
from anyam.tools.imports.sheets import OpenSheet, Raw, cell_of
from anyam.tools.imports.sheets.cells import plain_text


@dataclass(frozen=True, slots=True)
class FoundTable:
    """Which sheet, which header, which columns."""

    sheet: int
    header: headers.Header
    matching: headers.Matching


@dataclass(frozen=True, slots=True)
class ReadRow:
    """One row, mapped: `values` by field, `spare` by column, `marks` by field (imprecise, cut)."""

    number: int
    values: dict[str, str]
    spare: dict[str, str]
    marks: dict[str, str]


def fingerprint(file: BinaryIO) -> str:
    """SHA-256 of an open file; leaves it at its beginning."""
    digest = hashlib.sha256()
    file.seek(0)
    while chunk := file.read(1024 * 1024):
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()


def find_table(kind: ImportKind, sheet: OpenSheet) -> FoundTable:
    """The visible sheet whose header fits the kind best. Raises HeaderNotFound."""
    known = kind.known_headings()
    best: FoundTable | None = None
    for head in sheet.heads:
        rows = [(number, [plain_text(raw) for raw in cells]) for number, cells in head.rows]
        header = headers.find_header(rows, known)
        if header is None:
            continue
        matching = headers.match_columns(
            header,
            {one.key: one.accepted for one in kind.fields},
            [group.headings for group in kind.ignored],
        )
        found = FoundTable(head.index, header, matching)
        if matching.matches and (best is None or len(matching.matches) > len(best.matching.matches)):
            best = found
    if best is None:
        raise HeaderNotFound
    return best


def read_rows(
    rows: Iterator[tuple[int, list[Raw]]],
    header: headers.Header,
    columns: Mapping[str, int],
    spare: Sequence[int],
) -> Iterator[ReadRow]:
    """Rows below the header that say something; headings repeated on later pages and number lines are
    passed over.
    """
    labels = {heading.column: heading.spellings for heading in header.headings}
    for number, cells in rows:
        if number <= header.last_row:
            continue
        picked = {key: cell_of(cells[column]) for key, column in columns.items() if column < len(cells)}
        values = {key: cell.text for key, cell in picked.items() if cell.text}
        if not values or _is_furniture(values, columns, labels):
            continue
        marks = {
            key: "imprecise" if cell.imprecise else "cut"
            for key, cell in picked.items()
            if cell.imprecise or cell.cut
        }
        extra = {str(column): cell_of(cells[column]).text for column in spare if column < len(cells)}
        yield ReadRow(number, values, {column: text for column, text in extra.items() if text}, marks)


def _is_furniture(
    values: Mapping[str, str], columns: Mapping[str, int], labels: Mapping[int, Sequence[str]]
) -> bool:
    """A header printed again, or the line of column numbers some forms carry under it."""
    if len(values) < 2:
        return False
    if all(
        headers.spelling(text) in _own_words(labels.get(columns[key], ())) for key, text in values.items()
    ):
        return True
    return all(text == str(columns[key] + 1) for key, text in values.items())


def _own_words(spellings: Sequence[str]) -> set[str]:
    return {word for spelling in spellings for word in (spelling, spelling.split(" ")[-1])}
