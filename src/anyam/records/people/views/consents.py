"""The consents of one pupil's guardian: what holds, what was answered before, a line from paper."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from anyam.base.errors import NotFound
from anyam.base.routes import Request
from anyam.base.toasts import say
from anyam.records.people import operations, permissions, queries
from anyam.records.people.forms.roles import ConsentForm
from anyam.records.people.terms import ConsentPurpose


def pupil_consents(request: Request, code: str) -> HttpResponse:
    """Per purpose what the guardian answered; `?untuk=` opens the form of one purpose."""
    actor = request.actor
    pupil = queries.pupils_visible_to(actor).filter(code=code).first()
    if pupil is None:
        raise NotFound
    may_record = permissions.can_record_consent(actor)
    form = ConsentForm(request.POST or None, initial={"purpose": request.GET.get("untuk", "")})
    if request.method == "POST" and form.is_valid() and form.cleaned_data["purpose"] in ConsentPurpose.values:
        operations.record_consent(actor=actor, pupil=pupil, now=timezone.now(), **form.cleaned_data)
        say(request, _("Jawaban wali tercatat. Baris lama tetap tersimpan."))
        return redirect("people:pupil_consents", school=actor.school_slug, code=code)
    purpose = form["purpose"].value()
    context = {
        "layout": "ui/layout_student.html" if permissions.is_pupil(actor) else "ui/layout_desk.html",
        "pupil": pupil,
        "lines": queries.consent_lines(actor, pupil),
        "form": form,
        "opened": purpose if may_record and purpose in ConsentPurpose.values else "",
        "may_record": may_record,
    }
    return render(request, "people/pupil_consents.html", context)
