"""What internships show on pages of others: menu, Hari ini, a partner's page."""

from datetime import datetime

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from anyam.base.actor import Actor
from anyam.base.parts import Action, Decision, Figure, Status
from anyam.base.shell import MenuItem, Today
from anyam.implementation.internships import permissions, queries
from anyam.implementation.internships.queries import AnswerTask, WaveCard
from anyam.implementation.internships.terms import PlacementState, RoundState
from anyam.mapping.partners.models import Partner
from anyam.records.schools.models import Wave
from anyam.records.schools.queries import SetupStep, waves_visible_to

# Letters, companies' answers and briefing take this long: placing later than so many days before the start hurts.
LEAD_DAYS = 45


def menu(actor: Actor) -> list[MenuItem]:
    if not permissions.can_see_placements(actor):
        return []
    url = reverse("internships:wave_list", kwargs={"school": actor.school_slug})
    return [
        MenuItem(
            gettext_lazy("Pelaksanaan"), "briefcase", url, "implementation", tab=gettext_lazy("Pelaksanaan")
        )
    ]


def setup_steps(actor: Actor) -> list[SetupStep]:
    """The last step of starting a school: its first round."""
    waves = list(waves_visible_to(actor).order_by("start", "pk"))
    return [
        SetupStep(
            gettext_lazy("Penempatan PKL"),
            gettext_lazy("Peserta, guru pembimbing, lalu hitung penempatan."),
            _first_wave_url(actor, waves),
            queries.rounds_visible_to(actor).exclude(state=RoundState.PREPARED).exists(),
            "" if waves else gettext_lazy("Gelombang PKL"),
        )
    ]


def _first_wave_url(actor: Actor, waves: list[Wave]) -> str:
    place = {"school": actor.school_slug}
    if not waves:
        return reverse("internships:wave_list", kwargs=place)
    return reverse("internships:wave_page", kwargs=place | {"code": waves[-1].code})


def today(actor: Actor, now: datetime) -> Today:
    """Waves to place for who runs them, rounds to approve for the principal; placed pupils as figures."""
    if not permissions.can_see_round(actor):
        return Today()
    day = actor.today(now)
    decisions: list[tuple[int, Decision]] = []
    figures = []
    for card in queries.wave_cards(actor):
        if card.wave.end < day:
            continue
        left = (card.wave.start - day).days
        if (decision := _decision(actor, card, left)) is not None:
            decisions.append((left - LEAD_DAYS, decision))
        if card.participants:
            figures.append(
                Figure(
                    _("Punya tempat, %(wave)s") % {"wave": card.wave.name},
                    card.placed,
                    unit=_("dari %(n)d") % {"n": card.participants},
                    note=_("%(n)d sudah diterima perusahaan") % {"n": card.accepted},
                    share=100 * card.placed / card.participants,
                    url=_wave_url(actor, "wave_page", card),
                )
            )
    return Today(decisions=tuple(decisions), figures=tuple(figures))


def _wave_url(actor: Actor, name: str, card: WaveCard) -> str:
    return reverse(f"internships:{name}", kwargs={"school": actor.school_slug, "code": card.wave.code})


def _decision(actor: Actor, card: WaveCard, left: int) -> Decision | None:
    """What this person can do about a wave now; None when it is not their turn."""
    round_ = card.round
    waiting = card.participants - card.placed
    if round_ is not None and round_.state == RoundState.SUBMITTED:
        if not permissions.can_approve_round(actor):
            return None
        url = reverse("internships:round_decide", kwargs={"school": actor.school_slug, "code": round_.code})
        return Decision(
            title=_("Setujui penempatan %(wave)s") % {"wave": card.wave.name},
            why=_("Surat permohonan ke perusahaan menunggu keputusan ini. Diajukan oleh %(name)s")
            % {"name": round_.submitted_by_name},
            icon="checklist",
            kind="warn",
            status=Status("warn", _("%(n)d hari sebelum mulai") % {"n": left}, "clock"),
            actions=(Action(_("Tinjau & setujui"), url, style="primary"),),
        )
    if not card.participants and permissions.can_prepare_wave(actor):
        return _nobody_yet(actor, card, left)
    if not permissions.can_run_round(actor) or waiting <= 0:
        return None
    return Decision(
        title=ngettext("Tempatkan %(n)d siswa", "Tempatkan %(n)d siswa", waiting) % {"n": waiting},
        why=_why_now(card, left),
        icon="users-group",
        kind="warn" if left < LEAD_DAYS else "info",
        status=_time_left(left),
        actions=(
            Action(
                _("Tempatkan %(n)d siswa") % {"n": waiting},
                _wave_url(actor, "wave_page", card),
                style="primary",
            ),
        ),
    )


