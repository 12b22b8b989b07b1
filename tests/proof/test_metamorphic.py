"""What is true stays true, and what is false stays false, however it is written."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sympy import Abs, Function, IndexedBase, KroneckerDelta, Max, Sum, Symbol, exp, log

from proofpress.proof.check import Contradiction, check
from proofpress.proof.derivation import Derivation, define, equals, start
from proofpress.proof.given import index, size, within
from proofpress.proof.substitution import put

V, i, j, k, o = size("V"), index("i"), index("j"), index("k"), index("o")
s, y = IndexedBase("s", real=True), IndexedBase("y", real=True)
x, c = Symbol("x", real=True), Symbol("c", real=True)
f = Function("f", real=True)
Z = Sum(exp(s[j]), (j, 1, V))

TRUE = (
    (Sum(s[j] + y[j], (j, 1, V)), Sum(s[j], (j, 1, V)) + Sum(y[j], (j, 1, V))),
    (Sum(KroneckerDelta(j, o) * s[j], (j, 1, V)), s[o]),
    (log(exp(x) * Z), x + log(Z)),
    ((x + c) ** 2, x**2 + 2 * x * c + c**2),
    (Max(x, c), (x + c + Abs(x - c)) / 2),
    (Sum(s[i] * y[j], (i, 1, V), (j, 1, V)), Sum(s[j], (j, 1, V)) * Sum(y[j], (j, 1, V))),
)
FALSE = (
    (Sum(s[j] * y[j], (j, 1, V)), Sum(s[j], (j, 1, V)) * Sum(y[j], (j, 1, V))),
    (Sum(KroneckerDelta(j, o) * s[j], (j, 1, V)), V * s[o]),
    (log(exp(x) + Z), x + log(Z)),
    ((x + c) ** 2, x**2 + c**2),
    (Max(x, c - 40), x),
    ((x**2 - 49) / (x - 7), x + 7),
)


def renamed(left, right):
    """Bound names of the one side are taken for those of the other, and for free ones."""
    names = {j: Symbol("o", integer=True), i: Symbol("b", integer=True)}
    return tuple(_renamed(side, names) for side in (left, right))


def _renamed(e, names):
    if isinstance(e, Sum) and not e.has(o):
        limits = [(names.get(name, name), *ends) for name, *ends in e.limits]
        return Sum(put(e.function, names), *limits)
    return e.func(*(_renamed(part, names) for part in e.args)) if e.args and e.has(Sum) else e


CHANGES = {
    "bound names renamed": renamed,
    "moved by seven": lambda left, right: tuple(put(side, {x: x - 7, c: c - 7}) for side in (left, right)),
    "sides swapped": lambda left, right: (right, left),
    "something added": lambda left, right: (left + Sum(y[k], (k, 1, V)), right + Sum(y[j], (j, 1, V))),
    "a size of the sum peeled": lambda left, right: (
        left + Sum(s[k], (k, 1, V + 1)), right + s[V + 1] + Sum(s[k], (k, 1, V))),
}  # fmt: skip


@pytest.fixture(autouse=True)
def _no_cache(tmp_path, monkeypatch):
    monkeypatch.setenv("PROOFPRESS_CACHE", str(tmp_path))


def verdict(left, right, *above):
    chain = (*above, equals(right, "so it is said", left=left))
    try:
        return check(Derivation("slug", "Title", chain, (within(o, 1, V),))).lines[-1].verdict
    except Contradiction as error:
        return str(error)


@pytest.mark.parametrize("change", CHANGES)
@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(pair=st.sampled_from(TRUE))
def test_a_true_line_stays_proved(change, pair):
    found = verdict(*CHANGES[change](*pair))
    assert found == "proved"


@pytest.mark.parametrize("change", CHANGES)
@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(pair=st.sampled_from(FALSE))
def test_a_false_line_stays_refuted(change, pair):
    assert verdict(*CHANGES[change](*pair)) in ("refuted", "domain")


@pytest.mark.parametrize("name", [i, j, k])
def test_a_definition_written_out_is_the_definition(name):
    rows = IndexedBase("A", real=True)
    body = Sum(rows[name, j], (j, 1, V)) if name != j else Sum(rows[j, k], (k, 1, V))
    whole = Sum(rows[i, j], (i, 1, V), (j, 1, V))
    above = start(x, "anything"), define(f(name), body, "the sum of a row")
    for bound in (i, j, k):
        assert verdict(Sum(f(bound), (bound, 1, V)), whole, *above) == "proved"
        assert verdict(Sum(f(bound), (bound, 1, V)), V * Sum(rows[k, k], (k, 1, V)), *above) == "refuted"
