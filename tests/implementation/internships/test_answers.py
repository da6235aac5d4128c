"""Companies' answers: written down wholly or in part, put right, and what a seat given back costs."""

import pytest

from anyam.base.errors import NotAllowed, Refused, WrongState
from anyam.base.moves import next_state, verbs_from
from anyam.implementation.internships import matching, operations, queries, rules
from anyam.implementation.internships.blocks import answers_today
from anyam.implementation.internships.models import MatchingRound, Pair
from anyam.implementation.internships.terms import PlacementState, RoundState
from anyam.mapping.partners.models import Capacity
from tests.factories import internships, letters, partners, people

pytestmark = pytest.mark.db


@pytest.fixture
def wave(school, humas):
    return letters.placed_wave(school, humas, pupils=4, hosts=1, seats=4)


def states(wave):
    return [row.state for row in letters.placements(wave)]


def send(wave, humas, now, on=None):
    rows = letters.placements(wave)
    operations.mark_requested(actor=humas, placements=rows, on=on or humas.today(now), now=now)


def answer(wave, humas, now, yes=(), no=(), unanswered=()):
    rows = letters.placements(wave)
    return operations.answer_company(
        actor=humas,
        accepted=[rows[place] for place in yes],
        refused=[rows[place] for place in no],
        unanswered=[rows[place] for place in unanswered],
        on=humas.today(now),
        note="Lewat telepon",
        now=now,
    )


@pytest.mark.parametrize(
    ("state", "verbs"),
    [
        ("approved", ["request", "accept", "refuse", "withdraw"]),
        ("requested", ["accept", "refuse", "lapse", "withdraw"]),
        ("accepted", ["withdraw", "reopen", "reopen_unsent"]),
        ("refused", ["reopen", "reopen_unsent"]),
        ("no_answer", ["accept", "refuse"]),
        ("withdrawn", []),
    ],
)
def test_what_can_be_done_in_each_state(state, verbs):
    assert verbs_from(rules.PLACEMENT_MOVES, state) == verbs


def test_moves_of_a_correction_lead_back_by_whether_the_letter_went_out():
    assert next_state(rules.PLACEMENT_MOVES, "reopen", "refused") == PlacementState.REQUESTED
    assert next_state(rules.PLACEMENT_MOVES, "reopen_unsent", "refused") == PlacementState.APPROVED


def test_company_takes_some_and_refuses_one(wave, humas, now):
    send(wave, humas, now)
    assert len(answer(wave, humas, now, yes=[0, 1, 2], no=[3])) == 4
    assert states(wave) == ["accepted", "accepted", "accepted", "refused"]
    assert {(row.answered_on, row.answer_note) for row in letters.placements(wave)} == {
        (humas.today(now), "Lewat telepon")
    }


def test_wrong_refusal_is_put_right_with_its_ban(wave, humas, now):
    send(wave, humas, now)
    answer(wave, humas, now, yes=[0, 1, 2], no=[3])
    assert Pair.objects.of_school(humas.school_id).count() == 1
    changed = answer(wave, humas, now, yes=[0, 1, 2, 3])
    assert [row.state for row in changed] == ["accepted"]
    assert states(wave) == ["accepted"] * 4
    assert Pair.objects.of_school(humas.school_id).count() == 0


def test_wrong_acceptance_becomes_a_refusal(wave, humas, now):
    send(wave, humas, now)
    answer(wave, humas, now, yes=[0, 1, 2, 3])
    answer(wave, humas, now, yes=[0, 1, 2], no=[3])
    assert states(wave) == ["accepted", "accepted", "accepted", "refused"]


def test_answer_taken_back_is_awaited_again(wave, humas, now):
    send(wave, humas, now)
    answer(wave, humas, now, yes=[0, 1, 2, 3])
    answer(wave, humas, now, yes=[0, 1, 2], unanswered=[3])
    row = letters.placements(wave)[3]
    assert (row.state, row.answered_on, row.answer_note) == ("requested", None, "")
    answer(wave, humas, now, unanswered=[0])
    assert letters.placements(wave)[0].state == "requested"


