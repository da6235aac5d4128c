"""What holds on every request of a signed-in person: session limits, first password, trail of refusals."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from anyam.base.limits import Limit
from anyam.base.routes import PUBLIC
from anyam.records.people import operations, rules

# The moment of the last request is written at most this often.
SEEN_EVERY = timedelta(seconds=60)
# Refusals of one account that are written down; a crawler inside would fill the chain.
DENIALS = Limit("denied-access", 200, 3600)
# Where an account may go that still has to choose its own password.
BEFORE_OWN_PASSWORD = ("account_change_password", "account_logout")


class SignedInRules:
    """Middleware, after authentication and messages."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            if _is_over(request):
                return _end(request)
            request.user.chosen_school = request.session.get(rules.SESSION_SCHOOL)
        response = self.get_response(request)
        _note_failed_sign_in(request, response)
        _note_denied(request, response)
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        if not request.user.is_authenticated or not request.user.must_change_password:
            return None
        name = request.resolver_match.view_name if request.resolver_match else ""
        if name in BEFORE_OWN_PASSWORD or getattr(view, "permission", None) is PUBLIC:
            return None
        return HttpResponseRedirect(reverse("account_change_password"))


def _is_over(request: HttpRequest) -> bool:
    """Whether the sign-in has outlived its limits; else the moment of this request is kept."""
    now = timezone.now()
    started, seen = (
        datetime.fromtimestamp(request.session.get(key, now.timestamp()), UTC)
        for key in (rules.SESSION_STARTED, rules.SESSION_SEEN)
    )
    if rules.session_is_over(request.session.get(rules.SESSION_KIND, rules.STAFF), started, seen, now):
        return True
    if rules.SESSION_SEEN not in request.session or now - seen >= SEEN_EVERY:
        request.session.setdefault(rules.SESSION_STARTED, now.timestamp())
        request.session[rules.SESSION_SEEN] = now.timestamp()
    return False


def _end(request: HttpRequest) -> HttpResponse:
    logout(request)
    messages.info(request, _("Anda keluar sendiri karena lama tidak aktif. Masuk lagi untuk melanjutkan."))
    if request.method in ("GET", "HEAD"):
        return HttpResponseRedirect(f"{settings.LOGIN_URL}?next={quote(request.get_full_path())}")
    return HttpResponseRedirect(settings.LOGIN_URL)


def _note_failed_sign_in(request: HttpRequest, response: HttpResponse) -> None:
    """Write the trail once the answer is out: writing for known names only would tell them apart by time."""
    name = getattr(request, "failed_sign_in", "")
    if name:
        note = partial(operations.record_failed_sign_in, sign_in_name=name, now=timezone.now())
        response._resource_closers.append(note)  # type: ignore[attr-defined]


def _note_denied(request: HttpRequest, response: HttpResponse) -> None:
    """A refusal, or a thing of a school that was asked for and not found, by somebody with a hat."""
    actor = getattr(request, "actor", None)
    if response.status_code not in (403, 404) or actor is None or actor.account_id is None:
        return
    match = request.resolver_match
    asked_for_thing = match is not None and "code" in match.kwargs
    if (response.status_code == 403 or asked_for_thing) and DENIALS.flows(str(actor.account_id)):
        operations.record_denied(
            actor=actor, path=request.path, status=response.status_code, now=timezone.now()
        )
