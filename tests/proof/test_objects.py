"""Chains of Python objects by the search and the kernel alone: the true lines are proved, and no false one is."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sympy import Derivative, KroneckerDelta, S, Sum, Symbol, exp, oo

from proofpress.proof.check import tasks
from proofpress.proof.derivation import Line, equals, tends_to
from proofpress.proof.given import distribution, given_that, within
from proofpress.proof.kernel.replay import replay
from proofpress.proof.kernel.terms import Refused
from proofpress.proof.language.statement import NoTerm
from proofpress.proof.objects import statement_of
from proofpress.proof.patience import OutOfTime, limited
from proofpress.proof.search.lines import proof_of
from proofpress.proof.search.state import NotFound

sys.path.insert(0, str(Path(__file__).parent))  # tests are imported by path, so tables beside them must be found
import corpus
import falsehoods
import truths

UNPROVED = {
    "softplus tangent a": "a tangent of two exponentials, with weights that no sum shows",
    "a positive constant before the variable": "beyond which number nothing vanishes depends on the letters",
    "a derivative as a limit": "a limit at a letter",
    "compound interest": "beyond which number a logarithm has a value depends on the letters",
    "a logarithm to the first order": "near to what a logarithm has a value depends on the letters",
    "an odd power": "two relations whose difference is no positive factor",
}
"""True lines that the search does not find yet, and why; one that it finds leaves the list."""
Claim = tuple[str, Line, S, S, tuple]
x, r, V, p, q, j, s = truths.x, truths.r, truths.V, truths.p, truths.q, truths.j, truths.s


def lines(which: str) -> Iterator[Claim]:
    """The lines of the tables, TRUE or FALSE."""
    for name, derivation in getattr(truths, which).items():
        task = tasks(derivation)[-1]
        yield name, task.line, task.left, task.right, task.given
    for claim in getattr(falsehoods, which):
        yield claim.name, claim.line, claim.left, claim.line.expression, claim.given
    for case in corpus.CASES:
        rights = (case.right,) if which == "TRUE" else case.false
        yield from ((case.name, equals(right, ""), case.left, right, case.given) for right in rights)


TRUE, FALSE = list(lines("TRUE")), list(lines("FALSE"))


def proved(line: Line, left: S, right: S, given: tuple) -> bool:
    """Whether the search finds a proof that the kernel replays from data."""
    try:
        told = statement_of(line, left, right, given)
        with limited(60):
            proof = proof_of(told.statement, told.hints)
    except (NoTerm, NotFound, Refused, OutOfTime):
        return False
    replay(told.statement.write(), json.loads(json.dumps(proof)))
    return True


@pytest.mark.parametrize("claim", TRUE, ids=lambda claim: claim[0])
def test_a_true_line_is_proved_and_replayed(claim: Claim):
    name, *said = claim
    assert proved(*said) == (name not in UNPROVED)


@pytest.mark.parametrize("claim", FALSE, ids=lambda claim: claim[0])
def test_a_false_line_is_not(claim: Claim):
    assert not proved(*claim[1:])


def test_what_is_given_of_a_variable_forbids_that_it_goes_elsewhere():
    gone = tends_to(S(0), "", variable=r, to=oo)
    assert proved(gone, 1 / r, S(0), ())
    for given in (truths.holds(r < truths.h), within(r, 1, V)):
        with pytest.raises(NoTerm, match="of which something is given"):
            statement_of(gone, 1 / r, S(0), (given,))


def test_a_recurrence_without_end_is_used_only_where_it_is_said():
    n, a, h = truths.n, truths.A, truths.h
    given = (within(n, 3, oo), given_that(a[n + 1], h * a[n], every=(n,)))
    assert proved(equals(h**2 * a[3], ""), a[5], h**2 * a[3], given)
    assert not proved(equals(h**2 * a[2], ""), a[4], h**2 * a[2], given)


def test_a_name_that_is_bound_is_not_the_letter_outside():
    left = Derivative(Sum(exp(s[truths.i]), (truths.i, 1, V)), s[truths.i])
    given = (within(truths.i, 1, V),)
    assert proved(equals(exp(s[truths.i]), ""), left, exp(s[truths.i]), given)
    assert not proved(equals(Sum(exp(s[j]), (j, 1, V)), ""), left, Sum(exp(s[j]), (j, 1, V)), given)


def test_two_draws_are_one_where_they_may_be():
    w, count, i, n = truths.w, truths.K, truths.i, truths.n
    one, square = (Sum(q[j] * s[j] ** e, (j, 1, V)) for e in (1, 2))
    both = truths.expected(s[w[i]] * s[w[n]], w, count, q[j], (j, 1, V))
    given = (distribution(q, j, V), within(i, 1, count), within(n, 1, count))
    assert not proved(equals(one**2, ""), both, one**2, given)
    either = KroneckerDelta(i, n) * (square - one**2) + one**2
    assert proved(equals(either, ""), both, either, given)


def test_what_is_not_declared_has_no_term():
    with pytest.raises(NoTerm, match="not declared"):
        statement_of(equals(Symbol("z"), ""), Symbol("z"), Symbol("z"), ())
