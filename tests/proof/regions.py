"""Sums with bounds that depend on each other, exchanged, split and shifted; and each with one step beside."""

from __future__ import annotations

from corpus import Case
from sympy import Derivative, IndexedBase, KroneckerDelta, Max, Min, Sum, log

from proofpress.proof.given import holds, index, size, within

V, T, W, m = (size(name) for name in "VTWm")
i, j, k, n = (index(name) for name in "ijkn")
f, g = (IndexedBase(name, real=True) for name in "fg")

TRIANGLE = Sum(f[i, j], (i, 1, j), (j, 1, V))
BAND = Sum(f[i, j], (i, 1, j + m), (j, 1, V))
PAIRS = Sum(f[i] * f[j], (i, 1, j - 1), (j, 1, V))
CASES: tuple[Case, ...] = (
    Case(
        "a triangle by its rows",
        TRIANGLE,
        Sum(f[i, j], (j, i, V), (i, 1, V)),
        false=(Sum(f[i, j], (j, i + 1, V), (i, 1, V)),),
    ),
    Case(
        "a sum in a sum",
        Sum(f[j] * Sum(g[i], (i, 1, j)), (j, 1, V)),
        Sum(g[i] * Sum(f[j], (j, i, V)), (i, 1, V)),
        false=(Sum(g[i] * Sum(f[j], (j, i, V)), (i, 1, V - 1)),),
    ),
    Case(
        "a triangle without its diagonal",
        Sum(f[i, j], (i, 1, j - 1), (j, 2, V)),
        Sum(f[i, j], (j, i + 1, V), (i, 1, V - 1)),
        false=(Sum(f[i, j], (j, i + 1, V), (i, 2, V - 1)),),
    ),
    Case(
        "a triangle with an offset",
        BAND,
        Sum(f[i, j], (j, 1, V), (i, 1, m + 1)) + Sum(f[i, j], (j, i - m, V), (i, m + 2, V + m)),
        false=(Sum(f[i, j], (j, 1, V), (i, 1, m)) + Sum(f[i, j], (j, i - m, V), (i, m + 2, V + m)),),
    ),
    Case(
        "a triangle by its diagonals",
        TRIANGLE,
        Sum(f[i, i + k], (i, 1, V - k), (k, 0, V - 1)),
        false=(Sum(f[i, i + k], (i, 1, V - k), (k, 1, V - 1)),),
    ),
    Case(
        "a band by its offset",
        Sum(f[i, j], (i, j, j + m), (j, 1, V)),
        Sum(f[j + k, j], (k, 0, m), (j, 1, V)),
        false=(Sum(f[j + k, j], (k, 0, m - 1), (j, 1, V)),),
    ),
    Case(
        "a convolution",
        Sum(f[i] * g[k - i], (i, 1, k - 1), (k, 2, V)),
        Sum(f[i] * g[j], (j, 1, V - i), (i, 1, V - 1)),
        false=(Sum(f[i] * g[j], (j, 1, V - i + 1), (i, 1, V - 1)),),
    ),
    Case(
        "a square by its pairs",
        Sum(f[i], (i, 1, V)) ** 2,
        Sum(f[i] ** 2, (i, 1, V)) + 2 * PAIRS,
        false=(Sum(f[i] ** 2, (i, 1, V)) + PAIRS,),
    ),
    Case(
        "three indices in order",
        Sum(f[i] * f[j] * f[k], (i, 1, j), (j, 1, k), (k, 1, V)),
        Sum(f[i] * f[j] * f[k], (k, j, V), (j, i, V), (i, 1, V)),
        false=(Sum(f[i] * f[j] * f[k], (k, j + 1, V), (j, i, V), (i, 1, V)),),
    ),
    Case(
        "beside an index that is free",
        Sum(f[i, j, k], (i, 1, j), (k, 1, T), (j, 1, V)),
        Sum(f[i, j, k], (j, i, V), (i, 1, V), (k, 1, T)),
        false=(Sum(f[i, j, k], (j, i, V), (i, 1, T), (k, 1, T)),),
    ),
    Case(
        "the mean over a window's sizes",
        Sum(Sum(f[i, j], (i, 1, j)) / W, (j, 1, W)),
        Sum(Sum(f[i, j], (j, i, W)), (i, 1, W)) / W,
        false=(Sum(Sum(f[i, j], (j, i, W)), (i, 1, W)) / W**2,),
    ),
    Case(
        "a logarithm of sums",
        log(1 + Sum(f[i, j] ** 2, (i, 1, j), (j, 1, V))),
        log(1 + Sum(f[i, j] ** 2, (j, i, V), (i, 1, V))),
        false=(log(1 + Sum(f[i, j] ** 2, (j, i + 1, V), (i, 1, V))),),
    ),
    Case(
        "a window cut off at both ends of a text",
        Sum(Sum(f[i, j], (j, Max(1, i - m), Min(T, i + m))), (i, 1, T)),
        Sum(Sum(f[i, j], (i, Max(1, j - m), Min(T, j + m))), (j, 1, T)),
        false=(Sum(Sum(f[i, j], (i, Max(1, j - m), Min(T, j + m - 1))), (j, 1, T)),),
    ),
    Case(
        "a delta that may miss",
        Sum(KroneckerDelta(i, j + 1) * f[i, j], (i, 1, V), (j, 1, V)),
        Sum(f[j + 1, j], (j, 1, V - 1)),
        false=(Sum(f[j + 1, j], (j, 1, V)),),
    ),
    Case(
        "weights that are indices",
        Sum(i * f[i, j], (i, 1, j), (j, 1, V)),
        Sum(i * Sum(f[i, j], (j, i, V)), (i, 1, V)),
        false=(Sum(V * Sum(f[i, j], (j, i, V)), (i, 1, V)),),
    ),
    Case(
        "a derivative in one entry leaves one row",
        Derivative(Sum(g[i] * f[i, j], (i, 1, j), (j, 1, V)), g[k]),
        Sum(f[k, j], (j, k, V)),
        (within(k, 1, V),),
        (Sum(f[k, j], (j, 1, k)),),
    ),
    Case(
        "a size below another",
        Sum(f[i, j], (i, 1, V), (j, T, V)),
        Sum(f[i, j], (i, 1, V), (j, 1, V)) - Sum(f[i, j], (i, 1, V), (j, 1, T - 1)),
        (holds(T <= V),),
        (Sum(f[i, j], (i, 1, V), (j, 1, V)) - Sum(f[i, j], (i, 1, V), (j, 1, T)),),
    ),
    Case(
        "a band about its middle",
        Sum(f[i, j], (i, j - m, j + m), (j, 1, V)),
        Sum(f[j + k, j], (j, 1, V), (k, -m, m)),
        false=(Sum(f[j + k, j], (j, 1, V), (k, 1 - m, m)),),
    ),
    Case(
        "three indices strictly in order",
        Sum(f[i] * f[j] * f[k], (i, 1, j - 1), (j, 1, k - 1), (k, 1, V)),
        Sum(f[i] * f[j] * f[k], (k, j + 1, V), (j, i + 1, V), (i, 1, V)),
        false=(Sum(f[i] * f[j] * f[k], (k, j, V), (j, i + 1, V), (i, 1, V)),),
    ),
    Case(
        "four indices in order",
        Sum(f[i] * f[j] * f[k] * g[n], (i, 1, j), (j, 1, k), (k, 1, n), (n, 1, V)),
        Sum(f[i] * f[j] * f[k] * g[n], (n, k, V), (k, j, V), (j, i, V), (i, 1, V)),
        false=(Sum(f[i] * f[j] * g[k] * f[n], (n, k, V), (k, j, V), (j, i, V), (i, 1, V)),),
    ),
    Case(
        "a window before each word of a text",
        Sum(g[i] * Sum(f[i, j], (j, Max(1, i - m), i - 1)), (i, 1, T)) / T,
        Sum(Sum(g[i] * f[i, j] / T, (i, j + 1, Min(T, j + m))), (j, 1, T)),
        false=(Sum(Sum(g[i] * f[i, j] / T, (i, j + 1, j + m)), (j, 1, T)),),
    ),
    Case(
        "a logarithm of windows",
        log(1 + Sum(f[i, j] ** 2, (j, Max(1, i - m), Min(T, i + m)), (i, 1, T))),
        log(1 + Sum(f[i, j] ** 2, (i, Max(1, j - m), Min(T, j + m)), (j, 1, T))),
        false=(log(1 + Sum(f[i, j] ** 2, (i, Max(1, j - m), T), (j, 1, T))),),
    ),
    Case(
        "a delta that misses the first",
        1 + 2 * Sum(KroneckerDelta(i, j - 1) * f[i, j], (i, 1, V), (j, 1, V)),
        2 * Sum(f[j - 1, j], (j, 2, V)) + 1,
        false=(2 * Sum(f[j - 1, j], (j, 1, V)) + 1,),
    ),
    Case(
        "a delta that misses two",
        Sum(KroneckerDelta(i, j + 2) * f[i, j], (i, 1, V), (j, 1, V)),
        Sum(f[j + 2, j], (j, 1, V - 2)),
        (holds(V >= 2),),
        (Sum(f[j + 2, j], (j, 1, V - 1)),),
    ),
)
