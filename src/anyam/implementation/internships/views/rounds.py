"""Pages of a matching round: compute, board, explanation, pin and move, submit, approve."""

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from anyam.base.errors import NotFound
from anyam.base.exports import file_response
from anyam.base.routes import Request
from anyam.base.toasts import say
from anyam.implementation.internships import matching, operations, permissions, queries, rules, tables
from anyam.implementation.internships.forms.rounds import (
    AssignForm,
    MoveForm,
    ObjectionAnswerForm,
    ReturnForm,
    WeightsForm,
)
from anyam.implementation.internships.models import MatchingRound, Proposal
from anyam.implementation.internships.terms import RoundState
from anyam.implementation.internships.views.waves import load_wave


def load_round(request: Request, code: str, *, whole: bool = False) -> MatchingRound:
    """A round of the actor's school; `whole` with the engine's files."""
    rows = queries.rounds_visible_to(request.actor)
    if whole:
        rows = rows.defer(None)
    round_ = rows.filter(code=code).first()
    if round_ is None:
        raise NotFound
    return round_


def load_proposal(request: Request, round_: MatchingRound, code: str) -> Proposal:
    """A pupil's line of a round by the participant's code."""
    line = queries.proposals_visible_to(request.actor, round_).filter(participant__code=code).first()
    if line is None:
        raise NotFound
    return line


def round_open(request: Request, code: str) -> HttpResponse:
    """Hitung penempatan: the wave's open round is computed with its present weights (POST)."""
    actor, now = request.actor, timezone.now()
    wave = load_wave(request, code)
    if request.method != "POST":
        return redirect("internships:wave_page", school=actor.school_slug, code=code)
    round_ = operations.open_round(actor=actor, wave=wave, now=now)
    return _compute(request, round_, None, None)


def round_compute(request: Request, code: str) -> HttpResponse:
    """Hitung ulang: pinned pupils keep their place (POST)."""
    round_ = load_round(request, code)
    if request.method != "POST":
        return redirect("internships:round_board", school=request.actor.school_slug, code=code)
    return _compute(request, round_, None, None)


def _compute(request: Request, round_: MatchingRound, weights, require_agreement) -> HttpResponse:
    actor = request.actor
    board = reverse("internships:round_board", kwargs={"school": actor.school_slug, "code": round_.code})
    operations.start_computing(
        actor=actor,
        round_=round_,
        now=timezone.now(),
        return_url=board,
        weights=weights,
        require_agreement=require_agreement,
    )
    return redirect(board)


def round_weights(request: Request, code: str) -> HttpResponse:
    """Weights that add up to 100, and whether an agreement is demanded; saving computes again."""
    round_ = load_round(request, code)
    initial = {"require_agreement": round_.require_agreement}
    form = WeightsForm(request.POST or None, weights=round_.weights, initial=initial)
    if request.method == "POST" and form.is_valid():
        return _compute(request, round_, form.weights, form.cleaned_data["require_agreement"])
    context = {"round": round_, "form": form, "locked": matching.locked_rules(round_)}
    return render(request, "internships/round_weights.html", context, status=422 if form.errors else 200)


def round_board(request: Request, code: str) -> HttpResponse:
    """The board: steps, figures, exceptions first, companies, and why for the chosen pupil."""
    actor = request.actor
    round_ = load_round(request, code, whole=bool(request.GET.get("siswa")))
    chosen = request.GET.get("siswa", "")
    page = request.GET.get("halaman", "1")
    context = {
        "round": round_,
        "job": queries.computing_job(actor, round_),
        "board": queries.board(actor, round_, int(page) if page.isdigit() and len(page) < 6 else 1),
        "today": actor.today(timezone.now()),
        "can_run": permissions.can_run_round(actor),
        "can_approve": permissions.can_approve_round(actor) and round_.state == RoundState.SUBMITTED,
        "editable": round_.state in rules.EDITABLE,
    }
    context |= _why_context(request, round_, chosen) if chosen else {}
    return render(request, "internships/round_board.html", context)


