"""The pure parts of reading: headers, cells, dates, digits, decimals; and fuzzing of the header finder."""

import io
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anyam.tools.imports import cleaning, headers
from anyam.tools.imports.sheets import Cell, UnreadableFile, cell_of, open_sheet
from anyam.tools.imports.sheets.cells import plain_text, tidy_text
from anyam.tools.imports.sheets.delimited import encoding_of, separator_of
from anyam.tools.imports.sheets.reader import number
from tests.tools.imports import corpus

pytestmark = pytest.mark.pure

KNOWN = ("Nama", "NISN", "Tanggal Lahir", "Data Ayah, Nama", "Penghasilan")
FIELDS = {
    "name": ("Nama", "Nama Lengkap"),
    "nisn": ("NISN",),
    "father": ("Data Ayah, Nama", "Nama Ayah"),
    "phone": ("Nomor HP",),
}


def test_dapodik_header_is_joined_over_two_rows():
    with open_sheet(io.BytesIO(corpus.dapodik())) as sheet:
        (head,) = sheet.heads
        rows = [(number, [plain_text(raw) for raw in cells]) for number, cells in head.rows]
    header = headers.find_header(rows, KNOWN)
    assert (header.first_row, header.last_row, len(header.headings)) == (5, 6, 66)
    labels = {h.column: h.label for h in header.headings}
    assert (labels[1], labels[24], labels[29], labels[35], labels[43]) == (
        "Nama",
        "Data Ayah, Nama",
        "Data Ayah, NIK",
        "Data Ibu, NIK",
        "No Peserta Ujian Nasional",
    )
    matching = headers.match_columns(header, FIELDS, [("Data Ayah, NIK", "NIK")])
    assert {key: m.column for key, m in matching.matches.items()} == {"name": 1, "nisn": 4, "father": 24}
    assert matching.dropped[0] == headers.Dropped(0, (7, 29))
    assert len(matching.dropped[1].columns) == 66 - 3 - 2


def header_of(*cells):
    return headers.find_header([(1, (*cells, "Tanggal Lahir"))], KNOWN)


@pytest.mark.parametrize(
    ("cells", "column", "is_question"),
    [
        (("NISN", "nama lengkap"), 1, False),
        (("NISN", "NAMA"), 1, False),
        (("NISN", "Nama_Lengkap "), 1, False),
        (("NISN", "Nama Lengkp"), 1, True),
        (("NISN", "Nama", "Nama"), 1, True),
        (("NISN", "Nama", "Nama Lengkap"), 1, True),
    ],
)
def test_headings_match_exactly_or_become_a_question(cells, column, is_question):
    match = headers.match_columns(header_of(*cells), FIELDS, []).matches["name"]
    assert (match.column, match.is_question) == (column, is_question)


def test_heading_near_an_ignored_one_is_never_used():
    fields = {"id": ("NIS",), "money": ("Gaji",)}
    matching = headers.match_columns(header_of("Nama", "NISN", "Penghasilann"), fields, [("Penghasilan",)])
    assert dict(matching.matches) == {}
    assert matching.dropped == (headers.Dropped(0, (2,)), headers.Dropped(-1, (0, 1, 3)))


def test_row_of_data_under_the_header_is_not_taken_for_a_sub_header():
    rows = [(1, ("Nama", "NISN", "Alamat", "")), (2, ("Ani", "009", "Jl. Mawar", "RT satu"))]
    assert headers.find_header(rows, KNOWN).last_row == 1


def test_no_header_in_prose():
    assert headers.find_header([(1, ("Yth. Bapak",)), (2, ("mohon", "daftar"))], KNOWN) is None


cells = st.lists(
    st.sampled_from([*KNOWN, "", "Ani", "12", "Data Ayah", "x" * 50]) | st.text(max_size=8), max_size=12
)


@given(st.lists(cells, max_size=40), st.lists(st.text(max_size=10), max_size=6))
def test_header_finder_never_breaks_and_never_uses_a_column_twice(rows, ignored):
    numbered = [(number, [tidy_text(c) for c in row]) for number, row in enumerate(rows, start=1) if row]
    header = headers.find_header(numbered, KNOWN)
    if header is None:
        return
    assert 1 <= header.first_row <= header.last_row <= header.first_row + 1
    matching = headers.match_columns(header, FIELDS, [ignored])
    used = [c for m in matching.matches.values() for c in (m.column, *m.others)]
    dropped = [c for part in matching.dropped for c in part.columns]
    assert sorted(used + dropped) == sorted(h.column for h in header.headings)


@given(st.permutations([*KNOWN[:3], "Hobi", "Alamat"]))
def test_order_of_columns_does_not_matter(order):
    header = headers.find_header([(3, ["Daftar"]), (4, order)], KNOWN)
    matching = headers.match_columns(header, FIELDS, [])
    assert {key: order[m.column] for key, m in matching.matches.items()} == {"name": "Nama", "nisn": "NISN"}


@pytest.mark.parametrize(
    ("raw", "cell"),
    [
        (["n", "61234567"], Cell("61234567", "number")),
        (["i", "3273012345678900"], Cell("3273012345678900", "number", imprecise=True)),
        (["d", "2009-08-17"], Cell("2009-08-17", "date")),
        ("3,27301E+15", Cell("3,27301E+15", "number", imprecise=True)),
        ("61234567.0", Cell("61234567", "number")),
        ("  Ani\u00a0\u200b Rahayu\n", Cell("Ani Rahayu")),
        ("\u202eAni", Cell("Ani")),
        ("Re\u0301ne\u0301", Cell("Réné")),
        ("'=1+1", Cell("=1+1")),
        ("'Aini", Cell("'Aini")),
        ("x" * 3000, Cell("x" * 2000, cut=True)),
    ],
)
def test_cells_are_tidied(raw, cell):
    assert cell_of(raw) == cell


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (61234567.0, ["n", "61234567"]),
        (2.5, ["n", "2.5"]),
        (1e15, ["i", "1000000000000000"]),
        (float("nan"), ["n", ""]),
    ],
)
def test_numbers_keep_their_digits(value, text):
    assert number(value) == text


