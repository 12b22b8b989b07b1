"""The chapter's expressions, the functions of reference/ and Newton's method give the same numbers."""

from __future__ import annotations

import pytest
import torch
from torch.autograd.functional import hessian, jacobian

from word2vec_derived.notation import (
    K,
    N,
    V,
    c,
    count,
    d,
    exponent,
    i,
    inverse_matrix,
    j,
    matrix,
    n,
    noise_word,
    o,
    p,
    q,
    r,
    s,
    shift,
    u,
    v,
    weight,
    word_count,
    x,
    z,
)
from word2vec_derived.reference import factorisation, nce, optimum, optimum_as_shipped, sampling

torch.manual_seed(0)
SCORES = torch.randn(4, dtype=torch.float64)
DATA, NOISE = (torch.rand(2, 4, dtype=torch.float64) * 3).softmax(-1)
REDRAWN = 3 * NOISE * ((1 - torch.eye(4).double()) @ (DATA / (1 - NOISE)))
AT = {V: 4, K: 3, s: SCORES, p: DATA, q: NOISE, weight: REDRAWN}
WORDS = pytest.mark.parametrize("word", range(4))
CENTRES, CONTEXTS = torch.randn(2, 4, 3, dtype=torch.float64)
VECTORS = {V: 4, d: 3, u: CONTEXTS, v: CENTRES, c: 2, o: 3}


def agree(value, expressions, at, number):
    for expression in expressions:
        assert value(expression, at) == pytest.approx(number.item())


def objectives():
    return {
        "negative_sampling": lambda scores: optimum.negative_sampling_objective(scores, DATA, NOISE, 3),
        "nce": lambda scores: nce.nce_expected(scores, DATA, NOISE, 3),
        "skipping": lambda scores: optimum_as_shipped.skipping_objective(scores, DATA, NOISE, 3),
        "any_noise": lambda scores: optimum_as_shipped.redrawing_objective(scores, DATA, NOISE, 3),
    }


@WORDS
@pytest.mark.parametrize("name", objectives())
def test_every_optimum_is_where_newton_ends(book, value, lines, name, word):
    objective, chain = objectives()[name], book[f"{name.replace('_', '-')}-optimum"]
    start, minimum = lines(chain)
    agree(value, [start], AT, objective(SCORES))
    assert value(minimum, AT | {i: word + 1}) == pytest.approx(
        optimum.newton(objective, SCORES)[word].item(), abs=1e-10
    )


@WORDS
@pytest.mark.parametrize("name", objectives())
def test_every_curvature_is_the_hessian_of_autograd(book, value, name, word):
    chain = book[f"{name.replace('_', '-')}-optimum"]
    road = hessian(objectives()[name], SCORES)[word, word]
    agree(value, [chain.chain[-1].hints["gap"]], AT | {i: word + 1}, road)


@WORDS
def test_drawing_again_ends_where_newton_ends(book, value, lines, word):
    found = optimum.newton(lambda scores: optimum_as_shipped.redrawing_objective(scores, DATA, NOISE, 3), SCORES)
    agree(value, lines(book["redrawing-optimum"]), AT | {i: word + 1}, found[word])
    agree(value, lines(book["noise-of-the-others"]), AT | {o: word + 1}, 1 - NOISE[word])


@WORDS
def test_the_balance_is_the_gradient_of_autograd(book, value, lines, word):
    road = jacobian(objectives()["negative_sampling"], SCORES)[word]
    agree(value, lines(book["negative-sampling-balance"]), AT | {i: word + 1}, road)


def test_with_unigram_noise_the_optimum_is_pmi(book, value, lines):
    counts = torch.tensor([[4, 2, 1], [2, 3, 5], [1, 5, 2]])
    contexts, row = counts.sum(0) / counts.sum(), counts[1] / counts[1].sum()
    at = {V: 3, K: 3, count: counts.double(), c: 2, o: 3, p: row.double(), q: contexts.double()}
    road = factorisation.pmi(counts)[1, 2] - torch.tensor(3.0).log()
    for expression in lines(book["pmi"]):
        assert value(expression, at) == pytest.approx(road.item(), rel=1e-6)


@WORDS
def test_the_optimum_with_smoothed_noise_is_that_of_torch(book, value, lines, word):
    counts = torch.tensor([9.0, 4.0, 2.0, 1.0], dtype=torch.float64)
    noise = sampling.smoothed_noise(counts, 0.75)
    road = optimum.negative_sampling_optimum(DATA, noise, 3)[word]
    at = AT | {q: noise, word_count: counts, exponent: 0.75, j: word + 1}
    agree(value, lines(book["smoothed-optimum"]), at, road)


