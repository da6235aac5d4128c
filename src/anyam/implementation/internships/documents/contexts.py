"""What the papers of a wave print: plain frozen values, in Indonesian whoever presses the button."""

from dataclasses import dataclass
from datetime import date

from anyam.records.people.terms import ConsentPurpose
from anyam.tools.documents.kinds import Signer


@dataclass(frozen=True, slots=True)
class Row:
    """One pupil in a table; companies see a name, class and specialisation and nothing else of them."""

    name: str
    group: str
    programme: str
    partner: str = ""
    city: str = ""
    supervisor: str = ""


@dataclass(frozen=True, slots=True)
class Request:
    """Asks a company to take pupils; the next sheet is the company's reply form. `members` are placements."""

    recipient: tuple[str, ...]
    partner: str
    pupils: tuple[Row, ...]
    start: date
    end: date
    year: str
    supervisors: tuple[str, ...]
    answer_due: date
    reach: str
    signer: Signer
    subject: str
    public_subject: str
    members: tuple[str, ...]
    attachment: str = "1 (satu) lembar jawaban"
    nature: str = "Biasa"
    copies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cover:
    """Hands the pupils whom a company took over to it."""

    recipient: tuple[str, ...]
    pupils: tuple[Row, ...]
    start: date
    end: date
    supervisors: tuple[str, ...]
    request_number: str
    signer: Signer
    subject: str
    public_subject: str
    members: tuple[str, ...]
    nature: str = "Biasa"
    attachment: str = "-"
    copies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Assignment:
    """Charges a teacher with the supervision of pupils at their companies."""

    teacher: str
    teacher_number: str
    duty: str
    pupils: tuple[Row, ...]
    partners: int
    start: date
    end: date
    year: str
    signer: Signer
    subject: str
    public_subject: str
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Decree:
    """Settles who goes where in a wave; the annex lists every pupil of the round."""

    wave: str
    year: str
    pupils: tuple[Row, ...]
    partners: int
    start: date
    end: date
    approved_on: date
    signer: Signer
    subject: str
    public_subject: str
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Purpose:
    """One thing a guardian is asked for, with a box for yes and one for no; neither is filled in."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Consent:
    """The sheet a guardian signs: what, where, how long, who watches, which data; nothing bundled."""

    pupil: Row
    address: str
    work: str
    lodging: str
    conditions: tuple[str, ...]
    start: date
    end: date
    supervisor: str
    reach: str
    needed: tuple[Purpose, ...]
    optional: tuple[Purpose, ...]
    text_version: str
    subject: str
    public_subject: str
    members: tuple[str, ...]


# The words of each purpose on paper (UU 27/2022 art. 25: clear, apart, no box filled in beforehand).
PURPOSE_TEXTS = {
    ConsentPurpose.PARTICIPATION: (
        "Ikut PKL dan menulis jurnal",
        "Anak saya boleh mengikuti PKL di tempat dan waktu di atas. Sekolah mencatat kehadiran, jurnal kerja, "
        "dan nilainya.",
    ),
    ConsentPurpose.SHARE_WITH_PARTNER: (
        "Data untuk perusahaan",
        "Sekolah boleh memberikan nama, kelas, dan konsentrasi anak saya kepada perusahaan tersebut. Alamat "
        "rumah, tanggal lahir, dan data keluarga tidak diberikan.",
    ),
    ConsentPurpose.ABROAD: (
        "PKL di luar negeri",
        "Anak saya boleh berangkat ke luar negeri, dan data yang diminta untuk perjalanan boleh dikirim ke sana.",
    ),
    ConsentPurpose.FACE_PHOTO: (
        "Foto yang memperlihatkan wajah",
        "Foto jurnal boleh memperlihatkan wajah anak saya. Bila tidak, ia memotret hasil kerjanya saja.",
    ),
    ConsentPurpose.PLACE_CHECK: (
        "Pemeriksaan tempat saat absen",
        "Saat absen, telepon anak saya boleh memeriksa apakah ia berada di tempat PKL. Bila tidak, pembimbing "
        "yang menandai kehadirannya.",
    ),
    ConsentPurpose.PUBLICATION: (
        "Penerbitan karya atau foto",
        "Sekolah boleh menampilkan karya atau foto anak saya di laman dan pameran sekolah.",
    ),
}
NEEDED = (ConsentPurpose.PARTICIPATION, ConsentPurpose.SHARE_WITH_PARTNER)
OPTIONAL = (ConsentPurpose.FACE_PHOTO, ConsentPurpose.PLACE_CHECK, ConsentPurpose.PUBLICATION)


def purposes(wanted: tuple[ConsentPurpose, ...]) -> tuple[Purpose, ...]:
    """The wanted purposes in their words."""
    return tuple(Purpose(*PURPOSE_TEXTS[purpose]) for purpose in wanted)


# ---- examples for previews ----

SIGNER = Signer("Kepala Sekolah", "Maria Ngabe, M.Pd.", "", "197001012000032001")
START, END = date(2027, 1, 4), date(2027, 6, 25)
ROWS = (
    Row("Nabila Azzahra", "XI Kuliner 1", "Kuliner", "Hotel Contoh", "Palangka Raya", "Yulia Lestari, S.Pd."),
    Row(
        "Gilang Saputra",
        "XI Perhotelan 1",
        "Perhotelan",
        "Hotel Contoh",
        "Palangka Raya",
        "Yulia Lestari, S.Pd.",
    ),
)
RECIPIENT = ("Yth. Pimpinan Hotel Contoh", "di Palangka Raya")


def example_request() -> Request:
    """A request for two pupils."""
    return Request(
        recipient=RECIPIENT, partner="Hotel Contoh", pupils=ROWS, start=START, end=END, year="2026/2027",
        supervisors=("Yulia Lestari, S.Pd.",), answer_due=date(2026, 12, 8), reach="(0536) 000000", signer=SIGNER,
        subject="Permohonan tempat Praktik Kerja Lapangan",
        public_subject="Permohonan tempat Praktik Kerja Lapangan", members=(),
    )  # fmt: skip


def example_cover() -> Cover:
    """A cover letter for two pupils."""
    return Cover(
        recipient=RECIPIENT, pupils=ROWS, start=START, end=END, supervisors=("Yulia Lestari, S.Pd.",),
        request_number="421.5/0417/XI/2026", signer=SIGNER, subject="Pengantar Praktik Kerja Lapangan",
        public_subject="Pengantar Praktik Kerja Lapangan", members=(),
    )  # fmt: skip


def example_assignment() -> Assignment:
    """An assignment with two pupils at one company."""
    return Assignment(
        teacher="Yulia Lestari, S.Pd.", teacher_number="198502022010012002", duty="Guru", pupils=ROWS, partners=1,
        start=START, end=END, year="2026/2027", signer=SIGNER, subject="Surat tugas pembimbing PKL",
        public_subject="Surat tugas pembimbing PKL", members=(),
    )  # fmt: skip


def example_decree() -> Decree:
    """A decree with an annex of two."""
    return Decree(
        wave="Gelombang 1", year="2026/2027", pupils=ROWS, partners=1, start=START, end=END,
        approved_on=date(2026, 11, 23), signer=SIGNER, subject="Penempatan peserta Praktik Kerja Lapangan",
        public_subject="Penempatan peserta Praktik Kerja Lapangan", members=(),
    )  # fmt: skip


def example_consent() -> Consent:
    """A sheet for one pupil."""
    return Consent(
        pupil=ROWS[0], address="Jalan Contoh 1, Palangka Raya", work="Menyiapkan hidangan dan kue",
        lodging="Tanpa penginapan", conditions=(), start=START, end=END, supervisor="Yulia Lestari, S.Pd.",
        reach="(0536) 000000", needed=purposes(NEEDED), optional=purposes(OPTIONAL), text_version="2026-11",
        subject="Persetujuan orang tua/wali", public_subject="Persetujuan orang tua/wali",
        members=(),
    )  # fmt: skip
