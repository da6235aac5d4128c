"""The wheel: installed alone in a fresh environment, without this checkout or Node, it serves."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
pytestmark = [pytest.mark.db, pytest.mark.slow]


def uv() -> str:
    own = ROOT / ".build" / "uv" / "bin" / "uv"
    return str(own) if own.is_file() else str(shutil.which("uv"))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def fetch(port: int, path: str) -> tuple[int, bytes]:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as answer:
        with answer:
            return answer.code, answer.read()
    except OSError:
        return 0, b""


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Path of the `anyam` command of a fresh environment with the wheel and the locked packages in it."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, str(ROOT / "bin" / "release.py"), "wheel"]
    subprocess.run(build, check=True, capture_output=True)
    wheel = max((ROOT / "dist").glob("anyam-*.whl"), key=lambda path: path.stat().st_mtime)
    environment = folder / "environment"
    subprocess.run([uv(), "venv", "-q", "--python", sys.executable, str(environment)], check=True)
    pip = [uv(), "pip", "install", "-q", "--python", str(environment / "bin" / "python")]
    subprocess.run([*pip, "--require-hashes", "-r", str(ROOT / "requirements" / "runtime.lock")], check=True)
    subprocess.run([*pip, "--no-deps", str(wheel)], check=True)
    return environment / "bin" / "anyam"


def test_installed_wheel_serves_pages_with_their_style(installed: Path, tmp_path: Path):
    port = free_port()
    kept = {key: os.environ[key] for key in ("HOME", "LANG") if key in os.environ}
    log = (tmp_path / "log").open("w")
    server = subprocess.Popen(
        [str(installed), "serve", "--port", str(port)],
        cwd=tmp_path,
        env=kept | {"PATH": "/usr/bin:/bin"},
        stdout=log,
        stderr=log,
    )
    try:
        deadline = time.monotonic() + 90
        while fetch(port, "/readyz")[0] != 200 and time.monotonic() < deadline and server.poll() is None:
            time.sleep(0.2)
        assert fetch(port, "/livez")[0] == 200, (tmp_path / "log").read_text()
        assert fetch(port, "/readyz")[0] == 200
        styles = sorted((tmp_path / "data" / "static" / "dist").glob("app.*.css"))
        assert [fetch(port, f"/static/dist/{style.name}")[0] for style in styles] == [200] * len(styles)
        assert len(styles) == 1
    finally:
        server.send_signal(signal.SIGTERM)
        code = server.wait(timeout=40)
        log.close()
    assert code == 0, (tmp_path / "log").read_text()
    assert fetch(port, "/livez")[0] == 0
