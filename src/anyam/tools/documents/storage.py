"""The store of files: named by the SHA-256 of their content, written once, checked when read."""

import hashlib
import os
import tempfile
from pathlib import Path

from django.conf import settings

from anyam.tools.documents import rules
from anyam.tools.documents.errors import FileDamaged


def keep(content: bytes) -> tuple[str, str]:
    """Write content to disk, durably, before the row that names it; returns (name in the store, SHA-256).

    The same content twice is one file. A half-written file has a name that no row and no backup knows.
    """
    digest = hashlib.sha256(content).hexdigest()
    name = rules.content_name(digest)
    target = Path(settings.MEDIA_ROOT) / name
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, partial = tempfile.mkstemp(dir=target.parent, prefix=".writing-")
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        Path(partial).replace(target)
    return name, digest


def read(name: str | None, digest: str) -> bytes:
    """The content as it was kept. Raises FileDamaged when it is missing or no longer the same."""
    try:
        content = (Path(settings.MEDIA_ROOT) / (name or "-")).read_bytes()
    except OSError as error:
        raise FileDamaged from error
    if hashlib.sha256(content).hexdigest() != digest:
        raise FileDamaged
    return content


def digest_of(name: str | None) -> str:
    """The hash that a name of the store promises."""
    return (name or "").replace("/", "")
