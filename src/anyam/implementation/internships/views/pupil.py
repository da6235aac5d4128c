"""Pages of a pupil's phone: where their PKL stands, wishes, a place found by oneself, why this place, objection."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from anyam.base.errors import NotFound
from anyam.base.routes import Request
from anyam.base.toasts import say
from anyam.implementation.internships import matching, operations, queries
from anyam.implementation.internships.forms.pupil import ChoicesForm, FoundPlaceForm, ObjectionForm
from anyam.implementation.internships.models import Participant
from anyam.implementation.internships.queries import choosing
from anyam.implementation.internships.queries.places import Announced
from anyam.implementation.internships.terms import ObjectionState


def load_own(request: Request) -> Participant:
    """The part the signed-in pupil takes in their latest wave, else NotFound."""
    participant = queries.participant_of_pupil(request.actor)
    if participant is None:
        raise NotFound
    return participant


def pupil_pkl(request: Request) -> HttpResponse:
    """Tab PKL: dates, wishes, found places, the place given."""
    page = choosing.pupil_page(request.actor)
    context = {"page": page, "today": request.actor.today(timezone.now())}
    return render(request, "internships/pupil_pkl.html", context)


def pupil_choices(request: Request) -> HttpResponse:
    """Three places in order; may be changed until the round is handed to the principal."""
    participant = load_own(request)
    form = ChoicesForm(request.POST or None, places=queries.places_for(participant))
    if request.method == "POST" and form.is_valid():
        operations.save_choices(
            actor=request.actor, participant=participant, capacities=form.capacities, now=timezone.now()
        )
        say(request, _("Pilihanmu terkirim. Kamu boleh mengubahnya sampai penempatan diajukan."))
        return redirect("internships:pupil_pkl")
    context = {
        "participant": participant,
        "form": form,
        "is_closed": choosing.choices_closed(participant),
        "back_url": reverse("internships:pupil_pkl"),
    }
    return render(request, "internships/pupil_choices.html", context, status=422 if form.errors else 200)


def pupil_choices_summary(request: Request) -> HttpResponse:
    """Fragment: what is ticked now, in order, while the pupil taps."""
    participant = load_own(request)
    form = ChoicesForm(request.GET, places=queries.places_for(participant))
    form.is_valid()
    return render(request, "internships/_pupil_summary.html", {"form": form})


def pupil_found(request: Request) -> HttpResponse:
    """Usulkan tempat sendiri: what the school needs to know, and what became of earlier proposals."""
    actor = request.actor
    page = choosing.pupil_page(actor)
    if page is None:
        raise NotFound
    form = FoundPlaceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        operations.propose_place(
            actor=actor, participant=page.participant, data=form.cleaned_data, now=timezone.now()
        )
        say(request, _("Usulanmu terkirim. Sekolah memeriksa tempat itu dan menjawab di sini."))
        return redirect("internships:pupil_found")
    context = {"page": page, "form": form, "back_url": reverse("internships:pupil_pkl")}
    return render(request, "internships/pupil_found.html", context, status=422 if form.errors else 200)


def pupil_why(request: Request) -> HttpResponse:
    """Why this place, in the words the school reads; an objection in three taps. Only once it is announced."""
    actor = request.actor
    participant = load_own(request)
    announced = queries.announced_line(participant)
    form = ObjectionForm(request.POST or None)
    if request.method == "POST" and announced is not None and form.is_valid():
        operations.object_to_place(
            actor=actor,
            participant=participant,
            capacity=announced.capacity,
            now=timezone.now(),
            **form.cleaned_data,
        )
        say(request, _("Keberatanmu terkirim. Sekolah menjawabnya di halaman ini."))
        return redirect("internships:pupil_why")
    objection = choosing.last_objection(participant)
    context = {
        "participant": participant,
        "announced": announced,
        "form": form,
        "objection": objection,
        "may_object": objection is None or objection.state != ObjectionState.OPEN,
        "back_url": reverse("internships:pupil_pkl"),
        **_why(participant, announced),
    }
    return render(request, "internships/pupil_why.html", context, status=422 if form.errors else 200)


def _why(participant: Participant, announced: Announced | None) -> dict:
    """The explanation of the announced line; nothing when the place did not come out of a round."""
    line = announced.proposal if announced else None
    if line is None:
        return {}
    line.participant = participant
    return {"line": line, "why": matching.explain(line.round, line, name_others=False), "can_decide": False}
