"""Pages behind the wall: they work as the role that owns nothing, and show nothing of another school even unguarded."""

import pytest
from django.db.models import Q

from anyam.base.models import ScopedQuerySet
from anyam.base.slots import VisibilitySlot
from tests.authorisation.matrix import load_matrix
from tests.authorisation.routes import all_routes
from tests.authorisation.sweep import Sweep

pytestmark = [pytest.mark.page, pytest.mark.postgres, pytest.mark.django_db]


def open_cells(sweep: Sweep, role: str):
    """Addresses of the school that a role may open, with its own things."""
    for route in all_routes():
        row = load_matrix().rows[route.name]
        for variant, path in sweep.paths(route, row, role):
            if sweep.expected(route, row, role, variant) == "open" and variant not in ("mixed", "foreign"):
                yield row, variant, path


def test_every_page_of_waka_humas_opens_as_the_role(app_role):
    """The same answers as without the wall: no page leaves its school by the way."""
    sweep = Sweep(app_role)
    for row, variant, path in open_cells(sweep, "waka_humas"):
        sweep._get(row, "waka_humas", variant, path, "open")
    assert sweep.result.wrong == []
    assert dict(sweep.result.canaries) == {}
    assert sweep.result.cells > 100


def test_nothing_of_another_school_is_shown_when_the_program_no_longer_asks(app_role, monkeypatch):
    """Wall ablation: scoping by school and every visibility rule are taken away; the database still holds."""
    monkeypatch.setattr(ScopedQuerySet, "of_school", lambda self, school_id: self)
    monkeypatch.setattr(VisibilitySlot, "condition", lambda self, actor: Q())
    sweep = Sweep(app_role)
    b = [label for label in app_role.canaries.labels.values() if label.startswith("B ")]
    for role in ("waka_humas", "homeroom"):
        for row, _variant, path in open_cells(sweep, role):
            if not row.name.startswith("public:"):
                sweep._search(row, role, path, sweep.ask(role, "GET", path))
    assert len(b) > 200
    assert [seen for seen in sweep.result.seen if seen[1].startswith("B ")] == []
    assert sweep.result.cells > 100


def test_nothing_of_another_school_can_be_changed_when_the_program_no_longer_asks(app_role, monkeypatch):
    """The same with B's codes in the address: not found, and no row of B is another afterwards."""
    monkeypatch.setattr(ScopedQuerySet, "of_school", lambda self, school_id: self)
    sweep = Sweep(app_role)
    tried = 0
    for route in all_routes():
        row = load_matrix().rows[route.name]
        if not row.thing or not route.is_of_school or "waka_humas" not in row.may:
            continue
        for variant, path in sweep.paths(route, row, "waka_humas"):
            if variant == "foreign":
                tried += 1
                answer = sweep.ask("waka_humas", "POST", path, row.data)
                assert (answer.status in (404, 405), answer.written) == (True, set()), path
    assert tried > 30
