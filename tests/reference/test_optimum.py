from __future__ import annotations

import itertools
import math

import pytest
import torch
import torch.nn.functional as F

from word2vec_derived.reference import factorisation, nce, optimum, optimum_as_shipped, sampling

K = 3
P, Q = ([0.5, 0.2, 0.2, 0.1], [0.4, 0.3, 0.2, 0.1])


def data(dtype=torch.float64):
    return torch.tensor(P, dtype=dtype), torch.tensor(Q, dtype=dtype)


def centred(scores):
    return scores - scores.mean()


def draws(words, k):
    return itertools.product(range(words), repeat=k)


def enumerated(scores, p, q, loss):
    """Mean of a loss over every observed word and every draw of K negatives."""
    total = torch.zeros((), dtype=scores.dtype)
    for o in range(len(p)):
        for draw in draws(len(p), 2):
            total += p[o] * q[list(draw)].prod() * loss(o, list(draw))
    return total


@pytest.mark.second_road(of=optimum.softmax_objective)
def test_the_softmax_objective_is_a_cross_entropy_with_soft_targets(dtype):
    (p, _), scores = data(dtype), torch.randn(4, dtype=dtype)
    torch.testing.assert_close(optimum.softmax_objective(scores, p), F.cross_entropy(scores, p))


@pytest.mark.second_road(of=optimum.negative_sampling_objective)
def test_the_negative_sampling_objective_is_the_mean_over_every_draw(dtype):
    (p, q), s = data(dtype), torch.randn(4, dtype=dtype)
    road = enumerated(s, p, q, lambda o, draw: -F.logsigmoid(s[o]) - F.logsigmoid(-s[draw]).sum())
    torch.testing.assert_close(optimum.negative_sampling_objective(s, p, q, 2), road)


def test_a_mean_over_the_negatives_is_in_expectation_one_negative(dtype):
    (p, q), s = data(dtype), torch.randn(4, dtype=dtype)
    road = enumerated(s, p, q, lambda o, draw: -F.logsigmoid(s[o]) - F.logsigmoid(-s[draw]).mean())
    torch.testing.assert_close(optimum.negative_sampling_objective(s, p, q, 1), road)


@pytest.mark.second_road(of=optimum_as_shipped.skipping_objective)
def test_the_skipping_objective_is_the_mean_over_every_draw_less_what_is_skipped(dtype):
    (p, q), s = data(dtype), torch.randn(4, dtype=dtype)

    def loss(o, draw):
        return -F.logsigmoid(s[o]) - sum(F.logsigmoid(-s[k]) for k in draw if k != o)

    torch.testing.assert_close(optimum_as_shipped.skipping_objective(s, p, q, 2), enumerated(s, p, q, loss))


@pytest.mark.second_road(of=optimum_as_shipped.redrawing_objective)
def test_the_redrawing_objective_is_the_mean_over_every_draw_of_the_other_words(dtype):
    (p, q), s = data(dtype), torch.randn(4, dtype=dtype)
    road = torch.zeros((), dtype=dtype)
    for o in range(4):
        others = [j for j in range(4) if j != o]
        for draw in itertools.product(others, repeat=2):
            chance = p[o] * (q[list(draw)] / q[others].sum()).prod()
            road += chance * (-F.logsigmoid(s[o]) - F.logsigmoid(-s[list(draw)]).sum())
    torch.testing.assert_close(optimum_as_shipped.redrawing_objective(s, p, q, 2), road)


@pytest.mark.second_road(of=optimum.contrastive_objective)
def test_the_contrastive_objective_is_the_mean_over_every_draw(dtype):
    (p, q), s = data(dtype), torch.randn(4, dtype=dtype)
    road = enumerated(s, p, q, lambda o, draw: F.cross_entropy(s[[o, *draw]], torch.tensor(0)))
    torch.testing.assert_close(optimum.contrastive_objective(s, p, q, 2), road)


@pytest.mark.parametrize(
    "objective",
    [
        optimum.negative_sampling_objective,
        optimum_as_shipped.skipping_objective,
        optimum_as_shipped.redrawing_objective,
        nce.nce_expected,
        nce.nce_gradient,
        nce.nce_gradient_normalised,
    ],
)
def test_a_batch_of_centres_is_each_of_them_alone(objective):
    p, scores = torch.rand(3, 4).double().softmax(-1), torch.randn(3, 4).double()
    _, q = data()
    road = torch.stack([objective(one, row, q, K) for one, row in zip(scores, p, strict=True)])
    torch.testing.assert_close(objective(scores, p, q, K), road)


