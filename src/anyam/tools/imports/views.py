"""Pages of an import: list, file, columns, check, result."""

import io
from typing import Any

from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from anyam.base.errors import NotFound, Refused
from anyam.base.routes import Request
from anyam.base.tables import Table
from anyam.base.toasts import say
from anyam.tools.imports import exports, operations, pages, permissions, queries, tables
from anyam.tools.imports.forms import ColumnsForm, FileForm
from anyam.tools.imports.kinds import ImportKind, kind_named
from anyam.tools.imports.models import ImportBatch
from anyam.tools.imports.terms import BatchState, RowAction, Work
from anyam.tools.jobs.models import Job


@require_GET
def batch_list(request: Request) -> HttpResponse:
    """What can be imported, and what was."""
    actor = request.actor
    table = Table(
        tables.batch_columns(actor),
        queries.batches_visible_to(actor),
        params=request.GET,
        caption=_("Riwayat impor"),
        empty_title=_("Belum ada impor"),
        empty_text=_(
            "Pilih daftar di atas, lalu unggah berkasnya. Belum ada yang disimpan sebelum Anda setuju."
        ),
        empty_icon="file-import",
    )
    return render(
        request, "imports/batch_list.html", {"kinds": permissions.kinds_open_to(actor), "table": table}
    )


@require_http_methods(["GET", "POST"])
def batch_start(request: Request, kind: str) -> HttpResponse:
    """Choose a file; it is read at once and goes on to the columns."""
    actor = request.actor
    wanted = _open_kind(request, kind)
    form = FileForm(*_sent(request))
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            batch = operations.start_import(
                actor=actor, kind=wanted, file=file, file_name=file.name, now=timezone.now()
            )
        except Refused as refused:
            form.add_error("file", str(refused))
        else:
            return redirect("imports:batch_columns", school=actor.school_slug, code=batch.code)
    context = {"kind": wanted, "form": form, "steps": pages.steps(actor, None)}
    return render(request, "imports/batch_start.html", context, status=422 if form.errors else 200)


def _sent(request: Request) -> tuple[Any, Any]:
    """Data and files of a posted form; nothing for a page that is only opened."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def _open_kind(request: Request, name: str) -> ImportKind:
    wanted = kind_named(name)
    if wanted not in permissions.kinds_open_to(request.actor):
        raise NotFound
    return wanted


@require_GET
def batch_show(request: Request, code: str) -> HttpResponse:
    """The page that fits where the import stands."""
    batch = queries.batch_visible_to(request.actor, code)
    if batch.work != Work.NONE:
        context = {
            "batch": batch,
            "kind": kind_named(batch.kind),
            "job": queries.live_job(request.actor, batch),
        }
        return render(request, "imports/batch_working.html", context)
    if batch.state == BatchState.UPLOADED:
        return redirect("imports:batch_columns", school=request.actor.school_slug, code=code)
    if batch.state == BatchState.CHECKED:
        context = pages.check_page(request.actor, batch, request.GET.get("halaman", "1"))
        return render(request, "imports/batch_check.html", context)
    return render(
        request, "imports/batch_result.html", pages.result_page(request.actor, batch, timezone.now())
    )


@require_http_methods(["GET", "POST"])
def batch_columns(request: Request, code: str) -> HttpResponse:
    """Which column fills which field; then the check."""
    actor = request.actor
    batch = queries.batch_visible_to(actor, code)
    kind = kind_named(batch.kind)
    form = ColumnsForm(*_sent(request), kind=kind, batch=batch)
    if request.method == "POST" and form.is_valid():
        now, file = timezone.now(), form.cleaned_data["file"]
        try:
            batch = operations.remap(actor=actor, batch=batch, columns=form.columns(), file=file, now=now)
            job = operations.check_batch(
                actor=actor, batch=batch, now=now, return_url=_address(request, batch)
            )
            return _follow(request, batch, job)
        except Refused as refused:
            form.add_error("file" if refused.code in ("file_needed", "other_file") else None, str(refused))
    context = {
        "batch": batch,
        "kind": kind,
        "form": form,
        "steps": pages.steps(actor, batch),
        "columns": queries.columns_part(batch),
    }
    return render(request, "imports/batch_columns.html", context, status=422 if form.errors else 200)


def _address(request: Request, batch: ImportBatch) -> str:
    return reverse("imports:batch_show", kwargs={"school": request.actor.school_slug, "code": batch.code})


def _follow(request: Request, batch: ImportBatch, job: Job | None) -> HttpResponse:
    """To the job's progress when the work goes on there, else back to the import."""
    if job is not None:
        return redirect("jobs:job_show", school=request.actor.school_slug, code=job.code)
    return redirect("imports:batch_show", school=request.actor.school_slug, code=batch.code)


