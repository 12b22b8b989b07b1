"""Lines that an author wants, each beside a false one like it: the search finds the one, and nothing for the other."""

from __future__ import annotations

import json

import pytest

from proofpress.proof.kernel.replay import replay
from proofpress.proof.kernel.terms import Refused
from proofpress.proof.language.chain import read
from proofpress.proof.language.scope import Scope
from proofpress.proof.language.statement import stated
from proofpress.proof.patience import limited
from proofpress.proof.search.lines import proof_of
from proofpress.proof.search.state import NotFound
from word2vec_derived.notation import NOTATION

SCOPE = Scope.of(NOTATION.entries)
LINES = {
    "a softmax is at most one": ("y_hat(o)", "<= 1", "<= 1/2"),
    "a log-sum-exp is at least each score": ("log(sum(exp(s[j]), j))", ">= s[o]", ">= s[o] + 1"),
    "a log-sum-exp of two": ("log(exp(s[i]) + exp(s[j]))", ">= s[i]", "<= s[i]"),
    "a sum of squares with weights": ("sum(min(1, p[j])*s[j]**2, j)", ">= 0", ">= 1"),
    "Lagrange's identity": (
        "sum(s[j]**2, j)*sum(z[j]**2, j) - sum(s[j]*z[j], j)**2",
        "= sum(sum((s[i]*z[j] - s[j]*z[i])**2, j), i)/2",
        "= sum(sum((s[i]*z[j] - s[j]*z[i])**2, j), i)",
    ),
    "both signs of a sigmoid": ("sigmoid(x) + sigmoid(-x)", "= 1", "= 2"),
    "a maximum and its mirror": ("max(x, 0) - max(-x, 0)", "= x", "= abs(x)"),
    "the logarithm of a softmax": ("sum(q[j]*log(y_hat(j)), j)", "<= 0", "<= -1"),
    "a log-sigmoid of a score": ("2*log(sigmoid(x)) - log(1 + exp(x))", "<= 0", ">= 0"),
    "any loss in one score": (
        "d(any_loss(s[j] + x for j), x)",
        "= sum(d(any_loss(x + s[j] for j), s[i]), i)",
        "= d(any_loss(s[j] + x for j), s[o])",
    ),
    "any loss of equal scores": (
        "any_loss(s[j] for j)",
        "= any_loss(s[i] + x - x for i)",
        "= any_loss(s[j] for j=1..V+1)",
    ),
    "a factor out of bars": ("abs(2*K*x)", "= 2*K*abs(x)", "= 2*K*x"),
}


def proved(left: str, line: str) -> dict[str, object]:
    given = "  given 1 <= o <= V\n" if "o" in left.replace("log", "") else ""
    chain = read(f"line: A line\n{given}  {left}\n{line}  -- why\n", SCOPE)
    told = stated(chain.written.lines, chain.written.givens, SCOPE, 1)
    with limited(60):
        proof = proof_of(told.statement, told.hints)
    replay(told.statement.write(), json.loads(json.dumps(proof)))
    return proof


@pytest.mark.parametrize("name", LINES)
def test_a_true_line_is_found_and_replayed_and_a_false_one_is_not(name: str):
    left, true, false = LINES[name]
    assert proved(left, true)["steps"]
    with pytest.raises((NotFound, Refused)):
        proved(left, false)


def test_a_second_slope_of_what_is_differentiable_once_is_not_found():
    with pytest.raises(NotFound, match="no slope of partial"):
        proved("d(any_loss(s[j] for j), s[i], s[o])", "= d(any_loss(s[j] for j), s[o], s[i])")
