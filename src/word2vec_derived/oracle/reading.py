"""From a fit to words: which objective, which reduction, what is wrong, what is merely different."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from .diagnosis import Finding, found
from .fit import EXACT, Fit, Monomial
from .registry import REGISTRY, Entry, Term
from .takes import DIMENSION, FORMS
from .views import Sizes

BESIDES = {
    "tiled": "mistake-centres-mispaired",
    "pooled": "mistake-log-sigmoid-of-sum",
    "cosine": "cosine-scores",
}
MEANS = {"1+K": "mean over terms", "V": "mean over the vocabulary", "L": "mean over the path"}
AVERAGED = {
    "1+K": "a mean over the 1 + K terms",
    "V": "a mean over the V words",
    "L": "a mean over the L places of a path, padded ones too,",
}
VECTORS = ("vectors", "module", "window", "cbow")
SCALES = {"K": (-1, 1), "C": (-1, 1), "B": (1,), "1+K": (1,)}  # powers that are no mean, and scale the whole


@dataclass(frozen=True)
class Reading:
    """What a fit says."""

    objective: str
    reduction: str
    coefficients: Mapping[str, str]
    findings: tuple[Finding, ...]


def read(fit: Fit, form: str, per_pair: bool, exact: bool = True) -> Reading:
    """Everything that the value alone tells; `exact` says that it came in float64, whose rounding explains nothing."""
    names = [term.name for _, term in fit.terms] + ["constant"] * fit.constant
    coefficients = {name: str(c or "?") for name, c in zip(names, fit.coefficients, strict=True)}
    nameless = [name for name, c in zip(names, fit.coefficients, strict=True) if c is None]
    findings = [*_entries(fit), *_besides(fit, form, exact)]
    if nameless:
        text = f"the weight of the {nameless[0]} is no simple function of the sizes"
        return Reading(objective_of(fit, form), "", coefficients, (*findings, Finding("weights", "unknown", text)))
    known = [c for c in fit.coefficients if c is not None]
    over, weights = _over(fit, known, per_pair, FORMS[form].sizes[0])
    reduction = ", ".join(over)
    return Reading(objective_of(fit, form), reduction, coefficients, (*findings, *weights))


def objective_of(fit: Fit, form: str) -> str:
    """The objective that a loss is or is nearest to."""
    if form == "tree":
        return "hierarchical-softmax"
    if any("z" in term.needs for _, term in fit.terms):
        return "softmax"
    names = [_objective_of_term(entry, term) for entry, term in fit.terms]
    nearest = next((name for name in names if name != "negative-sampling"), "negative-sampling")
    if fit.view == "corrected" and nearest == "negative-sampling":
        return "nce"
    return f"cbow-{nearest}" if form == "cbow" else nearest


def _objective_of_term(entry: Entry, term: Term) -> str:
    spoiled = entry.kind == "mistake" and term.part == "whole" and entry.objective in ("negative-sampling", "nce")
    return term.objective or ("sampled-softmax" if entry.objective == "softmax" or spoiled else entry.objective)


def _entries(fit: Fit) -> Iterator[Finding]:
    entries = [entry for entry, _ in fit.terms]
    parts = [term.part for _, term in fit.terms]
    for entry in dict.fromkeys(entries):
        corrected = fit.view == "corrected" and entry.slug == "uncorrected-candidates"
        if entry.kind != "objective" and not corrected:
            yield found("value", entry)
    if parts == ["observed"]:
        yield found("value", REGISTRY["positives-alone"])
    if parts == ["negatives"]:
        yield Finding("value", "unknown", "there is no term for the observed word")
    if len(entries) == 2 and {entry.slug for entry in entries} == {"nce", "negative-sampling"}:
        yield found("value", REGISTRY["mistake-half-corrected"])


def _besides(fit: Fit, form: str, exact: bool) -> Iterator[Finding]:
    if fit.view in BESIDES:
        yield found("value", REGISTRY[BESIDES[fit.view]])
    if fit.family:
        yield found("value", fit.family, f"{fit.family.title}: {fit.number:.6g}")
        of = f", for vectors of {DIMENSION} components" if form in VECTORS else ""
        yield Finding("value", "note", f"{fit.family.title}: the constant is {fit.number:.6g}{of}")
    if fit.constant:
        size = f" of {fit.coefficients[-1]}" if fit.coefficients[-1] else ""
        yield Finding("value", "variant", f"a constant{size} is added, which no gradient sees")
    if fit.misfit > EXACT and exact and not fit.family:
        yield found(
            "float32", REGISTRY["epsilon"], f"the value is off by a share of {fit.misfit:.0e}: an epsilon inside"
        )


def _over(fit: Fit, known: list[Monomial], per_pair: bool, sizes: Sizes) -> tuple[list[str], list[Finding]]:
    """What is averaged over, and which weights are other than the objective's."""
    first, over, findings = known[0], list[str](), list[Finding]()
    if len(fit.terms) == 2 and _is_one(known[1]) and not _is_one(first):
        first = Monomial(known[1].number, first.powers)
    if len(fit.terms) == 2:
        ratio = Monomial(known[1].number / known[0].number, _quotient(known[1].powers, first.powers))
        findings += _ratio(ratio, fit.terms[1][1].per_negative)
        over += ["mean over negatives"] * (ratio.powers == {"K": -1} and fit.terms[1][1].per_negative)
    if len(fit.terms) == 1 and fit.terms[0][1].per_negative and first.powers.get("K") == -1:
        over.append("mean over negatives")
        findings.append(Finding("weights", "note", "a mean over the negatives divides every gradient by K"))
        first = Monomial(first.number, _quotient(first.powers, {"K": -1}))
    over += [words for size, words in MEANS.items() if first.powers.get(size) == -1]
    findings += _whole(first)
    over += ["mean over the words of the batch"] * (first.powers.get("B") == -2)
    centres, window = first.powers.get("B", 0) < 0, first.powers.get("W") == -1
    if window and not centres:
        over.append("mean over the window")
        findings.append(found("weights", REGISTRY["mean-over-the-window"]))
    for size in (size for size in MEANS if first.powers.get(size) == -1):
        by = size.replace("+", " + ")
        text = f"{AVERAGED[size]} leaves the optimum where it is and divides every gradient by {by}"
        findings.append(Finding("weights", "note", text))
    apart = "W" in sizes and centres and not window
    batch = "mean over centres, sum over the window" if apart else "mean over pairs" if centres else "sum"
    over.append("none" if per_pair else batch)
    return over, findings


