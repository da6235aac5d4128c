"""Refusals of the documents tool."""

from django.utils.translation import gettext_lazy as _

from anyam.base.errors import Refused


class KindUnknown(Refused):
    """No room registered this kind."""

    code = "kind_unknown"
    message = _("Jenis surat ini tidak dikenal.")


class CannotPrint(Refused):
    """The font has no sign for a character somebody typed."""

    code = "cannot_print"
    message = _("Ada huruf atau lambang yang tidak dapat dicetak. Perbaiki datanya, lalu ulangi.")


class PatternWrong(Refused):
    """The school's number pattern makes the same number twice."""

    code = "pattern_wrong"
    message = _("Pola nomor surat belum memuat {nomor}. Perbaiki pada Profil sekolah, lalu ulangi.")


class NumberTaken(Refused):
    """The register may only be moved forward."""

    code = "number_taken"
    message = _("Nomor itu sudah terpakai. Isi nomor yang lebih besar.")


class FileDamaged(Refused):
    """The stored bytes are not those that were issued."""

    code = "file_damaged"
    message = _("Berkas surat ini rusak atau hilang. Hubungi operator sistem; salinannya ada pada cadangan.")


class NothingToIssue(Refused):
    """A batch of nothing."""

    code = "nothing_to_issue"
    message = _("Belum ada yang dipilih. Pilih paling sedikit satu, lalu ulangi.")
