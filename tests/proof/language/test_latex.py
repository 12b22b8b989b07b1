"""LaTeX as people paste it: what it says, and what is refused because two readers would read it in two ways."""

from __future__ import annotations

import re

import pytest

from proofpress.proof.language.latex import arrays, read, settled
from proofpress.proof.language.nodes import LanguageError
from proofpress.proof.language.parse import parse


@pytest.mark.parametrize(
    ("latex", "plain"),
    [
        (r"\log\sigma(-x)", "log(sigmoid(-x))"),
        (r"-\ln\left(1 + e^{-x}\right)", "-log(1 + e^(-x))"),
        (r"\frac{1}{1+e^{-x}}", "1/(1 + e^(-x))"),
        (r"$2x^2y$", "2*x^2*y"),
        (r"\sqrt{x} \cdot |y|", "sqrt(x)*abs(y)"),
        (r"\max(0, x) - \lfloor y \rfloor", "max(0, x) - floor(y)"),
        (r"\operatorname{softplus}(-\theta)", "softplus(-theta)"),
        (r"\sigma^2(x)", "sigmoid(x)^2"),
        (r"p\log p", "p*log(p)"),
        (r"\sum_{j=1}^{V} e^{s_j}", "sum(e^s[j], j=1..V)"),
        (r"\prod_{k=1}^K \sigma(-s_k)", "prod(sigmoid(-s[k]), k=1..K)"),
        (r"\frac{\partial}{\partial x} \log(\sigma(x))", "d(log(sigmoid(x)), x)"),
        (r"\frac{d}{dx} e^{x}", "d(e^x, x)"),
        (r"u_{j,l+1}", "u[j, l+1]"),
        (r"\hat{y}_j", "y_hat[j]"),
    ],
)
def test_it_says_what_the_language_says(latex: str, plain: str) -> None:
    assert _flat(repr(read(latex))) == _flat(repr(parse(plain)))


def _flat(shown: str) -> str:
    """A tree without its places."""
    return re.sub(r", at=\d+", "", shown)


@pytest.mark.parametrize(
    ("latex", "at", "what"),
    [
        (r"\log x y", 8, "y beside the argument"),
        (r"\ln x^2", 6, "a power after a function"),
        (r"\log(x)^2", 8, "a power after a function"),
        (r"\log x / y", 8, "/ after the argument"),
        (r"\frac{1}{2} + 1/2x", 18, "x beside what follows /"),
        (r"\alpha f(x)", 9, "f before a bracket"),
        (r"\sigma^{-1}(x)", 1, "the inverse of a function"),
        (r"u^\top \alpha", 3, "a transpose"),
        (r"\operatorname{sigmiod}(x)", 1, "sigmiod, which is not known"),
        (r"\frac{df}{dx}", 6, "a derivative whose body stands in the fraction"),
        (r"x^{2}^3", 6, "a second power"),
        (r"\alpha^12", 8, "12 without braces"),
        (r"\tfrac12 x", 7, "12 without braces"),
        (r"\sum_j s_j + \alpha", 6, "the index j lacks an end"),
        (r"\alpha = 1", 8, "'=' after a complete expression"),
        (r"\int_0^1 x", 1, r"\int"),
        (r"(\alpha", 8, "'the end' where ')' should stand"),
        (r"\alpha'", 7, "a prime"),
    ],
)
def test_what_is_ambiguous_or_unknown_is_refused_with_its_place(latex: str, at: int, what: str) -> None:
    with pytest.raises(LanguageError) as refused:
        read(latex)
    assert str(refused.value).startswith(f"at character {at}: {what}")


def test_a_letter_with_an_index_that_runs_is_an_array_and_any_other_a_letter_of_its_own() -> None:
    node = read(r"x_1 + \sum_{j=1}^{n} s_j + s_1")
    found = arrays(node)
    assert found == {"s"}
    assert settled(node, found).names() == {"x_1", "s", "n"}


@pytest.mark.parametrize(
    "text", ["\\", "{", "\\frac", "\\sum_", "_{", "^{", "\\left", "\\frac{1}", "e^{", "\\hat", "\\sqrt{"]
)
def test_what_breaks_off_is_refused_in_one_line(text: str) -> None:
    with pytest.raises(LanguageError, match=r"^at character \d+: [^\n]+; [^\n]+$"):
        read(text)
