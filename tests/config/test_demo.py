"""The demonstration: three schools of made-up people, harmless to load twice, and its files importable."""

import io
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import TestCase

from anyam.config.demo import accounts, loading
from anyam.config.demo.calendar import Period, calendar_on
from anyam.config.demo.companies import companies_of
from anyam.config.demo.plans import PALANGKA, SCHOOLS
from anyam.config.demo.roster import pupils_of
from anyam.implementation.internships.matching import check_round
from anyam.implementation.internships.models import (
    Choice,
    FoundPlace,
    MatchingRound,
    Participant,
    Placement,
    WaveSupervisor,
)
from anyam.mapping.partners import queries as partner_queries
from anyam.mapping.partners.models import Capacity, Contact, Partner
from anyam.records.people.models import Account, Consent, Guardian, Pupil, Role, Teacher
from anyam.records.people.queries import load_actor
from anyam.records.schools.models import School, Wave
from anyam.tools.audit.queries import chain_fault

pytestmark = [pytest.mark.db]
NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A data folder of this module's own."""
    folder = tmp_path_factory.mktemp("data")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "DATA_DIR", folder)
        yield folder


@pytest.fixture(scope="module")
def reference(django_db_setup, django_db_blocker) -> Iterator[None]:
    """The reference data as shipped, for the whole module."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_reference", stdout=io.StringIO())
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def loaded(reference, data) -> Iterator[dict[str, School]]:
    """The three schools, loaded once; by slug."""
    with transaction.atomic():
        with TestCase.captureOnCommitCallbacks(execute=True):
            made = loading.load_demonstration(now=NOW)
        yield {school.slug: school for school in made}
        transaction.set_rollback(True)


def actor_of(school: School, hat: str):
    role = Role.objects.of_school(school.pk).filter(name=hat).order_by("pk").first()
    return load_actor(role.account, school.slug)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("slug", "zone", "pupils", "partners", "waiting", "placements"),
    [
        ("smkn3-plk", "Asia/Jakarta", 486, 70, 400, {"accepted": 81, "refused": 3, "no_answer": 2}),
        ("smkn4-bjm", "Asia/Makassar", 96, 25, 40, {"accepted": 53, "refused": 2, "no_answer": 1}),
        ("smkn1-adw", "Asia/Jakarta", 70, 25, 50, {"accepted": 18, "refused": 1, "no_answer": 1}),
    ],
)
def test_each_school_has_one_finished_round_and_one_wave_that_waits(
    loaded, slug, zone, pupils, partners, waiting, placements
):
    school = loaded[slug]
    own = school.pk
    assert (school.time_zone, school.is_demonstration) == (zone, True)
    assert Pupil.objects.of_school(own).count() == pupils
    assert Guardian.objects.of_school(own).count() == 2 * pupils
    assert Partner.objects.of_school(own).count() == partners
    (round_,) = MatchingRound.objects.of_school(own)
    assert (round_.wave.name, round_.state, round_.approved_by_name) == (
        "Gelombang 1",
        "approved",
        PLANNED_PRINCIPALS[slug],
    )
    assert check_round(round_) == []
    assert Counter(Placement.objects.of_school(own).values_list("state", flat=True)) == placements
    assert not Placement.objects.of_school(own).filter(supervisor=None).exists()
    coming = Wave.objects.of_school(own).get(name="Gelombang 2")
    assert (coming.start, coming.end) == (date(2027, 1, 4), date(2027, 6, 25))
    assert Participant.objects.of_school(own).filter(wave=coming).count() == waiting
    assert WaveSupervisor.objects.of_school(own).filter(wave=coming).count() * 12 >= waiting
    assert chain_fault(own) is None


PLANNED_PRINCIPALS = {plan.slug: plan.staff[0].name for plan in SCHOOLS}


@pytest.mark.django_db
def test_every_person_is_marked_as_made_up(loaded):
    assert [school.is_demonstration for school in School.objects.all()] == [True] * 3
    for model in (Pupil, Teacher, Guardian, Contact, Partner):
        phones = set(model.unsafe_all_schools.exclude(phone="").values_list("phone", flat=True))
        assert phones
        assert {phone for phone in phones if not phone.startswith("+628000000")} == set()
    emails = set(Teacher.unsafe_all_schools.values_list("email", flat=True))
    emails |= set(Account.objects.exclude(email="").values_list("email", flat=True))
    assert {email for email in emails if not email.endswith(".example")} == set()
    nisns = list(Pupil.unsafe_all_schools.values_list("nisn", flat=True))
    assert [nisn for nisn in nisns if not (len(nisn) == 10 and nisn[3:6] == "000")] == []
    assert len(set(nisns)) == len(nisns)


@pytest.mark.django_db
def test_the_waiting_wave_has_what_a_coordinator_must_decide(loaded):
    own = loaded["smkn3-plk"].pk
    waiting = Participant.objects.of_school(own).filter(wave__name="Gelombang 2")
    sent = waiting.exclude(choices_sent_at=None).count()
    assert 0.6 < sent / 400 < 0.8
    assert Choice.objects.of_school(own).filter(participant__in=waiting).count() == 3 * sent
    assert waiting.filter(pupil__birth_date=None).count() == 1
    assert waiting.filter(pupil__home_latitude=None).count() == 2
    assert waiting.filter(pupil__birth_date__gt=date(2011, 1, 4)).count() == 5
    seats = Capacity.objects.of_school(own).filter(
        wave__name="Gelombang 2", programme__short_name="KUL", partner__held_reason="", hazardous=False
    )
    pupils = waiting.filter(pupil__class_group__programme__short_name="KUL").count()
    assert pupils - sum(seats.values_list("seats", flat=True)) == 6
    assert FoundPlace.objects.of_school(own).filter(state="proposed").count() == 3
    assert Partner.objects.of_school(own).exclude(held_reason="").count() == 1
    conditions = Capacity.objects.of_school(own).filter(wave__name="Gelombang 2")
    assert (conditions.filter(night_shift=True).count(), conditions.filter(hazardous=True).count()) == (1, 1)
    today = date(2026, 11, 24)
    ends = set(Partner.objects.of_school(own).values_list("agreement_until", flat=True))
    assert ends == {None, date(2028, 12, 31), today + timedelta(days=9), today - timedelta(days=40)}
    assert Consent.objects.of_school(own).filter(given=False).count() == 3


@pytest.mark.django_db
def test_banjarmasin_goes_to_hotels_with_beds_in_yogyakarta_and_surabaya(loaded):
    own = loaded["smkn4-bjm"].pk
    coming = Wave.objects.of_school(own).get(name="Gelombang 2")
    assert coming.kind == "outside_region"
    seats = Capacity.objects.of_school(own).filter(wave=coming)
    assert set(seats.values_list("partner__city", flat=True)) == {"Yogyakarta", "Sleman", "Surabaya"}
    assert set(seats.values_list("lodging", flat=True)) == {"mixed", "female", "male"}


@pytest.mark.django_db
@pytest.mark.parametrize("plan", SCHOOLS, ids=lambda plan: plan.slug)
def test_hari_ini_has_next_steps_that_are_due(loaded, plan):
    humas = actor_of(loaded[plan.slug], "waka_humas")
    today = humas.today(NOW)
    due = list(
        partner_queries.open_steps(humas, today + timedelta(days=3)).values_list("next_due", flat=True)
    )
    assert min(due) < today
    assert today in due
    assert max(due) > today


@pytest.mark.django_db
def test_loading_again_changes_nothing(loaded):
    before = (School.objects.count(), Pupil.unsafe_all_schools.count(), Partner.unsafe_all_schools.count())
    call_command("demo", "--if-empty", stdout=(quiet := io.StringIO()))
    with pytest.raises(CommandError, match="masih kosong"):
        call_command("demo", stdout=quiet)
    after = (School.objects.count(), Pupil.unsafe_all_schools.count(), Partner.unsafe_all_schools.count())
    assert (quiet.getvalue(), after) == ("", before)


@pytest.mark.django_db
def test_the_accounts_are_printed_with_the_password_that_opens_them(loaded, data):
    call_command("demo", "--accounts", stdout=(shown := io.StringIO()))
    first, *rest = shown.getvalue().splitlines()
    password = first.rsplit(": ", 1)[1]
    names = [line.split()[0] for line in rest if line.startswith("  ")]
    assert sorted(names) == sorted(Account.objects.values_list("username", flat=True))
    assert all(account.check_password(password) for account in Account.objects.all())
    assert [row.username for row in Account.objects.filter(is_operator=True)] == ["pengelola"]
    assert accounts.accounts_file().stat().st_mode & 0o777 == 0o600


@pytest.mark.pure
def test_waves_are_counted_from_the_day_of_loading():
    autumn, spring = calendar_on(date(2026, 11, 24)), calendar_on(date(2027, 3, 1))
    assert autumn.running == Period(date(2026, 7, 6), date(2026, 12, 18))
    assert autumn.coming == spring.running == Period(date(2027, 1, 4), date(2027, 6, 25))
    assert spring.coming.start.year == 2027
    assert spring.coming.start.month == 7


@pytest.mark.pure
def test_the_same_seed_gives_the_same_people():
    calendar = calendar_on(date(2026, 11, 24))
    assert pupils_of(PALANGKA, calendar) == pupils_of(PALANGKA, calendar)
    assert companies_of(PALANGKA, calendar) == companies_of(PALANGKA, calendar)
    names = [one.name for one in pupils_of(PALANGKA, calendar)]
    assert len(set(names)) == len(names)
