"""The three schools of the demonstration: who they are, what they teach, who works there."""

from collections.abc import Mapping
from dataclasses import dataclass

from anyam.config.demo import places
from anyam.config.demo.places import District

DEMONSTRATION_OBJECTIVES: Mapping[str, tuple[str, ...]] = {
    "KUL": (
        "Menyiapkan bahan dan mengolah makanan di dapur usaha",
        "Membuat roti, kue, dan hidangan penutup",
    ),
    "PHT": ("Menyiapkan kamar tamu menurut standar hotel", "Melayani tamu di kantor depan dan restoran"),
    "BUS": ("Membuat pola dan menjahit busana pesanan", "Memeriksa mutu jahitan sebelum diserahkan"),
    "KEC": ("Merawat kulit dan rambut pelanggan", "Merias wajah untuk acara"),
    "DKV": ("Merancang grafis untuk promosi", "Mengolah foto dan video pesanan pelanggan"),
    "TPM": ("Mengoperasikan mesin bubut dan frais", "Memeriksa ukuran benda kerja dengan alat ukur"),
    "TKR": ("Merawat mesin dan rem kendaraan ringan", "Memeriksa kelistrikan kendaraan ringan"),
    "TEI": ("Merakit dan menguji rangkaian elektronika", "Memasang panel kontrol otomatis"),
}


@dataclass(frozen=True, slots=True)
class Specialisation:
    """A konsentrasi of the spectrum as this school names it."""

    short: str
    name: str
    code: str


@dataclass(frozen=True, slots=True)
class Group:
    """A class group and how many sit in it; grade 11 waits for the coming wave, grade 12 goes in the running one."""

    name: str
    short: str
    grade: int
    size: int


@dataclass(frozen=True, slots=True)
class Staff:
    """A person with an account: printed name, gender, duty, extra duty, hats; `scope` is a programme or class."""

    name: str
    gender: str
    extra_duty: str
    hats: tuple[str, ...]
    scope: str = ""
    duty: str = "Guru Mapel"


@dataclass(frozen=True, slots=True)
class SchoolPlan:
    """One school of the demonstration. `serial` starts its made-up numbers, so that no two schools share one."""

    slug: str
    name: str
    npsn: str
    zone: str
    city: str
    province: str
    address: str
    letterhead: str
    centre: tuple[float, float]
    districts: tuple[District, ...]
    mix: Mapping[str, int]
    serial: int
    coming_kind: str
    specialisations: tuple[Specialisation, ...]
    groups: tuple[Group, ...]
    staff: tuple[Staff, ...]
    supervisors: Mapping[str, int]


PALANGKA = SchoolPlan(
    slug="smkn3-plk",
    name="SMKN 3 Palangka Raya",
    npsn="99900001",
    zone="Asia/Jakarta",
    city="Palangka Raya",
    province="Kalimantan Tengah",
    address="Jl. Contoh Kahayan No. 3",
    letterhead="PEMERINTAH PROVINSI KALIMANTAN TENGAH\nDINAS PENDIDIKAN",
    centre=(-2.2100, 113.9200),
    districts=places.PALANGKA,
    mix={"dayak": 5, "banjar": 3, "jawa": 2},
    serial=0,
    coming_kind="near_home",
    specialisations=(
        Specialisation("KUL", "Kuliner", "40416625"),
        Specialisation("PHT", "Perhotelan", "40412620"),
        Specialisation("BUS", "Busana", "47022735"),
        Specialisation("KEC", "Kecantikan", "40418630"),
        Specialisation("DKV", "Desain Komunikasi Visual", "47012650"),
    ),
    groups=(
        *(Group(f"XI Kuliner {number}", "KUL", 11, 34) for number in (1, 2, 3, 4)),
        *(Group(f"XI Perhotelan {number}", "PHT", 11, 34) for number in (1, 2, 3, 4)),
        *(Group(f"XI Busana {number}", "BUS", 11, 33) for number in (1, 2)),
        Group("XI Kecantikan", "KEC", 11, 31),
        Group("XI DKV", "DKV", 11, 31),
        Group("XII Kuliner 1", "KUL", 12, 30),
        Group("XII Perhotelan 1", "PHT", 12, 32),
        Group("XII Busana 1", "BUS", 12, 24),
    ),
    staff=(
        Staff("Maria Ngabe, M.Pd.", "P", "Kepala Sekolah", ("principal",), duty="Kepala Sekolah"),
        Staff("Rina Kristiani, S.Pd.", "P", "Wakil Kepala Humas", ("waka_humas",)),
        Staff("Hendri Saputra, S.E.", "L", "Koordinator Kemitraan", ("coordinator",)),
        Staff("Yulia Tarung, S.Pd.", "P", "Ketua Program Kuliner", ("programme_head", "supervisor"), "KUL"),
        Staff(
            "Darius Tundan, S.Pd.", "L", "Ketua Program Perhotelan", ("programme_head", "supervisor"), "PHT"
        ),
        Staff("Norhayati, S.Pd.", "P", "Wali Kelas", ("homeroom",), "XI Kuliner 1"),
        Staff("Albertus Sahay, S.Pd.", "L", "Guru Pembimbing", ("supervisor",), "BUS"),
        Staff("Dedi Kurniawan", "L", "Operator Dapodik", ("operator",), duty="Tenaga Administrasi Sekolah"),
    ),
    supervisors={"KUL": 12, "PHT": 12, "BUS": 6, "KEC": 3, "DKV": 3},
)

