"""The verdict on what a page's code gave: problems, and the edits that would mend them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ..language import literal
from ..language.messages import Problem, problem
from ..language.source import Piece, Source
from .page import Example, Planned, plan
from .processes import Outcome, Result, Step

OUTPUT = "<OUTPUT>"  # stands before a line of output that would be read as something else
MARKS = re.compile(rf"^[ ]*(?:<BLANKLINE>[ ]*$|{OUTPUT})", re.MULTILINE)
MISREAD = re.compile(
    rf"[ \t>]*(?:\.\.\.|>>>|```|~~~|<BLANKLINE>|{OUTPUT}|Traceback \(most recent call (?:last|first)\):)"
)


@dataclass(frozen=True)
class Edit:
    """Put `text` in place of what stands from `start` to `end`."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Finding:
    """A problem, and the edits by which `accept` would mend it."""

    problem: Problem
    edits: tuple[Edit, ...] = ()


def judge(source: Source, outcome: Outcome) -> list[Finding]:
    """Every number and output of the page that is not what its code gives."""
    steps, problems = plan(source)
    findings = [Finding(one) for one in problems]
    for planned, result in zip(steps, outcome.results, strict=False):
        findings += judge_step(source, planned, result)
    return findings + list(stopped(source.path, [one.line for one in steps], outcome))


def heard(path: str, steps: Iterable[tuple[int, Step]], outcome: Outcome) -> Iterator[Problem]:
    """What each step, given with its line, wrote to standard error."""
    for (line, step), result in zip(steps, outcome.results, strict=False):
        if text := first_line(result.errors):
            yield problem(path, line, "run.stderr", source=first_line(step.code), text=text)


def stopped(path: str, lines: list[int], outcome: Outcome) -> Iterator[Finding]:
    """The problem of a page that a limit stopped, or that ended by itself; `lines` are those of its steps."""
    last = len(outcome.results) - 1
    if outcome.stopped == "time":
        yield Finding(problem(path, lines[outcome.stopped_at], "run.time", seconds=round(outcome.seconds)))
    elif outcome.stopped:
        yield Finding(problem(path, lines[outcome.stopped_at], "run.died", status=outcome.stopped))
    elif last >= 0 and is_memory(outcome.results[last]):
        yield Finding(problem(path, lines[last], "run.memory", megabytes=outcome.megabytes))


def is_memory(result: Result) -> bool:
    """Whether a step was stopped because it took too much memory."""
    return result.error is not None and result.error["memory"]


def judge_step(source: Source, planned: Planned, result: Result) -> Iterator[Finding]:
    """The verdict on one step."""
    if is_memory(result):
        return
    if planned.example is None:
        yield from judge_number(source, planned.piece, result)
    elif result.error is not None:
        yield from judge_exception(source, planned.example, result)
    elif planned.example.raises is not None:
        wanted = first_line(planned.example.raises)
        fields = {"source": first_line(planned.example.code), "expected": wanted}
        yield Finding(problem(source.path, planned.line, "run.silent", **fields))
    else:
        want = MARKS.sub(lambda match: " " * len(match.group()), planned.example.want)
        yield from judge_output(source, planned.example, want, result.output)


def judge_number(source: Source, piece: Piece, result: Result) -> Iterator[Finding]:
    """An inline number against the value of its expression."""
    shown, fields = piece["literal"], {"literal": piece["literal"], "expression": piece["expression"]}
    if result.error is not None:
        error = first_line(result.error["text"])
        yield Finding(problem(source.path, piece.line, "number.raised", expression=piece["expression"], error=error))
    elif result.kind:
        yield Finding(problem(source.path, piece.line, "number.kind", value=result.kind, **fields))
    elif not literal.agrees(shown, result.value):
        right = literal.respell(shown, result.value)
        kind = "number.integer" if literal.is_integer(shown) and not literal.is_integer(right) else "number.drifted"
        value = result.value.removesuffix("/1")
        found = problem(source.path, piece.line, kind, correct=right, value=value, **fields)
        yield Finding(found, (Edit(piece.start, piece.start + len(shown), right),))


def judge_exception(source: Source, example: Example, result: Result) -> Iterator[Finding]:
    """An exception against the traceback the page shows, if it shows one."""
    found, code = (result.error or {})["text"], first_line(example.code)
    if example.raises is None:
        line = example.line + (result.error or {})["line"] - 1
        yield Finding(problem(source.path, line, "run.raised", source=code, error=first_line(found)))
    elif literal.differences(example.raises, found) != []:
        fields = {"source": code, "found": first_line(found), "expected": first_line(example.raises)}
        edit = rewrite(example, f"Traceback (most recent call last):\n    ...\n{found}\n")
        yield Finding(problem(source.path, example.want_line, "run.exception", **fields), (edit,))


def judge_output(source: Source, example: Example, want: str, got: str) -> Iterator[Finding]:
    """What an example printed against what the page shows."""
    found, code = literal.differences(want, got), first_line(example.code)
    if found is None:
        fields = {"source": code, "shown": first_line(want), "got": first_line(got)}
        edit = rewrite(example, "\n".join(map(marked, got.removesuffix("\n").split("\n"))) if got else "")
        yield Finding(problem(source.path, example.want_line, "output.differs", **fields), (edit,))
        return
    for one in found:
        row = want.count("\n", 0, one.start)
        column = one.start - (want.rfind("\n", 0, one.start) + 1)
        start = place(example, row) + example.indent + column
        kind = "output.coarse" if literal.is_coarse(one.shown, one.got) else "output.drifted"
        fields = {"source": code, "shown": one.shown, "correct": one.correct, "got": one.got}
        edit = Edit(start, start + len(one.shown), one.correct)
        yield Finding(problem(source.path, example.want_line + row, kind, **fields), (edit,))


def marked(line: str) -> str:
    """A line of output as a doctest can hold it."""
    if not line.strip():
        return "<BLANKLINE>"
    return f"{OUTPUT}{line}" if MISREAD.match(line) else line


def place(example: Example, row: int) -> int:
    """The offset at which a row of an example's output begins, the fence's own indent skipped."""
    raw, line = example.fence["body"].splitlines(keepends=True), example.first + example.rows + row
    column = example.fence.columns[line] if line < len(raw) else 0
    return example.fence.body_start + sum(map(len, raw[:line])) + column


def rewrite(example: Example, output: str) -> Edit:
    """The edit that puts `output` in the place of all that the page shows for an example."""
    raw, line = example.fence["body"].splitlines(keepends=True), example.first + example.rows
    start = example.fence.body_start + sum(map(len, raw[:line]))
    length = sum(map(len, raw[line : line + example.want.count("\n")]))
    margin = raw[example.first][: example.fence.columns[example.first] + example.indent]
    lines = [(margin + row).rstrip() + "\n" for row in output.removesuffix("\n").split("\n")] if output else []
    return Edit(start, start + length, "".join(lines))


def apply(text: str, edits: list[Edit]) -> str:
    """The text with its edits made."""
    for edit in sorted(set(edits), key=lambda one: one.start, reverse=True):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text


def first_line(text: str) -> str:
    """The first line of a text that says something, abridged."""
    line = next((row.strip() for row in text.splitlines() if row.strip()), "")
    return line if len(line) <= 100 else line[:97] + "..."
