"""Makes accounts, actors, pupils, teachers and guardians for tests."""

from datetime import UTC, date, datetime
from itertools import count

from anyam.base.actor import Actor
from anyam.records.people import queries
from anyam.records.people.models import Account, Guardian, GuardianRelation, Pupil, Role, Teacher
from anyam.records.people.terms import RoleName
from anyam.records.schools.models import School
from tests.factories import schools

_number = count(1)
WHEN = datetime(2026, 11, 1, tzinfo=UTC)


def make_account(name="Rina Kristiani", **values) -> Account:
    username = values.pop("username", f"orang{next(_number)}")
    return Account.objects.create_user(username, values.pop("password", None), name=name, **values)


def make_actor(school: School, *roles: str, programme=None, class_group=None, **values) -> Actor:
    """An account with hats, as the actor it is in `school`; scoped hats take the programme or class given."""
    account = values.pop("account", None) or make_account(**values)
    for role in roles:
        Role.objects.create(
            school=school,
            account=account,
            name=role,
            programme=programme or schools.make_programme(school) if role in _PROGRAMME else None,
            class_group=class_group or schools.make_class(school) if role == RoleName.HOMEROOM else None,
            valid_from=date(2026, 7, 1),
            granted_by_name="uji",
        )
        if role == RoleName.PUPIL and not Pupil.objects.of_school(school.pk).filter(account=account).exists():
            make_pupil(school, account=account, name=account.name)
        if role in _TEACHERS and not Teacher.objects.of_school(school.pk).filter(account=account).exists():
            make_teacher(school, account=account, name=account.name)
    actor = queries.load_actor(account, school.slug)
    assert actor is not None
    return actor


_PROGRAMME = {RoleName.PROGRAMME_HEAD, RoleName.PROGRAMME_HUMAS}
_TEACHERS = {RoleName.SUPERVISOR, RoleName.HOMEROOM, RoleName.PROGRAMME_HEAD, RoleName.PROGRAMME_HUMAS}


def account_of(actor: Actor) -> Account:
    return Account.objects.get(pk=actor.account_id)


def make_pupil(school: School, name="Nabila Azzahra", **values) -> Pupil:
    number = next(_number)
    defaults = {
        "nisn": f"{90000000 + number:010d}",
        "nipd": f"{number}/246.4",
        "gender": "P",
        "birth_date": date(2009, 3, 14),
        "created_at": WHEN,
        "updated_at": WHEN,
    }
    if "class_group" not in values:
        defaults["class_group"] = schools.make_class(school)
    return Pupil.objects.create(school=school, name=name, **(defaults | values))


def make_teacher(school: School, name="Darius Tundan, S.Pd.", **values) -> Teacher:
    return Teacher.objects.create(
        school=school, name=name, **({"duty": "Guru", "created_at": WHEN, "updated_at": WHEN} | values)
    )


def make_guardian(school: School, pupil: Pupil, name="Sahrudin", kind="father", **values) -> Guardian:
    guardian = Guardian.objects.create(
        school=school, name=name, **({"created_at": WHEN, "updated_at": WHEN} | values)
    )
    GuardianRelation.objects.create(school=school, guardian=guardian, pupil=pupil, kind=kind)
    return guardian
