"""Pictures computed from reference/: SVG for light and dark pages, with the numbers in them as plain text.

Ink is the colour of the text around; the accents are `--figure-1` to `--figure-4`, or a palette that colour-blind eyes
tell apart, and no two lines differ by colour alone.
Each is drawn as wide as a phone's column, so that its letters are read there too.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from html import escape
from io import StringIO
from typing import Any

import matplotlib
import torch
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Canvas
from matplotlib.rcsetup import cycler
from matplotlib.ticker import MaxNLocator, NullLocator
from torch import Tensor

from .reference import (
    bernoulli,
    cbow,
    float32,
    likelihood,
    nce,
    negative_sampling,
    nll,
    optimum,
    sampling,
    shipped_code,
    skip_gram,
)
from .reference.hierarchical_softmax import Tree, huffman

INK, GRID = "#010203", "#040506"
ACCENTS = ("#0072b2", "#d55e00", "#009e73", "#a3568c")
LINES = ("-", "--", "-.", ":")
STYLE: Any = {
    "svg.fonttype": "none", "font.size": 11.5, "axes.edgecolor": INK, "axes.labelcolor": INK, "text.color": INK,
    "xtick.color": INK, "ytick.color": INK, "axes.spines.top": False, "axes.spines.right": False,
    "axes.grid": True, "grid.color": GRID, "grid.alpha": 0.2, "axes.axisbelow": True, "legend.frameon": False,
    "lines.linewidth": 2, "legend.handlelength": 1.8, "legend.columnspacing": 1.2,
    "axes.prop_cycle": cycler(color=ACCENTS, linestyle=LINES),
}  # fmt: skip


@dataclass(frozen=True)
class Figure:
    """A picture: its SVG, what is to be seen in it, and the numbers it shows."""

    svg: str
    alt: str
    numbers: tuple[tuple[str, ...], ...]

    def __repr__(self) -> str:
        """What is to be seen, then the numbers in columns."""
        widths = [max(map(len, column)) for column in zip(*self.numbers, strict=True)]
        rows = ("  ".join(map(str.ljust, row, widths)).rstrip() for row in self.numbers)
        return "\n".join([self.alt, *rows])

    def _repr_svg_(self) -> str:
        return self.svg


def softmax_bars(scores: Tensor) -> Figure:
    """The softmax of a few scores, `(V,)`: a bar for each word."""
    probabilities = nll.softmax(scores.detach())
    words = [str(word) for word in range(len(scores))]
    with _drawing("Word, its score above the bar", "Probability") as (canvas, axes):
        axes.bar(words, probabilities.tolist(), color=ACCENTS[0], width=0.6)
        for place, (score, probability) in enumerate(zip(scores.tolist(), probabilities.tolist(), strict=True)):
            axes.annotate(_short(score), (place, probability), (0, 3), textcoords="offset points", ha="center")
    likeliest = int(probabilities.argmax())
    alt = f"Bars of the softmax of {len(scores)} scores; word {likeliest} has the highest score and the tallest bar."
    return _figure(canvas, alt, [["word", *words], _row("score", scores), _row("probability", probabilities)])


def nll_against_score(vocabulary_size: int) -> Figure:
    """The NLL and its gradient as the observed word's score moves, all other scores at 0."""
    observed = torch.linspace(-6, 8, 141, dtype=torch.float64)
    scores = torch.zeros(141, vocabulary_size, dtype=torch.float64)
    scores[:, 0] = observed
    words = torch.zeros(141, dtype=torch.int64)
    lines = {"loss": nll.nll(scores, words), "gradient": nll.nll_gradient(scores, words)[:, 0]}
    alt = (
        f"Against the score of the observed word among {vocabulary_size}, the loss falls in a curve to zero "
        "and its gradient rises from minus one to zero."
    )
    return _curves(observed, lines, alt, "Score of the observed word", "Nats", at=[-6, -2, 0, 2, 8])


