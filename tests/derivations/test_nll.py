"""The chapter's expressions and the functions of reference/ give the same numbers."""

from __future__ import annotations

import pytest
import torch

from word2vec_derived.notation import N, V, centre, context, count, d, i, j, o, p, s, u, v, x, y, z
from word2vec_derived.reference import likelihood, nll

DOUBLE = torch.float64
SCORES = torch.tensor([0.5, -1.25, 2.0, 0.0, -0.75], dtype=DOUBLE)
DATA = torch.tensor([0.1, 0.2, 0.3, 0.25, 0.15], dtype=DOUBLE)
OBSERVED = torch.tensor(3)
AT = {V: 5, s: SCORES, p: DATA, o: 4, y: torch.nn.functional.one_hot(OBSERVED, 5)}


@pytest.mark.parametrize("word", range(5))
def test_softmax_and_its_shift_are_those_of_torch(book, value, lines, word):
    at = AT | {i: word + 1, j: word + 1, x: 3}
    for derivation in (book["softmax"], book["softmax-shift"]):
        for expression in lines(derivation):
            assert value(expression, at) == pytest.approx(nll.softmax(SCORES)[word].item())


def test_the_nll_and_the_cross_entropy_of_one_word_are_those_of_torch(book, value, lines):
    for derivation in (book["nll-softmax"], book["cross-entropy-one-hot"]):
        for expression in lines(derivation):
            assert value(expression, AT) == pytest.approx(nll.nll(SCORES, OBSERVED).item())


def test_cross_entropy_and_divergence_are_those_of_torch(book, value, lines):
    predicted = nll.softmax(SCORES)
    for expression in lines(book["cross-entropy-kl"]):
        assert value(expression, AT) == pytest.approx(nll.cross_entropy(DATA, predicted).item())
    for expression in lines(book["gibbs"])[:2]:
        assert value(expression, AT) == pytest.approx(nll.kl_divergence(DATA, predicted).item())


def test_the_counted_corpus_is_the_corpus_pair_by_pair(book, value, lines):
    torch.manual_seed(0)
    centre_vectors, context_vectors = torch.randn(2, 3, 2, dtype=DOUBLE)
    centres, contexts = torch.tensor([0, 2, 1, 0, 0]), torch.tensor([1, 1, 0, 2, 1])
    model = likelihood.model(centre_vectors, context_vectors)
    counts = likelihood.pair_counts(3, centres, contexts)
    road = nll.corpus_cross_entropy(counts, model).item()
    at = {V: 3, d: 2, N: 5, v: centre_vectors, u: context_vectors, centre: centres, context: contexts}
    for expression in lines(book["nll-from-counts"]):
        assert value(expression, at) == pytest.approx(road)
    for expression in lines(book["corpus-cross-entropy"]):
        assert value(expression, at | {count: counts}) == pytest.approx(road)


@pytest.mark.parametrize("word", range(5))
def test_the_gradient_and_the_hessian_are_those_of_torch(book, value, lines, word):
    gradient, hessian = nll.nll_gradient(SCORES, OBSERVED), nll.nll_hessian(SCORES)
    for expression in lines(book["nll-gradient"]):
        assert value(expression, AT | {i: word + 1}) == pytest.approx(gradient[word].item())
    for expression in lines(book["nll-hessian"]):
        assert value(expression, AT | {i: word + 1, j: 3}) == pytest.approx(hessian[word, 2].item())


def test_the_curvature_is_that_of_torch(book, value, lines):
    direction = torch.tensor([1.0, 0.5, -2.0, 0.0, 1.5], dtype=DOUBLE)
    for expression in lines(book["nll-convex"])[:-1]:
        assert value(expression, AT | {z: direction}) == pytest.approx(nll.nll_convex(SCORES, direction).item())


@pytest.mark.parametrize("word", range(5))
def test_the_gradient_of_the_cross_entropy_is_that_of_autograd(book, value, lines, word):
    scores = SCORES.clone().requires_grad_()
    torch.nn.functional.cross_entropy(scores, DATA).backward()
    for expression in lines(book["cross-entropy-gradient"]):
        assert value(expression, AT | {i: word + 1}) == pytest.approx(scores.grad[word].item())


def test_scores_at_the_optimum_predict_the_data(book, value, lines):
    at = AT | {s: DATA.log() + 2, x: 2, i: 2}
    for expression in lines(book["softmax-optimum"]):
        assert value(expression, at) == pytest.approx(DATA[1].item())


def test_a_score_less_its_log_probability_is_the_same_for_every_word(book, value, lines):
    road = SCORES.logsumexp(0).item()
    for word in range(1, 6):
        assert value(lines(book["softmax-gauge"])[0], AT | {i: word}) == pytest.approx(road)
