"""Pictures that move: their functions are what torch computes, and without a script the same picture stands there."""

from __future__ import annotations

import gzip
import random
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import torch
from playwright.sync_api import Locator, Page, expect
from torch import Tensor, tensor
from torch.nn.functional import logsigmoid

from word2vec_derived.reference import likelihood, nll, optimum, sampling

Letters = dict[str, Any]


@pytest.fixture(scope="module", autouse=True)
def _doubles() -> Iterator[None]:
    """Torch counts in doubles here, as JavaScript does, and nowhere else."""
    before = torch.get_default_dtype()
    torch.set_default_dtype(torch.float64)
    yield
    torch.set_default_dtype(before)


def _softmax(r: random.Random) -> tuple[Letters, dict[str, Tensor]]:
    scores, o, j = [r.uniform(-9, 9) for _ in range(5)], r.randint(1, 5), r.randint(1, 5)
    s = tensor(scores)
    told = {
        "probability": nll.softmax(s)[j - 1],
        "gradient": nll.nll_gradient(s, tensor(o - 1))[j - 1],
        "NLL of word 2": nll.nll(s, tensor(o - 1)),
    }
    return {"V": 5, "o": o, "j": j, "i": j, "s": scores}, told


def _balance(r: random.Random) -> tuple[Letters, dict[str, Tensor]]:
    p, q, s, K = r.random(), r.random(), r.uniform(-9, 9), r.randint(1, 20)  # noqa: N806
    score = tensor(s, requires_grad=True)
    (-p * logsigmoid(score) - K * q * logsigmoid(-score)).backward()
    return {"i": 1, "K": K, "p": [p], "q": [q], "s": [s]}, {"gradient in the score": score.grad}


def _noise(r: random.Random) -> tuple[Letters, dict[str, Tensor]]:
    counts, exponent, i, j = [r.uniform(1, 99) for _ in range(3)], r.random(), r.randint(1, 3), r.randint(1, 3)
    noise = sampling.smoothed_noise(tensor(counts), exponent)
    letters = {"word_count": counts, "exponent": exponent, "i": i, "j": j, "V": 3}
    return letters, {"times as often": noise[j - 1] / noise[i - 1]}


def _subsampling(r: random.Random) -> tuple[Letters, dict[str, Tensor]]:
    threshold = r.uniform(1e-4, 1e-2)
    frequency = tensor(threshold * r.uniform(3, 50)).clamp(max=1)
    told = {
        "kept as printed": sampling.subsampling_printed(frequency, threshold),
        "kept as shipped": sampling.subsampling_shipped(frequency, threshold),
    }
    return {"threshold": threshold, "frequency": frequency.item()}, told


def _optimum(r: random.Random) -> tuple[Letters, dict[str, Tensor]]:
    p, q = (torch.tensor([r.uniform(0.1, 1) for _ in range(4)]) for _ in "pq")
    p, q, i, K = p / p.sum(), q / q.sum(), r.randint(1, 4), r.randint(1, 20)  # noqa: N806
    letters = {"p": p.tolist(), "q": q.tolist(), "K": K, "i": i, "V": 4}
    return letters, {"score at the optimum": optimum.negative_sampling_optimum(p, q, K)[i - 1]}


def _window(r: random.Random) -> tuple[Letters, dict[str, Tensor]]:
    m = r.randint(1, 20)
    a = r.randint(1, m)
    return {"m": m, "a": a}, {"weight at a distance": likelihood.window_weight(tensor(a), m)}


def _step(r: random.Random) -> tuple[Letters, dict[str, Tensor]]:
    u, v = [[[r.uniform(-2, 2), r.uniform(-2, 2)] for _ in range(n)] for n in (3, 1)]
    alpha, n, y = r.uniform(0, 2), r.randint(1, 3), [float(r.randint(0, 1)) for _ in range(3)]
    word = tensor(u[n - 1], requires_grad=True)
    torch.nn.functional.binary_cross_entropy_with_logits(word @ tensor(v[0]), tensor(y[n - 1])).backward()
    step = (word - alpha * word.grad).detach()
    letters = {"c": 1, "d": 2, "alpha": alpha, "y": y, "v": v, "u": u, "n": n, "o": n}
    return letters, {"across": step[0], "up": step[1]}


