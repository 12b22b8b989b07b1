"""The normal form of a term, with the proof that they are equal: polynomials over atoms that are normal themselves."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import floor

from sympy import factorint

from ..kernel.arithmetic import HIGHEST
from ..kernel.terms import ONE, ZERO, Term, add, exp, fill, le, log, lt, make, mul, number, variable
from ..kernel.theorem import Theorem
from .letters import letters_of
from .powers import Powers
from .state import NotFound, Rewrite, left, right
from .terms import linear, literal, match, order, powers, product, split_number, total


class Normal(Powers):
    """Normal forms of all but folds."""

    def normal(self, t: Term) -> Theorem:
        """That t = its normal form."""
        return self.remembered("normal", t, self._normal)

    def again(self, equation: Theorem) -> Theorem:
        """That a = b, and b = its normal form."""
        return self.chain(equation, self.normal(right(equation)))

    def _normal(self, t: Term) -> Theorem:
        if not t.args and t.op != "call":
            return self.rewritten(self.r.reflexive(t))
        by_kind = NORMAL.get(t.op)
        if by_kind is None:
            raise NotFound(f"no normal form of {t.op}")
        return by_kind(self, t)

    def _parts(self, t: Term) -> Theorem:
        """f(a, …) = f(normal a, …); nothing under a binder."""
        return self.up(t, *(None if under or part.sort != "number" else self.normal(part)
                            for part, under in zip(t.args, t.bound, strict=True)))  # fmt: skip

    def _entry(self, t: Term) -> Theorem:
        array, *indices = t.args
        if array.op == "put":
            places = len(indices)
            of = {f"of{n}": k for n, k in enumerate(indices, 1)} | {
                f"at{n}": k for n, k in enumerate(array.args[1:-1], 1)
            }
            return self.again(self.law(f"put_{places}", A=array.args[0], c=array.args[-1], **of))
        return self.rewritten(self._parts(t))

    def _call(self, t: Term) -> Theorem:
        return self.again(self.r.unfold(t))

    def without_calls(self, t: Term) -> Theorem:
        """That t = itself with definitions unfolded, outside of binders."""
        if t.op == "call":
            unfolded = self.r.unfold(t)
            return self.chain(unfolded, self.without_calls(right(unfolded)))
        return self.up(t, *(None if under or part.sort != "number" else self.without_calls(part)
                            for part, under in zip(t.args, t.bound, strict=True)))  # fmt: skip

    def _slope(self, t: Term) -> Theorem:
        return self.again(self.slope_equation(t))

    def slope_equation(self, t: Term) -> Theorem:
        """slope(F, a) = what the rules say."""
        body, at = t.args
        y = self.fresh("_y")
        known = self.slope_at(fill(body, [y]), y, at)
        return self.law("slope", known, F=body, a=at, c=known.conclusion.args[2])

    def fresh(self, name: str) -> Term:
        """A real letter that nothing speaks of."""
        self.made += 1
        return variable(f"{name}{self.made}")

    def _undivided(self, t: Term) -> Theorem:
        """A sum or a product = that of normal forms, multiplied out by what is around it; by itself if it divides."""
        if t.op not in ("+", "*"):
            return self.normal(t)
        found = self.up(t, *map(self._undivided, t.args))
        return self.normal(t) if letters_of(right(found)).bases else found

    def _polynomial_of_parts(self, t: Term) -> Theorem:
        parts = self.up(t, *map(self._undivided, t.args))
        found = self.chain(parts, self.polynomial(right(parts)))
        squared = self.trying(self.squared, right(found))
        return self.again(self.chain(found, squared)) if squared else found

    def polynomial(self, t: Term) -> Theorem:
        """That t = its polynomial form; each inverse is of a letter, or of a polynomial that has no number in front."""
        letters = letters_of(t)
        facts = ((i, self.trying(self.not_zero, letters.term(base))) for i, base in letters.bases.items())
        known = {i: fact for i, fact in facts if fact}
        return self.by_identity(t, letters.reduced(t, tuple(known)), list(known.values()))

    def rewritten(self, equation: Theorem) -> Theorem:
        """The hypotheses used on the right side."""
        t = right(equation)
        if t in self.equal_to:
            return self.again(self.chain(equation, self.equal_to[t]))
        for rule in self.rewrites:
            found = match(rule.pattern, t, rule.letters, {})
            if found is None or len(found) != len(rule.letters):
                continue
            new = self.trying(rule.at, self, found)
            if new is not None and left(new) is t and right(new) is not t and not self._turns_back(rule, new):
                return self.again(self.chain(equation, new))
        return equation

    @staticmethod
    def _turns_back(rule: Rewrite, new: Theorem) -> bool:
        """Whether a rule would be used again on what it gives, which is no nearer to a normal form."""
        again = match(rule.pattern, right(new), rule.letters, {})
        return again is not None and order(right(new)) >= order(left(new))

    # --- powers, exponentials, logarithms

    def _power(self, t: Term) -> Theorem:
        parts = self._parts(t)
        base, e = right(parts).args
        n = literal(e)
        if n is None:
            return self._symbolic_power(parts, base, e)
        if n < 0:
            share, pairs, same = self.factored(base)
            powers_ = product([number(share**n)] * (share != 1) + [b ** (e * n) for b, e in pairs])
            apart = self.trying(self._same_fraction, right(parts), powers_)
            parts = self.chain(parts, apart or self.up(right(parts), same, None))
        return self.chain(parts, self.polynomial(right(parts)))

    def _symbolic_power(self, parts: Theorem, base: Term, e: Term) -> Theorem:
        """aᵇ as an exponential where a is positive; else in simpler powers."""
        known = self.trying(self.positive, base)
        if known:
            return self.again(self.chain(parts, self.law("power_exp", known, a=base, b=e)))
        found = self.trying(self.other_power, right(parts))
        return self.again(self.chain(parts, found)) if found else self.rewritten(parts)

    def _same_fraction(self, a: Term, b: Term) -> Theorem:
        """That a = b, what is divided by not being 0."""
        return self.by_identity(a, b, self.nonzeros(letters_of(a, b)))

    def _exp(self, t: Term) -> Theorem:
        parts = self._parts(t)
        (inside,) = right(parts).args
        if inside is ZERO:
            return self.chain(parts, self.law("exp_zero"))
        if inside.op == "+":
            first, rest = inside.args[0], total(inside.args[1:])
            split = self.up(exp(inside), self.by_identity(inside, add(first, rest)))
            return self.again(self.chain(parts, split, self.law("exp_add", a=first, b=rest)))
        share, rest = split_number(inside)
        if abs(share.numerator) > HIGHEST:  # beyond what is multiplied out nothing is taken apart but a sign
            return self._exp_power(parts, inside, -1, right(self.polynomial(-inside))) if share < 0 else parts
        if rest is not ONE and share.numerator != 1:
            return self._exp_power(
                parts, inside, share.numerator, product([number(1 / Fraction(share.denominator)), rest])
            )
        if rest is ONE and share != 1 and share.numerator != 1:
            return self._exp_power(parts, inside, share.numerator, number(Fraction(1, share.denominator)))
        if rest.op == "log" and share == 1:
            return self.again(self.chain(parts, self.law("exp_log", self.positive(rest.args[0]), a=rest.args[0])))
        return parts

    def _exp_power(self, equation: Theorem, inside: Term, n: int, unit: Term) -> Theorem:
        times = mul(number(n), unit)
        same = self.up(exp(inside), self.by_identity(inside, times))
        return self.again(self.chain(equation, same, self.law("exp_power", a=unit, b=number(n))))

    def _log(self, t: Term) -> Theorem:
        parts = self._parts(t)
        (inside,) = right(parts).args
        if inside is ONE:
            return self.chain(parts, self.law("log_one"))
        if inside.op == "exp":
            return self.again(self.chain(parts, self.law("log_exp", a=inside.args[0])))
        if inside.op == "prod":
            return self.again(self.chain(parts, self.log_of_prod(inside)))
        gathered = self.trying(self.gathered, inside)
        if gathered:
            return self.again(self.chain(parts, self.up(right(parts), gathered)))
        pairs, same = self._log_factors(inside)
        if len(pairs) == 1 and pairs[0] == (inside, 1):
            return parts
        return self.again(self.chain(parts, self.up(right(parts), same), self._logs(pairs)))

    def log_of_prod(self, t: Term) -> Theorem:
        """The logarithm of a product of positive factors = the sum of their logarithms."""
        lo, hi, body = t.args
        with self.index(lo, hi) as k:
            every = self.r.every_index(self.positive(fill(body, [k])), k, lo, hi)
        return self.law("log_prod", every, lo=lo, hi=hi, F=body)

    def _log_factors(self, inside: Term) -> tuple[list[tuple[Term, int]], Theorem]:
        if inside.op == "number":
            if inside.val <= 0:
                raise NotFound("a logarithm of no positive number")
            found = factorint(inside.val.numerator)
            for prime, e in factorint(inside.val.denominator).items():
                found[prime] = found.get(prime, 0) - e
            pairs = [(number(int(prime)), int(e)) for prime, e in sorted(found.items()) if prime != 1]
            return pairs, self.by_identity(inside, powers(pairs))
        share, pairs, same = self.factored(inside)
        turned = [self._even_of_log(*pair) for pair in pairs]
        parts = [(number(share), 1)] * (share != 1) + [pair for pair, _ in turned]
        if all(pair in pairs for pair, _ in turned):
            return parts, same
        equations = [None] * (share != 1) + [equation for _, equation in turned]
        whole = right(same)
        return parts, self.chain(same, self.up(whole, *equations) if whole.op == "*" else turned[0][1] or same)

    def _even_of_log(self, b: Term, e: int) -> tuple[tuple[Term, int], Theorem | None]:
        """An even power of what is not seen to be positive, in bars."""
        if e % 2 or self.trying(self.positive, b):
            return (b, e), None
        return (make("abs", b), e), self.even_in_bars(b, e)

    def _logs(self, pairs: list[tuple[Term, int]]) -> Theorem:
        """Log of a product of powers = the sum of their logarithms."""
        base, e = pairs[0]
        first = powers(pairs[:1])
        if len(pairs) == 1:
            return (
                self.r.reflexive(log(first))
                if e == 1
                else self.law("log_power", self.positive(base), a=base, b=number(e))
            )
        whole, rest = powers(pairs), powers(pairs[1:])
        same = self.up(log(whole), self.by_identity(whole, mul(first, rest)))
        step = self.law("log_mul", self.positive(first), self.positive(rest), a=first, b=rest)
        return self.chain(same, step, self.up(right(step), self._logs(pairs[:1]), self._logs(pairs[1:])))

    # --- deltas, floors, bars

    def _delta(self, t: Term) -> Theorem:
        parts = self._parts(t)
        a, b = right(parts).args
        if a is b:
            return self.chain(parts, self.law("delta_same", a=a))
        apart = self.trying(self._known_apart, a, b)
        if apart:
            return self.chain(parts, self.law("delta_other", apart, a=a, b=b))
        return self.chain(parts, self.law("delta_turned", a=a, b=b)) if order(a) > order(b) else parts

    def _known_apart(self, a: Term, b: Term) -> Theorem:
        """That a ≠ b."""
        for fact in self.apart:
            if fact.conclusion.args == (a, b):
                return fact
            if fact.conclusion.args == (b, a):
                return self.law("apart_turned", fact, a=b, b=a)
        less = self.trying(self.below, a, b)
        if less:
            return self.law("less_apart", less, a=a, b=b)
        if b is ZERO:
            return self.apart_from_zero(a)
        return self.law("more_apart", self.below(b, a), a=b, b=a)

    def _floor(self, t: Term) -> Theorem:
        parts = self._parts(t)
        (inside,) = right(parts).args
        if t.op == "ceiling":
            return parts
        found = self.trying(self.number_floor, inside)
        for n in dict.fromkeys((number(floor(linear(inside).get(ONE, 0))), ZERO)):
            found = found or self.trying(self._floor_at, inside, n)
        apart = found or self.trying(self._floor_apart, inside)
        return self.again(self.chain(parts, apart)) if apart else parts

    def _floor_apart(self, inside: Term) -> Theorem:
        """⌊n + a⌋ = n + ⌊a⌋, n an integer."""
        whole = [(part, floor(c) if part is ONE else c) for part, c in linear(inside).items() if part.whole]
        n = total([product([number(c), part]) for part, c in whole if c and c.denominator == 1])
        if n is ZERO:
            raise NotFound("no integer in it")
        rest = right(self.polynomial(add(inside, -n)))
        return self._floor_at(inside, add(n, make("floor", rest)))

    def _floor_at(self, inside: Term, n: Term) -> Theorem:
        """That the floor of what lies from n to n + 1 is n."""
        low = self.trying(self.at_most, n, inside) or self._at_least(inside, n)
        return self.law("floor_of", low, self._below_next(inside, n), a=inside, n=n)

    def _at_least(self, a: Term, n: Term) -> Theorem:
        return self.r.inequality(le(n, a), [(Fraction(1), self.nonnegative(add(a, -n)))], [])

    def _below_next(self, a: Term, n: Term) -> Theorem:
        """That a < n + 1."""
        known = self.trying(self.below, a, add(n, ONE))
        if known:
            return known
        gap = self.positive(add(n, ONE, -a))
        return self.r.inequality(lt(a, add(n, ONE)), [(Fraction(1), gap)], [])

    def _abs(self, t: Term) -> Theorem:
        parts = self.rewritten(self._parts(t))
        if right(parts).op != "abs":
            return parts
        (u,) = right(parts).args
        opened = self.trying(self.without_bars, u)
        if opened:
            return self.again(self.chain(parts, opened))
        split = self.trying(self.split_bars, u)
        return self.again(self.chain(parts, split)) if split else parts

    def _of_tree(self, t: Term) -> Theorem:
        return self.r.reflexive(t) if t.args[0].op == "tree" else self.again(self.r.unfold(t))


NORMAL: dict[str, Callable[[Normal, Term], Theorem]] = {
    "entry": Normal._entry,
    "call": Normal._call,
    "slope": Normal._slope,
    "+": Normal._polynomial_of_parts,
    "*": Normal._polynomial_of_parts,
    "^": Normal._power,
    "exp": Normal._exp,
    "log": Normal._log,
    "delta": Normal._delta,
    "floor": Normal._floor,
    "ceiling": Normal._floor,
    "abs": Normal._abs,
    "sum": lambda self, t: self.fold(t),
    "prod": lambda self, t: self.fold(t),
    "mean": lambda self, t: self.mean(t),
    "of": lambda self, t: self.of_numbers(t),
    "partial": lambda self, t: self.of_numbers(t),
    "fold": Normal._of_tree,
}
