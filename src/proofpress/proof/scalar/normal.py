"""The normal form of a real expression: a quotient of polynomials in symbols, exponentials, logarithms and roots.

Every rule is an identity wherever both of its sides are defined over the reals, so an expression whose normal form is
zero is zero wherever it is defined.
The generators need not be independent: a zero that is missed costs completeness, never soundness.

- exp of a sum is a product of powers of exp(one term); the logarithm of a product is a sum of log |factor|;
- g**e for g > 0 is exp(e log g), and exp(r log |f|) for a rational r is a power or a root of |f|;
- a root and an absolute value know their own power: r**n = |f|, |f|**2 = f**2.

A generator is refined when a finer one is needed (exp(x/2) beside exp(x)): `Refine` is raised and all starts over.
"""

from __future__ import annotations

from math import lcm

from sympy import (
    QQ,
    Abs,
    Add,
    Expr,
    Float,
    Integer,
    Max,
    Min,
    Mul,
    Pow,
    Product,
    Rational,
    S,
    Sum,
    exp,
    factorint,
    floor,
    log,
)

from . import spans
from .calculus import free_symbols, negative, unfolded
from .field import Field
from .folds import Fold, bound_name, convert_fold
from .kinds import Folded, Kind, Log, NowhereDefined, Power, Ratio, Refine, Root, Signed, Size, Undecided
from .poly import (
    ONE,
    ZERO,
    Number,
    Poly,
    TooLarge,
    add,
    constant,
    exponents,
    generator,
    multiply,
    scale,
    subtract,
    support,
)
from .signs import manifest, never_zero, weak_sign


