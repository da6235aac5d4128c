"""Looking up parameters, regions, holidays, specialisations and industries."""

from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from anyam.records.reference import models, operations, queries, rules
from anyam.records.reference.errors import ParameterMissing
from anyam.records.reference.terms import RegionCodeSystem, RegionLevel

pytestmark = [pytest.mark.db, pytest.mark.django_db]

TODAY = date(2026, 11, 24)


def add_parameter(**values):
    defaults = {
        "key": "uji.angka", "label": "Angka uji", "value": 1, "unit": "day", "valid_from": date(2020, 1, 1),
        "source": "uji", "verified": False, "basis": "default",
    }  # fmt: skip
    return models.Parameter.objects.create(**(defaults | values))


# ---- parameters --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "value"),
    [(date(2020, 1, 1), 1), (date(2021, 6, 30), 1), (date(2021, 7, 1), 2), (date(2030, 1, 1), 2)],
)
def test_parameter_changes_on_its_day(db, day, value):
    add_parameter(valid_to=date(2021, 6, 30))
    add_parameter(value=2, valid_from=date(2021, 7, 1))
    assert queries.parameter("uji.angka", day).value == value


def test_parameter_is_missing_before_its_first_and_after_its_last_day(db):
    add_parameter(valid_to=date(2021, 6, 30))
    for day in (date(2019, 12, 31), date(2021, 7, 1)):
        with pytest.raises(ParameterMissing):
            queries.parameter("uji.angka", day)
    with pytest.raises(ParameterMissing):
        queries.parameter("uji.lain", date(2020, 1, 1))


def test_parameter_carries_source_and_verification(loaded):
    stamp = queries.parameter("stamp.price", TODAY)
    assert (stamp.value, stamp.source, stamp.verified) == (10000, "UU 10/2020", True)
    assert queries.parameter("supervision.pupils_per_teacher", TODAY).verified is False
    with pytest.raises(ParameterMissing):
        queries.parameter("stamp.price", date(2020, 12, 31))


@pytest.mark.parametrize(
    ("key", "value", "verified"),
    [
        ("pkl.lesson_hours.merdeka_2022.3y", 792, True),
        ("pkl.lesson_hours.merdeka_2022.4y", 1368, True),
        ("pkl.minimum_months.merdeka_2022.3y", 6, True),
        ("pkl.minimum_months.merdeka_2022.4y", 10, True),
        ("curriculum.lesson_minutes", 45, True),
        ("labour.minimum_age", 14, True),
        ("labour.hazardous_minimum_age", 18, True),
        ("labour.week_hours_cap", 40, False),
        ("insurance.work_accident_rate.very_low", "0.24", False),
        ("tax.super_deduction_maximum", 200, True),
        ("guest_teaching.hours_per_semester", 50, True),
        ("supervision.minimum_visits", 3, False),
        ("privacy.breach_notice_hours", 72, True),
        ("agreement.expiry_warning_days", [180, 90, 60, 30], False),
    ],
)
def test_shipped_parameters(loaded, key, value, verified):
    row = queries.parameter(key, TODAY)
    assert (row.value, row.verified) == (value, verified)


def test_required_hours_from_the_shipped_parameters(loaded):
    numbers = queries.numbers_on(TODAY)
    assert rules.required_hours(numbers, 3) == Decimal(594)
    assert rules.required_hours(numbers, 4) == Decimal(1026)
    assert rules.required_hours(queries.numbers_on(date(2021, 1, 1)), 3) is None


def test_numbers_leave_out_what_is_no_number(loaded):
    numbers = queries.numbers_on(TODAY)
    assert numbers["insurance.death_rate"] == Decimal("0.30")
    assert {"labour.night_start", "labour.minor_overtime_allowed", "agreement.expiry_warning_days"} & set(
        numbers
    ) == set()
    with pytest.raises(ValueError, match="is not a number"):
        _ = queries.parameter("labour.minor_overtime_allowed", TODAY).number


def test_parameters_are_read_once_and_again_after_loading(loaded, django_assert_num_queries):
    with django_assert_num_queries(1):
        queries.parameter("stamp.price", TODAY)
        queries.parameter("labour.minimum_age", TODAY)
        queries.parameters_on(TODAY)
    models.Parameter.objects.filter(key="labour.minimum_age").update(value=15)
    assert queries.parameter("labour.minimum_age", TODAY).value == 14
    operations.load_reference(now=datetime(2026, 12, 1, tzinfo=UTC))
    models.Parameter.objects.filter(key="labour.minimum_age").update(value=16)
    assert queries.parameter("labour.minimum_age", TODAY).value == 16