def cbow_gradients(input_vectors: Tensor, output_vectors: Tensor, contexts: Tensor, centre: Tensor) -> Figure:
    """What each of the words around receives, by component: with the mean, as shipped, and with the sum."""
    tables = input_vectors.detach(), output_vectors.detach()
    mean = cbow.cbow_gradient_mean(*tables, contexts, centre)
    bars = {"mean": mean, "as shipped": len(contexts) * mean, "sum": cbow.cbow_gradient_sum(*tables, contexts, centre)}
    components = torch.arange(1, len(mean) + 1)
    with _drawing("Component", "Gradient in a word") as (canvas, axes):
        for place, ((name, gradient), hatch) in enumerate(zip(bars.items(), ("", "//", ".."), strict=True)):
            across = (components + (place - 1) * 0.25).tolist()
            axes.bar(across, gradient.tolist(), 0.22, color=ACCENTS[place], edgecolor=INK, hatch=hatch, label=name)
        axes.axhline(0, color=INK, linewidth=1, linestyle="-")
        axes.set_xticks(components.tolist())
        _legend(canvas, axes)
    alt = (
        f"Three bars for each component: the step as shipped is {len(contexts)} times as long as the gradient with the "
        "mean, and the gradient with the sum is no multiple of either."
    )
    numbers = [["component", *map(str, components.tolist())], *(_row(name, bar) for name, bar in bars.items())]
    return _figure(canvas, alt, numbers)


def sigmoid_and_slope() -> Figure:
    """The sigmoid of a score, and its slope."""
    scores = torch.linspace(-6, 6, 121, dtype=torch.float64)
    lines = {"sigmoid": bernoulli.sigmoid(scores), "slope": bernoulli.sigmoid_derivative(scores)}
    alt = (
        "The sigmoid rises from zero to one in an S and passes one half at a score of zero; its slope is a bell, "
        "highest there."
    )
    return _curves(scores, lines, alt, "Score", "Probability, and its slope", at=[-6, -2, 0, 2, 6])


def logistic_loss_against_score() -> Figure:
    """Both terms of negative sampling and their gradients as one score moves."""
    scores = torch.linspace(-6, 6, 121, dtype=torch.float64)
    drawn = float32.stable_bce(scores, torch.zeros_like(scores))
    lines = {
        "loss if observed": negative_sampling.positives_alone(scores),
        "loss if drawn": drawn,
        "gradient if observed": scores.sigmoid() - 1,
        "gradient if drawn": scores.sigmoid(),
    }
    alt = (
        "The loss of an observed word falls with its score and that of a negative rises, mirror images that cross at "
        "zero; the gradients are one S-shaped curve, one unit apart."
    )
    return _curves(scores, lines, alt, "Score", "Nats", at=[-6, -2, 0, 2, 6])


def mistaken_gradients() -> Figure:
    """The gradient of a negative's term against its score, and three that are taken for it."""
    scores = torch.linspace(-6, 6, 121, dtype=torch.float64)
    lines = {
        "right": bernoulli.bce_gradient(scores, torch.zeros_like(scores)),
        "observed word's": bernoulli.bce_gradient(scores, torch.ones_like(scores)),
        "inner sign lost": bernoulli.sigmoid(-scores),
        "logarithm lost": bernoulli.sigmoid_derivative(scores),
    }
    alt = (
        "Only the right gradient rises from zero to one: that of the observed word is the same curve one unit lower, "
        "without the inner sign it falls from one to zero, and without the logarithm it is a low bump."
    )
    return _curves(scores, lines, alt, "Score of the negative", "Gradient in the score", at=[-6, -2, 0, 2, 6])


def terms_of_a_negative() -> Figure:
    """The gradient of a negative's term against its score, and what three other choices make of it."""
    scores = torch.linspace(-8, 12, 201, dtype=torch.float64)
    right = bernoulli.sigmoid(scores)
    lines = {
        "log-sigmoid": right,
        "clamped at 6": right * (scores < 6),
        "hinge": (scores > -1).to(scores),
        "squared error": 2 * right * bernoulli.sigmoid_derivative(scores),
    }
    alt = (
        "Against a negative's score the log-sigmoid's gradient rises from zero to one and stays; clamped, it drops "
        "to zero at six; a hinge's is zero or one; that of the squared error is a bump that has vanished at eight."
    )
    return _curves(scores, lines, alt, "Score of the negative", "Gradient in the score", at=[-6, -2, 0, 2, 8])


