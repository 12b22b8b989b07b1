"""Absolute values: opened where a sign is known, split into those of factors where it is not."""

from __future__ import annotations

from collections.abc import Sequence

from ..kernel.terms import ONE, ZERO, Term, add, le, make, mul, number
from ..kernel.theorem import Theorem
from .letters import letters_of
from .signs import ONCE, Signs
from .state import NotFound, left, right
from .terms import factors, linear, parts_of, powers, product


class Bars(Signs):
    """Equations of absolute values."""

    def without_bars(self, u: Term) -> Theorem:
        """|u| = u or −u."""
        less = self.trying(self.nonnegative, u) or self.nonnegative(right(self.polynomial(-u)))
        return self.open_bars(u, less)

    def open_bars(self, u: Term, known: Theorem) -> Theorem:
        """|u| = u or −u, from an inequality that says 0 ≤ u or u ≤ 0, perhaps otherwise written."""
        facts = self.nonzeros(letters_of(u, *known.conclusion.args))
        up = self.trying(lambda: self.r.inequality(le(ZERO, u), [(ONCE, known)], facts))
        if up:
            return self.law("abs_plus", up, a=u)
        return self.law("abs_minus", self.r.inequality(le(u, ZERO), [(ONCE, known)], facts), a=u)

    def split_bars(self, u: Term) -> Theorem:
        """|c·v·w²| = |c|·|v|·|w|²; and of |w| and |−w| one."""
        _, _, same = self.factored(u, signed=False)
        if right(same) is u and u.op not in ("*", "^"):
            raise NotFound("one factor")
        return self.chain(self.up(make("abs", u), same), self._bars_of_each(factors(right(same))))

    def _bars_of_each(self, parts: Sequence[Term]) -> Theorem:
        """|a·b·c| = |a|·|b|·|c|; a power lies outside the bars."""
        first, rest = parts[0], product(parts[1:])
        if rest is ONE:
            is_power = first.op == "^" and first.args[1].whole
            return self.law("abs_power", a=first.args[0], n=first.args[1]) if is_power else self.up(make("abs", first))
        two = mul(first, rest)
        split = self.law("abs_mul", a=first, b=rest)
        each = self._bars_of_each([first]), self._bars_of_each(parts[1:])
        same = self.up(make("abs", product(parts)), self.by_identity(product(parts), two))
        return self.chain(same, split, self.up(right(split), *each))

    def square_of_bars(self, u: Term) -> Theorem:
        """|u|² = u²."""
        found = []
        for p in (le(ZERO, u), le(u, ZERO)):
            bars = self.law("abs_plus" if p.args[0] is ZERO else "abs_minus", self.r.assume(p), a=u)
            square = self.up(make("^", left(bars), number(2)), bars, None)
            found.append(self.chain(square, self.by_identity(right(square), u**2)))
        return self.both_orders(found[0], found[1], ZERO, u)

    def even_in_bars(self, u: Term, n: int) -> Theorem:
        """uⁿ = |u|ⁿ, n even."""
        half, bars = number(n // 2), make("abs", u)
        square = self.up((u**2) ** half, self.r.symmetric(self.square_of_bars(u)), None)
        return self.chain(self.by_identity(u**n, left(square)), square, self.by_identity(right(square), bars**n))

    def bars_open(self, t: Term, u: Term, fact: Theorem) -> dict[Term, Theorem]:
        """|w| of every part w that is a multiple of u whose sign is known, u having the sign that the fact says."""
        found = {}
        for bars in parts_of(t, "abs"):
            (w,) = bars.args
            for sign in (1, -1):
                known = self.trying(self._multiple, w if sign == 1 else -w, u, fact)
                if known:
                    found[bars] = self.open_bars(w, known)
                    break
        return found

    def beside_bars(self, a: Term, b: Term) -> Theorem:
        """That a ≤ b, in both cases of absolute values that are taken off: a minimum is the one end or the other."""
        known = self.trying(self.at_most, a, b)
        if known:
            return known
        gap = linear(add(b, -a))
        bars, share = next(((bars, q) for bars, q in gap.items() if bars.op == "abs" and q < 0), (ZERO, ONCE))
        if bars is ZERO:
            raise NotFound("nothing bounds", a, b)
        (u,), found = bars.args, []
        for law, p, opened in (("abs_plus", le(ZERO, u), u), ("abs_minus", le(u, ZERO), -u)):
            same = self.law(law, self.r.assume(p), a=u)
            other = right(self.polynomial(add(b, mul(number(share), add(opened, -bars)))))
            found.append(self.r.inequality(le(a, b), [(ONCE, self.beside_bars(a, other)), (-share, same)], []))
        return self.both_orders(found[0], found[1], ZERO, u)

    def _multiple(self, z: Term, u: Term, fact: Theorem) -> Theorem:
        """Z has the sign of u, as z is a positive multiple of it."""
        if z is u:
            return fact
        letters = letters_of(z, u)
        p, q = letters.polynomial(z), letters.polynomial(u)
        (m1, c1), (m2, c2) = p.terms()[0], q.terms()[0]
        if p * letters.ring.from_dict({m2: c2}) != q * letters.ring.from_dict({m1: c1}):
            raise NotFound("no multiple")
        ratio = c1 / c2
        parts = [(letters.letter(i, 1), e - f) for i, (e, f) in enumerate(zip(m1, m2, strict=True)) if e != f]
        r = product([number(int(ratio.numerator)) * number(int(ratio.denominator)) ** -1, powers(parts)])
        r = right(self.polynomial(r))
        weak = self.law("weaken", self.positive(r), a=ZERO, b=r)
        up = fact.conclusion.args[0] is ZERO
        side = u if up else -u
        base = fact if up else self.r.inequality(le(ZERO, side), [(ONCE, fact)], [])
        both = self.law("mul_nonnegative", weak, base, a=r, b=side)
        goal = le(ZERO, z) if up else le(z, ZERO)
        return self.r.inequality(goal, [(ONCE, both)], self.nonzeros(letters_of(r, z, u, mul(r, side))))
