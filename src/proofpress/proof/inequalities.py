"""Can linear inequalities hold at once? Variables are eliminated one by one, whole numbers kept in mind.

An inequality is a row: the coefficients of the variables and, last, the number that stands alone; the sum is ≥ 0.

>>> rows = [(1, -1, 0), (-1, 1, -1)]
>>> possible(rows), possible(rows[:1]), possible([(2, -1), (-2, 1)])
(False, True, False)
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import gcd

from sympy import Add, Expr, S

Row = tuple[int, ...]
MOST_ROWS = 300


class NotLinear(Exception):
    """Something that is no linear expression in integers."""


def row_of(e: Expr, letters: Sequence[Expr]) -> Row:
    """The row that says `e` ≥ 0, for an expanded expression.

    >>> from sympy import symbols
    >>> x, y = symbols("x y", integer=True)
    >>> row_of(2 * x - y + 3, (x, y))
    (2, -1, 3)
    """
    terms = dict(term.as_coeff_Mul()[::-1] for term in Add.make_args(e))
    row = [terms.pop(letter, S.Zero) for letter in (*letters, 1)]
    if terms or not all(number.is_Integer for number in row) or not all(letter.is_integer for letter in letters):
        raise NotLinear(str(e))
    return tuple(map(int, row))


def opposite(row: Row) -> Row:
    """The row that says that another does not hold.

    >>> opposite((1, -2, 3))
    (-1, 2, -4)
    """
    return (*(-number for number in row[:-1]), -row[-1] - 1)


def possible(rows: Iterable[Row]) -> bool:
    """Whether all rows can hold at one integer point; True also where that was not found out."""
    left = {_tight(row) for row in rows}
    while left and not _broken(left) and len(left) < MOST_ROWS and len(next(iter(left))) > 1:
        left = _without(left, min(range(len(next(iter(left))) - 1), key=lambda column: _pairs(left, column)))
    return not _broken(left)


def _pairs(rows: set[Row], column: int) -> int:
    return sum(row[column] > 0 for row in rows) * sum(row[column] < 0 for row in rows)


def _without(rows: set[Row], column: int) -> set[Row]:
    """What rows say of the other variables: each lower bound of the one that leaves is at most each upper one."""
    kept = {row[:column] + row[column + 1 :] for row in rows if row[column] == 0}
    for low in (row for row in rows if row[column] > 0):
        for high in (row for row in rows if row[column] < 0):
            both = [low[column] * h - high[column] * g for g, h in zip(low, high, strict=True)]
            kept.add(_tight((*both[:column], *both[column + 1 :])))
    return kept


def _tight(row: Row) -> Row:
    """A row divided by what its coefficients share, its number rounded down as the rest is whole."""
    shared = gcd(*row[:-1]) or 1
    return tuple(number // shared for number in row)


def _broken(rows: set[Row]) -> bool:
    return any(row[-1] < 0 and not any(row[:-1]) for row in rows)
