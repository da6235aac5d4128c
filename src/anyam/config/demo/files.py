"""Writes the people and partners of SMKN 3 Palangka Raya as the files a school would have, faults included."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from anyam.config.demo import sheets
from anyam.config.demo.calendar import calendar_on
from anyam.config.demo.companies import WORK, Company, companies_of
from anyam.config.demo.names import phone_as_typed
from anyam.config.demo.plans import PALANGKA
from anyam.config.demo.roster import PupilPlan, TeacherPlan, pupils_of, teachers_of
from anyam.mapping.partners.terms import Acquisition, Lodging, PartnerKind

# The files are always the same, so they are written as if on one day.
WRITTEN = datetime(2026, 11, 23, 14, 5, 11, tzinfo=UTC)
DAY = date(2026, 11, 24)
BLOCK = (
    "SMKN 3 PALANGKA RAYA (DATA CONTOH)",
    "Kecamatan Jekan Raya, Kota Palangka Raya, Provinsi Kalimantan Tengah",
)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with the pupil of this number: one column with another value."""

    number: int
    column: str
    value: str


# The kinds of faults that Dapodik's files are full of.
FAULTS = (
    Fault(207, "Tanggal Lahir", "31/04/2010"),
    Fault(240, "Rombel Saat Ini", ""),
    Fault(62, "Rombel Saat Ini", "XI Kulinr 2"),
    Fault(300, "HP", "0812 / 0857 (WA ibu)"),
    Fault(350, "Nama", ""),
)
# One NISN has lost its zeros in front, and two pupils have the same.
SHORT_NISN, TWIN_OF, TWIN = 18, 64, 65


def write_files(folder: Path) -> list[Path]:
    """Write the four workbooks into `folder`; the same bytes every time."""
    folder.mkdir(parents=True, exist_ok=True)
    calendar = calendar_on(DAY)
    companies = companies_of(PALANGKA, calendar)
    names = ("dapodik-siswa", "dapodik-guru", "daftar-mitra", "daftar-kursi")
    paths = [folder / f"{name}-{PALANGKA.slug}.xlsx" for name in names]
    stamp = f"Tanggal Unduh: {WRITTEN:%Y-%m-%d %H:%M:%S}   Pengunduh: operator"
    pupils = with_faults([pupil_row(one) for one in pupils_of(PALANGKA, calendar)])
    teachers = [teacher_row(one) for one in teachers_of(PALANGKA)]
    sheets.write_pupils(paths[0], ("Daftar Peserta Didik", *BLOCK, stamp), pupils, WRITTEN)
    sheets.write_teachers(paths[1], ("Daftar Guru", *BLOCK, stamp), teachers, WRITTEN)
    partners = [partner_row(one) for one in companies]
    sheets.write_list(paths[2], "Daftar mitra DU-DI", sheets.PARTNER_COLUMNS, partners, WRITTEN)
    seats = [row for one in companies for row in seat_rows(one)]
    sheets.write_list(paths[3], "Daftar kursi PKL", sheets.SEAT_COLUMNS, seats, WRITTEN)
    return paths


def with_faults(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows with eight of them spoilt: a lost zero, a NISN twice, and what else people mistype."""
    spoilt = [dict(row) for row in rows]
    for fault in FAULTS:
        spoilt[fault.number - 1][fault.column] = fault.value
    spoilt[SHORT_NISN - 1]["NISN"] = str(int(rows[SHORT_NISN - 1]["NISN"]))
    spoilt[TWIN - 1]["NISN"] = rows[TWIN_OF - 1]["NISN"]
    return spoilt


def pupil_row(one: PupilPlan) -> dict[str, Any]:
    """A pupil as Dapodik lists them; what Anyam does not take is filled too, with values nobody has."""
    row: dict[str, Any] = {
        "Nama": one.name,
        "NIPD": one.nipd,
        "JK": one.gender,
        "NISN": one.nisn,
        "Tempat Lahir": PALANGKA.city,
        "Tanggal Lahir": one.birth_date.isoformat() if one.birth_date else "",
        "NIK": "0" * 16,
        "Alamat": f"Jl. Contoh {one.area}",
        "RT": "01",
        "RW": "01",
        "Kecamatan": f"Kec. {one.area}",
        "Jenis Tinggal": "Bersama orang tua",
        "Alat Transportasi": "Sepeda motor",
        "HP": phone_as_typed(one.phone) if one.phone else "",
        "Penerima KPS": "Tidak",
        "Data Ayah, Nama": one.father,
        "Data Ayah, Penghasilan": "Rp. 2,000,000 - Rp. 4,999,999",
        "Data Ibu, Nama": one.mother,
        "Data Ibu, Pekerjaan": "Wiraswasta",
        "Rombel Saat Ini": one.group.name,
        "Penerima KIP": "Tidak",
        "Kebutuhan Khusus": "Tidak ada",
        "No KK": "0" * 16,
    }
    if one.home:
        row |= {"Lintang": f"{one.home[0]}", "Bujur": f"{one.home[1]}"}
    return {column: value for column, value in row.items() if value != ""}


def teacher_row(one: TeacherPlan) -> dict[str, Any]:
    """A teacher as Dapodik lists them."""
    return {
        "Nama": one.name,
        "NUPTK": one.nuptk,
        "JK": one.gender,
        "NIP": one.nip,
        "Status Kepegawaian": "PPPK",
        "Jenis PTK": one.duty,
        "Alamat Jalan": "Jl. Contoh",
        "HP": phone_as_typed(one.phone),
        "Email": one.email,
        "Tugas Tambahan": one.extra_duty,
        "Kewarganegaraan": "ID",
        "NIK": "0" * 16,
    }


def partner_row(one: Company) -> dict[str, Any]:
    """A company as the school's own list has it."""
    return {
        "Nama DU/DI": one.name,
        "Jenis": str(PartnerKind(one.kind).label),
        "Alamat": one.address,
        "Kab/Kota": one.district.city,
        "No. HP": phone_as_typed(one.phone),
        "Pimpinan/Kontak": one.contact,
        "Jabatan": one.position,
        "Awal perkenalan": str(Acquisition(one.way).label) if one.way else "",
        "Lintang": _comma(one.point[0]),
        "Bujur": _comma(one.point[1]),
        "MoU sampai": f"{one.agreement_until:%d/%m/%Y}" if one.agreement_until else "",
    }


def seat_rows(one: Company) -> list[dict[str, Any]]:
    """The seats a company offers for the coming wave, one row a specialisation."""
    conditions = one.conditions()
    names = {known.short: known.name for known in PALANGKA.specialisations}
    return [
        {
            "Nama DU/DI": one.name,
            "Jurusan": names[short],
            "Kuota": count,
            "Minimal": 2 if "min2" in one.traits else 1,
            "Mess": str(Lodging(str(conditions["lodging"])).label),
            "L/P": conditions["gender"],
            "Usia minimal": conditions["minimum_age"],
            "Shift malam": _yes(conditions["night_shift"]),
            "Pekerjaan berbahaya": _yes(conditions["hazardous"]),
            "Syarat dokumen": conditions["documents"],
            "Pekerjaan siswa": WORK[short],
        }
        for short, count in one.seats.items()
    ]


def _yes(value: object) -> str:
    return "ya" if value else "tidak"


def _comma(value: float) -> str:
    return str(value).replace(".", ",")
