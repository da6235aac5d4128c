"""Door plate of the internships room."""

from django.apps import AppConfig


class InternshipsConfig(AppConfig):
    name = "anyam.implementation.internships"
    label = "internships"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _  # app ready

        from anyam.base.shell import MENU, TODAY  # app ready
        from anyam.implementation.internships import blocks, documents, permissions, tasks, terms  # app ready
        from anyam.implementation.internships.imports import ChoiceKind  # app ready
        from anyam.mapping.partners.models import PARTNER_PAGE  # app ready
        from anyam.records.schools.queries import SCHOOL_SETUP  # app ready
        from anyam.tools.audit.terms import ACTIONS  # app ready
        from anyam.tools.imports import kinds  # app ready
        from anyam.tools.jobs.registry import register  # app ready

        permissions.fill_visibility()
        ACTIONS.fill(terms.ACTIONS, name="internships")
        register(
            "internships.compute_round",
            tasks.do_compute_round,
            label=_("Hitung penempatan"),
            limit_seconds=300,
        )
        MENU.fill(blocks.menu)
        TODAY.fill(blocks.today)
        SCHOOL_SETUP.fill(blocks.setup_steps, order=200)
        TODAY.fill(blocks.answers_today)
        documents.register_kinds()
        PARTNER_PAGE.fill(blocks.partner_section)
        kinds.register(ChoiceKind())
