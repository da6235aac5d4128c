"""Writes the people of a demonstration school: teachers, pupils with parents, accounts with hats, some consents."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from anyam.base.actor import Actor
from anyam.config.demo.plans import SchoolPlan, Staff
from anyam.config.demo.roster import PupilPlan, TeacherPlan
from anyam.records.people import operations, rules
from anyam.records.people.models import Account, Guardian, GuardianRelation, Pupil, Role, Teacher
from anyam.records.people.queries import load_actor
from anyam.records.people.terms import ConsentPurpose, RoleName
from anyam.records.schools.models import ClassGroup, School, SchoolYear, StudyProgramme

PUPIL_ACCOUNTS = 3
CONSENTS = (ConsentPurpose.PARTICIPATION, ConsentPurpose.SHARE_WITH_PARTNER)
# Every so manieth sheet of the class that has handed them in says no to sharing, or has not come back.
SAYS_NO, NOT_BACK = 11, 7


@dataclass(frozen=True, slots=True)
class Frame:
    """The rows people hang on, by their words."""

    school: School
    year: SchoolYear
    programmes: dict[str, StudyProgramme]
    groups: dict[str, ClassGroup]


def write_teachers(frame: Frame, plans: Sequence[TeacherPlan], now: datetime) -> list[Teacher]:
    """Teachers in the order of their plans."""
    return Teacher.objects.bulk_create(
        [
            Teacher(
                school=frame.school,
                name=one.name,
                gender=one.gender,
                phone=one.phone,
                email=one.email,
                nuptk=one.nuptk,
                nip=one.nip,
                duty=one.duty,
                extra_duty=one.extra_duty,
                created_at=now,
                updated_at=now,
            )
            for one in plans
        ]
    )


def write_staff_accounts(
    frame: Frame, plans: Sequence[TeacherPlan], teachers: Sequence[Teacher], password_hash: str
) -> dict[str, Actor]:
    """Accounts and hats of the staff; the actor of each hat's first wearer, by hat."""
    actors: dict[str, Actor] = {}
    for one, teacher in zip(plans, teachers, strict=True):
        if one.staff is None:
            continue
        account = Account.objects.create(
            username=rules.sign_in_name(one.name), name=one.name, email=one.email, password=password_hash
        )
        teacher.account = account
        teacher.save(update_fields=["account"])
        for hat in one.staff.hats:
            _put_on(frame, account, hat, one.staff)
        actor = load_actor(account, frame.school.slug)
        if actor is not None:
            for hat in one.staff.hats:
                actors.setdefault(hat, actor)
    return actors


def _put_on(frame: Frame, account: Account, hat: str, staff: Staff | None) -> None:
    scope = staff.scope if staff else ""
    Role.objects.create(
        school=frame.school,
        account=account,
        name=hat,
        programme=frame.programmes[scope] if hat == RoleName.PROGRAMME_HEAD else None,
        class_group=frame.groups[scope] if hat == RoleName.HOMEROOM else None,
        valid_from=frame.year.start,
        granted_by_name="Anyam",
    )


def write_pupils(frame: Frame, plans: Sequence[PupilPlan], now: datetime) -> list[Pupil]:
    """Pupils in the order of their plans, each with father and mother."""
    pupils = Pupil.objects.bulk_create([_pupil(frame, one, now) for one in plans], batch_size=200)
    parents = [
        (pupil, kind, name, number)
        for one, pupil in zip(plans, pupils, strict=True)
        for kind, name, number in (("father", one.father, ""), ("mother", one.mother, one.parent_phone))
    ]
    guardians = Guardian.objects.bulk_create(
        [
            Guardian(
                school=frame.school,
                name=name,
                gender="L" if kind == "father" else "P",
                phone=number,
                created_at=now,
                updated_at=now,
            )
            for _, kind, name, number in parents
        ],
        batch_size=200,
    )
    GuardianRelation.objects.bulk_create(
        [
            GuardianRelation(school=frame.school, guardian=guardian, pupil=pupil, kind=kind, confirmed_at=now)
            for guardian, (pupil, kind, _, _) in zip(guardians, parents, strict=True)
        ],
        batch_size=200,
    )
    return pupils


def _pupil(frame: Frame, one: PupilPlan, now: datetime) -> Pupil:
    latitude, longitude = one.home or (None, None)
    return Pupil(
        school=frame.school,
        name=one.name,
        gender=one.gender,
        phone=one.phone,
        nisn=one.nisn,
        nipd=one.nipd,
        birth_date=one.birth_date,
        class_group=frame.groups[one.group.name],
        home_area=one.area,
        home_latitude=latitude,
        home_longitude=longitude,
        created_at=now,
        updated_at=now,
    )


def write_pupil_accounts(frame: Frame, pupils: Sequence[Pupil], password_hash: str) -> None:
    """The first pupils of the school may sign in, by their NISN."""
    for pupil in pupils[:PUPIL_ACCOUNTS]:
        pupil.account = Account.objects.create(username=pupil.nisn, name=pupil.name, password=password_hash)
        pupil.save(update_fields=["account"])
        _put_on(frame, pupil.account, RoleName.PUPIL, None)


def write_consents(plan: SchoolPlan, pupils: Sequence[Pupil], actor: Actor, now: datetime) -> None:
    """The first class has handed in its sheets: most say yes, some say no to sharing, some are missing."""
    first = plan.groups[0].size
    mothers = dict(
        GuardianRelation.objects.of_school(actor.school_id)
        .filter(pupil__in=pupils[:first], kind="mother")
        .values_list("pupil_id", "guardian_id")
    )
    guardians = Guardian.objects.of_school(actor.school_id).in_bulk(list(mothers.values()))
    for number, pupil in enumerate(pupils[:first], start=1):
        if number % NOT_BACK == 0:
            continue
        for purpose in CONSENTS:
            given = not (number % SAYS_NO == 0 and purpose == ConsentPurpose.SHARE_WITH_PARTNER)
            operations.record_consent(
                actor=actor,
                pupil=pupil,
                purpose=purpose,
                given=given,
                guardian=guardians[mothers[pupil.pk]],
                now=now,
            )
