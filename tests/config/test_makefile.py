"""`make` offers the commands that the documentation names."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NAMED = {
    "run", "test", "test-all", "fast", "check", "fmt", "migrate", "demo", "journeys", "docs", "wheel", "lock",
    "translations", "sweep", "sweep-mutants", "bench", "bench-lists", "bench-import", "bench-round",
}  # fmt: skip


@pytest.mark.pure
def test_every_named_command_is_a_target():
    text = (ROOT / "Makefile").read_text()
    targets = {name for line in re.findall(r"^([\w -]+):", text, re.MULTILINE) for name in line.split()}
    assert NAMED - targets == set()
