"""Percent notebooks: parsed, run in the fresh process, compared with what is pinned under each cell, handed on.

A cell's plain text is pinned in comment lines that begin with ``#>``, under its code.
Numbers in its text cells are inline numbers like those of a page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from . import lint, literal
from .messages import Problem, problem
from .page import Edit, Finding, first_line, is_memory, judge_number, stopped
from .run import Job, Outcome, Ran, Result, Step, outcome_of
from .site import Site
from .source import Piece, Source, line_starts, scan
from .typeset import Page, Rendered

MARKER = re.compile(r"^# %%[ \t]*(\[markdown\]|\[md\])?.*$\n?", re.MULTILINE)
HEADER = re.compile(r"\A(?:#.*\n|[ \t]*\n)*")
PIN = "#>"


@dataclass(frozen=True)
class Cell:
    """One cell: its text without comment signs or pins, the line it begins on, and what is pinned under it."""

    kind: str
    text: str
    line: int
    pins: tuple[str, ...] = ()

    @property
    def pin_line(self) -> int:
        """The line on which the first pin stands, or would stand."""
        return self.line + self.text.count("\n") + 1


@dataclass(frozen=True)
class Planned:
    """A step of a lab, its cell, and the inline number it is, if it is one."""

    step: Step
    cell: Cell
    piece: Piece | None = None


@dataclass(frozen=True)
class Executed:
    """A lab as it ran: an executed notebook, what is wrong with it, and what came of it."""

    notebook: dict[str, Any]
    problems: tuple[Problem, ...]
    outcome: Outcome


def parse(text: str) -> tuple[Cell, ...]:
    """The cells of a percent notebook."""
    marks = list(MARKER.finditer(text))
    ends = [mark.start() for mark in marks] + [len(text)]
    cells = [_cell(text, mark, end) for mark, end in zip(marks, ends[1:], strict=True)]
    return tuple(cell for cell in cells if cell.text or cell.pins)


def _cell(text: str, mark: re.Match[str], end: int) -> Cell:
    body, line = text[mark.end() : end], text.count("\n", 0, mark.end()) + 1
    line += len(body) - len(body.lstrip("\n"))
    rows = body.strip("\n").rstrip().split("\n")
    if mark[1]:
        return Cell("markdown", "\n".join(row[2:] for row in rows), line)
    first = len(rows)
    while first and rows[first - 1].startswith(PIN):
        first -= 1
    pins = tuple(row.removeprefix(PIN).removeprefix(" ") for row in rows[first:])
    return Cell("code", "\n".join(rows[:first]), line, pins)


def source(cell: Cell, path: str) -> Source:
    """A text cell as the source of a page."""
    return scan(cell.text, path, cell.line)


def plan(text: str, path: str) -> list[Planned]:
    """The steps of a lab, in order."""
    steps = []
    for cell in parse(text):
        if cell.kind == "code":
            steps.append(Planned(Step("cell", cell.text), cell))
            continue
        numbers = source(cell, path).of("number")
        steps += [Planned(Step("number", one["expression"]), cell, one) for one in numbers if not one["open"]]
    return steps


def job(site: Site, path: str) -> Job:
    """What is to be run for a lab."""
    return Job(path, tuple(planned.step for planned in plan(site.read(path), path)))


def judge(site: Site, path: str, outcome: Outcome) -> list[Finding]:
    """Everything in a lab that is not as it was pinned, or not as it may be written."""
    text = site.read(path)
    findings = [Finding(one) for one in lint_cells(site, text, path)]
    steps = plan(text, path)
    for planned, result in zip(steps, outcome.results, strict=False):
        findings += _judge_step(text, path, planned, result)
    return findings + list(stopped(path, [one.cell.line for one in steps], outcome))


def lint_cells(site: Site, text: str, path: str) -> Iterator[Problem]:
    """What is wrong with how a lab is written."""
    cells = parse(text)
    if not cells:
        yield problem(path, 1, "lab.percent")
    for cell in cells:
        if cell.kind == "markdown":
            read = source(cell, path)
            yield from lint.lint(read, site.fence_names, site.programs)
            ours = [fence for fence in read.fences if fence.fate in ("run", "shown")]
            yield from (problem(path, fence.line, "lab.fence", name=fence.name) for fence in ours)


def _judge_step(text: str, path: str, planned: Planned, result: Result) -> Iterator[Finding]:
    if is_memory(result):
        return
    if planned.piece is not None:
        moved = source(planned.cell, path)
        for finding in judge_number(moved, planned.piece, result):
            yield Finding(finding.problem, tuple(_uncommented(text, moved, edit) for edit in finding.edits))
    elif result.error is not None:
        line = planned.cell.line + result.error["line"] - 1
        fields = {"source": _line(planned.cell.text, result.error["line"]), "error": first_line(result.error["text"])}
        yield Finding(problem(path, line, "lab.raised", **fields))
    else:
        yield from judge_cell(text, path, planned.cell, result.output)


def _line(text: str, number: int) -> str:
    return first_line(text.split("\n")[number - 1])


def _uncommented(text: str, cell: Source, edit: Edit) -> Edit:
    """An edit of a text cell as one of the file, where each line begins with a comment sign."""
    column = edit.start - (cell.text.rfind("\n", 0, edit.start) + 1)
    start = line_starts(text)[cell.line(edit.start) - 1] + column + 2
    return Edit(start, start + edit.end - edit.start, edit.text)


def judge_cell(text: str, path: str, cell: Cell, got: str) -> Iterator[Finding]:
    """What a cell showed against what is pinned under it."""
    pinned = "\n".join(cell.pins)
    found = literal.differences(pinned, got)
    if found == []:
        return
    starts = [*line_starts(text), len(text) + 1]
    code = first_line(cell.text.rstrip().split("\n")[-1])
    if found is None:
        start, end = starts[cell.pin_line - 1], starts[cell.pin_line - 1 + len(cell.pins)]
        pins = "".join(f"{PIN} {row}".rstrip() + "\n" for row in got.rstrip("\n").split("\n") if got)
        fields = {"source": code, "shown": first_line(pinned), "got": first_line(got)}
        kind = "output.differs" if cell.pins else "lab.unpinned"
        lead = "\n" if start > len(text) and not text.endswith("\n") else ""
        edit = Edit(min(start, len(text)), min(end, len(text)), lead + pins)
        yield Finding(problem(path, cell.pin_line, kind, **fields), (edit,))
        return
    for one in found:
        row = pinned.count("\n", 0, one.start)
        column = one.start - (pinned.rfind("\n", 0, one.start) + 1)
        begin = starts[cell.pin_line - 1 + row] + len(PIN)
        start = begin + text.startswith(" ", begin) + column
        kind = "output.coarse" if literal.is_coarse(one.shown, one.got) else "output.drifted"
        fields = {"source": code, "shown": one.shown, "correct": one.correct, "got": one.got}
        edit = Edit(start, start + len(one.shown), one.correct)
        yield Finding(problem(path, cell.pin_line + row, kind, **fields), (edit,))


def render(site: Site, path: str, outcome: Outcome) -> Rendered:
    """What is in a lab and what is wrong with it: as `extension.render` says it of a page."""
    text = site.read(path)
    cells = parse(text)
    rendered = Rendered(path, problems=[finding.problem for finding in judge(site, path, outcome)])
    rendered.run = sum(cell.kind == "code" for cell in cells)
    rendered.ids = anchors(site, path)
    for cell in cells:
        if cell.kind == "markdown":
            _read_text(site, source(cell, path), rendered)
    return rendered


def _read_text(site: Site, cell: Source, rendered: Rendered) -> None:
    page = Page(cell, site)
    page.rendered = rendered
    page.typeset()
    rendered.problems += page.problems
    rendered.links += [(piece["target"], piece.line) for piece in cell.of("link")]


def anchors(site: Site, path: str) -> set[str]:
    """The anchors of a lab: each heading's text, its spaces hyphens."""
    texts = [without_expressions(source(cell, path)) for cell in parse(site.read(path)) if cell.kind == "markdown"]
    headings = [found for text in texts for found in re.findall(r"^#{1,6}[ \t]+(.+?)[ \t#]*$", text, re.MULTILINE)]
    return {heading.replace(" ", "-") for heading in headings}