@require_GET
def batch_rows(request: Request, code: str, action: str) -> HttpResponse:
    """All rows of one kind of outcome."""
    actor = request.actor
    batch = queries.batch_visible_to(actor, code)
    if action not in RowAction.values:
        raise NotFound
    kind = kind_named(batch.kind)
    rows = queries.rows_visible_to(actor, batch, action)
    table = Table(
        tables.row_columns(kind, batch), rows, params=request.GET, caption=RowAction(action).label, wide=True
    )
    context = {"batch": batch, "kind": kind, "table": table, "label": RowAction(action).label}
    return render(request, "imports/batch_rows.html", context)


@require_POST
def row_mend(request: Request, code: str, number: int) -> HttpResponse:
    """Fix one row in place, or take its suggestion."""
    actor = request.actor
    batch = queries.batch_visible_to(actor, code)
    now = timezone.now()
    if "suggested" in request.POST:
        operations.accept_suggestions(actor=actor, batch=batch, numbers=[number], now=now)
        row = queries.rows_visible_to(actor, batch).filter(number=number).first()
    else:
        values = {key[6:]: str(text) for key, text in request.POST.items() if key.startswith("field_")}
        row = operations.mend_row(actor=actor, batch=batch, number=number, values=values, now=now)
    if row is not None and row.action == RowAction.REFUSED:
        say(request, _("Baris %(number)s masih perlu diperbaiki.") % {"number": number}, kind="warn")
    else:
        say(request, _("Baris %(number)s siap diimpor.") % {"number": number})
    return redirect("imports:batch_show", school=actor.school_slug, code=code)


@require_POST
def suggestions_accept(request: Request, code: str) -> HttpResponse:
    """Take every suggestion of the check."""
    actor = request.actor
    batch = queries.batch_visible_to(actor, code)
    count = operations.accept_suggestions(actor=actor, batch=batch, now=timezone.now())
    say(request, _("%(count)s saran dipakai dan diperiksa lagi.") % {"count": count})
    return redirect("imports:batch_show", school=actor.school_slug, code=code)


@require_POST
def batch_apply(request: Request, code: str) -> HttpResponse:
    """Import what is ready; the button carries the number it was pressed for."""
    actor = request.actor
    batch = queries.batch_visible_to(actor, code)
    expected = request.POST.get("expected", "")
    job = operations.apply_batch(
        actor=actor,
        batch=batch,
        expected=int(expected) if expected.isdecimal() and len(expected) < 9 else -1,
        leave_refused="leave_refused" in request.POST,
        now=timezone.now(),
        return_url=_address(request, batch),
    )
    return _follow(request, batch, job)


@require_POST
def batch_resume(request: Request, code: str) -> HttpResponse:
    """Go on with work that was interrupted."""
    actor = request.actor
    batch = queries.batch_visible_to(actor, code)
    job = operations.resume_batch(
        actor=actor, batch=batch, now=timezone.now(), return_url=_address(request, batch)
    )
    return _follow(request, batch, job)


@require_http_methods(["GET", "POST"])
def batch_undo(request: Request, code: str) -> HttpResponse:
    """Ask, then take the import back."""
    actor = request.actor
    batch = queries.batch_visible_to(actor, code)
    if request.method == "POST":
        job = operations.undo_batch(
            actor=actor, batch=batch, now=timezone.now(), return_url=_address(request, batch)
        )
        return _follow(request, batch, job)
    return render(request, "ui/confirm.html", pages.undo_question(actor, batch))


@require_POST
def batch_discard(request: Request, code: str) -> HttpResponse:
    """Give up an import that was not done."""
    actor = request.actor
    batch = queries.batch_visible_to(actor, code)
    operations.discard_batch(actor=actor, batch=batch, now=timezone.now())
    count = batch.row_count
    say(request, ngettext("%(count)s baris dibuang.", "%(count)s baris dibuang.", count) % {"count": count})
    return redirect("imports:batch_list", school=actor.school_slug)


@require_GET
def refused_file(request: Request, code: str) -> FileResponse:
    """Only the bad rows, with reasons."""
    batch = queries.batch_visible_to(request.actor, code)
    return exports.export_refused(actor=request.actor, batch=batch)


@require_GET
def template_file(request: Request, kind: str) -> FileResponse:
    """An empty list to fill in."""
    wanted = _open_kind(request, kind)
    target = io.BytesIO()
    exports.write_template(wanted, target)
    target.seek(0)
    return FileResponse(target, as_attachment=True, filename=f"contoh-{wanted.name}.xlsx")
