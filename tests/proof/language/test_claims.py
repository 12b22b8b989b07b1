"""Claims in the words people use: each is read in one way, or refused in one line that says what to write instead."""

from __future__ import annotations

import pytest
from sympy import Abs, Add, Dummy, Integer, Max, Min, Mul, Pow, Rational, Sum, Symbol, exp, log, pi

from proofpress.proof.functions import sigmoid, softplus
from proofpress.proof.language.claims import ClaimError, parse

x, y = Symbol("x", real=True), Symbol("y", real=True)
n = Symbol("n", integer=True)
NAMES = {"x": x, "y": y, "n": n}


@pytest.mark.parametrize(
    ("text", "expression"),
    [
        ("-x**2", Mul(-1, Pow(x, 2), evaluate=False)),
        ("2**-1", Rational(1, 2)),
        ("1/3 + 1/6", Rational(1, 2)),
        ("0.05", Rational(1, 20)),
        ("1e-3", Rational(1, 1000)),
        ("E**x", exp(x)),
        ("x − y", Add(x, Mul(-1, y, evaluate=False), evaluate=False)),
        ("sigmoid(x)", sigmoid(x)),
        ("2**3**2", Integer(512)),
        ("1.001**(10**6)", Pow(Rational(1001, 1000), 10**6, evaluate=False)),
        ("diff(x**2, x)", Mul(2, x, evaluate=False)),
        ("x^2", Pow(x, 2, evaluate=False)),
        ("x²", Pow(x, 2, evaluate=False)),
        ("2x", Mul(2, x, evaluate=False)),
        ("2(x)", Mul(2, x, evaluate=False)),
        ("ln(x)", log(x)),
        ("e**x", exp(x)),
        ("π", pi),
        ("np.exp(x)", exp(x)),
        ("torch.sigmoid(x)", sigmoid(x)),
        ("torch.nn.functional.softplus(x)", softplus(x)),
        ("σ(x)", sigmoid(x)),
        ("max(x, y)", Max(x, y)),
        ("torch.maximum(x, y)", Max(x, y)),
        ("min(x, y)", Min(x, y)),
        ("abs(x)", Abs(x)),
        ("relu(x)", Max(0, x, evaluate=False)),
        ("log2(x)", Mul(log(x), Pow(log(2), -1, evaluate=False), evaluate=False)),
        ("d(x^2, x)", Mul(2, x, evaluate=False)),
    ],
)
def test_an_expression_is_built_as_it_is_written(text, expression):
    assert parse(text, NAMES) == expression


def test_nothing_is_evaluated_that_could_hide_where_a_side_is_defined():
    assert parse("x/x", NAMES) == Mul(x, Pow(x, -1, evaluate=False), evaluate=False)
    assert parse("0*log(x)", NAMES) == Mul(0, log(x), evaluate=False)


def test_three_ways_to_write_a_second_derivative_agree():
    texts = ("diff(exp(x), x, 2)", "diff(exp(x), (x, 2))", "diff(exp(x), x, x)")
    first, *others = (parse(text, NAMES) for text in texts)
    assert all(other == first for other in others)


def test_a_bound_name_is_not_the_symbol_of_the_same_name():
    total = parse("Sum(x, (x, 1, n))", NAMES)
    assert isinstance(total, Sum)
    assert isinstance(total.limits[0][0], Dummy)
    assert total.free_symbols == {n}


def test_the_last_limit_is_the_outermost():
    total = parse("Sum(1, (j, 1, k), (k, 1, n))", NAMES)
    inner, outer = (limit[0] for limit in total.limits)
    assert total.limits[0][2] == outer
    assert inner != outer


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "where a value should stand"),
        ("x.real", "an attribute"),
        ("x[0]", "x with an index"),
        ("x = 1", "write the two sides apart"),
        ("'x'", "a prime"),
        ("z", "the name 'z' is not known"),
        ("1/2x", "write 1/(2*x) or 1/2*x"),
        ("x^2y", "beside a number after ^"),
        ("2 x", "after a complete expression"),
        ("(x)(y)", "write * between factors"),
        ("softmax(x)", "write exp(s[i])/sum(exp(s[j]), j=1..V)"),
        ("softmax(x)[i]", "an index follows a letter: write exp(s[i])/sum(exp(s[j]), j=1..V) for softmax(s)[i]"),
        ("logsumexp(x)", "write log(sum(exp(s[j]), j=1..V))"),
        (r"\binom{x}{2}", r"\binom; write it with products"),
        (r"\log x y", r"put that in brackets"),
        ("x.exp()", "write exp(x) for x.exp()"),
        ("|x|", "write abs(x)"),
        ("√x", "write sqrt(x)"),
        ("∑x", "write sum(f, j=1..n)"),
        ("x!", "write prod(k, k=1..n)"),
        ("sin(x)", "a call of 'sin'"),
        ("x(2)", "a call of x, which is no function"),
        ("__import__(x)", "a call of '__import__'"),
        ("exp", "exp alone; write exp(x)"),
        ("exp(x, y)", "exp with 2 arguments"),
        ("(x, y)", "where ')' should stand"),
        ("exp((x, 2))", "where ')' should stand"),
        ("Rational(1, 0)", "a denominator of zero"),
        ("Rational(x, 2)", "Rational of what is not a number"),
        ("Sum(x, n)", "the index n has no range"),
        ("Sum(k, (k, 1, 10**9))", "more than 20000 terms"),
        ("Sum(k, (k, 1, 1/2))", "a bound must be an integer"),
        ("Product(2, (k, 1, oo))", "an infinite bound"),
        ("oo", "oo outside a bound"),
        ("diff(x, n)", "by the integer n"),
        ("diff(x, 2)", "which is not a declared letter"),
        ("diff(x, x, 9)", "the order of a derivative"),
        ("Sum(diff(k, k), (k, 1, 2))", "a derivative by 'k'"),
        ("10**10**10", "a tower of powers"),
        ("0.5**(10**6)", "a power too large"),
        ("1.001**(10**9)", "a power too large"),
        ("2**2**2**2**2", "a tower of powers"),
        ("x**x**x**x**x", "a tower of powers"),
        ("1e999999", "more than 400 digits"),
        ("9" * 401, "more than 400 digits"),
        ("(" * 100 + "x" + ")" * 100, "levels of nesting"),
        ("-(" * 100 + "x" + ")" * 100, "levels of nesting"),
        ("x" + "+x" * 15_000, "at most 20000 are read"),
        ("1 < (2 < 3)", "should stand"),
        ("x < 1", "a comparison with symbols"),
        ("1 + True", "a truth value may only be a whole side"),
        ("lambda x: x", "a colon"),
        ("x if x else y", "after a complete expression"),
    ],
)
def test_what_cannot_be_read_ends_in_one_line_that_says_where_and_what(text, complaint):
    with pytest.raises(ClaimError) as caught:
        parse(text, NAMES)
    line = str(caught.value)
    assert complaint in line
    assert line.startswith("at character ")
    assert "\n" not in line
