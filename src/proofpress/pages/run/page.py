"""A page's code as steps to run: the examples of its fences and its inline numbers, in source order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from doctest import DocTestParser
from doctest import Example as Parsed

from ..language.messages import Problem, problem
from ..language.source import Fence, Piece, Source
from .processes import Job, Step

DIRECTIVE = re.compile(r"#\s*doctest:.*")


@dataclass(frozen=True)
class Example:
    """One example of a pycon fence: its code, the output the page shows, and where they stand."""

    fence: Fence
    code: str
    want: str
    raises: str | None
    first: int
    rows: int
    indent: int

    @property
    def prompt(self) -> str:
        """The code as the page shows it, with its prompts."""
        return "".join(self.fence.body.splitlines(keepends=True)[self.first : self.first + self.rows])

    @property
    def line(self) -> int:
        """The line of the file on which the code begins."""
        return self.fence.line + 1 + self.first

    @property
    def offset(self) -> int:
        """A number of its own: where in the page it stands."""
        return self.fence.start + self.first

    @property
    def want_line(self) -> int:
        """The line of the file on which the output begins."""
        return self.line + self.rows


@dataclass(frozen=True)
class Planned:
    """A step and the form of the page it comes from."""

    step: Step
    piece: Piece
    example: Example | None = None

    @property
    def line(self) -> int:
        """The line of the file on which the step begins."""
        return self.example.line if self.example else self.piece.line

    @property
    def offset(self) -> int:
        """A number of its own: where in the page it stands."""
        return self.example.offset if self.example else self.piece.start


def plan(source: Source) -> tuple[list[Planned], list[Problem]]:
    """The steps of a page in source order, and what is wrong with its examples."""
    steps: list[Planned] = []
    problems: list[Problem] = []
    for piece in source.pieces:
        if piece.kind == "number" and piece["literal"] and not piece["open"]:
            steps.append(Planned(Step("number", piece["expression"]), piece))
        elif isinstance(piece, Fence) and piece.fate == "run":
            found = list(examples(source, piece, problems))
            steps += [Planned(Step("example", one.code, one.raises is not None), piece, one) for one in found]
    return steps, problems


def job(source: Source) -> Job:
    """What is to be run for a page."""
    return Job(source.path, tuple(planned.step for planned in plan(source)[0]))


def examples(source: Source, fence: Fence, problems: list[Problem]) -> Iterator[Example]:
    """The examples of a pycon fence."""
    try:
        parts = DocTestParser().parse(fence.body)
    except ValueError as error:
        problems.append(_malformed(source, fence, str(error)))
        return
    if not any(isinstance(part, Parsed) for part in parts):
        problems.append(problem(source.path, fence.line, "fence.empty"))
    line = fence.line + 1
    for part in parts:
        if isinstance(part, Parsed):
            line = fence.line + 1 + part.lineno + (part.source + part.want).count("\n")
            yield from _example(source, fence, part, problems)
        elif part.strip():
            stray = part.strip().splitlines()[0]
            message = f"the line {stray!r} is neither an example nor its output"
            problems.append(problem(source.path, line + _blank_lines(part), "fence.doctest", message=message))


def _malformed(source: Source, fence: Fence, said: str) -> Problem:
    """What Python's parser of examples says of a fence; an option that it does not know is a directive like another."""
    found = re.match(r"line (\d+) of the doc(?:test|string) for <string> ", said)
    number = int(found[1]) if found else 1
    if directive := DIRECTIVE.search(fence.body.splitlines()[number - 1]):
        return problem(source.path, fence.line + number, "fence.directive", directive=directive.group())
    return problem(source.path, fence.line + number, "fence.doctest", message=said[found.end() if found else 0 :])


def _blank_lines(text: str) -> int:
    return len(text) - len(text.lstrip("\n"))


def _example(source: Source, fence: Fence, parsed: Parsed, problems: list[Problem]) -> Iterator[Example]:
    if found := DIRECTIVE.search(parsed.source):
        line = fence.line + 1 + parsed.lineno
        problems.append(problem(source.path, line, "fence.directive", directive=found.group()))
    rows = parsed.source.count("\n")
    yield Example(fence, parsed.source, parsed.want, parsed.exc_msg, parsed.lineno, rows, parsed.indent)
