"""What each page is made of, and which pages an edit therefore changes.

A page's recipe is a digest of all that decides how it reads: as long as it is the same, what was made of it is right.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from ..book.book import Book, BookDerivation
from ..book.edition import Edition
from ..commands.check import chains
from ..commands.prepare import job
from ..language.config import CONFIG
from ..language.messages import Problem
from ..run.processes import Outcome, recall
from ..run.store import TICK, Store, digest

# Where a chain can be named: on a line of its own, in code, quotes or a link; many a slug is a common word, too.
NAMED = re.compile(r"""(?:^[\s>]*|[`"'#:]\s*|\bderivation:?\s+)([\w-]+)""", re.MULTILINE)
BATCH = 8  # pages that are made at once when nobody waits for one, so that who comes to ask waits for no more
SNIPPET = re.compile(r'-+8<-+ "([^":]+)')
API = re.compile(r"^:::", re.MULTILINE)  # mkdocstrings quotes the modules


class Recipes:
    """The recipes of a site here and now; make new ones for each build."""

    def __init__(self, site: Edition, book: Book, problems: Iterable[Problem], watched: Iterable[str]) -> None:
        self.site = site
        self.store = Store(site)
        self._places = {slug: path for slug, path, _ in chains(site)}
        self._chains = {slug: self._chain(book, d) for slug, d in book.derivations.items()}
        self._problems: dict[str, list[str]] = defaultdict(list)
        for one in problems:
            self._problems[one.path if one.path in self.paths else ""].append(str(one))
        files = sorted(file for folder in watched for file in Path(folder).rglob("*") if file.is_file())
        self.modules = [site.name(file) for file in files if file.suffix == ".py"]
        theme = [site.name(file) for file in files if file.suffix not in (".py", ".pyc")]
        notation = book.entries, book.spellings, book.conventions
        everywhere = self._states([CONFIG, *theme]), sorted(self.paths), notation, site.bibliography, self._problems[""]
        self._everywhere = digest(repr(everywhere).encode())

    @property
    def paths(self) -> set[str]:
        """Every page and lab."""
        return {*self.site.pages, *self.site.labs}

    def known(self, path: str) -> str | None:
        """The recipe of a page; None if its code is to be run first."""
        outcome = recall(job(self.site, path), self.store)
        return None if outcome is None else self.of(path, outcome)

    def of(self, path: str, outcome: Outcome) -> str:
        """The recipe of a page whose code gave `outcome`: its text, what it quotes, and the chains that it names."""
        text, ran = self.site.read(path), repr((outcome.results, outcome.stopped))
        named = sorted(set(NAMED.findall(f"{text}\n{ran}")) & self._chains.keys())
        quoted = self._states(self._quoted(text))
        parts = text, ran, quoted, [self._chains[slug] for slug in named], self._problems[path], self._everywhere
        return digest(repr(parts).encode())

    def sources(self, path: str) -> Iterator[Path]:
        """The files whose text stands on a page."""
        yield from (self.site.root / name for name in (path, *self._quoted(self.site.read(path))))

    def _quoted(self, text: str) -> list[str]:
        return SNIPPET.findall(text) + (self.modules if API.search(text) else [])

    def _states(self, names: Iterable[str]) -> list[tuple[str, str]]:
        return [(name, self.store.file(name)) for name in names]

    def _chain(self, book: Book, d: BookDerivation) -> str:
        failed = [self.site.place(d, line.number) for line in d.lines if not line.ok]
        lemmas = [line.lemma.rpartition("-")[0] for line in d.lines if line.lemma]
        linked = [(book.derivations[slug].title, self._places.get(slug)) for slug in lemmas if slug in book.derivations]
        return digest(repr((d, self._places.get(d.slug), failed, linked)).encode())


class Made:
    """The pages that stand in the served folder: what each was made of, and which are to be made anew."""

    def __init__(self) -> None:
        self.pages: dict[str, tuple[str, str]] = {}
        self.due: set[str] = set()
        self.now: set[str] = set()
        self.written: set[str] = set()

    def choose(self, recipes: Recipes, first: str, is_complete: bool, began: float) -> None:
        """What to make in a build: the page that comes first and those edited that need not run; of the rest some."""
        self.recipes, self.began, self.written, self._fresh = recipes, began, set(), dict[str, str]()
        known = {path: recipes.known(path) for path in recipes.paths}
        self.due = {path for path, recipe in known.items() if recipe is None or self._made(path)[1] != recipe}
        edited = {path for path in self.due & self.pages.keys() if known[path] and self._is_edited(path)}
        some = sorted(self.due)[:BATCH] if is_complete else ()
        self.now = self.due & {first, *edited, *some}

    def _is_edited(self, path: str) -> bool:
        return self._made(path)[0] != self.recipes.site.read(path)

    def _made(self, path: str) -> tuple[str, str]:
        return self.pages.get(path, ("", ""))

    def ran(self, path: str, outcome: Outcome) -> None:
        """Note what a page is going to be made of."""
        self._fresh[path] = self.recipes.of(path, outcome)

    def wrote(self, path: str) -> None:
        """Note that a page was made; if a text on it was written meanwhile nobody knows of which, and it stays due."""
        self.written.add(path)
        if all(file.stat().st_mtime < self.began - TICK for file in self.recipes.sources(path) if file.exists()):
            self.pages[path] = self.recipes.site.read(path), self._fresh[path]
            self.due = self.due - {path}
