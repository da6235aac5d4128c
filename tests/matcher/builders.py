"""Small problems for the tests: one by hand with sensible defaults, and random ones full of demands."""

import random
from dataclasses import replace
from itertools import product
from typing import Any

from matcher.check.objective import Appraiser
from matcher.check.rules import Rulebook
from matcher.problem import (
    Apart,
    Choice,
    ContentScore,
    Earlier,
    Forbidden,
    Group,
    Host,
    HostChoice,
    Parameters,
    Pin,
    Place,
    Problem,
    RuleMode,
    Seeker,
    Supervisor,
    Travel,
    Weights,
)

PARAMETERS = Parameters(legal_minimum_age=14, hazard_age_limit=18)
WEIGHTS = Weights(content=40, choice=30, distance=20, quality=10)


def seeker(id_: str, **changes: Any) -> Seeker:
    """A pupil of software engineering, 17 years old."""
    return Seeker(**{"id": id_, "programme": "rpl", "age": 17, **changes})


def host(id_: str, **changes: Any) -> Host:
    """A host that only its offers limit."""
    return Host(**{"id": id_, **changes})


def place(id_: str, host_id: str, capacity: int = 1, **changes: Any) -> Place:
    """An offer for software engineering."""
    return Place(**{"id": id_, "host": host_id, "capacity": capacity, "programmes": ("rpl",), **changes})


def problem(**changes: Any) -> Problem:
    """Two pupils, one host with two seats, unless told otherwise."""
    parts: dict[str, Any] = {
        "seekers": (seeker("a"), seeker("b")),
        "hosts": (host("h"),),
        "places": (place("p", "h", 2),),
        "parameters": PARAMETERS,
        "weights": WEIGHTS,
    }
    return Problem(**{**parts, **changes})


def plain_problem(seed: int, seekers: int = 4, places: int = 4) -> Problem:
    """Random seats, rules, wishes and scores, without minimums, groups, pairs or opening costs."""
    draw = random.Random(seed)
    hosts = tuple(
        Host(f"h{n}", draw.choice((None, 1, 2, 3)), quality=draw.randint(0, 100))
        for n in range(max(1, places - 1))
    )
    pupils = tuple(_random_seeker(draw, n) for n in range(seekers))
    offers = tuple(_random_place(draw, n, draw.choice(hosts).id) for n in range(places))
    pairs = [(s.id, p.id) for s in pupils for p in offers]
    return Problem(
        seekers=pupils,
        hosts=hosts,
        places=offers,
        parameters=Parameters(
            legal_minimum_age=14,
            hazard_age_limit=18,
            daily_travel_limit=draw.choice((None, 60)),
            distance_counts=draw.random() < 0.8,
            stay_bonus=draw.choice((0, 0, 500)),
        ),
        weights=Weights(*(draw.randint(1, 9) for _ in range(6))),
        supervisors=(Supervisor("g", ("rpl",), 9, zone="z0"),) if draw.random() < 0.5 else (),
        choices=tuple(Choice(s, p, draw.randint(1, 6)) for s, p in pairs if draw.random() < 0.3),
        host_choices=tuple(
            HostChoice(h.id, s.id, draw.randint(1, 4)) for h in hosts for s in pupils if draw.random() < 0.15
        ),
        travel=tuple(
            Travel(f"z{z}", h.id, draw.randint(0, 150))
            for z in range(3)
            for h in hosts
            if draw.random() < 0.8
        ),
        pins=tuple(Pin(s.id, draw.choice(offers).id) for s in pupils if draw.random() < 0.08),
        earlier=tuple(Earlier(s.id, draw.choice(offers).id) for s in pupils if draw.random() < 0.2),
        forbidden=tuple(Forbidden(s.id, h.id) for s in pupils for h in hosts if draw.random() < 0.05),
        rules=(RuleMode("agreement", draw.choice(("hard", "warn", "off"))), RuleMode("documents", "hard")),
    )


