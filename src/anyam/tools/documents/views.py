"""Pages of documents: number book, one document, files, batch, preview."""

from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from anyam.base.errors import NotFound, Refused
from anyam.base.exports import file_response
from anyam.base.routes import Request
from anyam.base.tables import Table
from anyam.base.toasts import say
from anyam.tools.documents import files as downloads
from anyam.tools.documents import forms, operations, permissions, queries, rendering, storage, tables
from anyam.tools.documents.kinds import kind_of
from anyam.tools.documents.rules import file_name


@require_GET
def document_list(request: Request) -> HttpResponse:
    """The number book: search, filters, sorting, paging; the next number."""
    actor = request.actor
    form = forms.FilterForm(request.GET)
    rows = queries.filtered(queries.documents_visible_to(actor), form.wanted())
    table = Table(
        tables.document_columns(actor.school_slug),
        rows,
        params=request.GET,
        caption=_("Surat keluar"),
        empty_title=_("Belum ada surat di sini"),
        empty_text=_("Surat terbit dari halaman yang memerlukannya, misalnya penempatan."),
        empty_icon="file-text",
    )
    context = {
        "table": table,
        "form": form,
        "page_title": _("Surat keluar"),
        "next_number": queries.next_number(actor, day=actor.today(timezone.now())),
        "kinds": queries.kinds_for(actor),
        "number_form": forms.LastNumberForm() if permissions.is_keeper(actor) else None,
    }
    return render(request, "documents/document_list.html", context)


@require_GET
def document_export(request: Request, kind: str) -> HttpResponseBase:
    """The filtered book as a file."""
    if kind not in ("xlsx", "csv"):
        raise NotFound
    actor = request.actor
    rows = queries.filtered(queries.documents_visible_to(actor), forms.FilterForm(request.GET).wanted())
    return file_response(tables.document_columns(actor.school_slug), rows, name=_("surat keluar"), kind=kind)


@require_GET
def document_show(request: Request, code: str) -> HttpResponse:
    """One document: facts, standing, files, versions, what can be done with it."""
    actor = request.actor
    document = queries.document_visible_to(actor, code)
    context = {
        "document": document,
        "page_title": document.number,
        "breadcrumbs": _trail(request),
        "status": tables.document_status(document),
        "successor": queries.successor(document),
        "may_replace": document.is_valid and permissions.can_replace(actor, document),
        "may_revoke": document.is_valid and permissions.can_revoke(actor, document),
        "address": rendering.verification_address(document.verification),
    }
    return render(request, "documents/document_show.html", context)


def _trail(request: Request) -> list[tuple[str, str]]:
    url = reverse("documents:document_list", kwargs={"school": request.actor.school_slug})
    return [(_("Surat keluar"), url)]


@require_GET
def document_print(request: Request, code: str) -> HttpResponse:
    """The issued file, byte for byte, to look at and print; with `?simpan` as a download."""
    document = queries.document_visible_to(request.actor, code)
    content = storage.read(document.file.name, document.digest)
    name = file_name(document.number, document.kind_label)
    return pdf_response(content, name, download="simpan" in request.GET)


def pdf_response(content: bytes, name: str, *, download: bool) -> HttpResponse:
    """A PDF that the browser shows or saves, and never guesses to be something else."""
    response = HttpResponse(content, content_type="application/pdf")
    way = "attachment" if download else "inline"
    response["Content-Disposition"] = f'{way}; filename="{name.encode("ascii", "replace").decode()}"'
    return response


def document_revoke(request: Request, code: str) -> HttpResponse:
    """Ask for the reason, then declare void."""
    actor = request.actor
    document = queries.document_visible_to(actor, code)
    form = forms.ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        operations.revoke(actor=actor, document=document, reason=reason, now=timezone.now())
        say(request, _("Surat %(number)s dicabut.") % {"number": document.number})
        return redirect("documents:document_show", school=actor.school_slug, code=document.code)
    context = {"document": document, "form": form, "page_title": _("Cabut surat"), "way": "revoke"}
    return render(request, "documents/document_end.html", context, status=422 if form.errors else 200)


def document_replace(request: Request, code: str) -> HttpResponse:
    """Ask for the reason, then issue a new version from what is true now."""
    actor = request.actor
    document = queries.document_visible_to(actor, code)
    form = forms.ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        fresh = operations.replace(actor=actor, document=document, reason=reason, now=timezone.now())
        say(request, _("Versi %(version)d terbit.") % {"version": fresh.version})
        return redirect("documents:document_show", school=actor.school_slug, code=fresh.code)
    context = {"document": document, "form": form, "page_title": _("Ganti surat"), "way": "replace"}
    return render(request, "documents/document_end.html", context, status=422 if form.errors else 200)


@require_GET
def kind_preview(request: Request, kind: str) -> HttpResponse:
    """A kind with example data and a watermark, on the school's own paper."""
    actor = request.actor
    chosen = kind_of(kind)
    if chosen is None or not permissions.can_issue(actor, chosen):
        raise NotFound
    school = operations.school_of(actor)
    now = timezone.now()
    content = rendering.preview(chosen, school, actor, chosen.example(), mark=_("Contoh"), now=now)
    return pdf_response(content, file_name("", str(chosen.label)), download=False)


@require_GET
def batch_show(request: Request, code: str) -> HttpResponse:
    """A batch: what was issued, what was not and why, the file for printing and the single files."""
    actor = request.actor
    batch = queries.batch_visible_to(actor, code)
    table = Table(
        tables.document_columns(actor.school_slug),
        queries.documents_of_batch(batch),
        params=request.GET,
        caption=batch.title,
        empty_title=_("Surat sedang dibuat"),
        empty_text=_("Muat ulang sebentar lagi."),
    )
    context = {"batch": batch, "table": table, "page_title": batch.title, "breadcrumbs": _trail(request)}
    return render(request, "documents/batch_show.html", context)


@require_GET
def batch_print(request: Request, code: str) -> HttpResponse:
    """All documents of a batch in one file."""
    batch = queries.batch_visible_to(request.actor, code)
    if not batch.print_file:
        raise NotFound
    content = storage.read(batch.print_file.name, storage.digest_of(batch.print_file.name))
    return pdf_response(content, file_name("", batch.title), download="simpan" in request.GET)


@require_GET
def batch_files(request: Request, code: str) -> FileResponse:
    """The single files of a batch as one archive."""
    batch = queries.batch_visible_to(request.actor, code)
    archive = downloads.archive_of(queries.documents_of_batch(batch))
    name = file_name("", batch.title).removesuffix(".pdf") + ".zip"
    return FileResponse(archive, as_attachment=True, filename=name, content_type="application/zip")


@require_POST
def last_number_set(request: Request) -> HttpResponse:
    """Continue a paper register."""
    actor = request.actor
    now = timezone.now()
    form = forms.LastNumberForm(request.POST)
    if not form.is_valid():
        raise Refused(_("Isi nomor urut terakhir dengan angka mulai dari 1."))
    operations.set_last_number(
        actor=actor, series="letters", year=actor.today(now).year, last=form.cleaned_data["last"], now=now
    )
    say(request, _("Nomor berikutnya tersimpan."))
    return redirect("documents:document_list", school=actor.school_slug)
