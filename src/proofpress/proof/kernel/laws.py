"""The laws: rules that are data, each with its conditions, its conclusion and the reason why it holds.

What is true here: for all values of its letters, where a law's conditions hold, its conclusion holds (semantics.md).
Small letters are numbers, `i j k n m first last count` integers, `lower upper to` numbers or infinities, A an array,
P Q R propositions; F G H A1 C1 … are bodies: functions of what their binder binds, written F(B0) under the innermost
binder, F(a) at a term, F(B0, B1) under two. An instance names a term for every letter, so nothing is matched or sought.

>>> apply("exp_add", {"a": ONE, "b": ZERO})
 ⊢ (exp((1 + 0)) = (exp(1) * exp(0)))
>>> LAWS["exp_log"].conditions
((0 < a),)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from typing import NamedTuple

from .terms import (
    INFINITY,
    MINUS_INFINITY,
    MINUS_ONE,
    ONE,
    ZERO,
    Term,
    add,
    bound,
    delta,
    entry,
    eq,
    exp,
    fill,
    le,
    log,
    lt,
    make,
    mul,
    ne,
    need,
    number,
    put,
    text,
    walk,
)
from .theorem import Theorem, conclude


class Meta(NamedTuple):
    """A letter of a law: the sort of what is put in for it, of how many bound things, and whether it is an integer."""

    name: str
    sort: str = "number"
    arity: int = 0
    whole: bool = False
    places: int = 0


@dataclass(frozen=True)
class Law:
    """From the conditions follows the conclusion, because of the reason."""

    name: str
    conclusion: Term
    conditions: tuple[Term, ...]
    reason: str

    @cached_property
    def letters(self) -> tuple[Meta, ...]:
        """Its letters, in the order in which an instance lists the terms for them."""
        found: dict[Meta, None] = {}
        for proposition in (*self.conditions, self.conclusion):
            _collect(proposition, found)
        return tuple(found)


def _collect(t: Term, found: dict[Meta, None]) -> None:
    if t.op == "meta":
        found.setdefault(t.val)
    if t.op == "apply":
        found.setdefault(t.val.val)
    for part in t.args:
        _collect(part, found)


def apply(name: str, terms: Mapping[str, Term] | Sequence[Term], *theorems: Theorem) -> Theorem:
    """The conclusion of a law at these terms; each condition is a theorem, word for word."""
    law = LAWS[name]
    listed = [terms[x.name] for x in law.letters] if isinstance(terms, Mapping) else terms
    values = {letter.name: _fitting(name, letter, value) for letter, value in zip(law.letters, listed, strict=True)}
    for condition, theorem in zip(law.conditions, theorems, strict=True):
        wanted = _instance(condition, values)
        need(theorem.conclusion is wanted, f"{name} wants {text(wanted)}, is given {text(theorem.conclusion)}")
    return conclude(_instance(law.conclusion, values), *theorems)


def _fitting(name: str, letter: Meta, value: Term) -> Term:
    """A term that may stand for a letter."""
    need(value.sort == letter.sort or letter.sort == "place", f"{name}: {letter.name} is a {letter.sort}")
    need(value.open <= letter.arity, f"{name}: a loose index in {letter.name}")
    need(value.whole or not letter.whole, f"{name}: {letter.name} is an integer")
    return value


def _instance(pattern: Term, values: Mapping[str, Term]) -> Term:
    """A law's proposition with terms for its letters."""
    return _with_terms(pattern, tuple(values.items()))


@lru_cache(maxsize=1 << 16)
def _with_terms(pattern: Term, terms: tuple[tuple[str, Term], ...]) -> Term:
    """What `_instance` gives; what was asked before costs nothing."""
    values = dict(terms)

    def change(part: Term, _: int) -> Term | None:
        if part.op == "meta":
            return values[part.val.name]
        if part.op == "apply":
            return fill(values[part.val.val.name], [walk(a, change) for a in part.args])
        return None

    return walk(pattern, change)


def _meta(name: str, sort: str = "number", arity: int = 0, *, whole: bool = False, places: int = 0) -> Term:
    return make("meta", val=Meta(name, sort, arity, whole, places))


