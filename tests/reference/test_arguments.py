"""Bad input ends in one line that names the argument, its value and what was expected."""

from __future__ import annotations

import pytest
import torch
from jaxtyping import TypeCheckError

from word2vec_derived.reference import (
    bernoulli,
    cbow,
    factorisation,
    float32,
    hierarchical_softmax,
    likelihood,
    nce,
    negative_sampling,
    nll,
    optimum,
    sampling,
    shipped_code,
    skip_gram,
)

NAN = float("nan")
SCORES, CONTEXTS = torch.zeros(2, 5), torch.tensor([1, 3])
P, Q = torch.full((4,), 0.25), torch.full((4,), 0.25)
TREE = hierarchical_softmax.huffman(torch.tensor([3, 2, 1]))


def refused(error, message, function, *args):
    with pytest.raises(error) as caught:
        function(*args)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("message", "function", "args"),
    [
        ("contexts holds 5 at (1,), expected an index from 0 to 4", nll.nll, (SCORES, torch.tensor([1, 5]))),
        ("contexts holds -1 at (0,), expected an index from 0 to 4", nll.nll_gradient, (SCORES, torch.tensor([-1, 3]))),
        ("contexts holds 7, expected an index from 0 to 4", nll.nll, (SCORES[0], torch.tensor(7))),
        (
            "negatives holds 9 at (0, 1), expected an index from 0 to 4",
            negative_sampling.pair_scores,
            (SCORES[:, :3], torch.zeros(5, 3), CONTEXTS, torch.tensor([[0, 9], [1, 1]])),
        ),
        (
            "centres holds 4 at (1,), expected an index from 0 to 3",
            likelihood.pair_counts,
            (4, torch.tensor([0, 4]), torch.tensor([1, 1])),
        ),
        ("text holds 4 at (0,), expected an index from 0 to 3", sampling.subsample, (torch.tensor([4]), P)),
        (
            "words holds 3 at (0,), expected an index from 0 to 2",
            hierarchical_softmax.path_probability,
            (TREE, torch.zeros(1, 2), torch.tensor([3])),
        ),
        (
            "tree.nodes holds 2 at (0, 0), expected an index from 0 to 1",
            hierarchical_softmax.leaves_sum_to_one,
            (TREE._replace(nodes=TREE.nodes + 2), torch.zeros(2)),
        ),
        (
            "centres holds 5 at (1,), expected an index from 0 to 4",
            cbow.cbow_loss,
            (torch.zeros(2, 3), torch.zeros(5, 3), torch.tensor([0, 5])),
        ),
    ],
)
def test_a_word_outside_the_vocabulary_is_an_index_error(message, function, args):
    refused(IndexError, message, function, *args)


@pytest.mark.parametrize(
    ("message", "function", "args"),
    [
        (
            "negatives is 0, expected an integer of at least 1",
            negative_sampling.negative_sampling_expected,
            (SCORES, CONTEXTS, torch.full((5,), 0.2), 0),
        ),
        ("negatives is True, expected an integer of at least 1", nce.nce_posterior, (P, Q, True)),
        ("negatives is 1.5, expected an integer of at least 1", optimum.negative_sampling_optimum, (P, Q, 1.5)),
        (
            "negative_scores is empty, of shape (2, 0), expected at least one entry",
            negative_sampling.negative_sampling_loss,
            (torch.zeros(2), torch.zeros(2, 0)),
        ),
        ("window is -2, expected an integer of at least 1", likelihood.fixed_window_pairs, (CONTEXTS, -2)),
        ("dimension is 9, expected at most 5", factorisation.factorise, (torch.zeros(5, 5), 9)),
        ("negatives is 30, expected at most a million draws, not 1073741824", nce.all_draws, (2, 30)),
    ],
)
def test_a_size_that_is_none_is_a_value_error(message, function, args):
    refused(ValueError, message, function, *args)


@pytest.mark.parametrize(
    ("message", "function", "args"),
    [
        ("scores is empty, of shape (0, 5), expected at least one entry", nll.softmax, (SCORES[:0],)),
        ("contexts is empty, of shape (0,), expected at least one entry", nll.nll, (SCORES, CONTEXTS[:0])),
        ("text is empty, of shape (0,), expected at least one entry", likelihood.fixed_window_pairs, (CONTEXTS[:0], 2)),
        ("scores holds nan at (0, 1), expected a finite number", nll.softmax, (torch.tensor([[0.0, NAN]]),)),
        (
            "observed_scores holds nan, expected a finite number",
            nce.contrastive_loss,
            (torch.tensor(NAN), torch.zeros(3)),
        ),
        ("contexts has shape (3,), expected (*batch) with *batch = (2,)", nll.nll, (SCORES, torch.tensor([1, 2, 3]))),
        ("probabilities has shape (2, 5), expected (V, V)", likelihood.nll_per_pair, (SCORES, CONTEXTS, CONTEXTS)),
        (
            "context_vectors has shape (5, 4), expected (V, d) with d = 3",
            skip_gram.skip_gram_loss,
            (torch.zeros(2, 3), torch.zeros(5, 4), CONTEXTS),
        ),
        ("contexts has dtype float32, expected int64", nll.nll, (SCORES, torch.zeros(2))),
        ("contexts has dtype int32, expected int64", nll.nll, (SCORES, CONTEXTS.int())),
        ("scores has dtype int64, expected float32 or float64", nll.softmax, (CONTEXTS,)),
        (
            "labels has dtype float64, expected float32 as in the arguments before it",
            float32.stable_bce,
            (SCORES, SCORES.double()),
        ),
        ("scores is [0.5, 1.0], expected a torch.Tensor", nll.softmax, ([0.5, 1.0],)),
        (
            "node_scores has 3 inner nodes, expected 2 for 3 words",
            hierarchical_softmax.leaves_sum_to_one,
            (TREE, torch.zeros(3)),
        ),
        (
            "tree.codes holds 2 at (0, 0), expected a number from 0 to 1",
            hierarchical_softmax.leaves_sum_to_one,
            (TREE._replace(codes=torch.full_like(TREE.codes, 2)), torch.zeros(2)),
        ),
        ("generator is 7, expected a Generator or None", likelihood.draw_windows, (3, 2, 7)),
        ("function is 7, expected a Callable", float32.central_difference, (7, P, 0.1)),
        (
            "tree is None, expected a Tree",
            hierarchical_softmax.leaves_sum_to_one,
            (None, torch.zeros(2)),
        ),
        ("counts has shape (1,), expected at least two words", hierarchical_softmax.huffman, (torch.tensor([3]),)),
    ],
)
def test_an_empty_or_unfit_tensor_is_a_value_error(message, function, args):
    refused(ValueError, message, function, *args)


