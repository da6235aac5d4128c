"""Sign-in names and the one password of the demonstration, made for each installation and kept beside its data."""

import os
import secrets
from pathlib import Path

from django.conf import settings

from anyam.base import walls
from anyam.records.people.models import Role
from anyam.records.people.rules import readable_secret
from anyam.records.schools.models import School

FILE_NAME = "demo_accounts.txt"
# Wears no hat anywhere; the one who may start further schools.
OPERATOR = "pengelola"


def accounts_file() -> Path:
    """Where the accounts are written, readable by the owner of the data only."""
    return Path(settings.DATA_DIR) / FILE_NAME


def new_password() -> str:
    """A password like "bamu-teko-sudi-47"; every installation has its own."""
    return readable_secret(secrets.choice)


def write_accounts(password: str) -> None:
    """Write the list of all demonstration accounts with the password they share."""
    path = accounts_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write("\n".join(_lines(password)) + "\n")
    path.chmod(0o600)


def read_accounts() -> str:
    """What was written, or nothing when there is no demonstration."""
    path = accounts_file()
    if not path.exists() or not School.objects.filter(is_demonstration=True).exists():
        return ""
    return path.read_text(encoding="utf-8")


def _lines(password: str) -> list[str]:
    lines = [f"Kata sandi semua akun contoh / password of all demonstration accounts: {password}"]
    lines += ["", f"  {OPERATOR:<26} Pengelola sistem: Mulai sekolah baru"]
    for school in School.objects.filter(is_demonstration=True).order_by("pk"):
        lines += ["", f"{school.name}  /s/{school.slug}/"]
        hats = _hats_of(school)
        lines += [f"  {username:<26} {name} – {', '.join(words)}" for (username, name), words in hats.items()]
    return lines


def _hats_of(school: School) -> dict[tuple[str, str], list[str]]:
    """The hats of a school in words, by sign-in name and name of their wearer."""
    hats: dict[tuple[str, str], list[str]] = {}
    with walls.inside_school(school.pk):
        rows = Role.objects.of_school(school.pk).select_related("account", "programme", "class_group")
        for role in rows.order_by("pk"):
            scope = role.programme or role.class_group
            word = f"{role.get_name_display()} {scope}" if scope else str(role.get_name_display())
            hats.setdefault((role.account.username, role.account.name), []).append(word)
    return hats
