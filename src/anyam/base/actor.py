"""Who acts: a person with hats in one school, a machine, or the holder of a link."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from anyam.base.slots import Slot


@dataclass(frozen=True, slots=True)
class Grant:
    """One hat: a role, and the programme or class it is limited to (None = the whole school)."""

    role: str
    programme_id: int | None = None
    class_group_id: int | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts in one school. No role implies another; rights are the union over the grants.

    `name` is the printed name of the day, kept by audit rows and documents. `zone` is the school's time zone.
    """

    school_id: int
    school_slug: str
    name: str
    zone: ZoneInfo
    account_id: int | None = None
    teacher_id: int | None = None
    pupil_id: int | None = None
    grants: tuple[Grant, ...] = field(default=())
    is_system: bool = False

    def holds(self, *roles: str) -> bool:
        """True when one of the actor's hats is one of `roles`, whatever its scope."""
        return any(grant.role in roles for grant in self.grants)

    def programme_ids(self, *roles: str) -> frozenset[int]:
        """Programmes to which the hats `roles` are limited."""
        return frozenset(g.programme_id for g in self.grants if g.role in roles and g.programme_id)

    def class_group_ids(self, *roles: str) -> frozenset[int]:
        """Class groups to which the hats `roles` are limited."""
        return frozenset(g.class_group_id for g in self.grants if g.role in roles and g.class_group_id)

    def today(self, now: datetime) -> date:
        """The school's calendar day at the moment `now` (aware)."""
        return now.astimezone(self.zone).date()


def system_actor(school: "SchoolLike") -> Actor:
    """The machine acting inside one school: jobs, timetable, demonstration."""
    return Actor(
        school_id=school.pk,
        school_slug=school.slug,
        name="Anyam",
        zone=ZoneInfo(school.time_zone),
        is_system=True,
    )


class SchoolLike(Protocol):
    """What base needs to know of a school."""

    pk: int
    slug: str
    time_zone: str


# Filled once, by records.people: (account, school slug or None) -> Actor or None.
ACTOR_LOADER: Slot[Callable[[Any, str | None], Actor | None]] = Slot("base.actor_loader")
