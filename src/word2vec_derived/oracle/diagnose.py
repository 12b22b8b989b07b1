"""From a callable to a diagnosis: call it, fit it, read the fit, then look where a fit does not."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import torch
from torch import Tensor, nn

from . import behaviour
from .calling import Caller, Clock, NotCallableError, explain, first_call, in_time
from .diagnosis import OUTSIDE, Diagnosis, Finding, verdict_of
from .edges import edges
from .fit import EXACT, Fit, Monomial, points, search
from .gradients import at_zero, gradient
from .manual import hand_written, unpack
from .module import ByVectors, checked_tables, looked_at
from .reading import Reading, read
from .registry import OBJECTIVES, REGISTRY
from .takes import Form, by_name
from .witness import counterexample, properties

NO_VERDICT = "this is no verdict of wrong: it is none of the losses in the list"
UNREAD = {"mistake-inputs-detached"}  # what is judged of a module's tables where negatives are not read one by one
BATCH = {"shared-negatives", "in-batch-negatives", "mistake-softmax-over-batch"}


def diagnose(
    loss: Callable[..., Any], takes: str = "scores", expects: str | None = None, tables: Sequence[str] = ()
) -> Diagnosis:
    """Which objective a loss is, in which reduction, and with which mistake; a wrong loss never raises.

    Args:
        loss: called with what `takes` says; anything else is a lambda away.
        takes: `scores`, `labels`, `noise`, `vectors`, `logits`, `tree`, `window`, `cbow`, `manual` or `module`.
        expects: the slug of an objective; a loss that is another one has it among its failed checks.
        tables: for a module, the names of the parameters with the centres' and the contexts' vectors.

    Raises:
        ValueError: `takes` or `expects` is not in its list, or a module comes without the names of its tables.
    """
    if expects is not None and expects.removeprefix("cbow-") not in {entry.slug for entry in OBJECTIVES}:
        raise ValueError(f"expects is {expects!r}, expected one of {', '.join(entry.slug for entry in OBJECTIVES)}")
    if takes == "module":
        judge: Callable[[Clock], Diagnosis] = partial(diagnose_module, *checked_tables(loss, tables))
    else:
        judge = partial(diagnose_form, loss, by_name(takes))
    with torch.random.fork_rng(devices=[]), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return _expected(in_time(judge), expects)
        except NotCallableError as error:
            return refused(takes, str(error))
        except Exception as error:  # what it raises at one size only, or now and then
            return refused(takes, explain(error, by_name(takes).shapes))


def _expected(found: Diagnosis, expects: str | None) -> Diagnosis:
    if expects is None or found.objective == expects or found.verdict == "not callable":
        return found
    text = f"it is {found.objective or 'none of the list'}, and {expects} was expected"
    return replace(found, failed={**found.failed, "objective": text})


def diagnose_form(loss: Callable[..., Any], form: Form, clock: Clock, more: Sequence[Finding] = ()) -> Diagnosis:
    """The diagnosis of a loss that is called with one of the forms, with what was found before."""
    by_hand = form.name == "manual"
    caller = Caller((lambda *a: unpack(loss(*a))[0]) if by_hand else loss, form.shapes, clock=clock)
    return _diagnose(caller, form, more, loss if by_hand else None)


def diagnose_module(module: nn.Module, names: tuple[str, str], clock: Clock) -> Diagnosis:
    """The diagnosis of a module: by index, and then as a loss of vectors."""
    more = looked_at(module, names, clock)
    return diagnose_form(ByVectors(module, names), by_name("module"), clock, more)


def refused(takes: str, text: str) -> Diagnosis:
    """The diagnosis of what cannot be judged."""
    return Diagnosis("not callable", takes, notes=(text,), failed={"call": text})


def _diagnose(caller: Caller, form: Form, more: Sequence[Finding], by_hand: Callable[..., Any] | None) -> Diagnosis:
    first = first_call(caller, points(form.name, torch.float64)[0][0].arguments, bool(by_hand))
    values, met = _values(caller, form), False
    if not all(v.isfinite().all() for v in values):
        values, met = _magnitudes(caller, form)
    if max(float(v.std()) for v in values) < 1e-12:
        raise NotCallableError(
            f"it returns {float(values[0][0]):.6g} whatever its arguments are: nothing can be learnt"
        )
    fits = [fit for fit in search(form.name, caller.dtype, values, met) if _stands(caller, form, fit, met)]
    if not fits or not any("t" in term.needs for _, term in fits[0].terms):
        more = [finding for finding in more if finding.weight == "note" or finding.slug in UNREAD]
    if not fits:
        return _unknown(caller, form, more)
    if by_hand:
        fit, found = fits[0], list(hand_written(by_hand, caller, fits[0]))
    else:
        fit, found = _first_with_its_gradient(caller, form, fits)
    reading = read(fit, form.name, first.dim() > 0, exact=first.dtype == caller.dtype == torch.float64)
    known = [*more, *reading.findings, *found]
    behaved = _behaviour(caller, fit, form, known) if not met else ()
    caller.magnitudes = False
    return _assemble(caller, form, fit, reading, _explained([*known, *behaved]))


def _explained(findings: Sequence[Finding]) -> list[Finding]:
    """The findings, without an epsilon that was inferred from a small misfit where something else is unexplained."""
    open_ = any(finding.weight == "unknown" for finding in findings)
    return [finding for finding in findings if not (open_ and finding.slug == "epsilon")]


def _stands(caller: Caller, form: Form, fit: Fit, met: bool) -> bool:
    """Whether a fit is an answer.

    With logarithms of negative numbers only one that has them is; and a log-sigmoid far out on its flat or its steep
    side looks like a constant or a raw score until the scores are large.
    """
    if met:
        return any(term.magnitudes for _, term in fit.terms)
    if fit.misfit > EXACT and None in fit.coefficients:
        return False
    steep = fit.constant and any(entry.kind == "mistake" for entry, _ in fit.terms)
    return not steep or not any(behaviour.wide(caller, fit, form, 12.0))


def _values(caller: Caller, form: Form) -> list[Tensor]:
    values = []
    for group in points(form.name, caller.dtype):
        try:
            values.append(torch.stack([caller(point.arguments).detach().double().sum() for point in group]))
        except NotCallableError:
            raise
        except BaseException as error:
            sizes = ", ".join(f"{name} = {number}" for name, number in group[0].sizes.items())
            raise NotCallableError(explain(error, f"{form.shapes} at {sizes}")) from None
    return values


def _magnitudes(caller: Caller, form: Form) -> tuple[list[Tensor], bool]:
    """The values once more, with logarithms of negative numbers taken of their sizes."""
    caller.magnitudes = True
    values = _values(caller, form)
    if caller.numpy or not all(v.isfinite().all() for v in values):
        raise NotCallableError(
            "it gives NaN or infinity at ordinary scores: look for a logarithm, a root or a division"
        )
    return values, True


def _first_with_its_gradient(caller: Caller, form: Form, fits: Sequence[Fit]) -> tuple[Fit, list[Finding]]:
    """Two terms may have one value and two gradients: the fit that has the loss's own comes first."""
    judged = [(fit, gradient(caller, fit, form)) for fit in fits[:4]]
    return min(judged, key=lambda one: sum(f.weight != "note" for f in one[1]))


