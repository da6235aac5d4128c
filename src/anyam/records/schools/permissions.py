"""Who may see and change the school's frame."""

from django.db.models import Q

from anyam.base.actor import Actor
from anyam.records.schools import models

STAFF = (
    "principal", "waka_humas", "coordinator", "programme_humas", "programme_head", "supervisor", "homeroom", "operator",
)  # fmt: skip
SETTERS = ("waka_humas", "operator", "principal")


def is_staff(actor: Actor) -> bool:
    """Any hat of a grown-up in the school."""
    return actor.is_system or actor.holds(*STAFF)


def can_set_up_school(actor: Actor) -> bool:
    """Profile, years, waves, programmes, classes, objectives."""
    return actor.is_system or actor.holds(*SETTERS)


def in_school(actor: Actor) -> Q | None:
    """The frame of a school is known to everyone with a hat in it, pupils too."""
    return Q() if actor.grants else None


def fill_visibility() -> None:
    """Open the room's own models to the people of the school."""
    for model in (
        models.SchoolYear, models.StudyProgramme, models.ClassGroup, models.Wave, models.Objective,
    ):  # fmt: skip
        model.visibility.fill(in_school)
