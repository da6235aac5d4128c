"""One part of the problem that shares no seat, group or pair with the rest, with its scaled costs."""

from dataclasses import dataclass

import numpy as np

from matcher.entities import FACTORS
from matcher.solve.arrays import NONE, Arrays, Ints
from matcher.solve.levels import Ruler, make_ruler

ADDITIVE = ("pins", "unplaced", "moved", "points", *FACTORS)
"""Levels that are a sum over seekers; the others depend on who else is at the host."""


@dataclass(frozen=True, slots=True)
class GroupLimit:
    """A group by positions: its members stay at one host, or in one place."""

    members: tuple[int, ...]
    by_place: bool


@dataclass(frozen=True, slots=True)
class Component:
    """Positions of the whole problem (``seekers``, ``places``, ``hosts``) and everything else local.

    ``values`` and ``out_values``: costs per level of arcs and of staying unplaced; ``arc_cost`` and
    ``out_cost``: the same as one number each on the flow scale. ``minimum`` and ``opening`` are zero, and
    ``groups`` and ``apart`` empty, where their level is not used.
    """

    ruler: Ruler
    values: dict[str, Ints]
    out_values: dict[str, Ints]
    seekers: Ints
    places: Ints
    hosts: Ints
    host_of: Ints
    place_capacity: Ints
    host_capacity: Ints
    arc_seeker: Ints
    arc_place: Ints
    arc_cost: Ints
    out_cost: Ints
    minimum: Ints
    opening: Ints
    groups: tuple[GroupLimit, ...]
    apart: tuple[tuple[int, int], ...]

    @property
    def structured(self) -> bool:
        """Whether anything beyond seats and eligibility is demanded here."""
        return bool(self.groups or self.apart or self.minimum.any() or self.opening.any())


def components_of(arrays: Arrays) -> list[Component]:
    """The independent parts, in the order of their first seeker; seekers without arcs form the last part."""
    label_seeker, label_host = _labels(arrays)
    lonely = np.ones(len(arrays.seekers), dtype=np.bool_)
    lonely[arrays.arc_seeker] = False
    linked = {index for pair in _pairs(arrays) for index in pair}
    linked |= {index for group in _groups(arrays) for index in group.members}
    free = lonely & ~np.isin(np.arange(len(lonely)), list(linked))
    parts = [np.nonzero(free)[0]] if free.any() else []
    labels = label_seeker[~free]
    for label in np.unique(labels):
        parts.append(np.nonzero((label_seeker == label) & ~free)[0])
    return [_component(arrays, part, label_seeker, label_host) for part in parts]


def _labels(arrays: Arrays) -> tuple[Ints, Ints]:
    """Spread the smallest seeker position over arcs, hosts, groups and pairs until nothing changes."""
    seeker = np.arange(len(arrays.seekers), dtype=np.int64)
    host = np.full(len(arrays.hosts), len(arrays.seekers), dtype=np.int64)
    arc_host = arrays.host_of[arrays.arc_place] if len(arrays.arc_place) else arrays.arc_place
    links = [np.array(group.members) for group in _groups(arrays)] + [np.array(p) for p in _pairs(arrays)]
    while True:
        before = seeker.copy()
        np.minimum.at(host, arc_host, seeker[arrays.arc_seeker])
        np.minimum.at(seeker, arrays.arc_seeker, host[arc_host])
        for members in links:
            seeker[members] = seeker[members].min()
        if np.array_equal(before, seeker):
            return seeker, host


def _groups(arrays: Arrays) -> list[GroupLimit]:
    if "groups" not in arrays.problem.levels:
        return []
    position = {item.id: index for index, item in enumerate(arrays.seekers)}
    found = [
        GroupLimit(tuple(sorted(position[member] for member in group.seekers)), group.together == "place")
        for group in arrays.problem.groups
    ]
    return sorted(found, key=lambda group: group.members)


def _pairs(arrays: Arrays) -> list[tuple[int, int]]:
    if "apart" not in arrays.problem.levels:
        return []
    position = {item.id: index for index, item in enumerate(arrays.seekers)}
    found = [(position[pair.first], position[pair.second]) for pair in arrays.problem.apart]
    return sorted((min(pair), max(pair)) for pair in found)


