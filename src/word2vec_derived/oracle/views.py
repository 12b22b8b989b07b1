"""The points at which a loss is tried, and what its terms read of them.

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
    across: Tensor = NONE  # (N, N), each centre's score with every observed word of the batch
    pool: Tensor = NONE  # (N, N·K), and with every negative of the batch
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


def vector_view(c: Tensor, o: Tensor, n: Tensor) -> View:
    """The dot products of pairs of vectors, and those of each centre with the words of the others."""
    s, t = (c * o).sum(-1), (n * c.unsqueeze(-2)).sum(-1)
    return View(s=s, t=t, c=c, o=o, n=n, across=c @ o.T, pool=c @ n.flatten(0, 1).T)


def posterior(v: View) -> View:
    """The scores as noise-contrastive estimation corrects them."""
    return replace(v, s=v.s - (v.t.shape[-1] * v.q_s).log(), t=v.t - (v.t.shape[-1] * v.q_t).log())


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

    def plain() -> View:
        return View(s=s, t=t, q_s=q_s, q_t=q_t)

    views = {"": plain, "corrected": lambda: replace(posterior(plain()), q_s=NONE, q_t=NONE)}
    return Point((s, t, q_s, q_t), {"s": s, "t": t}, pair_sizes(t), views)


def vector_point(c: Tensor, o: Tensor, n: Tensor) -> Point:
    """A vector for the centre, for the observed word and for each negative."""
    views = {"": lambda: vector_view(c, o, n), "cosine": lambda: vector_view(unit(c), unit(o), unit(n))}
    return Point((c, o, n), {"c": c, "o": o, "n": n}, pair_sizes(n), views)


def table_point(c: Tensor, o: Tensor, n: Tensor) -> Point:
    """The same vectors as the rows of one table, which is the whole vocabulary."""

    def view(c: Tensor, o: Tensor, n: Tensor) -> View:
        return replace(vector_view(c, o, n), z=c @ table_rows(c, o, n).T, y=torch.arange(len(c), 2 * len(c)))

    views = {"": lambda: view(c, o, n), "cosine": lambda: view(unit(c), unit(o), unit(n))}
    return Point((c, o, n), {"c": c, "o": o, "n": n}, pair_sizes(n) | {"V": len(c) * (2 + n.shape[1])}, views)


def table_rows(c: Tensor, o: Tensor, n: Tensor) -> Tensor:
    """Centres, observed words and negatives one below the other."""
    return torch.cat([c, o, n.flatten(0, 1)])


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
        "cosine": lambda: vector_view(
            unit(c.repeat_interleave(width, 0)), unit(o.flatten(0, 1)), unit(n.flatten(0, 1))
        ),
    }
    return Point((c, o, n), {"c": c, "o": o, "n": n}, sizes, views)


def cbow_point(x: Tensor, o: Tensor, n: Tensor) -> Point:
    """The vectors of a window, which together predict the word between them."""
    sizes = {"B": len(x), "K": n.shape[1], "C": x.shape[1]}
    views = {
        "mean": lambda: vector_view(x.mean(1), o, n),
        "sum": lambda: vector_view(x.sum(1), o, n),
        "cosine": lambda: vector_view(unit(x.sum(1)), unit(o), unit(n)),
    }
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


def pair_sizes(negatives: Tensor) -> dict[str, int]:
    """How many pairs, and how many negatives each."""
    return {"B": negatives.shape[0], "K": negatives.shape[1]}


def changed(view: View, change: Callable[[Tensor, Tensor, int], Tensor], by: Tensor) -> View:
    """The view with every score changed by a number of its pair, `(N,)`.

    `change` is told whether the score should rise (1) or fall (−1).
    """
    rows = by.unsqueeze(-1)
    sides = {"s": 1, "t": -1, "across": -1, "pool": -1, "z": 1}
    scores = {name: getattr(view, name) for name in sides if name in view.has}
    return replace(view, **{n: change(x, by if x.dim() == 1 else rows, sides[n]) for n, x in scores.items()})


def joined(views: Sequence[View]) -> View:
    """The pairs of several views as those of one."""
    return View(**{name: torch.cat([getattr(view, name) for view in views]) for name in views[0].has})
