"""The column lists of pupils and teachers: page, phone cards, files out, headings of files in."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from anyam.base.parts import Status
from anyam.base.tables import Column
from anyam.records.people import rules
from anyam.records.people.models import Pupil, Teacher
from anyam.records.people.terms import GuardianKind, PupilStatus

STATUS_KINDS = {
    PupilStatus.ACTIVE: "ok",
    PupilStatus.ABSENT_FROM_FILE: "warn",
    PupilStatus.LEFT: "mute",
    PupilStatus.GRADUATED: "info",
}


def pupil_columns(school: str, whole: bool) -> list[Column]:
    """Columns of the pupils' list; without `whole` numbers are masked. Guardians stand in files alone, which need
    rows from `queries.with_guardians`."""
    return [
        Column(
            "name",
            _("Nama"),
            sort="name",
            card="title",
            heading=_("Nama"),
            url=lambda row: reverse("people:pupil_page", kwargs={"school": school, "code": row.code}),
        ),
        Column("nisn", _("NISN"), lambda row: row.nisn if whole else rules.masked(row.nisn), sort="nisn"),
        Column("nipd", _("NIPD"), sort="nipd", card="hidden"),
        Column("gender", _("JK"), card="hidden"),
        Column("birth_date", _("Tanggal lahir"), kind="date", card="hidden", page=False),
        Column("class_name", _("Rombel"), "class_group.name", sort="class_group__name"),
        Column("programme", _("Konsentrasi"), "class_group.programme.name", card="hidden", export=False),
        Column("phone", _("HP"), kind="phone", card="hidden", page=False),
        Column("email", _("Pos-el"), card="hidden", page=False),
        Column("home_area", _("Kecamatan"), card="hidden", page=False),
        Column("home_latitude", _("Lintang"), kind="number", page=False),
        Column("home_longitude", _("Bujur"), kind="number", page=False),
        *(column for kind in GuardianKind for column in _guardian_columns(kind)),
        Column(
            "status", _("Status"), pupil_status, kind="status", sort="status", card="status", export=False
        ),
    ]


GUARDIAN_HEADINGS = {
    GuardianKind.FATHER: (_("Nama ayah"), _("HP ayah")),
    GuardianKind.MOTHER: (_("Nama ibu"), _("HP ibu")),
    GuardianKind.GUARDIAN: (_("Nama wali"), _("HP wali")),
}


def _guardian_columns(kind: GuardianKind) -> tuple[Column, Column]:
    name, phone = GUARDIAN_HEADINGS[kind]
    return (
        Column(f"{kind}_name", name, lambda row: _guardian_value(row, kind, "name"), page=False),
        Column(f"{kind}_phone", phone, lambda row: _guardian_value(row, kind, "phone"), page=False),
    )


def _guardian_value(row: Pupil, kind: str, name: str) -> Any:
    relations = getattr(row, "guardians_at_hand", ())
    return next((getattr(one.guardian, name) for one in relations if one.kind == kind), "")


def pupil_status(pupil: Pupil) -> Status:
    """Where a pupil stands, in a word."""
    return Status(STATUS_KINDS[PupilStatus(pupil.status)], pupil.get_status_display())


def teacher_columns(school: str, whole: bool) -> list[Column]:
    """Columns of the teachers' list; numbers stand in files alone, which only those who edit teachers may take."""
    return [
        Column(
            "name",
            _("Nama"),
            sort="name",
            card="title",
            heading=_("Nama"),
            url=lambda row: reverse("people:teacher_page", kwargs={"school": school, "code": row.code}),
        ),
        Column("nuptk", _("NUPTK"), page=False),
        Column("nip", _("NIP"), page=False),
        Column("duty", _("Jenis PTK"), sort="duty"),
        Column("extra_duty", _("Tugas tambahan"), card="hidden"),
        Column("phone", _("HP"), kind="phone", page=whole),
        Column("email", _("Pos-el"), page=False),
        Column("status", _("Status"), teacher_status, kind="status", card="status", export=False),
    ]


def teacher_status(teacher: Teacher) -> Status:
    return Status("ok", _("Aktif")) if teacher.is_active else Status("mute", _("Tidak aktif"))
