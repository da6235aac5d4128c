"""Find or install a Chromium for the journeys (python3 bin/browser.py)."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from bootstrap import (
    BUILD,
    REQUIREMENTS,
    SetupFailed,
    apt_install,
    content_hash,
    find_node,
    is_fresh,
    run,
    run_step,
    say,
    set_stamp,
    works,
)


def make_browser() -> None:
    """Find or install a Chromium for the journeys; write its path and Node's to .build/browser.env."""
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if not chromium and apt_install("chromium"):
        chromium = shutil.which("chromium")
    node, npm = find_node()
    if not chromium:
        chromium = unpack_npm_chromium(node, npm)
    BUILD.mkdir(exist_ok=True)
    # The Node inside Playwright wants a library that a small machine lacks; ours runs there.
    lines = [f"CHROMIUM={chromium}", f"PLAYWRIGHT_NODEJS_PATH={node}", "DJANGO_ALLOW_ASYNC_UNSAFE=true"]
    (BUILD / "browser.env").write_text("\n".join(lines) + "\n")


def unpack_npm_chromium(node: str, npm: list[str]) -> str:
    """A Chromium from npm for people who may not install packages on their machine; returns its path."""
    source, target = REQUIREMENTS / "browser", BUILD / "npm-chromium"
    key = content_hash([source / "package.json", source / "package-lock.json"], extra=str(target))
    if not is_fresh("npm-chromium", key):
        say("installing a Chromium from npm")
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(source, target)
        path = {"PATH": f"{Path(node).parent}{os.pathsep}{os.environ['PATH']}"}
        run(*npm, "ci", "--prefix", target, "--ignore-scripts", "--no-audit", "--no-fund", env=path)
        set_stamp("npm-chromium", key)
    ask = "import('@sparticuz/chromium').then(m => m.default.executablePath()).then(p => console.log(p))"
    done = subprocess.run([node, "-e", ask], check=False, cwd=target, capture_output=True, text=True)
    found = done.stdout.strip()
    if done.returncode or not works(found, "--version"):
        raise SetupFailed(
            "The journeys need Chromium. Type:  sudo apt-get install -y chromium   (or set CHROMIUM=)."
        )
    return found


if __name__ == "__main__":
    sys.exit(run_step(["browser"], {"browser": make_browser}))
