"""A lab as steps to run, and the verdict on what its cells gave against what is pinned under them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..language import lint, literal
from ..language.config import Site
from ..language.messages import Problem, problem
from ..language.percent import PIN, Cell, parse, source
from ..language.source import Piece, Source, line_starts
from .processes import Job, Outcome, Result, Step
from .verdict import Edit, Finding, first_line, heard, is_memory, judge_number, stopped


@dataclass(frozen=True)
class Planned:
    """A step of a lab, its cell, and the inline number it is, if it is one."""

    step: Step
    cell: Cell
    piece: Piece | None = None


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
    if site.options.get("stderr") == "refuse":
        findings += map(Finding, heard(path, [(one.cell.line, one.step) for one in steps], outcome))
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
            ours = [fence for fence in read.fences if fence.fate in ("run", "shown", "typed")]
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
