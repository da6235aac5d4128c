"""Pure rules of people: hats in force, sessions, first secrets, guessable passwords, moves of pupils."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

CONSONANTS = "bcdghjklmnprstwy"
VOWELS = "aeiou"
# Digits that are not mistaken for letters on paper.
DIGITS = "23456789"
# Pairs of syllables that would embarrass on a pupil's card.
UNKIND = frozenset(
    {"babi", "tete", "pepe", "titi", "tahi", "kere", "lacu", "bego", "gila", "jabu", "mama", "bodo"}
)
# Characters a password must have beyond the words anyone could guess from its owner.
OWN_CHARACTERS = 6


# What a session keeps: its limit, its first and last moment, whether the phone is shared, the school picked.
SESSION_KIND = "anyam_kind"
SESSION_STARTED = "anyam_started"
SESSION_SEEN = "anyam_seen"
SESSION_SHARED = "anyam_shared_phone"
SESSION_SCHOOL = "anyam_school"


def is_in_force(valid_from: date, valid_to: date | None, ended_at: datetime | None, today: date) -> bool:
    """A hat counts from its first to its last day, both included, unless it was ended."""
    return ended_at is None and valid_from <= today and (valid_to is None or today <= valid_to)


@dataclass(frozen=True, slots=True)
class SessionLimit:
    """How long one sign-in lasts: without a request, and in all."""

    idle: timedelta
    absolute: timedelta


# ASVS V7: staff half an hour idle and twelve hours in all; pupils thirty days on their own phone.
STAFF = "staff"
OWN_PHONE = "own_phone"
SHARED_PHONE = "shared_phone"
SESSION_LIMITS = {
    STAFF: SessionLimit(timedelta(minutes=30), timedelta(hours=12)),
    OWN_PHONE: SessionLimit(timedelta(days=30), timedelta(days=30)),
    SHARED_PHONE: SessionLimit(timedelta(minutes=30), timedelta(hours=12)),
}


def session_kind(is_staff: bool, shared: bool) -> str:
    """Which limit a sign-in gets; a hat of staff outweighs the rest."""
    if is_staff:
        return STAFF
    return SHARED_PHONE if shared else OWN_PHONE


def session_cookie_age(kind: str) -> int:
    """Seconds the browser keeps the cookie; 0 on a shared phone: until the browser is closed."""
    return 0 if kind == SHARED_PHONE else int(SESSION_LIMITS[kind].absolute.total_seconds())


def session_is_over(kind: str, started: datetime, seen: datetime, now: datetime) -> bool:
    """True when the sign-in has outlived one of its limits."""
    limit = SESSION_LIMITS.get(kind, SESSION_LIMITS[STAFF])
    return now - seen >= limit.idle or now - started >= limit.absolute


def readable_secret(choose: Callable[[Sequence[str]], str]) -> str:
    """A first secret like "bamu-teko-sudi-47", drawn with `choose`: six syllables, two digits, 43.9 bits."""
    groups: list[str] = []
    while len(groups) < 3:
        group = "".join(choose(CONSONANTS) + choose(VOWELS) for _ in range(2))
        if group not in UNKIND:
            groups.append(group)
    return "-".join([*groups, choose(DIGITS) + choose(DIGITS)])


def guessable_from(password: str, words: Iterable[str]) -> bool:
    """True when little of `password` is left after taking away the `words` that belong to its owner.

    Words count from four characters on, without case and signs.
    """
    left = _letters_and_digits(password)
    known = {_letters_and_digits(word) for word in words}
    for word in sorted((word for word in known if len(word) >= 4), key=len, reverse=True):
        left = left.replace(word, "")
    return len(left) < OWN_CHARACTERS


def birth_date_words(born: date) -> tuple[str, ...]:
    """The ways a birthday is usually typed."""
    return tuple(born.strftime(style) for style in ("%d%m%Y", "%Y%m%d", "%d%m%y", "%y%m%d", "%Y", "%d%m"))


def sign_in_name(name: str) -> str:
    """A teacher's first user name from the printed name: "Darius Tundan, S.Pd." gives "darius.tundan"."""
    words = re.findall(r"[a-z]+", name.split(",", maxsplit=1)[0].lower())
    words = [word for word in words if word not in ("drs", "dra", "dr", "ir", "prof", "hj", "h")] or words
    return ".".join(words[:2])[:40] or "guru"


