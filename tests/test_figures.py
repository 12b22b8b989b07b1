from __future__ import annotations

import math
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections import Counter
from pathlib import Path

import pytest
import torch
import torch.nn.functional as F

from word2vec_derived import figures
from word2vec_derived.figures import drawing

pytestmark = pytest.mark.xdist_group("figures")  # one process takes them all, as they share the drawings

STYLES = Path(__file__).parents[1] / "src/proofpress/assets/chain.css"
PAPER = {"light": "#ffffff", "dark": "#1e2129"}  # what Material draws a page on
P, Q = torch.tensor([0.5, 0.2, 0.2, 0.1]).double(), torch.tensor([0.4, 0.3, 0.2, 0.1]).double()
KEEP = torch.tensor([0.25, 0.5, 0.75, 1.0]).double()
SCORES = torch.tensor([-1.42, 0.414, 0.378, -0.0956, -0.0969]).double()
INPUTS = torch.tensor([[0.5, -1.0], [1.0, 0.25], [-0.5, 0.75]]).double()
OUTPUTS = torch.tensor([[1.0, 0.0], [0.5, 1.0], [-1.0, 0.5]]).double()
SEEN = torch.tensor([[3.0, 1.0, 2.0], [1.0, 4.0, 1.0], [2.0, 1.0, 1.0]]).double() / 16
DRAWN_TOO = 2 * SEEN.sum(1, keepdim=True) * SEEN.sum(0)

DRAWN = {
    "softmax_bars": lambda: figures.softmax_bars(SCORES),
    "nll_against_score": lambda: figures.nll_against_score(5),
    "cbow_gradients": lambda: figures.cbow_gradients(INPUTS, OUTPUTS, torch.tensor([0, 2, 2]), torch.tensor(1)),
    "sigmoid_and_slope": figures.sigmoid_and_slope,
    "logistic_loss_against_score": figures.logistic_loss_against_score,
    "mistaken_gradients": figures.mistaken_gradients,
    "terms_of_a_negative": figures.terms_of_a_negative,
    "focal_slopes": figures.focal_slopes,
    "gradient_arrows": lambda: figures.gradient_arrows(
        torch.tensor([0.5, -1.0]), torch.tensor([[1.0, 0], [0, 1], [-1, 0.5]]), torch.tensor(1)
    ),
    "window_weights": lambda: figures.window_weights(5),
    "noise_against_exponent": lambda: figures.noise_against_exponent([1000, 100, 10]),
    "keep_probabilities": lambda: figures.keep_probabilities(1e-5),
    "huffman_tree": lambda: figures.huffman_tree(["the", "cat", "sat", "mat"], [9, 4, 2, 1]),
    "sampled_softmax_biases": lambda: figures.sampled_softmax_biases(SCORES[:4], torch.tensor(1), Q, 4),
    "nce_gradients": lambda: figures.nce_gradients(SCORES[:4], P, Q),
    "optima": lambda: figures.optima(P, Q, 3),
    "trained_optima": lambda: figures.trained_optima(P, KEEP, Q, 0.75, 3),
    "drift_of_the_balance": lambda: figures.drift_of_the_balance(INPUTS, OUTPUTS, SEEN, DRAWN_TOO, 2),
    "losses_by_dimension": lambda: figures.losses_by_dimension(SEEN, DRAWN_TOO),
    "two_lines_through_the_tables": figures.two_lines_through_the_tables,
    "near_the_optimum": lambda: figures.near_the_optimum(0.3, 0.5),
    "infonce_bounds": lambda: figures.infonce_bounds(P, Q, 4),
    "probability_biases": lambda: figures.probability_biases(SCORES[0], SCORES[1:], Q, 4),
    "pair_weights": lambda: figures.pair_weights(50.0, 100.0, 0.75),
    "cosines_after_a_shear": figures.cosines_after_a_shear,
    "scores_of_walks": lambda: figures.scores_of_walks(1 - torch.eye(3).double(), 2, 1),
    "cost_of_a_shift": lambda: figures.cost_of_a_shift(P, Q, 3),
    "objectives_together": figures.objectives_together,
    "sigmoid_table_error": figures.sigmoid_table_error,
    "difference_errors": figures.difference_errors,
    "loss_curves": lambda: figures.loss_curves({"softmax": [3.0, 2.5, 2.25], "NCE": [4.0, 3.0, 2.5]}),
    "scatter": lambda: figures.scatter(torch.arange(4.0), torch.tensor([0.0, 1, 2.5, 3]), "PMI", "Trained"),
}