@pytest.mark.parametrize(
    ("message", "function", "args"),
    [
        (
            "probabilities holds 1.5 at (0,), expected a number from 0 to 1",
            bernoulli.bernoulli_likelihood,
            (torch.tensor([1.5]), torch.tensor([1.0])),
        ),
        (
            "the sum of probabilities holds 1.5 at (0,), expected 1",
            likelihood.likelihood_of_text,
            (torch.tensor([[0.5]]) * 3, CONTEXTS[:1] * 0, CONTEXTS[:1] * 0),
        ),
        ("the sum of noise holds 2, expected 1", optimum.negative_sampling_objective, (P, P, 2 * Q, 1)),
        ("data_probabilities holds -0.25 at (0,), expected a probability", nll.entropy, (-P,)),
        (
            "noise holds 0 at (1,), expected a positive number",
            nce.nce_expected,
            (P[:2], P[:2] * 2, torch.tensor([1.0, 0]), 1),
        ),
        ("threshold is nan, expected a finite number", sampling.subsampling_printed, (P, NAN)),
        ("threshold holds 0, expected a positive number", sampling.subsampling_shipped, (P, 0.0)),
        ("exponent is 'a', expected a finite number", sampling.smoothed_noise, (P, "a")),
        (
            "counts to the power of -0.5 sum to inf, expected a positive number",
            sampling.smoothed_noise,
            (torch.tensor([0.0, 3.0]), -0.5),
        ),
        (
            "counts to the power of 50 sum to inf, expected a positive number",
            sampling.smoothed_noise,
            (torch.tensor([60000.0, 60000.0]), 50),
        ),
        (
            "frequencies holds 4 at (0,), expected a number from 0 to 1",
            sampling.subsampling_printed,
            (torch.tensor([4.0]), 1e-5),
        ),
        ("threshold holds 100, expected a number from 0 to 1", sampling.subsampling_shipped, (P, 100)),
        (
            "observed_noise holds 1.5, expected a number from 0 to 1",
            nce.nce_loss,
            (torch.tensor(0.0), P, torch.tensor(1.5), Q),
        ),
        ("counts holds only zeros, expected a positive number", sampling.smoothed_noise, (P * 0, 0.75)),
        ("counts holds -1 at (0,), expected at least 0", hierarchical_softmax.huffman, (torch.tensor([-1, 2]),)),
        (
            "pair_counts holds -1 at (0, 0), expected at least 0",
            nll.corpus_cross_entropy,
            (torch.tensor([[-1, 2], [0, 0]]), torch.full((2, 2), 0.5)),
        ),
        (
            "lengths holds -1 at (1,), expected at least 0",
            hierarchical_softmax.expected_length,
            (torch.tensor([2, 1]), torch.tensor([1, -1])),
        ),
        (
            "pair_counts holds only zeros, expected a positive number",
            nll.corpus_cross_entropy,
            (torch.zeros(2, 2).long(), torch.full((2, 2), 0.5)),
        ),
        (
            "scores holds 6.5 at (0,), expected a number from -6 to 6",
            shipped_code.table_sigmoid,
            (torch.tensor([6.5]),),
        ),
        (
            "progress holds 1.1 at (0,), expected a number from 0 to 1",
            shipped_code.learning_rate_linear,
            (torch.tensor([1.1]), 0.05, 0.0),
        ),
        ("dtype is torch.int64, expected torch.float32 or torch.float64", float32.best_step, (torch.int64,)),
        (
            "dtype is torch.int64, expected torch.float32 or torch.float64",
            shipped_code.sigmoid_table,
            (torch.int64,),
        ),
    ],
)
def test_a_value_out_of_range_is_a_value_error(message, function, args):
    refused(ValueError, message, function, *args)


def test_the_shapes_in_the_signatures_are_enforced():
    with pytest.raises(TypeCheckError):
        nll.nll.__wrapped__(SCORES, torch.tensor([1, 2, 3]))
