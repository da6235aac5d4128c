"""Turns the sign-in library's signals into limits of the session and lines of the trail."""

from typing import Any

from allauth.account.signals import user_logged_in as signed_in
from allauth.mfa.signals import authentication_failed, authenticator_added, authenticator_removed
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.http import HttpRequest
from django.utils import timezone

from anyam.records.people import operations, queries, rules
from anyam.records.people.models import Account


def start_session(sender: Any, request: HttpRequest, user: Account, **_: Any) -> None:
    """Give the new session its limits; on a shared phone the cookie also ends with the browser."""
    kind = rules.session_kind(queries.has_staff_hat(user), bool(request.session.get(rules.SESSION_SHARED)))
    now = timezone.now().timestamp()
    request.session.update({rules.SESSION_KIND: kind, rules.SESSION_STARTED: now, rules.SESSION_SEEN: now})
    request.session.set_expiry(rules.session_cookie_age(kind))


def note_sign_in(sender: Any, request: HttpRequest, user: Account, **_: Any) -> None:
    now = timezone.now()
    operations.record_account_act(
        account=user,
        action="people.signed_in",
        now=now,
        detail={"session": request.session.get(rules.SESSION_KIND, "")},
    )
    operations.note_first_sign_in(account=user, now=now)


def note_sign_out(sender: Any, request: HttpRequest, user: Account | None, **_: Any) -> None:
    if user is not None:
        operations.record_account_act(account=user, action="people.signed_out", now=timezone.now())


def note_factor_added(sender: Any, user: Account, authenticator: Any, **_: Any) -> None:
    _factor(user, "people.factor_added", authenticator)


def note_factor_removed(sender: Any, user: Account, authenticator: Any, **_: Any) -> None:
    _factor(user, "people.factor_removed", authenticator)


def note_factor_failed(sender: Any, user: Account, authenticator: Any, **_: Any) -> None:
    _factor(user, "people.factor_failed", authenticator)


def _factor(user: Account, action: str, authenticator: Any) -> None:
    operations.record_account_act(
        account=user, action=action, now=timezone.now(), detail={"type": str(authenticator.type)}
    )


def connect() -> None:
    """Called once by the door plate; connecting twice under one name is harmless."""
    for signal, receiver in (
        (user_logged_in, start_session),
        (signed_in, note_sign_in),
        (user_logged_out, note_sign_out),
        (authenticator_added, note_factor_added),
        (authenticator_removed, note_factor_removed),
        (authentication_failed, note_factor_failed),
    ):
        signal.connect(receiver, dispatch_uid=f"people.{receiver.__name__}")
