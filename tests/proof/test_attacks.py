"""Attacks: lines as text and claims that are false are never accepted, and true ones like them are proved."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from proofpress.claim_cli import answers
from proofpress.proof.check import Contradiction, check
from proofpress.proof.claim import ClaimError, claim
from proofpress.proof.language.chain import read
from proofpress.proof.language.nodes import LanguageError

sys.path.insert(0, str(Path(__file__).parent))  # tests are imported by path, so a table beside them must be found
from attacks import FALSE, FALSE_CLAIMS, SCOPE, TRUE, TRUE_CLAIMS

LIBRARY = {"tangent": read("tangent: T\n  log(r)\n<= r - 1  -- below\n", SCOPE)}
INSIDE = ("unforeseen", "mpz", "Traceback", "Error", "object at", "sympy", "None", "<class", "could not be taken")


@pytest.fixture(autouse=True)
def _own_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("PROOFPRESS_CACHE", str(tmp_path))


def judged(text):
    """A chain's verdicts, or the one line that refuses to read it."""
    try:
        return check(read(f"a-slug: A title\n{text.strip(chr(10))}\n", SCOPE), library=LIBRARY)
    except LanguageError as error:
        return str(error)
    except Contradiction as error:
        raise AssertionError(f"a proof of it was found: {error}") from error


@pytest.mark.parametrize("name", FALSE)
def test_a_false_line_is_not_published(name):
    found = judged(FALSE[name])
    if isinstance(found, str):
        assert "\n" not in found
        return
    assert not found.ok
    for line in found.lines:
        assert len(line.message.splitlines()) <= 1
        assert not [word for word in INSIDE if word in line.message]
        assert "correct" not in line.message or line.counterexample is not None


@pytest.mark.parametrize("name", TRUE)
def test_a_true_line_beside_it_is_proved(name):
    found = judged(TRUE[name])
    assert not isinstance(found, str), found
    assert found.ok, [line.message for line in found.lines]
    assert {line.strength for line in found.lines[1:]} <= {"every size", "definition"}


def test_there_are_enough_of_each():
    assert min(len(FALSE), len(FALSE_CLAIMS)) >= 60
    assert min(len(TRUE), len(TRUE_CLAIMS)) >= 40


def verdict_of(lhs, rhs, symbols, ranges):
    try:
        found = claim(lhs, rhs, symbols=symbols, ranges=ranges)
    except ClaimError as error:
        return "error", str(error)
    return found.verdict, found.how


@pytest.mark.parametrize("one", FALSE_CLAIMS, ids=lambda one: f"{one[0]} = {one[1]}")
def test_a_false_claim_is_not_proved(one):
    verdict, how = verdict_of(*one)
    assert verdict != "proved"
    assert not [word for word in INSIDE if word in how]


OPEN = {
    "Derivative(floor(x),x)": "the kernel has no slope of a floor",
    "3 < pi": "the kernel has no number π",
}
"""Claims that are not proved yet, and why, beside those of infinite sums; one that is proved leaves the list."""


@pytest.mark.parametrize("one", TRUE_CLAIMS, ids=lambda one: f"{one[0]} = {one[1]}")
def test_a_true_claim_is_never_refuted(one):
    verdict, how = verdict_of(*one)
    is_open = one[0] in OPEN or ",oo)" in one[0]
    assert verdict == ("undecided" if is_open else "proved") or "write * between factors" in how, how


# Hostile input

