"""Pupils and guardians: who may change them, what is refused, how a pupil leaves and comes back."""

from datetime import date

import pytest

from anyam.base.errors import NotAllowed, NotFound, WrongState
from anyam.records.people import operations, queries, rules
from anyam.records.people.models import GuardianRelation, Pupil
from anyam.tools.audit.models import AuditEntry
from tests.factories import people as people_factory
from tests.factories import schools as schools_factory

pytestmark = [pytest.mark.db, pytest.mark.django_db]

MOVES = {
    "leave": operations.mark_pupil_left,
    "graduate": operations.mark_pupil_graduated,
    "return": operations.mark_pupil_returned,
}


def last_action(school) -> tuple[str, dict]:
    row = AuditEntry.objects.of_school(school.pk).order_by("-sequence").first()
    return row.action, row.detail


@pytest.mark.parametrize("hat", ["principal", "coordinator", "supervisor", "homeroom", "programme_head"])
def test_only_waka_humas_and_operator_change_pupils(school, now, hat):
    actor, pupil = people_factory.make_actor(school, hat), people_factory.make_pupil(school)
    with pytest.raises(NotAllowed):
        operations.save_pupil(actor=actor, pupil=pupil, data={"name": "X"}, now=now)
    with pytest.raises(NotAllowed):
        operations.mark_pupil_left(actor=actor, pupil=pupil, now=now)
    with pytest.raises(NotAllowed):
        operations.save_guardian(actor=actor, pupil=pupil, relation=None, data={}, now=now)
    with pytest.raises(NotAllowed):
        operations.import_pupil(actor=actor, pupil=None, data={"name": "X"}, now=now)
    pupil.refresh_from_db()
    assert (pupil.name, pupil.status) == ("Nabila Azzahra", "active")


def test_adding_and_changing_is_noted_without_contents(humas, school, now):
    group = schools_factory.make_class(school)
    pupil = operations.save_pupil(
        actor=humas, pupil=None, data={"name": "Ani", "nisn": "0080000001", "class_group": group}, now=now
    )
    assert last_action(school) == ("people.pupil_added", {})
    operations.save_pupil(actor=humas, pupil=pupil, data={"name": "Ani R.", "phone": "+6281"}, now=now)
    assert last_action(school) == ("people.pupil_changed", {"fields": ["name", "phone"]})


@pytest.mark.parametrize("field", ["nisn", "nipd"])
def test_a_number_of_another_pupil_is_refused_by_name(humas, school, now, field):
    other = people_factory.make_pupil(school, name="Budi")
    with pytest.raises(operations.NumberTaken) as refused:
        operations.save_pupil(
            actor=humas, pupil=None, data={"name": "Ani", field: getattr(other, field)}, now=now
        )
    assert refused.value.field == field
    assert "Budi" in str(refused.value)


def test_rows_of_another_school_are_not_found(humas, other_school, now):
    stranger = people_factory.make_pupil(other_school)
    with pytest.raises(NotFound):
        operations.save_pupil(actor=humas, pupil=stranger, data={"name": "X"}, now=now)
    with pytest.raises(NotFound):
        operations.save_pupil(
            actor=humas, pupil=None, data={"name": "X", "class_group": stranger.class_group}, now=now
        )


def test_the_sign_in_name_follows_the_nisn(humas, school, now):
    account = people_factory.make_account(username="0080000001")
    pupil = people_factory.make_pupil(school, nisn="0080000001", account=account)
    operations.save_pupil(actor=humas, pupil=pupil, data={"nisn": "0080000002"}, now=now)
    account.refresh_from_db()
    assert account.username == "0080000002"


def test_the_sign_in_name_stays_when_another_account_has_it(humas, school, now):
    people_factory.make_account(username="0080000002")
    account = people_factory.make_account(username="0080000001")
    pupil = people_factory.make_pupil(school, nisn="0080000001", account=account)
    operations.save_pupil(actor=humas, pupil=pupil, data={"nisn": "0080000002"}, now=now)
    account.refresh_from_db()
    assert account.username == "0080000001"


@pytest.mark.parametrize("state", ["active", "absent_from_file", "left", "graduated"])
@pytest.mark.parametrize("verb", list(MOVES))
def test_every_move_from_every_state(humas, school, now, state, verb):
    pupil = people_factory.make_pupil(school, status=state)
    starts, ends = rules.PUPIL_MOVES[verb]
    if state in starts:
        assert MOVES[verb](actor=humas, pupil=pupil, now=now).status == ends
        assert last_action(school)[0] == f"people.pupil_{verb}"
    else:
        with pytest.raises(WrongState):
            MOVES[verb](actor=humas, pupil=pupil, now=now)


def test_one_guardian_of_a_kind(humas, school, now):
    pupil = people_factory.make_pupil(school)
    data = {"kind": "father", "name": "Sahrudin", "phone": "+6281234567890"}
    relation = operations.save_guardian(actor=humas, pupil=pupil, relation=None, data=data, now=now)
    assert (relation.kind, relation.guardian.name, relation.guardian.phone) == (
        "father", "Sahrudin", "+6281234567890",
    )  # fmt: skip
    with pytest.raises(operations.GuardianKnown):
        operations.save_guardian(actor=humas, pupil=pupil, relation=None, data=data, now=now)
    operations.save_guardian(
        actor=humas, pupil=pupil, relation=relation, data={"phone": "+6281300000000"}, now=now
    )
    assert last_action(school) == ("people.guardian_saved", {"kind": "father", "fields": ["phone"]})


