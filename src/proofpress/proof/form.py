"""The normal form: an opened expression as a sum of products, every sum in it in one standard shape.

>>> from sympy import IndexedBase, Sum, exp
>>> from proofpress.proof.given import index, size
>>> from proofpress.proof.knowledge import Knowledge
>>> from proofpress.proof.opened import opened
>>> V, i, j, s = size("V"), index("i"), index("j"), IndexedBase("s", real=True)
>>> known = Knowledge()
>>> Form(known)(opened(Sum(2 * i + exp(s[j] + i), (j, 1, V)), known))
2*V*i + exp(i)*Sum(exp(s[_1]), (_1, 1, V))
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sympy import (
    Abs,
    Add,
    Basic,
    Expr,
    Integer,
    KroneckerDelta,
    Mul,
    Number,
    NumberSymbol,
    Pow,
    Product,
    Rational,
    S,
    Sum,
    Symbol,
    default_sort_key,
    exp,
    factorint,
    log,
)
from sympy.tensor.indexed import Indexed

from .draws import Expected
from .expectations import form_of_expected
from .knowledge import Knowledge
from .positivity import nonnegative, positive
from .substitution import put
from .summing import sum_over
from .terms import factorised
from .unify import unify

MOST_TERMS = 1500
LARGEST_POWER = 6

Rewrite = tuple[Expr, Expr, tuple[Symbol, ...]]


class TooLarge(Exception):
    """A normal form with more terms than are worth having."""


class Form:
    """Brings opened expressions to normal form, under what is known and with hypotheses as rewrites.

    >>> from sympy import Symbol
    >>> x, r = Symbol("x", real=True), Symbol("r", positive=True)
    >>> form = Form(Knowledge(), [(log(r), x, ())])
    >>> form(log(2 * r))
    x + log(2)
    >>> form.rewritten(log(r))
    x
    >>> form.product([x + 1, x - 1])
    x**2 - 1
    >>> form.fraction((x**2 - 1) / (r + 1) + (1 - x**2) / (r + 1))
    0
    >>> form.positive(exp(x) + r), form.positive(x)
    (True, False)
    >>> form.fresh(Sum(x, (x, 1, 3)))[1]
    [(_x, 1, 3)]
    """

    def __init__(
        self, known: Knowledge, rewrites: Sequence[Rewrite] = (), is_nonnegative: Callable | None = None
    ) -> None:
        self.known = known
        self.rewrites = list(rewrites)
        self.is_nonnegative = is_nonnegative
        self.done: dict[Basic, Expr] = {}
        self.agreed: dict[tuple[Expr, Expr], bool] = {}

    def __call__(self, e: Expr) -> Expr:
        """The normal form of `e`."""
        if e not in self.done:
            self.done[e] = self._form(e)
        return self.done[e]

    def _form(self, e: Expr) -> Expr:
        if isinstance(e, Number | NumberSymbol):
            return e
        switch = self._switch(e) if isinstance(e, exp | log | Pow) else None
        if switch is not None:
            return self._by_switch(e, switch)
        for kind, rule in _RULES:
            if isinstance(e, kind):
                return rule(self, e)
        return self.rewritten(e.func(*(self.fraction(self(part)) for part in e.args)))

    def _switch(self, e: Expr) -> Expr | None:
        """An integer in `e` that is 0 or 1, free of the names that sums inside `e` bind."""
        switches = sorted((a for a in e.atoms(Symbol, Indexed) if self.known.ends(a) == (0, 1)), key=str)
        bound = {limit[0] for inner in e.atoms(Sum, Product) for limit in inner.limits}
        return next((a for a in switches if not a.has(*bound)), None) if switches else None

    def _by_switch(self, e: Expr, switch: Expr) -> Expr:
        """f(β) = (1 − β)·f(0) + β·f(1) for β of 0 or 1."""
        off, on = (self(e.xreplace({switch: value})) for value in (S.Zero, S.One))
        return self.product([1 - switch, off]) + self.product([switch, on])

    def rewritten(self, atom: Expr) -> Expr:
        """What a hypothesis says `atom` is, or `atom`."""
        new = self._said(atom)
        return atom if new is None else self(new)

    def _said(self, atom: Expr) -> Expr | None:
        """What a hypothesis says `atom` is, as it is written there."""
        for left, right, names in self.rewrites:
            found = unify(left, atom, names)
            if found is None or not all(self._meant(name, place) for name, place in found.items()):
                continue
            new = put(right, found)
            if not _goes_round(left, right, names) or default_sort_key(new) < default_sort_key(atom):
                return new
        return None

    def _meant(self, name: Symbol, place: Expr) -> bool:
        """Whether a hypothesis for every value of `name` speaks of `place`: it is within the range that `name` has."""
        return name not in self.known.ranges or self.known.within(place, *self.known.ranges[name])

    def _indexed(self, e: Indexed) -> Expr:
        """An array's entry with its indices expanded."""
        return self.rewritten(e.base[tuple(self(index) for index in e.indices)])

    def product(self, factors: Sequence[Expr]) -> Expr:
        """The product of normal forms, multiplied out."""
        terms = [S.One]
        for factor in factors:
            terms = [self._tidy(term * other) for term in terms for other in Add.make_args(factor)]
            terms = [part for term in terms for part in Add.make_args(term)]
            if len(terms) > MOST_TERMS:
                raise TooLarge(f"more than {MOST_TERMS} terms")
        return Add(*terms)

    def _tidy(self, term: Expr) -> Expr:
        """A product of two terms: δ² is δ, and a sum that lost its negative power is multiplied out."""
        factors = Mul.make_args(term)
        if any(isinstance(f, Pow) and self.known.ends(f.base) == (0, 1) for f in factors):
            factors = [f.base if isinstance(f, Pow) and self.known.ends(f.base) == (0, 1) else f for f in factors]
            term = Mul(*factors)
        if not any(isinstance(f, Add) or (isinstance(f, Pow) and f.exp.is_Integer and f.exp > 0) for f in factors):
            return term
        plain = [f.base if isinstance(f, Pow) and isinstance(f.base, KroneckerDelta) else f for f in factors]
        sums = [f for f in plain if isinstance(f, Add) or _expandable(f)]
        rest = Mul(*(f for f in plain if f not in sums))
        return self.product([rest, *(copy for f in sums for copy in _copies(f))]) if sums else rest

    def _power(self, e: Pow) -> Expr:
        """A power, its base multiplied out or split into factors as far as signs allow."""
        base, exponent = self(e.base), self(e.exp)
        if exponent.is_Integer and 0 < exponent <= LARGEST_POWER:
            return self.product([base] * int(exponent))
        if isinstance(base, exp):
            return self(exp(base.args[0] * exponent))
        if isinstance(base, Rational) and base > 0 and not exponent.is_Rational:
            return self(exp(exponent * log(base)))
        deltas = [term for term in Add.make_args(exponent) if isinstance(term.as_coeff_Mul()[1], KroneckerDelta)]
        if deltas:
            rest = self._raised(base, exponent - Add(*deltas))
            return self.product([rest, *(self._switched(base, term) for term in deltas)])
        return self._raised(base, exponent)

    def _switched(self, base: Expr, term: Expr) -> Expr:
        """b^(cδ) = 1 + δ(b^c − 1)."""
        number, delta = term.as_coeff_Mul()
        return Add(1, self.product([delta, self._raised(base, number) - 1]))

    def _raised(self, base: Expr, exponent: Expr) -> Expr:
        """A normal base to a power, factor by factor where that is allowed."""
        if exponent == 0 or base == 1:
            return S.One
        if exponent.is_Integer and exponent > 0:
            return self.product([base] * int(exponent))
        if not isinstance(base, Add | Mul):
            return Pow(base, exponent)
        number, pairs = factorised(base)
        if exponent.is_Integer:
            return self.product([number**exponent, *(self._raised_once(b, p * exponent) for b, p in pairs)])
        loose = [(b, p) for b, p in pairs if not positive(b, self.known)]
        if loose or number < 0:
            return Pow(base, exponent)
        return self.product([number**exponent, *(self._raised_once(b, p * exponent) for b, p in pairs)])

    def _raised_once(self, base: Expr, exponent: Expr) -> Expr:
        if isinstance(base, exp):
            return self(exp(base.args[0] * exponent))
        if exponent.is_Integer and exponent > 0:
            return self.product([base] * int(exponent))
        return Pow(base, exponent)

    def _exponential(self, e: Expr) -> Expr:
        """An exponential whose exponent is a sum of terms; those with a logarithm become powers."""
        return self.product([_as_power(term) for term in Add.make_args(self.fraction(self(e.args[0])))])

    def _logarithm(self, e: log) -> Expr:
        """A logarithm, split over products, quotients, powers and exponentials of positive things."""
        inside = e.args[0]
        if isinstance(inside, Symbol | Indexed):
            inside = self._said(inside) or inside
        if isinstance(inside, exp):
            return self(inside.args[0])
        if isinstance(inside, Pow) and self.positive(inside.base):
            return self.product([self(inside.exp), self(log(inside.base))])
        if isinstance(inside, Mul) and all(self.positive(factor) for factor in inside.args):
            return Add(*(self(log(factor)) for factor in inside.args))
        if isinstance(inside, Product) and self.positive(inside.function):
            return self(Sum(log(inside.function), *inside.limits))
        return self._log_of_form(self(inside))

    def _log_of_form(self, inside: Expr) -> Expr:
        number, pairs = factorised(inside)
        known = [(base, power) for base, power in pairs if positive(base, self.known)]
        if len(known) < len(pairs) or number <= 0:
            return log(inside)
        return Add(_log_number(number), *(self.product([power, self._log_atom(base)]) for base, power in known))

    def _log_atom(self, base: Expr) -> Expr:
        if isinstance(base, exp):
            return base.args[0]
        if isinstance(base, Pow) and positive(base.base, self.known):
            return self.product([base.exp, self._log_of_form(base.base)])
        return self.rewritten(log(base))

    def positive(self, e: Expr) -> bool:
        """Whether an opened expression is known to be positive, as it stands or by the factors of its normal form."""
        if positive(e, self.known):
            return True
        if isinstance(e, Mul | Product):
            return all(self.positive(part) for part in ((e.function,) if isinstance(e, Product) else e.args))
        if isinstance(e, Pow):
            return self.positive(e.base)
        if not isinstance(e, Add):
            return False
        number, pairs = factorised(self(e))
        return bool(number > 0) and all(positive(base, self.known) for base, _ in pairs)

    def _absolute(self, e: Abs) -> Expr:
        """An absolute value, without its bars where the sign is known."""
        inside = self.fraction(self(e.args[0]))
        if nonnegative(inside, self.known):
            return inside
        if nonnegative(-inside, self.known):
            return -inside
        if self.known.conditions() and (sign := self._sign(inside)):
            return sign * inside
        return Abs(-inside if inside.could_extract_minus_sign() else inside)

    def _sign(self, e: Expr) -> int:
        """The sign that an expression is known to have by its factors and by what is given, 0 if it is not known."""
        test = self.is_nonnegative
        return next((sign for sign in (1, -1) if test and test(sign * e, self)), 0)

    def _delta(self, e: KroneckerDelta) -> Expr:
        """A Kronecker delta, settled where the ranges settle it."""
        a, b = (self(index) for index in e.args[:2])
        same = self.known.equal(a, b)
        return KroneckerDelta(a, b) if same is None else Integer(same)

    def _sum(self, e: Sum) -> Expr:
        """A sum in standard shape."""
        function, limits = self.fresh(e)
        total = self(function)
        for name, lower, upper in limits:
            total = sum_over(self, total, name, self(lower), self(upper))
        self.known.let_go(limits, held=total)
        return total

    def fresh(self, e: Sum | Product) -> tuple[Expr, list[tuple]]:
        """The function and limits of a sum under fresh bound names, their ranges made known."""
        names: dict[Basic, Basic] = {}
        limits: list[tuple] = []
        for name, lower, upper in reversed(e.limits):
            ends = lower.xreplace(names), upper.xreplace(names)
            names[name] = self.known.bound_name(name.name, *ends)
            limits.insert(0, (names[name], *ends))
        return e.function.xreplace(names), limits

    def _multiplied(self, e: Product) -> Expr:
        """A product of positive factors as the exponential of a sum of logarithms, another factor by factor."""
        if self.positive(e.function):
            return self(exp(Sum(log(e.function), *e.limits)))
        function, limits = self.fresh(e)
        if len(limits) == 1 and not function.has(limits[0][0]):
            _, lower, upper = limits[0]
            if self.known.at_least_zero(upper - lower + 1):
                return self(Pow(function, upper - lower + 1))
        return self.rewritten(_named(Product(self(function), *limits)))

    def fraction(self, e: Expr) -> Expr:
        """A normal form over one denominator, common factors cancelled, written as a sum of terms again."""
        if not any(_divides(factor) for term in Add.make_args(e) for factor in Mul.make_args(term)):
            return e
        number, pairs = factorised(e)
        return self.product([number, *(self._raised_once(base, power) for base, power in pairs)])


