"""What a loss can be called with: a closed list, each with its shapes, and the points at which a loss is tried.

A point has the arguments for the call and, beside them, one view: the same numbers as scores, one row a pair.
Every term of the registry is a function of that view, so it is written once for all forms.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import cached_property

import torch
from torch import Tensor

Sizes = Mapping[str, int]
NONE = torch.empty(0)
DIMENSION = 4


@dataclass(frozen=True)
class View:
    """Scores of N pairs and what else a term may read; what a form does not bring is empty."""

    s: Tensor = NONE  # (N,), the observed word
    t: Tensor = NONE  # (N, K), its negatives
    q_s: Tensor = NONE  # (N,), how often the noise draws the observed word
    q_t: Tensor = NONE  # (N, K), and each negative
    c: Tensor = NONE  # (N, d), the centre's vector
    o: Tensor = NONE  # (N, d), the observed word's
    n: Tensor = NONE  # (N, K, d), the negatives'
    z: Tensor = NONE  # (N, V) every word, or (N, L) every node of a path
    y: Tensor = NONE  # (N,), the observed word among all
    codes: Tensor = NONE  # (N, L), 0 or 1, the turn at each node
    mask: Tensor = NONE  # (N, L), 1 on the path and 0 beyond its end

    @cached_property
    def has(self) -> frozenset[str]:
        """The names of what this view brings."""
        return frozenset(field.name for field in fields(self) if getattr(self, field.name) is not NONE)


Views = Mapping[str, Callable[[], View]]


@dataclass(frozen=True)
class Point:
    """The arguments of one call, the tensors a gradient should reach, the sizes, and the views of it by name."""

    arguments: tuple[Tensor, ...]
    leaves: Mapping[str, Tensor]
    sizes: Sizes
    views: Views


@dataclass(frozen=True)
class Form:
    """One entry of the closed list: how the arguments are drawn at random, and how they are made from scores."""

    name: str
    shapes: str
    sizes: tuple[Sizes, ...]
    draw: Callable[[Sizes, torch.Generator, torch.dtype, float], Point]
    place: Callable[[Tensor, Tensor, int], Point]


def vector_view(c: Tensor, o: Tensor, n: Tensor) -> View:
    """The dot products of pairs of vectors."""
    return View(s=(c * o).sum(-1), t=(n * c.unsqueeze(-2)).sum(-1), c=c, o=o, n=n)


def score_point(s: Tensor, t: Tensor) -> Point:
    """Scores as they are."""
    return Point((s, t), {"s": s, "t": t}, pair_sizes(t), {"": lambda: View(s=s, t=t)})


def label_point(s: Tensor, t: Tensor) -> Point:
    """Logits with the observed word in the first column, and their labels."""
    logits = torch.cat([s.unsqueeze(-1), t], dim=-1)
    labels = torch.zeros_like(logits)
    labels[:, 0] = 1
    view = {"": lambda: View(s=logits[:, 0], t=logits[:, 1:])}
    return Point((logits, labels), {"logits": logits}, pair_sizes(t), view)


def noise_point(s: Tensor, t: Tensor, q_s: Tensor, q_t: Tensor) -> Point:
    """Scores, and how often the noise draws each of their words."""
    view = {"": lambda: View(s=s, t=t, q_s=q_s, q_t=q_t)}
    return Point((s, t, q_s, q_t), {"s": s, "t": t}, pair_sizes(t), view)


def vector_point(c: Tensor, o: Tensor, n: Tensor) -> Point:
    """A vector for the centre, for the observed word and for each negative."""
    views = {"": lambda: vector_view(c, o, n), "cosine": lambda: vector_view(unit(c), unit(o), unit(n))}
    return Point((c, o, n), {"c": c, "o": o, "n": n}, pair_sizes(n), views)


def window_point(c: Tensor, o: Tensor, n: Tensor) -> Point:
    """A centre with every context of its window, each with negatives of its own."""
    width = o.shape[1]
    sizes = {"B": len(c), "K": n.shape[2], "W": width}

    def rows(centres: Tensor) -> View:
        return vector_view(centres, o.flatten(0, 1), n.flatten(0, 1))

    def pooled() -> View:
        t = (n * c[:, None, None]).sum(-1).mean((1, 2))
        return View(s=(o * c[:, None]).sum(-1).mean(1), t=t.unsqueeze(-1))

    views = {
        "": lambda: rows(c.repeat_interleave(width, 0)),
        "tiled": lambda: rows(c.repeat(width, 1)),
        "pooled": pooled,
    }
    return Point((c, o, n), {"c": c, "o": o, "n": n}, sizes, views)


def cbow_point(x: Tensor, o: Tensor, n: Tensor) -> Point:
    """The vectors of a window, which together predict the word between them."""
    sizes = {"B": len(x), "K": n.shape[1], "C": x.shape[1]}
    views = {"mean": lambda: vector_view(x.mean(1), o, n), "sum": lambda: vector_view(x.sum(1), o, n)}
    return Point((x, o, n), {"x": x, "o": o, "n": n}, sizes, views)


def logit_point(z: Tensor, y: Tensor) -> Point:
    """Scores of the whole vocabulary and the observed word."""
    return Point((z, y), {"scores": z}, {"B": len(z), "V": z.shape[1]}, {"": lambda: View(z=z, y=y)})


def tree_point(z: Tensor, codes: Tensor, mask: Tensor) -> Point:
    """Scores of the nodes on each path, padded to one length."""
    sizes = {"B": len(z), "L": z.shape[1]}
    return Point((z, codes, mask), {"scores": z}, sizes, {"": lambda: View(z=z, codes=codes, mask=mask)})


def index_point(c: Tensor, o: Tensor, U: Tensor, drawn: Tensor) -> Point:
    """One pair by index: the centre's vector, the observed word, the table of contexts and the negatives."""

    def view() -> View:
        pair = vector_view(c[None], U[o][None], U[drawn][None])
        return replace(pair, z=(U @ c)[None], y=o[None])

    return Point((c, o, U, drawn), {"c": c, "U": U}, {"K": len(drawn), "V": len(U)}, {"": view})


