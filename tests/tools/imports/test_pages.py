"""Pages of an import: the six clicks of an operator, fixing in place, files out, strangers kept out."""

import io
import re
from html.parser import HTMLParser

import pytest
from django.urls import reverse

from anyam.records.people.models import Pupil
from anyam.tools.imports import operations
from anyam.tools.imports.models import ImportBatch, ImportRow
from anyam.tools.jobs import operations as jobs
from anyam.tools.jobs.models import Job
from tests.factories import people as people_factory
from tests.factories import schools as schools_factory
from tests.tools.imports.conftest import pupils_file
from tests.tools.imports.pupil_list import NAME

pytestmark = pytest.mark.page

GOOD = (1, "Ani Rahayu", "0090000001", "P", "17/08/2009", "XI Kuliner 1", "081234567890")
SHORT = (2, "Budi Santoso", 61234567, "L", "", "", "")
NAMELESS = (3, "", "0090000003", "", "", "", "")


@pytest.fixture
def client(sign_in, operator):
    return sign_in(operator)


@pytest.fixture
def kuliner(school):
    return schools_factory.make_class(school, name="XI Kuliner 1")


def address(name, school, **words):
    return reverse(f"imports:{name}", kwargs={"school": school.slug, **words})


def upload(*rows, name="daftar_pd.xlsx"):
    file = pupils_file(*rows)
    file.name = name
    return file


class Words(HTMLParser):
    """The words of a page, without its marks."""

    def __init__(self, html):
        super().__init__()
        self.parts = []
        self.feed(html)

    def handle_data(self, data):
        self.parts.append(data)

    def __str__(self):
        return " ".join(" ".join(self.parts).split())


def words(response):
    return str(Words(response.content.decode()))


def test_operator_imports_in_six_clicks(client, school, kuliner):
    assert "Siswa dari Dapodik" in words(client.get(address("batch_list", school)))
    assert client.get(address("batch_start", school, kind=NAME)).status_code == 200
    response = client.post(address("batch_start", school, kind=NAME), {"file": upload(GOOD, SHORT, NAMELESS)})
    batch = ImportBatch.objects.of_school(school.pk).get()
    assert response.url == address("batch_columns", school, code=batch.code)
    page = client.get(response.url)
    columns = {
        name: page.context["form"][name].initial or ""
        for name in page.context["form"].fields
        if name != "file"
    }
    assert "Judul kolom ditemukan di baris 3 , dari kata “NISN”. Data mulai baris 4." in words(page)
    response = client.post(response.url, columns)
    assert response.url == address("batch_show", school, code=batch.code)
    page = client.get(response.url)
    assert page.status_code == 200
    shown = words(page)
    for sentence in (
        "2 baris perlu diperbaiki",
        "NISN “61234567” hanya 8 angka, seharusnya 10.",
        "Pakai 0061234567",
        "Nama siswa kosong.",
        "1 siswa ditambah",
        "Impor 1 siswa",
    ):
        assert sentence in shown
    assert Pupil.objects.of_school(school.pk).count() == 0
    client.post(address("row_mend", school, code=batch.code, number=5), {"suggested": "1"})
    client.post(address("row_mend", school, code=batch.code, number=6), {"field_name": "Citra"})
    batch.refresh_from_db()
    assert (batch.new_count, batch.refused_count) == (3, 0)
    client.post(address("batch_apply", school, code=batch.code), {"expected": "3"})
    assert list(Pupil.objects.of_school(school.pk).order_by("name").values_list("name", "nisn")) == [
        ("Ani Rahayu", "0090000001"), ("Budi Santoso", "0061234567"), ("Citra", "0090000003"),
    ]  # fmt: skip
    result = words(client.get(address("batch_show", school, code=batch.code)))
    assert "Sudah diimpor" in result
    assert "Bisa diurungkan sampai" in result
    question = words(client.get(address("batch_undo", school, code=batch.code)))
    assert "3 siswa kembali seperti sebelum impor" in question
    client.post(address("batch_undo", school, code=batch.code))
    assert Pupil.objects.of_school(school.pk).count() == 0
    assert "Semua kembali seperti sebelum impor." in words(
        client.get(address("batch_show", school, code=batch.code))
    )