TEXTS = (
    "", "   ", "\x00x", "x\u200b", "\u0445", "x\u202e", "x\u0301", "½x", "x÷2", "∑x", "√x", "∞", "x⁻¹", "x²³", "²",
    "٣", "1..2", "1e999999", "9" * 401, "1_000", "0x10", "1j", "x if x else y", "__import__('os').system('ls')",
    "x.__class__", "x;y", "x\ny", "x//2", "x%2", "x!!", "|x|", "{x}", "[x]", "x[0]", "f(x)", "softmax(x)",
    "log(x, 0)", "exp()", "max()", "0/0", "0^-1", "(-1)^x", "2^2^2^2^2^2", "10^10^10", "x^10^9",
    "exp(exp(exp(exp(x))))", "exp(-10^9)", "(" * 5000 + "x" + ")" * 5000, "-" * 5000 + "x", "x" * 19000,
    "x+" * 9000 + "x", "Sum(k,(k,1,10^9))", "Sum(x,(x,1,3))", "Sum(k,(k,x,3))", "Sum(Sum(k,(k,1,k)),(k,1,3))",
    "Product(k,(k,1,oo))", "diff(x,2)", "diff(x,x,99)", "d(floor(x),x)", "mean(x,k)", "True+1", "x<1", "=x",
    "\\frac{1}{2}", "$x$", "x\\", "oo", "nan", "None", "x²^3", "x–x", "np.", "os.exp(x)", "Rational(1,0)",
    "sigmoid(10^500)", "max(sigmoid(x),1/10^400)", "softplus(-10^30)",
)  # fmt: skip
LINES = (
    "{", "[1]", "null", "1", '"x"', '{"id":1}', '{"id":1,"lhs":1,"rhs":2}', '{"id":1,"id":2,"lhs":"1","rhs":"1"}',
    '{"lhs":"1","rhs":"1"}', '{"id":NaN,"lhs":"1","rhs":"1"}', '{"id":{"a":[1]},"lhs":"1","rhs":"1"}', "'x'", "\x00",
    '{"id":"\\ud800","lhs":"\\ud800","rhs":"1"}', "[" * 3000 + "]" * 3000, '{"id":' + "9" * 6000 + "}", "\ufffd\ufffd",
    '{"id":3,"lhs":"x","rhs":"x","symbols":{"x":"complex"}}', '{"id":4,"lhs":"x","rhs":"x","symbols":[1]}',
    '{"id":5,"lhs":"x","rhs":"x","symbols":{"x":"real"},"ranges":{"x":[1,0]}}',
    '{"id":6,"lhs":"x","rhs":"x","symbols":{"x":"real"},"ranges":{"x":["a","b"]}}',
    '{"id":7,"lhs":"x","rhs":"x","symbols":{"x":"real"},"ranges":{"y":[0,1]}}',
    '{"id":8,"lhs":"x","rhs":"x","symbols":{"x y":"real"}}', '{"id":9,"lhs":"x","rhs":"x","symbols":{"x":null}}',
    '{"id":10,"lhs":"x","rhs":"x","symbols":{"x":"size"}}', '{"id":11,"lhs":"x","rhs":"x","symbols":{"x":"index"}}',
)  # fmt: skip


def test_every_line_is_answered_with_its_id_and_a_verdict():
    asked = [json.dumps({"id": k, "lhs": text, "rhs": "1", "symbols": {"x": "real"}}) for k, text in enumerate(TEXTS)]
    found = list(answers([*asked, *LINES]))
    assert [one["id"] for one in found[: len(TEXTS)]] == list(range(len(TEXTS)))
    assert len(found) == len(TEXTS) + len(LINES)
    for one, line in zip(found, [*asked, *LINES], strict=True):
        assert one["verdict"] in ("refuted", "undecided", "error", "proved"), line
        assert "\n" not in one["how"]
        assert len(one["how"]) < 400, line[:80]
        assert not [word for word in INSIDE if word in one["how"].replace("'None'", "")], one["how"]
        json.dumps(one)


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text[:12].encode("unicode_escape").decode())
def test_a_line_with_odd_text_ends_in_a_verdict_or_one_line(text):
    found = judged(f"  {text}\n= 1  -- so it is said")
    said = [found] if isinstance(found, str) else [line.message for line in found.lines]
    assert isinstance(found, str) or not found.ok
    assert all(len(one.splitlines()) <= 1 for one in said)
