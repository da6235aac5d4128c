"""Teachers and staff out of Dapodik's "Daftar Guru" and "Daftar Tendik", and out of the file of our own list."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Model
from django.forms import BaseForm
from django.utils.translation import gettext_lazy as _

from anyam.base.actor import Actor
from anyam.base.parts import Link
from anyam.records.people import operations, permissions
from anyam.records.people.forms.pupils import TeacherForm
from anyam.records.people.imports import columns
from anyam.records.people.models import Teacher
from anyam.records.schools import queries as schools
from anyam.tools.imports.kinds import ImportKind, Row, RowProblem


@dataclass(frozen=True, slots=True)
class TeacherContext:
    """The school's teachers by number and by name; a name that two teachers bear leads to neither."""

    by_nuptk: dict[str, Teacher]
    by_nip: dict[str, Teacher]
    by_name: dict[str, list[Teacher]]


class TeacherKind(ImportKind):
    """Known by NUPTK, then NIP, then name."""

    noun = _("guru")
    form_class = TeacherForm
    models = (Teacher,)
    fields = columns.TEACHER_FIELDS

    def permitted(self, actor: Actor) -> bool:
        return permissions.can_edit_teachers(actor)

    def load_context(self, actor: Actor) -> TeacherContext:
        by_nuptk: dict[str, Teacher] = {}
        by_nip: dict[str, Teacher] = {}
        by_name: dict[str, list[Teacher]] = {}
        for teacher in Teacher.objects.of_school(actor.school_id):
            if teacher.nuptk:
                by_nuptk[teacher.nuptk] = teacher
            if teacher.nip:
                by_nip[teacher.nip] = teacher
            by_name.setdefault(_key(teacher.name), []).append(teacher)
        return TeacherContext(by_nuptk, by_nip, by_name)

    def identify(self, row: Row, context: TeacherContext) -> Teacher | None:
        by_nuptk = context.by_nuptk.get(row.get("nuptk", ""))
        by_nip = context.by_nip.get(row.get("nip", ""))
        if by_nuptk and by_nip and by_nuptk.pk != by_nip.pk:
            raise RowProblem(
                "nip",
                _("NUPTK ini milik %(one)s, tetapi NIP ini milik %(other)s.")
                % {"one": by_nuptk.name, "other": by_nip.name},
                remedy=_("Cocokkan kedua nomor dengan kartu pegawai."),
            )
        return by_nuptk or by_nip or self._by_name(row, context)

    def _by_name(self, row: Row, context: TeacherContext) -> Teacher | None:
        """The one teacher of this name whose own numbers do not say otherwise."""
        same = [
            teacher
            for teacher in context.by_name.get(_key(row.get("name", "")), ())
            if not (teacher.nuptk and row.get("nuptk")) and not (teacher.nip and row.get("nip"))
        ]
        if len(same) > 1:
            raise RowProblem(
                "name",
                _("Ada dua guru bernama %(name)s.") % {"name": row["name"]},
                remedy=_("Isi NUPTK atau NIP, supaya jelas guru yang mana."),
            )
        return same[0] if same else None

    def form(self, *, actor: Actor, context: TeacherContext, data: Any, instance: Model | None) -> BaseForm:
        return TeacherForm(data=data, instance=instance)

    def save(self, *, actor: Actor, instance: Model | None, cleaned: Any, now: datetime) -> Teacher:
        teacher = instance if isinstance(instance, Teacher) and instance.pk else None
        return operations.save_teacher(actor=actor, teacher=teacher, data=cleaned, now=now)

    def next_link(self, actor: Actor) -> Link | None:
        return schools.next_step_link(actor)

    def title(self, row: Row) -> tuple[str, str]:
        return row.get("name", ""), row.get("duty", "")


def _key(name: str) -> str:
    return " ".join(name.split()).casefold()


class DapodikTeachers(TeacherKind):
    """Dapodik's list of teachers or of staff; two files, so nobody counts as absent."""

    name = "dapodik_teachers"
    order = 10
    label = _("Guru dan tendik dari Dapodik")
    hint = _("Unduh “Daftar Guru” atau “Daftar Tendik” dari Dapodik dan unggah apa adanya.")
    ignored = columns.TEACHER_IGNORED


class TeacherList(TeacherKind):
    """The file that the teachers' list itself gives."""

    name = "teachers"
    label = _("Daftar guru (Excel atau CSV)")
    hint = _("Pakai berkas ekspor dari halaman Guru, atau contoh di halaman ini.")