def gradient_arrows(centre: Tensor, context_vectors: Tensor, context: Tensor) -> Figure:
    """In the plane of the first two components: the observed vector, the expected one, and the step between them."""
    gradient = skip_gram.gradient_in_centre_vector(centre.detach(), context_vectors.detach(), context)
    observed = context_vectors.detach()[context]
    expected = observed + gradient
    with _drawing("First component", "Second component") as (canvas, axes):
        x, y = context_vectors.detach()[:, :2].T.tolist()
        axes.scatter(x, y, color=GRID, s=24)
        for word, place in enumerate(zip(x, y, strict=True)):
            axes.annotate(str(word), place, (5, 4), textcoords="offset points")
        head, tail = (tuple(vector[:2].tolist()) for vector in (observed, expected))
        axes.plot(*head, color=ACCENTS[0], marker="s", linestyle="", label="observed")
        axes.plot(*tail, color=ACCENTS[1], marker="D", linestyle="", label="expected")
        axes.annotate("", head, tail, arrowprops={"arrowstyle": "->", "color": INK, "linewidth": 1.5})
        _legend(canvas, axes)
    alt = (
        "Context vectors as points; an arrow runs from the expected vector to the observed one, and the centre's "
        "vector is moved in its direction."
    )
    rows = [_row("observed", observed), _row("expected", expected), _row("gradient", gradient)]
    return _figure(canvas, alt, rows)


def window_weights(window: int) -> Figure:
    """The weight of a pair at each distance: uniform window, fixed window, and one over the distance."""
    distances = torch.arange(1, window + 1)
    drawn = likelihood.window_weight(distances, window)
    with _drawing("Distance between centre and context", "Weight of the pair") as (canvas, axes):
        axes.bar(distances.tolist(), drawn.tolist(), color=ACCENTS[0], width=0.6, label="window drawn evenly")
        axes.plot(distances.tolist(), [1] * window, color=ACCENTS[1], marker="s", label="fixed window")
        axes.plot(distances.tolist(), (1 / distances).tolist(), color=ACCENTS[2], linestyle="--", marker="o",
                  label="one over the distance")  # fmt: skip
        axes.set_xticks(distances.tolist())
        _legend(canvas, axes)
    alt = (
        f"Bars that fall by equal steps from one at distance 1 to {1 / window:.3g} at distance {window}; "
        "a fixed window is a level line at one, and one over the distance a curve that sags below the bars."
    )
    rows = [["distance", *map(str, distances.tolist())], _row("weight", drawn), _row("1/distance", 1 / distances)]
    return _figure(canvas, alt, rows)


def noise_against_exponent(counts: Sequence[int]) -> Figure:
    """The noise distribution over a few words as the exponent goes from 0 to 1."""
    exponents = torch.linspace(0, 1, 41, dtype=torch.float64)
    frequencies = torch.tensor(counts, dtype=torch.float64)
    noise = torch.stack([sampling.smoothed_noise(frequencies, exponent) for exponent in exponents.tolist()])
    lines = {f"count {count}": column for count, column in zip(counts, noise.T, strict=True)}
    alt = (
        "Probability of each word as a negative: all meet at the same value where the exponent is 0, and fan out to "
        "their relative frequencies where it is 1."
    )
    return _curves(exponents, lines, alt, "Exponent γ", "Probability as a negative", at=[0, 0.5, 0.75, 1])


def keep_probabilities(threshold: float) -> Figure:
    """The probability of keeping a word against its frequency: as printed, and as shipped."""
    frequencies = threshold * torch.logspace(-1, 4, 201, dtype=torch.float64)
    lines = {
        "as printed": sampling.subsampling_printed(frequencies, threshold),
        "as shipped": sampling.subsampling_shipped(frequencies, threshold),
    }
    starts = sampling.thinning_starts(threshold)
    alt = (
        "Both curves are one for rare words and fall for frequent ones; the printed one starts to fall at the "
        f"threshold of {threshold:g}, the shipped one at {starts:.3g} and runs above it."
    )
    at = [threshold * factor for factor in (1, 10, 100, 1000)]
    return _curves(
        frequencies, lines, alt, "Relative frequency of the word", "Probability of keeping it", at=at, log="x"
    )


