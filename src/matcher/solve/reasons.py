"""Why a seeker has no place: rules, too few seats (the smallest set that competes), or a demand on hosts."""

import numpy as np

from matcher.eligibility import BIT, Flags
from matcher.entities import RULES
from matcher.problem import rule_mode
from matcher.result import RefusalCount, Unplaced
from matcher.solve.arrays import NONE, Arrays, Ints
from matcher.values import Id


class Reasons:
    """Explains unplaced seekers of one assignment (``at``: place of each seeker or NONE)."""

    def __init__(self, arrays: Arrays, at: Ints) -> None:
        self.arrays, self.at = arrays, at
        self.load = np.bincount(at[at != NONE], minlength=len(arrays.places))
        self.host_load = np.bincount(arrays.host_of[at[at != NONE]], minlength=len(arrays.hosts))
        self.eligible = self._eligible()
        self.next_places = self._next_places()

    def _eligible(self) -> Flags:
        """The pairs that may be taken: pinned and kept seekers have one place or none."""
        eligible = ~self.arrays.refused
        eligible[:, self.arrays.held] = False
        for index in np.nonzero(self.arrays.fixed != NONE)[0]:
            place = self.arrays.fixed[index]
            allowed = eligible[place, index]
            eligible[:, index] = False
            eligible[place, index] = allowed
        return eligible

    def _next_places(self) -> Flags:
        """Row = place: where its holders could go, and the host's other places if only the host is full."""
        arrays, count = self.arrays, len(self.arrays.places)
        reach = np.zeros((count, count), dtype=np.bool_)
        for index in np.nonzero(self.at != NONE)[0]:
            reach[self.at[index]] |= self.eligible[:, index]
        full = (self.host_load >= arrays.host_capacity)[arrays.host_of]
        for place in np.nonzero(full & (self.load < arrays.place_capacity))[0]:
            reach[place] |= arrays.host_of == arrays.host_of[place]
        return reach

    def unplaced(self, index: int) -> Unplaced:
        """The reason for one seeker."""
        arrays = self.arrays
        seeker = arrays.seekers[index].id
        everywhere = np.ones(len(arrays.places), dtype=np.bool_)
        refusals = self._refusals(index, everywhere)
        if arrays.held[index]:
            return Unplaced(seeker, "held", refusals)
        if arrays.fixed[index] != NONE:
            only = np.arange(len(arrays.places)) == arrays.fixed[index]
            pin = (arrays.places[arrays.fixed[index]].id,)
            return Unplaced(seeker, "pin_blocked", self._refusals(index, only), pin)
        if not self.eligible[:, index].any():
            return Unplaced(seeker, "no_eligible_place", refusals)
        reached = self._reached(index)
        free = reached & (self.load < arrays.place_capacity)
        free &= (self.host_load < arrays.host_capacity)[arrays.host_of]
        if free.any():
            return Unplaced(seeker, self._demand(index, free), refusals, self._ids(free))
        rivals = np.nonzero((self.at != NONE) & reached[self.at])[0]
        competing = sorted([seeker, *(arrays.seekers[rival].id for rival in rivals)], key=str)
        return Unplaced(seeker, "seats_short", refusals, self._ids(reached), tuple(competing), len(rivals))

    def _reached(self, index: int) -> Flags:
        """Places found by letting the seeker, then everyone in the way, look at all they could take."""
        reached = self.eligible[:, index].copy()
        new = reached
        while new.any():
            found = self.next_places[new].any(axis=0) & ~reached
            reached |= found
            new = found
        return reached

    def _refusals(self, index: int, rows: Flags) -> tuple[RefusalCount, ...]:
        bits = self.arrays.refusals[rows, index]
        counts = {rule: int(((bits & BIT[rule]) != 0).sum()) for rule in RULES}
        problem = self.arrays.problem
        return tuple(
            RefusalCount(rule, number)
            for rule, number in counts.items()
            if number and rule_mode(problem, rule) == "hard"
        )

    def _demand(self, index: int, free: Flags) -> str:
        """Which demand keeps a reachable seat empty: the host's minimum, a group, a pair, or a trade-off."""
        problem, seeker = self.arrays.problem, self.arrays.seekers[index].id
        levels = problem.levels
        hosts = np.unique(self.arrays.host_of[free])
        short = [self.host_load[h] < self.arrays.hosts[h].minimum for h in hosts]
        if "minimum" in levels and all(short):
            return "host_minimum"
        if "groups" in levels and any(seeker in group.seekers for group in problem.groups):
            return "group"
        if "apart" in levels and any(seeker in (pair.first, pair.second) for pair in problem.apart):
            return "apart"
        return "trade_off"

    def _ids(self, rows: Flags) -> tuple[Id, ...]:
        return tuple(sorted((self.arrays.places[row].id for row in np.nonzero(rows)[0]), key=str))
