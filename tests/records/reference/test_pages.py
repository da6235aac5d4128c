"""Pages of reference data: what they show, who may open them, what they cost."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from anyam.records.reference import models
from anyam.records.reference.permissions import STAFF_ROLES, can_see_reference
from tests.factories import people

pytestmark = [pytest.mark.page, pytest.mark.django_db]

PAGES = ("parameter_list", "holiday_list", "spectrum_list", "region_list", "source_list")


@pytest.fixture(autouse=True)
def _tuesday(time_machine):
    time_machine.move_to("2026-11-24T02:00:00Z")


def address(school, page):
    return reverse(f"reference:desk_{page}", kwargs={"school": school.slug})


@pytest.mark.parametrize("page", PAGES)
def test_staff_of_the_school_open_every_page(loaded, school, humas, sign_in, page):
    assert sign_in(humas).get(address(school, page)).status_code == 200


@pytest.mark.parametrize("role", STAFF_ROLES)
def test_every_hat_of_a_grown_up_may_look(school, role):
    assert can_see_reference(people.make_actor(school, role)) is True


@pytest.mark.parametrize("page", PAGES)
def test_pupils_strangers_and_passers_by_may_not(loaded, school, other_school, sign_in, page):
    pupil = people.make_actor(school, "pupil")
    stranger = people.make_actor(other_school, "waka_humas")
    url = address(school, page)
    assert can_see_reference(pupil) is False
    assert sign_in(pupil).get(url).status_code == 403
    assert sign_in(stranger).get(url).status_code == 404
    assert Client().get(url).status_code == 302


def test_parameter_page_shows_value_date_source_and_verification(loaded, school, humas, sign_in):
    page = sign_in(humas).get(address(school, "parameter_list"))
    groups = {str(group.title): group.rows for group in page.context["groups"]}
    (stamp,) = [row for row in groups["Meterai"] if row.key == "stamp.price"]
    assert (stamp.shown, stamp.source, stamp.verified) == ("Rp\u00a010.000", "UU 10/2020", True)
    text = page.content.decode()
    rows = models.Parameter.objects.all()
    assert text.count("Belum terverifikasi") == rows.filter(verified=False).count()
    assert text.count("sejak awal") == rows.filter(valid_from="2000-01-01").count()


def test_parameter_page_marks_past_and_coming_values(loaded, school, humas, sign_in):
    row = models.Parameter.objects.get(key="stamp.price")
    models.Parameter.objects.filter(pk=row.pk).update(valid_to="2026-06-30")
    row.pk, row.valid_from = None, "2027-01-01"
    row.save()
    text = sign_in(humas).get(address(school, "parameter_list")).content.decode()
    assert (text.count("(sudah tidak berlaku)"), text.count("(belum berlaku)")) == (1, 1)


def test_holiday_page_shows_the_year_asked_for(loaded, school, humas, sign_in):
    client = sign_in(humas)
    this_year = client.get(address(school, "holiday_list"))
    next_year = client.get(address(school, "holiday_list"), {"tahun": "2027"})
    nonsense = client.get(address(school, "holiday_list"), {"tahun": "9" * 5000})
    assert [page.context["year"] for page in (this_year, next_year, nonsense)] == [2026, 2027, 2026]
    assert this_year.context["holidays"].count() == 25
    assert next_year.content.decode().count("Belum terverifikasi") == 26


def test_spectrum_page_finds_by_name_and_shows_the_wrong_name_of_the_source(loaded, school, humas, sign_in):
    page = sign_in(humas).get(address(school, "spectrum_list"), {"q": "perhotelan"})
    assert [field.code for field in page.context["fields"]] == ["40"]
    assert page.content.decode().count("(dalam sumber: Ekowisata)") == 1


def test_region_page_shows_the_three_codes(loaded, school, humas, sign_in):
    page = sign_in(humas).get(address(school, "region_list"), {"q": "kab tegal"})
    assert [(row.code, row.bps_code, row.dapodik_code) for row in page.context["regions"]] == [
        ("33.28", "3328", "032800")
    ]


def test_source_page_names_the_licence(loaded, school, humas, sign_in):
    page = sign_in(humas).get(address(school, "source_list"))
    assert [row.code for row in page.context["sets"]] == [
        "holidays", "industries", "parameters", "regions", "spectrum",
    ]  # fmt: skip
    assert page.content.decode().count("Open Database License (ODbL) 1.0") == 1


@pytest.mark.parametrize("page", PAGES)
def test_pages_open_before_anything_is_loaded(db, school, humas, sign_in, page):
    assert sign_in(humas).get(address(school, page), {"q": "tegal"}).status_code == 200


@pytest.mark.parametrize(
    ("page", "queries"),
    [
        ("parameter_list", 1),
        ("holiday_list", 2),
        ("spectrum_list", 2),
        ("region_list?q=ja", 1),
        ("source_list", 1),
    ],
)
def test_a_page_asks_the_room_a_fixed_number_of_queries(loaded, school, humas, sign_in, page, queries):
    name, _, query = page.partition("?")
    client = sign_in(humas)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        client.get(f"{address(school, name)}?{query}")
    assert sum('FROM "reference_' in one["sql"] for one in asked) == queries


def test_menu_leads_staff_here(school, humas, sign_in):
    page = sign_in(humas).get(address(school, "source_list"))
    links = [link for group in page.context["shell"].menu for link in group.items]
    assert [link.active for link in links if link.url == address(school, "parameter_list")] == [True]
