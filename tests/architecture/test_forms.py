"""Forms: related rows only when handed in, never by a form of its own making."""

import ast
from collections.abc import Iterator
from importlib import import_module

import pytest
from django import forms

from anyam.base.forms import Kit
from tests.architecture.house import HOUSE, SOURCE, listed, shown, sources, tree

pytestmark = pytest.mark.architecture


def _load() -> None:
    for path in sources():
        if path.name == "forms.py" or "forms" in path.parts:
            import_module(".".join(path.relative_to(SOURCE).with_suffix("").parts).removesuffix(".__init__"))


def _below(kind: type) -> Iterator[type]:
    for child in kind.__subclasses__():
        yield child
        yield from _below(child)


_load()
ALL = sorted(
    {kind for kind in _below(forms.BaseForm) if kind.__module__.startswith("anyam.")},
    key=lambda kind: f"{kind.__module__}.{kind.__name__}",
)
KIT = [kind for kind in ALL if issubclass(kind, Kit) and kind.__module__ != "anyam.base.forms"]


def test_there_are_forms_to_look_at():
    assert len(KIT) > 20


def test_every_form_is_of_the_kit():
    """The library's own forms, which hold no relation field, are the listed exceptions."""
    others = {f"{kind.__module__}.{kind.__name__}" for kind in ALL if not issubclass(kind, Kit)}
    assert others == set(listed("forms_of_libraries"))
    for kind in ALL:
        if not issubclass(kind, Kit):
            relations = [f for f in getattr(kind, "base_fields", {}).values() if hasattr(f, "queryset")]
            assert relations == []


@pytest.mark.parametrize("kind", KIT, ids=lambda kind: f"{kind.__module__}.{kind.__name__}")
def test_relation_fields_start_empty(kind):
    form = kind.__new__(kind)
    Kit.__init__(form)
    offered = [
        name for name, field in form.fields.items()
        if isinstance(field, forms.ModelChoiceField) and not field.queryset.query.is_empty()
    ]  # fmt: skip
    assert offered == []


def test_only_the_kit_hands_rows_to_a_field():
    """Assigning `queryset` anywhere else would pass by the rule that a field without `choices` offers nothing."""
    used = {
        shown(path)
        for path in sources()
        if path != HOUSE / "base/forms.py"
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Attribute) and target.attr == "queryset"
    }
    assert used == set(listed("hands_rows_to_a_field"))


def test_no_form_saves():
    """Operations write; a form only cleans."""
    wrong = []
    for path in sources():
        for node in ast.walk(tree(path)):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr == "save"
                and isinstance(node.func.value, ast.Name)
                and node.func.value.id == "form"
            ):
                wrong.append(f"{shown(path)}:{node.lineno}")
    assert wrong == []
