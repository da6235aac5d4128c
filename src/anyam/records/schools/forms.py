"""One form per record of the school's frame; page and import row share it."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from anyam.base.actor import Actor
from anyam.base.forms import KitForm, KitModelForm, PhoneField
from anyam.records.reference import queries as reference
from anyam.records.schools import queries, rules
from anyam.records.schools.models import ClassGroup, Objective, School, SchoolYear, StudyProgramme, Wave


class CoordinateField(forms.FloatField):
    """Degrees with a decimal point or comma, as map links and Dapodik write them; a number box refuses one of both."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "size": 12})

    def to_python(self, value: Any) -> float | None:  # type: ignore[override]
        return super().to_python(value.strip().replace(",", ".") if isinstance(value, str) else value)


class ProfileForm(KitModelForm):
    """Who the school is and where it stands."""

    phone = PhoneField(label=_("Telepon"), required=False)
    latitude = CoordinateField(label=_("Lintang"), required=False, min_value=-90, max_value=90)
    longitude = CoordinateField(
        label=_("Bujur"),
        required=False,
        min_value=-180,
        max_value=180,
        help_text=_("Titik sekolah dipakai untuk peta mitra dan jarak."),
    )

    class Meta:
        model = School
        fields = (
            "name", "npsn", "address", "city", "province", "postal_code", "time_zone", "phone", "email", "website",
            "principal_title", "latitude", "longitude",
        )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if (data.get("latitude") is None) != (data.get("longitude") is None):
            self.add_error("longitude", _("Isi lintang dan bujur, atau kosongkan keduanya."))
        return data

    def clean_postal_code(self) -> str:
        text = self.cleaned_data["postal_code"]
        if text and not (text.isascii() and text.isdigit() and len(text) == 5):
            raise ValidationError(_("Kode pos terdiri dari 5 angka."))
        return text


class LetterheadForm(KitModelForm):
    """What stands on top of every letter, and how letters are numbered."""

    class Meta:
        model = School
        fields = ("letterhead_lines", "letter_number_pattern", "paper_size")
        widgets = {"letterhead_lines": forms.Textarea(attrs={"rows": 5})}

    def clean_letterhead_lines(self) -> str:
        lines = [line.strip() for line in self.cleaned_data["letterhead_lines"].splitlines() if line.strip()]
        if len(lines) > 5:
            raise ValidationError(_("Kop surat memuat paling banyak 5 baris instansi."))
        return "\n".join(lines)

    def clean_letter_number_pattern(self) -> str:
        pattern = self.cleaned_data["letter_number_pattern"]
        if unknown := rules.unknown_placeholders(pattern):
            raise ValidationError(
                _("“%(word)s” belum dikenal. Pakai {nomor}, {bulan}, {tahun}, atau {kode}.")
                % {"word": unknown[0]}
            )
        if "{nomor}" not in pattern:
            raise ValidationError(_("Sertakan {nomor}, supaya tiap surat punya nomor sendiri."))
        return pattern


class YearForm(KitModelForm):
    class Meta:
        model = SchoolYear
        fields = ("start_year", "start", "end")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        start, year = data.get("start"), data.get("start_year")
        if start and year and start.year != year:
            self.add_error("start", _("Tanggal mulai perlu berada di tahun %(year)d.") % {"year": year})
        return data


class WaveForm(KitModelForm):
    """A wave; the hours the curriculum asks stand beside the box."""

    fields: dict[str, Any]

    curriculum = forms.ChoiceField(label=_("Versi kurikulum"), required=False)
    grade = forms.TypedChoiceField(
        label=_("Tingkat peserta"), coerce=int, choices=[(10, "X"), (11, "XI"), (12, "XII"), (13, "XIII")]
    )

    class Meta:
        model = Wave
        fields = (
            "school_year", "name", "kind", "grade", "start", "end", "curriculum", "required_hours", "answer_days",
        )  # fmt: skip

    def __init__(self, *args: Any, actor: Actor, today: date, **options: Any) -> None:
        super().__init__(*args, choices={"school_year": queries.years_visible_to(actor)}, **options)
        known = [("", _("Menurut aturan yang berlaku")), *queries.curriculum_choices(today)]
        if self.instance.curriculum and self.instance.curriculum not in dict(known):
            known.append((self.instance.curriculum, self.instance.curriculum))
        self.fields["curriculum"].choices = known
        hours = queries.curriculum_hours(today, self.instance.curriculum)
        if hours[3] and hours[4]:
            self.fields["required_hours"].help_text = _(
                "Kosong berarti mengikuti kurikulum: %(three)d jam untuk program 3 tahun, %(four)d jam untuk 4 tahun."
            ) % {"three": hours[3], "four": hours[4]}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        start, end = data.get("start"), data.get("end")
        if start and end and (end - start).days > 2 * 366:
            self.add_error("end", _("Gelombang ini lebih dari dua tahun. Periksa tahunnya."))
        return data


