"""Branch and bound over the demands that no flow can hold; every bound is an exact flow."""

from collections.abc import Callable
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import count

from matcher.solve.arrays import Ints
from matcher.solve.flow import Flow, FlowSolver
from matcher.solve.repair import repair
from matcher.solve.structure import Decisions, Structure, standing_decisions

WORK = 600_000
"""Arcs that may be looked at in all flows of one component together before the search stops."""

LEAST_NODES = 12

ENOUGH_NODES = 60
CLOSE = 250
"""After so many flows the search also stops when only the last level is open, by less than 1 / CLOSE."""


@dataclass(frozen=True, slots=True)
class Solved:
    """The best assignment found, its value, a value no assignment goes below, and the last exact flow."""

    at: Ints
    value: int
    bound: int
    flow: Flow
    decided: Decisions


def solve_component(solver: FlowSolver, out_of_time: Callable[[], bool]) -> Solved:
    """Optimal when no structure is demanded or the search ends; otherwise the best found, with its bound."""
    structure = Structure(solver)
    root = Decisions()
    flow = _flow(structure, root)
    if not solver.part.structured:
        return Solved(flow.at, structure.value(flow.at), structure.bound(flow, root), flow, root)
    value, at, _ = repair(structure, flow)
    search = _Search(structure, value, at)
    bound = search.run(flow, out_of_time)
    return _settled(structure, search.at, min(bound, search.value))


def _settled(structure: Structure, at: Ints, bound: int) -> Solved:
    """The answer as the best flow under the decisions it stands for, whose prices then belong to it."""
    value = structure.value(at)
    while True:
        decided = standing_decisions(structure, at)
        flow = _flow(structure, decided)
        found = structure.value(flow.at)
        if found >= value:
            return Solved(at, value, min(bound, value), flow, decided)
        at, value = flow.at, found


def _flow(structure: Structure, decided: Decisions) -> Flow:
    """The flow under decisions that are known to have one."""
    flow = structure.solver.solve(structure.limits(decided))
    if flow is None:
        raise ArithmeticError("a flow that was found before is gone")
    return flow


class _Search:
    """Best bound first, diving: the best child of a node is looked at before the heap is asked again."""

    def __init__(self, structure: Structure, value: int, at: Ints) -> None:
        self.structure = structure
        self.value, self.at = value, at
        self.heap: list[tuple[int, int, Decisions]] = []
        self.order = count()
        self.budget = structure.solver.work + WORK
        self.nodes = 0

    def run(self, root_flow: Flow, out_of_time: Callable[[], bool]) -> int:
        """Search until nothing is left below the best value, or the work or the time is used up."""
        root = Decisions()
        root_bound = self.structure.bound(root_flow, root)
        next_node = self._expand(root_flow, root, root_bound)
        while next_node is not None:
            bound, decided = next_node
            if self._is_enough(bound) or out_of_time():
                heappush(self.heap, (bound, next(self.order), decided))
                break
            next_node = self._look(bound, decided) or self._from_heap()
        return min([self.value, *(item[0] for item in self.heap)])

    def _is_enough(self, bound: int) -> bool:
        if self.structure.solver.work > self.budget and self.nodes >= LEAST_NODES:
            return True
        if self.nodes < ENOUGH_NODES:
            return False
        full = self.structure.part.ruler.full
        least = full.decode(min([bound, *(item[0] for item in self.heap[:1])]))
        value = full.decode(self.value)
        *upper, last = full.levels
        return all(least[level] == value[level] for level in upper) and (
            (value[last] - least[last]) * CLOSE <= value[last]
        )

    def _from_heap(self) -> tuple[int, Decisions] | None:
        while self.heap:
            bound, _, decided = heappop(self.heap)
            if bound < self.value:
                return bound, decided
        return None

    def _look(self, bound: int, decided: Decisions) -> tuple[int, Decisions] | None:
        self.nodes += 1
        flow = self.structure.solver.solve(self.structure.limits(decided))
        if flow is None:
            return self._from_heap()
        bound = max(bound, self.structure.bound(flow, decided))
        value = self.structure.value(flow.at)
        if value < self.value:
            self.value, self.at = value, flow.at
        return self._expand(flow, decided, bound) if bound < self.value else None

    def _expand(self, flow: Flow, decided: Decisions, bound: int) -> tuple[int, Decisions] | None:
        """Put the children on the heap and give back the best of them, or the heap's best for a leaf."""
        children = [
            (child_bound, child)
            for child_bound, child in self.structure.children(flow, decided, bound)
            if child_bound < self.value
        ]
        if not children:
            return self._from_heap()
        best = min(range(len(children)), key=lambda index: (children[index][0], index))
        for index, (child_bound, child) in enumerate(children):
            if index != best:
                heappush(self.heap, (child_bound, next(self.order), child))
        return children[best]
