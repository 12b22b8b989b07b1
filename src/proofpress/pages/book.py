"""A book of derivations as plain data: checked and printed in a child process, so that this one imports none of it.

The child imports the modules that mkdocs.yml names, judges every derivation and prints every line in every convention.
What it hands back is kept on disk and holds until a file it read, the press or a version changes.
"""

from __future__ import annotations

import difflib
import fcntl
import importlib
import os
import pickle
import pkgutil
import platform
import subprocess
import sys
import time
import traceback
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from hashlib import sha256
from importlib import metadata
from multiprocessing import get_context
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from .katex import cache_folder

if TYPE_CHECKING:
    from proofpress.proof.check import CheckedLine
    from proofpress.proof.derivation import Derivation
    from proofpress.proof.mutate import Mutation
    from proofpress.proof.notation import Notation

    from .spelling import Spelling
    from .symbols import Reader

HERE = Path(__file__).parent
PRESS = (HERE / "book.py", HERE / "latex.py", HERE / "spelling.py")
VERSIONS = ("sympy", "mpmath")
PINS = "constraints.txt"
TRIES = 5  # times that a book is made when a file of it is written meanwhile
TICK = 0.05  # seconds by which a file system's clock may lag behind
PATIENCE = 5  # seconds after which a chapter says that it has been checked


class UnknownSlug(KeyError, ValueError):
    """No derivation of the book has this slug, or the derivation has no such line."""

    def __str__(self) -> str:
        return str(self.args[0])


class BookError(ValueError):
    """The derivations or the notation could not be imported or printed."""


@dataclass(frozen=True)
class Settings:
    """The names of the modules that hold the derivations and the notation."""

    derivations: str = ""
    notation: str = ""


@dataclass(frozen=True)
class Assumption:
    """Something given: in words, and as a relation in every convention where there is one."""

    words: str
    latex: Mapping[str, str]


@dataclass(frozen=True)
class BookLine:
    """A checked line, printed."""

    number: int
    kind: str
    relation: str
    because: str
    strength: str
    how: str
    ok: bool
    message: str
    latex: Mapping[str, str]
    alone: Mapping[str, str]
    has_left: bool
    points: int
    sizes: Mapping[str, tuple[int, ...]]
    counterexample: str
    mutants: Mapping[str, int]
    sympy: str
    seed: int = 0


@dataclass(frozen=True)
class BookDerivation:
    """A checked derivation, printed."""

    slug: str
    title: str
    topics: tuple[str, ...]
    source: str
    reads: str
    module: str
    given: tuple[Assumption, ...]
    lines: tuple[BookLine, ...]

    def line(self, number: int) -> BookLine:
        """The line with this number, counted from 1."""
        if not 1 <= number <= len(self.lines):
            raise UnknownSlug(f"{self.slug} has no line {number}: its lines are 1 to {len(self.lines)}")
        return self.lines[number - 1]


@dataclass(frozen=True)
class Book:
    """Every derivation in reading order, and the notation."""

    derivations: Mapping[str, BookDerivation] = field(default_factory=dict)
    entries: tuple[Spelling, ...] = ()
    spellings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    conventions: Mapping[str, str] = field(default_factory=lambda: {"ours": "ours"})
    readings: tuple[tuple[str, Mapping[int, str], str], ...] = ()
    broken: Mapping[str, str] = field(default_factory=dict)

    def derivation(self, slug: str) -> BookDerivation:
        """The derivation with this slug; the error names what is spelt nearly so."""
        if slug not in self.derivations:
            near = difflib.get_close_matches(slug, self.derivations, n=3)
            hint = f"; near it: {', '.join(near)}" if near else ""
            hint += "".join(f"; {module} could not be imported: {why}" for module, why in self.broken.items())
            raise UnknownSlug(f"no derivation is called {slug!r}{hint}")
        return self.derivations[slug]

    @property
    def ours(self) -> str:
        """The name of our own convention."""
        return next(iter(self.conventions))

    @property
    def failures(self) -> tuple[tuple[str, int, str], ...]:
        """The lines that did not check: slug, number, message; for a module that does not import: its name, 0, why."""
        found = ((d.slug, line) for d in self.derivations.values() for line in d.lines)
        failed = ((slug, line.number, line.message) for slug, line in found if not line.ok)
        return (*((module, 0, why) for module, why in self.broken.items()), *failed)

    @cached_property
    def reader(self) -> Reader:
        """Reads inline mathematics in this book's notation."""
        from .symbols import Reader

        return Reader(self.entries, self.spellings)


