"""Every expression is printed as a careful author would write it, in whichever spelling is asked for."""

from __future__ import annotations

import pytest
from sympy import (
    Abs,
    Basic,
    Derivative,
    Function,
    IndexedBase,
    KroneckerDelta,
    Le,
    Max,
    Min,
    Product,
    Rational,
    Sum,
    Symbol,
    exp,
    log,
    oo,
    sqrt,
)

from proofpress.pages.book.latex import NotInNotation, Printer, alone, given, line, source
from proofpress.pages.language.spelling import filled, indexed, raised, subscripted
from proofpress.proof import derivation as chain
from proofpress.proof.draws import expected
from proofpress.proof.functions import abbreviation, sigmoid
from proofpress.proof.given import between, distribution, holds, index, size, values_within, within
from proofpress.proof.written import minus, negative, over, plus, times

V, K, i, j = size("V"), size("K"), index("i"), index("j")
s, p, w = IndexedBase("s", real=True), IndexedBase("p", positive=True), IndexedBase("w", integer=True)
x, y = Symbol("x", real=True), Symbol("y", real=True)
loss = abbreviation("loss", (j,), -log(p[j]))
dot = abbreviation("dot", (i, j), s[i] * p[j])
L = Function("L", real=True)

OURS = {symbol: str(symbol) for symbol in (V, K, i, j, s, p, w, x, y)} | {
    loss: "J(<0>)",
    dot: r"u_{<0>}^{\top} v_{<1>}",
    L: "L(<0>)",
    sigmoid: r"\sigma(<0>)",
}
THEIRS = OURS | {s: "v'", p: "P_n", j: "w_I", V: "W", dot: r"{v'_{<0>}}^{\top} v_{<1>}"}

sum_of_exp = Sum(exp(s[j]), (j, 1, V))


def ours(expression: object) -> str:
    return Printer(OURS).doprint(expression)


def theirs(expression: object) -> str:
    return Printer(THEIRS).doprint(expression)


@pytest.mark.parametrize(
    ("expression", "latex"),
    [
        (minus(y, x), "y - x"),
        (plus(negative(x), y), "-x + y"),
        (-x + y, "y - x"),
        (minus(x, plus(y, 1)), "x - (y + 1)"),
        (negative(minus(1, x)), "-(1 - x)"),
        (minus(x, times(2, y)), "x - 2 y"),
        (plus(x, negative(times(exp(x), exp(y)))), r"x - \exp(x) \exp(y)"),
    ],
)
def test_signs_stand_where_the_author_put_them(expression: object, latex: str) -> None:
    assert ours(expression) == latex


@pytest.mark.parametrize(
    ("expression", "latex"),
    [
        (over(exp(s[i]), sum_of_exp), r"\frac{\exp(s_{i})}{\sum_{j=1}^{V} \exp(s_{j})}"),
        (-sum_of_exp / V, r"-\frac{1}{V} \sum_{j=1}^{V} \exp(s_{j})"),
        (1 / (1 + exp(-x)), r"\frac{1}{1 + \exp(-x)}"),
        (over(plus(x, 1), V), r"\frac{x + 1}{V}"),
        (-Rational(2, 3), r"-\frac{2}{3}"),
        (2 * x / 3, r"\frac{2 x}{3}"),
        (x**-2, r"\frac{1}{x^{2}}"),
        (times(2, 3), r"2 \cdot 3"),
        (times(1, x), r"1 \cdot x"),
    ],
)
def test_a_quotient_is_a_fraction_and_a_mean_a_factor_before_its_sum(expression: object, latex: str) -> None:
    assert ours(expression) == latex


@pytest.mark.parametrize(
    ("expression", "latex"),
    [
        (sigmoid(x) ** 2, r"\sigma(x)^{2}"),
        (dot(i, j) ** 2, r"\left(u_{i}^{\top} v_{j}\right)^{2}"),
        (s[j] ** 2, "s_{j}^{2}"),
        ((x + y) ** 2, "(x + y)^{2}"),
        (log(x) ** 2, r"(\log x)^{2}"),
        (sum_of_exp**2, r"\left(\sum_{j=1}^{V} \exp(s_{j})\right)^{2}"),
        ((-1) ** j, "(-1)^{j}"),
        (sqrt(x), r"\sqrt{x}"),
    ],
)
def test_a_power_is_of_what_stands_before_it(expression: object, latex: str) -> None:
    assert ours(expression) == latex


