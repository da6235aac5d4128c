"""The set-up: steps run when and only when their inputs changed, and locks are complete."""

import re
import sys
from pathlib import Path

import bootstrap
import pytest

pytestmark = pytest.mark.pure
ROOT = Path(__file__).resolve().parents[2]
LOCKS = sorted((ROOT / "requirements").glob("*.lock"))


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(bootstrap, "ROOT", tmp_path)
    monkeypatch.setattr(bootstrap, "STAMPS", tmp_path / ".build" / "stamps")
    return tmp_path


def test_hash_follows_content_and_names_but_not_times(checkout: Path):
    one, two = checkout / "one", checkout / "two"
    one.write_text("a")
    two.write_text("b")
    first = bootstrap.content_hash([one, two])
    one.touch()
    assert bootstrap.content_hash([two, one]) == first
    one.write_text("b")
    two.write_text("a")
    assert bootstrap.content_hash([one, two]) != first


def test_stamp_is_fresh_only_for_its_inputs(checkout: Path):
    assert bootstrap.is_fresh("assets", "key") is False
    bootstrap.set_stamp("assets", "key")
    assert bootstrap.is_fresh("assets", "key") is True
    assert bootstrap.is_fresh("assets", "other key") is False


def test_failed_command_stops_the_set_up_with_its_words(checkout: Path):
    with pytest.raises(bootstrap.SetupFailed, match="ended with 3\nlost"):
        bootstrap.run(sys.executable, "-c", "import sys; print('lost'); sys.exit(3)")


def test_machine_without_uv_venv_pip_or_root_is_told_what_to_type(
    checkout: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setattr(bootstrap, "BUILD", checkout / ".build")
    monkeypatch.setattr(bootstrap.sys, "executable", "/nowhere/python3")
    monkeypatch.setattr(bootstrap.shutil, "which", lambda _name: None)
    monkeypatch.setattr(bootstrap, "VENV", checkout / ".venv")
    monkeypatch.setattr(bootstrap, "make_everything", lambda _kind: bootstrap.find_uv())
    assert bootstrap.main(["run"]) == 1
    assert "apt-get install -y python3-venv" in capsys.readouterr().err


def test_unknown_step_is_refused():
    assert bootstrap.main(["everything"]) == 2


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_every_locked_package_has_a_hash_and_no_address(lock: Path):
    text = lock.read_text()
    entries = re.split(r"\n(?=\S)", text.strip())
    assert [entry for entry in entries if "--hash=sha256:" not in entry] == []
    assert re.findall(r"https?://|--index|--find-links", text) == []


def test_development_lock_holds_the_runtime_lock():
    def pins(name: str) -> set[str]:
        return set(re.findall(r"^[\w.-]+==\S+", (ROOT / "requirements" / name).read_text(), re.MULTILINE))

    assert pins("runtime.lock") - pins("dev.lock") == set()


@pytest.mark.parametrize("lock", ["package-lock.json", "requirements/browser/package-lock.json"])
def test_npm_locks_hold_no_address(lock: str):
    assert '"resolved"' not in (ROOT / lock).read_text()
