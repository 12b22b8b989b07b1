"""What a fit at ordinary scores does not show: gradients, sizes of one, float32 at large scores, other scales."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from itertools import product

import torch
from torch import Tensor

from .calling import Caller, NotCallableError, is_numpy
from .diagnosis import Finding, found
from .fit import Fit
from .registry import REGISTRY
from .takes import FORMS, Form, Point, Sizes

LARGE = (5.5, 6.5, 7.5, 9.0, 10.5, 12.0, 14.5, 17.0, 18.0, 25.0, 40.0, 60.0, 95.0, 110.0, 1e3, 1e4)
SIDES = (("observed word", -1), ("negative", 1), ("observed word", 1), ("negative", -1))
SMALL = (0.0, 1.0, -1.0, 2.0)
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
    point = fresh(form, form.sizes[0], 77, caller.dtype)
    expected = _expected(fit, point)
    try:
        mine = _own(caller, point)
    except NotCallableError:
        raise
    except BaseException as error:
        return [_no_gradient(f"no gradient can be taken: {_first(error)}")]
    more = [Finding("gradient", "note", "numpy: its slopes are differences of its values")] if caller.numpy else []
    return [*more, *(f for name in point.leaves for f in _compare(name, mine[name], expected[name], fit, point))]


def _own(caller: Caller, point: Point) -> Mapping[str, Tensor | None]:
    """By autograd, or by differences for a function of numpy's arrays."""
    if not caller.numpy:
        try:
            value = caller(point.arguments).sum()
            if value.requires_grad:
                return slopes(value, point)
        except BaseException:
            if not is_numpy(caller, point.arguments):
                raise
        caller.numpy = is_numpy(caller, point.arguments)
    return differences(caller, point) if caller.numpy else dict.fromkeys(point.leaves)


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
    yield found("gradient", REGISTRY[named], text) if named else Finding("gradient", "mistake", text)


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


def _first(error: BaseException) -> str:
    return f"{type(error).__name__}: {(str(error).strip().splitlines() or [''])[0][:40]}"


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
            yield found("sizes_of_one", REGISTRY["mistake-squeeze"], f"at {name} = 1 it raises {_first(error)}")
            continue
        if math.isfinite(expected) and not math.isclose(value, expected, rel_tol=1e-4, abs_tol=1e-6):
            text = f"at {name} = 1 it is {value:.5g}, where {expected:.5g} follows from the other sizes"
            yield found("sizes_of_one", REGISTRY["mistake-squeeze"], text)


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
    if not math.isfinite(slope) or slope == 0:
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
    return 0.0 if slope is None else float(slope[place])  # type: ignore[index]


def wide(caller: Caller, fit: Fit, form: Form) -> Iterator[Finding]:
    """Scores three times as large: what is right at small scores only shows here."""
    for place, sizes in enumerate(form.sizes):
        point = form.draw(sizes, torch.Generator().manual_seed(300 + place), caller.dtype, 3.0)
        value, expected = float(caller(point.arguments).sum()), float(fit.value(point))
        if math.isfinite(expected) and not math.isclose(value, expected, rel_tol=1e-4, abs_tol=1e-5):
            yield Finding(
                "value", "unknown", f"at larger scores it is {value:.6g}, where {expected:.6g} follows from small ones"
            )
            return


def pair_by_pair(caller: Caller, fit: Fit, form: Form) -> Iterator[Finding]:
    """One number for each of B must be that of its own pair."""
    point = form.draw(form.sizes[0], torch.Generator().manual_seed(9), caller.dtype, 1.0)
    value = caller(point.arguments)
    if value.dim() == 0:
        return
    expected = fit.pairs(point).view(len(value), -1).sum(-1)
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


def by_name(form: str) -> Form:
    """The form of this name.

    Raises:
        ValueError: there is none.
    """
    if form not in FORMS:
        raise ValueError(f"takes is {form!r}, expected one of {', '.join([*FORMS, 'manual', 'module'])}")
    return FORMS[form]
