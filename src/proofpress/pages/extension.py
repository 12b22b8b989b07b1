"""The Markdown extension: collect the page's forms, run its code once, put the results in, and take the census."""

from __future__ import annotations

import html as escaping
import logging
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from markdown import Markdown
from markdown.extensions import Extension
from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor

from . import lint, markup, substitute
from .messages import PageErrors, Problem, problem
from .page import Example, examples, job, judge, plan
from .run import Ran, Result, outcome_of
from .site import CONFIG, DEFAULTS, Site, SiteError
from .site import NAME as EXTENSION
from .source import Fence, Piece, Source, scan, split

NAME = "proofpress"
BEFORE_ALL, AFTER_ALL = 1000, -1000
Output = tuple[str, str] | tuple[dict[str, str], str] | None
log = logging.getLogger("proofpress")


@dataclass
class Rendered:
    """What is on a page that was converted, and what is wrong with it."""

    path: str
    equations: int = 0
    numbers: int = 0
    run: int = 0
    skipped: int = 0
    slugs: list[tuple[str, int]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)
    links: list[tuple[str, int]] = field(default_factory=list)
    html: str = ""


_handed: list[tuple[str, str, Ran | None]] = []
_is_handed = False


def hand_over(path: str, text: str, ran: Ran | None = None) -> None:
    """Say which page is converted next: its path from the root, its whole text, and what its code gave if it ran."""
    global _is_handed
    _is_handed = True
    _handed[:] = [(path, text, ran)]


def read(site: Site, path: str) -> Source:
    """The source of a page, its front matter left aside and counted."""
    front, body = split(site.read(path))
    return scan(body, path, 1 + front.count("\n"))


def render(site: Site, path: str, ran: Ran | None = None) -> Rendered:
    """Convert a page by plain Markdown with the extensions of mkdocs.yml; run its code unless it ran."""
    text, press = site.read(path), Press(site, errors="collect")
    others = [name for name in site.extensions if name != EXTENSION]
    try:
        md = Markdown(extensions=[*others, press], extension_configs=site.extension_configs)
    except (ImportError, LookupError, TypeError, ValueError) as error:
        raise SiteError(f"{CONFIG}: markdown_extensions: {type(error).__name__}: {error}; correct it") from error
    hand_over(path, text, ran)
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

    def __init__(self, site: Site | None = None, **options: Any) -> None:
        self.config = {name: [value, name] for name, value in DEFAULTS.items()}
        self.given = site
        super().__init__(**options)

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  the name is Python-Markdown's
        """Stand before all preprocessors and after all others."""
        self.md = md
        self.page: Page | None = None
        self.is_tree_done = False
        if self.getConfig("errors") == "show":
            md.convert = partial(self.converted, md.convert)  # type: ignore[method-assign]
        md.registerExtension(self)
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

    def site(self) -> Site:
        """The site given, or the one whose mkdocs.yml stands here, or one of this extension's options."""
        if self.given is not None:
            return self.given
        here = Path.cwd()
        if (here / CONFIG).exists():
            return Site.load(here)
        return Site(here, here / "docs", {name: self.getConfig(name) for name in DEFAULTS})


class Collect(Preprocessor):
    """Take the page's forms out, run its code, and leave tokens."""

    def __init__(self, press: Press) -> None:
        super().__init__(press.md)
        self.press = press

    def run(self, lines: list[str]) -> list[str]:
        """The lines that Markdown is to convert."""
        body, site = "\n".join(lines), self.press.site()
        found = _handed.pop() if _handed else None if _is_handed else find(site, body)
        if found is None:
            return lines
        path, text, ran = found
        source = scan(body, path, 1 + text.count("\n", 0, max(0, text.find(body))))
        self.press.page = Page(source, site)
        self.press.page.work(ran)
        return substitute.tokenise(source).split("\n")


