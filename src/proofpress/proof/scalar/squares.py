"""Sums of squares: a polynomial that is never negative, its squares those of the monomials that stand in it squared.

>>> from proofpress.proof.scalar.poly import ONE, add, generator, power, scale
>>> x = generator(0)
>>> square = add(add(generator(0, 2), scale(x, -1)), ONE)
>>> is_sum_of_squares(square), is_sum_of_squares(add(square, scale(ONE, -1)))
(True, False)
>>> is_sum_of_squares(power(add(generator(0, 2), scale(generator(1), -3)), 2))
True
"""

from __future__ import annotations

from .poly import Number, Poly, exponents

Matrix = dict[tuple[int, int], Number]


def is_sum_of_squares(p: Poly) -> bool:
    """Whether completing the square, monomial by monomial, leaves no negative square."""
    form = _quadratic_form(p)
    if form is None:
        return False
    rows = sorted({row for row, _ in form}, reverse=True)
    return all(_complete(form, row, rows[k + 1 :]) for k, row in enumerate(rows))


def _quadratic_form(p: Poly) -> Matrix | None:
    """The symmetric matrix of a polynomial in monomials: each other term is twice a product of two of them."""
    form: Matrix = {(m // 2, m // 2): c for m, c in p.items() if c > 0 and all(e % 2 == 0 for _, e in exponents(m))}
    rows = sorted(row for row, _ in form)
    for m in p.keys() - {2 * row for row in rows}:
        i = next((row for row in rows if m - row in rows), None)
        if i is None:
            return None
        form[i, m - i] = form[m - i, i] = p[m] / 2
    return form


def _complete(form: Matrix, row: int, rest: list[int]) -> bool:
    """Take the square of one monomial out; False if its coefficient is negative, or zero where it should not be."""
    pivot = form.get((row, row), 0)
    beside = {other: form.get((row, other), 0) for other in rest}
    if pivot <= 0:
        return pivot == 0 and not any(beside.values())
    for i in rest:
        for j in rest:
            form[i, j] = form.get((i, j), 0) - beside[i] * beside[j] / pivot
    return True
