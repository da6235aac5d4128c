"""`anyam manage make_operator NAME`: the first account of an installation, which then starts its school."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from anyam.base.errors import Refused
from anyam.records.people import operations


class Command(BaseCommand):
    """Prints the single-use first secret; it must be replaced at the first sign-in."""

    help = "Buat akun operator sistem yang memulai sekolah / make the account that starts schools"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--name", default="Operator")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            secret = operations.make_operator(
                username=options["username"], name=options["name"], now=timezone.now()
            )
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(f"{options['username']}  {secret}")
