"""Starting a school: one page for an account that has none yet, then the checklist."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from anyam.base.errors import NotAllowed
from anyam.base.toasts import say
from anyam.records.people import operations, permissions, rules
from anyam.records.people.forms.starting import StartSchoolForm
from anyam.records.people.models import Account


def school_start(request: HttpRequest) -> HttpResponse:
    """Name, NPSN, place, zone and the starter's hats; answered by the checklist of the new school."""
    account = cast(Account, request.user)  # the route lets only signed-in people in
    if not permissions.can_start_school(account):
        raise NotAllowed
    form = StartSchoolForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        hats = data.pop("hats")
        school = operations.start_school(account=account, data=data, hats=hats, now=timezone.now())
        request.session[rules.SESSION_SCHOOL] = school.slug
        say(request, _("%(name)s sudah dibuat. Lanjutkan dengan langkah berikut.") % {"name": school.name})
        return redirect("schools:setup", school=school.slug)
    return render(request, "people/school_start.html", {"form": form}, status=422 if form.errors else 200)