@pytest.mark.parametrize(
    ("expression", "latex"),
    [
        (log(V), r"\log V"),
        (log(sigmoid(x)), r"\log \sigma(x)"),
        (log(dot(i, j)), r"\log(u_{i}^{\top} v_{j})"),
        (log(x + y), r"\log(x + y)"),
        (log(sum_of_exp), r"\log\left(\sum_{j=1}^{V} \exp(s_{j})\right)"),
        (sigmoid(sum_of_exp), r"\sigma\left(\sum_{j=1}^{V} \exp(s_{j})\right)"),
    ],
)
def test_brackets_stand_where_they_are_needed_and_grow_with_what_they_hold(expression: object, latex: str) -> None:
    assert ours(expression) == latex


@pytest.mark.parametrize(
    ("expression", "latex"),
    [
        (minus(sum_of_exp, s[i]), r"\sum_{j=1}^{V} \exp(s_{j}) - s_{i}"),
        (times(sum_of_exp, x), r"\left(\sum_{j=1}^{V} \exp(s_{j})\right) x"),
        (Sum(plus(s[j], 1), (j, 1, V)), r"\sum_{j=1}^{V} (s_{j} + 1)"),
        (Sum(negative(log(x)), (j, 1, V)), r"\sum_{j=1}^{V} (-\log x)"),
        (Sum(times(s[i], p[j]), (i, 1, V), (j, 1, K)), r"\sum_{j=1}^{K} \sum_{i=1}^{V} s_{i} p_{j}"),
        (Product(p[w[j]], (j, 1, K)), r"\prod_{j=1}^{K} p_{w_{j}}"),
    ],
)
def test_a_sum_takes_the_product_after_it_and_no_more(expression: object, latex: str) -> None:
    assert ours(expression) == latex


@pytest.mark.parametrize(
    ("expression", "latex"),
    [
        (Derivative(loss(i), s[j]), r"\frac{\partial J(i)}{\partial s_{j}}"),
        (Derivative(loss(i), s[i], s[j]), r"\frac{\partial^2 J(i)}{\partial s_{i} \, \partial s_{j}}"),
        (Derivative(loss(i), (s[j], 2)), r"\frac{\partial^2 J(i)}{\partial s_{j}^{2}}"),
        (Derivative(minus(log(x), x), x), r"\frac{\partial}{\partial x} (\log x - x)"),
        (Derivative(log(x), x), r"\frac{\partial}{\partial x} \log x"),
        (KroneckerDelta(i, j), r"\delta_{i j}"),
        (L(x), "L(x)"),
        (Le(x, 1), r"x \leq 1"),
    ],
)
def test_derivatives_deltas_and_relations_read_as_in_a_textbook(expression: object, latex: str) -> None:
    assert ours(expression) == latex


@pytest.mark.parametrize(
    ("expression", "latex"),
    [
        (negative(negative(x)), "-(-x)"),
        (times(over(x, y), over(y, x)), r"\frac{x}{y} \, \frac{y}{x}"),
        (times(Derivative(exp(x), x), y), r"\left(\frac{\partial}{\partial x} \exp(x)\right) y"),
        (times(y, Derivative(exp(x), x)), r"y \frac{\partial}{\partial x} \exp(x)"),
        (minus(Min(0, x), log(plus(1, exp(-Abs(x))))), r"\min(0, x) - \log(1 + \exp(-\lvert x \rvert))"),
        (Max(0, over(x, y)), r"\max\left(0, \frac{x}{y}\right)"),
    ],
)
def test_nothing_reads_as_another_formula(expression: object, latex: str) -> None:
    assert ours(expression) == latex


def test_an_expectation_says_what_is_drawn_how_often_and_with_which_probabilities() -> None:
    scores = Sum(s[w[i]], (i, 1, K))
    mean = expected(scores, w, K, p[j], (j, 1, V))
    weights = r"(p_{j})_{j=1}^{V}"
    below = rf"\operatorname*{{\mathbb{{E}}}}_{{w_{{1}}, \dots, w_{{K}} \sim {weights}}} \left["
    assert ours(mean) == rf"{below}\sum_{{i=1}}^{{K}} s_{{w_{{i}}}}\right]"
    assert ours(mean**2) == rf"\left({ours(mean)}\right)^{{2}}"
    alone = rf"\operatorname*{{\mathbb{{E}}}}_{{w_{{1}} \sim {weights}}} \left[s_{{w_{{1}}}}\right]"
    assert ours(expected(s[w[1]], w, 1, p[j], (j, 1, V))) == alone


