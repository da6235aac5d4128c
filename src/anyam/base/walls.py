"""The database walls: row-level security by school on PostgreSQL, and no writing while reading."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction

WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE", "MERGE", "TRUNCATE")
# A read may keep the session alive and note in the audit trail that it happened; nothing else.
WRITABLE_WHILE_READING = ("django_session", "audit_", "sessions_", "django_cache", "anyam_cache")


@contextmanager
def inside_school(school_id: int | None, account_id: int | None = None) -> Iterator[None]:
    """Everything within sees, on PostgreSQL, only rows of this school (and the account's own role grants).

    The setting is local to the transaction, so a pooled connection forgets it. On SQLite there is no wall.
    """
    if connection.vendor != "postgresql":
        yield
        return
    with transaction.atomic():
        set_context(school_id, account_id)
        yield


def set_context(school_id: int | None, account_id: int | None = None) -> None:
    """Name the school (and account) to the database for the rest of this transaction."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('anyam.school', %s, true), set_config('anyam.account', %s, true)",
            [str(school_id or ""), str(account_id or "")],
        )


@contextmanager
def reading_only() -> Iterator[None]:
    """Refuse every writing statement except those of sessions and audit: a GET changes nothing."""
    if not settings.REFUSE_WRITES_ON_GET:
        yield
        return
    with connection.execute_wrapper(_refuse_write):
        yield


class WroteWhileReading(AssertionError):
    """A page that only reads tried to write: a mistake of ours, shown in tests and development."""


def _refuse_write(execute: Callable, sql: Any, params: Any, many: bool, context: Any) -> Any:
    statement = str(sql).lstrip().upper()
    if statement.startswith(WRITES) and not any(
        table.upper() in statement for table in WRITABLE_WHILE_READING
    ):
        raise WroteWhileReading(str(sql)[:200])
    return execute(sql, params, many, context)


def raise_walls(sender: Any, using: str, **_: Any) -> None:
    """After a migration: row-level security with FORCE on every table that has a `school_id`.

    Written once for all rooms, so that a new room cannot forget its wall. The web, the worker and the tests connect
    as `anyam_app`, which owns nothing; the owner migrates and dumps (BYPASSRLS).
    """
    from django.db import connections  # app ready

    database = connections[using]
    if database.vendor != "postgresql" or sender.label != "base":
        return
    with database.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = 'anyam_app'")
        has_role = cursor.fetchone() is not None
        present = set(database.introspection.table_names(cursor))
        for model in apps.get_models():
            table = model._meta.db_table
            if table not in present:
                continue
            if "school" in {field.name for field in model._meta.local_fields}:
                for statement in wall_statements(
                    table, "account" in {f.name for f in model._meta.local_fields}
                ):
                    cursor.execute(statement)
        if has_role:
            cursor.execute("GRANT USAGE ON SCHEMA public TO anyam_app")
            cursor.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO anyam_app")
            cursor.execute("GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO anyam_app")
            if "audit_auditentry" in present:
                cursor.execute("REVOKE UPDATE, DELETE, TRUNCATE ON audit_auditentry FROM anyam_app")


def wall_statements(table: str, has_account: bool) -> list[str]:
    """SQL that puts one table behind the wall; rows an account owns stay readable to it, for choosing a school."""
    school = "school_id = NULLIF(current_setting('anyam.school', true), '')::bigint"
    mine = "account_id = NULLIF(current_setting('anyam.account', true), '')::bigint"
    return [
        f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY',
        f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY',
        f'DROP POLICY IF EXISTS school_wall ON "{table}"',
        f'DROP POLICY IF EXISTS own_rows ON "{table}"',
        f'CREATE POLICY school_wall ON "{table}" USING ({school}) WITH CHECK ({school})',
        *([f'CREATE POLICY own_rows ON "{table}" FOR SELECT USING ({mine})'] if has_account else []),
    ]
