"""Random terms for the letters of a law, repaired so that most conditions hold."""

from __future__ import annotations

import random
from fractions import Fraction

from proofpress.proof.kernel.laws import Law, Meta, _instance
from proofpress.proof.kernel.terms import (
    INFINITY,
    MINUS_INFINITY,
    ONE,
    ZERO,
    Refused,
    Term,
    array,
    bound,
    delta,
    entry,
    eq,
    exp,
    function,
    le,
    lt,
    make,
    ne,
    number,
    put,
    variable,
)

X, Y, M = variable("x"), variable("y", "real", "positive"), variable("m", "integer")
V = variable("V", "integer", "positive")
J = function("J")
S, T2, W = array("s"), array("t", places=2), array("w", "integer")
ARRAYS = {1: [S, put(S, M, Y)], 2: [T2, put(T2, M, V, X)], 3: [array("u", places=3)]}
NUMBERS = [ZERO, ONE, number(-1), number(2), number(Fraction(1, 2)), number(5)]


DRAWN_WHOLE = ("least", "rises", "sum_region")
"""Laws whose letters are drawn together, so that nothing is left to repair."""


class Draw:
    """One source of randomness."""

    def __init__(self, seed: object) -> None:
        self.r = random.Random(str(seed))

    def __call__(self, letter: Meta) -> Term:
        if letter.sort == "place":
            return self.r.choice([MINUS_INFINITY, INFINITY, ZERO, ONE, number(-1), number(2), X])
        if letter.sort == "function":
            return self.r.choice([J, function("L")])
        if letter.sort == "array":
            return self.r.choice(ARRAYS[letter.places])
        if letter.sort == "proposition":
            return self.proposition(letter.arity)
        if letter.whole:
            return self.integer(1)
        return self.number(2 if letter.arity else 1, letter.arity, letter.name in ("lo", "hi", "lo2", "hi2"))

    def proposition(self, loose: int) -> Term:
        make_it = self.r.choice([eq, lt, le, ne])
        return make_it(self.number(1, loose), self.number(0, loose))

    def number(self, depth: int, loose: int = 0, end: bool = False) -> Term:
        """A number with so many loose indices."""
        r = self.r
        if end:
            return r.choice([ZERO, ONE, ONE, number(2), V, M, number(Fraction(1, 2))])
        if depth == 0 or r.random() < 0.25:
            leaves = [X, Y, r.choice(NUMBERS), entry(S, self.integer(0)), *(bound(q) for q in range(loose))]
            return r.choice(leaves + [bound(q) for q in range(loose)])
        op = r.choice(
            ["+", "*", "*", "exp", "log", "^", "abs", "delta", "sum", "floor", "slope", "put", "of", "partial"]
        )
        if op in ("+", "*", "delta"):
            return make(op, self.number(depth - 1, loose), self.number(depth - 1, loose))
        if op == "^":
            return self.number(depth - 1, loose) ** r.choice([-1, 2, 3, -2])
        if op == "sum":
            inner = self.number(depth - 1, loose + 1)
            return make("sum", ONE, self.integer(0), inner)
        if op == "slope":
            return make("slope", self.number(depth - 1, loose + 1), self.number(0, loose))
        if op in ("of", "partial"):
            several = J, ONE, self.integer(0), self.number(depth - 1, loose + 1)
            return make(op, *several, *([self.number(0, loose)] if op == "partial" else []))
        if op == "put":
            return entry(put(S, self.number(0, loose), self.number(0, loose)), self.number(0, loose))
        return make(op, self.number(depth - 1, loose))

    def integer(self, depth: int) -> Term:
        r = self.r
        if depth == 0 or r.random() < 0.6:
            return r.choice([V, M, number(r.randint(-1, 3)), number(1)])
        return r.choice([V + number(-1), M + ONE, entry(W, V), delta(X, ZERO)])

    def values(self, law: Law, kept: list[Term]) -> dict[str, Term]:
        """Terms for the letters, repaired for these conditions."""
        found = {letter.name: self(letter) for letter in law.letters}
        if "draws" in "".join(sorted({c.op for c in _parts(law.conclusion)})) or law.name.startswith("mean"):
            found |= {"count": self.r.choice([ZERO, ONE, number(2), number(-1)]), "lo": ONE, "hi": number(2)}
            for name in set(found) & {"F", "G", "H", "W", "X"}:
                found[name] = (
                    self.of_draws() if name in "WX" else self.r.choice([bound(0), exp(bound(0)), X, bound(0) ** 2])
                )
            if law.name == "mean_sum":
                found |= {
                    "F2": entry(bound(1, 1), bound(0)) * self.r.choice([bound(0), X]),
                    "lo2": ONE,
                    "hi2": number(2),
                }
        limits = any(c.op == "tends" for c in (*kept, law.conclusion))
        if limits:
            self.limits(found, law)
        if law.name in ("least", "least_bound", "rises"):
            self.minimum(found)
        if law.name == "sum_region":
            self.region(found)
        for condition in sorted(kept, key=lambda c: c.op == "="):
            if law.name not in DRAWN_WHOLE and self.r.random() < 0.85:
                try:
                    self.repair(condition, found)
                except (Refused, KeyError, IndexError):
                    continue
        return found

    def of_draws(self) -> Term:
        w = bound(0, 1)
        return self.r.choice([entry(w, ONE), entry(w, ONE) * entry(w, number(2)), X, entry(w, V)])

    def limits(self, found: dict[str, Term], law: Law) -> None:
        """A place, and functions whose limits there are known."""
        r, b = self.r, bound(0)
        lower, upper, to = r.choice(
            [
                (MINUS_INFINITY, INFINITY, ZERO),
                (ZERO, INFINITY, ZERO),
                (ZERO, INFINITY, INFINITY),
                (ZERO, number(2), ONE),
            ]
        )
        if "to" not in found and "a" not in found:
            to = INFINITY
        found |= {
            "lower": lower if to is not INFINITY else ZERO,
            "upper": upper if to is not INFINITY else INFINITY,
            "to": to,
        }
        if "a" in found:
            found["a"] = to if to is not INFINITY else ZERO
            found["lower"], found["upper"] = MINUS_INFINITY, INFINITY
        finite = [(b, to), (b**2, to**2 if to is not INFINITY else to), (exp(b), exp(to) if to is not INFINITY else to)]
        known = [(b**-1, ZERO), (exp(-b), ZERO), (X, X), (ONE + b**-1, ONE)] if to is INFINITY else [*finite, (X, X)]
        for body, limit in (("F", "c"), ("G", "d")):
            if body in found and limit in found:
                found[body], found[limit] = r.choice(known)
                if r.random() < 0.2:
                    found[limit] = r.choice([ONE, ZERO, number(2)])
        if law.name == "limit_near":
            found["G"], found["c"] = r.choice(known)
        if law.name == "limit_quotient":
            found |= {"lower": MINUS_INFINITY, "upper": INFINITY, "to": ZERO}
            found["F"] = r.choice([b, b**2, exp(b) - ONE, exp(b), ONE + b, make("abs", b)])
            found["G"] = r.choice([b, b + b**2, ONE + b, exp(b) - ONE, make("abs", b), b * make("floor", b)])
            found["c"] = r.choice([ONE, ZERO, number(2), number(-1)])
        if law.name in ("limit_exp_large", "limit_quotient_large"):
            found |= {"lower": ZERO, "upper": INFINITY, "to": INFINITY}
            found["F"] = r.choice([b, b**2, -b, X, b + X, b * make("floor", b)])
            found["G"] = r.choice([b, b**2, -b, ONE + b, b + make("floor", b), b ** number(Fraction(-1, 4))])
            found["c"] = r.choice([ONE, ZERO, number(-1), number(Fraction(1, 2))])
        if law.name == "limit_sum":
            found |= {"lo": ONE, "hi": number(2)}
            found["F2"], found["G"] = r.choice(
                [(bound(0) * bound(1), b * to if to is not INFINITY else b), (bound(1), b)]
            )

    def minimum(self, found: dict[str, Term]) -> None:
        r, b = self.r, bound(0)
        place = r.choice([ZERO, ONE, number(-1), X])
        gap = b - place
        found["F"] = r.choice(
            [
                gap**2,
                exp(gap) - gap,
                gap**4,
                -(gap**2),
                gap**3,
                b**3 - b,
                make("abs", gap),
                gap**2 + gap**3,
                gap**2 - gap**3,
            ]
        )
        found["a"] = r.choice([place, place, place, ONE])
        found["lower"], found["upper"] = r.choice(
            [(MINUS_INFINITY, INFINITY), (ZERO, INFINITY), (number(-3), ONE), (number(2), number(5))]
        )
        if "b" in found:
            found["b"] = r.choice([ONE, ZERO, number(2), number(-5)])
        if "G" in found:
            found["F"] = r.choice([found["F"], exp(b), b, -b]) if "b" in found else found["F"]
            found["G"] = make("slope", found["F"], b) * r.choice([ONE, ONE, ONE, ONE, number(-1)])

    def region(self, found: dict[str, Term]) -> None:
        """The pairs of a region by either index, mostly so that both ways are the same ones."""
        r, b = self.r, bound(0)
        both = r.choice(
            [
                (ONE, number(3), ONE, number(2), ONE, number(2), ONE, number(3)),
                (ONE, number(3), ONE, b, ONE, number(3), b, number(3)),
                (ONE, number(3), b, number(3), ONE, number(3), ONE, b),
                (ONE, number(3), b, b + ONE, ONE, number(4), b - ONE, b),
            ]
        )
        names = ("lo", "hi", "A1", "A2", "lo2", "hi2", "C1", "C2")
        found |= dict(zip(names, both, strict=True))
        if r.random() < 0.7:
            name = r.choice(names)
            found[name] += number(r.choice([-1, 1]))
        found["F2"] = r.choice([ONE, entry(S, bound(0)) + X, entry(T2, bound(0), bound(1)), bound(0) * bound(1) + Y])

    def repair(self, condition: Term, found: dict[str, Term]) -> None:
        """Choose a letter so that the condition is likely to hold."""
        r = self.r
        if condition.op in ("all", "over", "near", "around", "any", "eventually", "drawn"):
            body = next(p for p, under in zip(condition.args, condition.bound, strict=True) if under)
            self.repair(body, found)
        elif condition.op == "slope_is":
            body, at, claimed = condition.args
            found[_letter(claimed)] = make("slope", _instance(body, found), _instance(at, found))
        elif condition.op == "=" and _letter(condition.args[1]) in found and _letter(condition.args[0]) in found:
            left = _instance(condition.args[0], found)
            loose = bound(0) if left.open else X
            other = [left, left * ONE, left + delta(loose, number(5)) * r.choice([ZERO, ONE])]
            found[_letter(condition.args[1])] = (
                r.choice(other) if condition.args[1].args[:1] != (bound(0, 1),) else left
            )
        elif condition.op == "=" and _letter(condition.args[0]) in found:
            found[_letter(condition.args[0])] = _instance(condition.args[1], found)
        elif condition.op == "=" and condition.args[0].op == "+":
            found["b"] = found["a"] + _instance(condition.args[1], found)
        elif condition.op == "iff":
            found[_letter(condition.args[1])] = found[_letter(condition.args[0])]
        elif condition.op in ("<", "<=") and condition.args[0] is ZERO and condition.args[1].op == "apply":
            name = condition.args[1].val.val.name
            found[name] = r.choice([exp(found[name]), ONE, found[name] ** 2, Y])


def _letter(t: Term) -> str:
    """The law's letter that a pattern is, alone."""
    if t.op == "meta":
        return t.val.name
    return t.val.val.name if t.op == "apply" and all(a.op == "bound" for a in t.args) else ""


def _parts(t: Term) -> list[Term]:
    return [t, *(p for a in t.args for p in _parts(a))]
