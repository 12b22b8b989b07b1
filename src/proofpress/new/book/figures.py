"""Pictures, each computed from the reference."""

from collections.abc import Sequence

from matplotlib.figure import Figure

from .reference import squared_error


def error_against_guess(x: Sequence[float]) -> Figure:
    """The squared error against the guess, and the mean at its bottom."""
    mean, width = sum(x) / len(x), max(x) - min(x)
    guesses = [mean + width * step / 50 for step in range(-50, 51)]
    figure = Figure(figsize=(5, 2.6))
    axes = figure.add_subplot(xlabel="guess", ylabel="squared error")
    axes.plot(guesses, [squared_error(guess, x) for guess in guesses])
    axes.plot([mean], [squared_error(mean, x)], "o", label="the mean")
    axes.legend(frameon=False)
    return figure
