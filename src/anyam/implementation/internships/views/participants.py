"""Pages of who takes part in a wave: list, adding classes, taking out, one pupil, files out."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from anyam.base.errors import NotFound
from anyam.base.exports import CONTENT_TYPES, file_response
from anyam.base.parts import Action
from anyam.base.routes import Request
from anyam.base.tables import Bulk, Table
from anyam.base.toasts import say
from anyam.implementation.internships import operations, permissions, tables
from anyam.implementation.internships.forms.choices import (
    AddParticipantsForm,
    ForbidForm,
    HostWishForm,
    ParticipantFilterForm,
    ParticipantForm,
)
from anyam.implementation.internships.models import Participant
from anyam.implementation.internships.operations.participants import remove_participants
from anyam.implementation.internships.queries import participants as reading
from anyam.implementation.internships.queries import participants_visible_to
from anyam.implementation.internships.views.waves import load_wave
from anyam.records.people.queries import saved_views
from anyam.records.schools.models import Wave


def load_participant(request: Request, wave: Wave, code: str) -> Participant:
    """A participant of a wave within the actor's reach, else NotFound."""
    row = participants_visible_to(request.actor, wave).select_related("wave").filter(code=code).first()
    if row is None:
        raise NotFound
    return row


def to_page(request: Request, wave: Wave, participant: Participant) -> HttpResponse:
    """Back to the page of one participant."""
    slug = request.actor.school_slug
    return redirect("internships:participant_page", school=slug, code=wave.code, participant=participant.code)


def participant_list(request: Request, code: str) -> HttpResponse:
    """Who takes part: search, filters, what is lacking; picked pupils can be taken out."""
    actor = request.actor
    wave = load_wave(request, code)
    form, rows = _filtered(request, wave)
    can_prepare = permissions.can_prepare_wave(actor)
    remove = reverse("internships:participant_remove", kwargs={"school": actor.school_slug, "code": code})
    table = Table(
        tables.participant_columns(actor.school_slug, wave),
        reading.with_places(rows, actor.school_id),
        params=request.GET,
        caption=_("Peserta"),
        default_sort="name",
        bulk=Bulk(lambda row: row.code, (Action(_("Keluarkan dari gelombang"), remove),))
        if can_prepare
        else None,
        empty_title=_("Belum ada peserta di sini"),
        empty_text=_("Tambah satu tingkat sekaligus, atau hapus saringan."),
        empty_icon="users",
    )
    context = {
        "wave": wave,
        "table": table,
        "form": form,
        "can_prepare": can_prepare,
        "saved": saved_views(actor, "participants"),
    }
    return render(request, "internships/choice_list.html", context)


def _filtered(request: Request, wave: Wave) -> tuple[ParticipantFilterForm, QuerySet[Participant]]:
    form = ParticipantFilterForm(request.GET, actor=request.actor, wave=wave)
    form.is_valid()
    return form, reading.filtered_participants(request.actor, wave, form.cleaned_data)


def participant_export(request: Request, code: str, kind: str) -> HttpResponseBase:
    """The filtered list as a file, with the columns that the import of wishes reads."""
    actor = request.actor
    if kind not in CONTENT_TYPES:
        raise NotFound
    wave = load_wave(request, code)
    _form, rows = _filtered(request, wave)
    columns = tables.participant_columns(actor.school_slug, wave)
    rows = reading.with_places(rows, actor.school_id).order_by("pupil__name", "pk")
    return file_response(columns, rows, name=_("pilihan PKL %(wave)s") % {"wave": wave.name}, kind=kind)


def participant_add(request: Request, code: str) -> HttpResponse:
    """Whole classes in one step; those of the wave's grade are ticked already."""
    actor = request.actor
    wave = load_wave(request, code)
    classes = reading.addable_classes(actor, wave)
    form = AddParticipantsForm(request.POST or None, classes=classes)
    if request.method == "POST" and form.is_valid():
        pupils = reading.addable_pupils(actor, wave).filter(class_group__in=form.picked)
        count = operations.add_participants(actor=actor, wave=wave, pupils=pupils, now=timezone.now())
        say(request, ngettext("%(n)d siswa ditambahkan.", "%(n)d siswa ditambahkan.", count) % {"n": count})
        return redirect("internships:participant_list", school=actor.school_slug, code=code)
    context = {"wave": wave, "form": form, "classes": classes}
    return render(request, "internships/choice_add.html", context, status=422 if form.errors else 200)


