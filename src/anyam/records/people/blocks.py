"""What the people room puts on other pages: menu, "make new", search, steps of starting a school."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from anyam.base.actor import Actor
from anyam.base.shell import Hit, MenuItem
from anyam.records.people import permissions, queries
from anyam.records.schools.queries import SetupStep, programmes_visible_to

SEARCH_SHOWN = 6


def access_menu(actor: Actor) -> list[MenuItem]:
    """Users and their hats, account cards: for those who manage accounts."""
    if not permissions.can_manage_accounts(actor):
        return []
    school = {"school": actor.school_slug}
    users, cards = reverse("people:users", kwargs=school), reverse("people:cards", kwargs=school)
    return [
        MenuItem(_("Pengguna & peran"), "users", users, "school", order=60, prefixes=(users,)),
        MenuItem(_("Kartu akun"), "id", cards, "school", order=61, prefixes=(cards,)),
    ]


def people_menu(actor: Actor) -> list[MenuItem]:
    """Pupils and teachers, for every grown-up of the school."""
    if not permissions.can_see_pupils(actor):
        return []
    home = {"school": actor.school_slug}
    return [
        MenuItem(_("Siswa"), "users", reverse("people:pupil_list", kwargs=home), "school", order=20),
        MenuItem(_("Guru"), "user", reverse("people:teacher_list", kwargs=home), "school", order=30),
    ]


def create(actor: Actor) -> list[MenuItem]:
    """A new pupil from anywhere."""
    if not permissions.can_edit_pupils(actor):
        return []
    url = reverse("people:pupil_add", kwargs={"school": actor.school_slug})
    return [MenuItem(_("Siswa"), "users", url, "school", order=60)]


def search(actor: Actor, text: str) -> list[Hit]:
    """Pupils and teachers by part of a name; numbers only for those who may read them whole."""
    hits: list[Hit] = []
    if permissions.can_see_pupils(actor):
        for row in queries.filtered_pupils(actor, {"cari": text, "status": queries.ALL})[:SEARCH_SHOWN]:
            url = reverse("people:pupil_page", kwargs={"school": actor.school_slug, "code": row.code})
            hits.append(Hit(_("Siswa"), row.name, url, str(row.class_group or ""), "users"))
    if permissions.can_see_teachers(actor):
        for teacher in queries.filtered_teachers(actor, {"cari": text, "status": queries.ALL})[:SEARCH_SHOWN]:
            url = reverse("people:teacher_page", kwargs={"school": actor.school_slug, "code": teacher.code})
            hits.append(Hit(_("Guru"), teacher.name, url, teacher.duty, "user"))
    return hits


def setup_steps(actor: Actor) -> Iterable[SetupStep]:
    """Teachers and pupils, counted; a list that is still empty begins with its import."""
    counts, home = queries.people_counts(actor.school_id), {"school": actor.school_slug}

    def start(kind: str, list_name: str, count: int, may_import: bool) -> str:
        if count or not may_import:
            return reverse(list_name, kwargs=home)
        return reverse("imports:batch_start", kwargs=home | {"kind": kind})

    yield SetupStep(
        _("Guru"),
        _("Impor Daftar Guru dari Dapodik."),
        start(
            "dapodik_teachers",
            "people:teacher_list",
            counts.teachers,
            permissions.can_edit_teachers(actor),
        ),
        counts.teachers > 0,
    )
    yield SetupStep(
        _("Siswa"),
        _("Impor Daftar Peserta Didik dari Dapodik."),
        start("dapodik_pupils", "people:pupil_list", counts.pupils, permissions.can_edit_pupils(actor)),
        counts.pupils > 0,
        "" if programmes_visible_to(actor).exists() else _("Konsentrasi keahlian"),
    )
    yield SetupStep(
        _("Kepala sekolah"),
        _("Menyetujui penempatan dan menandatangani surat. Cetak kartu akunnya, lalu beri peran."),
        reverse("people:users", kwargs=home),
        counts.has_principal,
        "" if counts.teachers else _("Guru"),
    )
