"""Forms of signing in, own password, second factors and own choices."""

import struct
from typing import Any

from allauth.account.forms import LoginForm, ReauthenticateForm
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as ReauthenticateByCodeForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from anyam.base.forms import KitForm
from anyam.records.people import rules
from anyam.records.people.models import Account
from anyam.records.people.terms import Language

LONGEST_PASSWORD = 200


def password_field(label: Any, *, fresh: bool = False, help_text: Any = "") -> forms.CharField:
    """A password input that lets managers fill and people paste."""
    complete = "new-password" if fresh else "current-password"
    return forms.CharField(
        label=label,
        max_length=LONGEST_PASSWORD,
        strip=False,
        help_text=help_text,
        widget=forms.PasswordInput(attrs={"autocomplete": complete}),
    )


class SignInForm(LoginForm):
    """One name, whatever kind it is, and the password; on a shared phone the sign-in ends soon."""

    use_required_attribute = False

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("label_suffix", "")
        super().__init__(*args, **options)
        self.fields = {
            "login": forms.CharField(
                label=_("Nama pengguna, NISN, atau pos-el"),
                max_length=254,
                widget=forms.TextInput(
                    attrs={
                        "autocomplete": "username webauthn",
                        "autocapitalize": "none",
                        "spellcheck": "false",
                    }
                ),
            ),
            "password": password_field(_("Kata sandi")),
            "shared": forms.BooleanField(
                label=_("Ini HP atau komputer bersama"),
                required=False,
                help_text=_("Keluar sendiri setelah 30 menit tidak dipakai."),
            ),
        }

    def clean_login(self) -> str:
        """Spaces round a name, and inside a number read from a card in groups, are not meant."""
        text = self.cleaned_data["login"].strip()
        number = "".join(text.split())
        return number if number.isdigit() else text

    def user_credentials(self) -> dict[str, str]:
        """One name for both kinds, so that one password check is made, e-mail address or not."""
        return {"username": self.cleaned_data["login"], "password": self.cleaned_data["password"]}

    def login(self, request: HttpRequest, redirect_url: str | None = None) -> HttpResponse:
        request.session[rules.SESSION_SHARED] = self.cleaned_data["shared"]
        response = super().login(request, redirect_url)
        if kind := request.session.get(rules.SESSION_KIND):
            # The library has just set an age of its own.
            request.session.set_expiry(rules.session_cookie_age(kind))
        return response


class ConfirmPasswordForm(ReauthenticateForm):
    """The own password once more before something weighty."""

    use_required_attribute = False

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("label_suffix", "")
        super().__init__(*args, **options)
        self.fields["password"] = password_field(_("Kata sandi Anda"))


def code_field() -> forms.CharField:
    return forms.CharField(
        label=_("Kode"),
        max_length=12,
        help_text=_("Enam angka dari aplikasi, atau satu kode cadangan."),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


class SecondStepForm(AuthenticateForm):
    use_required_attribute = False

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["code"] = code_field()


class ConfirmByCodeForm(ReauthenticateByCodeForm):
    use_required_attribute = False

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["code"] = code_field()


class TurnOnCodesForm(ActivateTOTPForm):
    use_required_attribute = False

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["code"] = code_field()
        self.fields["code"].help_text = _("Enam angka yang sekarang tampil di aplikasi.")


# What the library's parser raises for answers that no device gives.
GARBLED = (LookupError, TypeError, ValueError, AttributeError, struct.error)
KEY_NOT_READ = _("Kunci sandi belum terbaca. Coba lagi, atau pakai cara lain.")


class PasskeyAnswer:
    """Turns every unreadable answer of a device into a message, where the library would stop."""

    def clean_credential(self) -> Any:
        try:
            return super().clean_credential()  # type: ignore[misc]
        except GARBLED:
            raise ValidationError(KEY_NOT_READ, code="credential") from None


class SignInByPasskeyForm(PasskeyAnswer, LoginWebAuthnForm):
    pass


class SecondStepByPasskeyForm(PasskeyAnswer, AuthenticateWebAuthnForm):
    pass


class ConfirmByPasskeyForm(PasskeyAnswer, ReauthenticateWebAuthnForm):
    pass


class AddPasskeyForm(AddWebAuthnForm):
    """Every key made here opens without a password, so that there is one kind only."""

    use_required_attribute = False

    def clean(self) -> dict[str, Any]:
        try:
            return super().clean()
        except GARBLED:
            raise ValidationError(KEY_NOT_READ, code="credential") from None

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["name"].label = _("Nama kunci")
        self.fields["name"].help_text = _("Misalnya “HP saya”, supaya dikenali nanti.")
        self.fields["passwordless"].widget = forms.HiddenInput()
        self.fields["passwordless"].initial = True


class NewPasswordForm(KitForm):
    """A password of one's own choice; the old one is asked for unless it was a card's first secret."""

    old = password_field(_("Kata sandi sekarang"))
    new = password_field(_("Kata sandi baru"), fresh=True)
    again = password_field(_("Tulis sekali lagi"), fresh=True)

    def __init__(self, *args: Any, account: Account, **options: Any) -> None:
        super().__init__(*args, **options)
        self.account = account
        if account.must_change_password:
            del self.fields["old"]

    def clean_old(self) -> str:
        old = self.cleaned_data["old"]
        if not self.account.check_password(old):
            raise ValidationError(_("Kata sandi ini belum cocok. Coba sekali lagi."), code="old")
        return old

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        new, again = data.get("new"), data.get("again")
        if new and again and new != again:
            self.add_error(
                "again", ValidationError(_("Kedua kata sandi belum sama. Tulis ulang."), code="again")
            )
        if new:
            try:
                validate_password(new, self.account)
            except ValidationError as error:
                self.add_error("new", error)
            if self.account.check_password(new):
                self.add_error(
                    "new", ValidationError(_("Pilih yang berbeda dari yang sekarang."), code="same")
                )
        return data


class LanguageForm(KitForm):
    """Language of the interface."""

    language = forms.ChoiceField(label=_("Bahasa"), choices=Language.choices, widget=forms.RadioSelect)
