"""Guardians on a pupil's page: add, change the contact, cut off by court order."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from anyam.base.errors import NotFound, Refused
from anyam.base.routes import Request
from anyam.base.toasts import say
from anyam.records.people import operations, queries
from anyam.records.people.forms.pupils import GuardianForm
from anyam.records.people.models import GuardianRelation, Pupil
from anyam.records.people.views.pupils import load_pupil


def guardian_add(request: Request, code: str) -> HttpResponse:
    return _guardian_form(request, load_pupil(request, code), None)


def guardian_edit(request: Request, code: str, guardian: str) -> HttpResponse:
    pupil = load_pupil(request, code)
    return _guardian_form(request, pupil, _relation(request, pupil, guardian))


def _guardian_form(request: Request, pupil: Pupil, relation: GuardianRelation | None) -> HttpResponse:
    actor = request.actor
    form = GuardianForm(request.POST or None, instance=relation.guardian if relation else None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.save_guardian(
                actor=actor, pupil=pupil, relation=relation, data=form.cleaned_data, now=timezone.now()
            )
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        else:
            say(request, _("Data wali tersimpan."))
            return redirect("people:pupil_page", school=actor.school_slug, code=pupil.code)
    context = {"form": form, "pupil": pupil, "relation": relation}
    return render(request, "people/guardian_form.html", context, status=422 if form.errors else 200)


def guardian_bar(request: Request, code: str, guardian: str) -> HttpResponse:
    """POST: cut a guardian off from the pupil's data, or lift that again; the same button does both."""
    pupil = load_pupil(request, code)
    relation = _relation(request, pupil, guardian)
    if request.method == "POST":
        barred = request.POST.get("larang") == "1"
        operations.bar_guardian(actor=request.actor, relation=relation, barred=barred, now=timezone.now())
        words = (
            _("Wali ini tidak lagi melihat data siswa.")
            if barred
            else _("Wali ini boleh melihat data siswa lagi.")
        )
        say(request, words)
    return redirect("people:pupil_page", school=request.actor.school_slug, code=code)


def _relation(request: Request, pupil: Pupil, guardian: str) -> GuardianRelation:
    found = next(
        (one for one in queries.guardians_of(request.actor, pupil) if one.guardian.code == guardian), None
    )
    if found is None:
        raise NotFound
    return found
