"""The state of each thing that a page read: while it is the same, the page would read the same.

A read is a word for how it was read and a name: `file data/a.csv`, `kind data`, `variable HOME`.
A name is a path from the root of the book, or a whole one.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

FIXED = {
    "MKL_NUM_THREADS": "1",
    "MPLBACKEND": "agg",
    "OMP_NUM_THREADS": "1",
    "PYTHONHASHSEED": "0",
    "SOURCE_DATE_EPOCH": "0",
}
SUFFIXES = (".dist-info", ".egg-info", ".egg-link", ".pth", ".py", ".so")
OURS = {*FIXED, "IPYTHONDIR", "PROOFPRESS_ROOT"}  # the variables that are set for every page


def state(read: str, root: Path) -> str:
    """The state of what was read, as it is now."""
    how, _, name = read.partition(" ")
    try:
        return digest(repr(STATES[how](root / name) if how in STATES else _variable(name)).encode())
    except OSError as error:
        return type(error).__name__


def digest(data: bytes) -> str:
    """A name for some bytes."""
    return sha256(data).hexdigest()


def is_read_later(read: str, root: Path) -> bool:
    """Whether the state is found out when the page has run, as it may be long to read, or a variable it may change."""
    how, _, name = read.partition(" ")
    return how == "variable" or (how == "file" and (root / name).is_file())


def _variable(name: str) -> Any:
    """A variable of the environment; without a name all that are not set for every page."""
    return os.environ.get(name) if name else sorted(one for one in os.environ.items() if one[0] not in OURS)


def _file(path: Path) -> Any:
    """The bytes of a file, or the names in a folder."""
    return sorted(one.name for one in path.iterdir()) if path.is_dir() else digest(path.read_bytes())


def _kind(path: Path) -> Any:
    """What kind of thing stands there, and where a link leads."""
    link = str(path.readlink()) if path.is_symlink() else ""
    return link, stat.S_IFMT(path.stat().st_mode) if path.exists() else 0


def _stat(path: Path) -> Any:
    """What the system says of a file, the time of its last reading aside; of a link, of the link too."""
    both = (path.lstat(), path.stat()) if path.exists() else (path.lstat(),)
    return [(one.st_mode, one.st_ino, one.st_uid, one.st_gid, one.st_size, one.st_mtime_ns) for one in both]


def _access(path: Path) -> Any:
    """What may be done with a file."""
    return [os.access(path, mode) for mode in (os.F_OK, os.R_OK, os.W_OK, os.X_OK)]


def _names(path: Path) -> Any:
    """The names in a folder, and which of them are folders."""
    return sorted((one.name, one.is_dir()) for one in os.scandir(path))


def _entries(path: Path) -> Any:
    """The same with what the system says of each."""
    return [(one.name, _stat(one)) for one in sorted(path.iterdir())]


def _modules(path: Path) -> Any:
    """What could be imported from a folder, and the distributions that are installed in it."""
    found = (one for one in path.iterdir() if one.suffix in SUFFIXES or (one.name.isidentifier() and one.is_dir()))
    return sorted(one.name for one in found if one.name != "__pycache__")


STATES: dict[str, Callable[[Path], Any]] = {
    "file": _file,
    "kind": _kind,
    "stat": _stat,
    "access": _access,
    "names": _names,
    "entries": _entries,
    "modules": _modules,
}
