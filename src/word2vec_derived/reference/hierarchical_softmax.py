"""Hierarchical softmax: a word is a leaf of a binary tree, and its probability is that of the path to it."""

from __future__ import annotations

import heapq
from typing import NamedTuple

import torch
from jaxtyping import Bool, Float, Int64
from torch import Tensor

from .arguments import below, checked, positive, within
from .bernoulli import sigmoid
from .float32 import log_sigmoid


class Tree(NamedTuple):
    """The path from the root to each word: inner nodes passed, and the turn taken at each.

    Paths are padded to the longest, L; `on_path` tells what is path from what is padding.
    """

    nodes: Int64[Tensor, "V L"]
    codes: Int64[Tensor, "V L"]
    on_path: Bool[Tensor, "V L"]

    @property
    def lengths(self) -> Int64[Tensor, " V"]:
        """Number of turns on the way to each word."""
        return self.on_path.sum(-1)


@checked(counts=within(0))
def huffman(counts: Int64[Tensor, " V"]) -> Tree:
    """Huffman's tree: the two rarest are joined again and again, so frequent words end near the root.

    Formula: `huffman-bounds`.
    Of two that are equally rare, the one that is older goes first; inner nodes are numbered from the root, 0.

    Args:
        counts: `(V,)`, how often each word occurs; at least two words.

    Returns:
        The tree, with V − 1 inner nodes.

    Raises:
        ValueError: there are fewer than two words, or `counts` is not int64 or holds a negative number.
    """
    if len(counts) < 2:
        raise ValueError(f"counts has shape {tuple(counts.shape)}, expected at least two words")
    # --8<-- [start:huffman]
    words = len(counts)
    heap = [(count, word) for word, count in enumerate(counts.tolist())]
    heapq.heapify(heap)
    parent, code = {}, {}
    for node in range(words, 2 * words - 1):
        (rarest, left), (next_rarest, right) = heapq.heappop(heap), heapq.heappop(heap)
        parent[left], parent[right], code[left], code[right] = node, node, 0, 1
        heapq.heappush(heap, (rarest + next_rarest, node))
    return _tree([_path(word, parent, code, root=node) for word in range(words)])
    # --8<-- [end:huffman]


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


def _inner_nodes(name: str, _: Tensor, sizes: dict[str, int]) -> None:
    if sizes["I"] != sizes["V"] - 1:
        raise ValueError(f"{name} has {sizes['I']} inner nodes, expected {sizes['V'] - 1} for {sizes['V']} words")


@checked(node_scores=_inner_nodes, words=below("V"))
def path_probability(
    tree: Tree, node_scores: Float[Tensor, "*batch I"], words: Int64[Tensor, "*batch"]
) -> Float[Tensor, "*batch"]:
    """Probability of each word: the product of the probabilities of the turns that lead to it.

    Formula: `path-probability`.

    Args:
        tree: from `huffman`.
        node_scores: `(*batch, V − 1)`, of all inner nodes.
        words: `(*batch)`.

    Returns:
        `(*batch)`.

    Raises:
        IndexError: a word is outside the vocabulary.
        ValueError: an argument is empty, of the wrong shape or dtype, or holds NaN.

    Source:
        Mikolov et al. (2013b).
    """
    # --8<-- [start:path_probability]
    turns = (1 - 2 * tree.codes[words]) * node_scores.gather(-1, tree.nodes[words])
    return sigmoid(turns).masked_fill(~tree.on_path[words], 1).prod(-1)
    # --8<-- [end:path_probability]


@checked(node_scores=_inner_nodes)
def leaves_sum_to_one(tree: Tree, node_scores: Float[Tensor, "*batch I"]) -> Float[Tensor, "*batch V"]:
    """Probabilities of all words, which sum to one without ever being divided by their sum.

    Formula: `leaves-sum-to-one`.

    Args:
        tree: from `huffman`.
        node_scores: `(*batch, V − 1)`, of all inner nodes.

    Returns:
        `(*batch, V)`.

    Raises:
        ValueError: an argument is empty, of the wrong shape or dtype, or holds NaN.
    """
    # --8<-- [start:leaves_sum_to_one]
    turns = (1 - 2 * tree.codes) * node_scores[..., tree.nodes]
    return sigmoid(turns).masked_fill(~tree.on_path, 1).prod(-1)
    # --8<-- [end:leaves_sum_to_one]


@checked(node_vectors=_inner_nodes, words=below("V"))
def path_scores(
    tree: Tree, centre: Float[Tensor, "*batch d"], node_vectors: Float[Tensor, "I d"], words: Int64[Tensor, "*batch"]
) -> Float[Tensor, "*batch L"]:
    """Scores of the inner nodes on the path to each word; L dot products in place of V.

    Formula: `path-probability`.

    Args:
        tree: from `huffman`.
        centre: `(*batch, d)`, the centre word's vector in each pair.
        node_vectors: `(V − 1, d)`, a row for each inner node.
        words: `(*batch)`, the observed words.

    Returns:
        `(*batch, L)`; what lies beyond the end of a path means nothing.

    Raises:
        IndexError: a word is outside the vocabulary.
        ValueError: an argument is empty, of the wrong shape or dtype, or holds NaN.
    """
    # --8<-- [start:path_scores]
    return (node_vectors[tree.nodes[words]] * centre.unsqueeze(-2)).sum(-1)
    # --8<-- [end:path_scores]


