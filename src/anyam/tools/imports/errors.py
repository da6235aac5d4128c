"""Named refusals of the import tool."""

from django.utils.translation import gettext_lazy as _

from anyam.base.errors import Refused, WrongState


class HeaderNotFound(Refused):
    """No row of the sheet looks like a header of this kind."""

    code = "header_not_found"
    status = 422
    message = _(
        "Judul kolom belum ditemukan di 30 baris pertama. Pastikan berkas ini daftar yang benar "
        "dan ada baris judul, "
        "atau pakai contoh berkas dari halaman ini."
    )


class NoRows(Refused):
    """A header and nothing below it."""

    code = "no_rows"
    status = 422
    message = _("Judul kolom ditemukan, tetapi tidak ada baris di bawahnya. Pilih berkas yang sudah berisi.")


class FileNeeded(Refused):
    """A column was chosen whose values were not kept."""

    code = "file_needed"
    status = 422
    message = _(
        "Isi kolom yang baru Anda pilih tidak kami simpan. Pilih berkas yang sama sekali lagi, "
        "lalu tekan Periksa."
    )


class OtherFile(Refused):
    """The file given again is not the file of the batch."""

    code = "other_file"
    status = 422
    message = _("Berkas ini berbeda dari yang pertama. Pilih berkas yang sama, atau mulai impor baru.")


class ColumnsMissing(Refused):
    """A required field has no column."""

    code = "columns_missing"
    status = 422


class RowsRefused(Refused):
    """Some rows are refused and the user has not said that they may stay behind."""

    code = "rows_refused"
    message = _("Masih ada baris yang perlu diperbaiki. Perbaiki, atau setujui bahwa baris itu ditunda.")


class NothingReady(Refused):
    """No row would change anything."""

    code = "nothing_ready"
    message = _(
        "Tidak ada yang perlu diimpor. Semua baris sudah sama dengan data di Anyam, atau masih "
        "perlu diperbaiki."
    )


class CountChanged(WrongState):
    """The number on the pressed button is not the number of ready rows any more."""

    code = "count_changed"
    message = _("Jumlah baris yang siap berubah sejak halaman ini dibuka. Periksa angkanya, lalu tekan lagi.")


class UndoExpired(Refused):
    """The thirty days are over."""

    code = "undo_expired"
    message = _("Impor ini sudah lewat 30 hari, jadi tidak bisa diurungkan. Ubah datanya satu per satu.")


class Busy(WrongState):
    """Work on this batch is under way."""

    code = "busy"
    message = _("Impor ini sedang dikerjakan. Tunggu sampai selesai, lalu muat ulang.")
