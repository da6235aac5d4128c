"""Command `load_reference`: bring regions, spectrum, industries, holidays and parameters up to date."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from anyam.records.reference.errors import ReferenceFileWrong
from anyam.records.reference.operations import load_reference


class Command(BaseCommand):
    help = _("Memuat data rujukan: wilayah, spektrum keahlian, lapangan usaha, hari libur, dan ketentuan.")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "folders",
            nargs="*",
            type=Path,
            help=_("Folder dengan berkas CSV sendiri; barisnya menggantikan baris bawaan yang sekode."),
        )

    def handle(self, *args: Any, folders: list[Path], **options: Any) -> None:
        for folder in folders:
            if not folder.is_dir():
                raise CommandError(_("Folder %(folder)s tidak ada.") % {"folder": folder})
        try:
            done = load_reference(now=timezone.now(), extra_folders=folders)
        except ReferenceFileWrong as refused:
            raise CommandError(str(refused)) from refused
        for one in done:
            self.stdout.write(
                _("%(code)s: %(rows)d baris, %(added)d baru, %(changed)d berubah")
                % {"code": one.code, "rows": one.rows, "added": one.added, "changed": one.changed}
            )
