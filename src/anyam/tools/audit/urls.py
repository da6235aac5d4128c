"""Addresses of the trail."""

from anyam.base.routes import route
from anyam.tools.audit import views
from anyam.tools.audit.permissions import can_read_trail

app_name = "audit"
BASE = "s/<slug:school>/jejak-audit/"

urlpatterns = [
    route(BASE, views.trail, permission=can_read_trail, name="trail"),
    route(BASE + "periksa/", views.trail_check, permission=can_read_trail, name="trail_check"),
    route(BASE + "unduh.<str:kind>", views.trail_export, permission=can_read_trail, name="trail_export"),
]
