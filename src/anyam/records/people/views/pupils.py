"""Pages of pupils: list, record, form, leaving and coming back, files out."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from anyam.base.errors import NotFound, Refused
from anyam.base.exports import file_response
from anyam.base.routes import Request
from anyam.base.tables import Table
from anyam.base.toasts import say
from anyam.records.people import operations, permissions, queries, rules, tables
from anyam.records.people.forms.pupils import PupilFilterForm, PupilForm
from anyam.records.people.models import PUPIL_PAGE, Pupil
from anyam.records.schools import queries as schools
from anyam.tools.audit.operations import record_read

# Word in the address → verb of the rule table, operation, what the toast says.
MOVES = {
    "keluar": ("leave", operations.mark_pupil_left, gettext_lazy("%(name)s tercatat keluar.")),
    "lulus": ("graduate", operations.mark_pupil_graduated, gettext_lazy("%(name)s tercatat lulus.")),
    "kembali": ("return", operations.mark_pupil_returned, gettext_lazy("%(name)s aktif kembali.")),
}


def pupil_list(request: Request) -> HttpResponse:
    """All pupils the actor sees: part-of-name search, filters, kept views, cards on a phone."""
    actor = request.actor
    form, rows = _filtered(request)
    can_edit = permissions.can_edit_pupils(actor)
    table = Table(
        tables.pupil_columns(actor.school_slug, permissions.can_see_pupil_identifiers(actor)),
        rows,
        params=request.GET,
        caption=_("Siswa"),
        default_sort="name",
        empty_title=_("Belum ada siswa di sini"),
        empty_text=_("Impor Daftar Peserta Didik dari Dapodik, atau tambah satu siswa."),
        empty_icon="users",
    )
    context = {
        "table": table,
        "form": form,
        "totals": queries.pupil_totals(actor),
        "saved": queries.saved_views(actor, "pupils"),
        "can_edit": can_edit,
    }
    return render(request, "people/pupil_list.html", context)


def _filtered(request: Request) -> tuple[PupilFilterForm, QuerySet[Pupil]]:
    form = PupilFilterForm(request.GET, actor=request.actor)
    form.is_valid()
    return form, queries.filtered_pupils(request.actor, form.cleaned_data)


def pupil_export(request: Request, kind: str) -> HttpResponseBase:
    """The filtered list as a file, with the columns its import takes; who took it is noted."""
    if kind not in ("xlsx", "csv"):
        raise NotFound
    actor = request.actor
    _form, rows = _filtered(request)
    columns = tables.pupil_columns(actor.school_slug, whole=True)
    operations.note_pupils_exported(actor=actor, count=rows.count(), now=timezone.now())
    rows = queries.with_guardians(actor, rows.order_by("name", "pk"))
    return file_response(columns, rows, name=_("daftar siswa"), kind=kind)


def pupil_page(request: Request, code: str) -> HttpResponse:
    """One pupil: facts, guardians, consents, and what later rooms know. Whoever reads the whole record is noted."""
    actor, now = request.actor, timezone.now()
    pupil = load_pupil(request, code)
    whole = permissions.can_see_pupil_identifiers(actor)
    if whole:
        record_read(actor=actor, what="people.pupil", thing=pupil, now=now)
    sees_consents = permissions.can_see_consents(actor)
    context = {
        "pupil": pupil,
        "status": tables.pupil_status(pupil),
        "whole": whole,
        "nisn": pupil.nisn if whole else rules.masked(pupil.nisn),
        "phone": pupil.phone if whole else rules.masked(pupil.phone),
        "guardians": queries.guardians_of(actor, pupil),
        "sees_guardians": permissions.can_see_guardians(actor),
        "sees_consents": sees_consents,
        "lines": queries.consent_lines(actor, pupil) if sees_consents else [],
        "may_record": permissions.can_record_consent(actor),
        "sections": [section for filler in PUPIL_PAGE if (section := filler(actor, pupil))],
        "can_edit": permissions.can_edit_pupils(actor),
        "moves": [name for name, spec in MOVES.items() if pupil.status in rules.PUPIL_MOVES[spec[0]][0]],
    }
    return render(request, "people/pupil_page.html", context)


def load_pupil(request: Request, code: str) -> Pupil:
    """A pupil the actor may see, else NotFound."""
    pupil = queries.pupils_visible_to(request.actor).filter(code=code).first()
    if pupil is None:
        raise NotFound
    return pupil


def pupil_add(request: Request) -> HttpResponse:
    return _pupil_form(request, None)


def pupil_edit(request: Request, code: str) -> HttpResponse:
    """The form shows the whole record, so opening it is noted too."""
    pupil = load_pupil(request, code)
    if request.method == "GET":
        record_read(actor=request.actor, what="people.pupil", thing=pupil, now=timezone.now())
    return _pupil_form(request, pupil)


def _pupil_form(request: Request, pupil: Pupil | None) -> HttpResponse:
    actor, now = request.actor, timezone.now()
    form = PupilForm(request.POST or None, instance=pupil, actor=actor, today=actor.today(now))
    if request.method == "POST" and form.is_valid():
        try:
            saved = operations.save_pupil(actor=actor, pupil=pupil, data=form.cleaned_data, now=now)
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        else:
            say(request, _("%(name)s tersimpan.") % {"name": saved.name})
            return redirect("people:pupil_page", school=actor.school_slug, code=saved.code)
    no_class = not schools.class_groups_visible_to(actor).exists()
    context = {"form": form, "pupil": pupil, "no_class": no_class}
    return render(request, "people/pupil_form.html", context, status=422 if form.errors else 200)


def pupil_move(request: Request, code: str, move: str) -> HttpResponse:
    """Ask, then mark as left, graduated or active again; the toast takes leaving back."""
    if move not in MOVES:
        raise NotFound
    actor, pupil = request.actor, load_pupil(request, code)
    _verb, operation, words = MOVES[move]
    if request.method != "POST":
        return render(request, "people/pupil_move.html", {"pupil": pupil, "move": move})
    operation(actor=actor, pupil=pupil, now=timezone.now())
    undo: dict[str, Any] = {}
    if move != "kembali":
        back = {"school": actor.school_slug, "code": code, "move": "kembali"}
        undo = {"undo_url": reverse("people:pupil_move", kwargs=back)}
    say(request, words % {"name": pupil.name}, **undo)
    return redirect("people:pupil_page", school=actor.school_slug, code=code)
