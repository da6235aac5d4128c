"""The problem as arrays in an order that depends on ids and seed only, never on the order of the input."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
import numpy.typing as npt

from matcher.eligibility import Bits, Flags, hard_mask, refusal_bits
from matcher.entities import FACTORS, Host, Place, Seeker
from matcher.problem import Problem
from matcher.scoring import FULL_POINTS, FULL_SCORE, Scorer, factor_maxima, points_of
from matcher.values import Id

Ints = npt.NDArray[np.int64]

NONE = -1


@dataclass(frozen=True, slots=True)
class Extra:
    """What a re-computation adds to the problem: kept placements, pairs whose rules are lifted."""

    kept: Mapping[Id, Id | None]
    lifted: frozenset[tuple[Id, Id]] = frozenset()


NO_EXTRA = Extra({})


@dataclass(frozen=True, slots=True)
class Arrays:
    """Seekers, places and hosts by position; arcs = the eligible pairs, grouped by seeker.

    ``arc_values[level]`` is what an arc costs at a level, ``out_values[level]`` what staying unplaced costs.
    ``fixed[i]``: the place a seeker is pinned or kept to, or NONE; ``held``: kept without a place.
    """

    problem: Problem
    seekers: tuple[Seeker, ...]
    places: tuple[Place, ...]
    hosts: tuple[Host, ...]
    host_of: Ints
    place_capacity: Ints
    host_capacity: Ints
    refusals: Bits
    refused: Flags
    fixed: Ints
    held: Flags
    arc_seeker: Ints
    arc_place: Ints
    arc_values: dict[str, Ints]
    out_values: dict[str, Ints]

    @property
    def levels(self) -> tuple[str, ...]:
        """The levels in force: pins first when there are any."""
        pinned = bool((self.fixed != NONE).any())
        return (("pins",) if pinned else ()) + self.problem.levels


def lot(seed: int, kind: str, key: Id) -> bytes:
    """The seeded lot that orders equals: nobody gains by an early name or row."""
    return blake2b(f"{seed}|{kind}|{key}".encode(), digest_size=12).digest()


def build_arrays(problem: Problem, seed: int, extra: Extra = NO_EXTRA) -> Arrays:
    """Order, eligibility and costs of the whole problem."""
    seekers = tuple(sorted(problem.seekers, key=lambda item: lot(seed, "seeker", item.id)))
    places = tuple(sorted(problem.places, key=lambda item: lot(seed, "place", item.id)))
    hosts = tuple(sorted(problem.hosts, key=lambda item: lot(seed, "host", item.id)))
    host_index = {item.id: index for index, item in enumerate(hosts)}
    refusals = refusal_bits(problem, seekers, places)
    refused = (refusals & np.uint16(hard_mask(problem))) != 0
    _lift(refused, seekers, places, extra)
    fixed, held = _fixed(problem, seekers, places, extra)
    open_pairs = _open_pairs(refused, fixed, held)
    arc_seeker, arc_place = (part.astype(np.int64) for part in np.nonzero(open_pairs.T))
    host_capacity = [len(seekers) + 1 if item.capacity is None else item.capacity for item in hosts]
    arc_values, out_values = _values(problem, seekers, places, open_pairs, fixed)
    return Arrays(
        problem=problem,
        seekers=seekers,
        places=places,
        hosts=hosts,
        host_of=np.array([host_index[item.host] for item in places], dtype=np.int64),
        place_capacity=np.array([item.capacity for item in places], dtype=np.int64),
        host_capacity=np.array(host_capacity, dtype=np.int64),
        refusals=refusals,
        refused=refused,
        fixed=fixed,
        held=held,
        arc_seeker=arc_seeker,
        arc_place=arc_place,
        arc_values=arc_values,
        out_values=out_values,
    )


def _lift(refused: Flags, seekers: tuple[Seeker, ...], places: tuple[Place, ...], extra: Extra) -> None:
    if extra.lifted:
        column = {item.id: index for index, item in enumerate(seekers)}
        row = {item.id: index for index, item in enumerate(places)}
        for seeker, place in extra.lifted:
            refused[row[place], column[seeker]] = False


def _fixed(
    problem: Problem, seekers: tuple[Seeker, ...], places: tuple[Place, ...], extra: Extra
) -> tuple[Ints, Flags]:
    """Pins and kept placements by position; a kept placement wins over a pin."""
    row = {item.id: index for index, item in enumerate(places)}
    wanted: dict[Id, Id | None] = {pin.seeker: pin.place for pin in problem.pins}
    wanted.update(extra.kept)
    fixed = np.full(len(seekers), NONE, dtype=np.int64)
    held = np.zeros(len(seekers), dtype=np.bool_)
    for index, seeker in enumerate(seekers):
        if seeker.id in wanted:
            place = wanted[seeker.id]
            if place is None:
                held[index] = True
            else:
                fixed[index] = row[place]
    return fixed, held


def _open_pairs(refused: Flags, fixed: Ints, held: Flags) -> Flags:
    open_pairs = ~refused
    open_pairs[:, held] = False
    for index in np.nonzero(fixed != NONE)[0]:
        allowed = open_pairs[fixed[index], index]
        open_pairs[:, index] = False
        open_pairs[fixed[index], index] = allowed
    return open_pairs


def _values(
    problem: Problem, seekers: tuple[Seeker, ...], places: tuple[Place, ...], pairs: Flags, fixed: Ints
) -> tuple[dict[str, Ints], dict[str, Ints]]:
    """Costs per level: of each arc (ordered by seeker, then place) and of each seeker left unplaced."""
    count = len(seekers)
    zero = np.zeros(count, dtype=np.int64)
    earlier = {item.seeker: item.place for item in problem.earlier}
    came_from = np.array([item.id in earlier for item in seekers], dtype=np.bool_)
    out = {
        "pins": (fixed != NONE).astype(np.int64),
        "unplaced": zero + 1,
        "moved": came_from.astype(np.int64),
        "points": zero + FULL_POINTS + came_from * problem.parameters.stay_bonus,
        **dict.fromkeys(FACTORS, zero + FULL_SCORE),
    }
    maxima = factor_maxima(problem)
    factors = tuple(name for name in FACTORS if maxima[name] or name in problem.levels)
    used = tuple(level for level in problem.levels if level in (*factors, "points", "moved"))
    rows: dict[str, list[Ints]] = {level: [] for level in used}
    scorer = Scorer(problem, seekers)
    for index, place in enumerate(places):
        chosen = pairs[index]
        scores = {name: score[chosen] for name, score in scorer.scores(place, factors).items()}
        stays = np.array([earlier.get(item.id) == place.id for item in seekers]) if earlier else came_from
        moved = (came_from & ~stays)[chosen].astype(np.int64)
        lost = FULL_POINTS - points_of(scores, maxima) + moved * problem.parameters.stay_bonus
        for level in used:
            rows[level].append(_row(level, lost, moved, scores))
    if not places:
        return {level: np.zeros(0, dtype=np.int64) for level in used}, out
    arc_place, arc_seeker = np.nonzero(pairs)
    order = np.lexsort((arc_place, arc_seeker))
    return {level: np.concatenate(parts)[order] for level, parts in rows.items()}, out


def _row(level: str, lost: Ints, moved: Ints, scores: Mapping[str, Ints]) -> Ints:
    if level == "points":
        return lost
    return moved if level == "moved" else FULL_SCORE - scores[level]
