"""Fixtures every test may use: a moment in time, a school with one person of every hat, a signed-in client."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.test import Client

from anyam.records.reference.queries import forget_parameters
from tests.factories import people as people_factory
from tests.factories import schools as schools_factory

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _fresh_parameters() -> None:
    """Dated parameters are kept in memory for a minute; a test must not read another's."""
    forget_parameters()


@pytest.fixture
def now() -> datetime:
    """Tuesday, 24 November 2026, 09.00 WIB: the day all tests live on unless they say otherwise."""
    return NOW


@pytest.fixture
def school(db):
    """SMKN 3 Palangka Raya with a current year."""
    return schools_factory.make_school()


@pytest.fixture
def other_school(db):
    """A second school, whose rows nobody of the first may see."""
    return schools_factory.make_school(name="SMKN 4 Banjarmasin", slug="smkn4-bjm", npsn="30304153")


@pytest.fixture
def humas(school):
    """The waka humas of `school` as an actor."""
    return people_factory.make_actor(school, "waka_humas")


@pytest.fixture
def sign_in() -> Callable[..., Client]:
    """`sign_in(actor)` is a test client signed in as the actor's account."""

    def do(actor) -> Client:
        client = Client()
        client.force_login(people_factory.account_of(actor))
        return client

    return do


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Tests marked `postgres` run where the database is a PostgreSQL, and are left out elsewhere."""
    if settings.DATABASES["default"]["ENGINE"].endswith("postgresql"):
        return
    left_out = [item for item in items if item.get_closest_marker("postgres")]
    items[:] = [item for item in items if not item.get_closest_marker("postgres")]
    config.hook.pytest_deselected(items=left_out)
