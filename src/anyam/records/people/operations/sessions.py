"""Ending sign-ins: of one account, everywhere or on other devices."""

from importlib import import_module

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db import transaction

from anyam.records.people.models import Account


@transaction.atomic
def end_sessions(*, account: Account, except_key: str | None = None) -> int:
    """Sign the account out on every device but the one with session `except_key`; returns how many ended."""
    store = import_module(settings.SESSION_ENGINE).SessionStore
    rows = UserSession.objects.filter(user=account)
    if except_key:
        rows = rows.exclude(session_key=except_key)
    keys = list(rows.values_list("session_key", flat=True))
    for key in keys:
        store(key).delete()
    rows.delete()
    return len(keys)
