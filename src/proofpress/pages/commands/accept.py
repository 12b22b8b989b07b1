"""Rewriting drifted literals in place, at the digits shown; nothing else is touched, and the report is the diff."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import unified_diff

from ..book.edition import Edition
from ..language.config import Site
from ..language.messages import Problem, problem
from ..language.source import read
from ..run import lab, verdict
from ..run.processes import Outcome, outcome_of, run_now
from ..run.store import write
from ..run.verdict import Finding, first_line
from .prepare import job, prepare


@dataclass(frozen=True)
class Accepted:
    """A page as it was rewritten: the diff, nothing if it stayed, and the problems that no rewriting mends."""

    path: str
    diff: str
    left: tuple[Problem, ...]


def accept(site: Edition, paths: Sequence[str], workers: int | None = None) -> Iterator[Accepted]:
    """Each page in turn, its drifted literals rewritten."""
    for ran in prepare(site, paths, workers):
        path = ran[0].path
        outcome = outcome_of(job(site, path), site, ran)
        before, (front, findings) = site.read(path), judge(site, path, outcome)
        if any(finding.edits for finding in findings):
            findings = list(steady(site, path, findings))
        edits = [edit for finding in findings for edit in finding.edits]
        after = before[:front] + verdict.apply(before[front:], edits)
        if after != before:
            save(site, path, after)
        yield Accepted(path, diff(path, before, after), tuple(one.problem for one in findings if not one.edits))


def steady(site: Edition, path: str, findings: Sequence[Finding]) -> Iterator[Finding]:
    """What was found, the edits left out that a second run, in a Python of its own, does not ask for again."""
    again = judge(site, path, next(run_now([job(site, path)], site, is_alone=True))[1])[1]
    asked = {edit.start: edit.text for finding in again for edit in finding.edits}
    for finding in findings:
        moved = [edit for edit in finding.edits if asked.get(edit.start) != edit.text]
        if moved:
            first, second = moved[0].text, asked.get(moved[0].start, "what stands there")
            fields = {"first": first_line(first), "second": first_line(second)}
            yield Finding(problem(path, finding.problem.line, "run.unsteady", **fields))
        else:
            yield finding


def judge(site: Site, path: str, outcome: Outcome) -> tuple[int, list[Finding]]:
    """The offset at which a page's body begins, and what is wrong in it."""
    if path.endswith(".py"):
        return 0, lab.judge(site, path, outcome)
    source = read(site, path)
    return len(site.read(path)) - len(source.text), verdict.judge(source, outcome)


def save(site: Site, path: str, text: str) -> None:
    """Write a page whole or not at all, with the line endings it had."""
    file = site.root / path
    ending = b"\r\n" if b"\r\n" in file.read_bytes() else b"\n"
    write(file, text.encode().replace(b"\n", ending))


def diff(path: str, before: str, after: str) -> str:
    """The change as a unified diff."""
    was, now = before.splitlines(keepends=True), after.splitlines(keepends=True)
    return "".join(unified_diff(was, now, path, path, n=1))
