"""Turns what people type into sheets into what forms accept: dates, digits, decimals, choices. Pure.

A cleaner returns the tidy text or raises Unclear with a sentence, a remedy and, when there is one, a
proposal.
"""

import re
import unicodedata
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _
from rapidfuzz import fuzz, process

_MONTH_WORDS = (
    "jan januari january",
    "feb peb februari pebruari february",
    "mar mrt maret march",
    "apr april",
    "mei may",
    "jun juni june",
    "jul juli july",
    "agu agt ags agst agustus aug august",
    "sep sept september",
    "okt oktober oct october",
    "nov nop november nopember",
    "des desember dec december",
)
MONTHS = {word: number for number, words in enumerate(_MONTH_WORDS, start=1) for word in words.split()}
_NUMERIC_DATE = re.compile(
    r"^(\d{1,4})[\s./-]+(\d{1,2})[\s./-]+(\d{1,4})(?:[ T]\d{1,2}[.:]\d{2}(?:[.:]\d{2})?)?$"
)
_WORD_DATE = re.compile(r"^(?:[^\W\d]+,\s*)?(\d{1,2})[\s.-]*([^\W\d]+)[\s.,-]*(\d{2,4})$")
_WORD_FIRST = re.compile(r"^([^\W\d]+)\s+(\d{1,2}),?\s+(\d{2,4})$")
_SERIAL = re.compile(r"^\d{4,5}$")
_EXCEL_EPOCH = date(1899, 12, 30)


@dataclass(frozen=True)
class Unclear(Exception):
    """A value that cannot be taken as it is: what is the matter, what to do, what it might have meant."""

    message: str
    remedy: str
    suggestion: str = ""


def to_digits(text: str, length: int | None, label: str) -> str:
    """Digits without separators; Arabic and full-width digits become ours. Keeps text that holds letters.

    With `length`: one to three digits short proposes leading zeros (a spreadsheet drops them), else refuses.
    """
    plain = "".join(str(unicodedata.digit(c)) if c.isdigit() else c for c in text)
    digits = re.sub(r"[\s.'’\-]", "", plain)
    if not digits.isdigit():
        if length:
            guess = re.sub(r"[oO]", "0", re.sub(r"[lI]", "1", digits))
            raise Unclear(
                _("%(label)s “%(value)s” tidak hanya berisi angka.") % {"label": label, "value": text},
                _("Tulis %(length)s angka tanpa huruf.") % {"length": length},
                guess if guess.isdigit() and len(guess) == length else "",
            )
        return plain
    if length and len(digits) != length:
        _refuse_length(digits, length, label)
    return digits


def _refuse_length(digits: str, length: int, label: str) -> None:
    words = {"label": label, "value": digits, "count": len(digits), "length": length}
    if length - 3 <= len(digits) < length:
        raise Unclear(
            _("%(label)s “%(value)s” hanya %(count)s angka, seharusnya %(length)s.") % words,
            _("Nol di depan mungkin hilang di Excel. Cocokkan dengan dokumen aslinya."),
            digits.zfill(length),
        )
    raise Unclear(
        _("%(label)s “%(value)s” berisi %(count)s angka, seharusnya %(length)s.") % words,
        _("Cocokkan dengan dokumen aslinya, lalu tulis %(length)s angka.") % words,
    )


def to_date(text: str, label: str) -> str:
    """ISO date out of the styles found in one column: 17/08/2008, 17-8-08, 17 Agt 2008, 2008-08-17.

    A bare number is a spreadsheet's day count and is proposed, never taken; so is month-first 08/17/2008.
    """
    if found := _NUMERIC_DATE.match(text):
        first, middle, last = found.groups()
        if len(first) == 4:
            return _real_date(int(first), int(middle), int(last), text, label)
        if len(first) <= 2 and len(last) in (2, 4):
            return _day_first(int(first), int(middle), last, text, label)
    if found := _WORD_DATE.match(text):
        day, word, year = found.groups()
        if month := MONTHS.get(word.casefold()):
            return _real_date(_full_year(year, day, month, text, label), month, int(day), text, label)
    if found := _WORD_FIRST.match(text):
        word, day, year = found.groups()
        if month := MONTHS.get(word.casefold()):
            return _real_date(_full_year(year, day, month, text, label), month, int(day), text, label)
    if _SERIAL.match(text) and 10_000 <= int(text) <= 60_000:
        meant = _EXCEL_EPOCH + timedelta(days=int(text))
        raise Unclear(
            _("%(label)s “%(value)s” adalah hitungan hari Excel, bukan tanggal.")
            % {"label": label, "value": text},
            _("Cocokkan dengan dokumen aslinya."),
            meant.isoformat(),
        )
    raise Unclear(
        _("%(label)s “%(value)s” belum terbaca sebagai tanggal.") % {"label": label, "value": text},
        _("Tulis hari, bulan, dan tahun, misalnya 17/08/2008."),
    )


