"""The reference by a second road: the slope against differences of the error itself."""

import pytest

from book.reference import slope, squared_error


@pytest.mark.parametrize("guess", [-1.0, 0.0, 2.5, 10.0])
def test_the_slope_is_that_of_the_error(guess: float) -> None:
    x, step = [9.8, 10.1, 10.3, 9.9], 1e-5
    difference = (squared_error(guess + step, x) - squared_error(guess - step, x)) / (2 * step)
    assert slope(guess, x) == pytest.approx(difference, abs=1e-6)
