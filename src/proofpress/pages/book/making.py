"""The making of a book, in a process of its own: judge every derivation, print every line.

`kept` starts it, as a program, and keeps what it writes; nothing else imports what it imports.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import pickle
import re
import signal
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from multiprocessing import get_context
from pathlib import Path
from threading import Thread
from types import ModuleType
from typing import TYPE_CHECKING, Any

from proofpress.proof.derivation import Derivation, Lemma, Line
from proofpress.proof.language.chain import read_with_places
from proofpress.proof.language.nodes import LanguageError
from proofpress.proof.language.scope import Scope
from proofpress.proof.patience import SECONDS

from ..language.config import Settings
from ..language.source import Fence
from ..language.spelling import ClashError, Spelling, settle
from ..run.store import write
from .book import UNREADABLE, Assumption, Book, BookDerivation, BookLine
from .kept import (
    CHAINS,
    PINS,
    VERSIONS,
    BookError,
    Kept,
    digest,
    file_of,
    files_of_ours,
    printed_folder,
    state_of,
    states,
    unpickled,
)
from .written import Library, derivations_of, modules_of, told, unreadable

if TYPE_CHECKING:
    from proofpress.proof.check import CheckedLine
    from proofpress.proof.mutate import Mutation
    from proofpress.proof.notation import Notation

HERE = Path(__file__).parent
PRESS = HERE.parents[1]
PATIENCE = 5  # seconds after which a chapter says that it has been checked
HURRY = 2.0  # seconds that a line is tried where somebody waits for the page


def main(derivations: str, notation: str, topics: str, seconds: str, out: str, hurried: str = "") -> None:
    """Make the book and write it, with what it depends on, to the file `out`; or say why not, beside it.

    The chains that stand on pages lie beside it, with the page's path.
    """
    Thread(target=end_with_input, daemon=True).start()
    path, said = Path(out), Path(out).with_suffix(".error")
    said.unlink(missing_ok=True)
    try:
        found = pickle.loads(path.with_suffix(".chains").read_bytes())
        kept = _kept(Settings(derivations, notation, topics, float(seconds)), found, bool(hurried), path)
    except Exception as error:
        said.write_text(told(error), encoding="utf-8")
        sys.exit(1)
    write(path, pickle.dumps(kept))


def end_with_input() -> None:
    """End, with all that was started here, when whoever wants the book is gone; nothing else is ever said here."""
    os.read(0, 1)  # not by sys.stdin, whose lock those who are forked meanwhile would find taken
    os.killpg(0, signal.SIGKILL)


def _kept(settings: Settings, found: list[tuple[str, Fence]], hurried: bool, path: Path) -> Kept:
    began = time.time()
    modules, broken = modules_of(settings.derivations) if settings.derivations else ([], {})
    table = importlib.import_module(settings.notation)
    by_topic = importlib.import_module(settings.topics).TOPICS if settings.topics else {}
    folders = {str(Path(module.__file__).parent) for module in modules if module.__file__}
    pins = str(Path(PINS).resolve())
    depends = states(sorted({*_press(), *files_of_ours(), pins, *VERSIONS, "python", *folders}), began)
    limits = Limits(settings.line_seconds, hurried)
    book = make(modules, table, found, digest(sorted(depends.items())), limits)
    depends |= {CHAINS: state_of(found)}
    with_topics = {slug: _with_topics(d, by_topic) for slug, d in book.derivations.items()}
    book = replace(book, derivations=with_topics, broken=broken)
    _write_each(book, path)
    pickled = pickle.dumps(book)
    return digest((sorted(depends.items()), pickled)), depends, pickled, book.waits


def _write_each(book: Book, path: Path) -> None:
    """Each derivation in a file of its own, for pages that show it; one that is as it was is not written again."""
    files = {file_of(slug, path): (derivation, book.ours) for slug, derivation in book.derivations.items()}
    for gone in set(path.with_suffix("").glob("*.pickle")) - files.keys():
        gone.unlink()
    for file, each in files.items():
        if unpickled(file) != each:
            write(file, pickle.dumps(each))


def _with_topics(d: BookDerivation, by_topic: Mapping[str, Sequence[str]]) -> BookDerivation:
    return replace(d, topics=(*d.topics, *(topic for topic, slugs in by_topic.items() if d.slug in slugs)))


def _press() -> list[str]:
    """The files that decide what is checked and how it is printed."""
    spelt = PRESS / "pages/language/spelling.py"
    return sorted(map(str, (spelt, *HERE.glob("*.py"), *(PRESS / "proof").rglob("*.py"))))


@dataclass(frozen=True)
class Limits:
    """For how many seconds a line may be tried, and whether it is tried for fewer now."""

    seconds: float = SECONDS
    hurried: bool = False

    @property
    def now(self) -> float:
        """The seconds that a line is tried now."""
        return min(HURRY, self.seconds) if self.hurried else self.seconds


def make(
    modules: list[ModuleType],
    notation: ModuleType,
    found: Sequence[tuple[str, Fence]] = (),
    state: str = "",
    limits: Limits = Limits(),
) -> Book:
    """Check and print every derivation of the modules and every chain of the pages, side by side."""
    table = notation.NOTATION
    entries = _spellings(table)
    settled = _settled(entries, notation)
    scope, made = Scope.of(table.entries), (d for d, _ in derivations_of(modules))
    library = Library(made, (fence for _, fence in found), scope)
    _making[:] = [Making(scope, _printers(table, settled), _names(table), library, state, state_of(found), limits)]
    chapters = groupby(derivations_of(modules), key=lambda one: one[1].__name__)
    _jobs[:] = [(name, [d for d, _ in some]) for name, some in chapters]
    _jobs.extend((path, [fence for _, fence in some]) for path, some in groupby(found, key=lambda one: one[0]))
    printed = [d for chapter in _side_by_side(len(_jobs)) for d in chapter]
    return Book(_by_slug(printed), entries, settled, dict(table.conventions), _readings(table))


@dataclass(frozen=True)
class Making:
    """What a chain is read in, printed and named with, its lemmas, the states of all that decides how, its limits."""

    scope: Scope
    printers: Mapping[str, Any]
    names: Mapping[object, str]
    library: Library
    state: str
    chains: str
    limits: Limits


def _printers(table: Notation, settled: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    from .vectors import VectorPrinter

    objects = [entry.symbol for entry in table.entries]
    return {name: VectorPrinter(dict(zip(objects, spelt, strict=True))) for name, spelt in settled.items()}


def _names(table: Notation) -> dict[object, str]:
    """The name of each letter in the notation's module."""
    from sympy import srepr

    from .vectors import NO_INDEX

    own: dict[object, str] = {entry.symbol: entry.name for entry in table.entries if entry.name.isidentifier()}
    return own | {NO_INDEX: srepr(NO_INDEX)}


