"""Under `mkdocs serve`: an edit shows on the page that is looked at before all others, and reloads no other.

The first build makes the home page, each later one the page that is looked at and the pages that were edited if their
code need not run.
What else is due is run meanwhile, and made, a few pages at a time, once all of it has run or somebody asks for it.
Nobody is shown a stale page: who asks for one waits until it is made.
"""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import partial
from multiprocessing import Pipe
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from mkdocs.utils import clean_directory

from ..book.book import Book
from ..book.edition import Edition
from ..book.kept import BookError, Halted, load
from ..commands.check import across
from ..commands.prepare import prepare
from .recipe import Made, Recipes
from .serving import quieten

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.livereload import LiveReloadServer
    from mkdocs.structure.files import File, Files

log = logging.getLogger("mkdocs.proofpress")
CALM = 1.0  # seconds after a page was asked for in which its parts are, too
PATIENCE = 3.0  # seconds after which the rest is made though pages are asked for all the time
POLL = re.compile(r"/livereload/(\d+)/\d+")
Anchors = tuple[set[str] | None, dict[str, dict[str, str]]]


class Rest:
    """What runs between two builds, until it is halted: the code of pages, or where none is left, lines that wait."""

    def __init__(
        self, site: Edition, paths: Iterable[str], busy: Callable[[], float], done: Callable[[], None]
    ) -> None:
        self._busy = busy
        self._halted, self._halt = Pipe(duplex=False)
        self._thread = Thread(target=self._run, args=(site, sorted(paths), done), daemon=True)
        self._thread.start()

    def _run(self, site: Edition, paths: list[str], done: Callable[[], None]) -> None:
        for _ in prepare(site, paths, halt=self._halted):
            pass  # the next build takes what is kept
        if not paths:
            with suppress(BookError, Halted):
                load(site.settings, halt=self._halted.poll)
        until = time.monotonic() + PATIENCE
        while (seconds := min(self._busy(), until - time.monotonic())) > 0:
            if self._halted.poll(seconds):
                return
        if not self._halted.poll():
            done()

    def halt(self) -> None:
        """Stop what is still running."""
        self._halt.send_bytes(b"halt")
        self._thread.join()


