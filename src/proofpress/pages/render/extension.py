"""The Markdown extension: collect the page's forms, run its code once, put the results in, and take the census."""

from __future__ import annotations

import html as escaping
import logging
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from markdown import Markdown
from markdown.extensions import Extension
from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor

from ..book.edition import Edition
from ..language.config import CONFIG, DEFAULTS, SiteError, config_in
from ..language.config import NAME as EXTENSION
from ..language.messages import PageErrors, Problem, problem
from ..language.source import scan, split
from ..run.processes import Ran
from . import substitute
from .chains import finished
from .excerpts import by_name
from .typeset import Page, Rendered

NAME = "proofpress"
BEFORE_ALL, AFTER_ALL = 1000, -1000
log = logging.getLogger("proofpress")
Sheet = tuple[str, str, Ran | None]


@dataclass
class Desk:
    """What lies before the press: a site with its book, and the page that is converted next."""

    site: Edition
    sheets: list[Sheet] = field(default_factory=list)

    def lay(self, path: str, text: str, ran: Ran | None = None) -> None:
        """Put out the next page: its path from the root, its whole text, and what its code gave if it ran."""
        self.sheets[:] = [(path, text, ran)]

    def take(self, body: str) -> Sheet | None:  # noqa: ARG002  who looks a page up needs its text
        """The page to convert, once; nothing for what else is converted on its way, such as docstrings."""
        return self.sheets.pop() if self.sheets else None


class Search(Desk):
    """Where nobody lays pages out: the page is the one that has this text."""

    def take(self, body: str) -> Sheet | None:
        """The page with this body."""
        texts = ((path, self.site.read(path)) for path in self.site.pages)
        return next(((path, text, None) for path, text in texts if split(text)[1].strip() == body.strip()), None)


def render(site: Edition, path: str, ran: Ran | None = None) -> Rendered:
    """Convert a page by plain Markdown with the extensions of mkdocs.yml; run its code unless it ran."""
    text, desk = site.read(path), Desk(site)
    press = Press(desk, errors="collect")
    others = [name for name in site.extensions if name != EXTENSION]
    try:
        md = Markdown(extensions=[*others, press], extension_configs=site.extension_configs)
    except (ImportError, LookupError, TypeError, ValueError) as error:
        raise SiteError(f"{CONFIG}: markdown_extensions: {type(error).__name__}: {error}; correct it") from error
    desk.lay(path, text, ran)
    try:
        md.convert(split(text)[1])
    except Exception as error:  # an extension of Markdown may raise anything
        log.debug("%s", path, exc_info=True)
        return Rendered(path, problems=[blame(path, text, error)])
    assert press.page is not None
    return press.page.rendered


def blame(path: str, text: str, error: Exception) -> Problem:
    """The problem behind an exception of Markdown: where it can be told, the snippet that it names."""
    message = str(error).strip() or type(error).__name__
    if type(error).__name__ != "SnippetMissingError":
        return problem(path, 1, "page.markdown", message=message)
    name = next(iter(re.findall(r"'([^']+)'", message)), "")
    found = re.search(rf"-8<-.*{re.escape(name)}\b(?!-)", text)
    return problem(path, 1 + text.count("\n", 0, found.start() if found else 0), "snippet.missing", message=message)