def _law(name: str, conclusion: Term, *conditions: Term, why: str) -> None:
    LAWS[name] = Law(name, conclusion, conditions, why)


_sum, _prod, _all, _over = (partial(make, op) for op in ("sum", "prod", "all", "over"))
_slope_is, _iff = partial(make, "slope_is"), partial(make, "iff")


def _value(body: Term) -> Term:
    return make("of", J, lo, hi, body)


def _partial(body: Term, at: Term) -> Term:
    return make("partial", J, lo, hi, body, at)


LAWS: dict[str, Law] = {}
a, b, c, d, lo, hi, lo2, hi2 = map(_meta, ("a", "b", "c", "d", "lo", "hi", "lo2", "hi2"))
i, j, k, n, m, first, last, count = (_meta(x, whole=True) for x in ("i", "j", "k", "n", "m", "first", "last", "count"))
lower, upper, low, high, to = (_meta(x, "place") for x in ("lower", "upper", "low", "high", "to"))
F, G, H, F2 = _meta("F", arity=1), _meta("G", arity=1), _meta("H", arity=1), _meta("F2", arity=2)
A1, A2, C1, C2 = (_meta(x, arity=1) for x in ("A1", "A2", "C1", "C2"))
J = _meta("J", "function")
P, Q, R = (_meta(x, "proposition") for x in "PQR")
P1, P2 = _meta("P1", "proposition", 1), _meta("P2", "proposition", 2)
B0, B1, DRAWS = bound(0), bound(1), bound(0, 1)

# --- order
_law("weaken", le(a, b), lt(a, b), why="less is at most")
_law("strictly", lt(a, b), le(a, b), ne(a, b), why="at most and not equal is less")
_law("less_apart", ne(a, b), lt(a, b), why="less is not equal")
_law("more_apart", ne(b, a), lt(a, b), why="more is not equal")
_law("apart_turned", ne(b, a), ne(a, b), why="being unequal is symmetric")
_law("both_ways", eq(a, b), le(a, b), le(b, a), why="the order is antisymmetric")
_law("next_integer", le(n + ONE, m), lt(n, m), why="between an integer and the next there is none")
_law("below_infinity", lt(a, INFINITY), why="a number is finite")
_law("above_infinity", lt(MINUS_INFINITY, a), why="a number is finite")
_law("absurd_order", P, lt(a, b), le(b, a), why="both cannot hold, so anything follows")
_law("absurd_equal", P, eq(a, b), ne(a, b), why="both cannot hold, so anything follows")

# --- signs
_law("mul_positive", lt(ZERO, a * b), lt(ZERO, a), lt(ZERO, b), why="a product of positive numbers")
_law("mul_nonnegative", le(ZERO, a * b), le(ZERO, a), le(ZERO, b), why="a product of nonnegative numbers")
_law("square_nonnegative", le(ZERO, a**2), why="a square")
_law("power_positive", lt(ZERO, a**b), lt(ZERO, a), why="a^b is the exponential of b log a")
_law("exp_positive", lt(ZERO, exp(a)), why="an exponential")
_law("log_positive", lt(ZERO, log(a)), lt(ONE, a), why="the logarithm rises from 0 at 1")