class Normal(Field):
    """A field into which expressions are converted.

    >>> from sympy import Symbol
    >>> x, y, n = Symbol("x", positive=True), Symbol("y", real=True), Symbol("n", integer=True, positive=True)
    >>> field = Normal()
    >>> field.convert(exp(2 * y) - exp(y) ** 2).num
    {}
    >>> field.exponential(field.convert(y)) == field.convert(exp(y))
    True
    >>> field.logarithm(field.convert(x / 2)) == field.convert(log(x) - log(2))
    True
    >>> field.power_of(field.convert(x), field.convert(2 * y)) == field.convert((x**2) ** y)
    True
    >>> k = Symbol("k", integer=True)
    >>> field.factorial(field.convert(n)) == field.convert(Product(k, (k, 1, n)))
    True
    """

    def _own_power(self, kind: Kind) -> tuple[int, Ratio]:
        """Roots, absolute values and powers of −1 know their own power."""
        if isinstance(kind, Root):
            return self.fineness[kind], self._size(kind.factor)
        if isinstance(kind, Size):
            f = self.factors[kind.factor]
            return 2, Ratio(multiply(f, f))
        if isinstance(kind, Signed) and self.factors[kind.factor] == constant(-1):
            return 2, Ratio(ONE)
        return 0, Ratio(ONE)

    # signs

    def _size(self, f: int) -> Ratio:
        """|factor|."""
        known = self.factor_sign(f)
        p = self.factors[f]
        if known:
            return Ratio(scale(p, known))
        self.cases.append(p)
        return self.variable(Size(f))

    def factor_sign(self, f: int) -> int:
        """1 if a factor is known to be ≥ 0, −1 if ≤ 0, else 0.

        >>> from sympy import Symbol
        >>> x, y, field = Symbol("x", positive=True), Symbol("y", real=True), Normal()
        >>> [field.factor_sign(field.factor(field.convert(e).num)) for e in (x + 1, -x, y)]
        [1, -1, 0]
        """
        return weak_sign(self, self.factors[f])

    def _know(self, p: Poly) -> None:
        """Note p ≥ 0, because something that contains it is defined."""
        if len(p) <= 60 and p not in self.defined and not manifest(self, p):
            self.defined.append(p)
            self.fresh = True

    # conversion

    def convert(self, e: Expr) -> Ratio:
        """The normal form of an expression."""
        found = self.memory.get(e)
        if found is None:
            found = self.memory[e] = self._convert(e)
        return found

    def _convert(self, e: Expr) -> Ratio:
        if isinstance(e, Rational):
            return Ratio(constant(QQ(int(e.p), int(e.q))))
        rule = RULES.get(e.func)
        if rule is not None:
            return rule(self, e)
        if e is S.Exp1:
            return self.exponential(Ratio(ONE))
        if isinstance(e, Float):
            raise Undecided(f"{e} is a rounded number")
        definition = unfolded(e)
        return self.opaque(e) if definition is None else self.convert(definition)

    def opaque(self, e: Expr) -> Ratio:
        """A symbol, or anything real that has no rule: a generator of its own.

        >>> from sympy import Symbol, sin
        >>> field, y = Normal(), Symbol("y", real=True)
        >>> field.opaque(sin(y)) == field.convert(sin(y))
        True
        """
        if e.is_extended_real is not True:
            raise Undecided(f"{e} is not known to be real")
        return self.variable(e)

    # exponentials, logarithms, powers

    def exponential(self, a: Ratio) -> Ratio:
        """exp(a)."""
        a = self.cancel(a)
        out = Ratio(ONE)
        for m, c in a.num.items():
            out = self.times(out, self._exp_term(m, a.den, c))
        return out

    def _exp_term(self, m: int, den: tuple, c: Number) -> Ratio:
        if not den and m:
            pairs = list(exponents(m))
            kind = self.kinds[pairs[0][0]]
            if len(pairs) == 1 and pairs[0][1] == 1 and isinstance(kind, Log):
                return self._real_power(kind.factor, c)
        return Ratio(generator(*self._fine(Power(m, den), c)))

    def _fine(self, kind: Kind, c: Number) -> tuple[int, int]:
        """The generator and its exponent for the kind's c-th power; refined if c needs a finer root."""
        fine = self.fineness.setdefault(kind, int(c.denominator))
        times = c * fine
        if times.denominator != 1:
            self.fineness[kind] = lcm(fine, int(c.denominator))
            raise Refine
        return self.number(kind), int(times)

    def _real_power(self, f: int, c: Number) -> Ratio:
        """|factor|**c for a rational c."""
        p = self.factors[f]
        if c.denominator == 1:
            return self.to_power(self._size(f), int(c))
        if len(p) == 1 and not next(iter(p)):
            self._room(c)
        return self.reduce(Ratio(generator(*self._fine(Root(f), c))))

    def _room(self, c: Number) -> None:
        if abs(c) > 10_000:
            raise TooLarge("a power is too large")

    def logarithm(self, a: Ratio) -> Ratio:
        """The logarithm of |a|."""
        a = self.cancel(a)
        if not a.num:
            raise NowhereDefined("the logarithm of zero")
        number, low, parts = self.split(a.num)
        terms = [self._log_number(number)]
        terms += [self._log_generator(g, e) for g, e in exponents(low)]
        terms += [self._log_factor(f, e) for f, e in parts]
        terms += [self._log_factor(f, -e) for f, e in a.den]
        return self.plus(terms)

    def _log_number(self, c: Number) -> Ratio:
        out = Ratio(ZERO)
        for value, s in ((abs(int(c.numerator)), 1), (int(c.denominator), -1)):
            for prime, e in _primes(value):
                out = self.plus([out, self._log_factor(self.factor(constant(prime)), s * e)])
        return out

    def _log_generator(self, g: int, e: int) -> Ratio:
        kind = self.kinds[g]
        if isinstance(kind, Power):
            return Ratio({kind.monomial: QQ(e, self.fineness[kind])}, kind.den)
        if isinstance(kind, Root):
            return self.scaled(self._log_factor(kind.factor, e), QQ(1, self.fineness[kind]))
        if isinstance(kind, Size):
            return self._log_factor(kind.factor, e)
        if isinstance(kind, Signed):
            value = Ratio({kind.monomial: QQ(e)})
            return self.times(value, self._log_factor(kind.factor, 1))
        if isinstance(kind, Folded) and kind.kind == "Product" and kind.parts[1] != Ratio(ZERO).key:
            name, body, *ends = kind.parts
            low, high = (Ratio(dict(num), den) for num, den in ends)
            inside = self.logarithm(Ratio(dict(body[0]), body[1]))
            return self.scaled(Fold(self, self.kinds[name], low, high).sum(inside), e)
        return self._log_factor(self.factor(generator(g)), e)

    def _log_factor(self, f: int, e: int) -> Ratio:
        p = self.factors[f]
        if p in (ONE, constant(-1)):
            return Ratio(ZERO)
        return self.scaled(self.variable(Log(f)), e)

    def know_positive(self, a: Ratio) -> None:
        """Note what a ≥ 0, whose logarithm or root is defined, says of its one factor of unknown sign.

        >>> from sympy import Symbol
        >>> field, y = Normal(), Symbol("y", real=True)
        >>> field.know_positive(field.convert(1 - y))
        >>> field.defined == [field.convert(1 - y).num]
        True
        """
        number, low, parts = self.split(a.num)
        sign = 1 if number > 0 else -1
        odd = [self.factor(generator(g)) for g, e in exponents(low) if e % 2]
        odd += [f for f, e in [*parts, *a.den] if e % 2]
        unknown = []
        for f in odd:
            here = self._plain_sign(f)
            sign *= here or 1
            unknown += [] if here else [f]
        if len(unknown) == 1:
            self._know(scale(self.factors[unknown[0]], sign))
        elif not unknown and sign < 0 and not odd:
            raise NowhereDefined("the logarithm or root of a negative number")

    def _plain_sign(self, f: int) -> int:
        p = self.factors[f]
        return 1 if manifest(self, p) else -1 if manifest(self, scale(p, QQ(-1))) else 0

    def power_of(self, base: Ratio, exponent: Ratio) -> Ratio:
        """base**exponent for an exponent that is not an integer constant."""
        if not base.num:
            return self._power_of_zero(exponent)
        if self.integer_valued(exponent):
            return self._integer_power(base, exponent)
        self.know_positive(base)
        return self.exponential(self.times(exponent, self.logarithm(base)))

    def _power_of_zero(self, exponent: Ratio) -> Ratio:
        if not exponent.den and weak_sign(self, exponent.num) > 0 and never_zero(self, exponent.num):
            return Ratio(ZERO)
        raise Undecided("a power of zero")

    def integer_valued(self, a: Ratio) -> bool:
        """A polynomial in integer symbols with integer coefficients.

        >>> from sympy import Symbol
        >>> field, n = Normal(), Symbol("n", integer=True)
        >>> [field.integer_valued(field.convert(e)) for e in (n**2 - 3, n / 2)]
        [True, False]
        """
        return (
            not a.den
            and all(c.denominator == 1 for c in a.num.values())
            and all(self._integer_generator(g) for g in support(a.num))
            and all(e > 0 for m in a.num for _, e in exponents(m))
        )

    def _integer_generator(self, g: int) -> bool:
        kind = self.kinds[g]
        if isinstance(kind, Folded):
            return kind.kind == "floor"
        return isinstance(kind, Expr) and kind.is_integer is True

    def _integer_power(self, base: Ratio, exponent: Ratio) -> Ratio:
        """Each factor to an integer-valued power; a factor that may be negative keeps its sign."""
        number, low, parts = self.split(base.num)
        out = self._integer_power_of(self.factor(constant(-1)), exponent) if number < 0 else Ratio(ONE)
        out = self.times(out, self.exponential(self.times(exponent, self._log_number(number))))
        pairs = [*parts, *((f, -e) for f, e in base.den)]
        for g, e in exponents(low):
            kind = self.kinds[g]
            if isinstance(kind, Power | Root | Size):
                out = self.times(out, self.exponential(self.times(exponent, self._log_generator(g, e))))
            else:
                pairs.append((self.factor(generator(g)), e))
        for f, e in pairs:
            out = self.times(out, self._integer_power_of(f, self.scaled(exponent, e)))
        return out

    def _integer_power_of(self, f: int, exponent: Ratio) -> Ratio:
        if self._plain_sign(f) > 0 or self.factor_sign(f) > 0:
            return self.exponential(self.times(exponent, self._log_factor(f, 1)))
        out = Ratio(ONE)
        for m, c in exponent.num.items():
            if m:
                piece = Ratio(generator(self.number(Signed(f, m)), int(c)))
            else:
                piece = self.to_power(Ratio(self.factors[f]), int(c))
            out = self.times(out, piece)
        return out

    def factorial(self, n: Ratio) -> Ratio:
        """A factorial, as a Product from 1 on that is kept whole."""
        name = self.number(bound_name(self, set(), Ratio(ONE), n))
        return self.whole("Product", (Ratio(generator(name)), Ratio(ONE), n), name)

    # back to an expression

    def expression(self, p: Poly) -> Expr:
        """A polynomial written out, its roots as powers; only of symbols and roots.

        >>> from sympy import Symbol
        >>> field, y = Normal(), Symbol("y", real=True)
        >>> field.expression(field.convert((y + 1) ** 2).num)
        1*y**2 + 2*y + 1
        """
        terms = (
            Mul(_rational(c), *(self._written(g) ** e for g, e in exponents(m)), evaluate=False) for m, c in p.items()
        )
        return Add(*terms, evaluate=False)

    def _written(self, g: int) -> Expr:
        kind = self.kinds[g]
        if isinstance(kind, Root):
            return Pow(self.expression(self.factors[kind.factor]), Rational(1, self.fineness[kind]), evaluate=False)
        if isinstance(kind, Expr):
            return kind
        raise Undecided("no number made of roots")

    # pieces

    def _absolute(self, a: Ratio) -> Ratio:
        """|a|, factor by factor."""
        a = self.cancel(a)
        if not a.num:
            return a
        number, low, parts = self.split(a.num)
        out = Ratio(constant(abs(number)))
        for g, e in exponents(low):
            kind = self.kinds[g]
            if isinstance(kind, Power | Root | Size):
                out = self.times(out, Ratio(generator(g, e)))
            else:
                parts = [*parts, (self.factor(generator(g)), e)]
        for f, e in [*parts, *((f, -e) for f, e in a.den)]:
            whole = Ratio(self.factors[f]) if e % 2 == 0 else self._size(f)
            out = self.times(out, self.to_power(whole, e))
        return out

    def _larger(self, a: Ratio, b: Ratio) -> Ratio:
        """Max(a, b) = (a + b + |a − b|)/2."""
        gap = self._absolute(self.plus([a, self.scaled(b, -1)]))
        return self.scaled(self.plus([a, b, gap]), QQ(1, 2))

    def _smaller(self, a: Ratio, b: Ratio) -> Ratio:
        """Min(a, b) = (a + b − |a − b|)/2."""
        gap = self._absolute(self.plus([a, self.scaled(b, -1)]))
        return self.scaled(self.plus([a, b, self.scaled(gap, -1)]), QQ(1, 2))


