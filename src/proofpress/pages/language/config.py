"""What mkdocs.yml says about a book, and which files it has: as MkDocs reads them, plugins and theme left aside."""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path, PurePath
from posixpath import dirname, join, normpath, splitext
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import unquote, urljoin

import yaml

from .chapters import Rule, rules

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import File

CONFIG = "mkdocs.yml"
CONFIGS = (CONFIG, "mkdocs.yaml")
NAME = "proofpress"
CONVERTER = "mkdocs-jupyter"  # makes a page of what its patterns include; a book may name it among its plugins
LABS = ("*.py", "*.ipynb")  # unless a book says otherwise
READ = (
    *("markdown_extensions", "docs_dir", "site_dir", "site_url", "use_directory_urls", "nav"),
    *("exclude_docs", "draft_docs", "not_in_nav"),
)
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
    "stderr": "say",
    "data": [],
    "chapters": [],
}
STDERR = ("say", "compare", "refuse")  # what is done with what a page writes to standard error


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
class Published:
    """A file that a build publishes: its path from the root, its address, where it is written, and what it is."""

    path: str
    url: str
    place: str
    kind: str = ""


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
    files: tuple[Published, ...] | None = None
    warnings: tuple[str, ...] = ()
    chapters: tuple[Rule, ...] = ()

    @classmethod
    def load(cls, root: Path | None = None) -> Self:
        """The site whose mkdocs.yml stands in `root` (by default here)."""
        root = (root or Path.cwd()).resolve()
        path = config_in(root)
        if path is None:
            raise SiteError(f"{CONFIG} is not in {root}; run this where it is")
        config = _read(path)
        configs = config.mdx_configs
        options = DEFAULTS | {name: value for name, value in configs.get(NAME, {}).items() if name in DEFAULTS}
        files, warnings = _files(config, root)
        try:
            chapters = rules(options["chapters"])
        except ValueError as error:
            raise SiteError(f"{path.name}: {error}") from None
        return cls(
            root,
            Path(config.docs_dir),
            options,
            tuple(config.markdown_extensions),
            configs,
            config.site_url or "",
            tuple(_leaves(config.nav or [])),
            files,
            warnings,
            chapters,
        )

    @property
    def settings(self) -> Settings:
        """Which modules hold the derivations, the notation and the topics, and for how long a line is tried."""
        names, seconds = ("derivations", "notation", "topics"), self.options["line_seconds"]
        if isinstance(seconds, bool) or not isinstance(seconds, int | float) or seconds <= 0:
            raise SiteError(f"{CONFIG}: line_seconds is {seconds!r}; write for how many seconds a line is tried")
        return Settings(**{name: self.options[name] for name in names}, line_seconds=float(seconds))

    @property
    def limits(self) -> dict[str, int]:
        """Seconds and megabytes that one page may take, and whether its standard error is part of its output."""
        if (stderr := self.options.get("stderr", "say")) not in STDERR:
            raise SiteError(f"{CONFIG}: stderr is {stderr!r}; write one of {', '.join(STDERR)}")
        return {name: int(self.options[name]) for name in ("seconds", "megabytes")} | {"compare": stderr == "compare"}

    @property
    def data(self) -> tuple[str, ...]:
        """The files and folders of the book that every page finds where it runs, by the paths that they have in it."""
        for name in self.options.get("data", ()):
            if not (self.root / name).exists() or ".." in Path(name).parts or Path(name).is_absolute():
                raise SiteError(f"{CONFIG}: data names {name!r}; expected a file or folder of the book; correct it")
        return tuple(self.options.get("data", ()))

    @property
    def store(self) -> Path:
        """Where results are kept between runs."""
        return Path(os.environ.get("PROOFPRESS_CACHE") or self.root / ".proofpress")

    @cached_property
    def pages(self) -> tuple[str, ...]:
        """Every Markdown page, by its path from the root."""
        if self.files is None:
            return tuple(self.name(path) for path in sorted(self.docs.rglob("*.md")))
        return tuple(sorted(one.path for one in self.files if one.kind == "page"))

    @cached_property
    def in_order(self) -> tuple[str, ...]:
        """Every Markdown page as a reader comes by it: as the navigation has them, then all others."""
        named = [self.name(self.docs / page) for page in self.nav]
        return tuple(dict.fromkeys([page for page in named if page in self.pages] + list(self.pages)))

    @cached_property
    def labs(self) -> tuple[str, ...]:
        """Every percent notebook, by its path from the root."""
        return tuple(sorted(one.path for one in self.files or () if one.kind == "lab"))

    @cached_property
    def urls(self) -> dict[str, str]:
        """Where each file is published, by its path from the root."""
        return {one.path: one.url for one in self.files or ()}

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
        return os.path.relpath(path, self.root).replace(os.sep, "/")

    def chosen(self, names: Sequence[str]) -> tuple[str, ...]:
        """The pages and labs that are meant; all if none is named."""
        known = self.pages + self.labs
        if not names:
            return known
        paths = tuple(self.name(Path(name)) if Path(name).exists() else name for name in names)
        for path in paths:
            if path not in known:
                raise SiteError(f"{path} is not a page or a lab under {self.name(self.docs)}; name one that is")
        return paths

    def target(self, path: str, address: str) -> str:
        """The file that a link of a page leads to, by its path from the root, whether or not it is there."""
        address = unquote(address.partition("?")[0])
        return normpath(join(dirname(path), address)) if address else path

    def address(self, path: str, link: str) -> str:
        """A page's link to another page as it works elsewhere; any other link, or without a `site_url`, as it is."""
        address, _, anchor = link.partition("#")
        url = None if ":" in address else self.urls.get(self.target(path, address))
        if not self.url or url is None:
            return link
        return urljoin(self.url, url) + (f"#{anchor}" if anchor else "")

    def read(self, path: str) -> str:
        """The text of a file named from the root."""
        try:
            return (self.root / path).read_text(encoding="utf-8")
        except UnicodeDecodeError as error:
            raise SiteError(f"{path}: byte {error.start} is not UTF-8; save the file as UTF-8") from None


