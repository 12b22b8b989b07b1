"""Scores of up to ten thousand in float32: where a loss leaves its formula."""

from __future__ import annotations

import math
from collections.abc import Iterator

import torch
from torch import Tensor

from .calling import Caller, NotCallableError
from .diagnosis import Finding, found
from .fit import Fit
from .registry import REGISTRY
from .takes import Form

LARGE = (5.5, 6.5, 7.5, 9.0, 10.5, 12.0, 14.5, 17.0, 18.0, 25.0, 40.0, 60.0, 95.0, 110.0, 1e3, 1e4)
FAR = 40.0  # float32 keeps nothing of one less a sigmoid there
SIDES = (("observed word", -1), ("negative", 1), ("observed word", 1), ("negative", -1))


def edges(caller: Caller, fit: Fit, form: Form) -> list[Finding]:
    """Scores of up to ten thousand in float32, the observed word's and a negative's, on either side."""
    findings = [f for who, sign in SIDES for f in _edge(caller, fit, form, who, sign)]
    if any(f.slug == "epsilon" for f in findings):
        findings = [f for f in findings if f.slug != "clamped"]
    return findings


def _edge(caller: Caller, fit: Fit, form: Form, who: str, sign: int) -> Iterator[Finding]:
    """The first score of a few at which the loss is off, then the first of the many below it."""
    seen = (_judged(caller, fit, form, who, sign * size) for size in LARGE[::3])
    for place, finding in enumerate(seen):
        if finding:
            finer = (_judged(caller, fit, form, who, sign * size) for size in LARGE[max(0, 3 * place - 2) : 3 * place])
            yield next((one for one in finer if one), finding)
            return


def _judged(caller: Caller, fit: Fit, form: Form, who: str, score: float) -> Finding | None:
    value, slope, expected, expected_slope = _at_edge(caller, fit, form, who, score)
    where = f"in float32, from a score of {score:g} of the {who} on,"
    if not math.isfinite(expected):
        return None
    if not math.isfinite(value):
        shown = "infinite" if math.isinf(value) else "no number"
        return found(
            "float32", REGISTRY["naive-logarithm"], f"{where} the loss is {shown}; it should be {expected:.4g}"
        )
    if not math.isclose(value, expected, rel_tol=2e-2, abs_tol=2e-2):
        return _departure(caller, fit, form, who, score, where)
    if slope is None or math.isclose(slope, expected_slope, rel_tol=5e-2, abs_tol=1e-2):
        return None
    text = f"{where} the slope is {slope:.4g}; it should be {expected_slope:.4g}"
    further = _at_edge(caller, fit, form, who, math.copysign(FAR, score))[0]
    if (
        not math.isfinite(slope) or slope == 0 or not math.isfinite(further)
    ):  # rounding spoils slopes before it spoils values
        return found("float32", REGISTRY["naive-logarithm"], text)
    damped = 0 < slope / (expected_slope or math.inf) < 1
    return found("float32", REGISTRY["epsilon"], text) if damped else Finding("float32", "unknown", text)


def _departure(caller: Caller, fit: Fit, form: Form, who: str, score: float, where: str) -> Finding:
    """A finite value that is not that of the fit: a floor inside the logarithm, a clamped score, or something else."""
    value, _, expected, _ = _at_edge(caller, fit, form, who, score)
    end = math.copysign(LARGE[-1], score)
    flat, slope, far, steep = _at_edge(caller, fit, form, who, end)
    if math.isfinite(flat) and slope:
        text = f"{where} the loss is {value:.4g}; {expected:.4g} follows from small scores"
        return Finding("float32", "unknown", text)
    text = (
        f"{where} the loss is {value:.4g} and not {expected:.4g}; further out it stays at {flat:.4g}, without a slope"
    )
    if not math.isfinite(flat):
        return found("float32", REGISTRY["naive-logarithm"], text)
    within, _, sharp, _ = _at_edge(caller, fit, form, who, 0.98 * (end - (far - flat) / (steep or 1.0)))
    smooth = abs(within - sharp) > 0.1 * abs(steep)
    return found("float32", REGISTRY["epsilon" if smooth or value > expected else "clamped"], text)


def _at_edge(caller: Caller, fit: Fit, form: Form, who: str, score: float) -> tuple[float, float | None, float, float]:
    """The loss and its slope in the score, then what they should be."""
    B = 2 if "B" in form.sizes[0] else 1
    s, t = torch.full((B,), 0.3), torch.full((B, 3), 0.2)
    place = (s, 0) if who == "observed word" else (t, (0, 0))
    place[0][place[1]] = score
    exact_s, exact_t = s.double().requires_grad_(), t.double().requires_grad_()
    exact = fit.value(form.place(exact_s, exact_t, 2))
    exact_slope = _slope(exact, exact_s if who == "observed word" else exact_t, place[1])
    s.requires_grad_(), t.requires_grad_()
    try:
        mine = caller(form.place(s, t, 2).arguments).sum()
        slope = None if caller.numpy or not mine.requires_grad else _slope(mine, place[0], place[1])
    except NotCallableError:
        raise
    except BaseException:
        return exact.item(), None, exact.item(), 0.0
    return mine.item(), slope, exact.item(), exact_slope or 0.0


def _slope(value: Tensor, leaf: Tensor, place: object) -> float | None:
    if not value.requires_grad:
        return None
    slope = torch.autograd.grad(value, leaf, allow_unused=True)[0]
    return 0.0 if slope is None else float(slope[place])  # type: ignore[index]  # a slope that is there has places
