"""Changing partners: who may, what is kept, what the log says."""

from datetime import timedelta

import pytest

from anyam.base.errors import NotAllowed, Refused
from anyam.mapping.partners import operations, queries
from anyam.mapping.partners.models import Interaction, Partner, Site
from anyam.tools.audit.models import AuditEntry
from tests.factories import partners, people, schools

pytestmark = pytest.mark.db

DATA = {
    "name": "PT Grand Rungan Tbk",
    "legal_name": "",
    "kind": "company",
    "city": "Palangka Raya",
    "address": "Jl. A",
}


def test_new_partner_gets_its_place_and_keys(school, humas, now):
    partner = operations.save_partner(
        actor=humas, partner=None, data=DATA | {"latitude": -2.2, "longitude": 113.9}, now=now
    )
    site = Site.objects.of_school(school.pk).get(partner=partner)
    assert (partner.name_key, site.is_main, site.latitude) == ("grand rungan", True, -2.2)
    assert AuditEntry.objects.of_school(school.pk).get().action == "partners.added"


def test_change_keeps_the_same_partner_and_names_the_fields(school, humas, now):
    partner = partners.make_partner(school)
    operations.save_partner(
        actor=humas, partner=partner, data={"name": "Hotel Baru", "city": "Sampit"}, now=now
    )
    partner.refresh_from_db()
    assert (partner.name, partner.search_key) == ("Hotel Baru", "hotel baru sampit")
    assert AuditEntry.objects.of_school(school.pk).get().detail == {"fields": ["city", "name"]}


@pytest.mark.parametrize("role", ["principal", "supervisor", "homeroom"])
def test_readers_change_nothing(school, now, role):
    actor = people.make_actor(school, role)
    with pytest.raises(NotAllowed):
        operations.save_partner(actor=actor, partner=None, data=DATA, now=now)
    assert Partner.objects.of_school(school.pk).count() == 0


def test_programme_head_edits_only_what_is_theirs(school, now):
    programme = schools.make_programme(school)
    head = people.make_actor(school, "programme_head", programme=programme)
    other = schools.make_programme(school, name="Perhotelan", short_name="PH", code="40412620")
    foreign, own = partners.make_partner(school), partners.make_partner(school)
    wave = schools.make_wave(school)
    partners.make_capacity(foreign, wave, other)
    partners.make_capacity(own, wave, programme)
    operations.save_partner(actor=head, partner=own, data={"name": "Baru"}, now=now)
    with pytest.raises(NotAllowed):
        operations.save_partner(actor=head, partner=foreign, data={"name": "Baru"}, now=now)
    mine = operations.save_partner(actor=head, partner=None, data=DATA, now=now)
    operations.save_partner(actor=head, partner=mine, data={"name": "Lagi"}, now=now)


def test_seats_of_another_programme_are_refused(school, now):
    programme = schools.make_programme(school)
    other = schools.make_programme(school, name="Perhotelan", short_name="PH", code="40412620")
    head = people.make_actor(school, "programme_head", programme=programme)
    partner = partners.make_partner(school)
    wave = schools.make_wave(school)
    data = {"wave": wave, "programme": other, "seats": 3, "minimum": 1}
    with pytest.raises(NotAllowed):
        operations.save_capacity(actor=head, partner=partner, capacity=None, data=data, now=now)
    saved = operations.save_capacity(
        actor=head, partner=partner, capacity=None, data=data | {"programme": programme}, now=now
    )
    assert queries.seats_by_partner([partner.pk]) == {partner.pk: saved.seats}


def test_seats_in_a_wave_of_another_school_are_refused(school, other_school, humas, now):
    partner = partners.make_partner(school)
    data = {
        "wave": schools.make_wave(other_school),
        "programme": schools.make_programme(school),
        "seats": 3,
        "minimum": 1,
    }
    with pytest.raises(Refused) as refused:
        operations.save_capacity(actor=humas, partner=partner, capacity=None, data=data, now=now)
    assert refused.value.code == "foreign_row"


def test_contact_closes_the_open_step_and_remembers_the_next(school, humas, now):
    partner = partners.make_partner(school)
    today = humas.today(now)
    first = {
        "on": today,
        "channel": "call",
        "summary": "Tertarik",
        "next_action": "Kunjungan",
        "next_due": today,
    }
    operations.log_interaction(actor=humas, partner=partner, data=first, now=now)
    partner.refresh_from_db()
    assert (partner.last_contact_on, partner.next_due) == (today, today)
    later = today + timedelta(days=7)
    second = {
        "on": today,
        "channel": "visit",
        "summary": "Sepakat",
        "next_action": "Kirim surat",
        "next_due": later,
    }
    operations.log_interaction(actor=humas, partner=partner, data=second, now=now)
    partner.refresh_from_db()
    steps = Interaction.objects.of_school(school.pk).order_by("pk")
    assert [step.done_at is not None for step in steps] == [True, False]
    assert partner.next_due == later


def test_finished_step_leaves_no_due_date(school, humas, now):
    partner = partners.make_partner(school)
    today = humas.today(now)
    data = {"on": today, "channel": "call", "summary": "x", "next_action": "Telepon", "next_due": today}
    step = operations.log_interaction(actor=humas, partner=partner, data=data, now=now)
    operations.finish_step(actor=humas, interaction=step, now=now)
    partner.refresh_from_db()
    assert partner.next_due is None


