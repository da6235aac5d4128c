"""Demands of the problem that an assignment does not meet, listed even where their level is not used."""

from collections import Counter
from collections.abc import Iterator, Mapping

from matcher.problem import Problem
from matcher.result import Violation
from matcher.values import Id


def unmet_demands(problem: Problem, place_of: Mapping[Id, Id]) -> tuple[Violation, ...]:
    """Hosts below their minimum, broken groups, pairs that meet, pins not kept; ordered by kind and id."""
    host_of = {place.id: place.host for place in problem.places}
    return (
        *_short_hosts(problem, place_of, host_of),
        *_broken_groups(problem, place_of, host_of),
        *_met_pairs(problem, place_of, host_of),
        *_lost_pins(problem, place_of),
    )


def _short_hosts(
    problem: Problem, place_of: Mapping[Id, Id], host_of: Mapping[Id, Id]
) -> Iterator[Violation]:
    load = Counter(host_of[place] for place in place_of.values())
    for host in sorted(problem.hosts, key=lambda item: str(item.id)):
        if 0 < load[host.id] < host.minimum:
            yield Violation("host_minimum", hosts=(host.id,), have=load[host.id], need=host.minimum)


def _broken_groups(
    problem: Problem, place_of: Mapping[Id, Id], host_of: Mapping[Id, Id]
) -> Iterator[Violation]:
    for group in sorted(problem.groups, key=lambda item: str(item.id)):
        places = [place_of.get(seeker) for seeker in group.seekers]
        sites = set(places) if group.together == "place" else {p if p is None else host_of[p] for p in places}
        if len(sites) > 1:
            yield Violation(
                "group_broken", seekers=group.seekers, have=len(sites), need=1, detail=str(group.id)
            )


def _met_pairs(problem: Problem, place_of: Mapping[Id, Id], host_of: Mapping[Id, Id]) -> Iterator[Violation]:
    for pair in sorted(problem.apart, key=lambda item: (str(item.first), str(item.second))):
        first, second = place_of.get(pair.first), place_of.get(pair.second)
        if first is not None and second is not None and host_of[first] == host_of[second]:
            yield Violation("pair_together", seekers=(pair.first, pair.second), hosts=(host_of[first],))


def _lost_pins(problem: Problem, place_of: Mapping[Id, Id]) -> Iterator[Violation]:
    for pin in sorted(problem.pins, key=lambda item: str(item.seeker)):
        if place_of.get(pin.seeker) != pin.place:
            yield Violation("pin_not_kept", seekers=(pin.seeker,), places=(pin.place,))
