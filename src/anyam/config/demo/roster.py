"""Who goes to and works at a school of the demonstration: plain values out of a seed, for rows and for files alike."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from anyam.config.demo.calendar import Calendar
from anyam.config.demo.names import NameDrawer, phone
from anyam.config.demo.places import draw_district, scatter
from anyam.config.demo.plans import Group, SchoolPlan, Staff

# Of every twenty pupils so many have no telephone of their own in the list.
WITHOUT_PHONE, OUT_OF = 3, 20
# Pupils of the waiting wave, by their place in it, of whom the placement lacks something or must take care.
WITHOUT_BIRTH_DATE = frozenset({57})
WITHOUT_HOME = frozenset({91, 218})
UNDER_SIXTEEN = frozenset({12, 88, 150, 233, 301})
YEAR = 365.25


@dataclass(frozen=True, slots=True)
class PupilPlan:
    """One made-up pupil with their parents."""

    name: str
    gender: str
    nisn: str
    nipd: str
    birth_date: date | None
    group: Group
    phone: str
    area: str
    home: tuple[float, float] | None
    father: str
    mother: str
    parent_phone: str


@dataclass(frozen=True, slots=True)
class TeacherPlan:
    """One made-up teacher; `staff` when they have an account, `short` the specialisation they supervise in."""

    name: str
    gender: str
    nuptk: str
    nip: str
    duty: str
    extra_duty: str
    phone: str
    email: str
    short: str
    staff: Staff | None


def pupils_of(plan: SchoolPlan, calendar: Calendar) -> list[PupilPlan]:
    """All pupils of a school, class by class."""
    random = Random(f"pupils {plan.slug}")  # noqa: S311 - the same people every time, not a secret
    drawer = NameDrawer(random, plan.mix)
    members = [group for group in plan.groups for _ in range(group.size)]
    return [_pupil(plan, calendar, drawer, group, number) for number, group in enumerate(members, start=1)]


def _pupil(plan: SchoolPlan, calendar: Calendar, drawer: NameDrawer, group: Group, number: int) -> PupilPlan:
    random = drawer.random
    waits = group.grade == 11
    gender = random.choices(("P", "L"), weights=_genders(group.short))[0]
    youngest = 15 if waits and number in UNDER_SIXTEEN else 16 + (not waits)
    span = 0.8 if youngest == 15 else 1.9
    age = timedelta(days=round(YEAR * (youngest + 0.05 + span * random.random())))
    born = calendar.coming.start - age
    district = draw_district(random, plan.districts)
    home = scatter(random, district)
    has_phone = random.randrange(OUT_OF) >= WITHOUT_PHONE
    serial = plan.serial + number
    return PupilPlan(
        name=drawer.draw(gender),
        gender=gender,
        nisn=f"{born.year % 1000:03d}{serial:07d}",
        nipd=f"{12000 + serial}/246.4",
        birth_date=None if waits and number in WITHOUT_BIRTH_DATE else born,
        group=group,
        phone=phone(serial) if has_phone else "",
        area=district.name,
        home=None if waits and number in WITHOUT_HOME else home,
        father=drawer.elder("L"),
        mother=drawer.elder("P"),
        parent_phone=phone(5000 + serial),
    )


def _genders(short: str) -> tuple[int, int]:
    """Girls and boys of ten in a specialisation."""
    shares = {"BUS": (9, 1), "KEC": (10, 0), "TPM": (1, 9), "TKR": (1, 9), "TEI": (3, 7), "DKV": (4, 6)}
    return shares.get(short, (6, 4))


def teachers_of(plan: SchoolPlan) -> list[TeacherPlan]:
    """The people with accounts first, then as many more as the waiting wave needs to supervise."""
    random = Random(f"teachers {plan.slug}")  # noqa: S311 - the same people every time, not a secret
    drawer = NameDrawer(random, plan.mix)
    named = [(one.name, one.gender, _taught(one), one) for one in plan.staff]
    have = {short: sum(taught == short for _, _, taught, _ in named) for short in plan.supervisors}
    more = [
        (short, random.choice("PL"))
        for short, wanted in plan.supervisors.items()
        for _ in range(wanted - have[short])
    ]
    drawn = [(f"{drawer.draw(gender)}, S.Pd.", gender, short, None) for short, gender in more]
    return list(_teachers(plan, [*named, *drawn]))


def _taught(staff: Staff) -> str:
    return staff.scope if "supervisor" in staff.hats else ""


def _teachers(plan: SchoolPlan, people: list[tuple[str, str, str, Staff | None]]) -> Iterator[TeacherPlan]:
    for number, (name, gender, short, staff) in enumerate(people, start=1):
        serial = plan.serial + number
        mailbox = ".".join(name.split(",", maxsplit=1)[0].lower().replace(".", "").split())
        yield TeacherPlan(
            name=name,
            gender=gender,
            nuptk=f"{serial:016d}",
            nip=f"{serial:018d}",
            duty=staff.duty if staff else "Guru Mapel",
            extra_duty=staff.extra_duty if staff else "",
            phone=phone(9000 + number + plan.serial // 10),
            email=f"{mailbox}@{plan.slug}.example",
            short=short,
            staff=staff,
        )