def test_parameters_are_read_again_after_a_minute(db, monkeypatch):
    row = add_parameter()
    assert queries.parameter("uji.angka", TODAY).value == 1
    models.Parameter.objects.filter(pk=row.pk).update(value=2)
    clock = queries.parameters.time.monotonic()
    monkeypatch.setattr(queries.parameters.time, "monotonic", lambda: clock + 61)
    assert queries.parameter("uji.angka", TODAY).value == 2


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("pkl.lesson_hours.merdeka_2022.4y", "1.368 jam pelajaran"),
        ("stamp.price", "Rp\u00a010.000"),
        ("insurance.monthly_premium", "Rp\u00a016.800 per bulan"),
        ("insurance.death_rate", "0,30 %"),
        ("agreement.expiry_warning_days", "180, 90, 60, 30 hari"),
        ("labour.minor_overtime_allowed", "Tidak"),
        ("insurance.work_accident_required", "Ya"),
        ("labour.night_start", "pukul 18.00"),
        ("stamp.electronic_pdf_version", "1.6"),
    ],
)
def test_a_parameter_is_shown_with_its_unit(loaded, key, text):
    with translation.override("id"):
        assert queries.parameter(key, TODAY).shown == text


def test_parameters_for_page_have_every_row_under_a_heading(loaded):
    groups = queries.parameters_for_page()
    assert sum(len(group.rows) for group in groups) == models.Parameter.objects.count()
    assert [str(group.title) for group in groups][:3] == ["Kurikulum", "PKL", "Jurnal"]


def test_a_parameter_of_an_unknown_group_gets_a_heading_of_its_own(loaded):
    add_parameter()
    queries.forget_parameters()
    assert [str(group.title) for group in queries.parameters_for_page()][-1] == "uji"


def test_a_parameter_ends_not_before_it_begins(db):
    with pytest.raises(IntegrityError), transaction.atomic():
        add_parameter(valid_to=date(2019, 1, 1))


# ---- regions -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Palangka Raya", "Kota Palangka Raya, Kalimantan Tengah"),
        ("palangkaraya", "Kota Palangka Raya, Kalimantan Tengah"),
        ("Kab. Tegal", "Kabupaten Tegal, Jawa Tengah"),
        ("Kota Tegal", "Kota Tegal, Jawa Tengah"),
        ("Kota Waringin Timur", "Kabupaten Kotawaringin Timur, Kalimantan Tengah"),
        ("DKI Jakarta", "Daerah Khusus Ibukota Jakarta"),
        ("adiwerna", "Adiwerna, Kabupaten Tegal, Jawa Tengah"),
        ("63.71", "Kota Banjarmasin, Kalimantan Selatan"),
        ("6371", "Kota Banjarmasin, Kalimantan Selatan"),
    ],
)
def test_search_regions_puts_the_closest_first(loaded, text, first):
    assert queries.search_regions(text)[0].full_name == first


def test_search_regions_narrows_to_a_level_and_stops_at_the_limit(loaded):
    found = queries.search_regions("jaya", level=RegionLevel.DISTRICT, limit=5)
    assert {row.level for row in found} == {RegionLevel.DISTRICT}
    assert len(found) == 5


@pytest.mark.parametrize("text", ["", "a", "%", "…", "zzzzzz"])
def test_search_regions_without_an_answer(loaded, text):
    assert queries.search_regions(text) == []


def test_search_regions_costs_one_query(loaded, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert [row.full_name for row in queries.search_regions("adiwerna")] == [
            "Adiwerna, Kabupaten Tegal, Jawa Tengah"
        ]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Kab. Tegal", "33.28"),
        ("Kota Tegal", "33.76"),
        ("KOTA PALANGKARAYA", "62.71"),
        ("Tegal", None),
        ("", None),
    ],
)
def test_region_named_answers_only_when_sure(loaded, text, code):
    found = queries.region_named(text)
    assert (found.code if found else None) == code


def test_region_named_within_a_province(loaded):
    districts = {"level": RegionLevel.DISTRICT}
    assert queries.region_named("Kec. Adiwerna", within="33", **districts).code == "33.28.11"
    assert queries.region_named("Kec. Adiwerna", within="62", **districts) is None


@pytest.mark.parametrize(
    ("system", "codes"),
    [
        (RegionCodeSystem.HOME_AFFAIRS, ("62.71", "63.71", "33.28")),
        (RegionCodeSystem.STATISTICS, ("6271", "6371", "3328")),
        (RegionCodeSystem.DAPODIK, ("146000", "156000", "032800")),
    ],
)
def test_the_three_numberings_lead_to_the_same_regions(loaded, system, codes):
    names = [queries.region_by_code(code, system=system).name for code in codes]
    assert names == ["Kota Palangka Raya", "Kota Banjarmasin", "Kabupaten Tegal"]


