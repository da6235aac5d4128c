"""Pages of a wave: the list, its preparation, its supervisors."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from anyam.base.errors import NotFound
from anyam.base.routes import Request
from anyam.base.toasts import say
from anyam.implementation.internships import operations, permissions, queries
from anyam.implementation.internships.forms.rounds import SupervisorsForm
from anyam.records.schools.models import Wave
from anyam.records.schools.queries import waves_visible_to


def load_wave(request: Request, code: str) -> Wave:
    """A wave of the actor's school, else NotFound."""
    wave = waves_visible_to(request.actor).filter(code=code).first()
    if wave is None:
        raise NotFound
    return wave


def wave_list(request: Request) -> HttpResponse:
    """All PKL waves with their numbers."""
    return render(
        request,
        "internships/wave_list.html",
        {
            "cards": queries.wave_cards(request.actor),
            "can_prepare": permissions.can_prepare_wave(request.actor),
        },
    )


def wave_page(request: Request, code: str) -> HttpResponse:
    """Preparation of a wave: what is ready, what blocks, and the button that computes."""
    actor = request.actor
    wave = load_wave(request, code)
    context = {
        "wave": wave,
        "ready": queries.readiness(actor, wave),
        "rounds": queries.rounds_visible_to(actor).filter(wave=wave).order_by("-number"),
        "can_prepare": permissions.can_prepare_wave(actor),
        "can_run": permissions.can_run_round(actor),
        "can_letters": permissions.can_print_letters(actor),
    }
    return render(request, "internships/wave_page.html", context)


def supervisor_list(request: Request, code: str) -> HttpResponse:
    """Teachers who may supervise in a wave; the form adds many at once."""
    actor = request.actor
    wave = load_wave(request, code)
    form = SupervisorsForm(request.POST or None, actor=actor, wave=wave)
    if request.method == "POST" and form.is_valid():
        count = operations.add_supervisors(actor=actor, wave=wave, now=timezone.now(), **form.cleaned_data)
        words = ngettext("%(n)d pembimbing ditambahkan.", "%(n)d pembimbing ditambahkan.", count)
        say(request, words % {"n": count})
        return redirect("internships:wave_page", school=actor.school_slug, code=code)
    context = {"wave": wave, "form": form, "supervisors": queries.supervisors_of(actor, wave)}
    return render(request, "internships/supervisor_list.html", context, status=422 if form.errors else 200)


def supervisor_remove(request: Request, code: str, pk: int) -> HttpResponse:
    """Take a teacher off the list of a wave."""
    actor = request.actor
    wave = load_wave(request, code)
    row = queries.supervisors_of(actor, wave).filter(pk=pk).first()
    if row is None:
        raise NotFound
    if request.method == "POST":
        operations.remove_supervisor(actor=actor, supervisor=row, now=timezone.now())
        say(request, _("%(name)s tidak lagi membimbing di gelombang ini.") % {"name": row.teacher.name})
    return redirect("internships:supervisor_list", school=actor.school_slug, code=code)
