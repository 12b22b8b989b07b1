"""A lab that ran: what is in it and what is wrong with it, as `extension.render` says it of a page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from markdown import Markdown

from ..book.edition import Edition
from ..language.messages import Problem
from ..language.percent import parse, source, without_attributes, without_expressions
from ..language.source import Source
from ..run.lab import job, judge, plan
from ..run.processes import Outcome, Ran, Result, outcome_of
from .cells import assemble, code_cell, text_cell
from .typeset import Page, Rendered


@dataclass(frozen=True)
class Executed:
    """A lab as it ran: an executed notebook, what is wrong with it, and what came of it."""

    notebook: dict[str, Any]
    problems: tuple[Problem, ...]
    outcome: Outcome


def render(site: Edition, path: str, outcome: Outcome) -> Rendered:
    """What is in a lab and what is wrong with it: as `extension.render` says it of a page."""
    text = site.read(path)
    cells = parse(text)
    rendered = Rendered(path, problems=[finding.problem for finding in judge(site, path, outcome)])
    rendered.run = sum(cell.kind == "code" for cell in cells)
    rendered.ids = set(anchors(site, path))
    for cell in cells:
        if cell.kind == "markdown":
            _read_text(site, source(cell, path), rendered)
    return rendered


def _read_text(site: Edition, cell: Source, rendered: Rendered) -> None:
    page = Page(cell, site)
    page.rendered = rendered
    page.typeset()
    rendered.problems += page.problems
    rendered.links += links(cell)


def all_links(site: Edition, path: str) -> list[str]:
    """The links of all text cells of a lab."""
    cells = [source(cell, path) for cell in parse(site.read(path)) if cell.kind == "markdown"]
    return [link for cell in cells for link, _ in links(cell)]


def links(cell: Source) -> list[tuple[str, int]]:
    """The links of a text cell, each with its line."""
    return [(piece["target"] or piece["address"], piece.line) for piece in cell.of("link", "reference")]


def anchors(site: Edition, path: str) -> tuple[str, ...]:
    """The anchors of a lab's headings, in order: those that Markdown gives to such headings on any page."""
    texts = [without_expressions(source(cell, path)) for cell in parse(site.read(path)) if cell.kind == "markdown"]
    others = [name for name in ("attr_list", "fenced_code") if name in site.extensions]
    configs = {"toc": site.extension_configs.get("toc", {})}
    md = Markdown(extensions=["toc", *others], extension_configs=configs)
    return tuple(re.findall(r'<h[1-6]\b[^>]*\bid="([^"]+)"', md.convert("\n\n".join(texts))))


def execute(site: Edition, path: str, ran: Ran | None = None) -> Executed:
    """A lab as it ran; it is run, or what is stored and still true is taken, unless just this `ran`."""
    outcome = outcome_of(job(site, path), site, ran)
    problems = tuple(render(site, path, outcome).problems)
    return Executed(notebook(site.read(path), path, outcome), problems, outcome)


def notebook(text: str, path: str, outcome: Outcome) -> dict[str, Any]:
    """The executed notebook of a lab, ready for Jupyter; the same bytes every time."""
    steps = plan(text, path)
    done = zip(steps, outcome.results, strict=False)
    results = {planned.cell.line: result for planned, result in done if not planned.piece}
    cells: list[dict[str, Any]] = []
    for cell in parse(text):
        if cell.kind == "markdown":
            cells.append(text_cell(without_attributes(without_expressions(source(cell, path)))))
        else:
            cells.append(code_cell(cell.text, results.get(cell.line, Result()).outputs))
    return assemble(cells)