def unit(vectors: Tensor) -> Tensor:
    """Vectors of length one, with the same floor under the length as torch's cosine similarity."""
    return vectors / vectors.norm(dim=-1, keepdim=True).clamp(min=1e-8)


def pair_sizes(negatives: Tensor) -> Sizes:
    """How many pairs, and how many negatives each."""
    return {"B": negatives.shape[0], "K": negatives.shape[1]}


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


def place_index(s: Tensor, t: Tensor, width: int) -> Point:
    """The observed word first, the negatives after it."""
    U = padded(torch.cat([s[:1], t[0]]), width)
    return index_point(padded(torch.ones_like(s[0]), width), torch.tensor(0), U, torch.arange(1, len(U)))


def place_noise(s: Tensor, t: Tensor, _: int) -> Point:
    """Scores under a noise that draws every word one time in ten."""
    return noise_point(s, t, torch.full_like(s, 0.1), torch.full_like(t, 0.1))


def place_vectors(s: Tensor, t: Tensor, width: int) -> Point:
    """Vectors of `width` components of which only the first is not zero; the centre's is one."""
    return vector_point(padded(torch.ones_like(s), width), padded(s, width), padded(t, width))


def place_window(s: Tensor, t: Tensor, width: int) -> Point:
    """A window of `width` contexts, all alike."""
    o, n = padded(s, width)[:, None].expand(-1, width, -1), padded(t, width)[:, None].expand(-1, width, -1, -1)
    return window_point(padded(torch.ones_like(s), width), o.contiguous(), n.contiguous())


def place_cbow(s: Tensor, t: Tensor, width: int) -> Point:
    """A window of `width` words, all alike."""
    x = padded(torch.ones_like(s), width)[:, None].expand(-1, width, -1)
    return cbow_point(x.contiguous(), padded(s, width), padded(t, width))


def place_logits(s: Tensor, t: Tensor, _: int) -> Point:
    """The observed word first, and the others after it."""
    return logit_point(torch.cat([s.unsqueeze(-1), t], dim=-1), torch.zeros(len(s), dtype=torch.int64))


def place_tree(s: Tensor, t: Tensor, _: int) -> Point:
    """A first node to be turned one way, and the others the other way."""
    z = torch.cat([s.unsqueeze(-1), t], dim=-1)
    codes = torch.ones_like(z)
    codes[:, 0] = 0
    return tree_point(z, codes, torch.ones_like(z))


def padded(first: Tensor, width: int) -> Tensor:
    """Vectors with the given first component and zeros after it."""
    return torch.nn.functional.pad(first.unsqueeze(-1), (0, width - 1))


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


def changed(view: View, change: Callable[[Tensor, Tensor, int], Tensor], by: Tensor) -> View:
    """The view with every score changed by a number of its pair, `(N,)`.

    `change` is told whether the score should rise (1) or fall (−1).
    """
    rows = by.unsqueeze(-1)
    if view.z is not NONE:
        return replace(view, z=change(view.z, rows, 1))
    return replace(view, s=change(view.s, by, 1), t=change(view.t, rows, -1))


def joined(views: Sequence[View]) -> View:
    """The pairs of several views as those of one."""
    return View(**{name: torch.cat([getattr(view, name) for view in views]) for name in views[0].has})


def by_name(form: str) -> Form:
    """The form of this name.

    Raises:
        ValueError: there is none.
    """
    if form not in FORMS:
        raise ValueError(f"takes is {form!r}, expected one of {', '.join([*FORMS, 'manual', 'module'])}")
    return FORMS[form]
