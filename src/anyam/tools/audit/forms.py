"""The filter of the trail."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from anyam.base.forms import KitForm
from anyam.tools.audit import terms

# One question reads at most this span, so that a page of a chain with millions of lines stays quick.
WIDEST_DAYS = 400


class FilterForm(KitForm):
    """Person, act, thing and days."""

    pelaku = forms.CharField(label=_("Pelaku"), max_length=150, required=False)
    tindakan = forms.ChoiceField(label=_("Tindakan"), required=False)
    objek = forms.CharField(label=_("Objek"), max_length=200, required=False)
    dari = forms.DateField(label=_("Dari"), required=False)
    sampai = forms.DateField(label=_("Sampai"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        known = sorted(terms.all_actions().items(), key=lambda pair: str(pair[1]))
        self.offer("tindakan", [("", _("Semua tindakan")), *known])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("dari"), data.get("sampai")
        if first and last and last < first:
            self.add_error("sampai", _("Tanggal sampai perlu setelah tanggal mulai."))
        elif first and last and (last - first).days > WIDEST_DAYS:
            self.add_error(
                "sampai", _("Persempit rentangnya, paling lama %(days)d hari.") % {"days": WIDEST_DAYS}
            )
        return data
