"""Sums, products and quotients that stay as they were written: SymPy neither reorders nor evaluates them.

>>> from sympy import symbols
>>> x, y = symbols("x y")
>>> minus(y, x).args
(y, -x)
>>> times(2, plus(y, x)).args
(2, x + y)
"""

from __future__ import annotations

from sympy import Add, Expr, Function, Mul, Pow, S


def plus(*terms: Expr | int) -> Expr:
    """The terms, added in the order given."""
    return Add(*(S(term) for term in terms), evaluate=False)


def minus(first: Expr | int, *others: Expr | int) -> Expr:
    """The first term less all the others, in the order given."""
    return Add(S(first), *(negative(other) for other in others), evaluate=False)


def negative(term: Expr | int) -> Expr:
    """The term with a minus before it; a sum keeps its brackets, a product gets the minus as its first factor.

    >>> from sympy import symbols
    >>> x, y = symbols("x y")
    >>> negative(plus(y, x)).args
    (-1, x + y)
    """
    term = S(term)
    if term.is_Mul and not term.args[0].is_Number:
        return Mul(S.NegativeOne, *term.args, evaluate=False)
    return -term if term.is_Number else Mul(S.NegativeOne, term, evaluate=False)


def times(*factors: Expr | int) -> Expr:
    """The factors, multiplied in the order given."""
    return Mul(*(S(factor) for factor in factors), evaluate=False)


def over(above: Expr | int, below: Expr | int) -> Expr:
    """The quotient, not reduced.

    >>> from sympy import symbols
    >>> x, y = symbols("x y")
    >>> over(x * y, x).args
    (x*y, 1/x)
    """
    return Mul(S(above), Pow(S(below), S.NegativeOne, evaluate=False), evaluate=False)


def applied(function: type[Function], argument: Expr | int) -> Expr:
    """`function` of `argument`, not evaluated: `applied(log, 1)` stays a logarithm.

    >>> from sympy import log
    >>> applied(log, 1)
    log(1)
    """
    return function(S(argument), evaluate=False)
