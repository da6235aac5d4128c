"""What the papers of a wave print, who signs, what the public learns, and what stays inert."""

import pytest
import time_machine

from anyam.base.errors import NotAllowed, Refused
from anyam.implementation.internships import documents, operations, queries
from anyam.implementation.internships.terms import LetterKind
from anyam.mapping.partners.models import Capacity, Partner
from anyam.records.people.models import Pupil, Role, Teacher
from anyam.tools.documents import operations as paper
from anyam.tools.documents.queries import public_document
from tests.conftest import NOW
from tests.factories import internships, letters, people

pytestmark = pytest.mark.db


@pytest.fixture(autouse=True)
def ground(settings, tmp_path):
    """Files of a test stay with the test, and its day is the day of the tests."""
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.PUBLIC_BASE_URL = "https://anyam.example"
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def wave(school, humas):
    letters.with_letterhead(school)
    return letters.placed_wave(school, humas, pupils=3, hosts=1, seats=4)


def accept_all(wave, humas, now):
    rows = letters.placements(wave)
    operations.record_answer(actor=humas, placements=rows, accepted=True, on=humas.today(now), now=now)


def codes(actor, wave, kind):
    return [line.code for line in card(actor, wave, kind).missing]


def card(actor, wave, kind):
    return next(card for card in queries.letter_cards(actor, wave) if card.kind == kind)


def issued(actor, wave, kind, now):
    return letters.issue(actor, kind, codes(actor, wave, kind), now)


def lines(page, *, without_head=5, without_foot=3):
    """The lines of a sheet between letterhead and foot."""
    return [line.strip() for line in page.splitlines()][without_head : -without_foot or None]


HEAD = [
    "PEMERINTAH PROVINSI KALIMANTAN TENGAH",
    "DINAS PENDIDIKAN",
    "SMKN 3 PALANGKA RAYA",
    "Jalan Contoh 3, Palangka Raya 73100",
    "Telepon (0536) 3221234",
]


def test_request_with_its_reply_form(wave, humas, now):
    (document,) = issued(humas, wave, LetterKind.REQUEST, now)
    letter, form = letters.pages_of(document)
    assert [line.strip() for line in letter.splitlines()][:5] == HEAD
    assert lines(letter)[:-1] == [
        "Nomor : 421.5/0001/XI/2026",
        "Sifat : Biasa",
        "Lampiran : 1 (satu) lembar jawaban",
        "Hal : Permohonan tempat Praktik Kerja",
        "Lapangan",
        "Palangka Raya, 24 November 2026",
        "Yth. Pimpinan Mitra A",
        "di Palangka Raya",
        "Dengan hormat, dalam rangka Praktik Kerja Lapangan (PKL) tahun pelajaran 2026/2027,",
        "kami memohon kesediaan Bapak/Ibu menerima siswa kami berikut pada 4 Januari 2027",
        "sampai dengan 25 Juni 2027.",
        "No. Nama Kelas Konsentrasi keahlian",
        "1 Siswa 00 XI Kuliner 1 Kuliner",
        "2 Siswa 01 XI Kuliner 1 Kuliner",
        "3 Siswa 02 XI Kuliner 1 Kuliner",
        "Guru pembimbing: Darius Tundan, S.Pd.",
        "Kami mohon jawaban Bapak/Ibu paling lambat 8 Desember 2026 dengan mengisi lembar",
        "jawaban terlampir.",
        "Atas perhatian dan kerja sama Bapak/Ibu, kami ucapkan terima kasih.",
        "Kepala Sekolah,",
        "Maria Ngabe, M.Pd.",
        "NIP 197001012000032001",
    ]
    assert lines(form, without_head=0)[:-1] == [
        "LEMBAR JAWABAN",
        "atas surat SMKN 3 Palangka Raya Nomor 421.5/0001/XI/2026",
        "Kami dari Mitra A menjawab permohonan tempat Praktik Kerja Lapangan pada 4 Januari",
        "2027 sampai dengan 25 Juni 2027:",
        "Menerima semua siswa (3 orang)",
        "Menerima sebagian; siswa yang diterima kami tandai di bawah ini",
        "Belum dapat menerima; alasan:",
        "No. Nama siswa Kelas Diterima Tidak",
        "1 Siswa 00 XI Kuliner 1",
        "2 Siswa 01 XI Kuliner 1",
        "3 Siswa 02 XI Kuliner 1",
        "Pembimbing di perusahaan :",
        "Jabatan :",
        "Nomor WhatsApp pembimbing :",
        "Bagian/unit kerja siswa :",
        "Mohon dijawab paling lambat 8 Desember 2026. Lembar ini boleh difoto dan dikirim ke",
        "(0536) 3221234.",
        ",",
        "Pimpinan Mitra A,",
        "tanda tangan dan cap",
        "Nama:",
        "Jabatan:",
    ]


