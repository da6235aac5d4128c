"""Akun saya: language, own password, devices, second factor, and who opened one's own data."""

from datetime import timedelta

from allauth.mfa.recovery_codes.views import view_recovery_codes
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth import update_session_auth_hash
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override
from django.views.decorators.debug import sensitive_post_parameters

from anyam.base.limits import Limit
from anyam.base.routes import Request
from anyam.base.toasts import say
from anyam.records.people import operations, permissions, queries
from anyam.records.people.forms.access import LanguageForm, NewPasswordForm
from anyam.records.people.terms import SECOND_FACTOR_ROLES
from anyam.tools.audit import queries as audit

# Guesses at the old password by somebody who found an open screen.
OLD_PASSWORD = Limit("old-password", 5, 300)
# How far back a pupil sees who opened their data (reliability 6).
SEEN_BY, SEEN_BY_PAGE = timedelta(days=365), 50


def account_page(request: Request) -> HttpResponse:
    """Everything about one's own sign-in on one page."""
    actor, account = request.actor, request.user
    form = LanguageForm(initial={"language": account.language})
    context = {
        "layout": _layout(request),
        "form": form,
        "account": account,
        "schools": queries.schools_of(account),
        "hats": [role.get_name_display() for role in queries.hats_of(account)],
        "sessions": queries.sessions_of(account, request.session.session_key),
        "second_factor": is_mfa_enabled(account),
        "second_factor_wanted": actor is not None and actor.holds(*SECOND_FACTOR_ROLES),
        "is_pupil": actor is not None and permissions.is_pupil(actor),
    }
    return render(request, "people/account_page.html", context)


def _layout(request: Request) -> str:
    """The frame that belongs to the person: phone for pupils, desk for staff, neither without a hat."""
    actor = request.actor
    if actor is None:
        return "ui/layout_public.html"
    return "ui/layout_student.html" if permissions.is_pupil(actor) else "ui/layout_desk.html"


def account_language(request: Request) -> HttpResponse:
    """Keep the language with the account and in this browser."""
    form = LanguageForm(request.POST or None)
    response = redirect("people:account")
    if request.method == "POST" and form.is_valid():
        language = form.cleaned_data["language"]
        operations.set_language(account=request.user, language=language)
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, max_age=settings.LANGUAGE_COOKIE_AGE)
        with override(language):
            say(request, _("Bahasa tersimpan."))
    return response


def account_end_sessions(request: Request) -> HttpResponse:
    """Sign out on every other device."""
    if request.method == "POST":
        ended = operations.end_sessions(account=request.user, except_key=request.session.session_key)
        text = ngettext(
            "Keluar dari %(count)d perangkat lain.", "Keluar dari %(count)d perangkat lain.", ended
        )
        say(request, text % {"count": ended})
    return redirect("people:account")


@sensitive_post_parameters("old", "new", "again")
def account_password(request: Request) -> HttpResponse:
    """A password of one's own; forced before anything else while the card's first secret is in use."""
    account = request.user
    first = account.must_change_password
    form = NewPasswordForm(request.POST or None, account=account)
    if request.method == "POST":
        if OLD_PASSWORD.take(str(account.pk)) is None:
            form.add_error(None, _("Terlalu banyak percobaan. Tunggu 5 menit, lalu coba lagi."))
        elif form.is_valid():
            changed = operations.set_own_password(
                actor=request.actor, account=account, password=form.cleaned_data["new"], now=timezone.now()
            )
            update_session_auth_hash(request, changed)
            say(request, _("Kata sandi baru tersimpan. Perangkat lain sudah keluar."))
            return redirect("people:home" if first else "people:account")
    context = {
        "form": form,
        "first": first,
        "is_pupil": request.actor is not None and permissions.is_pupil(request.actor),
    }
    return render(request, "people/account_password.html", context)


def account_spare_codes(request: Request) -> HttpResponse:
    """Spare codes behind a button: showing them is noted by the library, and a GET writes nothing."""
    if request.method != "POST":
        return render(request, "people/account_spare_codes.html")
    request.method = "GET"  # the library's view knows no other
    return view_recovery_codes(request)


def account_seen_by(request: Request) -> HttpResponse:
    """For pupils, in plain words: who opened or changed my data in the last twelve months."""
    actor = request.actor
    rows = audit.entries_visible_to(actor).filter(at__gte=timezone.now() - SEEN_BY)
    rows = rows.exclude(actor_key=f"account:{actor.account_id}")
    page = Paginator(rows, SEEN_BY_PAGE).get_page(request.GET.get("halaman"))
    return render(request, "people/account_seen_by.html", {"page": page})
