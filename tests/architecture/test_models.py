"""Models: foreign keys look down and protect, every field has a privacy class, no list without a school."""

import ast
import re

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models

from anyam.base import models as base
from anyam.base.slots import VisibilitySlot
from tests.architecture.house import ROOT, attribute_uses, floor_of, listed, shown, sources, tree

pytestmark = pytest.mark.architecture

CLASSES = set("ABCDEFGHIJKLM") | {"none"}
OURS = [model for model in apps.get_models() if model.__module__.startswith("anyam.")]
OWNED = [model for model in OURS if issubclass(model, base.SchoolOwned)]
ABSTRACT = (base.SchoolOwned, base.Coded, base.Timed, base.Voidable)
# What base gives to models says nothing about a person; a model may name it but need not.
GIVEN = {field.name for kind in ABSTRACT for field in kind._meta.local_fields} | {"id"}


def label(model: type[models.Model]) -> str:
    return model._meta.label


def package(model: type[models.Model]) -> str:
    return ".".join(model.__module__.split(".")[:3])


def relations() -> list[models.ForeignKey]:
    return [
        field for model in OURS for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey | models.OneToOneField | models.ManyToManyField)
    ]  # fmt: skip


def test_there_are_models_to_look_at():
    assert len(OWNED) > 25


def test_foreign_keys_protect():
    wrong = []
    for field in relations():
        same_room = package(field.model) == package(field.related_model)
        allowed = {models.PROTECT, models.CASCADE} if same_room else {models.PROTECT}
        if field.remote_field.on_delete not in allowed:
            wrong.append(str(field))
    assert wrong == []


def test_foreign_keys_across_rooms_leave_no_way_back():
    wrong = [
        str(field)
        for field in relations()
        if package(field.model) != package(field.related_model) and field.remote_field.related_name != "+"
    ]
    assert wrong == []


def test_foreign_keys_point_to_the_same_room_or_a_lower_one():
    """Two exceptions, declared in base: the school and the account."""
    excepted = {settings.AUTH_USER_MODEL, "schools.School"}
    wrong = []
    for field in relations():
        target = field.related_model
        if label(target) in excepted or package(field.model) == package(target):
            continue
        if not target.__module__.startswith("anyam.") or (
            floor_of(field.model.__module__) < floor_of(target.__module__)
        ):
            wrong.append(f"{field} -> {label(target)}")
    assert wrong == []


def test_foreign_keys_of_one_floor_follow_the_order_of_its_rooms():
    order = re.findall(r"\(([a-z_]+\.[a-z_]+)\)", (ROOT / ".importlinter").read_text(encoding="utf-8"))
    rank = {f"anyam.{name}": place for place, name in enumerate(order)}
    wrong = [
        f"{field} -> {label(field.related_model)}"
        for field in relations()
        if package(field.model) in rank
        and package(field.related_model) in rank
        and label(field.related_model) not in {settings.AUTH_USER_MODEL, "schools.School"}
        and rank[package(field.related_model)] < rank[package(field.model)]
    ]
    assert wrong == []


@pytest.mark.parametrize("model", OURS, ids=label)
def test_every_field_names_its_privacy_class_once(model):
    assert set(model.PRIVACY) <= CLASSES
    named = [name for names in model.PRIVACY.values() for name in names]
    assert sorted(named) == sorted(set(named))
    fields = {field.name for field in model._meta.concrete_fields}
    assert set(named) <= fields
    assert fields - set(named) - GIVEN == set()


@pytest.mark.parametrize("model", OWNED, ids=label)
def test_rows_of_a_school_cannot_be_listed_without_naming_it(model):
    assert model._default_manager.name == "unsafe_all_schools"
    assert isinstance(model.objects, base.ScopedManager)
    assert isinstance(model.visibility, VisibilitySlot)
    with pytest.raises(TypeError, match="needs a school"):
        model.objects.all()
    with pytest.raises(TypeError, match="needs a school"):
        model.objects.filter(pk=1)


def test_every_visibility_slot_belongs_to_one_model():
    slots = [id(model.visibility) for model in OWNED]
    assert len(slots) == len(set(slots))


def test_tables_with_a_school_key_are_of_a_school():
    """Whoever carries `school` is behind the wall by its base class, not by a field of its own."""
    wrong = [
        label(model)
        for model in OURS
        if any(field.name == "school" for field in model._meta.local_fields)
        and not issubclass(model, base.SchoolOwned)
    ]
    assert wrong == []


def test_every_use_of_the_unscoped_manager_is_listed():
    used = {
        shown(path): len(lines)
        for path in sources()
        if (lines := attribute_uses(path, "unsafe_all_schools", "_default_manager", "_base_manager"))
    }
    assert used == {path: entry["uses"] for path, entry in listed("unscoped").items()}


def test_raw_sql_stands_in_listed_files():
    """SQL by hand passes by the managers; on PostgreSQL the wall still holds, on SQLite nothing does."""
    used = {
        shown(path)
        for path in sources()
        if any(
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in ("execute", "raw", "extra", "executemany")
            for node in ast.walk(tree(path))
        )
    }
    assert used == set(listed("sql_by_hand"))
