"""Builds what a paper prints out of placements as they are now."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from anyam.base.actor import Actor
from anyam.base.errors import Refused
from anyam.implementation.internships import queries, rules
from anyam.implementation.internships.documents import contexts
from anyam.implementation.internships.models import Placement
from anyam.implementation.internships.terms import LetterKind
from anyam.mapping.partners.models import Partner
from anyam.records.people.operations.consents import TEXT_VERSION
from anyam.records.people.terms import ConsentPurpose
from anyam.records.schools.models import School
from anyam.records.schools.queries import school_of
from anyam.records.schools.terms import WaveKind
from anyam.tools.documents.kinds import About, Context, Draft, Signer
from anyam.tools.documents.rules import initials


@dataclass(frozen=True, slots=True)
class Ground:
    """What every paper needs: the pupils on it, the school, who signs, and the day."""

    actor: Actor
    code: str
    rows: list[Placement]
    school: School
    signer: Signer
    today: date

    @property
    def first(self) -> Placement:
        return self.rows[0]

    @property
    def members(self) -> tuple[str, ...]:
        return tuple(row.code for row in self.rows)

    @property
    def year(self) -> str:
        start = self.first.participant.wave.school_year.start_year
        return f"{start}/{start + 1}"


def builder(kind: LetterKind) -> Callable[[Actor, str], Draft]:
    """The function that makes the draft of one paper by its code, for the documents tool."""

    def build(actor: Actor, code: str) -> Draft:
        return draft_of(actor, kind, code)

    return build


def draft_of(actor: Actor, kind: str, code: str) -> Draft:
    """One paper as it would be printed now.

    Refused: nobody stands on it (any more), the school has no principal.
    """
    with override("id"):  # a paper speaks Indonesian, whoever presses
        ground = _ground(actor, kind, code)
        make, about = _MAKERS[LetterKind(kind)]
        return Draft(make(ground), about(ground))


def _ground(actor: Actor, kind: str, code: str) -> Ground:
    rows = queries.letter_members(actor, kind, code)
    if not rows:
        raise Refused(
            _("Belum ada siswa untuk surat ini. Periksa jawaban perusahaan."), code="nobody_on_letter"
        )
    # The tool builds at the moment it issues and hands on no clock; the day decides who is principal.
    today = actor.today(timezone.now())
    principal = queries.principal_of(actor.school_id, today)
    if principal is None:
        raise Refused(_("Tetapkan kepala sekolah di Pengguna & peran."), code="no_principal")
    school = school_of(actor)
    signer = Signer(school.principal_title, principal.name, "", principal.number)
    return Ground(actor, code, rows, school, signer, today)


def _row(placement: Placement) -> contexts.Row:
    pupil, partner = placement.participant.pupil, placement.capacity.partner
    group = pupil.class_group
    return contexts.Row(
        name=pupil.name,
        group=group.name if group else "-",
        programme=group.programme.name if group else "-",
        partner=partner.name,
        city=_city(placement),
        supervisor=placement.supervisor.name if placement.supervisor else "-",
    )


def _city(placement: Placement) -> str:
    site = placement.capacity.site
    return (site.city if site else "") or placement.capacity.partner.city


def _pupils(rows: list[Placement]) -> tuple[contexts.Row, ...]:
    return tuple(_row(placement) for placement in rows)


def _supervisors(rows: list[Placement]) -> tuple[str, ...]:
    return tuple(sorted({row.supervisor.name for row in rows if row.supervisor}))


def _recipient(partner: Partner) -> tuple[str, ...]:
    lines = (
        f"Yth. Pimpinan {partner.name}",
        partner.address,
        f"di {partner.city}" if partner.city else "di tempat",
    )
    return tuple(line for line in lines if line)


def _request(ground: Ground) -> Context:
    first = ground.first
    partner = first.capacity.partner
    known = [row.answer_due for row in ground.rows if row.answer_due]
    subject = "Permohonan tempat Praktik Kerja Lapangan"
    return contexts.Request(
        recipient=_recipient(partner),
        partner=partner.name,
        pupils=_pupils(ground.rows),
        start=first.start,
        end=first.end,
        year=ground.year,
        supervisors=_supervisors(ground.rows),
        answer_due=max(known, default=rules.answer_due(ground.today, first.participant.wave.answer_days)),
        reach=_reach(ground.school),
        signer=ground.signer,
        subject=subject,
        public_subject=f"{subject} di {partner.name}, {len(ground.rows)} siswa",
        members=ground.members,
    )


def _reach(school: School) -> str:
    return " atau ".join(part for part in (school.phone, school.email) if part)


def _cover(ground: Ground) -> Context:
    first = ground.first
    partner = first.capacity.partner
    letters = queries.issued_letters(ground.actor, [LetterKind.REQUEST], [ground.code])
    return contexts.Cover(
        recipient=_recipient(partner),
        pupils=_pupils(ground.rows),
        start=first.start,
        end=first.end,
        supervisors=_supervisors(ground.rows),
        request_number=next((letter.number for _kind, _code, letter in letters), ""),
        signer=ground.signer,
        subject="Pengantar Praktik Kerja Lapangan",
        public_subject=f"Pengantar Praktik Kerja Lapangan di {partner.name}, {len(ground.rows)} siswa",
        members=ground.members,
    )


def _assignment(ground: Ground) -> Context:
    teacher = ground.first.supervisor
    assert teacher is not None, "an assignment is asked for by its teacher's code"
    rows = sorted(ground.rows, key=lambda row: (row.capacity.partner.name, row.participant.pupil.name))
    subject = "Surat tugas pembimbing PKL"
    return contexts.Assignment(
        teacher=teacher.name,
        teacher_number=teacher.nip,
        duty=teacher.duty or "Guru",
        pupils=_pupils(rows),
        partners=len({row.capacity.partner_id for row in rows}),
        start=ground.first.start,
        end=ground.first.end,
        year=ground.year,
        signer=ground.signer,
        subject=f"{subject}: {teacher.name}",
        public_subject=f"{subject}: {initials(teacher.name.split(',')[0])}",
        members=ground.members,
    )


def _decree(ground: Ground) -> Context:
    round_ = ground.first.round
    rows = sorted(ground.rows, key=lambda row: (_row(row).group, row.participant.pupil.name))
    subject = "Penempatan peserta Praktik Kerja Lapangan"
    wave = ground.first.participant.wave
    return contexts.Decree(
        wave=wave.name,
        year=ground.year,
        pupils=_pupils(rows),
        partners=len({row.capacity.partner_id for row in rows}),
        start=ground.first.start,
        end=ground.first.end,
        approved_on=round_.approved_at.astimezone(ground.actor.zone).date()
        if round_.approved_at
        else ground.today,
        signer=ground.signer,
        subject=f"{subject} {wave.name}",
        public_subject=f"{subject} {wave.name}, {len(rows)} siswa",
        members=ground.members,
    )


def _consent(ground: Ground) -> Context:
    placement = ground.first
    capacity, wave = placement.capacity, placement.participant.wave
    place = capacity.site or capacity.partner
    conditions = (
        "Ada giliran kerja malam." if capacity.night_shift else "",
        "Ada pekerjaan yang memerlukan alat pelindung khusus." if capacity.hazardous else "",
        f"Dokumen yang diminta perusahaan: {capacity.documents}." if capacity.documents else "",
    )
    needed = contexts.NEEDED + ((ConsentPurpose.ABROAD,) if wave.kind == WaveKind.ABROAD else ())
    name = placement.participant.pupil.name
    return contexts.Consent(
        pupil=_row(placement),
        address=", ".join(
            part for part in (place.address or capacity.partner.address, _city(placement)) if part
        ),
        work=capacity.work,
        lodging=str(capacity.get_lodging_display()),
        conditions=tuple(line for line in conditions if line),
        start=placement.start,
        end=placement.end,
        supervisor=placement.supervisor.name if placement.supervisor else "",
        reach=_reach(ground.school),
        needed=contexts.purposes(needed),
        optional=contexts.purposes(contexts.OPTIONAL),
        text_version=TEXT_VERSION,
        subject=f"Persetujuan orang tua/wali: {name}",
        public_subject=f"Persetujuan orang tua/wali: {initials(name)}",
        members=ground.members,
    )


def _about_partner(ground: Ground) -> About:
    return About("internships.letter", ground.code, ground.first.capacity.partner.name)


def _about_teacher(ground: Ground) -> About:
    return About("internships.letter", ground.code, ground.first.supervisor.name)  # type: ignore[union-attr]


def _about_round(ground: Ground) -> About:
    round_ = ground.first.round
    return About(
        "internships.matchinground", ground.code, f"{ground.first.participant.wave} · {round_.number}"
    )


def _about_pupil(ground: Ground) -> About:
    return About("internships.placement", ground.code, ground.first.participant.pupil.name)


_MAKERS: dict[LetterKind, tuple[Callable[[Ground], Context], Callable[[Ground], About]]] = {
    LetterKind.REQUEST: (_request, _about_partner),
    LetterKind.COVER: (_cover, _about_partner),
    LetterKind.ASSIGNMENT: (_assignment, _about_teacher),
    LetterKind.DECREE: (_decree, _about_round),
    LetterKind.CONSENT: (_consent, _about_pupil),
}
