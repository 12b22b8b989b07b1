"""Results kept between runs, each with all that it depends on, so that what is kept is still true.

A result depends on the page's code, on all that it read while it ran, the pinned versions, the installed distributions,
Python, the machine, and the part of the press that runs pages.
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
from pathlib import Path
from typing import Any

from ..language.config import Site
from .reads import digest, state

MONTH = 30 * 24 * 3600
TICK = 0.05  # seconds by which a file system's clock may lag behind
PINS = ("constraints.txt", "pyproject.toml")
RUNNERS = ("worker.py", "values.py", "shell.py", "processes.py", "store.py", "reads.py", "watch.py")


class Store:
    """The results of one site in a folder; make a new one for each run, as it reads each file of ours once."""

    def __init__(self, site: Site, folder: str = "pages") -> None:
        self.site = site
        self.folder = site.store / folder
        self._states: dict[str, str] = {}

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
        python = [sys.version, platform.machine(), cpu, imported_from(self.site.root)]
        return [pins, engine, installed(), *python, self.site.limits, self.site.data]

    def file(self, name: str) -> str:
        """The state of a file, named from the root."""
        return self.state(f"file {name}")

    def state(self, read: str) -> str:
        """The state of something that a page read; found out once."""
        if read not in self._states:
            self._states[read] = state(read, self.site.root)
        return self._states[read]

    def forget(self) -> None:
        """Remove what was kept long ago; if it is still wanted it is made again."""
        for path in self.folder.glob("*.json"):
            if time.time() - path.stat().st_mtime > MONTH:
                path.unlink(missing_ok=True)

    def find(self, key: str) -> dict[str, Any] | None:
        """What was kept under `key`, if all that it depends on is as it was."""
        try:
            kept = json.loads((self.folder / f"{key}.json").read_bytes())
            depends, outcome = kept["depends"], kept["outcome"]
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return outcome if all(self.state(read) == was for read, was in depends.items()) else None

    def keep(self, key: str, outcome: dict[str, Any], began: float) -> None:
        """Keep an outcome, unless what it read changed after it `began`: nobody knows which text was read."""
        self._states.clear()
        reads = outcome["reads"]
        depends = {read: self.state(read) for read in reads}
        if any(was not in (None, depends[read]) for read, was in reads.items()):
            return
        files = [self.site.root / read.removeprefix("file ") for read, was in reads.items() if was is None]
        if any(path.exists() and path.stat().st_mtime > began - TICK for path in files):
            return
        write(self.folder / f"{key}.json", json.dumps({"depends": depends, "outcome": outcome}).encode())


def cache_folder() -> Path:
    """Where the press keeps what can be computed again."""
    return Path(os.environ.get("PROOFPRESS_CACHE", ".proofpress"))


def installed() -> list[str]:
    """The installed distributions and their versions, by the names of their folders."""
    folders = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    return sorted(path.name for folder in folders for path in Path(folder).glob("*.dist-info"))


def imported_from(root: Path) -> list[str]:
    """Where a page's modules are looked for, in order, Python's own folders and its packages aside."""
    folders = [Path(name).absolute() for name in sys.path]
    python = (Path(sys.prefix), Path(sys.base_prefix))
    ours = [one for one in folders if not any(one.is_relative_to(folder) for folder in python)]
    return [str(one.relative_to(root) if one.is_relative_to(root) else one) for one in ours]


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
