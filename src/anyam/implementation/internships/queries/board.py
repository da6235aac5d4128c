"""Reading a round for its board: figures, exceptions first, companies with their pupils."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from anyam.base.actor import Actor
from anyam.implementation.internships.models import (
    CHOICES_ASKED,
    MatchingRound,
    Objection,
    Pair,
    Participant,
    Placement,
    Proposal,
)
from anyam.implementation.internships.terms import SPENT_STATES, ObjectionState, PairKind, RoundState
from anyam.mapping.partners.models import Capacity, Partner
from anyam.records.people.models import Teacher
from anyam.tools.jobs.models import Job

HOSTS_SHOWN = 20
PUPILS_SHOWN = 3


def rounds_visible_to(actor: Actor) -> QuerySet[MatchingRound]:
    """Rounds without the engine's files, which are large."""
    return MatchingRound.objects.visible_to(actor).select_related("wave").defer("problem", "result")


def proposals_visible_to(actor: Actor, round_: MatchingRound) -> QuerySet[Proposal]:
    """Lines of a round within the actor's reach, with pupil, class, company and supervisor."""
    return (
        Proposal.objects.visible_to(actor)
        .filter(round=round_)
        .select_related(
            "participant__pupil__class_group__programme",
            "capacity__partner",
            "capacity__programme",
            "supervisor",
        )
        .order_by("participant__pupil__name", "pk")
    )


@dataclass(frozen=True, slots=True)
class Line:
    """One pupil on the board."""

    proposal: Proposal
    pinned: bool

    @property
    def name(self) -> str:
        return self.proposal.participant.pupil.name

    @property
    def group(self) -> str:
        group = self.proposal.participant.pupil.class_group
        return group.name if group else ""


@dataclass(slots=True)
class HostCard:
    """One company on the board: seats taken and its pupils."""

    partner: Partner
    seats: int = 0
    lines: list[Line] = field(default_factory=list)
    programmes: set[str] = field(default_factory=set)
    supervisors: set[str] = field(default_factory=set)

    @property
    def taken(self) -> int:
        return len(self.lines)

    @property
    def shown(self) -> list[Line]:
        return self.lines[:PUPILS_SHOWN]

    @property
    def rest(self) -> list[Line]:
        return self.lines[PUPILS_SHOWN:]

    @property
    def hidden(self) -> int:
        return max(0, len(self.lines) - PUPILS_SHOWN)

    @property
    def free(self) -> int:
        return max(0, self.seats - len(self.lines))

    def agreement(self, today: date) -> str:
        """in_force, ended or none."""
        until = self.partner.agreement_until
        return "none" if until is None else "in_force" if until >= today else "ended"


@dataclass(frozen=True, slots=True)
class Board:
    """Everything the board of a round shows."""

    round: MatchingRound
    total: int
    placed: int
    exceptions: list[Line]
    settled: int
    hosts: list[HostCard]
    host_count: int
    first_choices: int
    chosen: int
    mean_km: float | None
    furthest_km: float | None
    supervised: int

    @property
    def unplaced(self) -> int:
        return self.total - self.placed

    @property
    def share(self) -> float:
        """Placed pupils in percent."""
        return 100 * self.placed / self.total if self.total else 0.0

    @property
    def choice_share(self) -> float | None:
        """Percent of the pupils with wishes who got one of them; None without wishes."""
        return 100 * self.first_choices / self.chosen if self.chosen else None


