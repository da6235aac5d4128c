"""The handbook shows every picture it has, has every picture it shows, and none is heavy for prepaid data."""

import io
import re
from datetime import date
from pathlib import Path

import pytest
from handbook_tour import wave_days
from pictures import LARGEST, README_PICTURE, README_PICTURE_OF, shrink
from PIL import Image

pytestmark = pytest.mark.pure
ROOT = Path(__file__).resolve().parents[2]
BOOK = ROOT / "docs" / "buku"
PICTURE = re.compile(r"!\[([^\]]+)\]\(gambar/([^)]+)\)")


def shown():
    return [found for page in sorted(BOOK.glob("*.md")) for found in PICTURE.findall(page.read_text())]


def test_pages_show_exactly_the_pictures_there_are():
    assert sorted(name for _words, name in shown()) == sorted(path.name for path in BOOK.glob("gambar/*.png"))


def test_every_picture_has_words_of_its_own():
    words = [words for words, _name in shown()]
    assert len(set(words)) == len(words)


def test_no_picture_is_heavy():
    heavy = [path.name for path in BOOK.glob("gambar/*.png") if path.stat().st_size > LARGEST]
    assert heavy == []


def test_windows_are_always_the_same():
    sizes = set()
    for path in BOOK.glob("gambar/*.png"):
        with Image.open(path) as picture:
            sizes.add((path.stem.endswith("-hp"), picture.size))
    assert sizes == {(False, (1280, 800)), (True, (360, 740))}


def test_readme_shows_the_board_of_the_handbook():
    assert README_PICTURE.read_bytes() == (BOOK / "gambar" / f"{README_PICTURE_OF}.png").read_bytes()


def test_links_to_parts_of_a_page_lead_somewhere():
    text = (BOOK / "penempatan-pkl-dari-nol.md").read_text()
    headings = {
        re.sub(r"[^\w -]", "", line[3:].lower()).replace(" ", "-")
        for line in text.splitlines()
        if line.startswith("## ")
    }
    assert set(re.findall(r"\]\(#([^)]+)\)", text)) - headings == set()


def test_shrinking_keeps_size_and_shape():
    picture = io.BytesIO()
    Image.effect_noise((400, 300), 80).save(picture, "PNG")
    small = Image.open(io.BytesIO(shrink(picture.getvalue())))
    assert (small.size, small.mode) == ((400, 300), "P")


def test_wave_of_the_tour_is_six_months_of_the_next_year():
    assert wave_days(date(2026, 11, 24)) == (date(2027, 1, 4), date(2027, 7, 3))
