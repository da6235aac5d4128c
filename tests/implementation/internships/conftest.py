"""Fixtures of the internships tests."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import people


@pytest.fixture
def queries_of() -> Callable[..., int]:
    """`queries_of(client, url)`: how many queries a page costs once what is kept in memory is there."""

    def do(client, url) -> int:
        client.get(url)
        with CaptureQueriesContext(connection) as captured:
            client.get(url)
        return len(captured)

    return do


@pytest.fixture
def pupil_actor() -> Callable[..., object]:
    """`pupil_actor(school)`: a pupil without a class, as an actor."""

    def do(school):
        account = people.make_account(name="Gilang Saputra")
        people.make_pupil(school, name=account.name, account=account, class_group=None)
        return people.make_actor(school, "pupil", account=account)

    return do
