"""The sweep inside the suite: role by role, so that workers share it; and proof that its instruments see."""

import pytest
from django.urls import reverse

from anyam.base.models import SchoolOwned
from anyam.mapping.partners.models import Partner
from tests.authorisation.canaries import Canaries
from tests.authorisation.matrix import ROLES, load_matrix
from tests.authorisation.sweep import Sweep
from tests.authorisation.visiting import Visitor
from tests.authorisation.world import SLUGS, committed_world

pytestmark = [pytest.mark.page, pytest.mark.slow, pytest.mark.django_db]


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """Both schools, there for all tests of this file."""
    with django_db_blocker.unblock(), committed_world() as world:
        yield world


@pytest.fixture
def sweep(db, world):
    return Sweep(world)


@pytest.mark.parametrize("role", ROLES)
def test_every_address_answers_as_the_matrix_says(sweep, role):
    result = sweep.run([role])
    assert result.wrong == []
    assert dict(result.canaries) == {}
    assert result.cells > 1500


def test_every_table_of_a_school_has_rows_of_both(sweep, world):
    """A new model needs rows in the world, or its pages are swept empty."""
    from django.apps import apps

    a, b = (world.schools[letter].school.pk for letter in "AB")
    empty = [
        model._meta.label
        for model in apps.get_models()
        if issubclass(model, SchoolOwned)
        and not all(model.unsafe_all_schools.filter(school_id=pk).exists() for pk in (a, b))
    ]
    assert empty == []


def test_marks_are_of_both_schools_and_of_every_scope(world):
    labels = set(world.canaries.labels.values())
    for scope in ("own", "class", "programme", "other"):
        for school in "AB":
            assert f"{school} people.pupil A {scope}" in labels
            assert f"{school} people.guardian C {scope}" in labels


def test_a_mark_is_found_however_it_is_printed():
    canaries = Canaries(labels={"KNR00001": "x", "8119000002": "y", "9900000003": "z"})
    assert canaries.found_in("<b>knr00001</b>") == {"KNR00001"}
    assert canaries.found_in("0811-9000-002") == {"8119000002"}
    assert canaries.found_in("+62 811-9000-002") == {"8119000002"}
    assert canaries.found_in("NISN 9900000003.") == {"9900000003"}
    assert canaries.found_in("KNR00001", ["/cari/?q=KNR00001"]) == set()


def test_marks_inside_sheets_and_papers_are_found(world, sweep):
    base = f"/s/{SLUGS['A']}"
    visitor = sweep.visitors["waka_humas"]
    sheet = visitor.visit("GET", f"{base}/siswa/unduh.xlsx")
    seen = {world.canaries.labels[mark] for mark in world.canaries.found_in(sheet.text)}
    assert {"A people.pupil A own", "A people.pupil B other"} <= seen
    paper = visitor.visit("GET", f"{base}/surat/{_code(world)}/cetak/")
    assert {world.canaries.labels[m] for m in world.canaries.found_in(paper.text)} >= {
        "A documents.letter A office"
    }


def _code(world) -> str:
    return world.schools["A"].documents["office"].code


def test_a_change_is_noticed_and_undone(world, sweep):
    own = world.schools["A"].partners["own"]
    path = reverse("partners:partner_void", kwargs={"school": SLUGS["A"], "code": own.code})
    answer = sweep.visitors["waka_humas"].visit("POST", path, {"reason": "Tutup"})
    assert (answer.status, "partners_partner" in answer.written) == (302, True)
    assert Partner.unsafe_all_schools.get(pk=own.pk).voided_at is None


def test_a_page_that_breaks_is_a_wrong_cell(sweep, monkeypatch):
    monkeypatch.setattr(Visitor, "_ask", lambda *_args: 1 / 0)
    answer = sweep.visitors["principal"].visit("GET", "/")
    assert (answer.status, answer.fault[:17]) == (500, "ZeroDivisionError")


def test_every_relation_field_of_a_form_is_mutated():
    """A form with a field that names a row of the school is known to the sweep by that field's name."""
    from django import forms

    from tests.architecture.test_forms import KIT

    relations = set(load_matrix().relations)
    names = {
        name
        for kind in KIT
        for name, field in kind.base_fields.items()
        if isinstance(field, forms.ModelChoiceField) and issubclass(field.queryset.model, SchoolOwned)
    }
    assert names - relations == set()
