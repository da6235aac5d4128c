"""Who may what about partners: every hat against every permission."""

import pytest

from anyam.base.actor import system_actor
from anyam.mapping.partners import permissions as may
from anyam.mapping.partners.models import Capacity, Contact, Interaction, Partner, Site
from tests.factories import partners, people, schools

pytestmark = pytest.mark.db

GENERAL = (
    may.can_see_partners,
    may.can_see_contacts,
    may.can_add_partners,
    may.can_edit_partner,
    may.can_edit_capacity,
    may.can_import_partners,
    may.can_void_partner,
)
#                   see    contacts add    edit   seats  import void
TABLE = {
    "principal":       (True,  True,  False, False, False, False, False),
    "waka_humas":      (True,  True,  True,  True,  True,  True,  True),
    "coordinator":     (True,  True,  True,  True,  True,  True,  False),
    "operator":        (True,  True,  True,  True,  True,  True,  False),
    "programme_humas": (True,  True,  True,  True,  True,  False, False),
    "programme_head":  (True,  True,  True,  True,  True,  False, False),
    "supervisor":      (True,  False, False, False, False, False, False),
    "homeroom":        (False, False, False, False, False, False, False),
    "pupil":           (False, False, False, False, False, False, False),
}  # fmt: skip


@pytest.mark.parametrize("role", TABLE)
def test_every_hat_against_every_permission(school, role):
    actor = people.make_actor(school, role)
    assert tuple(can(actor) for can in GENERAL) == TABLE[role]


def test_the_machine_may_everything(school):
    assert all(can(system_actor(school)) for can in GENERAL)


#             partner  site  contact  seats  log
VISIBLE = {
    "principal":       (1, 1, 1, 1, 1),
    "waka_humas":      (1, 1, 1, 1, 1),
    "coordinator":     (1, 1, 1, 1, 1),
    "operator":        (1, 1, 1, 1, 1),
    "programme_humas": (1, 1, 1, 1, 1),
    "programme_head":  (1, 1, 1, 1, 1),
    "supervisor":      (1, 1, 0, 1, 0),
    "homeroom":        (0, 0, 0, 0, 0),
    "pupil":           (0, 0, 0, 0, 0),
}  # fmt: skip


@pytest.mark.parametrize("role", VISIBLE)
def test_every_hat_sees_its_rows_of_its_own_school_only(school, other_school, role):
    for place in (school, other_school):
        partner = partners.make_partner(place)
        partners.make_contact(partner)
        partners.make_capacity(partner, schools.make_wave(place), schools.make_programme(place))
        partners.make_interaction(partner)
    actor = people.make_actor(school, role)
    models = (Partner, Site, Contact, Capacity, Interaction)
    assert tuple(model.objects.visible_to(actor).count() for model in models) == VISIBLE[role]


@pytest.mark.parametrize("role", ["programme_humas", "programme_head"])
def test_programme_hats_reach_what_they_brought_in_and_what_seats_their_programme(school, role):
    programme = schools.make_programme(school)
    other = schools.make_programme(school, name="Perhotelan", short_name="PH", code="40412620")
    actor = people.make_actor(school, role, programme=programme)
    wave = schools.make_wave(school)
    brought, seated, foreign = (partners.make_partner(school) for _ in range(3))
    brought.created_by_id = actor.account_id
    brought.save()
    partners.make_capacity(seated, wave, programme)
    partners.make_capacity(foreign, wave, other)
    assert [may.can_edit_partner(actor, row) for row in (brought, seated, foreign)] == [True, True, False]
    assert [may.can_edit_capacity(actor, row.pk) for row in (programme, other)] == [True, False]


def test_a_whole_school_hat_does_not_reach_into_another_school(humas, other_school):
    assert may.can_edit_partner(humas, partners.make_partner(other_school)) is False