def _rational(c: Number) -> Rational:
    return Rational(int(c.numerator), int(c.denominator))


def _primes(n: int) -> list[tuple[int, int]]:
    """Prime factors of an integer; a large one keeps what trial division leaves whole."""
    if n == 1:
        return []
    return sorted(factorint(n, limit=10_000 if n.bit_length() > 100 else None).items())


def _log_of(field: Normal, e: Expr) -> Ratio:
    """The logarithm of |e|, product by product, so that factors stay as they are written."""
    if e.func is Mul:
        return field.plus([_log_of(field, a) for a in e.args])
    if e.func is exp:
        return field.convert(e.args[0])
    if e.func is Pow and (e.exp.is_Rational or field.integer_valued(field.convert(e.exp))):
        return field.times(field.convert(e.exp), _log_of(field, e.base))
    return field.logarithm(field.convert(e))


def _convert_log(field: Normal, e: Expr) -> Ratio:
    argument = e.args[0]
    if argument.func is not exp:
        value = field.convert(argument)
        if not value.num:
            raise NowhereDefined("the logarithm of zero")
        field.know_positive(value)
    return _log_of(field, argument)


def _convert_mul(field: Normal, e: Expr) -> Ratio:
    out = Ratio(ONE)
    for argument in e.args:
        out = field.times(out, field.convert(argument))
    return out