def test_answer_without_a_letter_goes_back_to_approved(wave, humas, now):
    answer(wave, humas, now, yes=[0])
    operations.reopen_answers(actor=humas, placements=letters.placements(wave)[:1], now=now)
    assert states(wave) == ["approved"] * 4


def test_ban_that_people_set_stays(wave, humas, now):
    answer(wave, humas, now, no=[0])
    Pair.objects.of_school(humas.school_id).update(reason="Pernah diganggu di sana")
    operations.reopen_answers(actor=humas, placements=letters.placements(wave)[:1], now=now)
    assert Pair.objects.of_school(humas.school_id).count() == 1


def test_open_answer_cannot_be_taken_back(wave, humas, now):
    with pytest.raises(WrongState):
        operations.reopen_answers(actor=humas, placements=letters.placements(wave), now=now)


def test_nothing_is_kept_of_an_answer_that_fails_for_one(wave, humas, now):
    rows = letters.placements(wave)
    operations.record_answer(actor=humas, placements=rows[:1], accepted=False, on=humas.today(now), now=now)
    stale = rows  # the caller still sees all of them open
    with pytest.raises(WrongState):
        operations.answer_company(actor=humas, accepted=stale, refused=(), on=humas.today(now), now=now)
    assert states(wave) == ["refused", "approved", "approved", "approved"]


def test_refusal_is_not_put_right_once_the_pupil_has_another_place(school, humas, now):
    wave = letters.placed_wave(school, humas, pupils=1, hosts=2, seats=1)
    answer(wave, humas, now, no=[0])
    internships.approved_round(wave, humas)
    (old, _new) = letters.placements(wave)
    old = old if old.state == "refused" else _new
    with pytest.raises(Refused) as refused:
        operations.reopen_answers(actor=humas, placements=[old], now=now)
    assert refused.value.code == "placed_elsewhere"


def test_refusal_put_right_sends_the_open_round_back_to_be_computed(school, humas, now):
    wave = letters.placed_wave(school, humas, pupils=2, hosts=2, seats=2)
    answer(wave, humas, now, no=[0, 1])
    round_ = internships.computed_round(wave, humas)
    assert round_.proposals.count() == 2
    operations.reopen_answers(actor=humas, placements=letters.placements(wave)[:1], now=now)
    round_.refresh_from_db()
    assert (round_.state, round_.proposals.count()) == (RoundState.PREPARED, 0)
    again = internships.computed_round(wave, humas)
    assert [line.participant.pupil.name for line in again.proposals.all()] == ["Siswa 01"]
    assert matching.submit(actor=humas, round_=again, now=now).state == RoundState.SUBMITTED


@pytest.mark.parametrize("state", [RoundState.COMPUTING, RoundState.SUBMITTED])
def test_refusal_is_not_put_right_while_the_round_is_out_of_hand(school, humas, now, state):
    wave = letters.placed_wave(school, humas, pupils=1, hosts=2, seats=1)
    answer(wave, humas, now, no=[0])
    round_ = internships.computed_round(wave, humas)
    MatchingRound.objects.of_school(school.pk).filter(pk=round_.pk).update(state=state)
    with pytest.raises(Refused) as refused:
        operations.reopen_answers(actor=humas, placements=letters.placements(wave), now=now)
    assert refused.value.code == "round_busy"


def test_refusal_is_not_put_right_when_the_seat_is_gone(wave, humas, now):
    answer(wave, humas, now, no=[0])
    Capacity.objects.of_school(humas.school_id).update(seats=3)
    with pytest.raises(Refused) as refused:
        operations.reopen_answers(actor=humas, placements=letters.placements(wave)[:1], now=now)
    assert (refused.value.code, states(wave)[0]) == ("full", "refused")


