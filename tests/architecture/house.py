"""Reads the house as files and syntax trees, for the tests of its rules and for the pages made from it."""

import ast
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src"
HOUSE = SOURCE / "anyam"
LISTS = Path(__file__).with_name("lists.toml")
# Lowest first; `config` knows everyone and is no room.
FLOORS = (
    "base", "tools", "records", "mapping", "planning", "agreements", "implementation", "evaluation",
    "entrances", "config",
)  # fmt: skip
NO_WINGS = ("base", "config")


@dataclass(frozen=True, slots=True, order=True)
class Room:
    """A package two levels below `anyam`."""

    wing: str
    name: str

    @property
    def folder(self) -> Path:
        return HOUSE / self.wing / self.name

    @property
    def package(self) -> str:
        return f"anyam.{self.wing}.{self.name}"


@cache
def rooms() -> tuple[Room, ...]:
    """All rooms, entrances too, by floor and name."""
    found = [
        Room(wing, folder.name)
        for wing in FLOORS
        if wing not in NO_WINGS and (HOUSE / wing).is_dir()
        for folder in sorted((HOUSE / wing).iterdir())
        if (folder / "__init__.py").exists()
    ]
    return tuple(found)


def room_of(path: Path) -> Room | None:
    """The room a file stands in; None for base, config and what is outside."""
    parts = path.relative_to(HOUSE).parts if path.is_relative_to(HOUSE) else ()
    return next((room for room in rooms() if parts[:2] == (room.wing, room.name)), None)


def floor_of(module: str) -> int:
    """Height of a module or package of the house; base is 0."""
    parts = module.split(".")
    return FLOORS.index(parts[1])


@cache
def sources() -> tuple[Path, ...]:
    """Every Python file of the product, migrations left out."""
    return tuple(path for path in sorted(SOURCE.rglob("*.py")) if "migrations" not in path.parts)


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def shown(path: Path) -> str:
    """A path as the lists write it."""
    return path.relative_to(ROOT).as_posix()


def listed(name: str) -> dict[str, Any]:
    """One table of lists.toml."""
    return tomllib.loads(LISTS.read_text(encoding="utf-8")).get(name, {})


def imports(path: Path) -> Iterator[tuple[str, int]]:
    """Every imported name in full with its line: `from a.b import c` gives `a.b.c`."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            for alias in node.names:
                yield f"{node.module}.{alias.name}", node.lineno
        elif isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, node.lineno


def attribute_uses(path: Path, *names: str) -> list[int]:
    """Lines on which an attribute with one of the names is used."""
    return [
        node.lineno for node in ast.walk(tree(path)) if isinstance(node, ast.Attribute) and node.attr in names
    ]


def is_view(path: Path) -> bool:
    return path.name == "views.py" or "views" in path.parts


def modules(shelf: str) -> Iterator[tuple[Room, ModuleType]]:
    """One shelf of every room that has it."""
    for room in rooms():
        if (room.folder / f"{shelf}.py").exists() or (room.folder / shelf / "__init__.py").exists():
            yield room, import_module(f"{room.package}.{shelf}")
