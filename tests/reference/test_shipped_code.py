from __future__ import annotations

import math
import warnings

import numpy as np
import pytest
import torch
import torch.nn.functional as F

from word2vec_derived.reference import negative_sampling, shipped_code

GRID = [-5.99, -3.2, -0.005, 0.0, 0.005, 1.7, 5.99]


def entry(place):
    """One entry of the table, computed as the C source does."""
    e = math.exp((place / 1000 * 2 - 1) * 6)
    return e / (e + 1)


@pytest.mark.second_road(of=shipped_code.sigmoid_table)
def test_the_table_is_that_of_the_c_source(dtype):
    road = torch.tensor([entry(place) for place in range(1000)], dtype=dtype)
    torch.testing.assert_close(shipped_code.sigmoid_table(dtype), road)


@pytest.mark.second_road(of=shipped_code.table_sigmoid)
def test_the_look_up_steps_by_eighty_three(dtype):
    road = torch.tensor([entry(int((x + 6) * (1000 // 6 // 2))) for x in GRID], dtype=dtype)
    torch.testing.assert_close(shipped_code.table_sigmoid(torch.tensor(GRID, dtype=dtype)), road)


def test_at_zero_the_table_reads_less_than_a_half():
    assert shipped_code.table_sigmoid(torch.tensor(0.0)).item() == pytest.approx(1 / (1 + math.exp(0.024)), abs=1e-7)


@pytest.mark.second_road(of=shipped_code.fasttext_sigmoid)
def test_fasttext_steps_by_a_thirty_second_and_saturates(dtype):
    def by_hand(x):
        if abs(x) > 8:
            return float(x > 0)
        return 1 / (1 + math.exp(-(int((x + 8) * 512 / 8 / 2) * 2 * 8 / 512 - 8)))

    grid = [-9.0, -8.0, *GRID, 7.99, 8.0, 8.5, 0.3]
    road = torch.tensor([by_hand(x) for x in grid], dtype=dtype)
    torch.testing.assert_close(shipped_code.fasttext_sigmoid(torch.tensor(grid, dtype=dtype)), road)


SCORES, LABELS = [-7.0, -6.5, 7.0, 6.5, 0.0, 2.0, 5.0], [1.0, 0.0, 1.0, 0.0, 1.0, 0.0, 1.0]


def errors(function, dtype):
    return function(torch.tensor(SCORES, dtype=dtype), torch.tensor(LABELS, dtype=dtype))


@pytest.mark.second_road(of=shipped_code.word2vec_error)
def test_word2vec_takes_far_scores_for_certain(dtype):
    near = [label - entry(int((x + 6) * 83)) for x, label in zip(SCORES[4:], LABELS[4:], strict=True)]
    road = torch.tensor([1, 0, 0, -1, *near], dtype=dtype)
    torch.testing.assert_close(errors(shipped_code.word2vec_error, dtype), road)


@pytest.mark.second_road(of=shipped_code.gensim_error)
def test_gensim_does_not_move_for_far_scores(dtype):
    near = [label - entry(int((x + 6) * 83)) for x, label in zip(SCORES[4:], LABELS[4:], strict=True)]
    torch.testing.assert_close(errors(shipped_code.gensim_error, dtype), torch.tensor([0, 0, 0, 0, *near], dtype=dtype))


def test_at_six_itself_word2vec_still_looks_up_and_gensim_does_not_move(dtype):
    ends = torch.tensor([-6.0, 6.0], dtype=dtype)
    looked_up = torch.tensor([entry(0), entry(12 * 83)], dtype=dtype)
    torch.testing.assert_close(shipped_code.word2vec_error(ends, torch.ones_like(ends)), 1 - looked_up)
    assert not shipped_code.gensim_error(ends, torch.ones_like(ends)).any()
    assert shipped_code.gensim_loss(ends, ends[:, None]).tolist() == [0, 0]


@pytest.mark.second_road(of=shipped_code.fasttext_error)
def test_the_error_of_fasttext_is_within_its_table_of_the_true_one(dtype):
    scores, labels = torch.tensor(SCORES, dtype=dtype), torch.tensor(LABELS, dtype=dtype)
    looked_up = torch.tensor([1 / (1 + math.exp(-math.floor(x * 32) / 32)) for x in SCORES], dtype=dtype)
    torch.testing.assert_close(shipped_code.fasttext_error(scores, labels), labels - looked_up)
    assert (looked_up - scores.sigmoid()).abs().max() < 1 / 128


@pytest.mark.second_road(of=shipped_code.shipped_step)
@pytest.mark.parametrize("negatives", [[0, 2], [2, 2], [4, 1, 4]])
def test_with_the_true_sigmoid_the_step_is_one_of_sgd_in_sequence(dtype, negatives):
    hidden, u = torch.randn(3, dtype=dtype), torch.randn(5, 3, dtype=dtype)
    context, drawn = torch.tensor(3), torch.tensor(negatives)
    step, rows = shipped_code.shipped_step(hidden, u, context, drawn, 0.25, lambda s, y: y - torch.sigmoid(s))
    road = negative_sampling.sequential_update(hidden, u, context, drawn, 0.25)
    torch.testing.assert_close((hidden + step, rows), road)


def test_with_negatives_apart_the_step_is_one_of_sgd_on_the_pair_loss():
    hidden, u = torch.randn(3).double().requires_grad_(), torch.randn(5, 3).double().requires_grad_()
    scores, labels = u[[3, 0, 2]] @ hidden, torch.tensor([1.0, 0, 0]).double()
    F.binary_cross_entropy_with_logits(scores, labels, reduction="sum").backward()
    step, rows = shipped_code.shipped_step(
        hidden.detach(), u.detach(), torch.tensor(3), torch.tensor([0, 2]), 0.25, lambda s, y: y - torch.sigmoid(s)
    )
    torch.testing.assert_close((step, rows), (-0.25 * hidden.grad, u.detach() - 0.25 * u.grad))


def test_a_negative_that_equals_the_observed_word_is_skipped():
    hidden, u = torch.randn(3), torch.randn(5, 3)
    once = shipped_code.shipped_step(hidden, u, torch.tensor(3), torch.tensor([0]), 0.25)
    torch.testing.assert_close(shipped_code.shipped_step(hidden, u, torch.tensor(3), torch.tensor([3, 0]), 0.25), once)


def gensim_model(always):
    """A model of gensim of two words with all vectors at zero; every negative drawn is the word `always`."""
    from gensim.models import Word2Vec

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model = Word2Vec(vector_size=3, window=1, min_count=1, sg=1, negative=1, sample=0, workers=1, alpha=0.25)
        model.min_alpha = 0.25
        model.build_vocab([["a", "b"]])
    model.wv.vectors[:], model.syn1neg[:] = 0, 0
    drawn = model.wv.key_to_index[always]
    model.cum_table = np.array([2**31 - 1 if word >= drawn else 0 for word in range(2)], dtype=np.uint32)
    return model, model.wv.key_to_index["a"], model.wv.key_to_index["b"]


def gensim_step(hidden, context):
    """What gensim itself adds to both vectors of one pair; the only negative is the observed word, and is skipped."""
    model, a, b = gensim_model(always="a")
    model.wv.vectors[b], model.syn1neg[a] = hidden, context
    model.train([["a", "b"]], total_examples=1, epochs=1)
    return torch.from_numpy(model.wv.vectors[b] - hidden), torch.from_numpy(model.syn1neg[a] - context)


@pytest.mark.parametrize("scale", [1.0, 5.0, 7.0])
def test_gensim_itself_takes_the_step_of_the_reference(scale):
    hidden, context = torch.tensor([0.5, -1.0, 0.25]), scale * torch.tensor([1.0, -0.5, -0.5])
    nothing = torch.tensor([0])  # equals the observed word, and is skipped
    step, rows = shipped_code.shipped_step(
        hidden, context[None], torch.tensor(0), nothing, 0.25, shipped_code.gensim_error
    )
    torch.testing.assert_close(gensim_step(hidden.numpy(), context.numpy()), (step, rows[0] - context))
    assert step.any() == (abs(hidden @ context) < 6)


@pytest.mark.second_road(of=shipped_code.gensim_loss)
def test_the_loss_of_gensim_leaves_out_far_terms(dtype):
    observed, drawn = torch.tensor([0.0, -7.0], dtype=dtype), torch.tensor([[0.01, 0.0], [2.0, -5.0]], dtype=dtype)
    kept = [[0.0, -0.01, -0.0], [-2.0, 5.0]]
    road = [-sum(math.log(entry(int((x + 6) * 83))) for x in row) for row in kept]
    torch.testing.assert_close(shipped_code.gensim_loss(observed, drawn), torch.tensor(road, dtype=dtype))


@pytest.mark.parametrize(("side", "reported"), [(-1, 2.11566), (1, 2.12175)])
def test_gensim_itself_reports_one_entry_less_for_a_score_a_hair_below_zero(side, reported):
    model, a, b = gensim_model(always="b")
    # b predicts a, with b for a negative, which moves the output row of b; then a predicts b, and finds it moved
    model.wv.vectors[b], model.wv.vectors[a] = [0.1, 0, 0], [side * 0.1, 0, 0]
    model.train([["a", "b"]], total_examples=1, epochs=1, compute_loss=True)
    assert model.get_latest_training_loss() == pytest.approx(reported, abs=1e-5)
    moved = -side * 0.1 * 0.494 * 0.25 * 0.1
    first = shipped_code.gensim_loss(torch.tensor(0.0), torch.zeros(1))
    second = shipped_code.gensim_loss(torch.tensor(moved), torch.tensor([-9.0]))  # a far negative counts nothing
    assert (first + second).item() == pytest.approx(reported, abs=1e-5)


@pytest.mark.second_road(of=shipped_code.initial_vectors)
def test_vectors_start_evenly_round_zero_and_outputs_at_zero():
    found = shipped_code.initial_vectors(500, 20, 0.5 / 20, torch.Generator().manual_seed(3))
    road = torch.empty(500, 20).uniform_(-0.025, 0.025, generator=torch.Generator().manual_seed(3))
    torch.testing.assert_close(found, (road, torch.zeros(500, 20)), rtol=1e-4, atol=1e-7)


def test_at_the_start_no_input_row_has_a_gradient():
    v, u = shipped_code.initial_vectors(5, 3, 0.5 / 3)
    v.requires_grad_()
    scores = negative_sampling.pair_scores(v[[0, 1]], u, torch.tensor([2, 3]), torch.tensor([[4, 1], [0, 0]]))
    negative_sampling.negative_sampling_loss(*scores).sum().backward()
    assert v.grad.count_nonzero() == 0


PROGRESS = [0.0, 0.25, 0.5, 1.0]


@pytest.mark.second_road(of=shipped_code.learning_rate_word2vec)
def test_the_rate_of_word2vec_never_reaches_zero(dtype):
    road = torch.tensor([max(0.025 * (1 - p), 0.025 * 0.0001) for p in PROGRESS], dtype=dtype)
    found = shipped_code.learning_rate_word2vec(torch.tensor(PROGRESS, dtype=dtype), 0.025)
    torch.testing.assert_close(found, road)


@pytest.mark.second_road(of=shipped_code.learning_rate_linear)
@pytest.mark.parametrize("end", [0.0001, 0.0])
def test_the_other_rates_end_where_they_are_told(dtype, end):
    road = torch.lerp(*torch.tensor([0.025, end], dtype=dtype), torch.tensor(PROGRESS, dtype=dtype))
    found = shipped_code.learning_rate_linear(torch.tensor(PROGRESS, dtype=dtype), 0.025, end)
    torch.testing.assert_close(found, road, rtol=1e-5, atol=1e-9)
