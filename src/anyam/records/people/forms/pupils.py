"""The one form of a pupil (page, import row), of a guardian, and the filters of the pupils' list."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from anyam.base.actor import Actor
from anyam.base.forms import KitForm, KitModelForm, PhoneField
from anyam.records.people import rules
from anyam.records.people.models import Guardian, Pupil, Teacher
from anyam.records.people.terms import GuardianKind, PupilStatus
from anyam.records.schools import queries as schools

NAME_FAULTS = {
    "hidden": _("Nama ini memuat tanda yang tidak terlihat. Ketik ulang namanya, jangan disalin."),
    "mixed": _("Nama ini memuat huruf dari abjad lain yang mirip huruf Latin. Ketik ulang namanya."),
    "marks": _("Nama ini memuat terlalu banyak tanda di atas huruf. Ketik ulang namanya menurut ijazah."),
}


class NameField(forms.CharField):
    """A person's name as it was typed: only spaces are tidied; invisible and look-alike signs are refused."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("max_length", 150)
        super().__init__(**options)

    def to_python(self, value: Any) -> str:
        return rules.tidy_name(super().to_python(value) or "")

    def validate(self, value: str) -> None:
        super().validate(value)
        if value and (fault := rules.name_fault(value)):
            raise ValidationError(NAME_FAULTS[fault], code=fault)


class OnePhoneField(PhoneField):
    """One telephone number; two in one box, words and impossible ones are refused with what to do."""

    default_error_messages = {
        "several": _("Kotak ini berisi dua nomor. Sisakan satu nomor WhatsApp."),
        "words": _("Nomor ini memuat huruf. Tulis angkanya saja, misalnya 0812 3456 7890."),
    }

    def __init__(self, **options: Any) -> None:
        # Long enough to hold two numbers, so that the message says what is the matter.
        options.setdefault("max_length", 100)
        super().__init__(**options)

    def clean(self, value: Any) -> str:
        text = forms.CharField.clean(self, value)
        if not text:
            return text
        if rules.holds_several_numbers(text):
            raise ValidationError(self.error_messages["several"], code="several")
        if any(character.isalpha() for character in text):
            raise ValidationError(self.error_messages["words"], code="words")
        number = super().clean(text)
        national = number.removeprefix("+62").lstrip("+")
        if len(national) < 7 or not national.strip("0"):
            raise ValidationError(self.error_messages["phone"], code="phone")
        return number


class DigitsField(forms.CharField):
    """A number of a fixed count of digits, kept as text; spaces and dots between them are taken away."""

    def __init__(self, *, length: int, **options: Any) -> None:
        super().__init__(**options)
        self.length = length

    def to_python(self, value: Any) -> str:
        return "".join((super().to_python(value) or "").split()).replace(".", "")

    def validate(self, value: str) -> None:
        super().validate(value)
        if value and not (value.isascii() and value.isdigit() and len(value) == self.length):
            words = {"label": self.label, "length": self.length}
            raise ValidationError(_("%(label)s terdiri dari %(length)d angka.") % words, code="digits")


class CoordinateField(forms.FloatField):
    """Degrees with a decimal point or comma, as map links and Dapodik write them."""

    def to_python(self, value: Any) -> float | None:  # type: ignore[override]
        return super().to_python(value.strip().replace(",", ".") if isinstance(value, str) else value)


class PupilRecordForm(KitModelForm):
    """What page and import row share. `today` bounds the birth date."""

    name = NameField(label=_("Nama lengkap"), help_text=_("Menurut ijazah. Huruf besar kecil tidak diubah."))
    # Any first digit, no checksum known (domain 8.5).
    nisn = DigitsField(label=_("NISN"), length=10, required=False)
    phone = OnePhoneField(label=_("Nomor WhatsApp"), required=False)
    home_latitude = CoordinateField(label=_("Lintang rumah"), required=False, min_value=-90, max_value=90)
    home_longitude = CoordinateField(label=_("Bujur rumah"), required=False, min_value=-180, max_value=180)

    class Meta:
        model = Pupil
        fields: tuple[str, ...] = (
            "name", "nisn", "nipd", "gender", "birth_date", "phone", "email", "home_area", "home_latitude",
            "home_longitude",
        )  # fmt: skip

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today

    def clean_nipd(self) -> str:
        return " ".join(self.cleaned_data["nipd"].split())

    def clean_birth_date(self) -> date | None:
        born = self.cleaned_data["birth_date"]
        if born and born > self.today:
            raise ValidationError(_("Tanggal lahir ini belum terjadi. Tulis tahun lahir menurut akta."))
        if born and not rules.is_age_likely(born, self.today):
            raise ValidationError(_("Umur menurut tanggal ini di luar umur siswa SMK. Cocokkan dengan akta."))
        return born