_jobs: list[tuple[str, Sequence[Derivation | Fence]]] = []
_making: list[Making] = []


def _side_by_side(count: int) -> Iterator[list[BookDerivation]]:
    """The chapters in order; forked, as what SymPy holds of a derivation cannot be sent to another process.

    Rings of objects stay in memory until these processes end, which is soon (`uncollected` says why).
    """
    with get_context("fork").Pool(min(count, os.cpu_count() or 1) or 1, initializer=gc.disable) as pool:
        yield from pool.imap(_chapter, range(count))


def _chapter(at: int) -> list[BookDerivation]:
    name, found = _jobs[at]
    began = time.monotonic()
    printed = [_from_page(name, one) if isinstance(one, Fence) else _printed(one, name) for one in found]
    if (seconds := time.monotonic() - began) > PATIENCE:
        sys.stderr.write(f"checked {name} in {seconds:.0f} s ({len(found)} derivations)\n")
    return printed


def _from_page(path: str, fence: Fence) -> BookDerivation:
    """A chain that stands on a page, as it was printed before if nothing that decides how has changed."""
    others = _making[0].chains if "lemma" in fence.body else ""
    kept = printed_folder() / f"{digest((path, fence.body, _making[0].state, others))}.pickle"
    found: BookDerivation | None = unpickled(kept)
    if found is None:
        found = _read(path, fence)
        if all(line.ok for line in found.lines):
            write(kept, pickle.dumps(found))
    return found


def _read(path: str, fence: Fence) -> BookDerivation:
    try:
        derivation, places = read_with_places(fence.body, _making[0].scope)
    except LanguageError as error:
        row, why = unreadable(fence, error)
        failed = _failed(1, why, _making[0].printers)
        title = fence.body.partition(":")[2].partition("\n")[0].strip()
        failed = replace(failed, kind=UNREADABLE, row=row)
        return BookDerivation(fence.asked[0], title, (), "", path, (), (failed,), fence.body)
    printed = _printed(derivation, path)
    rows = [fence.body.count("\n", 0, at) for at in places]
    lines = tuple(replace(line, row=row) for line, row in zip(printed.lines, rows, strict=True))
    return replace(printed, lines=lines, text=fence.body)


def _spellings(notation: Notation) -> tuple[Spelling, ...]:
    from sympy import IndexedBase

    return tuple(
        Spelling(e.latex, dict(e.elsewhere), e.alternatives, is_array, e.meaning, e.code, e.shape)
        for e in notation.entries
        for is_array in [isinstance(e.symbol, IndexedBase)]
    )


def _settled(entries: tuple[Spelling, ...], notation: ModuleType) -> dict[str, tuple[str, ...]]:
    """How each entry is spelt; the error names the line at which one is declared that cannot be."""
    table = notation.NOTATION
    try:
        return settle(entries, tuple(table.conventions))
    except ClashError as error:
        entry = table.entries[error.at]
        raise BookError(f"{error}{_place(notation, entry.name or entry.meaning)}") from None