def test_company_reads_no_number_birthday_or_home_of_a_pupil(wave, humas, now):
    (document,) = issued(humas, wave, LetterKind.REQUEST, now)
    printed = "".join(letters.pages_of(document)) + str(document.context)
    pupils = Pupil.objects.of_school(humas.school_id)
    assert [pupil.nisn in printed or pupil.nipd in printed for pupil in pupils] == [False] * 3
    assert "2009" not in printed


def test_cover_letter_names_the_accepted_and_the_request(wave, humas, now):
    issued(humas, wave, LetterKind.REQUEST, now)
    first, *others = letters.placements(wave)
    operations.answer_company(actor=humas, accepted=others, refused=[first], on=humas.today(now), now=now)
    (document,) = issued(humas, wave, LetterKind.COVER, now)
    (page,) = letters.pages_of(document)
    assert lines(page)[3:-2] == [
        "Hal : Pengantar Praktik Kerja Lapangan",
        "Palangka Raya, 24 November 2026",
        "Yth. Pimpinan Mitra A",
        "di Palangka Raya",
        "Dengan hormat, menindaklanjuti surat kami Nomor 421.5/0001/XI/2026 dan sesuai",
        "kesediaan Bapak/Ibu, dengan ini kami mengantarkan siswa berikut untuk melaksanakan",
        "Praktik Kerja Lapangan (PKL) pada 4 Januari 2027 sampai dengan 25 Juni 2027.",
        "No. Nama Kelas Konsentrasi keahlian",
        "1 Siswa 01 XI Kuliner 1 Kuliner",
        "2 Siswa 02 XI Kuliner 1 Kuliner",
        "Guru pembimbing: Darius Tundan, S.Pd.",
        "Kami mohon Bapak/Ibu membimbing siswa tersebut, menjaga keselamatannya, dan",
        "memberi kabar kepada sekolah bila ada hal yang perlu diketahui.",
        "Atas perhatian dan kerja sama Bapak/Ibu, kami ucapkan terima kasih.",
        "Kepala Sekolah,",
        "Maria Ngabe, M.Pd.",
    ]


def test_assignment_of_a_supervisor(wave, humas, now):
    Teacher.objects.of_school(humas.school_id).filter(name="Darius Tundan, S.Pd.").update(
        nip="198502022010011002"
    )
    accept_all(wave, humas, now)
    (document,) = issued(humas, wave, LetterKind.ASSIGNMENT, now)
    (page,) = letters.pages_of(document)
    assert lines(page)[:-1] == [
        "SURAT TUGAS",
        "Nomor 421.5/0001/XI/2026",
        "Kepala Sekolah SMKN 3 Palangka Raya memberi tugas kepada:",
        "Nama : Darius Tundan, S.Pd.",
        "NIP : 198502022010011002",
        "Jabatan : Guru",
        "untuk membimbing 3 siswa Praktik Kerja Lapangan (PKL) tahun pelajaran 2026/2027 di 1",
        "tempat pada 4 Januari 2027 sampai dengan 25 Juni 2027, yaitu mengantar, mengunjungi,",
        "memantau jurnal dan kehadiran, menjemput, serta melaporkan hasilnya.",
        "No. Nama siswa Kelas Tempat PKL Kota",
        "1 Siswa 00 XI Kuliner 1 Mitra A Palangka Raya",
        "2 Siswa 01 XI Kuliner 1 Mitra A Palangka Raya",
        "3 Siswa 02 XI Kuliner 1 Mitra A Palangka Raya",
        "Surat tugas ini dilaksanakan dengan penuh tanggung jawab.",
        "Palangka Raya, 24 November 2026",
        "Kepala Sekolah,",
        "Maria Ngabe, M.Pd.",
        "NIP 197001012000032001",
    ]
    assert (document.subject, document.public_subject) == (
        "Surat tugas pembimbing PKL: Darius Tundan, S.Pd.",
        "Surat tugas pembimbing PKL: D. T.",
    )