def board(actor: Actor, round_: MatchingRound, page: int = 1) -> Board:
    """The board; companies with most pupils first, a page of twenty. Four queries whatever the size."""
    pinned = set(
        Pair.objects.visible_to(actor)
        .filter(participant__wave=round_.wave_id, kind=PairKind.PIN)
        .values_list("participant_id", flat=True)
    )
    lines = [Line(row, row.participant_id in pinned) for row in proposals_visible_to(actor, round_)]
    wishing = set(
        Proposal.objects.visible_to(actor)
        .filter(round=round_, participant__choices__rank__lte=CHOICES_ASKED)
        .values_list("participant_id", flat=True)
    )
    hosts = _host_cards(actor, round_, lines)
    distances = [row.proposal.distance_km for row in lines if row.proposal.distance_km is not None]
    waiting = [row for row in lines if row.proposal.exception and not row.proposal.settled]
    order = Counter(row.proposal.exception for row in waiting)
    start = (max(1, page) - 1) * HOSTS_SHOWN
    return Board(
        round=round_,
        total=len(lines),
        placed=sum(row.proposal.capacity_id is not None for row in lines),
        exceptions=sorted(
            waiting, key=lambda row: (order[row.proposal.exception], row.proposal.exception, row.name)
        ),
        settled=sum(row.proposal.settled for row in lines),
        hosts=hosts[start : start + HOSTS_SHOWN],
        host_count=len(hosts),
        first_choices=sum(
            row.proposal.rank is not None for row in lines if row.proposal.participant_id in wishing
        ),
        chosen=len(wishing),
        mean_km=sum(distances) / len(distances) if distances else None,
        furthest_km=max(distances, default=None),
        supervised=sum(row.proposal.supervisor_id is not None for row in lines),
    )


def _host_cards(actor: Actor, round_: MatchingRound, lines: list[Line]) -> list[HostCard]:
    cards: dict[int, HostCard] = {}
    for line in lines:
        place = line.proposal.capacity
        if place is None:
            continue
        card = cards.setdefault(place.partner_id, HostCard(place.partner))
        card.lines.append(line)
        card.programmes.add(place.programme.name)
        if line.proposal.supervisor is not None:
            card.supervisors.add(line.proposal.supervisor.name)
    for partner_id, seats, held in (
        Capacity.objects.of_school(actor.school_id)
        .filter(wave=round_.wave_id, partner__in=list(cards))
        .values_list("partner_id", "seats", _held_by_other_rounds(actor, round_))
    ):
        cards[partner_id].seats += max(0, seats - held)
    return sorted(cards.values(), key=lambda card: (-card.taken, card.partner.name))


def _held_by_other_rounds(actor: Actor, round_: MatchingRound) -> Coalesce:
    """Seats of a capacity that other rounds gave, refused ones too: this round cannot give them."""
    held = Placement.objects.of_school(actor.school_id).filter(
        state__in=SPENT_STATES, capacity=OuterRef("pk")
    )
    counts = held.exclude(round=round_).order_by().values("capacity").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counts), 0)


@dataclass(frozen=True, slots=True)
class PlaceOption:
    """A place a pupil may move to: what it would give and how many seats are free."""

    capacity_id: int
    partner_name: str
    free: int
    points: int

    @property
    def hundred(self) -> float:
        """Points out of 100."""
        return self.points / 100


def computing_job(actor: Actor, round_: MatchingRound) -> Job | None:
    """The job that computes the round now, or that failed."""
    if round_.state != RoundState.COMPUTING or not round_.job_code:
        return None
    return Job.objects.of_school(actor.school_id).filter(code=round_.job_code).first()


def capacities_among(actor: Actor, options: Iterable[PlaceOption]) -> QuerySet[Capacity]:
    """Rows for the choice of a move: the options with a free seat."""
    ids = [option.capacity_id for option in options if option.free > 0]
    return Capacity.objects.of_school(actor.school_id).filter(pk__in=ids).select_related("partner", "site")


@dataclass(slots=True)
class Load:
    """A supervising teacher with pupils and companies of a round; teacher None = nobody yet."""

    teacher: Teacher | None
    lines: list[Proposal] = field(default_factory=list)

    @property
    def partners(self) -> int:
        return len({line.capacity.partner_id for line in self.lines if line.capacity})


def loads(lines: Iterable[Proposal]) -> list[Load]:
    """Pupils by supervising teacher, those without one first."""
    found: dict[int | None, Load] = {}
    for line in lines:
        found.setdefault(line.supervisor_id, Load(line.supervisor)).lines.append(line)
    return sorted(
        found.values(), key=lambda load: (load.teacher is not None, load.teacher.name if load.teacher else "")
    )


def is_pinned(line: Proposal) -> bool:
    """Whether people hold this pupil at a place."""
    return line.participant.pairs.filter(kind=PairKind.PIN).exists()


def open_objection(participant: Participant) -> Objection | None:
    """What the pupil objects to and nobody has answered yet."""
    return participant.objections.filter(state=ObjectionState.OPEN).first()
