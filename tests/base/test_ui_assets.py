"""What the browser is sent: weights within budget, nothing too new for old phones, nothing missing."""

import gzip
import re
from pathlib import Path

import pytest

pytestmark = pytest.mark.architecture

BASE = Path(__file__).resolve().parents[2] / "src" / "anyam" / "base"
DIST = BASE / "static" / "dist"
TEMPLATES = sorted(BASE.parent.rglob("templates/**/*.html"))
TOO_NEW = (
    "light-dark(",
    "color-mix(",
    "oklch(",
    ":has(",
    "@layer",
    "@container",
    "@scope",
    "dvh",
    "anchor-name",
)


def weight(*names: str) -> int:
    """Bytes over the wire, gzip."""
    return sum(len(gzip.compress((DIST / name).read_bytes())) for name in names)


@pytest.mark.parametrize(
    ("names", "limit"),
    [
        (("app.css",), 40_000),
        (("htmx.js", "kit.js"), 25_000),
        (("kit.js",), 4_000),
        (("icons.svg",), 8_000),
        (("font.woff2",), 14_000),
    ],
)
def test_weight_is_within_the_budget(names, limit):
    assert weight(*names) <= limit


def test_own_script_stays_small():
    lines = sum(len(path.read_text().splitlines()) for path in (BASE / "assets" / "js").glob("*.js"))
    assert lines <= 400


def test_style_sheet_needs_no_new_browser():
    css = (DIST / "app.css").read_text()
    assert [word for word in TOO_NEW if word in css] == []


def test_colours_stand_in_the_token_files_only():
    for path in TEMPLATES:
        text = path.read_text()
        if path.name != "_mark.html" and path.is_relative_to(BASE):
            assert re.findall(r'(?:style|fill|stroke)="#[0-9A-Fa-f]{3,8}"', text) == [], path.name


def test_every_kit_class_in_a_template_has_a_style():
    styled = set(re.findall(r"\.(k-[a-z0-9-]+)", (DIST / "app.css").read_text()))
    used = set()
    for path in TEMPLATES:
        for value in re.findall(r'class="([^"]*)"', path.read_text()):
            used |= set(re.findall(r"(?<![\w-])k-[a-z][a-z0-9-]*(?![\w{-])", value))
    own = {
        name
        for css in BASE.parent.rglob("static/**/*.css")
        for name in re.findall(r"\.(k-[\w-]+)", css.read_text())
    }
    assert used - styled - own == set()


def test_every_icon_in_a_template_is_in_the_sprite():
    drawn = set(re.findall(r'symbol id="([^"]+)"', (DIST / "icons.svg").read_text()))
    used = {
        name
        for path in TEMPLATES
        for name in re.findall(r'{%\s*icon\s+["\']([a-z0-9-]+)["\']', path.read_text())
    }
    assert used - drawn == set()
