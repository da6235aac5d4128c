"""Exact assignment under seats and eligibility: min-cost flow with price-and-repeat, and its prices.

Steps: 1. start with the cheapest arcs of each seeker; 2. solve the flow (OR-Tools SimpleMinCostFlow);
3. prices = shortest paths from the sink in the residual network; 4. every arc left out whose reduced cost
is negative comes in; 5. repeat from 2 until there is none: the flow is then optimal over all arcs.
"""

from dataclasses import dataclass

import numpy as np
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

from matcher.eligibility import Flags
from matcher.solve.arrays import NONE, Ints
from matcher.solve.component import Component

FIRST_ARCS = 8
NEXT_ARCS = 6
SMALL = 2000
FAR = np.int64(2**62)


@dataclass(frozen=True, slots=True)
class Limits:
    """What a flow must respect beyond seats: arcs taken out, hosts that must reach their minimum, host fees.

    ``must[i]``: the seeker may not stay unplaced. ``forced[h]``: seats below the minimum cost ``missing``
    each; ``fee[h]``: cost of each pupil at the host.
    """

    allowed: Flags
    forced: Flags
    fee: Ints
    missing: int
    must: Flags


@dataclass(frozen=True, slots=True)
class Flow:
    """An optimal flow: ``at[i]`` = place of a seeker or NONE, its cost, and the distances that prove it.

    ``seeker``, ``place`` and ``host`` are shortest distances from the sink: reduced cost of an arc =
    cost + seeker − place ≥ 0, and −place is what one more seat there would save.
    """

    at: Ints
    cost: int
    seeker: Ints
    place: Ints
    host: Ints


