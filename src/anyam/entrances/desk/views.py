"""Pages of the desk: Hari ini and search, composed from what the rooms put into their slots."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from anyam.base.routes import Request
from anyam.base.shell import SEARCH, TODAY

DECISIONS_SHOWN = 12


def today(request: Request) -> HttpResponse:
    """What this person must do or decide, ordered by what happens if it waits."""
    actor, now = request.actor, timezone.now()
    parts = [filler(actor, now) for filler in TODAY]
    decisions = sorted((item for part in parts for item in part.decisions), key=lambda item: item[0])
    return render(
        request,
        "desk/today.html",
        {
            "today": actor.today(now),
            "decisions": [decision for _, decision in decisions[:DECISIONS_SHOWN]],
            "more": max(0, len(decisions) - DECISIONS_SHOWN),
            "agenda": sorted(
                (event for part in parts for event in part.agenda), key=lambda event: str(event.when)
            ),
            "figures": [figure for part in parts for figure in part.figures],
        },
    )


def search(request: Request) -> HttpResponse:
    """People, partners, letters and pages by part of their name."""
    text = request.GET.get("q", "").strip()[:80]
    groups: dict[str, list] = {}
    if len(text) >= 2:
        for filler in SEARCH:
            for hit in filler(request.actor, text):
                groups.setdefault(str(hit.kind), []).append(hit)
    return render(request, "desk/search.html", {"text": text, "groups": groups})
