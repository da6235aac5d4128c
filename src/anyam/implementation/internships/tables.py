"""Column lists of the internships room, and the states that stand in them."""

from collections.abc import Mapping

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from anyam.base.actor import Actor
from anyam.base.parts import Status, Text
from anyam.base.tables import Column
from anyam.implementation.internships import notices
from anyam.implementation.internships.models import (
    CHOICES_ASKED,
    FoundPlace,
    Participant,
    Placement,
    Proposal,
)
from anyam.implementation.internships.queries import AnswerCard, LetterLine
from anyam.implementation.internships.queries.choosing import place_label
from anyam.implementation.internships.terms import (
    LETTER_ADDRESSES,
    FoundPlaceState,
    LetterKind,
    PlacementState,
)
from anyam.mapping.partners.models import Contact
from anyam.records.schools.models import School, Wave

# A request whose answer is due within so many days is worth a reminder.
DAYS_CLOSE = 3


def proposal_columns() -> list[Column]:
    """The lines of a round as a file."""
    return [
        Column("name", _("Siswa"), "participant.pupil.name"),
        Column("nisn", _("NISN"), "participant.pupil.nisn"),
        Column("group", _("Rombel"), "participant.pupil.class_group.name"),
        Column("programme", _("Konsentrasi"), "participant.pupil.class_group.programme.name"),
        Column("partner", _("Tempat PKL"), "capacity.partner.name"),
        Column("city", _("Kota"), "capacity.partner.city"),
        Column("supervisor", _("Guru pembimbing"), "supervisor.name"),
        Column("points", _("Nilai kecocokan (0–100)"), points_of, kind="number"),
        Column("rank", _("Pilihan ke"), kind="number"),
        Column("distance", _("Jarak (km, garis lurus)"), "distance_km", kind="number"),
        Column("exception", _("Perlu keputusan"), "get_exception_display"),
    ]


def points_of(line: Proposal) -> float | None:
    """Points out of 100; they are kept in hundredths."""
    return None if line.points is None else line.points / 100


def participant_columns(school: str, wave: Wave) -> list[Column]:
    """Participants of a wave; in files the headings that the import of wishes reads. Rows: `with_places`."""
    return [
        Column("nisn", _("NISN"), "pupil.nisn", page=False),
        Column(
            "name",
            _("Siswa"),
            "pupil.name",
            sort="pupil__name",
            card="title",
            heading=_("Nama"),
            url=lambda row: reverse(
                "internships:participant_page",
                kwargs={"school": school, "code": wave.code, "participant": row.code},
            ),
        ),
        Column("group", _("Rombel"), "pupil.class_group.name", sort="pupil__class_group__name"),
        Column("programme", _("Konsentrasi"), "pupil.class_group.programme.name", card="hidden"),
        Column("wave", _("Gelombang"), "wave.name", page=False),
        *(
            Column(f"choice_{rank}", _("Pilihan %(rank)d") % {"rank": rank}, _choice_reader(rank), page=False)
            for rank in range(1, CHOICES_ASKED + 1)
        ),
        Column("choices", _("Pilihan"), choices_status, kind="status", sort="choice_count", export=False),
        Column("lodging", _("Penginapan"), "get_lodging_need_display", card="hidden", page=False),
        Column("documents", _("Dokumen"), card="hidden", page=False),
        Column("place", _("Tempat PKL"), placed_at),
        Column("lack", _("Yang kurang"), lack_status, kind="status", card="status", export=False),
    ]


def _choice_reader(rank: int):
    return lambda row: next(
        (place_label(one.capacity) for one in row.choices_at_hand if one.rank == rank), ""
    )


def choices_status(row: Participant) -> Status:
    """How many places a pupil wished for."""
    count = len(row.choices_at_hand)  # type: ignore[attr-defined]
    return Status("ok", _("%(n)d pilihan") % {"n": count}) if count else Status("mute", _("Belum memilih"))


def placed_at(row: Participant) -> str:
    """The company of a pupil's place; empty without one."""
    return next((one.capacity.partner.name for one in row.placements_at_hand), "")  # type: ignore[attr-defined]


