"""A backup archive gives back what went in, and refuses every kind of damage."""

import hashlib
import io
import json
import tarfile
from pathlib import Path

import pytest

from anyam.config import archive

pytestmark = pytest.mark.pure


def stored(store: Path, content: bytes, folder: str = "") -> str:
    """Keep content under its hash, in one of the two shapes that a name may have."""
    digest = hashlib.sha256(content).hexdigest()
    name = f"{folder}/{digest}.jpg" if folder else f"{digest[:2]}/{digest[2:]}"
    (store / name).parent.mkdir(parents=True, exist_ok=True)
    (store / name).write_bytes(content)
    return name


def about(expected: list[str]) -> dict:
    return {
        "made_at": "2026-11-24T02:00:00+00:00",
        "engine": "sqlite",
        "counts": {"people_person": 3},
        "migrations": ["people.0001_initial"],
        "expected": expected,
    }


@pytest.fixture
def store(tmp_path: Path) -> Path:
    folder = tmp_path / "files"
    folder.mkdir()
    return folder


@pytest.fixture
def rows(tmp_path: Path) -> Path:
    path = tmp_path / "rows.sqlite3"
    path.write_bytes(bytes(range(256)) * 400)
    return path


@pytest.fixture
def made(tmp_path: Path, store: Path, rows: Path) -> Path:
    names = [stored(store, b"photo one" * 5000), stored(store, b"photo two", "cd")]
    target = tmp_path / "backup.tar.gz"
    archive.write(target, rows=rows, store=store, about=about(names))
    return target


def test_everything_comes_back(made: Path, tmp_path: Path, store: Path, rows: Path):
    manifest = archive.unpack(made, tmp_path / "out")
    assert (tmp_path / "out" / "rows.sqlite3").read_bytes() == rows.read_bytes()
    back = {name: path.read_bytes() for name, path in archive.files_below(tmp_path / "out" / "files")}
    assert back == {name: path.read_bytes() for name, path in archive.files_below(store)}
    assert manifest.counts == {"people_person": 3}
    assert (manifest.missing, manifest.damaged) == ([], [])


def test_archive_is_readable_by_its_owner_only(made: Path):
    assert made.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("folder", ["", "photos"])
def test_missing_and_changed_files_are_listed(tmp_path: Path, store: Path, rows: Path, folder: str):
    whole, gone, changed = (stored(store, content, folder) for content in (b"whole", b"gone", b"changed"))
    (store / gone).unlink()
    (store / changed).write_bytes(b"other")
    manifest = archive.write(
        tmp_path / "b.tar.gz", rows=rows, store=store, about=about([whole, gone, changed])
    )
    assert manifest.missing == [gone]
    assert manifest.damaged == [changed]
    assert archive.unpack(tmp_path / "b.tar.gz", None) == manifest


def test_a_half_written_archive_is_not_left_behind(tmp_path: Path, store: Path):
    with pytest.raises(FileNotFoundError):
        archive.write(tmp_path / "b.tar.gz", rows=tmp_path / "absent", store=store, about=about([]))
    assert [path.name for path in tmp_path.iterdir()] == ["files"]


@pytest.mark.parametrize("share", [0.0, 0.01, 0.3, 0.6, 0.9, 0.99])
def test_cut_off_archive_is_refused(made: Path, share: float):
    content = made.read_bytes()
    made.write_bytes(content[: int(len(content) * share)])
    with pytest.raises(archive.DamagedArchive):
        archive.unpack(made, None)


@pytest.mark.parametrize("share", [0.1, 0.25, 0.5, 0.75, 0.95])
def test_one_flipped_byte_is_refused(made: Path, share: float):
    content = bytearray(made.read_bytes())
    content[int(len(content) * share)] ^= 0xFF
    made.write_bytes(bytes(content))
    with pytest.raises(archive.DamagedArchive):
        archive.unpack(made, None)


def rewritten(made: Path, change) -> None:
    """Take the archive apart, change its entries, pack it again soundly."""
    with tarfile.open(made) as tar:
        entries = {entry.name: tar.extractfile(entry).read() for entry in tar}
    change(entries)
    with tarfile.open(made, "w:gz") as tar:
        for name, content in entries.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            tar.addfile(entry, io.BytesIO(content))


def drop_file(entries: dict[str, bytes]) -> None:
    del entries[next(name for name in entries if name.startswith("files/"))]


def add_file(entries: dict[str, bytes]) -> None:
    entries["files/extra"] = b"smuggled"


def change_rows(entries: dict[str, bytes]) -> None:
    entries["rows.sqlite3"] = b"other rows"


def drop_manifest(entries: dict[str, bytes]) -> None:
    del entries["manifest.json"]


def climb_out(entries: dict[str, bytes]) -> None:
    entries["files/../../climbed"] = b"out"


def newer_format(entries: dict[str, bytes]) -> None:
    manifest = json.loads(entries["manifest.json"])
    entries["manifest.json"] = json.dumps(manifest | {"format": 99}).encode()


@pytest.mark.parametrize(
    "change",
    [drop_file, add_file, change_rows, drop_manifest, climb_out, newer_format],
    ids=lambda f: f.__name__,
)
def test_soundly_packed_but_wrong_content_is_refused(made: Path, tmp_path: Path, change):
    rewritten(made, change)
    with pytest.raises(archive.DamagedArchive):
        archive.unpack(made, tmp_path / "out")
    assert not (tmp_path / "climbed").exists()


def test_a_link_in_an_archive_is_refused(made: Path, tmp_path: Path):
    with tarfile.open(made, "w:gz") as tar:
        entry = tarfile.TarInfo("files/link")
        entry.type, entry.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tar.addfile(entry)
    with pytest.raises(archive.DamagedArchive):
        archive.unpack(made, tmp_path / "out")
