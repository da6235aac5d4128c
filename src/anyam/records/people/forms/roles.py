"""Forms of hats, account cards and consents."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from anyam.base.actor import Actor
from anyam.base.forms import KitForm
from anyam.records.people import permissions, queries
from anyam.records.people.models import Account, Pupil, Teacher
from anyam.records.people.terms import CLASS_ROLES, PROGRAMME_ROLES, ConsentMethod, RoleName
from anyam.records.schools.models import ClassGroup, StudyProgramme


class GrantForm(KitForm):
    """Who gets which hat, for what, from when to when."""

    account = forms.ModelChoiceField(
        Account.objects.none(),
        to_field_name="username",
        label=_("Orang"),
        empty_label=_("Pilih orang"),
        error_messages={"required": _("Pilih orangnya.")},
    )
    name = forms.ChoiceField(label=_("Peran"))
    programme = forms.ModelChoiceField(
        StudyProgramme.unsafe_all_schools.none(),
        to_field_name="code",
        label=_("Konsentrasi"),
        required=False,
        empty_label=_("Tidak untuk satu konsentrasi"),
        help_text=_("Untuk kabid humas program dan ketua program keahlian."),
    )
    class_group = forms.ModelChoiceField(
        ClassGroup.unsafe_all_schools.none(),
        to_field_name="code",
        label=_("Rombel"),
        required=False,
        empty_label=_("Tidak untuk satu rombel"),
        help_text=_("Untuk wali kelas."),
    )
    valid_from = forms.DateField(label=_("Mulai"))
    valid_to = forms.DateField(label=_("Sampai"), required=False)

    def __init__(self, *args: Any, actor: Actor, **options: Any) -> None:
        choices = {
            "account": queries.accounts_for_hats(actor),
            "programme": StudyProgramme.objects.visible_to(actor).filter(is_active=True),
            "class_group": queries.card_candidates(actor).class_groups,
        }
        super().__init__(*args, choices=choices, **options)
        self.offer(
            "name",
            [
                choice
                for choice in RoleName.choices
                if choice[0] != RoleName.PUPIL and permissions.can_give_hat(actor, choice[0])
            ],
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        name = data.get("name")
        if name in PROGRAMME_ROLES and not data.get("programme") and "programme" not in self.errors:
            self.add_error("programme", _("Pilih konsentrasi untuk peran ini."))
        if name in CLASS_ROLES and not data.get("class_group") and "class_group" not in self.errors:
            self.add_error("class_group", _("Pilih rombel untuk peran ini."))
        return data


class CardsForm(KitForm):
    """Whose cards to print: a class, and single people."""

    class_group = forms.ModelChoiceField(
        ClassGroup.unsafe_all_schools.none(),
        to_field_name="code",
        label=_("Satu rombel"),
        required=False,
        empty_label=_("Tidak per rombel"),
    )
    only_new = forms.BooleanField(
        label=_("Hanya siswa yang belum pernah masuk"),
        required=False,
        initial=True,
        help_text=_("Kata sandi siswa yang sudah masuk tidak diganti."),
    )
    pupils = forms.ModelMultipleChoiceField(
        Pupil.unsafe_all_schools.none(), to_field_name="code", label=_("Siswa tertentu"), required=False
    )
    teachers = forms.ModelMultipleChoiceField(
        Teacher.unsafe_all_schools.none(),
        to_field_name="code",
        label=_("Guru dan staf"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    once = forms.CharField(widget=forms.HiddenInput, max_length=40, required=False)

    def __init__(self, *args: Any, actor: Actor, **options: Any) -> None:
        self.candidates = queries.card_candidates(actor)
        choices = {
            "class_group": self.candidates.class_groups,
            "pupils": self.candidates.pupils,
            "teachers": self.candidates.teachers,
        }
        super().__init__(*args, choices=choices, **options)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not (data["class_group"] or data["pupils"] or data["teachers"]):
            raise forms.ValidationError(
                _("Pilih rombel, siswa, atau guru yang kartunya dicetak."), code="nobody"
            )
        return data

    def chosen_pupils(self) -> list[Pupil]:
        """The pupils named one by one, and those of the class (by default only who never signed in)."""
        data = self.cleaned_data
        chosen = {pupil.pk: pupil for pupil in data["pupils"]}
        if data["class_group"]:
            rows = self.candidates.pupils.filter(class_group=data["class_group"])
            if data["only_new"]:
                rows = rows.exclude(account__last_login__isnull=False)
            chosen |= {pupil.pk: pupil for pupil in rows}
        return sorted(chosen.values(), key=lambda pupil: pupil.name)


class ConsentForm(KitForm):
    """What the guardian answered on paper for one purpose."""

    purpose = forms.CharField(widget=forms.HiddenInput, max_length=20)
    given = forms.TypedChoiceField(
        label=_("Jawaban wali"),
        choices=[("ya", _("Mengizinkan")), ("tidak", _("Tidak mengizinkan atau mencabut"))],
        coerce=lambda value: value == "ya",
        widget=forms.RadioSelect,
    )
    method = forms.ChoiceField(
        label=_("Cara"),
        choices=[choice for choice in ConsentMethod.choices if choice[0] != ConsentMethod.LINK],
        initial=ConsentMethod.PAPER,
    )
    note = forms.CharField(
        label=_("Catatan"),
        max_length=200,
        required=False,
        help_text=_("Misalnya nomor map tempat lembarnya disimpan."),
    )
