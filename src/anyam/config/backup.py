"""Makes a backup of rows and files in one archive, verified at once, and keeps as many as the rules say."""

import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from anyam.config import archive, keeping, rows
from anyam.config.env import env_str


class BackupFaulty(Exception):
    """A backup was written but files are missing or damaged in the store; the text lists them."""


@dataclass(frozen=True)
class Backup:
    """A finished and verified archive."""

    path: Path
    manifest: archive.Manifest

    @property
    def row_total(self) -> int:
        """Rows of all tables."""
        return sum(self.manifest.counts.values())


def backup_folder() -> Path:
    """Where backups are kept; ANYAM_BACKUPS moves it, best to another disk."""
    return Path(env_str("ANYAM_BACKUPS", str(settings.DATA_DIR / "backups")))


def make_backup(folder: Path | None = None, *, reason: str, now: datetime) -> Backup:
    """Copy the rows, then the files, into one archive in `folder` and read it back whole.

    The files are copied after the rows: a file is written before its row, so every row finds its file.
    Raises rows.RowsRefused (unsound database) and archive.DamagedArchive (what was read back differs).
    """
    folder = folder or backup_folder()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    target = folder / keeping.archive_name(now, reason)
    with tempfile.TemporaryDirectory(dir=folder, prefix=".backup-") as scratch:
        copy, counts, migrations, expected = rows.snapshot(Path(scratch))
        about = {
            "made_at": now.isoformat(),
            "engine": rows.engine(),
            "counts": counts,
            "migrations": migrations,
            "expected": expected,
        }
        archive.write(target, rows=copy, store=Path(settings.MEDIA_ROOT), about=about)
    return Backup(path=target, manifest=archive.unpack(target, None))


def refuse_faults(backup: Backup) -> None:
    """Raises BackupFaulty when the store lacks files that rows point to, or holds changed ones."""
    faults = [*backup.manifest.missing, *backup.manifest.damaged]
    if faults:
        raise BackupFaulty(
            _("Cadangan %(path)s dibuat, tetapi %(count)d berkas hilang atau rusak: %(names)s")
            % {"path": backup.path, "count": len(faults), "names": ", ".join(faults[:10])}
        )


def prune(folder: Path, *, now: datetime) -> list[str]:
    """Delete the backups that no keeping rule names; returns their names."""
    doomed = keeping.names_to_delete([path.name for path in folder.iterdir()], now)
    for name in doomed:
        (folder / name).unlink()
    return doomed


def daily_backup() -> str:
    """Back up into the kept folder, prune it, return the archive's name. For the timetable; may run twice.

    Raises BackupFaulty after the archive is written, so that the failure is seen and nothing else is lost.
    """
    now = timezone.now()
    made = make_backup(reason="daily", now=now)
    prune(made.path.parent, now=now)
    refuse_faults(made)
    return made.path.name


def last_backup() -> tuple[datetime, Path] | None:
    """Time and path of the newest kept backup, for the operator's page; None when there is none."""
    folder = backup_folder()
    names = [path.name for path in folder.iterdir()] if folder.is_dir() else []
    dated = [(when, folder / name) for name in names if (when := keeping.made_at(name))]
    return max(dated, default=None)