FIGURES: dict[str, tuple[str, Callable[[random.Random], tuple[Letters, dict[str, Tensor]]]]] = {
    "moving-softmax": ("nll/", _softmax),
    "moving-balance": ("negative-sampling/", _balance),
    "moving-noise": ("sampling/", _noise),
    "moving-subsampling": ("sampling/", _subsampling),
    "moving-optimum": ("optimum/", _optimum),
    "moving-window": ("likelihood/", _window),
    "moving-step": ("shipped-code/", _step),
}
figures = pytest.mark.parametrize(
    "name", [pytest.param(name, marks=pytest.mark.opens(path)) for name, (path, _) in FIGURES.items()]
)
POINTS = 300
AT = """([name, points]) => {
    const add = (lo, hi, f) => Array.from({ length: hi - lo + 1 }, (_, k) => f(lo + k))
    const all = join => (lo, hi, f) => add(lo, hi, f).reduce(join)
    const functions = window.pressMoving[name](all((a, b) => a + b), all((a, b) => a * b))
    return points.map(([side, letters]) => functions[side](letters))
}"""
REDRAWN = """svg => {
    const input = svg.closest("figure").querySelector("input")
    input.dispatchEvent(new Event("input"))
    return svg.innerHTML
}"""


@pytest.fixture
def figure(page: Page, name: str) -> Locator:
    page.goto(FIGURES[name][0])
    return page.locator(f"#{name}")


@figures
def test_its_functions_are_what_torch_computes(page: Page, figure: Locator, name: str) -> None:
    r = random.Random(name)
    drawn = [FIGURES[name][1](r) for _ in range(POINTS)]
    points = [(side, letters | ({"l": 1 + (side == "up")})) for letters, told in drawn for side in told]
    wanted = torch.stack([x.detach().double() for _, told in drawn for x in told.values()])
    found = torch.tensor(page.evaluate(AT, [name, points]))
    assert len(found) >= POINTS
    torch.testing.assert_close(found, wanted, rtol=1e-12, atol=1e-12)
    assert figure.count() == 1


@figures
def test_the_picture_without_a_script_is_the_one_that_is_drawn_again(figure: Locator) -> None:
    svg = figure.locator("svg")
    before, after = svg.inner_html(), svg.evaluate(REDRAWN)
    numbers = re.compile(r"\d+\.\d")
    assert numbers.sub("", before) == numbers.sub("", after)
    one, other = (torch.tensor([float(x) for x in numbers.findall(html)]) for html in (before, after))
    assert (one - other).abs().max() < 0.11


@figures
def test_the_keyboard_moves_it_and_what_it_says(figure: Locator) -> None:
    slider, svg = figure.locator("input").first, figure.locator("svg")
    before, said = svg.inner_html(), slider.get_attribute("aria-valuetext")
    slider.focus()
    for _ in range(3):
        slider.press("ArrowLeft")
    assert slider.get_attribute("aria-valuetext") != said
    assert svg.inner_html() != before


@pytest.mark.opens(*(path for path, _ in FIGURES.values()))
def test_a_picture_that_moves_weighs_little(site: Path) -> None:
    script = gzip.compress((site / "assets/moving.mjs").read_bytes(), 9)
    for name, (path, _) in FIGURES.items():
        html = (site / path / "index.html").read_text("utf-8")
        figure = re.search(rf'<figure class="press-moving" id="{name}".*?</figure>', html, re.DOTALL)
        assert figure, name
        assert len(script) + len(gzip.compress(figure[0].encode(), 9)) < 4000, name


@pytest.mark.opens("nll/")
def test_without_javascript_no_slider_is_shown(without_javascript: Page, home: str) -> None:
    without_javascript.goto(f"{home}nll/")
    expect(without_javascript.locator("#moving-softmax svg")).to_be_visible()
    expect(without_javascript.locator("#moving-softmax input").first).to_be_hidden()
    names = without_javascript.get_by_role("table", name="its numbers").get_by_role("rowheader").all_inner_texts()
    assert names == ["j", "probability", "gradient", "NLL of word 2"]


@pytest.mark.opens("nll/")
def test_with_a_script_the_sliders_say_the_numbers_and_no_table_is_left_behind(page: Page) -> None:
    page.goto("nll/")
    expect(page.locator("#moving-softmax input").first).to_be_visible()
    expect(page.locator("#moving-softmax table")).to_be_hidden()
