"""Sizes: where they stop, and the waivers, which may only shrink."""

import ast
from collections import defaultdict

import pytest
from django.apps import apps

from tests.architecture.house import HOUSE, ROOT, is_view, listed, rooms, shown, sources, tree

pytestmark = pytest.mark.architecture

FILE, FUNCTION, VIEW, TEMPLATE, TEST_FILE = 400, 60, 40, 200, 800
# How much room a waiver may leave, so that a change of three lines needs no second change here.
SLACK = 1.1
ROOM, ROOM_MODELS, BASE, SCRIPTS, ARGUMENTS = 4000, 12, 2500, 1500, 8


def lines_of(path) -> int:
    return path.read_text(encoding="utf-8").count("\n")


def functions():
    for path in sources():
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield path, node


def over() -> dict[str, int]:
    """Everything beyond its stop, by name, with its size."""
    found: dict[str, int] = {}

    def weigh(name: str, size: int, stop: int) -> None:
        if size > stop:
            found[name] = size

    for path in sources():
        weigh(shown(path), lines_of(path), FILE)
    for path, node in functions():
        limit = VIEW if is_view(path) else FUNCTION
        size = (node.end_lineno or node.lineno) - node.lineno + 1
        weigh(f"{shown(path)}::{node.name}", size, limit)
        given = node.args
        weigh(f"{shown(path)}::{node.name}()", len(given.args) + len(given.kwonlyargs), ARGUMENTS)
    for path in HOUSE.rglob("templates/**/*.html"):
        weigh(shown(path), lines_of(path), TEMPLATE)
    for path in (ROOT / "tests").rglob("*.py"):
        weigh(shown(path), lines_of(path), TEST_FILE)
    for room in rooms():
        weigh(room.package, sum(lines_of(p) for p in sources() if p.is_relative_to(room.folder)), ROOM)
    weigh("anyam.base", sum(lines_of(p) for p in sources() if p.is_relative_to(HOUSE / "base")), BASE)
    weigh("javascript", sum(lines_of(p) for p in HOUSE.rglob("assets/js/*.js")), SCRIPTS)
    owned: dict[str, int] = defaultdict(int)
    for model in apps.get_models():
        owned[".".join(model.__module__.split(".")[:3])] += 1
    for package, count in owned.items():
        if package.startswith("anyam."):
            weigh(f"{package} models", count, ROOM_MODELS)
    return found


def test_nothing_is_larger_than_its_stop_or_its_waiver():
    waived = {name: entry["size"] for name, entry in listed("size_waivers").items()}
    too_large = {
        name: f"{size}, waived to {waived.get(name, 'nothing')}"
        for name, size in over().items()
        if size > waived.get(name, 0)
    }
    assert too_large == {}


def test_waivers_shrink_with_what_they_waive():
    """A waiver that is no longer needed goes, and one that is too generous is lowered."""
    sizes = over()
    slack = {
        name: f"waived to {entry['size']}, is {sizes.get(name, 'within its stop')}"
        for name, entry in listed("size_waivers").items()
        if sizes.get(name, 0) * SLACK < entry["size"]
    }
    assert slack == {}


def test_every_waiver_has_a_reason():
    assert [name for name, entry in listed("size_waivers").items() if len(entry["reason"]) < 20] == []
