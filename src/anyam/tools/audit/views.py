"""Pages of the trail: read, filter, download, and prove that it is whole."""

from allauth.account.decorators import reauthentication_required
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from anyam.base.errors import NotFound
from anyam.base.exports import file_response
from anyam.base.routes import Request
from anyam.base.tables import Table
from anyam.base.toasts import say
from anyam.tools.audit import operations, queries, tables
from anyam.tools.audit.forms import FilterForm


def trail(request: Request) -> HttpResponse:
    """Who did what when, newest first."""
    form = FilterForm(request.GET)
    rows = queries.entries_visible_to(request.actor)
    rows = queries.filtered(rows, form.cleaned_data, request.actor.zone) if form.is_valid() else rows.none()
    table = Table(
        tables.entry_columns(),
        rows,
        params=request.GET,
        caption=_("Jejak audit"),
        empty_title=_("Tidak ada kegiatan pada saringan ini"),
        empty_text=_("Longgarkan saringannya, misalnya tanpa nama pelaku."),
        empty_icon="history",
    )
    return render(request, "audit/trail.html", {"table": table, "form": form})


@reauthentication_required(allow_get=True)
def trail_export(request: Request, kind: str) -> HttpResponseBase:
    """The filtered trail as a file; taking it away is an act of its own."""
    if request.method != "POST" or kind not in ("xlsx", "csv"):
        raise NotFound
    form = FilterForm(request.POST)
    if not form.is_valid():
        return redirect("audit:trail", school=request.actor.school_slug)
    rows = queries.filtered(queries.entries_visible_to(request.actor), form.cleaned_data, request.actor.zone)
    operations.note_export(actor=request.actor, rows=rows.count(), kind=kind, now=timezone.now())
    return file_response(tables.entry_columns(), rows, name=_("jejak audit"), kind=kind)


def trail_check(request: Request) -> HttpResponse:
    """Walk the whole chain and say whether it is whole, or at which number it breaks."""
    if request.method == "POST":
        fault = operations.check_chain(actor=request.actor, now=timezone.now())
        if fault is None:
            say(request, _("Rantai utuh. Tidak ada baris yang diubah, dihapus, atau disisipkan."))
        else:
            say(
                request,
                _("Rantai putus di nomor %(number)d. Hubungi pengelola sistem.") % {"number": fault},
                kind="bad",
            )
    return redirect("audit:trail", school=request.actor.school_slug)
