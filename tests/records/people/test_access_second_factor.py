"""Second step of signing in: codes from an app, spare codes, passkeys; refusals and limits."""

import re
import time
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.utils import timezone

from anyam.records.people.models import Account
from anyam.tools.audit.models import AuditEntry
from tests.factories import people
from tests.factories.access import PASSWORD, post_sign_in, with_password

pytestmark = [pytest.mark.page, pytest.mark.django_db]
SAFE = "/saya/akun/keamanan/"


@pytest.fixture
def account(school):
    return with_password(people.account_of(people.make_actor(school, "principal", username="maria")))


def code_of(secret, shift=0):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + shift))


def confirmed(client, path):
    """Open a page that asks for the password first, and give it."""
    asked = client.get(path)
    assert asked["Location"].startswith("/saya/akun/pastikan/")
    return client.post(asked["Location"], {"password": PASSWORD, "next": path})


@pytest.fixture
def turned_on(account):
    """The account with codes turned on through the pages: browser and secret."""
    client = post_sign_in("maria").client
    assert confirmed(client, SAFE + "aplikasi/")["Location"] == SAFE + "aplikasi/"
    text = client.get(SAFE + "aplikasi/").content.decode()
    secret = re.search(r"<code[^>]*>([A-Z2-7]+)</code>", text).group(1)
    assert 'src="data:image/svg+xml;base64,' in text
    wrong = client.post(SAFE + "aplikasi/", {"code": "000000"})
    assert "Kode ini belum cocok" in wrong.content.decode()
    done = client.post(SAFE + "aplikasi/", {"code": code_of(secret)})
    assert done["Location"] == SAFE + "kode-cadangan/"
    return client, secret


def spare_codes(client):
    return re.findall(
        r'<code class="grow">([^<]+)</code>', client.post(SAFE + "kode-cadangan/").content.decode()
    )


@pytest.mark.django_db(transaction=True)
def test_turning_on_asks_for_the_password_and_gives_spare_codes(turned_on, school):
    client, _secret = turned_on
    assert '<code class="grow">' not in client.get(SAFE + "kode-cadangan/").content.decode()
    assert len(spare_codes(client)) == 10
    assert "Menyala" in client.get("/saya/akun/").content.decode()
    acts = AuditEntry.objects.of_school(school.pk).values_list("action", flat=True)
    assert list(acts).count("people.factor_added") == 2


def test_password_alone_is_no_longer_enough(turned_on, school):
    response = post_sign_in("maria")
    assert response["Location"] == "/masuk/langkah-kedua/"
    client = response.client
    assert client.get("/saya/akun/")["Location"].startswith("/masuk/")
    wrong = client.post("/masuk/langkah-kedua/", {"code": "000000"})
    assert (wrong.status_code, "Kode ini belum cocok" in wrong.content.decode()) == (200, True)
    assert AuditEntry.objects.of_school(school.pk).filter(action="people.factor_failed").count() == 1


def test_code_opens(turned_on):
    _client, secret = turned_on
    client = post_sign_in("maria").client
    # The code of the next half minute: the one of now was used to turn it on.
    assert client.post("/masuk/langkah-kedua/", {"code": code_of(secret, 1)})["Location"] == "/beranda/"
    assert client.session["anyam_kind"] == "staff"
    assert client.get("/saya/akun/").status_code == 200


def test_spare_code_opens_once(turned_on):
    spare = spare_codes(turned_on[0])[0]
    first = post_sign_in("maria").client
    assert first.post("/masuk/langkah-kedua/", {"code": spare})["Location"] == "/beranda/"
    second = post_sign_in("maria").client
    assert second.post("/masuk/langkah-kedua/", {"code": spare}).status_code == 200


def test_codes_cannot_be_guessed(turned_on):
    _client, secret = turned_on
    client = post_sign_in("maria").client
    for number in range(5):
        client.post("/masuk/langkah-kedua/", {"code": f"{number:06}"})
    page = client.post("/masuk/langkah-kedua/", {"code": code_of(secret, 1)})
    assert "Terlalu banyak percobaan" in page.content.decode()


