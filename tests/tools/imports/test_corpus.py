"""The corpus of bad sheets against a real list: refused in words or read right, nothing half-stored."""

import io

import pytest

from anyam.base.errors import Refused
from anyam.records.people.models import Pupil
from anyam.tools.imports import operations
from anyam.tools.imports.models import ImportBatch, ImportRow
from tests.tools.imports.corpus import Case, all_cases

pytestmark = pytest.mark.db


@pytest.mark.parametrize("case", all_cases(), ids=lambda case: case.name)
def test_case(case: Case, checked, operator, school, now):
    file = io.BytesIO(case.make())
    if case.refused:
        with pytest.raises(Refused) as refused:
            checked(file)
        assert refused.value.code == case.refused
        assert len(str(refused.value)) > 30
        assert ImportBatch.objects.of_school(school.pk).count() == 0
        assert ImportRow.objects.of_school(school.pk).count() == 0
        return
    batch = checked(file)
    rows = ImportRow.objects.of_school(school.pk).filter(batch=batch)
    ready = {row.values["name"]: row.values.get("nisn", "") for row in rows.filter(action="new")}
    assert ready == case.ready
    told = " ".join(e["message"] for row in rows.filter(action="refused") for e in row.errors)
    assert [value for value in case.errors if value not in told] == []
    assert all(e["message"] and e["remedy"] for row in rows for e in row.errors)
    if case.ready:
        operations.apply_batch(
            actor=operator, batch=batch, expected=len(case.ready), leave_refused=True, now=now
        )
        assert dict(Pupil.objects.of_school(school.pk).values_list("name", "nisn")) == case.ready
        again = checked(io.BytesIO(case.make()))
        assert (again.new_count, again.changed_count) == (0, 0)
