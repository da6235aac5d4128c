"""Where a signed-in person lands, and which of several schools they work in."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

from anyam.base.actor import Actor
from anyam.base.errors import NotFound
from anyam.base.routes import Request
from anyam.records.people import permissions, queries, rules


def home(request: Request) -> HttpResponse:
    """Send everyone to their own first page: desk, phone, choice of school, or what to do without a hat."""
    actor = request.actor
    if actor is None:
        return render(
            request, "people/no_hat.html", {"may_start": permissions.can_start_school(request.user)}
        )
    if request.user.chosen_school is None and len(queries.schools_of(request.user)) > 1:
        return redirect("people:school_choice")
    return _first_page(actor)


def _first_page(actor: Actor) -> HttpResponse:
    if all(grant.role == "pupil" for grant in actor.grants):
        return redirect("student_app:home")
    return redirect("desk:today", school=actor.school_slug)


def school_choice(request: Request) -> HttpResponse:
    """A3's sister: one row for each school in which the person wears a hat."""
    schools = queries.schools_of(request.user)
    if request.method != "POST":
        current = request.actor.school_slug if request.actor else ""
        return render(request, "people/school_choice.html", {"schools": schools, "current": current})
    slug = request.POST.get("school", "")
    if slug not in [school.slug for school in schools]:
        raise NotFound
    request.session[rules.SESSION_SCHOOL] = slug
    request.user.chosen_school = slug
    after = request.POST.get("next", "")
    if after and url_has_allowed_host_and_scheme(after, {request.get_host()}, request.is_secure()):
        return redirect(after)
    actor = queries.load_actor(request.user, slug)
    return _first_page(actor) if actor else redirect("people:home")
