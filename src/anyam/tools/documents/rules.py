"""Pure rules of documents: numbers, codes, addresses, and values made printable."""

import dataclasses
import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any

from django.utils.functional import Promise

from anyam.base.codes import ALPHABET, tidy_code
from anyam.tools.documents import words

NUMBER, MONTH, YEAR, KIND = "{nomor}", "{bulan}", "{tahun}", "{kode}"
CODE_LENGTH = 8
HASH_PATH = re.compile(r"[0-9a-f]{2}/[0-9a-f]{62}")


def letter_number(pattern: str, *, number: int, day: date, kind_code: str) -> str:
    """A document's number after the school's pattern; the running number has at least four figures.

    Unknown words in braces stay as they are. A pattern without {nomor} is refused by the caller.
    """
    parts = {NUMBER: f"{number:04d}", MONTH: words.roman(day.month), YEAR: str(day.year), KIND: kind_code}
    return re.sub("|".join(map(re.escape, parts)), lambda found: parts[found[0]], pattern)


def shown_code(code: str) -> str:
    """A verification code as people read it: K7Q2-9MXD."""
    return f"{code[:4]}-{code[4:]}" if len(code) == CODE_LENGTH else code


def read_code(typed: str) -> str | None:
    """What was typed by hand, with or without hyphen and in any case; None when it cannot be a code."""
    code = tidy_code(typed.strip())
    return code if len(code) == CODE_LENGTH and all(sign in ALPHABET for sign in code) else None


def is_content_name(name: str) -> bool:
    """Whether a name is one of the content-addressed store: two figures, a slash, 62 figures."""
    return bool(HASH_PATH.fullmatch(name))


def content_name(digest: str) -> str:
    """Place of a file in the store by its SHA-256: the first two figures are the folder."""
    return f"{digest[:2]}/{digest[2:]}"


def initials(name: str) -> str:
    """A person's name as the public page shows it: "Nabila Azzahra" gives "N. A."."""
    return " ".join(f"{word[0].upper()}." for word in name.split() if word[0].isalpha())


def plain(value: Any) -> Any:
    """A context as JSON values ready to print: days in Indonesian words, text without control marks.

    Takes dataclasses, mappings, sequences, days, numbers, enums and lazy texts. Raises TypeError for anything
    else, so that no object of a database slips into a document.
    """
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return _plain_one(value)


def _plain_one(value: Any) -> Any:
    if isinstance(value, Enum):
        return _plain_one(value.value)
    if isinstance(value, str | Promise):
        return printable(str(value))
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, Decimal):
        return str(value)
    if type(value) is date:
        return words.long_date(value)
    raise TypeError(f"a document cannot print a {type(value).__name__}")


def printable(text: str) -> str:
    """Text without control, direction and invisible signs; composed, so that é is one sign. Lines stay."""
    signs = unicodedata.normalize("NFC", text)
    return "".join(sign for sign in signs if sign == "\n" or unicodedata.category(sign) not in ("Cc", "Cf"))


def file_name(number: str, label: str) -> str:
    """A name for the downloaded PDF that every system accepts: "421.5-0417-XI-2026 Surat pengantar.pdf"."""
    tidy = re.sub(r"[^\w.() -]+", "-", f"{number} {label}".strip()).strip("-. ")
    return f"{tidy[:120] or 'surat'}.pdf"
