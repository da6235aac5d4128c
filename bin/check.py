"""Every check besides the suite: format, lint, contracts, types, migrations, translations, deploy.

Use: .venv/bin/python bin/check.py   (all run, also after one fails; the exit code tells whether any failed)
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCES = [name for name in ("src", "tests", "bench", "bin", "manage.py") if (ROOT / name).exists()]
PYTHON = [sys.executable, "-m"]
TEST_SETTINGS = {"DJANGO_SETTINGS_MODULE": "anyam.config.settings.test"}
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "anyam.config.settings.prod",
    "SECRET_KEY": "only-for-the-deploy-check-" + "0123456789abcdefghijklmnopqrstuvwxyz",
    "ALLOWED_HOSTS": "anyam.example",
    "PUBLIC_BASE_URL": "https://anyam.example",
}


def checks() -> list[tuple[str, list[str], dict[str, str]]]:
    """Name, command and environment of each check."""
    return [
        ("format", [*PYTHON, "ruff", "format", "--check", *SOURCES], {}),
        ("lint", [*PYTHON, "ruff", "check", *SOURCES], {}),
        ("import contracts", [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"], {}),
        ("types", [*PYTHON, "mypy", "src"], TEST_SETTINGS),
        ("house rules", [*PYTHON, "pytest", "-q", "-m", "architecture"], TEST_SETTINGS),
        (
            "migrations",
            [sys.executable, "manage.py", "makemigrations", "--check", "--dry-run"],
            TEST_SETTINGS,
        ),
        ("translations", [sys.executable, "bin/translations.py", "check"], {}),
        ("deploy", [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"], PRODUCTION),
    ]


def main() -> int:
    """Run all; show the output of those that fail."""
    failed = []
    with tempfile.TemporaryDirectory(prefix="anyam-check-") as data:
        for name, command, environment in checks():
            began = time.monotonic()
            full = {**os.environ, "ANYAM_DATA": data, **environment}
            done = subprocess.run(command, check=False, cwd=ROOT, env=full, capture_output=True, text=True)
            verdict = "failed" if done.returncode else "ok"
            print(f"{verdict:7}{name}  ({time.monotonic() - began:.1f} s)", flush=True)
            if done.returncode:
                failed.append(name)
                print(done.stdout + done.stderr, flush=True)
    print(f"{len(checks()) - len(failed)} passed, {len(failed)} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
