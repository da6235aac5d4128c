"""Writing many rows by their natural key: only what is new or differs is written, nothing is deleted."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from anyam.records.reference.errors import ReferenceFileWrong
from anyam.records.reference.operations.files import Values


@dataclass(frozen=True, slots=True)
class LoadedSet:
    """What loading one file did: rows read, rows new, rows that differed from the database."""

    code: str
    rows: int
    added: int
    changed: int


def ids_of(model: type[models.Model], *columns: str) -> dict[Any, int]:
    """Primary keys by code, or by the columns given."""
    columns = columns or ("code",)
    return {
        (row[0] if len(columns) == 1 else row[:-1]): row[-1]
        for row in model._default_manager.values_list(*columns, "pk")
    }


def upsert(model: type[models.Model], key: Sequence[str], rows: list[Values]) -> LoadedSet:
    """Write only rows that are new or differ; `key` names the fields of the model's unique constraint."""
    if not rows:
        return LoadedSet(model._meta.label_lower, 0, 0, 0)
    columns = list(rows[0])
    attnames = {field.name: field.attname for field in model._meta.concrete_fields}
    key_columns = [attnames[name] for name in key]
    places = [columns.index(column) for column in key_columns]
    present = {
        tuple(row[place] for place in places): row for row in model._default_manager.values_list(*columns)
    }
    writes, added = [], 0
    for row in rows:
        values = tuple(row[column] for column in columns)
        before = present.get(tuple(values[place] for place in places))
        if before != values:
            writes.append(model(**row))
            added += before is None
    if writes:
        model._default_manager.bulk_create(
            writes,
            update_conflicts=True,
            unique_fields=list(key),
            update_fields=[column for column in columns if column not in key_columns] or None,
        )
    return LoadedSet(model._meta.label_lower, len(rows), added, len(writes) - added)


def above(ids: dict[Any, int], code: Any) -> int:
    """The key of the row above; a file that names an absent one is refused."""
    if code not in ids:
        raise ReferenceFileWrong(
            _("Kode induk %(code)s belum ada. Tambahkan induknya dahulu.") % {"code": code}
        )
    return ids[code]


def summed(code: str, loaded: Sequence[LoadedSet]) -> LoadedSet:
    return LoadedSet(
        code=code,
        rows=sum(one.rows for one in loaded),
        added=sum(one.added for one in loaded),
        changed=sum(one.changed for one in loaded),
    )
