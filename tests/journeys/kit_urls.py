"""Addresses for trying the kit in a browser: its living page, every error page, theme and language."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.i18n import set_language

from anyam.base import kit, theme
from anyam.base.routes import PUBLIC, route

ERROR_PAGES = ("400", "403", "403_csrf", "404", "429", "500", "refused", "ui/offline", "ui/maintenance")


def error_page(request: HttpRequest, name: str) -> HttpResponse:
    """One error page as it would be shown."""
    return render(request, f"{name}.html", {"error_id": "7F3K"})


urlpatterns = [
    route("kit/", kit.kit_page, permission=PUBLIC, name="kit"),
    route("salah/<path:name>/", error_page, permission=PUBLIC, name="error"),
    route("tampilan/", theme.set_theme, permission=PUBLIC, name="set_theme"),
    route("bahasa/", set_language, permission=PUBLIC, name="set_language"),
]
