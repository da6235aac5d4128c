"""Solving a round, and checking every result before it is kept, also one edited by hand."""

import time
from dataclasses import replace
from datetime import datetime
from typing import Any

from anyam.base.actor import Actor
from anyam.implementation.internships import operations, rules
from anyam.implementation.internships.matching.problem import Ground, RoundNotComputable
from anyam.implementation.internships.models import MatchingRound, Objection, Proposal
from anyam.implementation.internships.terms import ObjectionState
from anyam.mapping.partners.models import Capacity
from matcher import io
from matcher import problem as m
from matcher.check import check
from matcher.result import ENGINE_VERSION, Placement, Result, Unplaced
from matcher.scoring import Scorer, factor_maxima
from matcher.solve import solve
from matcher.supervise import assign_supervisors

# What a result edited by hand may claim wrongly, because only the engine works these out.
CLAIMS = frozenset(
    {"objective_mismatch", "not_proven_optimal", "bound_above_objective", "levels_mismatch", "reason_untrue"}
)


def compute(problem: m.Problem, seed: int) -> tuple[Result, float]:
    """Solve and assign supervisors; the independent check must find no broken rule. Touches no database.

    Returns the result and the seconds it took. Raises RoundNotComputable when the check finds a violation.
    """
    started = time.monotonic()
    result = solve(problem, seed=seed)
    result = replace(result, supervision=assign_supervisors(problem, result))
    report = check(problem, result)
    if not report.legal:
        raise RoundNotComputable(
            ", ".join(sorted({fault.kind for fault in report.violations})), code="check_failed"
        )
    return result, time.monotonic() - started


def stored(problem: m.Problem, result: Result, seed: int, seconds: float) -> dict[str, Any]:
    """What is kept of a computation so that it can be replayed."""
    return {
        "problem": io.to_data(problem),
        "result": io.to_data(result),
        "method": result.method,
        "seed": seed,
        "engine_version": ENGINE_VERSION,
        "seconds": round(seconds, 3),
    }


def lines_of(round_: MatchingRound, ground: Ground, problem: m.Problem, result: Result) -> list[Proposal]:
    """One proposal per pupil, with points, rank of the wish, distance, and what needs a decision."""
    place_of = {int(item.seeker): int(item.place) for item in result.placements}
    teacher_of = {
        seeker: visit.supervisor
        for visit in (result.supervision.visits if result.supervision else ())
        for seeker in visit.seekers
    }
    objecting = set(
        Objection.objects.of_school(round_.school_id)
        .filter(participant__wave=ground.wave, state=ObjectionState.OPEN)
        .values_list("participant_id", flat=True)
    )
    wishing = {participant for participant, _ in ground.ranks}
    points = points_of(problem, place_of)
    lines = []
    for participant_id, participant in ground.participants.items():
        capacity_id = place_of.get(participant_id)
        capacity = ground.capacities.get(capacity_id) if capacity_id else None
        kilometres = ground.kilometres(participant, capacity) if capacity and ground.near_home else None
        rank = ground.ranks.get((participant_id, capacity_id)) if capacity_id else None
        lines.append(
            Proposal(
                school_id=round_.school_id,
                round=round_,
                participant=participant,
                capacity=capacity,
                points=points.get(participant_id),
                rank=rank,
                distance_km=kilometres,
                supervisor_id=teacher_of.get(participant_id),
                exception=rules.exception_of(
                    placed=capacity is not None,
                    has_birth_date=participant.pupil.birth_date is not None,
                    distance_km=kilometres,
                    near_home=ground.near_home,
                    has_choices=participant_id in wishing,
                    rank=rank,
                    objects=participant_id in objecting,
                ),
            )
        )
    return lines


def points_of(problem: m.Problem, place_of: dict[Any, Any]) -> dict[Any, int]:
    """Points of each placed seeker in hundredths, the same as the explanation shows."""
    maxima = factor_maxima(problem)
    scorer = Scorer(problem, problem.seekers)
    column = {seeker.id: index for index, seeker in enumerate(problem.seekers)}
    by_place: dict[Any, list[Any]] = {}
    for seeker, place in place_of.items():
        by_place.setdefault(place, []).append(seeker)
    found: dict[Any, int] = {}
    for place in problem.places:
        if place.id in by_place:
            scores = scorer.scores(place)
            for seeker in by_place[place.id]:
                found[seeker] = sum(
                    maxima[name] * int(values[column[seeker]]) // 1000 for name, values in scores.items()
                )
    return found


def read_stored(round_: MatchingRound) -> tuple[m.Problem, Result]:
    """The engine's problem and result of a computed round. Raises RoundNotComputable before the first computation."""
    if not round_.problem or not round_.result:
        raise RoundNotComputable(code="not_computed")
    return io.from_data(m.Problem, round_.problem), io.from_data(Result, round_.result)


def current_result(round_: MatchingRound, result: Result) -> Result:
    """The stored result with the lines as people have changed them since."""
    lines = list(round_.proposals.values_list("participant_id", "capacity_id"))
    reasons = {item.seeker: item for item in result.unplaced}
    return replace(
        result,
        placements=tuple(Placement(seeker, place) for seeker, place in sorted(lines) if place),
        unplaced=tuple(
            reasons.get(seeker, Unplaced(seeker, "held")) for seeker, place in sorted(lines) if not place
        ),
        supervision=None,
        optimal=False,
    )


def check_round(round_: MatchingRound) -> list[str]:
    """Kinds of broken rules in the lines of a round as they stand; empty when all is lawful."""
    problem, result = read_stored(round_)
    report = check(problem, current_result(round_, result))
    return sorted({fault.kind for fault in report.violations} - CLAIMS) if not report.legal else []


def submit(*, actor: Actor, round_: MatchingRound, now: datetime) -> MatchingRound:
    """Check the lines once more, then hand the round to the principal. Refused: a broken rule, and as submit_round."""
    broken = check_round(round_)
    hard = [kind for kind in broken if kind not in ("host_minimum", "pin_not_kept", "supervisor_missing")]
    if hard:
        raise RoundNotComputable(", ".join(hard), code="check_failed")
    return operations.submit_round(actor=actor, round_=round_, now=now)


def move(
    *, actor: Actor, round_: MatchingRound, line: Proposal, capacity: Capacity, now: datetime
) -> Proposal:
    """Move a pupil to a place that no hard rule refuses, and pin them there. Refused: a rule, and as pin_proposal."""
    problem, result = read_stored(round_)
    trial = replace(
        current_result(round_, result), placements=(Placement(line.participant_id, capacity.pk),), unplaced=()
    )
    refused = [fault.rule for fault in check(problem, trial).violations if fault.kind == "rule_refused"]
    if refused:
        raise RoundNotComputable(", ".join(str(rule) for rule in refused), code="rule_refused")
    return operations.pin_proposal(actor=actor, proposal=line, capacity=capacity, now=now)
