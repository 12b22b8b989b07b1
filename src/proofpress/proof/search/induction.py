"""Induction over a size and over a tree: the first case, and each case from the one before."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..kernel.terms import LEAF, ONE, Term, add, le, make, mul, number, substitute, tree, variable
from ..kernel.theorem import Theorem
from .equal import Equal
from .letters import Letters, letters_of
from .state import NotFound, left, right
from .terms import parts_of, powers, product


class Inductions(Equal):
    """A claim from its case before."""

    def over_a_size(self, claim: Term, n: Term, first: Term) -> Theorem:
        """The claim at the first number, and at i + 1 whenever at i."""
        i = variable("_i", "integer")
        p = substitute(claim, {n: i})
        start = self.claimed(substitute(claim, {n: first}))
        before = self.r.assume(p)
        inside = self.supposing(self.r.assume(le(first, i)))
        step = inside.from_cases(substitute(claim, {n: add(i, ONE)}), [before])
        return self.r.induction(p, i, start, step, n, self.at_most(first, n))

    def over_a_tree(self, claim: Term, t: Term) -> Theorem:
        """The claim of a leaf, and of a node whenever of both sides."""
        letters = variable("_score"), tree("_left"), tree("_right")
        leaf = self.claimed(substitute(claim, {t: LEAF}))
        before = [self.r.assume(substitute(claim, {t: side})) for side in letters[1:]]
        node = self.from_cases(substitute(claim, {t: make("node", *letters)}), before)
        return self.r.tree_induction(claim, t, leaf, node, list(letters))

    def from_cases(self, claim: Term, before: Sequence[Theorem]) -> Theorem:
        """A claim from the same claim of what is smaller."""
        if claim.op != "=":
            return self.supposing(*before).claimed(claim)
        solved = self._solved(before)
        found = self.trying(self.supposing(equal=solved).equal, *claim.args) if solved else None
        if found:
            return found
        one, other = map(self.normal, claim.args)
        known = [self.chain(self.r.symmetric(self.normal(left(p))), p, self.normal(right(p))) for p in before]
        between = self.modulo_all(right(one), right(other), known)
        return self.chain(one, between, self.r.symmetric(other))

    def _solved(self, before: Sequence[Theorem]) -> dict[Term, Theorem]:
        """The case before, as what its sums or products are; and what a product to the next index then is."""
        found: dict[Term, Theorem] = {}
        for p in before:
            one, other = map(self.normal, p.conclusion.args)
            same = self.chain(self.r.symmetric(one), p, other)
            for whole in (*parts_of(left(same), "sum"), *parts_of(left(same), "prod")):
                known = self.trying(self._solved_for, whole, same)
                if known:
                    found[whole] = known
                    found |= self._next_of(whole) if whole.op == "prod" else {}
        return found

    def _solved_for(self, whole: Term, same: Theorem) -> Theorem:
        """From a = b, in which a sum stands once, beside a number: what it is."""
        gap = add(left(same), -right(same))
        letters = letters_of(gap)
        top = letters.polynomial(gap)
        i = next((i for i, atom in letters.atoms.items() if atom is whole), None)
        if i is None:
            raise NotFound("not alone", whole)
        slope, rest = (letters.term(q) for q in letters.linear(top, i))
        if top.degree(letters.ring.gens[i]) != 1 or slope.op != "number":
            raise NotFound("not alone", whole)
        share = number(1 / slope.val)
        value = right(self.normal(mul(-share, rest)))
        return self.by_identity(whole, value, self.nonzeros(letters), [(share, same)])

    def _next_of(self, whole: Term) -> dict[Term, Theorem]:
        """A product to the next index is that to this one, times its last factor."""
        lo, hi, body = whole.args
        last = right(self.polynomial(add(hi, ONE)))
        reached = self.trying(self.at_most, lo, last)
        if not reached:
            return {}
        peeled = self.law("prod_last", reached, first=lo, last=last, F=body)
        shorter = right(peeled).args[0]
        same = self.up(shorter, None, self.polynomial(shorter.args[1]), None)
        return {left(peeled): self.chain(peeled, self.up(right(peeled), same, None))}

    def modulo_all(self, a: Term, b: Term, known: Sequence[Theorem]) -> Theorem:
        """That a = b, as their difference is a sum of multiples of those of equations."""
        known = [p for p in known if left(p) is not right(p)]
        gap, sides = add(a, -b), [add(left(p), -right(p)) for p in known]
        letters = letters_of(gap, *sides)
        top, under = _over(letters, gap)
        tops = [_over(letters, side) for side in sides]
        quotients, rest = top.div([side for side, _ in tops])
        if rest:
            raise NotFound("left over", letters.term(rest))
        shares = [
            (product([letters.term(q), below, under**-1]), p)
            for q, (_, below), p in zip(quotients, tops, known, strict=True)
            if q
        ]
        return self.by_identity(a, b, self.nonzeros(letters), shares)


def _over(letters: Letters, t: Term) -> tuple[Any, Term]:
    """A term as a polynomial, over what it is divided by."""
    top, below = letters.fraction(letters.polynomial(t))
    return top, powers((letters.term(letters.bases[i]), degree) for i, degree in below.items())
