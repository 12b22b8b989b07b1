"""Sums of squares: a polynomial of degree two that is never negative.

>>> from proofpress.proof.scalar.poly import ONE, add, generator, scale
>>> x = generator(0)
>>> square = add(add(generator(0, 2), scale(x, -1)), ONE)
>>> is_sum_of_squares(square), is_sum_of_squares(add(square, scale(ONE, -1)))
(True, False)
"""

from __future__ import annotations

from .poly import Number, Poly, exponents

Matrix = dict[tuple[int, int], Number]

UNIT = -1
"""The row of the constant."""


def is_sum_of_squares(p: Poly) -> bool:
    """Whether completing the square, variable by variable, leaves no negative square."""
    form = _quadratic_form(p)
    if form is None:
        return False
    rows = sorted({row for pair in form for row in pair}, reverse=True)
    return all(_complete(form, row, rows[k + 1 :]) for k, row in enumerate(rows))


def _quadratic_form(p: Poly) -> Matrix | None:
    """The symmetric matrix of a polynomial of degree at most two."""
    form: Matrix = {}
    for m, c in p.items():
        row = [g for g, e in exponents(m) for _ in range(e)]
        if len(row) > 2 or any(e < 0 for _, e in exponents(m)):
            return None
        i, j = [*row, UNIT, UNIT][:2]
        form[i, j] = form[j, i] = c if i == j else c / 2
    return form


def _complete(form: Matrix, row: int, rest: list[int]) -> bool:
    """Take the square of one variable out; False if its coefficient is negative, or zero where it should not be."""
    pivot = form.get((row, row), 0)
    beside = {other: form.get((row, other), 0) for other in rest}
    if pivot <= 0:
        return pivot == 0 and not any(beside.values())
    for i in rest:
        for j in rest:
            form[i, j] = form.get((i, j), 0) - beside[i] * beside[j] / pivot
    return True
