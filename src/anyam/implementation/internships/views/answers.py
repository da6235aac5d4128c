"""Pages of companies' answers: by urgency, written down, put right, asked for, taken away as a file."""

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from anyam.base.errors import NotFound, Refused
from anyam.base.exports import file_response
from anyam.base.routes import Request
from anyam.base.toasts import say
from anyam.implementation.internships import notices, operations, permissions, queries, tables
from anyam.implementation.internships.forms.answers import ACCEPTED, OPEN, REFUSED, AnswerForm
from anyam.implementation.internships.models import Placement
from anyam.implementation.internships.queries import AnswerCard, AnswerDesk
from anyam.implementation.internships.views.waves import load_wave
from anyam.records.schools.models import Wave
from anyam.records.schools.queries import school_of

CARDS_A_PAGE = 20


@require_GET
def answer_list(request: Request, code: str) -> HttpResponse:
    """Companies by urgency, with counts that narrow the list and the way to a replacement round."""
    actor = request.actor
    wave = load_wave(request, code)
    desk = _desk(request, wave)
    page = Paginator(desk.cards, CARDS_A_PAGE).get_page(request.GET.get("halaman"))
    school = school_of(actor)
    shown = [
        (
            card,
            notices.reminder_link(
                actor, school, card.partner, contact=card.contact, letters=card.letters, rows=card.waiting
            ),
        )
        for card in page
    ]
    context = {
        "wave": wave,
        "desk": desk,
        "status": request.GET.get("status", ""),
        "page": page,
        "shown": shown,
        "wanted": _wanted(request),
        "kept": urlencode(_wanted(request)),
        "can_record": permissions.can_record_answers(actor),
        "can_run": permissions.can_run_round(actor),
    }
    return render(request, "internships/answers.html", context)


def _wanted(request: Request) -> dict[str, str]:
    return {name: request.GET.get(name, "")[:80] for name in ("status", "cari") if request.GET.get(name)}


def _desk(request: Request, wave: Wave) -> AnswerDesk:
    today = request.actor.today(timezone.now())
    return queries.answer_desk(request.actor, wave, today, _wanted(request))


@require_GET
def answer_export(request: Request, code: str, kind: str) -> HttpResponseBase:
    """The filtered list as a file, one pupil a line."""
    if kind not in ("xlsx", "csv"):
        raise NotFound
    wave = load_wave(request, code)
    rows = [(card, row) for card in _desk(request, wave).cards for row in card.placements]
    name = f"{_('jawaban perusahaan')} {wave.name}"
    return file_response(tables.answer_columns(), rows, name=name, kind=kind)


def load_card(request: Request, wave: Wave, partner: str) -> AnswerCard:
    """One company's pupils in a wave, else NotFound."""
    card = queries.answer_card(request.actor, wave, partner, request.actor.today(timezone.now()))
    if card is None:
        raise NotFound
    return card


@require_POST
def answer_accept(request: Request, code: str, partner: str) -> HttpResponse:
    """The company takes all pupils whose answer is still open."""
    actor, now = request.actor, timezone.now()
    card = load_card(request, load_wave(request, code), partner)
    changed = operations.answer_company(
        actor=actor, accepted=card.waiting, refused=(), on=actor.today(now), now=now
    )
    return _said(request, code, card, changed)


def answer_edit(request: Request, code: str, partner: str) -> HttpResponse:
    """What the company said for each pupil; the same page puts a wrong answer right."""
    actor, now = request.actor, timezone.now()
    wave = load_wave(request, code)
    card = load_card(request, wave, partner)
    form = AnswerForm(request.POST or None, card=card, today=actor.today(now))
    if request.method == "POST" and form.is_valid():
        try:
            changed = _write(request, form, now)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return _said(request, code, card, changed)
    context = {"wave": wave, "card": card, "form": form}
    return render(request, "internships/answer_form.html", context, status=422 if form.errors else 200)


def _write(request: Request, form: AnswerForm, now: Any) -> list[Placement]:
    return operations.answer_company(
        actor=request.actor,
        accepted=form.said(ACCEPTED),
        refused=form.said(REFUSED),
        unanswered=form.said(OPEN),
        on=form.cleaned_data["on"],
        note=form.cleaned_data["note"],
        now=now,
    )


def _said(request: Request, code: str, card: AnswerCard, changed: list[Placement]) -> HttpResponse:
    """Back to the list; answers that were new can be taken back at once."""
    school = request.actor.school_slug
    place = {"school": school, "code": code}
    was_open = {row.pk for row in card.waiting}
    undo = ""
    if changed and all(row.pk in was_open for row in changed):
        query = urlencode({"siswa": ",".join(row.code for row in changed)})
        undo = (
            reverse("internships:answer_undo", kwargs={**place, "partner": card.partner.code}) + f"?{query}"
        )
    text = ngettext("Jawaban %(name)s tersimpan untuk %(n)d siswa.", "Jawaban %(name)s tersimpan untuk %(n)d siswa.",
                    len(changed))  # fmt: skip
    say(request, text % {"name": card.partner.name, "n": len(changed)}, undo_url=undo)
    return redirect("internships:answer_list", school=school, code=code)


@require_POST
def answer_undo(request: Request, code: str, partner: str) -> HttpResponse:
    """Take back the answers that were just written down."""
    wave = load_wave(request, code)
    card = load_card(request, wave, partner)
    codes = set(request.GET.get("siswa", "").split(","))
    rows = [row for row in card.placements if row.code in codes]
    operations.reopen_answers(actor=request.actor, placements=rows, now=timezone.now())
    say(request, _("Jawaban %(name)s diurungkan.") % {"name": card.partner.name}, kind="info")
    return redirect("internships:answer_list", school=request.actor.school_slug, code=code)