# --- exponential, logarithm, powers
_law("exp_add", eq(exp(a + b), exp(a) * exp(b)), why="the exponential turns a sum into a product")
_law("exp_zero", eq(exp(ZERO), ONE), why="the exponential at 0")
_law("exp_power", eq(exp(b * a), exp(a) ** b), why="powers of a positive number multiply in the exponent")
_law("exp_log", eq(exp(log(a)), a), lt(ZERO, a), why="the logarithm inverts the exponential")
_law("log_exp", eq(log(exp(a)), a), why="the logarithm inverts the exponential")
_law("log_one", eq(log(ONE), ZERO), why="the logarithm at 1")
_law("log_mul", eq(log(a * b), log(a) + log(b)), lt(ZERO, a), lt(ZERO, b), why="a logarithm of a product is a sum")
_law("log_power", eq(log(a**b), b * log(a)), lt(ZERO, a), why="a^b is the exponential of b log a")
_law("power_exp", eq(a**b, exp(b * log(a))), lt(ZERO, a), why="what a power of a positive number is")
_law("power_zero", eq(ZERO**b, ZERO), ne(b, ZERO), why="0^0 alone is 1, as 1/0 counts as 0")
_law("power_add", eq(a ** (n + m), a**n * a**m), ne(a, ZERO), why="so many factors, or one over them")
_law("power_add_natural", eq(a ** (n + m), a**n * a**m), le(ZERO, n), le(ZERO, m), why="also at 0, where 0^0 is 1")
_law("power_power", eq(a ** (b * c), (a**b) ** c), le(ZERO, a), why="what a power is; and 0^b is 0, or 1 at b = 0")
_law("power_power_whole", eq(a ** (n * m), (a**n) ** m), why="so many times so many factors, 1/0 being 0")
_law("power_mul", eq((a * b) ** c, a**c * b**c), le(ZERO, a), le(ZERO, b), why="log(ab) = log a + log b, or both are 0")
_law("power_mul_whole", eq((a * b) ** n, a**n * b**n), why="reordering, 1/0 being 0")
_law("power_apart", ne(a**n, ZERO), ne(a, ZERO), why="no factor is 0")
_law("exp_rises", le(exp(a), exp(b)), le(a, b), why="the exponential rises")
_law("log_rises", le(log(a), log(b)), lt(ZERO, a), le(a, b), why="the logarithm rises")
_law("log_order", _iff(lt(log(a), log(b)), lt(a, b)), lt(ZERO, a), lt(ZERO, b), why="the logarithm rises strictly")
_law("tangent_exp", le(ONE + a, exp(a)), why="a convex function lies above its tangent")
_law("tangent_log", le(log(a), a - ONE), lt(ZERO, a), why="a concave function lies below its tangent")

# --- |x|, floors, deltas
_law("abs_plus", eq(make("abs", a), a), le(ZERO, a), why="what |a| is")
_law("abs_minus", eq(make("abs", a), -a), le(a, ZERO), why="what |a| is")
_law("abs_above", le(a, make("abs", a)), why="|a| is the larger of a and −a")
_law("abs_above_minus", le(-a, make("abs", a)), why="|a| is the larger of a and −a")
_law("abs_positive", lt(ZERO, make("abs", a)), ne(a, ZERO), why="|a| is a or −a, one of which is positive")
_law("abs_mul", eq(make("abs", a * b), make("abs", a) * make("abs", b)), why="what |a| is, for each pair of signs")
_law("abs_power", eq(make("abs", a**n), make("abs", a) ** n), why="factor by factor, 1/0 being 0")
_law("floor_below", le(make("floor", a), a), why="the largest integer that is at most a")
_law("floor_above", lt(a, make("floor", a) + ONE), why="the largest integer that is at most a")
_law("floor_of", eq(make("floor", a), n), le(n, a), lt(a, n + ONE), why="only one integer lies there")
_law("ceiling_above", le(a, make("ceiling", a)), why="the smallest integer that is at least a")
_law("ceiling_below", lt(make("ceiling", a), a + ONE), why="the smallest integer that is at least a")
_law("delta_same", eq(delta(a, a), ONE), why="what delta is")
_law("delta_other", eq(delta(a, b), ZERO), ne(a, b), why="what delta is")
_law("delta_turned", eq(delta(a, b), delta(b, a)), why="equality is symmetric")
_law("delta_nonnegative", le(ZERO, delta(a, b)), why="delta is 0 or 1")
_law("delta_at_most_one", le(delta(a, b), ONE), why="delta is 0 or 1")
_law("delta_moves", eq(delta(a, b) * F(a), delta(a, b) * F(b)), why="where a is not b both sides are 0")

