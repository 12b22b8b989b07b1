"""A letter is declared once, and a function with the shape that its arguments have."""

from __future__ import annotations

import pytest

from proofpress.proof.language.chain import read
from proofpress.proof.language.letters import Letters
from proofpress.proof.language.nodes import LanguageError
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


@pytest.mark.parametrize(
    ("rest", "complaint"),
    [
        ({"over": "1-V"}, "t has the range '1-V': at character 4: 'the end' where '..' should stand"),
        ({"over": "1..Q"}, "t runs over Q, which is not declared; declare that size above it"),
        ({"shape": "(Q,)"}, "t runs over Q, which is not declared"),
        ({"shape": "(V, d"}, r"t has the shape '\(V, d'; write \(V,\), \(V, d\), or several"),
        ({"shape": "V"}, "t has the shape 'V'; write"),
        ({"called": "s"}, "t is s once more; let it be `called` otherwise"),
    ],
)
def test_a_letter_that_cannot_be_used_is_refused_where_it_is_declared(letters, rest, complaint):
    with pytest.raises(ValueError, match=complaint):
        letters("t", "index" if "over" in rest else "real entries", "t", "a letter", **rest)


@pytest.mark.parametrize("name", ["b c", "exp", "sum", "unit", "given", ""])
def test_a_letter_is_called_by_a_word_that_means_nothing_else(letters, name):
    with pytest.raises(ValueError, match="a letter cannot be called"):
        letters(name, "real", "t", "a letter")


@pytest.mark.parametrize(
    ("head", "latex", "kind", "complaint"),
    [
        ("t(j + 1)", "t", "real", r"t\(j \+ 1\) is no head of a function; write f\(x\)"),
        ("t(2)", "t", "real", "is no head of a function"),
        ("t(j, j)", "t", "real", "is no head of a function"),
        ("t(j)", "t_{<1>}", "real", r"t\(j\) is spelt t_\{<1>\}, which has a place for more arguments"),
        ("t(j)", "t_{<0>}", "positiv", "is declared 'positiv'; a function is real, positive"),
    ],
)
def test_a_head_a_spelling_or_a_kind_that_cannot_be_is_refused(letters, head, latex, kind, complaint):
    with pytest.raises(ValueError, match=complaint):
        letters.function(head, "", latex, "a function", kind=kind)


def test_a_function_of_which_nothing_is_known_takes_as_many_arguments_as_its_head(letters):
    letters.function("t(j)", "", "t_{<0>}", "a function")
    scope = Scope.of(letters.entries)
    assert str(read("a: A\n  t(j)\n", scope).chain[0].expression) == "t(j)"
    with pytest.raises(LanguageError, match="t with 2 arguments; it takes 1"):
        read("a: A\n  t(j, r)\n", scope)
