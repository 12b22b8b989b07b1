"""The kernel's laws for a person to read: terms as they are written in a chain, propositions in words and signs.

>>> from proofpress.proof.kernel.laws import LAWS
>>> says(LAWS["exp_log"])
('exp(log(a)) = a', ('0 < a',))
>>> says(LAWS["sum_delta"])
('sum(delta(x, k)*F(x), x=lo..hi) = F(k)', ('lo <= k', 'k <= hi'))
>>> says(LAWS["slope_inverse"])[0]
'd(F(x)^-1, x) at a is -c*F(a)^-2'
"""

from __future__ import annotations

from collections.abc import Callable

from proofpress.proof.kernel.laws import Law
from proofpress.proof.kernel.terms import Term

NAMES = "xyzuvw"
WORDS = {
    "slope": "d({1}, {x}) at {2}",
    "slope_is": "d({1}, {x}) at {2} is {3}",
    "smooth": "{1} has a slope in {x} at {2}",
    "sum": "sum({3}, {x}={1}..{2})",
    "prod": "prod({3}, {x}={1}..{2})",
    "of": "{1}({4} for {x}={2}..{3})",
    "partial": "{1}_{5}({4} for {x}={2}..{3})",
    "mean": "mean({5}, {x}[1..{1}] ~ {4}, {x}={2}..{3})",
    "all": "{3} for {1} <= {x} <= {2}",
    "any": "{1} for every integer {x}",
    "over": "{3} for {1} < {x} < {2}",
    "around": "{1} for {x} around {2}",
    "near": "{3} for {1} < {x} < {2} near {4}",
    "eventually": "{1} for every late integer {x}",
    "drawn": "{4} for all {x}[1..{1}] from {2} to {3}",
    "tends": "{3} -> {5} as {x} -> {4} in {1}..{2}",
    "converges": "{1} -> {2} as the integer {x} -> oo",
    "argmin": "argmin {x} of {3} in {1}..{2} is {4}",
    "iff": "({1}) <=> ({2})",
    "infinity": "oo",
    "minus_infinity": "-oo",
}
"""What is no sum, product or power; {1}, {2}, … are the parts, {x} is what is bound."""
SUM, PRODUCT, POWER = range(1, 4)


def says(law: Law) -> tuple[str, tuple[str, ...]]:
    """What follows by a law, and from what."""
    return spelt(law.conclusion), tuple(spelt(condition) for condition in law.conditions)


def spelt(t: Term, bound: tuple[str, ...] = (), least: int = 0) -> str:
    """A term under binders of these names, the innermost last; in brackets if it binds less than it must."""
    if t.op in BINDING:
        own, form = BINDING[t.op]
        found = form(t.args, bound)
        return f"({found})" if own < least else found
    if t.op == "bound":
        return bound[-1 - t.val[0]]
    if t.op in ("meta", "number"):
        return str(getattr(t.val, "name", t.val))
    if t.op == "apply":
        return f"{t.val.val.name}({', '.join(spelt(part, bound) for part in t.args)})"
    if t.op == "entry":
        array, *places = (spelt(part, bound) for part in t.args)
        return f"{array}[{', '.join(places)}]"
    name = NAMES[len(bound)]
    parts = [spelt(part, (*bound, name) if under else bound) for part, under in zip(t.args, t.bound, strict=True)]
    return WORDS[t.op].format("", *parts, x=name) if t.op in WORDS else f"{t.op}({', '.join(parts)})"


def _sum(parts: tuple[Term, ...], bound: tuple[str, ...]) -> str:
    text = " + ".join(spelt(part, bound, PRODUCT) for part in parts)
    return text.replace(" + -", " - ")


def _product(parts: tuple[Term, ...], bound: tuple[str, ...]) -> str:
    text = "*".join(spelt(part, bound, POWER) for part in parts)
    return text.replace("-1*", "-", 1) if text.startswith("-1*") else text


def _power(parts: tuple[Term, ...], bound: tuple[str, ...]) -> str:
    return "^".join(spelt(part, bound, POWER + 1) for part in parts)


def _relation(sign: str) -> Callable[[tuple[Term, ...], tuple[str, ...]], str]:
    return lambda parts, bound: f" {sign} ".join(spelt(part, bound) for part in parts)


BINDING = {"+": (SUM, _sum), "*": (PRODUCT, _product), "^": (POWER, _power)} | {
    sign: (0, _relation(sign)) for sign in ("=", "!=", "<", "<=")
}
