"""The parent process: what it starts it also ends, whoever is killed."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from anyam.config import serve

pytestmark = pytest.mark.pure

# A child that notes its pid and waits; the second kind has a child of its own and does not listen to TERM.
NOTES_PID = "import os,sys,time; open(sys.argv[1],'w').write(str(os.getpid())); time.sleep(60)"
STUBBORN = (
    "import os,signal,subprocess,sys,time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
    "child = subprocess.Popen([sys.executable, '-c', 'import signal,time;"
    "signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)']);"
    "open(sys.argv[1],'w').write(f'{os.getpid()} {child.pid}'); time.sleep(60)"
)
PARENT = """
import sys
from anyam.config import serve
serve.STOP_WITHIN = 1.0
if sys.argv[3] == "follow":
    serve.end_with_parent()
follow = __import__("os").getppid() if sys.argv[3] == "follow" else None
child = serve.Child("child", [sys.executable, *sys.argv[1:3]])
sys.exit(serve.Parent([child], follow=follow).run(ready=lambda: True, when_ready=lambda: None))
"""


def wait_for(condition: Callable[[], bool], within: float = 15.0) -> bool:
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.05)
    return False


def is_alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return False
    return state != "Z"


def pids_in(note: Path) -> list[int]:
    assert wait_for(lambda: note.is_file() and note.read_text() != "")
    time.sleep(0.1)
    return [int(pid) for pid in note.read_text().split()]


def start(note: Path, code: str = NOTES_PID, mode: str = "alone") -> subprocess.Popen:
    program = note.with_name("child.py")
    program.write_text(code)
    return subprocess.Popen([sys.executable, "-c", PARENT, str(program), str(note), mode])


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_ends_parent_and_child(tmp_path: Path, number: signal.Signals):
    parent = start(tmp_path / "pid")
    pids = pids_in(tmp_path / "pid")
    parent.send_signal(number)
    assert parent.wait(timeout=15) == 0
    assert [is_alive(pid) for pid in pids] == [False]


def test_a_child_that_does_not_listen_is_ended_with_its_own_children(tmp_path: Path):
    parent = start(tmp_path / "pid", STUBBORN)
    pids = pids_in(tmp_path / "pid")
    parent.terminate()
    assert parent.wait(timeout=15) == 0
    assert wait_for(lambda: not any(is_alive(pid) for pid in pids))


def test_child_ends_when_the_parent_is_killed(tmp_path: Path):
    parent = start(tmp_path / "pid")
    (pid,) = pids_in(tmp_path / "pid")
    parent.kill()
    parent.wait()
    assert wait_for(lambda: not is_alive(pid))


def test_everything_ends_when_only_make_is_killed(tmp_path: Path):
    (tmp_path / "parent.py").write_text(PARENT)
    (tmp_path / "child.py").write_text(NOTES_PID)
    (tmp_path / "Makefile").write_text(f"run:\n\t@exec {sys.executable} parent.py child.py pid follow\n")
    make = subprocess.Popen(["make", "-C", str(tmp_path), "run"], stdout=subprocess.DEVNULL)
    (pid,) = pids_in(tmp_path / "pid")
    make.kill()
    make.wait()
    assert wait_for(lambda: not is_alive(pid))


def test_a_child_that_ends_is_started_again(tmp_path: Path):
    parent = start(tmp_path / "pid")
    (first,) = pids_in(tmp_path / "pid")
    (tmp_path / "pid").unlink()
    os.kill(first, signal.SIGKILL)
    (second,) = pids_in(tmp_path / "pid")
    assert second != first
    parent.terminate()
    assert parent.wait(timeout=15) == 0
    assert not is_alive(second)


def test_a_child_that_never_stays_up_ends_everything(tmp_path: Path):
    parent = start(tmp_path / "pid", "raise SystemExit(3)")
    assert parent.wait(timeout=30) == 1


def test_a_taken_port_is_noticed():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        assert serve.port_is_free("127.0.0.1", taken.getsockname()[1]) is False


def test_restore_and_serve_exclude_each_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("ANYAM_DATA", str(tmp_path))
    with serve.hold_data(alone=False) as first, serve.hold_data(alone=False) as second:
        assert (first.closed, second.closed) == (False, False)
        assert serve.hold_data(alone=True) is None
    with serve.hold_data(alone=True):
        assert serve.hold_data(alone=False) is None


def test_silence_is_not_readiness():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        assert serve.answers("127.0.0.1", probe.getsockname()[1]) is False
