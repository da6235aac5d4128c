"""Pages of teachers: list, record, form, files out."""

from django.db.models import QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from anyam.base.errors import NotFound, Refused
from anyam.base.exports import file_response
from anyam.base.routes import Request
from anyam.base.tables import Table
from anyam.base.toasts import say
from anyam.records.people import operations, permissions, queries, rules, tables
from anyam.records.people.forms.pupils import TeacherFilterForm, TeacherForm
from anyam.records.people.models import Teacher


def teacher_list(request: Request) -> HttpResponse:
    """All teachers of the school."""
    actor = request.actor
    form, rows = _filtered(request)
    can_edit = permissions.can_edit_teachers(actor)
    table = Table(
        tables.teacher_columns(actor.school_slug, can_edit),
        rows,
        params=request.GET,
        caption=_("Guru"),
        default_sort="name",
        empty_title=_("Belum ada guru di sini"),
        empty_text=_("Impor Daftar Guru dari Dapodik, atau tambah satu guru."),
        empty_icon="users",
    )
    context = {
        "table": table,
        "form": form,
        "saved": queries.saved_views(actor, "teachers"),
        "can_edit": can_edit,
    }
    return render(request, "people/teacher_list.html", context)


def _filtered(request: Request) -> tuple[TeacherFilterForm, QuerySet[Teacher]]:
    form = TeacherFilterForm(request.GET)
    form.is_valid()
    return form, queries.filtered_teachers(request.actor, form.cleaned_data)


def teacher_export(request: Request, kind: str) -> HttpResponseBase:
    """The filtered list as a file, with the columns its import takes."""
    if kind not in ("xlsx", "csv"):
        raise NotFound
    _form, rows = _filtered(request)
    columns = tables.teacher_columns(request.actor.school_slug, whole=True)
    return file_response(columns, rows.order_by("name", "pk"), name=_("daftar guru"), kind=kind)


def teacher_page(request: Request, code: str) -> HttpResponse:
    """One teacher; numbers and contact whole only for those who keep them."""
    teacher, can_edit = _load(request, code), permissions.can_edit_teachers(request.actor)
    context = {
        "teacher": teacher,
        "status": tables.teacher_status(teacher),
        "nuptk": teacher.nuptk if can_edit else rules.masked(teacher.nuptk),
        "nip": teacher.nip if can_edit else rules.masked(teacher.nip),
        "can_edit": can_edit,
    }
    return render(request, "people/teacher_page.html", context)


def _load(request: Request, code: str) -> Teacher:
    teacher = queries.teachers_visible_to(request.actor).filter(code=code).first()
    if teacher is None:
        raise NotFound
    return teacher


def teacher_add(request: Request) -> HttpResponse:
    return _teacher_form(request, None)


def teacher_edit(request: Request, code: str) -> HttpResponse:
    return _teacher_form(request, _load(request, code))


def _teacher_form(request: Request, teacher: Teacher | None) -> HttpResponse:
    actor = request.actor
    form = TeacherForm(request.POST or None, instance=teacher)
    if request.method == "POST" and form.is_valid():
        try:
            saved = operations.save_teacher(
                actor=actor, teacher=teacher, data=form.cleaned_data, now=timezone.now()
            )
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        else:
            say(request, _("%(name)s tersimpan.") % {"name": saved.name})
            return redirect("people:teacher_page", school=actor.school_slug, code=saved.code)
    context = {"form": form, "teacher": teacher}
    return render(request, "people/teacher_form.html", context, status=422 if form.errors else 200)


MOVES = {"aktif": True, "nonaktif": False}


def teacher_move(request: Request, code: str, move: str) -> HttpResponse:
    """POST: a teacher stops serving here, or serves again; the toast takes stopping back."""
    if move not in MOVES:
        raise NotFound
    actor, teacher = request.actor, _load(request, code)
    if request.method == "POST":
        is_active = MOVES[move]
        operations.set_teacher_active(actor=actor, teacher=teacher, is_active=is_active, now=timezone.now())
        words = _("%(name)s aktif kembali.") if is_active else _("%(name)s tidak lagi aktif di sekolah ini.")
        back = {"school": actor.school_slug, "code": code, "move": "aktif"}
        undo = "" if is_active else reverse("people:teacher_move", kwargs=back)
        say(request, words % {"name": teacher.name}, undo_url=undo)
    return redirect("people:teacher_page", school=actor.school_slug, code=code)
