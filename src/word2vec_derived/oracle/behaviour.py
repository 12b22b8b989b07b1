"""What a fit at ordinary scores does not show: sizes of one, other scales, lengths, pair by pair, other columns."""

from __future__ import annotations

import math
from collections.abc import Iterator

import torch

from .calling import Caller, NotCallableError, first_line
from .diagnosis import Finding, found
from .fit import Fit
from .registry import REGISTRY
from .takes import Form

LONG = 1e4  # how many times as long vectors are made whose dot products stay


def sizes_of_one(caller: Caller, fit: Fit, form: Form) -> Iterator[Finding]:
    """A single negative, a single pair, a window of one."""
    for name in (name for name in form.sizes[0] if name in "KBWC"):
        sizes = {**form.sizes[0], name: 1}
        point = form.draw(sizes, torch.Generator().manual_seed(5), caller.dtype, 1.0)
        expected = float(fit.value(point))
        try:
            value = float(caller(point.arguments).sum())
        except NotCallableError as error:
            yield found("sizes_of_one", REGISTRY["mistake-squeeze"], f"at {name} = 1 {error}")
            continue
        except BaseException as error:
            yield found("sizes_of_one", REGISTRY["mistake-squeeze"], f"at {name} = 1 it raises {first_line(error)}")
            continue
        if math.isfinite(expected) and not math.isclose(value, expected, rel_tol=1e-4, abs_tol=1e-6):
            text = f"at {name} = 1 it is {value:.5g}, where {expected:.5g} follows from the other sizes"
            yield found("sizes_of_one", REGISTRY["mistake-squeeze"], text)


def wide(caller: Caller, fit: Fit, form: Form, scale: float = 3.0) -> Iterator[Finding]:
    """Scores three times as large, or more: what is right at small scores only shows here."""
    for place, sizes in enumerate(form.sizes):
        point = form.draw(sizes, torch.Generator().manual_seed(300 + place), caller.dtype, scale)
        value, expected = float(caller(point.arguments).sum()), float(fit.value(point))
        if math.isfinite(expected) and not math.isclose(value, expected, rel_tol=1e-4, abs_tol=1e-5):
            yield Finding(
                "value", "unknown", f"at larger scores it is {value:.6g}, where {expected:.6g} follows from small ones"
            )
            return


def lengths(caller: Caller, fit: Fit, form: Form) -> Iterator[Finding]:
    """Long centres with short words, and the other way round: no score changes, and a penalty on a length shows."""
    if not {"c", "x"} & {*form.draw(form.sizes[0], torch.Generator(), caller.dtype, 1.0).leaves}:
        return
    for longer in (LONG, 1 / LONG):
        point = form.draw(form.sizes[0], torch.Generator().manual_seed(17), caller.dtype, 1.0)
        for name, vectors in point.leaves.items():
            vectors.mul_(longer if name in ("c", "x") else 1 / longer)
        value, expected = float(caller(point.arguments).sum()), float(fit.value(point))
        if math.isfinite(value) and not math.isclose(value, expected, rel_tol=1e-4, abs_tol=1e-5):
            text = f"with vectors {LONG:g} times as long or as short, and the same scores, it is {value:.6g}"
            yield Finding("value", "unknown", f"{text}, where {expected:.6g} follows: something else is added")
            return


def pair_by_pair(caller: Caller, fit: Fit, form: Form) -> Iterator[Finding]:
    """One number for each of B must be that of its own pair."""
    point = form.draw(form.sizes[0], torch.Generator().manual_seed(9), caller.dtype, 1.0)
    value = caller(point.arguments)
    if value.dim() == 0:
        return
    expected = fit.at_first_size().pairs(point)
    if expected.numel() % len(value):
        return
    expected = expected.view(len(value), -1).sum(-1)
    if not torch.allclose(value.reshape(len(value), -1).sum(-1).double(), expected.double(), rtol=1e-4):
        yield Finding("value", "unknown", "its sum is known, but its numbers are not those of the pairs one by one")


def observed_anywhere(caller: Caller, form: Form) -> Iterator[Finding]:
    """With labels: whether the observed word may stand in another column than the first."""
    if form.name != "labels":
        return
    logits, labels = form.draw(form.sizes[0], torch.Generator().manual_seed(9), caller.dtype, 1.0).arguments
    turned = caller([logits.flip(-1), labels.flip(-1)]).sum()
    if not torch.allclose(turned, caller([logits, labels]).sum(), rtol=1e-5):
        yield Finding(
            "value", "note", "it takes the observed word to stand in the first column, whatever the labels say"
        )