@WORDS
def test_shifted_positive_pmi_is_the_positive_part(book, value, lines, word):
    road = optimum.negative_sampling_optimum(DATA, NOISE, 1)[word] - torch.tensor(3.0).double().log()
    agree(value, lines(book["shifted-positive-pmi"]), AT | {j: word + 1}, road.clamp(min=0))
    kept = [value(relation, AT | {j: word + 1}) for relation in lines(book["positive-where-likelier"])]
    assert kept == [bool(road > 0)] * 2


def test_with_enough_dimensions_every_matrix_is_reached(book, value, lines):
    matrix = torch.randn(4, 4, dtype=torch.float64)
    centres, contexts = factorisation.factorise(matrix, 4)
    assert torch.allclose(centres @ contexts.T, matrix)
    at = {V: 4, d: 4, u: torch.eye(4).double(), v: matrix, c: 2, o: 3}
    agree(value, lines(book["enough-dimensions"]), at, matrix[1, 2])


@WORDS
def test_the_weights_are_the_curvature_at_the_optimum(book, value, lines, word):
    at = AT | {s: optimum.negative_sampling_optimum(DATA, NOISE, 3), i: word + 1}
    agree(value, lines(book["curvature-at-the-optimum"]), at, factorisation.second_order_weights(DATA, NOISE, 3)[word])


def test_a_small_step_costs_half_the_weighted_squared_error(book, value, lines):
    direction = torch.tensor([1.0, -2.0, 0.5, 3.0], dtype=torch.float64)
    cost, limit = lines(book["second-order-weights"])
    at = AT | {z: direction, weight: 3 * NOISE}
    road = (factorisation.second_order_weights(DATA, NOISE, 3) * direction**2).sum() / 2
    agree(value, [limit], at, road)
    assert value(cost, at | {r: 1e-6}) == pytest.approx(road.item(), rel=1e-5)


COUNTS = torch.tensor([[4, 2, 1, 3], [2, 3, 5, 1], [1, 5, 2, 2], [3, 1, 2, 6]]).double()
OF_TEXT = AT | {N: int(COUNTS.sum()), count: COUNTS, p: COUNTS / COUNTS.sum(1, keepdim=True)}


def loss_of_text(scores):
    """Pair by pair, a row of `scores` for each centre; every draw of a pair weighted by its chance."""
    loss = torch.zeros(()).double()
    for centre, context in torch.cartesian_prod(torch.arange(4), torch.arange(4)).tolist():
        positive, negatives = scores[centre, context], NOISE @ torch.nn.functional.logsigmoid(-scores[centre])
        loss -= COUNTS[centre, context] * (torch.nn.functional.logsigmoid(positive) + 3 * negatives)
    return loss / COUNTS.sum()


def test_the_loss_of_a_text_is_that_of_its_pairs_one_by_one(book, value, lines):
    scores = CENTRES @ CONTEXTS.T
    agree(value, lines(book["negative-sampling-of-text"]), OF_TEXT | {s: scores}, loss_of_text(scores))


@WORDS
def test_the_weight_of_a_pair_is_the_curvature_of_the_loss_of_the_text(book, value, lines, word):
    best = optimum.negative_sampling_optimum(OF_TEXT[p], NOISE, 3)
    curvature = hessian(loss_of_text, best)[1, word, 1, word]
    agree(value, lines(book["weight-of-a-pair"]), OF_TEXT | {c: 2, j: word + 1}, curvature)


def test_a_softmax_over_candidates_has_the_ratio_for_an_optimum(book, value, lines):
    candidates = torch.tensor([3, 0, 3, 1])
    scores = optimum.contrastive_optimum(DATA, NOISE) + 0.5
    at = AT | {s: scores, noise_word: candidates, shift: 0.5, n: 2}
    road = scores[candidates].softmax(0)[1]
    agree(value, lines(book["contrastive-posterior"]) + lines(book["contrastive-optimum"]), at, road)


@WORDS
def test_newton_ends_at_the_ratio_for_a_softmax_over_candidates(word):
    closed = optimum.contrastive_optimum(DATA, NOISE)
    found = optimum.newton(lambda scores: optimum.contrastive_objective(scores, DATA, NOISE, 2), SCORES)
    assert (found - closed)[word] == pytest.approx((found - closed)[0].item(), abs=1e-10)


