"""Wishes out of a sheet: by NISN or name, places by their name, undone whole."""

import pytest

from anyam.implementation.internships import operations
from anyam.implementation.internships.models import Choice, Participant
from anyam.mapping.partners.models import Capacity
from anyam.records.people.models import Pupil
from anyam.tools.imports import operations as imports
from anyam.tools.imports.errors import NothingReady
from anyam.tools.imports.kinds import kind_named
from anyam.tools.imports.models import ImportRow
from tests.factories import internships, partners, people, schools
from tests.tools.imports.conftest import xlsx

pytestmark = [pytest.mark.db, pytest.mark.django_db]

HEAD = ("NISN", "Nama", "Rombel", "Gelombang", "Pilihan 1", "Pilihan 2", "Pilihan 3")


@pytest.fixture
def wave(school):
    return internships.make_full_wave(school, pupils=3, hosts=3, seats=2)


@pytest.fixture
def checked(humas, now, wave):
    """`checked(*rows)` is a batch of these rows, read and judged."""

    def do(*rows, head=HEAD):
        batch = imports.start_import(
            actor=humas,
            kind=kind_named("choices"),
            file=xlsx([head, *rows]),
            file_name="pilihan.xlsx",
            now=now,
        )
        imports.check_batch(actor=humas, batch=batch, now=now)
        batch.refresh_from_db()
        return batch

    return do


def apply(actor, batch, now):
    imports.apply_batch(actor=actor, batch=batch, expected=batch.ready_count, leave_refused=True, now=now)
    batch.refresh_from_db()
    return batch


def nisn(name) -> str:
    return Pupil.unsafe_all_schools.get(name=name).nisn


def row(name, *places, wave=""):
    return (nisn(name), name, "XI Kuliner 1", wave, *places, *[""] * (3 - len(places)))


def wishes(name) -> list[str]:
    rows = Choice.unsafe_all_schools.filter(participant__pupil__name=name).order_by("rank")
    return list(rows.values_list("capacity__partner__name", flat=True))


def errors_of(batch) -> list[tuple[str, str]]:
    """(field, suggestion) of every error of the batch."""
    rows = (
        ImportRow.objects.of_school(batch.school_id).filter(batch=batch, action="refused").order_by("number")
    )
    return [(error["field"], error["suggestion"]) for one in rows for error in one.errors]


def place(name) -> Capacity:
    return Capacity.unsafe_all_schools.get(partner__name=name)


def test_wishes_are_written_and_undone(checked, humas, school, now):
    batch = apply(humas, checked(row("Siswa 00", "Mitra B", "PT. mitra a"), row("Siswa 01", "MITRA C")), now)
    assert (batch.applied_count, batch.refused_count) == (2, 0)
    assert (wishes("Siswa 00"), wishes("Siswa 01")) == (["Mitra B", "Mitra A"], ["Mitra C"])
    imports.undo_batch(actor=humas, batch=batch, now=now)
    assert not Choice.objects.of_school(school.pk).exists()
    assert not Participant.objects.of_school(school.pk).exclude(choices_sent_at=None).exists()


def test_changed_wish_comes_back_with_undo(checked, humas, school, now):
    participant = Participant.objects.of_school(school.pk).get(pupil__name="Siswa 00")
    operations.save_choices(
        actor=humas, participant=participant, capacities=[place("Mitra A")], now=internships.WHEN
    )
    batch = checked(row("Siswa 00", "Mitra B", "Mitra C"))
    changed = ImportRow.objects.of_school(school.pk).get(batch=batch)
    assert [(one["before"], one["after"]) for one in changed.changes] == [
        ("Mitra A", "Mitra B"),
        ("", "Mitra C"),
    ]
    apply(humas, batch, now)
    assert wishes("Siswa 00") == ["Mitra B", "Mitra C"]
    imports.undo_batch(actor=humas, batch=batch, now=now)
    assert wishes("Siswa 00") == ["Mitra A"]


def test_same_wishes_and_empty_rows_change_nothing(checked, humas, school, now):
    participant = Participant.objects.of_school(school.pk).get(pupil__name="Siswa 00")
    operations.save_choices(
        actor=humas, participant=participant, capacities=[place("Mitra A")], now=internships.WHEN
    )
    batch = checked(row("Siswa 00", "Mitra A"), row("Siswa 00"[:-1] + "1"))
    assert (batch.same_count, batch.ready_count, batch.refused_count) == (2, 0, 0)
    with pytest.raises(NothingReady):
        apply(humas, batch, now)
    assert wishes("Siswa 00") == ["Mitra A"]


