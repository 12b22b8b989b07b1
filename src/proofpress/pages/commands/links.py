"""Links between pages, followed as MkDocs follows them: the file must be published, and the anchor on it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches
from urllib.parse import unquote

from ..book.edition import Edition
from ..language.messages import Problem, problem
from ..language.source import read
from ..render import lab
from ..render.extension import render
from ..render.typeset import Rendered
from ..run.page import job
from ..run.processes import Outcome

UNKNOWN = {"book.broken", "notation.latex", "page.markdown", "slug.unknown", "snippet.missing"}
ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)


class Links:
    """Follows the links of pages, converting each page that is linked to at most once."""

    def __init__(self, site: Edition) -> None:
        self.site = site
        self._anchors: dict[str, set[str] | None] = {}

    def know(self, page: Rendered) -> None:
        """Take a page's anchors as they are."""
        is_whole = UNKNOWN.isdisjoint(one.kind for one in page.problems)
        ids = page.ids | set(re.findall(r'\bid="([^"]+)"', page.html))
        self._anchors[page.path] = ids if is_whole else None

    def problems(self, page: Rendered) -> Iterator[Problem]:
        """The links of a page that lead nowhere."""
        for link, line in page.links:
            if not ELSEWHERE.match(link) and not link.startswith("/"):
                yield from self._follow(page.path, link, line)

    def _follow(self, path: str, link: str, line: int) -> Iterator[Problem]:
        address, _, anchor = link.partition("#")
        file = self.site.target(path, address)
        if file not in self.site.urls and file != path:
            yield problem(path, line, "link.file", target=link, docs=self.site.name(self.site.docs))
        elif anchor and file in (*self.site.pages, *self.site.labs) and not self._is_chain(file, anchor):
            known = self.anchors(file) or {anchor}
            if anchor not in known:
                near = get_close_matches(unquote(anchor), known, 1)
                yield problem(path, line, "link.anchor", target=link, near=f" (near it: #{near[0]})" if near else "")

    def _is_chain(self, path: str, anchor: str) -> bool:
        """Whether a page shows a chain of this name; then it need not be converted to be sure of the anchor."""
        fences = read(self.site, path).fences if path in self.site.pages else ()
        return any(fence.fate == "shown" and fence.asked == (anchor, "") for fence in fences)

    def _print_works(self, path: str) -> None:
        """The anchors of the bibliography are on the page that prints it, which is not run here."""
        known = self._anchors[path]
        if known is not None and "references()" in self.site.read(path):
            known.update(self.site.bibliography.works)

    def anchors(self, path: str) -> set[str] | None:
        """The anchors of a page or a lab; None if it cannot be converted, which is said elsewhere."""
        if path not in self._anchors:
            if path.endswith(".py"):
                self._anchors[path] = set(lab.anchors(self.site, path))
            else:
                self.know(render(self.site, path, (job(read(self.site, path)), Outcome())))
                self._print_works(path)
        return self._anchors[path]
