"""Reading the consent ledger: the latest line of each purpose counts."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from anyam.base.actor import Actor
from anyam.records.people import permissions
from anyam.records.people.models import Consent, Pupil
from anyam.records.people.terms import ConsentPurpose


def consents_visible_to(actor: Actor) -> QuerySet[Consent]:
    """Lines of the pupils the actor sees, newest first."""
    return Consent.objects.visible_to(actor).order_by("-at", "-pk")


def consent_states(school_id: int, pupil_ids: Iterable[int], purpose: str) -> dict[int, bool | None]:
    """For each pupil: True given, False refused or withdrawn, None not asked yet. One query."""
    states: dict[int, bool | None] = dict.fromkeys(pupil_ids)
    rows = Consent.objects.of_school(school_id).filter(pupil__in=list(states), purpose=purpose)
    for pupil_id, given in rows.order_by("at", "pk").values_list("pupil_id", "given"):
        states[pupil_id] = given
    return states


@dataclass(frozen=True, slots=True)
class ConsentLine:
    """One purpose for one pupil: its latest line, and every line before it."""

    purpose: str
    title: str
    given: bool | None
    latest: Consent | None
    history: tuple[Consent, ...]


def consent_lines(actor: Actor, pupil: Pupil) -> list[ConsentLine]:
    """All purposes in their order with what holds now. One query."""
    lines: dict[str, list[Consent]] = {purpose: [] for purpose in ConsentPurpose.values}
    names_guardians = permissions.can_see_guardians(actor) or permissions.is_pupil(actor)
    for row in consents_visible_to(actor).filter(pupil=pupil).select_related("guardian"):
        if not names_guardians:
            row.guardian = None  # a supervisor learns the answer, not who gave it
        lines[row.purpose].append(row)
    return [
        ConsentLine(
            purpose=purpose.value,
            title=str(purpose.label),
            given=rows[0].given if rows else None,
            latest=rows[0] if rows else None,
            history=tuple(rows[1:]),
        )
        for purpose in ConsentPurpose
        for rows in [lines[purpose.value]]
    ]
