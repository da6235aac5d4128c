"""What a file really is, and whether it is safe to open: decided from its bytes before any parser sees it."""

import re
import stat
import zipfile
from typing import BinaryIO

from django.utils.translation import gettext as _

from anyam.tools.imports.sheets import limits
from anyam.tools.imports.sheets.errors import UnreadableFile

_HTML = re.compile(
    rb"^\s*(?:<!--.*?-->\s*)?<(?:!doctype|html|head|meta|table|body|style|\?xml|div)", re.I | re.S
)
_DECLARATION = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.I)
_CHUNK = 1024 * 1024


def file_size(file: BinaryIO) -> int:
    """Bytes of an open file; leaves it at its beginning."""
    file.seek(0, 2)
    size = file.tell()
    file.seek(0)
    return size


def sheet_format(file: BinaryIO) -> str:
    """One of xlsx, ods, xls, text, by content; the name of the file counts for nothing.

    Raises UnreadableFile when it is empty, too large, locked, damaged, a trap, or no sheet at all.
    """
    size = file_size(file)
    if size == 0:
        raise UnreadableFile(_("Berkas ini kosong. Pilih berkas yang berisi daftar."), code="empty_file")
    if size > limits.FILE_BYTES:
        raise UnreadableFile(
            _("Berkas ini lebih dari 20 MB. Hapus gambar di dalamnya atau bagi menjadi beberapa berkas."),
            code="too_large",
        )
    start = file.read(4096)
    file.seek(0)
    if start.startswith(b"PK"):
        return _format_of_zip(file)
    if start.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _format_of_ole(file)
    _refuse_other_kinds(start)
    return "text"


def _refuse_other_kinds(start: bytes) -> None:
    if start.startswith(b"%PDF"):
        raise UnreadableFile(
            _("Berkas ini PDF. Minta daftar yang sama dalam bentuk Excel (.xlsx) atau CSV."), code="pdf"
        )
    bare = start[3:] if start.startswith(b"\xef\xbb\xbf") else start
    if _HTML.match(bare):
        raise UnreadableFile(
            _(
                "Berkas ini halaman web yang diberi nama Excel. Buka di Excel atau LibreOffice, "
                "simpan sebagai .xlsx, lalu pilih lagi."
            ),
            code="html",
        )
    if _is_binary(start):
        raise UnreadableFile(
            _("Berkas ini bukan lembar kerja. Pilih berkas Excel (.xlsx, .xls), ODS, atau CSV."),
            code="not_a_sheet",
        )


