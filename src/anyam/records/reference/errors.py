"""Refusals of the room."""

from django.utils.translation import gettext_lazy as _

from anyam.base.errors import NotFound, Refused


class ParameterMissing(NotFound):
    """No value of this parameter is in force on the day asked for."""

    code = "parameter_missing"
    message = _("Nilai ketentuan belum ada untuk tanggal ini. Minta operator memuat data rujukan.")


class ReferenceFileWrong(Refused):
    """A file of reference data cannot be read: a column is absent, or a row names something unknown."""

    code = "reference_file_wrong"
    message = _("Berkas data rujukan tidak dapat dibaca. Perbaiki berkasnya, lalu muat lagi.")
