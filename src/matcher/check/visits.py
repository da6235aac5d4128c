"""Faults of the supervision: wrong programme, too many pupils or hosts, pupils visited twice or by nobody."""

from collections import Counter, defaultdict
from collections.abc import Iterator

from matcher.problem import Problem
from matcher.result import Result, Unvisited, Violation, Visit
from matcher.values import Id


def visit_faults(problem: Problem, result: Result) -> Iterator[Violation]:
    """Every fault of the supervision; nothing when the result has none."""
    if result.supervision is None:
        return
    yield from _limits(problem, result)
    yield from _coverage(problem, result)


def _limits(problem: Problem, result: Result) -> Iterator[Violation]:
    assert result.supervision is not None
    known = {item.id: item for item in problem.supervisors}
    pupils: Counter[Id] = Counter()
    hosts: dict[Id, set[Id]] = defaultdict(set)
    for visit in result.supervision.visits:
        supervisor = known.get(visit.supervisor)
        if supervisor is None:
            yield Violation("unknown_supervisor", hosts=(visit.host,), detail=str(visit.supervisor))
            continue
        if visit.programme not in supervisor.programmes:
            yield Violation("supervisor_programme", hosts=(visit.host,), detail=str(visit.supervisor))
        pupils[visit.supervisor] += len(visit.seekers)
        hosts[visit.supervisor].add(visit.host)
    for supervisor in problem.supervisors:
        name = str(supervisor.id)
        have = pupils[supervisor.id]
        if have > supervisor.pupils:
            yield Violation("supervisor_pupils", detail=name, have=have, need=supervisor.pupils)
        have = len(hosts[supervisor.id])
        if supervisor.hosts is not None and have > supervisor.hosts:
            yield Violation("supervisor_hosts", detail=name, have=have, need=supervisor.hosts)


def _coverage(problem: Problem, result: Result) -> Iterator[Violation]:
    assert result.supervision is not None
    host_of = {place.id: place.host for place in problem.places}
    programme_of = {seeker.id: seeker.programme for seeker in problem.seekers}
    placed = {item.seeker: host_of.get(item.place) for item in result.placements}
    seen: Counter[Id] = Counter()
    parts: list[Visit | Unvisited] = [*result.supervision.visits, *result.supervision.unvisited]
    for part in parts:
        for seeker in part.seekers:
            seen[seeker] += 1
            if placed.get(seeker) != part.host or programme_of.get(seeker) != part.programme:
                yield Violation("visit_elsewhere", seekers=(seeker,), hosts=(part.host,))
    for seeker in placed:
        if seen[seeker] > 1:
            yield Violation("visited_twice", seekers=(seeker,), have=seen[seeker], need=1)
        if not seen[seeker]:
            yield Violation("visit_missing", seekers=(seeker,))
    for gap in result.supervision.unvisited:
        yield Violation("supervisor_missing", seekers=gap.seekers, hosts=(gap.host,), detail=gap.reason)
