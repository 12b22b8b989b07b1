"""The chapter's expressions and the functions of reference/ give the same numbers."""

from __future__ import annotations

from fractions import Fraction
from itertools import permutations

import pytest
import torch
from hypothesis import assume, given
from hypothesis import strategies as st
from torch.autograd import grad
from torch.nn.functional import binary_cross_entropy_with_logits

from word2vec_derived.notation import (
    R,
    V,
    V_left,
    V_right,
    c,
    code,
    coin,
    d,
    j,
    l,
    left_leaf,
    n_other,
    node,
    p,
    path_length,
    right_leaf,
    s,
    v,
    x,
)
from word2vec_derived.reference import hierarchical_softmax

torch.manual_seed(0)
COUNTS = torch.tensor([7, 5, 3, 2, 1, 1])
TREE = hierarchical_softmax.huffman(COUNTS)
SCORES = torch.randn(5, dtype=torch.float64)
NODE_VECTORS, CENTRE_VECTORS = torch.randn(5, 3, dtype=torch.float64), torch.randn(6, 3, dtype=torch.float64)
WORDS = pytest.mark.parametrize("word", range(6))


def agree(value, expressions, at, number):
    for expression in expressions:
        assert value(expression, at) == pytest.approx(number.item())


def path_to(word):
    """Inner nodes and codes of the path, without padding."""
    return TREE.nodes[word][TREE.on_path[word]], TREE.codes[word][TREE.on_path[word]]


def sizes(word):
    """The path as the derivations take it; a code's 0 and 1 are numbers and not places."""
    nodes, codes = path_to(word)
    return {R: len(nodes), s: SCORES[nodes], code: codes - 1}


@WORDS
def test_the_probability_of_a_path_is_that_of_torch(book, value, lines, word):
    road = hierarchical_softmax.path_probability(TREE, SCORES, torch.tensor(word))
    agree(value, lines(book["path-probability"]), sizes(word), road)


@WORDS
def test_the_loss_is_a_binary_cross_entropy(book, value, lines, word):
    nodes, codes = path_to(word)
    road = binary_cross_entropy_with_logits(SCORES[nodes], 1 - codes.double(), reduction="sum")
    agree(value, lines(book["hierarchical-softmax-loss"]), sizes(word), road)


@WORDS
def test_the_gradient_in_each_score_is_that_of_torch(book, value, lines, word):
    nodes, _ = path_to(word)
    scores = SCORES[TREE.nodes[word]]
    road = hierarchical_softmax.path_gradient(TREE, scores, torch.tensor(word))
    for turn in range(len(nodes)):
        agree(value, lines(book["path-gradient"]), sizes(word) | {n_other: turn + 1}, road[turn])


@WORDS
def test_the_gradients_in_the_vectors_are_those_of_autograd(book, value, lines, word):
    nodes, codes = path_to(word)
    on_path, centre = NODE_VECTORS[nodes].requires_grad_(), CENTRE_VECTORS[2].clone().requires_grad_()
    loss = binary_cross_entropy_with_logits(on_path @ centre, 1 - codes.double(), reduction="sum")
    in_nodes, in_centre = grad(loss, (on_path, centre))
    scores = (on_path @ centre).detach()
    at = {R: len(nodes), d: 3, c: 3, l: 2, v: CENTRE_VECTORS, node: on_path.detach(), code: codes - 1, s: scores}
    agree(value, lines(book["path-gradient-in-centre"]), at, in_centre[1])
    agree(value, lines(book["path-gradient-in-node"]), at | {n_other: 1}, in_nodes[0, 1])


def test_two_trees_joined_sum_to_one(book, value, lines):
    left, right = torch.tensor([0.25, 0.75]), torch.tensor([0.5, 0.125, 0.375])
    at = {V_left: 2, V_right: 3, left_leaf: left, right_leaf: right, x: 0.5}
    agree(value, lines(book["leaves-sum-to-one"]), at, hierarchical_softmax.leaves_sum_to_one(TREE, SCORES).sum())


def test_huffman_lies_between_the_bounds(book, value, lines):
    shares = COUNTS / COUNTS.sum()
    at = {V: 6, p: shares.double()}
    length = hierarchical_softmax.expected_length(COUNTS, TREE.lengths).item()
    entropy = hierarchical_softmax.entropy_in_bits(COUNTS).item()
    rounded, below, above, bound = (value(line, at) for line in lines(book["huffman-bounds"]))
    assert entropy <= length <= rounded < below
    assert (below, above, bound) == (pytest.approx(entropy + 1),) * 3
    longer, *others = (value(line, at) for line in lines(book["shannon-code-fits"]))
    assert longer <= 1
    assert others == [pytest.approx(1)] * 2


LENGTHS = torch.tensor([1, 3, 3, 4, 5])


def codes_of(lengths):
    """The codes that Kraft's construction gives out, from the shortest: each a whole number of shares to the right."""
    places = [sum(Fraction(1, 2**before) for before in lengths[:word]) for word in range(len(lengths))]
    return [f"{int(place * 2**length):0{length}b}" for place, length in zip(places, lengths, strict=True)]


@pytest.mark.parametrize("word", range(5))
def test_what_was_given_out_is_a_whole_number_of_shares_and_leaves_room(book, value, lines, word):
    at = {V: 5, path_length: LENGTHS.double(), j: word + 1}
    before = (0.5 ** LENGTHS[:word].double()).sum()
    agree(value, lines(book["kraft-whole-shares"]), at, before)
    assert (before * 2 ** LENGTHS[word]) % 1 == 0
    here, everything, most = (value(line, at) for line in lines(book["kraft-room"]))
    assert here == pytest.approx((before + 0.5 ** LENGTHS[word]).item())
    assert everything == pytest.approx((0.5 ** LENGTHS.double()).sum().item())
    assert here <= everything <= most


@given(st.lists(st.integers(1, 6), min_size=1, max_size=12))
def test_lengths_whose_shares_are_at_most_one_have_a_tree(lengths):
    lengths = sorted(lengths)
    assume(sum(Fraction(1, 2**length) for length in lengths) <= 1)
    codes = codes_of(lengths)
    assert [len(code) for code in codes] == lengths
    assert not any(other.startswith(code) for code, other in permutations(codes, 2))


def test_the_lower_bound_is_the_length_less_the_entropy(book, value, lines):
    shares = (COUNTS / COUNTS.sum()).double()
    at = {V: 6, p: shares, path_length: TREE.lengths.double(), coin: 0.5 ** TREE.lengths.double()}
    length = hierarchical_softmax.expected_length(COUNTS, TREE.lengths)
    agree(value, lines(book["huffman-lower-bound"])[:-1], at, length - hierarchical_softmax.entropy_in_bits(COUNTS))


def test_the_entropy_stays_below_the_logarithm_of_the_vocabulary(book, value, lines):
    shares = (COUNTS / COUNTS.sum()).double()
    road = torch.tensor(6.0).double().log2() - hierarchical_softmax.entropy_in_bits(COUNTS)
    agree(value, lines(book["cost-of-a-path"])[:-1], {V: 6, p: shares}, road)
