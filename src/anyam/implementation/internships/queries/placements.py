"""Reading placements: lists, and companies with the answers they owe."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from anyam.base.actor import Actor
from anyam.implementation.internships.models import Placement
from anyam.implementation.internships.terms import ACTIVE_STATES, PlacementState
from anyam.mapping.partners.models import Partner
from anyam.records.schools.models import Wave


def placements_visible_to(actor: Actor) -> QuerySet[Placement]:
    """Placements within the actor's reach, with pupil, class, company, wave and supervisor."""
    return (
        Placement.objects.visible_to(actor)
        .select_related(
            "participant__pupil__class_group__programme",
            "participant__wave",
            "capacity__partner",
            "capacity__site",
            "supervisor",
        )
        .order_by("participant__pupil__name", "pk")
    )


@dataclass(slots=True)
class AnswerGroup:
    """One company and its pupils of a wave, with where the answer stands."""

    partner: Partner
    placements: list[Placement] = field(default_factory=list)

    @property
    def state(self) -> str:
        """The most urgent state among its pupils."""
        order = (
            PlacementState.NO_ANSWER,
            PlacementState.REQUESTED,
            PlacementState.APPROVED,
            PlacementState.REFUSED,
            PlacementState.ACCEPTED,
        )
        states = {placement.state for placement in self.placements}
        return next((state for state in order if state in states), "")

    @property
    def due(self) -> date | None:
        """The earliest day on which an answer is awaited."""
        waiting = [
            p.answer_due for p in self.placements if p.state == PlacementState.REQUESTED and p.answer_due
        ]
        return min(waiting, default=None)

    def count(self, state: str) -> int:
        return sum(placement.state == state for placement in self.placements)


def left_behind(school_id: int) -> Q:
    """Lapsed placements whose pupil holds a seat elsewhere by now: nobody waits for their answer any more."""
    active = Placement.objects.of_school(school_id).filter(
        participant=OuterRef("participant"), state__in=ACTIVE_STATES
    )
    return Q(Exists(active), state=PlacementState.NO_ANSWER)


def answer_groups(actor: Actor, wave: Wave) -> list[AnswerGroup]:
    """Companies of a wave by urgency of their answer; one query."""
    groups: dict[int, AnswerGroup] = {}
    rows = placements_visible_to(actor).filter(participant__wave=wave).exclude(state=PlacementState.WITHDRAWN)
    rows = rows.exclude(left_behind(actor.school_id))
    for placement in rows:
        partner = placement.capacity.partner
        groups.setdefault(partner.pk, AnswerGroup(partner)).placements.append(placement)
    order: list[str] = [
        PlacementState.NO_ANSWER, PlacementState.REQUESTED, PlacementState.APPROVED, PlacementState.REFUSED,
        PlacementState.ACCEPTED,
    ]  # fmt: skip
    return sorted(groups.values(), key=lambda g: (order.index(g.state), g.due or date.max, g.partner.name))
