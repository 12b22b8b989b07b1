"""A book of derivations as plain data: checked and printed in a child process, so that this one imports none of it.

The child imports the modules that mkdocs.yml names, judges every derivation and prints every line in every convention.
What it hands back is kept on disk and holds until a file it read, the press or a version changes.
"""

from __future__ import annotations

import difflib
import importlib
import os
import pickle
import pkgutil
import platform
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from hashlib import sha256
from importlib import metadata
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from .katex import cache_folder

if TYPE_CHECKING:
    from proofpress.proof.check import CheckedLine
    from proofpress.proof.derivation import Derivation
    from proofpress.proof.notation import Notation

    from .spelling import Spelling
    from .symbols import Reader

HERE = Path(__file__).parent
PRESS = (HERE / "book.py", HERE / "latex.py", HERE / "spelling.py")
VERSIONS = ("sympy", "mpmath")


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


_known: dict[tuple[Settings, str], Book] = {}


def load(settings: Settings) -> Book:
    """The book, from the cache where nothing it depends on has changed, else checked and printed anew."""
    if not settings.derivations and not settings.notation:
        return Book()
    kept = _read(settings)
    if kept is None:
        kept = _in_child(settings)
    stamp, depends, pickled = kept
    if (settings, stamp) not in _known:
        _known.clear()
        _known[settings, stamp] = pickle.loads(pickled)  # noqa: S301  written by us, beside the other caches
    return _known[settings, stamp]


Kept = tuple[str, dict[str, str], bytes]


def _read(settings: Settings) -> Kept | None:
    try:
        kept: Kept = pickle.loads(_path(settings).read_bytes())  # noqa: S301  written by us
    except (OSError, ValueError, EOFError, pickle.UnpicklingError):
        return None
    stamp, depends, _ = kept
    return kept if stamp == digest(depends) and depends == surroundings(depends) else None


def _path(settings: Settings) -> Path:
    name = sha256(f"{Path.cwd()} {settings}".encode()).hexdigest()[:16]
    return cache_folder() / f"book-{name}.pickle"


def _in_child(settings: Settings) -> Kept:
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder, "book.pickle")
        command = [sys.executable, "-m", "proofpress.pages.book", settings.derivations, settings.notation, str(out)]
        ended = subprocess.run(command, capture_output=True, text=True, check=False)
        if ended.returncode:
            raise BookError(_last_words(ended.stderr))
        kept: Kept = pickle.loads(out.read_bytes())  # noqa: S301  written by our own child
    path = _path(settings)
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(f".{os.getpid()}")
    fresh.write_bytes(pickle.dumps(kept))
    fresh.replace(path)
    return kept


def _last_words(stderr: str) -> str:
    lines = [line for line in stderr.strip().splitlines() if line.strip()]
    places = [line.strip() for line in lines if line.lstrip().startswith('File "') and "importlib" not in line]
    where = places[-1].removeprefix("File ") if places else ""
    return f"{lines[-1] if lines else 'the child process ended without a word'}{f' ({where})' if where else ''}"


def surroundings(files: Mapping[str, str]) -> dict[str, str]:
    """All that a book depends on, as it is now: each file by its hash, folders by their listing, versions."""
    return {name: _state(name) for name in files}


def _state(name: str) -> str:
    if name == "python":
        return platform.python_version()
    if name in VERSIONS:
        return metadata.version(name)
    path = Path(name)
    if path.is_dir():
        return ",".join(sorted(p.relative_to(path).as_posix() for p in path.rglob("*.py")))
    return sha256(path.read_bytes()).hexdigest() if path.exists() else ""


def digest(depends: Mapping[str, str]) -> str:
    """One name for a state of the surroundings."""
    return sha256(repr(sorted(depends.items())).encode()).hexdigest()


# The child: import, check, print


def main(derivations: str, notation: str, out: str) -> None:
    """Make the book and write it, with what it depends on, to the file `out`."""
    modules, broken = _modules(derivations) if derivations else ([], {})
    book = replace(make(modules, importlib.import_module(notation).NOTATION), broken=broken)
    names = {*map(str, PRESS), *_files_of_ours(), *VERSIONS, "python"}
    names |= {str(Path(module.__file__).parent) for module in modules if module.__file__}
    depends = surroundings(dict.fromkeys(sorted(names), ""))
    Path(out).write_bytes(pickle.dumps((digest(depends), depends, pickle.dumps(book))))


