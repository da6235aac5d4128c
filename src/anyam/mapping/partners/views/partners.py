"""Pages of one partner: record, print sheet, form, leaving the lists; the map; likenesses while typing."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from anyam.base.actor import Actor
from anyam.base.errors import NotAllowed
from anyam.base.routes import Request
from anyam.base.toasts import say
from anyam.mapping.partners import forms, operations, permissions, queries, tables
from anyam.mapping.partners.models import PARTNER_PAGE, Partner
from anyam.records.schools import queries as schools

RADII = (5, 10, 25, 50)
# Lines of the contact log on the print sheet.
CONTACTS_PRINTED = 5


def partner_page(request: Request, code: str) -> HttpResponse:
    """One partner: facts, places, people, seats, contact log, and what later rooms know of it."""
    actor = request.actor
    partner = queries.partner_with_code(actor, code)
    context = _record(actor, partner) | {
        "sections": [section for filler in PARTNER_PAGE if (section := filler(actor, partner))],
        "can_edit": permissions.can_edit_partner(actor, partner),
        "can_void": permissions.can_void_partner(actor),
        "can_edit_seats": permissions.can_edit_capacity(actor),
    }
    return render(request, "partners/partner_page.html", context)


def partner_print(request: Request, code: str) -> HttpResponse:
    """One sheet about a partner, to take to a visit or a meeting."""
    actor = request.actor
    partner = queries.partner_with_code(actor, code)
    context = _record(actor, partner)
    context |= {
        "page_title": partner.name,
        "back_url": reverse("partners:partner_page", kwargs={"school": actor.school_slug, "code": code}),
        "school": schools.school_of(actor),
        "last_contacts": context["page"].interactions[:CONTACTS_PRINTED],
    }
    return render(request, "partners/partner_print.html", context)


def _record(actor: Actor, partner: Partner) -> dict[str, Any]:
    """What the record page and the print sheet both show."""
    today = actor.today(timezone.now())
    with_contacts = permissions.can_see_contacts(actor)
    return {
        "partner": partner,
        "page": queries.partner_page(actor, partner, today),
        "status": tables.partner_status(partner, today),
        "facts": tables.partner_facts(partner, with_contacts=with_contacts),
        "with_contacts": with_contacts,
        "today": today,
    }


def partner_add(request: Request) -> HttpResponse:
    """A new partner; while its name is typed, near-duplicates are shown beside the form."""
    return _partner_form(request, None)


def partner_edit(request: Request, code: str) -> HttpResponse:
    """Change a partner; who may not change this one is told so before typing."""
    partner = queries.partner_with_code(request.actor, code)
    if not permissions.can_edit_partner(request.actor, partner):
        raise NotAllowed
    return _partner_form(request, partner)


def _partner_form(request: Request, partner: Partner | None) -> HttpResponse:
    actor = request.actor
    form = forms.PartnerForm(request.POST or None, instance=partner, actor=actor)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        alike = (
            [] if partner else queries.likenesses(actor.school_id, data["name"], data["city"], data["phone"])
        )
        if not alike or "sungguh" in request.POST:
            # The form has already written on its own copy; what changed is seen on a fresh one.
            fresh = queries.partner_with_code(actor, partner.code) if partner else None
            saved = operations.save_partner(actor=actor, partner=fresh, data=data, now=timezone.now())
            say(request, _("%(name)s tersimpan.") % {"name": saved.name})
            return redirect("partners:partner_page", school=actor.school_slug, code=saved.code)
    else:
        alike = []
    context = {"form": form, "partner": partner, "alike": alike}
    return render(request, "partners/partner_form.html", context, status=422 if form.errors else 200)


def partner_alike(request: Request) -> HttpResponse:
    """Fragment: partners like the one being typed."""
    alike = queries.likenesses(
        request.actor.school_id,
        request.GET.get("name", "")[:120],
        request.GET.get("city", "")[:80],
        request.GET.get("phone", "")[:32],
    )
    return render(request, "partners/_alike.html", {"alike": alike})


def partner_void(request: Request, code: str) -> HttpResponse:
    """Ask for the reason, then take the partner off the lists; the toast brings it back."""
    actor = request.actor
    partner = queries.partner_with_code(actor, code)
    form = forms.VoidForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        operations.void_partner(
            actor=actor, partner=partner, reason=form.cleaned_data["reason"], now=timezone.now()
        )
        undo = reverse("partners:partner_restore", kwargs={"school": actor.school_slug, "code": code})
        say(request, _("%(name)s tidak lagi di daftar.") % {"name": partner.name}, undo_url=undo)
        return redirect("partners:partner_list", school=actor.school_slug)
    return render(request, "partners/partner_void.html", {"form": form, "partner": partner})


def partner_restore(request: Request, code: str) -> HttpResponse:
    """Undo of a void."""
    partner = queries.partner_with_code(request.actor, code)
    if request.method == "POST":
        operations.restore_partner(actor=request.actor, partner=partner, now=timezone.now())
        say(request, _("%(name)s kembali di daftar.") % {"name": partner.name})
    return redirect("partners:partner_page", school=request.actor.school_slug, code=code)


def partner_map(request: Request) -> HttpResponse:
    """Sites round the school without a tile server; every pin is also a row of the list below."""
    actor = request.actor
    school = schools.school_of(actor)
    wanted = request.GET.get("radius", "")
    radius = int(wanted) if wanted in map(str, RADII) else 10
    found = None
    if school.latitude is not None and school.longitude is not None:
        centre = (school.latitude, school.longitude)
        found = queries.site_map(actor, centre, radius, actor.today(timezone.now()))
    return render(
        request,
        "partners/partner_map.html",
        {"map": found, "school": school, "radius": radius, "radii": RADII},
    )
