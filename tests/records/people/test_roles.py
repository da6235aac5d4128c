"""Hats: giving, ending, last principal, separation of duty, effect on the next request, the page of users."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from anyam.base.actor import system_actor
from anyam.base.errors import NotAllowed, Refused, WrongState
from anyam.records.people import operations, permissions, queries
from anyam.records.people.models import Account, Role
from anyam.records.people.operations.roles import HatWornAlready, LastPrincipal, OwnHat
from anyam.records.people.terms import RoleName
from anyam.tools.audit.models import AuditEntry
from tests.factories import people, schools
from tests.factories.access import post_sign_in, with_password

pytestmark = [pytest.mark.page, pytest.mark.django_db]
FROM = date(2026, 7, 1)


@pytest.fixture
def principal(school):
    return people.make_actor(school, "principal", name="Maria Ngabe")


@pytest.fixture
def teacher(school):
    return people.make_teacher(school, account=people.make_account("Darius Tundan", username="darius"))


def give(actor, account, name="coordinator", **values):
    return operations.grant_role(
        actor=actor, account=account, name=name, now=timezone.now(), **({"valid_from": FROM} | values)
    )


def role_of(actor, name):
    return Role.objects.of_school(actor.school_id).get(account_id=actor.account_id, name=name)


# Who may give which hat: kept by hand, apart from the function that decides.
GIVERS = {
    "principal": set(RoleName.values),
    "waka_humas": set(RoleName.values) - {"principal", "waka_humas"},
    "operator": {"pupil"},
    "coordinator": set(),
    "programme_humas": set(),
    "programme_head": set(),
    "supervisor": set(),
    "homeroom": set(),
    "pupil": set(),
}


@pytest.mark.parametrize("giver", sorted(GIVERS))
def test_who_may_give_what(school, giver):
    actor = people.make_actor(school, giver)
    assert {name for name in RoleName.values if permissions.can_grant_role(actor, name)} == GIVERS[giver]


def test_waka_humas_names_the_first_principal_and_no_second(school, teacher):
    humas = people.make_actor(school, "waka_humas")
    assert not permissions.can_give_hat(people.make_actor(school, "operator"), "principal")
    role = give(humas, teacher.account, "principal")
    assert (role.name, role.account) == ("principal", teacher.account)
    assert not permissions.can_give_hat(humas, "principal")
    with pytest.raises(NotAllowed):
        give(humas, people.make_account("Lain", username="lain"), "principal")


def test_hat_opens_from_the_next_request(principal, teacher, school, sign_in):
    actor = people.make_actor(school, "supervisor", account=teacher.account)
    client = sign_in(actor)
    path = f"/s/{school.slug}/pengguna/"
    assert client.get(path).status_code == 403
    give(principal, teacher.account, "waka_humas")
    client = sign_in(actor)
    assert client.get(path).status_code == 200


def test_ended_hat_closes_at_the_next_request(principal, school, sign_in):
    actor = people.make_actor(school, "waka_humas")
    client = sign_in(actor)
    path = f"/s/{school.slug}/pengguna/"
    assert client.get(path).status_code == 200
    operations.end_role(actor=principal, role=role_of(actor, "waka_humas"), now=timezone.now())
    assert client.get(path).status_code == 404


def test_one_of_two_hats_ends_alone(principal, school, sign_in):
    actor = people.make_actor(school, "waka_humas", "supervisor")
    operations.end_role(actor=principal, role=role_of(actor, "waka_humas"), now=timezone.now())
    again = queries.load_actor(people.account_of(actor), school.slug)
    assert [grant.role for grant in again.grants] == ["supervisor"]
    assert sign_in(actor).get(f"/s/{school.slug}/pengguna/").status_code == 403


@pytest.mark.parametrize(("first", "last"), [(1, None), (-30, -1)])
def test_hat_outside_its_days_opens_nothing(principal, teacher, school, first, last):
    today = principal.today(timezone.now())
    give(
        principal,
        teacher.account,
        valid_from=today + timedelta(days=first),
        valid_to=today + timedelta(days=last) if last else None,
    )
    assert queries.load_actor(teacher.account, school.slug) is None


def test_giving_and_ending_are_written_down(principal, teacher, school):
    group = schools.make_class(school, name="XI Kuliner 1")
    role = give(principal, teacher.account, "homeroom", class_group=group)
    operations.end_role(actor=principal, role=role, now=timezone.now())
    rows = AuditEntry.objects.of_school(school.pk).order_by("sequence")
    assert [(row.action, row.actor_name, row.object_name) for row in rows] == [
        ("people.role_granted", "Maria Ngabe", "Darius Tundan: Wali kelas (XI Kuliner 1)"),
        ("people.role_ended", "Maria Ngabe", "Darius Tundan: Wali kelas (XI Kuliner 1)"),
    ]
    assert rows[0].detail == {
        "account": "darius",
        "role": "homeroom",
        "scope": "XI Kuliner 1",
        "from": "2026-07-01",
        "to": "",
    }
    role.refresh_from_db()
    assert role.ended_by_name == "Maria Ngabe"


def test_nobody_gives_a_hat_to_themselves(principal):
    with pytest.raises(OwnHat):
        give(principal, people.account_of(principal), "waka_humas")


def test_waka_humas_makes_no_second_principal(humas, principal, teacher):
    with pytest.raises(NotAllowed):
        give(humas, teacher.account, "principal")


def test_waka_humas_ends_no_principal(humas, principal):
    with pytest.raises(NotAllowed):
        operations.end_role(actor=humas, role=role_of(principal, "principal"), now=timezone.now())


def test_account_of_the_last_principal_stays_open(principal, school):
    account = people.account_of(principal)
    with pytest.raises(Refused) as refused:
        operations.close_account(actor=system_actor(school), account=account, now=timezone.now())
    assert refused.value.code == "last_principal"
    people.make_actor(school, "principal")
    assert (
        operations.close_account(actor=system_actor(school), account=account, now=timezone.now()).is_active
        is False
    )


def test_same_hat_twice_is_refused(principal, teacher):
    give(principal, teacher.account)
    with pytest.raises(HatWornAlready):
        give(principal, teacher.account, valid_from=FROM + timedelta(days=9))


def test_same_hat_in_another_time_or_programme_is_taken(principal, teacher, school):
    one, two = schools.make_programme(school), schools.make_programme(school, "Perhotelan", "PH", "40416626")
    give(principal, teacher.account, "programme_head", programme=one)
    give(principal, teacher.account, "programme_head", programme=two)
    give(principal, teacher.account, "coordinator", valid_to=FROM + timedelta(days=30))
    give(principal, teacher.account, "coordinator", valid_from=FROM + timedelta(days=31))
    assert Role.objects.of_school(school.pk).filter(account=teacher.account).count() == 4


@pytest.mark.parametrize(("name", "code"), [("programme_head", "programme"), ("homeroom", "class_group")])
def test_scoped_hat_needs_its_scope_from_this_school(principal, teacher, other_school, name, code):
    with pytest.raises(Refused) as missing:
        give(principal, teacher.account, name)
    scope = schools.make_programme(other_school) if code == "programme" else schools.make_class(other_school)
    with pytest.raises(Refused) as foreign:
        give(principal, teacher.account, name, **{code: scope})
    assert (missing.value.code, foreign.value.code) == (code, code)


def test_days_out_of_order_are_refused(principal, teacher):
    with pytest.raises(Refused) as refused:
        give(principal, teacher.account, valid_to=FROM - timedelta(days=1))
    assert (refused.value.code, refused.value.field) == ("days", "valid_to")


def test_last_principal_stays(principal, school, sign_in):
    role = role_of(principal, "principal")
    with pytest.raises(LastPrincipal):
        operations.end_role(actor=principal, role=role, now=timezone.now())
    second = people.make_actor(school, "principal", name="Pengganti")
    operations.end_role(actor=principal, role=role, now=timezone.now())
    with pytest.raises(LastPrincipal):
        operations.end_role(actor=second, role=role_of(second, "principal"), now=timezone.now())


def test_coming_principal_does_not_count_as_one(principal, teacher):
    give(
        principal,
        teacher.account,
        "principal",
        valid_from=principal.today(timezone.now()) + timedelta(days=1),
    )
    with pytest.raises(LastPrincipal):
        operations.end_role(actor=principal, role=role_of(principal, "principal"), now=timezone.now())


def test_ending_twice_is_refused(principal, teacher):
    role = give(principal, teacher.account)
    operations.end_role(actor=principal, role=role, now=timezone.now())
    with pytest.raises(WrongState):
        operations.end_role(actor=principal, role=role, now=timezone.now())


def test_becoming_staff_ends_a_pupils_long_session(principal, school):
    actor = people.make_actor(school, "pupil", username="0091234567")
    account = with_password(people.account_of(actor))
    client = post_sign_in("0091234567").client
    assert client.get("/saya/akun/").status_code == 200
    give(principal, account, "supervisor")
    assert client.get("/saya/akun/").status_code == 302


def test_closed_account_is_out_at_once_and_may_come_back(principal, school, sign_in):
    actor = people.make_actor(school, "supervisor", username="darius")
    account = with_password(people.account_of(actor))
    client = post_sign_in("darius").client
    operations.close_account(actor=principal, account=account, now=timezone.now())
    assert client.get("/saya/akun/").status_code == 302
    assert post_sign_in("darius").status_code == 200
    operations.reopen_account(actor=principal, account=account, now=timezone.now())
    assert post_sign_in("darius").status_code == 302
    acts = AuditEntry.objects.of_school(school.pk).filter(action__startswith="people.account_")
    assert sorted(acts.values_list("action", flat=True)) == [
        "people.account_closed",
        "people.account_reopened",
    ]


def test_account_of_two_schools_is_not_closed_by_one(principal, school, other_school):
    account = people.make_account()
    people.make_actor(school, "supervisor", account=account)
    people.make_actor(other_school, "supervisor", account=account)
    with pytest.raises(Refused) as refused:
        operations.close_account(actor=principal, account=account, now=timezone.now())
    assert refused.value.code == "other_school"


@pytest.mark.parametrize(("closer", "owner"), [("waka_humas", "principal"), ("operator", "programme_head")])
def test_closing_reaches_no_higher_than_a_card(school, closer, owner):
    actor = people.make_actor(school, closer)
    account = people.account_of(people.make_actor(school, owner))
    with pytest.raises(NotAllowed):
        operations.close_account(actor=actor, account=account, now=timezone.now())


def test_account_without_a_hat_here_is_not_closed(principal, other_school):
    account = people.account_of(people.make_actor(other_school, "supervisor"))
    with pytest.raises(NotAllowed):
        operations.close_account(actor=principal, account=account, now=timezone.now())


def test_users_are_listed_with_hats_in_sentences(principal, school, sign_in):
    people.make_actor(school, "programme_head", name="Yulia Satriani")
    text = sign_in(principal).get(f"/s/{school.slug}/pengguna/").content.decode()
    assert "Ketua program keahlian Kuliner" in text
    assert "boleh mengusulkan kebutuhan dan menyetujui penempatan konsentrasinya" in text
    assert "belum pernah masuk" in text


def test_pupils_stand_behind_their_own_tab(principal, school, sign_in):
    people.make_actor(school, "pupil", name="Nabila Azzahra")
    client = sign_in(principal)
    path = f"/s/{school.slug}/pengguna/"
    assert "Nabila" not in client.get(path).content.decode()
    assert "Nabila" in client.get(path + "?jenis=siswa").content.decode()
    assert "Nabila" not in client.get(path + "?jenis=siswa&cari=rina").content.decode()


def test_strangers_are_not_listed(principal, school, other_school, sign_in):
    people.make_actor(other_school, "principal", name="Orang Lain")
    assert "Orang Lain" not in sign_in(principal).get(f"/s/{school.slug}/pengguna/").content.decode()
    assert sign_in(principal).get(f"/s/{other_school.slug}/pengguna/").status_code == 404


@pytest.mark.parametrize("role", ["coordinator", "programme_head", "supervisor", "homeroom", "pupil"])
def test_users_are_not_for_others(school, role, sign_in):
    client = sign_in(people.make_actor(school, role))
    for path in ("pengguna/", "pengguna/beri-peran/"):
        assert client.get(f"/s/{school.slug}/{path}").status_code == 403


def test_list_costs_the_same_for_one_and_for_thirty(
    principal, school, sign_in, django_assert_num_queries, django_assert_max_num_queries
):
    client = sign_in(principal)
    path = f"/s/{school.slug}/pengguna/"
    client.get(path)
    with django_assert_max_num_queries(30) as first:
        assert client.get(path).status_code == 200
    for number in range(29):
        people.make_actor(school, "supervisor", "homeroom", name=f"Guru {number}")
    with django_assert_num_queries(len(first)):
        assert client.get(path).content.decode().count("Wali kelas") > 28


def test_page_gives_a_hat(principal, teacher, school, sign_in):
    client = sign_in(principal)
    path = f"/s/{school.slug}/pengguna/beri-peran/"
    assert "Darius Tundan" in client.get(path).content.decode()
    data = {"account": "darius", "name": "coordinator", "valid_from": "2026-07-01"}
    assert client.post(path, data)["Location"] == f"/s/{school.slug}/pengguna/"
    assert queries.load_actor(teacher.account, school.slug).holds("coordinator")


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        ({"account": ""}, "Pilih orangnya."),
        ({"name": "homeroom"}, "Pilih rombel untuk peran ini."),
        ({"name": "programme_head"}, "Pilih konsentrasi untuk peran ini."),
        ({"valid_to": "2026-06-30"}, "Tanggal sampai perlu setelah tanggal mulai."),
    ],
)
def test_page_says_what_is_missing(principal, teacher, school, sign_in, data, problem):
    base = {"account": "darius", "name": "coordinator", "valid_from": "2026-07-01"}
    page = sign_in(principal).post(f"/s/{school.slug}/pengguna/beri-peran/", base | data)
    assert (page.status_code, problem in page.content.decode()) == (200, True)
    assert Role.objects.of_school(school.pk).filter(account=teacher.account).count() == 0


def test_page_offers_no_account_of_another_school_nor_oneself(principal, school, other_school, sign_in):
    people.make_actor(other_school, "supervisor", name="Orang Lain", username="lain")
    client = sign_in(principal)
    path = f"/s/{school.slug}/pengguna/beri-peran/"
    text = client.get(path).content.decode()
    assert ("Orang Lain" in text, "Maria Ngabe</option>" in text) == (False, False)
    page = client.post(path, {"account": "lain", "name": "coordinator", "valid_from": "2026-07-01"})
    assert page.status_code == 200
    assert Role.objects.of_school(school.pk).filter(account__username="lain").count() == 0


def test_page_of_waka_humas_offers_no_second_principal(humas, principal, teacher, school, sign_in):
    text = sign_in(humas).get(f"/s/{school.slug}/pengguna/beri-peran/").content.decode()
    assert ("Kepala sekolah</option>" in text, "Wali kelas</option>" in text) == (False, True)


def test_page_ends_a_hat_after_asking(principal, teacher, school, sign_in):
    role = give(principal, teacher.account)
    client = sign_in(principal)
    path = f"/s/{school.slug}/pengguna/peran/{role.code}/akhiri/"
    assert "Akhiri peran Koordinator kemitraan untuk Darius Tundan?" in client.get(path).content.decode()
    role.refresh_from_db()
    assert role.ended_at is None
    assert client.post(path)["Location"] == f"/s/{school.slug}/pengguna/"
    role.refresh_from_db()
    assert role.ended_at is not None
    assert client.get(path).status_code == 404


def test_page_refuses_the_last_principal_in_words(principal, school, sign_in):
    role = role_of(principal, "principal")
    page = sign_in(principal).post(f"/s/{school.slug}/pengguna/peran/{role.code}/akhiri/")
    assert (page.status_code, "kepala sekolah terakhir" in page.content.decode()) == (409, True)


def test_hat_of_another_school_or_above_is_not_found(humas, school, other_school, sign_in, principal):
    foreign = role_of(people.make_actor(other_school, "supervisor"), "supervisor")
    client = sign_in(humas)
    for code in (foreign.code, role_of(principal, "principal").code, "XXXXXXXX"):
        for act in ("akhiri", "akun"):
            assert client.post(f"/s/{school.slug}/pengguna/peran/{code}/{act}/").status_code == 404
    assert Account.objects.filter(is_active=False).count() == 0


def test_page_closes_and_reopens_an_account(principal, school, sign_in):
    actor = people.make_actor(school, "supervisor")
    path = f"/s/{school.slug}/pengguna/peran/{role_of(actor, 'supervisor').code}/akun/"
    client = sign_in(principal)
    assert "Tutup akun" in client.get(path).content.decode()
    client.post(path)
    assert people.account_of(actor).is_active is False
    assert "Buka lagi akun" in client.get(path).content.decode()
    client.post(path)
    assert people.account_of(actor).is_active is True
