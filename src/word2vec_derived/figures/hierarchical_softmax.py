"""Huffman's tree."""

from __future__ import annotations

from collections.abc import Sequence

import torch

from ..reference.hierarchical_softmax import Tree, huffman
from .drawing import ACCENTS, INK, Figure, drawing, figure


def huffman_tree(words: Sequence[str], counts: Sequence[int]) -> Figure:
    """Huffman's tree: frequent words hang near the root."""
    tree = huffman(torch.tensor(counts))
    places = _tree_places(tree)
    with drawing("", "") as (canvas, axes):
        axes.set_axis_off()
        for path, (x, y) in places.items():
            if path:
                above = places[path[:-1]]
                axes.plot([above[0], x], [above[1], y], color=INK, linewidth=1, linestyle="-")
                middle = ((above[0] + x) / 2, (above[1] + y) / 2)
                axes.annotate(str(path[-1]), middle, ha="center", va="center", backgroundcolor="none",
                              xytext=(-7 if path[-1] == 0 else 7, 3), textcoords="offset points")  # fmt: skip
        for word, count, path in zip(words, counts, _paths(tree), strict=True):
            axes.annotate(f"{word}\n{count}", places[path], (0, -4), textcoords="offset points", ha="center", va="top")
        inner = [place for path, place in places.items() if path not in _paths(tree)]
        axes.plot(*zip(*inner, strict=True), color=ACCENTS[0], marker="o", linestyle="")
        axes.margins(0.08, 0.2)
    alt = f"A binary tree with {len(words)} words at its leaves; frequent words hang near the root, rare ones far off."
    codes = ["".join(map(str, path)) for path in _paths(tree)]
    return figure(canvas, alt, [["word", *words], ["count", *map(str, counts)], ["code", *codes]])


def _paths(tree: Tree) -> list[tuple[int, ...]]:
    return [tuple(codes[:length]) for codes, length in zip(tree.codes.tolist(), tree.lengths.tolist(), strict=True)]


def _tree_places(tree: Tree) -> dict[tuple[int, ...], tuple[float, float]]:
    """Place of every node by its path: leaves evenly from left to right, an inner node midway between its two."""
    leaves = sorted(_paths(tree))
    places = {path: (float(order), -float(len(path))) for order, path in enumerate(leaves)}
    inner = {path[:depth] for path in leaves for depth in range(len(path))}
    for path in sorted(inner, key=len, reverse=True):
        places[path] = ((places[(*path, 0)][0] + places[(*path, 1)][0]) / 2, -float(len(path)))
    return places