def test_a_relation_of_another_pupil_is_not_found(humas, school, now):
    pupil, other = people_factory.make_pupil(school), people_factory.make_pupil(school)
    people_factory.make_guardian(school, other)
    relation = GuardianRelation.objects.of_school(school.pk).get()
    with pytest.raises(NotFound):
        operations.save_guardian(actor=humas, pupil=pupil, relation=relation, data={"name": "X"}, now=now)


def test_barring_a_guardian_and_lifting_it(humas, school, now):
    pupil = people_factory.make_pupil(school)
    people_factory.make_guardian(school, pupil)
    relation = GuardianRelation.objects.of_school(school.pk).get()
    assert operations.bar_guardian(actor=humas, relation=relation, barred=True, now=now).barred is True
    assert last_action(school) == ("people.guardian_barred", {"kind": "father"})
    assert operations.bar_guardian(actor=humas, relation=relation, barred=False, now=now).barred is False
    supervisor = people_factory.make_actor(school, "supervisor")
    with pytest.raises(NotAllowed):
        operations.bar_guardian(actor=supervisor, relation=relation, barred=True, now=now)


def test_filters(humas, school):
    kuliner = schools_factory.make_class(school, name="XI Kuliner A")
    busana = schools_factory.make_programme(school, "Busana", "BUS", "40416626")
    other = schools_factory.make_class(school, busana, name="X Busana 1", grade=10)
    ani = people_factory.make_pupil(school, name="Ani", class_group=kuliner, nisn="0080001111")
    budi = people_factory.make_pupil(school, name="Budi", class_group=other)
    gone = people_factory.make_pupil(school, name="Citra", class_group=other, status="left")

    def found(**wanted):
        return {pupil.name for pupil in queries.filtered_pupils(humas, wanted)}

    assert found() == {"Ani", "Budi"}
    assert found(status="semua") == {"Ani", "Budi", "Citra"}
    assert found(status="left") == {gone.name}
    assert found(cari="an") == {"Ani"}
    assert found(cari="008000111") == {ani.name}
    assert found(rombel=other.code) == {budi.name}
    assert found(konsentrasi=busana.code) == {"Budi"}
    assert found(tingkat="11") == {"Ani"}
    supervisor = people_factory.make_actor(school, "principal")
    assert list(queries.filtered_pupils(supervisor, {"cari": "008000111"})) == []


def test_search_finds_a_letter_however_the_keyboard_wrote_it(humas, school):
    jose = people_factory.make_pupil(school, name="Jos\u00e9")
    assert list(queries.filtered_pupils(humas, {"cari": " jos\u0065\u0301 "})) == [jose]


def test_homeroom_and_programme_see_their_own(school):
    kuliner = schools_factory.make_class(school, name="XI Kuliner A")
    busana = schools_factory.make_programme(school, "Busana", "BUS", "40416626")
    other = schools_factory.make_class(school, busana, name="X Busana 1", grade=10)
    ani = people_factory.make_pupil(school, name="Ani", class_group=kuliner)
    budi = people_factory.make_pupil(school, name="Budi", class_group=other)
    people_factory.make_guardian(school, ani)
    homeroom = people_factory.make_actor(school, "homeroom", class_group=kuliner)
    head = people_factory.make_actor(school, "programme_head", programme=busana)
    supervisor = people_factory.make_actor(school, "supervisor")
    assert list(queries.filtered_pupils(homeroom, {})) == [ani]
    assert list(queries.filtered_pupils(head, {})) == [budi]
    assert list(queries.filtered_pupils(supervisor, {})) == []
    assert len(queries.guardians_of(homeroom, ani)) == 1
    assert queries.guardians_of(supervisor, ani) == []


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("Nur 'Aini", ""),
        ("N\u0430bila", "mixed"),
        ("Ани", ""),
        ("Ani\u202e", "hidden"),
        ("Ani" + "\u0301" * 5, "marks"),
        ("Nguyễn Thị", ""),
        ("", ""),
    ],
)
def test_names(name, fault):
    assert rules.name_fault(name) == fault


@pytest.mark.parametrize(
    ("text", "several"),
    [
        ("0812-3456-7890", False), ("0812 / 0857", True), ("0812345 atau 0857111", True), ("(021) 555-1234", False),
        ("", False), ("081234567890 / -", False),
    ],
)  # fmt: skip
def test_several_numbers(text, several):
    assert rules.holds_several_numbers(text) is several


@pytest.mark.parametrize(
    ("born", "likely"),
    [
        (date(2016, 11, 24), True),
        (date(2016, 11, 25), False),
        (date(1991, 11, 24), True),
        (date(1990, 11, 24), False),
    ],
)
def test_ages(born, likely):
    assert rules.is_age_likely(born, date(2026, 11, 24)) is likely


def test_masks():
    assert (rules.masked("0080000007"), rules.masked(""), rules.masked("12")) == ("••••••0007", "", "12")


def test_counts(humas, school):
    people_factory.make_pupil(school)
    people_factory.make_pupil(school, status="absent_from_file")
    people_factory.make_pupil(school, status="left")
    people_factory.make_teacher(school)
    people_factory.make_teacher(school, is_active=False)
    assert queries.pupil_totals(humas) == queries.PupilTotals(active=1, absent=1)
    assert queries.people_counts(school.pk) == queries.PeopleCounts(teachers=1, pupils=1, has_principal=False)
    assert Pupil.objects.of_school(school.pk).count() == 3