@WORDS
def test_the_gradient_with_one_negative_is_that_of_autograd(book, value, lines, word):
    road = jacobian(lambda scores: optimum.contrastive_objective(scores, DATA, NOISE, 1), SCORES)[word]
    agree(value, lines(book["contrastive-gradient"]), AT | {i: word + 1}, road)


@WORDS
def test_at_the_optimum_every_rival_is_in_balance(book, value, lines, word):
    at = AT | {s: optimum.contrastive_optimum(DATA, NOISE) + 0.5, shift: 0.5, i: word + 1, j: 2}
    for expression in lines(book["contrastive-balance"]):
        assert value(expression, at) == pytest.approx(0, abs=1e-15)


def test_a_softmax_does_not_see_a_shift(book, value, lines):
    road = optimum.softmax_objective(SCORES + 1.5, DATA)
    agree(value, lines(book["softmax-free-shift"]), AT | {x: 1.5}, road)
    assert road == pytest.approx(optimum.softmax_objective(SCORES, DATA).item())


def test_a_softmax_over_candidates_does_not_see_a_shift(book, value, lines):
    candidates = torch.tensor([3, 0, 3, 1])
    road = -(SCORES + 1.5)[candidates].log_softmax(0)[1]
    agree(value, lines(book["candidates-free-shift"]), AT | {noise_word: candidates, n: 2, x: 1.5}, road)
    moved = optimum.contrastive_objective(SCORES + 1.5, DATA, NOISE, 2)
    assert moved == pytest.approx(optimum.contrastive_objective(SCORES, DATA, NOISE, 2).item())


DIRECTION = torch.tensor([1.0, -2.0, 0.5, 3.0], dtype=torch.float64)


def test_a_softmax_bends_as_autograd_says_and_not_along_a_shift(book, value, lines):
    curvature = hessian(lambda scores: optimum.softmax_objective(scores, DATA), SCORES)
    bends = lines(book["flat-direction"])[:2]
    agree(value, bends, AT | {z: DIRECTION}, DIRECTION @ curvature @ DIRECTION)
    agree(value, bends, AT | {z: torch.ones(4).double()}, torch.tensor(0.0))


def test_a_draw_of_two_rivals_bends_as_autograd_says_and_the_whole_at_least_as_much(book, value, lines):
    def draw(scores):
        return nce.contrastive_loss(scores[2], scores[[0, 0, 0]])

    chance = DATA[2] * NOISE[0] ** 3
    road = chance * DIRECTION @ hessian(draw, SCORES + 0.5 * DIRECTION) @ DIRECTION
    at = AT | {z: DIRECTION, x: 0.5, i: 3, j: 1, noise_word: torch.tensor([0, 0, 0])}
    agree(value, lines(book["rivals-meet"])[:2], at, road)
    whole = hessian(lambda scores: optimum.contrastive_objective(scores, DATA, NOISE, 3), SCORES + 0.5 * DIRECTION)
    assert DIRECTION @ whole @ DIRECTION > road > 0


def test_binary_labels_bend_as_autograd_says_in_every_direction(book, value, lines):
    curvature = hessian(objectives()["any_noise"], SCORES)
    bends = lines(book["no-flat-direction"])[:2]
    agree(value, bends, AT | {z: DIRECTION}, DIRECTION @ curvature @ DIRECTION)
    assert torch.linalg.eigvalsh(curvature).min() > 0


def test_a_vector_added_to_every_output_vector_shifts_the_scores(book, value, lines):
    added = torch.tensor([1.0, -2.0, 0.5]).double()
    moved = (CONTEXTS + added) @ CENTRES[1]
    agree(value, lines(book["output-shift"]), VECTORS | {z: added}, moved[2])
    assert torch.allclose(moved - CONTEXTS @ CENTRES[1], (added @ CENTRES[1]).expand(4))


def test_vectors_multiplied_by_a_matrix_and_its_inverse_have_the_same_scores(book, value, lines):
    change = torch.randn(3, 3, dtype=torch.float64)
    other = torch.linalg.inv(change).T
    road = (CENTRES @ change.T)[1] @ (CONTEXTS @ other.T)[2]
    agree(value, lines(book["vector-gauge"]), VECTORS | {matrix: change, inverse_matrix: other}, road)
    assert road == pytest.approx((CENTRES[1] @ CONTEXTS[2]).item())
