"""Door plate of the pupils' entrance: their tabs."""

from django.apps import AppConfig


class StudentAppConfig(AppConfig):
    name = "anyam.entrances.student_app"
    label = "student_app"

    def ready(self) -> None:
        from anyam.base.shell import MENU  # app ready
        from anyam.entrances.student_app import tabs  # app ready

        MENU.fill(tabs.pupil_tabs)
