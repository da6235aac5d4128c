"""Words of the partners room."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PartnerKind(models.TextChoices):
    """World of work in the sense of Permendikbud 50/2020, and the bodies round it."""

    COMPANY = "company", _("Perusahaan swasta")
    STATE_COMPANY = "state_company", _("BUMN/BUMD")
    GOVERNMENT = "government", _("Instansi pemerintah")
    SENDING_BODY = "sending_body", _("Lembaga pengirim ke luar negeri")
    TRAINING_PROVIDER = "training_provider", _("Lembaga pelatihan")
    COMMUNITY = "community", _("Organisasi masyarakat")
    SCHOOL = "school", _("Sekolah lain")
    OWN_UNIT = "own_unit", _("Unit produksi sekolah")


class PartnerSize(models.TextChoices):
    """Size by number of workers, as the statistics office counts it."""

    MICRO = "micro", _("Mikro (1–4 orang)")
    SMALL = "small", _("Kecil (5–19 orang)")
    MEDIUM = "medium", _("Menengah (20–99 orang)")
    LARGE = "large", _("Besar (100 orang ke atas)")


class WorkingDays(models.TextChoices):
    """Days on which the partner works: what a pupil's attendance there is counted on."""

    FIVE = "five", _("Senin–Jumat")
    SIX = "six", _("Senin–Sabtu")
    SEVEN = "seven", _("Setiap hari, libur bergilir")


class Acquisition(models.TextChoices):
    """How the partner was won: the four ways of the Adiwerna study, and three more."""

    FIRST_PLACEMENT = "first_placement", _("Penempatan PKL di tempat baru")
    VISIT = "visit", _("Kunjungan sekolah")
    ALUMNI = "alumni", _("Alumni yang bekerja di sana")
    PROMOTION = "promotion", _("Promosi kompetensi siswa")
    REFERRAL = "referral", _("Rujukan siswa atau orang tua")
    INBOUND = "inbound", _("Perusahaan menghubungi sekolah")
    GOVERNMENT = "government", _("Program pemerintah")


class ContactRole(models.TextChoices):
    LEADER = "leader", _("Pimpinan")
    PERSONNEL = "personnel", _("HRD/personalia")
    MENTOR = "mentor", _("Pembimbing industri")
    SIGNER = "signer", _("Penanda tangan perjanjian")
    OTHER = "other", _("Lainnya")


class Lodging(models.TextChoices):
    """Whether the pupils sleep there, and for whom there are beds."""

    NONE = "none", _("Tanpa penginapan")
    MIXED = "mixed", _("Mess putra dan putri")
    FEMALE = "female", _("Mess putri saja")
    MALE = "male", _("Mess putra saja")


class Channel(models.TextChoices):
    WHATSAPP = "whatsapp", _("WhatsApp")
    CALL = "call", _("Telepon")
    EMAIL = "email", _("Pos-el")
    VISIT = "visit", _("Kunjungan")
    LETTER = "letter", _("Surat")
    MEETING = "meeting", _("Pertemuan di sekolah")


class PinState(models.TextChoices):
    """How a partner is drawn on the map: by shape first, then colour."""

    IN_FORCE = "in_force", _("Perjanjian berlaku")
    SEATS = "seats", _("Ada kursi, belum ada perjanjian")
    PROSPECT = "prospect", _("Calon mitra")


# The room's acts in words, for the audit page.
ACTIONS = {
    "partners.added": _("menambah mitra"),
    "partners.changed": _("mengubah data mitra"),
    "partners.voided": _("mengeluarkan mitra dari daftar"),
    "partners.restored": _("mengembalikan mitra ke daftar"),
    "partners.site_saved": _("menyimpan lokasi mitra"),
    "partners.contact_saved": _("menyimpan kontak mitra"),
    "partners.contact_voided": _("menandai kontak tidak bekerja di sana lagi"),
    "partners.capacity_saved": _("menyimpan kursi PKL"),
    "partners.contacted": _("mencatat kontak dengan mitra"),
    "partners.step_done": _("menyelesaikan langkah berikut"),
}
