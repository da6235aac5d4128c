"""Addresses of the pupils' entrance."""

from anyam.base.routes import route
from anyam.entrances.student_app import views
from anyam.records.people.permissions import is_pupil

app_name = "student_app"

urlpatterns = [route("saya/", views.home, permission=is_pupil, name="home")]
