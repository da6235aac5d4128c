"""Puts a backup in place after verifying it beside the live data, which is kept as `.before-restore`."""

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.db import connections
from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext as _

from anyam.config import archive, rows

KEPT = ".before-restore"
# Says which reference data the rows hold; older rows may hold older data, so the next start loads it again.
REFERENCE_STAMP = ".reference-loaded"


class RestoreRefused(Exception):
    """Nothing was changed; the text says why and what to do."""


def restore(path: Path) -> archive.Manifest:
    """Replace rows and files by those of an archive; the old ones stay beside them.

    Nothing is touched before the whole archive is read, its hashes compared and its rows counted.
    Raises archive.DamagedArchive, rows.RowsRefused and RestoreRefused.
    """
    if not path.is_file():
        raise RestoreRefused(_("Berkas %(path)s tidak ditemukan.") % {"path": path})
    data = Path(settings.MEDIA_ROOT).parent
    data.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=data, prefix=".restore-") as scratch:
        manifest = archive.unpack(path, Path(scratch))
        _refuse_foreign(manifest)
        copy = Path(scratch) / next(iter(manifest.rows))
        put_rows = (
            _stage_sqlite(copy, manifest) if rows.engine() == "sqlite" else _stage_postgres(copy, manifest)
        )
        files = Path(scratch) / "files"
        files.mkdir(exist_ok=True)
        files.chmod(0o700)
        undo = _put_files(files)
        try:
            put_rows()
        except BaseException:
            undo()
            raise
    (data / REFERENCE_STAMP).unlink(missing_ok=True)
    return manifest


def _refuse_foreign(manifest: archive.Manifest) -> None:
    """Another kind of database, or one made by a newer version, cannot be put in place."""
    if manifest.engine != rows.engine():
        raise RestoreRefused(
            _("Cadangan ini berasal dari %(theirs)s, sedangkan pemasangan ini memakai %(ours)s.")
            % {"theirs": manifest.engine, "ours": rows.engine()}
        )
    loader = MigrationLoader(None)
    replaced = {key for squashed in loader.replacements.values() for key in squashed.replaces}
    known = {f"{app}.{name}" for app, name in loader.disk_migrations.keys() | replaced}
    unknown = [name for name in manifest.migrations if name not in known]
    if unknown:
        raise RestoreRefused(
            _("Cadangan ini dibuat oleh versi yang lebih baru (%(name)s). Perbarui Anyam, lalu ulangi.")
            % {"name": unknown[0]}
        )


def _refuse_miscount(found: dict[str, int], manifest: archive.Manifest) -> None:
    if found != manifest.counts:
        tables = sorted(
            name
            for name in found.keys() | manifest.counts.keys()
            if found.get(name) != manifest.counts.get(name)
        )
        raise rows.RowsRefused(_("Jumlah baris tidak cocok: %(tables)s") % {"tables": ", ".join(tables[:5])})


def free_name(path: Path) -> Path:
    """First unused name for the old data: `.before-restore`, then `.before-restore-2` and so on."""
    number = 1
    while True:
        kept = path.with_name(f"{path.name}{KEPT}{'' if number == 1 else f'-{number}'}")
        if not kept.exists():
            return kept
        number += 1


def _put_files(files: Path) -> Callable[[], None]:
    """Exchange the file store; returns how to undo it."""
    store = Path(settings.MEDIA_ROOT)
    kept = free_name(store)
    had = store.exists()
    if had:
        store.rename(kept)
    files.rename(store)

    def undo() -> None:
        shutil.rmtree(store)
        if had:
            kept.rename(store)

    return undo


def _stage_sqlite(copy: Path, manifest: archive.Manifest) -> Callable[[], None]:
    """Check the unpacked database; returns how to put it in place."""
    _refuse_miscount(rows.sqlite_counts(copy), manifest)
    live = Path(settings.DATABASES["default"]["NAME"])

    def put() -> None:
        connections.close_all()
        if live.exists():
            # Through SQLite's own copy, so that what still stands in the write-ahead log is kept too.
            rows.copy_sqlite(live, free_name(live))
        copy.replace(live)
        for suffix in ("-wal", "-shm"):
            live.with_name(live.name + suffix).unlink(missing_ok=True)

    return put


def _stage_postgres(copy: Path, manifest: archive.Manifest) -> Callable[[], None]:
    """Load the dump into a database of its own and count it; returns how to rename it into place."""
    from psycopg import sql  # optional dependency

    live = settings.DATABASES["default"]["NAME"]
    staged, kept = f"{live}_restoring", f"{live}_before_restore"
    with rows.pg_connection("postgres", autocommit=True) as server:
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(staged)))
        server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(staged)))
    rows.run_pg(rows.pg_tool("pg_restore"), "--exit-on-error", "--no-owner", "-d", staged, str(copy))
    _refuse_miscount(rows.postgres_counts(staged), manifest)

    def put() -> None:
        connections.close_all()
        for connection in connections.all():
            if hasattr(connection, "close_pool"):
                connection.close_pool()
        rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
        with rows.pg_connection("postgres", autocommit=True) as server:
            server.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", (live,)
            )
            had = server.execute("SELECT 1 FROM pg_database WHERE datname = %s", (live,)).fetchone()
            if had:
                server.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(kept)))
                server.execute(rename.format(sql.Identifier(live), sql.Identifier(kept)))
            try:
                server.execute(rename.format(sql.Identifier(staged), sql.Identifier(live)))
            except BaseException:
                if had:
                    server.execute(rename.format(sql.Identifier(kept), sql.Identifier(live)))
                raise

    return put