class Press(Extension):
    """Registers the three places at which the press meets Markdown; `errors` is raise, show or collect."""

    def __init__(self, desk: Desk | None = None, **options: Any) -> None:
        self.config = {name: [value, name] for name, value in DEFAULTS.items()}
        self.given = desk
        super().__init__(**options)

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  the name is Python-Markdown's
        """Stand before all preprocessors and after all others."""
        self.md = md
        self.page: Page | None = None
        self.is_tree_done = False
        if self.getConfig("errors") == "show":
            md.convert = partial(self.converted, md.convert)  # type: ignore[method-assign]  # nothing else is around it all
        md.registerExtension(self)
        by_name(md)
        md.preprocessors.register(Collect(self), NAME, BEFORE_ALL)
        md.treeprocessors.register(TreeDone(self), NAME, AFTER_ALL)
        md.postprocessors.register(Fill(self), NAME, AFTER_ALL)

    def converted(self, convert: Callable[[str], str], text: str) -> str:
        """The page, or where Markdown cannot convert it, what is wrong with it."""
        try:
            return convert(text)
        except Exception as error:  # an extension of Markdown may raise anything
            if self.page is None:
                raise
            path, site = self.page.source.path, self.page.site
            problems = [blame(path, site.read(path), error), *self.page.problems]
            report(problems)
            self.md.reset()
            return notice(problems) + convert("The page comes back as soon as it is corrected.")

    def reset(self) -> None:
        """Forget the page before."""
        self.page, self.is_tree_done = None, False

    def desk(self) -> Desk:
        """The desk given, or one with the site whose mkdocs.yml stands here, or with this extension's options."""
        if self.given is not None:
            return self.given
        here = Path.cwd()
        if config_in(here):
            return Search(Edition.load(here))
        return Search(Edition(here, here / "docs", {name: self.getConfig(name) for name in DEFAULTS}))


class Collect(Preprocessor):
    """Take the page's forms out, run its code, and leave tokens."""

    def __init__(self, press: Press) -> None:
        super().__init__(press.md)
        self.press = press

    def run(self, lines: list[str]) -> list[str]:
        """The lines that Markdown is to convert."""
        body, desk = "\n".join(lines), self.press.desk()
        found = desk.take(body)
        if found is None:
            return lines
        path, text, ran = found
        source = scan(body, path, 1 + text.count("\n", 0, max(0, text.find(body))))
        self.press.page = Page(source, desk.site)
        self.press.page.work(ran)
        if self.press.given is None:  # nobody else says that the book cannot be made
            self.press.page.demand_book()
        return substitute.tokenise(source).split("\n")


class TreeDone(Treeprocessor):
    """From here on a postprocessor sees the page, not one of its headings."""

    def __init__(self, press: Press) -> None:
        super().__init__(press.md)
        self.press = press

    def run(self, root: Any) -> None:  # noqa: ARG002  a treeprocessor is given the tree
        """Note it."""
        self.press.is_tree_done = True


class Fill(Postprocessor):
    """Put HTML in for tokens, take the census and refuse what is wrong."""

    def __init__(self, press: Press) -> None:
        super().__init__(press.md)
        self.press = press

    def run(self, text: str) -> str:
        """The finished page."""
        page = self.press.page
        if page is None:
            return text
        if not self.press.is_tree_done:
            return substitute.plain(text, page.plain)
        page.census(text)
        page.rendered.html = finished(substitute.fill(text, page.html, page.plain))
        page.problems += anchored_twice(page.rendered)
        return self._refuse(page.rendered)

    def _refuse(self, rendered: Rendered) -> str:
        errors = self.press.getConfig("errors")
        if rendered.problems and errors == "raise":
            raise PageErrors(rendered.problems)
        if rendered.problems and errors == "show":
            report(rendered.problems)
            return notice(rendered.problems) + rendered.html
        return rendered.html


def anchored_twice(page: Rendered) -> Iterator[Problem]:
    """Each chain whose anchor is also that of something else on the page: a link would arrive at either."""
    anchors = Counter(re.findall(r'\bid="([^"]+)"', page.html))
    for slug, line in page.slugs:
        if anchors[slug] > 1:
            yield problem(page.path, line, "slug.anchor", slug=slug)


def report(problems: list[Problem]) -> None:
    """The problems of a page, for the terminal."""
    for one in problems:
        log.error("%s", one)


def notice(problems: list[Problem]) -> str:
    """The problems of a page, for its head."""
    items = "".join(f"<li><code>{escaping.escape(str(one))}</code></li>" for one in problems)
    title = '<p class="admonition-title">This page would not be published</p>'
    return f'<div class="proofpress-problems admonition failure">{title}<ul>{items}</ul></div>\n'
