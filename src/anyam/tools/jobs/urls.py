"""Addresses of the jobs tool."""

from anyam.base.routes import route
from anyam.tools.jobs import views
from anyam.tools.jobs.permissions import can_see_jobs

app_name = "jobs"

urlpatterns = [
    route("s/<slug:school>/pekerjaan/<code>/", views.job_show, permission=can_see_jobs, name="job_show"),
    route(
        "s/<slug:school>/pekerjaan/<code>/hentikan/",
        views.job_cancel,
        permission=can_see_jobs,
        name="job_cancel",
    ),
]
