"""What the page asks, answered in this process as it is in the page."""

from __future__ import annotations

import json
from typing import Any

import pytest

from proofpress.checker import answer as checker
from proofpress.checker.letters import guessed
from proofpress.checker.lines import told
from word2vec_derived.notation import NOTATION

CHAIN = """\
gradient: The gradient of the NLL
  d(log(sum(exp(s[j]), j)) - s[o], s[i])
= exp(s[i])/sum(exp(s[j]), j) - delta(i, o)  -- the chain rule
wrong = exp(s[i])/sum(exp(s[j]), j)  -- the observed word is forgotten
"""


@pytest.fixture
def in_the_book(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checker, "notation", lambda: tuple(NOTATION.entries))


def ask(**question: Any) -> dict[str, Any]:
    return json.loads(checker.answer(json.dumps(question)))


def line(**changed: Any) -> dict[str, Any]:
    chain = told({"notation": "word2vec_derived.notation", "texts": {"gradient": CHAIN}})["lines"]["gradient"]
    left, _, right, *_ = chain["lines"][changed.get("number", 2) - 1]
    usual = {
        "line": "gradient",
        "number": 2,
        "lhs": left,
        "rhs": right,
        "given": chain["given"],
        "texts": {"gradient": CHAIN},
    }
    return ask(**{**usual, **changed})


@pytest.mark.parametrize(
    ("lhs", "rhs", "verdict"),
    [
        (r"\log\sigma(-x)", "-F.softplus(x)", "proved"),
        ("-torch.log(torch.sigmoid(x))", r"\operatorname{softplus}(-x)", "proved"),
        (r"\sum_{j=1}^{V} e^{s_j}", "V*exp(s[i])", "refuted"),
        (r"\log x y", "x", "error"),
    ],
)
def test_both_sides_may_be_pasted_from_anywhere(lhs: str, rhs: str, verdict: str) -> None:
    assert ask(lhs=lhs, rhs=rhs)["verdict"] == verdict


def test_an_error_says_which_side_and_where() -> None:
    told = ask(lhs="x", rhs="1/2x")
    assert (told["side"], told["at"], told["how"][:26]) == ("right", 3, "right side, at character 4")


def test_a_choice_of_the_reader_stands_and_letters_that_are_gone_are_dropped() -> None:
    told = ask(lhs="log(x^2)", rhs="2*log(x)", symbols={"x": "positive", "y": "real"})
    assert (told["verdict"], told["symbols"]) == ("proved", {"x": "positive"})


def test_letters_are_guessed_from_how_they_stand_and_from_the_notation() -> None:
    kinds = checker.kinds(tuple(NOTATION.entries))
    assert guessed(r"\sum_{k=1}^{K} \log\sigma(-s_k)", r"\alpha", kinds) == {
        "s": "real entries",
        "K": "size",
        "alpha": "positive",
    }
    assert guessed("V*x", "w", kinds) == {"V": "positive integer", "x": "real", "w": "integer"}


def test_how_a_side_was_read_is_typeset() -> None:
    assert "<mfrac><mi>a</mi>" in ask(lhs=r"\frac{a}{b}", rhs="a/b")["read"]


@pytest.mark.usefixtures("in_the_book")
def test_a_line_is_judged_by_the_prover_of_chains() -> None:
    told = line()
    assert told["verdict"] == "proved"
    assert told["how"].startswith("the kernel replays ")
    assert "<mo>=</mo>" in told["read"]


@pytest.mark.usefixtures("in_the_book")
def test_a_changed_line_is_refuted_with_a_point() -> None:
    told = line(rhs="exp(s[i])/sum(exp(s[j]), j) + delta(i, o)")
    assert told["verdict"] == "refuted"
    assert {"V", "i", "o"} <= told["counterexample"]["values"].keys()


@pytest.mark.usefixtures("in_the_book")
@pytest.mark.parametrize(("place", "verdict"), [("0", "proved"), ("1", "refuted")])
def test_where_a_minimum_lies_may_be_changed(place: str, verdict: str) -> None:
    text = "bowl: A bowl\n  x^2\nargmin x = 0  with gap 2  -- the square is never negative\n"
    told = ask(line="bowl", number=2, lhs="x^2", rhs=place, given=[], texts={"bowl": text})
    assert told["verdict"] == verdict
    assert "argmin x =" in told["read"]


@pytest.mark.usefixtures("in_the_book")
def test_a_mistake_is_judged_as_if_it_were_claimed() -> None:
    assert line(number=3)["verdict"] == "refuted"


@pytest.mark.usefixtures("in_the_book")
def test_what_cannot_be_read_in_a_line_is_told_where_it_stands() -> None:
    assert "“= y_hta(i)" in line(rhs="y_hta(i)")["how"]
    assert "in “given o << V”, at “< V”" in line(given=["o << V"])["how"]


def test_the_book_of_none_has_no_letters() -> None:
    assert checker.notation() == ()
