"""Addresses: every one names its permission, is in the matrix, and the public ones are a list of their own."""

import inspect

import pytest

from anyam.base import routes
from tests.architecture.house import listed
from tests.authorisation.matrix import load_matrix
from tests.authorisation.routes import all_routes

pytestmark = pytest.mark.architecture


def test_every_address_names_its_permission():
    assert [route.name for route in all_routes() if not callable(route.permission)] == []


def test_every_address_has_a_name_of_its_own():
    names = [route.name for route in all_routes()]
    assert sorted(names) == sorted(set(names))
    assert all(names)


def test_every_address_is_in_the_matrix_and_nothing_else():
    assert {route.name for route in all_routes()} == set(load_matrix().rows)


def test_public_addresses_are_those_of_the_list():
    public = {route.name: route.pattern for route in all_routes() if route.permission is routes.PUBLIC}
    assert public == listed("public_addresses")


def test_addresses_for_anyone_signed_in_are_those_of_the_list():
    """SIGNED_IN asks for no hat, so such a page may show nothing but the person's own."""
    open_to_all = {route.name for route in all_routes() if route.permission is routes.SIGNED_IN}
    assert open_to_all == set(listed("signed_in_addresses"))


def test_addresses_of_a_school_take_their_permission_from_a_room():
    wrong = [
        f"{route.name}: {route.permission.__module__}.{route.permission.__qualname__}"
        for route in all_routes()
        if route.permission not in (routes.PUBLIC, routes.SIGNED_IN)
        and not route.permission.__module__.endswith(".permissions")
    ]
    assert wrong == []


def test_permissions_can_be_asked_with_the_actor_alone():
    wrong = []
    for route in all_routes():
        needed = [
            parameter
            for parameter in inspect.signature(route.permission).parameters.values()
            if parameter.default is inspect.Parameter.empty
        ]
        if len(needed) != 1:
            wrong.append(route.name)
    assert wrong == []
