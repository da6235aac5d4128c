"""A round from opening to approval, and the small round that follows refusals."""

import pytest

from anyam.base.errors import NotAllowed, Refused, WrongState
from anyam.implementation.internships import matching, operations, queries
from anyam.implementation.internships.models import Pair, Placement
from anyam.implementation.internships.terms import PlacementState, RoundKind, RoundState
from anyam.mapping.partners.models import Capacity
from anyam.records.schools.models import ClassGroup
from tests.factories import internships, partners, people

pytestmark = pytest.mark.db


def test_round_places_every_pupil_where_seats_exist(school, humas):
    wave = internships.make_full_wave(school, pupils=6, hosts=2, seats=4)
    round_ = internships.computed_round(wave, humas)
    assert round_.state == RoundState.COMPUTED
    assert round_.proposals.count() == 6
    assert round_.proposals.filter(capacity=None).count() == 0
    assert round_.proposals.filter(supervisor=None).count() == 0
    assert matching.check_round(round_) == []


def test_pupils_without_seat_are_named_with_the_reason(school, humas):
    wave = internships.make_full_wave(school, pupils=5, hosts=1, seats=3)
    round_ = internships.computed_round(wave, humas)
    unplaced = round_.proposals.filter(capacity=None)
    assert unplaced.count() == 2
    why = matching.explain(round_, unplaced.first())
    assert why.place == ""
    assert why.unplaced == (
        "4 siswa berebut 3 kursi yang sama. Tambah kursi atau mitra untuk konsentrasi ini."
    )


def test_pupil_without_birth_date_is_an_exception_of_its_own(school, humas):
    wave = internships.make_full_wave(school, pupils=2)
    pupil = people.make_pupil(school, name="Tanpa Tanggal", birth_date=None, class_group=_class_of(wave))
    internships.make_participant(wave, pupil)
    round_ = internships.computed_round(wave, humas)
    line = round_.proposals.get(participant__pupil=pupil)
    assert (line.capacity, line.exception) == (None, "no_birth_date")


def _class_of(wave):
    return ClassGroup.objects.of_school(wave.school_id).get(name="XI Kuliner 1")


def test_wish_is_met_when_nothing_stands_against_it(school, humas):
    wave = internships.make_full_wave(school, pupils=3, hosts=2, seats=3)
    participant = internships.Participant.objects.of_school(school.pk).filter(wave=wave).first()
    wished = Capacity.objects.of_school(school.pk).get(partner__name="Mitra B")
    operations.save_choices(actor=humas, participant=participant, capacities=[wished], now=internships.WHEN)
    round_ = internships.computed_round(wave, humas)
    line = round_.proposals.get(participant=participant)
    assert (line.capacity, line.rank) == (wished, 1)


def test_pinned_pupil_stays_when_computed_again(school, humas, now):
    wave = internships.make_full_wave(school, pupils=4, hosts=2, seats=4)
    round_ = internships.computed_round(wave, humas)
    line = round_.proposals.select_related("participant__pupil").first()
    other = Capacity.objects.of_school(school.pk).exclude(pk=line.capacity_id).get()
    matching.move(actor=humas, round_=round_, line=line, capacity=other, now=now)
    round_ = internships.computed_round(wave, humas)
    assert round_.proposals.get(participant=line.participant).capacity == other


def test_full_place_refuses_a_move(school, humas, now):
    wave = internships.make_full_wave(school, pupils=4, hosts=2, seats=2)
    round_ = internships.computed_round(wave, humas)
    line = round_.proposals.first()
    other = Capacity.objects.of_school(school.pk).exclude(pk=line.capacity_id).get()
    with pytest.raises(Refused) as refused:
        operations.pin_proposal(actor=humas, proposal=line, capacity=other, now=now)
    assert refused.value.code == "full"


def test_hard_rule_refuses_a_move(school, humas, now):
    wave = internships.make_full_wave(school, pupils=2, hosts=1, seats=4)
    night = partners.make_capacity(
        partners.make_partner(school, name="Hotel Malam"), wave, _class_of(wave).programme, night_shift=True
    )
    round_ = internships.computed_round(wave, humas)
    line = round_.proposals.first()
    with pytest.raises(matching.RoundNotComputable) as refused:
        matching.move(actor=humas, round_=round_, line=line, capacity=night, now=now)
    assert refused.value.code == "rule_refused"


