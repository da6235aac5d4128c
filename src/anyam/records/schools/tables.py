"""The column lists of the frame: page, phone cards, files out, headings of files in."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anyam.base.parts import Status
from anyam.base.tables import Column
from anyam.records.schools import queries
from anyam.records.schools.models import Objective, SchoolYear, StudyProgramme, Wave

ALL_PROGRAMMES = _("Semua konsentrasi")


def _edit(school: str, part: str, can_edit: bool) -> Callable[[Any], str] | None:
    """Where a row's title leads; nowhere for those who may only look."""
    if not can_edit:
        return None
    return lambda row: reverse("schools:part_edit", kwargs={"school": school, "part": part, "code": row.code})


def year_columns(school: str, can_edit: bool) -> list[Column]:
    return [
        Column(
            "name",
            _("Tahun pelajaran"),
            str,
            sort="start_year",
            card="title",
            url=_edit(school, "tahun", can_edit),
        ),
        Column("start", _("Mulai"), kind="date", sort="start"),
        Column("end", pgettext_lazy("tanggal", "Selesai"), kind="date", sort="end"),
        Column("status", _("Status"), _year_status, kind="status", card="status"),
    ]


def _year_status(year: SchoolYear) -> Status:
    return Status("ok", _("Tahun berjalan")) if year.is_current else Status("mute", _("Bukan tahun berjalan"))


def wave_columns(school: str, can_edit: bool) -> list[Column]:
    return [
        Column("name", _("Gelombang"), sort="name", card="title", url=_edit(school, "gelombang", can_edit)),
        Column("school_year", _("Tahun pelajaran"), "school_year", sort="school_year__start_year"),
        Column("kind", _("Jenis"), "get_kind_display", sort="kind"),
        Column("grade", _("Tingkat"), kind="number", sort="grade"),
        Column("start", _("Mulai"), kind="date", sort="start"),
        Column("end", pgettext_lazy("tanggal", "Selesai"), kind="date", sort="end"),
        Column("hours", _("Jam wajib"), lambda wave: queries.wave_check(wave).required_hours, kind="number"),
        Column("status", _("Lama"), _wave_status, kind="status", card="status"),
    ]


def _wave_status(wave: Wave) -> Status:
    check = queries.wave_check(wave)
    if check.is_too_short:
        words = {"have": check.months, "need": check.minimum_months}
        return Status("warn", _("%(have)d bulan, ketentuan %(need)d bulan") % words)
    return Status("ok", _("%(weeks)d minggu") % {"weeks": check.weeks})


def programme_columns(school: str, can_edit: bool) -> list[Column]:
    return [
        Column(
            "name", _("Konsentrasi"), sort="name", card="title", url=_edit(school, "konsentrasi", can_edit)
        ),
        Column("short_name", _("Singkatan"), sort="short_name"),
        Column("code", _("Kode spektrum"), "specialisation.code", sort="specialisation__code", card="hidden"),
        Column("programme", _("Program keahlian"), "specialisation.programme.name"),
        Column("years", _("Lama (tahun)"), kind="number", sort="years"),
        Column("status", _("Status"), _open_status, kind="status", card="status"),
    ]


def _open_status(row: StudyProgramme) -> Status:
    return Status("ok", _("Dibuka")) if row.is_active else Status("mute", _("Ditutup"))


def class_group_columns(school: str, can_edit: bool) -> list[Column]:
    return [
        Column("name", _("Rombel"), sort="name", card="title", url=_edit(school, "rombel", can_edit)),
        Column("grade", _("Tingkat"), kind="number", sort="grade"),
        Column("programme", _("Konsentrasi"), "programme.name", sort="programme__name"),
        Column("school_year", _("Tahun pelajaran"), "school_year", sort="school_year__start_year"),
    ]


def objective_columns(school: str, can_edit: bool) -> list[Column]:
    return [
        Column("programme", _("Konsentrasi"), _programme_name, sort="programme__name"),
        Column("number", _("Nomor"), kind="number", sort="number"),
        Column(
            "text", _("Tujuan pembelajaran"), sort="text", card="title", url=_edit(school, "tujuan", can_edit)
        ),
        Column("is_active", _("Dipakai"), _used_status, kind="status", card="status"),
    ]


def _programme_name(row: Objective) -> Any:
    return row.programme.name if row.programme else ALL_PROGRAMMES


def _used_status(row: Objective) -> Status:
    return Status("ok", _("ya")) if row.is_active else Status("mute", _("tidak"))