def _goes_round(left: Expr, right: Expr, names: tuple[Symbol, ...]) -> bool:
    """Whether the right side of a hypothesis is its left side under other names, which would be rewritten for ever."""
    return unify(left, right.as_coeff_Mul()[1], names) is not None


def _as_power(term: Expr) -> Expr:
    """exp(c·log x) as x^c, where x is the one thing in `term` that is not a number and under a logarithm."""
    logs = [factor for factor in Mul.make_args(term) if isinstance(factor, log) and not factor.args[0].is_Number]
    if len(logs) != 1 or logs[0].args[0].is_Add:
        return exp(term)
    return Pow(logs[0].args[0], term / logs[0])


def _divides(factor: Expr) -> bool:
    return isinstance(factor, Pow) and isinstance(factor.base, Add)


def _expandable(factor: Expr) -> bool:
    return isinstance(factor, Pow) and isinstance(factor.base, Add) and factor.exp.is_Integer and factor.exp > 0


def _copies(factor: Expr) -> list[Expr]:
    return [factor] if isinstance(factor, Add) else [factor.base] * int(factor.exp)


def _log_number(number: Expr) -> Expr:
    """Log 12 = 2 log 2 + log 3."""
    if not isinstance(number, Rational) or max(number.p, number.q) > 10**9:
        return log(number)
    return Add(
        *(power * log(prime) for prime, power in factorint(number.p).items() if prime != 1),
        *(-power * log(prime) for prime, power in factorint(number.q).items() if prime != 1),
    )


def _named(e: Product) -> Expr:
    from .summing import canonical

    return canonical(e)


_RULES: tuple[tuple[type | tuple, Callable], ...] = (
    (Symbol, Form.rewritten),
    (Indexed, Form._indexed),
    (Add, lambda form, e: Add(*(form(part) for part in e.args))),
    (Mul, lambda form, e: form.product([form(part) for part in e.args])),
    (exp, Form._exponential),
    (Pow, Form._power),
    (log, Form._logarithm),
    (Sum, Form._sum),
    (Product, Form._multiplied),
    (KroneckerDelta, Form._delta),
    (Abs, Form._absolute),
    (Expected, form_of_expected),
)
