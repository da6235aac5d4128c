"""Forms of the number book: filters, reason, next number."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from anyam.base.forms import DateInput, KitForm
from anyam.tools.documents.kinds import KINDS
from anyam.tools.documents.terms import DocumentState


class FilterForm(KitForm):
    """The filters of the book, read from the address."""

    cari = forms.CharField(label=_("Cari nomor, hal, atau nama"), required=False, max_length=80)
    jenis = forms.ChoiceField(label=_("Jenis"), required=False)
    status = forms.ChoiceField(
        label=_("Status"), required=False, choices=[("", _("Semua")), *DocumentState.choices]
    )
    dari = forms.DateField(label=_("Dari tanggal"), required=False, widget=DateInput)
    sampai = forms.DateField(label=_("Sampai tanggal"), required=False, widget=DateInput)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        kinds: Any = self.fields["jenis"]
        kinds.choices = [("", _("Semua")), *((kind.name, kind.label) for kind in KINDS)]

    def wanted(self) -> dict[str, Any]:
        """The valid filters under the names that queries know."""
        self.is_valid()
        names = {"cari": "q", "jenis": "kind", "status": "state", "dari": "start", "sampai": "end"}
        return {names[key]: value for key, value in self.cleaned_data.items() if key in names}


class ReasonForm(KitForm):
    """Why a document is replaced or revoked; the reason is kept, the public page does not show it."""

    reason = forms.CharField(
        label=_("Alasan"), max_length=200, help_text=_("Satu kalimat, misalnya: nama siswa keliru.")
    )


class LastNumberForm(KitForm):
    """Where a paper register stopped."""

    last = forms.IntegerField(
        label=_("Nomor urut terakhir yang sudah dipakai"),
        min_value=1,
        max_value=999_999,
        help_text=_("Surat berikutnya memakai nomor setelah ini."),
    )
