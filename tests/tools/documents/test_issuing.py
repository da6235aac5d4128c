"""Issuing, replacing, revoking; what was issued stays as it is."""

import dataclasses
import hashlib
import io
import os

import pytest
from django.db import transaction
from pypdf import PdfReader

from anyam.base.errors import NotAllowed, Refused, WrongState
from anyam.tools.audit.models import AuditEntry
from anyam.tools.documents import operations, press, queries, rendering, storage
from anyam.tools.documents.errors import CannotPrint, FileDamaged, KindUnknown, NumberTaken, PatternWrong
from anyam.tools.documents.models import IssuedDocument, NumberSeries, VerificationCode
from anyam.tools.documents.operations import issuing
from tests.factories.documents import PlacementLetter, Row, about, letter_kind
from tests.factories.people import make_actor

pytestmark = pytest.mark.db


def issue(actor, now, code="PLACE001", **values):
    context = values.pop("context", PlacementLetter(**values))
    return operations.issue(actor=actor, kind="uji.letter", context=context, about=about(code), now=now)


def pdf_of(document) -> PdfReader:
    return PdfReader(io.BytesIO(storage.read(document.file.name, document.digest)))


def text_of(document) -> str:
    return "\n".join(page.extract_text() for page in pdf_of(document).pages)


def test_issued_letter_is_numbered_stored_and_audited(letter, humas, now, own_store):
    document = issue(humas, now)
    assert (document.number, document.sequence, document.version) == ("421.5/0001/XI/2026", 1, 1)
    assert (document.state, document.subject, document.by_name) == (
        "issued",
        "Pengantar Praktik Kerja Lapangan",
        humas.name,
    )
    content = (own_store / document.file.name).read_bytes()
    assert hashlib.sha256(content).hexdigest() == document.digest
    assert document.file.name == f"{document.digest[:2]}/{document.digest[2:]}"
    entry = AuditEntry.objects.of_school(humas.school_id).get(action="documents.issue")
    assert (entry.object_key, entry.object_name) == (document.code, document.number)
    assert list(VerificationCode.objects.values_list("code", "school_key")) == [
        (document.verification, humas.school_id)
    ]
    assert issue(humas, now).number == "421.5/0002/XI/2026"


GOLDEN = """PEMERINTAH PROVINSI KALIMANTAN TENGAH
DINAS PENDIDIKAN
SMKN 3 PALANGKA RAYA
Jalan Contoh Raya Nomor 3, Palangka Raya 73100
Telepon (0536) 000000, pos-el surat@smkn3plk.example
Nomor : 421.5/0001/XI/2026
Sifat : Biasa
Lampiran : 1 (satu) lembar
Hal : Pengantar Praktik Kerja Lapangan
Palangka Raya, 24 November 2026
Yth. Pimpinan Hotel Grand Rungan
di Palangka Raya
Dengan hormat, dengan ini kami menugaskan siswa berikut untuk melaksanakan Praktik
Kerja Lapangan pada 4 Januari 2027 sampai dengan 25 Juni 2027.
No. Nama NISN Kelas Bagian
1 Nabila Azzahra 0090000010 XI Kuliner 1 Pastry
Atas perhatian dan kerja sama Bapak/Ibu, kami ucapkan terima kasih.
Kepala Sekolah,
Maria Ngabe, M.Pd.
Pembina Tingkat I
NIP 19700000 000000 2 000
Tembusan:
1. Kepala Dinas Pendidikan"""


def test_text_of_the_paper(letter, school, humas, now):
    school.letterhead_lines = "Pemerintah Provinsi Kalimantan Tengah\n Dinas Pendidikan \n"
    school.address, school.postal_code = "Jalan Contoh Raya Nomor 3", "73100"
    school.phone, school.email = "(0536) 000000", "surat@smkn3plk.example"
    school.save()
    document = issue(humas, now, attachment="1 (satu) lembar", copies=("Kepala Dinas Pendidikan",))
    body, foot = text_of(document).split("Periksa keaslian di ")
    squeezed = "\n".join(" ".join(line.split()) for line in body.splitlines() if line.strip())
    assert squeezed == GOLDEN
    shown = document.shown_verification
    assert "\n".join(line.strip() for line in foot.splitlines()) == (
        f"anyam.example/v/{shown}\n"
        f"Diterbitkan 24-11-2026 09.00 WIB oleh {humas.name}. Versi 1.\n"
        "Cetakan tanpa kode ini bukan salinan resmi.\n"
        "Hal. 1 / 1"
    )


