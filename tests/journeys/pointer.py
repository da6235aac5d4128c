"""Counts what a hand does: presses of a pointer, kept through every page of a tab."""

from playwright.sync_api import Page

COUNTING = """
addEventListener("pointerdown", (event) => {
  if (event.isTrusted) sessionStorage.setItem("presses", Number(sessionStorage.getItem("presses")) + 1);
}, true);
"""


def presses(page: Page) -> int:
    """Presses in this tab since its first page."""
    return page.evaluate('Number(sessionStorage.getItem("presses"))')
