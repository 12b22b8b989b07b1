"""Losses with a gradient written by hand: one pair, by index, `(loss, (gradient in c, gradient in U))`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import torch
from torch import Tensor

from .calling import Caller, NotCallableError
from .diagnosis import Finding, found
from .fit import Fit
from .gradients import GRADIENTS, slopes
from .registry import REGISTRY
from .takes import FORMS
from .views import Point, index_point

EXPECTED = "(loss, (gradient in c, gradient in U))"


def unpack(value: Any) -> tuple[Any, Any, Any]:
    """The loss and its two gradients, nested or in a row.

    Raises:
        NotCallableError: it is neither.
    """
    if isinstance(value, tuple | list) and len(value) == 2 and isinstance(value[1], tuple | list | dict):
        gradients = list(value[1].values()) if isinstance(value[1], dict) else list(value[1])
        value = (value[0], *gradients)
    if not isinstance(value, tuple | list) or len(value) != 3:
        raise NotCallableError(f"it returns {type(value).__name__}, expected {EXPECTED}")
    return value[0], value[1], value[2]


def gradients(loss: Callable[..., Any], caller: Caller, point: Point) -> tuple[Tensor, Tensor]:
    """The two gradients that the loss returns, as tensors of the shapes of c and U.

    Raises:
        NotCallableError: one of them has another shape.
    """
    raw = replace(caller, loss=loss).raw([a.detach().clone() for a in point.arguments])
    both = [torch.as_tensor(np.asarray(g)) if not isinstance(g, Tensor) else g.detach() for g in unpack(raw)[1:]]
    for name, gradient in zip(("c", "U"), both, strict=True):
        if gradient.shape != point.leaves[name].shape:
            shapes = tuple(gradient.shape), tuple(point.leaves[name].shape)
            raise NotCallableError(f"its gradient in {name} has shape {shapes[0]}, expected {shapes[1]}")
    return both[0].double(), both[1].double()


def weights(in_c: Tensor, in_U: Tensor, point: Point) -> tuple[Tensor, Tensor, float]:
    """Each word's weight in the two gradients, and how far they are from being made of such weights."""
    c, U = point.leaves["c"].detach().double(), point.leaves["U"].detach().double()
    pulls = torch.linalg.lstsq(U.T, in_c.unsqueeze(-1)).solution.squeeze(-1)
    pushes = in_U @ c / (c @ c)
    off = max(float((U.T @ pulls - in_c).abs().max()), float((torch.outer(pushes, c) - in_U).abs().max()))
    return pulls, pushes, off


def hand_written(loss: Callable[..., Any], caller: Caller, fit: Fit) -> Iterator[Finding]:
    """The gradients that the loss returns against those of its value."""
    form, fit = FORMS["manual"], fit.at_first_size()
    point = form.draw(form.sizes[0], torch.Generator().manual_seed(77), caller.dtype, 1.0)
    wrong = list(_compared(loss, caller, fit, point))
    yield from wrong
    if not wrong:
        yield from _repeated(loss, caller, fit, point)


def _expected(fit: Fit, point: Point) -> tuple[Tensor, Tensor]:
    for leaf in point.leaves.values():
        leaf.requires_grad_()
    both = slopes(fit.value(point), point)
    for leaf in point.leaves.values():
        leaf.requires_grad_(False)
    found = (torch.zeros_like(point.leaves[n]) if g is None else g.double() for n, g in both.items())
    return tuple(found)  # type: ignore[return-value]  # as many as there are names


def _compared(loss: Callable[..., Any], caller: Caller, fit: Fit, point: Point) -> Iterator[Finding]:
    own, right = gradients(loss, caller, point), _expected(fit, point)
    for name, mine, theirs, place in zip(("c", "U"), own, right, (0, 1), strict=True):
        if torch.allclose(mine, theirs, rtol=1e-4, atol=1e-6):
            continue
        slugs = _name(weights(*own, point), weights(*right, point), bool(place), fit, point)
        text = f"the gradient in {name} is not that of the value"
        yield from (found("gradient", REGISTRY[slug], text) for slug in slugs)
        if not slugs:
            yield Finding("gradient", "mistake", text)


def _name(
    own: tuple[Tensor, Tensor, float], right: tuple[Tensor, Tensor, float], place: bool, fit: Fit, point: Point
) -> Sequence[str]:
    """Which wrong gradients these are, word by word; nothing if one of them is none of the list."""
    if own[2] > 1e-5 or fit.coefficients[0] is None:
        return ()
    _, o, U, drawn = point.arguments
    scores, scale = U @ point.arguments[0], fit.coefficients[0].at(point.sizes)
    mine, theirs = own[:2][place] / scale, right[:2][place] / scale
    if torch.allclose(mine - theirs, torch.nn.functional.one_hot(o, len(U)).to(mine), atol=1e-5):
        return ("mistake-observed-forgotten",)
    slugs, known = [], {int(o): "observed word"} | dict.fromkeys(drawn.tolist(), "negatives")
    for word in (~torch.isclose(mine, theirs, atol=1e-5)).nonzero().flatten().tolist():
        named = (slug for slug, slope in GRADIENTS.get(known.get(word, ""), ())
                 if slug and torch.isclose(mine[word], slope(scores[word]).double(), atol=1e-5))  # fmt: skip
        slugs.append(next(named, ""))
    return () if "" in slugs else tuple(dict.fromkeys(slugs))


def _repeated(loss: Callable[..., Any], caller: Caller, fit: Fit, point: Point) -> Iterator[Finding]:
    """A negative drawn twice counts twice."""
    c, o, U, drawn = point.arguments
    twice = index_point(c, o, U, torch.cat([drawn[:1], drawn]))
    try:
        own = gradients(loss, caller, twice)
    except NotCallableError:
        raise
    except BaseException as error:
        yield Finding("duplicates", "mistake", f"with a negative drawn twice it raises {type(error).__name__}")
        return
    for mine, right in zip(own, _expected(fit, twice), strict=True):
        if not torch.allclose(mine, right, rtol=1e-4, atol=1e-6):
            text = "a negative that is drawn twice does not count twice"
            yield found("duplicates", REGISTRY["mistake-repeated-once"], text)
            return