@given(st.text())
def test_tidying_twice_is_tidying_once(text):
    assert tidy_text(tidy_text(text)) == tidy_text(text)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("17/08/2009", "2009-08-17"),
        ("17-8-2009", "2009-08-17"),
        ("17.08.2009", "2009-08-17"),
        ("2009-08-17", "2009-08-17"),
        ("2009-08-17 00:00:00", "2009-08-17"),
        ("17 Agustus 2009", "2009-08-17"),
        ("17 Agt 2009", "2009-08-17"),
        ("Senin, 17 Agustus 2009", "2009-08-17"),
        ("Agustus 17, 2009", "2009-08-17"),
        ("29/02/2008", "2008-02-29"),
    ],
)
def test_dates_in_many_styles(text, day):
    assert cleaning.to_date(text, "Tanggal lahir") == day


@pytest.mark.parametrize(
    ("text", "proposal"),
    [
        ("31/04/2010", ""),
        ("29/02/2007", ""),
        ("00/00/0000", ""),
        ("1900-02-29", ""),
        ("17/08/08", ""),
        ("17 Agt 08", ""),
        ("08/17/2008", "2008-08-17"),
        ("39677", "2008-08-17"),
        ("besok", ""),
        ("13/13/2008", ""),
        ("31/12/9999", ""),
        ("01/01/0001", ""),
    ],
)
def test_dates_that_are_not_taken(text, proposal):
    with pytest.raises(cleaning.Unclear) as unclear:
        cleaning.to_date(text, "Tanggal lahir")
    assert unclear.value.suggestion == proposal
    assert text in unclear.value.message
    assert unclear.value.remedy


@pytest.mark.parametrize(
    ("text", "length", "digits"),
    [
        ("009 123 4567", 10, "0091234567"),
        ("٠٠٩١٢٣٤٥٦٧", 10, "0091234567"),
        ("００９１２３４５６７", 10, "0091234567"),
        ("12680/246.4", None, "12680/246.4"),
    ],
)
def test_digits_are_joined(text, length, digits):
    assert cleaning.to_digits(text, length, "NISN") == digits


@pytest.mark.parametrize(
    ("text", "proposal"),
    [
        ("61234567", "0061234567"),
        ("912345678", "0912345678"),
        ("12345678901", ""),
        ("123", ""),
        ("OO9l234567", "0091234567"),
        ("tidak ada", ""),
    ],
)
def test_digits_of_wrong_length(text, proposal):
    with pytest.raises(cleaning.Unclear) as unclear:
        cleaning.to_digits(text, 10, "NISN")
    assert unclear.value.suggestion == proposal


@pytest.mark.parametrize(
    ("text", "decimal"),
    [
        ("1.500.000,00", "1500000.00"),
        ("1,500,000.00", "1500000.00"),
        ("Rp1.500.000,-", "1500000"),
        ("85,5", "85.5"),
        ("85.5", "85.5"),
        ("-2,21", "-2.21"),
        ("113.92", "113.92"),
        ("7", "7"),
        ("1.500.000", "1500000"),
    ],
)
def test_decimals(text, decimal):
    assert cleaning.to_decimal(text, "Nilai") == decimal


@pytest.mark.parametrize("text", ["Tuntas", "1.2.3", "1e999", "--"])
def test_words_are_no_decimals(text):
    with pytest.raises(cleaning.Unclear):
        cleaning.to_decimal(text, "Nilai")


@given(st.text(alphabet=string.printable, max_size=20))
def test_cleaners_answer_or_say_why(text):
    for clean in (cleaning.to_date, cleaning.to_decimal):
        try:
            assert clean(text, "Isian")
        except cleaning.Unclear as unclear:
            told = (unclear.message, unclear.remedy)
            assert all(told)


def test_choice_words():
    choices = {"Laki-laki": "L", "Perempuan": "P"}
    assert [cleaning.to_choice(word, choices, "JK") for word in ("laki-laki", "P", "PEREMPUAN")] == [
        "L",
        "P",
        "P",
    ]
    with pytest.raises(cleaning.Unclear) as unclear:
        cleaning.to_choice("Perempuam", choices, "JK")
    assert unclear.value.suggestion == "Perempuan"


def test_encoding_and_separator_are_found():
    assert encoding_of("a;b".encode("utf-16")) == "utf-16"
    assert encoding_of(("a;b\n" * 20).encode("utf-16-be")) == "utf-16-be"
    assert encoding_of("é;b".encode("cp1252")) == "utf-8"
    assert separator_of("Nama;Alamat\nAni;Jl. A, B\nBudi;Jl. C, D, E\n") == ";"
    assert separator_of("Nama,Nilai\nAni,8\n") == ","


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(content):
    try:
        with open_sheet(io.BytesIO(content)) as sheet:
            list(sheet.rows(sheet.heads[0].index))
    except UnreadableFile as refused:
        sentence = str(refused)
        assert len(sentence) > 30


def test_reading_process_is_gone_after_leaving():
    with open_sheet(io.BytesIO(corpus.good())) as sheet:
        process = sheet._rows.__self__._process
        assert process.poll() is None
    assert process.poll() is not None