def _is_one(coefficient: Monomial) -> bool:
    return abs(abs(coefficient.number) - 1) < 1e-5


def _quotient(above: Mapping[str, int], below: Mapping[str, int]) -> dict[str, int]:
    powers = {name: above.get(name, 0) - below.get(name, 0) for name in {*above, *below}}
    return {name: power for name, power in powers.items() if power}


def _ratio(ratio: Monomial, per_negative: bool) -> Iterator[Finding]:
    """What the weight of the negatives beside that of the observed word says."""
    size = abs(ratio.number)
    if ratio.number < 0:
        yield found("weights", REGISTRY["mistake-sign-of-one-term"])
    if ratio.powers == {"K": -1} and per_negative:
        yield found("weights", REGISTRY["mean-over-negatives"])
        if abs(size - 1) > 1e-5:
            yield Finding(
                "weights", "note", f"the mean over the negatives is weighted by {size:.6g}: right where K = {size:.6g}"
            )
    elif ratio.powers or abs(size - 1) > 1e-5:
        text = f"the negatives weigh {Monomial(size, ratio.powers)} times what the observed word does"
        yield found("weights", REGISTRY["unequal-weights"], text)
        yield Finding("weights", "note", text)


def _whole(first: Monomial) -> Iterator[Finding]:
    """What the coefficient of the whole says."""
    if first.number < 0:
        yield found("weights", REGISTRY["sign-of-the-whole"])
    scales = [name for name, power in first.powers.items() if power in SCALES.get(name, ())]
    if not _is_one(first) or scales:
        factor = Monomial(abs(first.number), {name: first.powers[name] for name in scales})
        yield found("weights", REGISTRY["constant-factor"], f"the whole loss is multiplied by {factor}")
        yield Finding("weights", "note", f"the whole loss is multiplied by {factor}")
