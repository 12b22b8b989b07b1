"""The gate: every page run, compared, converted and read; every derivation proved; every link followed."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from ..book.edition import Edition
from ..book.kept import BookError
from ..language.messages import Problem, problem
from ..language.source import read
from ..render import lab
from ..render.extension import render
from ..render.typeset import Rendered, broken, not_holding
from .links import Links
from .prepare import prepare


@dataclass
class Verdict:
    """What came of one page or lab."""

    path: str
    problems: list[Problem]
    rendered: Rendered
    seconds: float = 0.0


@dataclass
class Report:
    """What came of all."""

    verdicts: list[Verdict] = field(default_factory=list)
    others: list[Problem] = field(default_factory=list)

    @property
    def problems(self) -> list[Problem]:
        """Every problem once, in the order of files and lines."""
        found = [one for verdict in self.verdicts for one in verdict.problems] + self.others
        return sorted(set(found), key=lambda one: (one.path, one.line, one.kind, one.text))


def check(
    site: Edition,
    paths: Sequence[str],
    tell: Callable[[Verdict], None] = print,
    workers: int | None = None,
    *,
    is_whole: bool = True,
) -> Report:
    """Check pages and labs, and if the book `is_whole` what only all show; `tell` hears of each as it is done."""
    report, links = Report(), Links(site)
    for done, outcome in prepare(site, paths, workers):
        path = done.path
        with suppress(BookError):
            site.book  # noqa: B018  it is waited for here, so that no page is said to take its time
        began = time.monotonic()
        rendered = lab.render(site, path, outcome) if path.endswith(".py") else render(site, path, (done, outcome))
        links.know(rendered)
        problems = list(dict.fromkeys([*rendered.problems, *links.problems(rendered)]))
        verdict = Verdict(path, problems, rendered, round(outcome.seconds + time.monotonic() - began, 2))
        report.verdicts.append(verdict)
        tell(verdict)
    report.others += across(site, is_whole)
    return report


def across(site: Edition, is_whole: bool = True) -> Iterator[Problem]:
    """What only all pages together show: a chain shown twice, and, if all are asked for, one shown nowhere or false."""
    shown: dict[str, str] = {}
    for slug, path, line in chains(site):
        place = f"{path}:{line}"
        if shown.setdefault(slug, place) != place:
            yield problem(path, line, "slug.twice", slug=slug, other=shown[slug])
    if is_whole:
        yield from unshown(site, shown)


def chains(site: Edition) -> Iterator[tuple[str, str, int]]:
    """The slug of each chain that is shown whole, the page and the line."""
    for path in site.pages:
        for fence in read(site, path).fences:
            slug, number = fence.asked
            if fence.fate == "shown" and not number:
                yield slug, path, fence.line


def unshown(site: Edition, shown: dict[str, str]) -> Iterator[Problem]:
    """Each chain of the book that is on no page, and each line of such a chain that does not hold."""
    try:
        loaded = site.book
    except BookError as error:
        yield broken(site, str(error))
        return
    for slug, number, message in loaded.failures:
        if slug not in shown:
            yield not_holding(site, loaded.derivation(slug), number, message)
    for slug in loaded.derivations.keys() - shown.keys():
        yield problem(*site.place(loaded.derivation(slug)), "slug.nowhere", slug=slug)