def lack_status(row: Participant) -> Status | None:
    """What the computation misses of a pupil: the birth date blocks, the home only leaves the distance out."""
    if row.pupil.birth_date is None:
        return Status("bad", _("Tanggal lahir"), "calendar-off")
    if row.pupil.home_latitude is None or row.pupil.home_longitude is None:
        return Status("info", _("Titik rumah"), "map-pin-off")
    return None


FOUND_KINDS = {
    FoundPlaceState.PROPOSED: "warn",
    FoundPlaceState.ACCEPTED: "ok",
    FoundPlaceState.REFUSED: "mute",
}


def found_status(row: FoundPlace) -> Status:
    """Where the check of a found place stands."""
    return Status(FOUND_KINDS[FoundPlaceState(row.state)], row.get_state_display())


def found_columns(school: str, wave: Wave) -> list[Column]:
    """Places that pupils of a wave found."""
    return [
        Column(
            "name",
            _("Tempat"),
            sort="name",
            card="title",
            url=lambda row: reverse(
                "internships:found_check", kwargs={"school": school, "code": wave.code, "found": row.code}
            ),
        ),
        Column("pupil", _("Siswa"), "participant.pupil.name", sort="participant__pupil__name"),
        Column("group", _("Rombel"), "participant.pupil.class_group.name"),
        Column("address", _("Alamat"), card="hidden"),
        Column("work", _("Pekerjaan"), card="hidden", page=False),
        Column("created_at", _("Diusulkan"), kind="date", sort="created_at"),
        Column("state", _("Keadaan"), found_status, kind="status", card="status"),
    ]


def request_columns(actor: Actor, school: School, contacts: Mapping[int, Contact]) -> list[Column]:
    """Requests by company: number, paper, whether it went out, and the message that goes with it."""

    def message(line: LetterLine) -> str:
        partner = line.first.capacity.partner
        if line.document is None:
            return ""
        return notices.request_link(
            actor,
            school,
            partner,
            contact=contacts.get(partner.pk),
            letter=line.document,
            rows=line.members,
        )

    slug = actor.school_slug
    return [
        Column(
            "name",
            _("Perusahaan"),
            card="title",
            sort="name",
            url=lambda line: reverse(
                "partners:partner_page", kwargs={"school": slug, "code": line.first.capacity.partner.code}
            ),
        ),
        Column("round", _("Putaran"), "first.round.number", kind="number", card="hidden"),
        Column("pupils", _("Siswa"), lambda line: len(line.members), kind="number", sort="pupils"),
        Column("number", _("Nomor surat"), "document.number", url=lambda line: document_url(slug, line)),
        Column("paper", _("Surat"), paper_word, url=lambda line: paper_url(slug, line)),
        Column(
            "message",
            _("Pesan"),
            lambda line: _("Kirim WhatsApp") if message(line) else None,
            url=message,
        ),
        Column("status", _("Status"), request_status, kind="status", card="status"),
    ]


def letter_columns(slug: str, kind: LetterKind) -> list[Column]:
    """Papers of one kind: about whom, with how many pupils, number and standing."""
    about = {
        LetterKind.ASSIGNMENT: _("Guru"),
        LetterKind.DECREE: _("Putaran"),
        LetterKind.CONSENT: _("Siswa"),
    }.get(kind, _("Perusahaan"))
    columns = [Column("name", about, card="title", sort="name")]
    if kind == LetterKind.CONSENT:
        columns += [
            Column("group", _("Rombel"), "first.participant.pupil.class_group.name", sort="group"),
            Column("partner", _("Tempat PKL"), "first.capacity.partner.name", sort="partner"),
        ]
    else:
        columns.append(
            Column("pupils", _("Siswa"), lambda line: len(line.members), kind="number", sort="pupils")
        )
    return [
        *columns,
        Column("number", _("Nomor surat"), "document.number", url=lambda line: document_url(slug, line)),
        Column("day", _("Tanggal"), "document.day", kind="date", card="hidden"),
        Column("paper", _("Surat"), paper_word, card="fact", url=lambda line: paper_url(slug, line)),
        Column("status", _("Status"), letter_status, kind="status", card="status"),
    ]


