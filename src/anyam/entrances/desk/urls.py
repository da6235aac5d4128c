"""Addresses of the desk."""

from anyam.base.routes import route
from anyam.entrances.desk import views
from anyam.records.schools.permissions import is_staff

app_name = "desk"

urlpatterns = [
    route("s/<slug:school>/hari-ini/", views.today, permission=is_staff, name="today"),
    route("s/<slug:school>/cari/", views.search, permission=is_staff, name="search"),
]
