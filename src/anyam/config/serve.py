"""One parent process for the web server and the job worker: starts them, waits until they answer, stops them.

It imports no Django, so that it stays small and starts at once.
"""

import contextlib
import ctypes
import fcntl
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import IO

WEB_WORKERS = 2
# A slow phone holds a thread for as long as its request lasts; below 32 they block one another.
THREADS = 64
READY_WITHIN = 60.0
STOP_WITHIN = 20.0
MOST_RESTARTS = 5
RESTARTS_SPAN = 60.0
PR_SET_PDEATHSIG = 1


def data_dir() -> Path:
    """Folder of the embedded database, files and keys; the same rule as in the settings."""
    return Path(os.environ.get("ANYAM_DATA", str(Path.cwd() / "data")))


def hold_data(*, alone: bool) -> IO[str] | None:
    """Mark the data as in use until this process ends; None when another use forbids it.

    A restore wants to be alone; any number of servers may share.
    """
    folder = data_dir()
    folder.mkdir(parents=True, exist_ok=True)
    handle = (folder / ".in-use").open("a")
    try:
        fcntl.flock(handle, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
    except OSError:
        handle.close()
        return None
    return handle


def end_with_parent() -> None:
    """Let the kernel send TERM when the parent dies, however it dies (Linux; elsewhere a silent no)."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def port_is_free(host: str, port: int) -> bool:
    """Whether a server may listen there now."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def answers(host: str, port: int, path: str = "/readyz") -> bool:
    """Whether the web server does not say that it is not ready.

    A public install sends this plain request on to HTTPS or refuses its host name: then too it is up.
    """
    name = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - compared, not bound
    connection = http.client.HTTPConnection(name, port, timeout=5)
    try:
        connection.request("GET", path, headers={"Host": "localhost"})
        return connection.getresponse().status < http.client.INTERNAL_SERVER_ERROR
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


@dataclass
class Child:
    """A program that must run as long as the parent does."""

    name: str
    command: list[str]
    process: subprocess.Popen[bytes] | None = None
    starts: list[float] = field(default_factory=list)

    def start(self) -> None:
        """Start it in a process group of its own: Ctrl-C reaches only the parent, which stops all."""
        self.starts.append(time.monotonic())
        # preexec_fn is safe here: this process has one thread.
        self.process = subprocess.Popen(
            self.command,
            preexec_fn=end_with_parent,  # noqa: PLW1509
            start_new_session=True,
            stdin=subprocess.DEVNULL,
        )

    def ended(self) -> int | None:
        """Its exit code, or None while it runs."""
        return self.process.poll() if self.process else None

    def fails_too_often(self) -> bool:
        """Whether it was started more often than a passing fault explains."""
        recent = [start for start in self.starts if time.monotonic() - start < RESTARTS_SPAN]
        return len(recent) > MOST_RESTARTS


@dataclass
class Parent:
    """Keeps its children running until it is told to stop."""

    children: list[Child]
    follow: int | None = None
    stopping: bool = False

    def ask_to_stop(self, _signal: int, _frame: FrameType | None) -> None:
        """Signal handler."""
        self.stopping = True

    def must_stop(self) -> bool:
        """Told to stop, or the process it was to follow is gone."""
        return self.stopping or (self.follow is not None and os.getppid() != self.follow)

    def run(self, *, ready: Callable[[], bool], when_ready: Callable[[], None]) -> int:
        """Start, watch, stop; returns the exit code: 0 when it was told to stop."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self.ask_to_stop)
        for child in self.children:
            child.start()
        began, announced, code = time.monotonic(), False, 0
        while not self.must_stop():
            late = not announced and time.monotonic() - began > READY_WITHIN
            if late:
                sys.stderr.write(
                    f"Situs belum menjawab setelah {READY_WITHIN:.0f} detik; lihat pesan di atas.\n"
                )
            if late or not self.keep_running():
                code = 1
                break
            if not announced and ready():
                announced = True
                when_ready()
            time.sleep(0.5 if announced else 0.2)
        self.stop()
        return code

    def keep_running(self) -> bool:
        """Start again what ended by itself; False when one of them does not stay up."""
        for child in self.children:
            if (ended := child.ended()) is None:
                continue
            sys.stderr.write(f"{child.name} berhenti sendiri (kode {ended}).\n")
            if child.fails_too_often():
                return False
            child.start()
        return True

    def stop(self) -> None:
        """Send TERM to all, wait, and end by force what does not stop in time."""
        for child in self.children:
            if child.process and child.ended() is None:
                child.process.terminate()
        deadline = time.monotonic() + STOP_WITHIN
        for child in self.children:
            if not child.process:
                continue
            try:
                child.process.wait(timeout=max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                # Its own children share its group; none of them may outlive it.
                os.killpg(child.process.pid, signal.SIGKILL)
                child.process.wait()


def web_command(host: str, port: int) -> list[str]:
    """The web server: few processes, many threads, so that slow phones block nobody."""
    options = {
        "--interface": "wsgi",
        "--host": host,
        "--port": str(port),
        "--workers": str(WEB_WORKERS),
        "--blocking-threads": str(THREADS),
        "--workers-kill-timeout": "10",
        "--log-level": "error",
    }
    flat = [word for pair in options.items() for word in pair]
    return [
        sys.executable,
        "-m",
        "granian",
        *flat,
        "--respawn-failed-workers",
        "anyam.config.wsgi:application",
    ]


def worker_command() -> list[str]:
    """The job worker."""
    return [sys.executable, "-m", "anyam.config.cli", "manage", "worker"]


def serve(*, host: str, port: int, demo: bool, follow_parent: bool) -> int:
    """Prepare, start everything and stay until told to stop; returns the exit code."""
    follow = os.getppid() if follow_parent else None
    if follow_parent:
        end_with_parent()
    if not port_is_free(host, port):
        sys.stderr.write(f"Port {port} sedang dipakai. Pilih port lain, misalnya: make run PORT={port + 1}\n")
        return 1
    held = hold_data(alone=False)
    if held is None:
        sys.stderr.write("Data sedang dipulihkan dari cadangan. Tunggu sampai selesai, lalu ulangi.\n")
        return 1
    shown = "localhost" if host in {"127.0.0.1", "::1", "0.0.0.0", "::"} else host  # noqa: S104 - compared
    address = f"http://{shown}:{port}"
    os.environ.setdefault("PUBLIC_BASE_URL", address)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "anyam.config.settings.dev")
    command = [sys.executable, "-m", "anyam.config.cli", "prepare", *(["--demo"] if demo else [])]
    with held:
        sys.stdout.write("· menyiapkan data\n")
        sys.stdout.flush()
        # The accounts that it prints belong under the address, at the end.
        done = subprocess.run(
            command,
            check=False,
            stdout=subprocess.PIPE,
            text=True,
            preexec_fn=end_with_parent,
        )
        if done.returncode:
            sys.stderr.write(done.stdout)
            return done.returncode

        def announce() -> None:
            sys.stdout.write(f"\n{done.stdout}\nAnyam siap / is ready: {address}   (Ctrl-C: berhenti)\n")
            sys.stdout.flush()

        parent = Parent(
            [Child("web", web_command(host, port)), Child("worker", worker_command())], follow=follow
        )
        return parent.run(ready=lambda: answers(host, port), when_ready=announce)
