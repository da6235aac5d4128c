"""Pages of what hangs on a partner: places, people, seats, contact log; one form page serves the four."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from anyam.base.actor import Actor
from anyam.base.errors import NotFound
from anyam.base.models import SchoolOwned
from anyam.base.routes import Request
from anyam.base.toasts import say
from anyam.mapping.partners import forms, operations, queries
from anyam.mapping.partners.models import Capacity, Contact, Interaction, Partner, Site


@dataclass(frozen=True, slots=True)
class Part:
    """One kind of thing on a partner's page: its model, its form, the operation that saves and the one that removes."""

    model: type[SchoolOwned]
    title: Promise
    saved: Promise
    form: Callable[..., Any]
    save: Callable[[Actor, Partner, Any, dict[str, Any], datetime], Any]
    remove: Callable[[Actor, Any, datetime], Any] | None = None
    removed: Promise | None = None


def _site_form(data: Any, row: Any, actor: Actor, partner: Partner, today: date) -> forms.SiteForm:
    return forms.SiteForm(data, instance=row or Site(partner=partner))


def _contact_form(data: Any, row: Any, actor: Actor, partner: Partner, today: date) -> forms.ContactForm:
    return forms.ContactForm(data, instance=row)


def _capacity_form(data: Any, row: Any, actor: Actor, partner: Partner, today: date) -> forms.CapacityForm:
    return forms.CapacityForm(data, instance=row, actor=actor, partner=partner)


def _interaction_form(
    data: Any, row: Any, actor: Actor, partner: Partner, today: date
) -> forms.InteractionForm:
    return forms.InteractionForm(data, actor=actor, partner=partner, today=today, initial={"on": today})


PARTS = {
    "lokasi": Part(
        Site,
        _("Lokasi"),
        _("Lokasi tersimpan."),
        _site_form,
        lambda actor, partner, row, data, now: operations.save_site(
            actor=actor, partner=partner, site=row, data=data, now=now
        ),
    ),
    "orang": Part(
        Contact,
        _("Kontak"),
        _("Kontak tersimpan."),
        _contact_form,
        lambda actor, partner, row, data, now: operations.save_contact(
            actor=actor, partner=partner, contact=row, data=data, now=now
        ),
        lambda actor, row, now: operations.void_contact(actor=actor, contact=row, now=now),
        _("Kontak tidak lagi ditawarkan. Riwayatnya tetap ada."),
    ),
    "kursi": Part(
        Capacity,
        _("Kursi PKL"),
        _("Kursi tersimpan."),
        _capacity_form,
        lambda actor, partner, row, data, now: operations.save_capacity(
            actor=actor, partner=partner, capacity=row, data=data, now=now
        ),
    ),
    "catatan": Part(
        Interaction,
        _("Catatan kontak"),
        _("Catatan tersimpan."),
        _interaction_form,
        lambda actor, partner, row, data, now: operations.log_interaction(
            actor=actor, partner=partner, data=data, now=now
        ),
        lambda actor, row, now: operations.finish_step(actor=actor, interaction=row, now=now),
        _("Langkah ini selesai."),
    ),
}


def part_add(request: Request, code: str, part: str) -> HttpResponse:
    """Add a place, person, seat row or contact-log line."""
    return _part_form(request, queries.partner_with_code(request.actor, code), part, None)


def part_edit(request: Request, code: str, part: str, part_code: str) -> HttpResponse:
    """Change one; a line of the contact log is never changed."""
    if part == "catatan":
        raise NotFound
    return _part_form(request, queries.partner_with_code(request.actor, code), part, part_code)


def _part_form(request: Request, partner: Partner, name: str, part_code: str | None) -> HttpResponse:
    part, actor, now = _part(name), request.actor, timezone.now()
    row = queries.part_with_code(actor, partner, part.model, part_code) if part_code else None
    form = part.form(request.POST or None, row, actor, partner, actor.today(now))
    if request.method == "POST" and form.is_valid():
        fresh = queries.part_with_code(actor, partner, part.model, part_code) if part_code else None
        part.save(actor, partner, fresh, form.cleaned_data, now)
        say(request, part.saved)
        return redirect("partners:partner_page", school=actor.school_slug, code=partner.code)
    context = {"form": form, "partner": partner, "part": part, "name": name, "row": row}
    return render(request, "partners/part_form.html", context, status=422 if form.errors else 200)


def part_remove(request: Request, code: str, part: str, part_code: str) -> HttpResponse:
    """A person who left, or a next step that is done: POST only, both can be undone by adding again."""
    partner, spec = queries.partner_with_code(request.actor, code), _part(part)
    if spec.remove is None:
        raise NotFound
    row = queries.part_with_code(request.actor, partner, spec.model, part_code)
    if request.method == "POST":
        spec.remove(request.actor, row, timezone.now())
        say(request, spec.removed or "")
    return redirect("partners:partner_page", school=request.actor.school_slug, code=code)


def _part(name: str) -> Part:
    if name not in PARTS:
        raise NotFound
    return PARTS[name]