# --- sums; over the integers from lo to hi, which may be any numbers
_law("sum_equal", eq(_sum(lo, hi, F(B0)), _sum(lo, hi, G(B0))), _all(lo, hi, eq(F(B0), G(B0))), why="term by term")
_law("sum_add", eq(_sum(lo, hi, F(B0) + G(B0)), _sum(lo, hi, F(B0)) + _sum(lo, hi, G(B0))), why="reordering")
_law("sum_scale", eq(_sum(lo, hi, c * F(B0)), c * _sum(lo, hi, F(B0))), why="distributivity")
_law("sum_zero", eq(_sum(lo, hi, ZERO), ZERO), why="nothing is added")
_law("sum_constant", eq(_sum(first, last, c), add(last, -first, ONE) * c), le(first, last + ONE),
     why="as many terms as there are integers")
_law("sum_empty", eq(_sum(lo, hi, F(B0)), ZERO), lt(hi, lo), why="an empty sum")
_law("sum_single", eq(_sum(n, n, F(B0)), F(n)), why="one term")
_law("sum_last", eq(_sum(first, last, F(B0)), _sum(first, last + MINUS_ONE, F(B0)) + F(last)), le(first, last),
     why="the last term, apart")
_law("sum_split", eq(_sum(lo, hi, F(B0)), _sum(lo, n, F(B0)) + _sum(n + ONE, hi, F(B0))), le(lo, n + ONE), le(n, hi),
     why="each index is at most n or at least n + 1")
_law("sum_shift", eq(_sum(lo, hi, F(B0)), _sum(lo + n, hi + n, F(B0 - n))), why="another name for the index")
_law("sum_mirrored", eq(_sum(lo, hi, F(B0)), _sum(-hi, -lo, F(-B0))), why="the index with its sign turned")
_law("sum_swap", eq(_sum(lo, hi, _sum(lo2, hi2, F2(B0, B1))), _sum(lo2, hi2, _sum(lo, hi, F2(B1, B0)))),
     why="reordering")
_law("sum_region", eq(_sum(lo, hi, _sum(A1(B0), A2(B0), F2(B0, B1))), _sum(lo2, hi2, _sum(C1(B0), C2(B0), F2(B1, B0)))),
     *(_all(lo, hi, _all(A1(B0), A2(B0), p)) for p in (le(lo2, B0), le(B0, hi2), le(C1(B0), B1), le(B1, C2(B0)))),
     *(_all(lo2, hi2, _all(C1(B0), C2(B0), p)) for p in (le(lo, B0), le(B0, hi), le(A1(B0), B1), le(B1, A2(B0)))),
     why="the same pairs, by their second index first")
_law("sum_delta", eq(_sum(lo, hi, delta(B0, k) * F(B0)), F(k)), le(lo, k), le(k, hi), why="one term is not 0")
_law("sum_telescopes", eq(_sum(first, last, F(B0)), G(last + ONE) - G(first)),
     _all(first, last, eq(F(B0), G(B0 + ONE) - G(B0))), le(first, last + ONE), why="the terms cancel in pairs")
_law("sum_nonnegative", le(ZERO, _sum(lo, hi, F(B0))), _all(lo, hi, le(ZERO, F(B0))), why="term by term")
_law("sum_positive", lt(ZERO, _sum(first, last, F(B0))), le(first, last), _all(first, last, lt(ZERO, F(B0))),
     why="term by term, and there is one")
_law("term_at_most_sum", le(F(k), _sum(lo, hi, F(B0))), le(lo, k), le(k, hi), _all(lo, hi, le(ZERO, F(B0))),
     why="the others are not negative")
_law("term_below_sum", lt(F(k), _sum(first, last, F(B0))), le(first, k), le(k, last), lt(first, last),
     _all(first, last, lt(ZERO, F(B0))), why="there is another, and it is positive")

# --- products
_law("prod_equal", eq(_prod(lo, hi, F(B0)), _prod(lo, hi, G(B0))), _all(lo, hi, eq(F(B0), G(B0))),
     why="factor by factor")
_law("prod_mul", eq(_prod(lo, hi, F(B0) * G(B0)), _prod(lo, hi, F(B0)) * _prod(lo, hi, G(B0))), why="reordering")
_law("prod_power", eq(_prod(lo, hi, F(B0) ** n), _prod(lo, hi, F(B0)) ** n), why="a power of a product, 1/0 being 0")
_law("prod_constant", eq(_prod(first, last, c), c ** add(last, -first, ONE)), le(first, last + ONE),
     why="as many factors as there are integers")
