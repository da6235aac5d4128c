"""Pages of the schools room."""

from anyam.records.schools.views.parts import part_add, part_edit, part_export, part_list
from anyam.records.schools.views.school import (
    letterhead,
    objectives_use_national,
    profile,
    setup,
    year_add_next,
    year_make_current,
)

__all__ = [
    "letterhead",
    "objectives_use_national",
    "part_add",
    "part_edit",
    "part_export",
    "part_list",
    "profile",
    "setup",
    "year_add_next",
    "year_make_current",
]