@pytest.mark.parametrize(("paper", "size"), [("f4", (215, 330)), ("a4", (210, 297))])
def test_paper_is_the_schools(letter, school, humas, now, paper, size):
    school.paper_size = paper
    school.save()
    page = pdf_of(issue(humas, now)).pages[0]
    assert tuple(round(float(side) / 72 * 25.4) for side in page.mediabox[2:]) == size


def test_file_is_archivable_tagged_and_named(letter, humas, now):
    reader = pdf_of(issue(humas, now))
    root = reader.trailer["/Root"]
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"]) == ("id-ID", True)
    assert reader.metadata.title == "Surat pengantar uji 421.5/0001/XI/2026"
    xmp = root["/Metadata"].get_data().decode()
    assert "<pdfaid:part>2</pdfaid:part>" in xmp
    assert "<pdfuaid:part>1</pdfuaid:part>" in xmp


def test_long_list_breaks_over_pages_with_their_numbers(letter, humas, now):
    rows = tuple(Row(f"Siswa {number}", f"{number:010d}", "XI Kuliner 1", "Pastry") for number in range(60))
    texts = [page.extract_text() for page in pdf_of(issue(humas, now, pupils=rows)).pages]
    assert [text.splitlines()[-1] for text in texts] == ["Hal. 1 / 2", "Hal. 2 / 2"]
    assert ["No." in text for text in texts] == [True, True]
    assert ["Kepala Sekolah," in text for text in texts] == [False, True]


HOSTILE = (
    '#import "/letter.typ": *',
    '#read("/etc/passwd")',
    "#panic()",
    '] #eval("1+1") [',
    "$x^2$ *tebal* _miring_ `kode` @acuan <label> // komentar",
    "\\u{41} \\ {nomor}",
    "<script>alert(1)</script>",
    '#include "/letter.typ"',
    "'; DROP TABLE documents_issueddocument; --",
)


def squashed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("words", HOSTILE)
def test_text_of_people_is_printed_never_executed(letter, humas, now, words):
    document = issue(
        humas,
        now,
        pupils=(Row(words, words, "XI", "Pastry"),),
        subject=words,
        public_subject=words,
        recipient=(words,),
        copies=(words,),
    )
    text = squashed(text_of(document))
    assert text.count(squashed(words)) == 5
    assert "root:" not in text


def test_hostile_school_profile_is_printed_never_executed(letter, school, humas, now):
    school.name, school.letterhead_lines, school.city = '#read("x")', "#panic()", "]#eval("
    school.save()
    text = text_of(issue(humas, now))
    assert ("#READ(" in text, "#PANIC()" in text, "]#eval(" in text) == (True, True, True)


@pytest.mark.parametrize("sign", ["😀", "漢", "\ue000"])
def test_sign_without_a_glyph_is_refused_by_name_and_takes_no_number(letter, humas, now, sign):
    with pytest.raises(CannotPrint) as refused:
        issue(humas, now, pupils=(Row(f"Nabila {sign}", "1", "XI", "Pastry"),))
    assert str(refused.value).startswith("Tanda “")
    assert (
        NumberSeries.objects.of_school(humas.school_id).count(),
        IssuedDocument.objects.of_school(1).count(),
    ) == (
        0,
        0,
    )


def test_rollback_gives_the_number_back(letter, humas, now):
    issue(humas, now)

    def issue_and_break():
        with transaction.atomic():
            issue(humas, now)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        issue_and_break()
    assert issue(humas, now).number == "421.5/0002/XI/2026"


