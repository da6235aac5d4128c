"""The `anyam` command: serve, manage, backup, restore."""

import argparse
import os
import sys
from pathlib import Path

DESCRIPTION = "Anyam: kemitraan SMK dan industri. / School–industry partnership management."


def main(arguments: list[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    words = sys.argv[1:] if arguments is None else arguments
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "anyam.config.settings.dev")
    if words[:1] == ["manage"]:
        return manage(words[1:])
    options = parser().parse_args(words)
    return options.run(options)


def parser() -> argparse.ArgumentParser:
    """The commands and their options."""
    top = argparse.ArgumentParser(prog="anyam", description=DESCRIPTION)
    commands = top.add_subparsers(required=True, metavar="serve | manage | backup | restore")
    serve = commands.add_parser("serve", help="jalankan situs dan pekerja / run web server and job worker")
    serve.add_argument("--host", default=os.environ.get("HOST", "127.0.0.1"))
    serve.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")))
    serve.add_argument(
        "--demo", action="store_true", help="isi sekolah contoh / fill the demonstration school"
    )
    serve.add_argument("--follow-parent", action="store_true", help=argparse.SUPPRESS)
    serve.set_defaults(run=run_serve)
    commands.add_parser("manage", help="perintah Django / Django's commands", add_help=False)
    backup = commands.add_parser("backup", help="buat cadangan / make a backup")
    backup.add_argument("folder", nargs="?", type=Path)
    backup.set_defaults(run=run_backup)
    restore = commands.add_parser("restore", help="pulihkan cadangan / restore a backup")
    restore.add_argument("file", type=Path)
    restore.set_defaults(run=run_restore)
    prepare = commands.add_parser("prepare")
    prepare.add_argument("--demo", action="store_true")
    prepare.set_defaults(run=run_prepare)
    return top


def manage(words: list[str]) -> int:
    """Hand over to Django's own command line."""
    from django.core.management import execute_from_command_line  # slow import

    execute_from_command_line(["anyam manage", *words])
    return 0


def run_serve(options: argparse.Namespace) -> int:
    """`anyam serve`."""
    from anyam.config.serve import serve  # slow import

    return serve(host=options.host, port=options.port, demo=options.demo, follow_parent=options.follow_parent)


def set_up_django() -> None:
    """Load settings and rooms, as the owner of the database: the role of requests may not migrate or dump."""
    import django  # slow import

    os.environ.pop("DATABASE_ROLE", None)
    django.setup()


def run_prepare(options: argparse.Namespace) -> int:
    """What `serve` runs first, in a process that ends."""
    set_up_django()
    from anyam.config.prepare import prepare  # app ready

    prepare(demo=options.demo)
    return 0


def run_backup(options: argparse.Namespace) -> int:
    """`anyam backup [DIR]`: rows and files into one verified archive."""
    set_up_django()
    from django.utils import timezone  # app ready

    from anyam.config import archive, backup, rows  # app ready

    try:
        made = backup.make_backup(options.folder, reason="manual", now=timezone.now())
        backup.refuse_faults(made)
    except (rows.RowsRefused, archive.DamagedArchive, backup.BackupFaulty, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    size = made.path.stat().st_size
    sys.stdout.write(f"{made.path}: {made.row_total} baris, {len(made.manifest.files)} berkas, {size} byte\n")
    return 0


def run_restore(options: argparse.Namespace) -> int:
    """`anyam restore FILE`: the verified archive in place of the live data, which is kept."""
    from anyam.config.serve import hold_data  # slow import

    held = hold_data(alone=True)
    if held is None:
        sys.stderr.write("Anyam masih berjalan. Hentikan dahulu, lalu ulangi.\n")
        return 1
    set_up_django()
    from anyam.config import archive, restore, rows  # app ready

    with held:
        try:
            manifest = restore.restore(options.file)
        except (rows.RowsRefused, archive.DamagedArchive, restore.RestoreRefused, OSError) as error:
            sys.stderr.write(f"{error}\n")
            return 1
    rows_put = sum(manifest.counts.values())
    sys.stdout.write(
        f"{rows_put} baris dan {len(manifest.files)} berkas dipulihkan; data lama: *{restore.KEPT}\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
