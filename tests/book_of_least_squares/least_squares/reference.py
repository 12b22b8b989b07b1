"""The same in numbers."""


def slope(x: list[float], y: list[float]) -> float:
    """The slope of the line through the origin that fits best: Σxy / Σx²."""
    return sum(a * b for a, b in zip(x, y, strict=True)) / sum(a * a for a in x)


def gradient(b: float, x: list[float], y: list[float]) -> float:
    """The derivative of the squared loss in the slope b."""
    return sum(-2 * p * (q - b * p) for p, q in zip(x, y, strict=True))