def find(site: Site, body: str) -> tuple[str, str, None] | None:
    """The page that has this body, where no hook hands it over."""
    texts = ((path, site.read(path)) for path in site.pages)
    return next(((path, text, None) for path, text in texts if split(text)[1].strip() == body.strip()), None)


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
        page.rendered.html = substitute.fill(text, page.html, page.plain)
        return self._refuse(page.rendered)

    def _refuse(self, rendered: Rendered) -> str:
        errors = self.press.getConfig("errors")
        if rendered.problems and errors == "raise":
            raise PageErrors(rendered.problems)
        if rendered.problems and errors == "show":
            report(rendered.problems)
            return notice(rendered.problems) + rendered.html
        return rendered.html


def report(problems: list[Problem]) -> None:
    """The problems of a page, for the terminal."""
    for one in problems:
        log.error("%s", one)


def notice(problems: list[Problem]) -> str:
    """The problems of a page, for its head."""
    items = "".join(f"<li><code>{escaping.escape(str(one))}</code></li>" for one in problems)
    title = '<p class="admonition-title">This page would not be published</p>'
    return f'<div class="proofpress-problems admonition failure">{title}<ul>{items}</ul></div>\n'


class Page:
    """One page on its way from source to HTML."""

    def __init__(self, source: Source, site: Site) -> None:
        self.source = source
        self.site = site
        self.rendered = Rendered(source.path)
        self.problems = self.rendered.problems
        self._results: dict[int, Result] = {}
        self._html: dict[int, str] = {}

    def work(self, ran: Ran | None) -> None:
        """Read, run unless just this ran, judge and typeset; nothing of Markdown yet."""
        self.problems += lint.lint(self.source, self.site.fence_names, self.site.programs)
        steps, _ = plan(self.source)
        outcome = outcome_of(job(self.source), self.site, ran)
        self.problems += [finding.problem for finding in judge(self.source, outcome)]
        self._results = {one.offset: result for one, result in zip(steps, outcome.results, strict=False)}
        self.typeset()
        self.problems.sort(key=lambda one: one.line)

    def typeset(self) -> None:
        """Make the HTML of every form."""
        for number, piece in enumerate(self.source.pieces):
            self._typeset(number, piece)

    def _typeset(self, number: int, piece: Piece) -> None:
        for kind, make in MAKERS.items():
            if kind == (piece.fate if isinstance(piece, Fence) else piece.kind):
                try:
                    self._html[number] = make(self, piece)
                except (ValueError, LookupError) as error:
                    self._fail(piece, error)

    def _fail(self, piece: Piece, error: Exception) -> None:
        message = str(error.args[0] if error.args else error)
        where = self.source.path, piece.line
        if type(error).__name__ == "BookError":
            self.problems.append(broken(self.site, message))
        elif type(error).__name__ == "BadLatex" and piece.kind != "maths":
            self.problems.append(problem(*where, "notation.latex", message=message))
        elif piece.kind != "maths":
            self.problems.append(problem(*where, "slug.unknown", message=message))
        elif not any((one.path, one.line, one.kind) == (*where, "maths.relation") for one in self.problems):
            kind = "maths.symbol" if type(error).__name__ == "SymbolError" else "maths.latex"
            self.problems.append(problem(*where, kind, tex=" ".join(piece["tex"].split()), message=message))

    def output(self, example: Example) -> Output:
        """How an example's output is shown: not at all, as the text the page pins, or as the value shows itself."""
        result = self._results.get(example.offset, Result())
        shown: Output = ("text", example.want) if example.want else None
        rich = {mime: text for mime, text in result.mime.items() if mime != "text/plain"}
        return (rich, example.want) if rich and example.want else shown

    def html(self, number: int) -> str:
        """What stands on the page for a token."""
        return self._html.get(number, self.plain(number))

    def plain(self, number: int) -> str:
        """What stands for a token where only text can: a heading's id, a title, an attribute."""
        piece = self.source.pieces[number]
        return escaping.escape(piece["literal"] or piece["tex"] or piece["slug"])

    def census(self, html: str) -> None:
        """Compare what was read in the source with what is on the page."""
        found = markup.read(html)
        for number, piece in substitute.expected(self.source.pieces).items():
            self._count(piece, found.seen[number], number in found.as_code)
        for text in found.blocks:
            where = self.source.path, self._line_of(text)
            self.rendered.problems.append(problem(*where, "census.block", text=" ".join(text.split())[:60]))
        self.rendered.ids = found.ids
        self.rendered.links = [(link, self._line_of(link)) for link in found.links]
        self.rendered.skipped = sum(fence.fate == "skipped" for fence in self.source.fences)

    def _count(self, piece: Piece, times: int, is_code: bool) -> None:
        fields: dict[str, Any] = {"what": describe(piece)}
        kind = "census.lost" if not times else "census.twice" if times > 1 else "census.code" if is_code else ""
        if kind:
            self.rendered.problems.append(problem(self.source.path, piece.line, kind, times=times, **fields))

    def _line_of(self, text: str) -> int:
        first = next((line.strip() for line in text.splitlines() if line.strip()), text)
        offset = max(self.source.text.find(first), self.source.text.find(f"({first}"))
        return self.source.line(max(0, offset))


