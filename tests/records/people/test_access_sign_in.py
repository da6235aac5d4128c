"""Signing in: by name, NISN or e-mail; no telling which accounts exist; limits that spare a school."""

import re
import time
from datetime import timedelta

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.contrib.sessions.models import Session
from django.test import Client, RequestFactory
from django.utils import timezone

from anyam.base.limits import Limit, give_back
from anyam.records.people.adapters.accounts import FLOOD, GUESSES, STRANGERS, AccountAdapter
from anyam.tools.audit.models import AuditEntry
from tests.factories import people
from tests.factories.access import PASSWORD, post_sign_in, with_password

pytestmark = [pytest.mark.page, pytest.mark.django_db]
MISMATCH = "Nama pengguna atau kata sandi belum cocok"
TOO_MANY = "Terlalu banyak percobaan"


class CountingHasher(MD5PasswordHasher):
    """The tests' hasher that counts how often it works."""

    runs = 0

    def encode(self, password, salt):
        type(self).runs += 1
        return super().encode(password, salt)


@pytest.fixture
def teacher(school):
    actor = people.make_actor(school, "supervisor", username="darius.tundan", email="darius@smk.example")
    return with_password(people.account_of(actor))


@pytest.fixture
def pupil(school):
    actor = people.make_actor(school, "pupil", username="0091234567", name="Nabila Azzahra")
    return with_password(people.account_of(actor))


def acts(school):
    return list(AuditEntry.objects.of_school(school.pk).order_by("sequence").values_list("action", flat=True))


def without_tokens(response) -> str:
    return re.sub(r'value="[A-Za-z0-9]{64}"', "", response.content.decode())


@pytest.mark.parametrize("name", ["darius.tundan", "DARIUS.Tundan", " darius.tundan ", "darius@smk.example"])
def test_teacher_signs_in_by_name_or_email(teacher, name):
    response = post_sign_in(name)
    assert (response.status_code, response["Location"]) == (302, "/beranda/")


@pytest.mark.parametrize("nisn", ["0091234567", " 009 123 4567 "])
def test_pupil_signs_in_by_nisn(pupil, school, nisn):
    response = post_sign_in(nisn)
    assert (response.status_code, response["Location"]) == (302, "/beranda/")
    assert response.client.get("/beranda/")["Location"] == "/saya/"
    assert acts(school) == ["people.signed_in"]


def test_sign_in_returns_to_the_page_asked_for_but_never_to_another_site(teacher):
    assert post_sign_in("darius.tundan", next="/saya/akun/")["Location"] == "/saya/akun/"
    assert post_sign_in("darius.tundan", next="https://example.com/")["Location"] == "/beranda/"


def test_page_of_signing_in_offers_no_sign_up(client):
    page = client.get("/masuk/").content.decode()
    assert "signup" not in page
    assert client.get("/signup/").status_code == 404


def test_unknown_and_wrong_look_the_same(teacher):
    wrong, unknown = (
        post_sign_in(name, "bukan-ini-kata-sandinya") for name in ("darius.tundan", "tidak.adaaaaaa")
    )
    assert (wrong.status_code, unknown.status_code) == (200, 200)
    assert MISMATCH in wrong.content.decode()
    assert without_tokens(wrong).replace("darius.tundan", "") == without_tokens(unknown).replace(
        "tidak.adaaaaaa", ""
    )


def test_wrong_email_and_closed_account_look_the_same(teacher):
    wrong = post_sign_in("darius@smk.example", "bukan-ini-kata-sandinya")
    teacher.is_active = False
    teacher.save()
    closed = post_sign_in("darius@smk.example", PASSWORD)
    assert without_tokens(wrong) == without_tokens(closed)


@pytest.mark.parametrize("name", ["darius.tundan", "darius@smk.example", "tidak.ada", "tidak@ada.example"])
def test_every_refusal_costs_one_password_check(teacher, name, settings):
    """Time tells nothing: the hasher, which takes all of it, runs exactly once whoever is asked for."""
    settings.PASSWORD_HASHERS = [f"{__name__}.CountingHasher"]
    CountingHasher.runs = 0
    post_sign_in(name, "bukan-ini-kata-sandinya")
    assert CountingHasher.runs == 1