@checked(words=below("V"))
def hierarchical_softmax_loss(
    tree: Tree, path_scores: Float[Tensor, "*batch L"], words: Int64[Tensor, "*batch"]
) -> Float[Tensor, "*batch"]:
    """Negative log-likelihood of each word: a sum over the turns of its path.

    Formula: `hierarchical-softmax-loss`.

    Args:
        tree: from `huffman`.
        path_scores: `(*batch, L)`, from the function of that name.
        words: `(*batch)`, the observed words.

    Returns:
        `(*batch)`, in nats per pair.

    Raises:
        IndexError: a word is outside the vocabulary.
        ValueError: an argument is empty, of the wrong shape or dtype, or holds NaN.
    """
    # --8<-- [start:hierarchical_softmax_loss]
    turns = (1 - 2 * tree.codes[words]) * path_scores
    return -(log_sigmoid(turns) * tree.on_path[words]).sum(-1)
    # --8<-- [end:hierarchical_softmax_loss]


@checked(words=below("V"))
def path_gradient(
    tree: Tree, path_scores: Float[Tensor, "*batch L"], words: Int64[Tensor, "*batch"]
) -> Float[Tensor, "*batch L"]:
    """Gradient in the score of each node on the path: the predicted probability of a 0 minus whether it was one.

    Formula: `path-gradient`.

    Args:
        tree: from `huffman`.
        path_scores: `(*batch, L)`, from the function of that name.
        words: `(*batch)`, the observed words.

    Returns:
        `(*batch, L)`, nats per unit of score, per pair; 0 beyond the end of a path.

    Raises:
        IndexError: a word is outside the vocabulary.
        ValueError: an argument is empty, of the wrong shape or dtype, or holds NaN.
    """
    # --8<-- [start:path_gradient]
    labels = 1 - tree.codes[words]
    return (sigmoid(path_scores) - labels) * tree.on_path[words]
    # --8<-- [end:path_gradient]


@checked(node_vectors=_inner_nodes, words=below("V"))
def hierarchical_softmax_gradients(
    tree: Tree, centre: Float[Tensor, "N d"], node_vectors: Float[Tensor, "I d"], words: Int64[Tensor, " N"]
) -> tuple[Float[Tensor, "N d"], Float[Tensor, "I d"]]:
    """Gradients in the vectors: the error at each node times the vector that met it there.

    Formula: `path-gradient`.

    Args:
        tree: from `huffman`.
        centre: `(N, d)`, the centre word's vector in each pair.
        node_vectors: `(V − 1, d)`, a row for each inner node.
        words: `(N,)`, the observed words.

    Returns:
        `(N, d)` for the centres, per pair, and `(V − 1, d)` for the nodes, summed over the pairs; nats per unit of
        the component.

    Raises:
        IndexError: a word is outside the vocabulary.
        ValueError: an argument is empty, of the wrong shape or dtype, or holds NaN.
    """
    # --8<-- [start:hierarchical_softmax_gradients]
    nodes, scores = tree.nodes[words], path_scores(tree, centre, node_vectors, words)
    errors = path_gradient(tree, scores, words).unsqueeze(-1)
    in_centres = (errors * node_vectors[nodes]).sum(-2)
    rows = (errors * centre.unsqueeze(-2)).flatten(0, 1)
    return in_centres, torch.zeros_like(node_vectors).index_add(0, nodes.flatten(), rows)
    # --8<-- [end:hierarchical_softmax_gradients]


@checked(counts=positive, lengths=within(0))
def expected_length(counts: Int64[Tensor, " V"], lengths: Int64[Tensor, " V"]) -> Float[Tensor, ""]:
    """Turns to a word on average over the text: what one word costs.

    Formula: `huffman-bounds`.

    Args:
        counts: `(V,)`, how often each word occurs.
        lengths: `(V,)`, turns to each word, `tree.lengths`.

    Returns:
        A scalar in float64, turns per word; from the entropy in bits to one more.

    Raises:
        ValueError: an argument is empty, of the wrong shape or dtype, a count is not positive or a length negative.
    """
    # --8<-- [start:expected_length]
    return (counts * lengths).sum().double() / counts.sum()
    # --8<-- [end:expected_length]


@checked(counts=positive)
def entropy_in_bits(counts: Int64[Tensor, " V"]) -> Float[Tensor, ""]:
    """Entropy of the words of a text: no code is shorter on average.

    Formula: `huffman-bounds`.

    Args:
        counts: `(V,)`, how often each word occurs.

    Returns:
        A scalar in float64, in bits per word.

    Raises:
        ValueError: `counts` is empty, is not int64, or a count is not positive.
    """
    # --8<-- [start:entropy_in_bits]
    probabilities = counts.double() / counts.sum()
    return -(probabilities * probabilities.log2()).sum()
    # --8<-- [end:entropy_in_bits]
