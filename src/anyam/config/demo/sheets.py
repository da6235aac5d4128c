"""Layouts of the files a school has: Dapodik's two exports, and lists of its own with its own headings."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import xlsxwriter

Row = Mapping[str, Any]

PARENTS = ("Data Ayah", "Data Ibu", "Data Wali")
OF_PARENT = ("Nama", "Tahun Lahir", "Jenjang Pendidikan", "Pekerjaan", "Penghasilan", "NIK")
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
PUPIL_COLUMNS = (
    *BEFORE_PARENTS,
    *(f"{parent}, {word}" for parent in PARENTS for word in OF_PARENT),
    *AFTER_PARENTS,
)
TEACHER_COLUMNS = (
    "No", "Nama", "NUPTK", "JK", "Tempat Lahir", "Tanggal Lahir", "NIP", "Status Kepegawaian", "Jenis PTK", "Agama",
    "Alamat Jalan", "RT", "RW", "Nama Dusun", "Desa/Kelurahan", "Kecamatan", "Kode Pos", "Telepon", "HP", "Email",
    "Tugas Tambahan", "SK CPNS", "Tanggal CPNS", "SK Pengangkatan", "TMT Pengangkatan", "Lembaga Pengangkatan",
    "Pangkat Golongan", "Sumber Gaji", "Nama Ibu Kandung", "Status Perkawinan", "Nama Suami/Istri", "NIP Suami/Istri",
    "Pekerjaan Suami/Istri", "TMT PNS", "Sudah Lisensi Kepala Sekolah", "Pernah Diklat Kepengawasan",
    "Keahlian Braille", "Keahlian Bahasa Isyarat", "NPWP", "Nama Wajib Pajak", "Kewarganegaraan", "Bank",
    "Nomor Rekening Bank", "Rekening Atas Nama", "NIK", "No KK", "Karpeg", "Karis/Karsu", "Lintang", "Bujur", "NUKS",
)  # fmt: skip
PARTNER_COLUMNS = (
    "No", "Nama DU/DI", "Jenis", "Alamat", "Kab/Kota", "No. HP", "Pimpinan/Kontak", "Jabatan", "Awal perkenalan",
    "Lintang", "Bujur", "MoU sampai",
)  # fmt: skip
SEAT_COLUMNS = (
    "No", "Nama DU/DI", "Jurusan", "Kuota", "Minimal", "Mess", "L/P", "Usia minimal", "Shift malam",
    "Pekerjaan berbahaya", "Syarat dokumen", "Pekerjaan siswa",
)  # fmt: skip


class Book:
    """One workbook with one sheet; the same rows give the same bytes, whenever it is written."""

    def __init__(self, path: Path, title: str, written: datetime) -> None:
        self.book = xlsxwriter.Workbook(path)
        self.book.set_properties({"title": f"{title} (data contoh)", "created": written})
        self.sheet = self.book.add_worksheet(title[:31])
        self.bold = self.book.add_format({"bold": True, "text_wrap": True, "valign": "vcenter"})

    def title_block(self, lines: Sequence[str]) -> None:
        """The lines above the headings."""
        for number, line in enumerate(lines):
            self.sheet.write_string(number, 0, line)

    def headings(self, row: int, words: Iterable[str], *, merged: bool = False, column: int = 0) -> int:
        """One heading a column, over two rows when `merged`; the column after the last."""
        for word in words:
            if merged:
                self.sheet.merge_range(row, column, row + 1, column, word, self.bold)
            else:
                self.sheet.write_string(row, column, word, self.bold)
            column += 1
        return column

    def rows(self, first: int, columns: Sequence[str], rows: Iterable[Row]) -> None:
        """Numbered rows; texts stay texts, so that no zero in front is lost."""
        for number, row in enumerate(rows):
            for column, heading in enumerate(columns):
                value = number + 1 if heading == "No" else row.get(heading)
                if isinstance(value, str):
                    self.sheet.write_string(first + number, column, value)
                elif value is not None:
                    self.sheet.write_number(first + number, column, value)

    def close(self) -> None:
        self.book.close()


def write_pupils(path: Path, block: Sequence[str], rows: Sequence[Row], written: datetime) -> None:
    """ "Daftar Peserta Didik": rows 1–4 title block, headings over rows 5–6, 66 columns, data from row 7."""
    book = Book(path, "Daftar Peserta Didik", written)
    book.title_block(block)
    column = book.headings(4, BEFORE_PARENTS, merged=True)
    for parent in PARENTS:
        book.sheet.merge_range(4, column, 4, column + len(OF_PARENT) - 1, parent, book.bold)
        column = book.headings(5, OF_PARENT, column=column)
    book.headings(4, AFTER_PARENTS, merged=True, column=column)
    book.rows(6, PUPIL_COLUMNS, rows)
    book.close()


def write_teachers(path: Path, block: Sequence[str], rows: Sequence[Row], written: datetime) -> None:
    """ "Daftar Guru": title block, one row of 51 headings (row 5), data from row 6."""
    book = Book(path, "Daftar Guru", written)
    book.title_block(block)
    book.headings(4, TEACHER_COLUMNS)
    book.rows(5, TEACHER_COLUMNS, rows)
    book.close()


def write_list(
    path: Path, title: str, columns: Sequence[str], rows: Sequence[Row], written: datetime
) -> None:
    """A list as a school keeps it: a title, an empty row, headings, rows."""
    book = Book(path, title, written)
    book.title_block([f"{title.upper()} – DATA CONTOH"])
    book.headings(2, columns)
    book.rows(3, columns, rows)
    book.close()
