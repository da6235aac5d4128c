"""Notes what an import writes: every save of the kind's models, as it was before and became after."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.db.models.signals import post_save, pre_save

# Times of change differ after every save and say nothing about the content.
CLOCK_FIELDS = frozenset({"updated_at"})


@dataclass(slots=True)
class Recorded:
    """One object that was saved: snapshots by attribute name; `before` None when it was made."""

    instance: models.Model
    before: dict[str, Any] | None
    after: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Recorder:
    """What one row wrote, in order, one entry per object."""

    watched: tuple[type[models.Model], ...]
    written: dict[tuple[str, Any], Recorded] = field(default_factory=dict)
    pending: dict[int, dict[str, Any] | None] = field(default_factory=dict)


_ACTIVE: ContextVar[Recorder | None] = ContextVar("imports_recorder", default=None)


@contextmanager
def recording(watched: tuple[type[models.Model], ...]) -> Iterator[Recorder]:
    """Note every save of `watched` models in this thread until the block ends."""
    recorder = Recorder(watched)
    token = _ACTIVE.set(recorder)
    try:
        yield recorder
    finally:
        _ACTIVE.reset(token)


def snapshot(instance: models.Model) -> dict[str, Any]:
    """All stored values of an object in JSON's types; files by name, binary left out."""
    values = {}
    for one in instance._meta.concrete_fields:
        if isinstance(one, models.BinaryField):
            continue
        value = one.value_from_object(instance)
        if value is None or isinstance(value, (bool, int, str)) or isinstance(one, models.JSONField):
            values[one.attname] = value
        else:
            values[one.attname] = one.value_to_string(instance)
    return values


def restored_value(one: models.Field, value: Any) -> Any:
    """A snapshot's value as the field keeps it."""
    return value if value is None or isinstance(one, models.JSONField) else one.to_python(value)


def settled(written: list[Recorded]) -> list[Recorded]:
    """Fill in how the objects stand in the database now, one query per model; leaves out what did not
    change.
    """
    by_model: dict[type[models.Model], list[Recorded]] = {}
    for one in written:
        by_model.setdefault(type(one.instance), []).append(one)
    for model, ones in by_model.items():
        stored = model._base_manager.in_bulk([one.instance.pk for one in ones])
        for one in ones:
            one.after = snapshot(stored[one.instance.pk]) if one.instance.pk in stored else {}
    return [
        one for one in written if one.after and (one.before is None or changed_names(one.before, one.after))
    ]


def changed_names(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """Attribute names that differ, times of change apart."""
    return [name for name in after if name not in CLOCK_FIELDS and before.get(name) != after[name]]


def _before_save(sender: Any, instance: models.Model, **_: Any) -> None:
    recorder = _ACTIVE.get()
    if recorder is None or sender not in recorder.watched:
        return
    stored = None if instance.pk is None else sender._base_manager.filter(pk=instance.pk).first()
    recorder.pending[id(instance)] = snapshot(stored) if stored else None


def _after_save(sender: Any, instance: models.Model, **_: Any) -> None:
    recorder = _ACTIVE.get()
    if recorder is None or sender not in recorder.watched:
        return
    before = recorder.pending.pop(id(instance), None)
    recorder.written.setdefault((sender._meta.label, instance.pk), Recorded(instance, before))


def listen() -> None:
    """Connect to Django's save signals; called once when the house starts."""
    pre_save.connect(_before_save, dispatch_uid="imports.before_save")
    post_save.connect(_after_save, dispatch_uid="imports.after_save")
