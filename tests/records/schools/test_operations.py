"""Changing the frame: who may, what is refused, what is noted."""

from datetime import date

import pytest

from anyam.base.errors import NotAllowed, NotFound, Refused
from anyam.records.schools import operations, queries
from anyam.records.schools.models import Objective, SchoolYear
from anyam.records.schools.terms import NATIONAL_OBJECTIVES
from anyam.tools.audit.models import AuditEntry
from tests.factories import people as people_factory
from tests.factories import schools as schools_factory

pytestmark = [pytest.mark.db, pytest.mark.django_db]


@pytest.fixture
def year(school):
    return schools_factory.current_year(school)


def wave_data(year, **changes):
    return {
        "school_year": year, "name": "Gelombang 1", "start": date(2027, 1, 4), "end": date(2027, 7, 3), "grade": 12,
    } | changes  # fmt: skip


@pytest.mark.parametrize("hat", ["coordinator", "supervisor", "homeroom", "programme_head", "pupil"])
def test_only_those_who_set_up_the_school(school, year, now, hat):
    actor = people_factory.make_actor(school, hat)
    programme = schools_factory.make_programme(school)
    for act in (
        lambda: operations.save_profile(actor=actor, data={"name": "X"}, now=now),
        lambda: operations.add_next_year(actor=actor, now=now),
        lambda: operations.save_year(actor=actor, year=year, data={"start_year": 2026}, now=now),
        lambda: operations.make_year_current(actor=actor, year=year, now=now),
        lambda: operations.save_wave(actor=actor, wave=None, data=wave_data(year), now=now),
        lambda: operations.save_programme(
            actor=actor, programme=programme, data={"short_name": "X"}, now=now
        ),
        lambda: operations.save_class_group(actor=actor, class_group=None, data={}, now=now),
        lambda: operations.save_objective(actor=actor, objective=None, data={"number": 1}, now=now),
        lambda: operations.use_national_objectives(actor=actor, now=now),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert AuditEntry.objects.of_school(school.pk).count() == 0


def test_the_profile(humas, school, now):
    operations.save_profile(actor=humas, data={"address": "Jl. RTA Milono", "city": "Palangka Raya"}, now=now)
    school.refresh_from_db()
    entry = AuditEntry.objects.of_school(school.pk).get()
    assert (school.address, entry.action, entry.detail) == (
        "Jl. RTA Milono", "schools.profile_changed", {"fields": ["address"]},
    )  # fmt: skip


def test_the_year_after_the_latest(humas, school, now):
    year = operations.add_next_year(actor=humas, now=now)
    assert (year.start_year, year.start, year.end, year.is_current) == (
        2027, date(2027, 7, 1), date(2028, 6, 30), False,
    )  # fmt: skip
    operations.make_year_current(actor=humas, year=year, now=now)
    current = SchoolYear.objects.of_school(school.pk).filter(is_current=True)
    assert [row.start_year for row in current] == [2027]


def test_the_first_year_is_current(humas, school, now):
    SchoolYear.objects.of_school(school.pk).delete()
    year = operations.add_next_year(actor=humas, now=now)
    assert (year.start_year, year.is_current) == (2026, True)


def test_a_year_twice_is_refused(humas, year, now):
    data = {"start_year": 2026, "start": date(2026, 7, 1), "end": date(2027, 6, 30)}
    with pytest.raises(operations.YearExists) as refused:
        operations.save_year(actor=humas, year=None, data=data, now=now)
    assert refused.value.field == "start_year"
    assert operations.save_year(actor=humas, year=year, data=data, now=now).start_year == 2026


def test_a_year_of_another_school_is_not_made_current(humas, other_school, now):
    with pytest.raises(NotFound):
        operations.make_year_current(actor=humas, year=schools_factory.current_year(other_school), now=now)


def test_waves(humas, school, year, other_school, now):
    wave = operations.save_wave(actor=humas, wave=None, data=wave_data(year), now=now)
    with pytest.raises(operations.NameTaken) as refused:
        operations.save_wave(actor=humas, wave=None, data=wave_data(year), now=now)
    assert refused.value.field == "name"
    assert operations.save_wave(actor=humas, wave=wave, data=wave_data(year, grade=13), now=now).grade == 13
    foreign = schools_factory.current_year(other_school)
    with pytest.raises(NotFound):
        operations.save_wave(actor=humas, wave=None, data=wave_data(foreign), now=now)


def test_programmes_and_class_groups(humas, school, year, other_school, now):
    specialisation = schools_factory.make_specialisation()
    data = {"specialisation": specialisation, "name": "Kuliner", "short_name": "KUL", "years": 3}
    programme = operations.save_programme(actor=humas, programme=None, data=data, now=now)
    with pytest.raises(Refused) as refused:
        operations.save_programme(actor=humas, programme=None, data=data | {"short_name": "kul"}, now=now)
    assert (refused.value.code, refused.value.field) == ("short_name_taken", "short_name")
    group = {"school_year": year, "name": "XI Kuliner 1", "grade": 11, "programme": programme}
    operations.save_class_group(actor=humas, class_group=None, data=group, now=now)
    with pytest.raises(operations.NameTaken):
        operations.save_class_group(
            actor=humas, class_group=None, data=group | {"name": "xi kuliner 1"}, now=now
        )
    foreign = schools_factory.make_programme(other_school)
    with pytest.raises(NotFound):
        operations.save_class_group(
            actor=humas, class_group=None, data=group | {"programme": foreign}, now=now
        )


def test_national_objectives_once(humas, school, now):
    schools_factory.make_objective(school, number=2, text="Milik sekolah")
    made = operations.use_national_objectives(actor=humas, now=now)
    assert [row.number for row in made] == [1, 3, 4]
    assert operations.use_national_objectives(actor=humas, now=now) == []
    texts = Objective.objects.of_school(school.pk).order_by("number").values_list("text", flat=True)
    assert list(texts) == [
        NATIONAL_OBJECTIVES[0],
        "Milik sekolah",
        NATIONAL_OBJECTIVES[2],
        NATIONAL_OBJECTIVES[3],
    ]


def test_an_objective_number_once_per_programme(humas, school, other_school, now):
    programme = schools_factory.make_programme(school)
    data = {"programme": programme, "number": 1, "text": "Menyiapkan hidangan", "is_active": True}
    operations.save_objective(actor=humas, objective=None, data=data, now=now)
    operations.save_objective(actor=humas, objective=None, data=data | {"programme": None}, now=now)
    with pytest.raises(Refused) as refused:
        operations.save_objective(actor=humas, objective=None, data=data, now=now)
    assert refused.value.field == "number"
    foreign = schools_factory.make_programme(other_school)
    with pytest.raises(NotFound):
        operations.save_objective(actor=humas, objective=None, data=data | {"programme": foreign}, now=now)


def test_steps_are_counted_from_real_data(humas, school, now):
    school.address, school.letterhead_lines = "Jl. RTA Milono", "Pemerintah Provinsi Kalimantan Tengah"
    school.save()

    def states():
        return {str(step.label): (step.is_done, str(step.waits_for)) for step in queries.setup_steps(humas)}

    before = states()
    assert before["Profil sekolah"] == (True, "")
    assert before["Kop surat"] == (True, "")
    assert before["Tahun pelajaran"] == (True, "")
    assert before["Rombel"] == (False, "Konsentrasi keahlian")
    assert before["Guru"] == (False, "")
    SchoolYear.objects.of_school(school.pk).update(is_current=False)
    assert states()["Rombel"] == (False, "Tahun pelajaran")
    assert states()["Gelombang PKL"] == (False, "Tahun pelajaran")
    SchoolYear.objects.of_school(school.pk).update(is_current=True)
    people_factory.make_teacher(school)
    people_factory.make_pupil(school)
    schools_factory.make_wave(school)
    schools_factory.make_objective(school)
    assert [label for label, (done, _waits) in states().items() if not done] == [
        "Kepala sekolah",
        "Mitra",
        "Kursi PKL",
        "Penempatan PKL",
    ]