def huffman_tree(words: Sequence[str], counts: Sequence[int]) -> Figure:
    """Huffman's tree: frequent words hang near the root."""
    tree = huffman(torch.tensor(counts))
    places = _tree_places(tree)
    with _drawing("", "") as (canvas, axes):
        axes.set_axis_off()
        for path, (x, y) in places.items():
            if path:
                above = places[path[:-1]]
                axes.plot([above[0], x], [above[1], y], color=INK, linewidth=1, linestyle="-")
                middle = ((above[0] + x) / 2, (above[1] + y) / 2)
                axes.annotate(str(path[-1]), middle, ha="center", va="center", backgroundcolor="none",
                              xytext=(-7 if path[-1] == 0 else 7, 3), textcoords="offset points")  # fmt: skip
        for word, count, path in zip(words, counts, _paths(tree), strict=True):
            axes.annotate(f"{word}\n{count}", places[path], (0, -4), textcoords="offset points", ha="center", va="top")
        inner = [place for path, place in places.items() if path not in _paths(tree)]
        axes.plot(*zip(*inner, strict=True), color=ACCENTS[0], marker="o", linestyle="")
        axes.margins(0.08, 0.2)
    alt = f"A binary tree with {len(words)} words at its leaves; the more often a word occurs, the nearer to the root."
    codes = ["".join(map(str, path)) for path in _paths(tree)]
    return _figure(canvas, alt, [["word", *words], ["count", *map(str, counts)], ["code", *codes]])


def sampled_softmax_biases(scores: Tensor, context: Tensor, noise: Tensor, negatives: int) -> Figure:
    """The largest bias of the sampled gradient against K, with the correction by log q and without."""
    numbers = list(range(1, negatives + 1))
    corrected = [nce.sampled_softmax_bias(scores, context, noise, number).abs().max().item() for number in numbers]
    plain = [nce.contrastive_bias(scores, context, noise, number).abs().max().item() for number in numbers]
    alt = (
        f"Largest bias of the sampled gradient for 1 to {negatives} negatives: with the correction it falls to "
        f"{_short(corrected[-1])}, without it to {_short(plain[-1])}."
    )
    lines = {"with log q taken off": torch.tensor(corrected), "without": torch.tensor(plain)}
    return _curves(torch.tensor(numbers), lines, alt, "Negatives K", "Largest bias", at=numbers, marker="o")


def nce_gradients(scores: Tensor, data_probabilities: Tensor, noise: Tensor) -> Figure:
    """The gradient of NCE in the first score against K, and that of maximum likelihood."""
    numbers = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000]
    found = [nce.nce_gradient_normalised(scores, data_probabilities, noise, number)[0].item() for number in numbers]
    limit = nce.maximum_likelihood_gradient(scores, data_probabilities)[0].item()
    alt = (
        f"As K grows, the gradient of NCE in one score goes from {_short(found[0])} to the level of maximum likelihood."
    )
    lines = {"NCE": torch.tensor(found), "maximum likelihood": torch.full((len(numbers),), limit)}
    axis = torch.tensor(numbers)
    return _curves(
        axis, lines, alt, "Negatives K", "Gradient in one score", at=[1, 10, 50, 500, 5000], log="x", marker="o"
    )


def optima(data_probabilities: Tensor, noise: Tensor, negatives: int) -> Figure:
    """Where each objective leaves the scores of one centre, side by side; a free constant is chosen so that Z = 1."""
    p, q = data_probabilities.detach(), noise.detach()
    ratio = optimum.contrastive_optimum(p, q)
    rows = {
        "softmax, NCE": optimum.nce_optimum(p),
        "over candidates": ratio - ratio.logsumexp(0),
        "negative sampling": optimum.negative_sampling_optimum(p, q, negatives),
        "equals skipped": optimum.skipping_optimum(p, q, negatives),
        "equals redrawn": optimum.redrawing_optimum(p, q, negatives),
        "mean of negatives": optimum.negative_sampling_optimum(p, q, 1),
    }
    words = torch.arange(len(p))
    with _drawing("Word", "Score at the optimum") as (canvas, axes):
        for place, ((name, scores), marker) in enumerate(zip(rows.items(), "osD^vP", strict=True)):
            across = (words + (place - 2.5) * 0.11).tolist()
            axes.scatter(across, scores.tolist(), color=ACCENTS[place % 4], marker=marker, label=name)
        axes.set_xticks(words.tolist())
        axes.margins(y=0.1)
        _legend(canvas, axes)
    alt = f"For each of {len(p)} words, six scores: every objective has its optimum at a place of its own."
    numbers = [["word", *map(str, words.tolist())], *(_row(name, scores) for name, scores in rows.items())]
    return _figure(canvas, alt, numbers)


