"""Rules for passwords of one's own choice (AUTH_PASSWORD_VALIDATORS): long, not common, not guessable."""

from typing import Any

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from anyam.records.people import queries, rules
from anyam.records.people.models import Account

STAFF_LENGTH, PUPIL_LENGTH = 12, 8
# Beginnings of leaked Indonesian passwords that Django's list lacks; matched without signs and digits.
COMMON_HERE = frozenset({
    "rahasia", "bismillah", "alhamdulillah", "assalamualaikum", "indonesia", "merdeka", "sayang",
    "sayangku", "cinta", "cintaku", "akusayangkamu", "iloveyou", "garuda", "pancasila", "bandung",
    "jakarta", "surabaya", "palangkaraya", "persib", "persija", "arema", "sekolah", "sekolahku", "smkbisa",
    "smkhebat", "guruku", "belajar", "siswa", "operator", "administrator", "katasandi", "sandiku",
    "passwordku", "qwerty", "doraemon", "naruto",
})  # fmt: skip


class LengthByHat:
    """At least 12 characters for staff, 8 for pupils; no rule of capitals or signs (ASVS V6)."""

    def validate(self, password: str, user: Any = None) -> None:
        least = self.least(user)
        if len(password) < least:
            raise ValidationError(
                ngettext(
                    "Pakai paling sedikit %(count)d huruf. Beberapa kata yang mudah diingat sudah cukup.",
                    "Pakai paling sedikit %(count)d huruf. Beberapa kata yang mudah diingat sudah cukup.",
                    least,
                )
                % {"count": least},
                code="password_too_short",
            )

    def least(self, user: Any = None) -> int:
        """How long this account's password must be; who is not known counts as staff."""
        if isinstance(user, Account) and user.pk and not queries.has_staff_hat(user):
            return PUPIL_LENGTH
        return STAFF_LENGTH

    def get_help_text(self) -> str:
        return _("Paling sedikit 12 huruf untuk guru dan staf, 8 huruf untuk siswa.")


class NotCommon(CommonPasswordValidator):
    """Not on Django's list of 20,000 leaked passwords nor on the short Indonesian one."""

    def validate(self, password: str, user: Any = None) -> None:
        bare = "".join(character for character in password.lower() if character.isalpha())
        if password.lower().strip() in self.passwords or bare in COMMON_HERE:
            raise ValidationError(
                _("Kata sandi ini terlalu sering dipakai orang. Pilih beberapa kata yang lain."),
                code="password_too_common",
            )

    def get_help_text(self) -> str:
        return _("Jangan memakai kata sandi yang umum seperti “rahasia123”.")


class NotGuessable:
    """Not made of what anyone knows of its owner: name, NISN, birthday, school."""

    def validate(self, password: str, user: Any = None) -> None:
        if (
            isinstance(user, Account)
            and user.pk
            and rules.guessable_from(password, queries.guessable_words(user))
        ):
            raise ValidationError(
                _("Kata sandi ini mudah ditebak dari nama, nomor, tanggal lahir, atau sekolah. Ganti."),
                code="password_guessable",
            )

    def get_help_text(self) -> str:
        return _("Jangan memakai nama, NISN, tanggal lahir, atau nama sekolah.")
