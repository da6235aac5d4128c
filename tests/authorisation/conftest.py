"""The database of these tests stays as it is between them."""

import pytest


@pytest.fixture
def _django_db_helper(django_db_setup, django_db_blocker):
    """In place of pytest-django's: tests of this folder share a world that no test may roll back or empty."""
    with django_db_blocker.unblock():
        yield
