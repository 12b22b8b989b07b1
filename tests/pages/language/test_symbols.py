"""Inline mathematics is made of the notation's symbols, so that a reader may choose how they are written."""

from __future__ import annotations

import pytest

from proofpress.pages.language.spelling import ClashError, Spelling, settle
from proofpress.pages.language.symbols import Reader, SymbolError

ENTRIES = (
    Spelling("V", {"rong": "W"}, meaning="size"),
    Spelling("c", {"rong": "w_I"}),
    Spelling("o", {"rong": "w_O"}),
    Spelling("c", array=True),
    Spelling("n"),
    Spelling(r"\ell"),
    Spelling("v", array=True),
    Spelling("u", {"rong": "v'"}, array=True),
    Spelling("s", {"rong": "u"}, array=True),
    Spelling(r"u_{<0>}^{\top} v_{<1>}", {"rong": r"{v'_{<0>}}^{\top} v_{<1>}"}),
    Spelling(r"\hat{y}_{<0>}", {"rong": "y_{<0>}"}),
    Spelling(r"p_{\theta}(<0> \mid <1>)", {"rong": r"p(<0> \mid <1>)"}),
    Spelling(r"\sigma(<0>)"),
    Spelling("J(<0>)", {"rong": "E(<0>)"}),
    Spelling(r"\bar{J}_N"),
    Spelling("x"),
)
READER = Reader(ENTRIES, settle(ENTRIES, ("ours", "rong")))


@pytest.mark.parametrize(
    ("typed", "theirs"),
    [
        ("V", "W"),
        ("s_j", None),
        ("v_c", "v_{w_I}"),
        ("v_{c}", "v_{w_I}"),
        ("c_n", "c_{n}"),
        (r"u_{o, \ell}", r"v'_{w_O,\ell}"),
        (r"u_o^\top v_c", r"{v'_{w_O}}^{\top} v_{w_I}"),
        (r"\hat{y}_o", "y_{w_O}"),
        (r"\hat y", "y"),
        (r"p_\theta(o \mid c)", r"p(w_O \mid w_I)"),
        (r"\sigma(-s_o)", r"\sigma(- u_{w_O})"),
        (r"\sigma\left(x\right)", r"\sigma(x)"),
        (r"\sigma", r"\sigma"),
        ("J", "E"),
        (r"\bar{J}_N", r"\bar{J}_N"),
        (r"V \times V", r"W \times W"),
        ("s_o^2", "u_{w_O}^{2}"),
        ("u_o^2", "{v'_{w_O}}^{2}"),
    ],
)
def test_symbols_are_recognised_however_they_are_braced_and_spaced(typed: str, theirs: str | None) -> None:
    if theirs is None:
        with pytest.raises(SymbolError):
            READER.read(typed)
    else:
        assert READER.spellings(typed)["rong"] == theirs


@pytest.mark.parametrize(
    ("typed", "column", "message"),
    [
        ("s_o = 1", 4, "is a relation"),
        (r"x \le V", 2, "is a relation"),
        (r"x \in V", 2, "is a relation"),
        (r"x + \alpha", 4, r"`\\alpha` is no symbol of the notation"),
        ("v_q", 2, "`q` is no symbol"),
        ("v_{c", 3, "a brace is not closed"),
        ("v_", 1, "the formula ends in a script"),
        ("x^2^2", 3, "a second script"),
        (" ", 0, "the formula is empty"),
        (r"\frac{x}{V}", 0, r"`\\frac` is no symbol"),
    ],
)
def test_what_is_no_symbol_is_refused_with_its_column(typed: str, column: int, message: str) -> None:
    with pytest.raises(SymbolError, match=message) as refused:
        READER.read(typed)
    assert refused.value.column == column


def test_ours_serves_where_a_convention_has_no_symbol() -> None:
    assert settle((Spelling("K"),), ("ours", "rong"))["rong"] == ("K",)


def test_a_listed_alternative_stands_in_where_a_convention_uses_ours_for_something_else() -> None:
    entries = (Spelling("d", {"rong": "N"}), Spelling("N", alternatives=("M",)))
    assert settle(entries, ("ours", "rong"))["rong"] == ("N", "M")


def test_without_a_listed_alternative_ours_is_set_in_another_face() -> None:
    entries = (Spelling("d", {"rong": "N"}), Spelling("N"), Spelling("t", {"rong": r"\tau"}), Spelling(r"\tau"))
    assert settle(entries, ("ours", "rong"))["rong"] == ("N", r"\mathsf{N}", r"\tau", r"\boldsymbol{\tau}")


def test_a_size_and_a_matrix_are_not_spelt_with_one_letter_unless_ours_are() -> None:
    entries = (
        Spelling("d", {"weng": "N"}),
        Spelling("E", {"weng": "N"}, array=True),
        Spelling("c"),
        Spelling("c", array=True),
    )
    assert settle(entries, ("ours", "weng"))["weng"] == ("N", "E", "c", "c")


def test_a_clash_that_nothing_resolves_names_the_symbol_and_what_to_do() -> None:
    entries = (Spelling(r"\hat{p}", {"seed": r"\hat{y}"}), Spelling(r"\hat{y}", meaning="prediction"))
    with pytest.raises(ClashError, match=r"prediction.* convention seed; list one in its entry's `alternatives`"):
        settle(entries, ("ours", "seed"))


def test_two_symbols_of_ours_that_print_alike_are_refused() -> None:
    with pytest.raises(ClashError, match="two entries of the notation are spelt V"):
        settle((Spelling("V"), Spelling("V")), ("ours",))
