"""Forms of a round: weights, moving a pupil, the principal's return, supervisors of a wave."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from anyam.base.actor import Actor
from anyam.base.forms import KitForm
from anyam.implementation.internships import queries, rules
from anyam.implementation.internships.terms import Factor
from anyam.mapping.partners.models import Capacity
from anyam.records.people import queries as people
from anyam.records.people.models import Teacher
from anyam.records.schools import queries as schools
from anyam.records.schools.models import StudyProgramme, Wave

# How Dapodik begins the duty of everyone who teaches ("Guru Mapel", "Guru BK"); staff have other words.
TEACHES = "Guru"
# A school's own number; ten is what the visits of one teacher bear.
USUAL_PUPILS = 10


class WeightsForm(KitForm):
    """How much each factor counts; together 100."""

    require_agreement = forms.BooleanField(
        label=_("Hanya mitra dengan perjanjian berlaku"),
        required=False,
        help_text=_("Bila tidak dicentang, mitra baru boleh menerima siswa dengan surat jawaban."),
    )

    def __init__(self, *args: Any, weights: dict[str, int], **options: Any) -> None:
        super().__init__(*args, **options)
        for factor in Factor:
            self.fields[factor.value] = forms.IntegerField(
                label=factor.label, min_value=0, max_value=100, initial=weights.get(factor, 0)
            )
        self.order_fields([*Factor.values, "require_agreement"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        total = sum(data.get(factor) or 0 for factor in Factor.values)
        if not self.errors and total != rules.WEIGHTS_TOTAL:
            left = rules.WEIGHTS_TOTAL - total
            raise ValidationError(
                _("Jumlah bobot perlu 100; sekarang %(total)d. Sisa %(left)d.")
                % {"total": total, "left": left}
            )
        return data

    @property
    def weights(self) -> dict[str, int]:
        """The cleaned weights."""
        return {factor: self.cleaned_data[factor] for factor in Factor.values}


class MoveForm(KitForm):
    """Another place for one pupil."""

    capacity = forms.ModelChoiceField(label=_("Pindahkan ke"), queryset=Capacity.unsafe_all_schools.none())


class ObjectionAnswerForm(KitForm):
    """What the school answers to a pupil's objection."""

    answer = forms.CharField(
        label=_("Jawaban untuk siswa"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ReturnForm(KitForm):
    """Why the principal sends a round back."""

    reason = forms.CharField(label=_("Apa yang perlu diubah?"), max_length=300)


class SupervisorsForm(KitForm):
    """Teachers who may supervise in a wave; in a wave without any, all who teach are ticked beforehand."""

    teachers = forms.ModelMultipleChoiceField(
        label=_("Guru"),
        queryset=Teacher.unsafe_all_schools.none(),
        to_field_name="code",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Centang paling sedikit satu guru.")},
    )
    programme = forms.ModelChoiceField(
        label=_("Konsentrasi"),
        queryset=StudyProgramme.unsafe_all_schools.none(),
        to_field_name="code",
        required=False,
        empty_label=_("Semua konsentrasi"),
    )
    pupils = forms.IntegerField(
        label=_("Paling banyak siswa per guru"), min_value=1, max_value=200, initial=USUAL_PUPILS
    )

    def __init__(self, *args: Any, actor: Actor, wave: Wave, **options: Any) -> None:
        teachers = queries.teachers_to_add(actor, wave)
        choices = {"teachers": teachers, "programme": schools.programmes_visible_to(actor)}
        super().__init__(*args, choices=choices, **options)
        if not queries.supervisors_of(actor, wave).exists():
            self.initial["teachers"] = [row.code for row in teachers if row.duty.startswith(TEACHES)]


class AssignForm(KitForm):
    """A supervising teacher for the picked pupils."""

    teacher = forms.ModelChoiceField(
        label=_("Guru pembimbing"), queryset=Teacher.unsafe_all_schools.none(), required=False
    )

    def __init__(self, *args: Any, actor: Actor, **options: Any) -> None:
        rows = people.teachers_visible_to(actor).filter(is_active=True)
        super().__init__(*args, choices={"teacher": rows}, **options)
