"""Pages of places that pupils found: the queue, and the school's answer to one."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from anyam.base.errors import NotFound
from anyam.base.parts import Link
from anyam.base.routes import Request
from anyam.base.tables import Table
from anyam.base.toasts import say
from anyam.implementation.internships import operations, permissions, tables
from anyam.implementation.internships.forms.choices import ExistingSeatForm, NewSeatForm, RefuseForm
from anyam.implementation.internships.models import FoundPlace
from anyam.implementation.internships.operations.found_places import accept_with_new_seats
from anyam.implementation.internships.queries import found_places_visible_to
from anyam.implementation.internships.queries import participants as reading
from anyam.implementation.internships.terms import FoundPlaceState
from anyam.implementation.internships.views.waves import load_wave
from anyam.records.schools.models import Wave

STATES = (
    (FoundPlaceState.PROPOSED, ""),
    (FoundPlaceState.ACCEPTED, FoundPlaceState.ACCEPTED),
    (FoundPlaceState.REFUSED, FoundPlaceState.REFUSED),
)


def found_list(request: Request, code: str) -> HttpResponse:
    """Places that wait for the school's answer, the oldest first; answered ones by the tabs."""
    actor = request.actor
    wave = load_wave(request, code)
    wanted = request.GET.get("keadaan", "")
    here = reverse("internships:found_list", kwargs={"school": actor.school_slug, "code": code})
    counts = reading.found_counts(actor, wave)
    tabs = [
        Link(
            state.label,
            f"{here}?keadaan={word}" if word else here,
            active=wanted == word,
            count=counts.get(state, 0),
        )
        for state, word in STATES
    ]
    table = Table(
        tables.found_columns(actor.school_slug, wave),
        reading.filtered_found_places(actor, wave, wanted),
        params=request.GET,
        caption=_("Tempat temuan siswa"),
        empty_title=_("Tidak ada usulan di sini"),
        empty_text=_("Siswa mengusulkan tempat lewat HP mereka. Usulan baru muncul di halaman ini."),
        empty_icon="map-pin",
    )
    return render(request, "internships/found_list.html", {"wave": wave, "table": table, "tabs": tabs})


def load_found(request: Request, wave: Wave, code: str) -> FoundPlace:
    """A found place of a wave within the actor's reach, else NotFound."""
    row = found_places_visible_to(request.actor).filter(participant__wave=wave, code=code).first()
    if row is None:
        raise NotFound
    return row


def found_check(request: Request, code: str, found: str) -> HttpResponse:
    """One found place with the three answers: seats that exist, new seats, not possible."""
    wave = load_wave(request, code)
    return _page(request, wave, load_found(request, wave, found))


def _page(request: Request, wave: Wave, row: FoundPlace, **forms: Any) -> HttpResponse:
    alike = reading.partners_like(row)
    context = {
        "wave": wave,
        "found": row,
        "status": tables.found_status(row),
        "alike": alike,
        "may_answer": permissions.can_prepare_wave(request.actor) and row.state == FoundPlaceState.PROPOSED,
        "can_see_contact": permissions.can_prepare_wave(request.actor),
        "seat_form": ExistingSeatForm(places=reading.places_open_to(row.participant), auto_id="kursi_%s"),
        "new_form": NewSeatForm(found=row, alike=alike, auto_id="baru_%s"),
        "refuse_form": RefuseForm(auto_id="tolak_%s"),
        **forms,
    }
    return render(request, "internships/found_check.html", context, status=422 if forms else 200)


def found_accept(request: Request, code: str, found: str) -> HttpResponse:
    """Accept with seats that a partner offers already (POST)."""
    wave = load_wave(request, code)
    row = load_found(request, wave, found)
    if request.method != "POST":
        return redirect("internships:found_check", school=request.actor.school_slug, code=code, found=found)
    places = reading.places_open_to(row.participant)
    form = ExistingSeatForm(request.POST, places=places, auto_id="kursi_%s")
    if not form.is_valid():
        return _page(request, wave, row, seat_form=form)
    operations.check_found_place(actor=request.actor, found=row, now=timezone.now(), **form.cleaned_data)
    return _accepted(request, row)


def found_add(request: Request, code: str, found: str) -> HttpResponse:
    """Accept by offering seats there, at a partner the school has or at a new one (POST)."""
    wave = load_wave(request, code)
    row = load_found(request, wave, found)
    if request.method != "POST":
        return redirect("internships:found_check", school=request.actor.school_slug, code=code, found=found)
    form = NewSeatForm(request.POST, found=row, alike=reading.partners_like(row), auto_id="baru_%s")
    if not form.is_valid():
        return _page(request, wave, row, new_form=form)
    accept_with_new_seats(
        actor=request.actor, found=row, partner=form.partner, data=form.cleaned_data, now=timezone.now()
    )
    return _accepted(request, row)


def found_refuse(request: Request, code: str, found: str) -> HttpResponse:
    """Not possible, in words the pupil reads (POST)."""
    wave = load_wave(request, code)
    row = load_found(request, wave, found)
    if request.method != "POST":
        return redirect("internships:found_check", school=request.actor.school_slug, code=code, found=found)
    form = RefuseForm(request.POST, auto_id="tolak_%s")
    if not form.is_valid():
        return _page(request, wave, row, refuse_form=form)
    operations.check_found_place(
        actor=request.actor, found=row, capacity=None, answer=form.cleaned_data["answer"], now=timezone.now()
    )
    say(request, _("Jawaban terkirim ke %(name)s.") % {"name": row.participant.pupil.name})
    return _to_list(request, row)


def _accepted(request: Request, row: FoundPlace) -> HttpResponse:
    words = {"place": row.name, "name": row.participant.pupil.name}
    say(request, _("%(place)s diterima dan menjadi pilihan pertama %(name)s.") % words)
    return _to_list(request, row)


def _to_list(request: Request, row: FoundPlace) -> HttpResponse:
    wave = row.participant.wave
    return redirect("internships:found_list", school=request.actor.school_slug, code=wave.code)
