"""Account cards: choose people, hand out first secrets, and the one page on which they are ever readable."""

import secrets
from typing import Any

import segno
from allauth.account.decorators import reauthentication_required
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from anyam.base.routes import Request
from anyam.records.people import operations
from anyam.records.people.forms.roles import CardsForm
from anyam.records.schools import queries as schools

# Marks of card forms sent in this session, so that a reload does not replace the secrets just printed.
SENT, KEPT = "anyam_cards_sent", 20


@reauthentication_required(allow_get=True)
def cards(request: Request) -> HttpResponse:
    """Choose a class or people (`?siswa=` picks pupils); the answer to the POST is the print page itself."""
    actor = request.actor
    asked = {"once": secrets.token_hex(8), "only_new": True, "pupils": request.GET.getlist("siswa")}
    form = CardsForm(request.POST or None, actor=actor, initial=asked)
    if request.method == "POST" and form.is_valid():
        if not _first_time(request, form.cleaned_data["once"]):
            return render(request, "people/cards_shown.html", status=409)
        sheet = operations.issue_account_cards(
            actor=actor,
            pupils=form.chosen_pupils(),
            teachers=form.cleaned_data["teachers"],
            now=timezone.now(),
        )
        return render(request, "people/cards_print.html", _print_context(request, sheet))
    return render(request, "people/cards.html", {"form": form, "days": settings.FIRST_SECRET_DAYS})


def _print_context(request: Request, sheet: operations.CardSheet) -> dict[str, Any]:
    actor = request.actor
    address = settings.PUBLIC_BASE_URL.rstrip("/") + settings.LOGIN_URL
    return {
        "sheet": sheet,
        "school": schools.frame_of(actor.school_id, actor.today(timezone.now())),
        "address": address,
        "code": qr_code(address),
        "days": settings.FIRST_SECRET_DAYS,
        "back_url": reverse("people:cards", kwargs={"school": actor.school_slug}),
    }


def qr_code(text: str) -> SafeString:
    """An SVG with classes only, no inline style."""
    drawn = segno.make(text, error="m").svg_inline(
        scale=2, border=2, svgclass="k-qr", lineclass=None, omitsize=True
    )
    return mark_safe(drawn)


def _first_time(request: Request, mark: str) -> bool:
    sent = request.session.get(SENT, [])
    if not mark or mark in sent:
        return False
    request.session[SENT] = [*sent, mark][-KEPT:]
    return True
