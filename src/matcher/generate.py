"""Instances like those of Indonesian vocational schools: clustered hosts, few large and many small ones."""

import random
from collections.abc import Sequence

from matcher.problem import (
    Apart,
    Choice,
    ContentScore,
    Group,
    Host,
    Parameters,
    Place,
    Problem,
    Seeker,
    Supervisor,
    Travel,
    Weights,
)
from matcher.values import ProblemError

PUPILS_PER_HOST = 3.4
PUPILS_PER_PROGRAMME = 110
MINUTES_PER_KM = 2


def generate(*, pupils: int, seed: int = 0) -> Problem:
    """A problem of this many pupils; the same numbers give the same problem.

    Towns hold zones and hosts; a town has one to four strong trades, so programme and place go together.
    Seats exceed pupils by about a tenth in total, but not everywhere. Raises ProblemError for pupils < 1.
    """
    if pupils < 1:
        raise ProblemError("pupils", "must be at least 1")
    return _Generator(pupils, seed).problem()


class _Generator:
    def __init__(self, pupils: int, seed: int) -> None:
        self.random = random.Random(f"{pupils}|{seed}")  # noqa: S311 repeatable instances, no secret
        self.pupils = pupils
        self.programmes = [
            f"prog-{n:02d}" for n in range(1, max(4, min(50, pupils // PUPILS_PER_PROGRAMME)) + 1)
        ]
        self.towns = [self._point(60.0) for _ in range(max(2, min(80, pupils // 120)))]
        self.zones = [self._near(town, 6.0) for town in self.towns for _ in range(5)]
        self.hosts_at: list[tuple[int, tuple[float, float]]] = []

    def _point(self, spread: float) -> tuple[float, float]:
        return self.random.gauss(0, spread), self.random.gauss(0, spread)

    def _near(self, centre: tuple[float, float], spread: float) -> tuple[float, float]:
        return centre[0] + self.random.gauss(0, spread), centre[1] + self.random.gauss(0, spread)

    def problem(self) -> Problem:
        """All parts, in the order in which the random numbers are drawn."""
        seekers = self._seekers()
        hosts, places = self._hosts()
        travel = self._travel(hosts)
        return Problem(
            seekers=seekers,
            hosts=hosts,
            places=places,
            parameters=Parameters(legal_minimum_age=14, hazard_age_limit=18, travel_scale=120),
            weights=Weights(content=40, choice=30, distance=20, quality=10),
            supervisors=self._supervisors(),
            choices=self._choices(seekers, places),
            travel=travel,
            groups=self._groups(seekers),
            apart=self._apart(seekers),
        )

    def _seekers(self) -> tuple[Seeker, ...]:
        found = []
        for number in range(1, self.pupils + 1):
            programme = self.programmes[int(len(self.programmes) * self.random.random() ** 1.3)]
            found.append(
                Seeker(
                    id=f"S{number:05d}",
                    programme=programme,
                    age=self.random.choices((15, 16, 17, 18, 19), (1, 24, 50, 20, 5))[0],
                    specialisation=f"{programme}-{self.random.choice('ab')}",
                    gender=self.random.choice(("female", "male")),
                    zone=f"Z{self.random.randrange(len(self.zones)):03d}",
                    lodging="never",
                    documents=("health",) if self.random.random() < 0.97 else (),
                    consents=("guardian",) if self.random.random() < 0.98 else (),
                )
            )
        return tuple(found)

    def _hosts(self) -> tuple[tuple[Host, ...], tuple[Place, ...]]:
        """Heavy-tailed capacities (Pareto), most hosts with one trade, a few with three."""
        strong = [self.random.sample(self.programmes, k=self.random.randint(1, 4)) for _ in self.towns]
        hosts: list[Host] = []
        places: list[Place] = []
        for number in range(1, max(3, round(self.pupils / PUPILS_PER_HOST)) + 1):
            town = self.random.randrange(len(self.towns))
            seats = min(60, int(1 + 1.6 * self.random.paretovariate(1.25)))
            self.hosts_at.append((town, self._near(self.towns[town], 5.0)))
            minimum = self.random.choice((2, 3)) if seats >= 5 and self.random.random() < 0.15 else 0
            hosts.append(
                Host(f"H{number:04d}", seats, minimum, 0, self.random.randint(30, 100), f"T{town:02d}")
            )
            trades = self._trades(strong[town], seats)
            for trade in trades:
                places.append(self._place(hosts[-1], trade, max(1, seats // len(trades)), len(places) + 1))
        return tuple(hosts), tuple(places)

    def _trades(self, strong: Sequence[str], seats: int) -> list[str]:
        wanted = 1 if seats < 4 else self.random.choice((1, 2, 2, 3))
        trades: list[str] = []
        while len(trades) < wanted:
            pool = strong if self.random.random() < 0.4 else self.programmes
            trade = pool[int(len(pool) * self.random.random() ** 1.3)]
            if trade not in trades:
                trades.append(trade)
        return trades

    def _place(self, host: Host, trade: str, seats: int, number: int) -> Place:
        return Place(
            id=f"P{number:05d}",
            host=host.id,
            capacity=seats,
            programmes=(trade,),
            minimum_age=16 if self.random.random() < 0.1 else None,
            hazardous=self.random.random() < 0.03,
            night_shift=self.random.random() < 0.03,
            documents=("health",) if self.random.random() < 0.2 else (),
            consents=("guardian",) if self.random.random() < 0.3 else (),
            agreement="in_force" if self.random.random() < 0.85 else "missing",
            content=(
                ContentScore(trade, self.random.randint(40, 90)),
                ContentScore(trade, self.random.randint(50, 100), f"{trade}-a"),
            ),
        )

    def _travel(self, hosts: Sequence[Host]) -> tuple[Travel, ...]:
        found = []
        for index, (x, y) in enumerate(self.zones):
            for host, (_, (a, b)) in zip(hosts, self.hosts_at, strict=True):
                minutes = 5 + int(MINUTES_PER_KM * ((x - a) ** 2 + (y - b) ** 2) ** 0.5)
                found.append(Travel(f"Z{index:03d}", host.id, minutes))
        return tuple(found)

    def _supervisors(self) -> tuple[Supervisor, ...]:
        count = max(2, self.pupils // 11)
        return tuple(
            Supervisor(
                id=f"G{number:04d}",
                programmes=tuple({self.programmes[number % len(self.programmes)]: 0, self._any(): 0}),
                pupils=self.random.choice((12, 15, 18, 20)),
                hosts=self.random.choice((6, 8, 10)),
                zone=f"Z{self.random.randrange(len(self.zones)):03d}",
            )
            for number in range(1, count + 1)
        )

    def _any(self) -> str:
        return self.programmes[int(len(self.programmes) * self.random.random() ** 1.3)]

    def _choices(self, seekers: Sequence[Seeker], places: Sequence[Place]) -> tuple[Choice, ...]:
        """Half of the pupils wish up to four places of their programme."""
        by_programme: dict[object, list[Place]] = {}
        for place in places:
            by_programme.setdefault(place.programmes[0], []).append(place)
        found = []
        for seeker in seekers:
            options = by_programme.get(seeker.programme, [])
            if self.random.random() < 0.5 and options:
                wished = self.random.sample(options, k=min(len(options), self.random.randint(1, 4)))
                found += [Choice(seeker.id, place.id, rank) for rank, place in enumerate(wished, start=1)]
        return tuple(found)

    def _groups(self, seekers: Sequence[Seeker]) -> tuple[Group, ...]:
        """About three pupils in a hundred want to stay with one friend of the same programme."""
        by_programme: dict[object, list[Seeker]] = {}
        for seeker in seekers:
            by_programme.setdefault(seeker.programme, []).append(seeker)
        pools = [pool for pool in by_programme.values() if len(pool) > 3]
        used: set[object] = set()
        groups: list[Group] = []
        for _ in range(self.pupils * 3 // 200 if pools else 0):
            friends = [item.id for item in self.random.sample(self.random.choice(pools), k=2)]
            if used.isdisjoint(friends):
                used.update(friends)
                groups.append(Group(f"K{len(groups) + 1:03d}", tuple(friends)))
        return tuple(groups)

    def _apart(self, seekers: Sequence[Seeker]) -> tuple[Apart, ...]:
        found: dict[frozenset[object], Apart] = {}
        for _ in range(self.pupils // 100):
            first, second = self.random.sample(seekers, k=2)
            found.setdefault(frozenset((first.id, second.id)), Apart(first.id, second.id))
        return tuple(found.values())
