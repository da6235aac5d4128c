"""What partners put on pages of others: menu, "make new", Hari ini, search."""

from datetime import date

import pytest

from anyam.mapping.partners import blocks
from tests.factories import partners, people, schools

pytestmark = pytest.mark.db


@pytest.mark.parametrize(
    ("role", "in_menu", "may_make"),
    [
        ("waka_humas", 1, 1),
        ("programme_head", 1, 1),
        ("principal", 1, 0),
        ("supervisor", 1, 0),
        ("homeroom", 0, 0),
    ],
)
def test_menu_and_make_new_show_what_may_be_opened(school, role, in_menu, may_make):
    actor = people.make_actor(school, role)
    assert (len(blocks.menu(actor)), len(blocks.create(actor))) == (in_menu, may_make)


def titles(actor, now) -> list[tuple[int, str, str]]:
    return [(left, row.title, str(row.status.word)) for left, row in blocks.today(actor, now).decisions]


def test_today_shows_steps_from_three_days_before_they_are_due(school, humas, now):
    partner = partners.make_partner(school, name="Hotel Grand Rungan")
    for day in (20, 24, 27, 28):
        partners.make_interaction(partner, next_action=f"Langkah {day}", next_due=date(2026, 11, day))
    partners.make_interaction(partner, next_action="Sudah", next_due=date(2026, 11, 24), done_at=now)
    closed = partners.make_partner(school, voided_at=now)
    partners.make_interaction(closed, next_action="Tutup", next_due=date(2026, 11, 24))
    assert titles(humas, now) == [
        (-4, "Langkah 20: Hotel Grand Rungan", "Lewat 4 hari"),
        (0, "Langkah 24: Hotel Grand Rungan", "Hari ini"),
        (3, "Langkah 27: Hotel Grand Rungan", "3 hari lagi"),
    ]


def test_today_shows_programme_hats_the_steps_they_can_take(school, now):
    programme = schools.make_programme(school)
    head = people.make_actor(school, "programme_head", programme=programme)
    own, foreign = partners.make_partner(school, name="Milik"), partners.make_partner(school, name="Lain")
    partners.make_capacity(own, schools.make_wave(school), programme)
    for partner in (own, foreign):
        partners.make_interaction(partner, next_action="Telepon", next_due=date(2026, 11, 24))
    assert titles(head, now) == [(0, "Telepon: Milik", "Hari ini")]


@pytest.mark.parametrize("role", ["principal", "supervisor", "homeroom", "pupil"])
def test_today_is_empty_for_who_takes_no_steps(school, now, role):
    partners.make_interaction(partners.make_partner(school), next_action="x", next_due=date(2026, 11, 24))
    assert titles(people.make_actor(school, role), now) == []


def test_search_finds_by_name_legal_name_and_city(school, other_school, humas):
    partners.make_partner(school, name="Hotel Grand Rungan", legal_name="PT Rungan Jaya")
    partners.make_partner(school, name="Bakery Dua Sungai", city="Sampit")
    partners.make_partner(other_school, name="Hotel Grand Lain")
    found = {text: [hit.label for hit in blocks.search(humas, text)] for text in ("grand", "JAYA", "sampit")}
    assert found == {
        "grand": ["Hotel Grand Rungan"],
        "JAYA": ["Hotel Grand Rungan"],
        "sampit": ["Bakery Dua Sungai"],
    }


def test_search_shows_six_at_most_and_nothing_to_a_stranger(school, humas):
    for _ in range(8):
        partners.make_partner(school)
    assert len(blocks.search(humas, "rungan")) == 6
    assert blocks.search(people.make_actor(school, "homeroom"), "rungan") == []


def test_today_gathers_what_is_beyond_five_steps_behind_one_link(school, humas, now):
    partner = partners.make_partner(school, name="Hotel")
    for day in range(17, 24):
        partners.make_interaction(partner, next_action=f"Langkah {day}", next_due=date(2026, 11, day))
    decisions = blocks.today(humas, now).decisions
    assert [left for left, _decision in decisions] == [-7, -6, -5, -4, -3, -2]
    rest = decisions[-1][1]
    assert rest.title == "2 langkah lain ke mitra jatuh tempo"
    assert [action.url for action in rest.actions] == [f"/s/{school.slug}/mitra/?urut=next_due"]


def test_a_new_school_begins_with_partners_then_seats(school, humas):
    def steps(actor) -> list[tuple[str, str, bool, str]]:
        return [(str(s.label), s.url, s.is_done, str(s.waits_for)) for s in blocks.setup_steps(actor)]

    home = f"/s/{school.slug}"
    assert steps(humas) == [
        ("Mitra", f"{home}/impor/baru/partners/", False, ""),
        ("Kursi PKL", f"{home}/impor/baru/seats/", False, "Mitra"),
    ]
    partner = partners.make_partner(school)
    assert steps(humas)[1] == ("Kursi PKL", f"{home}/impor/baru/seats/", False, "Gelombang PKL")
    partners.make_capacity(partner, schools.make_wave(school), schools.make_programme(school))
    done = [("Mitra", f"{home}/mitra/", True, ""), ("Kursi PKL", f"{home}/mitra/kursi/", True, "")]
    assert steps(humas) == done
    head = people.make_actor(school, "programme_head")
    assert [step.url for step in blocks.setup_steps(head)] == [f"{home}/mitra/", f"{home}/mitra/kursi/"]