def _component(arrays: Arrays, part: Ints, label_seeker: Ints, label_host: Ints) -> Component:
    inside = np.zeros(len(arrays.seekers), dtype=np.bool_)
    inside[part] = True
    arc_index = np.nonzero(inside[arrays.arc_seeker])[0]
    hosts = np.nonzero(label_host == label_seeker[part[0]])[0] if len(arc_index) else np.zeros(0, np.int64)
    places = np.nonzero(np.isin(arrays.host_of, hosts))[0]
    local_seeker = _inverse(part, len(arrays.seekers))
    arc_seeker = local_seeker[arrays.arc_seeker[arc_index]]
    minimum, opening = _host_demands(arrays, hosts)
    groups, apart = _local_bonds(arrays, part, local_seeker)
    costs = _Costs(arrays, part, arc_index)
    spans = costs.spans(arc_seeker)
    spans.update(minimum=int(minimum.sum()), opening=int(opening.sum()), groups=len(groups), apart=len(apart))
    largest = costs.largest() | {"minimum": 1, "opening": int(opening.max(initial=0))}
    ruler = make_ruler(
        {level: spans[level] for level in arrays.levels},
        largest=largest,
        carried=(*ADDITIVE, "minimum", "opening"),
        nodes=len(part) + len(places) + len(hosts) + 1,
    )
    return Component(
        ruler=ruler,
        values=costs.arc,
        out_values=costs.out,
        seekers=part,
        places=places,
        hosts=hosts,
        host_of=_inverse(hosts, len(arrays.hosts))[arrays.host_of[places]],
        place_capacity=np.minimum(arrays.place_capacity[places], len(part)),
        host_capacity=np.minimum(arrays.host_capacity[hosts], len(part)),
        arc_seeker=arc_seeker,
        arc_place=_inverse(places, len(arrays.places))[arrays.arc_place[arc_index]],
        arc_cost=_scaled(ruler, costs.arc, len(arc_index)),
        out_cost=_scaled(ruler, costs.out, len(part)),
        minimum=minimum,
        opening=opening,
        groups=groups,
        apart=apart,
    )


class _Costs:
    """Costs per level of the arcs and of the seekers left unplaced, for one part."""

    def __init__(self, arrays: Arrays, part: Ints, arc_index: Ints) -> None:
        levels = [level for level in arrays.levels if level in ADDITIVE]
        self.arc = {
            level: arrays.arc_values[level][arc_index] for level in levels if level in arrays.arc_values
        }
        self.out = {level: arrays.out_values[level][part] for level in levels}

    def spans(self, arc_seeker: Ints) -> dict[str, int]:
        """The largest total of each level: every seeker at the dearest of its possibilities."""
        spans: dict[str, int] = {}
        for level, out in self.out.items():
            worst = out.copy()
            if level in self.arc:
                np.maximum.at(worst, arc_seeker, self.arc[level])
            spans[level] = int(worst.sum())
        return spans

    def largest(self) -> dict[str, int]:
        """The largest single cost of each level."""
        none = np.zeros(0, dtype=np.int64)
        return {
            level: int(max(out.max(initial=0), self.arc.get(level, none).max(initial=0)))
            for level, out in self.out.items()
        }


def _scaled(ruler: Ruler, values: dict[str, Ints], count: int) -> Ints:
    """Costs of all levels as one number each on the flow scale."""
    cost = np.zeros(count, dtype=np.int64)
    for level, value in values.items():
        if level in ruler.flow.levels:
            cost += ruler.flow.unit(level) * (value // ruler.grain_of(level))
    return cost


def _host_demands(arrays: Arrays, hosts: Ints) -> tuple[Ints, Ints]:
    """Minimum and opening cost of the hosts, zero where the problem does not look at them."""
    levels = arrays.problem.levels
    things = [arrays.hosts[index] for index in hosts]
    minimum = [item.minimum if "minimum" in levels else 0 for item in things]
    opening = [item.opening_cost if "opening" in levels else 0 for item in things]
    return np.array(minimum, dtype=np.int64), np.array(opening, dtype=np.int64)


def _local_bonds(
    arrays: Arrays, part: Ints, local: Ints
) -> tuple[tuple[GroupLimit, ...], tuple[tuple[int, int], ...]]:
    inside = {int(index) for index in part}
    groups = tuple(
        GroupLimit(tuple(int(local[member]) for member in group.members), group.by_place)
        for group in _groups(arrays)
        if group.members[0] in inside
    )
    return groups, tuple((int(local[a]), int(local[b])) for a, b in _pairs(arrays) if a in inside)


def _inverse(chosen: Ints, size: int) -> Ints:
    """Local position of each global one, NONE for those not chosen."""
    inverse = np.full(size, NONE, dtype=np.int64)
    inverse[chosen] = np.arange(len(chosen))
    return inverse
