"""Learning objectives out of a sheet: the columns of the list's own file."""

from dataclasses import dataclass
from typing import Any

from django.forms import BaseForm
from django.utils.translation import gettext_lazy as _
from rapidfuzz import fuzz, process

from anyam.base.actor import Actor
from anyam.records.schools import operations, permissions, queries
from anyam.records.schools.forms import ObjectiveForm
from anyam.records.schools.models import Objective, StudyProgramme
from anyam.tools.imports.kinds import ImportField, ImportKind, Row, RowProblem

FOR_ALL = frozenset({"", "semua", "semua konsentrasi", "all", "all specialisations"})


@dataclass(frozen=True, slots=True)
class ObjectiveContext:
    """Programmes by every name they go by, and the objectives the school has by (programme id, number)."""

    programmes: dict[str, StudyProgramme]
    known: dict[tuple[int | None, int], Objective]


class ObjectiveKind(ImportKind):
    """Tujuan pembelajaran: one row per objective; without a programme it holds for all of them."""

    name = "objectives"
    order = 60
    label = _("Tujuan pembelajaran PKL")
    noun = _("tujuan")
    form_class = ObjectiveForm
    models = (Objective,)
    fields = (
        ImportField(
            "text",
            _("Tujuan pembelajaran"),
            ("Tujuan pembelajaran", "Tujuan Pembelajaran (TP)", "TP", "Tujuan", "Learning objective"),
            required=True,
            examples=("Menerapkan norma, POS dan K3LH di dunia kerja", "Menyiapkan hidangan pembuka"),
        ),
        ImportField(
            "number",
            _("Nomor"),
            ("Nomor", "No", "No.", "Nomor TP", "Number"),
            required=True,
            hint="digits",
            remedy=_("Tulis nomor urut tujuan, misalnya 1."),
            examples=("1", "2"),
        ),
        ImportField(
            "programme",
            _("Konsentrasi"),
            ("Konsentrasi", "Konsentrasi keahlian", "Program", "Specialisation"),
            remedy=_("Tulis nama atau singkatan konsentrasi, atau kosongkan untuk semua konsentrasi."),
            examples=("", "Kuliner"),
        ),
    )

    def permitted(self, actor: Actor) -> bool:
        return permissions.can_set_up_school(actor)

    def load_context(self, actor: Actor) -> ObjectiveContext:
        programmes = {}
        for row in queries.programmes_visible_to(actor):
            for word in (row.specialisation.name, row.short_name, row.name):
                programmes[word.casefold()] = row
        known = {(row.programme_id, row.number): row for row in queries.all_objectives_visible_to(actor)}
        return ObjectiveContext(programmes, known)

    def identify(self, row: Row, context: ObjectiveContext) -> Objective | None:
        programme = self._programme(row, context)
        number = row.get("number", "")
        if not number.isdigit():
            return None
        return context.known.get((programme.pk if programme else None, int(number)))

    def resolve(self, row: Row, context: ObjectiveContext) -> dict[str, Any]:
        programme = self._programme(row, context)
        return {**row, "programme": programme.pk if programme else "", "is_active": True}

    def _programme(self, row: Row, context: ObjectiveContext) -> StudyProgramme | None:
        word = row.get("programme", "").casefold()
        if word in FOR_ALL:
            return None
        if word in context.programmes:
            return context.programmes[word]
        near = process.extractOne(word, context.programmes.keys(), scorer=fuzz.ratio, score_cutoff=75)
        raise RowProblem(
            "programme",
            _("Konsentrasi “%(word)s” belum ada di sekolah ini.") % {"word": row["programme"]},
            remedy=_("Tulis nama atau singkatan konsentrasi, atau kosongkan untuk semua konsentrasi."),
            suggestion=context.programmes[near[0]].name if near else "",
        )

    def form(self, *, actor: Actor, context: ObjectiveContext, data: Any, instance: Any) -> BaseForm:
        return ObjectiveForm(data=data, instance=instance, programmes=queries.programmes_visible_to(actor))

    def save(self, *, actor: Actor, instance: Any, cleaned: Any, now: Any) -> Objective:
        objective = (
            Objective.objects.of_school(actor.school_id).select_for_update(of=("self",)).get(pk=instance.pk)
            if instance
            else None
        )
        return operations.save_objective(actor=actor, objective=objective, data=cleaned, now=now)

    def title(self, row: Row) -> tuple[str, str]:
        return row.get("text", ""), row.get("number", "")
