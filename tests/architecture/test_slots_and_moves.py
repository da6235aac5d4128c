"""What later rooms put into slots can be called; moves between states form one reachable whole."""

from collections.abc import Mapping
from importlib import import_module
from types import ModuleType

import pytest
from django.apps import apps
from django.db import models
from django.db.models import Q

from anyam.base import slots
from anyam.base.models import SchoolOwned
from anyam.base.moves import Move
from anyam.base.slots import VisibilitySlot, all_slots
from anyam.config.schedule import TIMETABLE
from anyam.config.urls import ROOMS
from tests.architecture.house import ROOT, listed, modules

pytestmark = pytest.mark.architecture

SLOTS = all_slots()


def test_there_are_slots():
    assert {"base.menu", "base.today", "base.search", "base.actor_loader", "partner.page"} <= set(SLOTS)


@pytest.mark.parametrize("name", sorted(SLOTS))
def test_every_filler_resolves(name):
    """A filler is a function of a module that still has it, or a frozen description with a name."""
    for filler in SLOTS[name]:
        if isinstance(filler, Mapping):
            assert all(isinstance(key, str) and str(value) for key, value in filler.items())
        elif hasattr(filler, "__qualname__") and "<lambda>" not in filler.__qualname__:
            assert getattr(import_module(filler.__module__), filler.__qualname__) is filler
        else:
            assert getattr(filler, "name", "")


def test_slots_with_exactly_one_filler_have_it():
    assert {name: len(SLOTS[name]) for name in ("base.actor_loader", "base.shell")} == {
        "base.actor_loader": 1,
        "base.shell": 1,
    }


def test_rows_that_nobody_may_see_are_a_list():
    """A model whose visibility nobody fills is machinery: operations read it by school, no page ever does."""
    closed = {
        model._meta.label
        for model in apps.get_models()
        if issubclass(model, SchoolOwned) and not len(model.visibility)
    }
    assert closed == set(listed("seen_by_nobody"))


def test_visibility_fillers_are_permissions():
    wrong = [
        f"{name}: {filler.__module__}.{filler.__qualname__}"
        for name, slot in SLOTS.items()
        if isinstance(slot, VisibilitySlot)
        for filler in slot
        if not filler.__module__.endswith(".permissions")
    ]
    assert wrong == []


def test_whoever_may_see_everything_loses_nothing_by_a_second_hat():
    """The union with "everything" is everything, in whatever order the fillers stand."""
    slot = VisibilitySlot("uji.union")
    try:
        slot.fill(lambda actor: Q(name="a"), name="narrow")
        assert slot.condition(None) == Q(name="a")
        slot.fill(lambda actor: Q(), name="wide")
        assert slot.condition(None) == Q()
        slot.fill(lambda actor: None, name="narrow")
        slot.fill(lambda actor: None, name="wide")
        assert slot.condition(None) is None
    finally:
        slots._ALL.pop("uji.union")


def tables() -> list[tuple[ModuleType, str, dict[str, tuple[frozenset[str], str]], Mapping]]:
    """Every table of moves in the rules of rooms: verb → (from, to)."""
    found = []
    for room, rules in modules("rules"):
        for name, value in vars(rules).items():
            if name.endswith("MOVES") and isinstance(value, Mapping):
                steps = {
                    verb: (move.from_, move.to) if isinstance(move, Move) else (frozenset(move[0]), move[1])
                    for verb, move in value.items()
                }
                found.append((import_module(f"{room.package}.terms"), name, steps, value))
    return found


def _states(terms: ModuleType, used: set[str]) -> type[models.TextChoices]:
    """The one list of states that a table speaks of."""
    (kind,) = [
        value
        for value in vars(terms).values()
        if isinstance(value, type)
        and issubclass(value, models.TextChoices)
        and value is not models.TextChoices
        and used <= set(value.values)
    ]
    return kind


def _first_state(kind: type[models.TextChoices]) -> str:
    """Where a new row stands: the default of the field that holds these states."""
    (state,) = {
        str(field.default)
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.choices and [value for value, _label in field.choices] == list(kind.values)
    }
    return state


@pytest.mark.parametrize("table", tables(), ids=lambda table: f"{table[0].__name__}.{table[1]}")
def test_every_move_can_be_reached_and_every_state_is_named(table):
    terms, _name, steps, _moves = table
    used = {str(state) for starts, end in steps.values() for state in (*starts, end)}
    kind = _states(terms, used)
    reached = {_first_state(kind)}
    grown = True
    while grown:
        more = {str(end) for starts, end in steps.values() if reached & {str(s) for s in starts}}
        grown = not more <= reached
        reached |= more
    assert [verb for verb, (starts, _end) in steps.items() if not {str(s) for s in starts} <= reached] == []
    assert set(kind.values) - used - {_first_state(kind)} == set()
    assert used - reached == set()


def test_there_are_tables_of_moves():
    assert len(tables()) >= 3


def test_moves_name_permissions_of_their_room():
    wrong = []
    for room, rules in modules("rules"):
        names = [
            move.permission
            for name, value in vars(rules).items()
            if name.endswith("MOVES") and isinstance(value, Mapping)
            for move in value.values()
            if isinstance(move, Move)
        ]
        permissions = import_module(f"{room.package}.permissions") if names else None
        wrong += [
            f"{room.package}: {name}" for name in names if not callable(getattr(permissions, name, None))
        ]
    assert wrong == []


def test_the_timetable_is_sorted_and_its_functions_exist():
    assert [entry.name for entry in TIMETABLE] == sorted(entry.name for entry in TIMETABLE)
    for entry in TIMETABLE:
        module, _dot, name = entry.target.rpartition(".")
        assert callable(getattr(import_module(module), name))


def test_jobs_of_the_timetable_are_documented():
    text = "\n".join(page.read_text(encoding="utf-8") for page in (ROOT / "docs").rglob("*.md"))
    assert [entry.name for entry in TIMETABLE if f"`{entry.name}`" not in text] == []


def test_every_room_with_addresses_is_served():
    served = set(ROOMS)
    assert [room.package for room, _urls in modules("urls") if room.package not in served] == []
