"""Settings shared by development, tests and production."""

import secrets
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from anyam.config.env import env_int, env_str

PACKAGE = Path(__file__).resolve().parents[2]
DATA_DIR = Path(env_str("ANYAM_DATA", str(Path.cwd() / "data")))


def secret_key() -> str:
    """The key from the environment, else one made once and kept beside the data, readable by its owner only."""
    key = env_str("SECRET_KEY", "")
    if key:
        return key
    file = DATA_DIR / "secret_key"
    if not file.exists():
        DATA_DIR.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(64), encoding="utf-8")
    return file.read_text(encoding="utf-8").strip()


SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA foreign_keys=ON;PRAGMA cache_size=-20000;"
    "PRAGMA mmap_size=134217728;PRAGMA journal_size_limit=27103364;PRAGMA temp_store=MEMORY;"
)
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": SQLITE_PRAGMAS,
}


def database(url: str) -> dict:
    """Django's settings for `postgresql://…` or, when empty, for the embedded SQLite file."""
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": DATA_DIR / "anyam.sqlite3",
            "OPTIONS": SQLITE_OPTIONS,
            "CONN_MAX_AGE": 600,
        }
    parts = urlsplit(url)
    host = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair).get("host")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(host or parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "OPTIONS": {
            "pool": {"min_size": 1, "max_size": env_int("DATABASE_POOL", 16)},
            "options": "-c statement_timeout=15000 -c lock_timeout=5000",
            **({"assume_role": role} if (role := env_str("DATABASE_ROLE", "")) else {}),
        },
    }


SECRET_KEY = secret_key()
DEBUG = False
ALLOWED_HOSTS = env_str("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
DATABASES = {"default": database(env_str("DATABASE_URL", ""))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REFUSE_WRITES_ON_GET = False

INSTALLED_APPS = [
    "anyam.base",
    "anyam.tools.audit",
    "anyam.tools.jobs",
    "anyam.tools.notices",
    "anyam.tools.documents",
    "anyam.tools.sheets",
    "anyam.tools.imports",
    "anyam.tools.links",
    "anyam.records.reference",
    "anyam.records.schools",
    "anyam.records.people",
    "anyam.records.access",
    "anyam.mapping.partners",
    "anyam.mapping.outreach",
    "anyam.planning.programmes",
    "anyam.agreements.memoranda",
    "anyam.agreements.obligations",
    "anyam.implementation.internships",
    "anyam.implementation.correspondence",
    "anyam.evaluation.reviews",
    "anyam.entrances.public",
    "anyam.entrances.student_app",
    "anyam.entrances.partner_link",
    "anyam.entrances.desk",
    "anyam.config.demo",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
]
# A half-built house runs too: rooms that are not there yet are left out.
INSTALLED_APPS = [
    app
    for app in INSTALLED_APPS
    if not app.startswith("anyam.") or (PACKAGE / Path(*app.split(".")[1:]) / "__init__.py").exists()
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "anyam.base.security.SecurityHeaders",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "anyam.records.people.adapters.middleware.SignedInRules",
    "django_htmx.middleware.HtmxMiddleware",
    "anyam.base.routes.DeclaredRoutesOnly",
]

ROOT_URLCONF = "anyam.config.urls"
WSGI_APPLICATION = "anyam.config.wsgi.application"
FORM_RENDERER = "anyam.base.forms.Renderer"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "anyam.base.shell.shell",
            ],
        },
    }
]

LANGUAGE_CODE = "id"
LANGUAGES = [("id", _("Bahasa Indonesia")), ("en", _("English"))]
TIME_ZONE = "Asia/Jakarta"
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "/static/"
STATIC_ROOT = Path(env_str("ANYAM_STATIC", str(DATA_DIR / "static")))
MEDIA_ROOT = DATA_DIR / "files"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MANIFEST_STRICT = False

AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "anyam.base.hashing.SchoolArgon2",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
LOGIN_URL = "/masuk/"
LOGIN_REDIRECT_URL = reverse_lazy("people:home")
LOGOUT_REDIRECT_URL = "/"

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
CSRF_COOKIE_HTTPONLY = True
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SILENCED_SYSTEM_CHECKS: list[str] = []

# Limits of sign-in live here; two web processes must share them, hence the database.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "anyam_cache",
        # Thrown out when full, at random: too small a number would forget limits in the busiest minutes.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
}

DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
DATA_UPLOAD_MAX_NUMBER_FILES = 20
FILE_UPLOAD_PERMISSIONS = 0o600

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
EMAIL_BACKEND = env_str("EMAIL_BACKEND", "django.core.mail.backends.console.EmailBackend")
DEFAULT_FROM_EMAIL = env_str("DEFAULT_FROM_EMAIL", "anyam@localhost")
PUBLIC_BASE_URL = env_str("PUBLIC_BASE_URL", "http://localhost:8000")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    # One line for every step of every job would bury what an operator must read.
    "loggers": {"django_tasks": {"level": "WARNING"}, "django_tasks_db": {"level": "WARNING"}},
}

# django-allauth: sign-in with a password first, second factor for staff, nothing by self-service sign-up.
ACCOUNT_ADAPTER = "anyam.records.people.adapters.accounts.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_USER_MODEL_USERNAME_FIELD = "username"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
ACCOUNT_FORMS = {
    "login": "anyam.records.people.forms.access.SignInForm",
    "reauthenticate": "anyam.records.people.forms.access.ConfirmPasswordForm",
}
# Sign-in itself is limited by our adapter, by name and device: one school is one address. "login_failed" is left for
# wrong codes of the second factor, by account.
ACCOUNT_RATE_LIMITS = {"login": None, "login_failed": "5/5m/key", "reauthenticate": "10/m/user"}
ALLAUTH_TRUSTED_PROXY_COUNT = env_int("TRUSTED_PROXIES", 0)
MFA_ADAPTER = "anyam.records.people.adapters.accounts.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Anyam"
MFA_TOTP_TOLERANCE = 1
MFA_RATE_LIMITS = {"webauthn_login": "600/m/ip"}
MFA_FORMS = {
    "authenticate": "anyam.records.people.forms.access.SecondStepForm",
    "reauthenticate": "anyam.records.people.forms.access.ConfirmByCodeForm",
    "activate_totp": "anyam.records.people.forms.access.TurnOnCodesForm",
    "add_webauthn": "anyam.records.people.forms.access.AddPasskeyForm",
    "login_webauthn": "anyam.records.people.forms.access.SignInByPasskeyForm",
    "authenticate_webauthn": "anyam.records.people.forms.access.SecondStepByPasskeyForm",
    "reauthenticate_webauthn": "anyam.records.people.forms.access.ConfirmByPasskeyForm",
}
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "anyam.records.people.adapters.passwords.LengthByHat"},
    {"NAME": "anyam.records.people.adapters.passwords.NotCommon"},
    {"NAME": "anyam.records.people.adapters.passwords.NotGuessable"},
]
# How long a printed account card is good for before its first use.
FIRST_SECRET_DAYS = env_int("FIRST_SECRET_DAYS", 30)
