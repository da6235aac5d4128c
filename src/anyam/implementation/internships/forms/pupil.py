"""Forms of a pupil: three places in order, a place found by oneself, an objection; the school fills the same ones."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from anyam.base.forms import KitForm, KitModelForm, PhoneField
from anyam.implementation.internships.models import CHOICES_ASKED, FoundPlace
from anyam.implementation.internships.queries import PlaceChoice
from anyam.implementation.internships.queries.choosing import place_label
from anyam.implementation.internships.terms import ObjectionReason
from anyam.mapping.partners.models import Capacity


@dataclass(frozen=True, slots=True)
class Mark:
    """One rank at one place: ticked or not, and whether it may be ticked."""

    rank: int
    name: str
    checked: bool


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A place with its marks for the three ranks; `is_open` False when all its seats are taken."""

    place: PlaceChoice
    label: str
    marks: list[Mark]
    is_open: bool


class ChoicesForm(KitForm):
    """One place a rank, the dearest first; ranks left empty close up. Codes of places are posted, never keys."""

    def __init__(self, *args: Any, places: Sequence[PlaceChoice], **options: Any) -> None:
        super().__init__(*args, **options)
        self.places = places
        self.by_code = {place.capacity.code: place.capacity for place in places}
        offered = [("", _("Kosong")), *((code, place_label(row)) for code, row in self.by_code.items())]
        chosen = {place.rank: place.capacity.code for place in places if place.rank}
        for rank in range(1, CHOICES_ASKED + 1):
            self.fields[f"pilihan_{rank}"] = forms.ChoiceField(
                label=_("Pilihan %(rank)d") % {"rank": rank},
                choices=offered,
                required=False,
                initial=chosen.get(rank, ""),
                widget=forms.RadioSelect,
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        seen: dict[str, int] = {}
        for rank in range(1, CHOICES_ASKED + 1):
            code = data.get(f"pilihan_{rank}")
            if code and code in seen:
                words = {"place": place_label(self.by_code[code]), "rank": seen[code]}
                self.add_error(
                    f"pilihan_{rank}", _("%(place)s sudah di pilihan %(rank)d. Pilih tempat lain.") % words
                )
            elif code:
                seen[code] = rank
        if not seen and not self.errors:
            raise ValidationError(_("Pilih paling sedikit satu tempat."), code="none")
        return data

    @property
    def capacities(self) -> list[Capacity]:
        """The places of the cleaned form in their order."""
        codes = [self.cleaned_data.get(f"pilihan_{rank}") for rank in range(1, CHOICES_ASKED + 1)]
        return [self.by_code[code] for code in codes if code]

    @property
    def rows(self) -> list[PlaceRow]:
        """The places as cards, each with a radio for every rank."""
        return [
            PlaceRow(
                place,
                place_label(place.capacity),
                self._marks(place.capacity.code),
                bool(place.free or place.rank),
            )
            for place in self.places
        ]

    @property
    def empty_marks(self) -> list[Mark]:
        """The radio of each rank that leaves it empty."""
        return self._marks("")

    def _marks(self, code: str) -> list[Mark]:
        names = {rank: f"pilihan_{rank}" for rank in range(1, CHOICES_ASKED + 1)}
        return [Mark(rank, name, (self[name].value() or "") == code) for rank, name in names.items()]

    @property
    def summary(self) -> list[tuple[int, str]]:
        """Rank and name of what is ticked now, whether it is right or not."""
        picked = [(rank, self[f"pilihan_{rank}"].value()) for rank in range(1, CHOICES_ASKED + 1)]
        return [(rank, place_label(self.by_code[code])) for rank, code in picked if code in self.by_code]


class FoundPlaceForm(KitModelForm):
    """A place a pupil found, as much as they know of it."""

    contact_phone = PhoneField(label=_("Nomor WhatsApp"), required=False)

    class Meta:
        model = FoundPlace
        fields = ("name", "address", "work", "contact_name", "contact_phone", "reason")
        widgets = {"work": forms.Textarea(attrs={"rows": 2}), "reason": forms.Textarea(attrs={"rows": 2})}


class ObjectionForm(KitForm):
    """Why a place does not suit, in one tap; words only when the pupil wants to."""

    reason = forms.ChoiceField(
        label=_("Apa keberatanmu?"),
        choices=ObjectionReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Pilih satu alasan.")},
    )
    text = forms.CharField(
        label=_("Penjelasan"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
