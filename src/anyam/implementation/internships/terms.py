"""Words of the internships room."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RoundState(models.TextChoices):
    """Where a matching round stands."""

    PREPARED = "prepared", _("Data siap")
    COMPUTING = "computing", _("Sedang dihitung")
    COMPUTED = "computed", _("Ditinjau")
    SUBMITTED = "submitted", _("Menunggu kepala sekolah")
    RETURNED = "returned", _("Dikembalikan kepala sekolah")
    APPROVED = "approved", _("Disetujui")


class RoundKind(models.TextChoices):
    """A first round places everyone; a replacement places those whose company said no, and moves nobody else."""

    FULL = "full", _("Seluruh peserta")
    REPLACEMENT = "replacement", _("Pengganti")


class PlacementState(models.TextChoices):
    """From the principal's approval to the company's answer (domain §6.5)."""

    APPROVED = "approved", _("Disetujui")
    REQUESTED = "requested", _("Surat permohonan terkirim")
    ACCEPTED = "accepted", _("Diterima perusahaan")
    REFUSED = "refused", _("Ditolak perusahaan")
    NO_ANSWER = "no_answer", _("Lewat batas jawab")
    WITHDRAWN = "withdrawn", _("Ditarik sekolah")


# A pupil holds a seat while the placement is in one of these states.
ACTIVE_STATES = (PlacementState.APPROVED, PlacementState.REQUESTED, PlacementState.ACCEPTED)
# A seat whose company said no or nothing is not offered to the next pupil; the school adds seats when there are more.
SPENT_STATES = (*ACTIVE_STATES, PlacementState.REFUSED, PlacementState.NO_ANSWER)


class LetterKind(models.TextChoices):
    """Papers of a wave; the value is the name of the kind of document."""

    REQUEST = "internships.request", _("Surat permohonan")
    COVER = "internships.cover", _("Surat pengantar")
    ASSIGNMENT = "internships.assignment", _("Surat tugas pembimbing")
    DECREE = "internships.decree", _("SK penempatan")
    CONSENT = "internships.consent", _("Lembar persetujuan wali")


# The word that stands for a kind of letter in addresses.
LETTER_ADDRESSES = {
    "permohonan": LetterKind.REQUEST,
    "pengantar": LetterKind.COVER,
    "tugas": LetterKind.ASSIGNMENT,
    "keputusan": LetterKind.DECREE,
    "persetujuan": LetterKind.CONSENT,
}


class PairKind(models.TextChoices):
    PIN = "pin", _("Ditetapkan di sini")
    FORBIDDEN = "forbidden", _("Tidak boleh di sini")


class FoundPlaceState(models.TextChoices):
    """A place a pupil found, as the school checks it."""

    PROPOSED = "proposed", _("Menunggu diperiksa sekolah")
    ACCEPTED = "accepted", _("Diterima sekolah")
    REFUSED = "refused", _("Belum dapat diterima")


class ObjectionReason(models.TextChoices):
    TOO_FAR = "too_far", _("Terlalu jauh dari rumah")
    NOT_MY_FIELD = "not_my_field", _("Tidak sesuai konsentrasi")
    HEALTH = "health", _("Alasan kesehatan")
    FAMILY = "family", _("Keluarga belum setuju")
    OTHER = "other", _("Alasan lain")


class ObjectionState(models.TextChoices):
    OPEN = "open", _("Menunggu jawaban sekolah")
    KEPT = "kept", _("Tempat tetap")
    CHANGED = "changed", _("Tempat diganti")


class LodgingNeed(models.TextChoices):
    """Whether the pupil must sleep near the work; by distance means the engine decides from the way home."""

    BY_DISTANCE = "by_distance", _("Menurut jarak")
    ALWAYS = "always", _("Perlu penginapan")
    NEVER = "never", _("Tidak bisa menginap")


class Factor(models.TextChoices):
    """What makes a place good; the weights of a round add up to 100 over them."""

    CONTENT = "content", _("Kecocokan kompetensi")
    CHOICE = "choice", _("Pilihan siswa")
    DISTANCE = "distance", _("Jarak dari rumah")
    QUALITY = "quality", _("Riwayat mitra")
    HOST_CHOICE = "host_choice", _("Permintaan perusahaan")


class ExceptionKind(models.TextChoices):
    """Why a pupil's line of a round needs a person's decision."""

    NONE = "", _("Tidak ada")
    UNPLACED = "unplaced", _("Belum dapat tempat")
    FAR = "far", _("Jauh dari rumah")
    NO_CHOICE = "no_choice", _("Di luar pilihannya")
    NO_AGREEMENT = "no_agreement", _("Belum ada perjanjian")
    OBJECTION = "objection", _("Siswa berkeberatan")
    NO_BIRTH_DATE = "no_birth_date", _("Tanggal lahir kosong")


# The room's acts in words, for the audit page.
ACTIONS = {
    "internships.participants_added": _("menambah peserta PKL"),
    "internships.participant_removed": _("mengeluarkan peserta PKL"),
    "internships.participant_changed": _("mengubah data peserta PKL"),
    "internships.choices_saved": _("menyimpan pilihan tempat"),
    "internships.host_wish_set": _("mencatat permintaan perusahaan"),
    "internships.pair_set": _("menetapkan atau melarang tempat"),
    "internships.place_proposed": _("mengusulkan tempat sendiri"),
    "internships.place_checked": _("memeriksa tempat usulan siswa"),
    "internships.objected": _("mengajukan keberatan"),
    "internships.objection_answered": _("menjawab keberatan"),
    "internships.supervisor_saved": _("menyimpan pembimbing gelombang"),
    "internships.supervisor_removed": _("menghapus pembimbing gelombang"),
    "internships.round_computing": _("menghitung penempatan"),
    "internships.round_computed": _("menyimpan hasil hitungan"),
    "internships.round_give_up": _("menghentikan hitungan"),
    "internships.round_reset": _("mengembalikan penempatan untuk dihitung lagi"),
    "internships.round_submit": _("mengajukan penempatan"),
    "internships.round_withdraw": _("menarik pengajuan"),
    "internships.round_return": _("mengembalikan penempatan"),
    "internships.round_approve": _("menyetujui penempatan"),
    "internships.pinned": _("mengunci tempat siswa"),
    "internships.unpinned": _("melepas kunci tempat siswa"),
    "internships.settled": _("menerima saran penempatan"),
    "internships.supervisor_set": _("menetapkan pembimbing siswa"),
    "internships.placement_request": _("mencatat surat permohonan terkirim"),
    "internships.placement_accept": _("mencatat perusahaan menerima"),
    "internships.placement_refuse": _("mencatat perusahaan menolak"),
    "internships.placement_lapse": _("menandai lewat batas jawab"),
    "internships.placement_withdraw": _("menarik siswa dari perusahaan"),
    "internships.placement_reopen": _("membetulkan jawaban perusahaan"),
    "internships.placement_reopen_unsent": _("membetulkan jawaban perusahaan"),
}
