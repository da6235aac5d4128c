"""Small parts of the internships pages: steps, figures, states."""

from datetime import date
from typing import Any

from django import template
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from anyam.base.parts import Figure, Progress, Status, Step
from anyam.base.templatetags import ui
from anyam.implementation.internships.models import MatchingRound, Proposal
from anyam.implementation.internships.queries import Board, HostCard
from anyam.implementation.internships.terms import ExceptionKind, RoundState
from anyam.tools.jobs.models import Job

register = template.Library()

EXCEPTION_LOOK = {
    ExceptionKind.UNPLACED: ("bad", "map-pin-off"),
    ExceptionKind.NO_BIRTH_DATE: ("bad", "calendar-off"),
    ExceptionKind.FAR: ("warn", "route"),
    ExceptionKind.NO_CHOICE: ("info", "scale"),
    ExceptionKind.NO_AGREEMENT: ("warn", "file-off"),
    ExceptionKind.OBJECTION: ("warn", "message-report"),
}


@register.inclusion_tag("ui/_steps.html")
def round_steps(round_: MatchingRound, board: Board) -> dict[str, Any]:
    """Data siap → Dihitung → Tinjau → Ajukan, with where it stands."""
    order = {
        RoundState.PREPARED: 1, RoundState.COMPUTING: 1, RoundState.COMPUTED: 2, RoundState.RETURNED: 2,
        RoundState.SUBMITTED: 3, RoundState.APPROVED: 4,
    }[RoundState(round_.state)]  # fmt: skip
    computed = (
        _("%(time)s, selesai %(s)s detik")
        % {"time": ui.moment(round_.computed_at), "s": number_format(round_.seconds or 0, 1)}
        if round_.computed_at
        else ""
    )
    waiting = len(board.exceptions)
    notes = [
        _("%(n)d siswa") % {"n": board.total} if board.total else "",
        computed,
        _("%(n)d siswa perlu keputusan") % {"n": waiting} if waiting else _("Semua sudah diputuskan"),
        _("Di tangan kepala sekolah")
        if order == 3
        else round_.approved_by_name or _("Kunci, lalu ke kepala sekolah"),
    ]
    labels = [_("Data siap"), _("Dihitung"), _("Tinjau"), _("Disetujui") if order == 4 else _("Ajukan")]
    return {
        "items": [
            Step(
                label, note, "done" if place < order else "now" if place == order else "todo", ext=order == 3
            )
            for place, (label, note) in enumerate(zip(labels, notes, strict=True))
        ],
        "label": _("Langkah penempatan"),
    }


@register.inclusion_tag("ui/_stat_strip.html")
def board_strip(board: Board) -> dict[str, Any]:
    """Placed, exceptions, wishes met, distance: the head of the board."""
    figures = [
        Figure(
            _("tertempatkan"),
            board.placed,
            unit=_("dari %(n)d") % {"n": board.total},
            note=f"{number_format(board.share, 1)}%",
            share=board.share,
        ),
        Figure(_("belum dapat tempat"), board.unplaced),
    ]
    if board.choice_share is not None:
        figures.append(Figure(_("dapat salah satu pilihannya"), f"{round(board.choice_share)}%"))
    if board.mean_km is not None:
        note = _("terjauh %(km)s km, garis lurus") % {"km": number_format(board.furthest_km or 0, 1)}
        figures.append(Figure(_("jarak rata-rata"), f"{number_format(board.mean_km, 1)} km", note=note))
    return {"figures": figures}


@register.simple_tag
def exception_status(line: Proposal) -> SafeString:
    """Why a line needs a decision, as a pill."""
    kind, icon = EXCEPTION_LOOK.get(ExceptionKind(line.exception), ("mute", "circle-dashed"))
    return ui.status(Status(kind, line.get_exception_display(), icon))


@register.simple_tag
def agreement_status(card: HostCard, today: date) -> SafeString:
    """Whether the company's agreement covers the pupils; nothing when it does."""
    state = card.agreement(today)
    if state == "in_force":
        return SafeString("")
    word = _("Perjanjian berakhir") if state == "ended" else _("Belum ada perjanjian")
    return ui.status(Status("warn", word, "file-alert"))


@register.simple_tag
def host_pages(board: Board) -> SafeString:
    """How many companies there are beyond those shown."""
    hidden = board.host_count - len(board.hosts)
    if hidden <= 0:
        return SafeString("")
    links = range(1, -(-board.host_count // 20) + 1)
    text = " ".join(
        f'<a class="btn btn-ghost btn-sm" href="?halaman={number}">{number}</a>' for number in links
    )
    return format_html('<nav class="k-row" aria-label="{}">{}</nav>', _("Halaman mitra"), SafeString(text))


@register.inclusion_tag("ui/_progress.html")
def job_card(job: Job, url: str) -> dict[str, Any]:
    """The computation while it runs."""
    state = {"queued": "waiting", "running": "running", "done": "done"}.get(job.state, "failed")
    return {
        "job": Progress(_("Hitung penempatan"), state, job.done, job.total, job.message or job.error),
        "url": url,
    }
