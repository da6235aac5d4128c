"""A wave of 400 pupils and 70 companies through the real operations: computing, explaining, 400 letters."""

from typing import Any

from bench.world import Median, figures_of, fresh_database, hand_over, median_ms, tell, timed

PUPILS, HOSTS, EXPLAINED = 400, 70, 20


def computed(wave: Any, humas: Any) -> tuple[Any, float]:
    """The wave's round computed by its job (read, build, solve, check, store), and the seconds that took."""
    from django.utils import timezone

    from anyam.implementation.internships import operations
    from anyam.tools.jobs.operations import run_now

    now = timezone.now()
    round_ = operations.open_round(actor=humas, wave=wave, now=now)
    with timed() as spent:
        job = run_now(operations.start_computing(actor=humas, round_=round_, now=now))
    assert job.state == "done", job.message
    round_.refresh_from_db()
    return round_, round(spent[0], 2)


def explained(round_: Any) -> Median:
    """One pupil's explanation as the page asks for it, over different pupils."""
    from anyam.implementation.internships import matching

    lines = iter(list(round_.proposals.select_related("participant__pupil")[: EXPLAINED + 2]))
    return median_ms(lambda: matching.explain(round_, next(lines)), times=EXPLAINED, before=2)


def letters(round_: Any, humas: Any, principal: Any) -> tuple[int, float]:
    """Guardians' consent sheets of all who were placed, issued as one batch and bound into one file to print."""
    from django.utils import timezone

    from anyam.implementation.internships import matching, operations
    from anyam.implementation.internships.models import Placement
    from anyam.implementation.internships.terms import LetterKind
    from anyam.tools.documents.operations import issue_batch
    from anyam.tools.jobs.models import Job
    from anyam.tools.jobs.operations import run_now

    now = timezone.now()
    matching.submit(actor=humas, round_=round_, now=now)
    operations.approve_round(actor=principal, round_=round_, now=now)
    codes = list(Placement.objects.of_school(humas.school_id).values_list("code", flat=True))
    with timed() as spent:
        batch = issue_batch(
            actor=humas, kind=LetterKind.CONSENT.value, codes=codes, title="Persetujuan wali", now=now
        )
        job = run_now(Job.objects.of_school(humas.school_id).get(code=batch.job_code))
    assert job.state == "done", job.message
    assert job.result["issued"] == len(codes), job.result
    return len(codes), round(spent[0], 2)


def measure() -> dict[str, Median | float]:
    """All figures of this measurement."""
    from tests.factories import people, schools
    from tests.factories.waves import make_large_wave

    school = schools.make_school()
    wave = make_large_wave(school, PUPILS, HOSTS)
    humas = people.make_actor(school, "waka_humas")
    principal = people.make_actor(school, "principal", name="Dra. Maria Ngabe, M.Pd.")
    tell(f"{PUPILS} pupils, {HOSTS} companies")
    round_, seconds = computed(wave, humas)
    placed = round_.proposals.exclude(capacity=None).count()
    tell(f"{placed} placed in {seconds} s, of which the engine {round_.seconds} s")
    explaining = explained(round_)
    tell(f"explained one in {explaining.wall} ms")
    count, spent = letters(round_, humas, principal)
    tell(f"{count} letters in {spent} s")
    return {
        "pupils": PUPILS,
        "placed": placed,
        "solve_s": seconds,
        "engine_s": round_.seconds,
        "explain_ms": explaining,
        "letters": count,
        f"letters_{PUPILS}_s": spent,
    }


if __name__ == "__main__":
    with fresh_database():
        hand_over(figures_of(measure()))
