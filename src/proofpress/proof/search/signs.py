"""Signs: what is positive, what is not negative, what is not zero."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from ..kernel.terms import MINUS_ONE, ONE, ZERO, Term, abstract, add, eq, exp, fill, le, log, lt, make, mul, ne, number
from ..kernel.theorem import Theorem
from .letters import Letters, cancelled, irreducible, letters_of
from .numbers import Numbers
from .points import contradicted, points_of
from .state import NotFound, left, right
from .terms import factors, literal, parts_of, product, split_number, total

ONCE = Fraction(1)


class Signs(Numbers):
    """Signs of terms, by what they are made of."""

    def positive(self, t: Term) -> Theorem:
        """0 < t."""
        try:
            return self.remembered("positive", t, self._positive)
        except NotFound:
            if self.at is None or self.depth > 1:
                raise
            return self.remembered("near", t, self.near_positive)

    def nonnegative(self, t: Term) -> Theorem:
        """0 ≤ t."""
        return self.remembered("nonnegative", t, self._nonnegative)

    def hopeless(self, t: Term) -> bool:
        """Whether t is negative at a point at which all that is known holds."""
        known = tuple(fact.conclusion for fact in (*self.facts, *self.apart, *self.equal_to.values()))
        ends = {k: [fact.conclusion for fact in facts] for k, facts in self.ranges.items() if facts}
        ranges = {k: (low.args[0], high.args[1]) for k, (low, high) in ends.items()}
        return contradicted(points_of(known), t, ranges)

    def _positive(self, t: Term) -> Theorem:
        goal = lt(ZERO, t)
        known = next((fact for fact in self.facts if fact.conclusion is goal), None)
        by_kind = POSITIVE.get(t.op)
        found = known or (by_kind and self.trying(by_kind, self, t))
        if found:
            return found
        if self.hopeless(t):
            raise NotFound("negative somewhere", t)
        roads: list[Callable[[Term], Theorem]] = [lambda _: self.below(ZERO, t), self._normal_positive]
        if t.op == "+":
            roads = [
                self._all_parts,
                *roads,
                self._in_one_sum_positive,
                self._above_a_term,
                self._above_an_exponent,
                self._tangent_positive,
                self._as_logarithms_positive,
            ]
        if t.op in ("+", "*"):
            roads.append(self._factored_positive)
        roads += [self.number_positive, self._apart_and_nonnegative]
        found = self._first(roads, t)
        if found is None:
            raise NotFound("not seen to be positive", t)
        return found

    def _first(self, roads: list[Callable[[Term], Theorem]], t: Term) -> Theorem | None:
        return next((found for road in roads if (found := self.trying(road, t))), None)

    def _nonnegative(self, t: Term) -> Theorem:
        if self.at is None and self.hopeless(t):
            raise NotFound("negative somewhere", t)
        by_kind = NONNEGATIVE.get(t.op)
        roads: list[Callable[[Term], Theorem]] = [lambda _: self.at_most(ZERO, t), self._normal_nonnegative]
        if t.op == "+":
            roads = [
                self._parts_nonnegative,
                self._tangent,
                self.convex,
                self._in_one_sum,
                self._by_bars,
                *roads,
                self._as_logarithms,
            ]
            roads += [self._at_least_a_term, self._under_a_logarithm, self._factored_nonnegative, self.in_roots]
        else:
            roads.insert(0, self._weakened)
        found = (by_kind and self.trying(by_kind, self, t)) or self._first(roads, t)
        if found is None:
            raise NotFound("not seen to be other than negative", t)
        return found

    def _weakened(self, t: Term) -> Theorem:
        return self.law("weaken", self.positive(t), a=ZERO, b=t)

    def not_zero(self, t: Term) -> Theorem:
        """A theorem by which t is not 0."""
        found = self.trying(self.positive, t) or self.trying(self.positive, right(self.polynomial(-t)))
        if found:
            return found
        if t.op == "^" and t.args[1].whole:
            return self.law("power_apart", self.apart_from_zero(t.args[0]), a=t.args[0], n=t.args[1])
        for fact in (*self.facts, *self.apart):
            if fact.conclusion.op == "!=":
                found = self.trying(self._apart_so, fact, t)
                if found:
                    return found
        raise NotFound("not seen to be other than zero", t)

    def _apart_so(self, fact: Theorem, t: Term) -> Theorem:
        """From a ≠ b: t ≠ 0, if a − b is a multiple of t; within such a search none is begun."""
        a, b = fact.conclusion.args
        if (a, b) == (t, ZERO):
            return fact
        if "apart" in self.busy:
            raise NotFound("one at a time")
        self.busy.add("apart")
        try:
            same = self._equal_if_zero(a, b, self.r.assume(eq(t, ZERO)))
        finally:
            self.busy.discard("apart")
        absurd = self.law("absurd_equal", same, fact, P=ne(t, ZERO), a=a, b=b)
        return self.r.cases(absurd, self.r.assume(ne(t, ZERO)), eq(t, ZERO))

    def _equal_if_zero(self, a: Term, b: Term, zero: Theorem) -> Theorem:
        """From t = 0: a = b, as a − b is a multiple of t."""
        one, other = self.normal(a), self.normal(b)
        zero = self.chain(self.r.symmetric(self.normal(left(zero))), zero)
        share = cancelled(mul(add(right(one), -right(other)), left(zero) ** -1))
        facts = self.nonzeros(letters_of(share, left(zero)))
        between = self.by_identity(right(one), right(other), facts, [(share, zero)])
        return self.chain(one, between, self.r.symmetric(other))

    def apart_from_zero(self, t: Term) -> Theorem:
        """That t ≠ 0."""
        known = self.not_zero(t)
        if known.conclusion.op == "!=":
            return known
        if right(known) is t:
            return self.law("more_apart", known, a=ZERO, b=t)
        below = self.r.inequality(lt(t, ZERO), [(ONCE, known)], [])
        return self.law("less_apart", below, a=t, b=ZERO)

    # --- by kind

    def _number_positive(self, t: Term) -> Theorem:
        return self.r.inequality(lt(ZERO, t), [], [])

    def _letter_positive(self, t: Term) -> Theorem:
        known = self.r.sign(t)
        if known.conclusion.op != "<":
            raise NotFound("only not negative")
        return known

    def _exp_positive(self, t: Term) -> Theorem:
        return self.law("exp_positive", a=t.args[0])

    def _product_positive(self, t: Term) -> Theorem:
        return self._product_of(t, "mul_positive", [self.positive(part) for part in t.args])

    def _product_of(self, t: Term, law: str, signs: list[Theorem]) -> Theorem:
        whole, current = signs[0], t.args[0]
        for part, sign in zip(t.args[1:], signs[1:], strict=True):
            whole, current = self.law(law, whole, sign, a=current, b=part), mul(current, part)
        return self.carried(whole, self.by_identity(t, current))

    def _power_positive(self, t: Term) -> Theorem:
        base, e = t.args
        known = self.trying(self.positive, base)
        if known or (literal(e) or 1) % 2:
            return self.law("power_positive", known or self.positive(base), a=base, b=e)
        apart, square = self.trying(self.apart_from_zero, base), self.trying(self._square, t)
        if apart and square:
            other = self.law("apart_turned", self.law("power_apart", apart, a=base, n=e), a=t, b=ZERO)
            return self.law("strictly", square, other, a=ZERO, b=t)
        less = right(self.polynomial(-base))
        turned = self.law("power_positive", self.below(ZERO, less), a=less, b=e)
        return self.carried(turned, self.by_identity(t, less**e))

    def _sum_positive(self, t: Term) -> Theorem:
        lo, hi, body = t.args
        with self.index(lo, hi) as k:
            every = self.r.every_index(self.positive(fill(body, [k])), k, lo, hi)
        return self.law("sum_positive", self.at_most(lo, hi), every, first=lo, last=hi, F=body)

    def _prod_positive(self, t: Term) -> Theorem:
        lo, hi, body = t.args
        with self.index(lo, hi) as k:
            every = self.r.every_index(self.positive(fill(body, [k])), k, lo, hi)
        return self.law("prod_positive", every, lo=lo, hi=hi, F=body)

    def _log_positive(self, t: Term) -> Theorem:
        (inside,) = t.args
        more = self.positive(right(self.polynomial(add(inside, MINUS_ONE))))
        return self.law("log_positive", self.r.inequality(lt(ONE, inside), [(ONCE, more)], []), a=inside)

    def _abs_positive(self, t: Term) -> Theorem:
        return self.law("abs_positive", self.apart_from_zero(t.args[0]), a=t.args[0])

    def _call_positive(self, t: Term) -> Theorem:
        unfolded = self.r.unfold(t)
        return self.carried(self.positive(right(unfolded)), unfolded)

    def _all_parts(self, t: Term) -> Theorem:
        shares = []
        for part in t.args:
            if part.op == "number" and part.val > 0:
                continue
            shares.append((ONCE, self.trying(self.positive, part) or self.nonnegative(part)))
        return self.r.inequality(lt(ZERO, t), shares, [])

    def _parts_nonnegative(self, t: Term) -> Theorem:
        return self.r.inequality(le(ZERO, t), [(ONCE, self.nonnegative(part)) for part in t.args], [])

    def _letter_nonnegative(self, t: Term) -> Theorem:
        known = self.r.sign(t)
        return known if known.conclusion.op == "<=" else self.law("weaken", known, a=ZERO, b=t)

    def _delta_nonnegative(self, t: Term) -> Theorem:
        return self.law("delta_nonnegative", a=t.args[0], b=t.args[1])

    def _abs_nonnegative(self, t: Term) -> Theorem:
        (u,) = t.args
        half = Fraction(1, 2)
        both = [(half, self.law("abs_above", a=u)), (half, self.law("abs_above_minus", a=u))]
        return self.r.inequality(le(ZERO, t), both, [])

    def _square(self, t: Term) -> Theorem:
        base, e = t.args
        half = literal(e)
        if half is None or half <= 0 or half % 2:
            return self._square_of_half(t, base, e)
        root = base if half == 2 else base ** (half // 2)
        known = self.law("square_nonnegative", a=root)
        return self.carried(known, self.by_identity(t, right(known)))

    def _square_of_half(self, t: Term, base: Term, e: Term) -> Theorem:
        """0 ≤ aᵇ, 0 ≤ a, as it is the square of a^(b/2)."""
        half, two = right(self.polynomial(mul(number(Fraction(1, 2)), e))), number(2)
        power = self.law("power_power", self.nonnegative(base), a=base, b=half, c=two)
        same = self.chain(self.up(t, None, self.by_identity(e, mul(half, two))), power)
        return self.carried(self.law("square_nonnegative", a=base**half), same)

    def _product_nonnegative(self, t: Term) -> Theorem:
        known = self.trying(lambda: self._product_of(t, "mul_nonnegative", [self.nonnegative(part) for part in t.args]))
        return known or self._two_negatives(t)

    def _two_negatives(self, t: Term) -> Theorem:
        """−c·f, as −f is not negative."""
        share, rest = split_number(t)
        if share >= 0:
            raise NotFound("no number below zero")
        for f in factors(rest):
            less = self.trying(self._below_zero, f)
            if less:
                other = product([number(-share), *(g for g in factors(rest) if g is not f)])
                both = self.law("mul_nonnegative", self.nonnegative(other), less, a=other, b=right(less))
                return self.carried(both, self.by_identity(t, right(both)))
        raise NotFound("no factor below zero")

    def _below_zero(self, f: Term) -> Theorem:
        """0 ≤ −f."""
        if f.op == "+":
            return self.r.inequality(le(ZERO, -f), [(ONCE, self.nonnegative(-part)) for part in f.args], [])
        if f.op == "^" and (literal(f.args[1]) or 0) % 2:
            return self._odd_power_below_zero(f, *f.args)
        if f.op != "log":
            return self.r.inequality(le(ZERO, -f), [(ONCE, self.at_most(f, ZERO))], [])
        (u,) = f.args
        risen = self.law("log_rises", self.positive(u), self.at_most(u, ONE), a=u, b=ONE)
        known = self.r.rewrite(risen, [None, self.law("log_one")])
        return self.r.inequality(le(ZERO, -f), [(ONCE, known)], [])

    def _odd_power_below_zero(self, f: Term, base: Term, e: Term) -> Theorem:
        """0 ≤ −bⁿ, n odd, as b is at most 0 and the other factors are squares."""
        less = self.r.inequality(le(ZERO, -base), [(ONCE, self.at_most(base, ZERO))], [])
        rest = base ** (int(e.val) - 1)
        both = self.law("mul_nonnegative", less, self.nonnegative(rest), a=-base, b=rest)
        return self.carried(both, self.by_identity(-f, right(both)))

    def _sum_nonnegative(self, t: Term) -> Theorem:
        lo, hi, body = t.args
        with self.index(lo, hi) as k:
            every = self.r.every_index(self.nonnegative(fill(body, [k])), k, lo, hi)
        return self.law("sum_nonnegative", every, lo=lo, hi=hi, F=body)

    # --- by another form

    def _normal_positive(self, t: Term) -> Theorem:
        return self._through_normal(t, self.positive)

    def _normal_nonnegative(self, t: Term) -> Theorem:
        return self._through_normal(t, self.nonnegative)

    def _apart_and_nonnegative(self, t: Term) -> Theorem:
        """0 < t, which is not negative and is known not to be 0."""
        for fact in (fact for fact in self.apart if not t.free.isdisjoint(fact.conclusion.free)):
            apart = self.trying(self._apart_so, fact, t)
            if apart:
                turned = self.law("apart_turned", apart, a=t, b=ZERO)
                return self.law("strictly", self.nonnegative(t), turned, a=ZERO, b=t)
        raise NotFound("not known to be other than zero", t)

    def _through_normal(self, t: Term, sign: Callable[[Term], Theorem]) -> Theorem:
        same = self.normal(t)
        if right(same) is t:
            raise NotFound("normal already")
        return self.carried(sign(right(same)), same)

    def _factored_positive(self, t: Term) -> Theorem:
        return self._through_factors(t, self.positive)

    def _factored_nonnegative(self, t: Term) -> Theorem:
        return self._through_factors(t, self.nonnegative)

    def _through_factors(self, t: Term, sign: Callable[[Term], Theorem]) -> Theorem:
        _, pairs, same = self.factored(t)
        if right(same) is t or (len(pairs) == 1 and pairs[0][1] == 1 and pairs[0][0] is t):
            raise NotFound("one factor")
        return self.carried(sign(right(same)), same)

    def factored(self, t: Term, *, signed: bool = True) -> tuple[Fraction, list[tuple[Term, int]], Theorem]:
        """The term as a number times powers of irreducible terms, each with its positive sign if it has one."""
        for split in (True, False):
            found = self._factored(t, split=split, signed=signed)
            same = self.trying(self.by_identity, t, found[2], self.nonzeros(letters_of(t, found[2])))
            if same:
                return found[0], found[1], same
        raise NotFound("divided by what may be 0", t)

    def _factored(self, t: Term, *, split: bool, signed: bool) -> tuple[Fraction, list[tuple[Term, int]], Term]:
        share, exponents = irreducible(t, split=split)
        pairs = []
        for base, other, e in exponents:
            turned = signed and not self.trying(self.positive, base) and self.trying(self.positive, other)
            share *= (-1) ** e if turned else 1
            pairs.append((other if turned else base, e))
        pairs.sort(key=lambda pair: repr(pair[0]))
        parts = [number(share)] * (share != 1 or not pairs) + [b if e == 1 else b**e for b, e in pairs]
        return share, pairs, product(parts)

    def nonzeros(self, letters: Letters) -> list[Theorem]:
        """By which theorems the bases of these letters are not 0, as far as they are found."""
        found = (self.trying(self.not_zero, divisor) for divisor in letters.divisors)
        return [theorem for theorem in found if theorem]

    def _tangent(self, t: Term) -> Theorem:
        return self._beyond_tangent(t, le, self.nonnegative)

    def _tangent_positive(self, t: Term) -> Theorem:
        """0 < t, which has no sum in it, by one tangent: within such a search none is begun."""
        if "tangent" in self.busy or parts_of(t, "sum"):
            raise NotFound("one at a time")
        self.busy.add("tangent")
        try:
            return self._beyond_tangent(t, lt, self.positive)
        finally:
            self.busy.discard("tangent")

    def _beyond_tangent(
        self, t: Term, relation: Callable[[Term, Term], Term], sign: Callable[[Term], Theorem]
    ) -> Theorem:
        """That t less the gap of one tangent has the sign."""
        for part in t.args:
            share, rest = split_number(part)
            if share < 0 and rest.op == "log":
                known = self.trying(lambda inside: self.law("tangent_log", self.positive(inside), a=inside), *rest.args)
            elif share > 0 and rest.op == "exp":
                known = self.law("tangent_exp", a=rest.args[0])
            else:
                continue
            if known is None:
                continue
            gap = add(t, mul(number(-abs(share)), add(right(known), -left(known))))
            low = self.trying(sign, right(self.polynomial(gap)))
            if low:
                return self.r.inequality(relation(ZERO, t), [(abs(share), known), (ONCE, low)], [])
        raise NotFound("no tangent")

    def _in_one_sum_positive(self, t: Term) -> Theorem:
        return self._gathered(t, strict=True)

    def _in_one_sum(self, t: Term) -> Theorem:
        return self._gathered(t, strict=False)

    def _as_logarithms(self, t: Term) -> Theorem:
        return self._by_logarithms(t, self.nonnegative, self._risen)

    def _as_logarithms_positive(self, t: Term) -> Theorem:
        return self._by_logarithms(t, self.positive, self._risen_strictly)

    def _by_logarithms(self, t: Term, sign: Callable[[Term], Theorem], risen: Callable[..., Theorem]) -> Theorem:
        """X − y, both positive: their logarithms are compared."""
        for x, y in (t.args, t.args[::-1]) if len(t.args) == 2 else ():
            share, less = split_number(y)
            if share >= 0:
                continue
            less = product([number(-share), less])
            one, other = self.trying(self.positive, less), self.trying(self.positive, x)
            if not one or not other:
                continue
            low = self.trying(sign, right(self.normal(add(log(x), -log(less)))))
            if low:
                return risen(t, x, less, (one, other), low)
        raise NotFound("no two positive terms")

    def _risen(self, t: Term, x: Term, less: Term, facts: tuple[Theorem, Theorem], low: Theorem) -> Theorem:
        """From 0 ≤ log x − log y, brought to its normal form: y ≤ x."""
        gap = self.carried(low, self.normal(add(log(x), -log(less))))
        order = self.r.inequality(le(log(less), log(x)), [(ONCE, gap)], [])
        risen = self.law("exp_rises", order, a=log(less), b=log(x))
        back = [self.law("exp_log", fact, a=of) for fact, of in zip(facts, (less, x), strict=True)]
        return self.r.inequality(le(ZERO, t), [(ONCE, self.r.rewrite(risen, back))], [])

    def _risen_strictly(self, t: Term, x: Term, less: Term, facts: tuple[Theorem, Theorem], low: Theorem) -> Theorem:
        """From 0 < log x − log y, brought to its normal form: y < x."""
        gap = self.carried(low, self.normal(add(log(x), -log(less))))
        below, above = lt(log(less), log(x)), lt(less, x)
        order = self.law("log_order", *facts, a=less, b=x)
        known = self.law("iff_apply", order, self.r.inequality(below, [(ONCE, gap)], []), P=below, Q=above)
        return self.r.inequality(lt(ZERO, t), [(ONCE, known)], [])

    def _under_a_logarithm(self, t: Term) -> Theorem:
        """Log x − y, as exp(y) is at most x."""
        for part in t.args:
            if part.op != "log":
                continue
            (x,), y = part.args, right(self.polynomial(add(part, -t)))
            low = self.trying(self.nonnegative, right(self.normal(add(x, -exp(y)))))
            if low:
                gap = self.carried(low, self.normal(add(x, -exp(y))))
                order = self.r.inequality(le(exp(y), x), [(ONCE, gap)], [])
                risen = self.law("log_rises", self.law("exp_positive", a=y), order, a=exp(y), b=x)
                known = self.r.rewrite(risen, [self.law("log_exp", a=y), None])
                return self.r.inequality(le(ZERO, t), [(ONCE, known)], [])
        raise NotFound("no logarithm above")

    def _above_an_exponent(self, t: Term) -> Theorem:
        """w·(log x − y) and a rest, as exp(y) is less than x."""
        for part in t.args:
            for f in (f for f in factors(part) if f.op == "log"):
                w = product([g for g in factors(part) if g is not f])
                beside = [
                    other
                    for other in t.args
                    if other is not part and set(factors(w)) <= {*factors(other), *factors(-w)}
                ]
                found = self.trying(self._log_above, t, w, f, beside)
                if found:
                    return found
        raise NotFound("no logarithm above an exponent")

    def _log_above(self, t: Term, w: Term, f: Term, beside: list[Term]) -> Theorem:
        y = cancelled(-mul(total(beside), w**-1)) if beside else ZERO
        (x,) = f.args
        gap = self.carried(self.positive(right(self.normal(add(x, -exp(y))))), self.normal(add(x, -exp(y))))
        less = self.r.inequality(lt(exp(y), x), [(ONCE, gap)], [])
        order = self.law("log_order", self.law("exp_positive", a=y), self.positive(x), a=exp(y), b=x)
        rises = self.law("iff_turned", order, P=order.conclusion.args[0], Q=less.conclusion)
        above = self.law("iff_apply", rises, less, P=less.conclusion, Q=order.conclusion.args[0])
        above = self.r.rewrite(above, [self.law("log_exp", a=y), None])
        known = self.r.inequality(lt(ZERO, add(f, -y)), [(ONCE, above)], [])
        times = self.law("mul_positive", self.positive(w), known, a=w, b=add(f, -y))
        rest = right(self.polynomial(add(t, -right(times))))
        more = [] if rest is ZERO else [(ONCE, self.at_most(ZERO, rest))]
        return self.r.inequality(lt(ZERO, t), [(ONCE, times), *more], self.nonzeros(letters_of(t, right(times))))

    def _gathered(self, t: Term, *, strict: bool) -> Theorem:
        """Σ c·f + … + rest as one sum, whose summand has the sign."""
        sums: dict[tuple[Term, Term], list[tuple[Term, Term]]] = {}
        rest: list[Term] = []
        for part in t.args:
            inner = [f for f in factors(part) if f.op == "sum"]
            if len(inner) == 1:
                outer = product([f for f in factors(part) if f is not inner[0]])
                lo, hi, body = inner[0].args
                sums.setdefault((lo, hi), []).append((outer, body))
            else:
                rest.append(part)
        if len(sums) != 1:
            raise NotFound("more than one range")
        ((lo, hi), items), *_ = sums.items()
        with self.index(lo, hi) as k:
            bodies = [mul(outer, fill(body, [k])) for outer, body in items]
            if rest:
                self.at_most(lo, hi)
                bodies.append(
                    mul(*rest, add(hi, -lo, ONE) ** -1) if len(rest) == 1 else mul(add(*rest), add(hi, -lo, ONE) ** -1)
                )
            body = add(*bodies) if len(bodies) > 1 else bodies[0]
            sign = (self.positive if strict else self.nonnegative)(body)
            every = self.r.every_index(sign, k, lo, hi)
            f = abstract(body, k)
            spread = self.split_sum(lo, hi, bodies, k)
        if strict:
            whole = self.law("sum_positive", self.at_most(lo, hi), every, first=lo, last=hi, F=f)
        else:
            whole = self.law("sum_nonnegative", every, lo=lo, hi=hi, F=f)
        known = self.r.rewrite(whole, [None, spread])
        facts = self.nonzeros(letters_of(t, right(spread)))
        return self.r.inequality((lt if strict else le)(ZERO, t), [(ONCE, known)], facts)

    def _above_a_term(self, t: Term) -> Theorem:
        return self._less_one_term(t, strict=True)

    def _at_least_a_term(self, t: Term) -> Theorem:
        return self._less_one_term(t, strict=False)

    def _less_one_term(self, t: Term, *, strict: bool) -> Theorem:
        """c·(Σ f − f(k)) and a rest that is not negative; c and all f are positive, or all negative."""
        for whole in dict.fromkeys(f for part in t.args for f in factors(part) if f.op == "sum"):
            mine = [part for part in t.args if whole in factors(part)]
            outer = total([product([f for f in factors(part) if f is not whole]) for part in mine])
            lo, hi, _ = whole.args
            places = sorted((k for k in t.free - lo.free - hi.free if k.op == "variable" and k.whole), key=repr)
            places += [end for end in (lo, hi) if end.whole]
            for k, c in ((k, c) for k in places for c in (ONE, MINUS_ONE)):
                times = right(self.polynomial(mul(c, outer)))
                found = self.trying(self._above_one_term, t, times, c, whole, k, strict)
                if found:
                    return found
        raise NotFound("no sum less one of its terms")

    def _above_one_term(self, t: Term, outer: Term, c: Term, whole: Term, k: Term, strict: bool) -> Theorem:
        """0 < t or 0 ≤ t, as t is outer · (Σ c·f − c·f(k)) and a rest."""
        lo, hi, body = whole.args
        ends = self.at_most(lo, k), self.at_most(k, hi)
        f, gap = make("*", c, body), mul(c, add(whole, -fill(body, [k])))
        rest = right(self.polynomial(add(t, -mul(outer, gap))))
        more = [] if rest is ZERO else [(ONCE, (self.below if strict else self.at_most)(ZERO, rest))]
        sign = self.nonnegative if more or not strict else self.positive
        factor = sign(outer)
        with self.index(lo, hi) as each:
            every = self.r.every_index(sign(fill(f, [each])), each, lo, hi)
        if sign == self.positive:
            above = self.law("term_below_sum", *ends, self.below(lo, hi), every, k=k, first=lo, last=hi, F=f)
        else:
            above = self.law("term_at_most_sum", *ends, every, k=k, lo=lo, hi=hi, F=f)
        above = self.r.rewrite(above, [None, self.law("sum_scale", lo=lo, hi=hi, c=c, F=body)])
        known = self.r.inequality(make(above.conclusion.op, ZERO, gap), [(ONCE, above)], [])
        law = "mul_positive" if sign == self.positive else "mul_nonnegative"
        times = self.law(law, factor, known, a=outer, b=gap)
        facts = self.nonzeros(letters_of(t, right(times), rest))
        return self.r.inequality((lt if strict else le)(ZERO, t), [(ONCE, times), *more], facts)

    def _by_bars(self, t: Term) -> Theorem:
        """Both cases of the first absolute value."""
        for bars in parts_of(t, "abs"):
            (u,) = bars.args
            found = []
            for fact in (self.r.assume(le(ZERO, u)), self.r.assume(le(u, ZERO))):
                other = self.supposing(fact, equal=self.bars_open(t, u, fact))
                same = other.normal(t)
                if right(same) is t:
                    raise NotFound("bars stay")
                found.append(other.carried(other.nonnegative(right(same)), same))
            return self.both_orders(found[0], found[1], ZERO, u)
        raise NotFound("no bars")

    def both_orders(self, low: Theorem, high: Theorem, a: Term, b: Term) -> Theorem:
        """From a ≤ b ⊢ p and b ≤ a ⊢ p follows p."""
        below = self.r.assume(lt(b, a))
        weak = self.law("weaken", below, a=b, b=a)
        return self.r.cases(low, self.r.discharge(high, weak), le(a, b))


POSITIVE: dict[str, Callable[[Signs, Term], Theorem]] = {
    "number": Signs._number_positive,
    "variable": Signs._letter_positive,
    "entry": Signs._letter_positive,
    "exp": Signs._exp_positive,
    "*": Signs._product_positive,
    "^": Signs._power_positive,
    "sum": Signs._sum_positive,
    "prod": Signs._prod_positive,
    "log": Signs._log_positive,
    "abs": Signs._abs_positive,
    "call": Signs._call_positive,
}
NONNEGATIVE: dict[str, Callable[[Signs, Term], Theorem]] = {
    "variable": Signs._letter_nonnegative,
    "entry": Signs._letter_nonnegative,
    "delta": Signs._delta_nonnegative,
    "abs": Signs._abs_nonnegative,
    "^": Signs._square,
    "*": Signs._product_nonnegative,
    "sum": Signs._sum_nonnegative,
}