@pytest.fixture(scope="module")
def canvases():
    return {}


@pytest.fixture(scope="module")
def drawn(canvases):
    def noted(canvas, alt):
        canvases[alt] = canvas
        return svg(canvas, alt)

    svg = drawing._svg
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(drawing, "_svg", noted)
        return {name: draw() for name, draw in DRAWN.items()}


def table(figure):
    """The numbers of a figure: the first word of each row, and the rest of the row."""
    return {row[0]: row[1:] for row in figure.numbers}


def near(cells, values):
    """The cells are the values, rounded to the digits shown."""
    return [float(cell) for cell in cells] == pytest.approx(
        torch.as_tensor(values).detach().tolist(), rel=6e-3, abs=1e-6
    )


def test_every_public_figure_is_tested():
    assert set(figures.__all__) - {"Figure"} == set(DRAWN)
    drawn_in = Path(figures.__file__).parent.glob("*.py")
    public = {
        name for path in drawn_in for name in re.findall(r"^def ([a-z]\w*)\(.*-> Figure:", path.read_text(), re.M)
    }
    assert public - {"curves", "figure"} == set(DRAWN)


@pytest.mark.parametrize("name", DRAWN)
def test_a_figure_is_an_svg_that_follows_the_page(name, drawn):
    svg = drawn[name]._repr_svg_()
    root = ET.fromstring(svg)
    assert root.get("aria-label") == drawn[name].alt
    assert set(re.findall(r"(?:fill|stroke): (#\w+)", svg)) == set()
    assert "currentColor" in svg
    assert "<style" not in svg
    assert "metadata" not in svg
    assert "white" not in svg
    words = " ".join(text for node in root.iter("{http://www.w3.org/2000/svg}text") for text in node.itertext())
    assert words
    assert Counter(re.findall(r' id="([^"]+)"', svg)).most_common(1)[0][1] == 1 if ' id="' in svg else True


@pytest.mark.parametrize("name", DRAWN)
def test_each_shape_has_its_name_in_its_colour_where_nothing_else_is(name, drawn, canvases):
    (axes,) = canvases[drawn[name].alt].axes
    labels = axes.get_legend_handles_labels()[1]
    names = [text for text in axes.texts if text.get_color() in drawing.ACCENTS]
    assert [text.get_text() for text in names] == labels
    assert len({text.get_color() for text in names}) == len(labels)
    boxes = [text.get_window_extent() for text in names]
    lines = [line.get_transform().transform_path(line.get_path()) for line in axes.lines if line.get_linewidth() > 1]
    bars = [bar.get_window_extent() for bar in axes.patches]
    for at, box in enumerate(boxes):
        assert axes.bbox.fully_containsx(box.x0)
        assert axes.bbox.fully_containsx(box.x1)
        assert axes.bbox.fully_containsy(box.y0)
        assert axes.bbox.fully_containsy(box.y1)
        assert not any(line.intersects_bbox(box, filled=False) for line in lines)
        assert not any(box.overlaps(other) for other in [*boxes[at + 1 :], *bars])


def test_no_two_lines_differ_by_colour_alone():
    assert len({*map(str, drawing.LINES)}) == len({*drawing.MARKERS}) == len(drawing.ACCENTS)


@pytest.mark.parametrize("scheme", PAPER)
def test_the_colours_of_names_can_be_read(scheme):
    parts = STYLES.read_text("utf-8").split('[data-md-color-scheme="slate"] {')
    light, dark = (re.findall(r"--figure-\d: (#\w{6})", part) for part in parts[:2])
    assert tuple(light) == drawing.ACCENTS
    for colour in {"light": light, "dark": dark}[scheme]:
        one, other = sorted((luminance(colour), luminance(PAPER[scheme])))
        assert (other + 0.05) / (one + 0.05) >= 4.5, colour


