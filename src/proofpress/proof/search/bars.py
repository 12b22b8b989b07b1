"""Absolute values: opened where a sign is known, positive factors taken out, both signs tried where it is not."""

from __future__ import annotations

from ..kernel.terms import ONE, ZERO, Term, le, make, mul, number
from ..kernel.theorem import Theorem
from .letters import letters_of
from .signs import ONCE, Signs
from .state import NotFound, left, right
from .terms import order, parts_of, powers, product


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

    def scaled_bars(self, u: Term) -> Theorem:
        """|c·w| = c·|w|, c positive; and of |w| and |−w| one."""
        share, pairs, _ = self.factored(u)
        outer = [(b, e) for b, e in pairs if self.trying(self.positive, b)]
        c = product([number(abs(share))] * (abs(share) != 1) + [powers([pair]) for pair in outer])
        w = right(self.polynomial(powers([pair for pair in pairs if pair not in outer])))
        w = min(w, right(self.polynomial(-w)), key=order)
        if c is ONE and w is u:
            raise NotFound("no positive factor")
        plus, minus = (self._scaled(u, c, w, p) for p in (le(ZERO, w), le(w, ZERO)))
        return self.both_orders(plus, minus, ZERO, w)

    def _scaled(self, u: Term, c: Term, w: Term, p: Term) -> Theorem:
        """|u| = c·|w|, for a sign of w."""
        fact = self.r.assume(p)
        inner = self.law("abs_plus" if p.args[0] is ZERO else "abs_minus", fact, a=w)
        signed = right(inner)
        less = self.r.inequality(le(ZERO, signed), [(ONCE, fact)], [])
        known = self.law("mul_nonnegative", self.nonnegative(c), less, a=c, b=signed)
        outer, new = self.open_bars(u, known), mul(c, make("abs", w))
        whole = self.up(new, None, inner)
        same = self.by_identity(right(outer), right(whole), self.nonzeros(letters_of(right(outer), right(whole))))
        return self.chain(outer, same, self.r.symmetric(whole))

    def squared_bars(self, t: Term) -> Theorem:
        """A polynomial with u² in place of |u|²."""
        letters = letters_of(t)
        p = letters.polynomial(t)
        for i, bars in letters.atoms.items():
            if bars.op == "abs" and p.degree(letters.ring.gens[i]) > 1:
                (u,) = bars.args
                return self.modulo(t, letters.exchanged(p, i, 2, u**2), self._square_of_bars(u))
        raise NotFound("no squared bars")

    def _square_of_bars(self, u: Term) -> Theorem:
        """|u|² = u²."""
        found = []
        for p in (le(ZERO, u), le(u, ZERO)):
            bars = self.law("abs_plus" if p.args[0] is ZERO else "abs_minus", self.r.assume(p), a=u)
            square = self.up(make("^", left(bars), number(2)), bars, None)
            found.append(self.chain(square, self.by_identity(right(square), u**2)))
        return self.both_orders(found[0], found[1], ZERO, u)

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
