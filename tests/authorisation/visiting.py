"""One request as one person: what came back, what was written, what was sent."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from time import time
from typing import Any

from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY,
    AUTHENTICATION_METHODS_SESSION_KEY,
)
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.core.signals import request_finished
from django.db import close_old_connections, connection, transaction
from django.template.backends.django import Template
from django.test import Client
from django.utils.safestring import SafeString

from anyam.records.people.models import Account
from tests.authorisation.canaries import text_of

WRITES = re.compile(r"^\s*(INSERT|UPDATE|DELETE|REPLACE|MERGE|TRUNCATE)\b[^\"]*\"(\w+)\"", re.IGNORECASE)
# A refusal is written into the trail, and every request keeps its session alive.
OF_NO_ACCOUNT = ("django_session", "audit_", "usersessions_", "anyam_cache")
DAY = 86400
LIGHT = SafeString("")


@dataclass(slots=True)
class Answer:
    """What one request led to. `written`: tables with rows that changed, sessions and trail left out."""

    status: int
    text: str = ""
    written: set[str] = field(default_factory=set)
    mails: int = 0
    files: int = 0
    fault: str = ""
    location: str = ""

    @property
    def left_no_mark(self) -> bool:
        return not (self.written or self.mails or self.files)


class WriteWatch:
    """Notes the tables that statements changed."""

    def __init__(self) -> None:
        self.tables: set[str] = set()

    def __call__(self, execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        result = execute(sql, params, many, context)
        found = WRITES.match(str(sql))
        # What an INSERT with RETURNING changed is not counted until it is read.
        if found and (found[1].upper() == "INSERT" or context["cursor"].rowcount != 0):
            table = found[2].lower()
            if not table.startswith(OF_NO_ACCOUNT):
                self.tables.add(table)
        return result


@contextmanager
def light_pages() -> Iterator[None]:
    """Pages are empty inside: for cells whose status alone is asked."""
    whole = Template.render
    Template.render = lambda self, context=None, request=None: LIGHT  # type: ignore[method-assign]
    try:
        yield
    finally:
        Template.render = whole  # type: ignore[method-assign]


class Visitor:
    """One role's browser; every visit is undone."""

    def __init__(self, account: Account | None) -> None:
        self.client = Client()
        if account is not None:
            self.client.force_login(account, backend=settings.AUTHENTICATION_BACKENDS[0])
            session = self.client.session
            # As if the password had just been given, and for as long as the sweep may take.
            session[AUTHENTICATION_METHODS_SESSION_KEY] = [
                {"method": "password", "at": time() + DAY, "reauthenticated": True}
            ]
            session[_AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(account.pk)
            session.save()
        self._cookies = deepcopy(self.client.cookies)

    def visit(
        self, method: str, path: str, data: dict[str, Any] | None = None, *, light: bool = False
    ) -> Answer:
        """Ask, look, and undo whatever the request did."""
        cache.clear()
        mail.outbox = []
        self.client.cookies = deepcopy(self._cookies)
        watch, before = WriteWatch(), _files() if method == "POST" else 0
        with transaction.atomic():
            try:
                with connection.execute_wrapper(watch):
                    answer = self._ask(method, path, data, light)
            except Exception as fault:  # a fault of a page is a wrong cell, not the end of the sweep
                answer = Answer(500, fault=f"{type(fault).__name__}: {str(fault)[:200]}")
            answer.written = watch.tables
            answer.mails = len(mail.outbox)
            answer.files = _files() - before if method == "POST" else 0
            transaction.set_rollback(True)
        return answer

    def _ask(self, method: str, path: str, data: dict[str, Any] | None, light: bool) -> Answer:
        send = getattr(self.client, method.lower())
        given = (path, data or {}) if method == "POST" else (path,)
        if not light:
            response = send(*given)
            answer = Answer(response.status_code, text_of(response), location=response.get("Location", ""))
        else:
            with light_pages():
                response = send(*given)
            answer = Answer(response.status_code, location=response.get("Location", ""))
        if response.streaming:
            _close(response)
        return answer


def _close(response: Any) -> None:
    """Close a file that was not read to its end, and leave the connection, as the test client itself does."""
    request_finished.disconnect(close_old_connections)
    try:
        response.close()
    finally:
        request_finished.connect(close_old_connections)


def _files() -> int:
    """Files in the store."""
    return sum(1 for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file())