def test_decree_with_an_annex_of_all_pupils(wave, humas, now):
    (document,) = issued(humas, wave, LetterKind.DECREE, now)
    decision, annex = letters.pages_of(document)
    assert lines(decision)[:5] == [
        "KEPUTUSAN KEPALA SEKOLAH SMKN 3 PALANGKA RAYA",
        "NOMOR 421.5/0001/XI/2026",
        "TENTANG",
        "PENEMPATAN PESERTA PRAKTIK KERJA LAPANGAN",
        "GELOMBANG 1 TAHUN PELAJARAN 2026/2027",
    ]
    assert lines(decision)[12:-1] == [
        "MEMUTUSKAN",
        "Menetapkan :",
        "KESATU : Menempatkan 3 siswa di 1 tempat Praktik Kerja Lapangan beserta guru",
        "pembimbingnya sebagaimana tercantum dalam lampiran keputusan ini.",
        "KEDUA : Praktik Kerja Lapangan berlangsung pada 4 Januari 2027 sampai dengan",
        "25 Juni 2027.",
        "KETIGA : Keputusan ini berlaku sejak tanggal ditetapkan dan diperbaiki bila terdapat",
        "kekeliruan.",
        "Ditetapkan di Palangka Raya",
        "pada tanggal 24 November 2026",
        "Kepala Sekolah,",
        "Maria Ngabe, M.Pd.",
        "NIP 197001012000032001",
    ]
    assert lines(annex, without_head=0)[:7] == [
        "Lampiran Keputusan Kepala Sekolah SMKN 3 Palangka Raya",
        "Nomor 421.5/0001/XI/2026",
        "Tentang Penempatan peserta Praktik Kerja Lapangan Gelombang 1",
        "No. Nama siswa Kelas Tempat PKL Guru pembimbing",
        "1 Siswa 00 XI Kuliner 1 Mitra A Darius Tundan, S.Pd.",
        "2 Siswa 01 XI Kuliner 1 Mitra A Darius Tundan, S.Pd.",
        "3 Siswa 02 XI Kuliner 1 Mitra A Darius Tundan, S.Pd.",
    ]


def test_long_annex_repeats_its_head_on_every_sheet(school, humas, now):
    wave = letters.placed_wave(letters.with_letterhead(school), humas, pupils=60, hosts=1, seats=60)
    (document,) = issued(humas, wave, LetterKind.DECREE, now)
    sheets = letters.pages_of(document)
    heads = [page.count("No. Nama siswa Kelas Tempat PKL Guru pembimbing") for page in sheets]
    assert heads == [0] + [1] * (len(sheets) - 1)
    assert len(sheets) == 3
    assert [page.splitlines()[-1] for page in sheets] == [f"Hal. {number} / 3" for number in range(1, 4)]
    assert sum(page.count("XI Kuliner 1 Mitra A") for page in sheets) == 60


