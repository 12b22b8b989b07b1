"""A page on its way from source to HTML: its code judged, its forms typeset, and the census taken at the end."""

from __future__ import annotations

import html as escaping
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from ..book.book import Book, BookDerivation, BookLine
from ..book.edition import Edition
from ..book.kept import BookError
from ..language import chapters as parts
from ..language import lint
from ..language.config import Site
from ..language.messages import Problem, problem
from ..language.source import Fence, Piece, Source
from ..language.symbols import SymbolError
from ..run.page import Example, examples, job, plan
from ..run.processes import Ran, Result, outcome_of
from ..run.verdict import OUTPUT, heard, judge
from . import chains, markup, substitute, values
from .formulas import inline_maths, typed
from .katex import BadLatex
from .values import PICTURE, Output


@dataclass
class Rendered:
    """What is on a page that was converted, and what is wrong with it."""

    path: str
    equations: int = 0
    numbers: int = 0
    run: int = 0
    skipped: int = 0
    typed: list[tuple[int, str]] = field(default_factory=list)
    slugs: list[tuple[str, int]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)
    links: list[tuple[str, int]] = field(default_factory=list)
    html: str = ""


class Page:
    """One page on its way from source to HTML."""

    def __init__(self, source: Source, site: Edition) -> None:
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
        if self.site.options.get("stderr") == "refuse":
            self.problems += heard(self.source.path, [(one.line, one.step) for one in steps], outcome)
        self._results = {one.offset: result for one, result in zip(steps, outcome.results, strict=False)}
        self.typeset()
        pictures = len(PICTURE.findall("".join(self._html.values())))
        self.problems += parts.lacking(self.source, self.site.chapters, pictures)
        self.problems.sort(key=lambda one: one.line)

    def demand_book(self) -> None:
        """A book that cannot be made is wrong on every page, whatever the page shows of it."""
        try:
            self.site.book  # noqa: B018  it is made when it is first asked for
        except BookError as error:
            if (found := broken(self.site, str(error))) not in self.problems:
                self.problems.append(found)

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
        if isinstance(error, BookError):
            self.problems.append(broken(self.site, message))
        elif isinstance(error, BadLatex) and isinstance(piece, Fence) and piece.fate == "typed":
            tex = " ".join(piece.body.split())
            self.problems.append(problem(*where, "maths.latex", tex=tex, message=message))
        elif isinstance(error, BadLatex) and piece.kind != "maths":
            self.problems.append(problem(*where, "notation.latex", message=message))
        elif piece.kind != "maths":
            self.problems.append(problem(*where, "slug.unknown", message=message))
        elif not any((one.path, one.line, one.kind) == (*where, "maths.relation") for one in self.problems):
            kind = "maths.symbol" if isinstance(error, SymbolError) else "maths.latex"
            self.problems.append(problem(*where, kind, tex=" ".join(piece["tex"].split()), message=message))

    def output(self, example: Example) -> Output:
        """How an example's output is shown: not at all, as the text the page pins, or as the value shows itself."""
        result = self._results.get(example.offset, Result())
        want = re.sub(rf"^([ ]*){OUTPUT}", r"\1", example.want, flags=re.MULTILINE)
        shown: Output = ("text", want) if want else None
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
    page.rendered.numbers += 1
    return values.number(piece["literal"], piece["expression"])


def make_maths(page: Page, piece: Piece) -> str:
    """Inline symbols."""
    return inline_maths(page.site.book, piece["tex"])


def make_inline_line(page: Page, piece: Piece) -> str:
    """One line of a chain, in a sentence."""
    loaded, slug, number = page.site.book, piece["slug"], int(piece["number"])
    if piece["form"] == "line":
        text = chains.reference(loaded, slug, number)
    else:
        text = chains.line(loaded, slug, number, inline=True)
        page.rendered.equations += 1
    refuse_failed(page, piece, loaded, slug, number)
    return text


def make_derivation(page: Page, piece: Piece) -> str:
    """A chain, or one of its lines, displayed."""
    assert isinstance(piece, Fence)
    loaded, (slug, number) = page.site.book, piece.asked
    if number:
        text = chains.line(loaded, slug, int(number))
        page.rendered.equations += 1
        refuse_failed(page, piece, loaded, slug, int(number))
        return text
    path, line = page.site.place(loaded.derivation(slug))
    if piece.is_chain and (path, line - 1) != (page.source.path, piece.line):
        page.problems.append(problem(page.source.path, piece.line, "slug.twice", slug=slug, other=f"{path}:{line - 1}"))
    text = chains.derivation(loaded, slug, page.site.bibliography.html)
    page.rendered.slugs.append((slug, piece.line))
    page.rendered.equations += len(loaded.derivation(slug).lines)
    refuse_failed(page, piece, loaded, slug)
    return text


def refuse_failed(page: Page, piece: Piece, loaded: Book, slug: str, number: int = 0) -> None:
    """Note each line on the page that the checker did not accept."""
    for failed, at, message in loaded.failures:
        if failed == slug and (number in (0, at) or not loaded.derivation(slug).is_readable):
            where = page.source.path, piece.line
            page.problems.append(not_holding(page.site, loaded.derivation(slug), at, message, where))


def not_holding(
    site: Edition, d: BookDerivation, number: int, message: str, shown: tuple[str, int] | None = None
) -> Problem:
    """The problem of a line that does not hold: where it is written, if that is the page that shows it."""
    path, line = site.place(d, number)
    if not d.is_readable:
        return problem(path, line, "chain.unreadable", message=message)
    why = message.removeprefix(f"{d.slug}, line {number}: ")
    fields: dict[str, Any] = {"slug": d.slug, "number": number, "message": why, "place": f"{path}:{line}"}
    kind = _kind(d.line(number)) if number else "slug.failed"
    return problem(*(shown if shown and shown[0] != path else (path, line)), kind, **fields)


def _kind(line: BookLine) -> str:
    """What is wrong with a line: it waits, nothing contradicts it but it has no proof, or something does."""
    if line.waits:
        return "slug.waits"
    is_open = line.verdict.startswith("undecided") and line.kind != "refuted"
    return "slug.unproved" if is_open else "slug.failed"


def make_formula(page: Page, piece: Piece) -> str:
    """A formula that was typed, which says of itself that nothing checks it."""
    assert isinstance(piece, Fence)
    why = piece.options.get("why", "")
    page.rendered.typed.append((piece.line, why))
    return typed(piece.body.strip(), why)


def make_doctest(page: Page, piece: Piece) -> str:
    """A pycon fence with its output."""
    assert isinstance(piece, Fence)
    page.rendered.run += 1
    parts = [(one.prompt, page.output(one)) for one in examples(page.source, piece, [])]
    shown, title = values.doctest(parts), escaping.escape(piece.options.get("title", ""))
    return shown.replace("<pre>", f'<span class="filename">{title}</span><pre>', 1) if title else shown


MAKERS: dict[str, Callable[[Page, Piece], str]] = {
    "number": make_number,
    "maths": make_maths,
    "inline line": make_inline_line,
    "shown": make_derivation,
    "run": make_doctest,
    "typed": make_formula,
}
