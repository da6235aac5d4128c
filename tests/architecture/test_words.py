"""Words: what every file says first, what none may say, and the pages that explain the house."""

import ast
import re

import pytest
from django.apps import apps

from tests.architecture import documents
from tests.architecture.house import (
    FLOORS,
    HOUSE,
    NO_WINGS,
    ROOT,
    attribute_uses,
    is_view,
    listed,
    room_of,
    rooms,
    shown,
    sources,
    tree,
)  # fmt: skip

pytestmark = pytest.mark.architecture

OURS = [model for model in apps.get_models() if model.__module__.startswith("anyam.")]
TEXT = {
    ".py",
    ".html",
    ".md",
    ".js",
    ".css",
    ".toml",
    ".cfg",
    ".ini",
    ".mjs",
    ".json",
    ".typ",
    ".txt",
    ".csv",
    "",
}
# Written apart, so that this file does not hold them.
NEVER = (
    "TO" + "DO", "FIX" + "ME", "HA" + "CK:", "/wo" + "rk/", "/ho" + "me/", "/ro" + "ot/", "cla" + "ude", "chat" + "gpt",
    "open" + "ai", "anth" + "ropic", "lorem " + "ipsum", "place" + "holder page",
)  # fmt: skip


def written_files():
    """Files people write: no vendored, generated or locked ones."""
    folders = [
        ROOT / name for name in ("src", "tests", "docs", "bin", "bench", ".ci") if (ROOT / name).exists()
    ]
    top = [path for path in ROOT.iterdir() if path.is_file() and path.suffix in TEXT and path.name[0] != "."]
    inside = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    for path in top + inside:
        hidden = any(part.startswith(".") and part != ".ci" for part in path.relative_to(ROOT).parts)
        if (
            path.suffix in TEXT
            and not hidden
            and not {"dist", "vendor", "__pycache__", "data"} & set(path.parts)
        ):
            yield path


def test_every_file_says_first_what_it_is_for():
    folders = [path for path in (*sources(), *sorted((ROOT / "tests").rglob("*.py"))) if path.stat().st_size]
    wrong = [shown(path) for path in folders if not _first_sentence(path)]
    assert wrong == []


def _first_sentence(path) -> bool:
    """The docstring stands first; at most an encoding or a shebang before it."""
    module = ast.parse(path.read_text(encoding="utf-8"))
    return bool(ast.get_docstring(module)) and len((ast.get_docstring(module) or "").split()) > 2


def test_nothing_says_what_must_not_stand_in_the_project():
    found = []
    for path in written_files():
        text = path.read_text(encoding="utf-8", errors="replace")
        for word in NEVER:
            if re.search(rf"(?<![\w]){re.escape(word)}", text, re.IGNORECASE if word.islower() else 0):
                found.append(f"{shown(path)}: {word}")
    assert sorted(found) == sorted(listed("words_that_may_stand"))


def test_the_clock_is_read_at_the_edges_only():
    """`now` and `today` are passed in; only what answers a browser, a worker, a signal or a person reads the clock."""
    used = set()
    for path in sources():
        if is_view(path) or "management" in path.parts or path.is_relative_to(HOUSE / "config"):
            continue
        if path.name in ("tasks.py", "receivers.py") or "adapters" in path.parts or "blocks" in path.stem:
            continue
        if any(_reads_clock(node) for node in ast.walk(tree(path))):
            used.add(shown(path))
    assert used == set(listed("reads_the_clock"))


def _reads_clock(node: ast.AST) -> bool:
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
        return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in (
            "localdate", "localtime",
        )  # fmt: skip
    if node.func.attr in ("today", "utcnow"):
        return isinstance(node.func.value, ast.Name) and node.func.value.id in ("date", "datetime")
    return node.func.attr in ("now", "localdate") and (
        isinstance(node.func.value, ast.Name) and node.func.value.id in ("datetime", "timezone")
    )


def test_views_ask_queries_not_managers():
    used = {
        shown(path)
        for path in sources()
        if is_view(path) and attribute_uses(path, "objects", "unsafe_all_schools")
    }
    assert used == set(listed("views_with_managers"))


def test_nothing_is_printed():
    wrong = []
    for path in sources():
        if "management" in path.parts or path.is_relative_to(HOUSE / "config") or path.name == "__main__.py":
            continue
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print":
                wrong.append(f"{shown(path)}:{node.lineno}")
    assert wrong == []


def test_the_glossary_holds_every_model():
    text = (ROOT / "docs/glossary.md").read_text(encoding="utf-8")
    assert [model.__name__ for model in OURS if f"`{model.__name__}`" not in text] == []


def test_the_map_names_every_wing_and_room():
    text = (ROOT / "docs/map.md").read_text(encoding="utf-8")
    wings = [wing for wing in FLOORS if (HOUSE / wing).is_dir()]
    assert [wing for wing in wings if f"`{wing}`" not in text] == []
    assert [room.package for room in rooms() if f"`{room.name}`" not in text] == []


def test_the_contract_names_every_room():
    """Rooms of the phases stand in the order of the contract; tools and entrances are held by other contracts."""
    text = (ROOT / ".importlinter").read_text(encoding="utf-8")
    ordered = [room for room in rooms() if room.wing not in ("tools", "entrances", *NO_WINGS)]
    assert [room.package for room in ordered if f"({room.wing}.{room.name})" not in text] == []


@pytest.mark.parametrize("room", [room for room in rooms() if room.wing != "entrances"], ids=lambda r: r.name)
def test_every_room_has_its_page(room):
    page = ROOT / "docs/rooms" / f"{room.name}.md"
    assert page.exists()
    assert len(page.read_text(encoding="utf-8").split()) > 60


def test_rooms_are_installed_and_named_like_their_folder():
    labels = {config.name: config.label for config in apps.get_app_configs()}
    wrong = [
        room.package for room in rooms()
        if (room.folder / "apps.py").exists() and labels.get(room.package) != room.name
    ]  # fmt: skip
    assert wrong == []


def test_generated_parts_of_the_pages_are_current():
    assert documents.stale() == []


def test_room_of_a_file_is_found():
    assert room_of(HOUSE / "records/people/models.py").name == "people"
    assert room_of(HOUSE / "base/models.py") is None
