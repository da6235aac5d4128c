"""Makes partners, sites, people and seats for tests."""

from datetime import UTC, date, datetime
from itertools import count

from anyam.mapping.partners import rules
from anyam.mapping.partners.models import Capacity, Contact, Interaction, Partner, Site
from anyam.records.schools.models import School

_number = count(1)
WHEN = datetime(2026, 11, 1, tzinfo=UTC)


def make_partner(school: School, name: str = "", **values) -> Partner:
    """A partner in Palangka Raya, with a main site two kilometres from the school unless `site` is False."""
    name = name or f"Hotel Grand Rungan {next(_number)}"
    with_site = values.pop("site", True)
    values = {"city": "Palangka Raya", "created_at": WHEN, "updated_at": WHEN} | values
    partner = Partner.objects.create(
        school=school,
        name=name,
        name_key=rules.comparable_name(name),
        search_key=rules.search_key(name, values.get("legal_name", ""), values["city"]),
        **values,
    )
    if with_site:
        make_site(partner)
    return partner


def make_site(partner: Partner, name="Utama", latitude=-2.2, longitude=113.93, is_main=True) -> Site:
    return Site.objects.create(
        school=partner.school,
        partner=partner,
        name=name,
        latitude=latitude,
        longitude=longitude,
        is_main=is_main,
    )


def make_contact(partner: Partner, name="Bambang Irawan", **values) -> Contact:
    return Contact.objects.create(school=partner.school, partner=partner, name=name, **values)


def make_capacity(partner: Partner, wave, programme, seats=5, **values) -> Capacity:
    return Capacity.objects.create(
        school=partner.school,
        partner=partner,
        wave=wave,
        programme=programme,
        seats=seats,
        **({"created_at": WHEN, "updated_at": WHEN} | values),
    )


IN_FORCE = date(2028, 1, 1)


def make_interaction(partner: Partner, **values) -> Interaction:
    """A line of the contact log of 1 November 2026, without a next step."""
    defaults = {
        "on": date(2026, 11, 1),
        "channel": "call",
        "summary": "Bersedia",
        "at": WHEN,
        "by_name": "Rina",
    }
    return Interaction.objects.create(school=partner.school, partner=partner, **(defaults | values))