def participant_remove(request: Request, code: str) -> HttpResponse:
    """Take picked pupils out: a page that names the count, then the act (POST)."""
    actor = request.actor
    wave = load_wave(request, code)
    rows = list(participants_visible_to(actor, wave).filter(code__in=request.POST.getlist("pick")))
    if "yakin" in request.POST and rows:
        removed, kept = remove_participants(actor=actor, participants=rows, now=timezone.now())
        _say_removed(request, removed, kept)
    elif rows:
        return render(request, "ui/confirm.html", _removal(request, wave, rows))
    elif request.method == "POST":
        say(request, _("Pilih dulu siswa yang dikeluarkan."), kind="warn")
    return redirect("internships:participant_list", school=actor.school_slug, code=code)


def _removal(request: Request, wave: Wave, rows: list[Participant]) -> dict[str, Any]:
    where = {"school": request.actor.school_slug, "code": wave.code}
    return {
        "page_title": ngettext(
            "Keluarkan %(n)d siswa dari %(wave)s?", "Keluarkan %(n)d siswa dari %(wave)s?", len(rows)
        )
        % {"n": len(rows), "wave": wave.name},
        "effects": [
            ", ".join(row.pupil.name for row in rows[:10]) + (", …" if len(rows) > 10 else ""),
            _("Pilihan, permintaan perusahaan, dan usulan tempat mereka ikut dihapus."),
            _("Siswa yang sudah ada di putaran penempatan tetap tinggal."),
        ],
        "submit_label": ngettext("Ya, keluarkan %(n)d siswa", "Ya, keluarkan %(n)d siswa", len(rows))
        % {"n": len(rows)},
        "submit_style": "bad",
        "submit_url": reverse("internships:participant_remove", kwargs=where),
        "cancel_url": reverse("internships:participant_list", kwargs=where),
        "hidden": [("yakin", "1"), *(("pick", row.code) for row in rows)],
    }


def _say_removed(request: Request, removed: int, kept: list[Participant]) -> None:
    if removed:
        text = ngettext("%(n)d siswa dikeluarkan.", "%(n)d siswa dikeluarkan.", removed)
        say(request, text % {"n": removed})
    if kept:
        names = ", ".join(row.pupil.name for row in kept[:5])
        say(
            request,
            _("Tetap tinggal karena sudah ada di putaran: %(names)s.") % {"names": names},
            kind="warn",
        )


def participant_page(request: Request, code: str, participant: str) -> HttpResponse:
    """One pupil of a wave; saving changes what the placement must know of them."""
    wave = load_wave(request, code)
    row = load_participant(request, wave, participant)
    if request.method == "POST":
        form = ParticipantForm(request.POST, instance=row)
        if form.is_valid():
            fresh = load_participant(request, wave, participant)
            operations.save_participant(
                actor=request.actor, participant=fresh, data=form.cleaned_data, now=timezone.now()
            )
            say(request, _("Tersimpan."))
            return to_page(request, wave, row)
        return page_with(request, wave, row, form=form)
    return page_with(request, wave, row)


def page_with(request: Request, wave: Wave, row: Participant, **forms: Any) -> HttpResponse:
    """The page of a participant, with a form that was refused in the place of its empty one."""
    actor = request.actor
    places = reading.places_open_to(row)
    context = {
        "wave": wave,
        "page": reading.participant_page(actor, row),
        "form": ParticipantForm(instance=row),
        "wish_form": HostWishForm(places=places, auto_id="minta_%s"),
        "forbid_form": ForbidForm(places=places, auto_id="larang_%s"),
        "can_prepare": permissions.can_prepare_wave(actor),
        "can_run": permissions.can_run_round(actor),
        "can_see_decisions": permissions.can_see_round(actor),
        **forms,
    }
    return render(request, "internships/choice_page.html", context, status=422 if forms else 200)