_law("prod_last", eq(_prod(first, last, F(B0)), _prod(first, last + MINUS_ONE, F(B0)) * F(last)), le(first, last),
     why="the last factor, apart")
_law("prod_empty", eq(_prod(lo, hi, F(B0)), ONE), lt(hi, lo), why="an empty product")
_law("prod_shift", eq(_prod(lo, hi, F(B0)), _prod(lo + n, hi + n, F(B0 - n))), why="another name for the index")
_law("prod_positive", lt(ZERO, _prod(lo, hi, F(B0))), _all(lo, hi, lt(ZERO, F(B0))), why="factor by factor")
_law("log_prod", eq(log(_prod(lo, hi, F(B0))), _sum(lo, hi, log(F(B0)))), _all(lo, hi, lt(ZERO, F(B0))),
     why="a logarithm of a product is a sum")

# --- arrays: put(A, i, x) is A with x at i
for _places in (1, 2, 3):
    _A = _meta("A", "array", places=_places)
    _at = tuple(_meta(f"at{q}") for q in range(1, _places + 1))
    _of = tuple(_meta(f"of{q}") for q in range(1, _places + 1))
    _same = mul(*map(delta, _of, _at)) if _places > 1 else delta(_of[0], _at[0])
    _law(f"put_{_places}", eq(entry(put(_A, *_at, c), *_of), entry(_A, *_of) + _same * (c - entry(_A, *_at))),
         why="c where the index is that one, as before elsewhere")
    _law(f"slope_entry_{_places}", _slope_is(entry(put(_A, *_at, B0), *_of), a, _same),
         why="the value itself where the index is that one, constant elsewhere")

# --- slopes: F is differentiable at a, with derivative c
_law("slope_self", _slope_is(B0, a, ONE), why="the identity")
_law("slope_constant", _slope_is(c, a, ZERO), why="a constant")
_SF, _SG = _slope_is(F(B0), a, c), _slope_is(G(B0), a, d)
_law("slope_add", _slope_is(F(B0) + G(B0), a, c + d), _SF, _SG, why="the sum rule")
_law("slope_mul", _slope_is(F(B0) * G(B0), a, c * G(a) + F(a) * d), _SF, _SG, why="the product rule")
_law("slope_exp", _slope_is(exp(F(B0)), a, exp(F(a)) * c), _SF, why="the chain rule")
_law("slope_log", _slope_is(log(F(B0)), a, c * F(a) ** -1), _SF, lt(ZERO, F(a)), why="the chain rule")
_law("slope_abs", _slope_is(make("abs", F(B0)), a, mul(c, F(a), make("abs", F(a)) ** -1)), _SF, ne(F(a), ZERO),
     why="|F| is F or −F on an interval about the point, as F is continuous there")
_law("slope_inverse", _slope_is(F(B0) ** -1, a, mul(MINUS_ONE, c, F(a) ** -2)), _SF, ne(F(a), ZERO),
     why="the chain rule")
_law("slope_power", _slope_is(F(B0) ** n, a, mul(n, F(a) ** (n + MINUS_ONE), c)), _SF, ne(F(a), ZERO),
     why="the chain rule, for an integer power")
_law("slope_power_natural", _slope_is(F(B0) ** n, a, mul(n, F(a) ** (n + MINUS_ONE), c)), _SF, le(ZERO, n),
     why="the chain rule; also where F is 0, as 0^0 is 1 and 0·0^-1 is 0")
_law("slope_sum", _slope_is(_sum(lo, hi, F2(B1, B0)), a, _sum(lo, hi, G(B0))),
     _all(lo, hi, _slope_is(F2(B0, B1), a, G(B0))), why="a sum of finitely many terms, whose range does not move")
_law("slope_of", _slope_is(_value(F2(B1, B0)), a, _sum(lo, hi, _partial(F2(a, B0), B0) * G(B0))),
     _all(lo, hi, _slope_is(F2(B0, B1), a, G(B0))), why="the chain rule in several variables")
