"""Builds the frame of a page: whose school, which menu, who is signed in."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from anyam.base.actor import Actor
from anyam.base.parts import Link
from anyam.base.routes import Request
from anyam.base.shell import CREATE, MENU, PHASES, MenuItem, Shell
from anyam.records.people import queries as people
from anyam.records.people.permissions import is_pupil
from anyam.records.schools import queries as schools
from anyam.records.schools.permissions import is_staff
from anyam.tools.notices.queries import unread_count

GROUPS = (("", ("today",)), (_("Siklus kemitraan"), PHASES[1:6]), (_("Sekolah"), ("school",)))
TABS_SHOWN = 4


@dataclass(frozen=True, slots=True)
class Group:
    """A heading of the side bar and its links."""

    label: Any
    items: list[Link]


@dataclass(frozen=True, slots=True)
class SchoolBlock:
    name: str
    initials: str
    year_label: str
    url: str
    active: bool = True
    switch: tuple["SchoolBlock", ...] = ()
    is_demonstration: bool = False


@dataclass(frozen=True, slots=True)
class PersonBlock:
    name: str
    role_label: str
    links: list[Link]
    sign_out_url: str


def today_entry(actor: Actor) -> list[MenuItem]:
    """Hari ini is the home of every member of staff."""
    if not is_staff(actor):
        return []
    url = reverse("desk:today", kwargs={"school": actor.school_slug})
    return [MenuItem(_("Hari ini"), "home", url, "today", order=0, tab=_("Hari ini"))]


def build_shell(request: Request, actor: Actor) -> Shell:
    """The frame for one request: at most three small queries beyond the actor's own."""
    block = schools.frame_of(actor.school_id, actor.today(timezone.now()))
    entries = sorted(
        (item for filler in MENU for item in filler(actor)),
        key=lambda item: (PHASES.index(item.phase), item.order),
    )
    active = _active(request.path, entries)
    links = {id(item): _link(item, item is active) for item in entries}
    return Shell(
        school=SchoolBlock(
            block.name,
            block.initials,
            block.year_label,
            _home(actor),
            switch=_switch(request, actor),
            is_demonstration=block.demonstration,
        ),
        menu=[
            Group(label, found)
            for label, phases in GROUPS
            if (found := [links[id(item)] for item in entries if item.phase in phases])
        ],
        tabs=[
            Link(item.tab, item.url, item is active, item.icon, item.count or None)
            for item in entries
            if item.tab
        ][:TABS_SHOWN],
        person=PersonBlock(
            actor.name,
            people.role_label(actor),
            [Link(_("Akun saya"), reverse("people:account"), icon="user")],
            reverse("account_logout"),
        ),
        create=[
            Link(item.label, item.url, icon=item.icon)
            for item in sorted(
                (item for filler in CREATE for item in filler(actor)), key=lambda item: item.order
            )
        ],
        search_url=reverse("desk:search", kwargs={"school": actor.school_slug}) if is_staff(actor) else "",
        search_hint=_("Cari mitra, siswa, surat…"),
        notices_url=reverse("notices:notice_list", kwargs={"school": actor.school_slug}),
        notices_count=unread_count(actor),
    )


def _home(actor: Actor) -> str:
    if is_staff(actor):
        return reverse("desk:today", kwargs={"school": actor.school_slug})
    return reverse("student_app:home") if is_pupil(actor) else reverse("people:home")


def _active(path: str, entries: list[MenuItem]) -> MenuItem | None:
    """The entry whose address is the longest beginning of the page's."""
    matches = [
        (len(prefix), place, item)
        for place, item in enumerate(entries)
        for prefix in (item.url, *item.prefixes)
        if path.startswith(prefix)
    ]
    return max(matches, key=lambda match: (match[0], -match[1]))[2] if matches else None


def _link(item: MenuItem, active: bool) -> Link:
    return Link(item.label, item.url, active, item.icon, item.count or None)


def _switch(request: Request, actor: Actor) -> tuple[SchoolBlock, ...]:
    """Other schools in which the account wears a hat."""
    return tuple(
        SchoolBlock(
            school.name,
            schools.initials_of(school),
            "",
            reverse("desk:today", kwargs={"school": school.slug}),
            active=False,
        )
        for school in people.schools_of(request.user)
        if school.slug != actor.school_slug
    )