class PupilForm(PupilRecordForm):
    """A pupil on the page."""

    fields: dict[str, Any]

    class Meta(PupilRecordForm.Meta):
        fields = ("name", "class_group", *PupilRecordForm.Meta.fields[1:])

    def __init__(self, *args: Any, actor: Actor, **options: Any) -> None:
        groups = schools.class_groups_visible_to(actor)
        super().__init__(*args, choices={"class_group": groups}, **options)
        self.fields["class_group"].empty_label = _("Belum punya rombel")
        held = self.instance.class_group_id
        if held and not groups.filter(pk=held).exists():
            every = schools.all_class_groups_visible_to(actor)
            self.fields["class_group"].queryset = every.filter(school_year__is_current=True) | every.filter(
                pk=held
            )


class PupilRowForm(PupilRecordForm):
    """A pupil as a row of a list: the class group by name, guardians by name and phone, and the status."""

    birth_date = forms.DateField(label=_("Tanggal lahir"), required=False, input_formats=["%Y-%m-%d"])
    class_name = forms.CharField(label=_("Rombel"), max_length=60)
    status = forms.ChoiceField(label=_("Status"), choices=PupilStatus.choices, required=False)
    father_name = NameField(label=_("Nama ayah"), required=False)
    father_phone = OnePhoneField(label=_("WhatsApp ayah"), required=False)
    mother_name = NameField(label=_("Nama ibu"), required=False)
    mother_phone = OnePhoneField(label=_("WhatsApp ibu"), required=False)
    guardian_name = NameField(label=_("Nama wali"), required=False)
    guardian_phone = OnePhoneField(label=_("WhatsApp wali"), required=False)

    class Meta(PupilRecordForm.Meta):
        fields = (*PupilRecordForm.Meta.fields, "status")

    def clean_status(self) -> str:
        return self.cleaned_data["status"] or PupilStatus.ACTIVE

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("nisn") == "" and data.get("nipd") == "":
            self.add_error("nisn", _("Isi NISN atau NIPD, supaya siswa ini bisa dikenali."))
        for kind in GuardianKind.values:
            if data.get(f"{kind}_phone") and not data.get(f"{kind}_name"):
                self.add_error(f"{kind}_name", _("Tulis namanya juga, supaya nomor ini ada pemiliknya."))
        return data


class GuardianForm(KitModelForm):
    """Father, mother or guardian of a pupil with the contact."""

    name = NameField(label=_("Nama"))
    phone = OnePhoneField(label=_("Nomor WhatsApp"), required=False)
    kind = forms.ChoiceField(label=_("Hubungan"), choices=GuardianKind.choices)

    class Meta:
        model = Guardian
        fields = ("name", "phone", "email")

    field_order = ("kind", "name", "phone", "email")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.instance.pk:
            del self.fields["kind"]


class TeacherForm(KitModelForm):
    """A teacher or staff member."""

    name = NameField(label=_("Nama lengkap"), help_text=_("Dengan gelar, seperti pada surat."))
    nuptk = DigitsField(label=_("NUPTK"), length=16, required=False)
    nip = DigitsField(label=_("NIP"), length=18, required=False)
    phone = OnePhoneField(label=_("Nomor WhatsApp"), required=False)

    class Meta:
        model = Teacher
        fields = ("name", "gender", "nuptk", "nip", "duty", "extra_duty", "phone", "email")


class PupilFilterForm(KitForm):
    """The filters of the pupils' list, read from the address; a wrong value narrows nothing."""

    fields: dict[str, Any]

    cari = forms.CharField(label=_("Cari siswa"), required=False, max_length=80)
    rombel = forms.ChoiceField(label=_("Rombel"), required=False)
    konsentrasi = forms.ChoiceField(label=_("Konsentrasi"), required=False)
    tingkat = forms.ChoiceField(
        label=_("Tingkat"),
        required=False,
        choices=[("", _("Semua")), ("10", "X"), ("11", "XI"), ("12", "XII"), ("13", "XIII")],
    )
    status = forms.ChoiceField(
        label=_("Status"),
        required=False,
        choices=[("", _("Masih di sekolah")), *PupilStatus.choices, ("semua", _("Semua"))],
    )

    def __init__(self, *args: Any, actor: Actor, **options: Any) -> None:
        super().__init__(*args, **options)
        everything = [("", _("Semua"))]
        groups = [(row.code, row.name) for row in schools.class_groups_visible_to(actor)]
        programmes = [(row.code, row.name) for row in schools.programmes_visible_to(actor)]
        self.fields["rombel"].choices = everything + groups
        self.fields["konsentrasi"].choices = everything + programmes


class TeacherFilterForm(KitForm):
    """The filters of the teachers' list."""

    cari = forms.CharField(label=_("Cari guru"), required=False, max_length=80)
    status = forms.ChoiceField(
        label=_("Status"),
        required=False,
        choices=[("", _("Aktif")), ("nonaktif", _("Tidak aktif")), ("semua", _("Semua"))],
    )
