"""Vectors are written with an index left out; each line of them is one for every component, and no other."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sympy import Derivative, KroneckerDelta, Sum

from proofpress.proof.check import check
from proofpress.proof.language.chain import read
from proofpress.proof.language.leaving import Leaving, NoVector, same
from proofpress.proof.language.letters import Letters
from proofpress.proof.language.nodes import LanguageError, Node
from proofpress.proof.language.parse import parse
from proofpress.proof.language.scope import Scope

letters = Letters({"1..V": "is a word", "1..d": "is a component"})
V, d = letters("V", "size", "V", "words"), letters("d", "size", "d", "dimension")
c, o = (letters(name, "fixed index", name, "a word", over="1..V") for name in "co")
i, j, l = (
    letters(name, "index", name, "any", over=over) for name, over in zip("ijl", ("1..V", "1..V", "1..d"), strict=True)
)
l_other = letters("l_other", "index", r"\ell'", "a second component", over="1..d")
k = letters("k", "index", "k", "a draw", over="1..3")
x = letters("x", "real", "x", "a number")
s, q = (letters(name, "real entries", name, "numbers of words", shape="(V,)") for name in "sq")
u, v = (letters(name, "real entries", name, "vectors", shape="(V, d)") for name in "uv")
letters.table(u, "U", "all vectors")
matrix = letters("matrix", "real matrix", "A", "a matrix", shape="(d, d)")
drawn = letters("drawn", "integer entries", "w", "draws", over="1..V", words="every draw is a word")
score = letters.function("score(o, c)", "sum(u[o, l]*v[c, l], l)", r"u_{<0>}^{\top} v_{<1>}", "score")
y_hat = letters.function("y_hat(j)", "exp(s[j])/sum(exp(s[i]), i)", r"\hat{y}_{<0>}", "softmax")
model = letters.function("model(o, c)", "exp(score(o, c))/sum(exp(score(j, c)), j)", r"p(<0> \mid <1>)", "model")
SCOPE = Scope.of(letters.entries)


def chain(body):
    return read(f"a-slug: A title\n{body}", SCOPE)


def component(text):
    return chain(f"  {text}\n").chain[0].expression


@pytest.mark.parametrize(
    ("vector", "expected"),
    [
        ("u[o] @ v[c]", Sum(u[o, l] * v[c, l], (l, 1, d))),
        ("v[c]", v[c, l]),
        ("u", u[i, l]),
        ("unit(o)", KroneckerDelta(i, o)),
        ("y_hat", y_hat(i)),
        ("model(_, c)", model(i, c)),
        ("y_hat @ tr(v[c])", y_hat(i) * v[c, l]),
        ("tr(u) @ s", Sum(u[i, l] * s[i], (i, 1, V))),
        ("u @ v[c]", Sum(u[i, l] * v[c, l], (l, 1, d))),
        ("matrix @ v[c]", Sum(matrix[l, l_other] * v[c, l_other], (l_other, 1, d))),
        ("v[c] @ matrix", Sum(v[c, l_other] * matrix[l_other, l], (l_other, 1, d))),
        ("diag(s)", KroneckerDelta(i, j) * s[i]),
        ("d(y_hat, s)", Derivative(y_hat(i), s[j])),
        ("d(x*s[o], u)", Derivative(x * s[o], u[i, l])),
        ("2*x*v[c]", 2 * x * v[c, l]),
        ("unit(drawn[1])", KroneckerDelta(drawn[1], i)),
        ("s .* q ./ y_hat", s[i] * q[i] / y_hat(i)),
        ("ones(V) ./ s", 1 / s[i]),
        ("s + x*ones(V)", s[i] + x),
        ("u[_, l] - s", u[i, l] - s[i]),
        ("matrix[_, l]", matrix[l_other, l]),
        ("diag(ones(V))", KroneckerDelta(i, j)),
        ("x*(s ⊙ q)", x * s[i] * q[i]),
    ],
)
def test_a_vector_is_read_as_its_component(vector, expected):
    assert component(vector).doit(deep=False) == expected.doit(deep=False) or component(vector) == expected


def test_numbers_beside_a_chain_of_vectors_are_read_as_numbers():
    found = chain("given x = u[o] @ v[c]\n  x*v[c]\n= (u[o] @ v[c])*v[c]  -- put in\n")
    assert found.given[-1].right == Sum(u[o, l] * v[c, l], (l, 1, d))
    assert found.chain[1].expression.has(Sum(u[o, l_other] * v[c, l_other], (l_other, 1, d)))
    assert check(found).lines[1].strength == "every size"
    used = chain("  v[c]\n= v[c]  by lemma other at x = u[o] @ v[c]  -- no matter\n").chain[1].hints["by"]
    assert used.at == ((x, Sum(u[o, l_other] * v[c, l_other], (l_other, 1, d))),)
    bound = "  (u[o] @ v[c])^2\n<= (u[o] @ u[o])*(v[c] @ v[c])  with gap v[c] @ v[c]  -- no matter\n"
    assert str(chain(bound).chain[1].hints["gap"]) == "Sum(v[c, l]*v[c, l], (l, 1, d))"


def test_an_index_of_its_own_is_no_letter_that_stands_in_the_chain():
    read_with_i = chain("  unit(o)  -- the word $i$\n").chain[0].expression
    assert read_with_i == KroneckerDelta(j, o)


def test_the_range_of_an_index_that_vectors_bring_is_given():
    assert [fact.index for fact in chain("  v[c]\n").given] == [c, l]


def test_a_chain_of_vectors_is_proved_for_every_size_and_a_wrong_sign_is_refuted():
    right = "  d(-log(model(o, c)), v[c])\n= tr(u) @ (model(_, c) - unit(o))  -- the chain rule\n"
    assert check(chain(right)).lines[1].strength == "every size"
    wrong = check(chain(right.replace("model(_, c) - unit(o)", "unit(o) - model(_, c)")))
    assert wrong.lines[1].verdict == "refuted"


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("  v[c] + 1\n", "a number beside a vector over d; write x*ones(d) for x in every entry"),
        ("  x .* v[c]\n", "a number times a vector over d, entry by entry; both must be alike"),
        ("  s .* v[c]\n", "a vector over V times a vector over d, entry by entry; both must be alike"),
        ("  s ./ x\n", "a vector over V times a number, entry by entry; both must be alike; between a number"),
        ("  x/2 .* s\n", ".* after a quotient"),
        ("  ones(i)\n", "a vector of ones along what is no size; write ones(V)"),
        ("  ones(2)\n", "a vector of ones along what is no size; write ones(V)"),
        ("  s - delta(i, o)\n", "a number beside a vector over V; write unit(o) for delta(i, o)"),
        ("  s - ones\n", "a number beside a vector over V; write ones(V)"),
        ("  s - e[o]\n", "a number beside a vector over V; write unit(o)"),
        ("  s - e\n", "a number beside a vector over V; write x*ones(V)"),
        ("  diag(s) - I\n", "a number beside a matrix of V by V; write diag(ones(V))"),
        ("  diag(s) - s @ s\n", "a number beside a matrix of V by V; write x @ tr(y) for a matrix"),
        ("  s - U\n", "the name 'U' is not known; did you mean u?"),
        ("  2*U @ v[c]\n", "the name 'U' is not known; did you mean u?"),
        ("  u @ (y_hat - unit(o))\n", "is the first of the other; turn the first round with tr(…)"),
        ("  norm(v[c])\n", "a call of 'norm'; write sqrt(v[c] @ v[c])"),
        ("  u[o].T @ v[c]\n", "an attribute; write exp(x) for x.exp(), tr(u) for u.T"),
        ("  model(:, c)\n", "a colon; write _ for an argument that is left out"),
        ("  s[s @ tr(q)]\n", "a matrix of V by V in s; write it for one component"),
        ("  ∇ s\n", "a gradient; write d(f, x)"),
        ("  s[_, j]\n", "s with 2 indices; it is a vector over V"),
        ("  u[o]*v[c]\n", "write x @ y for their dot product, x @ tr(y) for the matrix, x .* y entry by entry"),
        ("  u @ s\n", "@ between a matrix of V by d and a vector over V"),
        ("  v[c] @ 2\n", "@ beside a number; write *"),
        ("  x/2 @ v[c]\n", "@ after a quotient"),
        ("  v[c]\n= u[o] @ v[c]  -- no\n", "a number where a vector over d should stand"),
        ("  v[c]\n<= u[o]  -- no\n", "<= between vectors; only = and := stand there"),
        ("  y_hat - u[o]\n", "a vector over d beside a vector over V"),
        ("  max(v[c], u[o])\n", "a vector over d in max; write it for one component"),
        ("  v[c]^2\n", "a vector over d in ^; write x .* x to multiply entry by entry"),
        ("  1/v[c]\n", "a vector over d in /; write x ./ y to divide entry by entry"),
        ("  exp(d(u, u))\n", "an array of V by d by V by d in exp; write it for one component"),
        ("  u[_]\n", "u with 1 of its indices; write each, or _ for it"),
        ("  exp(u)\n", "a matrix of V by d in exp"),
        ("  sum(exp(s), j)\n", "a sum over j of a vector over V without it; write s[j] for s"),
        ("  v\n", "v alone; the whole has no letter: write v[i]"),
        ("  tr(u[o]) @ v[c]\n", "tr of a vector over d; write u[o] @ v[c] for a dot product"),
        ("  diag(x)\n", "diag of a number"),
        ("  unit(x)\n", "a unit vector at what has no range of its own; write unit(o)"),
        ("  unit(o, c)\n", "unit with 2 arguments; write unit(o)"),
        ("  score(_, c)\n", "write it out: score(o, c) = sum(u[o, l]*v[c, l], l)"),
        ("  U\n", "the name 'U' is not known; did you mean u?"),
        ("  s[o, c]\n", "s with 2 indices; it is a vector over V"),
        ("  diag(s) @ diag(y_hat) @ (s - unit(i)) @ unit(j)\n", "no index over V is left for a component"),
        ("  sum(s[l], l)\n", "s over d; its shape is (V,)"),
        ("  u[o, c]\n", "u over V and V; its shape is (V, d)"),
    ],
)
def test_what_does_not_fit_together_is_refused_and_what_to_write_is_said(text, complaint):
    with pytest.raises(LanguageError) as caught:
        chain(text)
    assert complaint in str(caught.value)
    assert "\n" not in str(caught.value)


VECTORS = (
    "  d(-log(model(o, c)), v[c])\n= tr(u) @ (model(_, c) - unit(o))  -- the chain rule\n",
    "  d(y_hat, s)\n= diag(y_hat) - y_hat @ tr(y_hat)  -- so\n",
    "  d(sum(s[j]^2, j), s)\n= 2*s .* (s - x*ones(V)) ./ (s + q)  -- no matter\n",
    "  matrix @ u[o] + (u[o] @ v[c])*matrix[_, l]\n",
)
PIECES = [*"()[],+-*/^=@._ x1jos", " .* ", " ./ ", "tr(", "diag(", "unit(", "ones(V)", "s", "v[c]", "u", "y_hat", "d("]
EDIT = st.tuples(st.floats(0, 1), st.integers(0, 4), st.sampled_from(["", *PIECES]))


@settings(derandomize=True, deadline=None, max_examples=400, database=None)
@given(st.sampled_from(VECTORS), st.lists(EDIT, min_size=1, max_size=3))
def test_an_edit_of_vectors_is_read_or_refused_in_one_line(text, edits):
    for share, width, piece in edits:
        at = int(share * len(text))
        text = text[:at] + piece + text[at + width :]
    problem = ""
    try:
        chain(text)
    except LanguageError as refusal:
        problem = str(refusal)
    assert "\n" not in problem


def test_shapes_may_be_alike_by_what_is_given_and_a_false_line_may_be_about_them():
    chain("given d = V  -- as many dimensions as words\n  u[o, c]\n")
    chain("  u[o, l]\nwrong = u[l, o]  -- the indices have changed places\n")
    chain("  sum(s[k], k=1..3) + sum(s[l], l=1..V)\n")


LINES = {
    "sum(u[o, l]*v[c, l], l)": ((), "u[o] @ v[c]"),
    "x*sum(v[c, l]*u[o, l], l)/2": ((), "x*(v[c] @ u[o])/2"),
    "x*sum(v[c, l]*u[o, l]/2, l)": ((), "x*sum(v[c, l]*u[o, l]/2, l)"),
    "sum(u[j, l]*q[j], j) - u[o, l]": (("l",), "tr(u) @ q - u[o]"),
    "sum(q[j]*v[j, l], j)": (("l",), "sum(q[j]*v[j], j)"),
    "(y_hat(i) - delta(o, i))*v[c, l]": (("i", "l"), "(y_hat - unit(o)) @ tr(v[c])"),
    "v[c, l]*y_hat(i)": (("i", "l"), "y_hat @ tr(v[c])"),
    "d(x, s[i])": (("i",), "d(x, s)"),
    "-exp(s[i])/x": (("i",), "-exp(s)/x"),
    "u[o, l] + 1": (("l",), "u[o] + ones(d)"),
    "x - 2*s[i]": (("i",), "x*ones(V) - 2*s"),
    "u[o, l]*v[c, l]": (("l",), "u[o] .* v[c]"),
    "x*q[i]*(s[i] - 1)/(2*s[i])": (("i",), "x*(q .* (s - ones(V)) ./ (2*s))"),
    "s[i]*x*q[i]/2": (("i",), "x*(s .* q)/2"),
    "1/s[i]": (("i",), "ones(V) ./ s"),
    "s[i]^2": (("i",), "s .* s"),
    "s[i]*y_hat(i)*v[c, l]": (("i", "l"), "(s .* y_hat) @ tr(v[c])"),
    "2/s[i]": (("i",), "2*(ones(V) ./ s)"),
    "matrix[l, l_other]*x": (("l",), "matrix[_, l_other]*x"),
    "delta(i, j)*s[i] - delta(i, j)": (("i", "j"), "diag(s) - diag(ones(V))"),
    "sum(q[j]*(s[i] - s[j]), j)": (("i",), "sum(q[j]*(s - s[j]*ones(V)), j)"),
    "sum(matrix[l, l_other]*v[c, l_other], l_other)": (("l",), "matrix @ v[c]"),
}


@pytest.mark.parametrize("line", LINES)
def test_a_component_is_written_as_a_vector_where_it_is_one(line):
    names, vector = LINES[line]
    assert Leaving(SCOPE).vector(parse(line, SCOPE.ranges), names) == parse(vector, SCOPE.ranges)


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("u[o, l] + s[i]", ("i", "l")),
        ("v[c, l]^3", ("l",)),
        ("v[l, c]", ("l",)),
        ("x^s[i]", ("i",)),
        ("v[i, l]", ("i", "l")),
        ("u[i, l]", ("l", "i")),
        ("exp(score(i, c))", ("i",)),
        ("sum(u[j, l], j=1..l)", ("l",)),
        ("s[k]", ("k",)),
        ("q[i]*s[j]*v[c, l]", ("i", "j", "l")),
    ],
)
def test_what_is_no_vector_stays_as_it_is(line, names):
    with pytest.raises(NoVector):
        Leaving(SCOPE).vector(parse(line, SCOPE.ranges), names)


def test_zero_is_a_vector_too_and_an_array_lies_over_the_axes_that_are_asked_for():
    assert Leaving(SCOPE).vector(parse("0"), ("l",)) == parse("0")
    shapes = {**SCOPE.shapes, "s": (("V",), ("d",))}
    over = Leaving(replace(SCOPE, shapes=shapes))
    assert over.vector(parse("s[l]"), ("l",)) == over.vector(parse("s[j]"), ("j",)) == parse("s")


def test_the_way_back_is_what_lets_a_vector_be_printed(monkeypatch):
    turned = Leaving(SCOPE)
    monkeypatch.setattr(turned, "_without", lambda *_: Node("entry", "v", 0, (Node("name", "o"),)))
    with pytest.raises(NoVector, match="another line"):
        turned.vector(parse("v[c, l]"), ("l",))


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("sum(s[j]*x, j=1..V)", "sum(x*s[i], i=1..V)", True),
        ("s[i]^2", "s[i]*s[i]", True),
        ("delta(i, o)", "delta(o, i)", True),
        ("x - s[i]", "s[i] - x", False),
        ("x*s[i]", "x*s[j]", False),
        ("sum(s[i], j=1..V)", "sum(s[j], i=1..V)", False),
        ("sum(sum(u[i, j], i=1..V), j=1..V)", "sum(sum(u[j, i], i=1..V), j=1..V)", False),
        ("u[i, j]", "u[j, i]", False),
        ("sum(s[j], j=1..V)", "sum(s[j], j=1..d)", False),
    ],
)
def test_lines_are_one_but_for_bound_names_and_the_order_of_factors(one, other, alike):
    assert same(parse(one), parse(other)) is alike
