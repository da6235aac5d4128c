"""Command `demo`: three schools to try everything with, and the same people as files to import."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from anyam.base.errors import Refused
from anyam.config.demo import files, loading
from anyam.config.demo.accounts import read_accounts


class Command(BaseCommand):
    help = _("Mengisi tiga sekolah contoh dengan orang rekaan, atau menulisnya sebagai berkas untuk diimpor.")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--if-empty", action="store_true", help=_("Isi hanya bila belum ada sekolah; kalau ada, diam.")
        )
        parser.add_argument(
            "--accounts", action="store_true", help=_("Tulis nama pengguna dan kata sandi akun contoh.")
        )
        parser.add_argument(
            "--write-files",
            type=Path,
            metavar="DIR",
            help=_("Tulis berkas contoh untuk diimpor ke folder ini."),
        )

    def handle(
        self, *args: Any, if_empty: bool, accounts: bool, write_files: Path | None, **options: Any
    ) -> None:
        if write_files is not None:
            for path in files.write_files(write_files):
                self.stdout.write(str(path))
        elif accounts:
            self.show_accounts()
        elif not if_empty or loading.is_empty():
            self.load()

    def load(self) -> None:
        """Make the schools; say what stood in the way instead of failing with a traceback."""
        try:
            made = loading.load_demonstration(now=timezone.now())
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(_("Sekolah contoh: %(names)s") % {"names": ", ".join(row.name for row in made)})

    def show_accounts(self) -> None:
        """What people type to sign in; nothing when the demonstration is not there."""
        self.stdout.write(read_accounts(), ending="")
