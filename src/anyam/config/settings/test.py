"""Settings of the test suite: quick hashing, mail in memory, writes on GET refused."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("ANYAM_DATA", str(Path(tempfile.gettempdir()) / "anyam-tests"))
os.environ.setdefault("SECRET_KEY", "only-for-tests-0123456789-0123456789-0123456789-0123456789")

from anyam.config.settings.base import *  # noqa: F403
from anyam.config.settings.base import DATABASES, SQLITE_OPTIONS, SQLITE_PRAGMAS

REFUSE_WRITES_ON_GET = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = SQLITE_OPTIONS | {
        "init_command": SQLITE_PRAGMAS.replace("synchronous=FULL", "synchronous=OFF")
    }
    DATABASES["default"]["TEST"] = {
        "NAME": str(Path(tempfile.gettempdir()) / f"anyam-test-{os.getpid()}.sqlite3")
    }
