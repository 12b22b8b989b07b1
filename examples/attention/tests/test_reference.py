"""The gradients of the book against differences, and its weights against what they are."""

import pytest

from attention.reference import attend, loss, loss_gradient, normalised, weights

SCORES, STEP = [0.3, -1.2, 2.0, 0.0], 1e-6


@pytest.mark.parametrize("smoothing", [0, 0.1, 0.5])
@pytest.mark.parametrize("at", range(4))
def test_the_gradient_is_that_of_the_loss(at: int, smoothing: float) -> None:
    up, down = ([s + sign * STEP * (j == at) for j, s in enumerate(SCORES)] for sign in (1, -1))
    difference = (loss(up, 2, smoothing) - loss(down, 2, smoothing)) / (2 * STEP)
    assert loss_gradient(SCORES, 2, smoothing)[at] == pytest.approx(difference, abs=1e-8)


def test_attention_to_equal_keys_is_the_mean_of_the_values() -> None:
    assert attend([1.0, 2.0], [[3.0, 4.0]] * 3, [[1.0], [2.0], [6.0]]) == pytest.approx([3.0])


def test_weights_and_normalised_components_sum_to_what_they_should() -> None:
    assert sum(weights(SCORES, 3)) == pytest.approx(1)
    assert sum(normalised(SCORES)) == pytest.approx(0, abs=1e-12)
