"""The typst compiler, alone: also run as a program of its own, which gives its memory back when it ends.

Knows neither Django nor the house. Its root is the library's folder: a template can read nothing else.
"""

import base64
import json
import subprocess
import sys
import threading
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import typst

HERE = Path(__file__).resolve().parent
# Tagged for screen readers and archivable; typst refuses to write a file that is neither.
TAGGED: list[Any] = ["a-2a", "ua-1"]
# A file of hundreds of pages for the printer only: archivable, a quarter of the size.
UNTAGGED: list[Any] = ["a-2b"]
_own = threading.local()


class CompileError(Exception):
    """What typst said."""


@cache
def fonts() -> typst.Fonts:
    """Only our own fonts, so that a document looks the same on every machine."""
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(HERE / "fonts")]
    )


def compiler() -> typst.Compiler:
    """One compiler per thread."""
    if not hasattr(_own, "compiler"):
        _own.compiler = typst.Compiler(root=str(HERE / "typst"), font_paths=fonts())
    return _own.compiler


def compile_here(source: bytes, data: str, *, seconds: int, tagged: bool) -> bytes:
    """Compile in this process; `seconds` is the moment written into the file. Raises CompileError."""
    try:
        made = compiler().compile(
            input=source,
            format="pdf",
            sys_inputs={"data": data},
            pdf_standards=TAGGED if tagged else UNTAGGED,
            pdf_tags=tagged,
            timestamp=datetime.fromtimestamp(seconds, UTC),
        )
    except typst.TypstError as error:
        raise CompileError(f"{error}\n{error.diagnostic}") from error
    assert isinstance(made, bytes)
    return made


def compile_apart(source: bytes, data: str, *, seconds: int, tagged: bool) -> bytes:
    """Compile in a process of its own: 400 pages take 350 MB, which typst would keep. Raises CompileError."""
    order = {
        "source": base64.b64encode(source).decode(),
        "data": data,
        "seconds": seconds,
        "tagged": tagged,
    }
    done = subprocess.run(
        [sys.executable, __file__], input=json.dumps(order).encode(), capture_output=True, check=False
    )
    if done.returncode:
        raise CompileError(done.stderr.decode("utf-8", "replace"))
    return done.stdout


def main() -> int:
    """Read an order from stdin, write the PDF to stdout, or what went wrong to stderr."""
    order = json.load(sys.stdin)
    source = base64.b64decode(order["source"])
    try:
        made = compile_here(source, order["data"], seconds=order["seconds"], tagged=order["tagged"])
    except CompileError as error:
        sys.stderr.write(str(error))
        return 1
    sys.stdout.buffer.write(made)
    return 0


if __name__ == "__main__":
    sys.exit(main())
