"""What a pupil's own pages show: where their PKL stands, their wishes, places they found, what they objected to."""

from dataclasses import dataclass

from anyam.base.actor import Actor
from anyam.implementation.internships.models import (
    Choice,
    FoundPlace,
    MatchingRound,
    Objection,
    Participant,
    Placement,
)
from anyam.implementation.internships.queries.places import Announced, announced_line, participant_of_pupil
from anyam.implementation.internships.terms import PlacementState, RoundState
from anyam.mapping.partners.models import Capacity
from anyam.mapping.partners.queries import capacities_of_wave

GAVE_UP = (PlacementState.REFUSED, PlacementState.NO_ANSWER, PlacementState.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class PupilPage:
    """A pupil's PKL as they may know it. `places` counts offers of seats for their specialisation."""

    participant: Participant
    announced: Announced | None
    choices: list[Choice]
    places: int
    is_closed: bool
    found: list[FoundPlace]
    objection: Objection | None
    was_given_back: bool

    @property
    def step(self) -> str:
        """What the pupil has to know first: placed, searching, chosen, closed, choose or not_open."""
        if self.announced is not None:
            return "placed"
        if self.was_given_back:
            return "searching"
        if self.choices:
            return "chosen"
        if self.is_closed:
            return "closed"
        return "choose" if self.places else "not_open"


def pupil_page(actor: Actor) -> PupilPage | None:
    """The page of the pupil who is signed in; None when they take part in no wave. At most nine queries."""
    participant = participant_of_pupil(actor)
    if participant is None:
        return None
    group = participant.pupil.class_group
    places = capacities_of_wave(participant.school_id, participant.wave_id)
    return PupilPage(
        participant=participant,
        announced=announced_line(participant),
        choices=choices_of(participant),
        places=places.filter(programme=group.programme_id).count() if group else 0,
        is_closed=choices_closed(participant),
        found=list(participant.found_places.order_by("-created_at", "-pk")),
        objection=last_objection(participant),
        was_given_back=Placement.objects.of_school(participant.school_id)
        .filter(participant=participant, state__in=GAVE_UP)
        .exists(),
    )


def choices_of(participant: Participant) -> list[Choice]:
    """A pupil's wishes with their companies, the dearest first."""
    rows = Choice.objects.of_school(participant.school_id).filter(participant=participant)
    return list(rows.select_related("capacity__partner", "capacity__site").order_by("rank"))


def choices_closed(participant: Participant) -> bool:
    """True once a round of the wave was handed to the principal: wishes can no longer change anything."""
    return (
        MatchingRound.objects.of_school(participant.school_id)
        .filter(wave_id=participant.wave_id, state__in=(RoundState.SUBMITTED, RoundState.APPROVED))
        .exists()
    )


def last_objection(participant: Participant) -> Objection | None:
    """The pupil's latest objection, answered or not."""
    rows = Objection.objects.of_school(participant.school_id).filter(participant=participant)
    return rows.select_related("capacity__partner").order_by("-at", "-pk").first()


def place_label(capacity: Capacity) -> str:
    """What a place is called: its company, and which of its sites when seats are tied to one."""
    return f"{capacity.partner.name} ({capacity.site.name})" if capacity.site else capacity.partner.name
