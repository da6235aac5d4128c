"""Keeping a filtered list under a name, and forgetting it; any list of the house posts here."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from anyam.base.errors import NotFound, Refused
from anyam.base.routes import Request
from anyam.base.toasts import say
from anyam.records.people import operations, queries


def view_save(request: Request) -> HttpResponse:
    """POST: keep `query` of the list `list_name` as `label`; the same label replaces what it kept."""
    if request.method == "POST":
        try:
            view = operations.save_view(
                actor=request.actor,
                list_name=request.POST.get("list_name", ""),
                label=request.POST.get("label", ""),
                query=request.POST.get("query", ""),
            )
            say(request, _("Tampilan “%(label)s” tersimpan.") % {"label": view.label})
        except Refused as refused:
            say(request, str(refused), kind="warn")
    return _back(request)


def view_remove(request: Request, code: str) -> HttpResponse:
    """POST: forget one of one's own views."""
    view = queries.saved_views_visible_to(request.actor).filter(code=code).first()
    if view is None:
        raise NotFound
    if request.method == "POST":
        operations.delete_view(actor=request.actor, view=view)
        say(request, _("Tampilan “%(label)s” dihapus.") % {"label": view.label})
    return _back(request)


def _back(request: Request) -> HttpResponse:
    """To the list the form stood on; never out of this site."""
    target = request.POST.get("next", "")
    if target and url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure()):
        return redirect(target)
    return redirect("people:home")