# The parent: what is known already, or a child


Kept = tuple[str, dict[str, str], bytes]
_known: dict[tuple[Settings, str], Book] = {}


def load(settings: Settings) -> Book:
    """The book, from the cache where nothing it depends on has changed, else checked and printed anew."""
    if not settings.derivations and not settings.notation:
        return Book()
    stamp, _, pickled = _read(settings) or _make(settings)
    if (settings, stamp) not in _known:
        _known.clear()
        _known[settings, stamp] = pickle.loads(pickled)
    return _known[settings, stamp]


def _read(settings: Settings) -> Kept | None:
    kept: Kept | None = unpickled(_path(settings))
    return kept if kept and kept[1] == states(kept[1]) else None


def forget() -> None:
    """Make every book anew when it is next asked for; what was found out about its lines is kept."""
    for path in cache_folder().glob("book-*.pickle"):
        path.unlink(missing_ok=True)


def unpickled(path: Path) -> Any:
    """What we wrote to a file, or nothing if it is not there or not whole."""
    try:
        return pickle.loads(path.read_bytes())
    except (OSError, ValueError, EOFError, pickle.UnpicklingError, AttributeError):
        return None


def _path(settings: Settings) -> Path:
    name = sha256(f"{Path.cwd()} {settings}".encode()).hexdigest()[:16]
    return cache_folder() / f"book-{name}.pickle"


def _make(settings: Settings) -> Kept:
    """Let a child make the book; if another process is at it already, wait and take what that one made."""
    path = _path(settings)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        return _read(settings) or _in_child(settings, path)


def _in_child(settings: Settings, path: Path) -> Kept:
    """What a child makes of the files as they are; again, if one of them is written meanwhile."""
    command = [sys.executable, "-B", "-m", "proofpress.pages.book", settings.derivations, settings.notation, str(path)]
    fixed = os.environ | {"PYTHONHASHSEED": "0"}  # SymPy's order of terms must not depend on chance
    for _ in range(TRIES):
        ended = subprocess.run(command, check=False, stdout=2, env=fixed)  # sys.stderr may have no number
        if ended.returncode:
            raise BookError(_complaint(path, ended.returncode))
        if kept := _read(settings):
            return kept
    return pickle.loads(path.read_bytes())


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


def _state(name: str) -> str:
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


# The child: import, check, print


def main(derivations: str, notation: str, out: str) -> None:
    """Make the book and write it, with what it depends on, to the file `out`; or say why not, beside it."""
    path, said = Path(out), Path(out).with_suffix(".error")
    said.unlink(missing_ok=True)
    try:
        kept = _book(derivations, notation)
    except Exception as error:
        said.write_text(_told(error), encoding="utf-8")
        sys.exit(1)
    save(path, kept)


