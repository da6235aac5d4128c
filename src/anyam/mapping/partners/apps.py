"""Door plate of the partners room: what it puts into slots."""

from django.apps import AppConfig


class PartnersConfig(AppConfig):
    name = "anyam.mapping.partners"
    label = "partners"

    def ready(self) -> None:
        from anyam.base.shell import CREATE, MENU, SEARCH, TODAY  # app ready
        from anyam.mapping.partners import blocks, imports, permissions, terms  # app ready
        from anyam.records.schools.queries import SCHOOL_SETUP  # app ready
        from anyam.tools.audit.terms import ACTIONS  # app ready
        from anyam.tools.imports.kinds import register  # app ready

        permissions.fill_visibility()
        ACTIONS.fill(terms.ACTIONS, name="partners")
        register(imports.PartnerList())
        register(imports.SeatList())
        MENU.fill(blocks.menu)
        CREATE.fill(blocks.create)
        TODAY.fill(blocks.today)
        SEARCH.fill(blocks.search)
        SCHOOL_SETUP.fill(blocks.setup_steps)