def test_consent_sheet_asks_each_purpose_apart_and_fills_no_box(wave, humas, now):
    Capacity.objects.of_school(humas.school_id).update(work="Membuat kue", night_shift=True)
    document = issued(humas, wave, LetterKind.CONSENT, now)[0]
    (page,) = letters.pages_of(document)
    assert lines(page)[:16] == [
        "PERSETUJUAN ORANG TUA/WALI",
        "Praktik Kerja Lapangan (PKL) · Nomor PW/0001/XI/2026",
        "Nama siswa : Siswa 00",
        "Kelas, konsentrasi : XI Kuliner 1, Kuliner",
        "Tempat PKL : Mitra A",
        "Alamat tempat PKL : Palangka Raya",
        "Pekerjaan di sana : Membuat kue",
        "Waktu : 4 Januari 2027 sampai dengan 25 Juni 2027",
        "Penginapan : Tanpa penginapan",
        "Yang perlu diketahui : Ada giliran kerja malam.",
        "Guru pembimbing : Darius Tundan, S.Pd.",
        "Bertanya ke sekolah : (0536) 3221234",
        "Guru pembimbing dan pembimbing di perusahaan mengawasi siswa selama PKL. Data yang dipakai",
        "sekolah: nama, kelas, tempat PKL, kehadiran, jurnal, dan nilai.",
        "Beri tanda centang pada satu kotak di setiap baris. Persetujuan dapat dicabut kapan saja dengan",
        "memberi tahu sekolah.",
    ]
    assert lines(page).count("Untuk Penjelasan Ya Tidak") == 2
    assert [line for line in lines(page) if line in ("Diperlukan untuk PKL", "Orang tua/wali,", "Nama:")] == [
        "Diperlukan untuk PKL",
        "Orang tua/wali,",
        "Nama:",
    ]
    titles = [row["title"] for row in document.context["needed"] + document.context["optional"]]
    assert titles == [
        "Ikut PKL dan menulis jurnal",
        "Data untuk perusahaan",
        "Foto yang memperlihatkan wajah",
        "Pemeriksaan tempat saat absen",
        "Penerbitan karya atau foto",
    ]
    assert document.public_subject == "Persetujuan orang tua/wali: S."


def test_pupils_going_abroad_need_a_consent_more(wave, humas, now):
    wave.kind = "abroad"
    wave.save()
    document = issued(humas, wave, LetterKind.CONSENT, now)[0]
    assert [row["title"] for row in document.context["needed"]] == [
        "Ikut PKL dan menulis jurnal",
        "Data untuk perusahaan",
        "PKL di luar negeri",
    ]


@pytest.mark.parametrize(("paper_size", "millimetres"), [("f4", (215, 330)), ("a4", (210, 297))])
@pytest.mark.parametrize("kind", list(LetterKind))
def test_every_paper_on_f4_and_a4(wave, school, humas, now, kind, paper_size, millimetres):
    letters.with_letterhead(school, paper_size=paper_size)
    accept_all(wave, humas, now)
    assert letters.size_of(issued(humas, wave, kind, now)[0]) == millimetres


EVIL = '#panic("x") $1/0$ *tebal* _miring_ <label> @acuan `kode` \\ [isi] {{ 7*7 }} <b>'


@pytest.mark.parametrize("kind", list(LetterKind))
def test_what_people_typed_is_printed_and_never_run(wave, humas, now, kind):
    name = EVIL[:100]
    Pupil.objects.of_school(humas.school_id).update(name=name)
    Partner.objects.of_school(humas.school_id).update(name=name, city="#eval(1)", address="= Judul")
    Teacher.objects.of_school(humas.school_id).update(name=name)
    accept_all(wave, humas, now)
    document = issued(humas, wave, kind, now)[0]
    printed = "".join("".join(page.split()) for page in letters.pages_of(document))
    assert "".join(name.split()) in printed


def test_public_page_says_no_name_of_a_pupil(wave, humas, now):
    Pupil.objects.of_school(humas.school_id).filter(name="Siswa 00").update(name="Nabila Azzahra")
    accept_all(wave, humas, now)
    subjects = {}
    for kind in LetterKind:
        subjects[kind.name] = public_document(issued(humas, wave, kind, now)[0].verification).subject
    assert subjects == {
        "REQUEST": "Permohonan tempat Praktik Kerja Lapangan di Mitra A, 3 siswa",
        "COVER": "Pengantar Praktik Kerja Lapangan di Mitra A, 3 siswa",
        "ASSIGNMENT": "Surat tugas pembimbing PKL: D. T.",
        "DECREE": "Penempatan peserta Praktik Kerja Lapangan Gelombang 1, 3 siswa",
        "CONSENT": "Persetujuan orang tua/wali: N. A.",
    }


