"""Finds the header of a sheet by its words and matches its columns to the fields of a kind of import."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz, process

# Pure text work: rows here are sequences of tidy strings, numbered as the spreadsheet numbers them.
Rows = Sequence[tuple[int, Sequence[str]]]

SEARCH_ROWS = 30
LIKELY = 86
OWN_COLUMNS = ("alasan", "cara memperbaiki", "baris asal")


@dataclass(frozen=True, slots=True)
class Heading:
    """One column's heading: `label` as shown ("Data Ayah, Nama"), `spellings` as compared."""

    column: int
    label: str
    spellings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Header:
    """Where the header stands: its first and last row, the word that gave it away, and its columns."""

    first_row: int
    last_row: int
    evidence: str
    headings: tuple[Heading, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """The column chosen for a field. `confidence` 0–1; `others` could be meant as well, then a person
    decides.
    """

    column: int
    confidence: float
    others: tuple[int, ...] = ()

    @property
    def is_question(self) -> bool:
        return self.confidence < 1 or bool(self.others)


@dataclass(frozen=True, slots=True)
class Dropped:
    """Columns that are not stored, and why (index of the kind's group, or -1 for all the rest)."""

    group: int
    columns: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Matching:
    """Field key → match, and everything that is left at the door."""

    matches: Mapping[str, Match]
    dropped: tuple[Dropped, ...]


@lru_cache(maxsize=4096)
def spelling(text: str) -> str:
    """A heading made comparable: lower case, only letters and digits, single spaces ("E-Mail" → "e mail")."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(re.sub(r"[\W_]+", " ", folded).split())


def find_header(rows: Rows, known: Iterable[str]) -> Header | None:
    """The row among the first thirty with most known headings, joined with its sub-header; None if no row
    has any.

    A single known word counts when it stands alone or among at least two others, as headings do.
    """
    words = frozenset(spelling(heading) for heading in known)
    best, best_score = None, 0.0
    for position, (_number, cells) in enumerate(rows[:SEARCH_ROWS]):
        score = _score(cells, words)
        if score > best_score:
            best, best_score = position, score
    if best is None:
        return None
    return _header_at(rows, best, words)


def _score(cells: Sequence[str], words: frozenset[str]) -> float:
    present = [spelling(cell) for cell in cells if cell]
    found = {word for word in present if word in words}
    if len(found) >= 2 or (len(found) == 1 and len(present) != 2):
        return len(found) + len(found) / (len(present) + 1)
    return 0


def _header_at(rows: Rows, position: int, words: frozenset[str]) -> Header:
    number, top = rows[position]
    below = rows[position + 1] if position + 1 < len(rows) else None
    children: Sequence[str] = ()
    if below and below[0] == number + 1 and _is_sub_header(top, below[1]):
        children = below[1]
    above = rows[position - 1][1] if position and rows[position - 1][0] == number - 1 else ()
    headings = tuple(_headings(top, children, above))
    evidence = next((h.label for h in headings if words.intersection(h.spellings)), "")
    return Header(number, number + bool(children), evidence, headings)


def _spans(top: Sequence[str], width: int) -> set[int]:
    """Columns under a heading that is followed by empty ones: the picture a merged cell leaves."""
    inside: set[int] = set()
    start = None
    for column in range(width):
        text = top[column] if column < len(top) else ""
        if text:
            start = column
        elif start is not None:
            inside.update((start, column))
    return inside


def _is_sub_header(top: Sequence[str], cells: Sequence[str]) -> bool:
    """True when words stand only under merged headings; a row of data also fills ordinary columns."""
    filled = [column for column, text in enumerate(cells) if text]
    spans = _spans(top, len(cells))
    return len(filled) >= 2 and all(
        column in spans and not any(sign.isdigit() for sign in cells[column]) for column in filled
    )


def _headings(top: Sequence[str], children: Sequence[str], above: Sequence[str]) -> Iterable[Heading]:
    width = max(len(top), len(children))
    counts: dict[str, int] = {}
    for text in top:
        counts[spelling(text)] = counts.get(spelling(text), 0) + 1
    has_groups_above = sum(bool(text) for text in above) >= 2
    parent = group = ""
    for column in range(width):
        text = top[column] if column < len(top) else ""
        child = children[column] if column < len(children) else ""
        group = (above[column] if column < len(above) else "") or group
        parent = text or parent
        if child:
            yield _joined(column, parent, child)
        elif text and counts[spelling(text)] > 1 and has_groups_above and group:
            yield _joined(column, group, text)
        elif text:
            yield Heading(column, text, (spelling(text),))


def _joined(column: int, parent: str, child: str) -> Heading:
    if not parent:
        return Heading(column, child, (spelling(child),))
    return Heading(
        column, f"{parent}, {child}", (spelling(f"{parent} {child}"), spelling(f"{child} {parent}"))
    )


def match_columns(
    header: Header, fields: Mapping[str, Sequence[str]], ignored: Sequence[Sequence[str]]
) -> Matching:
    """Match columns to fields, exact words first, then likely ones; the rest is grouped for leaving out.

    `fields`: key → accepted headings, best first. `ignored`: one list of headings per group that is never
    stored. An ignored column is never offered for a field.
    """
    groups = [frozenset(spelling(word) for word in words) for words in ignored]
    group_of = {h.column: index for h in header.headings if (index := _group(h, groups)) is not None}
    free = [h for h in header.headings if h.column not in group_of and h.spellings[0] not in OWN_COLUMNS]
    matches: dict[str, Match] = {}
    taken: set[int] = set()
    for key, words in fields.items():
        columns = _exact(free, words, taken)
        if columns:
            matches[key] = Match(columns[0], 1.0, tuple(columns[1:]))
            taken.update(columns)
    near = _likely([h for h in free if h.column not in taken], fields, groups, group_of)
    for score, heading, key in near:
        if key not in matches:
            matches[key] = Match(heading.column, round(min(score, 99) / 100, 2))
        elif matches[key].confidence < 1:
            before = matches[key]
            matches[key] = Match(before.column, before.confidence, (*before.others, heading.column))
    used = {match.column for match in matches.values()} | {c for m in matches.values() for c in m.others}
    dropped: dict[int, list[int]] = {}
    for heading in header.headings:
        if heading.column not in used:
            dropped.setdefault(group_of.get(heading.column, -1), []).append(heading.column)
    order = [*range(len(ignored)), -1]
    return Matching(matches, tuple(Dropped(g, tuple(dropped[g])) for g in order if g in dropped))


def _group(heading: Heading, groups: Sequence[frozenset[str]]) -> int | None:
    return next((i for i, words in enumerate(groups) if words.intersection(heading.spellings)), None)


def _exact(free: Sequence[Heading], words: Sequence[str], taken: set[int]) -> list[int]:
    """Columns whose heading is one of the words: in the order of the words, then from the left."""
    found: list[int] = []
    for word in words:
        for heading in free:
            if (
                heading.column not in taken
                and heading.column not in found
                and spelling(word) in heading.spellings
            ):
                found.append(heading.column)
    return found


def _likely(
    free: Sequence[Heading],
    fields: Mapping[str, Sequence[str]],
    groups: Sequence[frozenset[str]],
    group_of: dict[int, int],
) -> list[tuple[float, Heading, str]]:
    """Headings spelled a little differently, likest first, with the field they are like.

    The nearest known word wins, also when that is one never stored: then the column joins that group.
    """
    choices: dict[str, tuple[str, str]] = {}
    for key, words in fields.items():
        choices.update({spelling(word): ("field", key) for word in words})
    for index, group in enumerate(groups):
        choices.update(dict.fromkeys(group, ("group", str(index))))
    likely: list[tuple[float, Heading, str]] = []
    for heading in free:
        found = process.extractOne(
            heading.spellings[0], choices.keys(), scorer=fuzz.ratio, score_cutoff=LIKELY
        )
        if not found:
            continue
        what, which = choices[found[0]]
        if what == "group":
            group_of[heading.column] = int(which)
        else:
            likely.append((found[1], heading, which))
    return sorted(likely, key=lambda item: (-item[0], item[1].column))
