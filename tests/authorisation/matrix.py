"""The matrix: who may what, written down in `table` apart from the code, and how it is read."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).with_name("table")
HATS = (
    "principal", "waka_humas", "coordinator", "programme_humas", "programme_head", "supervisor", "homeroom", "operator",
    "pupil",
)  # fmt: skip
# `no_hat` is the operator of the system: an account without any hat in a school.
ROLES = (*HATS, "no_hat", "anonymous")


@dataclass(frozen=True, slots=True)
class Row:
    """What one address answers to whom.

    `may`: roles that pass its guard. `get`: statuses of a GET for them. `writes`: roles whose POST may change
    something. `thing`: what its captured parts name; `reach`: table of who finds which variant of it. `data`: what a
    POST sends beside what the page's own form holds.
    """

    name: str
    may: frozenset[str]
    get: frozenset[int]
    writes: frozenset[str]
    thing: str
    reach: dict[str, frozenset[str]]
    data: dict[str, Any]
    shows: tuple[str, ...]
    post: frozenset[int]
    page: str
    refuse: dict[str, frozenset[str]]
    change: dict[str, frozenset[str]] | None

    def finds(self, role: str, variant: str) -> bool:
        """Whether the role sees this variant of the thing at all."""
        return variant in self.reach.get(role, frozenset())

    def is_refused(self, role: str, variant: str) -> bool:
        """Whether the role sees the thing elsewhere, but is told here that it may not."""
        return variant in self.refuse.get(role, frozenset())

    def changes(self, role: str, variant: str) -> bool:
        """Whether a POST of the role may change this variant."""
        if role not in self.writes:
            return False
        return self.change is None or variant in self.change.get(role, frozenset())


@dataclass(frozen=True, slots=True)
class Matrix:
    """All rows, and per role the labels of texts it may read."""

    rows: dict[str, Row]
    sees: dict[str, tuple[str, ...]]
    relations: dict[str, str]


class Groups:
    """Named groups of roles and variants; `@name` stands for its members, `-name` takes one out."""

    def __init__(self, table: dict[str, list[str]]) -> None:
        self.table = table

    def all(self, names: list[str]) -> frozenset[str]:
        """The members of a list in which groups may stand."""
        found: set[str] = set()
        for name in names:
            if name.startswith("@"):
                found |= self.all(self.table[name[1:]])
            elif name.startswith("-"):
                found.discard(name[1:])
            else:
                found.add(name)
        return frozenset(found)


@cache
def load_matrix() -> Matrix:
    """Read every file of `table`; an unknown role or a row without `may` is an error."""
    text = _joined(
        [tomllib.loads(file.read_text(encoding="utf-8")) for file in sorted(FOLDER.glob("*.toml"))]
    )
    groups = Groups(text["groups"])
    reaches = {name: _reach(groups, table) for name, table in text["reach"].items()}
    rows = {name: _row(name, entry, groups, reaches) for name, entry in text["routes"].items()}
    texts = Groups(text["texts"])
    sees = {role: tuple(sorted(texts.all(labels))) for role, labels in text["sees"].items()}
    if set(sees) != set(ROLES):
        raise ValueError("`sees` must name every role")
    return Matrix(rows, sees, text["relations"])


def _joined(files: list[dict[str, Any]]) -> dict[str, Any]:
    """One table of all files: what a role `sees` adds up, every other name stands in one file only."""
    whole: dict[str, Any] = {"sees": {}}
    for file in files:
        for role, labels in file.pop("sees", {}).items():
            whole["sees"].setdefault(role, []).extend(labels)
        for part, entries in file.items():
            table = whole.setdefault(part, {})
            if twice := table.keys() & entries.keys():
                raise ValueError(f"{part}: {sorted(twice)} stand in two files")
            table.update(entries)
    return whole


def _reach(groups: Groups, table: dict[str, list[str]]) -> dict[str, frozenset[str]]:
    """Role → variants; a key may be a group of roles, a later line replaces an earlier one."""
    found: dict[str, frozenset[str]] = {}
    for key, variants in table.items():
        for role in groups.all([key]):
            found[role] = groups.all(variants)
    return found


def _row(name: str, entry: dict[str, Any], groups: Groups, reaches: dict[str, Any]) -> Row:
    known = {"may", "get", "post", "writes", "thing", "reach", "data", "shows", "page", "refuse", "change"}
    if set(entry) - known:
        raise ValueError(f"{name}: unknown {set(entry) - known}")
    may = groups.all(entry["may"])
    writes = groups.all(entry.get("writes", []))
    if (may | writes) - set(ROLES) or writes - may:
        raise ValueError(f"{name}: unknown role, or a role that writes without being let in")
    thing = entry.get("thing", "")
    reach = reaches[entry.get("reach", thing)] if thing else {}
    return Row(
        name=name,
        may=may,
        get=frozenset(entry.get("get", [200])),
        writes=writes,
        thing=thing,
        reach=reach,
        data=entry.get("data", {}),
        shows=tuple(entry.get("shows", [])),
        post=frozenset(entry.get("post", [])),
        page=entry.get("page", name),
        refuse=reaches[entry["refuse"]] if "refuse" in entry else {},
        change=reaches[entry["change"]] if "change" in entry else None,
    )
