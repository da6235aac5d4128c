"""What the partners room shows on pages of others: menu, "make new", Hari ini, search."""

from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from anyam.base.actor import Actor
from anyam.base.parts import Action, Decision, Status
from anyam.base.shell import Hit, MenuItem, Today
from anyam.mapping.partners import permissions, queries
from anyam.mapping.partners.models import Interaction
from anyam.records.schools.queries import SetupStep, waves_visible_to

SEARCH_SHOWN = 6
# A next step shows on Hari ini from three days before it is due.
STEP_SHOWN_DAYS = 3
STEPS_SHOWN = 5
STEPS_READ = 100


def menu(actor: Actor) -> list[MenuItem]:
    if not permissions.can_see_partners(actor):
        return []
    url = reverse("partners:partner_list", kwargs={"school": actor.school_slug})
    return [MenuItem(gettext_lazy("Pemetaan"), "map-pin", url, "mapping", tab=gettext_lazy("Mitra"))]


def create(actor: Actor) -> list[MenuItem]:
    if not permissions.can_add_partners(actor):
        return []
    url = reverse("partners:partner_add", kwargs={"school": actor.school_slug})
    return [MenuItem(gettext_lazy("Mitra"), "building", url, "mapping", order=10)]


def today(actor: Actor, now: datetime) -> Today:
    """Next steps with partners that are due, the latest first."""
    if not permissions.can_edit_partner(actor):
        return Today()
    day = actor.today(now)
    steps = list(queries.open_steps(actor, day + timedelta(days=STEP_SHOWN_DAYS))[:STEPS_READ])
    decisions = [(_days_left(step, day), _step(actor, step, day)) for step in steps[:STEPS_SHOWN]]
    if more := len(steps) - STEPS_SHOWN if len(steps) > STEPS_SHOWN else 0:
        decisions.append((_days_left(steps[STEPS_SHOWN], day), _other_steps(actor, more)))
    return Today(decisions=tuple(decisions))


def _days_left(step: Interaction, day: date) -> int:
    """Days until a step is due; the database keeps a step from having no day."""
    return (step.next_due - day).days if step.next_due else 0


def _step(actor: Actor, step: Interaction, day: date) -> Decision:
    """One next step with a partner."""
    left = _days_left(step, day)
    where = {"school": actor.school_slug, "code": step.partner.code}
    late = _("Lewat %(days)d hari") % {"days": -left}
    ahead = _("%(days)d hari lagi") % {"days": left}
    kind = "warn" if left < 0 else "info"
    return Decision(
        title=f"{step.next_action}: {step.partner.name}",
        why=step.summary,
        icon="phone-call",
        kind=kind,
        status=Status(kind, late if left < 0 else ahead if left else _("Hari ini"), "clock"),
        actions=(
            Action(
                _("Catat kontak"),
                reverse("partners:part_add", kwargs={**where, "part": "catatan"}),
                style="primary",
            ),
            Action(_("Buka mitra"), reverse("partners:partner_page", kwargs=where)),
        ),
    )


def _other_steps(actor: Actor, count: int) -> Decision:
    """The rest of the due steps, behind one link to the list in the order of their days."""
    listing = reverse("partners:partner_list", kwargs={"school": actor.school_slug})
    return Decision(
        title=ngettext(
            "%(n)d langkah lain ke mitra jatuh tempo", "%(n)d langkah lain ke mitra jatuh tempo", count
        )
        % {"n": count},
        why=_("Daftar mitra diurutkan menurut tanggal langkah berikutnya."),
        icon="phone-call",
        actions=(Action(_("Lihat daftar"), f"{listing}?urut=next_due"),),
    )


def _without_wave(actor: Actor) -> str:
    """The step that seats wait for while the school has no wave."""
    return "" if waves_visible_to(actor).exists() else _("Gelombang PKL")


def setup_steps(actor: Actor) -> list[SetupStep]:
    """The school's first partners and their seats, on the checklist of a new school."""
    school = {"school": actor.school_slug}
    partners, seats = queries.setup_counts(actor.school_id)
    may_import = permissions.can_import_partners(actor)

    def start(kind: str, list_name: str, count: int) -> str:
        """A list that is still empty begins with its import."""
        if count or not may_import:
            return reverse(list_name, kwargs=school)
        return reverse("imports:batch_start", kwargs=school | {"kind": kind})

    return [
        SetupStep(
            gettext_lazy("Mitra"),
            gettext_lazy("Impor daftar perusahaan, atau tambah satu per satu."),
            start("partners", "partners:partner_list", partners),
            partners > 0,
        ),
        SetupStep(
            gettext_lazy("Kursi PKL"),
            gettext_lazy("Berapa siswa diterima tiap mitra, per konsentrasi."),
            start("seats", "partners:seat_list", seats),
            seats > 0,
            _without_wave(actor) if partners else gettext_lazy("Mitra"),
        ),
    ]


def search(actor: Actor, text: str) -> list[Hit]:
    if not permissions.can_see_partners(actor):
        return []
    found = queries.search_partners(queries.partners_visible_to(actor), text)[:SEARCH_SHOWN]
    return [
        Hit(
            gettext_lazy("Mitra"),
            row.name,
            reverse("partners:partner_page", kwargs={"school": actor.school_slug, "code": row.code}),
            row.city,
            "building",
        )
        for row in found
    ]