def _why_now(card: WaveCard, left: int) -> str:
    """When the wave starts, or since when its pupils wait."""
    words = {"wave": card.wave.name, "left": abs(left), "seats": card.seats}
    if left < 0:
        return _("%(wave)s sudah berjalan %(left)d hari; siswa ini belum punya tempat.") % words
    return _("%(wave)s mulai %(left)d hari lagi; %(seats)d kursi ditawarkan mitra.") % words


def _time_left(left: int) -> Status:
    if left < 0:
        return Status("bad", _("Sudah berjalan"), "clock")
    return Status("warn" if left < LEAD_DAYS else "info", _("%(n)d hari lagi") % {"n": left}, "clock")


def _nobody_yet(actor: Actor, card: WaveCard, left: int) -> Decision:
    return Decision(
        title=_("Isi peserta %(wave)s") % {"wave": card.wave.name},
        why=_("Belum ada siswa di gelombang ini. Tambahkan satu tingkat sekaligus, lalu hitung penempatan."),
        icon="user-plus",
        kind="info",
        status=Status("info", _("%(n)d hari lagi") % {"n": max(0, left)}, "clock"),
        actions=(Action(_("Siapkan gelombang"), _wave_url(actor, "wave_page", card), style="primary"),),
    )


def partner_section(actor: Actor, partner: Partner) -> SafeString | None:
    """On a partner's page: its pupils of all waves, by state."""
    if not permissions.can_see_placements(actor):
        return None
    rows = list(
        queries.placements_visible_to(actor).filter(capacity__partner=partner).order_by("-start", "pk")[:100]
    )
    if not rows:
        return None
    return SafeString(
        render_to_string(
            "internships/_partner_section.html", {"placements": rows, "school_slug": actor.school_slug}
        )
    )


def answers_today(actor: Actor, now: datetime) -> Today:
    """Companies that are late with their answer and requests that have not gone out, for who follows them up."""
    if not permissions.can_record_answers(actor):
        return Today()
    day = actor.today(now)
    decisions: list[tuple[int, Decision]] = []
    for task in queries.answer_tasks(actor, day):
        left = (task.wave.start - day).days
        place = {"school": actor.school_slug, "code": task.wave.code}
        if task.late:
            decisions.append((min(0, left), _late_answers(task, place)))
        if task.unsent:
            decisions.append((left, _unsent_letters(task, place)))
    return Today(decisions=tuple(decisions))


def _late_answers(task: AnswerTask, place: dict[str, str]) -> Decision:
    url = reverse("internships:answer_list", kwargs=place) + f"?status={PlacementState.NO_ANSWER}"
    title = ngettext("%(n)d perusahaan lewat batas jawab", "%(n)d perusahaan lewat batas jawab", task.late)
    return Decision(
        title=title % {"n": task.late},
        why=_("Siswa %(wave)s di sana belum pasti. Ingatkan, atau carikan pengganti.")
        % {"wave": task.wave.name},
        icon="clock-exclamation",
        kind="bad",
        status=Status("ext", _("Menunggu perusahaan")),
        actions=(Action(_("Lihat jawaban"), url, style="primary"),),
    )


def _unsent_letters(task: AnswerTask, place: dict[str, str]) -> Decision:
    title = ngettext(
        "Kirim surat permohonan ke %(n)d perusahaan",
        "Kirim surat permohonan ke %(n)d perusahaan",
        task.unsent,
    )
    return Decision(
        title=title % {"n": task.unsent},
        why=_("Penempatan %(wave)s disetujui; perusahaan menjawab setelah suratnya sampai.")
        % {"wave": task.wave.name},
        icon="send",
        kind="warn",
        actions=(Action(_("Buka surat"), reverse("internships:letter_page", kwargs=place), style="primary"),),
    )
