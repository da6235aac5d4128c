"""Pages of the papers of a wave: cards by kind, lists, printing in one go, requests sent."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from anyam.base.errors import NotFound, Refused
from anyam.base.parts import Action
from anyam.base.routes import Request
from anyam.base.tables import Bulk, Table
from anyam.base.toasts import say
from anyam.implementation.internships import documents, operations, permissions, queries, tables
from anyam.implementation.internships.forms.answers import SentForm
from anyam.implementation.internships.queries import LetterCard, LetterLine
from anyam.implementation.internships.terms import LETTER_ADDRESSES, LetterKind
from anyam.implementation.internships.views.waves import load_wave
from anyam.records.schools.models import Wave
from anyam.records.schools.queries import school_of
from anyam.tools.documents import operations as paper
from anyam.tools.documents import rendering
from anyam.tools.documents.kinds import kind_of
from anyam.tools.documents.queries import next_number


@require_GET
def letter_page(request: Request, code: str) -> HttpResponse:
    """All kinds of paper of a wave with what is ready, issued and missing; the requests by company."""
    actor = request.actor
    wave = load_wave(request, code)
    today = actor.today(timezone.now())
    cards = queries.letter_cards(actor, wave)
    school = school_of(actor)
    requests = _card(cards, LetterKind.REQUEST)
    unsent = [line for line in requests.lines if line.document and line.unsent]
    context = {
        "wave": wave,
        "school": school,
        "cards": cards,
        "has_signer": queries.principal_of(actor.school_id, today) is not None,
        "next_number": next_number(actor, day=today),
        "unsent": len(unsent),
        "can_record": permissions.can_record_answers(actor),
        "table": _request_table(request, wave, requests),
    }
    return render(request, "internships/letters.html", context)


def _card(cards: list[LetterCard], kind: LetterKind) -> LetterCard:
    return next(card for card in cards if card.kind == kind)


def _request_table(request: Request, wave: Wave, card: LetterCard) -> Table:
    """Requests by company, with the mark for those sent out."""
    actor = request.actor
    contacts = queries.readers_of_letters(actor, [line.first.capacity.partner_id for line in card.lines])
    bulk = None
    if permissions.can_record_answers(actor):
        url = reverse("internships:letter_sent", kwargs={"school": actor.school_slug, "code": wave.code})
        bulk = Bulk(lambda line: line.code, (Action(_("Tandai terkirim"), url, "post", "primary", "send"),))
    return Table(
        tables.request_columns(actor, school_of(actor), contacts),
        card.lines,
        params=request.GET,
        caption=_("Surat permohonan per perusahaan"),
        bulk=bulk,
        empty_title=_("Belum ada surat"),
        empty_text=_("Surat tersedia setelah penempatan disetujui kepala sekolah."),
        empty_icon="mail",
    )


@require_GET
def letter_list(request: Request, code: str, kind: str) -> HttpResponse:
    """All papers of one kind: about whom, number, standing; picked ones can be issued."""
    actor = request.actor
    wave = load_wave(request, code)
    card = _card(queries.letter_cards(actor, wave), load_kind(kind))
    url = reverse(
        "internships:letter_issue", kwargs={"school": actor.school_slug, "code": code, "kind": kind}
    )
    table = Table(
        tables.letter_columns(actor.school_slug, card.kind),
        card.lines,
        params=request.GET,
        caption=card.label,
        bulk=Bulk(
            lambda line: line.code, (Action(_("Cetak yang dipilih"), url, "post", "primary", "printer"),)
        ),
        empty_title=_("Belum ada surat"),
        empty_text=_("Surat tersedia setelah penempatan disetujui kepala sekolah."),
        empty_icon="mail",
    )
    return render(request, "internships/letter_list.html", {"wave": wave, "card": card, "table": table})


def load_kind(address: str) -> LetterKind:
    """The kind of paper by its word in the address, else NotFound."""
    if address not in LETTER_ADDRESSES:
        raise NotFound
    return LETTER_ADDRESSES[address]


@require_POST
def letter_issue(request: Request, code: str, kind: str) -> HttpResponse:
    """Issue the papers of a kind that are missing, or the picked of them, as one batch."""
    actor = request.actor
    wave = load_wave(request, code)
    chosen = load_kind(kind)
    missing = _card(queries.letter_cards(actor, wave), chosen).missing
    picked = set(request.POST.getlist("pick")) or {line.code for line in missing}
    codes = [line.code for line in missing if line.code in picked]
    if not codes:
        raise Refused(_("Surat ini sudah terbit. Buka paketnya untuk mencetak ulang."), code="issued_already")
    batch = paper.issue_batch(
        actor=actor,
        kind=chosen,
        codes=codes,
        title=f"{chosen.label} {wave.name}",
        now=timezone.now(),
        return_url=_page_url(request, code),
    )
    return redirect("jobs:job_show", school=actor.school_slug, code=batch.job_code)


def _page_url(request: Request, code: str) -> str:
    return reverse("internships:letter_page", kwargs={"school": request.actor.school_slug, "code": code})


@require_GET
def letter_preview(request: Request, code: str, kind: str, about: str) -> HttpResponse:
    """One paper as it would be printed now, with a watermark and without a number."""
    actor = request.actor
    wave = load_wave(request, code)
    chosen = load_kind(kind)
    lines = _card(queries.letter_cards(actor, wave), chosen).lines
    registered = kind_of(chosen)
    if registered is None or not any(line.code == about for line in lines):
        raise NotFound
    draft = documents.draft_of(actor, chosen, about)
    content = rendering.preview(
        registered, school_of(actor), actor, draft.context, mark=_("Pratinjau"), now=timezone.now()
    )
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": 'inline; filename="pratinjau.pdf"'},
    )


def letter_sent(request: Request, code: str) -> HttpResponse:
    """Ask for the day, then mark the picked requests, or all issued ones, as sent."""
    actor, now = request.actor, timezone.now()
    wave = load_wave(request, code)
    lines = _to_send(request, wave)
    form = SentForm(request.POST if "on" in request.POST else None, today=actor.today(now))
    if lines and form.is_valid():
        placements = [row for line in lines for row in line.unsent]
        on = form.cleaned_data["on"]
        sent = operations.mark_requested(actor=actor, placements=placements, on=on, now=now)
        text = ngettext("%(n)d surat ditandai terkirim.", "%(n)d surat ditandai terkirim.", len(lines))
        say(request, text % {"n": len(lines)}, kind="ok" if sent else "info")
        return redirect("internships:answer_list", school=actor.school_slug, code=code)
    if not lines:
        return redirect("internships:letter_page", school=actor.school_slug, code=code)
    return render(
        request,
        "ui/confirm.html",
        _sent_context(request, wave, lines, form),
        status=422 if form.errors else 200,
    )


def _to_send(request: Request, wave: Wave) -> list[LetterLine]:
    """Requests with pupils whose letter has not gone out: those picked, else all that were issued."""
    lines = _card(queries.letter_cards(request.actor, wave), LetterKind.REQUEST).lines
    picked = set(request.POST.getlist("pick"))
    return [line for line in lines if line.unsent and (line.code in picked if picked else line.document)]


def _sent_context(request: Request, wave: Wave, lines: list[LetterLine], form: SentForm) -> dict:
    pupils = sum(len(line.unsent) for line in lines)
    without = sum(line.document is None for line in lines)
    return {
        "page_title": _("Tandai surat terkirim"),
        "breadcrumbs": [(wave.name, _page_url(request, wave.code))],
        "form": form,
        "hidden": [("pick", line.code) for line in lines],
        "effects": [
            _("Permohonan ke %(n)d perusahaan untuk %(p)d siswa tercatat terkirim.")
            % {"n": len(lines), "p": pupils},
            _("Jawaban ditunggu %(n)d hari sejak tanggal kirim.") % {"n": wave.answer_days},
        ],
        "warning": _("%(n)d perusahaan belum punya surat bernomor dari sini.") % {"n": without}
        if without
        else "",
        "submit_label": ngettext("Tandai %(n)d surat", "Tandai %(n)d surat", len(lines)) % {"n": len(lines)},
        "submit_url": request.path,
        "cancel_url": _page_url(request, wave.code),
    }
