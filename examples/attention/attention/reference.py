"""The mathematics of the pages in plain Python."""

from collections.abc import Sequence
from math import exp, log, sqrt

Vector = Sequence[float]


def weights(scores: Vector, beta: float = 1) -> list[float]:
    """The softmax of the scores; the highest is taken off first, so that nothing overflows."""
    highest = max(scores)
    powers = [exp(beta * (score - highest)) for score in scores]
    return [power / sum(powers) for power in powers]


def attend(query: Vector, keys: Sequence[Vector], values: Sequence[Vector]) -> list[float]:
    """The values, weighted by how well each key fits the query."""
    scores = [sum(a * b for a, b in zip(query, key, strict=True)) for key in keys]
    shares = weights(scores, 1 / sqrt(len(query)))
    return [sum(share * value[at] for share, value in zip(shares, values, strict=True)) for at in range(len(values[0]))]


def loss(scores: Vector, target: int, smoothing: float = 0) -> float:
    """The cross-entropy of one token, its label smoothed."""
    logs = [log(share) for share in weights(scores)]
    return -(1 - smoothing) * logs[target] - smoothing * sum(logs) / len(logs)


def loss_gradient(scores: Vector, target: int, smoothing: float = 0) -> list[float]:
    """The derivative of the loss in each score."""
    spread = smoothing / len(scores)
    return [share - (1 - smoothing) * (at == target) - spread for at, share in enumerate(weights(scores))]


def normalised(x: Vector) -> list[float]:
    """The components, less their mean, over their standard deviation."""
    mean = sum(x) / len(x)
    deviation = sqrt(sum((value - mean) ** 2 for value in x) / len(x))
    return [(value - mean) / deviation for value in x]
