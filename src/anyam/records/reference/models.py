"""Facts shared by all schools: they have no tenant key and hold nothing about people."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from anyam.records.reference.terms import (
    HolidayKind,
    IndustryLevel,
    ParameterBasis,
    RegionKind,
    RegionLevel,
    Unit,
)

Privacy = dict[str, tuple[str, ...]]


class DataSet(models.Model):
    """One file of reference data: where it came from, under which licence, when it was last loaded."""

    PRIVACY: ClassVar[Privacy] = {
        "none": ("code", "title", "origin", "licence", "edition", "rows", "loaded_at")
    }

    code = models.CharField(_("kode"), max_length=40, unique=True)
    title = models.CharField(_("nama"), max_length=120)
    origin = models.CharField(_("asal"), max_length=300)
    licence = models.CharField(_("lisensi"), max_length=120)
    edition = models.CharField(_("edisi"), max_length=120)
    rows = models.PositiveIntegerField(_("jumlah baris"))
    loaded_at = models.DateTimeField(_("dimuat"))

    class Meta:
        ordering = ("code",)
        verbose_name = _("kumpulan data")

    def __str__(self) -> str:
        return self.title


class SpectrumVersion(models.Model):
    """A decree that lists the fields, programmes and specialisations of vocational schools."""

    PRIVACY: ClassVar[Privacy] = {"none": ("code", "name", "valid_from", "source", "verified", "note")}

    code = models.CharField(_("kode"), max_length=10, unique=True)
    name = models.CharField(_("nama"), max_length=120)
    valid_from = models.DateField(_("berlaku sejak"))
    source = models.CharField(_("dasar"), max_length=200)
    verified = models.BooleanField(_("terverifikasi"), default=False)
    note = models.CharField(_("catatan"), max_length=300, blank=True)

    class Meta:
        ordering = ("-valid_from",)
        verbose_name = _("versi spektrum keahlian")

    def __str__(self) -> str:
        return self.name


class ExpertiseField(models.Model):
    """Bidang keahlian: the widest level of the spectrum, two digits."""

    PRIVACY: ClassVar[Privacy] = {"none": ("version", "code", "name")}

    version = models.ForeignKey(SpectrumVersion, on_delete=models.PROTECT, related_name="fields")
    code = models.CharField(_("kode"), max_length=2)
    name = models.CharField(_("nama"), max_length=120)

    class Meta:
        ordering = ("code",)
        verbose_name = _("bidang keahlian")
        constraints = [models.UniqueConstraint(fields=("version", "code"), name="reference_field_code")]

    def __str__(self) -> str:
        return self.name


class ExpertiseProgramme(models.Model):
    """Program keahlian: the middle level of the spectrum, five digits."""

    PRIVACY: ClassVar[Privacy] = {"none": ("field", "code", "name")}

    field = models.ForeignKey(ExpertiseField, on_delete=models.PROTECT, related_name="programmes")
    code = models.CharField(_("kode"), max_length=5)
    name = models.CharField(_("nama"), max_length=120)

    class Meta:
        ordering = ("code",)
        verbose_name = _("program keahlian")
        constraints = [models.UniqueConstraint(fields=("field", "code"), name="reference_programme_code")]

    def __str__(self) -> str:
        return self.name


class Specialisation(models.Model):
    """Konsentrasi keahlian: what a class is named after, eight digits.

    `source_name` keeps a name that the source prints wrongly; `name` is the corrected one.
    """

    PRIVACY: ClassVar[Privacy] = {"none": ("programme", "code", "name", "source_name")}

    programme = models.ForeignKey(
        ExpertiseProgramme, on_delete=models.PROTECT, related_name="specialisations"
    )
    code = models.CharField(_("kode"), max_length=8)
    name = models.CharField(_("nama"), max_length=120)
    source_name = models.CharField(_("nama dalam sumber"), max_length=120, blank=True)

    class Meta:
        ordering = ("code",)
        verbose_name = _("konsentrasi keahlian")
        constraints = [
            models.UniqueConstraint(fields=("programme", "code"), name="reference_specialisation_code")
        ]

    def __str__(self) -> str:
        return self.name


class SpectrumConversion(models.Model):
    """What a code of one version became in another; one old code may split into several new ones."""

    PRIVACY: ClassVar[Privacy] = {
        "none": ("from_version", "from_code", "to_version", "to_code", "source", "verified"),
    }

    from_version = models.ForeignKey(
        SpectrumVersion, on_delete=models.PROTECT, related_name="conversions_out"
    )
    from_code = models.CharField(_("kode lama"), max_length=12)
    to_version = models.ForeignKey(SpectrumVersion, on_delete=models.PROTECT, related_name="conversions_in")
    to_code = models.CharField(_("kode baru"), max_length=12)
    source = models.CharField(_("sumber"), max_length=200)
    verified = models.BooleanField(_("terverifikasi"))

    class Meta:
        ordering = ("from_code", "to_code")
        verbose_name = _("konversi spektrum")
        constraints = [
            models.UniqueConstraint(
                fields=("from_version", "from_code", "to_version", "to_code"),
                name="reference_conversion_once",
            ),
            models.CheckConstraint(
                condition=~Q(from_version=F("to_version")),
                name="reference_conversion_between_versions",
                violation_error_message=_("Konversi menghubungkan dua versi yang berbeda."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_code} → {self.to_code}"


class Region(models.Model):
    """A province, regency (or city) or district, with its code in up to three numberings.

    `code` is the dotted number of the ministry of home affairs; `search_key` is the name without its kind.
    """

    PRIVACY: ClassVar[Privacy] = {
        "none": (
            "code", "level", "kind", "name", "search_key", "parent", "bps_code", "dapodik_code", "time_zone",
        ),
    }  # fmt: skip

    code = models.CharField(_("kode Kemendagri"), max_length=8, unique=True)
    level = models.CharField(_("tingkat"), max_length=10, choices=RegionLevel)
    kind = models.CharField(_("jenis"), max_length=10, choices=RegionKind)
    name = models.CharField(_("nama"), max_length=80)
    search_key = models.CharField(max_length=80, db_index=True, editable=False)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("induk"),
    )
    bps_code = models.CharField(_("kode BPS"), max_length=7, blank=True)
    dapodik_code = models.CharField(_("kode Dapodik"), max_length=8, blank=True)
    time_zone = models.CharField(_("zona waktu"), max_length=40, blank=True)

    class Meta:
        ordering = ("code",)
        verbose_name = _("wilayah")
        constraints = [
            models.UniqueConstraint(
                fields=("bps_code",), condition=~Q(bps_code=""), name="reference_region_bps"
            ),
            models.UniqueConstraint(
                fields=("dapodik_code",), condition=~Q(dapodik_code=""), name="reference_region_dapodik"
            ),
            models.CheckConstraint(
                condition=Q(level=RegionLevel.PROVINCE, parent=None)
                | (~Q(level=RegionLevel.PROVINCE) & Q(parent__isnull=False)),
                name="reference_region_parent",
                violation_error_message=_("Hanya provinsi yang tidak mempunyai induk."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def full_name(self) -> str:
        """The name with those above it: `Adiwerna, Kabupaten Tegal, Jawa Tengah`."""
        return self.name if self.parent is None else f"{self.name}, {self.parent.full_name}"


class IndustryCode(models.Model):
    """A section, division or group of the classification of industries (KBLI), by edition."""

    PRIVACY: ClassVar[Privacy] = {
        "none": ("edition", "code", "level", "parent", "name", "source", "verified")
    }

    edition = models.CharField(_("edisi"), max_length=10)
    code = models.CharField(_("kode"), max_length=5)
    level = models.CharField(_("tingkat"), max_length=10, choices=IndustryLevel)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    name = models.CharField(_("nama"), max_length=200)
    source = models.CharField(_("sumber"), max_length=200)
    verified = models.BooleanField(_("terverifikasi"))

    class Meta:
        ordering = ("edition", "code")
        verbose_name = _("lapangan usaha")
        constraints = [models.UniqueConstraint(fields=("edition", "code"), name="reference_industry_code")]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Holiday(models.Model):
    """A day off in the whole country, by decree of the year."""

    PRIVACY: ClassVar[Privacy] = {"none": ("date", "kind", "name", "source", "verified", "note")}

    date = models.DateField(_("tanggal"))
    kind = models.CharField(_("jenis"), max_length=12, choices=HolidayKind)
    name = models.CharField(_("nama"), max_length=120)
    source = models.CharField(_("sumber"), max_length=200)
    verified = models.BooleanField(_("terverifikasi"))
    note = models.CharField(_("catatan"), max_length=200, blank=True)

    class Meta:
        ordering = ("date", "name")
        verbose_name = _("hari libur")
        constraints = [models.UniqueConstraint(fields=("date", "name"), name="reference_holiday_once")]

    def __str__(self) -> str:
        return self.name


class Parameter(models.Model):
    """One number of a regulation (or a stated default) with the days on which it holds, both included."""

    PRIVACY: ClassVar[Privacy] = {
        "none": (
            "key", "label", "value", "unit", "valid_from", "valid_to", "source", "verified", "basis", "note",
        ),
    }  # fmt: skip

    key = models.CharField(_("kunci"), max_length=60)
    label = models.CharField(_("nama"), max_length=120)
    value = models.JSONField(_("nilai"))
    unit = models.CharField(_("satuan"), max_length=12, choices=Unit)
    valid_from = models.DateField(_("berlaku sejak"))
    valid_to = models.DateField(_("berlaku sampai"), null=True, blank=True)
    source = models.CharField(_("sumber"), max_length=200)
    verified = models.BooleanField(_("terverifikasi"))
    basis = models.CharField(_("dasar"), max_length=10, choices=ParameterBasis)
    note = models.CharField(_("catatan"), max_length=300, blank=True)

    class Meta:
        ordering = ("key", "valid_from")
        verbose_name = _("ketentuan")
        constraints = [
            models.UniqueConstraint(fields=("key", "valid_from"), name="reference_parameter_once"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="reference_parameter_dates",
                violation_error_message=_("Tanggal akhir tidak boleh sebelum tanggal mulai."),
            ),
        ]

    def __str__(self) -> str:
        return self.label
