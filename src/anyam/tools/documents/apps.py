"""Door plate of the documents tool."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DocumentsConfig(AppConfig):
    name = "anyam.tools.documents"
    label = "documents"

    def ready(self) -> None:
        from anyam.base.shell import MENU  # app ready
        from anyam.tools.documents import blocks, models, permissions, tasks  # app ready
        from anyam.tools.jobs.registry import register  # app ready

        models.IssuedDocument.visibility.fill(permissions.documents_in_scope)
        models.IssueBatch.visibility.fill(permissions.batches_in_scope)
        MENU.fill(blocks.menu)
        register(tasks.ISSUE, tasks.do_issue_batch, label=_("Membuat surat"), limit_seconds=1800)
