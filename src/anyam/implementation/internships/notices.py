"""Messages to companies that a person sends from their own WhatsApp, in Indonesian whoever presses."""

from collections.abc import Iterable

from anyam.base.actor import Actor
from anyam.implementation.internships.models import Placement
from anyam.implementation.internships.queries import IssuedLetter
from anyam.mapping.partners.models import Contact, Partner
from anyam.records.schools.models import School
from anyam.tools.documents.rules import plain
from anyam.tools.notices.rules import whatsapp_link


def request_link(
    actor: Actor, school: School, partner: Partner, *, contact: Contact | None, letter: IssuedLetter,
    rows: Iterable[Placement],
) -> str:  # fmt: skip
    """Opens WhatsApp with the words that go with the request; empty when the company has no valid number."""
    rows = list(rows)
    if not rows:
        return ""
    period = f"{plain(rows[0].start)} sampai dengan {plain(rows[0].end)}"
    text = (
        f"{_greeting(contact)} Kami dari {school.name} mengirim surat permohonan PKL nomor {letter.number} "
        f"tanggal {plain(letter.day)} untuk {len(rows)} siswa pada {period}. Berkas surat menyusul setelah "
        f"pesan ini; kode QR padanya untuk memeriksa keaslian. Lembar jawaban ada di halaman kedua, boleh "
        f"difoto dan dikirim ke nomor ini. Terima kasih. {actor.name}, {school.name}"
    )
    return _link(partner, contact, text)


def reminder_link(
    actor: Actor, school: School, partner: Partner, *, contact: Contact | None, letters: Iterable[IssuedLetter],
    rows: Iterable[Placement],
) -> str:  # fmt: skip
    """Opens WhatsApp with a friendly question after the answer; empty without a valid number or open request."""
    rows = [row for row in rows if row.answer_due]
    if not rows:
        return ""
    letter = max(letters, key=lambda one: one.day, default=None)
    named = f" nomor {letter.number} tanggal {plain(letter.day)}" if letter else ""
    due = min(row.answer_due for row in rows if row.answer_due)
    text = (
        f"{_greeting(contact)} Kami dari {school.name} menanyakan jawaban atas surat permohonan PKL{named} "
        f"untuk {len(rows)} siswa, yang kami harapkan paling lambat {plain(due)}. "
        f"Lembar jawaban ada di halaman kedua surat, boleh difoto dan dikirim ke nomor ini. "
        f"Terima kasih. {actor.name}, {school.name}"
    )
    return _link(partner, contact, text)


def _greeting(contact: Contact | None) -> str:
    return f"Yth. Bapak/Ibu {contact.name}." if contact else "Yth. Bapak/Ibu Pimpinan."


def _link(partner: Partner, contact: Contact | None, text: str) -> str:
    return whatsapp_link(contact.phone if contact else partner.phone, text) or ""
