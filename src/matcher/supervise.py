"""Supervisors to hosts: whole visits by programme, within capacity, near and evenly loaded."""

from collections import defaultdict
from dataclasses import dataclass, field

from matcher.entities import Supervisor
from matcher.problem import Problem
from matcher.result import Result, Supervision, Unvisited, Visit
from matcher.values import Id

FAR_MINUTES = 240
LOAD_MINUTES = 120
"""A full supervisor is as unattractive as one so much farther away; it grows with the square of the load."""

NEW_REGION_MINUTES = 20
ROUNDS = 6


@dataclass(slots=True)
class _Task:
    """The pupils of one programme at one host."""

    host: Id
    programme: Id
    seekers: tuple[Id, ...]

    @property
    def order(self) -> tuple[int, str, str]:
        """Largest first; ids decide equals."""
        return -len(self.seekers), str(self.host), str(self.programme)


@dataclass(slots=True)
class _Roster:
    """What one supervisor has so far; ``hosts`` counts the tasks at each host."""

    supervisor: Supervisor
    pupils: int = 0
    hosts: dict[Id, int] = field(default_factory=dict)
    tasks: list[_Task] = field(default_factory=list)

    def room(self, host: Id) -> int:
        """How many pupils at this host can still be taken."""
        limit = self.supervisor.hosts
        full = limit is not None and host not in self.hosts and len(self.hosts) >= limit
        return 0 if full else self.supervisor.pupils - self.pupils

    def take(self, task: _Task) -> None:
        self.tasks.append(task)
        self.pupils += len(task.seekers)
        self.hosts[task.host] = self.hosts.get(task.host, 0) + 1

    def drop(self, task: _Task) -> None:
        self.tasks.remove(task)
        self.pupils -= len(task.seekers)
        self.hosts[task.host] -= 1
        if not self.hosts[task.host]:
            del self.hosts[task.host]


def assign_supervisors(problem: Problem, result: Result) -> Supervision:
    """Give every host's pupils of a programme one supervisor; split them only where none can take all.

    Steps: 1. largest tasks first, each to the supervisor with the least cost in minutes (travel + a penalty
    that grows with the load + a penalty for a new region); 2. single moves while the total cost
    falls, at most ``ROUNDS`` times. The same input gives the same answer in whatever order it stands.
    """
    planner = _Planner(problem)
    unvisited = planner.place_all(_tasks(problem, result))
    planner.improve()
    visits = [
        Visit(roster.supervisor.id, task.host, task.programme, task.seekers)
        for roster in planner.rosters
        for task in roster.tasks
    ]
    visits.sort(key=lambda item: (str(item.host), str(item.programme), str(item.supervisor)))
    unvisited.sort(key=lambda item: (str(item.host), str(item.programme)))
    return Supervision(tuple(visits), tuple(unvisited))


def _tasks(problem: Problem, result: Result) -> list[_Task]:
    host_of = {place.id: place.host for place in problem.places}
    programme_of = {seeker.id: seeker.programme for seeker in problem.seekers}
    members: dict[tuple[Id, Id], list[Id]] = defaultdict(list)
    for item in result.placements:
        if item.place in host_of and item.seeker in programme_of:
            members[host_of[item.place], programme_of[item.seeker]].append(item.seeker)
    tasks = [_Task(host, prog, tuple(sorted(ids, key=str))) for (host, prog), ids in members.items()]
    return sorted(tasks, key=lambda task: task.order)


class _Planner:
    def __init__(self, problem: Problem) -> None:
        self.travel = {(item.zone, item.host): item.minutes for item in problem.travel}
        self.region = {host.id: host.region for host in problem.hosts}
        supervisors = sorted(problem.supervisors, key=lambda item: str(item.id))
        self.rosters = [_Roster(item) for item in supervisors]

    def place_all(self, tasks: list[_Task]) -> list[Unvisited]:
        """Step 1; gives back the tasks, or parts of tasks, that nobody can take."""
        left: list[Unvisited] = []
        for task in tasks:
            able = [r for r in self.rosters if task.programme in r.supervisor.programmes]
            if not able:
                left.append(Unvisited(task.host, task.programme, task.seekers, "no_programme"))
                continue
            rest = self._place(task, able)
            if rest:
                left.append(Unvisited(task.host, task.programme, rest, "no_capacity"))
        return left

    def _place(self, task: _Task, able: list[_Roster]) -> tuple[Id, ...]:
        """Whole if possible, else in as few parts as the largest free capacities allow."""
        rest = task.seekers
        while rest:
            fitting = [r for r in able if r.room(task.host) >= len(rest)]
            if fitting:
                part = _Task(task.host, task.programme, rest)
                min(fitting, key=lambda r: (self.cost(r, part), str(r.supervisor.id))).take(part)
                return ()
            widest = max(able, key=lambda r: r.room(task.host))
            room = widest.room(task.host)
            if room <= 0:
                return rest
            widest.take(_Task(task.host, task.programme, rest[:room]))
            rest = rest[room:]
        return rest

    def cost(self, roster: _Roster, task: _Task) -> int:
        """Minutes: what one more task costs this supervisor."""
        minutes = self.travel.get((roster.supervisor.zone, task.host), FAR_MINUTES)  # type: ignore[arg-type]
        if task.host in roster.hosts:
            minutes = 0
        elif roster.hosts and self.region[task.host] not in {self.region[host] for host in roster.hosts}:
            minutes += NEW_REGION_MINUTES
        capacity = max(roster.supervisor.pupils, 1)
        after = roster.pupils + len(task.seekers)
        return minutes + LOAD_MINUTES * (after**2 - roster.pupils**2) // capacity**2

    def improve(self) -> None:
        """Step 2: move a task to where it costs less."""
        for _ in range(ROUNDS):
            moves = [self._move(roster, task) for roster in self.rosters for task in list(roster.tasks)]
            if not any(moves):
                return

    def _move(self, roster: _Roster, task: _Task) -> bool:
        if task not in roster.tasks:
            return False
        roster.drop(task)
        stay = self.cost(roster, task)
        best: tuple[int, str, _Roster] | None = None
        for other in self.rosters:
            if other is roster or task.programme not in other.supervisor.programmes:
                continue
            if other.room(task.host) >= len(task.seekers):
                way = self.cost(other, task), str(other.supervisor.id), other
                best = way if best is None or way[:2] < best[:2] else best
        moves = best is not None and best[0] < stay
        (best[2] if best is not None and moves else roster).take(task)
        return moves
