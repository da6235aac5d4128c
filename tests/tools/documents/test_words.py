"""Numbers, amounts and dates in Indonesian words."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anyam.tools.documents import words

pytestmark = pytest.mark.pure

SPELLED = {
    0: "nol",
    1: "satu",
    10: "sepuluh",
    11: "sebelas",
    12: "dua belas",
    19: "sembilan belas",
    20: "dua puluh",
    21: "dua puluh satu",
    100: "seratus",
    101: "seratus satu",
    110: "seratus sepuluh",
    111: "seratus sebelas",
    199: "seratus sembilan puluh sembilan",
    200: "dua ratus",
    999: "sembilan ratus sembilan puluh sembilan",
    1_000: "seribu",
    1_001: "seribu satu",
    1_100: "seribu seratus",
    1_234: "seribu dua ratus tiga puluh empat",
    2_026: "dua ribu dua puluh enam",
    10_000: "sepuluh ribu",
    11_000: "sebelas ribu",
    21_000: "dua puluh satu ribu",
    100_000: "seratus ribu",
    101_000: "seratus satu ribu",
    1_000_000: "satu juta",
    1_001_000: "satu juta seribu",
    2_500_000: "dua juta lima ratus ribu",
    1_000_000_000: "satu miliar",
    1_000_000_000_000: "satu triliun",
    999_999_999_999_999: (
        "sembilan ratus sembilan puluh sembilan triliun sembilan ratus sembilan puluh sembilan miliar "
        "sembilan ratus sembilan puluh sembilan juta sembilan ratus sembilan puluh sembilan ribu "
        "sembilan ratus sembilan puluh sembilan"
    ),
    -5: "minus lima",
}
VALUES = {word: value for value, word in enumerate(words.UNITS)}
SCALES = {name: value for value, name in words.SCALES if value >= 1000}


def value_of(text: str) -> int:
    """Reads the words back, by other means than they were made."""
    total = part = 0
    for word in text.split():
        if word in ("seribu", "seratus"):
            word_value = {"seribu": 1000, "seratus": 100}[word]
            if word == "seribu":
                total, part = total + 1000, 0
            else:
                part += word_value
        elif word in SCALES:
            total, part = total + part * SCALES[word], 0
        elif word == "ratus":
            part = part // 10 * 10 * 100 + part % 10 * 100
        elif word == "puluh":
            part = part // 10 * 10 + part % 10 * 10
        elif word == "belas":
            part += 10
        else:
            part += VALUES[word]
    return total + part


@pytest.mark.parametrize(("number", "text"), SPELLED.items())
def test_number_words(number, text):
    assert words.number_words(number) == text


@given(st.integers(0, 10**15 - 1))
def test_words_read_back_give_the_number(number):
    assert value_of(words.number_words(number)) == number


def test_too_large_a_number_is_refused():
    with pytest.raises(ValueError, match="too large"):
        words.number_words(10**15)


def test_amounts():
    assert words.count_with_words(24) == "24 (dua puluh empat)"
    assert words.rupiah_words(2_500_000) == "dua juta lima ratus ribu rupiah"
    assert words.rupiah(2_500_000) == "Rp2.500.000,00"
    assert words.rupiah(-1_000) == "-Rp1.000,00"
    assert words.rupiah(0) == "Rp0,00"


def test_dates():
    day = date(2026, 11, 24)
    assert words.long_date(day) == "24 November 2026"
    assert words.long_date_with_day(day) == "Selasa, 24 November 2026"
    assert words.date_words(day) == (
        "Selasa tanggal dua puluh empat bulan November tahun dua ribu dua puluh enam"
    )


@pytest.mark.parametrize(
    ("start", "end", "text"),
    [
        (date(2027, 1, 4), date(2027, 1, 4), "4 Januari 2027"),
        (date(2027, 1, 4), date(2027, 1, 9), "4 sampai dengan 9 Januari 2027"),
        (date(2027, 1, 4), date(2027, 6, 25), "4 Januari sampai dengan 25 Juni 2027"),
        (date(2026, 12, 1), date(2027, 6, 25), "1 Desember 2026 sampai dengan 25 Juni 2027"),
    ],
)
def test_date_range(start, end, text):
    assert words.date_range(start, end) == text


@pytest.mark.parametrize(
    ("zone", "text"),
    [
        ("Asia/Jakarta", "24-11-2026 09.00 WIB"),
        ("Asia/Makassar", "24-11-2026 10.00 WITA"),
        ("Asia/Jayapura", "24-11-2026 11.00 WIT"),
        ("UTC", "24-11-2026 02.00"),
    ],
)
def test_moment_in_the_schools_zone(zone, text):
    assert words.moment_text(datetime(2026, 11, 24, 2, tzinfo=UTC), ZoneInfo(zone)) == text


def test_months_in_roman():
    assert [words.roman(month) for month in range(1, 13)] == [
        "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII",
    ]  # fmt: skip
    for wrong in (0, 40):
        with pytest.raises(ValueError, match="months"):
            words.roman(wrong)
