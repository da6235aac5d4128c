"""Partners of a school of the demonstration, read from its table: what they are, offer and have signed."""

import csv
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random

from anyam.config.demo.calendar import Calendar
from anyam.config.demo.names import NameDrawer, phone
from anyam.config.demo.places import DISTRICTS, District, scatter
from anyam.config.demo.plans import SchoolPlan

DATA = Path(__file__).parent / "data"
HELD = "Jam kerja siswa sebelumnya melewati batas; menunggu perbaikan dari pihak usaha."
WORK = {
    "KUL": "Membantu mengolah makanan dan membuat roti di dapur usaha",
    "PHT": "Menyiapkan kamar tamu dan membantu kantor depan hotel",
    "BUS": "Memotong kain menurut pola dan menjahit busana pesanan",
    "KEC": "Membantu merawat rambut dan kulit pelanggan",
    "DKV": "Merancang grafis promosi dan mengolah foto pesanan",
    "TPM": "Membantu operator mesin bubut dan memeriksa ukuran",
    "TKR": "Membantu perawatan mesin dan rem kendaraan ringan",
    "TEI": "Merakit rangkaian elektronika dan panel kontrol",
}
POSITIONS = ("Manajer HRD", "Pemilik", "Kepala Dapur", "Kepala Operasional", "Personalia")
AGREEMENT_DAYS = {"soon": 9, "ended": -40}


@dataclass(frozen=True, slots=True)
class Company:
    """One made-up partner; `seats` and `past_seats` by specialisation, `traits` are the conditions of its seats."""

    name: str
    kind: str
    way: str
    address: str
    district: District
    point: tuple[float, float]
    phone: str
    contact: str
    position: str
    agreement: str
    agreement_until: date | None
    seats: dict[str, int]
    past_seats: dict[str, int]
    traits: frozenset[str]

    @property
    def is_prospect(self) -> bool:
        """No seats, now or before: it is only courted."""
        return not self.seats and not self.past_seats

    @property
    def held_reason(self) -> str:
        return HELD if "held" in self.traits else ""

    def conditions(self) -> dict[str, object]:
        """What its seats ask for, as fields of a capacity."""
        return {
            "lodging": "mixed" if "mixed" in self.traits else self._beds(),
            "gender": "P" if "female" in self.traits else "L" if "male" in self.traits else "",
            "minimum_age": 17 if "age17" in self.traits else None,
            "night_shift": "night" in self.traits,
            "hazardous": "hazard" in self.traits,
            "documents": "SKCK" if "doc:SKCK" in self.traits else "",
        }

    def _beds(self) -> str:
        """Away from home, a house for girls or boys only has beds for them."""
        is_away = self.district.share == 0 and self.district.city not in ("Kota Tegal",)
        return next((word for word in ("female", "male") if word in self.traits and is_away), "none")


def companies_of(plan: SchoolPlan, calendar: Calendar) -> list[Company]:
    """The partners of a school in the order of its table."""
    random = Random(f"partners {plan.slug}")  # noqa: S311 - the same companies every time, not a secret
    drawer = NameDrawer(random, plan.mix)
    with (DATA / f"{plan.slug}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    return [_company(plan, calendar, drawer, row, number) for number, row in enumerate(rows, start=1)]


def _company(
    plan: SchoolPlan, calendar: Calendar, drawer: NameDrawer, row: dict[str, str], number: int
) -> Company:
    random = drawer.random
    district = DISTRICTS[row["district"]]
    return Company(
        name=row["name"],
        kind=row["kind"],
        way=row["way"],
        address=f"Jl. Contoh {district.name} No. {number}",
        district=district,
        point=scatter(random, district),
        phone=phone(8000 + number + plan.serial // 10),
        contact=drawer.draw(random.choice("PL")),
        position=random.choice(POSITIONS),
        agreement=row["agreement"],
        agreement_until=_agreement(row["agreement"], calendar),
        seats=_seats(row["seats"]),
        past_seats=_seats(row["past"]),
        traits=frozenset(row["traits"].split()),
    )


def _agreement(word: str, calendar: Calendar) -> date | None:
    if not word:
        return None
    if word == "long":
        return date(calendar.coming.end.year + 1, 12, 31)
    return calendar.today + timedelta(days=AGREEMENT_DAYS[word])


def _seats(text: str) -> dict[str, int]:
    """Seats out of "KUL:6 PHT:18"."""
    pairs = (part.split(":") for part in text.split())
    return {short: int(count) for short, count in pairs}
