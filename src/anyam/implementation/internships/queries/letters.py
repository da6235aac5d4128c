"""Reading the papers of a wave: what is ready, what was issued, who signs, whom to write to."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from django.db.models import QuerySet

from anyam.base.actor import Actor
from anyam.implementation.internships import rules
from anyam.implementation.internships.models import Placement
from anyam.implementation.internships.queries.placements import placements_visible_to
from anyam.implementation.internships.terms import LETTER_ADDRESSES, LetterKind, PlacementState
from anyam.mapping.partners.models import Contact
from anyam.mapping.partners.terms import ContactRole
from anyam.records.people.models import Teacher
from anyam.records.people.queries import principals_of
from anyam.records.schools.models import Wave
from anyam.tools.documents.models import IssuedDocument
from anyam.tools.documents.queries import batches_visible_to, documents_visible_to
from anyam.tools.documents.terms import DocumentState
from anyam.tools.jobs.queries import jobs_visible_to
from anyam.tools.jobs.terms import LIVE

# The person at a company who reads letters, before the others.
READER_ORDER = (
    ContactRole.PERSONNEL, ContactRole.LEADER, ContactRole.SIGNER, ContactRole.MENTOR, ContactRole.OTHER,
)  # fmt: skip
BATCHES_LOOKED_AT = 60


@dataclass(frozen=True, slots=True)
class Principal:
    """Who signs for the school: printed name and NIP (empty when the school has not written it down)."""

    name: str
    number: str


def principal_of(school_id: int, today: date) -> Principal | None:
    """The principal in office on a day, with the NIP of the teacher's record; None when nobody wears the hat."""
    grant = principals_of(school_id, today).select_related("account").order_by("-valid_from", "-pk").first()
    if grant is None:
        return None
    teacher = Teacher.objects.of_school(school_id).filter(account=grant.account).first()
    return Principal(teacher.name, teacher.nip) if teacher else Principal(grant.account.name, "")


def with_rounds(rows: QuerySet[Placement]) -> QuerySet[Placement]:
    """Placements with their round at hand, without the engine's files of it."""
    return rows.select_related("round").defer("round__problem", "round__result")


def letter_members(actor: Actor, kind: str, code: str) -> list[Placement]:
    """The placements that stand on one paper by its code, by pupil's name; empty when there are none."""
    first, second = rules.letter_parts(code)
    where = {
        LetterKind.REQUEST: {"round__code": first, "capacity__partner__code": second},
        LetterKind.COVER: {"round__code": first, "capacity__partner__code": second},
        LetterKind.ASSIGNMENT: {"round__code": first, "supervisor__code": second},
        LetterKind.DECREE: {"round__code": first},
        LetterKind.CONSENT: {"code": first},
    }[LetterKind(kind)]
    rows = with_rounds(placements_visible_to(actor)).filter(**where, state__in=rules.LETTER_STATES[kind])
    return list(rows)


def letter_code_of(kind: str, placement: Placement) -> str:
    """The code of the paper of a kind that a placement stands on; empty when there is none."""
    if kind == LetterKind.CONSENT:
        return placement.code
    if kind == LetterKind.DECREE:
        return placement.round.code
    if kind == LetterKind.ASSIGNMENT:
        teacher = placement.supervisor
        return rules.letter_code(placement.round.code, teacher.code) if teacher else ""
    return rules.letter_code(placement.round.code, placement.capacity.partner.code)


@dataclass(frozen=True, slots=True)
class IssuedLetter:
    """The valid document of a paper: its address, number and day, and the placements that stand on it."""

    code: str
    number: str
    day: date
    verification: str
    members: frozenset[str]


@dataclass(slots=True)
class LetterLine:
    """One paper of a wave: what it is about, whose names it carries now, and the document when it was issued."""

    kind: LetterKind
    code: str
    first: Placement
    members: list[Placement] = field(default_factory=list)
    document: IssuedLetter | None = None

    @property
    def name(self) -> str:
        """The company, teacher, round or pupil it is about."""
        if self.kind == LetterKind.CONSENT:
            return self.first.participant.pupil.name
        if self.kind == LetterKind.ASSIGNMENT:
            return self.first.supervisor.name if self.first.supervisor else ""
        if self.kind == LetterKind.DECREE:
            return str(self.first.round.number)
        return self.first.capacity.partner.name

    @property
    def is_missing(self) -> bool:
        return bool(self.members) and self.document is None

    @property
    def has_changed(self) -> bool:
        """Other names stand on the paper than should now."""
        if self.document is None or self.kind not in rules.LETTERS_THAT_AGE:
            return False
        return self.document.members != {row.code for row in self.members}

    @property
    def sent_on(self) -> date | None:
        """The day on which the request went out; None while a pupil's request has not."""
        days = [row.requested_on for row in self.members]
        return min((day for day in days if day), default=None) if all(days) else None

    @property
    def unsent(self) -> list[Placement]:
        return [row for row in self.members if row.state == PlacementState.APPROVED]


