"""What a loss can be called with: a closed list, each with its shapes, and how its arguments are drawn or placed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor

from .views import (
    Point,
    Sizes,
    cbow_point,
    index_point,
    label_point,
    logit_point,
    noise_point,
    score_point,
    table_point,
    tree_point,
    vector_point,
    window_point,
)

DIMENSION = 4


@dataclass(frozen=True)
class Form:
    """One entry of the closed list: how the arguments are drawn at random, and how they are made from scores."""

    name: str
    shapes: str
    sizes: tuple[Sizes, ...]
    draw: Callable[[Sizes, torch.Generator, torch.dtype, float], Point]
    place: Callable[[Tensor, Tensor, int], Point]


def normal(generator: torch.Generator, dtype: torch.dtype, scale: float, *shape: int) -> Tensor:
    """Normal numbers, the same in every precision."""
    return (torch.randn(*shape, generator=generator, dtype=torch.float64) * scale).to(dtype)


def draw_scores(sizes: Sizes, generator: torch.Generator, dtype: torch.dtype, scale: float) -> Point:
    """Random scores."""
    B, K = sizes["B"], sizes["K"]
    return score_point(normal(generator, dtype, scale, B), normal(generator, dtype, scale, B, K))


def draw_labels(sizes: Sizes, generator: torch.Generator, dtype: torch.dtype, scale: float) -> Point:
    """Random logits with their labels."""
    B, K = sizes["B"], sizes["K"]
    return label_point(normal(generator, dtype, scale, B), normal(generator, dtype, scale, B, K))


def draw_noise(sizes: Sizes, generator: torch.Generator, dtype: torch.dtype, scale: float) -> Point:
    """Random scores with random shares of the noise."""
    B, K = sizes["B"], sizes["K"]
    s, t = normal(generator, dtype, scale, B), normal(generator, dtype, scale, B, K)
    q = (torch.rand(B, 1 + K, generator=generator, dtype=torch.float64) * 0.3 + 0.05).to(dtype)
    return noise_point(s, t, q[:, 0].clone(), q[:, 1:].clone())


def draw_vectors(sizes: Sizes, generator: torch.Generator, dtype: torch.dtype, scale: float) -> Point:
    """Random vectors whose dot products are of the order of `scale`."""
    B, K, scale = sizes["B"], sizes["K"], (scale / 2) ** 0.5
    shapes = ((B, DIMENSION), (B, DIMENSION), (B, K, DIMENSION))
    return vector_point(*(normal(generator, dtype, scale, *shape) for shape in shapes))


def draw_module(sizes: Sizes, generator: torch.Generator, dtype: torch.dtype, scale: float) -> Point:
    """Random vectors, which a module finds in its tables."""
    return table_point(*draw_vectors(sizes, generator, dtype, scale).arguments)


def draw_window(sizes: Sizes, generator: torch.Generator, dtype: torch.dtype, scale: float) -> Point:
    """Random vectors of windows."""
    B, K, W, scale = sizes["B"], sizes["K"], sizes["W"], (scale / 2) ** 0.5
    shapes = ((B, DIMENSION), (B, W, DIMENSION), (B, W, K, DIMENSION))
    return window_point(*(normal(generator, dtype, scale, *shape) for shape in shapes))


def draw_cbow(sizes: Sizes, generator: torch.Generator, dtype: torch.dtype, scale: float) -> Point:
    """Random vectors of windows and of the words between them."""
    B, K, C, scale = sizes["B"], sizes["K"], sizes["C"], (scale / 2) ** 0.5
    shapes = ((B, C, DIMENSION), (B, DIMENSION), (B, K, DIMENSION))
    return cbow_point(*(normal(generator, dtype, scale, *shape) for shape in shapes))


def draw_logits(sizes: Sizes, generator: torch.Generator, dtype: torch.dtype, scale: float) -> Point:
    """Random scores of all words."""
    B, V = sizes["B"], sizes["V"]
    return logit_point(normal(generator, dtype, scale, B, V), torch.randint(V, (B,), generator=generator))


def draw_tree(sizes: Sizes, generator: torch.Generator, dtype: torch.dtype, scale: float) -> Point:
    """Random scores along paths of different lengths."""
    B, L = sizes["B"], sizes["L"]
    codes = torch.randint(2, (B, L), generator=generator).to(dtype)
    lengths = torch.randint(1, L, (B, 1), generator=generator)
    lengths[0] = L
    return tree_point(normal(generator, dtype, scale, B, L), codes, (torch.arange(L) < lengths).to(dtype))


def draw_index(sizes: Sizes, generator: torch.Generator, dtype: torch.dtype, scale: float) -> Point:
    """A random pair with distinct words; vectors have more components than there are words."""
    V, K, scale = sizes["V"], sizes["K"], (scale / 3) ** 0.5
    words = torch.randperm(V, generator=generator)
    c, U = normal(generator, dtype, scale, V + 1), normal(generator, dtype, scale, V, V + 1)
    return index_point(c, words[0].clone(), U, words[1 : 1 + K].clone())


def place_index(s: Tensor, t: Tensor, _: int) -> Point:
    """The observed word first, the negatives after it."""
    U = padded(torch.cat([s[:1], t[0]]))
    return index_point(padded(torch.ones_like(s[0])), torch.tensor(0), U, torch.arange(1, len(U)))


def place_noise(s: Tensor, t: Tensor, _: int) -> Point:
    """Scores under a noise that draws every word one time in ten."""
    return noise_point(s, t, torch.full_like(s, 0.1), torch.full_like(t, 0.1))


def place_vectors(s: Tensor, t: Tensor, _: int) -> Point:
    """Vectors of which only the first component is not zero; the centre's is one."""
    return vector_point(padded(torch.ones_like(s)), padded(s), padded(t))


