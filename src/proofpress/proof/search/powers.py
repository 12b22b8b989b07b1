"""Powers whose base is not seen to be positive: integer powers of anything, and roots of what may be 0."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from ..kernel.terms import MINUS_ONE, ONE, ZERO, Term, add, mul, number
from ..kernel.theorem import Theorem
from .bars import Bars
from .letters import letters_of
from .state import NotFound, left, right
from .terms import factors, linear, product

TWO = number(2)


class Powers(Bars):
    """Equations of such powers."""

    def other_power(self, t: Term) -> Theorem:
        """aᵇ in simpler powers, a and b being normal forms."""
        base, e = t.args
        roads = [self._of_minus_one, self._of_product, self._of_power, self._of_parts] if e.whole else [self._root]
        for road in [self._of_zero, *roads]:
            found = self.trying(road, base, e)
            if found:
                return found
        raise NotFound("it stays", t)

    def _of_zero(self, base: Term, e: Term) -> Theorem:
        if base is not ZERO:
            raise NotFound("not zero")
        return self.law("power_zero", self.apart_from_zero(e), b=e)

    # --- integer powers

    def _of_minus_one(self, base: Term, e: Term) -> Theorem:
        """(−1)^(c·n) = ((−1)^c)^n."""
        ((n, c),) = self._one_share(e)
        if base is not MINUS_ONE:
            raise NotFound("another base")
        return self._nested(base, e, number(c), n)

    def _of_product(self, base: Term, e: Term) -> Theorem:
        parts = [MINUS_ONE, number(-base.val)] if base.op == "number" and base.val < 0 else factors(base)
        if len(parts) < 2 or parts[1] is ONE:
            raise NotFound("one factor")
        two = mul(parts[0], product(parts[1:]))
        same = self.up(base**e, self.by_identity(base, two), None)
        return self.chain(same, self.law("power_mul_whole", a=two.args[0], b=two.args[1], n=e))

    def _of_power(self, base: Term, e: Term) -> Theorem:
        """(aᵐ)ⁿ = a^(m·n)."""
        if base.op != "^" or not base.args[1].whole:
            raise NotFound("no power")
        return self.r.symmetric(self.law("power_power_whole", a=base.args[0], n=base.args[1], m=e))

    def _of_parts(self, base: Term, e: Term) -> Theorem:
        """a^(c·n) = (aⁿ)^c, and a^(n + m) = aⁿ·aᵐ where a is not 0, or n and m are not negative."""
        if len(linear(e)) == 1:
            ((n, c),) = self._one_share(e)
            return self._nested(base, e, n, number(c))
        for part in _parts(e):
            rest = right(self.polynomial(add(e, -part)))
            law = self.trying(self._split, base, part, rest)
            if law:
                return self.chain(self.up(base**e, None, self.by_identity(e, add(part, rest))), law)
        raise NotFound("no part of the exponent")

    def _split(self, base: Term, n: Term, m: Term) -> Theorem:
        apart = self.trying(self.apart_from_zero, base)
        if apart:
            return self.law("power_add", apart, a=base, n=n, m=m)
        return self.law("power_add_natural", self.at_most(ZERO, n), self.at_most(ZERO, m), a=base, n=n, m=m)

    def _nested(self, base: Term, e: Term, n: Term, m: Term) -> Theorem:
        same = self.up(base**e, None, self.by_identity(e, mul(n, m)))
        return self.chain(same, self.law("power_power_whole", a=base, n=n, m=m))

    def _one_share(self, e: Term) -> list[tuple[Term, int]]:
        """An exponent as an integer that is not 1 times another."""
        shares = [(n, c) for n, c in linear(e).items() if n is not ONE and n.whole and c.denominator == 1 and c != 1]
        if len(shares) != 1 or len(linear(e)) != 1:
            raise NotFound("no multiple")
        return [(n, int(c)) for n, c in shares]

    def squared(self, t: Term) -> Theorem:
        """A polynomial with u² in place of |u|², and 1 in place of (−1)ⁿ squared."""
        return self._exchanged(t, ("abs", "^"), self._square_of)

    def gathered(self, t: Term) -> Theorem:
        """A polynomial with exp(u) in place of exp(u/n)ⁿ."""
        return self._exchanged(t, ("exp",), lambda atom: self.trying(self.root, atom))

    def _exchanged(self, t: Term, kinds: Sequence[str], power_of: Callable[[Term], Theorem | None]) -> Theorem:
        """A polynomial with what the power of an atom of these kinds is in its place."""
        letters = letters_of(t)
        p = letters.polynomial(t)
        for i, atom in letters.atoms.items():
            degree = p.degree(letters.ring.gens[i]) if atom.op in kinds else 0
            known = power_of(atom) if degree > 1 else None
            if known and degree >= (n := int(left(known).args[1].val)):
                return self.modulo(t, letters.exchanged(p, i, n, right(known)), known)
        raise NotFound("no power to exchange")

    def _square_of(self, atom: Term) -> Theorem | None:
        if atom.op == "abs":
            return self.square_of_bars(*atom.args)
        return self._square_of_sign(atom.args[1]) if atom.args[0] is MINUS_ONE else None

    def _square_of_sign(self, n: Term) -> Theorem:
        """((−1)ⁿ)² = ((−1)²)ⁿ = 1."""
        one, other = self._nested(MINUS_ONE, mul(n, TWO), n, TWO), self._nested(MINUS_ONE, mul(n, TWO), TWO, n)
        return self.again(self.chain(self.r.symmetric(one), other))

    # --- roots of what is not negative

    def _root(self, base: Term, e: Term) -> Theorem:
        """a^(p/q) = (a^(1/q))^p; and of a product the powers of its factors, each that is even in bars."""
        if e.op != "number":
            raise NotFound("no root")
        self.nonnegative(base)
        same = self._as_nonnegatives(base)
        parts = factors(right(same))
        if len(parts) > 1:
            two = mul(parts[0], product(parts[1:]))
            whole = self.up(base**e, self.chain(same, self.by_identity(right(same), two)), None)
            signs = map(self.nonnegative, two.args)
            return self.chain(whole, self.law("power_mul", *signs, a=two.args[0], b=two.args[1], c=e))
        (a,) = parts
        if a.op == "^":
            b, k = a.args
            known = self.r.symmetric(self.law("power_power", self.nonnegative(b), a=b, b=k, c=e))
            return self.chain(self.up(base**e, same, None), known)
        unit, p = number(e.val / e.val.numerator), e.val.numerator
        if p == 1:
            raise NotFound("it stays")
        inner = self.up(base**e, None, self.by_identity(e, mul(unit, number(p))))
        return self.chain(inner, self.law("power_power", self.nonnegative(base), a=base, b=unit, c=number(p)))

    def _as_nonnegatives(self, t: Term) -> Theorem:
        """What is not negative as a product of powers of what is not."""
        share, pairs, same = self.factored(t)
        found = [self._as_nonnegative(*pair) for pair in pairs]
        for _, sign, _ in found:
            share *= sign
        if share <= 0:
            raise NotFound("a factor whose sign is not seen")
        signed = product([number(share)] * (share != 1) + [one for one, _, _ in found])
        same = self.chain(same, self.by_identity(right(same), signed))
        new = [self.r.reflexive(f) for f in [number(share)] * (share != 1)] + [eq for _, _, eq in found]
        return self.chain(same, new[0] if len(new) == 1 else self.up(signed, *new))

    def _as_nonnegative(self, b: Term, k: int) -> tuple[Term, int, Theorem]:
        """A power bᵏ, perhaps with its sign turned; the sign; and that it is a power of what is not negative."""
        for sign, c in ((1, b), (-1, right(self.polynomial(-b)))):
            if self.trying(self.nonnegative, c):
                power = c if k == 1 else c**k
                return power, sign**k, self.r.reflexive(power)
        if k % 2:
            raise NotFound("not seen to be other than negative", b)
        return b**k, 1, self.even_in_bars(b, k)

    def root_of_nonnegative(self, g: Term) -> Theorem:
        """For g = a^(1/q), 0 ≤ a: g^q = a."""
        a, e = g.args
        if e.op != "number" or e.val.numerator != 1 or e.val.denominator == 1:
            raise NotFound("no root")
        q = number(e.val.denominator)
        known = self.r.symmetric(self.law("power_power", self.nonnegative(a), a=a, b=e, c=q))
        same = self.up(right(known), None, self.by_identity(mul(e, q), ONE))
        return self.chain(known, same, self.by_identity(a**ONE, a))


def _parts(e: Term) -> Iterator[Term]:
    """Parts that may be split off an exponent: its number, 1, and its other parts."""
    shares = linear(e)
    n = shares.pop(ONE, 0)
    yield from dict.fromkeys(number(c) for c in (n, 1) if n)
    yield from (product([number(c), part]) for part, c in shares.items() if part.whole and c.denominator == 1)
