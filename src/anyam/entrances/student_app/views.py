"""The first page of a pupil: what to do now, and when PKL begins."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from anyam.base.routes import Request
from anyam.implementation.internships.queries.choosing import pupil_page


def home(request: Request) -> HttpResponse:
    """One thing to do now, the dates of the wave and the days left until it begins."""
    actor = request.actor
    page = pupil_page(actor)
    today = actor.today(timezone.now())
    days_left = (page.participant.wave.start - today).days if page else 0
    has_ended = page is not None and page.participant.wave.end < today
    context = {"page": page, "today": today, "days_left": days_left, "has_ended": has_ended}
    return render(request, "student_app/home.html", context)