def _convert_pow(field: Normal, e: Expr) -> Ratio:
    base, exponent = e.base, e.exp
    if isinstance(exponent, Integer):
        if base.func is Mul:
            return _convert_mul(field, Mul(*(Pow(a, exponent, evaluate=False) for a in base.args), evaluate=False))
        return field.to_power(field.convert(base), int(exponent))
    if base is S.Exp1:
        return field.exponential(field.convert(exponent))
    value, power_ = field.convert(base), field.convert(exponent)
    if not value.num or field.integer_valued(power_):
        return field.power_of(value, power_)
    field.know_positive(value)
    return field.exponential(field.times(power_, _log_of(field, base)))


def _convert_floor(field: Normal, e: Expr) -> Ratio:
    inner = e.args[0]
    if isinstance(inner, Max | Min) or (isinstance(inner, Abs) and _may_turn(field, inner)):
        return field.convert(_floors_apart(inner))
    same = _same_floor(field, inner)
    if same is not None:
        return Ratio(constant(same))
    a = field.cancel(field.convert(inner))
    c = a.num.get(0, QQ(0))
    n = c.numerator // c.denominator
    whole = {} if a.den else {m: k for m, k in a.num.items() if m and field.integer_valued(Ratio({m: k}))}
    whole = whole if a.den else add(whole, constant(n))
    rest = subtract(a.num, whole)
    if not a.den and set(rest) <= {0}:
        return Ratio(whole)
    if not free_symbols(inner):
        raise Undecided("a floor cannot be told from an integer")
    return field.plus([Ratio(whole), field.whole("floor", (Ratio(rest, a.den),))])


