"""Starting a school: who may, what is made, where it leads."""

import io
from datetime import UTC, datetime

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from anyam.base.errors import NotAllowed
from anyam.records.people import operations, queries
from anyam.records.people.models import Account, Role
from anyam.records.schools.models import School, SchoolYear
from anyam.tools.audit.models import AuditEntry
from tests.factories import people as people_factory

pytestmark = [pytest.mark.page, pytest.mark.django_db]

DATA = {
    "name": "SMKN 4 Banjarmasin", "npsn": "30304153", "city": "Banjarmasin", "province": "Kalimantan Selatan",
    "time_zone": "Asia/Makassar",
}  # fmt: skip


def signed_in(account) -> Client:
    client = Client()
    client.force_login(account)
    return client


def test_a_school_with_its_year_and_the_first_hats(db, now):
    account = people_factory.make_account(name="Maria Ngabe")
    school = operations.start_school(account=account, data=DATA, hats=["principal", "waka_humas"], now=now)
    assert (school.slug, school.city) == ("smkn-4-banjarmasin", "Banjarmasin")
    year = SchoolYear.objects.of_school(school.pk).get()
    assert (str(year), year.is_current) == ("TP 2026/2027", True)
    roles = Role.objects.of_school(school.pk).order_by("name").values_list("name", "account_id")
    assert list(roles) == [("principal", account.pk), ("waka_humas", account.pk)]
    entry = AuditEntry.objects.of_school(school.pk).get()
    assert (entry.action, entry.actor_name) == ("people.school_started", "Maria Ngabe")
    assert queries.load_actor(account, school.slug).holds("waka_humas")


def test_the_day_is_that_of_the_schools_zone(db):
    account = people_factory.make_account()
    late = datetime(2027, 6, 30, 17, 30, tzinfo=UTC)  # 1 July in Banjarmasin, still 30 June in UTC
    school = operations.start_school(account=account, data=DATA, hats=["operator"], now=late)
    assert SchoolYear.objects.of_school(school.pk).get().start_year == 2027


def test_after_the_first_only_the_operator_of_the_system(school, now):
    somebody, operator = people_factory.make_account(), people_factory.make_account(is_operator=True)
    with pytest.raises(NotAllowed):
        operations.start_school(account=somebody, data=DATA, hats=["operator"], now=now)
    assert signed_in(somebody).get(reverse("people:school_start")).status_code == 403
    operations.start_school(account=operator, data=DATA, hats=["operator"], now=now)
    assert School.objects.count() == 2


@pytest.mark.parametrize("hats", [[], ["supervisor"], ["waka_humas", "pupil"]])
def test_hats_that_cannot_be_first(db, now, hats):
    with pytest.raises(operations.NoHatChosen):
        operations.start_school(account=people_factory.make_account(), data=DATA, hats=hats, now=now)


def test_two_schools_of_one_name_get_two_addresses(db, now):
    operator = people_factory.make_account(is_operator=True)
    first = operations.start_school(account=operator, data=DATA, hats=["operator"], now=now)
    second = operations.start_school(
        account=operator, data=DATA | {"npsn": "30304154"}, hats=["operator"], now=now
    )
    assert (first.slug, second.slug) == ("smkn-4-banjarmasin", "smkn-4-banjarmasin-2")


def test_the_page_leads_to_the_checklist(db):
    client = signed_in(people_factory.make_account())
    assert client.get(reverse("people:school_start")).status_code == 200
    answer = client.post(reverse("people:school_start"), DATA | {"hats": ["waka_humas", "operator"]})
    assert answer.url == reverse("schools:setup", kwargs={"school": "smkn-4-banjarmasin"})
    page = client.get(answer.url).content.decode()
    assert "1 dari 13 langkah selesai" in page


@pytest.mark.parametrize("npsn", ["3030415", "303041533", "3030415X", ""])
def test_wrong_numbers_stand_at_their_field(db, npsn):
    client = signed_in(people_factory.make_account())
    answer = client.post(reverse("people:school_start"), DATA | {"npsn": npsn, "hats": ["operator"]})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["npsn"]


def test_a_known_school_is_not_started_twice(school):
    client = signed_in(people_factory.make_account(is_operator=True))
    answer = client.post(reverse("people:school_start"), DATA | {"npsn": school.npsn, "hats": ["operator"]})
    assert answer.context["form"].errors["npsn"] == ["Sekolah dengan NPSN ini sudah ada di Anyam."]


def test_who_is_not_signed_in_is_sent_to_the_door(db):
    assert Client().get(reverse("people:school_start")).url.startswith("/masuk/")


def test_the_first_account_from_the_command_line(db):
    out = io.StringIO()
    call_command("make_operator", "operator", "--name", "Dedi Kurniawan", stdout=out)
    username, secret = out.getvalue().split()
    account = Account.objects.get(username=username)
    assert (account.name, account.is_operator, account.must_change_password) == ("Dedi Kurniawan", True, True)
    assert account.check_password(secret)
    assert account.first_secret_expires is not None
    with pytest.raises(CommandError, match="sudah dipakai"):
        call_command("make_operator", "Operator")


def test_the_home_of_an_account_without_a_hat_leads_here(db):
    page = signed_in(people_factory.make_account()).get(reverse("people:home")).content.decode()
    assert reverse("people:school_start") in page


def test_the_home_of_somebody_whose_hats_have_ended_does_not(school):
    page = signed_in(people_factory.make_account()).get(reverse("people:home")).content.decode()
    assert reverse("people:school_start") not in page
