"""Loading the shipped files and files of one's own."""

import csv
from datetime import UTC, date, datetime

import pytest

from anyam.records.reference import models, operations, queries
from anyam.records.reference.errors import ReferenceFileWrong
from anyam.records.reference.terms import RegionLevel

pytestmark = [pytest.mark.db, pytest.mark.django_db]

LATER = datetime(2026, 12, 1, 3, 0, tzinfo=UTC)


def write(folder, name, *rows):
    with (folder / name).open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def parameter_row(**values):
    row = {
        "key": "stamp.price", "label": "Harga meterai", "value": "10000", "unit": "rupiah",
        "valid_from": "2021-01-01", "valid_to": "", "source": "UU 10/2020", "verified": "1", "basis": "law",
        "note": "",
    }  # fmt: skip
    return row | values


def test_everything_of_the_files_is_in_the_tables(loaded):
    assert {
        "fields": models.ExpertiseField.objects.count(),
        "programmes": models.ExpertiseProgramme.objects.count(),
        "specialisations": models.Specialisation.objects.count(),
        "provinces": models.Region.objects.filter(level=RegionLevel.PROVINCE).count(),
        "regencies": models.Region.objects.filter(level=RegionLevel.REGENCY).count(),
        "districts": models.Region.objects.filter(level=RegionLevel.DISTRICT).count(),
        "sections": models.IndustryCode.objects.filter(level="section").count(),
        "divisions": models.IndustryCode.objects.filter(level="division").count(),
        "holidays of 2026": models.Holiday.objects.filter(date__year=2026, kind="national").count(),
        "joint leave of 2026": models.Holiday.objects.filter(date__year=2026, kind="joint_leave").count(),
    } == {
        "fields": 10,
        "programmes": 50,
        "specialisations": 128,
        "provinces": 38,
        "regencies": 514,
        "districts": 7285,
        "sections": 21,
        "divisions": 88,
        "holidays of 2026": 17,
        "joint leave of 2026": 8,
    }
    assert all(one.rows == one.added and one.changed == 0 for one in loaded)


def test_loading_again_writes_nothing_but_the_date(loaded):
    ids = set(models.Region.objects.values_list("pk", flat=True))
    again = operations.load_reference(now=LATER)
    assert [(one.added, one.changed) for one in again] == [(0, 0)] * 5
    assert set(models.Region.objects.values_list("pk", flat=True)) == ids
    assert set(models.DataSet.objects.values_list("loaded_at", flat=True)) == {LATER}


def test_a_changed_row_is_mended_and_keeps_its_identity(loaded):
    region = models.Region.objects.get(code="33.28")
    models.Region.objects.filter(pk=region.pk).update(name="Kab Tegal")
    again = operations.load_reference(now=LATER)
    assert {one.code: one.changed for one in again if one.changed} == {"regions": 1}
    assert models.Region.objects.get(pk=region.pk).name == "Kabupaten Tegal"


def test_rows_that_a_file_does_not_have_stay(loaded):
    models.Holiday.objects.create(
        date=date(2026, 9, 1), kind="joint_leave", name="Libur daerah", source="Gubernur", verified=True
    )
    operations.load_reference(now=LATER)
    assert models.Holiday.objects.filter(name="Libur daerah").count() == 1


def test_the_wrong_name_of_the_source_is_kept_beside_the_right_one(loaded):
    row = queries.specialisation_by_code("40412620")
    assert (row.name, row.source_name, row.programme.name) == ("Perhotelan", "Ekowisata", "Perhotelan")
    named = models.Specialisation.objects.exclude(source_name="")
    assert list(named.values_list("code", flat=True)) == ["40412620"]


def test_conversions_lead_to_codes_of_the_list_and_are_not_called_verified(loaded):
    rows = models.SpectrumConversion.objects.all()
    known = set(models.Specialisation.objects.values_list("code", flat=True))
    assert {row.to_code for row in rows} <= known
    assert {row.verified for row in rows} == {False}
    assert queries.converted_codes("1.1.2", from_version="2018", to_version="2022") == [
        "11012105",
        "11012110",
    ]
    assert queries.converted_codes("8.2.1", from_version="2018", to_version="2022") == []


