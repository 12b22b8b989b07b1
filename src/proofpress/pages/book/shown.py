"""A derivation as a notebook's value: aligned LaTeX in Jupyter, the full chain on the site."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .book import BookDerivation, BookLine
from .edition import one

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
        derivation, ours = one(slug)
        if number is not None:
            derivation.line(number)
        return cls(derivation, number, ours)

    @property
    def lines(self) -> tuple[BookLine, ...]:
        """The lines that are shown."""
        return self.derivation.lines if self.number is None else (self.derivation.line(self.number),)

    def __repr__(self) -> str:
        line = "" if self.number is None else f", line {self.number}"
        return f"{self.derivation.title}{line}"

    def _repr_latex_(self) -> str:
        rows = r" \\ ".join(f"& {line.shown[self.ours]} && {_words(line)}" for line in self.lines)
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
