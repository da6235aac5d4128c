"""Who may import whom: the contract of import-linter, and the doors by which a room is entered."""

import ast
from pathlib import Path

import pytest
from importlinter.application.use_cases import lint_imports
from importlinter.configuration import configure

from tests.architecture.house import ROOT, Room, imports, listed, room_of, rooms, shown, sources, tree

pytestmark = pytest.mark.architecture

# From a room above, a lower room is entered here. `rules` are pure and may be asked by anyone above.
DOORS = {"models", "terms", "errors", "signals", "queries", "operations", "permissions", "rules"}
# Tools offer their registries and what a long work reports with.
TOOL_DOORS = DOORS | {"kinds", "registry", "progress", "recording", "rendering"}
ENTRANCE_DOORS = {"queries", "operations", "terms", "errors", "permissions"}


def test_the_import_contract_is_kept(monkeypatch):
    monkeypatch.chdir(ROOT)
    configure()
    assert lint_imports(config_filename=str(ROOT / ".importlinter"), cache_dir=None, is_debug_mode=False)


def crossings() -> list[tuple[Path, int, Room | None, Room, str]]:
    """Every import of a room's inside from outside that room: file, line, from, to, the name behind the room."""
    found = []
    for path in sources():
        here = room_of(path)
        for name, line in imports(path):
            there = next((room for room in rooms() if name.startswith(f"{room.package}.")), None)
            if there is not None and there != here:
                found.append((path, line, here, there, name.removeprefix(f"{there.package}.")))
    return found


def doors_for(here: Room | None, there: Room) -> set[str]:
    if here is not None and here.wing == "entrances":
        return ENTRANCE_DOORS
    return TOOL_DOORS if there.wing == "tools" else DOORS


def test_rooms_are_entered_by_their_doors():
    wrong = [
        f"{shown(path)}:{line} enters {there.package}.{inside}"
        for path, line, here, there, inside in crossings()
        if not path.is_relative_to(ROOT / "src/anyam/config")
        and inside.split(".")[0] not in doors_for(here, there)
    ]
    assert wrong == []


def test_the_composition_root_is_the_only_one_to_go_further():
    """`config` may name settings, jobs and demonstration data of any room; what it enters beside doors is listed."""
    entered = {
        f"{there.package}.{inside.split('.')[0]}"
        for path, _line, _here, there, inside in crossings()
        if path.is_relative_to(ROOT / "src/anyam/config") and inside.split(".")[0] not in TOOL_DOORS
    }
    assert entered <= set(listed("config_enters"))


def test_the_public_portal_calls_only_public_functions():
    names = [
        f"{shown(path)}:{line} {inside}"
        for path, line, here, _there, inside in crossings()
        if here is not None and here.package == "anyam.entrances.public"
        and not inside.split(".")[-1].startswith("public_")
    ]  # fmt: skip
    assert names == []


def test_inline_imports_say_why():
    """An import inside a function names its reason out of the closed list."""
    reasons = ("# app ready", "# slow import", "# optional dependency")
    wrong = []
    for path in sources():
        lines = path.read_text(encoding="utf-8").splitlines()
        for function in ast.walk(tree(path)):
            if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
                continue
            for node in ast.walk(function):
                if isinstance(node, ast.Import | ast.ImportFrom):
                    text = "\n".join(lines[node.lineno - 1 : node.end_lineno])
                    if not any(reason in text for reason in reasons):
                        wrong.append(f"{shown(path)}:{node.lineno}")
    assert wrong == []