def test_region_by_code_without_an_answer(loaded):
    assert queries.region_by_code(" ") is None
    assert queries.region_by_code("", system=RegionCodeSystem.DAPODIK) is None
    assert queries.region_by_code("9999", system=RegionCodeSystem.STATISTICS) is None
    assert queries.region_by_code("6271").code == "62.71"


def test_regions_within(loaded):
    assert queries.regions_within().count() == 38
    assert [row.name for row in queries.regions_within("62.71")] == [
        "Bukit Batu", "Jekan Raya", "Pahandut", "Rakumpit", "Sabangau",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("code", "zone"), [("62.71", "Asia/Jakarta"), ("63.71", "Asia/Makassar"), ("91", "Asia/Jayapura")]
)
def test_time_zone_of_a_region_is_that_of_its_province(loaded, code, zone):
    assert queries.time_zone_of(queries.region_by_code(code)) == ZoneInfo(zone)


def test_only_a_province_has_no_region_above(loaded):
    with pytest.raises(IntegrityError), transaction.atomic():
        models.Region.objects.create(code="99.99", level="regency", kind="regency", name="Kabupaten X")


# ---- calendar ----------------------------------------------------------------------------------------------


def test_holidays_between_includes_both_ends(loaded):
    rows = queries.holidays_between(date(2026, 3, 18), date(2026, 3, 24))
    assert [(row.date.day, row.kind) for row in rows] == [
        (18, "joint_leave"), (19, "national"), (20, "joint_leave"), (21, "national"), (22, "national"),
        (23, "joint_leave"), (24, "joint_leave"),
    ]  # fmt: skip
    assert {row.verified for row in rows} == {True}


def test_holiday_dates_for_working_days(loaded):
    span = (date(2026, 3, 16), date(2026, 3, 29))
    everything = queries.holiday_dates_between(*span)
    public = queries.holiday_dates_between(*span, joint_leave=False)
    assert rules.working_days(*span, everything, rules.FIVE_DAYS) == 5
    assert rules.working_days(*span, public, rules.FIVE_DAYS) == 9


def test_holidays_of_a_year_without_a_checked_decree_are_unverified(loaded):
    assert queries.holiday_years() == [2027, 2026]
    rows = queries.holidays_between(date(2027, 1, 1), date(2027, 12, 31))
    assert {row.verified for row in rows} == {False}


# ---- codes -------------------------------------------------------------------------------------------------


def test_specialisations_are_those_of_the_newest_listed_version(loaded, django_assert_num_queries):
    with django_assert_num_queries(1):
        rows = list(queries.specialisations())
        assert {row.programme.field.version.code for row in rows} == {"2022"}
    assert len(rows) == 128
    assert queries.specialisations(version="2018").count() == 0
    assert queries.current_spectrum().get().code == "2022"
    assert queries.specialisation_by_code("99999999") is None


def test_spectrum_tree_costs_one_query(loaded, django_assert_num_queries):
    with django_assert_num_queries(1):
        tree = queries.spectrum_tree()
    assert len(tree) == 10
    assert sum(len(field.programmes) for field in tree) == 50
    assert sum(len(one.specialisations) for field in tree for one in field.programmes) == 128


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("kuliner", ["40416625"]),
        ("Ekowisata", ["40410615", "40412620"]),
        ("40412", ["40412620"]),
        ("Teknologi Informasi", ["16010410", "16010415", "16010420", "16012425", "16012430", "16012435"]),
        ("tidak ada", []),
    ],
)
def test_spectrum_tree_narrowed(loaded, text, codes):
    tree = queries.spectrum_tree(text)
    found = [
        row.code for field in tree for programme in field.programmes for row in programme.specialisations
    ]
    assert found == codes


def test_industries_by_code_of_a_licence(loaded):
    division = queries.industry_division("55120")
    assert (division.code, division.name, division.parent.code) == ("55", "Penyediaan Akomodasi", "I")
    assert queries.industry_division("04999") is None
    assert queries.industry_codes(level="section").count() == 21
    assert queries.industry_codes(edition="2015").count() == 0


def test_data_sets_name_origin_and_licence(loaded):
    regions = queries.data_sets().get(code="regions")
    assert (regions.rows, regions.licence) == (7837, "Open Database License (ODbL) 1.0")
