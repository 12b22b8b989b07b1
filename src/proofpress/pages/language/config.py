"""What mkdocs.yml says about the book, read without MkDocs."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from posixpath import basename, dirname, join, normpath, splitext
from typing import Any, Self
from urllib.parse import urljoin

import yaml

CONFIG = "mkdocs.yml"
NAME = "proofpress"
BUILT_IN = ("toc", "tables", "fenced_code")
DEFAULTS: dict[str, Any] = {
    "derivations": "",
    "notation": "",
    "topics": "",
    "bibliography": "",
    "preload": [],
    "seconds": 120,
    "megabytes": 4096,
    "line_seconds": 20,
    "errors": "raise",
}


class SiteError(ValueError):
    """A book that cannot be read: where, what, and what to do."""


@dataclass(frozen=True)
class Settings:
    """What a book is made by.

    The names of the modules that hold the derivations that stand on no page, the notation, and the topics of each; and
    for how many seconds a line is tried.
    """

    derivations: str = ""
    notation: str = ""
    topics: str = ""
    line_seconds: float = 20


@dataclass(frozen=True)
class Site:
    """Where a book stands, what it is made of, the limits of a page and how Markdown is read."""

    root: Path
    docs: Path
    options: dict[str, Any] = field(default_factory=dict)
    extensions: tuple[str, ...] = ()
    extension_configs: dict[str, Any] = field(default_factory=dict)
    url: str = ""
    nav: tuple[str, ...] = ()

    @classmethod
    def load(cls, root: Path | None = None) -> Self:
        """The site whose mkdocs.yml stands in `root` (by default here)."""
        root = (root or Path.cwd()).resolve()
        path = root / CONFIG
        if not path.exists():
            raise SiteError(f"{CONFIG} is not in {root}; run this where it is")
        config = _parsed(path.read_text(encoding="utf-8"))
        configs = dict(_entry(entry) for entry in config.get("markdown_extensions", []))
        if NAME not in configs:
            raise SiteError(f"{CONFIG}: markdown_extensions does not name {NAME}; add it")
        extensions = tuple(dict.fromkeys((*BUILT_IN, *configs)))
        docs, url = root / config.get("docs_dir", "docs"), config.get("site_url") or ""
        nav = tuple(_leaves(config.get("nav") or []))
        return cls(root, docs, DEFAULTS | configs[NAME], extensions, configs, url, nav)

    @property
    def settings(self) -> Settings:
        """Which modules hold the derivations, the notation and the topics, and for how long a line is tried."""
        names, seconds = ("derivations", "notation", "topics"), self.options["line_seconds"]
        if isinstance(seconds, bool) or not isinstance(seconds, int | float) or seconds <= 0:
            raise SiteError(f"{CONFIG}: line_seconds is {seconds!r}; write for how many seconds a line is tried")
        return Settings(**{name: self.options[name] for name in names}, line_seconds=float(seconds))

    @property
    def limits(self) -> dict[str, int]:
        """Seconds and megabytes that one page may take."""
        return {name: int(self.options[name]) for name in ("seconds", "megabytes")}

    @property
    def store(self) -> Path:
        """Where results are kept between runs."""
        return Path(os.environ.get("PROOFPRESS_CACHE") or self.root / ".proofpress")

    @cached_property
    def pages(self) -> tuple[str, ...]:
        """Every Markdown page, by its path from the root."""
        return tuple(self.name(path) for path in sorted(self.docs.rglob("*.md")))

    @cached_property
    def in_order(self) -> tuple[str, ...]:
        """Every Markdown page as a reader comes by it: as the navigation has them, then all others."""
        named = [self.name(self.docs / page) for page in self.nav]
        return tuple(dict.fromkeys([page for page in named if page in self.pages] + list(self.pages)))

    @cached_property
    def labs(self) -> tuple[str, ...]:
        """Every percent notebook, by its path from the root."""
        return tuple(self.name(path) for path in sorted(self.docs.rglob("*.py")))

    @cached_property
    def fence_names(self) -> tuple[str, ...]:
        """The custom fences of superfences, such as mermaid."""
        configured = self.extension_configs.get("pymdownx.superfences", {}).get("custom_fences", [])
        return tuple(fence["name"] for fence in configured)

    @cached_property
    def programs(self) -> tuple[str, ...]:
        """Software whose versions prose may name: whatever is pinned."""
        path = self.root / "constraints.txt"
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        return tuple(match[0] for line in lines if (match := re.match(r"[\w-]+", line)))

    def name(self, path: Path) -> str:
        """A file's path from the root."""
        return path.resolve().relative_to(self.root).as_posix()

    def address(self, path: str, link: str) -> str:
        """A page's link to another page as it works elsewhere; any other link, or without a `site_url`, as it is."""
        target, _, anchor = link.partition("#")
        stem, suffix = splitext(normpath(join(dirname(path), target or basename(path))))
        if not self.url or suffix not in (".md", ".py") or ":" in target:
            return link
        place = stem.removeprefix(f"{self.name(self.docs)}/").removesuffix("index").rstrip("/")
        return urljoin(self.url, f"{place}/" if place else "") + (f"#{anchor}" if anchor else "")

    def read(self, path: str) -> str:
        """The text of a file named from the root."""
        try:
            return (self.root / path).read_text(encoding="utf-8")
        except UnicodeDecodeError as error:
            raise SiteError(f"{path}: byte {error.start} is not UTF-8; save the file as UTF-8") from None


def _leaves(nav: Any) -> Iterator[str]:
    """The pages of a navigation, from top to bottom."""
    if isinstance(nav, str):
        yield nav
    for part in nav.values() if isinstance(nav, dict) else nav if isinstance(nav, list) else ():
        yield from _leaves(part)


def _parsed(text: str) -> dict[str, Any]:
    try:
        return yaml.load(text, Loader=Loader) or {}
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise SiteError(f"{CONFIG}:{line}: {error.problem}; correct the YAML") from None


def _entry(entry: str | dict[str, Any]) -> tuple[str, dict[str, Any]]:
    return (entry, {}) if isinstance(entry, str) else next((name, options or {}) for name, options in entry.items())


class Loader(yaml.UnsafeLoader):
    """YAML as MkDocs reads it: Python names, and !ENV with a default."""


def _environment(loader: yaml.Loader, node: yaml.Node) -> Any:
    if isinstance(node, yaml.ScalarNode):
        return os.environ.get(loader.construct_scalar(node))
    *names, default = loader.construct_sequence(node)  # type: ignore[arg-type]  # YAML refuses any other node
    return next((os.environ[name] for name in names if name in os.environ), default)


Loader.add_constructor("!ENV", _environment)
Loader.add_constructor("!relative", lambda *_: str(Path.cwd()))