def execute(site: Site, path: str, ran: Ran | None = None) -> Executed:
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
            cells.append(text_cell(without_expressions(source(cell, path))))
        else:
            cells.append(code_cell(cell.text, results.get(cell.line, Result()).outputs))
    return assemble(cells)


def without_expressions(page: Source) -> str:
    """The text of a page with inline numbers as plain numbers."""
    text = page.text
    for piece in reversed(page.of("number")):
        text = text[: piece.start] + piece["literal"] + text[piece.end :]
    return text


def text_cell(text: str) -> dict[str, Any]:
    """A Markdown cell."""
    return {"cell_type": "markdown", "metadata": {}, "source": text.splitlines(keepends=True)}


def code_cell(code: str, outputs: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """A code cell with its outputs."""
    shown = [output_of(one) for one in outputs]
    return {"cell_type": "code", "metadata": {}, "source": code.rstrip().splitlines(keepends=True), "outputs": shown}


def output_of(one: dict[str, Any]) -> dict[str, Any]:
    """One output in Jupyter's form."""
    if "error" in one:
        return {"output_type": "error", **one["error"]}
    if "text" in one:
        return {"output_type": "stream", "name": "stdout", "text": one["text"].splitlines(keepends=True)}
    kind = "execute_result" if one.get("result") else "display_data"
    return {"output_type": kind, "data": one["data"], "metadata": {}}


def assemble(cells: list[dict[str, Any]]) -> dict[str, Any]:
    """A notebook of cells, numbered in order."""
    count = 0
    for number, cell in enumerate(cells, start=1):
        cell["id"] = f"cell-{number}"
        if cell["cell_type"] == "code":
            count += 1
            cell["execution_count"] = count
            for output in cell["outputs"]:
                if output["output_type"] == "execute_result":
                    output["execution_count"] = count
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    metadata = {"kernelspec": kernel, "language_info": {"name": "python"}}
    return {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}


def notebook_of_page(site: Site, path: str) -> dict[str, Any]:
    """A Markdown page as an executed notebook: prose, code and outputs."""
    from .export import cells

    return assemble(list(cells(site, path)))
