"""Numbers, amounts and dates in Indonesian words, as they stand in letters and agreements."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

UNITS = (
    "nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh",
    "sebelas",
)  # fmt: skip
SCALES = (
    (10**12, "triliun"),
    (10**9, "miliar"),
    (10**6, "juta"),
    (1000, "ribu"),
    (100, "ratus"),
    (10, "puluh"),
)
MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober",
    "November", "Desember",
)  # fmt: skip
DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
ZONE_NAMES = {7: "WIB", 8: "WITA", 9: "WIT"}
ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
LARGEST = 10**15


def number_words(number: int) -> str:
    """A whole number in words: 1 234 → "seribu dua ratus tiga puluh empat"; negative ones begin with "minus".

    Raises ValueError from 10**15 on.
    """
    if number < 0:
        return f"minus {number_words(-number)}"
    if number >= LARGEST:
        raise ValueError("too large to be spelled out")
    if number < 12:
        return UNITS[number]
    if number < 20:
        return f"{UNITS[number - 10]} belas"
    scale, name = next(pair for pair in SCALES if number >= pair[0])
    count, rest = divmod(number, scale)
    # "se-" joins hundred, thousand and ten; from a million on it is counted: satu juta.
    head = f"se{name}" if count == 1 and scale <= 1000 else f"{number_words(count)} {name}"
    return f"{head} {number_words(rest)}" if rest else head


def count_with_words(number: int) -> str:
    """A count as agreements write it: "24 (dua puluh empat)"."""
    return f"{number} ({number_words(number)})"


def rupiah_words(amount: int) -> str:
    """Whole rupiah in words: "dua juta lima ratus ribu rupiah"."""
    return f"{number_words(amount)} rupiah"


def rupiah(amount: int) -> str:
    """Whole rupiah in figures: "Rp2.500.000,00"."""
    sign = "-" if amount < 0 else ""
    return f"{sign}Rp{abs(amount):,}".replace(",", ".") + ",00"


def long_date(day: date) -> str:
    """A day as letters write it: 24 November 2026."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def long_date_with_day(day: date) -> str:
    """A day with its name: Selasa, 24 November 2026."""
    return f"{DAYS[day.weekday()]}, {long_date(day)}"


def date_words(day: date) -> str:
    """The opening of an agreement: "Selasa tanggal dua puluh empat bulan November tahun dua ribu dua puluh
    enam".
    """
    return (
        f"{DAYS[day.weekday()]} tanggal {number_words(day.day)} bulan {MONTHS[day.month - 1]} "
        f"tahun {number_words(day.year)}"
    )


def date_range(start: date, end: date) -> str:
    """A span, e.g. 4 Januari sampai dengan 25 Juni 2027; month and year stand once when they are equal."""
    if start == end:
        return long_date(start)
    if (start.year, start.month) == (end.year, end.month):
        head = str(start.day)
    elif start.year == end.year:
        head = f"{start.day} {MONTHS[start.month - 1]}"
    else:
        head = long_date(start)
    return f"{head} sampai dengan {long_date(end)}"


def moment_text(moment: datetime, zone: ZoneInfo) -> str:
    """Small print in the school's zone: 24-11-2026 09.00 WIB."""
    local = moment.astimezone(zone)
    offset = local.utcoffset()
    name = ZONE_NAMES.get(int(offset.total_seconds() // 3600), "") if offset is not None else ""
    return f"{local:%d-%m-%Y %H.%M} {name}".strip()


def roman(number: int) -> str:
    """A month (1 to 12) in Roman figures. Raises ValueError outside 1 to 39."""
    if not 1 <= number <= 39:
        raise ValueError("months only")
    text = ""
    for value, sign in ROMAN:
        times, number = divmod(number, value)
        text += sign * times
    return text
