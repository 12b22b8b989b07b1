"""Small helpers on the kernel's terms: products without ones, order of parts, what is linear in what.

>>> from ..kernel.terms import variable
>>> x, y = variable("x"), variable("y")
>>> product([ONE, x]), split_number(number(3) * x), linear(x + number(2) * y)
(x, (Fraction(3, 1), x), {x: Fraction(1, 1), y: Fraction(2, 1)})
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cache

from ..kernel.terms import ONE, Term, add, fill, make, mul, number, text, variable


def product(parts: Sequence[Term]) -> Term:
    """Their product; ones are left out."""
    kept = [part for part in parts if part is not ONE]
    return mul(*kept) if len(kept) > 1 else kept[0] if kept else ONE


def total(parts: Sequence[Term]) -> Term:
    """Their sum."""
    return add(*parts) if len(parts) > 1 else parts[0] if parts else number(0)


def powers(pairs: Iterable[tuple[Term, int]]) -> Term:
    """The product of terms to literal powers."""
    return product([t if e == 1 else t**e for t, e in pairs if e])


def factors(t: Term) -> list[Term]:
    """The factors of a product, or the term alone."""
    return list(t.args) if t.op == "*" else [t]


def flat(t: Term, op: str) -> list[Term]:
    """The parts of a sum, or of a product, and those of its parts."""
    return [inner for part in t.args for inner in flat(part, op)] if t.op == op else [t]


def split_number(t: Term) -> tuple[Fraction, Term]:
    """A term as number times rest."""
    if t.op == "number":
        return t.val, ONE
    if t.op == "*" and t.args[0].op == "number":
        return t.args[0].val, product(t.args[1:])
    return Fraction(1), t


def linear(t: Term) -> dict[Term, Fraction]:
    """A term as a linear combination of others; the number stands at ONE."""
    return dict(_linear(t))


@cache
def _linear(t: Term) -> dict[Term, Fraction]:
    found: dict[Term, Fraction] = {}
    for part, share in _shares(t, Fraction(1)):
        found[part] = found.get(part, Fraction(0)) + share
    return {part: share for part, share in found.items() if share}


def _shares(t: Term, share: Fraction) -> Iterator[tuple[Term, Fraction]]:
    if t.op == "+":
        for part in t.args:
            yield from _shares(part, share)
        return
    if t.op == "*":
        for part in t.args:
            share *= part.val if part.op == "number" else 1
        rest = [part for part in t.args if part.op != "number"]
        if len(rest) == 1:
            yield from _shares(rest[0], share)
        else:
            yield product(rest), share
        return
    yield (ONE, share * t.val) if t.op == "number" else (t, share)


def less(a: Term, b: Term) -> Term:
    """The difference a − b, what stands in both left out."""
    rest = linear(a)
    for part, share in linear(b).items():
        rest[part] = rest.get(part, Fraction(0)) - share
    kept = sorted(((part, share) for part, share in rest.items() if share), key=lambda pair: order(pair[0]))
    return total([product([number(share), part]) if part is not ONE else number(share) for part, share in kept])


def parts_of(t: Term, op: str) -> list[Term]:
    """Every closed part of this kind, the innermost first, each once."""
    found: dict[Term, None] = {}

    def look(part: Term) -> None:
        for inner in part.args:
            look(inner)
        if part.op == op and not part.loose:
            found.setdefault(part)

    look(t)
    return list(found)


def literal(t: Term) -> int | None:
    """The integer that a term is, if it is one."""
    return int(t.val) if t.op == "number" and t.val.denominator == 1 else None


@cache
def order(t: Term) -> str:
    """By what parts are put in order."""
    return text(t)


def match(pattern: Term, t: Term, letters: frozenset[Term], found: Mapping[Term, Term]) -> dict[Term, Term] | None:
    """The terms for `letters` with which the pattern is `t`, if there are some."""
    if pattern in letters:
        if t.loose or found.get(pattern, t) is not t:
            return None
        return {**found, pattern: t}
    if pattern.op == "+" and t.op in ("+", "number"):
        solved = _next_to(pattern, t, letters)
        if solved:
            return match(solved[0], solved[1], letters, found)
    if pattern is t and pattern.free.isdisjoint(letters):
        return dict(found)
    if (pattern.op, pattern.val, len(pattern.args)) != (t.op, t.val, len(t.args)):
        return None
    now: dict[Term, Term] | None = dict(found)
    for inner, other in zip(pattern.args, t.args, strict=True):
        now = match(inner, other, letters, now) if now is not None else None
    return now


def _next_to(pattern: Term, t: Term, letters: frozenset[Term]) -> tuple[Term, Term] | None:
    """For a pattern m + 1: m, and what it must be for t."""
    letter = next((part for part in pattern.args if part in letters), None)
    others = [part for part in pattern.args if part is not letter]
    if letter is None or len(others) != 1 or others[0].op != "number":
        return None
    return letter, less(t, others[0])


def of_every(proposition: Term) -> tuple[list[Term], Term]:
    """What is said of every index: letters for the indices, the outermost first, and what is said of them."""
    letters: list[Term] = []
    while proposition.op in ("all", "any"):
        letters.append(variable(f"_m{len(letters)}", "integer"))
        proposition = fill(proposition.args[-1], [letters[-1]])
    return letters, proposition


def fold(op: str, lo: Term, hi: Term, body: Term) -> Term:
    """A sum or a product."""
    return make(op, lo, hi, body)


def opened(body: Term, letter: Term) -> Term:
    """A body at a letter."""
    return fill(body, [letter])
