"""Landing page, verification, health and machine files."""

import hashlib
from datetime import timedelta

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from anyam.base.limits import Limit
from anyam.entrances.public import forms, health
from anyam.tools.documents.queries import public_document

# One school is one address: generous for people, useless for trying 40-bit codes.
LOOKS = Limit("verify", 120, 60)
STATES = {
    "issued": gettext_lazy("Asli"),
    "replaced": gettext_lazy("Sudah diganti"),
    "revoked": gettext_lazy("Sudah dicabut"),
}


@require_GET
def landing(request: HttpRequest) -> HttpResponse:
    """What Anyam is, the way in, the way to check a document."""
    return render(
        request, "public/landing.html", {"form": forms.CodeForm(), "signed_in": request.user.is_authenticated}
    )


@require_GET
def verify(request: HttpRequest) -> HttpResponse:
    """Ask for a code; a code in the address leads to its page."""
    if request.GET.get("kode"):
        form = forms.CodeForm(request.GET)
        if form.is_valid():
            return HttpResponseRedirect(
                reverse("public:verify_code", args=[form.cleaned_data["kode"].replace("/", " ")])
            )
        return render(
            request, "public/verify.html", {"form": form, "page_title": _("Periksa surat")}, status=422
        )
    return render(request, "public/verify.html", {"form": forms.CodeForm(), "page_title": _("Periksa surat")})


@require_http_methods(["GET", "HEAD", "POST"])
def verify_code(request: HttpRequest, code: str) -> HttpResponse:
    """Genuine, replaced, revoked or not found; with a file: the same as the one issued, or not."""
    if not LOOKS.flows(get_adapter(request).get_client_ip(request)):
        return render(request, "429.html", status=429)
    found = public_document(code)
    if found is None:
        context = {
            "form": forms.CodeForm({"kode": code[:20]}),
            "typed": code[:20],
            "page_title": _("Tidak ditemukan"),
        }
        return render(request, "public/verify_missing.html", context, status=404)
    posted = request.method == "POST"
    form = forms.FileForm(request.POST, request.FILES) if posted else forms.FileForm()
    same = None
    if posted and form.is_valid():
        same = _digest(form.cleaned_data["berkas"]) == found.digest
    word = STATES[found.state]
    context = {
        "document": found,
        "file_form": form,
        "same": same,
        "page_title": word,
    }
    return render(request, "public/verify_found.html", context, status=422 if form.errors else 200)


def _digest(file: object) -> str:
    digest = hashlib.sha256()
    for chunk in file.chunks():  # type: ignore[attr-defined]
        digest.update(chunk)
    return digest.hexdigest()


@require_GET
def livez(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_GET
def readyz(request: HttpRequest) -> HttpResponse:
    """The process can serve pages."""
    ready = health.is_ready()
    return HttpResponse("ok\n" if ready else "no\n", status=200 if ready else 503, content_type="text/plain")


@require_GET
def robots(request: HttpRequest) -> HttpResponse:
    """Search engines may read the landing page and nothing with a name on it."""
    return HttpResponse("User-agent: *\nAllow: /$\nDisallow: /\n", content_type="text/plain")


@require_GET
def security(request: HttpRequest) -> HttpResponse:
    """Where to report a weakness (RFC 9116)."""
    expires = (timezone.now() + timedelta(days=300)).replace(hour=0, minute=0, second=0, microsecond=0)
    text = (
        f"Contact: mailto:{settings.DEFAULT_FROM_EMAIL}\n"
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}\n"
        "Preferred-Languages: id, en\n"
        f"Canonical: {settings.PUBLIC_BASE_URL.rstrip('/')}/.well-known/security.txt\n"
    )
    return HttpResponse(text, content_type="text/plain; charset=utf-8")
