"""One cell as text: what a person would have typed, with a mark when the program that wrote it lost
digits.
"""

import re
import unicodedata
from typing import NamedTuple

from anyam.base.exports import unquoted
from anyam.tools.imports.sheets import limits

# What a reader yields: plain text, or (kind, text) with kind n = number, i = number with lost digits, d =
# date.
Raw = str | list[str]

_SCIENTIFIC = re.compile(r"^[+-]?\d(?:[.,]\d+)?[eE]\+?\d{1,3}$")
_TEXT_NUMBER_TAIL = re.compile(r"^\d{3,}\.0$")


class Cell(NamedTuple):
    """Text of a cell. `kind`: text, number or date (ISO). `imprecise`: the program that saved it lost digits.

    `cut`: the cell was longer than the limit and its end is missing.
    """

    text: str
    kind: str = "text"
    imprecise: bool = False
    cut: bool = False


def cell_of(raw: Raw) -> Cell:
    """A reader's value as a tidy cell; numbers keep all their digits, "61234567.0" becomes "61234567"."""
    if isinstance(raw, list):
        kind, text = raw
        return Cell(text, "date" if kind == "d" else "number", imprecise=kind == "i")
    text = unquoted(tidy_text(raw))
    if _SCIENTIFIC.match(text):
        return Cell(text, "number", imprecise=True)
    if _TEXT_NUMBER_TAIL.match(text):
        return Cell(text[:-2], "number")
    if len(text) > limits.CELL_CHARACTERS:
        return Cell(text[: limits.CELL_CHARACTERS], cut=True)
    return Cell(text)


def tidy_text(text: str) -> str:
    """Without controls, invisible characters and outer or doubled spaces; letters and capitals are not
    touched.

    Composed (NFC), so that the same é compares equal whatever keyboard wrote it.
    """
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()
    kept = "".join(_kept(character) for character in unicodedata.normalize("NFC", text))
    return " ".join(kept.split())


def _kept(character: str) -> str:
    category = unicodedata.category(character)
    if category == "Cc" or category in ("Zl", "Zp", "Zs"):
        return " "
    # Cf hides text (zero width, direction overrides); Cs and Cn cannot be stored or shown. Joiners of
    # scripts stay.
    if category in ("Cf", "Cs") and character not in "\u200c\u200d":
        return ""
    return character


def plain_text(raw: Raw) -> str:
    """Only the text of a reader's value; for headings and previews."""
    return cell_of(raw).text