def round_progress(request: Request, code: str) -> HttpResponse:
    """Fragment: how far the computation is; when it has ended the whole board is fetched anew."""
    round_ = load_round(request, code)
    job = queries.computing_job(request.actor, round_)
    here = reverse("internships:round_progress", kwargs={"school": request.actor.school_slug, "code": code})
    if not request.htmx:
        return redirect("internships:round_board", school=request.actor.school_slug, code=code)
    if job is None or not job.is_live:
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, "internships/_computing.html", {"job": job, "url": here})


def _why_context(request: Request, round_: MatchingRound, code: str) -> dict:
    line = load_proposal(request, round_, code)
    return {
        "why": matching.explain(round_, line),
        "line": line,
        "pinned": queries.is_pinned(line),
        "open_objection": queries.open_objection(line.participant),
        "answer_form": ObjectionAnswerForm(),
        "can_decide": permissions.can_decide_proposal(request.actor, line) and round_.state in rules.EDITABLE,
    }


def proposal_why(request: Request, code: str, participant: str) -> HttpResponse:
    """Fragment and page: why this place, why not the others, what would change it."""
    round_ = load_round(request, code, whole=True)
    context = {"round": round_, **_why_context(request, round_, participant)}
    template = "internships/_why.html" if request.htmx else "internships/proposal_why.html"
    return render(request, template, context)


def proposal_pin(request: Request, code: str, participant: str) -> HttpResponse:
    """Kunci di sini, or take the pin off (POST)."""
    actor = request.actor
    round_ = load_round(request, code)
    line = load_proposal(request, round_, participant)
    if request.method == "POST":
        if request.POST.get("lepas"):
            operations.unpin_proposal(actor=actor, proposal=line, now=timezone.now())
            say(
                request,
                _("%(name)s dilepas. Perhitungan berikutnya memutuskan lagi.") % {"name": _name(line)},
            )
        else:
            operations.pin_proposal(actor=actor, proposal=line, capacity=None, now=timezone.now())
            say(
                request,
                _("%(name)s dikunci di sini.") % {"name": _name(line)},
                undo_url=_undo(request, round_, line),
            )
    return _back(request, round_, participant)


def _name(line: Proposal) -> str:
    return line.participant.pupil.name


def _undo(request: Request, round_: MatchingRound, line: Proposal) -> str:
    where = {"school": request.actor.school_slug, "code": round_.code, "participant": line.participant.code}
    return reverse("internships:proposal_unpin", kwargs=where)


def _back(request: Request, round_: MatchingRound, participant: str) -> HttpResponse:
    board = reverse(
        "internships:round_board", kwargs={"school": request.actor.school_slug, "code": round_.code}
    )
    return redirect(f"{board}?siswa={participant}#mengapa")


def proposal_unpin(request: Request, code: str, participant: str) -> HttpResponse:
    """Undo of a pin (POST)."""
    round_ = load_round(request, code)
    line = load_proposal(request, round_, participant)
    if request.method == "POST":
        operations.unpin_proposal(actor=request.actor, proposal=line, now=timezone.now())
    return _back(request, round_, participant)


def proposal_move(request: Request, code: str, participant: str) -> HttpResponse:
    """Another place: only those the hard rules allow, each with its free seats and points."""
    actor = request.actor
    round_ = load_round(request, code, whole=True)
    line = load_proposal(request, round_, participant)
    options = matching.move_options(round_, line)
    form = MoveForm(request.POST or None, choices={"capacity": queries.capacities_among(actor, options)})
    if request.method == "POST" and form.is_valid():
        target = form.cleaned_data["capacity"]
        matching.move(actor=actor, round_=round_, line=line, capacity=target, now=timezone.now())
        say(request, _("%(name)s dipindahkan dan dikunci.") % {"name": _name(line)})
        return _back(request, round_, participant)
    context = {"round": round_, "line": line, "form": form, "options": options}
    return render(request, "internships/proposal_move.html", context, status=422 if form.errors else 200)