def _day_first(day: int, month: int, year: str, text: str, label: str) -> str:
    if month > 12 >= day >= 1:
        proposal = ""
        if len(year) == 4 and month <= monthrange(max(int(year), 1), day)[1]:
            proposal = date(int(year), day, month).isoformat()
        raise Unclear(
            _("%(label)s “%(value)s” tampak ditulis bulan lebih dulu.") % {"label": label, "value": text},
            _("Tulis hari lebih dulu, misalnya 17/08/2008."),
            proposal,
        )
    return _real_date(_full_year(year, str(day), month, text, label), month, day, text, label)


def _full_year(year: str, day: str, month: int, text: str, label: str) -> int:
    if len(year) == 4:
        return int(year)
    raise Unclear(
        _("%(label)s “%(value)s” memakai tahun dua angka.") % {"label": label, "value": text},
        _("Tulis tahunnya lengkap, misalnya 17/08/2008."),
    )


def _real_date(year: int, month: int, day: int, text: str, label: str) -> str:
    words = {"label": label, "value": text}
    if not (1 <= month <= 12 and 1900 <= year <= 2100 and day >= 1):
        raise Unclear(
            _("%(label)s “%(value)s” tidak ada di kalender.") % words,
            _("Tulis tanggal menurut dokumen aslinya, misalnya 17/08/2008."),
        )
    if day > (last := monthrange(year, month)[1]):
        raise Unclear(
            _("%(label)s “%(value)s”. Bulan itu hanya %(last)s hari.") % {**words, "last": last},
            _("Tulis tanggal menurut dokumen aslinya."),
        )
    return date(year, month, day).isoformat()


def to_decimal(text: str, label: str) -> str:
    """A number with a decimal point out of 1.500.000,00 or 1,500,000.00 or Rp1.500.000,-."""
    bare = re.sub(r"^(?:rp|idr)\.?\s*", "", text.strip(), flags=re.I)
    bare = re.sub(r"[,.]-+$", "", bare).replace(" ", "").replace("\u00a0", "")
    if re.fullmatch(r"[+-]?\d+", bare):
        return bare
    if re.fullmatch(r"[+-]?\d{1,3}(\.\d{3})+(,\d+)?", bare) and ("," in bare or bare.count(".") > 1):
        return bare.replace(".", "").replace(",", ".")
    if re.fullmatch(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?", bare) and ("." in bare or bare.count(",") > 1):
        return bare.replace(",", "")
    if re.fullmatch(r"[+-]?\d*,\d+", bare):
        return bare.replace(",", ".")
    if re.fullmatch(r"[+-]?\d*\.\d+", bare):
        return bare
    raise Unclear(
        _("%(label)s “%(value)s” belum terbaca sebagai angka.") % {"label": label, "value": text},
        _("Tulis angkanya saja, misalnya 1500000 atau 85,5."),
    )


def to_choice(text: str, choices: Mapping[str, str], label: str) -> str:
    """The value for a word of a closed list; the nearest word is proposed when it is spelled differently."""
    words = {word.casefold(): value for word, value in choices.items()}
    if (key := text.casefold()) in words:
        return words[key]
    if text in choices.values():
        return text
    near = process.extractOne(key, words.keys(), scorer=fuzz.ratio, score_cutoff=75)
    raise Unclear(
        _("%(label)s “%(value)s” belum dikenal.") % {"label": label, "value": text},
        _("Tulis salah satu: %(words)s.") % {"words": ", ".join(list(choices)[:12])},
        next((word for word in choices if near and word.casefold() == near[0]), ""),
    )
