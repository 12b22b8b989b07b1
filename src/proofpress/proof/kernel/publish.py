"""Publishing: when a theorem is what a line claims, and when what the line speaks of has a value.

What is true here: inside the kernel every function is total; that a term HAS a value is said by `conditions`, and is
proved like anything else.  A published line says: under what is given, this holds, and every side of it has a value.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from .declarations import Statement
from .terms import INFINITY, MINUS_INFINITY, ZERO, Term, delta, le, lt, make, ne, need, text, unfolded
from .theorem import Theorem

Binders = tuple[bool, ...]
"""Whether what is bound above a term is an integer, the innermost first."""
RELATIONS = ("=", "!=", "<", "<=")


def conditions(t: Term) -> tuple[Term, ...]:
    """What must hold for a number, an array or a tree to have a value; of a loose term, loose like it."""
    return tuple(dict.fromkeys(_conditions(t)))


def _conditions(t: Term, whole: Binders = ()) -> list[Term]:
    need(t.op != "partial", "a partial derivative is claimed as a slope")
    if t.op in BINDERS:
        return BINDERS[t.op](t, whole)
    found = [p for part in t.args for p in _conditions(part, whole)]
    if t.op == "call":
        found += _conditions(unfolded(t), whole)
    if t.op == "fold":
        found += [*_conditions(t.val.leaf), *_of_every_node(_conditions(t.val.node))]
    if t.op == "log":
        found.append(lt(ZERO, t.args[0]))
    if t.op == "^":
        found += _of_power(t.args[0], t.args[1], whole)
    return found


def _of_power(base: Term, e: Term, whole: Binders) -> list[Term]:
    """An integer power of 0 wants an exponent that is not negative; any other a positive base, a root 0 too.

    0 ≤ δ(a, 0)·n says: n is not negative where a is 0.
    """
    if not _is_whole(e, whole):
        return [(le if e.op == "number" and e.val > 0 else lt)(ZERO, base)]
    if _natural(e):
        return []
    return [ne(base, ZERO) if e.op == "number" else le(ZERO, delta(base, ZERO) * e)]


def _is_whole(e: Term, whole: Binders) -> bool:
    """Whether it is an integer, whatever its letters and the indices bound above it are."""
    if e.op in ("+", "*"):
        return all(_is_whole(part, whole) for part in e.args)
    return e.whole or (e.op == "bound" and e.val in ((level, 0) for level, is_index in enumerate(whole) if is_index))


def _natural(e: Term) -> bool:
    """Whether it is an integer and not negative, whatever its letters are."""
    if e.op in ("+", "*"):
        return all(map(_natural, e.args))
    return e.whole and (e.val >= 0 if e.op == "number" else e.op == "variable" and e.val.sign != "")


def _of_every_node(found: list[Term]) -> list[Term]:
    """For every score, and every value of the two sides."""
    for _ in range(3):
        found = [make("over", MINUS_INFINITY, INFINITY, p) for p in found]
    return found


def _of_range(t: Term, whole: Binders) -> list[Term]:
    """The ends have a value, and the body has at every index: an empty sum asks nothing."""
    lo, hi, body = t.args[-3:]
    inside = _conditions(body, (True, *whole))
    return [*_conditions(lo, whole), *_conditions(hi, whole), *(make("all", lo, hi, p) for p in inside)]


def _of_slope(t: Term, whole: Binders) -> list[Term]:
    """The function has values about the point, and a slope at it."""
    body, point = t.args
    around = [make("around", p, point) for p in _conditions(body, (False, *whole))]
    return [*_conditions(point, whole), *around, make("smooth", body, point)]


def _of_mean(t: Term, whole: Binders) -> list[Term]:
    """The weights have values, and the body has at every draw."""
    count, lo, hi, weight, body = t.args
    ends = [p for end in (count, lo, hi) for p in _conditions(end, whole)]
    weights = [make("all", lo, hi, p) for p in _conditions(weight, (True, *whole))]
    return [*ends, *weights, *(make("drawn", count, lo, hi, p) for p in _conditions(body, (False, *whole)))]


BINDERS: dict[str, Callable[[Term, Binders], list[Term]]] = {
    "sum": _of_range,
    "prod": _of_range,
    "slope": _of_slope,
    "mean": _of_mean,
    "of": _of_range,
}


def wanted(claim: Term) -> tuple[Term, ...]:
    """The conditions under which all that a claim speaks of has a value."""
    if claim.op in RELATIONS:
        return tuple(dict.fromkeys(p for side in claim.args for p in conditions(side)))
    if claim.op == "iff":
        return tuple(dict.fromkeys(p for side in claim.args for p in wanted(side)))
    if claim.op == "tends":
        lower, upper, body, to, value = claim.args
        values = *(make("near", lower, upper, p, to) for p in conditions(body)), *conditions(value)
        literal = to.op in ("number", "infinity", "minus_infinity")
        return values if literal else (lt(lower, to), lt(to, upper), *conditions(to), *values)
    if claim.op == "argmin":
        lower, upper, body, place = claim.args
        ends = [p for end in (lower, upper, place) for p in conditions(end)]
        return (*(make("over", lower, upper, p) for p in conditions(body)), *ends)
    if claim.op == "converges":
        body, value = claim.args
        return (*(make("eventually", p) for p in conditions(body)), *conditions(value))
    need(claim.op in ("all", "any"), f"no claim is of the kind {claim.op}")
    *ends, body = claim.args
    return (*(p for end in ends for p in conditions(end)), *(make(claim.op, *ends, p) for p in wanted(body)))


def publish(statement: Statement, proved: Theorem, values: Sequence[Theorem]) -> None:
    """Refuse unless the theorem is the claim, word for word, under what is given, and everything in it has a value."""
    given = frozenset(statement.given)
    need(proved.conclusion is statement.claim, f"proves {text(proved.conclusion)[:80]}, not what is claimed")
    for theorem in (proved, *values):
        more = theorem.hypotheses - given
        need(not more, f"assumes what is not given: {', '.join(text(h)[:80] for h in more)}")
    known = {theorem.conclusion for theorem in values}
    for condition in wanted(statement.claim):
        need(condition in known, f"no value is known: {text(condition)[:120]}")
