"""A pupil objects, the school answers, the queue empties."""

import pytest

from anyam.base.errors import NotAllowed, Refused, WrongState
from anyam.implementation.internships import operations
from anyam.implementation.internships.models import Objection
from anyam.records.people.models import Pupil
from tests.factories import internships, people

pytestmark = pytest.mark.db


@pytest.fixture
def objected(school, humas, now):
    """A computed round in which one pupil objects: (round, line, objection)."""
    wave = internships.make_full_wave(school, pupils=3)
    round_ = internships.computed_round(wave, humas)
    line = round_.proposals.first()
    account = people.make_account(name="Siswa 00")
    Pupil.objects.of_school(school.pk).filter(pk=line.participant.pupil_id).update(account=account)
    pupil = people.make_actor(school, "pupil", account=account)
    objection = operations.object_to_place(
        actor=pupil,
        participant=line.participant,
        capacity=line.capacity,
        reason="too_far",
        text="Jauh",
        now=now,
    )
    line.refresh_from_db()
    return round_, line, objection


def test_objection_joins_the_queue(objected):
    _round, line, _objection = objected
    assert (line.exception, line.settled) == ("objection", False)


def test_answer_leaves_the_queue_and_is_kept(objected, humas, now):
    _round, line, objection = objected
    operations.answer_objection(
        actor=humas, objection=objection, changed=False, answer="Ada bus sekolah.", now=now
    )
    line.refresh_from_db()
    objection.refresh_from_db()
    assert line.settled
    assert (objection.state, objection.answer, objection.answered_by_name) == (
        "kept",
        "Ada bus sekolah.",
        humas.name,
    )
    with pytest.raises(WrongState):
        operations.answer_objection(actor=humas, objection=objection, changed=True, answer="", now=now)


def test_place_that_stays_needs_words(objected, humas, now):
    with pytest.raises(Refused) as refused:
        operations.answer_objection(actor=humas, objection=objected[2], changed=False, answer="", now=now)
    assert refused.value.code == "answer_needed"


@pytest.mark.parametrize("role", ["principal", "operator", "programme_head", "supervisor"])
def test_others_do_not_answer(objected, school, now, role):
    with pytest.raises(NotAllowed):
        operations.answer_objection(
            actor=people.make_actor(school, role), objection=objected[2], changed=True, answer="", now=now
        )
    assert Objection.objects.of_school(school.pk).get().state == "open"


def test_open_objection_survives_a_new_computation(objected, school, humas):
    round_, line, _objection = objected
    again = internships.computed_round(round_.wave, humas)
    assert again.proposals.get(participant=line.participant).exception == "objection"
