"""Door plate of the import tool: who sees batches, its jobs, and listening for what imports write."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ImportsConfig(AppConfig):
    name = "anyam.tools.imports"
    label = "imports"

    def ready(self) -> None:
        from anyam.base.shell import MENU  # app ready
        from anyam.tools.audit.terms import ACTIONS  # app ready
        from anyam.tools.imports import blocks, models, permissions, recording, tasks, terms  # app ready
        from anyam.tools.jobs import registry  # app ready

        MENU.fill(blocks.menu)
        ACTIONS.fill(terms.AUDIT_ACTIONS, name="imports")
        models.ImportBatch.visibility.fill(permissions.batches_in_scope)
        models.ImportRow.visibility.fill(permissions.parts_in_scope)
        models.ImportChange.visibility.fill(permissions.parts_in_scope)
        recording.listen()
        registry.register("imports.check", tasks.do_check, label=_("Memeriksa berkas impor"))
        registry.register("imports.apply", tasks.do_apply, label=_("Mengimpor"))
        registry.register("imports.undo", tasks.do_undo, label=_("Mengurungkan impor"))