def sigmoid_table_error() -> Figure:
    """What the tables of word2vec.c and fastText read, less the logistic function: least and most in every tenth."""
    tenths = torch.linspace(-5.95, 5.95, 120, dtype=torch.float64)
    scores = tenths[:, None] + torch.linspace(-0.0499, 0.0499, 200, dtype=torch.float64)
    errors = {
        "word2vec.c, gensim": shipped_code.table_sigmoid(scores) - scores.sigmoid(),
        "fastText": shipped_code.fasttext_sigmoid(scores) - scores.sigmoid(),
    }
    rows = [_row("Score near", tenths[[20, 40, 60, 80, 100]])]
    with _drawing("Score", "Table less logistic function") as (canvas, axes):
        for (name, error), hatch, accent in zip(errors.items(), ("", "//"), ACCENTS, strict=False):
            low, high = error.aminmax(dim=1)
            axes.fill_between(tenths.tolist(), low.tolist(), high.tolist(), label=name, hatch=hatch,
                              facecolor=accent, edgecolor=INK, linewidth=0.5, alpha=0.6)  # fmt: skip
            rows += [_row(f"{name}, {side}", line[[20, 40, 60, 80, 100]], 2) for side, line in
                     (("most", low), ("least", high))]  # fmt: skip
        _legend(canvas, axes)
    alt = (
        "Two bands, all but always below zero and deepest near a score of zero: both tables read too low there, "
        f"that of word2vec.c by up to {errors['word2vec.c, gensim'].abs().max():.2g}."
    )
    return _figure(canvas, alt, rows)


def difference_errors() -> Figure:
    """The error of a central difference of the exponential against its step, and its bound: a V in each precision."""
    steps = [2.0**-power for power in range(1, 30, 2)]
    lines = {}
    for dtype in (torch.float32, torch.float64):
        name = str(dtype).removeprefix("torch.")
        lines[name] = _difference_error(steps, dtype)
        largest = [math.exp(2 + step) for step in steps]
        bounds = (float32.difference_bound(step, dtype, size, size) for step, size in zip(steps, largest, strict=True))
        lines[f"{name}, at most"] = torch.tensor(list(bounds), dtype=torch.float64)
    bottoms = (f"{float32.best_step(getattr(torch, name)):.1g} in {name}" for name in ("float32", "float64"))
    alt = (
        "Largest error of a central difference of the exponential against its step, both on logarithmic axes: a V in "
        f"each precision, below a V of bounds, with the bottom near a step of {' and of '.join(bottoms)}."
    )
    return _curves(torch.tensor(steps, dtype=torch.float64), lines, alt, "Step h", "Largest error",
                   at=[2**-7, 2**-17], log="xy", digits=1)  # fmt: skip


def loss_curves(curves: Mapping[str, Sequence[float]], up: str = "Loss, in nats per pair", first: int = 1) -> Figure:
    """A loss of several runs after each pass over the text, from pass `first` on; the first and last as numbers."""
    with _drawing("Pass", up) as (canvas, axes):
        for number, (name, losses) in enumerate(curves.items()):
            marker = "" if number < len(LINES) else "o"
            axes.plot(range(first, first + len(losses)), losses, label=name, marker=marker)
        _legend(canvas, axes)
        axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    ends = ", ".join(f"{name} ends at {losses[-1]:.3g}" for name, losses in curves.items())
    rows = [["run", *curves], ["first", *(_short(c[0]) for c in curves.values())],
            ["last", *(_short(c[-1]) for c in curves.values())]]  # fmt: skip
    return _figure(canvas, f"{up}, after each pass: {ends}.", rows)


def scatter(expected: Tensor, found: Tensor, expected_name: str, found_name: str) -> Figure:
    """What was found against what was expected, with the line on which they are equal."""
    largest = (found - expected).abs().max()
    low, high = min(expected.min(), found.min()).item(), max(expected.max(), found.max()).item()
    with _drawing(expected_name, found_name) as (canvas, axes):
        axes.plot([low, high], [low, high], color=INK, linewidth=1)
        axes.scatter(expected.flatten().tolist(), found.flatten().tolist(), color=ACCENTS[0], s=14)
    alt = f"{found_name} against {expected_name}: {expected.numel()} points on the line of equality, or near it."
    return _figure(canvas, alt, [["points", "largest deviation"], [str(expected.numel()), _short(largest.item())]])


@contextmanager
def _drawing(across: str, up: str) -> Iterator[tuple[Canvas, Axes]]:
    with matplotlib.rc_context(STYLE):
        canvas = Canvas(figsize=(4.3, 3.1), layout="constrained")
        yield canvas, canvas.add_subplot(xlabel=across, ylabel=up)


