"""A partner typed twice under a like name is noticed while typing, and on sending when no script runs."""

import pytest
from playwright.sync_api import expect

from anyam.mapping.partners.models import Partner
from tests.factories.partners import make_partner

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def known(school):
    return make_partner(school, name="Hotel Grand Rungan", city="Palangka Raya")


def names(school) -> list[str]:
    return list(Partner.objects.of_school(school.pk).order_by("pk").values_list("name", flat=True))


def test_near_duplicate_appears_while_the_name_is_typed(visit, humas, school, known):
    page = visit(f"/s/{school.slug}/mitra/baru/", actor=humas)
    expect(page.locator("#alike a")).to_have_count(0)
    page.get_by_label("Nama mitra").press_sequentially("PT Grand Rungan Hotel", delay=10)
    warning = page.locator("#alike")
    expect(warning.get_by_text("Mirip dengan mitra yang sudah ada:")).to_be_visible()
    expect(warning.get_by_role("link", name="Hotel Grand Rungan")).to_have_attribute(
        "href", f"/s/{school.slug}/mitra/{known.code}/"
    )
    page.get_by_label("Nama mitra").fill("Bengkel Maju Jaya")
    expect(page.locator("#alike a")).to_have_count(0)
    page.get_by_role("button", name="Simpan mitra").click()
    expect(page.get_by_role("heading", name="Bengkel Maju Jaya")).to_be_visible()
    assert names(school) == ["Hotel Grand Rungan", "Bengkel Maju Jaya"]


def test_without_script_the_near_duplicate_is_asked_about_on_sending(visit, humas, school, known):
    page = visit(f"/s/{school.slug}/mitra/baru/", actor=humas, script=False)
    page.get_by_label("Nama mitra").fill("PT. Grand Rungan Hotel")
    page.get_by_role("button", name="Simpan mitra").click()
    expect(page.get_by_role("link", name="Hotel Grand Rungan")).to_be_visible()
    assert names(school) == ["Hotel Grand Rungan"]
    page.get_by_label("Ini mitra lain, tetap simpan").check()
    page.get_by_role("button", name="Simpan mitra").click()
    expect(page.get_by_role("heading", name="PT. Grand Rungan Hotel")).to_be_visible()
    assert names(school) == ["Hotel Grand Rungan", "PT. Grand Rungan Hotel"]
