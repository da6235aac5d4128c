"""Lists of partners and of seats: on the page with their filters, and as files."""

from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from anyam.base.errors import NotFound
from anyam.base.exports import file_response
from anyam.base.routes import Request
from anyam.base.tables import Table
from anyam.mapping.partners import forms, permissions, queries, tables
from anyam.records.people import queries as people


def partner_list(request: Request) -> HttpResponse:
    """All partners: part-of-name search, filters, saved views, cards on a phone."""
    actor = request.actor
    today = actor.today(timezone.now())
    form, rows = _filtered(request)
    seats: dict[int, int] = {}
    table = Table(
        tables.partner_columns(actor.school_slug, today, seats),
        rows,
        params=request.GET,
        caption=_("Mitra"),
        default_sort="name",
        empty_title=_("Belum ada mitra di sini"),
        empty_text=_("Impor daftar Excel Anda, atau tambah satu mitra."),
        empty_icon="building",
    )
    seats |= queries.seats_by_partner(row.pk for row in table.sources)
    context = {
        "table": table,
        "form": form,
        "totals": queries.totals(actor, today),
        "saved": people.saved_views(actor, "partners"),
        "can_add": permissions.can_add_partners(actor),
        "can_import": permissions.can_import_partners(actor),
        "can_download": permissions.can_see_contacts(actor),
    }
    return render(request, "partners/partner_list.html", context)


def _filtered(request: Request) -> tuple[forms.FilterForm, Any]:
    """The filter form and the rows it leaves; an unknown value is named by the form and narrows nothing."""
    actor = request.actor
    form = forms.FilterForm(request.GET, actor=actor)
    form.is_valid()
    return form, queries.filtered(
        queries.partners_visible_to(actor), form.cleaned_data, actor.today(timezone.now())
    )


def partner_export(request: Request, kind: str) -> HttpResponseBase:
    """The filtered list as a file, with the columns its import takes."""
    actor = request.actor
    _form, rows = _filtered(request)
    columns = tables.partner_columns(actor.school_slug, actor.today(timezone.now()))
    return file_response(
        columns, queries.partners_for_files(rows), name=_("daftar mitra"), kind=_file_kind(kind)
    )


def _file_kind(kind: str) -> str:
    """xlsx or csv, else NotFound."""
    if kind not in ("xlsx", "csv"):
        raise NotFound
    return kind


def seat_list(request: Request) -> HttpResponse:
    """All seats of the partners by wave and specialisation."""
    actor = request.actor
    form = forms.SeatFilterForm(request.GET, actor=actor)
    form.is_valid()
    table = Table(
        tables.seat_columns(actor.school_slug),
        queries.filtered_seats(queries.capacities_visible_to(actor), form.cleaned_data),
        params=request.GET,
        caption=_("Kursi PKL"),
        default_sort="partner",
        empty_title=_("Belum ada kursi"),
        empty_text=_("Kursi ditambah di halaman mitra, atau diimpor dari daftar Excel."),
        empty_icon="armchair",
    )
    context = {"table": table, "form": form, "can_import": permissions.can_import_partners(actor)}
    return render(request, "partners/seat_list.html", context)


def seat_export(request: Request, kind: str) -> HttpResponseBase:
    """The seats as a file, with the columns their import takes."""
    actor = request.actor
    form = forms.SeatFilterForm(request.GET, actor=actor)
    form.is_valid()
    rows = queries.filtered_seats(queries.capacities_visible_to(actor), form.cleaned_data)
    columns = tables.seat_columns(actor.school_slug)
    rows = rows.order_by("partner__name", "pk")
    return file_response(columns, rows, name=_("daftar kursi"), kind=_file_kind(kind))
