"""Class names, lengths of waves, letter numbers, addresses of schools."""

from datetime import date
from decimal import Decimal

import pytest

from anyam.records.schools import rules
from anyam.records.schools.rules import ClassName

pytestmark = pytest.mark.pure


@pytest.mark.parametrize(
    ("name", "reading"),
    [
        ("XI Kuliner 1", ClassName(11, "kuliner", "1")),
        ("xi-kuliner-1", ClassName(11, "kuliner", "1")),
        ("XII.TKR.2", ClassName(12, "tkr", "2")),
        ("10 Desain Komunikasi Visual 3", ClassName(10, "desain komunikasi visual", "3")),
        ("XIII KGSP", ClassName(13, "kgsp", "")),
        ("Kelas Unggulan", ClassName(None, "kelas unggulan", "")),
        ("", ClassName(None, "", "")),
    ],
)
def test_class_names(name, reading):
    assert rules.read_class_name(name) == reading


@pytest.mark.parametrize(
    ("name", "close"),
    [
        ("XI Kulinr 2", "XI Kuliner 2"),
        ("XI Kuliner 3", ""),
        ("X Kuliner 1", ""),
        ("XI Perhotlan 1", "XI Perhotelan 1"),
        ("XI Busana 1", ""),
    ],
)
def test_close_class_names(name, close):
    known = ["XI Kuliner 1", "XI Kuliner 2", "XI Perhotelan 1"]
    assert rules.close_class_name(name, known) == close


@pytest.mark.parametrize(
    ("words", "programme"),
    [("kuliner", 1), ("kul", 1), ("kulinr", 1), ("busana", 2), ("mesin", None), ("", None)],
)
def test_programme_of_words(words, programme):
    names = {1: ("Kuliner", "KUL", "Kuliner"), 2: ("Busana", "BUS", "Desain dan Produksi Busana")}
    assert rules.programme_of_words(words, names) == programme


@pytest.mark.parametrize(
    ("start", "end", "months", "weeks"),
    [
        (date(2027, 1, 4), date(2027, 7, 3), 6, 25),
        (date(2027, 1, 4), date(2027, 7, 2), 5, 25),
        (date(2027, 1, 1), date(2027, 1, 31), 1, 4),
        (date(2027, 1, 31), date(2027, 2, 28), 1, 4),
        (date(2026, 11, 15), date(2026, 11, 15), 0, 0),
    ],
)
def test_lengths(start, end, months, weeks):
    assert (rules.full_months(start, end), rules.full_weeks(start, end)) == (months, weeks)


NUMBERS = {
    "pkl.minimum_months.merdeka_2022.3y": Decimal(6),
    "pkl.minimum_months.merdeka_2022.4y": Decimal(10),
    "pkl.lesson_hours.merdeka_2022.3y": Decimal(792),
    "pkl.lesson_hours.merdeka_2022.4y": Decimal(1368),
    "curriculum.lesson_minutes": Decimal(45),
}


def check(**changes):
    values = {
        "start": date(2027, 1, 4), "end": date(2027, 7, 3), "grade": 12, "curriculum": "", "own_hours": None,
        "numbers": NUMBERS,
    }  # fmt: skip
    return rules.check_wave(**(values | changes))


def test_a_wave_against_its_curriculum():
    assert check() == rules.WaveCheck(6, 25, 6, 594, False)
    assert check(end=date(2027, 6, 25)) == rules.WaveCheck(5, 24, 6, 594, True)
    assert check(grade=13) == rules.WaveCheck(6, 25, 10, 1026, True)
    assert check(own_hours=400).required_hours == 400
    assert check(curriculum="lain") == rules.WaveCheck(6, 25, None, None, False)
    assert check(numbers={}) == rules.WaveCheck(6, 25, None, None, False)


@pytest.mark.parametrize(
    ("day", "start_year"), [(date(2026, 7, 1), 2026), (date(2027, 6, 30), 2026), (date(2026, 6, 30), 2025)]
)
def test_school_years(day, start_year):
    assert rules.start_year_on(day) == start_year
    first, last = rules.year_span(start_year)
    assert first <= day <= last


@pytest.mark.parametrize(
    ("last", "following"),
    [("Gelombang 1", "Gelombang 2"), ("Gel. 9 (2026)", "Gel. 9 (2027)"), ("PKL", "Gelombang 1")],
)
def test_names_of_waves(last, following):
    assert rules.next_wave_name(last) == following


def test_letter_numbers():
    pattern = "421.5/{nomor}/{kode}/{bulan}/{tahun}"
    assert rules.letter_number(pattern, 418, date(2026, 11, 24), "PKL") == "421.5/0418/PKL/XI/2026"
    assert rules.unknown_placeholders("{nomor}/{hari}/{x}") == ["hari", "x"]
    assert rules.letter_number("{nomor}/{hari}", 1, date(2026, 1, 2), "") == "0001/{hari}"


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("SMKN 3 Palangka Raya", "smkn-3-palangka-raya"),
        ("SMK “Élan” !", "smk-elan"),
        ("学校", "sekolah"),
        ("A" * 60, "a" * 40),
    ],
)
def test_addresses_of_schools(name, slug):
    assert rules.slug_of(name) == slug
