"""Letter numbers, verification codes, printable values, file names."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

import pytest
from django.utils.translation import gettext_lazy
from hypothesis import given
from hypothesis import strategies as st

from anyam.base.codes import ALPHABET
from anyam.tools.documents import rules
from anyam.tools.documents.terms import DocumentState

pytestmark = pytest.mark.pure
DAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("pattern", "number"),
    [
        ("421.5/{nomor}/{bulan}/{tahun}", "421.5/0417/XI/2026"),
        ("{nomor}/{kode}/SMKN3/{bulan}/{tahun}", "0417/PKL/SMKN3/XI/2026"),
        ("{nomor} {nomor} {0} {x.__class__}", "0417 0417 {0} {x.__class__}"),
    ],
)
def test_letter_number(pattern, number):
    assert rules.letter_number(pattern, number=417, day=DAY, kind_code="PKL") == number


def test_number_longer_than_four_figures_is_not_cut():
    assert rules.letter_number("{nomor}", number=12345, day=DAY, kind_code="") == "12345"


def test_kind_code_is_not_filled_in_twice():
    assert rules.letter_number("{kode}/{nomor}", number=1, day=DAY, kind_code="{tahun}") == "{tahun}/0001"


@given(st.text(ALPHABET, min_size=8, max_size=8))
def test_code_survives_how_people_type_it(code):
    shown = rules.shown_code(code)
    assert [rules.read_code(text) for text in (code, shown, shown.lower(), f" {code[:2]} {code[2:]} ")] == [
        code
    ] * 4


@pytest.mark.parametrize(
    "text", ["", "K7Q2", "K7Q2-9MX0", "K7Q2-9MXDD", "K7Q2-9MXI", "../../etc", "K7Q2–9MXD"]
)
def test_what_cannot_be_a_code(text):
    assert rules.read_code(text) is None


@dataclass(frozen=True)
class Thing:
    name: str
    day: date
    parts: tuple[object, ...]


def test_plain_values_ready_to_print():
    thing = Thing(
        "Nabila\u202e\x07 \u200bAzzahra", DAY, (1, Decimal("2.50"), None, DocumentState.ISSUED, True)
    )
    assert rules.plain({"a": thing, 2: gettext_lazy("Berlaku")}) == {
        "a": {
            "name": "Nabila Azzahra",
            "day": "24 November 2026",
            "parts": [1, "2.50", None, "issued", True],
        },
        "2": "Berlaku",
    }


@pytest.mark.parametrize("value", [object(), datetime(2026, 11, 24), {1, 2}, b"x"])
def test_other_objects_do_not_slip_into_a_document(value):
    with pytest.raises(TypeError):
        rules.plain({"a": value})


def test_composed_letters_and_line_breaks():
    assert rules.printable("Rene\u0301\nMaria\t") == "René\nMaria"


@pytest.mark.parametrize(
    ("number", "label", "name"),
    [
        ("421.5/0417/XI/2026", "Surat pengantar", "421.5-0417-XI-2026 Surat pengantar.pdf"),
        ("", "", "surat.pdf"),
        ("../../x", 'a"b\r\nc', "x a-b-c.pdf"),
    ],
)
def test_file_name(number, label, name):
    assert rules.file_name(number, label) == name


def test_content_names():
    digest = "ab" + "0" * 62
    assert rules.content_name(digest) == "ab/" + "0" * 62
    assert rules.is_content_name("ab/" + "0" * 62)
    assert not rules.is_content_name("../" + "0" * 62)


def test_initials():
    assert rules.initials("Nabila Azzahra") == "N. A."
    assert rules.initials("siti") == "S."