def _may_turn(field: Normal, e: Abs) -> bool:
    """Whether what stands in |·| may have either sign."""
    inner = field.convert(e.args[0])
    return field._absolute(inner) not in (inner, field.scaled(inner, -1))


def _floors_apart(e: Max | Min | Abs) -> Expr:
    """The floor of the larger of several is the larger of their floors."""
    args = (e.args[0], negative(e.args[0])) if isinstance(e, Abs) else e.args
    kind = Min if isinstance(e, Min) else Max
    return kind(*(floor(a, evaluate=False) for a in args), evaluate=False)


def _same_floor(field: Normal, e: Expr) -> int | None:
    """The floor of a number, or of an expression where it is the same all over the ranges."""
    symbols = free_symbols(e)
    if not symbols <= field.ranges.keys():
        return None
    for bits in (160,) if symbols else (160, 640, 2560):
        try:
            box = {s: spans.span(field.ranges[s][0], field.ranges[s][1], bits) for s in symbols}
            return spans.floor_of(spans.enclose(e, box, bits))
        except spans.Unclear:
            continue
    return None


def _convert_extreme(field: Normal, e: Expr) -> Ratio:
    choose = field._larger if e.func is Max else field._smaller
    first, *others = e.args
    out = field.convert(first)
    for other in others:
        out = choose(out, field.convert(other))
    return out


RULES = {
    Add: lambda field, e: field.plus([field.convert(a) for a in e.args]),
    Mul: _convert_mul,
    Pow: _convert_pow,
    exp: lambda field, e: field.exponential(field.convert(e.args[0])),
    log: _convert_log,
    Abs: lambda field, e: field._absolute(field.convert(e.args[0])),
    Max: _convert_extreme,
    Min: _convert_extreme,
    floor: _convert_floor,
    Sum: convert_fold,
    Product: convert_fold,
}
