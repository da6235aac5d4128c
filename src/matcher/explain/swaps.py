"""What it costs to force one seeker into any other place: shortest paths through the taken seats."""

from collections import deque
from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from matcher.solve.arrays import NONE, Ints
from matcher.solve.component import Component
from matcher.solve.flow import FlowSolver, Limits
from matcher.solve.structure import Structure, standing_decisions

FAR = 2**61

Node = tuple[str, int]
"""A seeker, place or host by local position, or the sink."""

Step = tuple[int, int | None]
"""A seeker (local position) and the local place it takes; None = becomes unplaced."""


class Swaps:
    """Costs and chains for one seeker in its component, everything else rearranged as well as possible.

    Hosts stay open or closed, groups where they are, and pairs apart, as in the given assignment.
    """

    def __init__(self, part: Component, at: Ints, seeker: int) -> None:
        self.part, self.at, self.seeker = part, at, seeker
        self.solver = FlowSolver(part)
        self.structure = Structure(self.solver)
        self.decided = standing_decisions(self.structure, at)
        self.limits: Limits = self.structure.limits(self.decided)
        self.place_load = np.bincount(at[at != NONE], minlength=len(part.places))
        self.host_load = self.structure.loads(at)
        self.arcs = np.nonzero(self.limits.allowed)[0]
        self.paid = self._paid()
        self.sink = FAR
        self.to_seeker = np.full(len(part.seekers), FAR)
        self.to_seeker[seeker] = 0
        self.to_place = np.full(len(part.places), FAR)
        self.to_host = np.full(len(part.hosts), FAR)
        self.use, self.give = self._sink_costs()
        self.settled = self._is_best()
        if self.settled:
            self._settle()

    def _paid(self) -> Ints:
        """What each seeker costs where it is."""
        part = self.part
        paid = part.out_cost.copy()
        taken = np.nonzero(self.at[part.arc_seeker] == part.arc_place)[0]
        paid[part.arc_seeker[taken]] = part.arc_cost[taken]
        return paid

    def _sink_costs(self) -> tuple[Ints, Ints]:
        """Cost host to sink (one more seat used) and sink to host (one seat given back); FAR = impossible."""
        part, limits = self.part, self.limits
        below = np.where(limits.forced, np.minimum(part.minimum, part.host_capacity), 0)
        use = limits.fee - np.where(self.host_load < below, limits.missing, 0)
        give = np.where((self.host_load <= below) & limits.forced, limits.missing, 0) - limits.fee
        use = np.where(self.host_load < part.host_capacity, use, FAR)
        return use, np.where(self.host_load > 0, give, FAR)

    def _is_best(self) -> bool:
        """Whether no rearrangement within the standing decisions is better: only then costs are defined."""
        part, limits = self.part, self.limits
        below = np.where(limits.forced, np.minimum(part.minimum, part.host_capacity), 0)
        hosts = limits.fee * self.host_load - limits.missing * np.minimum(self.host_load, below)
        best = self.solver.solve(limits)
        return best is not None and int(self.paid.sum() + hosts.sum()) == best.cost

    def _settle(self) -> None:
        """Least cost from every node to the seeker, by passes over all arcs until nothing changes."""
        while self._round():
            pass

    def _round(self) -> bool:
        """One pass over all arcs; tells whether anything became cheaper."""
        part, at = self.part, self.at
        before = self.to_seeker.copy(), self.to_place.copy(), self.to_host.copy(), self.sink
        placed = np.nonzero(at != NONE)[0]
        back = self.to_seeker - self.paid
        np.minimum.at(self.to_place, at[placed], back[placed])
        slack = self.place_load < part.place_capacity
        self.to_place = np.minimum(self.to_place, np.where(slack, self.to_host[part.host_of], FAR))
        loaded = np.nonzero(self.place_load > 0)[0]
        np.minimum.at(self.to_host, part.host_of[loaded], self.to_place[loaded])
        if self.sink < FAR // 2:
            self.to_host = np.minimum(self.to_host, np.where(self.use < FAR, self.use + self.sink, FAR))
        outside = back[at == NONE]
        gives = np.where((self.give < FAR) & (self.to_host < FAR // 2), self.give + self.to_host, FAR)
        self.sink = min(self.sink, int(outside.min(initial=FAR)), int(gives.min(initial=FAR)))
        ways = part.arc_cost[self.arcs] + self.to_place[part.arc_place[self.arcs]]
        open_ways = self.to_place[part.arc_place[self.arcs]] < FAR // 2
        np.minimum.at(self.to_seeker, part.arc_seeker[self.arcs][open_ways], ways[open_ways])
        if self.sink < FAR // 2:
            ways = np.where(self.limits.must, FAR, part.out_cost + self.sink)
            self.to_seeker = np.minimum(self.to_seeker, ways)
        same = np.array_equal(before[0], self.to_seeker) and np.array_equal(before[1], self.to_place)
        return not (same and np.array_equal(before[2], self.to_host) and before[3] == self.sink)

    def cost(self, place: int) -> int | None:
        """Scaled change of the objective when the seeker is forced into the place; None if it cannot be."""
        arcs = self.solver.arcs_of(self.seeker)
        arcs = arcs[(self.part.arc_place[arcs] == place) & self.limits.allowed[arcs]]
        if not len(arcs) or self.to_place[place] >= FAR // 2:
            return None
        return int(self.part.arc_cost[arcs[0]] + self.to_place[place])

    def chain(self, place: int) -> list[Step]:
        """The seekers who move when the seeker takes the place, in order, starting with the seeker.

        The shortest chain among the cheapest: breadth first over the arcs that lie on a cheapest way.
        """
        start: Node = ("place", place)
        came_from: dict[Node, Node] = {start: start}
        queue = deque([start])
        while queue:
            node = queue.popleft()
            if node == ("seeker", self.seeker):
                return [(self.seeker, place), *self._steps(came_from, node)]
            for following in self._tight(node):
                if following not in came_from:
                    came_from[following] = node
                    queue.append(following)
        return [(self.seeker, place)]

    def _steps(self, came_from: dict[Node, Node], node: Node) -> list[Step]:
        """Who of the others takes what along the way found."""
        way = [node]
        while came_from[way[-1]] != way[-1]:
            way.append(came_from[way[-1]])
        way.reverse()
        return [
            (index, following[1] if following[0] == "place" else None)
            for (kind, index), following in pairwise(way)
            if kind == "seeker"
        ]

    def _tight(self, node: Node) -> Iterator[Node]:
        """The nodes that follow this one on a cheapest way to the seeker."""
        kind, index = node
        ways = {"place": self._from_place, "host": self._from_host, "seeker": self._from_seeker}
        return ways[kind](index) if kind in ways else self._from_sink()

    def _from_place(self, place: int) -> Iterator[Node]:
        here = self.to_place[place]
        for holder in np.nonzero(self.at == place)[0]:
            if self.to_seeker[holder] - self.paid[holder] == here:
                yield "seeker", int(holder)
        host = int(self.part.host_of[place])
        if self.place_load[place] < self.part.place_capacity[place] and self.to_host[host] == here:
            yield "host", host

    def _from_host(self, host: int) -> Iterator[Node]:
        if self.use[host] < FAR and self.sink < FAR // 2 and self.use[host] + self.sink == self.to_host[host]:
            yield "sink", 0
        for place in np.nonzero((self.part.host_of == host) & (self.place_load > 0))[0]:
            if self.to_place[place] == self.to_host[host]:
                yield "place", int(place)

    def _from_sink(self) -> Iterator[Node]:
        for mover in np.nonzero(self.at == NONE)[0]:
            if self.to_seeker[mover] - self.paid[mover] == self.sink:
                yield "seeker", int(mover)
        for host in np.nonzero(self.give < FAR)[0]:
            if self.give[host] + self.to_host[host] == self.sink:
                yield "host", int(host)

    def _from_seeker(self, mover: int) -> Iterator[Node]:
        arcs = self.solver.arcs_of(mover)
        arcs = arcs[self.limits.allowed[arcs]]
        costs = self.part.arc_cost[arcs] + self.to_place[self.part.arc_place[arcs]]
        for arc in arcs[costs == self.to_seeker[mover]]:
            yield "place", int(self.part.arc_place[arc])
        out = self.part.out_cost[mover] + self.sink
        if self.sink < FAR // 2 and not self.limits.must[mover] and out == self.to_seeker[mover]:
            yield "sink", 0
