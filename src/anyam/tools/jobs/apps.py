"""Door plate of the jobs tool."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "anyam.tools.jobs"
    label = "jobs"

    def ready(self) -> None:
        from anyam.tools.jobs import models, permissions  # app ready

        models.Job.visibility.fill(permissions.jobs_in_scope)
