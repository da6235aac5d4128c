"""Words of the schools room."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class TimeZone(models.TextChoices):
    """The three zones of Indonesia by the zone that stands for them."""

    WIB = "Asia/Jakarta", _("WIB (UTC+7)")
    WITA = "Asia/Makassar", _("WITA (UTC+8)")
    WIT = "Asia/Jayapura", _("WIT (UTC+9)")


class WaveKind(models.TextChoices):
    """Where a wave's pupils go; distance counts only near home."""

    NEAR_HOME = "near_home", _("Dekat rumah")
    OUTSIDE_REGION = "outside_region", _("Luar daerah, menginap")
    ABROAD = "abroad", _("Luar negeri")


class PaperSize(models.TextChoices):
    """F4 is what Indonesian offices print on."""

    F4 = "f4", _("F4 (215 × 330 mm)")
    A4 = "a4", _("A4 (210 × 297 mm)")


# The four objectives that the national report card of PKL prints (eRapor SMK); a school may word its own.
NATIONAL_OBJECTIVES = (
    "Menerapkan soft skills yang dibutuhkan dalam dunia kerja (tempat PKL)",
    "Menerapkan norma, POS dan K3LH yang ada pada dunia kerja (tempat PKL)",
    "Menerapkan kompetensi teknis yang sudah dipelajari di sekolah dan/atau baru dipelajari pada dunia kerja "
    "(tempat PKL)",
    "Memahami alur bisnis dunia kerja tempat PKL dan wawasan wirausaha",
)

# Names of the curriculum versions that the reference data set hours for; an unknown one is shown by its key.
CURRICULA = {"merdeka_2022": _("Kurikulum Merdeka (2022)")}

# Acts of this room, as they stand in the trail.
AUDIT_ACTIONS = {
    "schools.profile_changed": _("mengubah profil atau kop"),
    "schools.year_added": _("membuat tahun pelajaran"),
    "schools.year_saved": _("menyimpan tahun pelajaran"),
    "schools.year_made_current": _("mengganti tahun berjalan menjadi"),
    "schools.wave_saved": _("menyimpan gelombang PKL"),
    "schools.programme_saved": _("menyimpan konsentrasi"),
    "schools.class_group_saved": _("menyimpan rombel"),
    "schools.objective_saved": _("menyimpan tujuan pembelajaran"),
    "schools.national_objectives_used": _("memakai empat tujuan rapor nasional"),
}