def _is_binary(start: bytes) -> bool:
    """True for bytes that are no text in any encoding a spreadsheet program writes."""
    if start[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return False
    if (
        start[:4] in (b"\x89PNG", b"GIF8", b"RIFF", b"\x7fELF", b"{\\rt", b"7z\xbc\xaf", b"Rar!")
        or start[:3] == b"\xff\xd8\xff"
    ):
        return True
    if start[:2] in (b"\x1f\x8b", b"BM", b"MZ", b"\x09\x08", b"\x09\x04", b"\x09\x02", b"\x09\x00"):
        return b"\x00" in start or start[:2] == b"\x1f\x8b"
    controls = sum(byte < 32 and byte not in (0, 9, 10, 11, 12, 13, 26, 27) for byte in start)
    return controls > len(start) // 10


def _format_of_ole(file: BinaryIO) -> str:
    content = file.read()
    file.seek(0)
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise UnreadableFile(
            _("Berkas ini dikunci kata sandi. Buka di Excel, hapus kata sandinya, simpan, lalu pilih lagi."),
            code="encrypted",
        )
    if any(name.encode("utf-16-le") in content for name in ("Workbook", "Book")):
        return "xls"
    raise UnreadableFile(
        _("Berkas ini bukan lembar kerja Excel. Pilih berkas .xlsx, .xls, ODS, atau CSV."), code="not_a_sheet"
    )


def _format_of_zip(file: BinaryIO) -> str:
    try:
        with zipfile.ZipFile(file) as archive:
            members = archive.infolist()
            _check_directory(members)
            kind = _kind_of_members(archive, {member.filename for member in members})
            for member in members:
                _check_member(archive, member)
    except (
        zipfile.BadZipFile,
        NotImplementedError,
        EOFError,
        OSError,
        ValueError,
        RuntimeError,
        zipfile.LargeZipFile,
    ) as error:
        raise damaged() from error
    except zipfile.zlib.error as error:  # type: ignore[attr-defined]
        raise damaged() from error
    finally:
        file.seek(0)
    return kind


def damaged() -> UnreadableFile:
    """The refusal for a file that starts like a sheet and does not go on like one."""
    return UnreadableFile(
        _("Berkas ini rusak atau belum terunduh lengkap. Unduh sekali lagi dari asalnya, lalu pilih lagi."),
        code="damaged",
    )


def bomb() -> UnreadableFile:
    """The refusal for a file that would fill the memory of the machine."""
    return UnreadableFile(
        _(
            "Isi berkas ini terlalu besar untuk dibaca dengan aman. Salin hanya tabelnya ke lembar "
            "kerja baru, "
            "simpan, lalu pilih lagi."
        ),
        code="too_much_inside",
    )


def _check_directory(members: list[zipfile.ZipInfo]) -> None:
    if len(members) > limits.MEMBERS:
        raise bomb()
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members) or 1
    if unpacked > limits.UNPACKED_BYTES:
        raise bomb()
    if unpacked > limits.RATIO_MATTERS_FROM and unpacked / packed > limits.UNPACK_RATIO:
        raise bomb()
    names = [member.filename for member in members]
    if len(set(names)) != len(names):
        raise damaged()
    for member in members:
        if member.flag_bits & 0x1:
            raise UnreadableFile(
                _("Berkas ini dikunci kata sandi. Hapus kata sandinya, simpan, lalu pilih lagi."),
                code="encrypted",
            )
        if _is_tricky(member):
            raise UnreadableFile(
                _(
                    "Susunan berkas ini tidak seperti buatan Excel atau LibreOffice. Buka di salah satunya, "
                    "simpan sebagai .xlsx baru, lalu pilih lagi."
                ),
                code="tricky_archive",
            )


def _is_tricky(member: zipfile.ZipInfo) -> bool:
    """Names that would leave a folder, and links: nothing is unpacked to disk, but no honest program
    writes them.
    """
    name = member.orig_filename
    parts = name.split("/")
    return (
        ".." in parts
        or name.startswith("/")
        or "\\" in name
        or "\x00" in name
        or (len(name) > 1 and name[1] == ":")
        or stat.S_ISLNK(member.external_attr >> 16)
    )


def _kind_of_members(archive: zipfile.ZipFile, names: set[str]) -> str:
    lower = {name.lower() for name in names}
    if "xl/workbook.xml" in lower:
        return "xlsx"
    if (
        "mimetype" in names
        and archive.read("mimetype")[:60].strip() == b"application/vnd.oasis.opendocument.spreadsheet"
    ):
        return "ods"
    if "xl/workbook.bin" in lower:
        raise UnreadableFile(
            _("Berkas ini berbentuk .xlsb. Buka di Excel, simpan sebagai .xlsx, lalu pilih lagi."),
            code="xlsb",
        )
    raise UnreadableFile(
        _("Berkas ini bukan lembar kerja. Pilih berkas Excel (.xlsx, .xls), ODS, atau CSV."),
        code="not_a_sheet",
    )


def _check_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    """Refuse document type declarations: no program writes them into a sheet, and entities can be bombs."""
    if not member.filename.lower().endswith((".xml", ".rels", ".vml")):
        return
    tail = b""
    with archive.open(member) as stream:
        while chunk := stream.read(_CHUNK):
            if not tail and chunk[:2] in (b"\xff\xfe", b"\xfe\xff", b"\x00<", b"<\x00"):
                raise damaged()
            if _DECLARATION.search(tail + chunk):
                raise UnreadableFile(
                    _(
                        "Di dalam berkas ini ada perintah yang tidak pernah ditulis Excel, "
                        "jadi tidak kami buka. "
                        ""
                        ""
                        ""
                        ""
                        ""
                        ""
                        ""
                        ""
                        ""
                        ""
                        ""
                        ""
                        "Salin tabelnya ke lembar kerja baru, simpan, lalu pilih lagi."
                    ),
                    code="entities",
                )
            tail = chunk[-32:]