_law("of_equal", eq(_value(F(B0)), _value(G(B0))), _all(lo, hi, eq(F(B0), G(B0))), why="these numbers are all it sees")
_law("partial_equal", eq(_partial(F(B0), a), _partial(G(B0), a)), _all(lo, hi, eq(F(B0), G(B0))),
     why="these numbers are all it sees")
_law("slope_near", _slope_is(F(B0), a, c), make("around", eq(F(B0), G(B0)), a), _slope_is(G(B0), a, c),
     why="a slope depends on values near the point alone")
_law("slope", eq(make("slope", F(B0), a), c), _SF, why="there is only one")
_law("rises", lt(F(a), F(b)), _over(lower, upper, _slope_is(F(B0), B0, G(B0))), _over(lower, upper, lt(ZERO, G(B0))),
     lt(lower, a), lt(a, b), lt(b, upper), why="the mean value theorem")
_law("smooth", make("smooth", F(B0), a), _SF, why="smooth at a point means: a slope is there")

# --- near a place: over(lower, upper, P) is "for every real between"
_law("around", make("around", P1(B0), a), make("near", MINUS_INFINITY, INFINITY, P1(B0), a), P1(a),
     why="near the point, and at it")
_law("near_above", make("near", lower, upper, lt(low, B0), to), lt(low, to), why="what is near is on the same side")
_law("near_below", make("near", lower, upper, lt(B0, high), to), lt(to, high), why="what is near is on the same side")
_law("near_each", make("near", lower, upper, _all(lo, hi, P2(B1, B0)), to),
     _all(lo, hi, make("near", lower, upper, P2(B0, B1), to)), why="finitely many neighbourhoods have one in common")

# --- limits: F(x) → c as x → to between lower and upper


def _tends(body: Term, value: Term) -> Term:
    return make("tends", lower, upper, body, to, value)


def _nearly(proposition: Term) -> Term:
    return make("near", lower, upper, proposition, to)


_TF, _TG = _tends(F(B0), c), _tends(G(B0), d)
_law("limit_self", make("tends", lower, upper, B0, a, a), why="the identity")
_law("limit_constant", _tends(c, c), why="a constant")
_law("limit_add", _tends(F(B0) + G(B0), c + d), _TF, _TG, why="addition is continuous")
_law("limit_mul", _tends(F(B0) * G(B0), c * d), _TF, _TG, why="multiplication is continuous")
_law("limit_inverse", _tends(F(B0) ** -1, c**-1), _TF, ne(c, ZERO), why="1/x is continuous where x is not 0")
_law("limit_exp", _tends(exp(F(B0)), exp(c)), _TF, why="the exponential is continuous")
_law("limit_log", _tends(log(F(B0)), log(c)), _TF, lt(ZERO, c), why="the logarithm is continuous on what is positive")
_law("limit_far_inverse", make("tends", lower, INFINITY, B0**-1, INFINITY, ZERO), why="1/x → 0")
_law("limit_exp_large", _tends(exp(-F(B0)), ZERO), _tends(F(B0) ** -1, ZERO), _nearly(lt(ZERO, F(B0))),
     why="exp(−x) → 0 as x → ∞")
_law("limit_sum", _tends(_sum(lo, hi, F2(B1, B0)), _sum(lo, hi, G(B0))), _all(lo, hi, _tends(F2(B0, B1), G(B0))),
     why="a sum of finitely many terms, whose range does not move")
_law("near_positive", _nearly(lt(ZERO, F(B0))), _TF, lt(ZERO, c), why="what tends to more than 0 is more than 0 near")
_law("limit_near", _tends(F(B0), c), _nearly(eq(F(B0), G(B0))), _tends(G(B0), c),
     why="a limit depends on values near alone")
_law("limit_below", make("tends", MINUS_INFINITY, upper, F(B0), MINUS_INFINITY, c),
     make("tends", lower, INFINITY, F(-B0), INFINITY, c), why="the same from the other end")