def test_groups_of_industries_hang_on_their_division(loaded):
    groups = models.IndustryCode.objects.filter(level="group").select_related("parent")
    assert len(groups) == 240
    assert {group.code[:2] == group.parent.code for group in groups} == {True}
    assert {group.verified for group in groups} == {False}


def test_own_files_add_to_and_replace_shipped_rows(loaded, tmp_path):
    write(
        tmp_path,
        "parameters.csv",
        parameter_row(valid_to="2027-12-31"),
        parameter_row(valid_from="2028-01-01", value="12000", verified="0"),
    )
    again = operations.load_reference(now=LATER, extra_folders=[tmp_path])
    assert {one.code: (one.added, one.changed) for one in again}["parameters"] == (1, 1)
    assert queries.parameter("stamp.price", date(2027, 12, 31)).value == 10000
    assert queries.parameter("stamp.price", date(2028, 1, 1)).value == 12000


def test_conversions_come_from_a_file(loaded, tmp_path):
    row = {
        "from_version": "2018", "from_code": "8.1.1", "to_version": "2022", "to_code": "40416625",
        "source": "Keputusan", "verified": "0",
    }  # fmt: skip
    write(tmp_path, "spectrum_conversions.csv", row, row | {"to_code": "40412620"})
    operations.load_reference(now=LATER, extra_folders=[tmp_path])
    assert queries.converted_codes("8.1.1", from_version="2018", to_version="2022") == [
        "40412620",
        "40416625",
    ]
    assert queries.converted_codes("8.1.2", from_version="2018", to_version="2022") == []
    assert [str(one) for one in queries.conversions_of("8.1.1", from_version="2018")] == [
        "8.1.1 → 40412620",
        "8.1.1 → 40416625",
    ]


@pytest.mark.parametrize(
    ("name", "row"),
    [
        ("parameters.csv", parameter_row(value="sepuluh ribu")),
        ("parameters.csv", parameter_row(value='{"a": 1}')),
        ("parameters.csv", parameter_row(valid_from="1 Januari 2021")),
        ("parameters.csv", parameter_row(unit="ringgit")),
        ("parameters.csv", parameter_row(verified="ya")),
        ("parameters.csv", {"key": "stamp.price"}),
        ("regions.csv", {"code": "99.01", "name": "Kabupaten Antah Berantah"}),
        ("spectrum.csv", {"version": "2022", "code": "404", "name": "Salah", "source_name": ""}),
        ("spectrum.csv", {"version": "1994", "code": "40", "name": "Salah", "source_name": ""}),
        ("spectrum.csv", {"version": "2022", "code": "99010", "name": "Salah", "source_name": ""}),
    ],
)
def test_a_wrong_row_refuses_the_whole_load(loaded, tmp_path, name, row):
    holiday = {
        "date": "2026-10-01", "kind": "national", "name": "Libur baru", "source": "uji", "verified": "0",
        "note": "",
    }  # fmt: skip
    write(tmp_path, "holidays.csv", holiday)
    write(tmp_path, name, row)
    with pytest.raises(ReferenceFileWrong):
        operations.load_reference(now=LATER, extra_folders=[tmp_path])
    assert models.Holiday.objects.filter(name="Libur baru").count() == 0
    assert LATER not in set(models.DataSet.objects.values_list("loaded_at", flat=True))


def test_the_refusal_names_file_and_line(loaded, tmp_path):
    write(tmp_path, "parameters.csv", parameter_row(), parameter_row(value="x"))
    with pytest.raises(ReferenceFileWrong) as refused:
        operations.load_reference(now=LATER, extra_folders=[tmp_path])
    assert str(refused.value) == (
        "Berkas parameters.csv baris 3 tidak dapat dibaca. Perbaiki barisnya, lalu muat lagi."
    )


def test_a_file_that_is_not_text_is_refused(loaded, tmp_path):
    (tmp_path / "holidays.csv").write_bytes(b"date,kind\n\xff\xfe")
    with pytest.raises(ReferenceFileWrong):
        operations.load_reference(now=LATER, extra_folders=[tmp_path])
