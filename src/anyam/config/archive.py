"""The form of a backup: one compressed tar with the rows, the files and, last, a manifest of their hashes."""

import gzip
import hashlib
import io
import json
import os
import re
import tarfile
import zlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO

FORMAT = 1
MANIFEST = "manifest.json"
FILES = "files/"
CONTENT_NAME = re.compile(r"[0-9a-f]{64}$")
CHUNK = 1 << 20


class DamagedArchive(Exception):
    """The archive is cut off, changed or not one of ours; the text names the first fault found."""


@dataclass(frozen=True)
class Manifest:
    """What an archive holds. `files` and `rows` map names inside the archive to SHA-256 hashes."""

    made_at: str
    engine: str
    rows: dict[str, str]
    files: dict[str, str]
    counts: dict[str, int]
    migrations: list[str]
    missing: list[str] = field(default_factory=list)
    damaged: list[str] = field(default_factory=list)
    format: int = FORMAT


def hash_of(path: Path) -> str:
    """SHA-256 of a file's content."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def files_below(folder: Path) -> Iterator[tuple[str, Path]]:
    """Every stored file with its name in the store; half-written ones start with a dot and are left out."""
    for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
        if path.is_file() and not path.name.startswith("."):
            yield path.relative_to(folder).as_posix(), path


def write(target: Path, *, rows: Path, store: Path, about: dict) -> Manifest:
    """Write an archive in one pass and put it in place only when it is complete and on the disk.

    `about` holds made_at, engine, counts, migrations and `expected` (names of files that the rows point to).
    A stored file whose name is its hash but whose content is not is listed as damaged; a file that rows point
    to and the store lacks is listed as missing. Both are recorded, not refused: the rest must still be saved.
    """
    expected = about.pop("expected")
    partial = target.with_name(f".{target.name}.partial")
    hashes: dict[str, str] = {}
    try:
        with partial.open("wb") as raw, tarfile.open(fileobj=raw, mode="w:gz", compresslevel=3) as tar:
            row_hash = hash_of(rows)
            tar.add(rows, arcname=rows.name)
            for name, path in files_below(store):
                hashes[name] = hash_of(path)
                tar.add(path, arcname=FILES + name)
            manifest = Manifest(
                rows={rows.name: row_hash},
                files=hashes,
                missing=sorted(set(expected) - set(hashes)),
                damaged=[name for name, found in hashes.items() if _is_misnamed(name, found)],
                **about,
            )
            content = json.dumps(asdict(manifest), indent=1).encode()
            entry = tarfile.TarInfo(MANIFEST)
            entry.size = len(content)
            tar.addfile(entry, io.BytesIO(content))
        _to_disk(partial)
        partial.chmod(0o600)
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)
    return manifest


def _is_misnamed(name: str, found: str) -> bool:
    """Whether a name that ends in a hash (`ab/cdef…`, `ab/abcdef….jpg`) promises other content than found."""
    promised = CONTENT_NAME.search(name.replace("/", "").split(".")[0])
    return promised is not None and promised[0] != found


def _to_disk(path: Path) -> None:
    with path.open("rb") as stream:
        os.fsync(stream.fileno())


def unpack(archive: Path, folder: Path | None) -> Manifest:
    """Read the whole archive and compare every hash; its content stays in `folder` (None: only verify).

    Raises DamagedArchive.
    """
    found: dict[str, str] = {}
    content = b""
    try:
        with gzip.open(archive) as plain, tarfile.open(fileobj=plain, mode="r|") as tar:
            for entry in tar:
                stream = tar.extractfile(entry) if entry.isreg() else None
                if stream is None or not _is_safe(entry.name):
                    raise DamagedArchive(f"unexpected entry {entry.name!r}")
                if entry.name == MANIFEST:
                    content = stream.read()
                else:
                    found[entry.name] = _copy(stream, folder / entry.name if folder else None)
            # The tar ends before the compressed stream does: its check sum stands at the very end.
            while plain.read(CHUNK):
                continue
    except (tarfile.TarError, zlib.error, EOFError, OSError, ValueError) as error:
        raise DamagedArchive(f"{archive.name}: {error}") from error
    manifest = _read_manifest(content)
    wanted = manifest.rows | {FILES + name: value for name, value in manifest.files.items()}
    for name in sorted(wanted.keys() | found.keys()):
        if wanted.get(name) != found.get(name):
            raise DamagedArchive(f"{name} does not have the content that the manifest names")
    return manifest


def _is_safe(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return ".." not in parts and not name.startswith("/") and (len(parts) == 1 or parts[0] == "files")


def _copy(stream: IO[bytes], target: Path | None) -> str:
    """Hash a stream and, with a target, write it there."""
    digest = hashlib.sha256()
    if target:
        target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") if target else io.BytesIO() as out:
        while chunk := stream.read(CHUNK):
            digest.update(chunk)
            if target:
                out.write(chunk)
        if target:
            out.flush()
            os.fsync(out.fileno())
            target.chmod(0o600)
    return digest.hexdigest()


def _read_manifest(content: bytes) -> Manifest:
    try:
        manifest = Manifest(**json.loads(content))
    except (ValueError, TypeError) as error:
        raise DamagedArchive("the manifest is missing or cannot be read") from error
    if manifest.format != FORMAT or len(manifest.rows) != 1:
        raise DamagedArchive(f"format {manifest.format} is not known to this version")
    return manifest
