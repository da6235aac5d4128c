"""The list of messages and the choices about mail."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from anyam.base.actor import Actor
from anyam.base.routes import Request
from anyam.base.tables import Column, Table
from anyam.base.toasts import say
from anyam.tools.notices import operations, queries


def layout_of(actor: Actor) -> str:
    """Pupils read in the frame of their phone, everyone else at the desk."""
    return "ui/layout_student.html" if actor.pupil_id is not None else "ui/layout_desk.html"


@require_GET
def notice_list(request: Request) -> HttpResponse:
    """One's own messages, newest first."""
    rows = queries.notices_visible_to(request.actor)
    table = Table([Column("title", _("Pemberitahuan"))], rows, params=request.GET)
    context = {
        "table": table,
        "page_title": _("Pemberitahuan"),
        "unread": queries.unread_count(request.actor),
        "layout": layout_of(request.actor),
    }
    return render(request, "notices/notice_list.html", context)


@require_POST
def notice_open(request: Request, code: str) -> HttpResponse:
    """Mark read and go where it leads."""
    actor = request.actor
    notice = queries.notice_visible_to(actor, code)
    operations.mark_read(actor=actor, notice=notice, now=timezone.now())
    if notice.url:
        return redirect(notice.url)
    return redirect("notices:notice_list", school=actor.school_slug)


@require_POST
def notice_read_all(request: Request) -> HttpResponse:
    """Mark all read."""
    operations.mark_all_read(actor=request.actor, now=timezone.now())
    return redirect("notices:notice_list", school=request.actor.school_slug)


@require_http_methods(["GET", "HEAD", "POST"])
def choice_edit(request: Request) -> HttpResponse:
    """Which messages come by mail too."""
    actor = request.actor
    if request.method == "POST":
        operations.choose_mail(actor=actor, kinds=request.POST.getlist("kind"), now=timezone.now())
        say(request, _("Pilihan tersimpan."))
        return redirect("notices:choice_edit", school=actor.school_slug)
    context = {
        "choices": queries.mail_choices(actor),
        "page_title": _("Pengaturan pemberitahuan"),
        "layout": layout_of(actor),
    }
    return render(request, "notices/choice_edit.html", context)