def test_refused_file_keeps_the_form_and_says_what_to_do(client, school):
    file = io.BytesIO(b"%PDF-1.7")
    file.name = "daftar.xlsx"
    response = client.post(address("batch_start", school, kind=NAME), {"file": file})
    assert response.status_code == 422
    assert "Minta daftar yang sama dalam bentuk Excel" in words(response)
    response = client.post(address("batch_start", school, kind=NAME), {})
    assert "Pilih berkas yang berisi daftar." in words(response)
    assert ImportBatch.objects.of_school(school.pk).count() == 0


def test_unsure_columns_are_asked_and_unkept_ones_need_the_file(client, school, started):
    batch = started(pupils_file(("x", "0090000001", "Ani"), head=("Panggilan", "NISN", "Sebutan resmi")))
    url = address("batch_columns", school, code=batch.code)
    response = client.post(url, {"column_name": "2", "column_nisn": "1"})
    assert response.status_code == 422
    assert "Pilih berkas yang sama sekali lagi" in words(response)
    again = pupils_file(("x", "0090000001", "Ani"), head=("Panggilan", "NISN", "Sebutan resmi"))
    again.name = "a.xlsx"
    response = client.post(url, {"column_name": "2", "column_nisn": "1", "file": again})
    assert response.url == address("batch_show", school, code=batch.code)
    assert "Impor 1 siswa" in words(client.get(response.url))


def test_downloaded_bad_rows_come_back_mended(client, checked, operator, school, kind, now):
    batch = checked(pupils_file(GOOD[:3], SHORT, NAMELESS))
    response = client.get(address("refused_file", school, code=batch.code))
    content = io.BytesIO(b"".join(response.streaming_content))
    from openpyxl import load_workbook

    book = load_workbook(content)
    sheet = book.active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0] == [
        "Baris asal",
        "Nama",
        "NISN",
        "JK",
        "Tanggal Lahir",
        "Rombel Saat Ini",
        "HP",
        "Alasan",
        "Cara memperbaiki",
    ]
    assert [row[:3] for row in rows[1:]] == [[5, "Budi Santoso", "61234567"], [6, None, "0090000003"]]
    assert rows[1][7] == "NISN “61234567” hanya 8 angka, seharusnya 10."
    sheet["C2"], sheet["B3"] = "0061234567", "Citra"
    edited = io.BytesIO()
    book.save(edited)
    again = checked(edited)
    assert (again.new_count, again.refused_count) == (2, 0)
    assert all(
        set(row.values) <= set(kind.keys)
        for row in ImportRow.objects.of_school(school.pk).filter(batch=again)
    )


def test_template_is_read_by_its_own_list(client, started, school):
    response = client.get(address("template_file", school, kind=NAME))
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(b"".join(response.streaming_content)))
    assert book.sheetnames == ["Isi di sini", "Contoh"]
    assert [cell.value for cell in book["Contoh"][2]][:2] == ["Ani", "0091234567"]
    book["Isi di sini"]["A2"] = "Dewi"
    filled = io.BytesIO()
    book.save(filled)
    batch = started(filled)
    assert [row.values for row in ImportRow.objects.of_school(school.pk).filter(batch=batch)] == [
        {"name": "Dewi"}
    ]


def test_cells_are_shown_escaped(client, checked, school):
    batch = checked(pupils_file((1, "<script>alert(1)</script>", "12"), (2, "<b>x</b>", "0090000001")))
    for url in (
        address("batch_show", school, code=batch.code),
        address("batch_rows", school, code=batch.code, action="new"),
    ):
        html = client.get(url).content.decode()
        assert "<script>alert" not in html
        assert "<b>x</b>" not in html


