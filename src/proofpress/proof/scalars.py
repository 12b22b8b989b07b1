"""Numbers without symbols: whether they are zero, and their sign, decided by the scalar room.

>>> from sympy import E, log, sqrt
>>> number_is_zero(sqrt(2) * sqrt(3) - sqrt(6)), number_sign(E - 3)
(True, -1)
"""

from __future__ import annotations

from sympy import Expr

_SIGNS = {"positive": 1, "negative": -1}


def number_is_zero(e: Expr) -> bool:
    """Whether a real number without symbols is proved to be zero."""
    from .scalar.decide import is_zero

    return is_zero(e).verdict == "proved"


def number_sign(e: Expr) -> int:
    """1 or −1 where a real number without symbols is proved to be positive or negative, else 0."""
    from .scalar.decide import sign

    return _SIGNS.get(sign(e).verdict, 0)
