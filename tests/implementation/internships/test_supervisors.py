"""Supervisors of a wave: many at once, those who teach ticked beforehand, nobody twice, strangers kept out."""

import pytest
from django.urls import reverse

from anyam.implementation.internships import operations, queries
from anyam.implementation.internships.models import WaveSupervisor
from tests.factories import people, schools

pytestmark = [pytest.mark.page, pytest.mark.django_db]


@pytest.fixture
def wave(school):
    return schools.make_wave(school)


@pytest.fixture
def teachers(school):
    return [people.make_teacher(school, name=f"Guru {n}", duty="Guru Mapel") for n in range(3)]


def address(wave):
    return reverse("internships:supervisor_list", kwargs={"school": wave.school.slug, "code": wave.code})


def listed(wave):
    rows = WaveSupervisor.objects.of_school(wave.school_id).filter(wave=wave).order_by("teacher__name", "pk")
    return list(rows.values_list("teacher__name", "programme__name", "pupils"))


def test_who_teaches_is_ticked_while_the_wave_has_nobody(wave, teachers, humas, sign_in):
    people.make_teacher(wave.school, name="Dedi", duty="Tenaga Administrasi Sekolah")
    people.make_teacher(wave.school, name="Pensiun", duty="Guru Mapel", is_active=False)
    client = sign_in(humas)
    form = client.get(address(wave)).context["form"]
    assert [row.name for row in form.fields["teachers"].queryset] == ["Dedi", "Guru 0", "Guru 1", "Guru 2"]
    assert form.initial["teachers"] == [row.code for row in teachers]
    client.post(address(wave), {"teachers": [teachers[0].code], "pupils": "10"})
    form = client.get(address(wave)).context["form"]
    assert [row.name for row in form.fields["teachers"].queryset] == ["Dedi", "Guru 1", "Guru 2"]
    assert "teachers" not in form.initial


def test_many_are_added_by_one_press_and_nobody_twice(wave, teachers, humas, sign_in, now):
    client, codes = sign_in(humas), [row.code for row in teachers]
    answer = client.post(address(wave), {"teachers": codes, "pupils": "12"})
    page = reverse("internships:wave_page", kwargs={"school": wave.school.slug, "code": wave.code})
    assert answer["Location"] == page
    expected = [(f"Guru {n}", None, 12) for n in range(3)]
    assert listed(wave) == expected
    added = operations.add_supervisors(
        actor=humas, wave=wave, teachers=teachers, programme=None, pupils=5, now=now
    )
    assert (added, listed(wave)) == (0, expected)


def test_for_one_programme_and_then_another(wave, teachers, humas, sign_in):
    kuliner = schools.make_programme(wave.school)
    perhotelan = schools.make_programme(wave.school, "Perhotelan", "PHT", code="40416626")
    client = sign_in(humas)
    for programme in (kuliner, perhotelan):
        data = {"teachers": [teachers[0].code], "programme": programme.code, "pupils": "4"}
        assert client.post(address(wave), data).status_code == 302
    assert listed(wave) == [("Guru 0", "Kuliner", 4), ("Guru 0", "Perhotelan", 4)]
    assert queries.teachers_to_add(humas, wave).count() == 3


def test_nobody_ticked_is_said_and_nothing_saved(wave, teachers, humas, sign_in):
    answer = sign_in(humas).post(address(wave), {"pupils": "10"})
    assert answer.status_code == 422
    assert dict(answer.context["form"].errors) == {"teachers": ["Centang paling sedikit satu guru."]}
    assert listed(wave) == []


def test_a_teacher_of_another_school_is_no_choice(wave, other_school, humas, sign_in):
    stranger = people.make_teacher(other_school, name="Orang lain", duty="Guru Mapel")
    answer = sign_in(humas).post(address(wave), {"teachers": [stranger.code], "pupils": "10"})
    assert (answer.status_code, listed(wave)) == (422, [])


def test_a_supervisor_may_not_open_the_page(wave, sign_in):
    colleague = people.make_actor(wave.school, "supervisor")
    assert sign_in(colleague).get(address(wave)).status_code == 403
