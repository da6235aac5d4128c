"""The drill: back up a living database with files, lose it, restore it, and find every row and file again."""

import hashlib
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from anyam.config import serve

pytestmark = [pytest.mark.db, pytest.mark.slow]


class Install:
    """One installation with its own data folder, driven by its commands as an operator would."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.database = data / "anyam.sqlite3"
        self.files = data / "files"

    def anyam(self, *words: object) -> subprocess.CompletedProcess[str]:
        environment = {
            key: value for key, value in os.environ.items() if not key.startswith(("DATABASE", "SECRET_KEY"))
        }
        environment |= {"ANYAM_DATA": str(self.data), "DJANGO_SETTINGS_MODULE": "anyam.config.settings.dev"}
        command = [sys.executable, "-m", "anyam.config.cli", *(str(word) for word in words)]
        return subprocess.run(command, check=False, env=environment, capture_output=True, text=True)

    def remember(self, key: str) -> None:
        with sqlite3.connect(self.database) as connection:
            values = (key, "content", "2030-01-01 00:00:00")
            connection.execute("INSERT INTO django_session VALUES (?, ?, ?)", values)

    def remembered(self) -> list[str]:
        with sqlite3.connect(self.database) as connection:
            return [row[0] for row in connection.execute("SELECT session_key FROM django_session ORDER BY 1")]

    def store(self, content: bytes) -> str:
        name = f"{hashlib.sha256(content).hexdigest()}.jpg"
        self.files.mkdir(exist_ok=True)
        (self.files / name).write_bytes(content)
        return name

    def stored(self) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in sorted(self.files.iterdir())}


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A migrated, empty database, made once."""
    install = Install(tmp_path_factory.mktemp("migrated"))
    done = install.anyam("manage", "migrate", "--no-input")
    assert done.returncode == 0, done.stderr
    with sqlite3.connect(install.database) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return install.database.read_bytes()


@pytest.fixture
def install(tmp_path: Path, migrated: bytes) -> Install:
    """A working installation with two rows and two files."""
    install = Install(tmp_path / "data")
    install.data.mkdir()
    install.database.write_bytes(migrated)
    for key in ("first", "second"):
        install.remember(key)
        install.store(f"photo of {key}".encode())
    return install


def backed_up(install: Install, folder: Path) -> Path:
    done = install.anyam("backup", folder)
    assert done.returncode == 0, done.stderr
    (path,) = folder.iterdir()
    assert done.stdout.startswith(f"{path}: ")
    return path


def test_rows_and_files_come_back_and_the_old_ones_stay(install: Install, tmp_path: Path):
    before = install.stored()
    path = backed_up(install, tmp_path / "backups")
    install.remember("after the backup")
    install.store(b"photo after the backup")
    after = install.stored()

    done = install.anyam("restore", path)

    assert done.returncode == 0, done.stderr
    assert install.remembered() == ["first", "second"]
    assert install.stored() == before
    kept = Install(install.data)
    kept.database = install.data / "anyam.sqlite3.before-restore"
    kept.files = install.data / "files.before-restore"
    assert kept.remembered() == ["after the backup", "first", "second"]
    assert kept.stored() == after


def test_restore_onto_an_empty_machine(install: Install, tmp_path: Path):
    path = backed_up(install, tmp_path / "backups")
    fresh = Install(tmp_path / "elsewhere")
    done = fresh.anyam("restore", path)
    assert done.returncode == 0, done.stderr
    assert fresh.remembered() == install.remembered()
    assert fresh.stored() == install.stored()
    assert sorted(item.name for item in fresh.data.iterdir() if not item.name.startswith(".")) == [
        "anyam.sqlite3",
        "files",
        "secret_key",
    ]


def test_a_backup_holds_what_was_committed_while_the_database_is_open(install: Install, tmp_path: Path):
    writer = sqlite3.connect(install.database)
    writer.execute("PRAGMA journal_mode=WAL")
    writer.execute("INSERT INTO django_session VALUES ('committed', 'x', '2030-01-01 00:00:00')")
    writer.commit()
    writer.execute("INSERT INTO django_session VALUES ('not committed', 'x', '2030-01-01 00:00:00')")
    path = backed_up(install, tmp_path / "backups")
    writer.rollback()
    writer.close()
    assert install.anyam("restore", path).returncode == 0
    assert install.remembered() == ["committed", "first", "second"]


def test_damaged_archive_changes_nothing(install: Install, tmp_path: Path):
    path = backed_up(install, tmp_path / "backups")
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    path.write_bytes(bytes(content))
    install.remember("third")
    done = install.anyam("restore", path)
    assert (done.returncode, done.stdout) == (1, "")
    assert install.remembered() == ["first", "second", "third"]
    assert [item.name for item in install.data.iterdir() if "before-restore" in item.name] == []


def test_damaged_database_is_not_called_a_backup(install: Install, tmp_path: Path):
    content = bytearray(install.database.read_bytes())
    content[len(content) // 3 : len(content) // 3 + 20_000] = b"\xff" * 20_000
    install.database.write_bytes(bytes(content))
    done = install.anyam("backup", tmp_path / "backups")
    assert done.returncode == 1
    assert list((tmp_path / "backups").iterdir()) == []


def test_changed_file_is_reported_but_the_rest_is_saved(install: Install, tmp_path: Path):
    name = install.store(b"photo")
    (install.files / name).write_bytes(b"changed")
    done = install.anyam("backup", tmp_path / "backups")
    assert done.returncode == 1
    assert name in done.stderr
    assert len(list((tmp_path / "backups").iterdir())) == 1


def test_restore_waits_for_the_server_to_stop(
    install: Install, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    path = backed_up(install, tmp_path / "backups")
    monkeypatch.setenv("ANYAM_DATA", str(install.data))
    with serve.hold_data(alone=False):
        done = install.anyam("restore", path)
    assert done.returncode == 1
    assert done.stderr == "Anyam masih berjalan. Hentikan dahulu, lalu ulangi.\n"


def test_backup_of_a_newer_version_is_refused(install: Install, tmp_path: Path):
    with sqlite3.connect(install.database) as connection:
        connection.execute(
            "INSERT INTO django_migrations (app, name, applied)\n"
            "VALUES ('people', '9999_future', '2030-01-01')"
        )
    path = backed_up(install, tmp_path / "backups")
    done = install.anyam("restore", path)
    assert done.returncode == 1
    assert "people.9999_future" in done.stderr


def test_second_restore_keeps_the_first_old_data(install: Install, tmp_path: Path):
    path = backed_up(install, tmp_path / "backups")
    for _time in range(2):
        assert install.anyam("restore", path).returncode == 0
    kept = sorted(item.name for item in install.data.iterdir() if "before-restore" in item.name)
    assert kept == [
        "anyam.sqlite3.before-restore",
        "anyam.sqlite3.before-restore-2",
        "files.before-restore",
        "files.before-restore-2",
    ]
