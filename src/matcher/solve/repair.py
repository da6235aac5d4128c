"""A first legal answer in a few flows: settle every violation at once by its price, solve, repeat."""

from dataclasses import replace

from matcher.solve.arrays import NONE, Ints
from matcher.solve.flow import Flow
from matcher.solve.structure import Decisions, Structure

MAX_ROUNDS = 25
POLISH_WORK = 1_500_000
POLISH_SITES = 3

Answer = tuple[int, Ints, Decisions]


def repair(structure: Structure, first: Flow) -> Answer:
    """The best answer met on the way: value, assignment and the decisions that led to it.

    Steps: 1. part pairs, seat groups, close or fill short hosts, each by the cheaper estimate at current
    prices; 2. solve the flow under these decisions; 3. repeat while something undecided is violated;
    4. polish: each group that still hurts is taken out and tried at its cheapest sites at the new prices.
    """
    best = _rounds(structure, first, Decisions(), (structure.value(first.at), first.at, Decisions()))
    end = structure.solver.work + POLISH_WORK
    for group in _sore_groups(structure, best[1]):
        if structure.solver.work > end:
            break
        best = _reseat(structure, group, best)
    return best


def _rounds(structure: Structure, flow: Flow, decided: Decisions, best: Answer) -> Answer:
    for _ in range(MAX_ROUNDS):
        settled = _settle(structure, flow, decided)
        if settled == decided:
            break
        decided = settled
        flow = _soft_flow(structure, decided)
        value = structure.value(flow.at)
        if value < best[0]:
            best = value, flow.at, decided
    return best


def _soft_flow(structure: Structure, decided: Decisions) -> Flow:
    flow = structure.solver.solve(structure.limits(decided, soft=True))
    if flow is None:
        raise ArithmeticError("a flow in which everyone may stay unplaced cannot be missing")
    return flow


def _sore_groups(structure: Structure, at: Ints) -> list[int]:
    """Groups that are broken or have an unplaced member."""
    return [
        number
        for number, group in enumerate(structure.part.groups)
        if structure.is_broken(number, at) or any(at[member] == NONE for member in group.members)
    ]


def _reseat(structure: Structure, group: int, best: Answer) -> Answer:
    decided = best[2]
    freed = replace(
        decided,
        sites=frozenset(item for item in decided.sites if item[0] != group),
        broken=decided.broken - {group},
    )
    flow = _soft_flow(structure, freed)
    for _, site in structure.group_sites(flow, freed, group)[:POLISH_SITES]:
        tried = replace(freed, sites=freed.sites | {(group, site)})
        at = _soft_flow(structure, tried).at
        if structure.value(at) < best[0]:
            best = structure.value(at), at, tried
    return best


def _settle(structure: Structure, flow: Flow, decided: Decisions) -> Decisions:
    decided = _settle_pairs(structure, flow, decided)
    decided = _settle_groups(structure, flow, decided)
    closed, opened = set(decided.closed), set(decided.opened)
    for host in structure.short_hosts(flow.at, decided):
        leaving = structure.leaving_cost(flow, decided, host)
        (closed if leaving < structure.filling_cost(flow, decided, host) else opened).add(host)
    for host in structure.underpaid_hosts(flow.at, decided):
        if host not in closed:
            owed = structure.flow_unit["opening"] * int(structure.part.opening[host])
            (closed if structure.leaving_cost(flow, decided, host) < owed else opened).add(host)
    opened -= closed
    return replace(decided, closed=frozenset(closed), opened=frozenset(opened))


def _settle_pairs(structure: Structure, flow: Flow, decided: Decisions) -> Decisions:
    """The one of the two who leaves more cheaply leaves; when neither can, they are left as they are."""
    for pair in structure.met_pairs(flow.at, decided):
        host = structure.site_of(flow.at, structure.part.apart[pair][0], by_place=False)
        ways = [
            (structure.moving_cost(flow, decided, seeker, host), seeker)
            for seeker in structure.part.apart[pair]
        ]
        cost, seeker = min(ways)
        if structure.part.ruler.difference(cost) < structure.unit["apart"]:
            decided = replace(decided, barred=decided.barred | {(seeker, host)})
        else:
            decided = replace(decided, met=decided.met | {pair})
    return decided


def _settle_groups(structure: Structure, flow: Flow, decided: Decisions) -> Decisions:
    """A group takes its cheapest site that still has room for all of it beside the groups seated before."""
    part = structure.part
    promised: dict[tuple[bool, int], int] = {}
    for group in structure.broken_groups(flow.at, decided):
        limit = part.groups[group]
        room = part.place_capacity if limit.by_place else structure.room
        for cost, site in structure.group_sites(flow, decided, group):
            taken = promised.get((limit.by_place, site), 0) + len(limit.members)
            if structure.part.ruler.difference(cost) >= structure.unit["groups"]:
                break
            if site < 0 or taken <= room[site]:
                promised[limit.by_place, site] = taken
                decided = replace(decided, sites=decided.sites | {(group, site)})
                break
        if group not in decided.decided_groups():
            decided = replace(decided, broken=decided.broken | {group})
    return decided