# What a browser calls itself, and how people call it; the first that fits counts.
BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox", "Firefox"),
            ("Chrome", "Chrome"), ("CriOS", "Chrome"), ("Safari", "Safari"))  # fmt: skip
SYSTEMS = (("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"),
           ("CrOS", "Chromebook"), ("Mac OS", "Mac"), ("Linux", "Linux"))  # fmt: skip


def device_words(user_agent: str) -> tuple[str, str]:
    """Browser and system of a device in the names people know; empty where neither is known."""
    browser = next((name for mark, name in BROWSERS if mark in user_agent), "")
    system = next((name for mark, name in SYSTEMS if mark in user_agent), "")
    return browser, system


def _letters_and_digits(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())


# ---- pupils, teachers, guardians ---------------------------------------------------------------------------------

# Where a pupil may go: verb → (from, to). Nothing is deleted; "return" undoes every leaving.
PUPIL_MOVES = {
    "leave": (frozenset({"active", "absent_from_file"}), "left"),
    "graduate": (frozenset({"active", "absent_from_file"}), "graduated"),
    "return": (frozenset({"left", "graduated", "absent_from_file"}), "active"),
    "miss": (frozenset({"active"}), "absent_from_file"),
}
# A pupil of an SMK outside these years is a slip of the pen; adults in the evening programme stay inside.
YOUNGEST, OLDEST = 10, 35
# Arabic and Devanagari names carry at most two marks on a letter; more is decoration that breaks certificates.
MARKS_ON_A_LETTER = 3
LOOK_ALIKE_SCRIPTS = ("LATIN", "CYRILLIC", "GREEK")


def masked(text: str, shown: int = 4) -> str:
    """A number of which only the last characters may be read: "0090000007" gives "••••••0007"."""
    return f"{'•' * max(0, len(text) - shown)}{text[-shown:]}" if text else ""


def name_fault(name: str) -> str:
    """What makes a name unfit for a certificate: hidden (invisible or direction marks), mixed (scripts that look
    alike within one word), marks (piled up accents); empty for a sound name. Capitals and letters are never judged."""
    plain = unicodedata.normalize("NFC", name)
    run = 0
    for character in plain:
        category = unicodedata.category(character)
        if category in ("Cc", "Cf", "Cs", "Co", "Cn") and character not in "\u200c\u200d":
            return "hidden"
        run = run + 1 if category.startswith("M") else 0
        if run > MARKS_ON_A_LETTER:
            return "marks"
    for word in plain.split():
        scripts = {unicodedata.name(letter, "").split(" ")[0] for letter in word if letter.isalpha()}
        if len(scripts.intersection(LOOK_ALIKE_SCRIPTS)) > 1:
            return "mixed"
    return ""


def tidy_name(name: str) -> str:
    """Composed (NFC) and without doubled or outer spaces; otherwise as it was typed."""
    return " ".join(unicodedata.normalize("NFC", name).split())


def holds_several_numbers(text: str) -> bool:
    """True for "0812 / 0857 (WA ibu)": more than one telephone number in one box."""
    parts = re.split(r"[/;,|&\n]|\b(?:atau|dan|or)\b", text, flags=re.IGNORECASE)
    return sum(sum(character.isdigit() for character in part) >= 4 for part in parts) > 1


def is_age_likely(born: date, today: date) -> bool:
    """True when somebody born on this day may be a pupil of an SMK."""
    age = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    return YOUNGEST <= age <= OLDEST
