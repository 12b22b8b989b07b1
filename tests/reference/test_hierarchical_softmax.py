from __future__ import annotations

import functools
import itertools
import math

import pytest
import torch
import torch.nn.functional as F

from word2vec_derived.reference import hierarchical_softmax as hs

COUNTS = torch.tensor([12, 7, 5, 5, 3, 1])
TREE = hs.huffman(COUNTS)
WORDS = torch.tensor([0, 3, 5, 3])


def turns(word):
    """The path to a word as plain pairs of node and code."""
    length = int(TREE.lengths[word])
    return list(zip(TREE.nodes[word, :length].tolist(), TREE.codes[word, :length].tolist(), strict=True))


@functools.cache
def cheapest(counts):
    """Least total length of any prefix code, by trying every pair that could be joined first."""
    if len(counts) == 1:
        return 0
    options = []
    for a, b in itertools.combinations(range(len(counts)), 2):
        rest = [count for place, count in enumerate(counts) if place not in (a, b)]
        joined = counts[a] + counts[b]
        options.append(joined + cheapest(tuple(sorted([*rest, joined]))))
    return min(options)


@pytest.mark.second_road(of=hs.huffman)
def test_huffman_finds_a_complete_prefix_code_as_short_as_any_tree():
    tree = hs.huffman(COUNTS)
    assert (COUNTS * tree.on_path.sum(1)).sum() == cheapest(tuple(sorted(COUNTS.tolist())))
    paths = []
    for nodes, codes, on_path in zip(*tree, strict=True):
        length = int(on_path.sum())
        assert on_path.tolist() == [True] * length + [False] * (len(on_path) - length)
        assert (nodes[length:] == 0).all()
        assert (codes[length:] == 0).all()
        paths.append((tuple(nodes[:length].tolist()), tuple(codes[:length].tolist())))
    assert {code for _, codes in paths for code in codes} == {0, 1}
    assert len({codes for _, codes in paths}) == len(COUNTS)
    assert math.fsum(2.0 ** -len(codes) for _, codes in paths) == 1
    places = {}
    for nodes, codes in paths:
        for depth, node in enumerate(nodes):
            assert places.setdefault(node, codes[:depth]) == codes[:depth]
    assert sorted(places) == list(range(len(COUNTS) - 1))
    assert places[0] == ()


def test_the_turns_are_those_that_gensim_takes():
    from gensim.models import Word2Vec

    counts = torch.tensor([20, 9, 5, 3, 2, 1])
    model = Word2Vec(vector_size=2, min_count=1, hs=1, negative=0)
    model.build_vocab_from_freq({str(word): count for word, count in enumerate(counts.tolist())})
    tree = hs.huffman(counts)
    for word, (codes, on_path) in enumerate(zip(tree.codes, tree.on_path, strict=True)):
        assert codes[on_path].tolist() == model.wv.get_vecattr(str(word), "code").tolist()


@pytest.mark.parametrize("words", [2, 3, 7, 40])
def test_the_expected_length_lies_within_one_bit_of_the_entropy(words):
    counts = torch.randint(1, 50, (words,))
    length = hs.expected_length(counts, hs.huffman(counts).lengths)
    assert hs.entropy_in_bits(counts) <= length + 1e-12
    assert length < hs.entropy_in_bits(counts) + 1


@pytest.mark.parametrize("words", [2, 3, 7, 40])
def test_no_tree_with_rounded_lengths_is_shorter(words):
    counts = torch.randint(1, 50, (words,))
    lengths = [math.ceil(-math.log2(share)) for share in (counts / counts.sum()).tolist()]
    assert hs.expected_length(counts, hs.huffman(counts).lengths) <= hs.expected_length(counts, torch.tensor(lengths))


@pytest.mark.second_road(of=hs.path_probability)
def test_the_probability_of_a_path_is_the_product_taken_turn_by_turn(dtype):
    scores = torch.randn(4, 5, dtype=dtype)
    road = []
    for row, word in zip(scores, WORDS.tolist(), strict=True):
        left = [torch.sigmoid(row[node]) for node, _ in turns(word)]
        road.append(math.prod(p if code == 0 else 1 - p for p, (_, code) in zip(left, turns(word), strict=True)))
    torch.testing.assert_close(hs.path_probability(TREE, scores, WORDS), torch.stack(road))


@pytest.mark.second_road(of=hs.leaves_sum_to_one)
def test_the_leaves_share_the_probability_out_from_the_root_down(dtype):
    scores = torch.randn(5, dtype=dtype)
    road = torch.ones(6, dtype=dtype)
    for word in range(6):
        for node, code in turns(word):
            road[word] *= torch.sigmoid(scores[node]) if code == 0 else torch.sigmoid(-scores[node])
    torch.testing.assert_close(hs.leaves_sum_to_one(TREE, scores), road)
    torch.testing.assert_close(road.sum(), torch.tensor(1, dtype=dtype))


