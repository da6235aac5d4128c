"""A kind of import for the tests, over real pupils: what a room writes to teach the tool its list."""

from contextlib import contextmanager

from django import forms
from django.db import transaction
from rapidfuzz import fuzz, process

from anyam.base.errors import Refused
from anyam.records.people.models import Pupil
from anyam.records.schools.models import ClassGroup
from anyam.tools.imports.kinds import (
    IMPORT_KINDS,
    Absent,
    IgnoredColumns,
    ImportField,
    ImportKind,
    RowProblem,
    register,
)

NAME = "test_pupils"


class PupilForm(forms.ModelForm):
    """The fields of a pupil the test list fills."""

    class Meta:
        model = Pupil
        fields = ("name", "nisn", "nipd", "gender", "birth_date", "class_group", "phone")

    def __init__(self, *args, school_id, **options):
        super().__init__(*args, **options)
        self.fields["class_group"].queryset = ClassGroup.objects.of_school(school_id)

    def clean_phone(self):
        phone = self.cleaned_data["phone"]
        if "/" in phone:
            raise forms.ValidationError("Sisakan satu nomor WhatsApp.")
        return phone


class PupilList(ImportKind):
    """Pupils by NISN, then NIPD."""

    name = NAME
    label = "Siswa dari Dapodik"
    noun = "siswa"
    models = (Pupil,)
    form_class = PupilForm
    fields = (
        ImportField(
            "name",
            "Nama siswa",
            ("Nama", "Nama Lengkap", "Nama Siswa"),
            required=True,
            examples=("Ani", "Budi"),
        ),
        ImportField(
            "nisn", "NISN", ("NISN",), identity=True, hint="digits", length=10, examples=("0091234567", "")
        ),
        ImportField("nipd", "NIPD", ("NIPD", "NIS"), identity=True),
        ImportField(
            "gender",
            "Jenis kelamin",
            ("JK", "L/P", "Jenis Kelamin"),
            hint="choice",
            choices={"L": "L", "P": "P", "Laki-laki": "L", "Perempuan": "P"},
        ),
        ImportField("birth_date", "Tanggal lahir", ("Tanggal Lahir", "Tgl Lahir"), hint="date"),
        ImportField("class_group", "Rombel", ("Rombel Saat Ini", "Rombel", "Kelas")),
        ImportField("phone", "HP", ("HP", "Nomor HP", "No. HP")),
    )
    ignored = (
        IgnoredColumns(
            "Penghasilan",
            ("Data Ayah, Penghasilan", "Data Ibu, Penghasilan", "Data Wali, Penghasilan", "Penghasilan"),
            "Tidak diperlukan untuk PKL.",
        ),
        IgnoredColumns(
            "NIK dan nomor KK",
            ("NIK", "No KK", "Data Ayah, NIK", "Data Ibu, NIK", "Data Wali, NIK"),
            "Berisiko.",
        ),
        IgnoredColumns("Agama", ("Agama",), "Tidak dipakai."),
    )

    def permitted(self, actor):
        return actor.holds("operator", "waka_humas")

    def load_context(self, actor):
        pupils = list(Pupil.objects.of_school(actor.school_id))
        return {
            "school_id": actor.school_id,
            "pupils": pupils,
            "nisn": {p.nisn: p for p in pupils if p.nisn},
            "nipd": {p.nipd: p for p in pupils if p.nipd},
            "classes": dict(ClassGroup.objects.of_school(actor.school_id).values_list("name", "pk")),
        }

    def identify(self, row, context):
        return context["nisn"].get(row.get("nisn", "")) or context["nipd"].get(row.get("nipd", ""))

    def resolve(self, row, context):
        data = dict(row)
        if name := row.get("class_group"):
            if name not in context["classes"]:
                near = process.extractOne(name, context["classes"].keys(), scorer=fuzz.ratio, score_cutoff=80)
                raise RowProblem(
                    "class_group",
                    f"Rombel “{name}” belum ada di Anyam.",
                    remedy="Pilih rombel yang ada.",
                    suggestion=near[0] if near else "",
                )
            data["class_group"] = context["classes"][name]
        return data

    def form(self, *, actor, context, data, instance):
        return PupilForm(data=data, instance=instance, school_id=context["school_id"])

    @transaction.atomic
    def save(self, *, actor, instance, cleaned, now):
        pupil = instance or Pupil(school_id=actor.school_id, created_at=now)
        for key, value in cleaned.items():
            setattr(pupil, key, value)
        if pupil.name == "Tolak Saya":
            raise Refused("Nama ini ditolak.", field="name")
        if pupil.name == "Rusak":
            raise RuntimeError("a fault of the room")
        pupil.updated_at = now
        pupil.save()
        return pupil

    def absent(self, context, seen):
        return [Absent(p.code, p.name) for p in context["pupils"] if str(p.pk) not in seen]

    def title(self, row):
        return row.get("name", "Tanpa nama"), row.get("class_group", "")


@contextmanager
def pupil_list():
    """The kind, registered for the time of one test."""
    kind = PupilList()
    register(kind)
    try:
        yield kind
    finally:
        IMPORT_KINDS._fillers.pop(NAME)
