"""A derivation as a notebook's value: aligned LaTeX in Jupyter, the full chain on the site."""

from __future__ import annotations

import os
import re
from contextlib import chdir
from dataclasses import dataclass
from pathlib import Path

from .book import Book, BookDerivation, BookLine, load
from .site import CONFIG, Site

MIME = "application/vnd.proofpress+json"


@dataclass(frozen=True)
class Shown:
    """A chain, or one of its lines."""

    derivation: BookDerivation
    number: int | None
    ours: str

    @classmethod
    def named(cls, slug: str, number: int | None = None) -> Shown:
        """The derivation with this slug in the book whose mkdocs.yml stands here or above."""
        book = here()[1]
        derivation = book.derivation(slug)
        if number is not None:
            derivation.line(number)
        return cls(derivation, number, book.ours)

    @property
    def lines(self) -> tuple[BookLine, ...]:
        """The lines that are shown."""
        return self.derivation.lines if self.number is None else (self.derivation.line(self.number),)

    def __repr__(self) -> str:
        line = "" if self.number is None else f", line {self.number}"
        return f"{self.derivation.title}{line}"

    def _repr_latex_(self) -> str:
        rows = r" \\ ".join(f"& {line.latex[self.ours]} && {_words(line)}" for line in self.lines)
        return rf"$$\begin{{aligned}} {rows} \end{{aligned}}$$"

    def _repr_mimebundle_(self, **_: object) -> dict[str, object]:
        asked = {"slug": self.derivation.slug, "line": self.number}
        return {"text/plain": repr(self), "text/latex": self._repr_latex_(), MIME: asked}


def _words(line: BookLine) -> str:
    verdict = "FALSE: " if line.strength == "refuted" else ""
    return rf"\text{{{verdict}{_escaped(line.because)}}}" if line.because or verdict else ""


def _escaped(text: str) -> str:
    """Words for LaTeX, and the symbols between dollars as they are."""
    pieces = re.split(r"(\$[^$]+\$)", text)
    return "".join(piece if at % 2 else re.sub(r"[{}%#_&$]", r"\\\g<0>", piece) for at, piece in enumerate(pieces))


def here() -> tuple[Site, Book]:
    """The site in or under whose folder this runs, and its book."""
    below = Path(os.environ.get("PROOFPRESS_ROOT", Path.cwd()))
    root = next((folder for folder in (below, *below.parents) if (folder / CONFIG).is_file()), None)
    if root is None:
        raise FileNotFoundError(f"no {CONFIG} in {below} or above it; open the notebook inside a clone of the project")
    with chdir(root):
        site = Site.load(root)
        return site, load(site.settings)
