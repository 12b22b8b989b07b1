"""A book as it is kept: checked and printed in a child process, so that this one imports none of it.

The child is handed the chains of all pages, imports the modules that mkdocs.yml names, judges every derivation and
prints every line in every convention.
What it hands back is kept on disk and holds until a file it read, the press or a version changes.
"""

from __future__ import annotations

import fcntl
import os
import pickle
import platform
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from hashlib import sha256
from importlib import metadata
from pathlib import Path
from typing import IO, Any

from ..language.config import Settings, Site, config_in
from ..language.source import Fence, chains
from ..run.listening import aside
from ..run.store import TICK, cache_folder, write
from .book import Book, BookDerivation

IN_PAGE = "PROOFPRESS_ROOT"  # the root of the site, where the code of a page runs
CHAINS = "the chains on the pages"
VERSIONS = ("sympy", "mpmath")
PINS = "constraints.txt"
TRIES = 5  # times that a book is made when a file of it is written meanwhile
MOMENT = 0.03  # seconds between two looks at whether a book is made


class BookError(ValueError):
    """The derivations or the notation could not be imported or printed."""


class Halted(Exception):
    """The making of a book was ended before it was made."""


Kept = tuple[str, dict[str, str], bytes, bool]  # its stamp, what it depends on, the book, and whether lines wait in it
Halt = Callable[[float], bool]
_known: dict[tuple[Settings, str], Book] = {}


def never(seconds: float) -> bool:
    """Wait for so long, and go on."""
    time.sleep(seconds)
    return False


def load(settings: Settings, *, hurried: bool = False, halt: Halt = never) -> Book:
    """The book, from the cache where nothing it depends on has changed, else checked and printed anew.

    A book made in a hurry may hold lines that wait for a longer trial; otherwise each is tried for as long as it may.
    `halt` waits for some seconds and says whether to give up, which raises `Halted`.
    """
    if not settings.derivations and not settings.notation:
        return Book()
    stamp, _, pickled, _ = _read(settings, hurried) or _make(settings, hurried, halt)
    if (settings, stamp) not in _known:
        _known.clear()
        _known[settings, stamp] = pickle.loads(pickled)
    return _known[settings, stamp]


def _read(settings: Settings, hurried: bool = False) -> Kept | None:
    """What is kept, if it still holds; the code of a page runs once that is known, and depends on the book alone."""
    kept: Kept | None = unpickled(_path(settings))
    if kept and IN_PAGE in os.environ:
        return kept
    return kept if kept and kept[1] == states(kept[1]) and (hurried or not kept[3]) else None


def alone(settings: Settings, slug: str) -> tuple[BookDerivation, str] | None:
    """One derivation and our convention, where the code of a page asks: that then depends on no other derivation."""
    return unpickled(file_of(slug, _path(settings))) if IN_PAGE in os.environ else None


def file_of(slug: str, book: Path) -> Path:
    """Where one derivation of a book is kept by itself."""
    return book.with_suffix("") / f"{digest(slug)[:16]}.pickle"


def forget() -> None:
    """Make every book anew when it is next asked for; what was found out about its lines is kept."""
    for path in (*cache_folder().glob("book-*.pickle"), *printed_folder().glob("*.pickle")):
        path.unlink(missing_ok=True)


def printed_folder() -> Path:
    """Where each chain is kept as it was printed."""
    return cache_folder() / "chains"


def on_pages() -> list[tuple[str, Fence]]:
    """Each chain that stands on a page of the site here, with the page's path."""
    here = Path.cwd()
    return list(chains(Site.load(here) if config_in(here) else Site(here, here / "docs")))


def state_of(found: Iterable[tuple[str, Fence]]) -> str:
    """What the book depends on of its pages: their chains, wherever on the page they stand."""
    return digest([(path, fence.body) for path, fence in found])


