"""Writes sheets in the layout of Dapodik's exports: title block, merged headers on two rows, 66 or 51 columns."""

import io
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import xlsxwriter

PARENT_COLUMNS = ("Nama", "Tahun Lahir", "Jenjang Pendidikan", "Pekerjaan", "Penghasilan", "NIK")
BEFORE_PARENTS = (
    "No", "Nama", "NIPD", "JK", "NISN", "Tempat Lahir", "Tanggal Lahir", "NIK", "Agama", "Alamat", "RT", "RW", "Dusun",
    "Kelurahan", "Kecamatan", "Kode Pos", "Jenis Tinggal", "Alat Transportasi", "Telepon", "HP", "E-Mail", "SKHUN",
    "Penerima KPS", "No. KPS",
)  # fmt: skip
AFTER_PARENTS = (
    "Rombel Saat Ini", "No Peserta Ujian Nasional", "No Seri Ijazah", "Penerima KIP", "Nomor KIP", "Nama di KIP",
    "Nomor KKS", "No Registrasi Akta Lahir", "Bank", "Nomor Rekening Bank", "Rekening Atas Nama",
    "Layak PIP\n(usulan dari sekolah)", "Alasan Layak PIP", "Kebutuhan Khusus", "Sekolah Asal", "Anak\nke-berapa",
    "Lintang", "Bujur", "No KK", "Berat Badan", "Tinggi Badan", "Lingkar Kepala", "Jml. Saudara Kandung",
    "Jarak Rumah ke Sekolah (KM)",
)  # fmt: skip
PARENTS = ("Data Ayah", "Data Ibu", "Data Wali")
PUPIL_HEADINGS = (
    *BEFORE_PARENTS,
    *(f"{parent}, {column}" for parent in PARENTS for column in PARENT_COLUMNS),
    *(heading.replace("\n", " ") for heading in AFTER_PARENTS),
)
TEACHER_HEADINGS = (
    "No", "Nama", "NUPTK", "JK", "Tempat Lahir", "Tanggal Lahir", "NIP", "Status Kepegawaian", "Jenis PTK", "Agama",
    "Alamat Jalan", "RT", "RW", "Nama Dusun", "Desa/Kelurahan", "Kecamatan", "Kode Pos", "Telepon", "HP", "Email",
    "Tugas Tambahan", "SK CPNS", "Tanggal CPNS", "SK Pengangkatan", "TMT Pengangkatan", "Lembaga Pengangkatan",
    "Pangkat Golongan", "Sumber Gaji", "Nama Ibu Kandung", "Status Perkawinan", "Nama Suami/Istri", "NIP Suami/Istri",
    "Pekerjaan Suami/Istri", "TMT PNS", "Sudah Lisensi Kepala Sekolah", "Pernah Diklat Kepengawasan",
    "Keahlian Braille", "Keahlian Bahasa Isyarat", "NPWP", "Nama Wajib Pajak", "Kewarganegaraan", "Bank",
    "Nomor Rekening Bank", "Rekening Atas Nama", "NIK", "No KK", "Karpeg", "Karis/Karsu", "Lintang", "Bujur", "NUKS",
)  # fmt: skip
# What the school must never keep; every row of the generated file carries it.
SECRETS = {
    "NIK": "6271031403090001",
    "No KK": "6271030101200007",
    "Agama": "CANARY-AGAMA",
    "Data Ayah, Penghasilan": "CANARY-PENGHASILAN",
    "Data Ibu, NIK": "6271035505800002",
    "Nomor KIP": "CANARY-KIP",
    "Nomor Rekening Bank": "CANARY-REKENING",
    "Berat Badan": "CANARY-BERAT",
    "Alamat": "CANARY-ALAMAT",
}


def pupil_row(name: str, **values: Any) -> dict[str, Any]:
    """One pupil as Dapodik writes it; keys by heading, underscores for the few that are often changed."""
    row: dict[str, Any] = {
        **SECRETS,
        "Nama": name,
        "JK": "P",
        "Tanggal Lahir": "2009-03-14",
        "Rombel Saat Ini": "XI Kuliner 1",
    }
    short = {
        "nisn": "NISN", "nipd": "NIPD", "jk": "JK", "born": "Tanggal Lahir", "group": "Rombel Saat Ini", "hp": "HP",
        "email": "E-Mail", "father": "Data Ayah, Nama", "mother": "Data Ibu, Nama", "guardian": "Data Wali, Nama",
        "latitude": "Lintang", "longitude": "Bujur",
    }  # fmt: skip
    return row | {short[key]: value for key, value in values.items()}


def pupils_file(rows: Sequence[Mapping[str, Any]]) -> io.BytesIO:
    """ "Daftar Peserta Didik": rows 1–4 title block, headers merged over rows 5–6, data from row 7."""
    file, (book, sheet) = _opened("Daftar Peserta Didik")
    place = 0
    for heading in BEFORE_PARENTS:
        sheet.merge_range(4, place, 5, place, heading)
        place += 1
    for parent in PARENTS:
        sheet.merge_range(4, place, 4, place + len(PARENT_COLUMNS) - 1, parent)
        for offset, heading in enumerate(PARENT_COLUMNS):
            sheet.write(5, place + offset, heading)
        place += len(PARENT_COLUMNS)
    for heading in AFTER_PARENTS:
        sheet.merge_range(4, place, 5, place, heading)
        place += 1
    _write_rows(sheet, 6, PUPIL_HEADINGS, rows)
    book.close()
    file.seek(0)
    return file


def teachers_file(rows: Sequence[Mapping[str, Any]]) -> io.BytesIO:
    """ "Daftar Guru": title block, one header row (row 5), data from row 6."""
    file, (book, sheet) = _opened("Daftar Guru")
    sheet.write_row(4, 0, TEACHER_HEADINGS)
    _write_rows(sheet, 5, TEACHER_HEADINGS, rows)
    book.close()
    file.seek(0)
    return file


def _opened(title: str) -> tuple[io.BytesIO, tuple[Any, Any]]:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file)
    book.set_properties({"created": datetime(2026, 11, 23, tzinfo=UTC)})  # the same rows are the same bytes
    sheet = book.add_worksheet(title)
    sheet.write(0, 0, title)
    sheet.write(1, 0, "SMKN 3 PALANGKA RAYA")
    sheet.write(2, 0, "Kecamatan Jekan Raya, Kota Palangka Raya, Provinsi Kalimantan Tengah")
    sheet.write(3, 0, "Tanggal Unduh: 2026-11-23 14:05:11")
    sheet.write(3, 4, "Pengunduh: operator")
    return file, (book, sheet)


def _write_rows(sheet: Any, first: int, headings: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> None:
    for number, row in enumerate(rows):
        filled = {"No": number + 1, **row}
        for place, heading in enumerate(headings):
            value = filled.get(heading)
            if isinstance(value, str):
                sheet.write_string(first + number, place, value)
            elif value is not None:
                sheet.write(first + number, place, value)