def test_refusal_takes_the_same_time_with_the_real_hasher(teacher, settings):
    settings.PASSWORD_HASHERS = ["anyam.base.hashing.SchoolArgon2"]
    with_password(teacher)
    took = {"darius.tundan": [], "tidak.ada": []}
    for turn in range(4):
        for name, times in took.items():
            start = time.perf_counter()
            post_sign_in(name, "bukan-ini-kata-sandinya", address=f"10.1.{turn}.1")
            times.append(time.perf_counter() - start)
    known, unknown = (min(times) for times in took.values())
    assert 0.5 < known / unknown < 2


def test_failure_is_written_to_the_trail_of_the_school(teacher, school):
    post_sign_in("darius.tundan", "bukan-ini-kata-sandinya")
    row = AuditEntry.objects.of_school(school.pk).get()
    assert (row.action, row.object_name, row.actor_key) == (
        "people.sign_in_failed",
        "Rina Kristiani",
        "account:None",
    )


def test_failure_of_an_unknown_name_is_nobodys(school):
    post_sign_in("tidak.ada", "bukan-ini-kata-sandinya")
    assert acts(school) == []


def test_wrong_guesses_slow_only_this_name_at_this_address(teacher, pupil):
    for _ in range(GUESSES.amount):
        assert MISMATCH in post_sign_in("darius.tundan", "salah-salah-salah").content.decode()
    assert TOO_MANY in post_sign_in("darius.tundan", PASSWORD).content.decode()
    assert post_sign_in("0091234567").status_code == 302
    assert post_sign_in("darius.tundan", address="10.0.0.2").status_code == 302


def test_unknown_names_are_slowed_the_same_way(school):
    for _ in range(GUESSES.amount):
        post_sign_in("tidak.ada", "salah-salah-salah")
    assert TOO_MANY in post_sign_in("tidak.ada", "salah-salah-salah").content.decode()


def test_right_passwords_are_never_counted(teacher):
    assert {post_sign_in("darius.tundan").status_code for _ in range(GUESSES.amount * 3)} == {302}


def test_own_browser_is_not_slowed_by_strangers_at_the_same_address(teacher):
    own = post_sign_in("darius.tundan").client
    own.post("/keluar/")
    for _ in range(GUESSES.amount + 1):
        post_sign_in("darius.tundan", "salah-salah-salah")
    assert TOO_MANY in post_sign_in("darius.tundan", PASSWORD).content.decode()
    assert post_sign_in("darius.tundan", client=own).status_code == 302


def test_guesses_from_many_addresses_are_stopped_for_strangers_only(teacher):
    own = post_sign_in("darius.tundan", address="10.9.9.9").client
    own.post("/keluar/")
    for number in range(STRANGERS.amount):
        post_sign_in("darius.tundan", "salah-salah-salah", address=f"10.2.0.{number}")
    assert TOO_MANY in post_sign_in("darius.tundan", PASSWORD, address="10.3.0.1").content.decode()
    assert post_sign_in("darius.tundan", client=own, address="10.9.9.9").status_code == 302


def test_forged_device_cookie_opens_no_lane(teacher):
    for _ in range(GUESSES.amount):
        post_sign_in("darius.tundan", "salah-salah-salah")
    browser = Client()
    browser.cookies["anyam_device"] = "palsu"
    assert TOO_MANY in post_sign_in("darius.tundan", client=browser).content.decode()


def test_fifteen_hundred_sign_ins_from_one_address_pass(settings):
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
            "OPTIONS": {"MAX_ENTRIES": 100_000},
        }
    }
    request = RequestFactory().post("/masuk/", REMOTE_ADDR="10.0.0.1")
    adapter = AccountAdapter(request)
    for number in range(1500):
        adapter.pre_authenticate(request, username=f"siswa{number}")
        adapter._free()
    assert FLOOD.amount >= 1500


def test_limit_gives_back_and_runs_out():
    limit = Limit("uji", 2, 60)
    first, second = limit.take("a"), limit.take("a")
    assert None not in (first, second)
    assert limit.take("a") is None
    assert limit.take("b") is not None
    give_back(first)
    assert limit.take("a") == first


