"""Addresses of reference data."""

from anyam.base.routes import route
from anyam.records.reference import views
from anyam.records.reference.permissions import can_see_reference

app_name = "reference"
BASE = "s/<slug:school>/data-rujukan/"

urlpatterns = [
    route(BASE, views.parameter_list, permission=can_see_reference, name="desk_parameter_list"),
    route(f"{BASE}hari-libur/", views.holiday_list, permission=can_see_reference, name="desk_holiday_list"),
    route(f"{BASE}spektrum/", views.spectrum_list, permission=can_see_reference, name="desk_spectrum_list"),
    route(f"{BASE}wilayah/", views.region_list, permission=can_see_reference, name="desk_region_list"),
    route(f"{BASE}sumber/", views.source_list, permission=can_see_reference, name="desk_source_list"),
]
