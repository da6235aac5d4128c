"""Every address of the house, room by room."""

from importlib.util import find_spec

from django.apps import apps
from django.urls import include, path
from django.views.i18n import set_language

from anyam.base import kit, theme
from anyam.base.routes import PUBLIC, route

ROOMS = [
    "anyam.entrances.public",
    "anyam.records.access",
    "anyam.records.people",
    "anyam.entrances.desk",
    "anyam.entrances.student_app",
    "anyam.entrances.partner_link",
    "anyam.records.reference",
    "anyam.records.schools",
    "anyam.mapping.partners",
    "anyam.mapping.outreach",
    "anyam.planning.programmes",
    "anyam.agreements.memoranda",
    "anyam.agreements.obligations",
    "anyam.implementation.internships",
    "anyam.implementation.correspondence",
    "anyam.evaluation.reviews",
    "anyam.tools.documents",
    "anyam.tools.imports",
    "anyam.tools.links",
    "anyam.tools.jobs",
    "anyam.tools.audit",
    "anyam.tools.notices",
]

urlpatterns = [
    route("kit/", kit.kit_page, permission=PUBLIC, name="kit"),
    route("tampilan/", theme.set_theme, permission=PUBLIC, name="set_theme"),
    route("bahasa/", set_language, permission=PUBLIC, name="set_language"),
    *(
        path("", include(f"{room}.urls"))
        for room in ROOMS
        if apps.is_installed(room) and find_spec(f"{room}.urls")
    ),
]
handler500 = "anyam.base.failures.server_error"
