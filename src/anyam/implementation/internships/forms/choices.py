"""Forms of the school about participants: filters, adding, needs, what companies and people decided, found places."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from anyam.base.actor import Actor
from anyam.base.forms import KitForm, KitModelForm
from anyam.implementation.internships.models import FoundPlace, Participant
from anyam.implementation.internships.queries.choosing import place_label
from anyam.implementation.internships.queries.participants import Addable, class_groups_of
from anyam.mapping.partners.models import Capacity, Partner
from anyam.mapping.partners.queries import Likeness
from anyam.records.schools import queries as schools
from anyam.records.schools.models import ClassGroup, Wave

EVERYTHING = ("", _("Semua"))
DONE_OR_NOT = [EVERYTHING, ("sudah", _("Sudah")), ("belum", _("Belum"))]


class PlaceField(forms.ModelChoiceField):
    """A choice among seats, by the company's name; the public code is posted."""

    def __init__(self, **options: Any) -> None:
        options |= {"to_field_name": "code", "empty_label": _("Pilih tempat")}
        super().__init__(queryset=Capacity.unsafe_all_schools.none(), **options)

    def label_from_instance(self, obj: Capacity) -> str:
        return place_label(obj)


class ParticipantFilterForm(KitForm):
    """The filters of the list, read from the address; a wrong value is ignored, the others hold."""

    cari = forms.CharField(label=_("Cari siswa"), required=False, max_length=80)
    rombel = forms.ChoiceField(label=_("Rombel"), required=False)
    konsentrasi = forms.ChoiceField(label=_("Konsentrasi"), required=False)
    pilihan = forms.ChoiceField(label=_("Pilihan"), required=False, choices=DONE_OR_NOT)
    tempat = forms.ChoiceField(label=_("Tempat"), required=False, choices=DONE_OR_NOT)
    kurang = forms.ChoiceField(
        label=_("Yang kurang"),
        required=False,
        choices=[EVERYTHING, ("lahir", _("Tanpa tanggal lahir")), ("rumah", _("Tanpa titik rumah"))],
    )

    def __init__(self, *args: Any, actor: Actor, wave: Wave, **options: Any) -> None:
        super().__init__(*args, **options)
        groups = [(row.code, row.name) for row in class_groups_of(actor, wave)]
        programmes = [(row.code, row.name) for row in schools.programmes_visible_to(actor)]
        self.offer("rombel", [EVERYTHING, *groups])
        self.offer("konsentrasi", [EVERYTHING, *programmes])


class AddParticipantsForm(KitForm):
    """Whole classes at once; those of the wave's grade are ticked beforehand."""

    groups = forms.MultipleChoiceField(
        label=_("Rombel"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Pilih paling sedikit satu rombel.")},
    )

    def __init__(self, *args: Any, classes: Sequence[Addable], **options: Any) -> None:
        super().__init__(*args, **options)
        self.by_code = {row.group.code: row.group for row in classes}
        self.offer(
            "groups",
            [
                (row.group.code, _("%(name)s, %(n)d siswa") % {"name": row.group.name, "n": row.pupils})
                for row in classes
            ],
        )
        self.fields["groups"].initial = [row.group.code for row in classes if row.is_suggested]

    @property
    def picked(self) -> list[ClassGroup]:
        """The class groups of the cleaned form."""
        return [self.by_code[code] for code in self.cleaned_data["groups"]]


class ParticipantForm(KitModelForm):
    """What the placement must know of a pupil beyond their record."""

    class Meta:
        model = Participant
        fields = ("lodging_need", "documents")


class HostWishForm(KitForm):
    """A company that asks for this pupil, and how much it wants them: 1 first."""

    capacity = PlaceField(label=_("Perusahaan yang meminta"))
    rank = forms.IntegerField(label=_("Urutan permintaan"), min_value=1, max_value=200, initial=1)

    def __init__(self, *args: Any, places: QuerySet[Capacity], **options: Any) -> None:
        super().__init__(*args, choices={"capacity": places}, **options)


class ForbidForm(KitForm):
    """A place where this pupil must not go, and why."""

    capacity = PlaceField(label=_("Tempat"))
    reason = forms.CharField(label=_("Alasan"), max_length=200)

    def __init__(self, *args: Any, places: QuerySet[Capacity], **options: Any) -> None:
        super().__init__(*args, choices={"capacity": places}, **options)


class ExistingSeatForm(KitForm):
    """Accept a found place with seats that are offered already."""

    capacity = PlaceField(label=_("Kursi yang sudah ada"))
    answer = forms.CharField(label=_("Pesan untuk siswa"), required=False, max_length=300)

    def __init__(self, *args: Any, places: QuerySet[Capacity], **options: Any) -> None:
        super().__init__(*args, choices={"capacity": places}, **options)


class NewSeatForm(KitModelForm):
    """Accept a found place by offering seats there; a partner that looks the same must be told apart first."""

    same = forms.ChoiceField(
        label=_("Apakah ini mitra yang sudah ada?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Pilih mitra yang sama, atau nyatakan ini mitra baru.")},
    )
    name = forms.CharField(label=_("Nama mitra"), max_length=120)
    address = forms.CharField(label=_("Alamat"), max_length=200)
    city = forms.CharField(label=_("Kota/kabupaten"), max_length=80, required=False)
    answer = forms.CharField(label=_("Pesan untuk siswa"), required=False, max_length=300)

    field_order = ("same", "name", "address", "city")

    class Meta:
        model = Capacity
        fields = (
            "seats", "minimum", "lodging", "gender", "minimum_age", "night_shift", "hazardous", "documents", "work",
        )  # fmt: skip

    def __init__(self, *args: Any, found: FoundPlace, alike: Iterable[Likeness], **options: Any) -> None:
        initial = {"name": found.name, "address": found.address, "work": found.work, "seats": 1}
        super().__init__(*args, initial=initial, **options)
        self.partners: dict[str, Partner] = {row.partner.code: row.partner for row in alike}
        if self.partners:
            known = [
                (code, f"{row.name}, {row.city}" if row.city else row.name)
                for code, row in self.partners.items()
            ]
            self.offer("same", [("baru", _("Mitra baru")), *known])
        else:
            del self.fields["same"]

    @property
    def partner(self) -> Partner | None:
        """The partner it is, or None for a new one."""
        return self.partners.get(self.cleaned_data.get("same", ""))


class RefuseForm(KitForm):
    """Why a found place cannot be taken; the pupil reads it."""

    answer = forms.CharField(
        label=_("Jawaban untuk siswa"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Tulis alasannya, siswa akan membacanya.")},
    )