BANJARMASIN = SchoolPlan(
    slug="smkn4-bjm",
    name="SMKN 4 Banjarmasin",
    npsn="99900002",
    zone="Asia/Makassar",
    city="Banjarmasin",
    province="Kalimantan Selatan",
    address="Jl. Contoh Martapura No. 4",
    letterhead="PEMERINTAH PROVINSI KALIMANTAN SELATAN\nDINAS PENDIDIKAN DAN KEBUDAYAAN",
    centre=(-3.3190, 114.5920),
    districts=places.BANJARMASIN,
    mix={"banjar": 8, "jawa": 2},
    serial=2000,
    coming_kind="outside_region",
    specialisations=(
        Specialisation("KUL", "Kuliner", "40416625"),
        Specialisation("PHT", "Perhotelan", "40412620"),
    ),
    groups=(
        Group("XI Kuliner 1", "KUL", 11, 13),
        Group("XI Perhotelan 1", "PHT", 11, 27),
        Group("XII Kuliner 1", "KUL", 12, 30),
        Group("XII Perhotelan 1", "PHT", 12, 26),
    ),
    staff=(
        Staff("Hj. Rusmiyati Anwar, M.Pd.", "P", "Kepala Sekolah", ("principal",), duty="Kepala Sekolah"),
        Staff("Fathurrahman Noor, S.Pd.", "L", "Wakil Kepala Humas", ("waka_humas",)),
        Staff(
            "Aisyah Mawardi, S.Pd.", "P", "Ketua Program Perhotelan", ("programme_head", "supervisor"), "PHT"
        ),
        Staff("Supian Hadi, S.Pd.", "L", "Ketua Program Kuliner", ("programme_head", "supervisor"), "KUL"),
        Staff("Rabiatul Husna, S.Pd.", "P", "Wali Kelas", ("homeroom",), "XI Perhotelan 1"),
        Staff("Mahyudin", "L", "Operator Dapodik", ("operator",), duty="Tenaga Administrasi Sekolah"),
    ),
    supervisors={"KUL": 3, "PHT": 4},
)

ADIWERNA = SchoolPlan(
    slug="smkn1-adw",
    name="SMKN 1 Adiwerna",
    npsn="99900003",
    zone="Asia/Jakarta",
    city="Kab. Tegal",
    province="Jawa Tengah",
    address="Jl. Contoh Raya Selatan No. 1, Adiwerna",
    letterhead="PEMERINTAH PROVINSI JAWA TENGAH\nDINAS PENDIDIKAN DAN KEBUDAYAAN",
    centre=(-6.9370, 109.1300),
    districts=places.ADIWERNA,
    mix={"jawa": 1},
    serial=3000,
    coming_kind="near_home",
    specialisations=(
        Specialisation("TPM", "Teknik Pemesinan", "12010140"),
        Specialisation("TKR", "Teknik Kendaraan Ringan", "12012175"),
        Specialisation("TEI", "Teknik Elektronika Industri", "12018240"),
    ),
    groups=(
        Group("XI TPM 1", "TPM", 11, 20),
        Group("XI TKR 1", "TKR", 11, 18),
        Group("XI TEI 1", "TEI", 11, 12),
        Group("XII TPM 1", "TPM", 12, 7),
        Group("XII TKR 1", "TKR", 12, 7),
        Group("XII TEI 1", "TEI", 12, 6),
    ),
    staff=(
        Staff("Drs. Sugiharto Wibisono, M.M.", "L", "Kepala Sekolah", ("principal",), duty="Kepala Sekolah"),
        Staff("Siti Nuraeni, S.T.", "P", "Wakil Kepala Humas", ("waka_humas",)),
        Staff(
            "Bambang Tri Atmojo, S.T.", "L", "Ketua Program Mesin", ("programme_head", "supervisor"), "TPM"
        ),
        Staff("Warsito Adi, S.T.", "L", "Ketua Program Otomotif", ("programme_head", "supervisor"), "TKR"),
        Staff("Kustini Rahayu, S.Pd.", "P", "Wali Kelas", ("homeroom",), "XI TPM 1"),
        Staff("Slamet Riyanto", "L", "Operator Dapodik", ("operator",), duty="Tenaga Administrasi Sekolah"),
    ),
    supervisors={"TPM": 2, "TKR": 2, "TEI": 2},
)

SCHOOLS = (PALANGKA, BANJARMASIN, ADIWERNA)