def test_late_yes_is_taken_unless_the_pupil_has_another_place(school, humas, now):
    wave = letters.placed_wave(school, humas, pupils=1, hosts=2, seats=1)
    send(wave, humas, now)
    due = letters.placements(wave)[0].answer_due
    operations.lapse_overdue(actor=humas, today=due.replace(day=due.day + 1), now=now)
    assert states(wave) == ["no_answer"]
    answer(wave, humas, now, yes=[0])
    assert states(wave) == ["accepted"]


def test_late_yes_for_a_pupil_placed_elsewhere_is_refused(school, humas, now):
    wave = letters.placed_wave(school, humas, pupils=1, hosts=2, seats=1)
    send(wave, humas, now)
    lapsed = letters.placements(wave)[0]
    operations.lapse_overdue(actor=humas, today=lapsed.answer_due.replace(day=30), now=now)
    Pair.objects.create(
        school=school,
        participant=lapsed.participant,
        capacity=lapsed.capacity,
        kind="forbidden",
        by_name="uji",
    )
    internships.approved_round(wave, humas)
    with pytest.raises(Refused) as refused:
        operations.record_answer(
            actor=humas, placements=[lapsed], accepted=True, on=humas.today(now), now=now
        )
    assert refused.value.code == "placed_elsewhere"
    desk = queries.answer_desk(humas, wave, humas.today(now), {})
    assert [card.state for card in desk.cards] == ["approved"]


@pytest.mark.parametrize(
    ("role", "may"),
    [
        ("waka_humas", True), ("coordinator", True), ("operator", True), ("principal", False),
        ("programme_head", False), ("supervisor", False), ("homeroom", False), ("pupil", False),
    ],
)  # fmt: skip
def test_who_may_put_answers_right(wave, school, humas, now, role, may):
    answer(wave, humas, now, yes=[0, 1, 2, 3])
    actor = letters.actor_with(school, role)
    if may:
        operations.reopen_answers(actor=actor, placements=letters.placements(wave), now=now)
        assert states(wave) == ["approved"] * 4
    else:
        with pytest.raises(NotAllowed):
            operations.reopen_answers(actor=actor, placements=letters.placements(wave), now=now)


def test_refusal_put_right_leaves_a_round_of_others_alone(school, humas, now):
    wave = letters.placed_wave(school, humas, pupils=2, hosts=2, seats=2)
    answer(wave, humas, now, no=[0])
    round_ = internships.computed_round(wave, humas)
    answer(wave, humas, now, no=[1])
    operations.reopen_answers(actor=humas, placements=letters.placements(wave)[1:], now=now)
    round_.refresh_from_db()
    assert (round_.state, round_.proposals.count()) == (RoundState.COMPUTED, 1)


def test_lapsed_company_counts_the_days_since_its_day(wave, humas, now):
    send(wave, humas, now)
    due = letters.placements(wave)[0].answer_due
    late = due.replace(day=due.day + 5)
    operations.lapse_overdue(actor=humas, today=late, now=now)
    assert [(card.state, card.days_left) for card in queries.answer_desk(humas, wave, late, {}).cards] == [
        ("no_answer", -5)
    ]


def test_school_takes_a_pupil_back(wave, humas, now):
    row = letters.placements(wave)[0]
    taken = operations.withdraw_placement(actor=humas, placement=row, reason="Pindah rumah", now=now)
    assert (taken.state, taken.answer_note) == ("withdrawn", "Pindah rumah")
    desk = queries.answer_desk(humas, wave, humas.today(now), {})
    assert [len(card.placements) for card in desk.cards] == [3]


def test_letter_goes_out_once(wave, humas, now):
    send(wave, humas, now)
    rows = letters.placements(wave)
    assert operations.mark_requested(actor=humas, placements=rows, on=humas.today(now), now=now) == []