def test_what_has_no_way_of_being_printed_is_refused_by_name() -> None:
    with pytest.raises(NotInNotation, match="Basic is never printed"):
        ours(Basic(x))


def test_another_convention_changes_every_symbol_and_nothing_else() -> None:
    assert theirs(over(exp(s[j]), sum_of_exp)) == r"\frac{\exp(v'_{w_I})}{\sum_{w_I=1}^{W} \exp(v'_{w_I})}"


def test_an_index_joins_the_subscript_that_a_spelling_has() -> None:
    assert theirs(p[j]) == "P_{n,w_I}"
    assert subscripted(r"e^I", "c") == "e^I_{c}"


def test_a_prime_and_an_exponent_are_no_double_superscript() -> None:
    assert theirs(s[j] ** 2) == "{v'_{w_I}}^{2}"
    assert raised("v'", "2") == "{v'}^{2}"


def test_an_array_may_be_spelt_by_a_template_and_keeps_the_indices_it_leaves_over() -> None:
    assert indexed(r"\vec{<0>}", ["c", r"\ell"]) == r"\vec{c}_{\ell}"
    assert indexed(r"\#(<0>, <1>)", ["c"]) == r"\#(c, \cdot)"
    assert filled("p(<0> \\mid <1>)", ["o", "c"]) == r"p(o \mid c)"
    assert filled("J_{<0>}(<1>)", ["j", r"\frac{1}{2}"]) == r"J_{j}\left(\frac{1}{2}\right)"


def test_a_symbol_that_the_notation_does_not_list_is_refused_by_name() -> None:
    with pytest.raises(NotInNotation, match="the symbol stranger is not in the notation; add an Entry"):
        ours(Symbol("stranger"))


@pytest.mark.parametrize(
    ("step", "latex"),
    [
        (chain.start(x), "x"),
        (chain.equals(y, "why"), "= y"),
        (chain.equals(y, "why", left=x), "x = y"),
        (chain.at_most(y, "why"), r"\le y"),
        (chain.at_least(y, "why"), r"\ge y"),
        (chain.tends_to(y, "why", variable=x, to=oo), r"\xrightarrow[x \to \infty]{} y"),
        (chain.minimised_at(y, "why", variable=x), r"\operatorname*{arg\,min}_{x} \; = \; y"),
        (chain.define(x, y, "why"), r"x \coloneqq y"),
        (chain.equivalent(Le(x, y), "why"), r"\Longleftrightarrow x \leq y"),
    ],
)
def test_a_line_begins_with_its_relation_to_the_line_above(step: chain.Line, latex: str) -> None:
    assert line(Printer(OURS), step) == latex


def test_within_a_sentence_a_line_is_its_expression_alone() -> None:
    assert alone(Printer(OURS), chain.equals(y, "why")) == "y"
    assert alone(Printer(OURS), chain.define(x, y, "why")) == r"x \coloneqq y"


@pytest.mark.parametrize(
    ("assumption", "latex"),
    [
        (within(j, 1, V), r"1 \le j \le V"),
        (values_within(w, 1, V), r"1 \le w_{i} \le V"),
        (values_within(w, 1, V, "every token is a word"), ""),
        (between(x, 0, 1), "0 < x < 1"),
        (distribution(p, j, V), r"\sum_{j=1}^{V} p_{j} = 1"),
        (holds(x < y), "x < y"),
    ],
)
def test_what_is_given_is_shown_as_a_relation_unless_words_say_it_better(assumption: object, latex: str) -> None:
    assert given(Printer(OURS), assumption) == latex


def test_the_source_of_a_line_is_sympy_code_in_the_authors_order() -> None:
    assert source(chain.equals(minus(y, x), "why"), {}) == "y - x"
    assert source(chain.equals(minus(y, x), "why", left=x), {x: "a_name"}) == "Eq(a_name, y - a_name, evaluate=False)"
    assert source(chain.define(L(x), y, "why"), {}) == "L(x), y"
