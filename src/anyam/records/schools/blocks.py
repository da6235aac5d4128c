"""What the schools room shows on pages of others: the menu's entry, and its own steps of starting a school."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from anyam.base.actor import Actor
from anyam.base.parts import Action, Decision
from anyam.base.shell import MenuItem, Today
from anyam.records.schools import permissions, queries

YEAR = _("Tahun pelajaran")
PROGRAMMES = _("Konsentrasi keahlian")


def menu(actor: Actor) -> list[MenuItem]:
    if not permissions.is_staff(actor):
        return []
    home = {"school": actor.school_slug}
    if permissions.can_set_up_school(actor):
        return [MenuItem(_("Sekolah"), "school", reverse("schools:setup", kwargs=home), "school", order=10)]
    url = reverse("schools:part_list", kwargs=home | {"part": "rombel"})
    return [MenuItem(_("Sekolah"), "school", url, "school", order=10)]


def today(actor: Actor, now: datetime) -> Today:
    """A school without specialisation or wave cannot begin anything: whoever sets it up is led to the next step."""
    if not permissions.can_set_up_school(actor) or queries.has_programme_and_wave(actor.school_id):
        return Today()
    step = queries.next_setup_step(actor)
    if step is None:
        return Today()
    decision = Decision(
        title=gettext("Siapkan sekolah: %(step)s") % {"step": step.label},
        why=gettext("Penempatan PKL bisa dihitung setelah langkah awal ini selesai."),
        icon="checklist",
        kind="info",
        actions=(
            Action(gettext("Buka langkah ini"), step.url, style="primary"),
            Action(gettext("Semua langkah"), reverse("schools:setup", kwargs={"school": actor.school_slug})),
        ),
    )
    return Today(decisions=((0, decision),))


def setup_steps(actor: Actor) -> Iterable[queries.SetupStep]:
    """Profile and letterhead, year, specialisations, class groups, objectives, wave."""
    school = queries.school_of(actor)
    counts = queries.frame_counts(actor.school_id)
    step = queries.SetupStep
    home = {"school": actor.school_slug}

    def part(name: str) -> str:
        return reverse("schools:part_list", kwargs=home | {"part": name})

    without_year = "" if counts.has_year else YEAR
    yield step(
        _("Profil sekolah"),
        _("Alamat, kota, dan titik sekolah di peta."),
        reverse("schools:profile", kwargs=home),
        bool(school.address and school.city and school.latitude is not None),
    )
    yield step(
        _("Kop surat"),
        _("Baris instansi, pola nomor, dan ukuran kertas."),
        reverse("schools:letterhead", kwargs=home),
        bool(school.letterhead_lines),
    )
    yield step(YEAR, _("Tahun yang sedang berjalan."), part("tahun"), counts.has_year)
    yield step(
        PROGRAMMES,
        _("Dipilih dari spektrum nasional."),
        part("konsentrasi"),
        counts.programmes > 0,
    )
    yield step(
        pgettext_lazy("daftar", "Rombel"),
        _("Dibuat sendiri, atau sekaligus saat impor siswa."),
        part("rombel"),
        counts.class_groups > 0,
        without_year or ("" if counts.programmes else PROGRAMMES),
        comes_along=True,
    )
    yield step(
        _("Tujuan pembelajaran PKL"),
        _("Empat tujuan rapor nasional, atau milik sekolah."),
        part("tujuan"),
        counts.objectives > 0,
    )
    yield step(
        _("Gelombang PKL"),
        _("Kapan siswa berangkat dan kembali."),
        part("gelombang"),
        counts.waves > 0,
        without_year,
    )
