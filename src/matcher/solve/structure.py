"""Demands that no flow can hold (minimums, opening costs, groups, pairs): value, decisions, branches."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from matcher.solve.arrays import NONE, Ints
from matcher.solve.flow import Flow, FlowSolver, Limits

MANY = 12
"""Broken groups compared before one is branched on."""


@dataclass(frozen=True, slots=True)
class Decisions:
    """What has been settled on the way to a solution; everything else is still relaxed.

    ``closed`` / ``opened``: hosts. ``barred``: (seeker, host). ``sites``: (group, host or place; NONE = all
    members unplaced). ``broken`` / ``met``: groups and pairs whose violation is accepted and paid for.
    """

    closed: frozenset[int] = frozenset()
    opened: frozenset[int] = frozenset()
    barred: frozenset[tuple[int, int]] = frozenset()
    sites: frozenset[tuple[int, int]] = frozenset()
    broken: frozenset[int] = frozenset()
    met: frozenset[int] = frozenset()

    def decided_groups(self) -> frozenset[int]:
        """Groups that have a site or are accepted as broken."""
        return self.broken | {group for group, _ in self.sites}


class Structure:
    """The demands of one component, looked at from a given assignment (``at``: place of each seeker)."""

    def __init__(self, solver: FlowSolver) -> None:
        self.solver = solver
        self.part = solver.part
        self._limits: tuple[tuple[Decisions, bool], Limits] | None = None
        part = self.part
        room = np.zeros(len(part.hosts), dtype=np.int64)
        np.add.at(room, part.host_of, part.place_capacity)
        self.room = np.minimum(part.host_capacity, room)
        fee = part.ruler.flow.unit("opening") * part.opening
        self.fees = np.where(self.room > 0, fee // np.maximum(self.room, 1), 0)
        self.flow_unit = {level: part.ruler.flow.unit(level) for level in ("minimum", "opening")}
        self.unit = {
            level: part.ruler.full.unit(level) for level in ("minimum", "opening", "groups", "apart")
        }

    # -- value ---------------------------------------------------------------------------------------

    def loads(self, at: Ints) -> Ints:
        """Seekers per host."""
        placed = at[at != NONE]
        return np.bincount(self.part.host_of[placed], minlength=len(self.part.hosts))

    def value(self, at: Ints) -> int:
        """The true objective of an assignment on the full scale, every level included."""
        part = self.part
        cost = part.ruler.full.encode(self._additive(at))
        load = self.loads(at)
        used = load > 0
        cost += self.unit["minimum"] * int(np.maximum(part.minimum - load, 0)[used].sum())
        cost += self.unit["opening"] * int(part.opening[used].sum())
        cost += self.unit["groups"] * sum(self.is_broken(group, at) for group in range(len(part.groups)))
        return cost + self.unit["apart"] * sum(self.is_met(pair, at) for pair in range(len(part.apart)))

    def _additive(self, at: Ints) -> dict[str, int]:
        part = self.part
        totals = {level: int(values[at == NONE].sum()) for level, values in part.out_values.items()}
        if len(part.arc_seeker):
            taken = at[part.arc_seeker] == part.arc_place
            for level, values in part.values.items():
                totals[level] += int(values[taken].sum())
        return totals

    def site_of(self, at: Ints, seeker: int, by_place: bool) -> int:
        """Where a seeker is in the eyes of a group: its place or its host, NONE if unplaced."""
        place = int(at[seeker])
        return place if by_place or place == NONE else int(self.part.host_of[place])

    def is_broken(self, group: int, at: Ints) -> bool:
        """Whether members are at different sites, or some placed and some not."""
        limit = self.part.groups[group]
        return len({self.site_of(at, member, limit.by_place) for member in limit.members}) > 1

    def is_met(self, pair: int, at: Ints) -> bool:
        """Whether two seekers who must not meet are at one host."""
        first, second = (self.site_of(at, seeker, by_place=False) for seeker in self.part.apart[pair])
        return first == second != NONE

    # -- relaxation ----------------------------------------------------------------------------------

    def limits(self, decided: Decisions, *, soft: bool = False) -> Limits:
        """The flow limits under which exactly the solutions that respect the decisions remain.

        ``soft``: members of a seated group may also stay unplaced, so that there always is a flow.
        """
        if self._limits is None or self._limits[0] != (decided, soft):
            self._limits = (decided, soft), self._make_limits(decided, soft)
        return self._limits[1]

    def _make_limits(self, decided: Decisions, soft: bool) -> Limits:
        part, solver = self.part, self.solver
        limits = solver.no_limits()
        allowed = limits.allowed
        for host in decided.closed:
            allowed[solver.arcs_to(host)] = False
        for seeker, host in decided.barred:
            arcs = solver.arcs_of(seeker)
            allowed[arcs] &= solver.arc_host[arcs] != host
        for group, site in decided.sites:
            limit = part.groups[group]
            there = part.arc_place if limit.by_place else solver.arc_host
            for member in limit.members:
                arcs = solver.arcs_of(member)
                allowed[arcs] &= there[arcs] == site
                limits.must[member] = site != NONE and not soft
        forced = limits.forced
        fee = self.fees.copy()
        for host in decided.opened:
            forced[host] = part.minimum[host] > 0
            fee[host] = 0
        return Limits(allowed, forced, fee, self.flow_unit["minimum"], limits.must)

    def bound(self, flow: Flow, decided: Decisions, more: int = 0) -> int:
        """What every solution that respects the decisions costs at least, on the full scale.

        ``more``: what the flow costs more than this one at least, on the flow scale.
        """
        opened = list(decided.opened)
        cost = self.part.ruler.total(
            flow.cost + more + self.flow_unit["minimum"] * int(self.part.minimum[opened].sum())
        )
        cost += self.unit["opening"] * int(self.part.opening[opened].sum())
        return cost + self.unit["groups"] * len(decided.broken) + self.unit["apart"] * len(decided.met)

    # -- branching -----------------------------------------------------------------------------------

    def short_hosts(self, at: Ints, decided: Decisions) -> list[int]:
        """Undecided hosts in use below their minimum, the largest shortage first."""
        load = self.loads(at)
        missing = np.where(load > 0, self.part.minimum - load, 0)
        found = [int(host) for host in np.nonzero(missing > 0)[0] if host not in decided.opened]
        return sorted(found, key=lambda host: (-int(missing[host]), host))

    def underpaid_hosts(self, at: Ints, decided: Decisions) -> list[int]:
        """Undecided hosts in use whose opening cost is not covered by the fees of their seekers."""
        load = self.loads(at)
        owed = np.where(load > 0, self.flow_unit["opening"] * self.part.opening - self.fees * load, 0)
        found = [int(host) for host in np.nonzero(owed > 0)[0] if host not in decided.opened]
        return sorted(found, key=lambda host: (-int(owed[host]), host))

    def broken_groups(self, at: Ints, decided: Decisions) -> list[int]:
        """Undecided groups that are apart."""
        settled = decided.decided_groups()
        return [g for g in range(len(self.part.groups)) if g not in settled and self.is_broken(g, at)]

    def met_pairs(self, at: Ints, decided: Decisions) -> list[int]:
        """Undecided pairs that meet."""
        return [p for p in range(len(self.part.apart)) if p not in decided.met and self.is_met(p, at)]

    def children(self, flow: Flow, decided: Decisions, bound: int) -> Iterator[tuple[int, Decisions]]:
        """The ways out of one violation, each with a lower bound; together they lose no solution.

        Nothing is yielded when the flow violates nothing that is still undecided.
        """
        at = flow.at
        if pairs := self.met_pairs(at, decided):
            yield from self._part_pair(flow, decided, bound, pairs[0])
        elif groups := self.broken_groups(at, decided):
            yield from self._seat_group(flow, decided, bound, groups)
        elif hosts := self.short_hosts(at, decided) or self.underpaid_hosts(at, decided):
            host = hosts[0]
            yield bound, replace(decided, opened=decided.opened | {host})
            yield (
                max(bound, self.bound(flow, decided, self.leaving_cost(flow, decided, host))),
                replace(decided, closed=decided.closed | {host}),
            )

    def _part_pair(
        self, flow: Flow, decided: Decisions, bound: int, pair: int
    ) -> Iterator[tuple[int, Decisions]]:
        host = self.site_of(flow.at, self.part.apart[pair][0], by_place=False)
        for seeker in self.part.apart[pair]:
            yield bound, replace(decided, barred=decided.barred | {(seeker, host)})
        yield bound + self.unit["apart"], replace(decided, met=decided.met | {pair})

    def _seat_group(
        self, flow: Flow, decided: Decisions, bound: int, groups: list[int]
    ) -> Iterator[tuple[int, Decisions]]:
        """Branch on the group that is hardest to seat: its cheapest site is the dearest."""
        offers = [(self.group_sites(flow, decided, group), group) for group in groups[:MANY]]
        sites, group = max(offers, key=lambda offer: (offer[0][0][0], -len(offer[0]), -offer[1]))
        for cost, site in sites:
            least = max(bound, self.bound(flow, decided, cost))
            yield least, replace(decided, sites=decided.sites | {(group, site)})
        yield bound + self.unit["groups"], replace(decided, broken=decided.broken | {group})

    def group_sites(self, flow: Flow, decided: Decisions, group: int) -> list[tuple[int, int]]:
        """Sites open to every member, with the sum of the members' least reduced costs; cheapest first."""
        limit = self.part.groups[group]
        allowed = self.limits(decided).allowed
        totals: dict[int, int] | None = None
        for member in limit.members:
            arcs = self.solver.arcs_of(member)
            arcs = arcs[allowed[arcs]]
            there = (self.part.arc_place if limit.by_place else self.solver.arc_host)[arcs]
            least: dict[int, int] = {}
            for site, cost in zip(there.tolist(), self.solver.reduced(flow, arcs).tolist(), strict=True):
                least[site] = min(cost, least.get(site, cost))
            kept = least if totals is None else totals
            totals = {s: kept[s] + (0 if totals is None else least[s]) for s in kept if s in least}
        members = list(limit.members)
        totals = (totals or {}) | {NONE: int((self.part.out_cost[members] + flow.seeker[members]).sum())}
        return sorted((max(cost, 0), site) for site, cost in totals.items())

    def leaving_cost(self, flow: Flow, decided: Decisions, host: int) -> int:
        """The least that closing a host costs: every seeker there takes the next best at current prices."""
        part = self.part
        there = np.nonzero((flow.at != NONE) & (part.host_of[flow.at] == host))[0]
        least = part.out_cost + flow.seeker
        arcs = np.concatenate([self.solver.arcs_of(int(seeker)) for seeker in there])
        arcs = arcs[self.limits(decided).allowed[arcs] & (self.solver.arc_host[arcs] != host)]
        np.minimum.at(least, part.arc_seeker[arcs], self.solver.reduced(flow, arcs))
        return int(np.maximum(least[there], 0).sum())

    def moving_cost(self, flow: Flow, decided: Decisions, seeker: int, host: int) -> int:
        """The least that taking one seeker away from a host costs at current prices."""
        arcs = self.solver.arcs_of(seeker)
        arcs = arcs[self.limits(decided).allowed[arcs] & (self.solver.arc_host[arcs] != host)]
        ways = self.solver.reduced(flow, arcs).tolist()
        ways.append(int(self.part.out_cost[seeker] + flow.seeker[seeker]))
        return max(0, int(min(ways)))

    def filling_cost(self, flow: Flow, decided: Decisions, host: int) -> int:
        """About what filling a host to its minimum costs: the cheapest seekers from elsewhere."""
        part = self.part
        missing = int(part.minimum[host] - self.loads(flow.at)[host])
        there = (flow.at != NONE) & (part.host_of[flow.at] == host)
        arcs = self.solver.arcs_to(host)
        arcs = arcs[self.limits(decided).allowed[arcs] & ~there[part.arc_seeker[arcs]]]
        far = np.iinfo(np.int64).max
        least = np.full(len(part.seekers), far)
        np.minimum.at(least, part.arc_seeker[arcs], self.solver.reduced(flow, arcs))
        cheapest = np.sort(least[least < far])[:missing]
        shortage = missing - len(cheapest)
        return int(cheapest.sum()) + shortage * self.flow_unit["minimum"]


def standing_decisions(structure: Structure, at: Ints) -> Decisions:
    """The decisions an assignment stands for: hosts used or not, groups seated, pairs kept apart."""
    part = structure.part
    load = structure.loads(at)
    demanding = (part.minimum > 0) | (part.opening > 0)
    barred: set[tuple[int, int]] = set()
    met = set()
    for pair, (first, second) in enumerate(part.apart):
        if structure.is_met(pair, at):
            met.add(pair)
            continue
        for mover, other in ((first, second), (second, first)):
            if at[other] != NONE:
                barred.add((mover, int(part.host_of[at[other]])))
    sites, broken = set(), set()
    for number, group in enumerate(part.groups):
        if structure.is_broken(number, at):
            broken.add(number)
        else:
            sites.add((number, structure.site_of(at, group.members[0], group.by_place)))
    return Decisions(
        closed=frozenset(int(host) for host in np.nonzero(demanding & (load == 0))[0]),
        opened=frozenset(int(host) for host in np.nonzero(demanding & (load > 0))[0]),
        barred=frozenset(barred),
        sites=frozenset(sites),
        broken=frozenset(broken),
        met=frozenset(met),
    )
