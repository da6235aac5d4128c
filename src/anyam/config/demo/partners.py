"""Writes the partners of a demonstration school: companies, people, agreements, seats, and the contact log."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from anyam.base.actor import Actor
from anyam.config.demo.companies import WORK, Company
from anyam.mapping.partners import operations
from anyam.mapping.partners.models import Capacity, Partner
from anyam.records.people.models import Teacher
from anyam.records.reference.models import IndustryCode
from anyam.records.schools.models import StudyProgramme, Wave

EDITION = "2020"
# Sections of the classification of industries by what pupils learn there.
SECTIONS = {"KUL": "I", "PHT": "I", "BUS": "C", "KEC": "S", "DKV": "J", "TPM": "C", "TKR": "G", "TEI": "C"}


@dataclass(frozen=True, slots=True)
class Step:
    """A line of the contact log: days ago, way, what came of it, and the next step with its days from today."""

    days_ago: int
    channel: str
    summary: str
    next_action: str = ""
    due_in: int = 0


# How each of the four ways to win a partner begins, and three more; the last line leaves a step open.
COURTSHIPS: dict[str, tuple[Step, ...]] = {
    "first_placement": (
        Step(41, "letter", "Surat permohonan penempatan pertama diantar; diterima bagian kantor."),
        Step(6, "whatsapp", "Bersedia mencoba dua siswa dulu.", "Tanyakan tanggal mulai", 1),
    ),
    "visit": (
        Step(19, "visit", "Melihat ruang kerja; cocok untuk siswa, pembimbing sudah ditunjuk.",
             "Kirim rancangan perjanjian", 0),
    ),
    "alumni": (
        Step(27, "call", "Alumni yang bekerja di sana mengenalkan sekolah kepada pimpinannya."),
        Step(9, "visit", "Pimpinan berkenan menerima siswa, menunggu jumlah kursi.", "Telepon pimpinan", -2),
    ),
    "promotion": (
        Step(12, "meeting", "Datang ke pameran karya siswa dan tertarik pada hasilnya.", "Ajak berkunjung lagi", 3),
    ),
    "referral": (Step(33, "whatsapp", "Orang tua siswa memberi nomor pimpinannya. Belum dijawab."),),
    "inbound": (Step(4, "email", "Perusahaan bertanya tentang siswa PKL.", "Balas dengan jadwal gelombang", 2),),
    "government": (Step(15, "meeting", "Dikenalkan pada rapat dinas.", "Kirim surat perkenalan", 5),),
}  # fmt: skip
RENEWAL = Step(
    3, "whatsapp", "Pihak usaha setuju memperpanjang, isi sama.", "Siapkan perpanjangan perjanjian", 2
)
LAPSED = Step(
    38, "call", "Perjanjian sudah berakhir; diminta datang membahas yang baru.", "Jadwalkan kunjungan", -1
)
AGREEMENT_STEPS = {"soon": (RENEWAL,), "ended": (LAPSED,)}
HELD = Step(8, "visit", "Dibahas jam kerja siswa; perbaikan dijanjikan tertulis.", "Tagih surat perbaikan", 0)


def write_partners(actor: Actor, companies: Sequence[Company], now: datetime) -> list[Partner]:
    """Partners with main site, one person each, and the day their agreement ends; in the order of `companies`."""
    sections = {
        row.code: row for row in IndustryCode.objects.filter(edition=EDITION, code__in=set(SECTIONS.values()))
    }
    partners = []
    for one in companies:
        shorts = [*one.seats, *one.past_seats]
        partner = operations.save_partner(
            actor=actor,
            partner=None,
            now=now,
            data={
                "name": one.name,
                "kind": one.kind,
                "industry": sections.get(SECTIONS[shorts[0]]) if shorts else None,
                "acquisition": one.way,
                "address": one.address,
                "city": one.district.city,
                "phone": one.phone,
                "held_reason": one.held_reason,
                "latitude": one.point[0],
                "longitude": one.point[1],
            },
        )
        if one.agreement_until:
            operations.set_agreement_until(actor=actor, partner=partner, until=one.agreement_until, now=now)
        person = {"name": one.contact, "position": one.position, "role": "leader", "phone": one.phone}
        operations.save_contact(actor=actor, partner=partner, contact=None, data=person, now=now)
        partners.append(partner)
    return partners


def write_seats(
    actor: Actor,
    pairs: Sequence[tuple[Partner, Company]],
    wave: Wave,
    programmes: dict[str, StudyProgramme],
    now: datetime,
    *,
    past: bool,
) -> list[Capacity]:
    """Seats of one wave: those of the table, under the conditions of each company."""
    rows = []
    for partner, one in pairs:
        for short, seats in (one.past_seats if past else one.seats).items():
            conditions = {"gender": "", "minimum_age": None} if past else one.conditions()
            data = conditions | {
                "wave": wave,
                "programme": programmes[short],
                "seats": seats,
                "minimum": 2 if "min2" in one.traits and not past else 1,
                "work": WORK[short],
            }
            rows.append(
                operations.save_capacity(actor=actor, partner=partner, capacity=None, data=data, now=now)
            )
    return rows


def write_log(
    actor: Actor, pairs: Sequence[tuple[Partner, Company]], owners: Sequence[Teacher], now: datetime
) -> None:
    """What was spoken with whom, and what comes next: prospects first, then what agreements ask for."""
    today = actor.today(now)
    for number, (partner, one) in enumerate(pairs):
        contact = partner.contacts.first()
        for step in _steps(one, number):
            data = {
                "contact": contact,
                "on": today - timedelta(days=step.days_ago),
                "channel": step.channel,
                "summary": step.summary,
                "next_action": step.next_action,
                "next_owner": owners[number % len(owners)] if step.next_action else None,
                "next_due": today + timedelta(days=step.due_in) if step.next_action else None,
            }
            at = now - timedelta(days=step.days_ago)
            operations.log_interaction(actor=actor, partner=partner, data=data, now=at)


def _steps(one: Company, number: int) -> tuple[Step, ...]:
    if one.is_prospect:
        return COURTSHIPS.get(one.way, ())
    if one.held_reason:
        return (HELD,)
    if one.agreement in AGREEMENT_STEPS:
        return AGREEMENT_STEPS[one.agreement]
    return (
        Step(2 + 3 * (number % 11), "whatsapp", "Jumlah kursi untuk gelombang berikut sudah dipastikan."),
    )
