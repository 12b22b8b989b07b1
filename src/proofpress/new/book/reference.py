"""The mathematics of the pages, as code."""

from collections.abc import Sequence


def squared_error(guess: float, x: Sequence[float]) -> float:
    """The sum of the squared distances between the measurements and a guess."""
    return sum((value - guess) ** 2 for value in x)


def slope(guess: float, x: Sequence[float]) -> float:
    """The derivative of the squared error in the guess."""
    return 2 * len(x) * guess - 2 * sum(x)