def test_flood_limit_stops_at_its_amount():
    limit = Limit("uji-banjir", 3, 60)
    assert [limit.flows("a") for _ in range(4)] == [True, True, True, False]
    assert limit.flows("b") is True


@pytest.mark.parametrize(
    ("who", "shared", "kind", "age"),
    [
        ("teacher", "", "staff", 43_200),
        ("teacher", "on", "staff", 43_200),
        ("pupil", "", "own_phone", 2_592_000),
        ("pupil", "on", "shared_phone", ""),
    ],
)
def test_session_kind_follows_hat_and_tick(request, who, shared, kind, age):
    account = request.getfixturevalue(who)
    response = post_sign_in(account.username, shared=shared)
    assert response.client.session["anyam_kind"] == kind
    assert response.client.cookies["sessionid"]["max-age"] == age


def idle(client, minutes, started=None):
    session = client.session
    session["anyam_seen"] = (timezone.now() - timedelta(minutes=minutes)).timestamp()
    session["anyam_started"] = (timezone.now() - timedelta(minutes=started or minutes)).timestamp()
    session.save()


@pytest.mark.parametrize(
    ("who", "shared", "minutes", "started", "stays"),
    [
        ("teacher", "", 29, None, True),
        ("teacher", "", 31, None, False),
        ("teacher", "", 1, 12 * 60 + 1, False),
        ("pupil", "", 29 * 24 * 60, None, True),
        ("pupil", "", 1, 30 * 24 * 60 + 1, False),
        ("pupil", "on", 31, None, False),
    ],
)
def test_session_ends_when_its_limits_are_reached(request, who, shared, minutes, started, stays):
    account = request.getfixturevalue(who)
    client = post_sign_in(account.username, shared=shared).client
    idle(client, minutes, started)
    response = client.get("/saya/akun/")
    assert response.status_code == (200 if stays else 302)
    if not stays:
        assert response["Location"] == "/masuk/?next=/saya/akun/"
        assert client.get("/saya/akun/").status_code == 302


def test_sign_out_is_posted_and_written_down(teacher, school):
    client = post_sign_in("darius.tundan").client
    assert client.get("/keluar/").status_code == 200
    assert client.get("/saya/akun/").status_code == 200
    assert client.post("/keluar/")["Location"] == "/"
    assert client.get("/saya/akun/").status_code == 302
    assert acts(school) == ["people.signed_in", "people.signed_out"]


def test_closing_ends_the_session_at_the_next_request(teacher):
    client = post_sign_in("darius.tundan").client
    assert client.get("/saya/akun/").status_code == 200
    teacher.is_active = False
    teacher.save()
    assert client.get("/saya/akun/").status_code == 302


def test_pages_of_signed_in_people_are_not_kept(teacher):
    client = post_sign_in("darius.tundan").client
    assert client.get("/saya/akun/")["Cache-Control"] == "no-store, private"
    assert Session.objects.count() == 1


def test_flood_from_one_address_is_stopped_and_only_there(teacher):
    for _ in range(FLOOD.amount):
        FLOOD.flows("10.0.0.1")
    assert TOO_MANY in post_sign_in("darius.tundan").content.decode()
    assert post_sign_in("darius.tundan", address="10.0.0.2").status_code == 302


def test_request_without_an_address_counts_as_one_place():
    request = RequestFactory().post("/masuk/", REMOTE_ADDR="")
    adapter = AccountAdapter(request)
    assert adapter.get_client_ip(request) == "127.0.0.1"
    assert adapter.is_open_for_signup(request) is False


def test_form_sent_after_the_session_ended_leads_to_the_sign_in(teacher):
    client = post_sign_in("darius.tundan").client
    idle(client, 31)
    assert client.post("/saya/akun/bahasa/", {"language": "en"})["Location"] == "/masuk/"
    teacher.refresh_from_db()
    assert teacher.language == "id"


def test_account_without_a_hat_signs_in_without_a_trail(school):
    with_password(people.make_account(username="tanpa.peran"))
    client = post_sign_in("tanpa.peran").client
    assert client.get("/beranda/").status_code == 200
    post_sign_in("tanpa.peran", "salah-salah-salah")
    assert client.post("/keluar/").status_code == 302
    assert acts(school) == []
