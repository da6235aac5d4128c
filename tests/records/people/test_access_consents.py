"""Consent ledger: latest line counts, nothing is overwritten, who may record, the page of a pupil."""

from datetime import timedelta

import pytest
from django.utils import timezone

from anyam.base.errors import NotAllowed, NotFound, Refused
from anyam.records.people import operations, queries
from anyam.records.people.models import Consent
from anyam.tools.audit.models import AuditEntry
from tests.factories import people, schools

pytestmark = [pytest.mark.page, pytest.mark.django_db]


@pytest.fixture
def pupil(school):
    return people.make_pupil(school)


def answer(actor, pupil, given, purpose="face_photo", **values):
    return operations.record_consent(
        actor=actor, pupil=pupil, purpose=purpose, given=given, **({"now": timezone.now()} | values)
    )


def state(pupil, purpose="face_photo"):
    return queries.consent_states(pupil.school_id, [pupil.pk], purpose)[pupil.pk]


def test_latest_line_counts_and_none_is_lost(humas, pupil, school):
    assert state(pupil) is None
    now = timezone.now()
    answer(humas, pupil, True, now=now - timedelta(days=2), note="map 4")
    assert state(pupil) is True
    answer(humas, pupil, False, now=now)
    assert state(pupil) is False
    rows = Consent.objects.of_school(school.pk).order_by("at")
    assert [(row.given, row.note, row.recorded_by_name) for row in rows] == [
        (True, "map 4", humas.name),
        (False, "", humas.name),
    ]


def test_purposes_are_not_bundled(humas, pupil):
    answer(humas, pupil, True, "participation")
    assert (state(pupil, "participation"), state(pupil, "publication")) == (True, None)


def test_states_of_many_cost_one_query(humas, school, django_assert_num_queries):
    pupils = [people.make_pupil(school) for _ in range(3)]
    answer(humas, pupils[0], True)
    answer(humas, pupils[1], False)
    with django_assert_num_queries(1):
        states = queries.consent_states(school.pk, [pupil.pk for pupil in pupils], "face_photo")
    assert list(states.values()) == [True, False, None]


def test_line_is_audited_on_the_pupil(humas, pupil, school):
    answer(humas, pupil, True)
    answer(humas, pupil, False)
    rows = AuditEntry.objects.of_school(school.pk).order_by("sequence")
    assert [(row.action, row.object_kind, row.object_key, row.detail["purpose"]) for row in rows] == [
        ("people.consent_given", "people.pupil", pupil.code, "face_photo"),
        ("people.consent_withdrawn", "people.pupil", pupil.code, "face_photo"),
    ]


@pytest.mark.parametrize("role", ["principal", "coordinator", "programme_head", "supervisor", "pupil"])
def test_others_may_not_record(school, pupil, role):
    with pytest.raises(NotAllowed):
        answer(people.make_actor(school, role), pupil, True)


def test_homeroom_records_for_the_own_class_only(school, pupil):
    group = schools.make_class(school)
    mine = people.make_pupil(school, class_group=group)
    homeroom = people.make_actor(school, "homeroom", class_group=group)
    answer(homeroom, mine, True)
    assert state(mine) is True
    with pytest.raises(NotFound):
        answer(homeroom, pupil, True)


def test_only_a_guardian_of_this_pupil_answers(humas, school, pupil):
    father = people.make_guardian(school, pupil)
    stranger = people.make_guardian(school, people.make_pupil(school))
    assert answer(humas, pupil, True, guardian=father).guardian == father
    with pytest.raises(Refused) as refused:
        answer(humas, pupil, True, guardian=stranger)
    assert refused.value.code == "not_guardian"
    pupil.guardian_relations.update(barred=True)
    with pytest.raises(Refused):
        answer(humas, pupil, True, guardian=father)


def test_page_shows_purposes_and_records_paper(humas, school, pupil, sign_in):
    client = sign_in(humas)
    path = f"/s/{school.slug}/siswa/{pupil.code}/persetujuan/"
    assert client.get(path).content.decode().count("belum ditanyakan") == 8
    assert 'name="given"' in client.get(path + "?untuk=face_photo").content.decode()
    data = {"purpose": "face_photo", "given": "ya", "method": "paper", "note": "map 4"}
    assert client.post(path, data)["Location"] == path
    text = client.get(path).content.decode()
    assert (text.count("belum ditanyakan"), "map 4" in text) == (7, True)
    client.post(path, data | {"given": "tidak"})
    assert state(pupil) is False
    assert "Jawaban sebelumnya" in client.get(path).content.decode()


@pytest.mark.parametrize("change", [{"purpose": "anything"}, {"given": ""}, {"method": "link"}])
def test_page_refuses_what_is_not_an_answer(humas, school, pupil, sign_in, change):
    path = f"/s/{school.slug}/siswa/{pupil.code}/persetujuan/"
    data = {"purpose": "face_photo", "given": "ya", "method": "paper"} | change
    assert sign_in(humas).post(path, data).status_code == 200
    assert Consent.objects.of_school(school.pk).count() == 0


def test_page_for_owner_colleague_and_stranger(school, other_school, sign_in):
    owner = people.make_actor(school, "pupil")
    record = people.Pupil.objects.of_school(school.pk).get(pk=owner.pupil_id)
    path = f"/s/{school.slug}/siswa/{record.code}/persetujuan/"
    page = sign_in(owner).get(path)
    assert (page.status_code, "Catat jawaban" in page.content.decode()) == (200, False)
    assert (
        sign_in(owner).post(path, {"purpose": "tracer", "given": "ya", "method": "paper"}).status_code == 403
    )
    for actor in (
        people.make_actor(school, "pupil"),
        people.make_actor(school, "supervisor"),
        people.make_actor(other_school, "waka_humas"),
    ):
        assert sign_in(actor).get(path).status_code == 404
    assert Consent.objects.of_school(school.pk).count() == 0
