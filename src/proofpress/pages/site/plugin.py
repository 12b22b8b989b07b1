"""The plugin of MkDocs: a page's path, the press's files, the notation's alternates, notebooks, and the swap of site/.

It gates nothing of its own: the Markdown extension refuses what `check` refuses.
"""

from __future__ import annotations

import json
import logging
import os
import posixpath
import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import IO, TYPE_CHECKING
from urllib.parse import unquote

from jinja2 import Environment
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink
from mkdocs.utils import CountHandler, get_relative_url
from mkdocs.utils.templates import TemplateContext

from proofpress.pages.book.book import COMPONENTS, Book
from proofpress.pages.book.edition import Edition
from proofpress.pages.book.kept import BookError
from proofpress.pages.commands import report
from proofpress.pages.commands.check import across, chains
from proofpress.pages.commands.links import ELSEWHERE
from proofpress.pages.commands.prepare import heard, prepare
from proofpress.pages.language.config import CONVERTER, NAME
from proofpress.pages.language.messages import PageErrors
from proofpress.pages.language.source import read
from proofpress.pages.render import katex, lab
from proofpress.pages.render.extension import Desk, notice
from proofpress.pages.render.extension import report as say
from proofpress.pages.render.formulas import split_alternates
from proofpress.pages.run.processes import Ran
from proofpress.pages.site import assets, checker, dress, labs, packing, publish, serving
from proofpress.pages.site.live import Live

if TYPE_CHECKING:
    from mkdocs_jupyter.plugin import Plugin as Jupyter

log = logging.getLogger("mkdocs.proofpress")
FIRST, LAST = 100, -100
BUILDERS = ("mkdocs", "properdocs")  # whose warnings a strict build counts
FIGURE = re.compile(r'<figure class="press-chain" id="([\w-]+)"')


@dataclass
class Build:
    """What one build knows: its desk, the last good folder, what ran, each page's alternates and each chain's page."""

    desk: Desk
    book: Book = field(default_factory=Book)
    published: Path | None = None
    turn: IO[str] | None = None
    ran: dict[str, Ran] = field(default_factory=dict)
    alternates: dict[str, dict[str, dict[str, str]]] = field(default_factory=dict)
    chains: dict[str, str] = field(default_factory=dict)
    labs: dict[str, labs.Ready] = field(default_factory=dict)
    unsearched: dict[str, list[str]] = field(default_factory=dict)
    checker: packing.Checker | None = None
    checks_at: str = ""

    @property
    def site(self) -> Edition:
        """The site that is built."""
        return self.desk.site

    def path(self, file: File) -> str:
        """A source's path from the root."""
        return self.site.name(self.site.docs / file.src_uri)

    def find_chains(self, files: Files) -> None:
        """Note where each chain stands, whether or not this build makes its page."""
        urls = {self.path(file): file.url.removeprefix("./") for file in files.documentation_pages()}
        self.chains |= {slug: urls[path] for slug, path, _ in chains(self.site) if path in urls}

    def chain(self, slug: str, page: Page) -> str:
        """Where a chain stands, seen from a page."""
        return f"{get_relative_url(self.chains.get(slug, page.url), page.url)}#{slug}"


class Unset(Config):
    """No options: those of a book stand with the Markdown extension, which `check` reads too."""


