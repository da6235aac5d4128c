"""Teachers: operations, pages, masks, query counts."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from anyam.base.errors import NotAllowed, NotFound
from anyam.records.people import operations, queries
from anyam.records.people.models import Teacher
from tests.factories import people as people_factory

pytestmark = [pytest.mark.page, pytest.mark.django_db]


def url(name, school, **captured):
    return reverse(f"people:{name}", kwargs={"school": school.slug, **captured})


def test_adding_changing_and_refusing(humas, school, other_school, now):
    teacher = operations.save_teacher(
        actor=humas, teacher=None, data={"name": "Darius", "nuptk": "1234567890123456"}, now=now
    )
    operations.save_teacher(actor=humas, teacher=teacher, data={"duty": "Guru Mapel"}, now=now)
    assert Teacher.objects.of_school(school.pk).get().duty == "Guru Mapel"
    with pytest.raises(operations.TeacherNumberTaken) as refused:
        operations.save_teacher(
            actor=humas, teacher=None, data={"name": "X", "nuptk": "1234567890123456"}, now=now
        )
    assert (refused.value.field, str(refused.value)) == ("nuptk", "Nomor ini sudah dipakai Darius.")
    stranger = people_factory.make_teacher(other_school)
    with pytest.raises(NotFound):
        operations.save_teacher(actor=humas, teacher=stranger, data={"name": "X"}, now=now)
    principal = people_factory.make_actor(school, "principal")
    with pytest.raises(NotAllowed):
        operations.save_teacher(actor=principal, teacher=teacher, data={"name": "X"}, now=now)
    with pytest.raises(NotAllowed):
        operations.set_teacher_active(actor=principal, teacher=teacher, is_active=False, now=now)


def test_a_teacher_added_on_the_page(humas, school, sign_in):
    client = sign_in(humas)
    client.post(
        url("teacher_add", school),
        {"name": "Darius Tundan, S.Pd.", "nip": "1980 0101 2005 0110 01", "phone": "0812 3456 789"},
    )
    teacher = Teacher.objects.of_school(school.pk).get()
    assert (teacher.name, teacher.nip, teacher.phone) == (
        "Darius Tundan, S.Pd.", "198001012005011001", "+628123456789",
    )  # fmt: skip
    wrong = client.post(
        url("teacher_edit", school, code=teacher.code), {"name": "", "nuptk": "12", "nip": "34"}
    )
    assert wrong.status_code == 422
    assert sorted(wrong.context["form"].errors) == ["name", "nip", "nuptk"]


def test_numbers_are_masked_for_colleagues(humas, school, sign_in):
    teacher = people_factory.make_teacher(school, nip="198001012005011001", phone="+6281234567890")
    address = url("teacher_page", school, code=teacher.code)
    whole = sign_in(humas).get(address).content.decode()
    assert "198001012005011001" in whole
    part = sign_in(people_factory.make_actor(school, "supervisor")).get(address).content.decode()
    assert "198001012005011001" not in part
    assert "••••••••••••••1001" in part
    assert "+6281234567890" not in part


def test_leaving_and_coming_back(humas, school, sign_in):
    teacher, client = people_factory.make_teacher(school), sign_in(humas)
    for _twice in range(2):
        client.post(url("teacher_move", school, code=teacher.code, move="nonaktif"))
        teacher.refresh_from_db()
        assert teacher.is_active is False
    assert list(queries.filtered_teachers(humas, {})) == []
    assert list(queries.filtered_teachers(humas, {"status": "nonaktif"})) == [teacher]
    client.post(url("teacher_move", school, code=teacher.code, move="aktif"))
    teacher.refresh_from_db()
    assert teacher.is_active is True
    assert client.post(url("teacher_move", school, code=teacher.code, move="hapus")).status_code == 404


def test_colleagues_may_not_change(school, sign_in):
    teacher = people_factory.make_teacher(school)
    client = sign_in(people_factory.make_actor(school, "supervisor"))
    for name, captured in (
        ("teacher_add", {}),
        ("teacher_edit", {"code": teacher.code}),
        ("teacher_export", {"kind": "csv"}),
        ("teacher_move", {"code": teacher.code, "move": "nonaktif"}),
    ):
        assert client.post(url(name, school, **captured)).status_code == 403


def test_thirty_rows_cost_what_one_does(humas, school, sign_in):
    client, address = sign_in(humas), url("teacher_list", school)

    def cost() -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as found:
            client.get(address)
        return len(found)

    people_factory.make_teacher(school)
    one = cost()
    for number in range(29):
        people_factory.make_teacher(school, name=f"Guru {number}")
    assert cost() == one