def document_url(slug: str, line: LetterLine) -> str:
    """The page of the issued document; empty before it is issued."""
    if line.document is None:
        return ""
    return reverse("documents:document_show", kwargs={"school": slug, "code": line.document.code})


def paper_word(line: LetterLine) -> Text | None:
    """What the paper's link does: print what was issued, or look at what would be."""
    if line.document is not None:
        return _("Cetak")
    return _("Pratinjau") if line.members else None


def paper_url(slug: str, line: LetterLine) -> str:
    """The issued file, or the preview."""
    if line.document is not None:
        return reverse("documents:document_print", kwargs={"school": slug, "code": line.document.code})
    if not line.members:
        return ""
    address = next(word for word, kind in LETTER_ADDRESSES.items() if kind == line.kind)
    wave = line.first.participant.wave.code
    place = {"school": slug, "code": wave, "kind": address, "about": line.code}
    return reverse("internships:letter_preview", kwargs=place)


def letter_status(line: LetterLine) -> Status:
    """Issued, missing, or no longer true."""
    if line.document is None:
        return Status("mute", _("Belum terbit"))
    if line.has_changed:
        return Status("warn", _("Isi berubah, perlu versi baru"), "refresh")
    return Status("ok", _("Terbit"))


def request_status(line: LetterLine) -> Status:
    """Whose turn it is with a request."""
    if line.members and not line.unsent:
        sent = line.sent_on
        word = _("Terkirim %(day)s") % {"day": date_format(sent, "j M")} if sent else _("Sudah dijawab")
        return Status("ok", word)
    return (
        Status("info", _("Siap dikirim"), "send") if line.document and line.members else letter_status(line)
    )


def answer_columns() -> list[Column]:
    """Companies' answers as a file: (card, placement) pairs, one pupil a line."""
    return [
        Column("partner", _("Perusahaan"), lambda pair: pair[0].partner.name),
        Column("city", _("Kota"), lambda pair: pair[0].partner.city),
        Column("name", _("Siswa"), lambda pair: pair[1].participant.pupil.name),
        Column("group", _("Rombel"), lambda pair: _class_name(pair[1])),
        Column("state", _("Jawaban"), lambda pair: pair[1].get_state_display()),
        Column("letter", _("Nomor surat"), lambda pair: ", ".join(one.number for one in pair[0].letters)),
        Column("requested_on", _("Surat dikirim"), lambda pair: pair[1].requested_on, kind="date"),
        Column("answer_due", _("Batas jawab"), lambda pair: pair[1].answer_due, kind="date"),
        Column("answered_on", _("Dijawab"), lambda pair: pair[1].answered_on, kind="date"),
        Column("note", _("Catatan"), lambda pair: pair[1].answer_note),
        Column(
            "supervisor",
            _("Guru pembimbing"),
            lambda pair: pair[1].supervisor.name if pair[1].supervisor else "",
        ),
    ]


def _class_name(placement: Placement) -> str:
    group = placement.participant.pupil.class_group
    return group.name if group else ""


def answer_status(card: AnswerCard) -> Status:
    """Where a company's answer stands, most urgent pupil first."""
    days = card.days_left
    if card.state == PlacementState.NO_ANSWER:
        late = -days if days is not None else 0
        word = ngettext("Lewat %(n)d hari", "Lewat %(n)d hari", late) % {"n": late}
        return Status("bad", word, "clock-exclamation")
    if card.state == PlacementState.REQUESTED:
        if not days:
            return Status("warn", _("Jawaban ditunggu hari ini"), "clock")
        word = ngettext("%(n)d hari lagi", "%(n)d hari lagi", days) % {"n": days}
        return Status("warn" if days <= DAYS_CLOSE else "ext", word, "clock")
    if card.state == PlacementState.APPROVED:
        return Status("mute", _("Surat belum dikirim"), "mail")
    if card.state == PlacementState.REFUSED:
        return Status(
            "bad" if not card.accepted else "warn", _("Ditolak") if not card.accepted else _("Sebagian")
        )
    return Status("ok", _("Diterima"))
