"""Arithmetic: identities of a field, linear inequalities, and enclosures of exp and log at rational numbers.

What is true here: the two first rules check a certificate, they look for nothing; and a term counts as a polynomial in
its atoms (whatever is no sum, product or literal power) and in a letter y for every 1/B.  1/0 being 0, y·B = 1 is true
only where B is not 0: it is used only where a theorem says so.
(ab)⁻¹ = a⁻¹b⁻¹ and (a⁻¹)⁻¹ = a hold everywhere and are used freely.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import reduce

from .polynomial import BITS, Polynomial, cleared, constant, letter, minus, parts, plus, power, times
from .terms import ZERO, Term, add, eq, exp, log, lt, mul, need, number
from .theorem import Theorem, conclude, premise

HIGHEST = 64
"""The highest power that is multiplied out; one beyond is an atom."""
SERIES = 200
"""The most terms of a series."""
Equation = tuple[Term, Theorem]
Share = tuple[Fraction, Theorem]


class Ring:
    """The letters of some terms, and of each inverse letter the base that it is the inverse of."""

    def __init__(self) -> None:
        self.atoms: dict[Term, int] = {}
        self.bases: dict[int, Polynomial] = {}
        self.read: dict[Term, Polynomial] = {}

    def polynomial(self, t: Term) -> Polynomial:
        """A term as a polynomial in its letters."""
        if t not in self.read:
            self.read[t] = self._polynomial(t)
        return self.read[t]

    def _polynomial(self, t: Term) -> Polynomial:
        if t.op == "number":
            return constant(t.val)
        if t.op in ("+", "*"):
            return plus(*map(self.polynomial, t.args)) if t.op == "+" else reduce(times, map(self.polynomial, t.args))
        if t.op == "^" and _literal(t.args[1]):
            base, e = self.polynomial(t.args[0]), int(t.args[1].val)
            return power(base if e >= 0 else self._inverse(base), abs(e))
        if t not in self.atoms:
            self.atoms[t] = len(self.atoms) + len(self.bases)
        return letter(self.atoms[t])

    def _inverse(self, p: Polynomial) -> Polynomial:
        """1/p: that of a product is the product of theirs, also where one of them is 0; and 1/0 is 0."""
        if not p:
            return p
        lead, letters, rest = parts(p)
        found = constant(Fraction(1) / lead)
        for i, e in letters.items():
            found = times(found, power(self.bases[i] if i in self.bases else self._letter(letter(i)), e))
        return found if rest == constant(1) else times(found, self._letter(rest))

    def _letter(self, base: Polynomial) -> Polynomial:
        for i, known in self.bases.items():
            if known == base:
                return letter(i)
        i = len(self.atoms) + len(self.bases)
        self.bases[i] = base
        return letter(i)

    def vanishes(self, p: Polynomial, nonzero: Sequence[Theorem]) -> None:
        """Refuse unless p is 0 wherever these theorems hold."""
        for i, base in reversed(list(self.bases.items())):
            if any(i == q for monomial in p for q, _ in monomial):
                facts = [self.polynomial(not_zero(theorem)) for theorem in nonzero]
                need(any(base in _pieces(fact) for fact in facts), "nothing says that what is divided by is not 0")
                p = cleared(p, i, base)
        need(not p, "the two sides differ")


def _literal(e: Term) -> bool:
    return e.op == "number" and e.val.denominator == 1 and abs(e.val) <= HIGHEST


def _pieces(p: Polynomial) -> list[Polynomial]:
    """What is not 0 if p is not: p without its number, the rest without its letters, and each of them."""
    if not p:
        return []
    lead, letters, rest = parts(p)
    return [times(p, constant(Fraction(1) / lead)), rest, *map(letter, letters)]


def not_zero(theorem: Theorem) -> Term:
    """What a theorem says is not 0."""
    left, right = premise(theorem, theorem.conclusion.op if theorem.conclusion.op == "<" else "!=")
    if theorem.conclusion.op == "<":
        need(left is ZERO, "says of nothing that it is not 0")
        return right
    need(right is ZERO, "says of nothing that it is not 0")
    return left


def identity(left: Term, right: Term, nonzero: Sequence[Theorem], equations: Sequence[Equation]) -> Theorem:
    """Left = right, because left − right is Σ share·(a − b) over equations a = b, as rational functions."""
    ring = Ring()
    p = minus(ring.polynomial(left), ring.polynomial(right))
    for share, equation in equations:
        a, b = premise(equation, "=")
        p = minus(p, ring.polynomial(share * (a - b)))
    ring.vanishes(p, nonzero)
    return conclude(eq(left, right), *nonzero, *(equation for _, equation in equations))


def inequality(goal: Term, shares: Sequence[Share], nonzero: Sequence[Theorem]) -> Theorem:
    """From inequalities and equations follows one that is a combination of them, with shares that are not negative.

    The goal's right less its left is Σ share·(right − left), and a number that is positive, or 0 where that will do.
    """
    need(goal.op in ("<", "<="), "no inequality")
    left, right = goal.args
    gap, strict = [right, -left], False
    for share, theorem in shares:
        small, big = premise(theorem, theorem.conclusion.op if theorem.conclusion.op in ("<", "<=") else "=")
        need(share > 0 or theorem.conclusion.op == "=", "a share that is not positive")
        strict |= theorem.conclusion.op == "<"
        gap.append(mul(number(-share), big - small))
    ring = Ring()
    p = ring.polynomial(add(*gap))
    rest = p.get((), 0) if set(p) <= {()} else 0
    ring.vanishes(plus(p, constant(-rest)), nonzero)
    need(rest > 0 or (rest == 0 and (strict or goal.op == "<=")), "the shares do not make it")
    return conclude(goal, *nonzero, *(theorem for _, theorem in shares))


# --- exp and log at a rational number, between rationals


def exp_above(q: Fraction, claimed: Fraction, terms: int) -> Theorem:
    """Claimed < exp(q), q positive: exp is more than each partial sum Σ qᵏ/k!, k < terms, of its series."""
    need(q > 0, "a positive number is wanted")
    need(claimed <= _partial(q, terms), "not below the partial sum")
    return conclude(lt(number(claimed), exp(number(q))))


def exp_below(q: Fraction, claimed: Fraction, terms: int) -> Theorem:
    """exp(q) < claimed, q positive: from k = terms on each term is at most q/terms of the one before."""
    need(0 < q < terms, "a positive number, and more terms than it")
    last = Fraction(1)
    for k in range(1, _few(terms)):
        last = _short(last * q / k)
    rest = last * (q / terms) / (1 - q / terms)
    need(claimed >= _partial(q, terms) + rest, "not above the series")
    return conclude(lt(exp(number(q)), number(claimed)))


def log_above(q: Fraction, claimed: Fraction, terms: int) -> Theorem:
    """Claimed < log(q), q more than 1: log q = 2 Σ z²ᵏ⁺¹/(2k + 1), z = (q − 1)/(q + 1), exceeds its partial sums."""
    need(q > 1, "a number above 1 is wanted")
    need(claimed <= _logarithm(q, terms)[0], "not below the partial sum")
    return conclude(lt(number(claimed), log(number(q))))


def log_below(q: Fraction, claimed: Fraction, terms: int) -> Theorem:
    """log(q) < claimed, q more than 1: what follows k = terms is less than a geometric series of ratio z²."""
    need(q > 1, "a number above 1 is wanted")
    total, following, square = _logarithm(q, terms)
    need(claimed >= total + following / (1 - square), "not above the series")
    return conclude(lt(log(number(q)), number(claimed)))


def _few(terms: int) -> int:
    need(terms > 0, "a term of the series is wanted")
    need(terms <= SERIES, "fewer terms are wanted")
    return terms


def _short(q: Fraction) -> Fraction:
    need(q.numerator.bit_length() + q.denominator.bit_length() <= BITS, "too large a number")
    return q


def _partial(q: Fraction, terms: int) -> Fraction:
    """Σ qᵏ/k! over k < terms."""
    total = term = Fraction(1)
    for k in range(1, _few(terms)):
        term = term * q / k
        total = _short(total + term)
    return total


def _logarithm(q: Fraction, terms: int) -> tuple[Fraction, Fraction, Fraction]:
    """The partial sum, the term after it, and z²."""
    z = (q - 1) / (q + 1)
    square, of, total = z * z, 2 * z, Fraction(0)
    for k in range(_few(terms)):
        total = _short(total + of / (2 * k + 1))
        of = of * square
    return total, of / (2 * terms + 1), square