def broken(site: Site, message: str) -> Problem:
    """The problem of a book that cannot be made, where its message says it is."""
    found = re.search(r" \(([^()]+):(\d+)\)$", message)
    path = (site.root / found[1]).resolve() if found else site.root
    if found is None or not path.is_relative_to(site.root):
        return problem("mkdocs.yml", 1, "book.broken", message=message)
    return problem(site.name(path), int(found[2]), "book.broken", message=message[: found.start()])


def describe(piece: Piece) -> str:
    """A form of the page in a few words."""
    if isinstance(piece, Fence):
        return f"a {piece.name} fence"
    words = {"number": f"the number {piece['literal']}", "maths": f"the formula ${piece['tex']}$"}
    return words.get(piece.kind, f"line {piece['number']} of {piece['slug']}")


def make_number(page: Page, piece: Piece) -> str:
    """An inline number."""
    from . import html

    page.rendered.numbers += 1
    return html.number(piece["literal"], piece["expression"])


def make_maths(page: Page, piece: Piece) -> str:
    """Inline symbols."""
    from . import html

    return html.inline_maths(page.site.book, piece["tex"])


def make_inline_line(page: Page, piece: Piece) -> str:
    """One line of a chain, in a sentence."""
    from . import html

    loaded, slug, number = page.site.book, piece["slug"], int(piece["number"])
    text = html.line(loaded, slug, number, inline=True)
    page.rendered.equations += 1
    refuse_failed(page, piece, loaded, slug, number)
    return text


def make_derivation(page: Page, piece: Piece) -> str:
    """A chain, or one of its lines, displayed."""
    from . import html

    assert isinstance(piece, Fence)
    loaded, (slug, *number) = page.site.book, piece.body.split() or [""]
    if number:
        text = html.line(loaded, slug, int(number[0]))
        page.rendered.equations += 1
        refuse_failed(page, piece, loaded, slug, int(number[0]))
        return text
    text = html.derivation(loaded, slug)
    page.rendered.slugs.append((slug, piece.line))
    page.rendered.equations += len(loaded.derivation(slug).lines)
    refuse_failed(page, piece, loaded, slug)
    return text


def refuse_failed(page: Page, piece: Piece, loaded: Any, slug: str, number: int = 0) -> None:
    """Note each line on the page that the checker did not accept."""
    for failed, at, message in loaded.failures:
        if failed == slug and number in (0, at):
            path, line = page.site.place(loaded.derivation(slug), at)
            fields = {"slug": slug, "number": at, "message": message, "place": f"{path}:{line}"}
            page.problems.append(problem(page.source.path, piece.line, "slug.failed", **fields))


def make_doctest(page: Page, piece: Piece) -> str:
    """A pycon fence with its output."""
    from . import html

    assert isinstance(piece, Fence)
    page.rendered.run += 1
    parts = [(one.prompt, page.output(one)) for one in examples(page.source, piece, [])]
    shown, title = html.doctest(parts), escaping.escape(piece.options.get("title", ""))
    return shown.replace("<pre>", f'<span class="filename">{title}</span><pre>', 1) if title else shown


MAKERS: dict[str, Callable[[Page, Piece], str]] = {
    "number": make_number,
    "maths": make_maths,
    "inline line": make_inline_line,
    "shown": make_derivation,
    "run": make_doctest,
}
