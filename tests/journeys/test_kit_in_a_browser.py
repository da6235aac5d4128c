"""The kit in a browser: no accessibility fault, no sideways scroll, large targets, works without script."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.journeys.kit_urls import ERROR_PAGES

pytestmark = [
    pytest.mark.journey,
    pytest.mark.urls("tests.journeys.kit_urls"),
    pytest.mark.django_db(transaction=True),
]

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
SMALL_TARGETS = """() =>
  [...document.querySelectorAll("a[href], button, summary, select, input:not([type=hidden])")]
  .map((one) => [one, (one.closest("label") || one).getBoundingClientRect()])
  .filter(([one, box]) => box.width && box.height < 43.5 && !one.matches(".k-skip"))
  .map(([one]) => one.outerHTML.slice(0, 120))"""


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        path = os.environ.get("CHROMIUM") or shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium, live_server) -> Iterator[Callable[..., Page]]:
    """`open_page(path, width=, theme=, script=)`: a page whose console must stay silent."""
    contexts, said = [], []

    def open_(path: str, *, width: int = 1280, theme: str = "light", script: bool = True) -> Page:
        context = chromium.new_context(
            viewport={"width": width, "height": 740}, java_script_enabled=script, locale="id-ID"
        )
        contexts.append(context)
        context.add_cookies([{"name": "theme", "value": theme, "url": live_server.url}])
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(live_server.url + path)
        return page

    yield open_
    for context in contexts:
        context.close()
    assert said == []


def faults(page: Page) -> list[tuple[str, str]]:
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
    return [(fault["id"], node["html"][:160]) for fault in found["violations"] for node in fault["nodes"]]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
def test_kit_page_has_no_accessibility_fault(open_page, width, theme):
    page = open_page("/kit/", width=width, theme=theme)
    assert faults(page) == []


@pytest.mark.parametrize("name", ERROR_PAGES)
def test_error_pages_have_no_accessibility_fault(open_page, name):
    for width, theme in ((1280, "light"), (360, "dark")):
        assert faults(open_page(f"/salah/{name}/", width=width, theme=theme)) == []


@pytest.mark.parametrize("width", [320, 360])
def test_phone_page_does_not_scroll_sideways(open_page, width):
    page = open_page("/kit/", width=width)
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_targets_on_the_phone_are_large(open_page):
    assert open_page("/kit/", width=360).evaluate(SMALL_TARGETS) == []


def test_picking_rows_shows_how_many(open_page):
    page = open_page("/kit/")
    assert not page.locator("[data-select-bar]").is_visible()
    page.locator("[data-select-one]").nth(1).check()
    assert page.locator("[data-select-count]").inner_text() == "1"
    page.locator("[data-select-all]").check()
    assert page.locator("[data-select-count]").inner_text() == "8"
    page.locator("[data-select-none]").click()
    assert not page.locator("[data-select-bar]").is_visible()


def test_running_job_finishes_by_itself_and_is_announced(open_page):
    page = open_page("/kit/")
    page.locator(".k-progress[aria-busy]").wait_for(state="detached")
    page.locator("[data-live]:has-text('Selesai')").wait_for(state="attached")
    assert page.locator("[data-live]").inner_text() == "Menghitung: Selesai dalam 9 detik."


def test_refused_form_takes_the_focus_and_leads_to_the_field(open_page):
    page = open_page("/kit/")
    assert page.evaluate("document.activeElement.hasAttribute('data-error-summary')")
    page.locator("[data-error-summary] a").first.click()
    assert page.evaluate("document.activeElement.id") == "id_salah-name"


def test_menu_sheet_opens_closes_and_gives_the_focus_back(open_page):
    page = open_page("/kit/", width=360)
    page.locator("[data-sheet]").click()
    assert page.locator("#menu").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("#menu").is_visible()
    assert page.evaluate("document.activeElement.dataset.sheet") == "menu"


def test_search_is_one_key_away(open_page):
    page = open_page("/kit/")
    page.keyboard.press("Control+k")
    assert page.evaluate("document.activeElement.name") == "q"


def test_theme_is_kept(open_page):
    page = open_page("/kit/")
    page.locator(".k-me > summary").click()
    page.locator("[data-theme=dark]").click()
    assert page.locator("html").get_attribute("data-bs-theme") == "dark"
    page.reload()
    assert page.locator("html").get_attribute("data-bs-theme") == "dark"


def test_without_script_menu_theme_sorting_and_picking_work(open_page):
    page = open_page("/kit/", width=360, script=False)
    page.locator("a[href='#menu']").click()
    page.locator(".k-me > summary").click()
    page.locator("#menu [value=dark]").click()
    assert page.locator("html").get_attribute("data-bs-theme") == "dark"
    page.select_option("#urut", "seats")
    page.locator(".k-listbar button").click()
    assert "urut=seats" in page.url
    assert page.locator("[data-select-bar]").is_visible()