def demanding_problem(seed: int, seekers: int = 4, places: int = 4) -> Problem:
    """The same with minimums, opening costs, a group, a pair apart, and levels in random order."""
    base = plain_problem(seed, seekers, places)
    draw = random.Random(f"demands {seed}")
    hosts = tuple(
        replace(h, minimum=draw.choice((0, 0, 2, 3)), opening_cost=draw.choice((0, 0, 1, 3)))
        for h in base.hosts
    )
    ids = [s.id for s in base.seekers]
    draw.shuffle(ids)
    groups = (Group("k", tuple(ids[:2]), draw.choice(("host", "place"))),) if draw.random() < 0.6 else ()
    apart = (Apart(ids[-1], ids[-2]),) if draw.random() < 0.5 else ()
    levels = list(base.levels)
    draw.shuffle(levels)
    if draw.random() < 0.5:
        levels = [level for level in levels if level == "unplaced" or draw.random() < 0.8]
    if draw.random() < 0.3:
        levels.append(draw.choice(("content", "choice", "distance")))
    return replace(base, hosts=hosts, groups=groups, apart=apart, levels=tuple(levels))


def _random_seeker(draw: random.Random, number: int) -> Seeker:
    return Seeker(
        id=f"s{number}",
        programme=draw.choice(("rpl", "rpl", "tkj")),
        age=draw.choice((13, 15, 17, 17, 17, 18)),
        specialisation=draw.choice((None, "web", "net")),
        gender=draw.choice((None, "female", "male")),
        zone=draw.choice((None, "z0", "z1", "z2")),
        lodging=draw.choice(("by_distance", "by_distance", "never", "always")),
        documents=draw.choice(((), ("health",))),
        consents=draw.choice(((), ("guardian",), ("guardian",))),
    )


def _random_place(draw: random.Random, number: int, host_id: object) -> Place:
    return Place(
        id=f"p{number}",
        host=host_id,  # type: ignore[arg-type]
        capacity=draw.choice((0, 1, 1, 2)),
        programmes=draw.choice((("rpl",), ("rpl", "tkj"), ("tkj",))),
        specialisations=draw.choice(((), (), ("web",))),
        minimum_age=draw.choice((None, None, 16)),
        hazardous=draw.random() < 0.1,
        night_shift=draw.random() < 0.1,
        genders=draw.choice(((), (), ("female",))),
        lodging=draw.choice((("female", "male"), ("female",), ())),
        documents=draw.choice(((), (), ("health",))),
        consents=draw.choice(((), ("guardian",))),
        agreement=draw.choice(("not_demanded", "in_force", "missing")),
        content=(ContentScore("rpl", draw.randint(0, 100)), ContentScore("rpl", draw.randint(0, 100), "web")),
    )


def best_by_trying_all(given: Problem) -> tuple[int, ...]:
    """The lexicographically least objective over every lawful assignment, found by trying them all."""
    rules, appraiser = Rulebook(given), Appraiser(given)
    names = (("pins",) if given.pins else ()) + given.levels
    pins = {pin.seeker: pin.place for pin in given.pins}
    options: list[list[Place | None]] = []
    for one in given.seekers:
        allowed = [p for p in given.places if not rules.broken(one, p) and pins.get(one.id, p.id) == p.id]
        options.append([None, *allowed])
    best: tuple[int, ...] | None = None
    for choice in product(*options):
        if _fits(given, choice):
            placed = {s.id: p for s, p in zip(given.seekers, choice, strict=True) if p is not None}
            levels = appraiser.levels(placed)
            value = tuple(levels.get(name, 0) for name in names)
            best = value if best is None else min(best, value)
    assert best is not None
    return best


def _fits(given: Problem, choice: tuple[Place | None, ...]) -> bool:
    for one in given.places:
        if sum(p is not None and p.id == one.id for p in choice) > one.capacity:
            return False
    return all(
        h.capacity is None or sum(p is not None and p.host == h.id for p in choice) <= h.capacity
        for h in given.hosts
    )
