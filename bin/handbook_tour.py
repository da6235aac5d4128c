"""The path of the handbook, step by step as people go it: from an empty school to the replacement round."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page

SCHOOL = "SMKN 3 Palangka Raya"
HOME = "Hari ini"
# Name in the national spectrum, the school's own name, its abbreviation.
PROGRAMMES = (
    ("Kuliner", "Kuliner", "KUL"),
    ("Perhotelan", "Perhotelan", "PHT"),
    ("Desain dan Produksi Busana", "Busana", "BUS"),
    ("Tata Kecantikan Kulit dan Rambut", "Kecantikan", "KEC"),
    ("Desain Komunikasi Visual", "Desain Komunikasi Visual", "DKV"),
)
LETTERHEAD = "PEMERINTAH PROVINSI KALIMANTAN TENGAH\nDINAS PENDIDIKAN"
PASSWORDS = {"humas": "perahu kelotok sungai kahayan", "principal": "rumah betang teduh sekali"}
PRINCIPAL = "Maria Ngabe, M.Pd."
WAVE = "Gelombang 2"
NEARLY_THERE = "Hotel Danum Kalawah"
ROW_TO_MEND = "baris-246"
# How long a job may take before the tour gives up, in milliseconds.
PATIENCE = 180_000
Counted = tuple[str, int, float]


class Visitor:
    """A person at a browser: every press is counted, every picture is named."""

    def __init__(self, page: Page, album: Any) -> None:
        self.page, self.album = page, album
        self.clicks = 0
        self.counted: list[Counted] = []

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """A part of the path, counted for itself."""
        clicks, began = self.clicks, time.monotonic()
        yield
        self.counted.append((name, self.clicks - clicks, time.monotonic() - began))

    def click(self, target: Locator) -> None:
        """One click, and the page that answers it."""
        self.clicks += 1
        target.click()
        self.page.wait_for_load_state("load")

    def press(self, name: str | re.Pattern[str], *, inside: Locator | None = None) -> None:
        """A button by the words it shows."""
        self._click_role("button", name, inside)

    def follow(self, name: str | re.Pattern[str], *, inside: Locator | None = None) -> None:
        """A link by the words it shows."""
        self._click_role("link", name, inside)

    def _click_role(self, role: Any, name: str | re.Pattern[str], inside: Locator | None) -> None:
        where = inside or self.page
        self.click(where.get_by_role(role, name=name, exact=isinstance(name, str)).first)

    def fill(self, label: str, text: str) -> None:
        """Type into a field; typing is not counted."""
        self.page.get_by_label(label).first.fill(text)

    def choose(self, label: str, option: str) -> None:
        """Pick a line of a closed list."""
        self.clicks += 1
        self.page.get_by_label(label, exact=True).first.select_option(label=option)

    def upload(self, path: Path) -> None:
        """Choose a file."""
        self.clicks += 1
        self.page.locator("input[type=file]").set_input_files(path)

    def picture(self, name: str, *, phone: bool = False, at: str = "") -> None:
        """The window as it is now; `at` first brings that part of the page to its top."""
        place = self.page.locator(at).first if at else self.page.locator("html")
        place.evaluate("node => node.scrollIntoView({block: 'start'})")
        if at:
            self.page.evaluate("window.scrollBy(0, -16)")
        self.album.take(self.page, name, phone=phone)


def walk(come: Callable[[], Visitor], files: Path, secret: str) -> list[Counted]:
    """The whole path; `come()` is a person with a fresh browser. Returns stages with clicks and seconds."""
    humas = come()
    sign_in(humas, secret)
    start_school(humas)
    set_up_frame(humas)
    import_people(humas, files)
    name, card = name_principal(humas)
    import_partners(humas, files)
    prepare_wave(humas)
    compute(humas)
    submit(humas)
    principal = come()
    approve(principal, name, card)
    print_letters(humas)
    record_answers(humas)
    replace_refused(humas)
    return [*humas.counted, *principal.counted]


def sign_in(who: Visitor, secret: str) -> None:
    """With the first secret, then with an own password."""
    with who.stage("Masuk pertama kali"):
        who.page.goto("/masuk/")
        who.fill("Nama pengguna", "operator")
        who.fill("Kata sandi", secret)
        who.press("Masuk")
        who.fill("Kata sandi baru", PASSWORDS["humas"])
        who.fill("Tulis sekali lagi", PASSWORDS["humas"])
        who.press("Simpan kata sandi")


def start_school(who: Visitor) -> None:
    """Mulai sekolah baru."""
    with who.stage("Mulai sekolah baru"):
        who.follow("Mulai sekolah baru")
        who.fill("Nama sekolah", SCHOOL)
        who.fill("NPSN", "99900009")
        who.fill("Kota/kabupaten", "Palangka Raya")
        who.fill("Provinsi", "Kalimantan Tengah")
        who.picture("01-mulai-sekolah")
        who.press("Buat sekolah")
        who.picture("02-langkah-sekolah")


def set_up_frame(who: Visitor) -> None:
    """Profile, letterhead, specialisations, objectives, wave."""
    with who.stage("Profil dan kop surat"):
        who.follow("Berikutnya: Profil sekolah")
        who.fill("Alamat", "Jl. Contoh Tjilik Riwut Km 3")
        who.fill("Lintang", "-2.2096")
        who.fill("Bujur", "113.9135")
        who.press("Simpan profil")
        who.follow("Berikutnya: Kop surat")
        who.fill("Baris kop surat", LETTERHEAD)
        who.press("Lihat contoh")
        who.picture("03-kop-surat")
        who.press("Simpan kop")
    with who.stage("Konsentrasi"):
        who.follow("Berikutnya: Konsentrasi keahlian")
        for national, own, short in PROGRAMMES:
            who.follow("Tambah konsentrasi")
            who.choose("Konsentrasi keahlian", national)
            who.fill("Nama di sekolah", own)
            who.fill("Singkatan", short)
            if own == PROGRAMMES[0][1]:
                who.picture("04-konsentrasi")
            who.press("Simpan")
    with who.stage("Tujuan dan gelombang"):
        who.follow("Berikutnya: Tujuan pembelajaran PKL")
        who.press("Pakai empat tujuan rapor nasional")
        who.follow("Berikutnya: Gelombang PKL")
        who.follow("Tambah gelombang")
        who.fill("Nama gelombang", WAVE)
        who.choose("Tingkat peserta", "XI")
        start, end = wave_days(date.today())
        who.fill("Mulai", start.isoformat())
        who.fill("Selesai", end.isoformat())
        who.picture("05-gelombang")
        who.press("Simpan")


def wave_days(today: date) -> tuple[date, date]:
    """Six months from the next January."""
    return date(today.year + 1, 1, 4), date(today.year + 1, 7, 3)


def check(who: Visitor, path: Path) -> None:
    """Choose a file, keep the columns as they were matched, wait for the check."""
    who.upload(path)
    who.press("Baca berkas")
    who.press("Periksa")
    finish_job(who)


def apply(who: Visitor) -> None:
    """Import what is ready."""
    who.press(re.compile(r"^Impor \d"))
    finish_job(who)


def finish_job(who: Visitor) -> None:
    """Where the work was handed to a job: wait for its end, then go back."""
    if "/pekerjaan/" in who.page.url:
        wait_for_work(who)
        who.follow("Kembali")


def wait_for_work(who: Visitor) -> None:
    """Until the card of running work has given way to its result."""
    who.page.locator(".k-progress[aria-busy]").wait_for(state="detached", timeout=PATIENCE)
    who.page.wait_for_load_state("load")


def import_people(who: Visitor, files: Path) -> None:
    """Teachers and pupils out of Dapodik's files; of the bad rows three are mended, five are left for later."""
    with who.stage("Impor guru"):
        who.follow("Sekolah", inside=who.page.locator("main"))
        who.follow("Berikutnya: Guru")
        check(who, files / "dapodik-guru-smkn3-plk.xlsx")
        apply(who)
    with who.stage("Impor siswa"):
        who.follow("Berikutnya: Siswa")
        who.picture("06-impor-siswa")
        check(who, files / "dapodik-siswa-smkn3-plk.xlsx")
        who.picture("07-periksa-siswa")
        who.press("Pakai semua saran")
        row = who.page.locator(f"#{ROW_TO_MEND}")
        who.click(row.locator("summary"))
        row.get_by_label("Rombel").fill("XI Kuliner 4")
        who.picture("08-perbaiki-baris", at="#perbaiki")
        who.press("Simpan perbaikan", inside=row)
        apply(who)
        who.picture("09-siswa-terimpor")


