"""Words of the people room."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class RoleName(models.TextChoices):
    """Hats. None implies another; a person may wear several."""

    PRINCIPAL = "principal", _("Kepala sekolah")
    WAKA_HUMAS = "waka_humas", _("Waka humas & industri")
    COORDINATOR = "coordinator", _("Koordinator kemitraan")
    PROGRAMME_HUMAS = "programme_humas", _("Kabid humas program")
    PROGRAMME_HEAD = "programme_head", _("Ketua program keahlian")
    SUPERVISOR = "supervisor", _("Guru pembimbing")
    HOMEROOM = "homeroom", _("Wali kelas")
    OPERATOR = "operator", _("Operator sekolah")
    PUPIL = "pupil", pgettext_lazy("peran", "Siswa")


# Hats that are worn for one programme or one class, never for the whole school.
PROGRAMME_ROLES = frozenset({RoleName.PROGRAMME_HUMAS, RoleName.PROGRAMME_HEAD})
CLASS_ROLES = frozenset({RoleName.HOMEROOM})
# Hats whose wearer signs in with a second factor once they have set one up (reliability §9, MFA).
SECOND_FACTOR_ROLES = frozenset({RoleName.PRINCIPAL, RoleName.WAKA_HUMAS, RoleName.PROGRAMME_HEAD})


# What each hat opens, as it stands on the page of users: "boleh …".
ROLE_RIGHTS = {
    RoleName.PRINCIPAL: _(
        "boleh menyetujui penempatan dan perjanjian, memberi peran, dan membaca jejak audit"
    ),
    RoleName.WAKA_HUMAS: _("boleh mengelola mitra, penempatan, surat, data siswa, dan memberi peran"),
    RoleName.COORDINATOR: _("boleh mengelola mitra dan menyiapkan penempatan seluruh sekolah"),
    RoleName.PROGRAMME_HUMAS: _("boleh mengelola mitra dan penempatan konsentrasinya"),
    RoleName.PROGRAMME_HEAD: _("boleh mengusulkan kebutuhan dan menyetujui penempatan konsentrasinya"),
    RoleName.SUPERVISOR: _("boleh melihat dan membimbing siswa bimbingannya"),
    RoleName.HOMEROOM: _("boleh melihat siswa kelasnya dan mencatat persetujuan wali"),
    RoleName.OPERATOR: _("boleh mengelola data sekolah, siswa, guru, dan kartu akun"),
    RoleName.PUPIL: _("boleh melihat dan mengisi PKL-nya sendiri"),
}


class Language(models.TextChoices):
    """Languages of the interface."""

    INDONESIAN = "id", "Bahasa Indonesia"
    ENGLISH = "en", "English"


class Gender(models.TextChoices):
    FEMALE = "P", _("Perempuan")
    MALE = "L", _("Laki-laki")


class PupilStatus(models.TextChoices):
    ACTIVE = "active", _("Aktif")
    ABSENT_FROM_FILE = "absent_from_file", _("Tidak ada di berkas Dapodik")
    LEFT = "left", pgettext_lazy("keadaan siswa", "Keluar")
    GRADUATED = "graduated", _("Lulus")


class GuardianKind(models.TextChoices):
    FATHER = "father", _("Ayah")
    MOTHER = "mother", _("Ibu")
    GUARDIAN = "guardian", _("Wali")


class ConsentPurpose(models.TextChoices):
    """One purpose, one consent (UU 27/2022 art. 25; never bundled)."""

    PARTICIPATION = "participation", _("Ikut PKL dan menulis jurnal")
    FACE_PHOTO = "face_photo", _("Foto yang memperlihatkan wajah")
    PLACE_CHECK = "place_check", _("Pemeriksaan tempat saat absen")
    PUBLICATION = "publication", _("Penerbitan karya atau foto")
    SHARE_WITH_PARTNER = "share_with_partner", _("Data diberikan kepada perusahaan tempat PKL")
    ABROAD = "abroad", _("PKL di luar negeri")
    TRACER = "tracer", _("Dihubungi setelah lulus")
    INCOME_BAND = "income_band", _("Golongan penghasilan keluarga")


class ConsentMethod(models.TextChoices):
    PAPER = "paper", _("Lembar kertas")
    LINK = "link", _("Tautan")
    IN_PERSON = "in_person", _("Langsung di sekolah")


# Acts of this room in words that follow the name of who did it: "Rina mengganti kata sandi …".
AUDIT_ACTIONS = {
    "people.signed_in": _("masuk"),
    "people.signed_out": _("keluar"),
    "people.sign_in_failed": _("mencoba masuk dengan kata sandi yang belum cocok sebagai"),
    "people.password_changed": _("mengganti kata sandi"),
    "people.factor_added": _("menyalakan langkah kedua untuk"),
    "people.factor_removed": _("mematikan langkah kedua untuk"),
    "people.factor_failed": _("menulis kode langkah kedua yang belum cocok untuk"),
    "people.cards_issued": _("menerbitkan"),
    "people.account_closed": _("menutup akun"),
    "people.account_reopened": _("membuka lagi akun"),
    "people.role_granted": _("memberi peran"),
    "people.role_ended": _("mengakhiri peran"),
    "people.consent_given": _("mencatat izin wali untuk"),
    "people.consent_withdrawn": _("mencatat penolakan atau pencabutan izin wali untuk"),
    "people.access_denied": _("ditolak membuka"),
    "people.pupil.read": _("membuka data lengkap"),
    "people.pupil_added": _("menambah siswa"),
    "people.pupil_changed": _("mengubah data siswa"),
    "people.pupil_leave": _("mencatat keluarnya siswa"),
    "people.pupil_graduate": _("mencatat kelulusan siswa"),
    "people.pupil_return": _("mengaktifkan lagi siswa"),
    "people.pupils_absent": _("menandai siswa yang tidak ada di berkas"),
    "people.teacher.read": _("membuka data lengkap guru"),
    "people.teacher_added": _("menambah guru"),
    "people.teacher_changed": _("mengubah data guru"),
    "people.teacher_left": _("mencatat keluarnya guru"),
    "people.teacher_returned": _("mengaktifkan lagi guru"),
    "people.pupils_exported": _("mengunduh daftar siswa"),
    "people.guardian_saved": _("menyimpan wali"),
    "people.guardian_barred": _("menutup akses wali"),
    "people.guardian_unbarred": _("membuka lagi akses wali"),
    "people.school_started": _("memulai sekolah"),
}

# Acts on pupils, teachers and guardians, as they stand in the trail.
RECORD_ACTIONS = {
    "people.pupil_added": _("menambah siswa"),
    "people.pupil_changed": _("mengubah data siswa"),
    "people.pupil_leave": _("mencatat keluar siswa"),
    "people.pupil_graduate": _("mencatat lulus siswa"),
    "people.pupil_return": _("mengaktifkan kembali siswa"),
    "people.pupils_absent": _("menandai siswa yang tidak ada di berkas Dapodik"),
    "people.pupils_exported": _("mengunduh daftar siswa"),
    "people.guardian_saved": _("menyimpan data wali dari"),
    "people.guardian_barred": _("menutup data bagi seorang wali dari"),
    "people.guardian_unbarred": _("membuka lagi data bagi seorang wali dari"),
    "people.teacher_added": _("menambah guru"),
    "people.teacher_changed": _("mengubah data guru"),
    "people.teacher_left": _("menandai tidak aktif guru"),
    "people.teacher_returned": _("mengaktifkan kembali guru"),
    "people.school_started": _("memulai sekolah"),
}
