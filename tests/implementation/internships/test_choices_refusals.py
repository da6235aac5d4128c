"""Who may not choose, propose, object, prepare or decide for whom, and what is refused to those who may."""

import pytest

from anyam.base.errors import NotAllowed, Refused, WrongState
from anyam.implementation.internships import operations
from anyam.implementation.internships.models import Choice, Participant
from anyam.mapping.partners.models import Capacity
from tests.factories import internships, partners, people, schools

pytestmark = [pytest.mark.db, pytest.mark.django_db]

PLACE = {"name": "Dapur", "address": "Jl. Rajawali 7", "work": "Memasak"}


@pytest.fixture
def wave(school):
    return internships.make_full_wave(school, pupils=2, hosts=3, seats=2)


@pytest.fixture
def participant(wave):
    return Participant.objects.of_school(wave.school_id).get(pupil__name="Siswa 00")


def seats(name="Mitra A") -> Capacity:
    return Capacity.unsafe_all_schools.get(partner__name=name)


ACTS = {
    "choose": lambda actor, row, now: operations.save_choices(
        actor=actor, participant=row, capacities=[seats()], now=now
    ),
    "propose": lambda actor, row, now: operations.propose_place(
        actor=actor, participant=row, data=PLACE, now=now
    ),
    "object": lambda actor, row, now: operations.object_to_place(
        actor=actor, participant=row, capacity=seats(), reason="other", text="", now=now
    ),
    "needs": lambda actor, row, now: operations.save_participant(
        actor=actor, participant=row, data={"lodging_need": "always", "documents": ""}, now=now
    ),
    "wish": lambda actor, row, now: operations.set_host_wish(
        actor=actor, participant=row, capacity=seats(), rank=1, now=now
    ),
    "forbid": lambda actor, row, now: operations.set_pair(
        actor=actor, participant=row, capacity=seats(), kind="forbidden", reason="x", now=now
    ),
    "add": lambda actor, row, now: operations.add_participants(
        actor=actor, wave=row.wave, pupils=[row.pupil], now=now
    ),
    "remove": lambda actor, row, now: operations.remove_participant(actor=actor, participant=row, now=now),
}
MAY = {
    "waka_humas": {"choose", "propose", "needs", "wish", "forbid", "add", "remove"},
    "coordinator": {"choose", "propose", "needs", "wish", "forbid", "add", "remove"},
    "operator": {"choose", "propose", "needs", "wish", "add", "remove"},
    "principal": set(),
    "programme_head": set(),
    "supervisor": set(),
    "homeroom": set(),
}


@pytest.mark.parametrize("hat", MAY)
def test_hats_may_do_what_the_table_says(hat, school, participant, now):
    group = schools.make_class(school, name="XI Kuliner B")
    actor = people.make_actor(school, hat, class_group=group)
    done = set()
    for name, act in ACTS.items():
        try:
            act(actor, participant, now)
            done.add(name)
        except NotAllowed:
            continue
    assert done == MAY[hat]


def test_pupil_chooses_proposes_and_objects_for_themselves_alone(school, participant, wave, now):
    account = people.make_account(name="Siswa 00")
    participant.pupil.account = account
    participant.pupil.save()
    pupil = people.make_actor(school, "pupil", account=account)
    classmate = Participant.objects.of_school(school.pk).get(wave=wave, pupil__name="Siswa 01")
    for name in ("choose", "propose", "object"):
        ACTS[name](pupil, participant, now)
        with pytest.raises(NotAllowed):
            ACTS[name](pupil, classmate, now)
    for name in ("needs", "wish", "forbid", "add", "remove"):
        with pytest.raises(NotAllowed):
            ACTS[name](pupil, participant, now)
    assert set(Choice.objects.of_school(school.pk).values_list("participant", flat=True)) == {participant.pk}


def test_wishes_are_three_different_places_for_the_pupils_own_work(school, participant, wave, humas, now):
    other = schools.make_programme(school, "Busana", "BUS", "40516625")
    elsewhere = partners.make_capacity(partners.make_partner(school, name="Rumah Jahit"), wave, other)
    fourth = partners.make_capacity(
        partners.make_partner(school, name="Mitra D"), wave, participant.pupil.class_group.programme
    )
    codes = []
    for places in (
        [seats("Mitra A"), seats("Mitra B"), seats("Mitra C"), fourth],
        [seats("Mitra A"), seats("Mitra A")],
        [elsewhere],
    ):
        with pytest.raises(Refused) as refused:
            operations.save_choices(actor=humas, participant=participant, capacities=places, now=now)
        codes.append(refused.value.code)
    assert codes == ["choices", "choices", "not_for_them"]
    assert not Choice.objects.of_school(school.pk).exists()


def test_found_place_is_answered_once_and_never_without_words(school, participant, humas, now):
    found = operations.propose_place(actor=humas, participant=participant, data=PLACE, now=now)
    with pytest.raises(Refused) as refused:
        operations.check_found_place(actor=humas, found=found, capacity=None, answer="", now=now)
    assert (refused.value.code, refused.value.field) == ("answer_needed", "answer")
    operations.check_found_place(actor=humas, found=found, capacity=seats(), answer="", now=now)
    with pytest.raises(WrongState):
        operations.check_found_place(actor=humas, found=found, capacity=None, answer="Jauh", now=now)
    with pytest.raises(NotAllowed):
        operations.check_found_place(
            actor=people.make_actor(school, "supervisor"), found=found, capacity=None, answer="x", now=now
        )
