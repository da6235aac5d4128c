"""Bad and odd sheets as generators (cases B1 to B32): each yields a name, a file and what must become of
it.
"""

import io
import warnings
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import xlsxwriter

from tests.tools.imports.conftest import HEAD, pupils_file, xlsx

FILES = Path(__file__).parent / "files"
ANI = (1, "Ani Rahayu", "0090000001", "P", "17/08/2009", "", "081234567890")
BUDI = (2, "Budi Santoso", "0090000002", "L", "2009-01-31", "", "")
TWO = {"Ani Rahayu": "0090000001", "Budi Santoso": "0090000002"}
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True)
class Case:
    """A file, and either the code it is refused with or the names and NISN that are ready to be imported.

    `errors`: the values of refused rows that the messages must name.
    """

    name: str
    make: Callable[[], bytes]
    refused: str = ""
    ready: dict[str, str] | None = None
    errors: tuple[str, ...] = ()


def _bytes(file: io.BytesIO) -> bytes:
    return file.getvalue()


def good() -> bytes:
    return _bytes(pupils_file(ANI, BUDI))


def book(build: Callable, **options) -> bytes:
    """A workbook written by `build(book, sheet)`."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, options) as made:
        build(made, made.add_worksheet("Daftar"))
    return file.getvalue()


def members(change: Callable[[dict[str, bytes]], None], source: bytes | None = None) -> bytes:
    """The good workbook with its parts changed."""
    with zipfile.ZipFile(io.BytesIO(source or good())) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    return packed(parts.items())


def packed(parts) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts:
            archive.writestr(name, content)
    return file.getvalue()


def replaced(part: str, old: bytes, new: bytes) -> Callable[[], bytes]:
    """The good workbook with bytes of one part exchanged."""

    def change(parts: dict[str, bytes]) -> None:
        assert old in parts[part], (part, old)
        parts[part] = parts[part].replace(old, new, 1)

    return lambda: members(change)


def dapodik() -> bytes:
    """The export as it is: title above, two header rows with merged cells and line breaks, 66 columns."""
    ordinary = [
        "No",
        "Nama",
        "NIPD",
        "JK",
        "NISN",
        "Tempat Lahir",
        "Tanggal Lahir",
        "NIK",
        "Agama",
        "Alamat",
        "RT",
        "RW",
        "Dusun",
        "Kelurahan",
        "Kecamatan",
        "Kode Pos",
        "Jenis Tinggal",
        "Alat Transportasi",
        "Telepon",
        "HP",
        "E-Mail",
        "SKHUN",
        "Penerima KPS",
        "No. KPS",
    ]
    parent = ("Nama", "Tahun Lahir", "Jenjang Pendidikan", "Pekerjaan", "Penghasilan", "NIK")
    last = [
        "Rombel Saat Ini",
        "No Peserta\nUjian Nasional",
        "No Seri Ijazah",
        "Penerima KIP",
        "Nomor KIP",
        "Nama di KIP",
        "Nomor KKS",
        "No Registrasi Akta Lahir",
        "Bank",
        "Nomor Rekening Bank",
        "Rekening Atas Nama",
        "Layak PIP\n(usulan dari sekolah)",
        "Alasan Layak PIP",
        "Kebutuhan Khusus",
        "Sekolah Asal",
        "Anak ke-berapa",
        "Lintang",
        "Bujur",
        "No KK",
        "Berat Badan",
        "Tinggi Badan",
        "Lingkar Kepala",
        "Jml. Saudara\nKandung",
        "Jarak Rumah\nke Sekolah (KM)",
    ]

    def build(_made, sheet) -> None:
        for row, title in enumerate(
            ("Daftar Peserta Didik", "SMKN 3 PALANGKA RAYA", "Kec. Jekan Raya", "Diunduh 23-11")
        ):
            sheet.write(row, 0, title)
        for column, label in [*enumerate(ordinary), *enumerate(last, start=42)]:
            sheet.merge_range(4, column, 5, column, label)
        for start, label in ((24, "Data Ayah"), (30, "Data Ibu"), (36, "Data Wali")):
            sheet.merge_range(4, start, 4, start + 5, label)
            sheet.write_row(5, start, parent)
        for row, (name, nipd, gender, nisn) in enumerate(
            (
                ("Ani Rahayu", "12680/246.4", "P", "0090000001"),
                ("Budi Santoso", "12681/246.4", "L", "0090000002"),
            ),
            6,
        ):
            sheet.write_row(
                row, 0, (row - 5, name, nipd, gender, nisn, "Palangka Raya", "2009-08-17", "6271014508090001")
            )
            sheet.write_row(row, 24, ("Sahrudin", "1980", "SMA", "Petani", "1 juta", "6271014508800001"))

    return book(build)


def dates_1904() -> bytes:
    def build(made, sheet) -> None:
        style = made.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write_row(0, 0, HEAD)
        sheet.write_row(1, 0, ANI)
        sheet.write_datetime(1, 4, datetime(2009, 8, 17), style)

    return book(build, date_1904=True)


def hidden_sheet_first() -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as made:
        first = made.add_worksheet("Lama")
        first.write_row(0, 0, HEAD)
        first.write_row(1, 0, (9, "Jangan Diimpor", "0090000099"))
        cover, second = made.add_worksheet("Sampul"), made.add_worksheet("Daftar")
        cover.write(0, 0, "Sampul")
        cover.activate()
        cover.set_first_sheet()
        first.hide()
        second.write_row(0, 0, HEAD)
        second.write_row(1, 0, ANI)
        second.write_row(2, 0, BUDI)
        second.set_row(2, None, None, {"hidden": True})
        second.set_column(3, 3, None, None, {"hidden": True})
        second.autofilter(0, 0, 2, 6)
    return file.getvalue()


def formulas() -> bytes:
    def build(_made, sheet) -> None:
        sheet.write_row(0, 0, HEAD)
        sheet.write_row(1, 0, ANI)
        sheet.write_row(2, 0, BUDI)
        sheet.write_formula(1, 1, '="Ani "&"Rahayu"', None, "Ani Rahayu")
        sheet.write_formula(1, 6, '=HYPERLINK("http://127.0.0.1/","klik")', None, "")
        sheet.write_formula(2, 6, '=WEBSERVICE("http://127.0.0.1/")', None, "#VALUE!")

    return book(build)


def blank_formatted_rows() -> bytes:
    def build(made, sheet) -> None:
        colour = made.add_format({"bg_color": "#FFFF00"})
        sheet.write_row(0, 0, HEAD)
        sheet.write_row(1, 0, ANI)
        sheet.write_row(2, 0, BUDI)
        for row in range(3, 200_003):
            sheet.write_blank(row, 0, None, colour)
        sheet.write_blank(1_048_575, 3, None, colour)

    return book(build)


def far_corner() -> bytes:
    def build(_made, sheet) -> None:
        sheet.write_row(0, 0, HEAD)
        sheet.write_row(1, 0, ANI)
        sheet.write(1_048_575, 16_383, "ujung")

    return book(build)


def wide() -> bytes:
    return _bytes(xlsx([(*HEAD, *(f"K{n}" for n in range(16_384 - len(HEAD)))), ANI]))


def long_cell(length: int) -> Callable[[], bytes]:
    def build() -> bytes:
        text = b"<t>" + b"x" * length + b"</t>"
        return replaced("xl/sharedStrings.xml", b"<t>Ani Rahayu</t>", text)()

    return build


def nested_zip() -> bytes:
    inner = packed([("a.zip", packed([("b.txt", b"0" * 100_000)]))])
    return members(lambda parts: parts.update({"xl/media/inner.zip": inner}))


def zip_bomb() -> bytes:
    return members(lambda parts: parts.update({"xl/worksheets/sheet2.xml": b" " * 40_000_000}))


def many_members() -> bytes:
    def change(parts: dict[str, bytes]) -> None:
        parts.update({f"xl/media/{number}.png": b"" for number in range(3_000)})

    return members(change)


def twice_the_same_part() -> bytes:
    file = io.BytesIO(good())
    with zipfile.ZipFile(file, "a") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        archive.writestr("xl/worksheets/sheet1.xml", b"<worksheet/>")
    return file.getvalue()


def entity(part: str) -> Callable[[], bytes]:
    bomb = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>'

    def change(parts: dict[str, bytes]) -> None:
        declaration, _, rest = parts[part].partition(b"?>")
        parts[part] = declaration + b"?>" + bomb + rest

    return lambda: members(change)


def renamed_member(name: str) -> Callable[[], bytes]:
    return lambda: members(lambda parts: parts.update({name: b"x"}))


def link_member() -> bytes:
    file = io.BytesIO(good())
    with zipfile.ZipFile(file, "a") as archive:
        info = zipfile.ZipInfo("xl/link")
        info.external_attr = 0o120777 << 16
        archive.writestr(info, "/etc/passwd")
    return file.getvalue()


def macros() -> bytes:
    return members(
        lambda parts: parts.update({"xl/vbaProject.bin": OLE + b"\0" * 2000, "xl/media/big.png": b"\x89PNG"})
    )


def truncated(tenths: int) -> Callable[[], bytes]:
    return lambda: good()[: len(good()) * tenths // 10]


def ods(rows) -> bytes:
    def cell(value: object) -> str:
        if isinstance(value, date):
            day = f'office:value-type="date" office:date-value="{value}"'
            return f"<table:table-cell {day}><text:p>{value}</text:p></table:table-cell>"
        return f'<table:table-cell office:value-type="string"><text:p>{value}</text:p></table:table-cell>'

    body = "".join(f"<table:table-row>{''.join(cell(v) for v in row)}</table:table-row>" for row in rows)
    content = (
        '<?xml version="1.0" encoding="UTF-8"?><office:document-content '
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
        f'<table:table table:name="Daftar">{body}'
        '<table:table-row table:number-rows-repeated="1048570"><table:table-cell '
        'table:number-columns-repeated="16384"/></table:table-row>'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    manifest = (
        '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest '
        'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry '
        'manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>'
        "</manifest:manifest>"
    )
    return packed(
        [
            ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
            ("META-INF/manifest.xml", manifest),
            ("content.xml", content),
        ]
    )


def ods_bomb() -> bytes:
    plain = ods([HEAD, ANI])
    row = (
        b'<table:table-row table:number-rows-repeated="1048570">'
        b'<table:table-cell table:number-columns-repeated="16384"/>'
    )
    filled = row.replace(b"/>", b' office:value-type="string"><text:p>x</text:p></table:table-cell>')

    def change(parts: dict[str, bytes]) -> None:
        assert row in parts["content.xml"]
        parts["content.xml"] = parts["content.xml"].replace(row, filled)

    return members(change, plain)


def text(rows, separator=";", end="\r\n") -> str:
    return end.join(separator.join(str(value) for value in row) for row in rows) + end


PLAIN = text([HEAD, ANI, BUDI])
ACCENTED = text([HEAD, (1, "Réné D’Boga", "0090000001")])


def mixed_encodings() -> bytes:
    utf8 = text([HEAD, (1, "Réné", "0090000001")]).encode()
    return utf8 + text([(2, "José", "0090000002")]).encode("cp1252")


def million_rows() -> bytes:
    return text([HEAD]).encode() + b"1;A;;;;;\r\n" * 1_000_000


def spreadsheet_cases() -> Iterator[Case]:
    yield Case(
        "B1 nisn as number", lambda: _bytes(pupils_file((1, "Ani", 61234567))), ready={}, errors=("61234567",)
    )
    yield Case(
        "B2 long number lost its end",
        lambda: _bytes(pupils_file((1, "Ani", 3273012345678900))),
        ready={},
        errors=("3273012345678900",),
    )
    yield Case(
        "B3 scientific text",
        lambda: _bytes(pupils_file((1, "Ani", "3,27301E+15"))),
        ready={},
        errors=("3,27301E+15",),
    )
    yield Case("B4 two header rows and a title", dapodik, ready=TWO)
    yield Case("B5 hidden rows, columns and sheets", hidden_sheet_first, ready=TWO)
    yield Case("B6 formulas", formulas, ready=TWO)
    yield Case("B7 days since 1904", dates_1904, ready={"Ani Rahayu": "0090000001"})
    styles = ("17/08/2009", "2009-08-17", "17 Agt 2009", "17-8-2009", "17 Agustus 2009")
    yield Case(
        "B8 five styles of dates",
        lambda: _bytes(pupils_file(*[(n, f"Siswa {n}", f"{n:010d}", "", s) for n, s in enumerate(styles)])),
        ready={f"Siswa {n}": f"{n:010d}" for n in range(5)},
    )
    yield Case("B9 blank formatted rows", blank_formatted_rows, ready=TWO)
    yield Case("B9 one cell in the far corner", far_corner, refused="too_much_inside")
    yield Case("B10 all columns", wide, refused="too_many_columns")
    yield Case("B11 longest cell", long_cell(32_767), ready={"Budi Santoso": "0090000002"}, errors=("xxxx",))
    yield Case(
        "B11 cell of a megabyte", long_cell(1_000_000), ready={"Budi Santoso": "0090000002"}, errors=("xxxx",)
    )
    yield Case("B12 bomb by ratio", zip_bomb, refused="too_much_inside")
    yield Case("B13 bomb by members", many_members, refused="too_much_inside")
    yield Case("B14 nested archive", nested_zip, ready=TWO)
    for part in (
        "xl/worksheets/sheet1.xml",
        "xl/sharedStrings.xml",
        "xl/styles.xml",
        "_rels/.rels",
        "docProps/core.xml",
    ):
        yield Case(f"B15 B16 entities in {part}", entity(part), refused="entities")
    yield Case(
        "B17 password",
        lambda: OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 600,
        refused="encrypted",
    )
    yield from disguised_cases()
    for name in ("../../evil.xml", "/etc/evil.xml", "xl\\evil.xml", "C:evil.xml"):
        yield Case(f"B19 member {name}", renamed_member(name), refused="tricky_archive")
    yield Case("B19 link", link_member, refused="tricky_archive")
    yield Case("B20 macros and pictures", macros, ready=TWO)
    yield from damaged_cases()
    yield Case(
        "B22 empty ends",
        lambda: _bytes(pupils_file((*ANI, "", "", ""), (*BUDI, "", ""), ("", "", ""))),
        ready=TWO,
    )
    order = ("HP", "Hobi", "NISN", "Nama Lengkap", "nisn lama", "L/P")
    yield Case(
        "B23 other order, extra columns",
        lambda: _bytes(pupils_file(("", "x", "0090000001", "Ani Rahayu", "1", "P"), head=order)),
        ready={"Ani Rahayu": "0090000001"},
    )


def disguised_cases() -> Iterator[Case]:
    yield Case("B18 xls", (FILES / "pupils.xls").read_bytes, ready=TWO)
    yield Case(
        "B18 html", lambda: b"<html><body><table><tr><td>Nama</td></tr></table></body></html>", refused="html"
    )
    yield Case("B18 csv", PLAIN.encode, ready=TWO)
    yield Case("B18 ods", lambda: ods([HEAD, ANI, BUDI]), ready=TWO)
    yield Case("B18 ods that repeats a row a million times", ods_bomb, refused="damaged")
    yield Case("B18 pdf", lambda: b"%PDF-1.7\n1 0 obj", refused="pdf")
    yield Case("B18 picture", lambda: b"\x89PNG\r\n\x1a\n" + b"\0" * 100, refused="not_a_sheet")
    yield Case("B18 word document", lambda: packed([("word/document.xml", b"<w/>")]), refused="not_a_sheet")
    yield Case("B18 ole without workbook", lambda: OLE + b"\0" * 2000, refused="not_a_sheet")
    yield Case(
        "B18 ole that lies",
        lambda: OLE + b"\0" * 600 + "Workbook".encode("utf-16-le") + b"\0" * 900,
        refused="damaged",
    )
    yield Case("B18 nothing", lambda: b"", refused="empty_file")
    yield Case(
        "B18 prose", lambda: b"Yth. Bapak Ibu, mohon daftarnya.\nTerima kasih.\n", refused="header_not_found"
    )
    yield Case("B18 header only", lambda: _bytes(pupils_file()), refused="no_rows")


def damaged_cases() -> Iterator[Case]:
    yield Case(
        "B21 string out of range",
        replaced("xl/worksheets/sheet1.xml", b"<v>9</v>", b"<v>99999</v>"),
        refused="damaged",
    )
    yield Case(
        "B21 missing sheet",
        lambda: members(lambda parts: parts.pop("xl/worksheets/sheet1.xml")),
        refused="damaged",
    )
    yield Case("B21 the same part twice", twice_the_same_part, refused="damaged")
    for tenths in range(1, 10):
        yield Case(f"B21 cut at {tenths}0 %", truncated(tenths), refused="damaged")


def text_cases() -> Iterator[Case]:
    rene = {"Réné D’Boga": "0090000001"}
    yield Case("B25 utf-8 with mark", lambda: ACCENTED.encode("utf-8-sig"), ready=rene)
    yield Case("B25 utf-16 with mark", lambda: ACCENTED.encode("utf-16"), ready=rene)
    yield Case("B25 utf-16 without mark", lambda: ACCENTED.encode("utf-16-le"), ready=rene)
    yield Case("B25 windows-1252", lambda: ACCENTED.encode("cp1252"), ready=rene)
    yield Case("B25 mixed", mixed_encodings, ready={"Réné": "0090000001", "José": "0090000002"})
    for separator in (";", ",", "\t", "|"):
        yield Case(f"B26 separator {separator!r}", text([HEAD, ANI, BUDI], separator).encode, ready=TWO)
    yield Case("B26 declared separator", ("sep=;\r\n" + PLAIN).encode, ready=TWO)
    yield Case("B27 open quote", PLAIN.replace("Budi", '"Budi').encode, refused="broken_quote")
    yield Case("B27 open quote for megabytes", ('1;"' + "x;y\n" * 500_000).encode, refused="broken_quote")
    for end in ("\r\n", "\n", "\r"):
        yield Case(f"B28 line end {end!r}", text([HEAD, ANI, BUDI], end=end).encode, ready=TWO)
    inside = text([HEAD, (1, '"Ani\u0085 \nRahayu"', "0090000001")])
    yield Case("B28 line ends inside quotes", inside.encode, ready={"Ani Rahayu": "0090000001"})
    yield Case("B29 zero bytes", PLAIN.replace("Ani", "A\0ni").encode, ready=TWO)
    commands = ("=1+1", "+62812", "-", "@cmd", "＝1", " =x", "'Aini", "-Ani")
    yield Case(
        "B30 commands stay text",
        text([HEAD, *[(n, name, f"{n:010d}") for n, name in enumerate(commands)]]).encode,
        ready={name.strip(): f"{n:010d}" for n, name in enumerate(commands)},
    )
    yield Case("B31 a million rows", million_rows, refused="too_many_rows")


def all_cases() -> list[Case]:
    return [*spreadsheet_cases(), *text_cases()]
