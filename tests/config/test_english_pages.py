"""Who reads English sees English on every page, and the words that people wrote stay as they wrote them."""

import io
import re
from html.parser import HTMLParser
from typing import IO

import pytest
import time_machine
import translations
from babel.messages.mofile import read_mo, write_mo
from django.conf import settings
from django.test import Client
from django.urls import reverse

from tests.conftest import NOW
from tests.factories import internships, partners

# Words that stand on nearly every Indonesian page and in no English sentence.
TELL_TALE = re.compile(
    r"\b(?:"
    r"yang|dan|di|ke|dari|untuk|dengan|belum|sudah|tidak|ini|itu|akan|pada|atau|bisa|boleh|perlu|agar|"
    r"supaya|siswa|mitra|sekolah|surat|kursi|tempat|gelombang|penempatan|rombel|guru|pembimbing|perusahaan|"
    r"jawaban|pilihan|alasan|alamat|kontak|perjanjian|langkah|halaman|hari|bulan|tahun|nama|nomor|tanggal|"
    r"jenis|keadaan|pilih|tulis|simpan|batal|lihat|buka|cari|saring|hapus|ubah|tambah|unduh|cetak|impor|"
    r"masuk|keluar|akun|sandi|semua|berikutnya|mulai|selesai|menunggu|anda|kamu|kami"
    r")\b"
)
# Names of a wave, of companies, of pupils and of files out of Dapodik: in Indonesian whoever reads.
NAMES = re.compile(r"Gelombang 1|Mitra [AB]|Siswa 0\d|Daftar (?:Guru|Tendik|Peserta Didik)")


class VisibleText(HTMLParser):
    """Texts and names that a reader or a screen reader meets."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden += tag in ("script", "style")
        self.texts += [
            value for name, value in attrs if value and name in ("aria-label", "title", "placeholder", "alt")
        ]

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in ("script", "style")

    def handle_data(self, data: str) -> None:
        if data.strip() and not self._hidden:
            self.texts.append(" ".join(data.split()))


def texts_of(client: Client, url: str) -> list[str]:
    page = client.get(url)
    assert page.status_code == 200
    assert page.headers["Content-Language"] == "en"
    parser = VisibleText()
    parser.feed(page.content.decode())
    return parser.texts


def indonesian(texts: list[str]) -> list[str]:
    """Texts with a tell-tale word outside the names."""
    return [text for text in texts if TELL_TALE.search(NAMES.sub("", text).casefold())]


def words_of(compiled: IO[bytes]) -> dict[object, object]:
    strings_of = translations.strings_of
    return {
        (strings_of(word.id), word.context): strings_of(word.string) for word in read_mo(compiled) if word.id
    }


@pytest.fixture
def reader(humas, sign_in) -> Client:
    """The waka humas, who has chosen English."""
    client = sign_in(humas)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    with time_machine.travel(NOW, tick=False):
        yield client


@pytest.mark.pure
def test_every_word_has_its_english():
    assert list(translations.faults()) == []


@pytest.mark.pure
def test_compiled_english_is_that_of_the_catalogues():
    stale = []
    for path in sorted(translations.SOURCE.rglob("*.po")):
        fresh = io.BytesIO()
        write_mo(fresh, translations.read(path))
        fresh.seek(0)
        with path.with_suffix(".mo").open("rb") as stream:
            if words_of(stream) != words_of(fresh):
                stale.append(path)
    assert stale == []


@pytest.mark.page
def test_browser_in_english_signs_in_in_english(db):
    texts = texts_of(Client(headers={"accept-language": "en-GB,en;q=0.9,id;q=0.5"}), reverse("account_login"))
    assert texts.count("Username, NISN or e-mail") == 1
    assert texts.count("Password") == 1
    assert indonesian(texts) == []


@pytest.mark.page
def test_browser_in_another_language_gets_indonesian(db):
    page = Client(headers={"accept-language": "ja"}).get(reverse("account_login"))
    assert page.headers["Content-Language"] == "id"
    assert page.content.decode().count("Nama pengguna, NISN, atau pos-el") == 1


@pytest.mark.page
@pytest.mark.parametrize(
    ("name", "heading"),
    [
        ("desk:today", "Waiting for you"),
        ("partners:partner_list", "Partner mapping"),
        ("partners:seat_list", "Internship seats"),
        ("people:pupil_list", "Students"),
        ("internships:wave_list", "Implementation: internships"),
        ("imports:batch_list", "Choose list"),
    ],
)
def test_pages_of_the_desk_are_english(school, reader, name, heading):
    internships.make_full_wave(school, pupils=3, hosts=2, seats=2)
    texts = texts_of(reader, reverse(name, kwargs={"school": school.slug}))
    assert heading in texts
    assert indonesian(texts) == []


@pytest.mark.page
def test_board_is_english_and_the_reasons_too(school, humas, reader):
    wave = internships.make_full_wave(school, pupils=3, hosts=2, seats=2)
    round_ = internships.computed_round(wave, humas)
    board = reverse("internships:round_board", kwargs={"school": school.slug, "code": round_.code})
    texts = texts_of(reader, board)
    assert texts.count("Placements Gelombang 1") == 1
    assert sorted({name for text in texts for name in re.findall(r"Siswa 0\d", text)}) == [
        "Siswa 00",
        "Siswa 01",
        "Siswa 02",
    ]
    assert indonesian(texts) == []


@pytest.mark.page
def test_what_people_wrote_is_not_translated_even_when_the_words_are_ours(school, reader):
    """The words “Sekolah” and “Ditarik sekolah” are of the interface too; as a name and a reason they are data."""
    row = partners.make_partner(school, name="Sekolah", held_reason="Ditarik sekolah")
    url = reverse("partners:partner_page", kwargs={"school": school.slug, "code": row.code})
    texts = texts_of(reader, url)
    assert "Sekolah" in texts
    assert "On hold: Ditarik sekolah. This partner takes no students." in texts
    assert "Withdrawn by the school" not in texts