def place_module(s: Tensor, t: Tensor, _: int) -> Point:
    """The same vectors in tables."""
    return table_point(*place_vectors(s, t, _).arguments)


def place_window(s: Tensor, t: Tensor, width: int) -> Point:
    """A window of `width` contexts, all alike."""
    o, n = padded(s)[:, None].expand(-1, width, -1), padded(t)[:, None].expand(-1, width, -1, -1)
    return window_point(padded(torch.ones_like(s)), o.contiguous(), n.contiguous())


def place_cbow(s: Tensor, t: Tensor, width: int) -> Point:
    """A window of `width` words, all alike."""
    x = padded(torch.ones_like(s))[:, None].expand(-1, width, -1)
    return cbow_point(x.contiguous(), padded(s), padded(t))


def place_logits(s: Tensor, t: Tensor, _: int) -> Point:
    """The observed word first, and the others after it."""
    return logit_point(torch.cat([s.unsqueeze(-1), t], dim=-1), torch.zeros(len(s), dtype=torch.int64))


def place_tree(s: Tensor, t: Tensor, _: int) -> Point:
    """A first node to be turned one way, and the others the other way."""
    z = torch.cat([s.unsqueeze(-1), t], dim=-1)
    codes = torch.ones_like(z)
    codes[:, 0] = 0
    return tree_point(z, codes, torch.ones_like(z))


def padded(first: Tensor) -> Tensor:
    """Vectors with the given first component and zeros after it."""
    return torch.nn.functional.pad(first.unsqueeze(-1), (0, DIMENSION - 1))


def grid(*rows: tuple[int, ...], names: str) -> tuple[Sizes, ...]:
    """Sizes by their letters."""
    return tuple(dict(zip(names, row, strict=True)) for row in rows)


PAIRS = grid((2, 3), (3, 2), (4, 5), (2, 5), names="BK")

FORMS = {
    form.name: form
    for form in (
        Form("scores", "s (B,), t (B, K)", PAIRS, draw_scores, lambda s, t, _: score_point(s, t)),
        Form("labels", "logits and labels (B, 1+K), the observed word first", PAIRS, draw_labels,
             lambda s, t, _: label_point(s, t)),
        Form("noise", "s (B,), t (B, K), q_s (B,), q_t (B, K)", PAIRS, draw_noise, place_noise),
        Form("vectors", "c (B, d), o (B, d), n (B, K, d)", PAIRS, draw_vectors, place_vectors),
        Form("module", "centres (B,), contexts (B,), negatives (B, K), by index",
             grid((2, 3, 10), (3, 2, 12), (4, 5, 28), (2, 5, 14), names="BKV"), draw_module, place_module),
        Form("logits", "scores (B, V), target (B,)", grid((2, 4), (3, 5), (5, 7), names="BV"), draw_logits,
             place_logits),
        Form("tree", "node scores, codes, mask, each (B, L)", grid((2, 4), (3, 5), (5, 6), names="BL"), draw_tree,
             place_tree),
        Form("window", "c (B, d), o (B, W, d), n (B, W, K, d)",
             grid((2, 3, 2), (3, 2, 4), (4, 5, 3), (2, 5, 3), names="BKW"), draw_window, place_window),
        Form("cbow", "x (B, C, d), o (B, d), n (B, K, d)",
             grid((2, 3, 2), (3, 2, 4), (4, 5, 3), (2, 5, 3), names="BKC"), draw_cbow, place_cbow),
        Form("manual", "c (d,), o (), U (V, d), negatives (K,)", grid((3, 8), (2, 9), (4, 9), names="KV"), draw_index,
             place_index),
    )
}  # fmt: skip


def by_name(form: str) -> Form:
    """The form of this name.

    Raises:
        ValueError: there is none.
    """
    if form not in FORMS:
        raise ValueError(f"takes is {form!r}, expected one of {', '.join(FORMS)}")
    return FORMS[form]