class FlowSolver:
    """Solves a component again and again under changing limits; arcs that came in once stay in."""

    def __init__(self, component: Component) -> None:
        self.part = component
        self.active = self._first_arcs()
        self.arc_host = (
            component.host_of[component.arc_place] if len(component.arc_place) else component.arc_place
        )
        self.first_of = np.searchsorted(component.arc_seeker, np.arange(len(component.seekers) + 1))
        self.by_host = np.argsort(self.arc_host, kind="stable")
        self.first_by_host = np.searchsorted(self.arc_host[self.by_host], np.arange(len(component.hosts) + 1))
        self.work = 0

    def arcs_of(self, seeker: int) -> Ints:
        """All arcs of a seeker."""
        return np.arange(self.first_of[seeker], self.first_of[seeker + 1])

    def arcs_to(self, host: int) -> Ints:
        """All arcs to places of a host."""
        arcs: Ints = self.by_host[self.first_by_host[host] : self.first_by_host[host + 1]]
        return arcs

    def no_limits(self) -> Limits:
        """Limits that limit nothing."""
        hosts = len(self.part.hosts)
        return Limits(
            allowed=np.ones(len(self.part.arc_cost), dtype=np.bool_),
            forced=np.zeros(hosts, dtype=np.bool_),
            fee=np.zeros(hosts, dtype=np.int64),
            missing=0,
            must=np.zeros(len(self.part.seekers), dtype=np.bool_),
        )

    def solve(self, limits: Limits) -> Flow | None:
        """The optimal flow over all allowed arcs; None if someone who must be placed cannot be."""
        for seeker in np.nonzero(limits.must)[0]:
            self.active[self.arcs_of(int(seeker))] = True
        while True:
            used = np.nonzero(self.active & limits.allowed)[0]
            self.work += len(used) + len(self.part.seekers)
            found = self._run(used, limits)
            if found is None:
                return None
            at, chosen, cost = found
            flow = Flow(at, cost, *self._distances(used, at, chosen, limits))
            waiting = np.nonzero(limits.allowed & ~self.active)[0]
            reduced = self.reduced(flow, waiting)
            better = waiting[reduced < 0]
            if not len(better):
                return flow
            self._let_in(better, reduced[reduced < 0])

    def reduced(self, flow: Flow, arcs: Ints) -> Ints:
        """Reduced costs of arcs: what forcing a seeker through costs at least."""
        part = self.part
        seekers, places = part.arc_seeker[arcs], part.arc_place[arcs]
        reduced: Ints = part.arc_cost[arcs] + flow.seeker[seekers] - flow.place[places]
        return reduced

    def _first_arcs(self) -> Flags:
        part = self.part
        if len(part.arc_cost) <= SMALL:
            return np.ones(len(part.arc_cost), dtype=np.bool_)
        active = np.zeros(len(part.arc_cost), dtype=np.bool_)
        active[_cheapest(part.arc_seeker, part.arc_cost, FIRST_ARCS)] = True
        return active

    def _let_in(self, arcs: Ints, reduced: Ints) -> None:
        self.active[arcs[_cheapest(self.part.arc_seeker[arcs], reduced, NEXT_ARCS)]] = True

    def _run(self, used: Ints, limits: Limits) -> tuple[Ints, Ints, int] | None:
        """One flow over the used arcs: place and arc of each seeker (NONE = unplaced), and the cost."""
        part = self.part
        seekers, places, hosts = len(part.seekers), len(part.places), len(part.hosts)
        at = np.full(seekers, NONE, dtype=np.int64)
        chosen = np.full(seekers, NONE, dtype=np.int64)
        if not len(used):
            return None if limits.must.any() else (at, chosen, int(part.out_cost.sum()))
        first_place, first_host, sink = seekers, seekers + places, seekers + places + hosts
        below = np.where(limits.forced, np.minimum(part.minimum, part.host_capacity), 0)
        host_nodes = first_host + np.arange(hosts)
        tails = [
            part.arc_seeker[used],
            np.arange(seekers),
            first_place + np.arange(places),
            host_nodes,
            host_nodes,
        ]
        to_sink = np.full(hosts, sink)
        heads = [
            first_place + part.arc_place[used],
            np.full(seekers, sink),
            first_host + part.host_of,
            to_sink,
            to_sink,
        ]
        ones = np.ones(len(used), dtype=np.int64)
        may_stay = (~limits.must).astype(np.int64)
        capacities = [ones, may_stay, part.place_capacity, below, part.host_capacity - below]
        none = np.zeros(places, dtype=np.int64)
        costs = [part.arc_cost[used], part.out_cost, none, limits.fee - limits.missing, limits.fee]
        network = SimpleMinCostFlow()
        network.add_arcs_with_capacity_and_unit_cost(
            np.concatenate(tails).astype(np.int32),
            np.concatenate(heads).astype(np.int32),
            np.concatenate(capacities),
            np.concatenate(costs),
        )
        supply = np.zeros(sink + 1, dtype=np.int64)
        supply[:seekers] = 1
        supply[sink] = -seekers
        network.set_nodes_supplies(np.arange(sink + 1, dtype=np.int32), supply)
        status = network.solve()
        if status == network.INFEASIBLE:
            return None
        if status != network.OPTIMAL:
            raise ArithmeticError(f"the flow solver answered {status}")
        carried = network.flows(np.arange(len(used), dtype=np.int32)) > 0
        taken = used[carried]
        at[part.arc_seeker[taken]] = part.arc_place[taken]
        chosen[part.arc_seeker[taken]] = taken
        return at, chosen, int(network.optimal_cost())

    def _distances(self, used: Ints, at: Ints, chosen: Ints, limits: Limits) -> tuple[Ints, Ints, Ints]:
        part = self.part
        placed = at != NONE
        load = np.bincount(at[placed], minlength=len(part.places))
        host = self._host_ends(load, limits)
        if not len(used):
            return -part.out_cost, host[part.host_of] if len(part.places) else host[:0], host
        place = host[part.host_of]
        slack = np.nonzero(load < part.place_capacity)[0]
        paid = np.where(placed, part.arc_cost[chosen], 0)
        order = used[np.argsort(part.arc_place[used], kind="stable")]
        seekers, costs = part.arc_seeker[order], part.arc_cost[order]
        ends, starts = np.unique(part.arc_place[order], return_index=True)
        while True:
            before = place.copy(), host.copy()
            seeker = np.where(placed, place[at] - paid, -part.out_cost)
            place[ends] = np.minimum(place[ends], np.minimum.reduceat(seeker[seekers] + costs, starts))
            np.minimum.at(host, part.host_of[slack], place[slack])
            place = np.minimum(place, host[part.host_of])
            if np.array_equal(before[0], place) and np.array_equal(before[1], host):
                return seeker, place, host

    def _host_ends(self, load: Ints, limits: Limits) -> Ints:
        """Distance sink to host by taking back the host's last seat (or, empty, by refusing its next)."""
        part = self.part
        at_host = np.zeros(len(part.hosts), dtype=np.int64)
        np.add.at(at_host, part.host_of, load)
        below = np.where(limits.forced, np.minimum(part.minimum, part.host_capacity), 0)
        wanted = (below > 0) & (at_host <= below)
        ends: Ints = np.where(wanted, limits.missing, 0) - limits.fee
        return ends


def _cheapest(groups: Ints, costs: Ints, count: int) -> Ints:
    """Positions of the cheapest ``count`` of each group."""
    order = np.lexsort((costs, groups))
    sorted_groups = groups[order]
    starts = np.searchsorted(sorted_groups, sorted_groups, side="left")
    chosen: Ints = order[np.arange(len(order)) - starts < count]
    return chosen
