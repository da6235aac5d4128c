"""The device cookie: a browser that signed in before is not slowed by strangers who guess at its account."""

import hashlib
import secrets
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

COOKIE = "anyam_device"
KEPT = timedelta(days=180)
# A phone passed round a class knows its last few users.
ACCOUNTS = 6


def device_of(request: HttpRequest, sign_in_name: str) -> str | None:
    """The browser's own mark when this sign-in name was right here before, else None."""
    known = _read(request)
    return known["mark"] if _digest(sign_in_name) in known["names"] else None


def remember_device(request: HttpRequest, response: HttpResponse, names: list[str]) -> None:
    """Note in the browser that these sign-in names of one account were right here."""
    known = _read(request)
    fresh = [_digest(name) for name in names if name]
    kept = fresh + [name for name in known["names"] if name not in fresh]
    response.set_cookie(
        COOKIE,
        signing.dumps({"mark": known["mark"], "names": kept[: 2 * ACCOUNTS]}, salt=COOKIE),
        max_age=KEPT,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def _read(request: HttpRequest) -> dict[str, Any]:
    try:
        return signing.loads(request.COOKIES.get(COOKIE, ""), salt=COOKIE, max_age=KEPT)
    except signing.BadSignature:
        return {"mark": secrets.token_hex(8), "names": []}


def _digest(name: str) -> str:
    return hashlib.sha256(name.strip().lower().encode()).hexdigest()[:16]
