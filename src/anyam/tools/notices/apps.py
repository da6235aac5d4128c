"""Door plate of the notices tool."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NoticesConfig(AppConfig):
    name = "anyam.tools.notices"
    label = "notices"

    def ready(self) -> None:
        from anyam.tools.jobs.registry import register  # app ready
        from anyam.tools.notices import models, permissions, tasks  # app ready

        models.Notice.visibility.fill(permissions.own_rows)
        models.MailChoice.visibility.fill(permissions.own_rows)
        register(tasks.MAIL, tasks.do_send_mail, label=_("Mengirim pos-el"), limit_seconds=600)
