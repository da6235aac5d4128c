"""Door plate of the desk: fills the frame."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "anyam.entrances.desk"
    label = "desk"

    def ready(self) -> None:
        from anyam.base.shell import MENU, SHELL  # app ready
        from anyam.entrances.desk import frame  # app ready

        SHELL.fill(frame.build_shell)
        MENU.fill(frame.today_entry)
