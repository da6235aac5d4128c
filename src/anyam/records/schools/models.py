"""School, academic year, semester, wave (PKL period), programme of study, class group, learning objective."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from anyam.base.models import Coded, SchoolOwned
from anyam.base.slots import VisibilitySlot
from anyam.records.schools.terms import PaperSize, TimeZone, WaveKind


class School(models.Model):
    """One SMK: the tenant. Its letterhead and paper size stand on every document."""

    PRIVACY = {
        "none": (
            "slug", "name", "npsn", "time_zone", "address", "city", "province", "postal_code", "phone", "email",
            "website", "letterhead_lines", "letter_number_pattern", "paper_size", "latitude", "longitude",
            "is_demonstration", "principal_title",
        )
    }  # fmt: skip

    slug = models.SlugField(_("alamat singkat"), max_length=40, unique=True)
    name = models.CharField(_("nama sekolah"), max_length=120)
    npsn = models.CharField(
        _("NPSN"),
        max_length=8,
        unique=True,
        validators=[RegexValidator(r"^[0-9A-Z]\d{7}$", _("NPSN terdiri dari 8 angka. Lihat di Dapodik."))],
    )
    time_zone = models.CharField(_("zona waktu"), max_length=32, choices=TimeZone, default=TimeZone.WIB)
    address = models.CharField(_("alamat"), max_length=200, blank=True)
    city = models.CharField(_("kota/kabupaten"), max_length=80, blank=True)
    province = models.CharField(_("provinsi"), max_length=80, blank=True)
    postal_code = models.CharField(_("kode pos"), max_length=5, blank=True)
    phone = models.CharField(_("telepon"), max_length=30, blank=True)
    email = models.EmailField(_("pos-el"), blank=True)
    website = models.CharField(_("situs web"), max_length=120, blank=True)
    letterhead_lines = models.TextField(
        _("baris kop surat"),
        blank=True,
        help_text=_("Satu baris satu instansi, dari atas. Nama sekolah ditambah sendiri."),
    )
    letter_number_pattern = models.CharField(
        _("pola nomor surat"),
        max_length=60,
        default="421.5/{nomor}/{bulan}/{tahun}",
        help_text=_("Pakai {nomor}, {bulan} (romawi), {tahun}, {kode}."),
    )
    paper_size = models.CharField(_("ukuran kertas"), max_length=2, choices=PaperSize, default=PaperSize.F4)
    latitude = models.FloatField(_("lintang"), null=True, blank=True)
    longitude = models.FloatField(_("bujur"), null=True, blank=True)
    principal_title = models.CharField(_("jabatan penanda tangan"), max_length=80, default="Kepala Sekolah")
    is_demonstration = models.BooleanField(_("sekolah contoh"), default=False, editable=False)

    class Meta:
        verbose_name = _("sekolah")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class SchoolYear(SchoolOwned, Coded):
    """July to June; `start_year` 2026 is TP 2026/2027."""

    PRIVACY = {"none": ("start_year", "start", "end", "is_current")}
    visibility = VisibilitySlot("schools.school_year")

    start_year = models.PositiveSmallIntegerField(_("tahun mulai"))
    start = models.DateField(_("mulai"))
    end = models.DateField(_("selesai"))
    is_current = models.BooleanField(_("tahun berjalan"), default=False)

    class Meta:
        verbose_name = _("tahun pelajaran")
        ordering = ["-start_year"]
        constraints = [
            models.UniqueConstraint(fields=["school", "start_year"], name="schools_year_once"),
            models.UniqueConstraint(
                fields=["school"], condition=Q(is_current=True), name="schools_one_current_year"
            ),
            models.CheckConstraint(
                condition=Q(end__gt=F("start")),
                name="schools_year_in_order",
                violation_error_message=_("Tanggal selesai perlu setelah tanggal mulai."),
            ),
        ]

    def __str__(self) -> str:
        return f"TP {self.start_year}/{self.start_year + 1}"

    def semester_on(self, day) -> str:
        """Ganjil from July to December, genap from January to June."""
        return "Ganjil" if day.month >= 7 else "Genap"


class StudyProgramme(SchoolOwned, Coded):
    """A specialisation (konsentrasi keahlian) that this school teaches; hats and seats are scoped to it."""

    PRIVACY = {"none": ("specialisation", "name", "short_name", "years", "is_active")}
    visibility = VisibilitySlot("schools.study_programme")

    specialisation = models.ForeignKey(
        "reference.Specialisation",
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("konsentrasi keahlian"),
    )
    name = models.CharField(_("nama di sekolah"), max_length=100)
    short_name = models.CharField(_("singkatan"), max_length=12)
    years = models.PositiveSmallIntegerField(_("lama (tahun)"), default=3)
    is_active = models.BooleanField(_("masih dibuka"), default=True)

    class Meta:
        verbose_name = _("konsentrasi di sekolah")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "short_name"],
                name="schools_programme_once",
                violation_error_message=_("Singkatan ini sudah dipakai konsentrasi lain."),
            ),
            models.CheckConstraint(condition=Q(years__in=[3, 4]), name="schools_programme_years"),
        ]

    def __str__(self) -> str:
        return self.name


class ClassGroup(SchoolOwned, Coded):
    """Rombel: a class of one year, e.g. "XI Kuliner 1"."""

    PRIVACY = {"none": ("school_year", "programme", "name", "grade")}
    visibility = VisibilitySlot("schools.class_group")

    school_year = models.ForeignKey(
        SchoolYear, on_delete=models.PROTECT, related_name="+", verbose_name=_("tahun pelajaran")
    )
    programme = models.ForeignKey(
        StudyProgramme, on_delete=models.PROTECT, related_name="+", verbose_name=_("konsentrasi keahlian")
    )
    name = models.CharField(_("nama rombel"), max_length=60)
    grade = models.PositiveSmallIntegerField(_("tingkat"))

    class Meta:
        verbose_name = _("rombel")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["school", "school_year", "name"], name="schools_class_once"),
            models.CheckConstraint(condition=Q(grade__gte=10, grade__lte=13), name="schools_class_grade"),
        ]

    def __str__(self) -> str:
        return self.name


class Wave(SchoolOwned, Coded):
    """Gelombang PKL: a period with dates, kind, curriculum version and required hours."""

    PRIVACY = {
        "none": (
            "school_year", "name", "kind", "start", "end", "curriculum", "required_hours", "answer_days", "grade",
        )
    }  # fmt: skip
    visibility = VisibilitySlot("schools.wave")

    school_year = models.ForeignKey(
        SchoolYear, on_delete=models.PROTECT, related_name="+", verbose_name=_("tahun pelajaran")
    )
    name = models.CharField(_("nama gelombang"), max_length=60)
    kind = models.CharField(_("jenis"), max_length=20, choices=WaveKind, default=WaveKind.NEAR_HOME)
    start = models.DateField(_("mulai"))
    end = models.DateField(_("selesai"))
    curriculum = models.CharField(_("versi kurikulum"), max_length=40, blank=True)
    required_hours = models.PositiveIntegerField(
        _("jam wajib (60 menit)"),
        null=True,
        blank=True,
        help_text=_("Kosong berarti mengikuti aturan kurikulum pada Data rujukan."),
    )
    answer_days = models.PositiveSmallIntegerField(_("batas jawab perusahaan (hari)"), default=14)
    grade = models.PositiveSmallIntegerField(_("tingkat peserta"), default=12)

    class Meta:
        verbose_name = _("gelombang PKL")
        ordering = ["-start"]
        constraints = [
            models.UniqueConstraint(fields=["school", "school_year", "name"], name="schools_wave_once"),
            models.CheckConstraint(
                condition=Q(end__gt=F("start")),
                name="schools_wave_in_order",
                violation_error_message=_("Tanggal selesai perlu setelah tanggal mulai."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Objective(SchoolOwned, Coded):
    """Tujuan pembelajaran PKL of one specialisation; without a programme it holds for all of them."""

    PRIVACY = {"none": ("programme", "number", "text", "is_active")}
    visibility = VisibilitySlot("schools.objective")

    programme = models.ForeignKey(
        StudyProgramme,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("konsentrasi keahlian"),
    )
    number = models.PositiveSmallIntegerField(_("nomor"))
    text = models.CharField(_("tujuan pembelajaran"), max_length=300)
    is_active = models.BooleanField(_("dipakai"), default=True)

    class Meta:
        verbose_name = _("tujuan pembelajaran")
        ordering = ["programme", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "programme", "number"],
                name="schools_objective_once",
                violation_error_message=_("Nomor ini sudah dipakai di konsentrasi yang sama."),
            ),
            models.UniqueConstraint(
                fields=["school", "number"],
                condition=Q(programme=None),
                name="schools_objective_of_all_once",
                violation_error_message=_("Nomor ini sudah dipakai untuk semua konsentrasi."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.text}"
