"""A line that is not proved is told a range of a letter under which it would be, and never to correct itself."""

from __future__ import annotations

import pytest
from sympy import Abs, IndexedBase, Max, Product, Rational, Sum, Symbol, exp, floor, log, sqrt

from proofpress.proof.check import check
from proofpress.proof.derivation import Derivation, at_least, at_most, equals, start
from proofpress.proof.given import holds, index, size
from proofpress.proof.missing import ranges, said

V, N, n = size("V"), size("N"), index("n")
s, r = IndexedBase("s", real=True), Symbol("r", positive=True)
x, c = Symbol("x", real=True), Symbol("c", real=True)


@pytest.fixture(autouse=True)
def _own_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("PROOFPRESS_CACHE", str(tmp_path))


def last(*lines, given=()):
    return check(Derivation("slug", "Title", lines, given)).lines[-1]


@pytest.mark.parametrize(
    ("left", "right", "said"),
    [
        (log(x**2), 2 * log(x), "given x > 0"),
        (log(x * c), log(x) + log(c), "given c > 0, given x > 0"),
        (log(Product(s[n], (n, 1, N))), Sum(log(s[n]), (n, 1, N)), "given 0 < s < oo"),
        (log((V - 1) * r), log(V - 1) + log(r), "given V >= 2"),
    ],
)
def test_a_range_that_is_missing_is_named(left, right, said):
    line = last(start(left), equals(right, "so"))
    assert not line.ok
    assert f"it would be proved with: {said} |" in line.message


def test_the_range_that_is_named_does():
    assert last(start(log(x**2)), equals(2 * log(x), "so"), given=(holds(x > 0),)).ok


@pytest.mark.parametrize(
    ("left", "line"),
    [
        (Abs(x), equals(x, "it is refuted, and told where")),
        (floor(2 * x), equals(floor(x) + floor(x + Rational(1, 2)), "no range would do")),
        (exp(x), at_least(1 + x + x**2 / 2 - x**4, "no range of ours would do")),
        (sqrt(x**2 + 1) + Max(x, 0), equals(Max(0, x) + sqrt(1 + x**2), "nothing is changed")),
    ],
)
def test_none_is_named_where_none_would_do(left, line):
    assert "it would be proved" not in last(start(left), line).message


def test_a_range_that_a_letter_has_by_its_sign_is_not_asked_for():
    g, z = Symbol("g", nonnegative=True), Symbol("z", nonpositive=True)
    line = last(start((x / c) ** g * exp(z)), at_most(1, "so"), given=(holds(x > 0), holds(x < c)))
    assert line.verdict != "vacuous"
    assert len(list(ranges([g * z]))) == len({said(facts) for facts in ranges([g * z])})
