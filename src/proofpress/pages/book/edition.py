"""A site together with its book, which is made when it is first asked for."""

from __future__ import annotations

import os
from contextlib import chdir
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from ..language.config import CONFIG, Site, config_in
from ..language.source import read
from .bibliography import Bibliography
from .book import Book, BookDerivation
from .kept import IN_PAGE, BookError, alone, load


@dataclass(frozen=True)
class Edition(Site):
    """A site and its book, which may be made in a hurry: then lines may wait in it."""

    hurried: bool = False

    @property
    def book(self) -> Book:
        """The book, checked and printed; asked for once, and an error is the same error each time."""
        if isinstance(self._made, Exception):
            raise self._made
        return self._made

    @cached_property
    def _made(self) -> Book | Exception:
        try:
            return load(self.settings, hurried=self.hurried)
        except BookError as error:
            return error

    @cached_property
    def bibliography(self) -> Bibliography:
        """The works that a source may name; none without a `bibliography` in mkdocs.yml."""
        name = self.options["bibliography"]
        return Bibliography.load(self.root / name) if name else Bibliography()

    def place(self, derivation: BookDerivation, number: int = 0) -> tuple[str, int]:
        """The file and the line at which a derivation, or one of its lines, is written."""
        if derivation.module in self.pages:
            fences = read(self, derivation.module).fences
            start = next((fence.line for fence in fences if fence.is_chain and fence.asked[0] == derivation.slug), 0)
            return derivation.module, start + 1 + (derivation.lines[number - 1].row if number else 0)
        name = derivation.module.replace(".", "/") + ".py"
        found = next((base / name for base in (self.root / "src", self.root) if (base / name).is_file()), None)
        if found is None:
            return name, 1
        text = found.read_text(encoding="utf-8")
        start = max(0, text.find(f'"{derivation.slug}"'))
        because = derivation.lines[number - 1].because if number else ""
        return self.name(found), 1 + text.count("\n", 0, max(start, text.find(because, start) if because else 0))


def here() -> Edition:
    """The edition in or under whose folder this runs, its book made."""
    edition = unmade()
    with chdir(edition.root):
        edition.book  # noqa: B018  it is found from the folder of the site
        return edition


def one(slug: str) -> tuple[BookDerivation, str]:
    """A derivation of the edition here, and our convention; the code of a page depends on no other, if it has it."""
    edition = unmade()
    with chdir(edition.root):
        return alone(edition.settings, slug) or (edition.book.derivation(slug), edition.book.ours)


def unmade() -> Edition:
    """The edition in or under whose folder this runs."""
    below = Path(os.environ.get(IN_PAGE, Path.cwd()))
    root = next((folder for folder in (below, *below.parents) if config_in(folder)), None)
    if root is None:
        raise FileNotFoundError(f"no {CONFIG} in {below} or above it; open the notebook inside a clone of the project")
    return Edition.load(root)
