"""A term of the kernel as JavaScript, and its value: two roads that share nothing but the term.

>>> from proofpress.proof.kernel.terms import ONE, array, bound, entry, exp, log, make, variable
>>> s, V = array("s"), variable("V", "integer", "positive")
>>> t = log(make("sum", ONE, V, exp(entry(s, bound(0)))))
>>> javascript(t)
'Math.log(sum(1, V, a => Math.exp(s[a - 1])))'
>>> f"{value(t, {'s': [0, 0], 'V': 2}):.6f}"
'0.693147'
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from proofpress.proof.kernel.declarations import letter_name
from proofpress.proof.kernel.terms import Definition, Term

NAMES = "abcdefgh"
FORMS = {
    "exp": "Math.exp({})", "log": "Math.log({})", "abs": "Math.abs({})", "floor": "Math.floor({})",
    "ceiling": "Math.ceil({})", "delta": "+({} === {})", "^": "({}) ** ({})", "sum": "sum({}, {}, {})",
    "prod": "prod({}, {}, {})",
}  # fmt: skip
"""sum and prod are functions of two ends and of what stands under them; they are given to what is printed."""


def javascript(t: Term, bound: Sequence[str] = ()) -> str:
    """An expression in the letters of a term, arrays counted from 0; bound names are these, the innermost last."""
    if t.op == "number":
        return f"({t.val.numerator} / {t.val.denominator})" if t.val.denominator > 1 else f"{t.val}"
    if t.op == "bound":
        return bound[-1 - t.val[0]]
    if t.op in ("variable", "array"):
        return letter_name(t)
    own = NAMES[len(bound)]
    parts = [
        f"{own} => {javascript(part, [*bound, own])}" if under else javascript(part, bound)
        for part, under in zip(t.args, t.bound, strict=True)
    ]
    if t.op in ("+", "*"):
        return f"({f' {t.op} '.join(parts)})"
    if t.op == "entry":
        return parts[0] + "".join(f"[{place} - 1]" for place in parts[1:])
    if t.op == "call":
        return f"{t.val.name}({', '.join(parts)})"
    if t.op not in FORMS:
        raise ValueError(f"{t.op} is not printed as JavaScript; choose a side without it")
    return FORMS[t.op].format(*parts)


def functions(terms: Sequence[Term]) -> str:
    """The definitions that terms call, each after those that it calls itself."""
    found: dict[Definition, str] = {}

    def note(t: Term) -> None:
        for part in t.args:
            note(part)
        if t.op == "call" and t.val not in found:
            note(t.val.body)
            names = NAMES[: len(t.val.places)]
            found[t.val] = f"const {t.val.name} = ({', '.join(names)}) => {javascript(t.val.body, [*names])};"

    for t in terms:
        note(t)
    return "".join(found.values())


def value(t: Term, letters: Mapping[str, Any], bound: Sequence[Any] = ()) -> Any:
    """The value of a term where its letters are numbers, or lists of numbers."""

    def at(part: Term) -> Any:
        return value(part, letters, bound)

    if t.op == "number":
        return float(t.val)
    if t.op == "bound":
        return bound[-1 - t.val[0]]
    if t.op in ("variable", "array"):
        return letters[letter_name(t)]
    if t.op in ("sum", "prod"):
        low, high, body = t.args
        each = [value(body, letters, [*bound, k]) for k in range(math.ceil(at(low)), math.floor(at(high)) + 1)]
        return math.fsum(each) if t.op == "sum" else math.prod(each)
    if t.op == "entry":
        found = at(t.args[0])
        for place in t.args[1:]:
            found = found[round(at(place)) - 1]
        return found
    if t.op == "call":
        return value(t.val.body, {}, [at(part) for part in t.args])
    return VALUES[t.op](*map(at, t.args))


VALUES: dict[str, Callable[..., float]] = {
    "+": lambda *parts: math.fsum(parts),
    "*": lambda *parts: math.prod(parts),
    "^": lambda a, b: a**b,
    "exp": math.exp,
    "log": math.log,
    "abs": abs,
    "floor": math.floor,
    "ceiling": math.ceil,
    "delta": lambda a, b: float(a == b),
}