def test_misspelt_place_is_proposed(checked):
    batch = checked(row("Siswa 00", "Mitra BB"), row("Siswa 01", "Bengkel Motor Jaya"))
    assert errors_of(batch) == [("choice_1", "Mitra B"), ("choice_1", "")]


def test_place_named_twice_is_refused(checked):
    assert errors_of(checked(row("Siswa 00", "Mitra A", "mitra a"))) == [("choice_2", "")]


def test_order_that_changes_is_sent_to_the_page(checked, humas, school):
    participant = Participant.objects.of_school(school.pk).get(pupil__name="Siswa 00")
    chosen = [place("Mitra A"), place("Mitra B")]
    operations.save_choices(actor=humas, participant=participant, capacities=chosen, now=internships.WHEN)
    assert errors_of(checked(row("Siswa 00", "Mitra B", "Mitra A"))) == [("choice_1", "")]


def test_pupil_is_found_by_name_without_nisn(checked, humas, now):
    batch = apply(humas, checked(("", "siswa  01", "", "", "Mitra A", "", "")), now)
    assert (batch.applied_count, wishes("Siswa 01")) == (1, ["Mitra A"])


def test_unknown_and_doubtful_pupils_are_refused(checked, school, wave):
    twins = [people.make_pupil(school, name="Dewi Pahandut", class_group=None) for _ in range(2)]
    for twin in twins:
        internships.make_participant(wave, twin)
    batch = checked(
        ("0099999999", "Siswa 00", "", "", "Mitra A", "", ""),
        (nisn("Siswa 00"), "Rizky Wijaya", "", "", "Mitra A", "", ""),
        ("", "Dewi Pahandut", "", "", "Mitra A", "", ""),
        ("", "Siswa 0", "", "", "Mitra A", "", ""),
    )
    assert [field for field, _ in errors_of(batch)] == ["nisn", "nisn", "nisn", "name"]


def test_wave_named_wins_over_the_latest(checked, humas, school, now):
    later = schools.make_wave(school, name="Gelombang 2", start="2027-07-05", end="2027-12-20")
    pupil = Pupil.objects.of_school(school.pk).get(name="Siswa 00")
    internships.make_participant(later, pupil)
    apply(humas, checked(row("Siswa 00", "Mitra A", wave="gelombang 1")), now)
    rows = Choice.objects.of_school(school.pk).values_list("participant__wave__name", flat=True)
    assert list(rows) == ["Gelombang 1"]
    assert errors_of(checked(row("Siswa 00", "Mitra A"))) == [("choice_1", "")]


def test_seats_at_several_sites_ask_which(checked, humas, school, wave, now):
    chain = partners.make_partner(school, name="Kopi Rakyat")
    north = partners.make_site(chain, name="Utara", is_main=False)
    south = partners.make_site(chain, name="Selatan", is_main=False)
    programme = Pupil.objects.of_school(school.pk).get(name="Siswa 00").class_group.programme
    for site in (north, south):
        partners.make_capacity(chain, wave, programme, site=site)
    assert errors_of(checked(row("Siswa 00", "Kopi Rakyat"))) == [("choice_1", "Kopi Rakyat (Selatan)")]
    apply(humas, checked(row("Siswa 00", "Kopi Rakyat (Selatan)")), now)
    assert Choice.objects.of_school(school.pk).get().capacity.site == south


def test_held_partner_and_other_specialisations_are_not_offered(checked, school, wave):
    held = partners.make_partner(school, name="Hotel Ditahan", held_reason="Kasus jam kerja")
    programme = Pupil.objects.of_school(school.pk).get(name="Siswa 00").class_group.programme
    partners.make_capacity(held, wave, programme)
    other = schools.make_programme(school, "Busana", "BUS", "40516625")
    partners.make_capacity(partners.make_partner(school, name="Rumah Jahit"), wave, other)
    batch = checked(row("Siswa 00", "Hotel Ditahan"), row("Siswa 01", "Rumah Jahit"))
    assert errors_of(batch) == [("choice_1", ""), ("choice_1", "")]


def test_check_costs_the_same_context_for_any_number_of_rows(humas, wave, school, django_assert_num_queries):
    kind = kind_named("choices")
    for number in range(30):
        internships.make_participant(
            wave, people.make_pupil(school, name=f"Tambahan {number}", class_group=None)
        )
    with django_assert_num_queries(3):
        kind.load_context(humas)


def test_only_those_who_prepare_a_wave_import(school):
    kind = kind_named("choices")
    hats = ("waka_humas", "coordinator", "operator", "principal", "supervisor", "programme_head", "homeroom")
    group = schools.make_class(school, name="XI Kuliner A")
    may = [hat for hat in hats if kind.permitted(people.make_actor(school, hat, class_group=group))]
    assert may == ["waka_humas", "coordinator", "operator"]
