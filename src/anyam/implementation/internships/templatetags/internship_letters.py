"""Small parts of the pages of letters and answers: figures, states, words of buttons."""

from typing import Any

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from anyam.base.parts import Figure
from anyam.base.templatetags import ui
from anyam.implementation.internships import tables
from anyam.implementation.internships.models import Placement
from anyam.implementation.internships.queries import AnswerCard, AnswerDesk, LetterCard
from anyam.implementation.internships.terms import PlacementState

register = template.Library()

PLACEMENT_LOOK = {
    PlacementState.APPROVED: ("mute", "mail"),
    PlacementState.REQUESTED: ("ext", "clock"),
    PlacementState.ACCEPTED: ("ok", "circle-check"),
    PlacementState.REFUSED: ("bad", "circle-x"),
    PlacementState.NO_ANSWER: ("warn", "clock-exclamation"),
    PlacementState.WITHDRAWN: ("mute", "arrow-back-up"),
}


@register.inclusion_tag("ui/_stat_strip.html")
def answer_strip(desk: AnswerDesk, chosen: str) -> dict[str, Any]:
    """Companies by their answer, most urgent first; each figure narrows the list, again to widen it."""
    words = {
        PlacementState.NO_ANSWER: _("lewat batas jawab"),
        PlacementState.REQUESTED: _("menunggu jawaban"),
        PlacementState.APPROVED: _("surat belum dikirim"),
        PlacementState.REFUSED: _("menolak semua atau sebagian"),
    }
    figures = [
        Figure(
            word,
            desk.companies.get(state, 0),
            unit=_("perusahaan"),
            url="?" if chosen == state else f"?status={state}",
            selected=chosen == state,
        )
        for state, word in words.items()
    ]
    accepted, total = desk.pupils.get(PlacementState.ACCEPTED, 0), desk.total_pupils
    state = PlacementState.ACCEPTED
    figures.append(
        Figure(
            _("siswa diterima"),
            accepted,
            unit=_("dari %(n)d") % {"n": total},
            share=100 * accepted / total if total else 0,
            url="?" if chosen == state else f"?status={state}",
            selected=chosen == state,
        )
    )
    return {"figures": figures}


@register.simple_tag
def answer_pill(card: AnswerCard) -> str:
    """Where a company's answer stands."""
    return ui.status(tables.answer_status(card))


@register.simple_tag
def placement_pill(placement: Placement) -> str:
    """Where one pupil's placement stands."""
    kind, icon = PLACEMENT_LOOK[PlacementState(placement.state)]
    unsent = placement.state == PlacementState.APPROVED
    return ui.status(kind, _("Surat belum dikirim") if unsent else placement.get_state_display(), icon)


@register.simple_tag
def issue_label(card: LetterCard) -> str:
    """The words of the button that issues what is missing: "Cetak 61 surat permohonan"."""
    label = card.label
    noun = label if label[:2].isupper() else label[:1].lower() + label[1:]
    count = len(card.missing)
    return ngettext("Cetak %(n)d %(kind)s", "Cetak %(n)d %(kind)s", count) % {"n": count, "kind": noun}


@register.simple_tag
def card_pill(card: LetterCard) -> str:
    """Whether a kind of paper is complete."""
    if not card.lines:
        return ui.status("mute", _("Belum ada"))
    if card.changed:
        count = len(card.changed)
        word = ngettext("%(n)d isinya berubah", "%(n)d isinya berubah", count) % {"n": count}
        return ui.status("warn", word, "refresh")
    if card.missing:
        return ui.status("info", _("%(n)d belum terbit") % {"n": len(card.missing)}, "printer")
    return ui.status("ok", _("Lengkap"))