def save(path: Path, what: Any) -> None:
    """Pickle to a file, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(f".{os.getpid()}")
    fresh.write_bytes(pickle.dumps(what))
    fresh.replace(path)


def _book(derivations: str, notation: str) -> Kept:
    began = time.time()
    modules, broken = _modules(derivations) if derivations else ([], {})
    table = importlib.import_module(notation)
    folders = {str(Path(module.__file__).parent) for module in modules if module.__file__}
    pins = str(Path(PINS).resolve())
    depends = states(sorted({*_press(), *_files_of_ours(), pins, *VERSIONS, "python", *folders}), began)
    book = replace(make(modules, table), broken=broken)
    return digest(sorted(depends.items())), depends, pickle.dumps(book)


def _press() -> list[str]:
    """The files that decide what is checked and how it is printed."""
    return sorted(map(str, (*PRESS, *HERE.with_name("proof").rglob("*.py"))))


def _modules(name: str) -> tuple[list[ModuleType], dict[str, str]]:
    """The module, or the package's modules in the order in which it imports them; and those that fail, with why."""
    package, broken = importlib.import_module(name), {}
    for found in pkgutil.walk_packages(getattr(package, "__path__", ()), f"{name}."):
        try:
            importlib.import_module(found.name)
        except Exception as error:
            broken[found.name] = _told(error)
    ours = [module for key, module in list(sys.modules.items()) if key == name or key.startswith(f"{name}.")]
    return ours, broken


def _told(error: Exception) -> str:
    """An error in one line, with the file and line of the book at which it came about, if it was in one."""
    if isinstance(error, SyntaxError) and error.filename:
        return f"SyntaxError: {error.msg} ({os.path.relpath(error.filename)}:{error.lineno})"
    frames = [(Path(frame.filename), frame.lineno) for frame in traceback.extract_tb(error.__traceback__)]
    if isinstance(error, ValueError) and frames[-1][0].parent == HERE:
        return str(error)
    foreign = (str(HERE.parent), sys.prefix)
    own = [f"{os.path.relpath(path)}:{line}" for path, line in frames if not str(path).startswith(foreign)]
    inside = [place for place in own if not place.startswith(("..", "<"))]
    return f"{type(error).__name__}: {error}" + "".join(f" ({place})" for place in inside[-1:])


def _files_of_ours() -> set[str]:
    """The source of every imported module that is neither Python's nor an installed distribution's."""
    files = {getattr(module, "__file__", None) for module in list(sys.modules.values())}
    installed = {str(Path(p).resolve()) for p in (sys.prefix, sys.base_prefix)}
    paths = {Path(f).resolve() for f in files if f}
    return {str(p) for p in paths if p.suffix == ".py" and not any(str(p).startswith(i + os.sep) for i in installed)}


def make(modules: list[ModuleType], notation: ModuleType) -> Book:
    """Check and print every derivation of the modules, side by side."""
    from .spelling import settle

    table = notation.NOTATION
    entries = _spellings(table)
    settled = settle(entries, tuple(table.conventions))
    jobs = [(module.__name__, [d for d, home in _derivations(modules) if home is module]) for module in modules]
    _jobs[:] = [(name, found, _printers(table, settled)) for name, found in jobs if found]
    printed = [d for chapter in _side_by_side(len(_jobs)) for d in chapter]
    _refuse_twins(printed)
    return Book({d.slug: d for d in printed}, entries, settled, dict(table.conventions), _readings(table))


