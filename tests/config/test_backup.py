"""What a backup says about the files that rows point to, and how the kept ones are counted."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from anyam.config import backup, keeping
from anyam.tools.documents import storage
from anyam.tools.documents.models import IssueBatch

pytestmark = [pytest.mark.db, pytest.mark.django_db(transaction=True)]
NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def places(settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file store and a folder of backups of this test alone."""
    settings.MEDIA_ROOT = tmp_path / "files"
    monkeypatch.setenv("ANYAM_BACKUPS", str(tmp_path / "backups"))
    return tmp_path


def make_batch(school, print_file: str) -> IssueBatch:
    times = {"created_at": NOW, "by_key": "", "by_name": ""}
    return IssueBatch.unsafe_all_schools.create(
        school=school, kind="letter", title="Surat", print_file=print_file, **times
    )


def test_every_file_that_a_row_points_to_is_in_the_backup(school, places: Path):
    name, digest = storage.keep(b"letters of a class")
    make_batch(school, name)
    make_batch(school, "")
    made = backup.make_backup(reason="manual", now=NOW)
    backup.refuse_faults(made)
    assert made.manifest.files == {name: digest}
    assert made.manifest.counts["documents_issuebatch"] == 2
    assert made.row_total == sum(made.manifest.counts.values())


def test_lost_file_is_named_and_the_backup_still_stands(school, places: Path):
    kept, _digest = storage.keep(b"kept")
    lost, _digest = storage.keep(b"lost")
    for name in (kept, lost):
        make_batch(school, name)
    (places / "files" / lost).unlink()
    with pytest.raises(backup.BackupFaulty, match=lost):
        backup.daily_backup()
    last = backup.last_backup()
    assert last is not None
    assert last[1].is_file()


def test_no_backup_yet_is_said_so():
    assert backup.last_backup() is None


def test_daily_backup_prunes_what_no_rule_keeps(school, places: Path):
    (places / "backups").mkdir()
    now = datetime.now(UTC)
    old = [keeping.archive_name(now - timedelta(days=days), "daily") for days in (1, 57, 400)]
    for name in [*old, "notes.txt"]:
        (places / "backups" / name).touch()
    made = backup.daily_backup()
    assert sorted(path.name for path in (places / "backups").iterdir()) == sorted([made, old[0], "notes.txt"])
    assert backup.last_backup() == (keeping.made_at(made), places / "backups" / made)
