"""Keeps the generated parts of the pages about the house; `make docs` writes them, a test compares them.

A generated part stands between `<!-- made: NAME -->` and `<!-- made -->`. Names: `rooms` (docs/map.md), `models`
(docs/glossary.md), `states` and `addresses` (docs/rooms/<room>.md). A page without the marks is left alone.
"""

import os
import re
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
PART = re.compile(r"(<!-- made: (\w+) -->\n).*?(<!-- made -->)", re.DOTALL)


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    lines = [list(head), ["---"] * len(list(head)), *rows]
    return "".join(f"| {' | '.join(row)} |\n" for row in lines)


def rooms_part(_page: Path) -> str:
    """Wings and rooms with the models they own."""
    from django.apps import apps

    from tests.architecture.house import rooms

    rows = []
    for room in rooms():
        config = next((c for c in apps.get_app_configs() if c.name == room.package), None)
        owned = sorted(model.__name__ for model in config.get_models()) if config else []
        rows.append(
            [f"`{room.wing}`", f"`{room.name}`", _purpose(room.folder / "__init__.py"), ", ".join(owned)]
        )
    return _table(("Wing", "Room", "For", "Owns"), rows)


def _purpose(path: Path) -> str:
    from ast import get_docstring, parse

    text = (get_docstring(parse(path.read_text(encoding="utf-8"))) or "").split("\n\n")[0]
    return " ".join(text.split()).replace("|", "/")


def models_part(_page: Path) -> str:
    """Every model with its Indonesian name and its first sentence."""
    from django.apps import apps
    from django.utils.translation import override

    rows = []
    with override("id"):
        for model in apps.get_models():
            if model.__module__.startswith("anyam."):
                named = str(model._meta.verbose_name)
                machine = re.sub(r"(?<=.)([A-Z])", r" \1", model.__name__).lower()
                sentence = " ".join((model.__doc__ or "").split("\n\n")[0].split()).replace("|", "/")
                rows.append(
                    [
                        f"`{model.__name__}`",
                        "–" if named == machine else named,
                        model._meta.app_label,
                        sentence,
                    ]
                )
    return _table(("Model", "Bahasa Indonesia", "Room", "Meaning"), sorted(rows))


def states_part(page: Path) -> str:
    """The tables of moves of a room."""
    from anyam.base.moves import Move
    from tests.architecture.house import modules

    text = ""
    for room, rules in modules("rules"):
        if room.name != page.stem:
            continue
        for name, moves in vars(rules).items():
            if not (name.endswith("MOVES") and isinstance(moves, Mapping)):
                continue
            rows = []
            for verb, move in moves.items():
                starts, end = (move.from_, move.to) if isinstance(move, Move) else move
                who = f"`{move.permission}`" if isinstance(move, Move) else ""
                rows.append([verb, ", ".join(sorted(str(start) for start in starts)), str(end), who])
            text += f"{name.removesuffix('MOVES').strip('_').lower() or 'moves'}:\n\n"
            text += _table(("Move", "From", "To", "Who"), rows) + "\n"
    return text


def addresses_part(page: Path) -> str:
    """Addresses of a room with the permission each names."""
    from tests.authorisation.routes import all_routes

    rows = [
        [f"`/{route.pattern}`", f"`{getattr(route.permission, '__name__', '')}`"]
        for route in sorted(all_routes(), key=lambda route: route.pattern)
        if _served_by(route.view) == page.stem
    ]
    return _table(("Address", "Permission"), rows)


def _served_by(view: Callable[..., Any]) -> str:
    return (getattr(view, "__module__", "").split(".") + ["", "", ""])[2]


PARTS = {"rooms": rooms_part, "models": models_part, "states": states_part, "addresses": addresses_part}


def fresh(page: Path) -> str:
    """The page with its generated parts as they must be now."""
    text = page.read_text(encoding="utf-8")
    return PART.sub(lambda found: found[1] + PARTS[found[2]](page) + found[3], text)


def stale() -> list[str]:
    """Pages whose generated parts are out of date."""
    pages = sorted((ROOT / "docs").rglob("*.md"))
    return [
        page.relative_to(ROOT).as_posix() for page in pages if fresh(page) != page.read_text(encoding="utf-8")
    ]


def main() -> int:
    """Write what is out of date, and say which pages that were."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "anyam.config.settings.test")
    sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
    import django

    django.setup()
    for name in stale():
        page = ROOT / name
        page.write_text(fresh(page), encoding="utf-8")
        print(f"written: {name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