def _modules(name: str) -> tuple[list[ModuleType], dict[str, str]]:
    """The module, or the package's modules in the order in which it imports them; and those that fail, with why."""
    package, broken = importlib.import_module(name), {}
    for found in pkgutil.walk_packages(getattr(package, "__path__", ()), f"{name}."):
        try:
            importlib.import_module(found.name)
        except Exception as error:  # noqa: BLE001  whatever a module raises, the rest of the book is still judged
            broken[found.name] = f"{type(error).__name__}: {error} ({_place(error)})"
    ours = [module for key, module in list(sys.modules.items()) if key == name or key.startswith(f"{name}.")]
    return ours, broken


def _place(error: Exception) -> str:
    """Where an error was raised, as file and line."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{os.path.relpath(last.filename)}:{last.lineno}"


def _files_of_ours() -> set[str]:
    """The source of every imported module that is neither Python's nor an installed distribution's."""
    files = {getattr(module, "__file__", None) for module in list(sys.modules.values())}
    installed = {str(Path(p).resolve()) for p in (sys.prefix, sys.base_prefix)}
    paths = {Path(f).resolve() for f in files if f}
    return {str(p) for p in paths if p.suffix == ".py" and not any(str(p).startswith(i + os.sep) for i in installed)}


def make(modules: list[ModuleType], notation: Notation) -> Book:
    """Check and print every derivation of the modules."""
    from .latex import Printer
    from .spelling import settle

    entries = _spellings(notation)
    settled = settle(entries, tuple(notation.conventions))
    objects = [entry.symbol for entry in notation.entries]
    printers = {name: Printer(dict(zip(objects, spelt, strict=True))) for name, spelt in settled.items()}
    printed = [_printed(d, module, printers) for d, module in _derivations(modules)]
    book = Book({d.slug: d for d in printed}, entries, settled, dict(notation.conventions))
    _refuse_twins(printed)
    return book


def _spellings(notation: Notation) -> tuple[Spelling, ...]:
    from sympy import IndexedBase

    from .spelling import Spelling

    return tuple(
        Spelling(e.latex, dict(e.elsewhere), e.alternatives, isinstance(e.symbol, IndexedBase), e.meaning, e.code, e.shape)
        for e in notation.entries
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


def _refuse_twins(printed: list[BookDerivation]) -> None:
    seen: dict[str, str] = {}
    for d in printed:
        if d.slug in seen:
            raise BookError(f"two derivations are called {d.slug!r}: in {seen[d.slug]} and in {d.module}")
        seen[d.slug] = d.module


def _printed(derivation: Derivation, module: ModuleType, printers: Mapping[str, Any]) -> BookDerivation:
    from proofpress.proof.check import check

    from . import latex

    d = derivation
    try:
        lines = tuple(_line(at, line, printers) for at, line in enumerate(check(d).lines, start=1))
        given = tuple(
            Assumption(g.words, {name: latex.given(printer, g) for name, printer in printers.items()}) for g in d.given
        )
    except Exception as error:  # noqa: BLE001  whatever goes wrong, the derivation fails and is named
        message = f"{type(error).__name__}: {error} ({_place(error)})"
        given, lines = (), tuple(_failed(at, message, printers) for at in range(1, len(d.chain) + 1))
    return BookDerivation(d.slug, d.title, d.topics, d.source, d.reads, module.__name__, given, lines)


def _failed(number: int, message: str, printers: Mapping[str, Any]) -> BookLine:
    nothing = dict.fromkeys(printers, r"\text{not checked}")
    return BookLine(number, "", "", "", "", "", False, message, nothing, nothing, False, 0, {}, "", {}, "")


def _line(number: int, checked: CheckedLine, printers: Mapping[str, Any]) -> BookLine:
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
        mutants={},
        sympy=latex.source(line),
    )


if __name__ == "__main__":
    from proofpress.pages.book import main as run  # under its own name, so that what it pickles can be read

    run(*sys.argv[1:])
