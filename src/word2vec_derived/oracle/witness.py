"""What a reader can see for herself: the smallest counterexample, and what is known of an unknown loss."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import product

import torch
from torch import Tensor

from .calling import Caller, NotCallableError
from .fit import Fit
from .takes import Form

SMALL = (0.0, 1.0, -1.0, 2.0)


def counterexample(caller: Caller, right: Fit, form: Form) -> str:
    """The fewest pairs and negatives, and the plainest scores, at which the loss is not the objective."""
    for B, K in ((1, 1), (1, 2), (2, 1), (2, 2)) if "B" in form.sizes[0] else ((1, 1), (1, 2)):
        for scores in sorted(product(SMALL, repeat=B * (1 + K)), key=_plainness)[:40]:
            s = torch.tensor(scores[:B], dtype=caller.dtype)
            t = torch.tensor(scores[B:], dtype=caller.dtype).view(B, K)
            said = _differs(caller, right, form, s, t)
            if said:
                return said
    return ""


def _plainness(scores: tuple[float, ...]) -> tuple[int, float]:
    return sum(score != 0 for score in scores), sum(map(abs, scores))


def _differs(caller: Caller, right: Fit, form: Form, s: Tensor, t: Tensor) -> str:
    point = form.place(s, t, 1)
    try:
        value, expected = float(caller(point.arguments).sum()), float(right.value(point))
    except NotCallableError:
        raise
    except BaseException:
        return ""
    if math.isclose(value, expected, rel_tol=1e-5, abs_tol=1e-7) or not math.isfinite(expected):
        return ""
    sizes = ", ".join(f"{name} = {number}" for name, number in point.sizes.items())
    of = f"observed {_plain(s)}, others {_plain(t.flatten())}"
    shown = f"{value:.4f}" if math.isfinite(value) else "no number" if math.isnan(value) else "infinite"
    return f"at {sizes}, scores: {of}: yours {shown}, {right.terms[0][0].title} {expected:.4f}"


def _plain(scores: Tensor) -> str:
    shown = ", ".join(f"{score:g}" for score in scores.tolist())
    return shown if len(scores) == 1 else f"({shown})"


def properties(caller: Caller, form: Form) -> Iterator[str]:
    """What can be said of a loss that is none of the list."""
    generator = torch.Generator().manual_seed(9)
    s = torch.randn(3, generator=generator, dtype=torch.float64).to(caller.dtype).requires_grad_()
    t = torch.randn(3, 4, generator=generator, dtype=torch.float64).to(caller.dtype).requires_grad_()
    zero = float(caller(form.place(torch.zeros_like(s), torch.zeros_like(t), 1).arguments).sum())
    yield f"with all scores zero, three pairs and four others each, it is {zero:.4f}"
    value = caller(form.place(s, t, 1).arguments).sum()
    if caller.numpy or not value.requires_grad:
        return
    in_s, in_t = torch.autograd.grad(value, [s, t], create_graph=True, materialize_grads=True)
    yield from _second(in_t, s, t)
    falls, rises = bool((in_s < 0).all()), bool((in_t > 0).all())
    yield "it falls as an observed score rises" if falls else "it does not fall wherever an observed score rises"
    yield "it rises with every other score" if rises else "it does not rise with every other score"
    small, large = (caller(form.place(s * (1 + by), t, 1).arguments).sum() for by in (1e-6, 0.1))
    if small == value != large:
        yield "a score may change by a millionth and the value does not: half precision inside"
    shift = bool((in_s + in_t.sum(-1)).abs().max() < 1e-7)
    yield "a shift of all scores of a pair changes nothing" if shift else "a shift of all scores of a pair changes it"


def _second(in_t: Tensor, s: Tensor, t: Tensor) -> Iterator[str]:
    if not in_t.requires_grad:
        return
    mixed_s, mixed_t = torch.autograd.grad(in_t[0, 0], [s, t], materialize_grads=True, retain_graph=True)
    apart = max(float(mixed_s[1:].abs().max()), float(mixed_t[1:].abs().max())) < 1e-10
    yield "pairs do not touch each other" if apart else "pairs touch each other"
    alone = float(mixed_t[0, 1:].abs().max()) < 1e-10
    yield "each negative adds a term of its own" if alone else "the negatives of a pair touch each other"
