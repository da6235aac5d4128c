"""Loads the three schools of the demonstration, all of them or none."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.contrib.auth.hashers import make_password
from django.db import transaction

from anyam.base import walls
from anyam.base.actor import Actor, system_actor
from anyam.config.demo import accounts, companies, partners, people, roster, rounds
from anyam.config.demo.calendar import Calendar, Period, calendar_on
from anyam.config.demo.errors import NotEmpty, ReferenceMissing
from anyam.config.demo.people import Frame
from anyam.config.demo.plans import DEMONSTRATION_OBJECTIVES, SCHOOLS, SchoolPlan
from anyam.records.people.models import Account, Pupil, Teacher
from anyam.records.people.terms import RoleName
from anyam.records.reference.queries import specialisation_by_code
from anyam.records.schools import operations as schools
from anyam.records.schools import rules as school_rules
from anyam.records.schools.models import School, SchoolYear, Wave

NOON = time(12)
# The school was entered so long before its first wave.
BEGAN = timedelta(days=90)


@transaction.atomic
def load_demonstration(*, now: datetime) -> list[School]:
    """Make the three schools with everything in them, and write the accounts beside the data.

    Refused: NotEmpty, ReferenceMissing, NotComputed; then nothing at all is left behind.
    """
    if not is_empty():
        raise NotEmpty
    password = accounts.new_password()
    digest = make_password(password)
    Account.objects.create(
        username=accounts.OPERATOR, name="Pengelola Contoh", password=digest, is_operator=True
    )
    made = [_load_school(plan, digest, now) for plan in SCHOOLS]
    transaction.on_commit(lambda: accounts.write_accounts(password))
    return made


def is_empty() -> bool:
    """Neither a school nor an account yet: made-up people never come among real ones."""
    return not School.objects.exists() and not Account.objects.exists()


@dataclass(frozen=True, slots=True)
class _Staffed:
    """A school with its people, ready for partners and waves."""

    plan: SchoolPlan
    calendar: Calendar
    frame: Frame
    teachers: list[Teacher]
    taught: list[tuple[Teacher, str]]
    pupils: list[Pupil]
    actors: dict[str, Actor]

    @property
    def runner(self) -> Actor:
        return self.actors[RoleName.WAKA_HUMAS]

    def noon_of(self, period: Period) -> datetime:
        return datetime.combine(period.start, NOON, ZoneInfo(self.plan.zone))

    def pupils_of_grade(self, grade: int) -> list[Pupil]:
        return [pupil for pupil in self.pupils if pupil.class_group and pupil.class_group.grade == grade]


def _load_school(plan: SchoolPlan, digest: str, now: datetime) -> School:
    calendar = calendar_on(now.astimezone(ZoneInfo(plan.zone)).date())
    school = School.objects.create(
        slug=plan.slug,
        name=plan.name,
        npsn=plan.npsn,
        time_zone=plan.zone,
        address=plan.address,
        city=plan.city,
        province=plan.province,
        phone="",
        email=f"info@{plan.slug}.example",
        letterhead_lines=plan.letterhead,
        latitude=plan.centre[0],
        longitude=plan.centre[1],
        is_demonstration=True,
    )
    with walls.inside_school(school.pk):
        staffed = _write_people(plan, calendar, school, digest)
        _write_waves(staffed, now)
    return school


def _write_people(plan: SchoolPlan, calendar: Calendar, school: School, digest: str) -> _Staffed:
    began = datetime.combine(calendar.running.start, NOON, ZoneInfo(plan.zone)) - BEGAN
    frame = _write_frame(plan, calendar, school, began)
    teacher_plans, pupil_plans = roster.teachers_of(plan), roster.pupils_of(plan, calendar)
    teachers = people.write_teachers(frame, teacher_plans, began)
    actors = people.write_staff_accounts(frame, teacher_plans, teachers, digest)
    pupils = people.write_pupils(frame, pupil_plans, began)
    people.write_pupil_accounts(frame, pupils, digest)
    taught = [(row, one.short) for one, row in zip(teacher_plans, teachers, strict=True) if one.short]
    return _Staffed(plan, calendar, frame, teachers, taught, pupils, actors)


def _write_frame(plan: SchoolPlan, calendar: Calendar, school: School, began: datetime) -> Frame:
    """Year, specialisations with their objectives, class groups."""
    machine = system_actor(school)
    year = schools.open_first_year(school=school, day=calendar.today)
    programmes = {}
    for one in plan.specialisations:
        known = specialisation_by_code(one.code)
        if known is None:
            raise ReferenceMissing
        data = {
            "specialisation": known,
            "name": one.name,
            "short_name": one.short,
            "years": 3,
            "is_active": True,
        }
        programmes[one.short] = schools.save_programme(actor=machine, programme=None, data=data, now=began)
    schools.use_national_objectives(actor=machine, now=began)
    for short, programme in programmes.items():
        for number, text in enumerate(DEMONSTRATION_OBJECTIVES[short], start=5):
            data = {"programme": programme, "number": number, "text": text, "is_active": True}
            schools.save_objective(actor=machine, objective=None, data=data, now=began)
    groups = {}
    for group in plan.groups:
        data = {
            "school_year": year,
            "programme": programmes[group.short],
            "name": group.name,
            "grade": group.grade,
        }
        groups[group.name] = schools.save_class_group(actor=machine, class_group=None, data=data, now=began)
    return Frame(school, year, programmes, groups)


def _write_waves(staffed: _Staffed, now: datetime) -> None:
    calendar, frame, runner = staffed.calendar, staffed.frame, staffed.runner
    began = staffed.noon_of(calendar.running) - BEGAN
    running = _wave(staffed, "Gelombang 1", calendar.running, kind="near_home", grade=12, now=began)
    coming = _wave(
        staffed, "Gelombang 2", calendar.coming, kind=staffed.plan.coming_kind, grade=11, now=began
    )
    listed = companies.companies_of(staffed.plan, calendar)
    rows = partners.write_partners(runner, listed, began)
    pairs = list(zip(rows, listed, strict=True))
    past = partners.write_seats(runner, pairs, running, frame.programmes, began, past=True)
    seats = partners.write_seats(runner, pairs, coming, frame.programmes, began, past=False)

    elder = staffed.pupils_of_grade(12)
    placed = rounds.take_part(runner, running, elder, began)
    moment = staffed.noon_of(calendar.running)
    rounds.write_choices(placed, elder, rounds.open_seats(pairs, past), 95, moment - timedelta(days=50))
    rounds.write_supervisors(running, staffed.taught, frame.programmes)
    rounds.place_and_answer(runner, staffed.actors[RoleName.PRINCIPAL], running, moment)

    partners.write_log(runner, pairs, staffed.teachers[1:5], now)
    younger = staffed.pupils_of_grade(11)
    waiting = rounds.take_part(runner, coming, younger, now)
    places = rounds.open_seats(pairs, seats)
    rounds.write_choices(waiting, younger, places, rounds.CHOICES_SENT, now - timedelta(days=1))
    rounds.write_supervisors(coming, staffed.taught, frame.programmes)
    rounds.prepare_wave(runner, waiting, places, now)
    people.write_consents(staffed.plan, staffed.pupils, staffed.actors[RoleName.OPERATOR], now)


def _wave(staffed: _Staffed, name: str, period: Period, *, kind: str, grade: int, now: datetime) -> Wave:
    data = {
        "school_year": _year_of(staffed.frame, period),
        "name": name,
        "kind": kind,
        "start": period.start,
        "end": period.end,
        "grade": grade,
    }
    machine = system_actor(staffed.frame.school)
    return schools.save_wave(actor=machine, wave=None, data=data, now=now)


def _year_of(frame: Frame, period: Period) -> SchoolYear:
    """The running year, or the one after it when the coming wave starts in July."""
    start_year = school_rules.start_year_on(period.start)
    if start_year == frame.year.start_year:
        return frame.year
    start, end = school_rules.year_span(start_year)
    known = SchoolYear.objects.of_school(frame.school.pk).filter(start_year=start_year).first()
    return known or SchoolYear.objects.create(
        school=frame.school, start_year=start_year, start=start, end=end, is_current=False
    )
