"""Time and memory of reading and checking Dapodik's list of pupils, 66 columns: 2,000, 5,000 and 50,000 rows."""

import argparse
import json
import resource
import shutil
import subprocess
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from bench.world import fresh_database, hand_over, tell, timed

PREVIEW, SMALL, LARGE = 2_000, 5_000, 50_000
CLASSES = 40


def write_file(count: int, target: Path) -> None:
    """ "Daftar Peserta Didik" with this many pupils, every column of it filled as Dapodik fills it."""
    from tests.factories.dapodik import pupil_row, pupils_file

    day = date(2009, 1, 1)
    rows = [
        pupil_row(
            f"Siswa Nomor {number}",
            nisn=f"{90000000 + number:010d}",
            nipd=f"{number}/246.4",
            jk="PL"[number % 2],
            born=(day + timedelta(days=number % 700)).isoformat(),
            group=f"XI Kuliner {number % CLASSES + 1}",
            hp=f"0812{number:08d}",
            father=f"Ayah Nomor {number}",
            mother=f"Ibu Nomor {number}",
            latitude=-2.2 - number % 100 / 1000,
            longitude=113.9 + number % 90 / 1000,
        )
        for number in range(count)
    ]
    target.write_bytes(pupils_file(rows).getbuffer())


def check_file(path: Path) -> dict[str, float]:
    """From the uploaded file to the checked preview, the check by its job as the worker runs it."""
    from django.core.files.uploadedfile import TemporaryUploadedFile
    from django.utils import timezone

    from anyam.tools.imports import operations
    from anyam.tools.imports.kinds import kind_named
    from anyam.tools.jobs.operations import run_now
    from tests.factories import people, schools

    school = schools.make_school()
    for number in range(CLASSES):
        schools.make_class(school, name=f"XI Kuliner {number + 1}")
    actor = people.make_actor(school, "operator")
    upload = TemporaryUploadedFile(path.name, "application/octet-stream", path.stat().st_size, None)
    with path.open("rb") as source:
        shutil.copyfileobj(source, upload)
    upload.seek(0)
    before = _peak_mb()
    with timed() as reading:
        kind = kind_named("dapodik_pupils")
        batch = operations.start_import(
            actor=actor, kind=kind, file=upload, file_name=path.name, now=timezone.now()
        )
    with timed() as checking:
        job = operations.check_batch(actor=actor, batch=batch, now=timezone.now())
        if job is not None:
            run_now(job)
    batch.refresh_from_db()
    assert batch.ready_count == batch.row_count, (batch.ready_count, batch.row_count)
    return {
        "rows": batch.row_count,
        "read_s": round(reading[0], 2),
        "check_s": round(checking[0], 2),
        "peak_mb": _peak_mb(),
        "before_mb": before,
    }


def _peak_mb() -> float:
    """The most memory that this process, or one of its children, ever held."""
    used = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return round(used / 1024, 1)


def in_process_of_its_own(*words: str) -> dict[str, Any]:
    """Run a part of this file in a fresh process, so that the memory of one does not hide that of another."""
    command = [sys.executable, "-m", "bench.imports", *words]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout.splitlines()[-1])


def measure() -> dict[str, float]:
    """All figures of this measurement."""
    found = {}
    with tempfile.TemporaryDirectory(prefix="anyam-bench-") as folder:
        for count in (PREVIEW, SMALL, LARGE):
            path = Path(folder) / f"daftar_pd_{count}.xlsx"
            in_process_of_its_own("--write", str(count), str(path))
            tell(f"{count} rows, {path.stat().st_size / 1e6:.1f} MB")
            found[count] = in_process_of_its_own("--check", str(path))
            tell(f"{found[count]}")
            path.unlink()
    return {
        "preview_2k_s": round(found[PREVIEW]["read_s"] + found[PREVIEW]["check_s"], 2),
        "rows_50k_s": round(found[LARGE]["read_s"] + found[LARGE]["check_s"], 2),
        "peak_mb": found[LARGE]["peak_mb"],
        "peak_5k_mb": found[SMALL]["peak_mb"],
        "grows_mb": round(found[LARGE]["peak_mb"] - found[SMALL]["peak_mb"], 1),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", nargs=2, metavar=("ROWS", "FILE"), help="only make a file")
    parser.add_argument("--check", metavar="FILE", help="only read and check a file")
    given = parser.parse_args()
    if given.write:
        write_file(int(given.write[0]), Path(given.write[1]))
        hand_over({})
    elif given.check:
        with fresh_database():
            hand_over(check_file(Path(given.check)))
    else:
        hand_over(measure())


if __name__ == "__main__":
    main()
