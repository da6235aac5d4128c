"""Reference data for the tests of the room: the shipped files, loaded once a module; parameters forgotten."""

from datetime import UTC, datetime

import pytest
from django.db import transaction

from anyam.records.reference import operations, queries

LOADED_AT = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _forget_parameters():
    """Parameters stay in memory for a minute; each test starts without them."""
    queries.forget_parameters()
    yield
    queries.forget_parameters()


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """The files of this release in the database; each test is a savepoint within."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield operations.load_reference(now=LOADED_AT)
        transaction.set_rollback(True)
