"""Addresses: every route names the permission it needs; one without is refused before its view runs."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils import timezone
from django_htmx.middleware import HtmxDetails

from anyam.base import walls
from anyam.base.actor import ACTOR_LOADER, Actor
from anyam.base.errors import Refused

log = logging.getLogger("anyam.routes")

Permission = Callable[[Actor], bool]
View = Callable[..., HttpResponseBase]


class Request(HttpRequest):
    """What a guarded view is called with: who acts, and whether htmx asks for a fragment."""

    actor: Actor
    htmx: HtmxDetails
    user: Any


def PUBLIC(actor: Actor | None) -> bool:
    """Anyone, signed in or not."""
    return True


def SIGNED_IN(actor: Actor | None) -> bool:
    """Anyone with an account, also one without a role in any school."""
    return True


def route(pattern: str, view: View, *, permission: Permission, name: str) -> URLPattern:
    """One address. `permission` is PUBLIC, SIGNED_IN or a function of the room's permissions: `(actor) -> bool`.

    Below `/s/<slug:school>/` the guard finds the actor of that school; who has no hat there gets 404, who lacks the
    permission gets 403. The view is called as `view(request, **captured)` with `request.actor` set and without
    `school`.
    """
    return path(pattern, guard(view, permission), name=name)


def guard(view: View, permission: Permission) -> View:
    """Wrap a view: actor, permission, wall, no writing on GET, refusals turned into pages."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **captured: Any) -> HttpResponseBase:
        slug = captured.pop("school", None)
        account = request.user if request.user.is_authenticated else None
        if permission is not PUBLIC and account is None:
            return _to_sign_in(request)
        with walls.inside_school(None, account.pk if account else None):
            actor = ACTOR_LOADER.only()(account, slug) if account else None
            request.actor = actor  # type: ignore[attr-defined]  # Request says that it is there
            if actor is None and (permission not in (PUBLIC, SIGNED_IN) or slug is not None):
                raise Http404
            if actor is not None:
                walls.set_context(actor.school_id, actor.account_id)
                timezone.activate(actor.zone)
            try:
                if not permission(actor):  # type: ignore[arg-type]
                    return refusal_page(request, 403)
                if request.method in ("GET", "HEAD", "OPTIONS"):
                    with walls.reading_only():
                        return _private(view(request, *args, **captured), account)
                return _private(view(request, *args, **captured), account)
            except Refused as refused:
                if refused.status == 404:
                    raise Http404 from refused
                return refusal_page(request, refused.status, str(refused))
            finally:
                timezone.deactivate()

    guarded.permission = permission  # type: ignore[attr-defined]
    return guarded


def _private(response: HttpResponseBase, account: Any) -> HttpResponseBase:
    """Pages of signed-in people are kept by no cache, so that Back after signing out shows nothing."""
    if account is not None and not response.has_header("Cache-Control"):
        response["Cache-Control"] = "no-store, private"
    return response


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    if request.method not in ("GET", "HEAD"):
        return HttpResponseRedirect(settings.LOGIN_URL)
    return HttpResponseRedirect(f"{settings.LOGIN_URL}?next={quote(request.get_full_path())}")


def refusal_page(request: HttpRequest, status: int, message: str = "") -> HttpResponse:
    """403 or 409 in words; for htmx the same page, which replaces the body."""
    template = "403.html" if status == 403 else "refused.html"
    return render(request, template, {"message": message}, status=status)


class DeclaredRoutesOnly:
    """Middleware: a view that was not declared with `route()` is not served (default deny)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: View, args: Any, kwargs: Any) -> HttpResponse | None:
        if not hasattr(view, "permission"):
            log.error("undeclared route %s", request.path)
            return refusal_page(request, 403)
        return None
