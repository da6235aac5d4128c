"""Home, choice of school, Akun saya: language, devices, password, who saw my data, the trail of refusals."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from anyam.records import people as people_room
from anyam.records.people import queries
from anyam.records.people.models import Role
from anyam.records.people.terms import AUDIT_ACTIONS
from anyam.tools.audit.models import AuditEntry
from anyam.tools.audit.operations import record_read
from tests.factories import people
from tests.factories.access import PASSWORD, post_sign_in, with_password

pytestmark = [pytest.mark.page, pytest.mark.django_db]


@pytest.mark.parametrize(
    ("roles", "target"),
    [
        (["pupil"], "/saya/"),
        (["supervisor"], "/s/smkn3-plk/hari-ini/"),
        (["principal", "supervisor"], "/s/smkn3-plk/hari-ini/"),
        (["pupil", "operator"], "/s/smkn3-plk/hari-ini/"),
    ],
)
def test_home_leads_to_the_own_first_page(school, sign_in, roles, target):
    assert sign_in(people.make_actor(school, *roles)).get("/beranda/")["Location"] == target


def test_home_without_a_hat_says_what_to_do(school, sign_in):
    actor = people.make_actor(school, "supervisor")
    client = sign_in(actor)
    Role.objects.of_school(school.pk).update(ended_at=timezone.now())
    page = client.get("/beranda/")
    assert (page.status_code, "belum punya peran" in page.content.decode()) == (200, True)
    assert client.get("/saya/akun/").status_code == 200


def test_home_of_nobody_is_the_sign_in(client, db):
    assert client.get("/beranda/")["Location"] == "/masuk/?next=/beranda/"


@pytest.fixture
def two_schools(school, other_school):
    account = people.make_account()
    people.make_actor(school, "supervisor", account=account)
    return people.make_actor(other_school, "supervisor", account=account)


def test_two_schools_are_chosen_once(two_schools, sign_in):
    client = sign_in(two_schools)
    assert client.get("/beranda/")["Location"] == "/pilih-sekolah/"
    text = client.get("/pilih-sekolah/").content.decode()
    assert ("SMKN 3 Palangka Raya" in text, "SMKN 4 Banjarmasin" in text) == (True, True)
    assert client.post("/pilih-sekolah/", {"school": "smkn4-bjm"})["Location"] == "/s/smkn4-bjm/hari-ini/"
    assert client.get("/beranda/")["Location"] == "/s/smkn4-bjm/hari-ini/"


def test_chosen_school_is_the_actors_where_no_address_names_one(two_schools):
    account = people.account_of(two_schools)
    assert queries.load_actor(account, None).school_slug == "smkn3-plk"
    account.chosen_school = "smkn4-bjm"
    assert queries.load_actor(account, None).school_slug == "smkn4-bjm"
    account.chosen_school = "tidak-ada"
    assert queries.load_actor(account, None).school_slug == "smkn3-plk"


def test_school_without_a_hat_cannot_be_chosen(school, other_school, sign_in):
    client = sign_in(people.make_actor(school, "supervisor"))
    assert client.post("/pilih-sekolah/", {"school": other_school.slug}).status_code == 404


def test_choice_returns_only_inside_the_site(two_schools, sign_in):
    client = sign_in(two_schools)
    data = {"school": "smkn4-bjm", "next": "https://example.com/"}
    assert client.post("/pilih-sekolah/", data)["Location"] == "/s/smkn4-bjm/hari-ini/"
    assert client.post("/pilih-sekolah/", data | {"next": "/saya/akun/"})["Location"] == "/saya/akun/"


def test_language_is_kept_with_the_account(school, sign_in):
    actor = people.make_actor(school, "supervisor", username="darius")
    client = sign_in(actor)
    response = client.post("/saya/akun/bahasa/", {"language": "en"})
    assert (response["Location"], response.cookies["django_language"].value) == ("/saya/akun/", "en")
    account = with_password(people.account_of(actor))
    assert account.language == "en"
    assert post_sign_in("darius").client.cookies["django_language"].value == "en"
    client.post("/saya/akun/bahasa/", {"language": "xx"})
    assert people.account_of(actor).language == "en"


def test_own_devices_are_listed_and_ended(school):
    actor = people.make_actor(school, "supervisor", username="darius")
    with_password(people.account_of(actor))
    here, there = (post_sign_in("darius", address=f"10.0.0.{number}").client for number in (1, 2))
    text = here.get("/saya/akun/").content.decode()
    assert text.count("perangkat ini") == 1
    assert ("10.0.0.1" in text, "10.0.0.2" in text) == (True, True)
    assert here.post("/saya/akun/perangkat/keluar/")["Location"] == "/saya/akun/"
    assert here.get("/saya/akun/").status_code == 200
    assert there.get("/saya/akun/").status_code == 302


def test_devices_of_others_are_not_listed(school):
    for name in ("darius", "rina"):
        with_password(people.account_of(people.make_actor(school, "supervisor", username=name)))
    post_sign_in("rina", address="10.7.7.7")
    client = post_sign_in("darius").client
    assert "10.7.7.7" not in client.get("/saya/akun/").content.decode()


def test_changing_the_password_ends_other_devices_and_keeps_this_one(school):
    actor = people.make_actor(school, "supervisor", username="darius")
    with_password(people.account_of(actor))
    here, there = (post_sign_in("darius").client for _ in range(2))
    new = "sambal-terasi-pedas"
    data = {"old": PASSWORD, "new": new, "again": new}
    assert here.post("/saya/akun/kata-sandi/", data)["Location"] == "/saya/akun/"
    assert here.get("/saya/akun/").status_code == 200
    assert there.get("/saya/akun/").status_code == 302
    assert post_sign_in("darius", new).status_code == 302


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"old": "bukan-ini-sandinya"}, "Kata sandi ini belum cocok"),
        ({"again": "sambal-terasi-manis"}, "Kedua kata sandi belum sama"),
        ({"new": PASSWORD, "again": PASSWORD}, "Pilih yang berbeda"),
        ({"new": ""}, "Perlu diperbaiki"),
    ],
)
def test_password_form_says_what_to_do(school, change, problem):
    actor = people.make_actor(school, "supervisor", username="darius")
    with_password(people.account_of(actor))
    client = post_sign_in("darius").client
    data = {"old": PASSWORD, "new": "sambal-terasi-pedas", "again": "sambal-terasi-pedas"} | change
    page = client.post("/saya/akun/kata-sandi/", data)
    assert (page.status_code, problem in page.content.decode()) == (200, True)
    assert people.account_of(actor).check_password(PASSWORD)


def test_old_password_cannot_be_guessed_at_an_open_screen(school):
    actor = people.make_actor(school, "supervisor", username="darius")
    with_password(people.account_of(actor))
    client = post_sign_in("darius").client
    new = {"new": "sambal-terasi-pedas", "again": "sambal-terasi-pedas"}
    for _ in range(5):
        client.post("/saya/akun/kata-sandi/", new | {"old": "salah-salah-salah"})
    page = client.post("/saya/akun/kata-sandi/", new | {"old": PASSWORD})
    assert "Terlalu banyak percobaan" in page.content.decode()


def test_pupil_sees_who_opened_their_data_for_twelve_months(school, sign_in, humas):
    pupil = people.make_actor(school, "pupil", name="Nabila Azzahra")
    record_of = people.Pupil.objects.of_school(school.pk).get(pk=pupil.pupil_id)
    now = timezone.now()
    record_read(actor=humas, what="people.pupil", thing=record_of, now=now - timedelta(days=366))
    record_read(actor=humas, what="people.pupil", thing=record_of, now=now)
    other = people.make_pupil(school, name="Anak Lain")
    record_read(actor=humas, what="people.pupil", thing=other, now=now)
    text = sign_in(pupil).get("/saya/akun/siapa-melihat/").content.decode()
    assert text.count("membuka data lengkap Nabila Azzahra") == 1
    assert ("Rina Kristiani" in text, "Anak Lain" in text) == (True, False)


def test_who_saw_me_is_for_pupils(school, sign_in, humas):
    assert sign_in(humas).get("/saya/akun/siapa-melihat/").status_code == 403


def test_who_saw_me_costs_the_same_for_one_and_for_thirty(
    school, sign_in, humas, django_assert_num_queries, django_assert_max_num_queries
):
    pupil = people.make_actor(school, "pupil", name="Nabila Azzahra")
    thing = people.Pupil.objects.of_school(school.pk).get(pk=pupil.pupil_id)
    client = sign_in(pupil)
    record_read(actor=humas, what="people.pupil", thing=thing, now=timezone.now())
    client.get("/saya/akun/siapa-melihat/")
    with django_assert_max_num_queries(25) as first:
        client.get("/saya/akun/siapa-melihat/")
    for _ in range(29):
        record_read(actor=humas, what="people.pupil", thing=thing, now=timezone.now())
    with django_assert_num_queries(len(first)):
        text = client.get("/saya/akun/siapa-melihat/").content.decode()
    assert text.count("membuka data lengkap Nabila Azzahra") == 30


def test_refused_pages_leave_a_line(school, sign_in):
    actor = people.make_actor(school, "supervisor", name="Darius Tundan")
    client = sign_in(actor)
    client.get(f"/s/{school.slug}/pengguna/")
    client.get(f"/s/{school.slug}/siswa/XXXXXXXX/persetujuan/")
    client.get("/tidak-ada/")
    rows = AuditEntry.objects.of_school(school.pk).order_by("sequence")
    assert [(row.action, row.object_name, row.detail) for row in rows] == [
        ("people.access_denied", f"/s/{school.slug}/pengguna/", {"status": 403}),
        ("people.access_denied", f"/s/{school.slug}/siswa/XXXXXXXX/persetujuan/", {"status": 404}),
    ]
    assert {row.actor_name for row in rows} == {"Darius Tundan"}


def test_pages_have_no_inline_style_or_script(school, sign_in):
    actor = people.make_actor(school, "principal", username="maria")
    with_password(people.account_of(actor))
    client = post_sign_in("maria").client
    base = f"/s/{school.slug}"
    paths = ["/saya/akun/", "/saya/akun/kata-sandi/", "/saya/akun/keamanan/", "/keluar/", "/pilih-sekolah/"]
    paths += [
        f"{base}/pengguna/",
        f"{base}/pengguna/beri-peran/",
        f"{base}/akun/kartu/",
        f"{base}/jejak-audit/",
    ]
    for path in paths:
        page = client.get(path)
        text = page.content.decode()
        assert page.status_code == 200, path
        assert " style=" not in text, path
        assert "<style" not in text, path
        assert all("src=" in part or "application/json" in part for part in text.split("<script")[1:]), path


def test_every_act_of_the_room_has_words():
    folder = Path(people_room.__file__).parent
    files = [folder / "receivers.py", *(folder / "operations").glob("*.py")]
    used = {act for file in files for act in re.findall(r'"(people\.[a-z_]+)"', file.read_text())}
    assert used - set(AUDIT_ACTIONS) == set()
    assert "people.role_granted" in used
