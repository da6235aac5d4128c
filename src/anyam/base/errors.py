"""Refusals: expected failures, each with a code for machines and a sentence for people."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise


class Refused(Exception):
    """An act that was not done, and why, in the user's words.

    `code` is stable and machine-readable; `message` says what to do; `field` names the form field if there is one.
    """

    code = "refused"
    message: Text = _("Tindakan ini belum bisa dilakukan.")
    status = 409

    def __init__(
        self, message: Text | None = None, *, code: str | None = None, field: str | None = None
    ) -> None:
        self.message = message if message is not None else self.message
        self.code = code or self.code
        self.field = field
        super().__init__(self.code)

    def __str__(self) -> str:
        return str(self.message)


class NotAllowed(Refused):
    """The actor may see the thing but not do this to it."""

    code = "not_allowed"
    message = _("Anda belum punya hak untuk ini. Minta kepala sekolah atau operator sekolah.")
    status = 403


class NotFound(Refused):
    """Absent, or outside what the actor may see: the two are told apart to nobody."""

    code = "not_found"
    message = _("Tidak ditemukan.")
    status = 404


class WrongState(Refused):
    """The thing has moved on since the page was opened, or this move does not start here."""

    code = "wrong_state"
    message = _("Keadaannya sudah berubah sejak halaman ini dibuka. Muat ulang, lalu coba lagi.")