def _place(notation: ModuleType, words: str) -> str:
    """The file and the line of the notation at which a name, or a meaning, is given, in brackets; or nothing."""
    path = Path(str(notation.__file__))
    for file in sorted(path.parent.glob("*.py")) if path.name == "__init__.py" else [path]:
        text = file.read_text(encoding="utf-8")
        if found := re.search(rf'"{re.escape(words)}["(=]', text):
            return f" ({os.path.relpath(file)}:{1 + text.count(chr(10), 0, found.start())})"
    return ""


def _readings(notation: Notation) -> tuple[tuple[str, Mapping[int, str], str], ...]:
    """Each source, its spelling of an entry by the entry's place, and what to mind."""
    names = [entry.name for entry in notation.entries]
    return tuple(
        (reading.source, {names.index(name): tex for name, tex in reading.spellings.items()}, reading.remark)
        for reading in notation.readings
    )


def _by_slug(printed: list[BookDerivation]) -> dict[str, BookDerivation]:
    """Each under its slug; of two chains on pages the first, as the other is refused where it stands."""
    found: dict[str, BookDerivation] = {}
    for d in printed:
        first = found.setdefault(d.slug, d)
        if first is not d and not d.text:
            raise BookError(f"two derivations are called {d.slug!r}: in {first.module} and in {d.module}")
    return found


def _printed(derivation: Derivation, module: str) -> BookDerivation:
    from proofpress.proof.check import judged, tasks
    from proofpress.proof.mutate import last

    from . import latex
    from .vectors import AsVectors

    d, printers, seconds = derivation, _making[0].printers, _making[0].limits.now
    try:
        vectors = AsVectors.of(d, _making[0].scope)
        lines = tuple(
            _line(at, judged(one, seconds, say), last(one), vector, printers)
            for at, (one, vector) in enumerate(zip(tasks(d, _making[0].library), vectors.lines, strict=True), start=1)
        )
        given = tuple(
            Assumption(
                g.words,
                _spelt(latex.given, printers, g),
                g.loose,
                vectors.leave_out(g),
                _lemma(g.by),
                _spelt(latex.given, printers, vector),
            )
            for g, vector in zip(d.given, vectors.given, strict=True)
        )
    except Exception as error:
        message = told(error)
        given, lines = (), tuple(_failed(at, message, printers) for at in range(1, len(d.chain) + 1))
    return BookDerivation(d.slug, d.title, d.topics, d.source, module, given, lines)


def say(words: str) -> None:
    """Tell whoever looks on."""
    sys.stderr.write(f"{words}\n")


def _failed(number: int, message: str, printers: Mapping[str, Any]) -> BookLine:
    nothing = dict.fromkeys(printers, r"\text{not checked}")
    return BookLine(number, "", "", "", "", "", False, message, nothing, nothing, False, 0, {}, "", {}, "")


def _spelt(show: Callable[..., str], printers: Mapping[str, Any], what: object) -> dict[str, str]:
    """Something in every convention; nothing is nothing in any."""
    return {name: show(printer, what) for name, printer in printers.items()} if what else {}


def _line(
    number: int, checked: CheckedLine, slips: Mutation | None, vector: Line | None, printers: Mapping[str, Any]
) -> BookLine:
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
        latex=_spelt(latex.line, printers, line),
        alone=_spelt(latex.alone, printers, line),
        has_left=line.left is not None,
        points=checked.points,
        sizes={name: tuple(values) for name, values in checked.sizes.items()},
        no_point={name: tuple(values) for name, values in checked.no_point.items()},
        counterexample=str(checked.counterexample or ""),
        mutants={} if slips is None else {name: getattr(slips, name) for name in ("tried", "refuted", "equivalent")},
        sympy=latex.source(line, _making[0].names),
        seed=checked.seed,
        lemma=_lemma(line.hints.get("by")),
        verdict=checked.verdict,
        waits=checked.is_late and checked.seconds < _making[0].limits.seconds,
        seconds=checked.seconds,
        statement=checked.statement,
        proof=json.dumps(checked.proof, separators=(",", ":")) if checked.proof else "",
        rules=checked.rules,
        used=tuple(checked.used),
        unreplayed=checked.unreplayed,
        vector=_spelt(latex.line, printers, vector),
        vector_alone=_spelt(latex.alone, printers, vector),
        vector_sympy=latex.source(vector, _making[0].names) if vector else "",
    )


def _lemma(by: object) -> str:
    """The anchor of the line that a line is proved by, or a given comes from, where there is one."""
    library = _making[0].library
    if not isinstance(by, Lemma) or by.slug not in library:
        return ""
    return f"{by.slug}-{by.line or len(library[by.slug].chain)}"


if __name__ == "__main__":
    main(*sys.argv[1:])