def by_newton(objective):
    return optimum.newton(objective, torch.zeros(4, dtype=torch.float64))


def agree(closed_form, found):
    torch.testing.assert_close(closed_form, found, rtol=0, atol=1e-10)


@pytest.mark.second_road(of=optimum.softmax_optimum)
def test_newton_finds_the_softmax_optimum_up_to_a_constant():
    p, _ = data()
    closed_form = optimum.softmax_optimum(p)
    agree(centred(closed_form), by_newton(lambda s: optimum.softmax_objective(s, p)))
    agree(closed_form.exp().sum(), torch.ones((), dtype=torch.float64))


@pytest.mark.second_road(of=optimum.nce_optimum)
def test_newton_finds_the_nce_optimum():
    p, q = data()
    agree(optimum.nce_optimum(p), by_newton(lambda s: nce.nce_expected(s, p, q, K)))


@pytest.mark.second_road(of=optimum.negative_sampling_optimum)
@pytest.mark.parametrize("exponent", [1.0, 0.75])
def test_newton_finds_the_negative_sampling_optimum_for_any_noise(exponent):
    p, q = data()
    noise = sampling.smoothed_noise(q, exponent)
    found = by_newton(lambda s: optimum.negative_sampling_objective(s, p, noise, K))
    agree(optimum.negative_sampling_optimum(p, noise, K), found)


def test_newton_finds_the_optimum_that_has_lost_log_k():
    p, q = data()
    found = by_newton(lambda s: optimum.negative_sampling_objective(s, p, q, 1))
    agree(found - math.log(K), optimum.negative_sampling_optimum(p, q, K))


@pytest.mark.second_road(of=optimum_as_shipped.skipping_optimum)
def test_newton_finds_the_optimum_if_equals_are_skipped():
    p, q = data()
    agree(
        optimum_as_shipped.skipping_optimum(p, q, K),
        by_newton(lambda s: optimum_as_shipped.skipping_objective(s, p, q, K)),
    )


@pytest.mark.second_road(of=optimum_as_shipped.redrawing_optimum)
def test_newton_finds_the_optimum_if_equals_are_drawn_again():
    p, q = data()
    agree(
        optimum_as_shipped.redrawing_optimum(p, q, K),
        by_newton(lambda s: optimum_as_shipped.redrawing_objective(s, p, q, K)),
    )


@pytest.mark.second_road(of=optimum.contrastive_optimum)
@pytest.mark.parametrize("k", [1, 3])
def test_newton_finds_the_contrastive_optimum_up_to_a_constant_for_every_k(k):
    p, q = data()
    found = by_newton(lambda s: optimum.contrastive_objective(s, p, q, k))
    closed_form = optimum.contrastive_optimum(p, q)
    agree(centred(closed_form), found)
    agree(q @ closed_form.exp(), torch.ones((), dtype=torch.float64))


def test_newton_finds_log_p_for_sampled_softmax_up_to_a_constant():
    p, q = data()
    found = by_newton(lambda s: optimum.contrastive_objective(s - q.log(), p, q, K))
    agree(centred(p.log()), found)


@pytest.mark.second_road(of=optimum.newton)
def test_newton_reaches_the_minimum_that_lbfgs_reaches():
    p, q = data()
    scores = torch.zeros(4, dtype=torch.float64, requires_grad=True)
    solver = torch.optim.LBFGS(
        [scores], max_iter=200, tolerance_grad=1e-12, tolerance_change=0, line_search_fn="strong_wolfe"
    )

    def closure():
        solver.zero_grad()
        loss = optimum_as_shipped.skipping_objective(scores, p, q, K)
        loss.backward()
        return loss

    solver.step(closure)
    found = optimum.newton(
        lambda s: optimum_as_shipped.skipping_objective(s, p, q, K), torch.zeros(4, dtype=torch.float64)
    )
    torch.testing.assert_close(found, scores.detach(), rtol=0, atol=1e-8)


