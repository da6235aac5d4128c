"""The form that starts a school."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from anyam.base.forms import KitModelForm
from anyam.records.people.terms import RoleName
from anyam.records.schools.models import School


class StartSchoolForm(KitModelForm):
    """Name, NPSN, place and zone of a new school, and which hats its starter wears."""

    hats = forms.MultipleChoiceField(
        label=_("Peran Anda di sekolah ini"),
        choices=[
            (RoleName.WAKA_HUMAS, RoleName.WAKA_HUMAS.label),
            (RoleName.OPERATOR, RoleName.OPERATOR.label),
            (RoleName.PRINCIPAL, RoleName.PRINCIPAL.label),
        ],
        initial=[RoleName.WAKA_HUMAS, RoleName.OPERATOR],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Peran orang lain diberikan nanti di Pengguna & peran."),
        error_messages={"required": _("Pilih paling sedikit satu peran untuk Anda sendiri.")},
    )

    class Meta:
        model = School
        fields = ("name", "npsn", "city", "province", "time_zone")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["city"].required = True
        self.fields["npsn"].error_messages["unique"] = _("Sekolah dengan NPSN ini sudah ada di Anyam.")

    def clean_npsn(self) -> str:
        return self.cleaned_data["npsn"].strip().upper()
