"""Walks every page a person can reach: addresses without arguments, and from there every link and form."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve, reverse
from playwright.sync_api import Page

# Parts of an address that only name which of many like things is meant.
PICKS = frozenset({
    "code", "participant", "place", "found", "guardian", "part_code", "pk", "number", "partner", "about", "placement",
})  # fmt: skip
# Questions that only sort, page or remember the way.
SAME_PAGE = frozenset({"urut", "halaman", "next", "simpan"})
FOUND = """() => ({
  links: [...document.querySelectorAll("a[href]")].filter((one) => one.origin === location.origin)
    .map((one) => one.pathname + one.search),
  acts: [
    ...[...document.querySelectorAll("form")].map((one) => one.getAttribute("action") || location.pathname),
    ...[...document.querySelectorAll("[formaction]")].map((one) => one.getAttribute("formaction")),
    ...[...document.querySelectorAll("[hx-get]")].map((one) => one.getAttribute("hx-get")),
    ...[...document.querySelectorAll("[hx-post]")].map((one) => one.getAttribute("hx-post")),
  ],
})"""


@dataclass(slots=True)
class Walk:
    """What one person's walk met: names of addresses seen, and links that lead nowhere."""

    names: set[str] = field(default_factory=set)
    dead: list[str] = field(default_factory=list)


def all_names() -> set[str]:
    """Names of all addresses of the house."""
    return {name for name, _entry in _entries(get_resolver(), "")}


def _entries(resolver: URLResolver, names: str) -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from _entries(entry, f"{names}{entry.namespace}:" if entry.namespace else names)
        else:
            yield f"{names}{entry.name}", entry


def starting_points(school: str) -> list[str]:
    """Addresses that need no more than the school."""
    return [
        reverse(name, kwargs={"school": school} if "school" in entry.pattern.converters else {})
        for name, entry in _entries(get_resolver(), "")
        if set(entry.pattern.converters) <= {"school"}
    ]


def kind_of_page(address: str) -> tuple[Any, ...] | None:
    """What makes two addresses the same page with other contents; None for one that is not of the house."""
    parts = urlsplit(address)
    try:
        found = resolve(parts.path)
    except Resolver404:
        return None
    words = tuple(sorted((key, str(value)) for key, value in found.kwargs.items() if key not in PICKS))
    asked = frozenset(key for key, _value in parse_qsl(parts.query)) - SAME_PAGE
    return found.view_name, words, asked


def walk(page: Page, base: str, school: str, start: list[str], met: Walk) -> Iterator[str]:
    """Open all of `start` and one page of every other kind; the caller looks at each before it goes on.

    A page is asked for before it is opened: files, redirects and acts are noted and not opened. A link on a page must
    lead to something the same person may open; a starting point need not.
    """
    seen: set[tuple[Any, ...]] = set()
    waiting = deque((address, "") for address in [*start, *starting_points(school)])
    asked_for = set(start)
    while waiting:
        address, source = waiting.popleft()
        kind = kind_of_page(address)
        if kind is None:
            met.dead.append(f"{source} → {address}: no such address")
            continue
        if kind in seen and address not in asked_for:
            continue
        seen.add(kind)
        asked_for.discard(address)
        answer = page.context.request.get(base + address, max_redirects=0, fail_on_status_code=False)
        if answer.status >= 500 or (source and answer.status not in (200, 301, 302)):
            met.dead.append(f"{source} → {address}: {answer.status}")
        if answer.status in (301, 302):
            waiting.append((answer.headers["location"].removeprefix(base), source))
        if answer.status in (200, 301, 302, 405):
            met.names.add(kind[0])
        if (
            answer.status != 200
            or "text/html" not in answer.headers["content-type"]
            or "<html" not in answer.text()
        ):
            continue
        page.goto(base + address)
        yield address
        found = page.evaluate(FOUND)
        met.names |= {act[0] for one in found["acts"] if (act := kind_of_page(urlsplit(one).path))}
        waiting += [(link, address) for link in found["links"]]
