"""Pengguna & peran: who wears which hat, giving one, ending one, closing an account."""

from allauth.account.decorators import reauthentication_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from anyam.base.errors import NotFound, Refused
from anyam.base.routes import Request
from anyam.base.toasts import say
from anyam.records.people import operations, permissions, queries
from anyam.records.people.forms.roles import GrantForm
from anyam.records.people.models import Role

PAGE = 50


def users(request: Request) -> HttpResponse:
    """People with their hats in sentences; staff first, pupils behind a tab."""
    actor = request.actor
    pupils = request.GET.get("jenis") == "siswa"
    text = request.GET.get("cari", "").strip()
    page = Paginator(queries.users_visible_to(actor, pupils=pupils, text=text), PAGE).get_page(
        request.GET.get("halaman")
    )
    context = {
        "rows": queries.user_rows(actor, page.object_list, actor.today(timezone.now())),
        "page": page,
        "pupils": pupils,
        "text": text,
        "alone": not pupils and not text and page.paginator.count == 1,
    }
    return render(request, "people/users.html", context)


@reauthentication_required(allow_get=True)
def grant(request: Request) -> HttpResponse:
    """Give a hat."""
    actor = request.actor
    form = GrantForm(request.POST or None, actor=actor, initial={"valid_from": actor.today(timezone.now())})
    if request.method == "POST" and form.is_valid():
        try:
            role = operations.grant_role(actor=actor, now=timezone.now(), **form.cleaned_data)
        except Refused as refused:
            form.add_error(refused.field, str(refused.message))
        else:
            say(request, _("%(name)s sekarang %(role)s.") % {"name": role.account.name, "role": role})
            return redirect("people:users", school=actor.school_slug)
    return render(request, "people/grant.html", {"form": form})


@reauthentication_required(allow_get=True)
def end(request: Request, code: str) -> HttpResponse:
    """Ask, then take a hat off."""
    actor = request.actor
    role = _role(request, code)
    if request.method == "POST":
        operations.end_role(actor=actor, role=role, now=timezone.now())
        say(request, _("Peran diakhiri. Mulai sekarang halamannya tertutup."))
        return redirect("people:users", school=actor.school_slug)
    context = {
        "page_title": _("Akhiri peran %(role)s untuk %(name)s?") % {"role": role, "name": role.account.name},
        "effects": [
            _("Halaman untuk peran ini tertutup baginya mulai saat ini."),
            _("Peran lain yang dipegangnya tetap berlaku."),
            _("Riwayat dan tanda tangannya tetap tersimpan."),
        ],
        "submit_label": _("Ya, akhiri peran"),
        "submit_style": "bad",
        "submit_url": request.path,
        "cancel_url": reverse("people:users", kwargs={"school": actor.school_slug}),
    }
    return render(request, "people/confirm.html", context)


@reauthentication_required(allow_get=True)
def close(request: Request, code: str) -> HttpResponse:
    """Ask, then close the account that wears this hat; or open it again."""
    actor = request.actor
    account = _role(request, code).account
    if request.method == "POST":
        act = operations.close_account if account.is_active else operations.reopen_account
        changed = act(actor=actor, account=account, now=timezone.now())
        say(
            request,
            _("Akun dibuka lagi.") if changed.is_active else _("Akun ditutup dan semua perangkatnya keluar."),
        )
        return redirect("people:users", school=actor.school_slug)
    title = _("Tutup akun %(name)s?") if account.is_active else _("Buka lagi akun %(name)s?")
    closing = [
        _("Ia langsung keluar dari semua perangkat."),
        _("Ia tidak bisa masuk sampai akunnya dibuka lagi."),
    ]
    context = {
        "page_title": title % {"name": account.name},
        "effects": closing
        if account.is_active
        else [_("Ia bisa masuk lagi dengan kata sandinya yang lama.")],
        "submit_label": _("Ya, tutup akun") if account.is_active else _("Ya, buka akun"),
        "submit_style": "bad" if account.is_active else "primary",
        "submit_url": request.path,
        "cancel_url": reverse("people:users", kwargs={"school": actor.school_slug}),
    }
    return render(request, "people/confirm.html", context)


def _role(request: Request, code: str) -> Role:
    """A running hat of this school that the actor may give and take, else NotFound."""
    role = queries.hats_visible_to(request.actor).filter(code=code, ended_at=None).first()
    if role is None or not permissions.can_grant_role(request.actor, role.name):
        raise NotFound
    return role