def unpickled(path: Path) -> Any:
    """What we wrote to a file, or nothing if it is not there or not whole."""
    try:
        return pickle.loads(path.read_bytes())
    except (OSError, ValueError, EOFError, pickle.UnpicklingError, AttributeError):
        return None


def _path(settings: Settings) -> Path:
    name = sha256(f"{Path.cwd()} {settings}".encode()).hexdigest()[:16]
    return cache_folder() / f"book-{name}.pickle"


def _make(settings: Settings, hurried: bool, halt: Halt) -> Kept:
    """Let a child make the book; if another process is at it already, wait and take what that one made."""
    path = _path(settings)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.with_suffix(".lock").open("w") as lock:
        while not _is_ours(lock):
            _go_on(halt)
        return _read(settings, hurried) or _in_child(settings, path, hurried, halt)


def _is_ours(lock: IO[str]) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _go_on(halt: Halt) -> None:
    if halt(MOMENT):
        raise Halted


def _in_child(settings: Settings, path: Path, hurried: bool = False, halt: Halt = never) -> Kept:
    """What a child makes of the files as they are; again, if one of them is written meanwhile."""
    making = [sys.executable, "-B", "-m", "proofpress.pages.book.making"]
    named = [settings.derivations, settings.notation, settings.topics, str(settings.line_seconds)]
    command = [*making, *named, str(path), *["hurried"] * hurried]
    for _ in range(TRIES):
        write(path.with_suffix(".chains"), pickle.dumps(on_pages()))  # which are found here already
        with aside():  # what it reads is kept with the book
            code = _run(command, halt)
        if code:
            raise BookError(_complaint(path, code))
        if kept := _read(settings, hurried):
            return kept
    return pickle.loads(path.read_bytes())


def _run(command: list[str], halt: Halt) -> int:
    """The code with which a program ends, in a session of its own: that ends when this process lets go of its input."""
    fixed = os.environ | {"PYTHONHASHSEED": "0"}  # SymPy's order of terms must not depend on chance
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=2, env=fixed, start_new_session=True) as child:
        while (code := child.poll()) is None:  # stdout is 2, as sys.stderr may have no number
            _go_on(halt)
    return code


def _complaint(path: Path, code: int) -> str:
    said = path.with_suffix(".error")
    return said.read_text("utf-8") if said.exists() else f"the process that checks the derivations ended with {code}"


def states(names: Iterable[str], since: float | None = None) -> dict[str, str]:
    """The state now of all that a book depends on: files and folders of modules by their hash, versions.

    What was written after `since` has no state, as nobody knows which text of it was read.
    """
    return {name: "" if since and _written(Path(name)) > since - TICK else _state(name) for name in names}


def _written(path: Path) -> float:
    """When a file, or the last written of a folder's modules, was written."""
    files = path.rglob("*.py") if path.is_dir() else [path]
    return max((file.stat().st_mtime for file in files if file.exists()), default=0)


def files_of_ours() -> set[str]:
    """The source of every imported module that is neither Python's nor an installed distribution's."""
    files = {getattr(module, "__file__", None) for module in list(sys.modules.values())}
    installed = {str(Path(p).resolve()) for p in (sys.prefix, sys.base_prefix)}
    paths = {Path(f).resolve() for f in files if f}
    return {str(p) for p in paths if p.suffix == ".py" and not any(str(p).startswith(i + os.sep) for i in installed)}


def _state(name: str) -> str:
    if name == CHAINS:
        return state_of(on_pages())
    if name == "python":
        return platform.python_version()
    if name in VERSIONS:
        return metadata.version(name)
    path = Path(name)
    if path.is_dir():
        return digest(sorted((p.relative_to(path).as_posix(), p.read_bytes()) for p in path.rglob("*.py")))
    return sha256(path.read_bytes()).hexdigest() if path.exists() else ""


def digest(of: Any) -> str:
    """A name for a state of the surroundings."""
    return sha256(repr(of).encode()).hexdigest()