def objection_answer(request: Request, code: str, participant: str) -> HttpResponse:
    """Answer a pupil's objection: the place stays with a reason, or it was changed (POST)."""
    actor = request.actor
    round_ = load_round(request, code)
    line = load_proposal(request, round_, participant)
    objection = queries.open_objection(line.participant)
    form = ObjectionAnswerForm(request.POST or None)
    if request.method == "POST" and objection is not None and form.is_valid():
        operations.answer_objection(
            actor=actor,
            objection=objection,
            changed="diganti" in request.POST,
            answer=form.cleaned_data["answer"],
            now=timezone.now(),
        )
        say(request, _("Jawaban untuk %(name)s tersimpan.") % {"name": _name(line)})
    return _back(request, round_, participant)


def round_settle(request: Request, code: str) -> HttpResponse:
    """Terima semua saran: exceptions that have a place are taken as they are (POST)."""
    round_ = load_round(request, code)
    if request.method == "POST":
        count = operations.settle_proposals(actor=request.actor, round_=round_, now=timezone.now())
        say(request, _("%(n)d saran diterima.") % {"n": count})
    return redirect("internships:round_board", school=request.actor.school_slug, code=code)


def round_supervisors(request: Request, code: str) -> HttpResponse:
    """Who supervises whom in a round; picked pupils get another teacher."""
    actor = request.actor
    round_ = load_round(request, code)
    lines = queries.proposals_visible_to(actor, round_).exclude(capacity=None)
    form = AssignForm(request.POST or None, actor=actor)
    if request.method == "POST" and form.is_valid():
        picked = lines.filter(participant__code__in=request.POST.getlist("pick"))
        teacher = form.cleaned_data["teacher"]
        count = operations.set_supervisor(
            actor=actor, round_=round_, proposals=picked, teacher=teacher, now=timezone.now()
        )
        say(request, _("Pembimbing %(n)d siswa diubah.") % {"n": count})
        return redirect("internships:round_supervisors", school=actor.school_slug, code=code)
    context = {
        "round": round_,
        "form": form,
        "loads": queries.loads(lines),
        "editable": round_.state in rules.EDITABLE,
    }
    return render(request, "internships/round_supervisors.html", context)


def round_submit(request: Request, code: str) -> HttpResponse:
    """Kunci & ajukan: a page that names the count, then the principal's turn."""
    actor = request.actor
    round_ = load_round(request, code, whole=True)
    if request.method == "POST":
        matching.submit(actor=actor, round_=round_, now=timezone.now())
        say(request, _("Diajukan ke kepala sekolah."))
        return redirect("internships:round_board", school=actor.school_slug, code=code)
    return render(
        request, "internships/round_submit.html", {"round": round_, "board": queries.board(actor, round_)}
    )


def round_withdraw(request: Request, code: str) -> HttpResponse:
    """Take a submitted round back before it is decided (POST)."""
    round_ = load_round(request, code)
    if request.method == "POST":
        operations.withdraw_round(actor=request.actor, round_=round_, now=timezone.now())
        say(request, _("Pengajuan ditarik. Putaran dapat diubah lagi."))
    return redirect("internships:round_board", school=request.actor.school_slug, code=code)


def round_decide(request: Request, code: str) -> HttpResponse:
    """The principal approves, or returns the round with words."""
    actor = request.actor
    round_ = load_round(request, code)
    form = ReturnForm(request.POST if "kembalikan" in request.POST else None)
    if request.method == "POST":
        if "setujui" in request.POST:
            operations.approve_round(actor=actor, round_=round_, now=timezone.now())
            say(request, _("Penempatan disetujui. Surat permohonan dapat dicetak."))
            return redirect("internships:round_board", school=actor.school_slug, code=code)
        if form.is_valid():
            reason = form.cleaned_data["reason"]
            operations.return_round(actor=actor, round_=round_, reason=reason, now=timezone.now())
            say(request, _("Dikembalikan ke waka humas."))
            return redirect("internships:round_board", school=actor.school_slug, code=code)
    context = {"round": round_, "form": form, "board": queries.board(actor, round_)}
    return render(request, "internships/round_decide.html", context, status=422 if form.errors else 200)


def round_export(request: Request, code: str, kind: str) -> HttpResponseBase:
    """The lines of a round as a file."""
    round_ = load_round(request, code)
    if kind not in ("xlsx", "csv"):
        raise NotFound
    rows = queries.proposals_visible_to(request.actor, round_)
    return file_response(tables.proposal_columns(), rows, name=_("penempatan"), kind=kind)
