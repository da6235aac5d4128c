"""Account cards: who may print them, single use, forced own password, never shown twice."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.password_validation import password_validators_help_texts
from django.test import Client
from django.utils import timezone

from anyam.base.actor import system_actor
from anyam.base.errors import NotAllowed
from anyam.records.people import operations, queries
from anyam.records.people.models import Account, Pupil, Role
from anyam.tools.audit.models import AuditEntry
from tests.factories import people, schools
from tests.factories.access import PASSWORD, post_sign_in, with_password

pytestmark = [pytest.mark.page, pytest.mark.django_db]
SECRET = re.compile(r"\b[a-z]{4}-[a-z]{4}-[a-z]{4}-[2-9]{2}\b")


@pytest.fixture
def operator(school):
    return people.make_actor(school, "operator", name="Tri Wahyuni")


@pytest.fixture
def pupil(school):
    return people.make_pupil(school, nisn="0091234567")


def issue(actor, *pupils, teachers=()):
    return operations.issue_account_cards(actor=actor, pupils=pupils, teachers=teachers, now=timezone.now())


def test_card_makes_account_hat_and_secret(operator, pupil, school):
    sheet = issue(operator, pupil)
    (card,) = sheet.cards
    account = Account.objects.get(username="0091234567")
    assert (card.name, card.username, sheet.left_out) == (pupil.name, "0091234567", ())
    assert SECRET.fullmatch(card.secret)
    assert account.check_password(card.secret)
    assert account.must_change_password
    pupil.refresh_from_db()
    assert pupil.account == account
    hat = Role.objects.of_school(school.pk).get(account=account)
    assert (hat.name, hat.granted_by_name) == ("pupil", "Tri Wahyuni")


def test_issue_is_audited_by_count_without_secrets(operator, pupil, school):
    (card,) = issue(operator, pupil).cards
    row = AuditEntry.objects.of_school(school.pk).get()
    assert (row.action, row.object_name) == ("people.cards_issued", "1 kartu akun")
    assert row.detail == {"cards": 1, "left_out": 0, "usernames": ["0091234567"]}
    assert card.secret not in str(row.detail)


def test_first_sign_in_opens_only_the_page_of_the_own_password(operator, pupil):
    (card,) = issue(operator, pupil).cards
    client = post_sign_in(card.username, card.secret).client
    for path in ("/beranda/", "/saya/akun/", "/saya/", "/saya/akun/keamanan/"):
        assert client.get(path)["Location"] == "/saya/akun/kata-sandi/"
    assert client.get("/saya/akun/kata-sandi/").status_code == 200
    assert client.post("/keluar/")["Location"] == "/"


def test_own_password_replaces_the_secret(operator, pupil, school):
    (card,) = issue(operator, pupil).cards
    client = post_sign_in(card.username, card.secret).client
    response = client.post("/saya/akun/kata-sandi/", {"new": "mangga-biru", "again": "mangga-biru"})
    assert response["Location"] == "/beranda/"
    assert client.get("/beranda/")["Location"] == "/saya/"
    assert post_sign_in(card.username, card.secret).status_code == 200
    assert post_sign_in(card.username, "mangga-biru").status_code == 302
    acts = AuditEntry.objects.of_school(school.pk).order_by("sequence").values_list("action", flat=True)
    assert list(acts)[:3] == ["people.cards_issued", "people.signed_in", "people.password_changed"]


def test_used_secret_dies_after_a_quarter_of_an_hour(operator, pupil):
    (card,) = issue(operator, pupil).cards
    post_sign_in(card.username, card.secret)
    account = Account.objects.get(username=card.username)
    left = account.first_secret_expires - timezone.now()
    assert timedelta(minutes=14) < left <= timedelta(minutes=15)
    assert post_sign_in(card.username, card.secret).status_code == 302
    Account.objects.update(first_secret_expires=timezone.now() - timedelta(seconds=1))
    assert "tidak berlaku" in post_sign_in(card.username, card.secret).content.decode()


def test_unused_secret_dies_after_its_days(operator, pupil, settings):
    (card,) = issue(operator, pupil).cards
    assert card.expires - timezone.now() > timedelta(days=settings.FIRST_SECRET_DAYS - 1)
    Account.objects.update(first_secret_expires=timezone.now() - timedelta(seconds=1))
    response = post_sign_in(card.username, card.secret)
    assert (response.status_code, "tidak berlaku" in response.content.decode()) == (200, True)


def test_new_card_ends_password_and_sessions(operator, pupil):
    issue(operator, pupil)
    account = with_password(Account.objects.get(username="0091234567"))
    Account.objects.update(must_change_password=False, first_secret_expires=None)
    client = post_sign_in(account.username).client
    assert client.get("/saya/akun/").status_code == 200
    issue(operator, pupil)
    assert client.get("/saya/akun/").status_code == 302
    assert post_sign_in(account.username, PASSWORD).status_code == 200


def test_pupil_without_nisn_is_left_out_with_the_reason(operator, school, pupil):
    bare = people.make_pupil(school, name="Tanpa Nomor", nisn="")
    sheet = issue(operator, pupil, bare)
    assert [card.name for card in sheet.cards] == [pupil.name]
    assert sheet.left_out == (("Tanpa Nomor", "NISN belum diisi. Lengkapi dulu data siswa ini."),)


def test_nisn_used_in_another_school_is_not_taken_over(operator, pupil, other_school):
    away = people.make_actor(other_school, "pupil", username="0091234567")
    with_password(people.account_of(away))
    sheet = issue(operator, pupil)
    assert (sheet.cards, len(sheet.left_out)) == ((), 1)
    assert people.account_of(away).check_password(PASSWORD)
    pupil.refresh_from_db()
    assert pupil.account is None


def test_pupil_who_left_the_other_school_gets_the_card(operator, pupil, other_school):
    away = people.make_actor(other_school, "pupil", username="0091234567")
    Role.objects.of_school(other_school.pk).update(ended_at=timezone.now())
    assert [card.username for card in issue(operator, pupil).cards] == ["0091234567"]
    assert Pupil.objects.of_school(pupil.school_id).get().account_id == away.account_id


@pytest.mark.parametrize(
    ("giver", "wearer", "given"),
    [
        ("principal", "waka_humas", True),
        ("waka_humas", "principal", False),
        ("waka_humas", "programme_head", True),
        ("operator", "supervisor", True),
        ("operator", "programme_head", False),
        ("operator", "waka_humas", False),
    ],
)
def test_card_opens_no_more_than_its_giver_may_give(school, giver, wearer, given):
    actor = people.make_actor(school, giver)
    owner = people.make_actor(school, wearer)
    teacher = people.Teacher.objects.of_school(school.pk).filter(account_id=owner.account_id).first()
    teacher = teacher or people.make_teacher(school, account=people.account_of(owner))
    sheet = issue(actor, teachers=[teacher])
    assert len(sheet.cards) == int(given)


def test_teacher_without_account_gets_a_readable_name(operator, school):
    first, second = (people.make_teacher(school, email="") for _ in range(2))
    assert [card.username for card in issue(operator, teachers=[first, second]).cards] == [
        "darius.tundan",
        "darius.tundan2",
    ]


def test_own_card_is_not_printed(school):
    principal = people.make_actor(school, "principal")
    teacher = people.make_teacher(school, account=people.account_of(principal))
    assert issue(principal, teachers=[teacher]).cards == ()


def test_pupil_of_another_school_is_out_of_reach(operator, other_school):
    with pytest.raises(Pupil.DoesNotExist):
        issue(operator, people.make_pupil(other_school))


@pytest.mark.parametrize("role", ["coordinator", "programme_head", "supervisor", "homeroom", "pupil"])
def test_others_may_not_issue(school, pupil, role, sign_in):
    actor = people.make_actor(school, role)
    with pytest.raises(NotAllowed):
        issue(actor, pupil)
    assert sign_in(actor).get(f"/s/{school.slug}/akun/kartu/").status_code == 403


def test_system_may_issue_for_a_principal(school):
    principal = people.make_actor(school, "principal")
    teacher = people.make_teacher(school, account=people.account_of(principal))
    assert len(issue(system_actor(school), teachers=[teacher]).cards) == 1


def test_too_many_at_once_are_refused(operator, pupil):
    with pytest.raises(operations.accounts.TooManyCards):
        issue(operator, *[pupil] * 121)


def test_page_prints_a_class_once(operator, school, sign_in):
    group = schools.make_class(school)
    for number in range(3):
        people.make_pupil(school, name=f"Siswa {number}", class_group=group)
    client = sign_in(operator)
    path = f"/s/{school.slug}/akun/kartu/"
    once = re.search(r'name="once" value="([0-9a-f]+)"', client.get(path).content.decode()).group(1)
    data = {"class_group": group.code, "only_new": "on", "once": once}
    page = client.post(path, data)
    text = page.content.decode()
    assert page.status_code == 200
    assert len(SECRET.findall(text)) == 3
    assert text.count("<svg") >= 3
    assert "style=" not in text
    assert page["Cache-Control"] == "no-store, private"
    again = client.post(path, data)
    assert (again.status_code, SECRET.findall(again.content.decode())) == (409, [])
    assert AuditEntry.objects.of_school(school.pk).filter(action="people.cards_issued").count() == 1


def test_page_leaves_pupils_alone_who_have_signed_in(operator, school, sign_in):
    group = schools.make_class(school)
    known = people.make_account(last_login=timezone.now())
    people.make_pupil(school, name="Sudah Masuk", class_group=group, account=known)
    people.make_pupil(school, name="Belum Masuk", class_group=group)
    data = {"class_group": group.code, "only_new": "on", "once": "a1"}
    text = sign_in(operator).post(f"/s/{school.slug}/akun/kartu/", data).content.decode()
    assert ("Belum Masuk" in text, "Sudah Masuk" in text) == (True, False)


def test_page_picks_the_pupils_named_in_the_address(operator, school, pupil, sign_in):
    text = sign_in(operator).get(f"/s/{school.slug}/akun/kartu/?siswa={pupil.code}").content.decode()
    assert f'<option value="{pupil.code}" selected>' in text


def test_page_asks_for_somebody(operator, school, sign_in):
    page = sign_in(operator).post(f"/s/{school.slug}/akun/kartu/", {"once": "a1"})
    assert "Pilih rombel, siswa, atau guru" in page.content.decode()


def test_page_offers_only_the_own_school(operator, school, other_school, sign_in):
    stranger = people.make_pupil(other_school, name="Anak Banjar")
    path = f"/s/{school.slug}/akun/kartu/"
    client = sign_in(operator)
    assert "Anak Banjar" not in client.get(path).content.decode()
    page = client.post(path, {"pupils": [stranger.code], "once": "a1"})
    assert SECRET.findall(page.content.decode()) == []


def test_page_of_another_school_is_not_found(operator, other_school, sign_in):
    assert sign_in(operator).get(f"/s/{other_school.slug}/akun/kartu/").status_code == 404


def test_step_up_is_asked_before_cards_and_resumes(school, pupil):
    actor = people.make_actor(school, "operator", username="tri")
    with_password(people.account_of(actor))
    client = post_sign_in("tri").client
    path = f"/s/{school.slug}/akun/kartu/"
    response = client.post(path, {"pupils": [pupil.code], "once": "a1"})
    assert response["Location"] == f"/saya/akun/pastikan/?next={path.replace('/', '%2F')}"
    assert Account.objects.filter(username=pupil.nisn).count() == 0
    wrong = client.post(response["Location"], {"password": "bukan-ini"})
    assert "belum cocok" in wrong.content.decode()
    printed = client.post(response["Location"], {"password": PASSWORD, "next": path})
    assert len(SECRET.findall(printed.content.decode())) == 1


@pytest.mark.parametrize(
    ("new", "problem"),
    [
        ("pendek", "Pakai paling sedikit 8 huruf"),
        ("rahasia123", "terlalu sering dipakai"),
        ("password1", "terlalu sering dipakai"),
        ("0091234567", "mudah ditebak"),
        ("nabila14032009", "mudah ditebak"),
    ],
)
def test_pupils_password_is_checked(operator, pupil, new, problem):
    (card,) = issue(operator, pupil).cards
    client = post_sign_in(card.username, card.secret).client
    page = client.post("/saya/akun/kata-sandi/", {"new": new, "again": new})
    assert (page.status_code, problem in page.content.decode()) == (200, True)


def test_staff_need_twelve_characters(school):
    actor = people.make_actor(school, "supervisor", username="darius")
    with_password(people.account_of(actor))
    client = post_sign_in("darius").client
    short = {"old": PASSWORD, "new": "mangga-biru", "again": "mangga-biru"}
    assert "paling sedikit 12 huruf" in client.post("/saya/akun/kata-sandi/", short).content.decode()


def test_secret_of_the_card_is_not_kept_as_own_password(operator, pupil):
    (card,) = issue(operator, pupil).cards
    client = post_sign_in(card.username, card.secret).client
    page = client.post("/saya/akun/kata-sandi/", {"new": card.secret, "again": card.secret})
    assert "Pilih yang berbeda" in page.content.decode()


def test_must_change_redirect_spares_public_pages(operator, pupil):
    (card,) = issue(operator, pupil).cards
    client = post_sign_in(card.username, card.secret).client
    assert client.get("/masuk/")["Location"] == "/beranda/"
    assert Client().get("/masuk/").status_code == 200


def test_nisn_of_another_account_of_this_school_is_not_shared(operator, pupil, school):
    people.make_pupil(school, name="Pemilik Lama", nisn="", account=people.make_account(username=pupil.nisn))
    assert issue(operator, pupil).left_out == (
        (pupil.name, "NISN ini sudah dipakai akun siswa lain di sekolah ini."),
    )


def test_email_of_another_account_is_not_taken(operator, school):
    people.make_account(email="darius@smk.example")
    mine = people.make_teacher(school, name="Darius Tundan", email="Darius@smk.example")
    (card,) = issue(operator, teachers=[mine]).cards
    assert Account.objects.get(username=card.username).email == ""


def test_closed_account_gets_no_card(operator, pupil):
    issue(operator, pupil)
    Account.objects.filter(username=pupil.nisn).update(is_active=False)
    ((_name, reason),) = issue(operator, pupil).left_out
    assert "sedang ditutup" in reason


def test_account_of_the_system_gets_no_card(school):
    teacher = people.make_teacher(school, account=people.make_account(is_operator=True))
    principal = people.make_actor(school, "principal")
    assert issue(principal, teachers=[teacher]).cards == ()


def test_rules_of_passwords_are_said_in_three_sentences():
    assert password_validators_help_texts() == [
        "Paling sedikit 12 huruf untuk guru dan staf, 8 huruf untuk siswa.",
        "Jangan memakai kata sandi yang umum seperti “rahasia123”.",
        "Jangan memakai nama, NISN, tanggal lahir, atau nama sekolah.",
    ]


def test_own_password_of_a_teacher_leaves_out_numbers_and_school(school):
    actor = people.make_actor(school, "supervisor", username="darius")
    people.Teacher.objects.of_school(school.pk).update(nip="198001012005011003")
    account = with_password(people.account_of(actor))
    words = queries.guessable_words(account)
    assert {"198001012005011003", "smkn3-plk", "30203548", "darius"} - words == set()
