"""A chain is printed as vectors where every line of it is one, and its components are never lost."""

from __future__ import annotations

import pytest

from proofpress.pages.book.latex import line
from proofpress.pages.book.vectors import AsVectors, FormBuilder, VectorPrinter
from proofpress.proof.language.chain import read
from proofpress.proof.language.forms import Unit
from proofpress.proof.language.letters import Letters
from proofpress.proof.language.parse import parse
from proofpress.proof.language.scope import Scope

letters = Letters()
V, d = letters("V", "size", "V", "words"), letters("d", "size", "d", "dimension")
for name, axis in {"i": "V", "j": "V", "o": "V", "l": "d", "m": "d"}.items():
    letters(name, "index", name, "an index", over=f"1..{axis}")
x, s = letters("x", "real", "x", "a number"), letters("s", "real entries", "s", "scores", shape="(V,)")
u = letters("u", "real entries", "u", "vectors", shape="(V, d)")
v = letters("v", "real entries", "v'", "others", shape="(V, d)")
letters.table(u, "U", "all vectors")
letters.table(v, r"{V'}^{\top}", "all others, in columns")
letters("matrix", "real matrix", "A", "a matrix", shape="(d, d)")
letters.known("unit", Unit, "e_{<0>}", "a unit vector")
letters.function("y_hat(j)", "exp(s[j])/sum(exp(s[i]), i)", r"\hat{y}_{<0>}", "softmax")
letters.function("model(o, j)", "s[o]*s[j]", r"p(<0> \mid <1>)", "model")
SCOPE = Scope.of(letters.entries)
PRINTER = VectorPrinter({entry.symbol: entry.latex for entry in letters.entries})


def printed(text: str) -> list[str]:
    derivation = read(f"a-slug: A title\n{text}", SCOPE)
    shown = zip(AsVectors.of(derivation, SCOPE).lines, derivation.chain, strict=True)
    return [line(PRINTER, vector or one) for vector, one in shown]


@pytest.mark.parametrize(
    ("text", "latex"),
    [
        ("u[o] @ u[j]", r"u_{o}^{\top} u_{j}"),
        ("v[o] @ (u[j] - x*u[o])", r"{v'_{o}}^{\top} (u_{j} - x u_{o})"),
        ("(u[j] - u[o]) @ u[o]", r"(u_{j} - u_{o})^{\top} u_{o}"),
        ("tr(u) @ (y_hat - unit(o))", r"U^{\top} (\hat{y} - e_{o})"),
        ("tr(v) @ s", r"{V'} s"),
        ("model(_, o) @ tr(u[j])", r"p(\cdot \mid o) u_{j}^{\top}"),
        ("diag(y_hat) - y_hat @ tr(y_hat)", r"\operatorname{diag}(\hat{y}) - \hat{y} \hat{y}^{\top}"),
        ("matrix @ u[o]", r"A u_{o}"),
        ("d(s[o]*x, s)", r"\frac{\partial}{\partial s} (s_{o} x)"),
        ("d(x, u)", r"\frac{\partial x}{\partial U}"),
        ("d(u[o] @ u[j], u[j])", r"\frac{\partial}{\partial u_{j}} (u_{o}^{\top} u_{j})"),
        ("(u[o] @ u[j])*(u[i] @ u[j])", r"(u_{o}^{\top} u_{j}) u_{i}^{\top} u_{j}"),
        ("x*(u[o] @ u[j])", r"x u_{o}^{\top} u_{j}"),
        ("s .* (y_hat - x*ones(V)) ./ s", r"s \odot (\hat{y} - x \mathbf{1}) \oslash s"),
        ("s .* (y_hat .* s)", r"s \odot (\hat{y} \odot s)"),
        ("ones(V) ./ (x*s)", r"\mathbf{1} \oslash (x s)"),
        ("x*matrix[_, l]", r"x A_{\cdot,l}"),
        ("x*diag(ones(d))", "x I"),
        ("diag(ones(d) + u[o])", r"\operatorname{diag}(\mathbf{1} + u_{o})"),
    ],
)
def test_vectors_are_printed_as_mathematicians_write_them(text: str, latex: str) -> None:
    assert PRINTER.doprint(FormBuilder(SCOPE)(parse(text, SCOPE.ranges))) == latex
    assert printed(f"  {text}\n") == [latex]


def test_a_sum_of_squares_is_a_length() -> None:
    assert printed("  sum((u[o, l] - u[j, l])^2, l)\n") == [r"\lVert u_{o} - u_{j} \rVert^{2}"]
    assert printed("  x/sqrt(sum(u[o, l]^2, l))\n") == [r"\frac{x}{\lVert u_{o} \rVert}"]
    assert printed("  sum((u[o, l]/x)^2, l)\n") == [r"\left\lVert \frac{u_{o}}{x} \right\rVert^{2}"]


def test_a_chain_is_vectors_in_all_its_lines_or_in_none() -> None:
    assert printed("  d(x, s[i])\n= s[i]  -- so\n= x*delta(i, o)  -- so\n") == [
        r"\frac{\partial x}{\partial s}",
        "= s",
        "= x e_{o}",
    ]
    assert printed("  d(x, s[i])\n= x^s[i]  -- so\n") == [
        r"\frac{\partial x}{\partial s_{i}}",
        r"= x^{s_{i}}",
    ]
    assert printed("  u[o, l]\nwrong = 0  -- no\n<= u[o, l]  -- so\n")[0] == "u_{o,l}"


def test_each_line_with_a_left_side_of_its_own_begins_anew() -> None:
    assert printed("  x\n= s[o]  -- so\nu[j, l] = u[o, l]  -- so\n")[1:] == ["= s_{o}", "u_{j} = u_{o}"]


@pytest.mark.parametrize("given", ["given 1 <= i <= 2", "given s[i] > 0", "given u[i, 1] = 0"])
def test_an_index_of_which_more_is_given_is_left_in(given: str) -> None:
    assert printed(f"{given}\n  d(x, s[i])\n")[0] == r"\frac{\partial x}{\partial s_{i}}"


def test_an_index_has_the_range_that_is_given() -> None:
    assert printed("given 1 <= o <= V\n  d(x, s[o])\n") == [r"\frac{\partial x}{\partial s}"]


def test_what_is_given_of_an_index_that_is_left_out_is_known() -> None:
    derivation = read("a-slug: A title\n  d(x, s[i])\n= s[i] - delta(i, o)  -- so\n", SCOPE)
    vectors = AsVectors.of(derivation, SCOPE)
    assert [vectors.leave_out(fact) for fact in derivation.given] == [True, False]


def test_a_chain_of_python_objects_has_components_alone() -> None:
    derivation = read("a-slug: A title\n  u[o] @ u[j]\n", SCOPE)
    assert AsVectors.of(type(derivation)("a-slug", "A title", derivation.chain), SCOPE).lines == [None]
