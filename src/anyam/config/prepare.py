"""Brings the database and the static files to the state that this code needs; run before every start."""

import hashlib
import io
import sys
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command, get_commands
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from anyam.config.backup import make_backup
from anyam.config.restore import REFERENCE_STAMP

CODE = {".py", ".pyc", ".html", ".po", ".mo"}


def prepare(*, demo: bool) -> None:
    """Back up (when migrations wait), migrate, fill reference data and, when asked, a demonstration."""
    collect_static()
    migrated = migrate()
    if migrated:
        call_command("createcachetable", verbosity=0)
    load_reference(again=migrated)
    if demo:
        run_if_there("demo", "--if-empty")
        run_if_there("demo", "--accounts")


def waiting_migrations() -> tuple[int, int]:
    """How many migrations are applied and how many wait."""
    executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return len(executor.loader.applied_migrations), len(waiting)


def migrate() -> bool:
    """Apply what waits, after a backup of a database that holds something; whether anything was applied."""
    applied, waiting = waiting_migrations()
    if not waiting:
        return False
    if applied:
        made = make_backup(reason="before-migration", now=timezone.now())
        sys.stdout.write(f"· backup before {waiting} migrations: {made.path}\n")
    call_command("migrate", "--no-input", verbosity=0)
    return True


def load_reference(*, again: bool) -> None:
    """Load the reference data when its files changed since the last time, or in any case when asked."""
    digest = hashlib.sha256()
    for path in sorted(Path(apps.get_app_config("reference").path).rglob("*")):
        if path.is_file() and path.suffix not in CODE:
            digest.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    stamp = Path(settings.DATA_DIR) / REFERENCE_STAMP
    if not again and stamp.is_file() and stamp.read_text(encoding="utf-8") == digest.hexdigest():
        return
    call_command("load_reference", stdout=io.StringIO())
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(digest.hexdigest(), encoding="utf-8")


def run_if_there(command: str, *arguments: str) -> None:
    """Run a management command of a room, if that room is installed."""
    if command in get_commands():
        call_command(command, *arguments)


def collect_static() -> None:
    """Copy, name by content and compress the static files; only when one of them changed."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list(None):
            digest.update(
                name.encode() + b"\0" + hashlib.sha256(Path(storage.path(name)).read_bytes()).digest()
            )
    key = digest.hexdigest()
    stamp = Path(settings.STATIC_ROOT) / ".collected"
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == key:
        return
    call_command("collectstatic", "--no-input", verbosity=0)
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(key, encoding="utf-8")
