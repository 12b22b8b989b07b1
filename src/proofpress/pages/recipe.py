"""What a page is made of, as one digest: as long as it is the same, the page that was made of it is right."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from . import check
from .book import Book
from .messages import Problem
from .run import Outcome
from .site import CONFIG, Site
from .store import Store, digest

WORD = re.compile(r"[\w-]+")
SNIPPET = re.compile(r'-+8<-+ "([^":]+)')
API = re.compile(r"^:::", re.MULTILINE)


class Recipes:
    """What the pages of a site are made of here and now; make a new one for each build."""

    def __init__(self, site: Site, book: Book, problems: Iterable[Problem], watched: Iterable[str]) -> None:
        self.site = site
        self.store = Store(site)
        places = {slug: path for slug, path, _ in check.chains(site)}
        self.chains = {d.slug: digest(repr((d, places.get(d.slug))).encode()) for d in book.derivations.values()}
        self.problems: dict[str, list[str]] = defaultdict(list)
        for one in problems:
            self.problems[one.path].append(str(one))
        files = sorted(file for folder in watched for file in Path(folder).rglob("*") if file.is_file())
        self.modules = [self._state(file) for file in files if file.suffix == ".py"]
        theme = [self._state(file) for file in files if file.suffix not in (".py", ".pyc")]
        notation = book.entries, book.spellings, book.conventions
        self.everywhere = digest(repr((self.store.file(CONFIG), theme, site.pages, site.labs, notation)).encode())

    def _state(self, file: Path) -> tuple[str, str]:
        return str(file), digest(file.read_bytes())

    def of(self, path: str, outcome: Outcome) -> str:
        """The digest of a page: its text, what its code gave, the chains it names, and what every page depends on."""
        text = self.site.read(path)
        ran = repr((outcome.results, outcome.stopped))
        named = sorted(set(WORD.findall(text + ran)) & self.chains.keys())
        snippets = [self.store.file(name) for name in SNIPPET.findall(text)]
        modules = self.modules if API.search(text) else []
        parts = text, ran, [self.chains[slug] for slug in named], snippets, modules, self.problems[path]
        return digest(repr((self.everywhere, parts)).encode())
