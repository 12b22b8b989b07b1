"""Smooth functions of several numbers, drawn: what stands for a differentiable one when a line is tried in numbers."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from functools import reduce
from typing import Any

from mpmath import mp

from .dual import exponential, plus, times


def drawn(seed: object, count: int) -> tuple[str, Callable[[Sequence[Any]], Any]]:
    """A smooth function of so many numbers, in words and to be called: a·x + (b·x)² + exp(c·x/4).

    >>> words, function = drawn(1, 2)
    >>> words
    'x ↦ a·x + (b·x)² + exp(c·x/4), a = (−2, 2), b = (1, −2), c = (−1, −1)'
    >>> function([0, 0])
    mpf('1.0')
    """
    r = random.Random(f"{seed} {count}")
    a, b, c = ([r.choice((-2, -1, 1, 2)) for _ in range(count)] for _ in range(3))

    def function(x: Sequence[Any]) -> Any:
        along, square, power = (_dot(numbers, x) for numbers in (a, b, c))
        return reduce(plus, (along, times(square, square), exponential(times(mp.mpf(1) / 4, power))))

    said = ", ".join(f"{name} = ({', '.join(map(str, numbers))})" for name, numbers in (("a", a), ("b", b), ("c", c)))
    return f"x ↦ a·x + (b·x)² + exp(c·x/4), {said}".replace("-", "−"), function


def _dot(numbers: Sequence[int], x: Sequence[Any]) -> Any:
    return reduce(plus, (times(n, one) for n, one in zip(numbers, x, strict=True)), 0)
