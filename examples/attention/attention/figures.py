"""Pictures, each computed from the reference."""

from collections.abc import Sequence

from matplotlib.figure import Figure

from .reference import weights


def weights_against_temperature(scores: Sequence[float]) -> Figure:
    """The weight of each score as the inverse temperature grows from nought."""
    betas = [step / 20 for step in range(101)]
    figure = Figure(figsize=(5, 2.6))
    axes = figure.add_subplot(xlabel="inverse temperature", ylabel="weight")
    for at, score in enumerate(scores):
        axes.plot(betas, [weights(scores, beta)[at] for beta in betas], label=f"score {score:g}")
    axes.legend(frameon=False)
    return figure
