"""Row-level security: without a school nothing, with one only its rows, whatever the program asks for."""

import pytest
from django.apps import apps
from django.db import ProgrammingError, connection, transaction
from django.db.models import Model
from django.db.utils import DatabaseError

from anyam.base import walls
from anyam.base.models import SchoolOwned
from anyam.mapping.partners.models import Partner
from anyam.records.people.models import Pupil, Role
from anyam.tools.audit.models import AuditEntry
from tests.factories.walls import ROLE

pytestmark = [pytest.mark.db, pytest.mark.postgres, pytest.mark.django_db]

OWNED = sorted(
    (model for model in apps.get_models() if issubclass(model, SchoolOwned)),
    key=lambda model: model._meta.label,
)


def name(model: type[Model]) -> str:
    return model._meta.label


def rows(sql: str, *values: object) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def test_this_is_postgresql():
    assert connection.vendor == "postgresql"


@pytest.mark.parametrize("model", OWNED, ids=name)
def test_the_world_has_rows_of_both_schools_in_every_table(walled_world, model):
    schools = set(model.unsafe_all_schools.values_list("school_id", flat=True))
    assert schools == {school.school.pk for school in walled_world.schools.values()}


@pytest.mark.parametrize("model", OWNED, ids=name)
def test_without_a_school_there_are_no_rows(app_role, model):
    assert model.unsafe_all_schools.count() == 0


@pytest.mark.parametrize("model", OWNED, ids=name)
def test_inside_a_school_only_its_rows_are_there(app_role, model):
    a, b = (app_role.schools[letter].school.pk for letter in "AB")
    with walls.inside_school(a):
        found = set(model.unsafe_all_schools.values_list("school_id", flat=True))
        assert found == {a}
        assert model.unsafe_all_schools.filter(school_id=b).count() == 0


@pytest.mark.parametrize("model", OWNED, ids=name)
def test_rows_of_another_school_cannot_be_changed_or_deleted(app_role, model):
    a, b = (app_role.schools[letter].school.pk for letter in "AB")
    table = connection.ops.quote_name(model._meta.db_table)
    with walls.inside_school(a), connection.cursor() as cursor:
        for statement in (f"UPDATE {table} SET id = id", f"DELETE FROM {table}"):
            if model is AuditEntry:
                with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                    cursor.execute(f"{statement} WHERE school_id = %s", [b])
            else:
                cursor.execute(f"{statement} WHERE school_id = %s", [b])
                assert cursor.rowcount == 0


@pytest.mark.parametrize("model", OWNED, ids=name)
def test_a_row_cannot_be_put_into_another_school(app_role, model):
    """WITH CHECK: neither a new row nor one of one's own that is moved over."""
    a, b = (app_role.schools[letter].school.pk for letter in "AB")
    table = connection.ops.quote_name(model._meta.db_table)
    columns = [
        field.column for field in model._meta.concrete_fields if field.column not in ("id", "school_id")
    ]
    listed = ", ".join(connection.ops.quote_name(column) for column in columns)
    copy = f"INSERT INTO {table} (school_id, {listed}) SELECT %s, {listed} FROM {table} LIMIT 1"
    move = f"UPDATE {table} SET school_id = %s"
    with walls.inside_school(a):
        for statement in (copy, move):
            with (
                pytest.raises(DatabaseError, match="row-level security|permission denied"),
                transaction.atomic(),
            ):
                rows(statement + " RETURNING 1", b)


def test_an_account_sees_its_own_hats_of_every_school_and_nobody_elses(app_role):
    principal = app_role.schools["B"].actors["principal"]
    with walls.inside_school(None, principal.account_id):
        assert list(Role.unsafe_all_schools.values_list("account_id", flat=True)) == [principal.account_id]
        assert Partner.unsafe_all_schools.count() == 0
        assert Role.unsafe_all_schools.update(name="waka_humas") == 0


def test_own_rows_of_other_schools_are_read_only(app_role):
    """The policy that lets an account choose among its schools is for SELECT alone."""
    principal = app_role.schools["B"].actors["principal"]
    with walls.inside_school(app_role.schools["A"].school.pk, principal.account_id):
        assert Role.unsafe_all_schools.filter(account_id=principal.account_id).count() == 1
        assert Role.unsafe_all_schools.filter(account_id=principal.account_id).update(name="operator") == 0


def test_every_table_of_a_school_forces_its_wall(walled_world):
    found = rows(
        "SELECT c.relname, c.relrowsecurity, c.relforcerowsecurity FROM pg_class c JOIN pg_attribute a "
        "ON a.attrelid = c.oid AND a.attname = 'school_id' AND NOT a.attisdropped "
        "WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace"
    )
    assert {table: (on, forced) for table, on, forced in found} == {
        model._meta.db_table: (True, True) for model in OWNED
    }


def test_the_role_owns_nothing_and_bypasses_nothing(walled_world):
    assert rows(
        "SELECT rolsuper, rolbypassrls, rolcreatedb, rolcreaterole FROM pg_roles WHERE rolname = %s", ROLE
    ) == [(False, False, False, False)]
    assert rows(
        "SELECT count(*) FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner WHERE r.rolname = %s", ROLE
    ) == [(0,)]
    assert rows("SELECT has_schema_privilege(%s, 'public', 'CREATE')", ROLE) == [(False,)]


@pytest.mark.parametrize(
    "statement",
    [
        'ALTER TABLE "people_pupil" DISABLE ROW LEVEL SECURITY',
        'DROP POLICY school_wall ON "people_pupil"',
        'TRUNCATE "audit_auditentry"',
        "UPDATE \"audit_auditentry\" SET actor_name = ''",
        'DELETE FROM "audit_auditentry"',
    ],
)
def test_the_role_can_neither_lower_the_wall_nor_rewrite_the_trail(app_role, statement):
    with walls.inside_school(app_role.schools["A"].school.pk):
        before = AuditEntry.unsafe_all_schools.count()
        with (
            pytest.raises(DatabaseError, match="permission denied|must be owner"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
        assert AuditEntry.unsafe_all_schools.count() == before > 0


def test_the_trail_can_be_added_to(app_role):
    from anyam.tools.audit.operations import record
    from tests.authorisation.world import NOW

    a = app_role.schools["A"]
    with walls.inside_school(a.school.pk):
        before = AuditEntry.unsafe_all_schools.count()
        record(actor=a.actors["principal"], action="people.opened", thing=a.pupils["own"], detail={}, now=NOW)
        assert AuditEntry.unsafe_all_schools.count() == before + 1


def test_the_school_is_forgotten_with_the_transaction(app_role):
    """A pooled connection goes to another request next: nothing of the last one may be left on it."""
    a = app_role.schools["A"].school.pk
    with walls.inside_school(a, 7):
        assert rows(
            "SELECT current_setting('anyam.school', true), current_setting('anyam.account', true)"
        ) == [(str(a), "7")]
        assert Pupil.unsafe_all_schools.count() > 0
    assert rows("SELECT current_setting('anyam.school', true), current_setting('anyam.account', true)") == [
        ("", "")
    ]
    assert Pupil.unsafe_all_schools.count() == 0


def test_the_school_is_forgotten_after_a_failure(app_role):
    class Broken(Exception):
        pass

    with pytest.raises(Broken), walls.inside_school(app_role.schools["A"].school.pk):
        raise Broken
    assert Pupil.unsafe_all_schools.count() == 0


def test_setting_the_school_outside_a_transaction_lasts_for_no_other_statement(app_role):
    walls.set_context(app_role.schools["A"].school.pk)
    assert Pupil.unsafe_all_schools.count() == 0
