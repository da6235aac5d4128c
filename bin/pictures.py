"""Take the pictures of the handbook (make docs): an empty school walks the whole path of the page in a real browser."""

from __future__ import annotations

import contextlib
import io
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from handbook_tour import Visitor, walk
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "docs" / "buku" / "gambar"
README_PICTURE = ROOT / "docs" / "pictures" / "papan-penempatan.png"
README_PICTURE_OF = "19-mengapa"
LARGEST = 200_000
COLOURS = (256, 128, 64)
WINDOW, PHONE = {"width": 1280, "height": 800}, {"width": 360, "height": 740}
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--hide-scrollbars",
    "--lang=id-ID",
]
READY_WITHIN = 60.0
# Settings of a developer's own site; the tour must not touch its database.
NOT_PASSED_ON = {"DATABASE_URL", "DATABASE_ROLE", "ANYAM_STATIC", "ALLOWED_HOSTS"}


class Album:
    """Where pictures go: shrunk to a palette, never above the size that the handbook allows."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.taken: list[str] = []
        folder.mkdir(parents=True, exist_ok=True)

    def take(self, page: Page, name: str, *, phone: bool = False) -> None:
        """One picture of what the window shows, in the wide window or in a phone's."""
        if phone:
            page.set_viewport_size(PHONE)
        page.wait_for_timeout(150)
        content = shrink(page.screenshot(animations="disabled", caret="hide"))
        if phone:
            page.set_viewport_size(WINDOW)
        (self.folder / f"{name}.png").write_bytes(content)
        self.taken.append(f"{name}.png")

    def sweep(self) -> None:
        """Remove pictures of an earlier tour that this one did not take."""
        for path in self.folder.glob("*.png"):
            if path.name not in self.taken:
                path.unlink()


def shrink(content: bytes) -> bytes:
    """The picture with as many colours as fit the allowed size."""
    image = Image.open(io.BytesIO(content)).convert("RGB")
    for colours in COLOURS:
        target = io.BytesIO()
        image.quantize(colours, dither=Image.Dither.NONE).save(target, "PNG", optimize=True)
        if target.tell() <= LARGEST:
            return target.getvalue()
    raise ValueError(f"A picture stays above {LARGEST} bytes even with {COLOURS[-1]} colours.")


@contextlib.contextmanager
def running_app(data: Path, port: int) -> Iterator[str]:
    """Web server and worker on an empty data folder; yields the first secret of the account `operator`."""
    environment = {name: value for name, value in os.environ.items() if name not in NOT_PASSED_ON} | {
        "ANYAM_DATA": str(data),
        "DJANGO_SETTINGS_MODULE": "anyam.config.settings.dev",
        "PUBLIC_BASE_URL": address_of(port),
        "PYTHONPATH": str(ROOT / "src"),
    }
    anyam = [sys.executable, "-m", "anyam.config.cli"]
    subprocess.run([*anyam, "prepare"], check=True, env=environment, cwd=data)
    made = subprocess.run(
        [*anyam, "manage", "make_operator", "operator", "--name", "Ratna Dewi"],
        check=True, env=environment, cwd=data, capture_output=True, text=True,
    )  # fmt: skip
    log = data / "serve.log"
    with log.open("wb") as output:
        server = subprocess.Popen(
            [*anyam, "serve", "--follow-parent", "--port", str(port)],
            env=environment, cwd=data, stdout=output, stderr=subprocess.STDOUT,
        )  # fmt: skip
        try:
            wait_until_ready(port, server, log)
            yield made.stdout.split()[-1]
        finally:
            server.terminate()
            server.wait(timeout=30)


def wait_until_ready(port: int, server: subprocess.Popen[bytes], log: Path) -> None:
    """Until the web server takes connections; raises RuntimeError with its last words when it does not."""
    until = time.monotonic() + READY_WITHIN
    while time.monotonic() < until and server.poll() is None:
        if b"Anyam siap" in log.read_bytes():
            return
        time.sleep(0.2)
    raise RuntimeError(f"Anyam did not start on port {port}:\n{log.read_text(encoding='utf-8')[-2000:]}")


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def address_of(port: int) -> str:
    """The address of the site as pages and letters show it."""
    return f"http://localhost:{port}"


def opened(browser: Browser, address: str, album: Album) -> Visitor:
    """A person with a browser of their own."""
    context = browser.new_context(
        viewport=WINDOW, locale="id-ID", timezone_id="Asia/Jakarta", base_url=address, reduced_motion="reduce"
    )
    context.set_default_timeout(20_000)
    return Visitor(context.new_page(), album)


def main(arguments: list[str]) -> int:
    """Walk the path with the files of a folder (demo/ unless named); returns the exit code."""
    files = Path(arguments[0]) if arguments else ROOT / "demo"
    port = free_port()
    album = Album(PICTURES)
    chromium = os.environ.get("CHROMIUM", "/usr/bin/chromium")
    with (
        tempfile.TemporaryDirectory(prefix="anyam-pictures-") as folder,
        running_app(Path(folder), port) as secret,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        counted = walk(lambda: opened(browser, address_of(port), album), files, secret)
        browser.close()
    album.sweep()
    README_PICTURE.parent.mkdir(parents=True, exist_ok=True)
    README_PICTURE.write_bytes((PICTURES / f"{README_PICTURE_OF}.png").read_bytes())
    for name, clicks, seconds in counted:
        print(f"{name:32} {clicks:4} klik {seconds:6.1f} detik")
    print(f"{len(album.taken)} gambar di {PICTURES.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
