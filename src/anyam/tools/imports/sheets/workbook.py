"""The parent's side of the reading process: hands the file over, receives rows, and ends it whatever
happens.
"""

import json
import logging
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from django.utils.translation import gettext as _

from anyam.tools.imports.sheets import guards, limits
from anyam.tools.imports.sheets.cells import Raw
from anyam.tools.imports.sheets.errors import UnreadableFile

log = logging.getLogger("anyam.imports")
_PROGRAM = Path(__file__).with_name("reader.py")


class WorkbookReader:
    """One workbook in a process of its own. Use as a context manager: leaving it ends the process."""

    def __init__(self, file: BinaryIO) -> None:
        self._process = subprocess.Popen(
            [
                sys.executable,
                "-I",
                str(_PROGRAM),
                *map(
                    str,
                    (
                        limits.READER_MEMORY,
                        limits.READER_CPU_SECONDS,
                        limits.HEAD_ROWS,
                        limits.COLUMNS + 1,
                        limits.SHEETS,
                    ),
                ),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self._clock = threading.Timer(limits.READER_SECONDS, self._process.kill)
        self._clock.daemon = True
        self._clock.start()
        try:
            self._hand_over(file)
        except BaseException:
            self.__exit__()
            raise

    def __enter__(self) -> "WorkbookReader":
        return self

    def __exit__(self, *exception: object) -> None:
        self._clock.cancel()
        self._process.kill()
        for pipe in (self._process.stdin, self._process.stdout):
            try:
                pipe.close()  # type: ignore[union-attr]
            except OSError:
                log.debug("the reading process had closed its pipe")
        self._process.wait()

    def _hand_over(self, file: BinaryIO) -> None:
        pipe = self._process.stdin
        assert pipe is not None
        try:
            pipe.write(guards.file_size(file).to_bytes(8, "big"))
            while chunk := file.read(1024 * 1024):
                pipe.write(chunk)
            pipe.flush()
        except BrokenPipeError:
            log.warning("the reading process ended while it was given the file")

    def heads(self) -> list[dict]:
        """The first rows of every visible sheet: dicts with index, name, width, rows."""
        return self._line()["sheets"]

    def rows(self, sheet: int) -> Iterator[tuple[int, list[Raw]]]:
        """All rows of one sheet that are not empty, as (row number from 1, cells)."""
        pipe = self._process.stdin
        assert pipe is not None
        try:
            pipe.write(f"{sheet}\n".encode())
            pipe.flush()
        except BrokenPipeError as error:
            raise guards.bomb() from error
        while line := self._line():
            yield line[0], line[1]

    def _line(self):
        assert self._process.stdout is not None
        text = self._process.stdout.readline()
        if not text.endswith(b"\n"):
            # No answer: it met one of its limits and was ended by the system.
            raise guards.bomb()
        line = json.loads(text)
        if isinstance(line, dict) and "refused" in line:
            if line["refused"] == "encrypted":
                raise UnreadableFile(
                    _("Berkas ini dikunci kata sandi. Hapus kata sandinya, simpan, lalu pilih lagi."),
                    code="encrypted",
                )
            raise guards.bomb() if line.get("detail") == "MemoryError" else guards.damaged()
        return line
