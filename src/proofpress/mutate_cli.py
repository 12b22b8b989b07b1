"""The command ``proofpress mutate``: lines and what is given made wrong in all the usual ways, each slip noticed."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context

from proofpress.pages.book.kept import digest, files_of_ours, forget, state_of, states
from proofpress.pages.book.written import modules_of, scope_of, written
from proofpress.pages.language.config import Site
from proofpress.pages.language.source import chains
from proofpress.proof import cache
from proofpress.proof.broken_givens import unnoticed
from proofpress.proof.check import tasks
from proofpress.proof.derivation import Derivation
from proofpress.proof.mutate import Mutation, last, mutate

Outcome = tuple[str, Sequence[Mutation], Sequence[str], bool]
"""A slug, its lines, what is wrong with what it is given, and whether a line had not been tried before."""
HELP = "leave it out, say what needs it, or say loose and why less would do"
_chosen: list[Derivation] = []
_library: dict[str, Derivation] = {}


def run_mutate(options: argparse.Namespace) -> int:
    """Mutate the derivations that are named, or all, one line each as it is done; 1 if a slip went unnoticed."""
    site = Site.load()
    sys.path.append(str(site.root))
    whole = None if options.slugs or options.attack else _whole(site)
    if whole and (before := cache.load(whole)):
        sys.stdout.write(f"{before['derivations']} derivations as they were when no slip went unnoticed\n")
        return 0
    found = {derivation.slug: derivation for derivation in written(site)}
    if unknown := [slug for slug in options.slugs if slug not in found]:
        sys.stderr.write(f"proofpress: no derivation is called {unknown[0]!r}; name one of the book\n")
        return 2
    _library.update(found)
    _chosen[:] = [found[slug] for slug in options.slugs or found]
    survived, new = 0, False
    for outcome in side_by_side(options.jobs, options.attack):
        survived += tell(*outcome[:3])
        new |= outcome[3]
    if new:
        forget()
    if whole and not survived:
        cache.save(whole, {"derivations": len(_chosen)})
    sys.stdout.write(f"{len(_chosen)} derivations, {survived} slips that went unnoticed\n")
    return 1 if survived else 0


def _whole(site: Site) -> str:
    """A name for all that the slips of a whole book depend on: its chains, and the source that judges them."""
    if site.settings.derivations:
        modules_of(site.settings.derivations)
    scope_of(site)
    return f"mutated-{digest((cache.provers(), state_of(chains(site)), states(sorted(files_of_ours()))))}"


def side_by_side(jobs: int | None, attack: bool) -> Iterator[Outcome]:
    """What came of each derivation, as it is done; forked, as SymPy's objects of a book cannot be sent."""
    with ProcessPoolExecutor(
        jobs or os.cpu_count(), get_context("fork"), signal.signal, (signal.SIGINT, signal.SIG_IGN)
    ) as pool:
        for done in as_completed([pool.submit(_mutate, at, attack) for at in range(len(_chosen))]):
            yield done.result()


def _mutate(at: int, attack: bool) -> Outcome:
    one = _chosen[at]
    new = any(last(task) is None for task in tasks(one, _library))
    return one.slug, mutate(one, library=_library, attack=attack), unnoticed(one, _library), new


def tell(slug: str, lines: Sequence[Mutation], givens: Sequence[str] = ()) -> int:
    """Print what came of a derivation's slips; the number of those that went unnoticed."""
    counts = {name: sum(getattr(line, name) for line in lines) for name in ("tried", "refuted", "equivalent")}
    survivors = [f"line {at}: {slip}" for at, line in enumerate(lines, start=1) for slip in line.survivors]
    survivors += [f"{said}; {HELP}" for said in givens]
    words = ", ".join(f"{count} {name}" for name, count in counts.items())
    sys.stdout.write(f"{slug:<40} {words}, {len(survivors)} unnoticed\n")
    sys.stdout.writelines(f"    {slug}, {said}\n" for said in survivors)
    sys.stdout.flush()
    return len(survivors)
