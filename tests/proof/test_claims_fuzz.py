"""Claims from strangers: nothing but a verdict or one clean line, and no verdict that 40 digits contradict."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from mpmath import mp, mpf

from proofpress.proof.claim import claim
from proofpress.proof.language.claims import ClaimError
from proofpress.proof.scalar.limits import BEYOND

SETTINGS = settings(
    derandomize=True, deadline=None, max_examples=250, suppress_health_check=list(HealthCheck), database=None
)
FEWER = settings(SETTINGS, max_examples=80)
VERDICTS = {"proved", "refuted", "undecided"}
SYMBOLS = {"x": "real", "p": "positive", "n": "positive integer"}
POINTS = [
    {"x": mpf(a), "p": mpf(b), "n": mpf(c)}
    for a, b, c in ((1, 2, 1), (-2, 0.5, 2), (0.25, 0.125, 3), (-0.75, 3, 4), (3, 1.5, 2), (-4, 0.0625, 1))
]


@dataclass(frozen=True)
class Side:
    """A text, and its value by other means than ours."""

    text: str
    value: object


def leaf(text, value):
    return Side(text, value)


LEAVES = st.sampled_from(
    [leaf(name, lambda at, name=name: at[name]) for name in SYMBOLS]
    + [leaf(str(k), lambda _, k=k: mpf(k)) for k in (0, 1, 2, 3)]
    + [leaf("Rational(1,2)", lambda _: mpf(1) / 2), leaf("E", lambda _: mp.e())]
)


def one_argument(name, function):
    return lambda a: Side(f"{name}({a.text})", lambda at: function(a.value(at)))


def infix(sign, function):
    return lambda a, b: Side(f"({a.text}){sign}({b.text})", lambda at: function(a.value(at), b.value(at)))


def logarithm(v):
    if v <= 0:
        raise ValueError("not real")
    return mp.log(v)


def root(v):
    if v < 0:
        raise ValueError("not real")
    return mp.sqrt(v)


ONE = [
    one_argument("exp", mp.exp),
    one_argument("log", logarithm),
    one_argument("sqrt", root),
    one_argument("sigmoid", lambda v: 1 / (1 + mp.exp(-v))),
    one_argument("softplus", lambda v: mp.log(1 + mp.exp(v))),
    one_argument("Abs", abs),
    one_argument("-", lambda v: -v),
]
TWO = [
    infix("+", lambda a, b: a + b),
    infix("-", lambda a, b: a - b),
    infix("*", lambda a, b: a * b),
    infix("/", lambda a, b: a / b),
    lambda a, b: Side(f"Max({a.text},{b.text})", lambda at: max(a.value(at), b.value(at))),
    lambda a, b: Side(f"Min({a.text},{b.text})", lambda at: min(a.value(at), b.value(at))),
]


def larger(smaller):
    return st.one_of(
        st.builds(lambda f, a: f(a), st.sampled_from(ONE), smaller),
        st.builds(lambda f, a, b: f(a, b), st.sampled_from(TWO), smaller, smaller),
    )


SIDES = st.recursive(LEAVES, larger, max_leaves=6)
REWRITTEN = st.sampled_from(
    [
        lambda a: Side(f"log(exp({a.text}))", a.value),
        lambda a: Side(f"softplus({a.text})-softplus(-({a.text}))", a.value),
        lambda a: Side(f"Max({a.text},0)+Min({a.text},0)", a.value),
        lambda a: Side(f"({a.text})*sigmoid(x)+({a.text})*sigmoid(-x)", a.value),
        lambda a: Side(f"({a.text})+p/(1+p)-1/(1+1/p)", a.value),
    ]
)


def value(side, point):
    """The value at a point, or None where there is none."""
    try:
        return side.value(point)
    except (ValueError, ZeroDivisionError, OverflowError):
        return None


def differences(left, right):
    """How far the sides are apart, relative to their size, at each point where both are defined."""
    with mp.workdps(40):
        pairs = [(value(left, at), value(right, at)) for at in POINTS]
        return [abs(a - b) / (1 + abs(a) + abs(b)) for a, b in pairs if a is not None and b is not None]


@SETTINGS
@given(SIDES, SIDES)
def test_forty_digits_contradict_no_verdict(left, right):
    found = claim(left.text, right.text, symbols=SYMBOLS)
    assert found.verdict in VERDICTS
    assert BEYOND not in found.how
    if found.verdict == "proved":
        assert all(gap < mpf(10) ** -25 for gap in differences(left, right))
    if found.verdict == "refuted" and not found.reason:
        at = {name: _number(text) for name, text in found.counterexample.values.items()}
        assert _differ_at(left, right, at)


def _number(text):
    top, _, bottom = text.partition("/")
    return mpf(top) / mpf(bottom or 1)


def _differ_at(left, right, point):
    with mp.workdps(20_000):
        return value(left, point) != value(right, point)


@pytest.mark.long
@SETTINGS
@given(SIDES, REWRITTEN)
def test_a_rewritten_expression_is_never_refuted(side, rewrite):
    found = claim(side.text, rewrite(side).text, symbols=SYMBOLS)
    assert found.verdict in {"proved", "undecided"} or found.reason == "domain", found
    assert BEYOND not in found.how


def fold(kind, combine, ends, body):
    """A Sum or Product over k."""
    low, high = ends

    def total(at):
        first, last = (int(eval(end, {}, {"n": int(at["n"])})) for end in ends)
        places = range(first, last + 1)
        return combine([body.value({**at, "k": mpf(k)}) for k in places])

    return Side(f"{kind}({body.text},(k,{low},{high}))", total)


BODIES = st.recursive(st.sampled_from([leaf("k", lambda at: at["k"])]) | LEAVES, larger, max_leaves=4)
ENDS = st.sampled_from([("1", "n"), ("0", "n"), ("2", "n + 1"), ("1", "n - 1"), ("n + 1", "2*n")])
FOLDS = st.builds(
    lambda kind, ends, body: fold(*kind, ends, body),
    st.sampled_from([("Sum", mp.fsum), ("Product", mp.fprod)]),
    ENDS,
    BODIES,
)
FLOORS = st.builds(one_argument("floor", mp.floor), SIDES)
SHIFTED = [
    lambda body, ends: (body.text.replace("k", "(k - 1)"), [f"{end} + 1" for end in ends]),
    lambda body, ends: (body.text.replace("k", f"({ends[0]} + {ends[1]} - k)"), ends),
]


@pytest.mark.long
@FEWER
@given(FOLDS, FOLDS | FLOORS | SIDES)
def test_forty_digits_contradict_no_verdict_on_sums_and_products(left, right):
    found = claim(left.text, right.text, symbols=SYMBOLS)
    assert BEYOND not in found.how
    if found.verdict == "proved":
        assert all(gap < mpf(10) ** -25 for gap in differences(left, right))


@pytest.mark.long
@FEWER
@given(st.sampled_from(["Sum", "Product"]), ENDS, BODIES, st.sampled_from(SHIFTED))
def test_a_sum_counted_otherwise_is_never_refuted(kind, ends, body, shift):
    other, (low, high) = shift(body, ends)
    sides = f"{kind}({body.text},(k,{ends[0]},{ends[1]}))", f"{kind}({other},(k,{low},{high}))"
    found = claim(*sides, symbols=SYMBOLS)
    assert found.verdict in {"proved", "undecided"} or found.reason == "domain", (sides, found)
    assert BEYOND not in found.how


@SETTINGS
@given(st.text(alphabet="xpn0123456789.+-*/(), <>=!^'\"[]{}_ESumlogexpdiff\u2212\u03c3\n", max_size=40))
def test_any_text_ends_in_a_verdict_or_one_line(text):
    assert_verdict_or_line(text)


PIECES = ["x", "n", "exp(", "log(", "Sum(", "diff(", "Max(", ")", ",", "(k,1,n)", "+", "-", "*", "/", "**", "2", "<"]


@SETTINGS
@given(st.lists(st.sampled_from(PIECES), max_size=12))
def test_any_heap_of_tokens_ends_in_a_verdict_or_one_line(pieces):
    assert_verdict_or_line("".join(pieces))


def assert_verdict_or_line(text):
    verdict, how = verdict_or_line(text)
    assert verdict in VERDICTS | {"error"}
    assert BEYOND not in how
    assert "\n" not in how


def verdict_or_line(text):
    try:
        found = claim(text, "1", symbols=SYMBOLS)
    except ClaimError as problem:
        return "error", str(problem)
    return found.verdict, found.how
