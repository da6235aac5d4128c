"""Forms of partners: points, seats, contact log, and whose rows they offer."""

from datetime import date

import pytest

from anyam.mapping.partners.forms import CapacityForm, InteractionForm, PartnerForm
from tests.factories import partners, people, schools

pytestmark = pytest.mark.db

PARTNER = {"name": "Hotel Lilis Indah", "kind": "company"}


def partner_form(actor, **data) -> PartnerForm:
    return PartnerForm(PARTNER | data, actor=actor)


@pytest.mark.parametrize("written", ["-2,2101", "-2.2101", " -2,2101 "])
def test_a_point_is_read_with_comma_or_full_stop(humas, written):
    form = partner_form(humas, latitude=written, longitude="113,9213")
    assert form.is_valid(), form.errors
    assert (form.cleaned_data["latitude"], form.cleaned_data["longitude"]) == (-2.2101, 113.9213)


@pytest.mark.parametrize("half", [{"latitude": "-2,21"}, {"longitude": "113,92"}])
def test_half_a_point_is_refused(humas, half):
    assert partner_form(humas, **half).errors == {
        "longitude": ["Isi lintang dan bujur, atau kosongkan keduanya."]
    }


@pytest.mark.parametrize("wrong", ["91", "-90,5", "dua"])
def test_a_point_off_the_globe_is_refused(humas, wrong):
    assert "latitude" in partner_form(humas, latitude=wrong, longitude="113").errors


def test_the_form_of_a_known_partner_shows_its_main_place(school, humas):
    partner = partners.make_partner(school)
    partners.make_site(partner, name="Bandara", latitude=-2.0, longitude=113.0, is_main=False)
    form = PartnerForm(instance=partner, actor=humas)
    assert (form["latitude"].value(), form["longitude"].value()) == (-2.2, 113.93)


def test_working_days_are_one_of_three_or_unknown(humas):
    assert [value for value, _word in PartnerForm(actor=humas).fields["working_days"].choices] == [
        "", "five", "six", "seven",
    ]  # fmt: skip
    assert partner_form(humas, working_days="four").errors.keys() == {"working_days"}


def test_seats_offer_rows_of_the_own_school_and_partner(school, other_school, humas):
    wave, programme = schools.make_wave(school), schools.make_programme(school)
    schools.make_wave(other_school)
    schools.make_programme(other_school, short_name="LAIN")
    partner, neighbour = partners.make_partner(school), partners.make_partner(school)
    form = CapacityForm(actor=humas, partner=partner)
    offered = {name: list(form.fields[name].queryset) for name in ("wave", "programme", "site")}
    assert offered == {"wave": [wave], "programme": [programme], "site": list(partner.sites.all())}
    assert neighbour.sites.get() not in offered["site"]


def test_programme_hats_are_offered_their_own_programme(school):
    own = schools.make_programme(school)
    schools.make_programme(school, name="Perhotelan", short_name="PH", code="40412620")
    head = people.make_actor(school, "programme_head", programme=own)
    form = CapacityForm(actor=head, partner=partners.make_partner(school))
    assert list(form.fields["programme"].queryset) == [own]


def test_more_at_least_than_seats_is_refused_once(school, humas):
    data = {
        "wave": schools.make_wave(school).pk,
        "programme": schools.make_programme(school).pk,
        "seats": 2,
        "minimum": 3,
        "lodging": "none",
    }
    form = CapacityForm(data, actor=humas, partner=partners.make_partner(school))
    assert form.errors == {"minimum": ["Paling sedikit perlu antara 1 dan jumlah kursi."]}


def test_a_contact_of_tomorrow_has_not_happened(school, humas):
    partner = partners.make_partner(school)
    form = InteractionForm(
        {"on": "2026-11-25", "channel": "call", "summary": "x"},
        actor=humas,
        partner=partner,
        today=date(2026, 11, 24),
    )
    assert form.errors == {"on": ["Kontak ini belum terjadi. Tulis tanggal hari ini atau sebelumnya."]}


def test_the_log_offers_people_who_still_work_there(school, humas):
    partner = partners.make_partner(school)
    here = partners.make_contact(partner)
    partners.make_contact(partner, name="Ani Lama", voided_at=partners.WHEN)
    partners.make_contact(partners.make_partner(school), name="Orang Lain")
    form = InteractionForm(actor=humas, partner=partner, today=date(2026, 11, 24))
    assert list(form.fields["contact"].queryset) == [here]