def _printers(table: Notation, settled: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    from .latex import Printer

    objects = [entry.symbol for entry in table.entries]
    return {name: Printer(dict(zip(objects, spelt, strict=True))) for name, spelt in settled.items()}


_jobs: list[tuple[str, list[Derivation], dict[str, Any]]] = []


def _side_by_side(count: int) -> Iterator[list[BookDerivation]]:
    """The chapters in order; forked, as what SymPy holds of a derivation cannot be sent to another process."""
    with get_context("fork").Pool(min(count, os.cpu_count() or 1) or 1) as pool:
        yield from pool.imap(_chapter, range(count))


def _chapter(at: int) -> list[BookDerivation]:
    name, derivations, printers = _jobs[at]
    began = time.monotonic()
    printed = [_printed(d, name, printers) for d in derivations]
    if (seconds := time.monotonic() - began) > PATIENCE:
        sys.stderr.write(f"checked {name} in {seconds:.0f} s ({len(derivations)} derivations)\n")
    return printed


def _spellings(notation: Notation) -> tuple[Spelling, ...]:
    from sympy import IndexedBase

    from .spelling import Spelling

    return tuple(
        Spelling(e.latex, dict(e.elsewhere), e.alternatives, is_array, e.meaning, e.code, e.shape)
        for e in notation.entries
        for is_array in [isinstance(e.symbol, IndexedBase)]
    )


def _readings(notation: Notation) -> tuple[tuple[str, Mapping[int, str], str], ...]:
    """Each source, its spelling of an entry by the entry's place, and what to mind."""
    symbols = [entry.symbol for entry in notation.entries]
    return tuple(
        (reading.source, {symbols.index(symbol): tex for symbol, tex in reading.spellings.items()}, reading.remark)
        for reading in notation.readings
    )


def _derivations(modules: list[ModuleType]) -> Iterator[tuple[Derivation, ModuleType]]:
    """Each derivation once, in the order in which the modules define them."""
    from proofpress.proof.derivation import Derivation

    seen: list[Derivation] = []
    for module in modules:
        for value in vars(module).values():
            if isinstance(value, Derivation) and not any(value is known for known in seen):
                seen.append(value)
                yield value, module


def written(name: str) -> Iterator[Derivation]:
    """Each derivation of a module or package, imported into the process that asks."""
    yield from (derivation for derivation, _ in _derivations(_modules(name)[0]))


def _refuse_twins(printed: list[BookDerivation]) -> None:
    seen: dict[str, str] = {}
    for d in printed:
        if d.slug in seen:
            raise BookError(f"two derivations are called {d.slug!r}: in {seen[d.slug]} and in {d.module}")
        seen[d.slug] = d.module


def _printed(derivation: Derivation, module: str, printers: Mapping[str, Any]) -> BookDerivation:
    from proofpress.proof.check import check
    from proofpress.proof.mutate import last

    from . import latex

    d = derivation
    try:
        judged = zip(check(d).lines, last(d), strict=True)
        lines = tuple(_line(at, *line, printers) for at, line in enumerate(judged, start=1))
        given = tuple(
            Assumption(g.words, {name: latex.given(printer, g) for name, printer in printers.items()}) for g in d.given
        )
    except Exception as error:
        message = _told(error)
        given, lines = (), tuple(_failed(at, message, printers) for at in range(1, len(d.chain) + 1))
    return BookDerivation(d.slug, d.title, d.topics, d.source, d.reads, module, given, lines)


def _failed(number: int, message: str, printers: Mapping[str, Any]) -> BookLine:
    nothing = dict.fromkeys(printers, r"\text{not checked}")
    return BookLine(number, "", "", "", "", "", False, message, nothing, nothing, False, 0, {}, "", {}, "")


def _line(number: int, checked: CheckedLine, slips: Mutation | None, printers: Mapping[str, Any]) -> BookLine:
    from . import latex

    line = checked.line
    return BookLine(
        number=number,
        kind=line.kind,
        relation=line.relation,
        because=line.because,
        strength=checked.strength,
        how=checked.how,
        ok=checked.ok,
        message=checked.message,
        latex={name: latex.line(printer, line) for name, printer in printers.items()},
        alone={name: latex.alone(printer, line) for name, printer in printers.items()},
        has_left=line.left is not None,
        points=checked.points,
        sizes={name: tuple(values) for name, values in checked.sizes.items()},
        counterexample=str(checked.counterexample or ""),
        mutants={} if slips is None else {name: getattr(slips, name) for name in ("tried", "refuted", "equivalent")},
        sympy=latex.source(line),
        seed=checked.seed,
    )


if __name__ == "__main__":
    from proofpress.pages.book import main as run  # under its own name, so that what it pickles can be read

    run(*sys.argv[1:])
