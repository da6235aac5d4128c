"""Lists and forms of the school's frame: years, waves, specialisations, class groups, objectives share four pages."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anyam.base.actor import Actor
from anyam.base.errors import NotFound, Refused
from anyam.base.exports import file_response
from anyam.base.routes import Request
from anyam.base.tables import Column, Table
from anyam.base.toasts import say
from anyam.records.schools import forms, operations, permissions, queries, rules, tables


@dataclass(frozen=True, slots=True)
class Part:
    """One list of the frame: its words, rows, columns, filters, form and the operation that saves."""

    title: Promise
    add: Promise
    saved: Promise
    empty_text: Promise
    rows: Callable[[Actor], QuerySet[Any]]
    columns: Callable[[str, bool], list[Column]]
    form: Callable[..., Any]
    save: Callable[[Actor, Any, dict[str, Any], Any], Any]
    search: tuple[str, ...]
    filters: tuple[str, ...] = ("cari",)
    sort: str = "name"
    icon: str = "book-2"
    imports: str = ""


def _year_form(request: Request, row: Any) -> Any:
    return forms.YearForm(request.POST or None, instance=row)


def _wave_form(request: Request, row: Any) -> Any:
    """A new wave begins as a copy of the last one, under the next name."""
    actor = request.actor
    initial: dict[str, Any] = {"school_year": queries.current_year(actor.school_id), "grade": 12}
    if row is None and (last := queries.last_wave(actor)) is not None:
        initial = {
            "school_year": last.school_year,
            "name": rules.next_wave_name(last.name),
            "kind": last.kind,
            "grade": last.grade,
            "start": last.start,
            "end": last.end,
            "curriculum": last.curriculum,
            "required_hours": last.required_hours,
            "answer_days": last.answer_days,
        }
    return forms.WaveForm(
        request.POST or None,
        instance=row,
        actor=actor,
        today=actor.today(timezone.now()),
        initial=initial if row is None else None,
    )


def _programme_form(request: Request, row: Any) -> Any:
    return forms.ProgrammeForm(
        request.POST or None, instance=row, search=request.GET.get("cari", "").strip()[:80]
    )


def _class_group_form(request: Request, row: Any) -> Any:
    initial = {"school_year": queries.current_year(request.actor.school_id)} if row is None else None
    return forms.ClassGroupForm(request.POST or None, instance=row, actor=request.actor, initial=initial)


def _objective_form(request: Request, row: Any) -> Any:
    programmes = queries.programmes_visible_to(request.actor)
    return forms.ObjectiveForm(request.POST or None, instance=row, programmes=programmes)


PARTS = {
    "tahun": Part(
        _("Tahun pelajaran"),
        _("Tambah tahun"),
        _("Tahun pelajaran tersimpan."),
        _("Buat tahun pelajaran pertama, supaya rombel dan gelombang punya tempat."),
        queries.years_visible_to,
        tables.year_columns,
        _year_form,
        lambda actor, row, data, now: operations.save_year(actor=actor, year=row, data=data, now=now),
        search=(),
        filters=(),
        sort="-name",
        icon="calendar",
    ),
    "gelombang": Part(
        _("Gelombang PKL"),
        _("Tambah gelombang"),
        _("Gelombang tersimpan."),
        _("Buat gelombang pertama: kapan siswa berangkat, berapa lama, dan ke mana."),
        queries.waves_visible_to,
        tables.wave_columns,
        _wave_form,
        lambda actor, row, data, now: operations.save_wave(actor=actor, wave=row, data=data, now=now),
        search=("name__icontains",),
        filters=("cari", "tahun"),
        sort="-start",
        icon="calendar-event",
    ),
    "konsentrasi": Part(
        _("Konsentrasi keahlian"),
        _("Tambah konsentrasi"),
        _("Konsentrasi tersimpan."),
        _("Pilih konsentrasi yang diajarkan di sekolah ini dari spektrum nasional."),
        queries.all_programmes_visible_to,
        tables.programme_columns,
        _programme_form,
        lambda actor, row, data, now: operations.save_programme(
            actor=actor, programme=row, data=data, now=now
        ),
        search=("name__icontains", "short_name__icontains", "specialisation__name__icontains"),
        icon="sitemap",
    ),
    "rombel": Part(
        pgettext_lazy("daftar", "Rombel"),
        _("Tambah rombel"),
        _("Rombel tersimpan."),
        _("Impor siswa dari Dapodik membuat rombel sekaligus, atau tambah satu rombel."),
        queries.all_class_groups_visible_to,
        tables.class_group_columns,
        _class_group_form,
        lambda actor, row, data, now: operations.save_class_group(
            actor=actor, class_group=row, data=data, now=now
        ),
        search=("name__icontains",),
        filters=("cari", "tahun", "konsentrasi"),
        icon="users",
    ),
    "tujuan": Part(
        _("Tujuan pembelajaran PKL"),
        _("Tambah tujuan"),
        _("Tujuan tersimpan."),
        _("Pakai empat tujuan rapor nasional, lalu sesuaikan dengan sekolah Anda."),
        queries.all_objectives_visible_to,
        tables.objective_columns,
        _objective_form,
        lambda actor, row, data, now: operations.save_objective(
            actor=actor, objective=row, data=data, now=now
        ),
        search=("text__icontains",),
        filters=("cari", "konsentrasi"),
        sort="number",
        icon="flag",
        imports="objectives",
    ),
}


def part_list(request: Request, part: str) -> HttpResponse:
    """One list of the frame with search, filters, sorting and paging."""
    spec, actor = _part(part), request.actor
    can_edit = permissions.can_set_up_school(actor)
    form, rows = _filtered(request, spec)
    table = Table(
        spec.columns(actor.school_slug, can_edit),
        rows,
        params=request.GET,
        caption=spec.title,
        default_sort=spec.sort,
        empty_title=_("Belum ada isi di sini"),
        empty_text=spec.empty_text,
        empty_icon=spec.icon,
    )
    context = {"part": spec, "name": part, "table": table, "form": form, "can_edit": can_edit}
    if can_edit and not queries.has_programme_and_wave(actor.school_id):
        context["upcoming"] = queries.next_step_link(actor)
    return render(request, "schools/part_list.html", context)


def part_export(request: Request, part: str, kind: str) -> HttpResponseBase:
    """The filtered list as a file, with the columns its import takes."""
    spec = _part(part)
    if kind not in ("xlsx", "csv"):
        raise NotFound
    _form, rows = _filtered(request, spec)
    columns = spec.columns(request.actor.school_slug, False)
    return file_response(columns, rows, name=str(spec.title), kind=kind)


def part_add(request: Request, part: str) -> HttpResponse:
    return _part_form(request, part, None)


def part_edit(request: Request, part: str, code: str) -> HttpResponse:
    return _part_form(request, part, code)


def _part_form(request: Request, name: str, code: str | None) -> HttpResponse:
    spec, actor = _part(name), request.actor
    form = spec.form(request, _row(spec, actor, code) if code else None)
    if request.method == "POST" and form.is_valid():
        try:
            spec.save(actor, _row(spec, actor, code) if code else None, form.cleaned_data, timezone.now())
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        else:
            say(request, spec.saved)
            return redirect("schools:part_list", school=actor.school_slug, part=name)
    row = form.instance if code else None
    context = {"part": spec, "name": name, "form": form, "row": row, "check": _check(name, row)}
    return render(request, "schools/part_form.html", context, status=422 if form.errors else 200)


def _check(name: str, row: Any) -> Any:
    """For a wave that is kept: its length against the curriculum."""
    if name != "gelombang" or row is None or not (row.start and row.end):
        return None
    return queries.wave_check(row)


def _filtered(request: Request, spec: Part) -> tuple[forms.FilterForm, QuerySet[Any]]:
    form = forms.FilterForm(request.GET, actor=request.actor, wanted=spec.filters)
    form.is_valid()
    rows, wanted = spec.rows(request.actor), form.cleaned_data
    if text := wanted.get("cari"):
        found = Q()
        for path in spec.search:
            found |= Q(**{path: text})
        rows = rows.filter(found)
    if code := wanted.get("tahun"):
        rows = rows.filter(school_year__code=code)
    if code := wanted.get("konsentrasi"):
        rows = rows.filter(programme__code=code)
    return form, rows


def _part(name: str) -> Part:
    if name not in PARTS:
        raise NotFound
    return PARTS[name]


def _row(spec: Part, actor: Actor, code: str) -> Any:
    row = spec.rows(actor).filter(code=code).first()
    if row is None:
        raise NotFound
    return row
