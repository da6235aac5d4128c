"""What a pupil reads: the places open to them, their own wishes, the place they were given."""

from dataclasses import dataclass

from django.db.models import QuerySet

from anyam.base.actor import Actor
from anyam.implementation.internships.models import Choice, FoundPlace, Participant, Placement, Proposal
from anyam.implementation.internships.queries.waves import free_seats
from anyam.implementation.internships.terms import ACTIVE_STATES, RoundState
from anyam.mapping.partners.models import Capacity
from anyam.mapping.partners.queries import capacities_of_wave, main_sites
from anyam.mapping.partners.rules import distance_km


@dataclass(frozen=True, slots=True)
class PlaceChoice:
    """A place a pupil may wish for: no phone, no person, only what helps to choose."""

    capacity: Capacity
    free: int
    kilometres: float | None
    rank: int | None


def places_for(participant: Participant) -> list[PlaceChoice]:
    """Seats of the pupil's own specialisation in their wave, the nearest first."""
    pupil = participant.pupil
    if pupil.class_group is None:
        return []
    rows = list(
        capacities_of_wave(participant.school_id, participant.wave_id).filter(
            programme=pupil.class_group.programme_id
        )
    )
    sites = main_sites({row.partner_id for row in rows if row.site_id is None})
    free = free_seats(participant.school_id, participant.wave)
    ranks = dict(
        Choice.objects.of_school(participant.school_id)
        .filter(participant=participant)
        .values_list("capacity_id", "rank")
    )
    found = [
        PlaceChoice(row, free.get(row.pk, 0), _kilometres(pupil, row, sites), ranks.get(row.pk))
        for row in rows
    ]
    return sorted(
        found,
        key=lambda place: (place.kilometres is None, place.kilometres or 0, place.capacity.partner.name),
    )


def _kilometres(pupil, capacity: Capacity, sites) -> float | None:
    site = capacity.site or sites.get(capacity.partner_id)
    if pupil.home_latitude is None or pupil.home_longitude is None or site is None:
        return None
    if site.latitude is None or site.longitude is None:
        return None
    return distance_km(pupil.home_latitude, pupil.home_longitude, site.latitude, site.longitude)


def participant_of_pupil(actor: Actor) -> Participant | None:
    """The pupil's part in the latest wave they belong to."""
    if actor.pupil_id is None:
        return None
    return (
        Participant.objects.visible_to(actor)
        .filter(pupil_id=actor.pupil_id)
        .select_related("wave", "pupil__class_group__programme")
        .order_by("-wave__start", "-pk")
        .first()
    )


@dataclass(frozen=True, slots=True)
class Announced:
    """The place a pupil was given: still proposed, or approved with the company's answer."""

    capacity: Capacity
    proposal: Proposal | None
    placement: Placement | None


def announced_line(participant: Participant) -> Announced | None:
    """What a pupil may know of their place; None before a round is submitted."""
    placement = (
        Placement.objects.of_school(participant.school_id)
        .filter(participant=participant, state__in=ACTIVE_STATES)
        .select_related("capacity__partner", "capacity__site", "supervisor")
        .first()
    )
    proposal = (
        Proposal.objects.of_school(participant.school_id)
        .filter(participant=participant, round__state__in=(RoundState.SUBMITTED, RoundState.APPROVED))
        .exclude(capacity=None)
        .select_related("capacity__partner", "capacity__site", "supervisor", "round")
        .defer("round__problem", "round__result")
        .order_by("-round__number")
        .first()
    )
    if placement is not None:
        matching = proposal if proposal and proposal.capacity_id == placement.capacity_id else None
        return Announced(placement.capacity, matching, placement)
    if proposal is not None and proposal.capacity and proposal.round.state == RoundState.SUBMITTED:
        return Announced(proposal.capacity, proposal, None)
    return None


def found_places_visible_to(actor: Actor) -> QuerySet[FoundPlace]:
    return FoundPlace.objects.visible_to(actor).select_related(
        "participant__pupil__class_group__programme", "participant__wave", "capacity__partner"
    )
