"""Build the wheel and resolve the locks anew (python3 bin/release.py wheel|lock)."""

from __future__ import annotations

import sys

from bootstrap import REQUIREMENTS, ROOT, VENV, make_venv, run, run_step, say


def make_wheel() -> None:
    """Build dist/anyam-….whl with assets and compiled translations inside, by the locked build packages."""
    say("building the wheel")
    uv = make_venv()
    locked = ["--build-constraints", REQUIREMENTS / "build.lock", "--require-hashes"]
    run(uv, "build", "-q", "--wheel", "--python", VENV / "bin" / "python", *locked, "-o", ROOT / "dist", ROOT)


def make_locks() -> None:
    """Resolve requirements/*.in anew into locks with hashes, without addresses, for every machine."""
    uv = make_venv()
    options = [
        "--universal",
        "--python-version",
        "3.11",
        "--generate-hashes",
        "--no-header",
        "--no-annotate",
        "-q",
    ]
    for name in ("runtime", "dev", "build", "node", "uv"):
        say(f"locking {name}")
        source, lock = REQUIREMENTS / f"{name}.in", REQUIREMENTS / f"{name}.lock"
        run(uv, "pip", "compile", *options, "--upgrade", source, "-o", lock)
        for platform in ("x86_64-manylinux_2_36", "aarch64-manylinux_2_36"):
            for version in ("3.11", "3.12", "3.13"):
                check = ["--python-platform", platform, "--python-version", version, "--only-binary", ":all:"]
                run(uv, "pip", "compile", "-q", "--no-header", *check, lock)


if __name__ == "__main__":
    sys.exit(run_step(sys.argv[1:], {"wheel": make_wheel, "lock": make_locks}))
