"""A principal signs in by password, makes a passkey, signs out, and comes back without a password."""

import os
import re

import pytest
from playwright.sync_api import expect, sync_playwright

from tests.factories import people
from tests.factories.access import PASSWORD, with_password

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
ARGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


@pytest.fixture
def page(monkeypatch):
    """A page whose device answers passkey questions itself; any breach of the page policy fails the test."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGS)
        page = browser.new_page(locale="id-ID")
        faults: list[str] = []
        page.on("console", lambda message: faults.append(message.text) if "Policy" in message.text else None)
        page.on("pageerror", lambda error: faults.append(str(error)))
        device = page.context.new_cdp_session(page)
        device.send("WebAuthn.enable")
        options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True}
        options |= {"hasUserVerification": True, "isUserVerified": True}
        device.send("WebAuthn.addVirtualAuthenticator", {"options": options})
        yield page
        browser.close()
    assert faults == []


def test_passkey_replaces_the_password(live_server, page, school):
    with_password(people.account_of(people.make_actor(school, "principal", username="maria")))
    address = live_server.url
    page.goto(f"{address}/masuk/?next=/saya/akun/keamanan/kunci-sandi/tambah/")
    page.get_by_label("Nama pengguna, NISN, atau pos-el").fill("maria")
    page.get_by_label("Kata sandi", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Masuk", exact=True).click()
    page.get_by_label("Kata sandi Anda").fill(PASSWORD)
    page.get_by_role("button", name="Lanjutkan").click()
    page.get_by_label("Nama kunci").fill("HP saya")
    page.get_by_role("button", name="Buat kunci sandi").click()
    expect(page).to_have_url(re.compile("kode-cadangan"))

    page.goto(f"{address}/keluar/")
    page.get_by_role("button", name="Ya, keluar").click()
    page.goto(f"{address}/masuk/?next=/saya/akun/")
    page.get_by_role("button", name="Masuk dengan kunci sandi").click()
    expect(page).not_to_have_url(re.compile("/masuk/"))
    page.goto(f"{address}/saya/akun/keamanan/kunci-sandi/")
    expect(page.get_by_text("HP saya", exact=True).first).to_be_visible()
    expect(page.get_by_text("terakhir dipakai")).to_be_visible()
