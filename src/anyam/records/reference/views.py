"""Pages of reference data for the staff: parameters, holidays, spectrum, regions, sources."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from anyam.base.actor import Actor
from anyam.base.parts import Link
from anyam.base.routes import Request
from anyam.records.reference import queries, rules

TABS = {
    "desk_parameter_list": _("Ketentuan"),
    "desk_holiday_list": _("Hari libur"),
    "desk_spectrum_list": _("Spektrum keahlian"),
    "desk_region_list": _("Wilayah"),
    "desk_source_list": _("Sumber data"),
}
TAB_ICONS = {
    "desk_parameter_list": "scale",
    "desk_holiday_list": "calendar-event",
    "desk_spectrum_list": "sitemap",
    "desk_region_list": "map-pin",
    "desk_source_list": "database",
}
TEXT_LIMIT = 80


def parameter_list(request: Request) -> HttpResponse:
    """Every number of a regulation with its dates, its source and whether it was verified."""
    context = {"groups": queries.parameters_for_page(), "today": _actor(request).today(timezone.now())}
    return _page(request, "desk_parameter_list", context)


def holiday_list(request: Request) -> HttpResponse:
    """Holidays of one year: `?tahun=2026`, else this year, else the newest known."""
    years = queries.holiday_years()
    this_year = _actor(request).today(timezone.now()).year
    year = rules.chosen_year(request.GET.get("tahun", ""), years, this_year)
    context = {
        "year": year,
        "holidays": queries.holidays_between(*rules.year_span(year)) if year else (),
        "years": [Link(str(one), f"?tahun={one}", one == year) for one in years],
    }
    return _page(request, "desk_holiday_list", context)


def spectrum_list(request: Request) -> HttpResponse:
    """The spectrum as a tree, narrowed by `?q=`."""
    text = _text(request)
    context = {
        "text": text,
        "fields": queries.spectrum_tree(text),
        "versions": queries.spectrum_versions(),
    }
    return _page(request, "desk_spectrum_list", context)


def region_list(request: Request) -> HttpResponse:
    """Regions by name or code: `?q=`."""
    text = _text(request)
    return _page(request, "desk_region_list", {"text": text, "regions": queries.search_regions(text)})


def source_list(request: Request) -> HttpResponse:
    """Where the data came from, under which licence, and when they were loaded."""
    return _page(request, "desk_source_list", {"sets": queries.data_sets()})


def _page(request: Request, name: str, context: dict) -> HttpResponse:
    slug = _actor(request).school_slug
    tabs = [
        Link(label, reverse(f"reference:{tab}", kwargs={"school": slug}), tab == name, TAB_ICONS[tab])
        for tab, label in TABS.items()
    ]
    template = name.removeprefix("desk_")
    return render(request, f"reference/{template}.html", context | {"tabs": tabs})


def _text(request: Request) -> str:
    return request.GET.get("q", "").strip()[:TEXT_LIMIT]


def _actor(request: Request) -> Actor:
    return request.actor  # type: ignore[attr-defined]
