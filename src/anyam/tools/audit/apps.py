"""Door plate of the audit tool."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "anyam.tools.audit"
    label = "audit"

    def ready(self) -> None:
        from anyam.base.shell import MENU  # app ready
        from anyam.tools.audit import blocks  # app ready

        MENU.fill(blocks.menu)
