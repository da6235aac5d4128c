"""Door plate of the people room."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "anyam.records.people"
    label = "people"

    def ready(self) -> None:
        from anyam.base.actor import ACTOR_LOADER  # app ready
        from anyam.base.shell import CREATE, MENU, SEARCH  # app ready
        from anyam.records.people import blocks, imports, permissions, queries, receivers, terms  # app ready
        from anyam.records.schools.queries import SCHOOL_SETUP  # app ready
        from anyam.tools.audit.terms import ACTIONS  # app ready
        from anyam.tools.imports.kinds import register  # app ready

        ACTOR_LOADER.fill(queries.load_actor)
        permissions.fill_visibility()
        receivers.connect()
        MENU.fill(blocks.access_menu)
        ACTIONS.fill(terms.AUDIT_ACTIONS, name="people")
        ACTIONS.fill(terms.RECORD_ACTIONS, name="people.records")
        MENU.fill(blocks.people_menu)
        CREATE.fill(blocks.create)
        SEARCH.fill(blocks.search)
        SCHOOL_SETUP.fill(blocks.setup_steps, order=20)
        for kind in (
            imports.DapodikPupils(), imports.DapodikTeachers(), imports.PupilList(), imports.TeacherList(),
        ):  # fmt: skip
            register(kind)