def test_principal_alone_approves(school, humas, now):
    wave = internships.make_full_wave(school)
    round_ = internships.computed_round(wave, humas)
    matching.submit(actor=humas, round_=round_, now=now)
    with pytest.raises(NotAllowed):
        operations.approve_round(actor=humas, round_=round_, now=now)
    principal = people.make_actor(school, "principal")
    operations.approve_round(actor=principal, round_=round_, now=now)
    assert Placement.objects.of_school(school.pk).filter(state=PlacementState.APPROVED).count() == 6
    with pytest.raises(WrongState):
        operations.approve_round(actor=principal, round_=round_, now=now)


def test_returned_round_can_be_changed_and_submitted_again(school, humas, now):
    wave = internships.make_full_wave(school)
    round_ = internships.computed_round(wave, humas)
    operations.submit_round(actor=humas, round_=round_, now=now)
    principal = people.make_actor(school, "principal")
    round_ = operations.return_round(actor=principal, round_=round_, reason="Periksa jarak", now=now)
    assert (round_.state, round_.return_reason) == (RoundState.RETURNED, "Periksa jarak")
    assert operations.submit_round(actor=humas, round_=round_, now=now).state == RoundState.SUBMITTED


def test_refused_pupils_go_into_a_round_that_moves_nobody_else(school, humas, now):
    wave = internships.make_full_wave(school, pupils=4, hosts=3, seats=2)
    internships.approved_round(wave, humas)
    placements = list(Placement.objects.of_school(school.pk).order_by("pk"))
    refused = [row for row in placements if row.capacity_id == placements[0].capacity_id]
    kept = {row.pk: row.capacity_id for row in placements if row not in refused}
    operations.record_answer(
        actor=humas, placements=refused, accepted=False, on=humas.today(now), note="Penuh", now=now
    )
    round_ = internships.computed_round(wave, humas)
    assert round_.kind == RoundKind.REPLACEMENT
    assert {line.participant_id for line in round_.proposals.all()} == {row.participant_id for row in refused}
    assert all(line.capacity_id != placements[0].capacity_id for line in round_.proposals.all())
    still = Placement.objects.of_school(school.pk).filter(pk__in=kept)
    assert {row.pk: row.capacity_id for row in still} == kept


def test_seat_that_was_refused_is_not_offered_to_another_pupil(school, humas, now):
    wave = internships.make_full_wave(school, pupils=2, hosts=1, seats=3)
    internships.approved_round(wave, humas)
    row = Placement.objects.of_school(school.pk).first()
    assert queries.free_seats(school.pk, wave) == {row.capacity_id: 1}
    operations.record_answer(actor=humas, placements=[row], accepted=False, on=humas.today(now), now=now)
    assert queries.free_seats(school.pk, wave) == {row.capacity_id: 1}


def test_answer_is_awaited_until_the_day_and_then_lapses(school, humas, now):
    wave = internships.make_full_wave(school)
    internships.approved_round(wave, humas)
    rows = Placement.objects.of_school(school.pk).all()
    sent = operations.mark_requested(actor=humas, placements=rows, on=humas.today(now), now=now)
    due = sent[0].answer_due
    assert (due - humas.today(now)).days == wave.answer_days
    assert operations.lapse_overdue(actor=humas, today=due, now=now) == 0
    assert operations.lapse_overdue(actor=humas, today=due.replace(day=due.day + 1), now=now) == 6


def test_stranger_of_another_school_runs_nothing(school, other_school, humas, now):
    wave = internships.make_full_wave(school)
    stranger = people.make_actor(other_school, "waka_humas")
    round_ = internships.computed_round(wave, humas)
    with pytest.raises(Exception, match="matching query does not exist"):
        operations.submit_round(actor=stranger, round_=round_, now=now)


def test_same_problem_gives_the_same_answer(school, humas):
    wave = internships.make_full_wave(school, pupils=8, hosts=3, seats=3)
    first = {
        row.participant_id: row.capacity_id for row in internships.computed_round(wave, humas).proposals.all()
    }
    again = {
        row.participant_id: row.capacity_id for row in internships.computed_round(wave, humas).proposals.all()
    }
    assert first == again


def test_refusal_forbids_the_company_for_that_pupil_only(school, humas, now):
    wave = internships.make_full_wave(school)
    internships.approved_round(wave, humas)
    row = Placement.objects.of_school(school.pk).first()
    operations.record_answer(actor=humas, placements=[row], accepted=False, on=humas.today(now), now=now)
    pairs = Pair.objects.of_school(school.pk).values_list("participant_id", "capacity_id", "kind")
    assert list(pairs) == [(row.participant_id, row.capacity_id, "forbidden")]
