"""The site as it is published: built by the real MkDocs, served under a folder as a code host serves it."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from proofpress.pages.site.publish import wait_for_turn

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
FOLDER = "word2vec-derived"


def address(source: Path) -> str:
    """Where the page of a source stands, seen from the home page."""
    place = source.parent if source.stem == "index" else source.with_suffix("")
    return "" if place == DOCS else f"{place.relative_to(DOCS).as_posix()}/"


SOURCES = sorted([*DOCS.rglob("*.md"), *DOCS.glob("labs/*.py")])
PAGES = [address(source) for source in SOURCES]


def name(page: str) -> str:
    """A page's name, for tests and pictures."""
    return page.rstrip("/").replace("/", "-") or "home"


def build(folder: Path) -> Path:
    """The built site; whoever comes first builds it, the others wait, and what cannot be built is not tried again."""
    site, said = folder / "www" / FOLDER, folder / "www" / "said.txt"
    site.parent.mkdir(parents=True, exist_ok=True)
    with wait_for_turn(folder):
        if not site.exists() and not said.exists():
            command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(site)]
            built = subprocess.run(command, cwd=ROOT, env=surroundings(), capture_output=True, text=True, check=False)
            if built.returncode:
                said.write_text(built.stdout + built.stderr, encoding="utf-8")
    assert site.exists(), said.read_text(encoding="utf-8")
    return site


def surroundings() -> dict[str, str]:
    """The environment without what tests put there, which is never twice the same: what pages ran is kept under it."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "OMP_NUM_THREADS"))}


def published(folder: Path, built: Path) -> Path:
    """A site that was built before, under the name of its folder on the code host."""
    (folder / FOLDER).symlink_to(built.resolve())
    return folder / FOLDER


class Quiet(SimpleHTTPRequestHandler):
    """A file server that writes no log."""

    def log_message(self, *args: Any) -> None:
        """Say nothing."""


@contextmanager
def served(site: Path) -> Iterator[str]:
    """The address of the home page while the site is served."""
    handler = partial(Quiet, directory=str(site.parent))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/{FOLDER}/"
        server.shutdown()


if __name__ == "__main__":
    build(Path(sys.argv[1]))
