"""Every address of the house, read from Django's own resolver."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True, slots=True)
class Route:
    """One leaf of the resolver: full name, pattern as written, names of its captured parts, what serves it."""

    name: str
    pattern: str
    kwargs: tuple[str, ...]
    view: Callable[..., Any]

    @property
    def permission(self) -> Any:
        """What `route()` was given; None for an address that was not declared with it."""
        return getattr(self.view, "permission", None)

    @property
    def is_of_school(self) -> bool:
        return "school" in self.kwargs


@cache
def all_routes() -> tuple[Route, ...]:
    """All addresses by name."""
    return tuple(sorted(_leaves(get_resolver(), "", ""), key=lambda route: (route.name, route.pattern)))


@cache
def route_named(name: str) -> Route:
    (route,) = [route for route in all_routes() if route.name == name]
    return route


def _leaves(resolver: URLResolver, prefix: str, names: str) -> Iterator[Route]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            below = f"{names}{entry.namespace}:" if entry.namespace else names
            yield from _leaves(entry, prefix + str(entry.pattern), below)
        elif isinstance(entry, URLPattern):
            kwargs = tuple(entry.pattern.converters)
            yield Route(f"{names}{entry.name or ''}", prefix + str(entry.pattern), kwargs, entry.callback)