def luminance(colour):
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = (x / 12.92 if x <= 0.04045 else ((x + 0.055) / 1.055) ** 2.4 for x in parts)
    return sum(weight * x for weight, x in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@pytest.mark.parametrize("name", DRAWN)
def test_a_figure_is_the_same_every_time(name, drawn):
    assert DRAWN[name]().svg == drawn[name].svg


@pytest.mark.parametrize("name", DRAWN)
def test_a_figure_says_what_is_to_be_seen_and_shows_its_numbers(name, drawn):
    said, *rows = repr(drawn[name]).split("\n")
    assert said == drawn[name].alt
    assert said.endswith(".")
    assert [re.split(r"\s{2,}", row) for row in rows] == [list(row) for row in drawn[name].numbers]
    assert all(row.strip() for row in rows)


def test_the_bars_are_the_softmax_of_torch(drawn):
    assert near(table(drawn["softmax_bars"])["probability"], SCORES.softmax(0))


def test_the_loss_is_that_of_torch_at_the_scores_shown(drawn):
    numbers = table(drawn["nll_against_score"])
    at = torch.tensor([float(score) for score in numbers["Score of the observed word"]]).double()
    scores = F.pad(at[:, None], (0, 4)).requires_grad_()
    losses = F.cross_entropy(scores, torch.zeros(len(at), dtype=torch.int64), reduction="none")
    losses.sum().backward()
    assert near(numbers["loss"], losses)
    assert near(numbers["gradient"], scores.grad[:, 0])


@pytest.mark.parametrize(("name", "reduce"), [("mean", torch.mean), ("sum", torch.sum)])
def test_each_word_of_a_window_receives_what_autograd_gives_it(name, reduce, drawn):
    window = INPUTS[[0, 2, 2]].requires_grad_()
    F.cross_entropy(OUTPUTS @ reduce(window, dim=0), torch.tensor(1)).backward()
    assert near(table(drawn["cbow_gradients"])[name], window.grad[0])


def test_the_shipped_step_is_as_many_gradients_as_the_window_has_words(drawn):
    numbers = table(drawn["cbow_gradients"])
    assert near(numbers["as shipped"], [3 * float(cell) for cell in numbers["mean"]])


def test_the_two_lines_cost_what_the_logistic_loss_of_torch_says(drawn):
    numbers = table(drawn["two_lines_through_the_tables"])
    at = torch.tensor([float(value) for value in numbers["Input"]]).double()
    for name, scores in {"output 1": at, "output = input": at * at}.items():
        assert near(numbers[name], F.binary_cross_entropy_with_logits(scores, 0 * at + 1, reduction="none"))


def test_the_drift_is_that_of_autograds_steps_and_halves_with_the_rate(drawn):
    numbers = table(drawn["drift_of_the_balance"])
    tables = [INPUTS.clone().requires_grad_(), OUTPUTS.clone().requires_grad_()]
    search = torch.optim.SGD(tables, lr=0.1)

    def difference():
        return (tables[0].T @ tables[0] - tables[1].T @ tables[1]).detach()

    first = difference()
    for _ in range(20):
        search.zero_grad()
        scores = tables[0] @ tables[1].T
        (SEEN * F.softplus(-scores) + DRAWN_TOO * F.softplus(scores)).sum().backward()
        search.step()
    assert near(numbers["rate 0.1"][-1:], [(difference() - first).abs().max().item()])


def test_descent_ends_where_no_scores_of_the_dimension_cost_less(drawn):
    numbers = table(drawn["losses_by_dimension"])

    def loss(scores):
        return (SEEN * F.softplus(-scores) + DRAWN_TOO * F.softplus(scores)).sum()

    least, generator = loss((SEEN / DRAWN_TOO).log()), torch.Generator().manual_seed(0)
    for dimension, found in zip((1, 2), numbers["descent"], strict=False):
        for _ in range(20):
            one, other = torch.randn(2, 3, dimension, generator=generator, dtype=torch.float64)
            assert loss(one @ other.T) - least >= float(found) * 0.99
        assert float(found) <= float(numbers["SVD of the target"][dimension - 1])
    left, values, right = torch.linalg.svd((SEEN / DRAWN_TOO).log())
    truncated = [left[:, :d] @ values[:d].diag() @ right[:d] for d in (1, 2)]
    assert near(numbers["SVD of the optimum"][:2], [loss(scores) - least for scores in truncated])


def test_the_sigmoid_and_its_slope_are_those_of_torch(drawn):
    numbers = table(drawn["sigmoid_and_slope"])
    at = torch.tensor([float(score) for score in numbers["Score"]]).double().requires_grad_()
    at.sigmoid().sum().backward()
    assert near(numbers["sigmoid"], at.sigmoid())
    assert near(numbers["slope"], at.grad)


def test_the_focal_slopes_are_those_of_autograd(drawn):
    numbers = table(drawn["focal_slopes"])
    for power in (0, 1, 2, 5):
        at = torch.tensor([float(score) for score in numbers["Score of the observed word"]]).double().requires_grad_()
        ((1 - at.sigmoid()) ** power * F.softplus(-at)).sum().backward()
        assert near(numbers[f"r = {power}"], at.grad)


def test_both_terms_of_negative_sampling_are_those_of_torch(drawn):
    numbers = table(drawn["logistic_loss_against_score"])
    at = torch.tensor([float(score) for score in numbers["Score"]]).double()
    assert near(numbers["loss if observed"], -F.logsigmoid(at))
    assert near(numbers["loss if drawn"], -F.logsigmoid(-at))
    assert near(numbers["gradient if observed"], at.sigmoid() - 1)
    assert near(numbers["gradient if drawn"], at.sigmoid())


def test_the_right_gradient_of_a_negative_is_that_of_autograd_and_each_mistake_is_as_it_is_made(drawn):
    numbers = table(drawn["mistaken_gradients"])
    at = torch.tensor([float(score) for score in numbers["Score of the negative"]]).double().requires_grad_()
    terms = {
        "right": -F.logsigmoid(-at),
        "observed word's": -F.logsigmoid(at),
        "inner sign lost": F.logsigmoid(at),
        "logarithm lost": at.sigmoid(),
    }
    for name, term in terms.items():
        (slope,) = torch.autograd.grad(term.sum(), at)
        assert near(numbers[name], slope)


def test_the_arrow_runs_from_expected_to_observed(drawn):
    numbers = table(drawn["gradient_arrows"])
    vectors = torch.tensor([[1.0, 0], [0, 1], [-1, 0.5]])
    expected = (vectors @ torch.tensor([0.5, -1.0])).softmax(0) @ vectors
    assert near(numbers["observed"], vectors[1])
    assert near(numbers["expected"], expected)
    assert near(numbers["gradient"], expected - vectors[1])


def test_the_loss_and_its_square_are_those_of_torch(drawn):
    numbers = table(drawn["near_the_optimum"])
    errors = torch.tensor([float(error) for error in numbers["Score, less its best value"]]).double()
    best = torch.tensor(0.3 / 0.5).double().log().requires_grad_()
    losses = [-0.3 * F.logsigmoid(s) - 0.5 * F.logsigmoid(-s) for s in (best + errors, best)]
    assert near(numbers["loss"], losses[0] - losses[1])
    (slope,) = torch.autograd.grad(losses[1], best, create_graph=True)
    (bend,) = torch.autograd.grad(slope, best)
    assert near(numbers["weighted square"], bend * errors**2 / 2)


def test_a_pair_weighs_what_newton_would_have_it_weigh_and_what_glove_says(drawn):
    numbers = table(drawn["pair_weights"])
    seen = torch.tensor([float(count) for count in numbers["Count"]]).double()
    best = (seen / 50).log()
    bend = torch.autograd.functional.hessian(
        lambda s: -(seen * F.logsigmoid(s) + 50 * F.logsigmoid(-s)).sum() / 50, best
    )
    assert near(numbers["negative sampling"], bend.diag())
    assert near(numbers["GloVe"], [min(1.0, (count / 100) ** 0.75) for count in seen.tolist()])


def test_infonce_says_more_with_more_negatives_and_never_the_whole_divergence(drawn):
    numbers = table(drawn["infonce_bounds"])
    bounds = [float(cell) for cell in numbers["InfoNCE"]]
    assert bounds == sorted(bounds)
    assert near(numbers["divergence"], [F.kl_div(Q.log(), P, reduction="sum")] * 4)
    assert bounds[-1] < float(numbers["divergence"][0])


def test_a_bias_is_the_mean_over_every_draw_and_its_bound_falls_as_one_over_the_draws(drawn):
    numbers, (r, worth) = table(drawn["probability_biases"]), (SCORES[0].exp(), SCORES[1:].exp() / Q)
    whole = r + SCORES[1:].exp().sum()
    one, two = Q @ (r / (r + worth)), Q @ (r / (r + (worth + worth[:, None]) / 2)) @ Q
    assert near(numbers["bias"][:2], torch.stack([one, two]) - r / whole)
    spread = Q @ worth**2 - (Q @ worth) ** 2
    assert near(numbers["bound"], spread / whole**2 / torch.arange(1, 5))


def test_a_shift_costs_where_labels_are_binary_and_nowhere_else(drawn):
    numbers = table(drawn["cost_of_a_shift"])
    shifts = torch.tensor([float(shift) for shift in numbers["Shift of all scores"]]).double()[:, None]
    best = (P / (3 * Q)).log()
    losses = [-(P * F.logsigmoid(s) + 3 * Q * F.logsigmoid(-s)).sum(-1) for s in (best + shifts, best)]
    assert numbers["softmax"] == numbers["over candidates"] == ("0",) * 5
    assert near(numbers["negative sampling"], losses[0] - losses[1])
    assert numbers["NCE"] == numbers["negative sampling"]


def test_thinning_adds_one_logarithm_and_smoothing_takes_one_off(drawn):
    numbers = {
        name: torch.tensor([float(cell) for cell in cells]) for name, cells in table(drawn["trained_optima"]).items()
    }
    left, flat = P * KEEP / (P @ KEEP), Q**0.75 / (Q**0.75).sum()
    assert near(table(drawn["trained_optima"])["both"], (left / (3 * flat)).log())
    for first, second in (("neither", "thinned"), ("smoothed", "both")):
        assert torch.allclose(numbers[second].double() - numbers[first], (left / P).log(), atol=0.01)


def test_the_weights_fall_by_equal_steps(drawn):
    assert table(drawn["window_weights"])["weight"] == ("1", "0.8", "0.6", "0.4", "0.2")


def test_the_noise_flattens_as_the_exponent_falls(drawn):
    numbers = table(drawn["noise_against_exponent"])
    for place, exponent in enumerate((0, 0.5, 0.75, 1)):
        powers = [count**exponent for count in (1000, 100, 10)]
        shown = [numbers[f"count {count}"][place] for count in (1000, 100, 10)]
        assert near(shown, [power / sum(powers) for power in powers])


def test_the_keep_probabilities_are_those_of_both_formulas(drawn):
    numbers = table(drawn["keep_probabilities"])
    frequencies = [float(f) for f in numbers["Relative frequency of the word"]]
    assert near(numbers["as printed"], [min(1, math.sqrt(1e-5 / f)) for f in frequencies])
    assert near(numbers["as shipped"], [min(1, math.sqrt(1e-5 / f) + 1e-5 / f) for f in frequencies])


def test_frequent_words_have_short_codes(drawn):
    assert [len(code) for code in table(drawn["huffman_tree"])["code"]] == [1, 2, 3, 3]


def test_the_gradient_of_nce_ends_at_that_of_maximum_likelihood(drawn):
    numbers = table(drawn["nce_gradients"])
    limit = (SCORES[:4].softmax(0) - P)[0]
    assert near(numbers["maximum likelihood"], [limit] * 5)
    assert abs(float(numbers["NCE"][-1]) - limit) < 2e-3 < abs(float(numbers["NCE"][0]) - limit)


def test_with_one_negative_the_bias_is_that_of_a_softmax_over_two(drawn):
    numbers = table(drawn["sampled_softmax_biases"])
    scores = SCORES[:4]
    gradient = torch.zeros(4).double()
    for word in range(4):
        wrong = torch.sigmoid(scores[word] - scores[1])
        gradient[word] += Q[word] * wrong
        gradient[1] -= Q[word] * wrong
    bias = gradient - (scores.softmax(0) - F.one_hot(torch.tensor(1), 4))
    assert near(numbers["without"][:1], [bias.abs().max()])
    assert float(numbers["with log q taken off"][-1]) < float(numbers["with log q taken off"][0])


def test_each_optimum_is_its_closed_form(drawn):
    numbers = table(drawn["optima"])
    assert near(numbers["softmax, NCE"], P.log())
    assert near(numbers["negative sampling"], (P / Q).log() - math.log(3))
    assert near(numbers["equals skipped"], (P / (1 - P)).log() - (3 * Q).log())
    assert near(numbers["mean of negatives"], (P / Q).log())
    assert near(numbers["over candidates"], (P / Q / (P / Q).sum()).log())
    others = torch.tensor([sum(P[i] / (1 - Q[i]) for i in range(4) if i != j) for j in range(4)])
    assert near(numbers["equals redrawn"], (P / (3 * Q * others)).log())


def test_the_bands_hold_what_both_tables_read_just_above_a_score_of_zero(drawn):
    def logistic(x):
        return 1 / (1 + math.exp(-x))

    shown = table(drawn["sigmoid_table_error"])
    scores = [n / 100_000 for n in range(1, 10_000)]
    entries = {
        "word2vec.c, gensim": [math.floor((x + 6) * 83) / 1000 * 12 - 6 for x in scores],
        "fastText": [math.floor(x * 32) / 32 for x in scores],
    }
    for name, meant in entries.items():
        errors = [logistic(entry) - logistic(x) for entry, x in zip(meant, scores, strict=True)]
        assert float(shown[f"{name}, most"][2]) == pytest.approx(min(errors), rel=0.02)
        assert float(shown[f"{name}, least"][2]) == pytest.approx(max(errors), rel=0.02, abs=1e-4)


def test_the_error_of_a_difference_is_a_sixth_of_the_square_of_the_step(drawn):
    error, most = (float(table(drawn["difference_errors"])[name][0]) for name in ("float64", "float64, at most"))
    assert error == pytest.approx(2**-14 / 6 * math.e**2, rel=0.1)
    assert error <= most


def test_helpers_for_labs_show_where_runs_end_and_how_far_points_stray(drawn):
    assert table(drawn["loss_curves"])["last"] == ("2.25", "2.5")
    assert drawn["scatter"].numbers[1] == ("4", "0.5")


def test_two_pictures_on_a_page_share_no_id(drawn):
    ids = [name for figure in drawn.values() for name in re.findall(r' id="([^"]+)"', figure.svg)]
    assert [name for name, times in Counter(ids).items() if times > 1] == []


def test_the_numbers_are_the_same_without_the_newest_instructions(drawn):
    program = (
        "import importlib.util as u, sys; s = u.spec_from_file_location('drawn', sys.argv[1]);"
        "m = u.module_from_spec(s); s.loader.exec_module(m); m.drawing._svg = lambda *_: '';"  # its numbers alone
        "[print(draw()) for draw in m.DRAWN.values()]"
    )
    plain = os.environ | {"ATEN_CPU_CAPABILITY": "default"}
    ran = subprocess.run(
        [sys.executable, "-c", program, __file__], env=plain, capture_output=True, text=True, check=True
    )
    assert ran.stdout == "".join(f"{figure}\n" for figure in drawn.values())


def test_a_shear_moves_the_cosine_and_not_the_loss(drawn):
    numbers = table(drawn["cosines_after_a_shear"])
    shears = torch.tensor([float(shear) for shear in numbers["Shear r"]]).double()
    assert near(numbers["cosine"], shears / (1 + shears**2).sqrt())
    assert near(numbers["loss of a pair"], F.softplus(torch.tensor(-1.0)).expand(len(shears)))


def test_the_scores_of_walks_are_those_of_all_walks_counted(drawn):
    numbers = table(drawn["scores_of_walks"])
    for at, length in enumerate((3, 4, 6)):
        walks = [[0]]
        for _ in range(length - 1):
            walks = [[*walk, node] for walk in walks for node in range(3) if node != walk[-1]]
        pairs = Counter(walk[k] == walk[k + m] for walk in walks for m in (1, 2) for k in range(length - m))
        itself = pairs[True] / pairs.total()
        assert near([numbers["itself"][at]], [math.log(itself / (1 / 3))])
        assert near([numbers["a neighbour"][at]], [math.log((1 - itself) / 2 / (1 / 3))])
