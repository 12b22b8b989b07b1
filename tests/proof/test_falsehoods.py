"""The prover alone, with no refuter before it: it proves no false line of any kind, and the true ones like it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from proofpress.proof.evaluate import Unsupported
from proofpress.proof.prove import prove

sys.path.insert(0, str(Path(__file__).parent))  # tests are imported by path, so a table beside them must be found
from falsehoods import FALSE, TRUE, Claim


def proved(claim: Claim) -> bool:
    try:
        return prove(claim.line, claim.left, claim.line.expression, claim.given).done
    except (Unsupported, AttributeError, ValueError, RecursionError):
        return False  # the checker calls a proof that stops undecided


@pytest.mark.parametrize("claim", FALSE, ids=lambda claim: f"{claim.line.kind}: {claim.name}")
def test_a_false_line_is_not_proved(claim: Claim):
    assert not proved(claim)


@pytest.mark.parametrize("claim", TRUE, ids=lambda claim: f"{claim.line.kind}: {claim.name}")
def test_a_true_line_is_proved(claim: Claim):
    assert prove(claim.line, claim.left, claim.line.expression, claim.given).done


def test_every_kind_of_step_is_attacked():
    assert len(FALSE) >= 60
    assert {claim.line.kind for claim in FALSE} == {"equals", "bound", "limit", "minimiser", "equivalent"}
    assert {claim.line.kind for claim in TRUE} == {claim.line.kind for claim in FALSE}
