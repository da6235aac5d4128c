"""Dated parameters: the numbers of regulations, kept in memory because pages ask for many of them."""

import time
from dataclasses import dataclass
from datetime import date
from datetime import time as clock
from decimal import Decimal
from typing import Any

from django.utils.formats import number_format, time_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from anyam.records.reference.errors import ParameterMissing
from anyam.records.reference.models import Parameter
from anyam.records.reference.rules import in_force
from anyam.records.reference.terms import PARAMETER_GROUPS, ParameterBasis, Unit

# Another process may load new data; this one notices after a minute.
SECONDS_IN_MEMORY = 60
FROM_START = date(2000, 1, 1)
NOT_NUMBERS = frozenset({Unit.TIME, Unit.YES_NO, Unit.VERSION})


@dataclass(frozen=True, slots=True)
class ParameterValue:
    """A parameter as it holds from `valid_from` to `valid_to`, both included (None: open)."""

    key: str
    label: str
    value: Any
    unit: Unit
    valid_from: date
    valid_to: date | None
    source: str
    verified: bool
    basis: ParameterBasis
    note: str

    @property
    def is_from_start(self) -> bool:
        """True when the value has no first day of its own: it holds as long as the system."""
        return self.valid_from == FROM_START

    @property
    def number(self) -> Decimal:
        """The value as a number; a ValueError for a value that is none (yes or no, a list, a time)."""
        if isinstance(self.value, bool) or not isinstance(self.value, int | float | str):
            raise ValueError(f"{self.key} is not a number")
        return Decimal(str(self.value))

    @property
    def shown(self) -> str:
        """The value with its unit, in the language of the page: `792 jam pelajaran`, `Rp16.800 per bulan`."""
        if isinstance(self.value, bool):
            return _("Ya") if self.value else _("Tidak")
        if self.unit == Unit.VERSION:
            return str(self.value)
        if self.unit == Unit.TIME:
            return f"{self.unit.label} {time_format(clock.fromisoformat(self.value))}".strip()
        values = self.value if isinstance(self.value, list) else [self.value]
        text = ", ".join(_written(each) for each in values)
        if self.unit == Unit.RUPIAH:
            return f"Rp\u00a0{text}"
        if self.unit == Unit.RUPIAH_MONTH:
            return _("Rp\u00a0%(amount)s per bulan") % {"amount": text}
        return f"{text} {self.unit.label}".strip()


@dataclass(frozen=True, slots=True)
class ParameterGroup:
    """One heading of the parameter page."""

    title: str | Promise
    rows: list[ParameterValue]


class _Memory:
    """The rows by key, and until when they are believed."""

    rows: dict[str, list[ParameterValue]] | None = None
    until: float = 0.0


def forget_parameters() -> None:
    """Read the table again at the next question; called after loading."""
    _Memory.rows = None


def parameter(key: str, on_date: date) -> ParameterValue:
    """The value of `key` in force on `on_date` with its source and whether it was verified.

    Refused: ParameterMissing.
    """
    row = in_force(_rows().get(key, ()), on_date)
    if row is None:
        raise ParameterMissing
    return row


def parameters_on(on_date: date) -> dict[str, ParameterValue]:
    """Every parameter in force on `on_date`, by key."""
    found = {key: in_force(rows, on_date) for key, rows in _rows().items()}
    return {key: row for key, row in found.items() if row is not None}


def numbers_on(on_date: date) -> dict[str, Decimal]:
    """The parameters in force on `on_date` that are numbers, by key: what `rules.required_hours` takes."""
    numbers = {}
    for key, row in parameters_on(on_date).items():
        if row.unit not in NOT_NUMBERS and not isinstance(row.value, list):
            numbers[key] = row.number
    return numbers


def parameters_for_page() -> list[ParameterGroup]:
    """All parameters, past and future ones too, under their headings."""
    known = list(PARAMETER_GROUPS)
    by_group: dict[str, list[ParameterValue]] = {name: [] for name in known}
    for key, rows in _rows().items():
        by_group.setdefault(key.partition(".")[0], []).extend(rows)
    return [ParameterGroup(PARAMETER_GROUPS.get(name, name), rows) for name, rows in by_group.items() if rows]


def _rows() -> dict[str, list[ParameterValue]]:
    if _Memory.rows is None or time.monotonic() > _Memory.until:
        rows: dict[str, list[ParameterValue]] = {}
        for one in Parameter.objects.order_by("key", "valid_from"):
            rows.setdefault(one.key, []).append(_value(one))
        _Memory.rows, _Memory.until = rows, time.monotonic() + SECONDS_IN_MEMORY
    return _Memory.rows


def _value(row: Parameter) -> ParameterValue:
    return ParameterValue(
        key=row.key,
        label=row.label,
        value=row.value,
        unit=Unit(row.unit),
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        source=row.source,
        verified=row.verified,
        basis=ParameterBasis(row.basis),
        note=row.note,
    )


def _written(value: Any) -> str:
    return number_format(Decimal(str(value)), use_l10n=True, force_grouping=True)
