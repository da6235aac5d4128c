"""Reading who takes part in a wave: the list with its filters, one pupil's page, classes to add, places to offer."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from anyam.base.actor import Actor
from anyam.implementation.internships.models import (
    Choice,
    FoundPlace,
    HostWish,
    Pair,
    Participant,
    Placement,
)
from anyam.implementation.internships.queries.choosing import choices_of
from anyam.implementation.internships.queries.places import found_places_visible_to
from anyam.implementation.internships.queries.waves import participants_visible_to
from anyam.implementation.internships.terms import ACTIVE_STATES, FoundPlaceState, PairKind
from anyam.mapping.partners.models import Capacity
from anyam.mapping.partners.queries import Likeness, capacities_of_wave, likenesses
from anyam.records.people.models import Pupil
from anyam.records.people.queries import pupils_visible_to
from anyam.records.people.terms import PupilStatus
from anyam.records.schools.models import ClassGroup, Wave
from anyam.records.schools.queries import class_groups_visible_to, current_year


def filtered_participants(actor: Actor, wave: Wave, wanted: Mapping[str, str]) -> QuerySet[Participant]:
    """Participants of a wave narrowed by what the filter form has cleaned; empty values narrow nothing."""
    rows = participants_visible_to(actor, wave)
    if text := wanted.get("cari", "").strip():
        rows = rows.filter(pupil__name__icontains=text)
    if code := wanted.get("rombel"):
        rows = rows.filter(pupil__class_group__code=code)
    if code := wanted.get("konsentrasi"):
        rows = rows.filter(pupil__class_group__programme__code=code)
    if state := wanted.get("pilihan"):
        has_chosen = Q(choice_count__gt=0)
        rows = rows.filter(has_chosen if state == "sudah" else ~has_chosen)
    if state := wanted.get("tempat"):
        rows = rows.filter(Q(is_placed=state == "sudah"))
    lack = wanted.get("kurang")
    if lack == "lahir":
        rows = rows.filter(pupil__birth_date=None)
    elif lack == "rumah":
        rows = rows.filter(Q(pupil__home_latitude=None) | Q(pupil__home_longitude=None))
    return rows


def with_places(rows: QuerySet[Participant], school_id: int) -> QuerySet[Participant]:
    """Participants with wishes and place at hand (`choices_at_hand`, `placements_at_hand`); two queries more."""
    choices = Choice.objects.of_school(school_id).select_related("capacity__partner", "capacity__site")
    active = Placement.objects.of_school(school_id).filter(state__in=ACTIVE_STATES)
    return rows.select_related("wave").prefetch_related(  # type: ignore[type-var]
        Prefetch("choices", queryset=choices.order_by("rank"), to_attr="choices_at_hand"),
        Prefetch(
            "placements", queryset=active.select_related("capacity__partner"), to_attr="placements_at_hand"
        ),
    )


def class_groups_of(actor: Actor, wave: Wave) -> QuerySet[ClassGroup]:
    """Class groups that have a participant in the wave, for the filter."""
    taking_part = Participant.objects.visible_to(actor).filter(wave=wave, pupil__class_group=OuterRef("pk"))
    return ClassGroup.objects.visible_to(actor).filter(Exists(taking_part)).order_by("name")


@dataclass(frozen=True, slots=True)
class Addable:
    """A class group and how many of its active pupils do not take part yet; `is_suggested` by its grade."""

    group: ClassGroup
    pupils: int
    is_suggested: bool


def addable_classes(actor: Actor, wave: Wave) -> list[Addable]:
    """Class groups of the current year with pupils to add, those of the wave's grade first. Three queries.

    A wave of a coming school year asks for pupils who are that many grades lower today.
    """
    year = current_year(actor.school_id)
    ahead = wave.school_year.start_year - year.start_year if year else 0
    counts = dict(
        addable_pupils(actor, wave)
        .values_list("class_group_id")
        .annotate(Count("pk", distinct=True))
        .order_by()
    )
    rows = [
        Addable(group, counts[group.pk], group.grade == wave.grade - ahead)
        for group in class_groups_visible_to(actor).order_by("name")
        if group.pk in counts
    ]
    return sorted(rows, key=lambda row: not row.is_suggested)


def addable_pupils(actor: Actor, wave: Wave) -> QuerySet[Pupil]:
    """Active pupils of the school who do not take part in the wave."""
    known = Participant.objects.of_school(actor.school_id).filter(wave=wave, pupil=OuterRef("pk"))
    return pupils_visible_to(actor).filter(status=PupilStatus.ACTIVE).exclude(Exists(known))


def places_open_to(participant: Participant) -> QuerySet[Capacity]:
    """Seats of the pupil's specialisation in their wave; none without a class."""
    group = participant.pupil.class_group
    rows = capacities_of_wave(participant.school_id, participant.wave_id)
    return rows.filter(programme=group.programme_id) if group else rows.none()


@dataclass(frozen=True, slots=True)
class ParticipantPage:
    """One pupil of a wave: wishes, place, what companies and people decided, places they found."""

    participant: Participant
    choices: list[Choice]
    placement: Placement | None
    wishes: list[HostWish]
    pairs: list[Pair]
    found: list[FoundPlace]

    @property
    def forbidden(self) -> list[Pair]:
        """Places where people decided that the pupil must not go."""
        return [pair for pair in self.pairs if pair.kind == PairKind.FORBIDDEN]

    @property
    def pin(self) -> Pair | None:
        """The place where people hold the pupil."""
        return next((pair for pair in self.pairs if pair.kind == PairKind.PIN), None)


def participant_page(actor: Actor, participant: Participant) -> ParticipantPage:
    """Everything the page of a participant shows, in five queries."""
    placements = Placement.objects.visible_to(actor).filter(participant=participant, state__in=ACTIVE_STATES)
    wishes = HostWish.objects.visible_to(actor).filter(participant=participant)
    pairs = Pair.objects.visible_to(actor).filter(participant=participant)
    return ParticipantPage(
        participant=participant,
        choices=choices_of(participant),
        placement=placements.select_related("capacity__partner", "supervisor").first(),
        wishes=list(wishes.select_related("capacity__partner", "capacity__site").order_by("rank", "pk")),
        pairs=list(pairs.select_related("capacity__partner", "capacity__site").order_by("kind", "pk")),
        found=list(found_places_visible_to(actor).filter(participant=participant).order_by("-created_at")),
    )


def filtered_found_places(actor: Actor, wave: Wave, state: str) -> QuerySet[FoundPlace]:
    """Places pupils of a wave found: waiting ones unless another state, or all of them, is asked for."""
    rows = found_places_visible_to(actor).filter(participant__wave=wave).order_by("created_at", "pk")
    if state == "semua":
        return rows
    return rows.filter(state=state if state in FoundPlaceState.values else FoundPlaceState.PROPOSED)


def found_counts(actor: Actor, wave: Wave) -> dict[str, int]:
    """How many found places of a wave stand in each state; one query."""
    rows = FoundPlace.objects.visible_to(actor).filter(participant__wave=wave)
    return dict(rows.values_list("state").annotate(Count("pk", distinct=True)).order_by())


def partners_like(found: FoundPlace) -> list[Likeness]:
    """Partners the school already has that may be the place a pupil found."""
    return likenesses(found.school_id, found.name, phone=found.contact_phone)