class Plugin(BasePlugin[Unset]):
    """MkDocs' events in their order; `build` is made anew for each build, `live` stays while the site is served."""

    build: Build

    def __init__(self) -> None:
        super().__init__()
        self.command = "build"
        self.live: Live | None = None
        self.packed: packing.Checker | None = None

    @cached_property
    def notebooks(self) -> Jupyter:
        """What makes pages of labs, if mkdocs.yml does not name it itself."""
        return labs.converter()

    def on_startup(self, command: str, **_: object) -> None:
        """Remember whether the site is built or served; while it reloads, an edit makes only the pages it changes."""
        self.command = command
        serving.speak_through_mkdocs()
        if command == "serve" and serving.reloads():
            self.live = Live()
            serving.make_what_is_named()

    @event_priority(LAST)
    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Build beside the last good site; while serving show errors on the page."""
        if self.command == "serve" and not hasattr(self, "build"):
            serving.refuse_taken(*config.dev_addr)
        os.environ.setdefault("SOURCE_DATE_EPOCH", _commit_date())
        site = replace(Edition.load(Path(config.config_file_path).parent), hurried=self.live is not None)
        known = self.build.chains if self.live and self.live.made.pages else {}
        self.build = Build(Desk(site), chains=known)
        if self.live:
            self.live.begin(site)
        config.mdx_configs[NAME]["desk"] = self.build.desk
        if self.command == "serve":
            config.mdx_configs[NAME]["errors"] = "show"
        else:
            self.build.published = Path(config.site_dir)
            self.build.turn = publish.wait_for_turn(site.store)
            config.site_dir = str(publish.beside(self.build.published))
        assets.name(config)
        return config

    def _book(self, site: Edition) -> Book:
        """The book; while serving an empty one in the place of one that cannot be made, as each page says why."""
        try:
            return site.book
        except BookError:
            if self.command != "serve":
                raise
            return Book()

    @event_priority(LAST)
    def on_files(self, files: Files, config: MkDocsConfig) -> Files:
        """Add styles, scripts and fonts, and run every page side by side while the book is made."""
        if CONVERTER not in config.plugins and self.build.site.labs:
            files = self.notebooks.on_files(files, config)
        for file in [one for one in files if one.inclusion.is_excluded()]:
            files.remove(file)  # else a link to it would be let through, and be dead
        assets.add(files, config)
        self._add_checker(files, config)
        paths = self.live.choose(self._book(self.build.site), config) if self.live else None
        for job, outcome in prepare(self.build.site, paths):
            if outcome.seconds and not (self.live and self.live.server):
                why = f", as it is every time: {'; '.join(outcome.unknown)}" if outcome.unknown else ""
                log.info("%s ran in %.1f s%s", job.path, outcome.seconds, why)
            for one in heard(self.build.site, job.path, outcome):
                log.info("%s", one)
            self.build.ran[job.path] = job, outcome
            if self.live:
                self.live.made.ran(job.path, outcome)
        self.build.book = self._book(self.build.site)
        config.extra["conventions"] = dict(self.build.book.conventions)
        return files

    def _add_checker(self, files: Files, config: MkDocsConfig) -> None:
        """Where a page asks for the form: the packed prover, and where that page stands."""
        pages = files.documentation_pages()
        own = next(
            (file for file in pages if file.src_uri.endswith(".md") and checker.PLACE in file.content_string), None
        )
        if own is None:
            return
        self.build.checks_at = own.url.removeprefix("./")
        if self.packed is None or not self.live:  # while it is served, what is packed stays as it was
            self.packed = packing.packed(self.build.site)
        self.build.checker = found = self.packed
        for name, path in found.files.items():
            files.append(File.generated(config, f"{found.name}/{name}", abs_src_path=str(path)))

    def on_nav(self, nav: Navigation, files: Files, **_: object) -> Navigation:
        """Note where chains stand; while serving, have MkDocs make the pages that were chosen, and no others."""
        self.build.find_chains(files)
        if self.live:
            self.live.mark(files, self.build.path)
        return nav

    def on_page_markdown(self, markdown: str, page: Page, **_: object) -> str:
        """Say which page is converted next, and what its code gave."""
        path = self.build.path(page.file)
        self.build.desk.lay(path, page.file.content_string, self.build.ran.get(path))
        return markdown

    @event_priority(FIRST)
    def on_pre_page(self, page: Page, config: MkDocsConfig, files: Files) -> Page:
        """Put the executed notebook in a lab's place, and have it converted."""
        if _is_lab(page):
            ready = self.build.labs[page.file.src_uri] = self._ready(self.build.path(page.file))
            if ready.problems and self.command == "build":
                raise PageErrors(list(ready.problems))
            say(list(ready.problems))
            page.file.abs_src_path = str(ready.converted)
            if CONVERTER not in config.plugins:
                self.notebooks.on_pre_page(page, config, files)
        return page

    def _ready(self, path: str) -> labs.Ready:
        return labs.ready(self.build.site, self.build.book, path, self.build.ran.get(path))

    @event_priority(FIRST)
    def on_page_content(self, content: str, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Finish a lab, take out the alternates and what the search index need not read, and note ids and chains."""
        if _is_lab(page):
            content = self._finish(content, page, files)
            own = dict.fromkeys(FIGURE.findall(content), page.url)
            self.build.chains = own | self.build.chains  # a chain that a chapter shows as well has its home there
        if self.build.checker and checker.PLACE in content:
            content = content.replace(checker.PLACE, self._form(self.build.checker, page))
        content, self.build.alternates[page.file.src_uri] = split_alternates(content)
        page.present_anchor_ids = (page.present_anchor_ids or set()) | set(re.findall(r'\bid="([^"]+)"', content))
        content, self.build.unsearched[page.file.src_uri] = dress.unsearched(dress.cards(content))
        return self._notebook_link(content, page, config) + content

    def _form(self, packed: packing.Checker, page: Page) -> str:
        return checker.form(packed, f"{get_relative_url('.', page.url)}/", checker.known(self.build.site)["kinds"])

    def _finish(self, content: str, page: Page, files: Files) -> str:
        ready = self.build.labs[page.file.src_uri]
        page.file.abs_src_path = str(ready.download)
        path = self.build.path(page.file)
        ids = lab.anchors(self.build.site, path)
        for item, name in zip(_items(page.toc), ids, strict=False):
            item.id = name
        content = labs.finished(content, ready, self.build.book, ids, self.build.site.bibliography.html)
        own = [
            link for link in lab.all_links(self.build.site, path) if not (ELSEWHERE.match(link) or link.startswith("/"))
        ]
        content = labs.relinked(content, own, lambda link: _resolved(link, page, files))
        return (notice(list(ready.problems)) if ready.problems else "") + content

    def on_env(self, env: Environment, config: MkDocsConfig, files: Files) -> Environment:
        """Once every page has been read: refuse what only all pages together show."""
        problems = list(across(self.build.site))
        if problems and self.command == "build":
            raise PageErrors(problems)
        say(problems)
        for file in files.documentation_pages():
            own = [one for one in problems if file.page and one.path == self.build.path(file)]
            if own and file.page:
                file.page.content = notice(own) + (file.page.content or "")
        if self.live:
            self.live.keep(files, config)
        return env

    def _notebook_link(self, content: str, page: Page, config: MkDocsConfig) -> str:
        """A button that downloads the page as an executed notebook, where there is something to run."""
        if not (_is_lab(page) or self._is_executable(content, page)):
            return ""
        icon = _icon(config, "material/download")
        name = labs.name_of(self.build.path(page.file))
        title = "Download this page as a notebook"
        classes = "md-content__button md-icon"
        return f'<a class="{classes}" href="{name}" download title="{title}" aria-label="{title}">{icon}</a>'

    @event_priority(LAST)
    def on_page_context(self, context: TemplateContext, page: Page, **_: object) -> TemplateContext:
        """Put back what the search index need not read, and take out what only it needed to know."""
        page.content = dress.whole(page.content or "", self.build.unsearched[page.file.src_uri])
        return context

    @event_priority(LAST)
    def on_post_page(self, output: str, page: Page, config: MkDocsConfig) -> str:
        """Lead to the chains that lines are quoted from, and write what the page may ask for."""
        folder = Path(page.file.abs_dest_path).parent
        folder.mkdir(parents=True, exist_ok=True)
        name = Path(page.file.dest_uri).stem
        page_name = "" if name == "index" else f"{name}."
        self._write_alternates(self.build.alternates[page.file.src_uri], folder, page_name)
        for slug in [slug for slug, url in self.build.chains.items() if url == page.url]:
            if slug in self.build.book.derivations:
                report.write_proofs(self.build.book.derivation(slug), Path(config.site_dir))
        if _is_lab(page):
            ready = self.build.labs[page.file.src_uri]
            shutil.copyfile(ready.download, folder / ready.download.name)
        elif self._is_executable(output, page):
            labs.write_page(self.build.site, self.build.path(page.file), folder)
        if self.live:
            self.live.made.wrote(self.build.path(page.file))
        if self.build.checker:
            output = dress.told(output, get_relative_url(self.build.checks_at, page.url))
        output = dress.linked(output, lambda slug: self.build.chain(slug, page), self.build.chains.__contains__)
        output = output.replace("<html ", f'<html data-page="{page_name}" ', 1) if page_name else output
        return dress.without_indents(assets.unlink(output))

    def _write_alternates(self, alternates: dict[str, dict[str, str]], folder: Path, page: str) -> None:
        """A file for each convention that may be asked for, also for one that changes nothing on the page."""
        conventions = list(self.build.book.conventions)
        for name in (*conventions, *(name + COMPONENTS for name in conventions)) if alternates else ():
            if name != self.build.book.ours:
                spelt = {number: katex.render(tex) for number, tex in alternates.get(name, {}).items()}
                text = json.dumps(spelt, ensure_ascii=False)
                (folder / f"{page}notation-{name}.json").write_text(text, encoding="utf-8")

    @event_priority(LAST)
    def on_post_build(self, config: MkDocsConfig) -> None:
        """Write checks.json, and put the new site in the place of the last one if nothing was wrong."""
        report.write(report.collect(self.build.site, self.build.book), Path(config.site_dir, "checks.json"))
        if self.build.checker and not (self.live and self.live.server):  # an edit need not wait for them
            checker.write_lines(checker.known(self.build.site)["lines"], Path(config.site_dir))
        if self.build.published is not None and not _warnings():
            publish.swap(Path(config.site_dir), self.build.published)
            config.site_dir = str(self.build.published)
        if self.live:
            self.live.end()

    def on_serve(self, server: LiveReloadServer, **_: object) -> LiveReloadServer:
        """Stand before the server that reloads pages."""
        if self.live:
            self.live.listen(server)
        return server

    def on_build_error(self, error: Exception) -> None:
        """A page that is refused ends the build in its own words, without a traceback."""
        if isinstance(error, PageErrors | BookError | katex.BadLatex | katex.KatexMissing | packing.CheckerMissing):
            raise Abort(f"Not published:\n{error}") from error

    def on_shutdown(self) -> None:
        """Leave no half-built site and no running page behind, and let the next build have its turn."""
        if self.live:
            self.live.stop()
        build = getattr(self, "build", None)
        if build and build.published is not None:
            shutil.rmtree(publish.beside(build.published), ignore_errors=True)
        if build and build.turn is not None:
            build.turn.close()

    def _is_executable(self, content: str, page: Page) -> bool:
        """Whether a Markdown page has doctests of its own, all of which hold."""
        fences = read(self.build.site, self.build.path(page.file)).fences
        return any(fence.fate == "run" for fence in fences) and "proofpress-problems" not in content


def _commit_date() -> str:
    """Seconds since the epoch at the last commit: the same commit gives the same bytes."""
    try:
        asked = subprocess.run(["git", "log", "-1", "--format=%ct"], capture_output=True, text=True, check=False)
    except FileNotFoundError:
        return "0"
    return asked.stdout.strip() or "0"


def _items(items: Iterable[AnchorLink]) -> Iterator[AnchorLink]:
    for item in items:
        yield item
        yield from _items(item.children)


def _resolved(link: str, page: Page, files: Files) -> str:
    """The URL of a link from a lab to another source; MkDocs is told of its anchor, as it is of any page's."""
    target, _, anchor = link.partition("#")
    path = posixpath.normpath(posixpath.join(posixpath.dirname(page.file.src_uri), unquote(target)))
    file = files.get_file_from_path(path) if target else page.file
    if file is None:
        log.warning("%s links to %s, which is not there", page.file.src_uri, link)
        return link
    url = get_relative_url(file.url, page.url) if target else ""
    if not anchor:
        return url
    page.links_to_anchors = page.links_to_anchors or {}
    page.links_to_anchors.setdefault(file, {})[anchor] = link
    return f"{url}#{anchor}"


def _icon(config: MkDocsConfig, name: str) -> str:
    places = (Path(folder, ".icons", f"{name}.svg") for folder in config.theme.dirs)
    return next(place.read_text("utf-8") for place in places if place.exists())


def _warnings() -> bool:
    """Whether a strict build is about to be refused."""
    handlers = [handler for name in BUILDERS for handler in logging.getLogger(name).handlers]
    counters = [handler for handler in handlers if isinstance(handler, CountHandler)]
    return any(counter.get_counts() for counter in counters)


def _is_lab(page: Page) -> bool:
    return page.file.src_uri.endswith(".py")
