"""Fixtures of journeys: one browser a file, people who are signed in, a worker for long work, silent consoles."""

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from unittest import mock

import pytest
from django.conf import settings
from django.db import connections
from django.test import Client
from django_tasks_db.management.commands.db_worker import Worker
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests.factories.people import account_of
from tests.journeys.pointer import COUNTING

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
# Said by Chromium of every answer that is not 2xx, also of the ones a page is meant to give (a form refused with 422).
EXPECTED = "Failed to load resource: the server responded with a status of 422"


@pytest.fixture(scope="session")
def live_server() -> Iterator[LiveServer]:
    """The server as in production: static files come from WhiteNoise, not from Django's finders."""
    with mock.patch(
        "django.contrib.staticfiles.handlers.StaticFilesHandler", lambda application: application
    ):
        server = LiveServer("localhost")
    yield server
    server.stop()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A real browser, the same for all tests of a file."""
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def visit(chromium, live_server) -> Iterator[Callable[..., Page]]:
    """`visit(path, actor=, width=, script=)`: a page of that person in a browser of their own.

    Presses are counted (see `pointer`). Anything the console says, any breach of the page policy and any fault of
    a script fails the test.
    """
    contexts: list[BrowserContext] = []
    said: list[str] = []

    def do(path: str, *, actor=None, width: int = 1280, script: bool = True) -> Page:
        context = chromium.new_context(
            viewport={"width": width, "height": 740},
            java_script_enabled=script,
            locale="id-ID",
            accept_downloads=True,
        )
        contexts.append(context)
        context.set_default_timeout(15_000)
        if actor is not None:
            context.add_cookies([signed_in(actor, live_server.url)])
        context.add_init_script(COUNTING)
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(live_server.url + path)
        return page

    yield do
    for context in contexts:
        context.close()
    assert [text for text in said if not text.startswith(EXPECTED)] == []


def signed_in(actor, url: str) -> dict[str, str]:
    """The session cookie of somebody who has signed in."""
    client = Client()
    client.force_login(account_of(actor))
    name = settings.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value, "url": url}


@pytest.fixture
def worker(transactional_db) -> Iterator[None]:
    """A worker beside the server, with the real queue, until the test ends."""
    one = Worker(
        queue_names=["*"],
        interval=0.1,
        batch=False,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id="journey",
        excluded_queue_names=[],
    )

    def run() -> None:
        try:
            one.run()
        finally:
            connections.close_all()

    thread = threading.Thread(target=run, name="worker", daemon=True)
    thread.start()
    yield
    one.running = False
    thread.join(timeout=10)
    assert not thread.is_alive()
