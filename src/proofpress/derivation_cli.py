"""The command ``proofpress check SLUG``: derivations judged one by one, a line each, without the rest of the book."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence

from proofpress.pages.book.book import near
from proofpress.pages.book.written import library_of, unreadable
from proofpress.pages.language.config import Site, SiteError
from proofpress.pages.language.source import chains
from proofpress.proof.check import CheckedLine, Contradiction, judged, tasks
from proofpress.proof.language.nodes import LanguageError


def judged_lines(site: Site, slugs: Sequence[str]) -> Iterator[tuple[str, CheckedLine]]:
    """Each line of the derivations that are named, with its place, as soon as it is judged and told."""
    sys.path.append(str(site.root))
    library = library_of(site)
    if unknown := [slug for slug in slugs if slug not in library]:
        raise SiteError(f"no derivation is called {unknown[0]!r}{near(unknown[0], library)}")
    for slug in slugs:
        try:
            derivation, own = library[slug], tasks(library[slug], library)
        except LanguageError as error:
            raise SiteError(_unreadable(site, slug, error)) from None
        print(f"{slug}: {derivation.title}")
        for number, task in enumerate(own, start=1):
            try:
                line = judged(task, site.settings.line_seconds, say)
            except Contradiction as error:
                raise SiteError(f"{error}; the prover is wrong, or what refutes: please report it") from None
            print(f"{number:>4}  {_verdict(line):<11} {line.seconds:>6.2f} s  {_words(line)}", flush=True)
            yield f"{slug}, line {number}", line


def say(words: str) -> None:
    """What is heard while a line takes long."""
    print(f"proofpress: {words}", file=sys.stderr)


def _verdict(line: CheckedLine) -> str:
    return line.strength or ("begins" if line.ok else line.verdict)


def _words(line: CheckedLine) -> str:
    return line.line.because if line.ok else line.message


def _unreadable(site: Site, slug: str, error: LanguageError) -> str:
    """Where a chain cannot be read, and why."""
    path, fence = next((path, fence) for path, fence in chains(site) if fence.asked[0] == slug)
    row, why = unreadable(fence, error)
    return f"{path}:{fence.line + 1 + row}: {why}"