def test_without_a_principal_nothing_is_issued(wave, humas, now):
    Role.objects.of_school(humas.school_id).filter(name="principal").update(ended_at=now)
    with pytest.raises(Refused) as refused:
        documents.draft_of(humas, LetterKind.REQUEST, codes(humas, wave, LetterKind.REQUEST)[0])
    assert str(refused.value) == "Tetapkan kepala sekolah di Pengguna & peran."


def test_principal_without_a_teachers_record_signs_without_nip(wave, humas, now):
    Teacher.objects.of_school(humas.school_id).filter(name="Maria Ngabe, M.Pd.").update(account=None)
    draft = documents.draft_of(humas, LetterKind.DECREE, codes(humas, wave, LetterKind.DECREE)[0])
    assert (draft.context.signer.name, draft.context.signer.number) == ("Rina Kristiani", "")


def test_paper_on_which_nobody_stands_is_refused(wave, humas):
    code = codes(humas, wave, LetterKind.REQUEST)[0]
    with pytest.raises(Refused) as refused:
        documents.draft_of(humas, LetterKind.COVER, code)
    assert refused.value.code == "nobody_on_letter"


def test_papers_of_another_school_cannot_be_built(wave, humas, other_school):
    stranger = people.make_actor(other_school, "waka_humas")
    with pytest.raises(Refused) as refused:
        documents.draft_of(stranger, LetterKind.DECREE, codes(humas, wave, LetterKind.DECREE)[0])
    assert refused.value.code == "nobody_on_letter"


@pytest.mark.parametrize(
    ("role", "may"),
    [
        ("principal", True), ("waka_humas", True), ("coordinator", True), ("operator", True),
        ("programme_head", False), ("programme_humas", False), ("supervisor", False), ("homeroom", False),
        ("pupil", False),
    ],
)  # fmt: skip
def test_who_may_issue(wave, school, now, role, may):
    actor = letters.actor_with(school, role)
    order = {"actor": actor, "kind": LetterKind.DECREE, "codes": ["X"], "title": "uji", "now": now}
    if may:
        assert paper.issue_batch(**order).kind == LetterKind.DECREE
    else:
        with pytest.raises(NotAllowed):
            paper.issue_batch(**order)


def test_second_press_issues_nothing_twice(wave, humas, now):
    first = issued(humas, wave, LetterKind.CONSENT, now)
    assert codes(humas, wave, LetterKind.CONSENT) == []
    again = card(humas, wave, LetterKind.CONSENT)
    assert [line.document.number for line in again.lines] == [row.number for row in first]


def test_paper_that_names_others_than_now_is_said_to_have_changed(wave, humas, now):
    first, *others = letters.placements(wave)
    day = humas.today(now)
    operations.record_answer(actor=humas, placements=others, accepted=True, on=day, now=now)
    (document,) = issued(humas, wave, LetterKind.COVER, now)
    assert card(humas, wave, LetterKind.COVER).changed == []
    operations.record_answer(actor=humas, placements=[first], accepted=True, on=day, now=now)
    (line,) = card(humas, wave, LetterKind.COVER).changed
    assert (line.name, len(line.members)) == ("Mitra A", 3)
    fresh = paper.replace(actor=humas, document=document, reason="Siswa bertambah", now=now)
    assert (fresh.version, fresh.number) == (2, document.number)
    assert card(humas, wave, LetterKind.COVER).changed == []


def test_replacement_round_writes_to_the_new_company(school, humas, now):
    wave = letters.placed_wave(letters.with_letterhead(school), humas, pupils=1, hosts=2, seats=1)
    first = issued(humas, wave, LetterKind.REQUEST, now)[0]
    rows = letters.placements(wave)
    operations.record_answer(actor=humas, placements=rows, accepted=False, on=humas.today(now), now=now)
    internships.approved_round(wave, humas)
    lines = card(humas, wave, LetterKind.REQUEST).lines
    standing = sorted((line.first.round.number, len(line.members), bool(line.document)) for line in lines)
    assert standing == [(1, 0, True), (2, 1, False)]
    (second,) = issued(humas, wave, LetterKind.REQUEST, now)
    assert (first.about_name, second.about_name) in (("Mitra A", "Mitra B"), ("Mitra B", "Mitra A"))