def test_newton_says_if_there_is_no_minimum():
    with pytest.raises(ValueError, match="expected a minimum"):
        optimum.newton(lambda s: -s.square().sum(), torch.ones(2, dtype=torch.float64))


@pytest.mark.second_road(of=factorisation.pmi)
def test_pmi_is_the_log_ratio_of_joint_to_product():
    counts = torch.randint(0, 9, (5, 5))
    joint = counts.double() / counts.sum()
    road = joint.log() - joint.sum(1).log()[:, None] - joint.sum(0).log()
    torch.testing.assert_close(factorisation.pmi(counts), road)


def test_a_word_that_was_never_seen_meets_no_other():
    counts = torch.tensor([[2, 1, 0], [1, 2, 0], [0, 0, 0]])
    assert (factorisation.pmi(counts)[2] == -torch.inf).all()
    assert (factorisation.pmi(counts)[:, 2] == -torch.inf).all()


@pytest.mark.second_road(of=factorisation.shifted_positive_pmi)
def test_shifted_positive_pmi_has_no_entry_below_zero():
    counts = torch.randint(0, 9, (4, 4))
    joint = (counts.double() / counts.sum()).tolist()
    rows, columns = [sum(row) for row in joint], [sum(column) for column in zip(*joint, strict=True)]
    road = [
        [max(math.log(joint[c][o] / (rows[c] * columns[o]) / 2), 0) if joint[c][o] else 0.0 for o in range(4)]
        for c in range(4)
    ]
    torch.testing.assert_close(
        factorisation.shifted_positive_pmi(counts, 2), torch.tensor(road).double(), atol=1e-6, rtol=0
    )


@pytest.mark.second_road(of=factorisation.factorise)
def test_the_factors_give_the_matrix_in_its_largest_directions_and_share_their_lengths(dtype):
    matrix = torch.randn(5, 5, dtype=dtype)
    centre, context = factorisation.factorise(matrix, 2)
    largest = torch.linalg.eigh(matrix.T @ matrix).eigenvectors[:, -2:]
    torch.testing.assert_close(centre @ context.T, matrix @ largest @ largest.T, rtol=1e-4, atol=1e-5)
    torch.testing.assert_close(centre.square().sum(0), context.square().sum(0))


def test_the_factors_of_full_dimension_give_the_matrix_back(dtype):
    matrix = torch.randn(5, 5, dtype=dtype)
    centre, context = factorisation.factorise(matrix, 5)
    torch.testing.assert_close(centre @ context.T, matrix, rtol=1e-4, atol=1e-5)


@pytest.mark.second_road(of=factorisation.second_order_weights)
def test_the_weights_are_the_hessian_at_the_optimum(dtype):
    p, q = data(dtype)
    best = optimum.negative_sampling_optimum(p, q, K)
    second = torch.autograd.functional.hessian(lambda s: optimum.negative_sampling_objective(s, p, q, K), best)
    torch.testing.assert_close(factorisation.second_order_weights(p, q, K).diag(), second)


def test_near_the_optimum_the_loss_is_a_weighted_squared_error():
    p, q = data()
    best = optimum.negative_sampling_optimum(p, q, K)
    direction = torch.tensor([1.0, -2, 0.5, 1]).double()
    least = optimum.negative_sampling_objective(best, p, q, K)
    for step in (1e-2, 1e-3):
        rise = optimum.negative_sampling_objective(best + step * direction, p, q, K) - least
        square = (factorisation.second_order_weights(p, q, K) * (step * direction) ** 2).sum() / 2
        assert abs(rise / square - 1) < step


def test_newton_gives_scores_that_no_gradient_goes_through():
    start = torch.zeros(2, dtype=torch.float64, requires_grad=True)
    assert not optimum.newton(lambda scores: scores.square().sum(), start).requires_grad


@pytest.mark.parametrize(("start", "arrives"), [(-67.2, True), (-68.2, False)])
def test_newton_takes_a_hundred_steps_and_no_more(start, arrives):
    """Each step towards the end of a falling exponential is one long."""
    scores = torch.tensor([start], dtype=torch.float64)
    if arrives:
        assert optimum.newton(lambda s: (-s).exp().sum(), scores) == pytest.approx(start + 99)
    else:
        with pytest.raises(ValueError, match="after 100 steps"):
            optimum.newton(lambda s: (-s).exp().sum(), scores)
