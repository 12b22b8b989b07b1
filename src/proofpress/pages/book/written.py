"""The derivations of a book as its author wrote them, not judged: from its pages, and from modules where it has any."""

from __future__ import annotations

import importlib
import os
import pkgutil
import sys
import traceback
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from types import ModuleType

from proofpress.proof.derivation import Derivation
from proofpress.proof.language.chain import read as read_chain
from proofpress.proof.language.nodes import LanguageError
from proofpress.proof.language.scope import Scope

from ..language.config import Site
from ..language.source import Fence, chains
from .book import UnknownSlug, near
from .edition import here, unmade
from .kept import IN_PAGE

PRESS = Path(__file__).parents[2]


def written(site: Site) -> Iterator[Derivation]:
    """Each derivation of a site, read or imported into the process that asks; one that cannot be read is left out."""
    if site.settings.derivations:
        yield from (derivation for derivation, _ in derivations_of(modules_of(site.settings.derivations)[0]))
    scope = scope_of(site)
    for _, fence in chains(site):
        with suppress(LanguageError):
            yield read_chain(fence.body, scope)


class Library(Mapping[str, Derivation]):
    """Derivations by their slug, each read when it is first asked for: where lemmas are looked up."""

    def __init__(self, made: Iterable[Derivation], found: Iterable[Fence], scope: Scope) -> None:
        self._made = {derivation.slug: derivation for derivation in made}
        self._texts = dict[str, str]()
        for fence in found:
            self._texts.setdefault(fence.asked[0], fence.body)
        self._scope = scope

    def __getitem__(self, slug: str) -> Derivation:
        if slug not in self._made:
            self._made[slug] = read_chain(self._texts[slug], self._scope)
        return self._made[slug]

    def __contains__(self, slug: object) -> bool:
        return slug in self._made or slug in self._texts

    def __iter__(self) -> Iterator[str]:
        yield from {**self._texts, **self._made}

    def __len__(self) -> int:
        return len(self._texts.keys() | self._made.keys())


def unreadable(fence: Fence, error: LanguageError) -> tuple[int, str]:
    """The row of a chain that cannot be read, counted from its name, and where in it, what stands there, what may."""
    row, start = fence.body.count("\n", 0, error.at), fence.body.rfind("\n", 0, error.at) + 1
    column = error.at - start + 1 + (fence.columns[row] if row < len(fence.columns) else 0)
    near = fence.body[error.at :].partition("\n")[0].strip()[:30]
    place = f"at {near!r}" if near else "at the end of the line"
    return row, f"column {column}, {place}: {error.what}; {error.allowed}"


def library_of(site: Site) -> Library:
    """The derivations of a site by their slug, each read when it is first asked for."""
    made = derivations_of(modules_of(site.settings.derivations)[0]) if site.settings.derivations else ()
    return Library((derivation for derivation, _ in made), (fence for _, fence in chains(site)), scope_of(site))


def chain(slug: str) -> Derivation:
    """The derivation with this slug in the book whose mkdocs.yml stands here or above.

    Where the code of a page runs the book is made already; a page depends on it, and not on the text of all pages.
    """
    edition = here() if IN_PAGE in os.environ else unmade()
    found = edition.book.derivation(slug).text if IN_PAGE in os.environ else text_of(edition, slug)
    if found:
        return read_chain(found, scope_of(edition))
    known = {derivation.slug: derivation for derivation in written(edition)}
    if slug not in known:
        raise UnknownSlug(f"no derivation is called {slug!r}{near(slug, known)}")
    return known[slug]


def read(text: str) -> Derivation:
    """A chain as text, in the letters of the book whose mkdocs.yml stands here or above."""
    return read_chain(text.strip("\n") + "\n", scope_of(unmade()))


def text_of(site: Site, slug: str) -> str:
    """The text of a chain that stands on a page; nothing if none has this slug."""
    return next((fence.body for _, fence in chains(site) if fence.asked[0] == slug), "")


def scope_of(site: Site) -> Scope:
    """What the letters of a site's notation mean."""
    return Scope.of(importlib.import_module(site.settings.notation).NOTATION.entries)


def derivations_of(modules: list[ModuleType]) -> Iterator[tuple[Derivation, ModuleType]]:
    """Each derivation once, in the order in which the modules define them."""
    seen: set[int] = set()
    for module in modules:
        for value in vars(module).values():
            if isinstance(value, Derivation) and id(value) not in seen:
                seen.add(id(value))
                yield value, module


def modules_of(name: str) -> tuple[list[ModuleType], dict[str, str]]:
    """The module, or the package's modules in the order in which it imports them; and those that fail, with why."""
    package, broken = importlib.import_module(name), {}
    for found in pkgutil.walk_packages(getattr(package, "__path__", ()), f"{name}."):
        try:
            importlib.import_module(found.name)
        except Exception as error:
            broken[found.name] = told(error)
    ours = [module for key, module in list(sys.modules.items()) if key == name or key.startswith(f"{name}.")]
    return ours, broken


def told(error: Exception) -> str:
    """An error in one line, with the file and line of the book at which it came about, if it was in one."""
    if isinstance(error, SyntaxError) and error.filename:
        return f"SyntaxError: {error.msg} ({os.path.relpath(error.filename)}:{error.lineno})"
    frames = [(Path(frame.filename), frame.lineno) for frame in traceback.extract_tb(error.__traceback__)]
    if isinstance(error, ValueError) and frames[-1][0].is_relative_to(PRESS / "pages"):
        return str(error)
    foreign = (str(PRESS), sys.prefix)
    own = [f"{os.path.relpath(path)}:{line}" for path, line in frames if not str(path).startswith(foreign)]
    inside = [place for place in own if not place.startswith(("..", "<"))]
    return f"{type(error).__name__}: {error}" + "".join(f" ({place})" for place in inside[-1:])
