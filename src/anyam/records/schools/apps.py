"""Door plate of the schools room."""

from django.apps import AppConfig


class SchoolsConfig(AppConfig):
    name = "anyam.records.schools"
    label = "schools"

    def ready(self) -> None:
        from anyam.base.shell import MENU, TODAY  # app ready
        from anyam.records.schools import blocks, imports, permissions, queries, terms  # app ready
        from anyam.tools.audit.terms import ACTIONS  # app ready
        from anyam.tools.imports.kinds import register  # app ready

        permissions.fill_visibility()
        MENU.fill(blocks.menu)
        TODAY.fill(blocks.today)
        queries.SCHOOL_SETUP.fill(blocks.setup_steps, order=10)
        register(imports.ObjectiveKind())
        ACTIONS.fill(terms.AUDIT_ACTIONS, name="schools")