def config_in(folder: Path) -> Path | None:
    """The configuration that stands in a folder, by any of the names that MkDocs takes."""
    return next((folder / name for name in CONFIGS if (folder / name).is_file()), None)


def _leaves(nav: Any) -> Iterator[str]:
    """The pages of a navigation, from top to bottom."""
    if isinstance(nav, str):
        yield nav
    for part in nav.values() if isinstance(nav, dict) else nav if isinstance(nav, list) else ():
        yield from _leaves(part)


def _read(path: Path) -> MkDocsConfig:
    """The settings that a book is read by; a plugin or a theme need not be there to check it."""
    from mkdocs.config.base import ValidationError
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.exceptions import ConfigurationError

    config = MkDocsConfig(str(path))
    try:
        with path.open("rb") as file:
            config.load_file(file)
    except (ConfigurationError, ValidationError, UnicodeDecodeError) as error:
        if isinstance(marked := error.__context__, yaml.MarkedYAMLError) and marked.problem_mark:
            line = marked.problem_mark.line + 1
            raise SiteError(f"{path.name}:{line}: {marked.problem}; correct the YAML") from None
        raise SiteError(f"{path.name}: {' '.join(str(error).split())}; correct it") from None
    options = dict(config._schema)
    for name in READ:
        option = options[name]
        try:
            option.pre_validation(config, name)
            config[name] = option.validate(config.get(name))
            option.post_validation(config, name)
        except ValidationError as error:
            said = str(error).strip().splitlines()[-1].removesuffix(".")
            raise SiteError(f"{path.name}: {name}: {said}; correct it") from None
        if NAME not in config.markdown_extensions:
            raise SiteError(f"{path.name}: markdown_extensions does not name {NAME}; add it")
    return config


def _files(config: MkDocsConfig, root: Path) -> tuple[tuple[Published, ...], tuple[str, ...]]:
    """The files that a build publishes, and what MkDocs warns of in them."""
    from mkdocs.structure import files

    heard = Heard()
    files.log.addHandler(heard)
    before, files.log.propagate = files.log.propagate, False
    try:
        found = [one for one in files.get_files(config) if one.inclusion.is_included()]
    finally:
        files.log.removeHandler(heard)
        files.log.propagate = before
    patterns = _patterns(config)
    return tuple(_published(one, patterns, root) for one in found), tuple(heard.said)


class Heard(logging.Handler):
    """Keeps what is said."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a message."""
        self.said.append(record.getMessage())


def _patterns(config: MkDocsConfig) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Which files are made pages by the converter of notebooks, and which are not."""
    plugins = config.get("plugins") or []
    named = plugins.items() if isinstance(plugins, dict) else map(_entry, plugins)
    options = dict(named).get(CONVERTER) or {}
    return tuple(options.get("include", LABS)), tuple(options.get("ignore", ()))


def _entry(entry: str | dict[str, Any]) -> tuple[str, dict[str, Any]]:
    return (entry, {}) if isinstance(entry, str) else next((name, options or {}) for name, options in entry.items())


def _published(file: File, patterns: tuple[tuple[str, ...], tuple[str, ...]], root: Path) -> Published:
    """A file by its path from the root; a notebook has the address that a page of its name would have."""
    from mkdocs.structure.files import File

    source = PurePath(file.abs_src_path or "")
    is_notebook = source.suffix in (".py", ".ipynb") and not any(map(source.match, patterns[1]))
    path = os.path.relpath(source, root).replace(os.sep, "/")
    if is_notebook and any(map(source.match, patterns[0])):
        page = File(f"{splitext(file.src_uri)[0]}.md", file.src_dir or "", file.dest_dir, file.use_directory_urls)
        return Published(path, page.url, page.dest_uri, "lab" if source.suffix == ".py" else "notebook")
    return Published(path, file.url, file.dest_uri, "page" if file.is_documentation_page() else "")
