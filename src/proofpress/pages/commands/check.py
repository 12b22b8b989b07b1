"""The gate: every page run, compared, converted and read; every derivation proved; every link followed."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress

from ..book.edition import Edition
from ..book.kept import BookError
from ..language.messages import Problem, problem
from ..language.source import read
from ..render import lab
from ..render.extension import render
from ..render.typeset import broken, not_holding
from ..run.listening import Listening
from .checked import COUNTED, Report, Verdict
from .leaning import leaning
from .links import Links
from .prepare import heard, prepare

LINKED = re.compile(r"\]\([^()\s]*#([^()\s]+)\)")  # a page uses an entry by a link to it


def check(
    site: Edition,
    paths: Sequence[str],
    tell: Callable[[Verdict], None] = print,
    workers: int | None = None,
    *,
    is_whole: bool = True,
    listening: Listening | None = None,
) -> Report:
    """Check pages and labs, and if the book `is_whole` what only all show; `tell` hears of each as it is done.

    `listening` is told what the pages read.
    """
    report, links = Report(), Links(site)
    for done, outcome in prepare(site, paths, workers):
        path = done.path
        if listening:
            listening.also(outcome.reads, outcome.unknown)
        with suppress(BookError):
            site.book  # noqa: B018  it is waited for here, so that no page is said to take its time
        began = time.monotonic()
        rendered = lab.render(site, path, outcome) if path.endswith(".py") else render(site, path, (done, outcome))
        links.know(rendered)
        problems = list(dict.fromkeys([*rendered.problems, *links.problems(rendered)]))
        seconds = round(outcome.seconds + time.monotonic() - began, 2)
        counts = {name: getattr(rendered, name) for name in COUNTED}
        said = tuple(heard(site, path, outcome))
        verdict = Verdict(path, problems, counts, rendered.typed, seconds, outcome.unknown, said)
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
    yield from citations(site)
    yield from leaning(site)
    yield from published_twice(site)
    if is_whole:
        yield from unshown(site, shown)
        yield from uncited(site)


def published_twice(site: Edition) -> Iterator[Problem]:
    """Each page that another would be written over, and whatever else MkDocs warns of in the files of the book."""
    first: dict[str, str] = {}
    for one in site.files or ():
        other = first.setdefault(one.place, one.path)
        if other != one.path:
            yield problem(one.path, 1, "page.twice", source=one.path, other=other, place=one.place)
    for message in site.warnings:
        yield problem(site.name(site.docs), 1, "page.excluded", message=message.removesuffix("."))


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


def sources(site: Edition) -> dict[str, str]:
    """The source of each derivation that names one; none where the book cannot be made, which is said elsewhere."""
    try:
        return {slug: d.source for slug, d in site.book.derivations.items() if d.source}
    except BookError:
        return {}


def citations(site: Edition) -> Iterator[Problem]:
    """A bibliography that cannot be read, or each key in a source that it does not have."""
    works, file = site.bibliography, site.options["bibliography"]
    if works.error:
        line, message = works.error
        yield problem(file, line, "cite.broken", message=message)
        return
    for slug, source in sources(site).items() if file else ():
        for key in (one.key for one in works.citations(source) if one.key and one.key not in works.works):
            near = works.near(key)
            path, line = stands(site, slug, key)
            said = f" (near it: {', '.join(near)})" if near else ""
            yield problem(path, line, "cite.unknown", slug=slug, key=key, file=file, near=said)


def stands(site: Edition, slug: str, words: str) -> tuple[str, int]:
    """The file and the line at which the text of a derivation has these words, or where it begins."""
    path, first = site.place(site.book.derivation(slug))
    lines = site.read(path).splitlines()[first - 1 :] if (site.root / path).is_file() else []
    return path, first + next((at for at, line in enumerate(lines) if words in line), 0)


def uncited(site: Edition) -> Iterator[Problem]:
    """Each entry that nothing uses; as long as some source of the book is in words alone it may mean any of them."""
    works, file, said = site.bibliography, site.options["bibliography"], sources(site)
    cited = {one.key for source in said.values() for one in works.citations(source)}
    if not works.works or not said or "" in cited:
        return
    cited |= {key for path in site.pages for key in LINKED.findall(site.read(path))}
    text = site.read(file)
    for key in works.works.keys() - cited:
        yield problem(file, text.count("\n", 0, text.find(f"{{{key},")) + 1, "cite.unused", key=key)
