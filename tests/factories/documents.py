"""A kind of document for tests, with its template, registered for the time of one test."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from anyam.base.actor import Actor
from anyam.base.errors import Refused
from anyam.tools.documents import rendering
from anyam.tools.documents.kinds import KINDS, About, DocumentKind, Draft, Signer, register

TEMPLATE = Path(__file__).parents[1] / "tools" / "documents" / "placement_letter.typ"
SIGNER = Signer("Kepala Sekolah", "Maria Ngabe, M.Pd.", "Pembina Tingkat I", "19700000 000000 2 000")


@dataclass(frozen=True)
class Row:
    """A line of the letter's table."""

    name: str
    nisn: str
    class_name: str
    unit: str


@dataclass(frozen=True)
class PlacementLetter:
    """What the test letter prints."""

    recipient: tuple[str, ...] = ("Yth. Pimpinan Hotel Grand Rungan", "di Palangka Raya")
    start: date = date(2027, 1, 4)
    end: date = date(2027, 6, 25)
    pupils: tuple[Row, ...] = (Row("Nabila Azzahra", "0090000010", "XI Kuliner 1", "Pastry"),)
    subject: str = "Pengantar Praktik Kerja Lapangan"
    public_subject: str = "Pengantar Praktik Kerja Lapangan"
    nature: str = "Biasa"
    attachment: str = "-"
    signer: Signer = SIGNER
    copies: tuple[str, ...] = field(default=())


def about(code: str = "PLACE001") -> About:
    return About("uji.placement", code, f"Penempatan {code}")


def build(actor: Actor, code: str) -> Draft:
    """The draft of one object; codes that begin with X are not ready."""
    if code.startswith("X"):
        raise Refused(f"Penempatan {code} belum disetujui.")
    return Draft(
        PlacementLetter(pupils=(Row(f"Siswa {code}", "0090000010", "XI Kuliner 1", "Pastry"),)), about(code)
    )


@contextmanager
def letter_kind(
    name: str = "uji.letter", roles: tuple[str, ...] = ("waka_humas",), **values
) -> Iterator[DocumentKind]:
    """A registered kind that the given hats may issue."""
    defaults = {
        "label": "Surat pengantar uji",
        "template": "uji/placement_letter.typ",
        "may_issue": lambda actor: actor.holds(*roles),
        "example": PlacementLetter,
        "build": build,
        "number_code": "PKL",
    }
    kind = DocumentKind(name=name, **(defaults | values))
    before = KINDS._fillers.get(name)
    register(kind)
    found = rendering.template_source
    rendering.template_source = lambda path: TEMPLATE.read_bytes() if path.startswith("uji/") else found(path)
    try:
        yield kind
    finally:
        rendering.template_source = found
        KINDS._fillers.pop(name)
        if before is not None:
            KINDS._fillers[name] = before
