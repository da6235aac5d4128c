"""What later rooms ask of partners: seats of a wave, seats per partner, where partners are; and states in words."""

from datetime import timedelta

import pytest

from anyam.mapping.partners import queries, tables
from tests.factories import partners, schools

pytestmark = pytest.mark.db


def test_a_placement_may_use_seats_of_partners_that_take_pupils(school, other_school, now):
    wave, programme = schools.make_wave(school), schools.make_programme(school)
    good = partners.make_capacity(partners.make_partner(school, name="Baik"), wave, programme)
    partners.make_capacity(partners.make_partner(school, name="Kosong"), wave, programme, seats=0)
    partners.make_capacity(partners.make_partner(school, held_reason="Kecelakaan"), wave, programme)
    partners.make_capacity(partners.make_partner(school, voided_at=now), wave, programme)
    later = schools.make_wave(school, name="Gelombang 2")
    partners.make_capacity(partners.make_partner(school), later, programme)
    assert list(queries.capacities_of_wave(school.pk, wave.pk)) == [good]
    assert list(queries.capacities_of_wave(other_school.pk, wave.pk)) == []


def test_seats_per_partner_over_all_waves_or_in_one(school):
    first, second = schools.make_wave(school), schools.make_wave(school, name="Gelombang 2")
    programme, partner = schools.make_programme(school), partners.make_partner(school)
    partners.make_capacity(partner, first, programme, seats=3)
    partners.make_capacity(partner, second, programme, seats=4)
    bare = partners.make_partner(school)
    assert queries.seats_by_partner([partner.pk, bare.pk]) == {partner.pk: 7}
    assert queries.seats_by_partner([partner.pk], second.pk) == {partner.pk: 4}


def test_the_main_site_or_the_first(school):
    chain, kiosk = partners.make_partner(school), partners.make_partner(school, site=False)
    partners.make_site(chain, name="Bandara", is_main=False)
    first = partners.make_site(kiosk, name="Pasar", is_main=False)
    partners.make_site(kiosk, name="Stasiun", is_main=False)
    nowhere = partners.make_partner(school, site=False)
    assert queries.main_sites([chain.pk, kiosk.pk, nowhere.pk]) == {
        chain.pk: chain.sites.get(is_main=True),
        kiosk.pk: first,
    }


def test_seats_are_narrowed_by_specialisation(school, humas):
    wave, partner = schools.make_wave(school), partners.make_partner(school)
    wanted = partners.make_capacity(partner, wave, schools.make_programme(school))
    other = schools.make_programme(school, name="Perhotelan", short_name="PH", code="40412620")
    partners.make_capacity(partner, wave, other)
    rows = queries.capacities_visible_to(humas)
    assert list(queries.filtered_seats(rows, {"konsentrasi": wanted.programme.code})) == [wanted]


@pytest.mark.parametrize(
    ("values", "days", "expected"),
    [
        ({}, None, ("mute", "Belum ada perjanjian")),
        ({}, -1, ("warn", "Perjanjian berakhir")),
        ({}, 0, ("warn", "Berakhir 0 hari lagi")),
        ({}, 60, ("warn", "Berakhir 60 hari lagi")),
        ({}, 61, ("ok", "Perjanjian berlaku")),
        ({"held_reason": "Kecelakaan"}, 61, ("bad", "Ditahan")),
    ],
)
def test_the_state_of_a_partner_in_a_word(school, humas, now, values, days, expected):
    today = humas.today(now)
    until = None if days is None else today + timedelta(days=days)
    status = tables.partner_status(partners.make_partner(school, agreement_until=until, **values), today)
    assert (status.kind, str(status.word)) == expected
