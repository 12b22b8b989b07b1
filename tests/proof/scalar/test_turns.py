"""Where a claim turns, and a value on either side."""

from __future__ import annotations

from fractions import Fraction

from sympy import Abs, Max, Min, Symbol, log, sqrt

from proofpress.proof.scalar.turns import between_turns, switches

x, y = Symbol("x", real=True), Symbol("y", real=True)
GRID = [Fraction(0), Fraction(1), Fraction(2)]


def between(e, point):
    return [float(values[x]) for values in between_turns(e, point, x, GRID)]


def test_every_pair_in_a_maximum_is_a_switch():
    assert len(switches(Max(x, y, 1, evaluate=False))) == 3
    assert switches(Abs(x - y, evaluate=False) + log(2)) == [x - y]


def test_a_short_piece_between_two_turns_is_entered():
    short = Max(0, x - sqrt(2), evaluate=False) * Max(0, Fraction(142, 100) - x, evaluate=False)
    assert any(sqrt(2) < value < 1.42 for value in between(short, {x: Fraction(1)}))


def test_the_other_symbols_keep_their_values():
    assert between(Min(x, y, evaluate=False), {x: Fraction(0), y: Fraction(3, 2)}) == [1.25, 1.75]
    assert between(Min(x, y, evaluate=False), {x: Fraction(0), y: Fraction(5)}) == [3.5]


def test_a_turn_is_found_only_where_both_neighbours_have_a_value():
    assert between(Abs(log(x - 1), evaluate=False), {x: Fraction(0)}) == []