def _legend(canvas: Canvas, axes: Axes) -> None:
    """What each line is, above the axes in two columns, or in one where a name is long."""
    handles, names = axes.get_legend_handles_labels()
    columns = 2 if max(map(len, names)) < 20 else 1
    canvas.set_figheight(canvas.get_figheight() + 0.24 * (len(names) // columns - 1))
    canvas.legend(handles, names, loc="outside upper left", ncols=columns)


def _curves(
    x: Tensor, lines: Mapping[str, Tensor], alt: str, across: str, up: str, *, at: Sequence[float], log: str = "",
    marker: str = "", digits: int = 3,
) -> Figure:  # fmt: skip
    """Several lines over one axis; the numbers are those nearest to the places `at`."""
    with _drawing(across, up) as (canvas, axes):
        for name, line in lines.items():
            axes.plot(x.tolist(), line.tolist(), label=name, marker=marker)
        axes.set(**{f"{axis}scale": "log" for axis in log})
        for axis in (getattr(axes, f"{name}axis") for name in log):
            axis.set_major_formatter("{x:g}")
            axis.set_minor_locator(NullLocator())
        if not log and not x.is_floating_point():
            axes.set_xticks(x.tolist())
        _legend(canvas, axes)
    places = [int((x - place).abs().argmin()) for place in at]
    rows = [_row(name, line[places], digits) for name, line in lines.items()]
    return _figure(canvas, alt, [_row(across, x[places]), *rows])


def _difference_error(steps: Sequence[float], dtype: torch.dtype) -> Tensor:
    points = torch.arange(64, 257, dtype=dtype) / 128  # from a half to two, and exact, as are the places a step away
    slopes = [float32.central_difference(torch.exp, points, step) for step in steps]
    return torch.stack([(slope.double() - points.double().exp()).abs().max() for slope in slopes])


def _paths(tree: Tree) -> list[tuple[int, ...]]:
    return [tuple(codes[:length]) for codes, length in zip(tree.codes.tolist(), tree.lengths.tolist(), strict=True)]


def _tree_places(tree: Tree) -> dict[tuple[int, ...], tuple[float, float]]:
    """Place of every node by its path: leaves evenly from left to right, an inner node midway between its two."""
    leaves = sorted(_paths(tree))
    places = {path: (float(order), -float(len(path))) for order, path in enumerate(leaves)}
    inner = {path[:depth] for path in leaves for depth in range(len(path))}
    for path in sorted(inner, key=len, reverse=True):
        places[path] = ((places[(*path, 0)][0] + places[(*path, 1)][0]) / 2, -float(len(path)))
    return places


def _row(name: str, values: Tensor, digits: int = 3) -> list[str]:
    return [name, *(_short(value, digits) for value in values.detach().tolist())]


def _short(value: float, digits: int = 3) -> str:
    if abs(value) < 1e-15:
        return "0"
    return str(int(value)) if value == round(value) else f"{value:.{digits}g}"


def _figure(canvas: Canvas, alt: str, rows: Sequence[Sequence[str]]) -> Figure:
    return Figure(_svg(canvas, alt), alt, tuple(tuple(row) for row in rows))


def _svg(canvas: Canvas, alt: str) -> str:
    """The drawing without what would differ from day to day, with ink and accents that follow the page."""
    text = StringIO()
    with matplotlib.rc_context({**STYLE, "svg.hashsalt": alt}):
        canvas.savefig(text, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    svg = text.getvalue()
    svg = re.sub(r"<(metadata|style)\b.*?</\1>\s*", "", svg[svg.index("<svg") :], flags=re.DOTALL)
    used = set(re.findall(r"#([\w-]+)[\")]", svg))
    svg = re.sub(r' id="([\w.-]+)"', lambda found: found[0] if found[1] in used else "", svg)
    svg = re.sub(r"font-family: [^;\"]*", "font-family: inherit", svg)
    svg = svg.replace(INK, "currentColor").replace(GRID, "currentColor")
    for number, accent in enumerate(ACCENTS, start=1):
        svg = svg.replace(accent, f"var(--figure-{number}, {accent})")
    return svg.replace("<svg", f'<svg aria-label="{escape(alt)}" stroke-linejoin="round"', 1)