def test_numbers_begin_again_each_year_and_by_series_and_school(letter, school, other_school, humas, now):
    issue(humas, now)
    assert issue(humas, now.replace(year=2027, month=1)).number == "421.5/0001/I/2027"
    stranger = make_actor(other_school, "waka_humas")
    assert issue(stranger, now).number == "421.5/0001/XI/2026"
    with letter_kind("uji.certificate", series="certificates", pattern="421.5/{kode}/{nomor}/{tahun}"):
        document = operations.issue(
            actor=humas, kind="uji.certificate", context=PlacementLetter(), about=about(), now=now
        )
    assert document.number == "421.5/PKL/0001/2026"


def test_day_of_the_letter_is_the_schools_day(letter, school, humas, now):
    late = now.replace(day=30, hour=18)  # 1 December, 01.00 in Palangka Raya
    assert issue(humas, late).number == "421.5/0001/XII/2026"


def test_pattern_without_number_is_refused(letter, school, humas, now):
    school.letter_number_pattern = "421.5/{tahun}"
    school.save()
    with pytest.raises(PatternWrong):
        issue(humas, now)


def test_who_may_not_issue(letter, school, now):
    with pytest.raises(NotAllowed):
        issue(make_actor(school, "homeroom"), now)
    with pytest.raises(KindUnknown):
        operations.issue(
            actor=make_actor(school, "waka_humas"),
            kind="x",
            context=PlacementLetter(),
            about=about(),
            now=now,
        )


def test_same_row_prints_the_same_bytes(letter, humas, now):
    document = issue(humas, now)
    again = rendering.render(letter, issuing.school_of(humas), [issuing.sheet_of(humas, document)], now=now)
    assert hashlib.sha256(again).hexdigest() == document.digest


def test_issued_document_cannot_be_edited(letter, humas, now):
    document = issue(humas, now)
    document.subject = "lain"
    for options in ({}, {"update_fields": ["subject"]}, {"update_fields": ["state", "number"]}):
        with pytest.raises(TypeError):
            document.save(**options)
    document.refresh_from_db()
    assert document.subject == "Pengantar Praktik Kerja Lapangan"


def test_replacing_keeps_number_and_date_and_both_versions(letter, humas, now):
    old = issue(humas, now)
    later = now.replace(day=27)
    fresh = operations.replace(actor=humas, document=old, reason="Nama siswa keliru.", now=later)
    old.refresh_from_db()
    assert (old.state, old.reason, old.ended_at) == ("replaced", "Nama siswa keliru.", later)
    assert (fresh.number, fresh.day, fresh.version, fresh.replaces) == (old.number, old.day, 2, old)
    assert (fresh.digest != old.digest, fresh.verification != old.verification) == (True, True)
    assert "Siswa PLACE001" in text_of(fresh)
    assert "Versi 2." in text_of(fresh)
    assert "Nabila Azzahra" in text_of(old)
    assert queries.successor(old) == fresh
    assert queries.valid_document(humas.school_id, "uji.letter", about()) == fresh
    with pytest.raises(WrongState):
        operations.replace(actor=humas, document=old, reason="lagi", now=later)
    assert issue(humas, now).number == "421.5/0002/XI/2026"


def test_revoking_needs_a_reason_and_the_right(letter, school, humas, now):
    document = issue(humas, now)
    with pytest.raises(NotAllowed):
        operations.revoke(actor=make_actor(school, "homeroom"), document=document, reason="x", now=now)
    with pytest.raises(Refused) as refused:
        operations.revoke(actor=humas, document=document, reason=" \u200b ", now=now)
    assert (refused.value.code, refused.value.field) == ("reason_missing", "reason")
    operations.revoke(actor=humas, document=document, reason="Salah alamat", now=now)
    document.refresh_from_db()
    assert (document.state, document.ended_at) == ("revoked", now)
    for act in (operations.revoke, operations.replace):
        with pytest.raises(WrongState):
            act(actor=humas, document=document, reason="lagi", now=now)