_K = _meta("K", arity=1)
_SLOPES = (_nearly(_slope_is(F(B0), B0, H(B0))), _nearly(_slope_is(G(B0), B0, _K(B0))),
           _nearly(ne(_K(B0), ZERO)), _tends(H(B0) * _K(B0) ** -1, c))  # fmt: skip
_law("limit_quotient", _tends(F(B0) * G(B0) ** -1, c), _tends(F(B0), ZERO), _tends(G(B0), ZERO), *_SLOPES,
     why="l'Hôpital's rule, 0/0")
_law("limit_quotient_large", _tends(F(B0) * G(B0) ** -1, c), _tends(G(B0) ** -1, ZERO), *_SLOPES,
     why="l'Hôpital's rule, anything over ∞; G is 0 at most once on each side, as its slope is never 0")

_law("converges_real", make("converges", F(B0), c), make("tends", lower, INFINITY, F(B0), INFINITY, c),
     why="integers are reals")
_law("eventually_near", make("eventually", P1(B0)), make("near", MINUS_INFINITY, INFINITY, P1(B0), INFINITY),
     why="integers are reals")

# --- minima: F is least at a, and only there, of all between
_law("least", make("argmin", lower, upper, F(B0), a), _over(lower, upper, _slope_is(F(B0), B0, G(B0))),
     _over(lower, a, lt(G(B0), ZERO)), _over(a, upper, lt(ZERO, G(B0))), lt(lower, a), lt(a, upper),
     why="it falls before, and rises after")
_law("least_bound", le(F(a), F(b)), make("argmin", lower, upper, F(B0), a), lt(lower, b), lt(b, upper),
     why="what least means")

# --- equivalences
_law("iff_turned", _iff(Q, P), _iff(P, Q), why="both ways")
_law("iff_trans", _iff(P, R), _iff(P, Q), _iff(Q, R), why="one after the other")
_law("iff_apply", Q, _iff(P, Q), P, why="what an equivalence is for")
for _name, _op in (("equal", "="), ("less", "<"), ("at_most", "<=")):
    _law(f"iff_{_name}", _iff(make(_op, a, b), make(_op, c, d)), lt(ZERO, m2 := _meta("factor")),
         eq(b - a, m2 * (d - c)), why="the differences are positive multiples of each other")

# --- means over draws w[1] … w[count], each k with weight Q(k)


def _mean(body: Term) -> Term:
    return make("mean", count, lo, hi, F(B0), body)


_whole_weight = _sum(lo, hi, F(B0))
_W = _meta("W", arity=1), _meta("X", arity=1)
_law("mean_add", eq(_mean(_W[0](DRAWS) + _W[1](DRAWS)), _mean(_W[0](DRAWS)) + _mean(_W[1](DRAWS))), why="a finite sum")
_law("mean_scale", eq(_mean(c * _W[0](DRAWS)), c * _mean(_W[0](DRAWS))), why="a finite sum")
_law("mean_sum",
     eq(_mean(_sum(lo2, hi2, F2(B0, bound(1, 1)))), _sum(lo2, hi2, make("mean", count, lo, hi, F(B0), F2(B1, DRAWS)))),
     why="finite sums are exchanged")
_law("mean_one", eq(_mean(ONE), _whole_weight**count), le(ZERO, count), why="every draw sums over all its weights")
_law("mean_draw", eq(_mean(G(entry(DRAWS, n))), _sum(lo, hi, F(B0) * G(B0)) * _whole_weight ** (count + MINUS_ONE)),
     le(ONE, n), le(n, count), why="the other draws sum over all their weights")
_law("mean_pair",
     eq(_mean(G(entry(DRAWS, n)) * H(entry(DRAWS, m))),
        mul(_sum(lo, hi, F(B0) * G(B0)), _sum(lo, hi, F(B0) * H(B0)), _whole_weight ** (count + number(-2)))),
     *(le(ONE, n), le(n, count), le(ONE, m), le(m, count), ne(n, m)), why="two different draws are independent")
_law("mean_equal", eq(_mean(_W[0](DRAWS)), _mean(_W[1](DRAWS))),
     make("drawn", count, lo, hi, eq(_W[0](DRAWS), _W[1](DRAWS))), why="draw by draw")