def test_teacher_neither_sends_nor_answers_nor_takes_back(wave, school, humas, now):
    teacher = letters.actor_with(school, "homeroom")
    rows, day = letters.placements(wave), humas.today(now)
    with pytest.raises(NotAllowed):
        operations.mark_requested(actor=teacher, placements=rows, on=day, now=now)
    with pytest.raises(NotAllowed):
        operations.record_answer(actor=teacher, placements=rows, accepted=True, on=day, now=now)
    with pytest.raises(NotAllowed):
        operations.lapse_overdue(actor=teacher, today=day, now=now)
    with pytest.raises(NotAllowed):
        operations.withdraw_placement(actor=teacher, placement=rows[0], reason="uji", now=now)
    assert states(wave) == ["approved"] * 4


def test_stranger_of_another_school_changes_nothing(wave, other_school, humas, now):
    answer(wave, humas, now, yes=[0, 1, 2, 3])
    stranger = people.make_actor(other_school, "waka_humas")
    assert operations.reopen_answers(actor=stranger, placements=letters.placements(wave), now=now) == []
    assert states(wave) == ["accepted"] * 4


def test_companies_stand_by_urgency(school, humas, now):
    wave = letters.placed_wave(school, humas, pupils=5, hosts=5, seats=1)
    rows = letters.placements(wave)
    day = humas.today(now)
    operations.mark_requested(actor=humas, placements=rows[:2], on=day, now=now)
    operations.mark_requested(actor=humas, placements=rows[2:3], on=day.replace(day=1), now=now)
    operations.record_answer(actor=humas, placements=rows[3:4], accepted=True, on=day, now=now)
    operations.record_answer(actor=humas, placements=rows[1:2], accepted=False, on=day, now=now)
    desk = queries.answer_desk(humas, wave, day, {})
    assert [(card.state, card.days_left) for card in desk.cards] == [
        ("no_answer", -9),
        ("requested", 14),
        ("approved", None),
        ("refused", None),
        ("accepted", None),
    ]
    assert desk.companies == dict.fromkeys(("no_answer", "requested", "approved", "refused", "accepted"), 1)
    assert (desk.without_place, desk.lost, desk.total_pupils) == (1, 1, 5)


def test_search_and_filter_narrow_the_companies(school, humas, now):
    wave = letters.placed_wave(school, humas, pupils=2, hosts=2, seats=1)
    day = humas.today(now)
    first = letters.placements(wave)[0]
    operations.record_answer(actor=humas, placements=[first], accepted=True, on=day, now=now)
    own = first.capacity.partner.name

    def names(**wanted):
        return [card.partner.name for card in queries.answer_desk(humas, wave, day, wanted).cards]

    assert names(status="accepted") == [own]
    assert names(cari=own.lower()) == [own]
    assert names(cari="siswa 00") == [own]
    assert names(cari="siswa") == names()
    assert names(cari="tidak ada") == []


def test_message_goes_to_the_person_who_reads_letters(wave, humas):
    partner = letters.placements(wave)[0].capacity.partner
    partners.make_contact(partner, name="Tanpa Nomor", role="personnel")
    partners.make_contact(partner, name="Pembimbing", role="mentor", phone="+6281234567890")
    partners.make_contact(partner, name="Personalia", role="personnel", phone="+6281234567891")
    found = queries.readers_of_letters(humas, [partner.pk])
    assert {key: row.name for key, row in found.items()} == {partner.pk: "Personalia"}


def test_today_names_late_companies_and_unsent_letters(school, humas, now):
    wave = letters.placed_wave(school, humas, pupils=3, hosts=3, seats=1)
    day = humas.today(now)
    rows = letters.placements(wave)
    operations.mark_requested(actor=humas, placements=rows[:1], on=day.replace(day=1), now=now)
    said = answers_today(humas, now)
    assert [(urgency, str(row.title)) for urgency, row in said.decisions] == [
        (0, "1 perusahaan lewat batas jawab"),
        (41, "Kirim surat permohonan ke 2 perusahaan"),
    ]
    assert answers_today(people.make_actor(school, "principal"), now).decisions == ()


def test_today_is_silent_when_nothing_is_asked(wave, humas, now):
    answer(wave, humas, now, yes=[0, 1, 2, 3])
    assert answers_today(humas, now).decisions == ()
