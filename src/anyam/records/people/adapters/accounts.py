"""What allauth asks us about signing in: limits, closed sign-up, expired cards, where to go next."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from anyam.base.limits import Limit, give_back
from anyam.records.people.adapters.devices import device_of, remember_device
from anyam.records.people.models import Account

# One school is one address: 1,500 pupils sign in within five minutes. The ceiling only stops a flood.
FLOOD = Limit("sign-in-address", 3000, 300)
# Wrong guesses at one name from one address, or from one browser that knew it before.
GUESSES = Limit("sign-in-guess", 5, 300)
# Wrong guesses at one name from all browsers that never knew it.
STRANGERS = Limit("sign-in-strangers", 30, 900)

MISMATCH = _(
    "Nama pengguna atau kata sandi belum cocok. Periksa lagi, atau minta kartu akun ke operator sekolah."
)
WRONG_CODE = _("Kode ini belum cocok. Tulis kode yang sedang tampil di aplikasi, atau satu kode cadangan.")


class AccountAdapter(DefaultAccountAdapter):
    """Sign-in by user name, NISN or e-mail; the same answer whether an account exists or not."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": MISMATCH,
        "email_password_mismatch": MISMATCH,
        "invalid_login": MISMATCH,
        "incorrect_password": _("Kata sandi ini belum cocok. Coba sekali lagi."),
        "incorrect_code": WRONG_CODE,
        "too_many_login_attempts": _("Terlalu banyak percobaan. Tunggu 5 menit, lalu coba lagi."),
        "rate_limited": _("Terlalu banyak permintaan. Tunggu sebentar, lalu coba lagi."),
        "card_expired": _("Kartu akun ini sudah tidak berlaku. Minta kartu baru ke operator sekolah."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_stages(self) -> list[str]:
        return ["allauth.mfa.stages.AuthenticateStage"]

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address behind the trusted proxies; a socket without one counts as one address."""
        if request.META.get("REMOTE_ADDR") or request.META.get("HTTP_X_FORWARDED_FOR"):
            return super().get_client_ip(request)
        return "127.0.0.1"

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Occupy an attempt of this name before the password is looked at; raises when none is free."""
        name = str(credentials.get("username") or credentials.get("email") or "").strip().lower()
        address = self.get_client_ip(request)
        self._slots: list[str] = []
        if not FLOOD.flows(address):
            raise self.validation_error("too_many_login_attempts")
        device = device_of(request, name)
        wanted = [(GUESSES, f"{name}|{device or address}")]
        if device is None:
            wanted.append((STRANGERS, name))
        for limit, key in wanted:
            slot = limit.take(key)
            if slot is None:
                self._free()
                raise self.validation_error("too_many_login_attempts")
            self._slots.append(slot)

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        """The account whose password fits; a closed account is answered like a wrong password."""
        account = super().authenticate(request, **credentials)
        if not isinstance(account, Account):
            return None
        if not account.is_active:
            self.authentication_failed(request, **credentials)
            return None
        self._free()
        if account.first_secret_expires and account.first_secret_expires <= timezone.now():
            raise self.validation_error("card_expired")
        return account

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Leave a note for the middleware, which writes it down after the answer was sent."""
        request.failed_sign_in = str(credentials.get("username") or credentials.get("email") or "")  # type: ignore[attr-defined]

    def _free(self) -> None:
        for slot in self._slots:
            give_back(slot)
        self._slots = []

    def post_login(self, request: HttpRequest, user: AbstractBaseUser, **options: Any) -> HttpResponse:
        response = super().post_login(request, user, **options)
        if isinstance(user, Account):
            remember_device(request, response, [user.username, user.email])
            response.set_cookie(
                settings.LANGUAGE_COOKIE_NAME, user.language, max_age=settings.LANGUAGE_COOKIE_AGE
            )
        return response


class SecondFactorAdapter(DefaultMFAAdapter):
    """Second factors: our words, and the house's name for the site."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": WRONG_CODE,
        "cannot_delete_authenticator": _("Langkah kedua ini belum bisa dimatikan."),
        "cannot_generate_recovery_codes": _("Nyalakan langkah kedua dulu, lalu buat kode cadangan."),
    }

    def _get_site_name(self) -> str:
        return "Anyam"

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Any) -> str:
        return str(_("Kunci sandi"))
