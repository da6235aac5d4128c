"""Reading companies' answers: who owes one, how urgently, and who needs another place."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Exists, OuterRef, Q

from anyam.base.actor import Actor
from anyam.implementation.internships import rules
from anyam.implementation.internships.models import Participant, Placement
from anyam.implementation.internships.queries.letters import IssuedLetter, issued_letters, readers_of_letters
from anyam.implementation.internships.queries.placements import AnswerGroup, answer_groups, left_behind
from anyam.implementation.internships.terms import ACTIVE_STATES, LetterKind, PlacementState
from anyam.mapping.partners.models import Contact, Partner
from anyam.records.schools.models import Wave

WAITING = (PlacementState.APPROVED, PlacementState.REQUESTED, PlacementState.NO_ANSWER)
# Most urgent first; also the order of the figures above the list.
URGENCY = (
    PlacementState.NO_ANSWER, PlacementState.REQUESTED, PlacementState.APPROVED, PlacementState.REFUSED,
    PlacementState.ACCEPTED,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class AnswerCard:
    """One company of a wave: its pupils, where the answer stands today, its letters and whom to ask.

    `state` is the most urgent of its pupils' states; a request whose day has passed counts as unanswered.
    `days_left` until the answer is due, negative when it is late; None when no answer is awaited.
    """

    partner: Partner
    placements: tuple[Placement, ...]
    state: str
    days_left: int | None
    letters: tuple[IssuedLetter, ...]
    contact: Contact | None

    @property
    def waiting(self) -> list[Placement]:
        return [row for row in self.placements if row.state in WAITING]

    @property
    def has_answered(self) -> bool:
        """At least one answer is written down, so that there is something to correct."""
        return len(self.waiting) < len(self.placements)

    @property
    def accepted(self) -> int:
        return sum(row.state == PlacementState.ACCEPTED for row in self.placements)


@dataclass(frozen=True, slots=True)
class AnswerDesk:
    """The page of answers: companies that match, and counts over all of the wave."""

    cards: list[AnswerCard]
    companies: Mapping[str, int]
    pupils: Mapping[str, int]
    without_place: int

    @property
    def total_pupils(self) -> int:
        return sum(self.pupils.values())

    @property
    def lost(self) -> int:
        """Pupils whose company refused or let the day pass."""
        return self.pupils.get(PlacementState.REFUSED, 0) + self.pupils.get(PlacementState.NO_ANSWER, 0)


def answer_desk(actor: Actor, wave: Wave, today: date, wanted: Mapping[str, str]) -> AnswerDesk:
    """Companies of a wave by urgency, narrowed by `status` and by `cari` in names; five queries at most."""
    groups = answer_groups(actor, wave)
    letters = _letters_by_partner(actor, wave)
    contacts = readers_of_letters(actor, [group.partner.pk for group in groups])
    cards = [_card(group, today, letters, contacts) for group in groups]
    cards.sort(key=lambda card: (URGENCY.index(PlacementState(card.state)), _days(card), card.partner.name))
    return AnswerDesk(
        cards=[card for card in cards if _matches(card, wanted)],
        companies=_count(card.state for card in cards),
        pupils=_count(row.state for group in groups for row in group.placements),
        without_place=without_place(actor, wave),
    )


def answer_card(actor: Actor, wave: Wave, partner_code: str, today: date) -> AnswerCard | None:
    """One company's card by its code; None when it has no pupils in the wave."""
    group = next((group for group in answer_groups(actor, wave) if group.partner.code == partner_code), None)
    if group is None:
        return None
    contacts = readers_of_letters(actor, [group.partner.pk])
    return _card(group, today, _letters_by_partner(actor, wave), contacts)


def without_place(actor: Actor, wave: Wave) -> int:
    """Participants of a wave who hold no seat: whom a replacement round would place."""
    active = Placement.objects.of_school(actor.school_id).filter(
        participant=OuterRef("pk"), state__in=ACTIVE_STATES
    )
    return Participant.objects.visible_to(actor).filter(~Exists(active), wave=wave).count()


def _card(
    group: AnswerGroup,
    today: date,
    letters: Mapping[str, list[IssuedLetter]],
    contacts: Mapping[int, Contact],
) -> AnswerCard:
    state, due = group.state, group.due
    if state == PlacementState.NO_ANSWER:
        late = [row.answer_due for row in group.placements if row.state == state and row.answer_due]
        due = min(late, default=None)
    elif state == PlacementState.REQUESTED and due is not None and due < today:
        state = PlacementState.NO_ANSWER
    return AnswerCard(
        partner=group.partner,
        placements=tuple(group.placements),
        state=state,
        days_left=(due - today).days if due and state in WAITING else None,
        letters=tuple(letters.get(group.partner.code, ())),
        contact=contacts.get(group.partner.pk),
    )


def _letters_by_partner(actor: Actor, wave: Wave) -> dict[str, list[IssuedLetter]]:
    """Requests in force of all rounds of a wave by the company's code."""
    placements = Placement.objects.visible_to(actor).filter(participant__wave=wave)
    pairs = placements.values_list("round__code", "capacity__partner__code").distinct()
    codes = [rules.letter_code(*pair) for pair in pairs]
    found: dict[str, list[IssuedLetter]] = {}
    for _kind, code, letter in issued_letters(actor, [LetterKind.REQUEST], codes):
        found.setdefault(rules.letter_parts(code)[1], []).append(letter)
    return found


def _matches(card: AnswerCard, wanted: Mapping[str, str]) -> bool:
    text = wanted.get("cari", "").casefold().strip()
    if wanted.get("status") and card.state != wanted["status"]:
        return False
    names = [card.partner.name, *(row.participant.pupil.name for row in card.placements)]
    return not text or any(text in name.casefold() for name in names)


def _days(card: AnswerCard) -> int:
    return card.days_left if card.days_left is not None else timedelta.max.days


def _count(states: Iterable[str]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for state in states:
        counts[state] = counts.get(state, 0) + 1
    return counts


@dataclass(frozen=True, slots=True)
class AnswerTask:
    """What one wave asks of the office today."""

    wave: Wave
    late: int
    unsent: int


def answer_tasks(actor: Actor, today: date) -> list[AnswerTask]:
    """Waves that have not ended with companies that are late or not yet written to. Two queries."""
    rows = (
        Placement.objects.visible_to(actor)
        .filter(participant__wave__end__gte=today)
        .exclude(left_behind(actor.school_id))
        .values_list("participant__wave")
        .annotate(
            late=Count(
                "capacity__partner",
                distinct=True,
                filter=Q(state=PlacementState.NO_ANSWER)
                | Q(state=PlacementState.REQUESTED, answer_due__lt=today),
            ),
            unsent=Count("capacity__partner", distinct=True, filter=Q(state=PlacementState.APPROVED)),
        )
        .order_by()
    )
    counts = {wave: (late, unsent) for wave, late, unsent in rows if late or unsent}
    waves = Wave.objects.visible_to(actor).filter(pk__in=counts).order_by("start", "pk") if counts else ()
    return [AnswerTask(wave, *counts[wave.pk]) for wave in waves]