def test_turning_off(turned_on, school):
    client, _secret = turned_on
    assert client.get(SAFE + "aplikasi/matikan/").status_code == 200
    assert client.post(SAFE + "aplikasi/matikan/")["Location"] == SAFE
    assert Authenticator.objects.count() == 0
    assert post_sign_in("maria")["Location"] == "/beranda/"
    assert AuditEntry.objects.of_school(school.pk).filter(action="people.factor_removed").count() == 2


def test_new_spare_codes_replace_the_old(turned_on):
    client, _secret = turned_on
    old = spare_codes(client)
    assert "tidak berlaku lagi" in client.get(SAFE + "kode-cadangan/baru/").content.decode()
    client.post(SAFE + "kode-cadangan/baru/")
    assert set(old) & set(spare_codes(client)) == set()


def test_another_account_can_pass_the_same_browser(turned_on):
    client = post_sign_in("maria").client
    assert client.post("/keluar/", {"next": "/masuk/"})["Location"] == "/masuk/"
    assert client.get("/masuk/").status_code == 200


def test_secret_is_of_use_only_to_its_owner(turned_on, school):
    other = with_password(people.account_of(people.make_actor(school, "supervisor", username="darius")))
    client = post_sign_in("darius").client
    confirmed(client, SAFE + "aplikasi/")
    assert client.get(SAFE + "aplikasi/matikan/").status_code == 404
    assert client.post(SAFE + "kode-cadangan/").status_code == 404
    assert Authenticator.objects.filter(user=other).count() == 0


def test_passkey_pages_hand_options_to_the_own_script(account):
    client = post_sign_in("maria").client
    confirmed(client, SAFE + "kunci-sandi/tambah/")
    text = client.get(SAFE + "kunci-sandi/tambah/").content.decode()
    assert 'data-passkey="create"' in text
    assert '"creation_options"' in text
    for rubbish in ("{}", "[1]", "x", '{"id": "a", "rawId": "a", "type": "public-key", "response": {}}'):
        refused = client.post(SAFE + "kunci-sandi/tambah/", {"name": "HP", "credential": rubbish})
        assert refused.status_code == 200
    assert Authenticator.objects.count() == 0
    assert client.get(SAFE + "kunci-sandi/").status_code == 200


def test_passkey_sign_in_offers_a_challenge_and_refuses_rubbish(client, db):
    options = client.get("/masuk/kunci-sandi/", headers={"accept": "application/json"}).json()
    assert len(options["request_options"]["publicKey"]["challenge"]) >= 22
    for rubbish in ('{"id": 1}', "[]", "null", "x", "1", '{"id": "a", "rawId": "a", "response": {}}'):
        assert client.post("/masuk/kunci-sandi/", {"credential": rubbish})["Location"] == "/masuk/"
    assert client.get("/beranda/").status_code == 302


def test_passkey_of_another_account_is_not_found(account, school):
    owner = people.make_account()
    key = Authenticator.objects.create(user=owner, type="webauthn", data={"name": "HP", "credential": {}})
    client = post_sign_in("maria").client
    assert (
        confirmed(client, f"{SAFE}kunci-sandi/{key.pk}/hapus/")["Location"]
        == f"{SAFE}kunci-sandi/{key.pk}/hapus/"
    )
    assert client.post(f"{SAFE}kunci-sandi/{key.pk}/hapus/").status_code == 404
    assert Authenticator.objects.filter(pk=key.pk).count() == 1


def test_first_secret_cannot_reach_the_second_factor(school, account):
    Account.objects.filter(pk=account.pk).update(
        must_change_password=True, first_secret_expires=timezone.now() + timedelta(days=1)
    )
    client = post_sign_in("maria").client
    assert client.get(SAFE + "aplikasi/")["Location"] == "/saya/akun/kata-sandi/"
