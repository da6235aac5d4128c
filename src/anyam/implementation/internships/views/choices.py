"""What the school enters for a pupil: wishes from paper, what companies ask for, places that are forbidden."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from anyam.base.errors import NotFound
from anyam.base.routes import Request
from anyam.base.toasts import say
from anyam.implementation.internships import operations, queries
from anyam.implementation.internships.forms.choices import ForbidForm, HostWishForm
from anyam.implementation.internships.forms.pupil import ChoicesForm
from anyam.implementation.internships.queries.participants import participant_page, places_open_to
from anyam.implementation.internships.terms import PairKind
from anyam.implementation.internships.views.participants import load_participant, page_with, to_page
from anyam.implementation.internships.views.waves import load_wave
from anyam.mapping.partners.models import Capacity


def choice_edit(request: Request, code: str, participant: str) -> HttpResponse:
    """Wishes of one pupil, as they stand on paper."""
    wave = load_wave(request, code)
    row = load_participant(request, wave, participant)
    form = ChoicesForm(request.POST or None, places=queries.places_for(row))
    if request.method == "POST" and form.is_valid():
        operations.save_choices(
            actor=request.actor, participant=row, capacities=form.capacities, now=timezone.now()
        )
        say(request, _("Pilihan %(name)s tersimpan.") % {"name": row.pupil.name})
        return to_page(request, wave, row)
    context = {"wave": wave, "participant": row, "form": form}
    return render(request, "internships/choice_edit.html", context, status=422 if form.errors else 200)


def host_wish_add(request: Request, code: str, participant: str) -> HttpResponse:
    """A company asks for this pupil (POST)."""
    wave = load_wave(request, code)
    row = load_participant(request, wave, participant)
    if request.method != "POST":
        return to_page(request, wave, row)
    form = HostWishForm(request.POST, places=places_open_to(row), auto_id="minta_%s")
    if not form.is_valid():
        return page_with(request, wave, row, wish_form=form)
    operations.set_host_wish(actor=request.actor, participant=row, now=timezone.now(), **form.cleaned_data)
    say(request, _("Permintaan perusahaan tersimpan."))
    return to_page(request, wave, row)


def host_wish_remove(request: Request, code: str, participant: str, place: str) -> HttpResponse:
    """The company no longer asks (POST)."""
    wave = load_wave(request, code)
    row = load_participant(request, wave, participant)
    capacity = _noted(place, [wish.capacity for wish in participant_page(request.actor, row).wishes])
    if request.method == "POST":
        operations.set_host_wish(
            actor=request.actor, participant=row, capacity=capacity, rank=None, now=timezone.now()
        )
        say(request, _("Permintaan perusahaan dihapus."))
    return to_page(request, wave, row)


def pair_forbid(request: Request, code: str, participant: str) -> HttpResponse:
    """This pupil must not go there, for the reason given (POST)."""
    wave = load_wave(request, code)
    row = load_participant(request, wave, participant)
    if request.method != "POST":
        return to_page(request, wave, row)
    form = ForbidForm(request.POST, places=places_open_to(row), auto_id="larang_%s")
    if not form.is_valid():
        return page_with(request, wave, row, forbid_form=form)
    operations.set_pair(
        actor=request.actor, participant=row, kind=PairKind.FORBIDDEN, now=timezone.now(), **form.cleaned_data
    )
    say(request, _("Larangan tersimpan. Perhitungan berikutnya mematuhinya."))
    return to_page(request, wave, row)


def pair_lift(request: Request, code: str, participant: str, place: str) -> HttpResponse:
    """Take a decision about a pupil and a place back (POST)."""
    wave = load_wave(request, code)
    row = load_participant(request, wave, participant)
    capacity = _noted(place, [pair.capacity for pair in participant_page(request.actor, row).forbidden])
    if request.method == "POST":
        operations.set_pair(
            actor=request.actor, participant=row, capacity=capacity, kind=None, now=timezone.now()
        )
        say(request, _("Ketetapan dicabut."))
    return to_page(request, wave, row)


def _noted(code: str, rows: list[Capacity]) -> Capacity:
    """The seats of that code among those noted for the pupil, else NotFound."""
    for row in rows:
        if row.code == code:
            return row
    raise NotFound
