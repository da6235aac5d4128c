"""Lexicographic levels as one whole number: the weight of a level exceeds all that lies below it."""

from collections.abc import Mapping
from dataclasses import dataclass

from matcher.entities import FACTORS
from matcher.values import ProblemError

SAFE = 2**62

ROUGH = ("points", *FACTORS)
GRAINS = (1, 10, 100, 1000)


@dataclass(frozen=True, slots=True)
class Scale:
    """The levels in order with the weight of one unit of each and the largest value each can take."""

    levels: tuple[str, ...]
    units: tuple[int, ...]
    ranges: tuple[int, ...]

    def unit(self, level: str) -> int:
        """The weight of one unit; 0 for a level that is not used."""
        return self.units[self.levels.index(level)] if level in self.levels else 0

    def encode(self, values: Mapping[str, int]) -> int:
        """The values of all levels as one number; smaller is lexicographically better."""
        return sum(unit * values.get(level, 0) for level, unit in zip(self.levels, self.units, strict=True))

    def decode(self, number: int) -> dict[str, int]:
        """The values of a number that stands for an attainable total (no value below zero)."""
        values: dict[str, int] = {}
        for level, unit in zip(self.levels, self.units, strict=True):
            values[level], number = divmod(number, unit)
        return values

    def decode_difference(self, number: int) -> dict[str, int]:
        """The values of a difference of two totals: lower levels may be negative."""
        values: dict[str, int] = {}
        for level, unit, span in reversed(list(zip(self.levels, self.units, self.ranges, strict=True))):
            base = 2 * span + 1
            digit = (number // unit + span) % base - span
            values[level] = digit
            number -= digit * unit
        return {level: values[level] for level in self.levels}


@dataclass(frozen=True, slots=True)
class Ruler:
    """Two scales of the same levels: ``full`` exact and unlimited, ``flow`` within the solver's 64 bits.

    ``flow`` holds the levels a flow can carry; where their numbers would overflow, points and factors are
    counted there in steps of ``grain``, rounded down, so that a flow is still a bound.
    """

    full: Scale
    flow: Scale
    grain: int

    def grain_of(self, level: str) -> int:
        """The step in which the flow counts this level."""
        return self.grain if level in ROUGH else 1

    def total(self, number: int) -> int:
        """A total of the flow on the full scale (order is kept)."""
        return self._full(self.flow.decode(number))

    def difference(self, number: int) -> int:
        """A difference of two totals of the flow on the full scale."""
        return self._full(self.flow.decode_difference(number))

    def _full(self, values: Mapping[str, int]) -> int:
        return self.full.encode({level: value * self.grain_of(level) for level, value in values.items()})


def make_ruler(
    spans: Mapping[str, int], *, largest: Mapping[str, int], carried: tuple[str, ...], nodes: int
) -> Ruler:
    """Scales for levels given most important first with their largest totals (``spans``).

    ``largest``: the largest single cost of each level a flow carries. Raises ProblemError when even rough
    counting would not fit the solver, which multiplies costs by the number of ``nodes``.
    """
    full = _scale(spans)
    for grain in GRAINS:
        rough = {
            level: span // grain if level in ROUGH else span
            for level, span in spans.items()
            if level in carried and span
        }
        flow = _scale(rough)
        single = sum(flow.unit(level) * largest.get(level, 0) for level in rough)
        if single * (nodes + 2) <= SAFE and flow.encode(rough) <= SAFE:
            return Ruler(full, flow, grain)
    raise ProblemError("levels", "too many levels for so many seekers: the scaled costs overflow")


def _scale(spans: Mapping[str, int]) -> Scale:
    units: list[int] = []
    unit = 1
    for span in reversed(list(spans.values())):
        units.append(unit)
        unit *= 2 * span + 1
    return Scale(tuple(spans), tuple(reversed(units)), tuple(spans.values()))
