"""Every line of the book that claims something, as its text states it, and the proof that the search finds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from proofpress.pages.book.written import scope_of, written
from proofpress.pages.language.config import Site
from proofpress.proof.kernel.terms import Refused
from proofpress.proof.language.statement import NoTerm, Stated, stated
from proofpress.proof.patience import OutOfTime, limited
from proofpress.proof.search.lines import proof_of
from proofpress.proof.search.state import NotFound

CLAIMS = ("equals", "bound", "limit", "minimiser", "equivalent")
SECONDS = 120.0
Line = tuple[str, int]


@dataclass(frozen=True)
class Search:
    """What the lines state, by slug and number; their proofs as data; and of the others why there is none."""

    stated: Mapping[Line, Stated]
    proofs: Mapping[Line, dict[str, object]]
    reasons: Mapping[Line, str]


@pytest.fixture(scope="session")
def lines() -> Mapping[Line, Stated | str]:
    """What each line states, or why the kernel has no term for it."""
    site = Site.load(Path(__file__).parents[3])
    scope, found = scope_of(site), {}
    for derivation in written(site):
        text = derivation.written
        for at, line in enumerate(text.lines):
            if line.kind in CLAIMS:
                found[derivation.slug, at + 1] = _stated(text, scope, at)
    return found


def _stated(text, scope, at) -> Stated | str:
    try:
        return stated(text.lines, text.givens, scope, at)
    except NoTerm as reason:
        return str(reason)


@pytest.fixture(scope="session")
def search(lines) -> Search:
    """The whole book, searched."""
    terms = {line: what for line, what in lines.items() if isinstance(what, Stated)}
    proofs, reasons = {}, {line: what for line, what in lines.items() if isinstance(what, str)}
    for line, what in terms.items():
        try:
            with limited(SECONDS):
                proofs[line] = proof_of(what.statement, what.hints)
        except (NotFound, Refused, OutOfTime) as reason:
            reasons[line] = str(reason) or "out of time"
    return Search(terms, proofs, reasons)
