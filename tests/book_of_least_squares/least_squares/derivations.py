"""Its two results."""

from sympy import Derivative, Sum

from proofpress.proof.derivation import Derivation, equals, start, wrong
from proofpress.proof.given import within

from .notation import N, b, n, x, y

loss = Sum((y[n] - b * x[n]) ** 2, (n, 1, N))

EVERY_POINT = within(n, 1, N, "every point")

loss_gradient = Derivation(
    "loss-gradient",
    "The gradient of the squared loss",
    (
        start(Derivative(loss, b)),
        equals(Sum(-2 * x[n] * (y[n] - b * x[n]), (n, 1, N)), "the derivative of each square"),
        equals(
            2 * b * Sum(x[n] ** 2, (n, 1, N)) - 2 * Sum(x[n] * y[n], (n, 1, N)),
            "multiply out, and take what does not depend on the point in front of the sum",
        ),
        wrong(2 * Sum(b * x[n] - y[n], (n, 1, N)), "a factor forgotten"),
    ),
    (EVERY_POINT,),
    topics=("slope",),
    source="Any textbook of statistics",
)

loss_expanded = Derivation(
    "loss-expanded",
    "The squared loss, multiplied out",
    (
        start(loss),
        equals(
            Sum(y[n] ** 2, (n, 1, N)) - 2 * b * Sum(x[n] * y[n], (n, 1, N)) + b**2 * Sum(x[n] ** 2, (n, 1, N)),
            "multiply out the square, and split the sum",
        ),
    ),
    (EVERY_POINT,),
)
