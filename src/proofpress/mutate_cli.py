"""The command ``proofpress mutate``: every line of the book made wrong in all the usual ways, and each slip noticed."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from functools import partial
from multiprocessing import get_context

from proofpress.pages.book.kept import forget
from proofpress.pages.book.written import written
from proofpress.pages.language.config import Site
from proofpress.proof.derivation import Derivation
from proofpress.proof.mutate import Mutation, mutate

_chosen: list[Derivation] = []
_library: dict[str, Derivation] = {}


def run_mutate(options: argparse.Namespace) -> int:
    """Mutate the derivations that are named, or all, one line each as it is done; 1 if a slip went unnoticed."""
    site = Site.load()
    sys.path.append(str(site.root))
    found = {derivation.slug: derivation for derivation in written(site)}
    if unknown := [slug for slug in options.slugs if slug not in found]:
        sys.stderr.write(f"proofpress: no derivation is called {unknown[0]!r}; name one of the book\n")
        return 2
    _library.update(found)
    _chosen[:] = [found[slug] for slug in options.slugs or found]
    survived = sum(tell(slug, lines) for slug, lines in side_by_side(options.jobs, options.attack))
    forget()
    sys.stdout.write(f"{len(_chosen)} derivations, {survived} slips that went unnoticed\n")
    return 1 if survived else 0


def side_by_side(jobs: int | None, attack: bool) -> Iterator[tuple[str, Sequence[Mutation]]]:
    """Each derivation with its lines, as it is done; forked, as SymPy's objects of a book cannot be sent."""
    with get_context("fork").Pool(jobs or os.cpu_count(), signal.signal, (signal.SIGINT, signal.SIG_IGN)) as pool:
        yield from pool.imap_unordered(partial(_mutate, attack=attack), range(len(_chosen)))


def _mutate(at: int, attack: bool) -> tuple[str, Sequence[Mutation]]:
    return _chosen[at].slug, mutate(_chosen[at], library=_library, attack=attack)


def tell(slug: str, lines: Sequence[Mutation]) -> int:
    """Print what came of a derivation's slips; the number of those that went unnoticed."""
    counts = {name: sum(getattr(line, name) for line in lines) for name in ("tried", "refuted", "equivalent")}
    survivors = [(at, slip) for at, line in enumerate(lines, start=1) for slip in line.survivors]
    words = ", ".join(f"{count} {name}" for name, count in counts.items())
    sys.stdout.write(f"{slug:<40} {words}, {len(survivors)} unnoticed\n")
    sys.stdout.writelines(f"    line {at}: {slip}\n" for at, slip in survivors)
    sys.stdout.flush()
    return len(survivors)
