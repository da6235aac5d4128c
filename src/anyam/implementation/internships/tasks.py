"""Long work of the room, run by the worker: computing a round, and noticing answers that are late."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from anyam.base.actor import Actor
from anyam.base.errors import NotFound
from anyam.implementation.internships import matching, operations
from anyam.implementation.internships.models import MatchingRound
from anyam.implementation.internships.terms import RoundState
from anyam.tools.jobs.operations import each_school
from anyam.tools.jobs.progress import JobProgress


def do_compute_round(actor: Actor, job: JobProgress, *, round_code: str) -> dict[str, Any]:
    """Read the round, solve it outside the database, store the checked answer; harmless when run twice."""
    job.report(0, 3, _("Membaca data gelombang"))
    with job.step():
        round_ = (
            MatchingRound.objects.of_school(actor.school_id)
            .select_related("wave")
            .filter(code=round_code)
            .first()
        )
        if round_ is None:
            raise NotFound
        if round_.state != RoundState.COMPUTING:
            return {}
        try:
            ground = matching.read_ground(round_)
            problem = matching.build_problem(round_, ground)
        except Exception:
            operations.stop_computing(actor=actor, round_=round_, now=timezone.now())
            raise
    job.report(1, 3, _("Menghitung tempat terbaik"))
    result, seconds = matching.compute(problem, round_.seed)
    job.report(2, 3, _("Menyimpan dan memeriksa"))
    with job.step():
        operations.store_result(
            actor=actor,
            round_=round_,
            answer=matching.stored(problem, result, round_.seed, seconds),
            lines=matching.lines_of(round_, ground, problem, result),
            now=timezone.now(),
        )
    return {"round": round_code, "seconds": round(seconds, 3)}


def lapse_answers() -> None:
    """Every morning: companies that have not answered by their day."""
    now = timezone.now()
    for actor in each_school():
        operations.lapse_overdue(actor=actor, today=actor.today(now), now=now)
