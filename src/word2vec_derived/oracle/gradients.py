"""The gradient of a loss against that of its fit, and the wrong gradients that have a name."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping

import torch
from torch import Tensor

from .calling import Caller, NotCallableError, first_line, is_numpy
from .diagnosis import Finding, found
from .fit import EXACT, Fit
from .registry import REGISTRY
from .takes import Form
from .views import Point, Sizes

GRADIENTS: Mapping[str, tuple[tuple[str, Callable[[Tensor], Tensor]], ...]] = {
    "observed word": (
        ("", lambda s: s.sigmoid() - 1),
        ("mistake-positive-term-gradient", lambda s: s.sigmoid() * (s.sigmoid() - 1)),
        ("mistake-observed-forgotten", lambda s: s.sigmoid()),
        ("mistake-observed-forgotten", torch.zeros_like),
        ("mistake-labels-swapped", lambda s: 1 - s.sigmoid()),
    ),
    "negatives": (
        ("", lambda t: t.sigmoid()),
        ("mistake-negative-term-gradient", lambda t: t.sigmoid() - 1),
        ("mistake-negative-term-gradient", lambda t: 1 - t.sigmoid()),
        ("mistake-negative-term-gradient", lambda t: t.sigmoid() * (1 - t.sigmoid())),
    ),
}


class BackwardError(Exception):
    """The value comes, and its backward raises; the message is one line."""


def fresh(form: Form, sizes: Sizes, seed: int, dtype: torch.dtype, scale: float = 1.0) -> Point:
    """A point whose leaves ask for a gradient."""
    point = form.draw(sizes, torch.Generator().manual_seed(seed), dtype, scale)
    for leaf in point.leaves.values():
        leaf.requires_grad_()
    return point


def slopes(value: Tensor, point: Point) -> dict[str, Tensor | None]:
    """The gradient in each leaf, or none."""
    leaves = list(point.leaves.values())
    return dict(zip(point.leaves, torch.autograd.grad(value, leaves, allow_unused=True), strict=True))


def differences(caller: Caller, point: Point, step: float = 1e-5) -> dict[str, Tensor]:
    """The gradient by central differences, for what torch cannot follow."""
    return {name: _difference(caller, point, leaf, step) for name, leaf in point.leaves.items()}


def _difference(caller: Caller, point: Point, leaf: Tensor, step: float) -> Tensor:
    slope, flat = torch.zeros_like(leaf), leaf.detach().view(-1)
    for place in range(flat.numel()):
        before = float(flat[place])
        values = []
        for side in (step, -step):
            flat[place] = before + side
            values.append(float(caller(point.arguments).sum()))
        flat[place] = before
        slope.view(-1)[place] = (values[0] - values[1]) / (2 * step)
    return slope


def gradient(caller: Caller, fit: Fit, form: Form) -> list[Finding]:
    """The loss's own gradient against that of the fit, argument by argument."""
    return _at(caller, fit.at_first_size(), fresh(form, form.sizes[0], 77, caller.dtype))


def at_zero(caller: Caller, fit: Fit, form: Form) -> Iterator[Finding]:
    """Where every score is zero, as it is before the first step with a table of zeros: an |x| has no slope there."""
    smooth = all(entry.kind == "objective" for entry, _ in fit.terms) and fit.view != "cosine"
    if not smooth or caller.numpy:
        return
    point = form.place(torch.zeros(2, dtype=caller.dtype), torch.zeros(2, 3, dtype=caller.dtype), 2)
    for leaf in point.leaves.values():
        leaf.requires_grad_()
    value, expected = float(caller(point.arguments).sum()), float(fit.value(point))
    if not math.isclose(value, expected, rel_tol=1e-4, abs_tol=1e-6):
        if math.isfinite(expected):
            text = f"where every score is zero it is {value:.6g}, where {expected:.6g} follows from other scores"
            yield Finding("value", "unknown", text)
    elif any(f.weight != "note" for f in _at(caller, fit, point)):
        text = "where every score is zero the gradient is not that of the value: an absolute value or a maximum inside"
        yield found("gradient", REGISTRY["kink-at-zero"], text)


def _at(caller: Caller, fit: Fit, point: Point) -> list[Finding]:
    expected = _expected(fit, point)
    try:
        mine = _own(caller, point)
    except NotCallableError:
        raise
    except BackwardError as error:
        return [Finding("gradient", "mistake", f"its backward raises {error}")]
    except BaseException as error:
        return [_no_gradient(f"no gradient can be taken: {first_line(error)}")]
    more = [Finding("gradient", "note", "numpy: its slopes are differences of its values")] if caller.numpy else []
    return [*more, *(f for name in point.leaves for f in _compare(name, mine[name], expected[name], fit, point))]


def _own(caller: Caller, point: Point) -> Mapping[str, Tensor | None]:
    """By autograd, or by differences for a function of numpy's arrays."""
    if not caller.numpy:
        try:
            value = caller(point.arguments).sum()
            if value.requires_grad:
                return _backward(value, point)
        except BackwardError:
            raise
        except BaseException:
            if not is_numpy(caller, point.arguments):
                raise
        caller.numpy = is_numpy(caller, point.arguments)
    return differences(caller, point) if caller.numpy else dict.fromkeys(point.leaves)


def _backward(value: Tensor, point: Point) -> dict[str, Tensor | None]:
    try:
        return slopes(value, point)
    except BaseException as error:
        raise BackwardError(first_line(error)) from None


def _expected(fit: Fit, point: Point) -> dict[str, Tensor | None]:
    value = fit.value(point)
    return slopes(value, point) if value.requires_grad else dict.fromkeys(point.leaves)


def _compare(name: str, mine: Tensor | None, fit: Tensor | None, fitted: Fit, point: Point) -> Iterator[Finding]:
    right = torch.zeros(()) if fit is None else fit
    own = torch.zeros_like(right) if mine is None else mine
    if torch.allclose(own.double(), right.double().expand_as(own), rtol=1e-4, atol=1e-6):
        return
    if not own.any():
        yield _no_gradient(f"no gradient reaches {name}")
        return
    named = _name_gradient(name, own, fitted, point)
    text = f"the gradient in {name} is not that of the value"
    sure = fitted.misfit <= EXACT or own.dtype != torch.float64  # else something small is unexplained in the value too
    yield (
        found("gradient", REGISTRY[named], text)
        if named
        else Finding("gradient", "mistake" if sure else "unknown", text)
    )


def _name_gradient(name: str, own: Tensor, fit: Fit, point: Point) -> str:
    """Which wrong gradient it is, if it is one of those that are listed."""
    part = {"s": "observed word", "t": "negatives"}.get(name)
    weights = {term.name: c for (_, term), c in zip(fit.terms, fit.coefficients, strict=False)}
    weight = weights.get(part or "")
    if part is None or weight is None:
        return ""
    score, scaled = point.leaves[name].detach(), own / weight.at(point.sizes)
    wrong = (slug for slug, slope in GRADIENTS[part] if slug and torch.allclose(scaled, slope(score), rtol=1e-4))
    return next(wrong, "")


def _no_gradient(text: str) -> Finding:
    return found("gradient", REGISTRY["mistake-inputs-detached"], text)