class ProgrammeForm(KitModelForm):
    """A specialisation of the national spectrum as the school teaches it; `search` narrows the list."""

    fields: dict[str, Any]

    years = forms.TypedChoiceField(
        label=_("Lama belajar"), coerce=int, choices=[(3, _("3 tahun")), (4, _("4 tahun"))], initial=3
    )

    class Meta:
        model = StudyProgramme
        fields = ("specialisation", "name", "short_name", "years", "is_active")

    def __init__(self, *args: Any, search: str = "", **options: Any) -> None:
        rows = reference.specialisations()
        if search:
            rows = rows.filter(name__icontains=search) | rows.filter(programme__name__icontains=search)
        super().__init__(*args, choices={"specialisation": rows}, **options)
        self.fields["specialisation"].empty_label = _("Pilih konsentrasi")
        self.fields["name"].required = False
        self.fields["name"].help_text = _("Kosong berarti memakai nama di spektrum nasional.")
        held = self.instance.specialisation_id
        if held and not rows.filter(pk=held).exists():
            self.fields["specialisation"].queryset = type(self.instance.specialisation).objects.filter(
                pk=held
            )

    def clean_name(self) -> str:
        """The national name unless the school has its own word."""
        chosen = self.cleaned_data.get("specialisation")
        return self.cleaned_data["name"] or (chosen.name if chosen else "")


class ClassGroupForm(KitModelForm):
    fields: dict[str, Any]
    grade = forms.TypedChoiceField(
        label=_("Tingkat"), coerce=int, choices=[(10, "X"), (11, "XI"), (12, "XII"), (13, "XIII")]
    )

    class Meta:
        model = ClassGroup
        fields = ("school_year", "name", "grade", "programme")

    def __init__(self, *args: Any, actor: Actor, **options: Any) -> None:
        super().__init__(
            *args,
            choices={
                "school_year": queries.years_visible_to(actor),
                "programme": queries.programmes_visible_to(actor),
            },
            **options,
        )
        self.fields["programme"].empty_label = _("Pilih konsentrasi")


class ObjectiveForm(KitModelForm):
    fields: dict[str, Any]

    class Meta:
        model = Objective
        fields = ("programme", "number", "text", "is_active")

    def __init__(self, *args: Any, programmes: Any, **options: Any) -> None:
        super().__init__(*args, choices={"programme": programmes}, **options)
        self.fields["programme"].empty_label = _("Semua konsentrasi")


class FilterForm(KitForm):
    """Filters of the frame's lists, read from the address; a wrong value narrows nothing."""

    fields: dict[str, Any]

    cari = forms.CharField(label=_("Cari"), required=False, max_length=80)
    tahun = forms.ChoiceField(label=_("Tahun pelajaran"), required=False)
    konsentrasi = forms.ChoiceField(label=_("Konsentrasi"), required=False)

    def __init__(self, *args: Any, actor: Actor, wanted: tuple[str, ...], **options: Any) -> None:
        super().__init__(*args, **options)
        for name in [name for name in self.fields if name not in wanted]:
            del self.fields[name]
        if "tahun" in wanted:
            years = [(year.code, str(year)) for year in queries.years_visible_to(actor)]
            self.fields["tahun"].choices = [("", _("Semua")), *years]
        if "konsentrasi" in wanted:
            rows = [(row.code, row.name) for row in queries.all_programmes_visible_to(actor)]
            self.fields["konsentrasi"].choices = [("", _("Semua")), *rows]
