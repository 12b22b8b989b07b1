"""The expectation over several independent draws: `k[1] … k[K]`, each j with probability q[j].

>>> from sympy import Sum
>>> from proofpress.proof.given import index, size
>>> K, V, j, n = size("K"), size("V"), index("j"), index("n")
>>> k, q, f = IndexedBase("k", integer=True), IndexedBase("q", positive=True), IndexedBase("f", real=True)
>>> expected(Sum(f[k[n]], (n, 1, K)), k, K, q[j], (j, 1, V))
Expected(Sum(f[k[n]], (n, 1, K)), k, K, q[j], (j, 1, V))
"""

from __future__ import annotations

from sympy import Expr, IndexedBase, S, Symbol, Tuple
from sympy.tensor.indexed import Indexed


class Expected(Expr):
    """The expectation of `body` over independent draws; make it with `expected`."""

    is_commutative = True
    is_real = True

    body = property(lambda self: self.args[0])
    drawn = property(lambda self: self.args[1])
    count = property(lambda self: self.args[2])
    weight = property(lambda self: self.args[3])
    limit = property(lambda self: self.args[4])


def expected(
    body: Expr, drawn: IndexedBase, count: Expr, weight: Indexed, limit: tuple[Symbol, Expr, Expr]
) -> Expected:
    """The expectation of `body` over `drawn[1] … drawn[count]`, each with probability `weight` over `limit`."""
    return Expected(S(body), drawn, S(count), weight, Tuple(*limit))
