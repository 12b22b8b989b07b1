"""Everything is run before anything is read: pages and labs side by side, while the book is made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from multiprocessing.connection import Connection
from threading import Thread

from ..book.edition import Edition
from ..language.config import Site
from ..language.messages import Problem
from ..language.source import read
from ..run import lab, page, verdict
from ..run.processes import Job, Outcome, Ran, run

PRESS = "proofpress"


def job(site: Site, path: str) -> Job:
    """What is to be run for a page or a lab."""
    return lab.job(site, path) if path.endswith(".py") else page.job(read(site, path))


def heard(site: Site, path: str, outcome: Outcome) -> Iterator[Problem]:
    """What a page or a lab wrote to standard error, if that is only to be said."""
    if site.options.get("stderr") == "say" and any(result.errors for result in outcome.results):
        is_lab = path.endswith(".py")
        cells = [(one.cell.line, one.step) for one in lab.plan(site.read(path), path)] if is_lab else []
        steps = cells or [(one.line, one.step) for one in page.plan(read(site, path))[0]]
        yield from verdict.heard(path, steps, outcome)


def prepare(
    site: Edition, paths: Iterable[str] | None = None, workers: int | None = None, halt: Connection | None = None
) -> Iterator[Ran]:
    """Run pages and labs side by side, so that each costs nothing afterwards; each job with its outcome as it ends.

    The book is made meanwhile, and what may show its chains waits for it: labs, and pages that import the press.
    """
    jobs = [job(site, path) for path in (site.pages + site.labs if paths is None else paths)]
    later = [one for one in jobs if one.path.endswith(".py") or any(PRESS in step.code for step in one.steps)]
    made = Thread(target=make, args=(site,), daemon=True)  # nobody who gives up waits for it
    made.start()
    for some in ([one for one in jobs if one not in later], later):
        yield from run(some, site, workers, halt)
        made.join()


def make(site: Edition) -> None:
    """Make the book; what is wrong with it is said where it is asked for."""
    with suppress(Exception):
        site.book  # noqa: B018  it is made when it is first asked for
