"""Landing page, health and machine files."""

import pytest
from django.db import DatabaseError
from django.test import Client

from anyam.entrances.public import health

pytestmark = pytest.mark.page


def test_landing_leads_in_and_to_verification(db):
    answer = Client().get("/")
    text = answer.content.decode()
    assert answer.status_code == 200
    assert 'action="/v/"' in text
    assert "/masuk/" in text


def test_health_says_yes_and_no_more(db):
    assert [
        (Client().get(f"/{name}").status_code, Client().get(f"/{name}").content)
        for name in ("livez", "readyz")
    ] == [
        (200, b"ok\n"),
        (200, b"ok\n"),
    ]


def test_not_ready_when_the_database_does_not_answer(db, monkeypatch):
    class Broken:
        def cursor(self):
            raise DatabaseError("password=geheim")

    monkeypatch.setattr(health, "connection", Broken())
    answer = Client().get("/readyz")
    assert (answer.status_code, answer.content) == (503, b"no\n")
    assert Client().get("/livez").status_code == 200


def test_robots_and_security_files(db, settings):
    settings.PUBLIC_BASE_URL = "https://anyam.example"
    settings.DEFAULT_FROM_EMAIL = "anyam@sekolah.example"
    assert Client().get("/robots.txt").content == b"User-agent: *\nAllow: /$\nDisallow: /\n"
    lines = Client().get("/.well-known/security.txt").content.decode().splitlines()
    assert [line.split(":")[0] for line in lines] == [
        "Contact",
        "Expires",
        "Preferred-Languages",
        "Canonical",
    ]
    assert lines[0] == "Contact: mailto:anyam@sekolah.example"
    assert lines[3] == "Canonical: https://anyam.example/.well-known/security.txt"


def test_public_pages_carry_the_strict_policy(db):
    for path in ("/", "/v/"):
        answer = Client().get(path)
        assert "script-src 'self'" in answer["Content-Security-Policy"]
        assert b" style=" not in answer.content
        assert b"<script>" not in answer.content