@pytest.mark.parametrize("who", ["colleague", "stranger", "nobody"])
def test_others_are_kept_out(who, checked, sign_in, school, other_school, client):
    batch = checked(pupils_file(GOOD[:3]))
    url = address("batch_show", school, code=batch.code)
    if who == "nobody":
        from django.test import Client

        assert Client().get(url).status_code == 302
        return
    if who == "colleague":
        visitor = sign_in(people_factory.make_actor(school, "supervisor", name="Bu Guru"))
        assert visitor.get(url).status_code == 403
        return
    visitor = sign_in(people_factory.make_actor(other_school, "operator", name="Orang Lain"))
    assert visitor.get(url).status_code == 404
    assert visitor.get(address("batch_show", other_school, code=batch.code)).status_code == 404
    assert (
        visitor.post(address("batch_apply", other_school, code=batch.code), {"expected": "1"}).status_code
        == 404
    )


def test_old_button_is_refused_with_words(client, checked, school):
    batch = checked(pupils_file(GOOD[:3]))
    response = client.post(address("batch_apply", school, code=batch.code), {"expected": "99"})
    assert response.status_code == 409
    assert "Jumlah baris yang siap berubah" in words(response)
    assert Pupil.objects.of_school(school.pk).count() == 0


def test_discard_erases_and_returns_to_the_list(client, checked, school):
    batch = checked(pupils_file(GOOD[:3]))
    response = client.post(address("batch_discard", school, code=batch.code))
    assert response.url == address("batch_list", school)
    assert ImportRow.objects.of_school(school.pk).count() == 0


def test_pages_cost_the_same_for_one_row_and_many(client, checked, school, kuliner):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    client.get(address("batch_list", school))
    for size in (1, 12):
        rows = [(n, f"S{n}", "12") for n in range(size)] + [(n, f"T{n}", f"{n:010d}") for n in range(size)]
        batch = checked(pupils_file(*rows))
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address("batch_show", school, code=batch.code)).status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_no_page_has_inline_style_or_script(client, checked, school, operator, now):
    batch = checked(pupils_file(GOOD[:3], SHORT))
    pages = [address("batch_list", school), address("batch_start", school, kind=NAME)]
    pages += [address(name, school, code=batch.code) for name in ("batch_show", "batch_columns")]
    html = "".join(client.get(url).content.decode() for url in pages)
    operations.apply_batch(actor=operator, batch=batch, expected=1, leave_refused=True, now=now)
    html += client.get(address("batch_show", school, code=batch.code)).content.decode()
    assert re.findall(r'<[^>]+ style="|<script(?![^>]* src=)|<style| on[a-z]+="', html) == []


def test_interrupted_work_can_go_on_from_its_page(client, checked, operator, school, now):
    batch = checked(pupils_file(GOOD[:3]))
    ImportBatch.objects.of_school(school.pk).update(work="applying")
    page = client.get(address("batch_show", school, code=batch.code))
    assert "Pekerjaan ini terhenti di tengah jalan." in words(page)
    response = client.post(address("batch_resume", school, code=batch.code))
    assert response.url == address("batch_show", school, code=batch.code)
    assert "Sudah diimpor" in words(client.get(response.url))
    assert client.post(address("batch_resume", school, code=batch.code)).status_code == 409


def test_large_file_leads_to_its_progress(client, started, operator, school, now):
    batch = started(pupils_file(*[(n, f"S{n}", f"{n:010d}") for n in range(1, 502)]))
    response = client.post(
        address("batch_columns", school, code=batch.code),
        {
            "column_name": "1",
            "column_nisn": "2",
            "column_gender": "3",
            "column_birth_date": "4",
            "column_class_group": "5",
            "column_phone": "6",
        },
    )
    job = Job.objects.of_school(school.pk).get()
    assert response.url == reverse("jobs:job_show", kwargs={"school": school.slug, "code": job.code})
    page = client.get(address("batch_show", school, code=batch.code))
    assert "501 baris sedang dikerjakan." in words(page)
    jobs.run_now(job)
    assert "Impor 501 siswa" in words(client.get(address("batch_show", school, code=batch.code)))
