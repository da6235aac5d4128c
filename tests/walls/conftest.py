"""The world of the sweep behind the raised walls, seen by the role that owns nothing."""

import pytest

from tests.authorisation.world import committed_world
from tests.factories.walls import as_app_role, raise_walls


@pytest.fixture(scope="module")
def walled_world(django_db_setup, django_db_blocker):
    """Both schools, committed, because a page makes its own transactions."""
    with django_db_blocker.unblock():
        raise_walls()
        with committed_world() as world:
            yield world


@pytest.fixture
def _django_db_helper(django_db_setup, django_db_blocker):
    """In place of pytest-django's: tests of this folder share a world that no test may roll back or empty."""
    with django_db_blocker.unblock():
        yield


@pytest.fixture
def app_role(db, walled_world):
    """The world, as web and worker see it."""
    with as_app_role():
        yield walled_world
