"""Rewriting drifted literals in place, at the digits shown; nothing else is touched, and the report is the diff."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import unified_diff

from ..book.edition import Edition
from ..language.config import Site
from ..language.messages import Problem
from ..language.source import read
from ..run import lab, verdict
from ..run.processes import Outcome, outcome_of
from ..run.store import write
from ..run.verdict import Finding
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
        edits = [edit for finding in findings for edit in finding.edits]
        after = before[:front] + verdict.apply(before[front:], edits)
        if after != before:
            save(site, path, after)
        yield Accepted(path, diff(path, before, after), tuple(one.problem for one in findings if not one.edits))


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
