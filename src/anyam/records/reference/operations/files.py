"""Reading files of reference data: comma-separated, UTF-8, one heading line."""

import csv
import json
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from anyam.records.reference.errors import ReferenceFileWrong

Line = dict[str, str]
Values = dict[str, Any]


def lines(folders: Sequence[Path], name: str) -> Iterator[tuple[Path, int, Line]]:
    """Every line of `name` in the folders, in order; the first folder must have the file."""
    for position, folder in enumerate(folders):
        path = folder / name
        if position and not path.exists():
            continue
        try:
            with path.open(encoding="utf-8-sig", newline="") as file:
                reader = csv.DictReader(file)
                for line in reader:
                    yield path, reader.line_num, line
        except (OSError, UnicodeDecodeError, csv.Error) as error:
            raise ReferenceFileWrong(
                _("Berkas %(file)s tidak dapat dibaca. Periksa letak dan isinya.") % {"file": path.name}
            ) from error


def read(
    folders: Sequence[Path], name: str, key: Sequence[str], convert: Callable[[Line], Values]
) -> list[Values]:
    """The rows of a file, converted; of rows with the same `key` columns the last one counts.

    Refused: ReferenceFileWrong, naming the file and the line.
    """
    rows: dict[tuple[str, ...], Values] = {}
    for path, number, line in lines(folders, name):
        try:
            rows[tuple(line[column] for column in key)] = convert(line)
        except (KeyError, ValueError, TypeError, AttributeError) as error:
            raise ReferenceFileWrong(
                _("Berkas %(file)s baris %(line)d tidak dapat dibaca. Perbaiki barisnya, lalu muat lagi.")
                % {"file": path.name, "line": number}
            ) from error
    return list(rows.values())


def flag(text: str) -> bool:
    """`1` is yes, `0` is no; anything else is a mistake."""
    return {"1": True, "0": False}[text]


def day(text: str) -> date:
    """A day written `2026-01-31`."""
    return date.fromisoformat(text)


def day_or_none(text: str) -> date | None:
    """A day, or nothing for an open end."""
    return day(text) if text else None


def value(text: str) -> Any:
    """The value of a parameter, written as JSON; an object is not a value."""
    found = json.loads(text)
    if found is None or isinstance(found, dict):
        raise ValueError(text)
    return found
