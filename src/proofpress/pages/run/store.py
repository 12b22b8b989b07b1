"""Results kept between runs, each with all that it depends on, so that what is kept is still true.

A result depends on the page's code, every file of ours that was opened and every folder that was listed while it
ran, the pinned versions, the installed distributions, Python, the machine, and the part of the press that runs pages.
"""

from __future__ import annotations

import json
import os
import platform
import sys
import sysconfig
import tempfile
import time
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any

from ..language.config import Site

MONTH = 30 * 24 * 3600
TICK = 0.05  # seconds by which a file system's clock may lag behind
PINS = ("constraints.txt", "pyproject.toml")
RUNNERS = ("worker.py", "values.py", "shell.py", "processes.py", "store.py")


class Store:
    """The results of one site; make a new one for each run, as it reads each file of ours once."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.folder = site.store / "pages"
        self._digests: dict[str, str] = {}

    def key(self, steps: list[dict[str, Any]]) -> str:
        """The name of the result of some steps here and now, their files aside."""
        return digest(json.dumps([steps, self.surroundings]).encode())

    @cached_property
    def surroundings(self) -> list[Any]:
        """All that a result depends on beside the page and our files."""
        here = Path(__file__).parent
        pins = [self.file(name) for name in PINS]
        engine = [digest((here / name).read_bytes()) for name in RUNNERS]
        cpu = os.environ.get("ATEN_CPU_CAPABILITY", "")
        return [pins, engine, installed(), sys.version, platform.machine(), cpu, self.site.limits]

    def file(self, name: str) -> str:
        """The digest of a file or of a folder's listing, or nothing if there is none."""
        if name not in self._digests:
            path = self.site.root / name
            self._digests[name] = digest(contents(path)) if path.exists() else ""
        return self._digests[name]

    def forget(self) -> None:
        """Remove what was kept long ago; if it is still wanted it is made again."""
        for path in self.folder.glob("*.json"):
            if time.time() - path.stat().st_mtime > MONTH:
                path.unlink(missing_ok=True)

    def find(self, key: str) -> dict[str, Any] | None:
        """What was kept under `key`, if every file it depends on is as it was."""
        try:
            kept = json.loads((self.folder / f"{key}.json").read_bytes())
            depends, outcome = kept["depends"], kept["outcome"]
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return outcome if all(self.file(name) == was for name, was in depends.items()) else None

    def keep(self, key: str, outcome: dict[str, Any], began: float) -> None:
        """Keep an outcome, unless a file was written after it `began`: nobody knows which text was read."""
        paths = [self.site.root / name for name in outcome["files"]]
        if any(not path.exists() or path.stat().st_mtime > began - TICK for path in paths):
            return
        self._digests.clear()
        depends = {name: self.file(name) for name in outcome["files"]}
        write(self.folder / f"{key}.json", json.dumps({"depends": depends, "outcome": outcome}).encode())


def cache_folder() -> Path:
    """Where the press keeps what can be computed again."""
    return Path(os.environ.get("PROOFPRESS_CACHE", ".proofpress"))


def contents(path: Path) -> bytes:
    """The bytes of a file, or the names in a folder, without those that no page can see a difference by."""
    if path.is_file():
        return path.read_bytes()
    names = (one.name for one in path.iterdir())
    return "\n".join(sorted(name for name in names if name != "__pycache__" and not name.startswith("."))).encode()


def digest(data: bytes) -> str:
    """A name for some bytes."""
    return sha256(data).hexdigest()


def installed() -> list[str]:
    """The installed distributions and their versions, by the names of their folders."""
    folders = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    return sorted(path.name for folder in folders for path in Path(folder).glob("*.dist-info"))


def write(path: Path, data: bytes) -> None:
    """Write a file whole or not at all, whoever else writes it or kills us."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".new")
    fresh = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            fresh.chmod(path.stat().st_mode)
        fresh.replace(path)
    except BaseException:
        fresh.unlink()
        raise
