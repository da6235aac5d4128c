"""Forms of letters and answers: the day a request went out, and what a company said for each pupil."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from anyam.base.forms import KitForm
from anyam.implementation.internships.models import Placement
from anyam.implementation.internships.queries import AnswerCard
from anyam.implementation.internships.terms import PlacementState

ACCEPTED, REFUSED, OPEN = PlacementState.ACCEPTED, PlacementState.REFUSED, "open"
SAYS = [(ACCEPTED, _("Diterima")), (REFUSED, _("Ditolak")), (OPEN, _("Belum dijawab"))]


class DayForm(KitForm):
    """A day that is not in the future."""

    on = forms.DateField(label=_("Tanggal"))

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, initial={"on": today, **options.pop("initial", {})}, **options)
        self.today = today

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        if on > self.today:
            raise ValidationError(_("Pilih hari ini atau hari sebelumnya."), code="future")
        return on


class SentForm(DayForm):
    """The day on which requests went out."""

    on = forms.DateField(label=_("Tanggal kirim"))


class AnswerForm(DayForm):
    """What a company said for each of its pupils; also for putting right what was written down.

    Pupils that wait begin as accepted, so that only those refused need a tap. The state in which each was shown
    travels along: one that has changed since is named instead of overwritten.
    """

    on = forms.DateField(label=_("Tanggal jawaban"))
    note = forms.CharField(
        label=_("Catatan"),
        max_length=200,
        required=False,
        help_text=_("Misalnya alasan menolak, atau nama pembimbing di perusahaan."),
    )

    def __init__(self, *args: Any, card: AnswerCard, **options: Any) -> None:
        super().__init__(*args, **options)
        self.placements = list(card.placements)
        for row in self.placements:
            answered = row.state in (ACCEPTED, REFUSED)
            group = row.participant.pupil.class_group
            label = f"{row.participant.pupil.name} ({group.name})" if group else row.participant.pupil.name
            self.fields[f"says_{row.code}"] = forms.ChoiceField(
                label=label,
                choices=SAYS,
                widget=forms.RadioSelect,
                initial=row.state if answered else ACCEPTED,
            )
            self.fields[f"seen_{row.code}"] = forms.CharField(widget=forms.HiddenInput, initial=row.state)
        self.order_fields([name for name in self.fields if name not in ("on", "note")] + ["on", "note"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for row in self.placements:
            if data.get(f"seen_{row.code}") != row.state:
                self.add_error(
                    f"says_{row.code}",
                    ValidationError(
                        _("Keadaannya sudah berubah sejak halaman ini dibuka. Buka lagi, lalu isi."),
                        code="stale",
                    ),
                )
        return data

    def said(self, what: str) -> list[Placement]:
        """The placements for which this was said: accepted, refused or open."""
        return [row for row in self.placements if self.cleaned_data[f"says_{row.code}"] == what]