def _behaviour(caller: Caller, fit: Fit, form: Form, known: Sequence[Finding]) -> Iterator[Finding]:
    slugs = {entry.slug for entry, _ in fit.terms}
    yield from behaviour.sizes_of_one(caller, fit, form)
    yield from behaviour.observed_anywhere(caller, form)
    if not slugs & BATCH:
        yield from behaviour.pair_by_pair(caller, fit, form)
    if "sigmoid-table" in slugs or verdict_of(known) == "mistake":
        return
    if form.name != "manual":
        yield from at_zero(caller, fit, form)
    far = edges(caller, fit, form)
    yield from far
    yield from behaviour.lengths(caller, fit, form)
    if not far:
        yield from behaviour.wide(caller, fit, form)


def _assemble(caller: Caller, form: Form, fit: Fit, reading: Reading, findings: Sequence[Finding]) -> Diagnosis:
    verdict = verdict_of(findings)
    slugs = dict.fromkeys(f.slug for f in findings if f.slug)
    notes = [
        f.text
        for f in findings
        if not f.slug or f.check in ("gradient", "sizes_of_one", "float32", "tables", "duplicates")
    ]
    if fit.misfit > EXACT and not fit.family:
        notes.append(f"its value agrees to a share of {fit.misfit:.0e} and no further: float32, or an epsilon, inside")
    if verdict == "right":
        notes.append(OUTSIDE)
    return Diagnosis(
        verdict,
        form.name,
        objective=reading.objective,
        reduction=reading.reduction,
        mistakes=tuple(slug for slug in slugs if REGISTRY[slug].kind == "mistake"),
        variants=tuple(slug for slug in slugs if REGISTRY[slug].kind == "variant"),
        coefficients=reading.coefficients,
        notes=tuple(dict.fromkeys(notes)),
        counterexample=_counterexample(caller, form, fit, reading) if _in_the_value(findings) else "",
        failed={f.check: f.text for f in reversed(findings) if f.weight != "note"},
    )


def _in_the_value(findings: Sequence[Finding]) -> bool:
    """Whether the value itself is another one, at ordinary scores and sizes."""
    return any(f.weight != "note" and f.check in ("value", "weights") for f in findings)


def _counterexample(caller: Caller, form: Form, fit: Fit, reading: Reading) -> str:
    """The smallest point at which the loss is not the objective, put together in the same way."""
    slug = reading.objective.removeprefix("cbow-")
    view = next(iter(points(form.name, torch.float64)[0][0].views))
    has = points(form.name, torch.float64)[0][0].views[view]().has
    entry = REGISTRY[slug] if any(t.needs <= has for t in REGISTRY[slug].terms) else REGISTRY["uncorrected-candidates"]
    terms = tuple((entry, term) for term in entry.terms if term.needs <= has)[
        : 2 if slug != "hierarchical-softmax" else 1
    ]
    first = fit.coefficients[0] or Monomial(1.0, {})
    kept = {name: power for name, power in first.powers.items() if power < 0 and name in ("B", "1+K", "W", "V", "L")}
    view = fit.view if fit.view in ("mean", "sum") else view
    right = Fit(terms, tuple(Monomial(1.0, kept) for _ in terms), view, 0.0)
    return counterexample(caller, right, form)


def _unknown(caller: Caller, form: Form, more: Sequence[Finding]) -> Diagnosis:
    try:
        notes = list(properties(caller, form))
    except NotCallableError:
        raise
    except BaseException:
        notes = []
    wrong = [finding for finding in more if finding.weight == "mistake"]
    return Diagnosis(
        "mistake" if wrong else "unknown",
        form.name,
        mistakes=tuple(dict.fromkeys(finding.slug for finding in wrong if finding.slug)),
        notes=(NO_VERDICT if not wrong else "its value is none of the list", *(f.text for f in more), *notes),
        failed={f.check: f.text for f in wrong} | {"value": "none of the losses in the list fits its value"},
    )