class Live:
    """What a server that reloads knows from one build to the next."""

    def __init__(self) -> None:
        self.server: Any = None  # its private parts are used: it offers no other way to wait for a build, or to ask
        self.made = Made()
        self.looked_at = ""
        self._asked = 0.0
        self._waits = False
        self.is_complete = False
        self._rest: Rest | None = None
        self._urls: dict[str, str] = {}
        self._changed: dict[str, int] = {}
        self._assets: list[tuple[str, float | bytes]] = []
        self._anchors: dict[str, Anchors] = {}
        self._words: dict[str, list[dict[str, Any]]] = {}

    # A build, step by step

    def begin(self, site: Edition) -> None:
        """Nothing runs beside a build."""
        self.site, self._began = site, time.monotonic()
        self.stop()

    def stop(self) -> None:
        """Halt what runs between two builds."""
        if self._rest is not None:
            self._rest.halt()
            self._rest = None

    def choose(self, book: Book, config: MkDocsConfig) -> set[str]:
        """The pages that this build makes; all of them, in an empty folder, once a page is gone."""
        watched = [name for name in config.watch if Path(name).is_dir()]
        recipes = Recipes(self.site, book, across(self.site), watched)
        if self.made.pages.keys() - recipes.paths:
            self.made = Made()
            clean_directory(config.site_dir)
        self._waits = book.waits
        self.made.choose(recipes, self.looked_at or home(self.site), self.is_complete, time.time())
        self._is_told, self.is_complete = not self.is_complete, False
        return self.made.now

    def mark(self, files: Files, path_of: Callable[[File], str]) -> None:
        """Have MkDocs make the pages that were chosen and no other; reload every page if any other file changed."""
        pages = {file: path_of(file) for file in files.documentation_pages()}
        for file, path in pages.items():
            file.is_modified = partial(self.made.now.__contains__, path)  # type: ignore[method-assign]  # MkDocs asks this
        self._urls = {file.url.removeprefix("./"): path for file, path in pages.items()}
        assets = [(file.src_uri, _state(file)) for file in files if file not in pages]
        if assets != self._assets:
            self._assets = assets
            self.made.written |= set(pages.values())

    def keep(self, files: Files, config: MkDocsConfig) -> None:
        """Put back what else is known of the pages that were not made: their anchors, for links, and their words."""
        self._keep_anchors(files)
        pages = {url for url, path in self._urls.items() if path not in self.made.now}
        for name, plugin in config.plugins.items():
            if index := getattr(plugin, "search_index", None):
                last = self._words.get(name, [])
                index.entries = [entry for entry in last if entry["location"].partition("#")[0] in pages]
                self._words[name] = index.entries  # to which the pages made now add their own
                plugin.search_index_prev = None  # which --dirty would add once more

    def _keep_anchors(self, files: Files) -> None:
        for page in [file.page for file in files.documentation_pages() if file.page]:
            if page.file.is_modified():
                links = {to.src_uri: anchors for to, anchors in (page.links_to_anchors or {}).items()}
                self._anchors[page.file.src_uri] = page.present_anchor_ids, links
            elif page.file.src_uri in self._anchors:
                page.present_anchor_ids, links = self._anchors[page.file.src_uri]
                found = {files.get_file_from_path(uri): anchors for uri, anchors in links.items()}
                page.links_to_anchors = {file: anchors for file, anchors in found.items() if file}

    def end(self) -> None:
        """What was written is reloaded where it is looked at, and what is still due is run."""
        if self.server is not None:
            self._changed |= dict.fromkeys(self.made.written, self.server._wanted_epoch)
            if self._is_told and self.made.now:
                self._tell()
            self._go_on()

    def _tell(self) -> None:
        """One line for an edit: what was made of it, and what is still to be made."""
        first, *others = sorted(self.made.now, key=lambda path: (path != self.looked_at, path))
        more = f" and {len(others)} more" if others else ""
        due = f"; {len(self.made.due)} to follow" if self.made.due else ""
        log.info("%s%s made in %.1f s%s", first, more, time.monotonic() - self._began, due)

    def _go_on(self) -> None:
        if self.made.due or self._waits:
            self._rest = Rest(self.site, self.made.due, self._busy, self._complete)

    def _busy(self) -> float:
        """Seconds for which a reader may still be asking for the parts of a page."""
        return self._asked + CALM - time.monotonic()

    def _complete(self) -> None:
        self.is_complete = True
        self._build()

    def _build(self) -> None:
        with self.server._rebuild_cond:
            self.server._want_rebuild = True
            self.server._rebuild_cond.notify_all()

    # The server

    def listen(self, server: LiveReloadServer) -> None:
        """Stand before MkDocs' server."""
        self.server = server
        server.set_app(self._answer)
        quieten()
        self._go_on()

    def _answer(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """A request: for whether a page has changed, or for a page, which is made first if it is due."""
        poll = POLL.fullmatch(environ["PATH_INFO"])
        page = self._page(urlsplit(environ.get("HTTP_REFERER", "")).path if poll else environ["PATH_INFO"])
        if page is None:
            return self.server.serve_request(environ, start_response)
        self.looked_at, self._asked = page, self._asked if poll else time.monotonic()
        if poll:
            start_response("200 OK", [("Content-Type", "text/plain")])
            return [b"%d" % self._epoch(page, int(poll[1]))]
        self._wait_for(page)
        return self.server.serve_request(environ, start_response)

    def _page(self, path: str) -> str | None:
        return self._urls.get(path.removeprefix(self.server.mount_path).removesuffix("index.html").lstrip("/"))

    def _wait_for(self, page: str) -> None:
        """Wait for the build that is under way, as it may find the page due, and for one that makes it."""
        server = self.server
        with server._epoch_cond:
            server._epoch_cond.wait_for(lambda: server._visible_epoch == server._wanted_epoch)
        if page in self.made.due:
            self.looked_at = page
            self._build()
            with server._epoch_cond:
                server._epoch_cond.wait_for(lambda: page not in self.made.due)

    def _epoch(self, page: str, since: int) -> int:
        """The epoch at which a page changed, as soon as it has changed since another; or that one, after a while."""

        def has_changed() -> bool:
            return self.server._visible_epoch >= self._changed.get(page, 0) > since

        with self.server._epoch_cond:
            self.server._epoch_cond.wait_for(has_changed, self.server.poll_response_timeout)
            return self._changed[page] if has_changed() else since


def home(site: Edition) -> str:
    """The page at the address that the server prints."""
    names = (site.name(site.docs / name) for name in ("index.md", "README.md"))
    return next((name for name in names if name in site.pages), (*site.pages, *site.labs, "")[0])


def _state(file: File) -> float | bytes:
    """When a file was written, or what is in one that is made for the site."""
    return Path(file.abs_src_path).stat().st_mtime if file.abs_src_path else file.content_bytes