def name_principal(who: Visitor) -> tuple[str, str]:
    """A card for the principal's account, and the hat; returns sign-in name and first secret of the card."""
    with who.stage("Kepala sekolah"):
        who.follow("Berikutnya: Kepala sekolah")
        who.follow("Cetak kartu akun")
        who.click(who.page.get_by_label(PRINCIPAL))
        who.press("Terbitkan kartu")
        if who.page.get_by_label("Kata sandi Anda").count():
            who.fill("Kata sandi Anda", PASSWORDS["humas"])
            who.press("Lanjutkan")
        name, secret = who.page.locator(".p-cards dd").all_inner_texts()
        who.picture("10-kartu-akun")
        who.follow("Beri peran")
        orang = who.page.get_by_label("Orang", exact=True)
        who.choose("Orang", orang.locator("option", has_text=PRINCIPAL).inner_text())
        who.choose("Peran", "Kepala sekolah")
        who.picture("11-beri-peran")
        who.press("Beri peran")
    return name, secret


def import_partners(who: Visitor, files: Path) -> None:
    """Companies and their seats; then one company by hand whose name the school has nearly already."""
    with who.stage("Impor mitra dan kursi"):
        who.follow("Sekolah")
        who.follow("Berikutnya: Mitra")
        check(who, files / "daftar-mitra-smkn3-plk.xlsx")
        who.picture("12-periksa-mitra")
        apply(who)
        who.follow("Berikutnya: Kursi PKL")
        check(who, files / "daftar-kursi-smkn3-plk.xlsx")
        apply(who)
    with who.stage("Mitra kembar (boleh dilewati)"):
        who.follow("Pemetaan")
        who.follow("Tambah mitra")
        who.fill("Nama mitra", NEARLY_THERE)
        who.fill("Kota/kabupaten", "Palangka Raya")
        who.press(re.compile("^Simpan"))
        who.picture("13-mitra-mirip")


