"""What can stand in the way of the demonstration."""

from django.utils.translation import gettext_lazy as _

from anyam.base.errors import Refused


class NotEmpty(Refused):
    code = "not_empty"
    message = _("Sekolah contoh hanya dimuat ke pemasangan yang masih kosong. Tidak ada yang diubah.")


class ReferenceMissing(Refused):
    code = "reference_missing"
    message = _("Data rujukan belum dimuat. Jalankan dulu: anyam manage load_reference")


class NotComputed(Refused):
    code = "not_computed"
    message = _("Penempatan sekolah contoh belum berhasil dihitung. Lihat pesan di log.")