@pytest.mark.parametrize("words", [2, 3, 8, 33])
def test_the_leaves_of_any_tree_sum_to_one(words, dtype):
    tree = hs.huffman(torch.randint(0, 9, (words,)))
    total = hs.leaves_sum_to_one(tree, 3 * torch.randn(7, words - 1, dtype=dtype)).sum(-1)
    torch.testing.assert_close(total, torch.ones(7, dtype=dtype))


@pytest.mark.second_road(of=hs.path_scores)
def test_the_scores_on_the_path_are_those_of_the_whole_product(dtype):
    centre, nodes = torch.randn(4, 3, dtype=dtype), torch.randn(5, 3, dtype=dtype)
    road = (centre @ nodes.T).gather(1, TREE.nodes[WORDS])
    torch.testing.assert_close(hs.path_scores(TREE, centre, nodes, WORDS), road)


def torch_loss(scores):
    """Sum over the pairs of the binary cross-entropies along each path, scores of all nodes given."""
    losses = []
    for row, word in zip(scores, WORDS.tolist(), strict=True):
        nodes, codes = zip(*turns(word), strict=True)
        labels = 1 - torch.tensor(codes, dtype=scores.dtype)
        losses.append(F.binary_cross_entropy_with_logits(row[list(nodes)], labels, reduction="sum"))
    return torch.stack(losses)


@pytest.mark.second_road(of=hs.hierarchical_softmax_loss)
def test_the_loss_is_a_binary_cross_entropy_at_every_turn(dtype):
    scores = torch.randn(4, 5, dtype=dtype)
    found = hs.hierarchical_softmax_loss(TREE, scores.gather(1, TREE.nodes[WORDS]), WORDS)
    torch.testing.assert_close(found, torch_loss(scores))
    torch.testing.assert_close(found, -hs.path_probability(TREE, scores, WORDS).log())


@pytest.mark.second_road(of=hs.path_gradient)
def test_the_gradient_at_every_turn_is_that_of_autograd(dtype):
    scores = torch.randn(4, 5, dtype=dtype, requires_grad=True)
    torch_loss(scores).sum().backward()
    nodes = TREE.nodes[WORDS]
    found = hs.path_gradient(TREE, scores.detach().gather(1, nodes), WORDS)
    torch.testing.assert_close(found, scores.grad.gather(1, nodes) * TREE.on_path[WORDS])


@pytest.mark.second_road(of=hs.hierarchical_softmax_gradients)
def test_the_gradients_in_the_vectors_are_those_of_autograd(dtype):
    centre = torch.randn(4, 3, dtype=dtype, requires_grad=True)
    nodes = torch.randn(5, 3, dtype=dtype, requires_grad=True)
    torch_loss(centre @ nodes.T).sum().backward()
    found = hs.hierarchical_softmax_gradients(TREE, centre.detach(), nodes.detach(), WORDS)
    torch.testing.assert_close(found, (centre.grad, nodes.grad))


@pytest.mark.second_road(of=hs.expected_length)
def test_the_expected_length_is_the_mean_over_the_text():
    text = [word for word, count in enumerate(COUNTS.tolist()) for _ in range(count)]
    road = sum(len(turns(word)) for word in text) / len(text)
    torch.testing.assert_close(hs.expected_length(COUNTS, TREE.lengths), torch.tensor(road, dtype=torch.float64))


@pytest.mark.second_road(of=hs.entropy_in_bits)
def test_the_entropy_in_bits_is_that_of_torch_in_nats_over_log_two():
    road = torch.distributions.Categorical(COUNTS.double() / COUNTS.sum()).entropy() / math.log(2)
    torch.testing.assert_close(hs.entropy_in_bits(COUNTS), road)


def test_the_cost_grows_with_the_logarithm_of_the_vocabulary():
    lengths = [hs.huffman(torch.ones(2**bits, dtype=torch.int64)).lengths for bits in (1, 4, 8)]
    assert [length.unique().tolist() for length in lengths] == [[1], [4], [8]]


def test_the_loss_passes_gradcheck():
    centre = torch.randn(4, 3, dtype=torch.float64, requires_grad=True)
    nodes = torch.randn(5, 3, dtype=torch.float64, requires_grad=True)

    def loss(centre, nodes):
        return hs.hierarchical_softmax_loss(TREE, hs.path_scores(TREE, centre, nodes, WORDS), WORDS)

    assert torch.autograd.gradcheck(loss, (centre, nodes))
