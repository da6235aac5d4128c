"""The drill on PostgreSQL: dump, lose rows, restore into place, the old database kept under its own name."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

pytestmark = [pytest.mark.postgres, pytest.mark.slow]
NAME = "anyam_drill"


class Install:
    """An installation on the run's PostgreSQL, driven by its commands."""

    def __init__(self, data: Path) -> None:
        self.data = data
        server = urlsplit(os.environ["DATABASE_URL"])
        self.server_url = urlunsplit(server._replace(path="/postgres"))
        self.url = urlunsplit(server._replace(path=f"/{NAME}"))

    def anyam(self, *words: object) -> subprocess.CompletedProcess[str]:
        environment = os.environ | {"DATABASE_URL": self.url, "ANYAM_DATA": str(self.data)}
        environment["DJANGO_SETTINGS_MODULE"] = "anyam.config.settings.dev"
        command = [sys.executable, "-m", "anyam.config.cli", *(str(word) for word in words)]
        return subprocess.run(command, check=False, env=environment, capture_output=True, text=True)

    def on_server(self, *statements: str) -> None:
        with psycopg.connect(self.server_url, autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement)

    def remember(self, key: str) -> None:
        with psycopg.connect(self.url) as connection:
            connection.execute("INSERT INTO django_session VALUES (%s, 'content', '2030-01-01')", (key,))

    def remembered(self, url: str | None = None) -> list[str]:
        with psycopg.connect(url or self.url) as connection:
            return [row[0] for row in connection.execute("SELECT session_key FROM django_session ORDER BY 1")]


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Install]:
    """A migrated installation on a database of its own."""
    install = Install(tmp_path_factory.mktemp("data"))
    drops = [f"DROP DATABASE IF EXISTS {NAME}{tail}" for tail in ("", "_restoring", "_before_restore")]
    install.on_server(*drops, f"CREATE DATABASE {NAME}")
    done = install.anyam("manage", "migrate", "--no-input")
    assert done.returncode == 0, done.stderr
    yield install
    install.on_server(*drops)


@pytest.fixture
def install(migrated: Install) -> Install:
    """The installation, with nothing remembered."""
    with psycopg.connect(migrated.url) as connection:
        connection.execute("DELETE FROM django_session")
    return migrated


def test_rows_come_back_and_the_old_database_stays(install: Install, tmp_path: Path):
    install.remember("first")
    done = install.anyam("backup", tmp_path)
    assert done.returncode == 0, done.stderr
    (path,) = tmp_path.iterdir()
    install.remember("after the backup")

    done = install.anyam("restore", path)

    assert done.returncode == 0, done.stderr
    assert install.remembered() == ["first"]
    kept = install.url.replace(NAME, f"{NAME}_before_restore")
    assert install.remembered(kept) == ["after the backup", "first"]


def test_restored_database_keeps_walls_and_grants(install: Install, tmp_path: Path):
    facts = (
        "SELECT relname, relrowsecurity, relforcerowsecurity, relacl::text FROM pg_class"
        " WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY relname"
    )
    with psycopg.connect(install.url) as connection:
        before = connection.execute(facts).fetchall()
    assert install.anyam("backup", tmp_path).returncode == 0
    (path,) = tmp_path.iterdir()
    assert install.anyam("restore", path).returncode == 0
    with psycopg.connect(install.url) as connection:
        assert connection.execute(facts).fetchall() == before
    assert [row for row in before if row[1]] != []


def test_damaged_archive_changes_nothing(install: Install, tmp_path: Path):
    assert install.anyam("backup", tmp_path).returncode == 0
    (path,) = tmp_path.iterdir()
    path.write_bytes(path.read_bytes()[:-100])
    install.remember("kept")
    assert install.anyam("restore", path).returncode == 1
    assert "kept" in install.remembered()