def test_damaged_or_lost_file_is_noticed(letter, humas, now, own_store):
    document = issue(humas, now)
    path = own_store / document.file.name
    os.chmod(path, 0o600)
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(FileDamaged):
        storage.read(document.file.name, document.digest)
    path.unlink()
    with pytest.raises(FileDamaged):
        storage.read(document.file.name, document.digest)


def test_paper_register_is_continued_only_forward(letter, school, humas, now):
    operations.set_last_number(actor=humas, series="letters", year=2026, last=416, now=now)
    assert queries.next_number(humas, day=humas.today(now)) == "421.5/0417/XI/2026"
    assert issue(humas, now).number == "421.5/0417/XI/2026"
    for last in (417, 3):
        with pytest.raises(NumberTaken):
            operations.set_last_number(actor=humas, series="letters", year=2026, last=last, now=now)
    with pytest.raises(NotAllowed):
        operations.set_last_number(
            actor=make_actor(school, "homeroom"), series="letters", year=2026, last=900, now=now
        )


def test_other_school_sees_nothing(letter, other_school, humas, now):
    document = issue(humas, now)
    stranger = make_actor(other_school, "waka_humas")
    assert list(queries.documents_visible_to(humas)) == [document]
    assert list(queries.documents_visible_to(stranger)) == []
    assert queries.valid_document(other_school.pk, "uji.letter", about()) is None


def test_filters(letter, humas, now):
    first = issue(humas, now, code="PLACE001")
    second = issue(
        humas, now.replace(month=12), code="PLACE002", subject="Penarikan", public_subject="Penarikan"
    )
    operations.revoke(actor=humas, document=first, reason="x", now=now)
    rows = queries.documents_visible_to(humas)

    def found(**wanted):
        return sorted(row.sequence for row in queries.filtered(rows, wanted))

    assert found() == [1, 2]
    assert found(q="penarikan") == [2]
    assert found(q="PLACE001") == [1]
    assert found(q=second.shown_verification) == [2]
    assert found(state="revoked") == [1]
    assert found(kind="lain") == []
    assert found(start=second.day) == [2]
    assert found(end=first.day) == [1]


def test_who_may_not_replace(letter, school, humas, now):
    document = issue(humas, now)
    with pytest.raises(NotAllowed):
        operations.replace(actor=make_actor(school, "homeroom"), document=document, reason="x", now=now)
    with letter_kind(build=None), pytest.raises(NotAllowed):
        operations.replace(actor=humas, document=document, reason="x", now=now)
    document.refresh_from_db()
    assert document.state == "issued"


def test_batch_of_a_signless_name_is_refused_in_the_other_process_too(letter, humas, now):
    sheets = [issuing.sheet_of(humas, issue(humas, now))]
    sheets.append(dataclasses.replace(sheets[0], number="😀"))
    school = issuing.school_of(humas)
    with pytest.raises(CannotPrint) as refused:
        rendering.render(letter, school, sheets, now=now, apart=True)
    assert "“😀”" in str(refused.value)


@pytest.mark.parametrize("apart", [False, True])
def test_mistake_in_a_template_is_ours_and_not_hidden(letter, humas, now, monkeypatch, apart):
    sheet = issuing.sheet_of(humas, issue(humas, now))
    monkeypatch.setattr(rendering, "template_source", lambda path: b"#panic(1)")
    with pytest.raises(press.CompileError):
        rendering.render(letter, issuing.school_of(humas), [sheet], now=now, apart=apart)


@pytest.mark.parametrize("path", ["/etc/passwd", "../rendering.py", "/../rendering.py"])
def test_even_a_template_reads_nothing_outside_its_library(letter, humas, now, monkeypatch, path):
    sheet = issuing.sheet_of(humas, issue(humas, now))
    monkeypatch.setattr(rendering, "template_source", lambda wanted: f'#read("{path}")'.encode())
    with pytest.raises(press.CompileError):
        rendering.render(letter, issuing.school_of(humas), [sheet], now=now)


def test_templates_are_found_in_the_rooms(db):
    assert rendering.template_source("documents/document_show.html").startswith(b"{# One issued document.")
    with pytest.raises(FileNotFoundError):
        rendering.template_source("tidak/ada.typ")
