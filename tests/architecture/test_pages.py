"""Templates stay in their room, compile, are used, and name addresses that exist."""

import ast
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template import engines

from tests.architecture.house import HOUSE, listed, room_of, shown, sources, tree
from tests.authorisation.routes import all_routes

pytestmark = pytest.mark.architecture

TEMPLATES = sorted(HOUSE.rglob("templates/**/*.html"))
TAKEN = re.compile(r"{%-?\s*(?:extends|include)\s+[\"']([^\"']+)[\"']")
ADDRESS = re.compile(r"{%\s*url\s+[\"']([^\"']+)[\"']")


def name_of(path: Path) -> str:
    """The name by which Django finds it."""
    parts = path.parts
    return "/".join(parts[len(parts) - 1 - parts[::-1].index("templates") + 1 :])


def owner_of(path: Path) -> str:
    room = room_of(path)
    return room.package if room else "anyam.base"


BY_NAME = {name_of(path): path for path in TEMPLATES}
# Django, allauth and the kit look these up by name.
BY_OTHERS = re.compile(r"^(\d{3}(_csrf)?\.html|django/|account/|mfa/|usersessions/|allauth/)")


def test_template_names_are_given_once():
    assert len(BY_NAME) == len(TEMPLATES)


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_template_compiles(path):
    engines["django"].get_template(name_of(path))


def test_templates_take_only_from_their_room_and_base():
    wrong = []
    for path in TEMPLATES:
        for name in TAKEN.findall(path.read_text(encoding="utf-8")):
            other = BY_NAME.get(name)
            if other is not None and owner_of(other) not in (owner_of(path), "anyam.base"):
                wrong.append(f"{shown(path)} takes {name}")
            if other is None and not BY_OTHERS.match(name):
                wrong.append(f"{shown(path)} takes {name}, which is nobody's")
    assert wrong == []


def test_room_templates_stand_in_a_folder_of_the_rooms_name():
    wrong = []
    for path in TEMPLATES:
        room = room_of(path)
        if room and not name_of(path).startswith(f"{room.name}/") and not BY_OTHERS.match(name_of(path)):
            wrong.append(shown(path))
    assert wrong == []


def test_every_template_is_used():
    words = {
        node.value
        for path in sources()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    words |= {name for path in TEMPLATES for name in TAKEN.findall(path.read_text(encoding="utf-8"))}
    unused = [name for name in BY_NAME if name not in words and not BY_OTHERS.match(name)]
    assert sorted(unused) == sorted(listed("templates_of_the_kit"))


def test_addresses_in_templates_exist():
    known = {route.name for route in all_routes()}
    wrong = [
        f"{shown(path)} names {name}"
        for path in TEMPLATES
        for name in ADDRESS.findall(path.read_text(encoding="utf-8"))
        if name not in known
    ]
    assert wrong == []


def test_templates_hold_no_inline_code_or_style():
    """The content policy would refuse it in the browser; here it is found earlier."""
    found = [
        f"{shown(path)}: {match.group(0)}"
        for path in TEMPLATES
        for match in re.finditer(
            r"\s(?:style|on[a-z]+)=[\"']|<style[\s>]|<script(?![^>]*\bsrc=)[^>]*>|javascript:",
            path.read_text(encoding="utf-8"),
        )
    ]
    assert found == []


def test_values_are_escaped():
    """`safe` and `autoescape off` stand nowhere in templates: HTML is made in Python, with format_html."""
    found = [
        f"{shown(path)}: {match.group(0)}"
        for path in TEMPLATES
        for match in re.finditer(r"\|\s*safe\b|autoescape\s+off|\|\s*safeseq", path.read_text("utf-8"))
    ]
    assert found == []


def test_html_by_hand_stands_in_listed_files():
    used = {
        shown(path)
        for path in sources()
        if any(
            isinstance(node, ast.Name)
            and node.id in ("mark_safe", "SafeString")
            and isinstance(node.ctx, ast.Load)
            for node in ast.walk(tree(path))
        )
    }
    assert used == set(listed("html_by_hand"))


def test_the_content_policy_is_there():
    assert "anyam.base.security.SecurityHeaders" in settings.MIDDLEWARE
