"""Hierarchical softmax: a word is a leaf of a binary tree, and its probability is that of the path to it."""

from __future__ import annotations

import heapq
from typing import Annotated, NamedTuple

import torch
from jaxtyping import Bool, Int64
from torch import Tensor

from .arguments import checked
from .bernoulli import sigmoid
from .float32 import log_sigmoid
from .promises.losses import Losses
from .promises.numbers import Number
from .promises.probabilities import OfWords, Probabilities
from .promises.rules import below, within
from .promises.scores import InPathScores, NodeScores, PathScores
from .promises.vectors import Centre, CentreOfPairs, InNodes, InVectorOfPair, NodeVectors
from .promises.words import Contexts, Lengths, Observed, TreeCounts, WordCounts


class Tree(NamedTuple):
    """The path from the root to each word: inner nodes passed, and the turn taken at each.

    Paths are padded to the longest, L; `on_path` tells what is path from what is padding.
    """

    nodes: Annotated[Int64[Tensor, "V L"], "the inner nodes on the way to each word", below("V", fewer=1)]
    codes: Annotated[Int64[Tensor, "V L"], "the turn at each, 0 or 1", within(0, 1)]
    on_path: Bool[Tensor, "V L"]

    @property
    def lengths(self) -> Int64[Tensor, " V"]:
        """Number of turns on the way to each word."""
        return self.on_path.sum(-1)


@checked
def huffman(counts: TreeCounts) -> Tree:
    """Huffman's tree: the two rarest are joined again and again (`huffman-bounds`).
    Of two equally rare the older goes first; the V − 1 inner nodes are numbered from the root, 0.
    >>> huffman(torch.tensor([5, 2, 1])).codes
    tensor([[1, 0],
            [0, 1],
            [0, 0]])
    """
    words = len(counts)
    heap = [(count, word) for word, count in enumerate(counts.tolist())]
    heapq.heapify(heap)
    parent, code = {}, {}
    for node in range(words, 2 * words - 1):
        (rarest, left), (next_rarest, right) = heapq.heappop(heap), heapq.heappop(heap)
        parent[left], parent[right], code[left], code[right] = node, node, 0, 1
        heapq.heappush(heap, (rarest + next_rarest, node))
    return _tree([_path(word, parent, code, root=node) for word in range(words)])


def _path(word: int, parent: dict[int, int], code: dict[int, int], root: int) -> list[tuple[int, int]]:
    path = []
    while word != root:
        path.append((root - parent[word], code[word]))
        word = parent[word]
    return path[::-1]


def _tree(paths: list[list[tuple[int, int]]]) -> Tree:
    lengths = torch.tensor([len(path) for path in paths])
    longest = int(lengths.max())
    padded = torch.tensor([path + [(0, 0)] * (longest - len(path)) for path in paths])
    return Tree(padded[..., 0], padded[..., 1], torch.arange(longest) < lengths.unsqueeze(-1))


@checked
def path_probability(tree: Tree, node_scores: NodeScores, words: Observed) -> Probabilities:
    """Probability of each word: the product over the turns that lead to it (`path-probability`).
    >>> path_probability(huffman(torch.tensor([5, 2, 1])), torch.tensor([0.0, 1.0]), torch.tensor(0))
    tensor(0.5000)
    """
    turns = (1 - 2 * tree.codes[words]) * node_scores.gather(-1, tree.nodes[words])
    return sigmoid(turns).masked_fill(~tree.on_path[words], 1).prod(-1)


@checked
def leaves_sum_to_one(tree: Tree, node_scores: NodeScores) -> OfWords:
    """Probabilities of all words, which sum to one undivided (`leaves-sum-to-one`).
    >>> leaves_sum_to_one(huffman(torch.tensor([5, 2, 1])), torch.tensor([0.0, 1.0]))
    tensor([0.5000, 0.1345, 0.3655])
    """
    turns = (1 - 2 * tree.codes) * node_scores[..., tree.nodes]
    return sigmoid(turns).masked_fill(~tree.on_path, 1).prod(-1)


@checked
def path_scores(tree: Tree, centre: Centre, node_vectors: NodeVectors, words: Observed) -> PathScores:
    """L dot products in place of V; beyond a path's end they mean nothing (`path-probability`).
    >>> path_scores(huffman(torch.tensor([5, 2, 1])), torch.ones(2), torch.eye(2), torch.tensor(2))
    tensor([1., 1.])
    """
    return (node_vectors[tree.nodes[words]] * centre.unsqueeze(-2)).sum(-1)


@checked
def hierarchical_softmax_loss(tree: Tree, path_scores: PathScores, words: Observed) -> Losses:
    """Negative log-likelihood: a sum over the turns (`hierarchical-softmax-loss`).
    >>> hierarchical_softmax_loss(huffman(torch.tensor([5, 2, 1])), torch.zeros(2), torch.tensor(2))
    tensor(1.3863)
    """
    turns = (1 - 2 * tree.codes[words]) * path_scores
    return -(log_sigmoid(turns) * tree.on_path[words]).sum(-1)


@checked
def path_gradient(tree: Tree, path_scores: PathScores, words: Observed) -> InPathScores:
    """Predicted probability of a 0 at each node, minus whether it was one (`path-gradient`).
    >>> path_gradient(huffman(torch.tensor([5, 2, 1])), torch.zeros(2), torch.tensor(0))
    tensor([0.5000, -0.0000])
    """
    labels = 1 - tree.codes[words]
    return (sigmoid(path_scores) - labels) * tree.on_path[words]


@checked
def hierarchical_softmax_gradients(
    tree: Tree, centre: CentreOfPairs, node_vectors: NodeVectors, words: Contexts
) -> tuple[InVectorOfPair, InNodes]:
    """The error at each node times the vector that met it there (`path-gradient`).
    >>> tree = huffman(torch.tensor([5, 2, 1]))
    >>> hierarchical_softmax_gradients(tree, torch.ones(1, 2), torch.eye(2), torch.tensor([0]))
    (tensor([[0.7311, 0.0000]]), tensor([[0.7311, 0.7311],
            [0.0000, 0.0000]]))
    """
    nodes, scores = tree.nodes[words], path_scores(tree, centre, node_vectors, words)
    errors = path_gradient(tree, scores, words).unsqueeze(-1)
    in_centres = (errors * node_vectors[nodes]).sum(-2)
    rows = (errors * centre.unsqueeze(-2)).flatten(0, 1)
    return in_centres, torch.zeros_like(node_vectors).index_add(0, nodes.flatten(), rows)


@checked
def expected_length(counts: WordCounts, lengths: Lengths) -> Number:
    """Turns to a word on average over the text, in float64 (`huffman-bounds`).
    >>> expected_length(torch.tensor([5, 2, 1]), torch.tensor([1, 2, 2]))
    tensor(1.3750, dtype=torch.float64)
    """
    return (counts * lengths).sum().double() / counts.sum()


@checked
def entropy_in_bits(counts: WordCounts) -> Number:
    """Bits per word that no code can go below on average, in float64 (`huffman-bounds`).
    >>> entropy_in_bits(torch.tensor([4, 2, 2]))
    tensor(1.5000, dtype=torch.float64)
    """
    probabilities = counts.double() / counts.sum()
    return -(probabilities * probabilities.log2()).sum()