@dataclass(frozen=True, slots=True)
class BatchLine:
    """Papers made by one press: for printing them again, or to follow while they are made."""

    code: str
    job_code: str
    count: int
    created_at: datetime
    by_name: str
    is_live: bool
    can_print: bool
    failures: int


@dataclass
class LetterCard:
    """One kind of paper of a wave: its lines and its batches, the newest first."""

    kind: LetterKind
    address: str
    lines: list[LetterLine]
    batches: list[BatchLine] = field(default_factory=list)

    @property
    def label(self) -> str:
        return str(self.kind.label)

    @cached_property
    def issued(self) -> int:
        return sum(line.document is not None for line in self.lines)

    @cached_property
    def missing(self) -> list[LetterLine]:
        return [line for line in self.lines if line.is_missing]

    @cached_property
    def changed(self) -> list[LetterLine]:
        return [line for line in self.lines if line.has_changed]

    @property
    def total(self) -> int:
        return len(self.lines)

    @property
    def live(self) -> BatchLine | None:
        """The batch that is being made now."""
        return next((batch for batch in self.batches if batch.is_live), None)


def letter_cards(actor: Actor, wave: Wave) -> list[LetterCard]:
    """All kinds of paper of a wave; the same four queries for one company and for a hundred."""
    rows = list(with_rounds(placements_visible_to(actor)).filter(participant__wave=wave))
    lines = {kind: _lines(kind, rows) for kind in LetterKind}
    _put_documents(actor, lines)
    cards = []
    for address, kind in LETTER_ADDRESSES.items():
        kept = [line for line in lines[kind].values() if line.members or _is_kept(line)]
        cards.append(LetterCard(kind, address, sorted(kept, key=lambda line: (line.name, line.first.pk))))
    _put_batches(actor, cards)
    return cards


def _is_kept(line: LetterLine) -> bool:
    """A paper nobody stands on any more is still listed, except a consent sheet."""
    return line.document is not None and line.kind != LetterKind.CONSENT


def _lines(kind: LetterKind, rows: Iterable[Placement]) -> dict[str, LetterLine]:
    lines: dict[str, LetterLine] = {}
    for row in rows:
        code = letter_code_of(kind, row)
        if code:
            line = lines.setdefault(code, LetterLine(kind, code, row))
            if row.state in rules.LETTER_STATES[kind]:
                line.members.append(row)
    return lines


def _put_documents(actor: Actor, lines: dict[LetterKind, dict[str, LetterLine]]) -> None:
    codes = {code for of_kind in lines.values() for code in of_kind}
    for kind, about, letter in issued_letters(actor, lines, codes):
        if about in lines[kind]:
            lines[kind][about].document = letter


def issued_letters(
    actor: Actor, kinds: Iterable[str], codes: Iterable[str]
) -> Iterable[tuple[LetterKind, str, IssuedLetter]]:
    """Valid documents of some kinds about some codes, as (kind, code, letter). One query."""
    rows: QuerySet[IssuedDocument] = documents_visible_to(actor).filter(
        kind__in=list(kinds), about_code__in=list(codes), state=DocumentState.ISSUED
    )
    columns = ("kind", "about_code", "code", "number", "day", "verification", "context__members")
    for kind, about, code, number, day, verification, members in rows.values_list(*columns):
        letter = IssuedLetter(code, number, day, verification, frozenset(members or ()))
        yield LetterKind(kind), about, letter


def _put_batches(actor: Actor, cards: list[LetterCard]) -> None:
    found = list(batches_visible_to(actor).filter(kind__in=LetterKind.values)[:BATCHES_LOOKED_AT])
    unfinished = [batch.job_code for batch in found if batch.finished_at is None]
    live = jobs_visible_to(actor).filter(code__in=unfinished, state__in=LIVE).values_list("code", flat=True)
    live_codes = set(live)
    for card in cards:
        own = {line.code for line in card.lines}
        card.batches = [
            BatchLine(
                batch.code, batch.job_code, len(batch.keys), batch.created_at, batch.by_name,
                batch.job_code in live_codes, bool(batch.print_file), len(batch.failures),
            )
            for batch in found
            if batch.kind == card.kind and own.intersection(batch.keys)
        ]  # fmt: skip


def readers_of_letters(actor: Actor, partner_ids: Iterable[int]) -> dict[int, Contact]:
    """The person to write to at each company, of those with a phone. One query."""
    rows = Contact.objects.visible_to(actor).filter(partner__in=list(partner_ids), voided_at=None)
    found: dict[int, Contact] = {}
    ranked = sorted(
        rows.exclude(phone=""), key=lambda row: (READER_ORDER.index(ContactRole(row.role)), row.pk)
    )
    for row in ranked:
        found.setdefault(row.partner_id, row)
    return found
