"""A letter is declared once, and a function with the shape that its arguments have."""

from __future__ import annotations

import pytest

from proofpress.proof.language.letters import Letters
from proofpress.proof.language.scope import Scope


@pytest.fixture
def letters():
    """Sizes, an index over each, and arrays over one or both."""
    made = Letters()
    for size, index in {"V": "j", "R": "r", "d": "l"}.items():
        made(size, "size", size, "a size")
        made(index, "index", index, "an index", over=f"1..{size}")
    made("s", "real entries", "s", "scores", shape="(V,) or (R,)")
    made("q", "real entries", "q", "noise", shape="(V,)")
    return made


def test_two_letters_of_one_name_are_refused_where_the_second_stands(letters):
    with pytest.raises(ValueError, match="two letters are called j"):
        letters("j", "index", "k", "another index", over="1..R")
    with pytest.raises(ValueError, match="two letters are called s"):
        letters.function("s(j)", "q[j]", "t_{<0>}", "a function")


@pytest.mark.parametrize(
    ("head", "body", "shape", "complaint"),
    [
        ("t(j)", "s[j] - q[j]", "(R,)", r"t\(j\) has the shape \(R,\), but its arguments run over V"),
        ("t(j)", "s[j]", "(V, d)", r"t\(j\) has the shape \(V, d\), but its arguments run over V"),
        ("t(j=1..R)", "s[j] - q[j]", "(R,)", r"t\(j\): at character 8: q over R; its shape is \(V,\)"),
        ("t(j, x)", "s[j]", "(V,)", "run over V, no whole axis"),
        ("t()", "sum(q[r], r)", "", r"t\(\): at character 5: q over R; its shape is \(V,\)"),
    ],
)
def test_a_function_of_another_shape_than_its_arguments_is_refused(letters, head, body, shape, complaint):
    letters("x", "real", "x", "a number")
    with pytest.raises(ValueError, match=complaint):
        letters.function(head, body, "t", "a function", shape=shape)


def test_an_argument_runs_over_what_its_head_says(letters):
    letters.function("t(j=1..R)", "s[j]", r"t(<0>)", "a function", shape="(R,)")
    assert Scope.of(letters.entries).shapes["t"] == (("R",),)
    assert letters.entries[-1].definition == "t(j) = s[j]"