def test_void_is_undone(school, humas, now):
    partner = partners.make_partner(school)
    operations.void_partner(actor=humas, partner=partner, reason="Tutup", now=now)
    assert queries.partners_visible_to(humas).count() == 0
    operations.restore_partner(actor=humas, partner=partner, now=now)
    assert list(queries.partners_visible_to(humas)) == [partner]


def test_only_one_site_is_the_main_one(school, humas, now):
    partner = partners.make_partner(school)
    data = {"name": "Cabang", "address": "", "city": "", "latitude": None, "longitude": None, "is_main": True}
    operations.save_site(actor=humas, partner=partner, site=None, data=data, now=now)
    assert [site.name for site in partner.sites.filter(is_main=True)] == ["Cabang"]


def acts(partner, capacity, contact, step, now):
    """Every act of the room by its name, as a function of who does it."""
    site = partner.sites.get()
    seats = {"wave": capacity.wave, "programme": capacity.programme, "seats": 9, "minimum": 1}
    line = {"on": now.date(), "channel": "call", "summary": "x"}
    return {
        "partner": lambda who: operations.save_partner(
            actor=who, partner=partner, data={"city": "Sampit"}, now=now
        ),
        "void": lambda who: operations.void_partner(actor=who, partner=partner, reason="Tutup", now=now),
        "restore": lambda who: operations.restore_partner(actor=who, partner=partner, now=now),
        "site": lambda who: operations.save_site(
            actor=who, partner=partner, site=site, data={"city": "X"}, now=now
        ),
        "contact": lambda who: operations.save_contact(
            actor=who, partner=partner, contact=contact, data={"name": "Ani"}, now=now
        ),
        "contact left": lambda who: operations.void_contact(actor=who, contact=contact, now=now),
        "seats": lambda who: operations.save_capacity(
            actor=who, partner=partner, capacity=capacity, data=seats, now=now
        ),
        "log": lambda who: operations.log_interaction(actor=who, partner=partner, data=line, now=now),
        "step": lambda who: operations.finish_step(actor=who, interaction=step, now=now),
    }


@pytest.fixture
def ground(school, now):
    """A partner with one of everything, and every act on it."""
    partner = partners.make_partner(school)
    capacity = partners.make_capacity(partner, schools.make_wave(school), schools.make_programme(school))
    step = partners.make_interaction(partner, next_action="Telepon", next_due=now.date())
    return acts(partner, capacity, partners.make_contact(partner), step, now)


@pytest.mark.parametrize("role", ["principal", "supervisor", "homeroom", "pupil"])
def test_who_may_not_does_none_of_the_acts(school, ground, role):
    actor = people.make_actor(school, role)
    for act in ground.values():
        with pytest.raises(NotAllowed):
            act(actor)
    assert AuditEntry.objects.of_school(school.pk).count() == 0


def test_only_waka_humas_takes_a_partner_off_the_lists(school, ground):
    coordinator = people.make_actor(school, "coordinator")
    refused = []
    for name, act in ground.items():
        try:
            act(coordinator)
        except NotAllowed:
            refused.append(name)
    assert refused == ["void", "restore"]


def test_every_act_leaves_its_line_in_the_trail(school, humas, ground):
    for act in ground.values():
        act(humas)
    trail = AuditEntry.objects.of_school(school.pk).order_by("sequence").values_list("action", flat=True)
    assert list(trail) == [
        "partners.changed", "partners.voided", "partners.restored", "partners.site_saved", "partners.contact_saved",
        "partners.contact_voided", "partners.capacity_saved", "partners.contacted", "partners.step_done",
    ]  # fmt: skip


def test_seats_of_another_programme_are_not_taken_over(school, now):
    own = schools.make_programme(school)
    other = schools.make_programme(school, name="Perhotelan", short_name="PH", code="40412620")
    head = people.make_actor(school, "programme_head", programme=own)
    partner = partners.make_partner(school)
    foreign = partners.make_capacity(partner, schools.make_wave(school), other)
    data = {"wave": foreign.wave, "programme": own, "seats": 1, "minimum": 1}
    with pytest.raises(NotAllowed):
        operations.save_capacity(actor=head, partner=partner, capacity=foreign, data=data, now=now)


def test_an_earlier_contact_written_late_does_not_move_the_last_one(school, humas, now):
    partner = partners.make_partner(school)
    today = humas.today(now)
    for day in (today, today - timedelta(days=9)):
        data = {"on": day, "channel": "call", "summary": "x"}
        operations.log_interaction(actor=humas, partner=partner, data=data, now=now)
    partner.refresh_from_db()
    assert partner.last_contact_on == today


def test_the_end_of_an_agreement_is_written_down(school, humas, now):
    partner = partners.make_partner(school)
    operations.set_agreement_until(actor=humas, partner=partner, until=partners.IN_FORCE, now=now)
    partner.refresh_from_db()
    assert (partner.agreement_until, partner.updated_at) == (partners.IN_FORCE, now)
