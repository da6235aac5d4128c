"""Rules of the school's frame on plain values: years, names of class groups, lengths of waves, letter numbers."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from rapidfuzz import fuzz, process

ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
GRADES = {"X": 10, "XI": 11, "XII": 12, "XIII": 13, "10": 10, "11": 11, "12": 12, "13": 13}
# Likeness from 0 to 100 from which one name is offered for another; "Kulinr" and "Kuliner" reach 92.
CLOSE = 82
CURRENT_CURRICULUM = "merdeka_2022"
PLACEHOLDERS = frozenset({"nomor", "bulan", "tahun", "kode"})


def year_span(start_year: int) -> tuple[date, date]:
    """First and last day of a school year: 1 July to 30 June."""
    return date(start_year, 7, 1), date(start_year + 1, 6, 30)


def start_year_on(day: date) -> int:
    """The school year that `day` lies in, by the year it began."""
    return day.year if day.month >= 7 else day.year - 1


@dataclass(frozen=True, slots=True)
class ClassName:
    """What a class group's name says: "XI Kuliner 1" is grade 11, words "kuliner", numbers "1"."""

    grade: int | None
    words: str
    numbers: str


def read_class_name(name: str) -> ClassName:
    """Take a class group's name apart; case, punctuation and spaces do not count."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().upper()
    parts = re.findall(r"[A-Z]+|\d+", plain)
    grade = GRADES.get(parts[0]) if parts else None
    rest = parts[1:] if grade else parts
    words = " ".join(part.lower() for part in rest if not part.isdigit())
    return ClassName(grade, words, " ".join(part for part in rest if part.isdigit()))


def close_class_name(name: str, known: Iterable[str]) -> str:
    """The known class group that `name` probably means: same grade and number, nearly the same words; else nothing."""
    wanted = read_class_name(name)
    best, best_score = "", float(CLOSE)
    for candidate in known:
        other = read_class_name(candidate)
        if other.grade != wanted.grade or other.numbers != wanted.numbers:
            continue
        score = fuzz.ratio(wanted.words, other.words)
        if score >= best_score:
            best, best_score = candidate, score
    return best


def programme_of_words(words: str, names: Mapping[int, Iterable[str]]) -> int | None:
    """The programme (by id) whose name or abbreviation a class group carries; None when none is near enough."""
    choices = {(key, name): name.lower() for key, all_names in names.items() for name in all_names if name}
    exact = next((key for (key, _name), name in choices.items() if name == words), None)
    if exact is not None or not words:
        return exact
    found = process.extractOne(words, choices, scorer=fuzz.ratio, score_cutoff=CLOSE)
    return found[2][0] if found else None


def full_months(start: date, end: date) -> int:
    """Whole months from the first to the last day, both included."""
    after = date.fromordinal(end.toordinal() + 1)
    months = (after.year - start.year) * 12 + after.month - start.month
    return max(0, months - (after.day < start.day))


def full_weeks(start: date, end: date) -> int:
    """Whole weeks from the first to the last day, both included."""
    return max(0, (end - start).days + 1) // 7


def years_of_grade(grade: int) -> int:
    """Length of the programme whose internship falls into this grade: grade XIII exists only in four years."""
    return 4 if grade >= 13 else 3


@dataclass(frozen=True, slots=True)
class WaveCheck:
    """A wave against the curriculum: whole months and weeks, what is asked, None where nothing is known."""

    months: int
    weeks: int
    minimum_months: int | None
    required_hours: int | None
    is_too_short: bool


def check_wave(
    *,
    start: date,
    end: date,
    grade: int,
    curriculum: str,
    own_hours: int | None,
    numbers: Mapping[str, Decimal],
) -> WaveCheck:
    """Compare a wave with the dated parameters in force on its first day (`numbers`); it only warns, never refuses."""
    years = years_of_grade(grade)
    key = curriculum or CURRENT_CURRICULUM
    minimum = numbers.get(f"pkl.minimum_months.{key}.{years}y")
    months = full_months(start, end)
    return WaveCheck(
        months=months,
        weeks=full_weeks(start, end),
        minimum_months=int(minimum) if minimum is not None else None,
        required_hours=own_hours if own_hours is not None else required_hours(years, key, numbers),
        is_too_short=minimum is not None and months < minimum,
    )


def required_hours(years: int, curriculum: str, numbers: Mapping[str, Decimal]) -> int | None:
    """Hours of 60 minutes that the curriculum asks: lesson hours times the length of a lesson; None when unknown."""
    lessons = numbers.get(f"pkl.lesson_hours.{curriculum}.{years}y")
    minutes = numbers.get("curriculum.lesson_minutes")
    return None if lessons is None or minutes is None else int(lessons * minutes / 60)


def next_wave_name(last: str) -> str:
    """The name after the last one: "Gelombang 2" after "Gelombang 1"; without a number "Gelombang 1"."""
    found = re.search(r"(\d+)(?!.*\d)", last)
    if not found:
        return "Gelombang 1"
    return f"{last[: found.start()]}{int(found.group()) + 1}{last[found.end() :]}"


def unknown_placeholders(pattern: str) -> list[str]:
    """Words in braces that a letter number does not know, in their order."""
    return [word for word in re.findall(r"\{([^{}]*)\}", pattern) if word not in PLACEHOLDERS]


def letter_number(pattern: str, number: int, day: date, code: str) -> str:
    """A letter number by the school's pattern: running number on four digits, month in Roman numerals."""
    words = {"nomor": f"{number:04d}", "bulan": ROMAN[day.month - 1], "tahun": str(day.year), "kode": code}
    return re.sub(r"\{([^{}]*)\}", lambda match: words.get(match.group(1), match.group(0)), pattern)


def slug_of(name: str) -> str:
    """The short address of a school: "SMKN 3 Palangka Raya" is "smkn-3-palangka-raya"."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall(r"[a-z0-9]+", plain))[:40].strip("-") or "sekolah"
