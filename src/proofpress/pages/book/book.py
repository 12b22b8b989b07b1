"""A book of derivations as plain data, checked and printed; nothing here imports a book, SymPy or the checker."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from ..language.spelling import Spelling
from ..language.symbols import Reader

UNREADABLE = "unreadable"  # the kind of the one line of a chain that could not be read


class UnknownSlug(KeyError, ValueError):
    """No derivation of the book has this slug, or the derivation has no such line."""

    def __str__(self) -> str:
        return str(self.args[0])


def near(slug: str, known: Iterable[str]) -> str:
    """The slugs that are spelt nearly so, for an error."""
    found = difflib.get_close_matches(slug, list(known), n=3)
    return f"; near it: {', '.join(found)}" if found else ""


@dataclass(frozen=True)
class Assumption:
    """Something given: in words, as a relation in every convention where there is one, and why less would do.

    It may speak of an index that only `of_components` have; `lemma` is the anchor of the line that it comes from.
    """

    words: str
    latex: Mapping[str, str]
    loose: str = ""
    of_components: bool = False
    lemma: str = ""
    vector: Mapping[str, str] = field(default_factory=dict)

    @property
    def shown(self) -> Mapping[str, str]:
        """What a reader sees of the relation: lengths and dot products, and their components at the switch."""
        return with_components(self.vector, self.latex)


@dataclass(frozen=True)
class BookLine:
    """A checked line, printed.

    `row` is where it begins in the chain's text, counted from the chain's name; `lemma` the anchor of the line that it
    is proved by, if it is; it `waits` where the book was made in a hurry and it may still be proved in the time it has.
    `statement` is what it claims, as the kernel reads it; `proof` is what the kernel replays, as JSON; `rules` counts
    what that applies, `used` are the places of the givens that it rests on. Without a proof `unreplayed` says why.
    The three that begin with `vector` are the same line as vectors, and empty where it has no such form.
    """

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
    no_point: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    row: int = 0
    lemma: str = ""
    verdict: str = ""
    waits: bool = False
    seconds: float = field(default=0.0, repr=False, compare=False)
    statement: Mapping[str, Any] = field(default_factory=dict)
    proof: str = ""
    rules: Mapping[str, int] = field(default_factory=dict)
    used: tuple[int, ...] = ()
    unreplayed: str = ""
    vector: Mapping[str, str] = field(default_factory=dict)
    vector_alone: Mapping[str, str] = field(default_factory=dict)
    vector_sympy: str = ""

    @property
    def shown(self) -> Mapping[str, str]:
        """What a reader sees in each convention: vectors, and its components at the switch."""
        return with_components(self.vector, self.latex)

    @property
    def shown_alone(self) -> Mapping[str, str]:
        """The same within a sentence."""
        return with_components(self.vector_alone, self.alone)


COMPONENTS = "-components"  # ends the name of a convention in which vectors are components


def with_components(vector: Mapping[str, str], latex: Mapping[str, str]) -> Mapping[str, str]:
    """A line as vectors in each convention, and as components under names of their own; the same if it has no vector.

    >>> with_components({"ours": "u"}, {"ours": "u_i"})
    {'ours': 'u', 'ours-components': 'u_i'}
    """
    return {**vector, **{name + COMPONENTS: tex for name, tex in latex.items()}} if vector else latex


@dataclass(frozen=True)
class BookDerivation:
    """A checked derivation, printed; `module` is the page on which its `text` stands, or the module that makes it."""

    slug: str
    title: str
    topics: tuple[str, ...]
    source: str
    module: str
    given: tuple[Assumption, ...]
    lines: tuple[BookLine, ...]
    text: str = ""

    @property
    def proofs(self) -> str:
        """The proofs of its lines by their numbers, as JSON; nothing if there is none."""
        found = [f'"{line.number}":{line.proof}' for line in self.lines if line.proof]
        return f"{{{','.join(found)}}}" if found else ""

    @property
    def is_readable(self) -> bool:
        """Whether its text could be read."""
        return not any(line.kind == UNREADABLE for line in self.lines)

    def text_of(self, line: BookLine) -> str:
        """A line as its author wrote it, without its reason, if the chain is text."""
        below = [other.row for other in self.lines if other.row > line.row]
        return "\n".join(self.text.split("\n")[line.row : min(below, default=None)]).partition("-- ")[0].strip()

    def line(self, number: int) -> BookLine:
        """The line with this number, counted from 1; of a chain that cannot be read, what is wrong with it."""
        if not self.is_readable:
            return self.lines[0]
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
            hint = near(slug, self.derivations)
            hint += "".join(f"; {module} could not be imported: {why}" for module, why in self.broken.items())
            raise UnknownSlug(f"no derivation is called {slug!r}{hint}")
        return self.derivations[slug]

    @property
    def ours(self) -> str:
        """The name of our own convention."""
        return next(iter(self.conventions))

    @cached_property
    def failures(self) -> tuple[tuple[str, int, str], ...]:
        """The lines that did not check: slug, number, message; for a module that does not import: its name, 0, why."""
        found = ((d.slug, line) for d in self.derivations.values() for line in d.lines)
        failed = ((slug, line.number, line.message) for slug, line in found if not line.ok)
        return (*((module, 0, why) for module, why in self.broken.items()), *failed)

    @property
    def waits(self) -> bool:
        """Whether some line of it is still to be tried for as long as it may."""
        return any(line.waits for d in self.derivations.values() for line in d.lines)

    @cached_property
    def reader(self) -> Reader:
        """Reads inline mathematics in this book's notation."""
        return Reader(self.entries, self.spellings)
