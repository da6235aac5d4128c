"""What every start does first: static files, a backup before migrations, reference data; nothing twice."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from anyam.config import keeping

pytestmark = [pytest.mark.db, pytest.mark.slow]


def prepare(data: Path) -> str:
    ours = ("DATABASE", "SECRET_KEY")
    environment = {key: value for key, value in os.environ.items() if not key.startswith(ours)}
    environment |= {"ANYAM_DATA": str(data), "DJANGO_SETTINGS_MODULE": "anyam.config.settings.dev"}
    command = [sys.executable, "-m", "anyam.config.cli", "prepare"]
    done = subprocess.run(command, check=False, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def state(data: Path) -> dict[str, int]:
    """Every file of the data folder, except the database, with the moment it was last written."""
    files = (path for path in data.rglob("*") if path.is_file() and "sqlite3" not in path.name)
    return {path.relative_to(data).as_posix(): path.stat().st_mtime_ns for path in files}


def test_starting_again_does_nothing_and_new_migrations_are_preceded_by_a_backup(tmp_path: Path):
    assert prepare(tmp_path) == ""
    first = state(tmp_path)
    assert [name for name in first if name.startswith("backups/")] == []
    assert [name for name in first if name == "static/.collected"] == ["static/.collected"]
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600
    with sqlite3.connect(tmp_path / "anyam.sqlite3") as connection:
        regions = connection.execute("SELECT count(*) FROM reference_region").fetchone()[0]
    assert regions > 500

    assert prepare(tmp_path) == ""
    assert state(tmp_path) == first

    with sqlite3.connect(tmp_path / "anyam.sqlite3") as connection:
        connection.execute("DROP TABLE django_session")
        connection.execute("DELETE FROM django_migrations WHERE app = 'sessions'")
    said = prepare(tmp_path)
    (backup,) = (tmp_path / "backups").iterdir()
    assert keeping.made_at(backup.name) is not None
    assert said == f"· backup before 1 migrations: {backup}\n"
    with sqlite3.connect(tmp_path / "anyam.sqlite3") as connection:
        assert connection.execute("SELECT count(*) FROM django_session").fetchone() == (0,)
