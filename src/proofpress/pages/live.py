"""Under `mkdocs serve --dirty`: which pages an edit changes, and the page that is looked at before all others.

A build makes the page that is looked at and the pages whose text was edited.
What else the edit changes is run meanwhile, and made once all of it has run or somebody asks for it.
Nobody is shown a stale page: who asks for one waits until it is made.
"""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable, Iterable
from multiprocessing import Pipe
from threading import Thread
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from . import check
from .recipe import Recipes
from .run import Outcome, recall
from .site import Site
from .store import TICK

if TYPE_CHECKING:
    from mkdocs.livereload import LiveReloadServer

log = logging.getLogger("mkdocs.proofpress")
Anchors = tuple[set[str] | None, dict[str, dict[str, str]]]
POLL = re.compile(r"/livereload/(\d+)/\d+")


class Pages:
    """The pages that are served: what each was made of, and which of them are to be made anew."""

    def __init__(self) -> None:
        self.made: dict[str, tuple[str, str]] = {}
        self.due: set[str] = set()
        self.now: set[str] = set()
        self.written: set[str] = set()

    def choose(self, site: Site, recipes: Recipes, first: str, is_complete: bool) -> set[str]:
        """What to make in this build: all that is due, or the page that comes first and those that were edited."""
        self.site, self.recipes, self.began = site, recipes, time.time()
        self.written, self.fresh = set(), dict[str, str]()
        paths = {*site.pages, *site.labs}
        self.due = {path for path in paths if not self._is_right(path)}
        edited = {path for path in paths if self.made.get(path, ("", ""))[0] != site.read(path)}
        self.now = self.due if is_complete else self.due & {first, *edited}
        return self.now

    def _is_right(self, path: str) -> bool:
        outcome = recall(check.job(self.site, path), self.recipes.store)
        return outcome is not None and path in self.made and self.made[path][1] == self.recipes.of(path, outcome)

    def ran(self, path: str, outcome: Outcome) -> None:
        """Note what a page is going to be made of."""
        self.fresh[path] = self.recipes.of(path, outcome)

    def wrote(self, path: str) -> None:
        """Note that a page was made, unless its text was written meanwhile: nobody knows which text it shows."""
        self.written.add(path)
        if (self.site.root / path).stat().st_mtime < self.began - TICK:
            self.made[path] = self.site.read(path), self.fresh[path]
            self.due = self.due - {path}


class Rest:
    """What is run between two builds, until it is halted."""

    def __init__(self, site: Site, paths: Iterable[str], done: Callable[[], None]) -> None:
        self.halted, self._halt = Pipe(duplex=False)
        self.thread = Thread(target=self._run, args=(site, sorted(paths), done), daemon=True)
        self.thread.start()

    def _run(self, site: Site, paths: list[str], done: Callable[[], None]) -> None:
        for path, outcome in check.prepare(site, paths, halt=self.halted):
            log.info("%s ran in %.1f s", path, outcome.seconds)
        if not self.halted.poll():
            done()

    def halt(self) -> None:
        """Stop what is still running."""
        self._halt.send_bytes(b"halt")
        self.thread.join()


class Live:
    """A server that reloads a page when it has changed, and lets who asks for one that is due wait."""

    def __init__(self) -> None:
        self.pages = Pages()
        self.server: Any = None
        self.looked_at = ""
        self.urls: dict[str, str] = {}
        self.changed: dict[str, int] = {}
        self.assets: list[tuple[str, float]] = []
        self.anchors: dict[str, Anchors] = {}
        self.is_complete = False
        self.rest: Rest | None = None

    def begin(self) -> None:
        """A build begins: nothing else runs."""
        if self.rest is not None:
            self.rest.halt()
            self.rest = None

    def choose(self, site: Site, recipes: Recipes) -> set[str]:
        """The pages that this build makes."""
        is_complete, self.is_complete = self.is_complete, False
        return self.pages.choose(site, recipes, self.looked_at, is_complete)

    def know(self, urls: dict[str, str], assets: list[tuple[str, float]]) -> None:
        """The page at each URL; and the other files, which may change how every page looks."""
        self.urls = urls
        if assets != self.assets:
            self.assets = assets
            self.pages.written |= set(urls.values())

    def end(self, site: Site) -> None:
        """A build ends: what it wrote is reloaded where it is looked at, and what is still due is run."""
        if self.server is not None:
            self.changed |= dict.fromkeys(self.pages.written, self.server._wanted_epoch)
            if self.pages.due:
                self.rest = Rest(site, self.pages.due, self._complete)

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

    def _answer(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """A request: for whether a page has changed, or for a page, which is made first if it is due."""
        poll = POLL.fullmatch(environ["PATH_INFO"])
        page = self._page(urlsplit(environ.get("HTTP_REFERER", "")).path if poll else environ["PATH_INFO"])
        if page is None:
            return self.server.serve_request(environ, start_response)
        self.looked_at = page
        if poll:
            start_response("200 OK", [("Content-Type", "text/plain")])
            return [b"%d" % self._epoch(page, int(poll[1]))]
        if page in self.pages.due:
            self._build()
            with self.server._epoch_cond:
                self.server._epoch_cond.wait_for(lambda: page not in self.pages.due)
        return self.server.serve_request(environ, start_response)

    def _page(self, path: str) -> str | None:
        return self.urls.get(path.removeprefix(self.server.mount_path).removesuffix("index.html").lstrip("/"))

    def _epoch(self, page: str, since: int) -> int:
        """The epoch at which a page changed, as soon as it has changed since another; or that one, after a while."""
        server = self.server

        def has_changed() -> bool:
            return server._visible_epoch >= self.changed.get(page, 0) > since

        with server._epoch_cond:
            return (
                self.changed[page] if server._epoch_cond.wait_for(has_changed, server.poll_response_timeout) else since
            )
