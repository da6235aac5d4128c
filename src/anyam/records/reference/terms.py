"""Words of the room: levels, kinds, units, grounds and headings of reference data."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RegionLevel(models.TextChoices):
    """The three levels of administration that the house keeps; villages are free text."""

    PROVINCE = "province", _("Provinsi")
    REGENCY = "regency", _("Kabupaten/kota")
    DISTRICT = "district", _("Kecamatan")


class RegionKind(models.TextChoices):
    """What a region calls itself; a regency and a city may carry the same name (Tegal, Bandung)."""

    PROVINCE = "province", _("Provinsi")
    REGENCY = "regency", _("Kabupaten")
    CITY = "city", _("Kota")
    DISTRICT = "district", _("Kecamatan")


class RegionCodeSystem(models.TextChoices):
    """Who numbers the regions; the three numberings differ."""

    HOME_AFFAIRS = "home_affairs", _("Kemendagri")
    STATISTICS = "statistics", _("BPS")
    DAPODIK = "dapodik", _("Dapodik")


class IndustryLevel(models.TextChoices):
    """Depth within the classification of industries (KBLI)."""

    SECTION = "section", _("Kategori")
    DIVISION = "division", _("Golongan pokok")
    GROUP = "group", _("Golongan")


class HolidayKind(models.TextChoices):
    """A public holiday binds everyone; companies decide by themselves about joint leave."""

    NATIONAL = "national", _("Libur nasional")
    JOINT_LEAVE = "joint_leave", _("Cuti bersama")


class ParameterBasis(models.TextChoices):
    """What a number rests on."""

    LAW = "law", _("Peraturan")
    PRACTICE = "practice", _("Praktik umum")
    DEFAULT = "default", _("Nilai awal sistem")


class Unit(models.TextChoices):
    """In what a parameter is counted."""

    MINUTE = "minute", _("menit")
    HOUR = "hour", _("jam")
    LESSON_HOUR = "lesson_hour", _("jam pelajaran")
    DAY = "day", _("hari")
    WEEK = "week", _("minggu")
    MONTH = "month", _("bulan")
    YEAR = "year", _("tahun")
    TIME = "time", _("pukul")
    PERCENT = "percent", _("%")
    RUPIAH = "rupiah", _("rupiah")
    RUPIAH_MONTH = "rupiah_month", _("rupiah per bulan")
    PUPIL = "pupil", _("siswa")
    PERSON = "person", _("orang")
    VISIT = "visit", _("kunjungan")
    SCORE = "score", _("poin")
    KILOBYTE = "kilobyte", _("kB")
    CHARACTER = "character", _("huruf")
    VERSION = "version", ""
    YES_NO = "yes_no", ""


# Headings of the parameter page, by the first part of the key, in the order of the page.
PARAMETER_GROUPS = {
    "curriculum": _("Kurikulum"),
    "pkl": _("PKL"),
    "journal": _("Jurnal"),
    "supervision": _("Pembimbingan"),
    "labour": _("Perlindungan kerja"),
    "insurance": _("Jaminan sosial"),
    "agreement": _("Perjanjian"),
    "stamp": _("Meterai"),
    "tax": _("Pajak"),
    "guest_teaching": _("Guru tamu"),
    "teacher_internship": _("Magang guru"),
    "competency_test": _("Uji kompetensi"),
    "certificate": _("Sertifikat"),
    "job_centre": _("BKK"),
    "job_card": _("Kartu pencari kerja"),
    "tracer": _("Penelusuran lulusan"),
    "privacy": _("Data pribadi"),
}
