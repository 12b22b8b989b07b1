"""Terms as polynomials in their atoms and in a letter for each inverse, with SymPy to divide and to factor.

>>> from ..kernel.terms import ONE, variable
>>> x = variable("x")
>>> letters = Letters([x**2 - ONE])
>>> letters.term(letters.polynomial(x**2 - ONE))
((x ^ 2) + -1)
>>> [letters.term(f) for f, _ in letters.factors(letters.polynomial(x**2 - ONE))[1]]
[(-1 + x), (1 + x)]
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from fractions import Fraction
from functools import cache, cached_property, lru_cache
from math import gcd, lcm
from typing import Any

from sympy import QQ
from sympy.core.random import rng
from sympy.polys.groebnertools import groebner
from sympy.polys.orderings import lex
from sympy.polys.rings import PolyRing

from ..kernel.arithmetic import Ring
from ..kernel.terms import ZERO, Term, number
from .state import NotFound
from .terms import order, powers, product, total

MANY = 4
"""So many inverses of one polynomial are brought to one form together, by a Gröbner basis."""
KEPT = 20_000
"""So many readings and factorings are kept."""


@cache
def _ring(count: int) -> PolyRing:
    """The polynomials in so many letters."""
    return PolyRing([f"x{i}" for i in range(count)], QQ, lex)


class Letters:
    """The letters of some terms: `atoms` by their place, `bases` of the inverse letters by theirs.

    Inverse letters stand first, then exponentials and the other atoms by name: one term has one form everywhere.
    """

    def __init__(self, terms: Iterable[Term]) -> None:
        self.kernel = Ring()
        read = {t: self.kernel.polynomial(t) for t in terms}
        atoms = sorted(self.kernel.atoms.items(), key=lambda pair: (pair[0].op != "exp", order(pair[0])))
        places = [*reversed(self.kernel.bases), *(place for _, place in atoms)]
        self.place = {old: new for new, old in enumerate(places)}
        self.count = max(len(places), 1)
        self.atoms = {self.place[old]: t for t, old in atoms}
        self.ring = _ring(self.count)
        self.read = {t: self._element(p) for t, p in read.items()}
        self.bases = {self.place[old]: self._element(p) for old, p in self.kernel.bases.items()}
        self.made: dict[Any, Term] = {}

    def _element(self, polynomial: Any) -> Any:
        rows = {}
        for monomial, c in polynomial.items():
            row = [0] * self.count
            for letter, e in monomial:
                row[self.place[letter]] = e
            rows[tuple(row)] = QQ(c.numerator, c.denominator)
        return self.ring.from_dict(rows)

    def polynomial(self, t: Term) -> Any:
        """A term that was among those read."""
        return self.read[t]

    def reduced(self, t: Term, known: tuple[int, ...]) -> Term:
        """A term with letter · base put to 1, for the inverse letters that are known to have a base that is not 0."""
        if (t, known) not in self.made:
            self.made[t, known] = self.term(self._reduced(self.read[t], known))
        return self.made[t, known]

    def _reduced(self, p: Any, known: Iterable[int]) -> Any:
        rules = [self.ring.gens[i] * self.bases[i] - 1 for i in known]
        return p.rem(groebner(rules, self.ring) if 1 < len(rules) <= MANY else rules) if rules else p

    def term(self, p: Any) -> Term:
        """A polynomial as a term, in one order."""
        if p not in self.made:
            self.made[p] = self._term(p)
        return self.made[p]

    def _term(self, p: Any) -> Term:
        parts = []
        for monomial, c in p.terms():
            inner = sorted((self.letter(i, e) for i, e in enumerate(monomial) if e), key=order)
            front = [] if c == 1 and inner else [number(Fraction(int(c.numerator), int(c.denominator)))]
            parts.append(product(front + inner))
        return total(sorted(parts, key=order)) if parts else ZERO

    def letter(self, i: int, e: int) -> Term:
        """A letter to a power."""
        if i in self.atoms:
            return self.atoms[i] if e == 1 else self.atoms[i] ** e
        return self.term(self.bases[i]) ** -e

    def exchanged(self, p: Any, i: int, n: int, by: Term) -> Term:
        """A polynomial with `by` in place of every n of a letter."""
        parts = []
        for monomial, c in p.terms():
            times, left = divmod(monomial[i], n)
            rest = self.term(self.ring.from_dict({(*monomial[:i], left, *monomial[i + 1 :]): c}))
            parts.append(product([rest, powers([(by, times)])]))
        return total(parts)

    def linear(self, p: Any, i: int) -> tuple[Any, Any]:
        """For p = a·x + b, x being a letter of degree 1: a and b."""
        return _slope(p, i), p.ring.from_dict({m: c for m, c in p.items() if not m[i]})

    def fraction(self, p: Any) -> tuple[Any, dict[int, int]]:
        """`p` over powers of the bases: the numerator, and of each inverse letter its power."""
        below: dict[int, int] = {}
        for i in self.bases_outside_in():
            degree = p.degree(self.ring.gens[i]) if p else 0
            if degree > 0:
                below[i] = degree
                p = self._raised(p, i, degree)
        return p, below

    def bases_outside_in(self) -> list[int]:
        """The inverse letters, those before whose bases hold others."""
        return [self.place[old] for old in reversed(self.kernel.bases)]

    def _raised(self, p: Any, i: int, degree: int) -> Any:
        found = self.ring.zero
        for monomial, c in p.terms():
            e, rest = monomial[i], (*monomial[:i], 0, *monomial[i + 1 :])
            found += self.ring.from_dict({rest: c}) * self.bases[i] ** (degree - e)
        return found

    def factors(self, p: Any) -> tuple[Fraction, list[tuple[Any, int]]]:
        """A polynomial as a number times powers of irreducible ones."""
        content, found = _factors(p)
        return content, list(found)

    @cached_property
    def divisors(self) -> list[Term]:
        """What is divided by, as terms."""
        return [self.term(base) for base in self.bases.values()]


@lru_cache(maxsize=KEPT)
def letters_of(*terms: Term) -> Letters:
    """The letters of some terms, made once."""
    return Letters(terms)


@lru_cache(maxsize=KEPT)
def _factors(p: Any) -> tuple[Fraction, tuple[tuple[Any, int], ...]]:
    """A polynomial as a number times powers of irreducible ones: integers without a common factor, the first positive.

    >>> x, y, *_ = _ring(2).gens
    >>> _factors(4 * x**2 * y + 6 * x**2)
    (Fraction(2, 1), ((x0, 2), (2*x1 + 3, 1)))
    """
    content, letters, rest = _parts(p)
    found = [(p.ring.gens[i], e) for i, e in enumerate(letters) if e]
    return content, (*found, *(_irreducible(rest) if len(rest) > 1 else ()))


def _parts(p: Any) -> tuple[Fraction, tuple[int, ...], Any]:
    """A polynomial that is not 0 as a number, the powers of letters that all its terms share, and the rest."""
    common = tuple(map(min, zip(*p, strict=True)))
    above, below = gcd(*(int(c.numerator) for c in p.values())), lcm(*(int(c.denominator) for c in p.values()))
    content = Fraction(above if p.LC > 0 else -above, below)
    by = QQ(content.numerator, content.denominator)
    rest = {tuple(e - f for e, f in zip(m, common, strict=True)): c / by for m, c in p.items()}
    return content, common, p.ring.from_dict(rest)


def _irreducible(p: Any) -> list[tuple[Any, int]]:
    """The irreducible factors of a polynomial that no number and no letter divides.

    One of degree 1 in a letter, a·x + b, is irreducible but for what divides a and b; if a is one term, nothing does.
    """
    slopes = [_slope(p, i) for i, e in enumerate(map(max, zip(*p, strict=True))) if e == 1]
    if not slopes:
        with _the_same_draws():
            return p.factor_list()[1]
    a = min(slopes, key=len)
    shared = a.gcd(p) if len(a) > 1 else p.ring.one
    if shared.is_ground:
        return [(p, 1)]
    return [*_factors(shared)[1], (_parts(p.exquo(shared))[2], 1)]


@contextmanager
def _the_same_draws() -> Iterator[None]:
    """SymPy draws points at which it evaluates: the same each time, and nobody who draws later is any the wiser."""
    before = rng.getstate()
    rng.seed(0)
    try:
        yield
    finally:
        rng.setstate(before)


def _slope(p: Any, i: int) -> Any:
    """For p = a·x + b, x being a letter of degree 1: a."""
    return p.ring.from_dict({(*m[:i], 0, *m[i + 1 :]): c for m, c in p.items() if m[i]})


@lru_cache(maxsize=KEPT)
def irreducible(t: Term, *, split: bool) -> tuple[Fraction, tuple[tuple[Term, Term, int], ...]]:
    """A term as a number times powers of irreducible ones, each with its negative; raises `NotFound`.

    Without `split` what is divided by stays whole.
    """
    letters = letters_of(t)
    top, below = letters.fraction(letters.polynomial(t))
    if not top:
        raise NotFound("zero")
    share, found = letters.factors(top)
    exponents = dict(found)
    left = list(below.items())
    while left:
        i, degree = left.pop()
        base, deeper = letters.fraction(letters.bases[i])
        left += [(j, -e * degree) for j, e in deeper.items()]
        content, inner = letters.factors(base) if split else (Fraction(1), [(base, 1)])
        share /= content**degree
        for f, e in inner:
            exponents[f] = exponents.get(f, 0) - e * degree
    return share, tuple((letters.term(f), letters.term(-f), e) for f, e in exponents.items() if e)


def cancelled(t: Term) -> Term:
    """A term with what stands above and below cancelled, whether or not that may be 0: a guess, never a proof."""
    share, exponents = irreducible(t, split=True)
    return product([number(share)] * (share != 1) + [powers([(base, e)]) for base, _, e in exponents])