def prepare_wave(who: Visitor) -> None:
    """Participants by whole classes, supervisors by one press."""
    with who.stage("Siapkan gelombang"):
        who.follow("Sekolah")
        who.picture("14-langkah-hampir-selesai")
        who.follow("Berikutnya: Penempatan PKL")
        who.follow("Peserta")
        who.follow("Tambah peserta")
        who.picture("15-tambah-peserta")
        who.press("Tambah peserta")
        who.follow(WAVE, inside=who.page.locator("main"))
        who.follow("Guru pembimbing")
        who.picture("16-pembimbing")
        who.press("Tambah pembimbing")
        who.picture("17-gelombang-siap")
        who.picture("17-gelombang-siap-hp", phone=True)


def compute(who: Visitor) -> None:
    """Hitung penempatan, the board, and why for a pupil."""
    with who.stage("Hitung dan tinjau"):
        who.press("Hitung penempatan")
        who.page.locator(".k-three").wait_for(timeout=PATIENCE)
        who.picture("18-papan")
        who.click(who.page.locator(".queue a", has_text="Jauh dari rumah").first)
        who.picture("19-mengapa", at=".k-three")
        who.picture("19-mengapa-hp", phone=True, at="#mengapa")


def submit(who: Visitor) -> None:
    """Terima semua saran, then Kunci & ajukan."""
    with who.stage("Terima saran dan ajukan"):
        who.press("Terima semua saran")
        who.follow("Kunci & ajukan")
        who.picture("20-ajukan")
        who.press(re.compile("^Ya, ajukan"))


def approve(who: Visitor, name: str, card: str) -> None:
    """The principal signs in with the card, finds the decision on Hari ini and approves."""
    with who.stage("Kepala sekolah masuk"):
        who.page.goto("/masuk/")
        who.fill("Nama pengguna", name)
        who.fill("Kata sandi", card)
        who.press("Masuk")
        who.fill("Kata sandi baru", PASSWORDS["principal"])
        who.fill("Tulis sekali lagi", PASSWORDS["principal"])
        who.press("Simpan kata sandi")
        who.picture("21-kepala-sekolah")
        who.picture("21-kepala-sekolah-hp", phone=True)
    with who.stage("Kepala sekolah menyetujui"):
        who.follow("Tinjau & setujui")
        who.picture("22-setujui")
        who.press(re.compile(r"^Setujui \d"))


def print_letters(who: Visitor) -> None:
    """All requests as one batch, then marked as sent."""
    with who.stage("Cetak dan kirim surat"):
        who.follow(HOME)
        who.follow("Buka surat")
        who.picture("23-surat")
        who.press(re.compile(r"^Cetak \d+ surat permohonan"))
        wait_for_work(who)
        who.picture("24-surat-terbit")
        who.follow("Lihat hasil")
        who.picture("24-paket-surat")
        who.follow(HOME)
        who.follow("Buka surat")
        who.follow(re.compile(r"^Tandai \d+ terkirim"))
        who.picture("25-tandai-terkirim")
        who.press(re.compile(r"^Tandai \d"))


def record_answers(who: Visitor) -> None:
    """One company takes all, one refuses a pupil."""
    with who.stage("Catat jawaban"):
        who.picture("26-jawaban")
        who.picture("26-jawaban-hp", phone=True)
        cards = who.page.locator("section.card[aria-label]")
        who.press(re.compile("diterima$"), inside=cards.nth(1))
        who.follow("Catat jawaban lain", inside=cards.first)
        who.click(who.page.get_by_label("Ditolak").first)
        who.fill("Catatan", "Tempat duduk di studio hanya cukup untuk tiga siswa")
        who.picture("27-catat-jawaban")
        who.press("Simpan jawaban")
        who.picture("28-sudah-ditolak")


def replace_refused(who: Visitor) -> None:
    """A round for those without a place only."""
    with who.stage("Putaran pengganti"):
        who.press(re.compile("^Cari pengganti"))
        who.page.locator(".k-three").wait_for(timeout=PATIENCE)
        who.picture("29-putaran-pengganti")
