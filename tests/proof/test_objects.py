"""Chains of Python objects: what is stated of their letters, indices, draws and recurrences, and what has no term."""

from __future__ import annotations

import pytest
from sympy import Derivative, IndexedBase, KroneckerDelta, S, Sum, Symbol, exp, oo

from proofpress.proof.derivation import equals, tends_to
from proofpress.proof.draws import expected
from proofpress.proof.given import distribution, given_that, holds, index, size, within
from proofpress.proof.language.statement import NoTerm
from proofpress.proof.objects import statement_of
from proofpress.proof.prove import follows, prove

V, K, i, j, n = size("V"), size("K"), index("i"), index("j"), index("n")
r, h = Symbol("r", positive=True), Symbol("h", positive=True)
a, s = IndexedBase("a", real=True), IndexedBase("s", real=True)
q, w = IndexedBase("q", positive=True), IndexedBase("w", integer=True)


def test_what_is_given_of_a_variable_forbids_that_it_goes_elsewhere():
    gone = tends_to(S(0), "", variable=r, to=oo)
    assert prove(gone, 1 / r, S(0), ()).done
    for given in (holds(r < h), within(r, 1, V)):
        with pytest.raises(NoTerm, match="of which something is given"):
            statement_of(gone, 1 / r, S(0), (given,))


def test_a_recurrence_without_end_is_used_only_where_it_is_said():
    given = (within(n, 3, oo), given_that(a[n + 1], h * a[n], every=(n,)))
    assert follows(a[5], "=", h**2 * a[3], given)
    assert not follows(a[4], "=", h**2 * a[2], given)


def test_a_name_that_is_bound_is_not_the_letter_outside():
    left, given = Derivative(Sum(exp(s[i]), (i, 1, V)), s[i]), (within(i, 1, V),)
    assert follows(left, "=", exp(s[i]), given)
    assert not follows(left, "=", Sum(exp(s[j]), (j, 1, V)), given)


def test_two_draws_are_one_where_they_may_be():
    one, square = (Sum(q[j] * s[j] ** e, (j, 1, V)) for e in (1, 2))
    both = expected(s[w[i]] * s[w[n]], w, K, q[j], (j, 1, V))
    given = (distribution(q, j, V), within(i, 1, K), within(n, 1, K))
    assert not follows(both, "=", one**2, given)
    assert follows(both, "=", KroneckerDelta(i, n) * (square - one**2) + one**2, given)


def test_what_is_not_declared_has_no_term():
    with pytest.raises(NoTerm, match="not declared"):
        statement_of(equals(Symbol("z"), ""), Symbol("z"), Symbol("z"), ())
