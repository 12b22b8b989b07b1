"""Arithmetic with ratios of polynomials whose denominators are kept as products of factors."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sympy import QQ, Expr, Rational, Symbol

from .calculus import free_symbols
from .kinds import Folded, Kind, NowhereDefined, Power, Ratio, Root, Signed, Size
from .poly import (
    ONE,
    ZERO,
    Number,
    Poly,
    add,
    common,
    content,
    divide,
    exponents,
    generator,
    lowest,
    monomial,
    multiply,
    power,
    scale,
    shift,
    square_free,
    support,
)


class Field:
    """The generators and factors of one question, and the conversion into them.

    >>> x, y = Symbol("x"), Symbol("y")
    >>> field = Field()
    >>> a, b = field.variable(x), field.variable(y)
    >>> part = field.inverse(field.plus([a, b]))
    >>> whole = field.plus([field.times(a, part), field.times(b, part)])
    >>> field.cancel(whole) == Ratio(ONE)
    True
    """

    def __init__(
        self, ranges: Mapping[Symbol, tuple[Rational, Rational]] | None = None, bounds_in_order: bool = False
    ) -> None:
        self.ranges = dict(ranges or {})
        self.bounds_in_order = bounds_in_order
        self.kinds: list[Kind] = []
        self.numbers: dict[Kind, int] = {}
        self.frees: dict[int, frozenset[Symbol]] = {}
        self.algebraic: set[int] = set()  # generators that know their own power
        self.factors: list[Poly] = []
        self.factor_numbers: dict[frozenset, int] = {}
        self.splits: dict[int, list[tuple[int, int]]] = {}
        self.fineness: dict[Kind, int] = {}
        self.facts: list[Poly] = []  # polynomials known to be ≥ 0
        self.defined: list[Poly] = []  # the same, known because a logarithm or a root is defined
        self.cases: list[Poly] = []  # signs that were asked for and are not known
        self.excluded: list[Poly] = []  # must not be zero for a closed form to hold
        self.ends: list[Poly] = []  # zero where an infinite sum is not proved to converge
        self.divisors: set[int] = set()  # factors that the expression itself divides by
        self.memory: dict[Expr, Ratio] = {}
        self.bounds: dict[Symbol, list[Poly]] = {}  # what the bounds of a Sum or Product say of its index, each ≥ 0
        self.indices: dict[object, Symbol] = {}
        self.closes = True  # whether a geometric sum is put in closed form, which supposes that its ratio is not 1
        self.fresh = False  # whether `defined` grew since the last start

    # generators and factors

    def number(self, kind: Kind) -> int:
        """The number of a generator, new or known.

        >>> field, x = Field(), Symbol("x")
        >>> field.number(x), field.number(Symbol("y")), field.number(x)
        (0, 1, 0)
        """
        found = self.numbers.get(kind)
        if found is None:
            found = self.numbers[kind] = len(self.kinds)
            self.kinds.append(kind)
            if isinstance(kind, Root | Size | Signed):
                self.algebraic.add(found)
        return found

    def variable(self, kind: Kind) -> Ratio:
        """A generator as a ratio."""
        return Ratio(generator(self.number(kind)))

    def whole(self, name: str, parts: tuple[Ratio, ...], index: int = -1) -> Ratio:
        """A Sum, Product or floor of these parts as a generator; its own index is bound.

        >>> field, x, k = Field(), Symbol("x"), Symbol("k")
        >>> total = field.whole("Sum", (field.times(field.variable(x), field.variable(k)), Ratio(ONE)), field.number(k))
        >>> [field.free(g) for g in support(total.num)]
        [frozenset({x})]
        """
        free = frozenset().union(*(self._free_in(part.num, part.den) for part in parts))
        bound = frozenset() if index < 0 else self.free(index)
        return self.variable(Folded(name, (index, *(part.key for part in parts)), free - bound))

    def free(self, g: int) -> frozenset[Symbol]:
        """The free symbols of a generator."""
        kind = self.kinds[g]
        if isinstance(kind, Folded):
            return kind.free
        if isinstance(kind, Expr):
            return frozenset(free_symbols(kind))
        if g not in self.frees:
            own = {getattr(kind, "monomial", 0): QQ(1)}
            factors = kind.den if isinstance(kind, Power) else ((kind.factor, 1),)
            self.frees[g] = self._free_in(own, factors)
        return self.frees[g]

    def _free_in(self, p: Poly, den: tuple) -> frozenset[Symbol]:
        inside = support(p).union(*(support(self.factors[f]) for f, _ in den))
        return frozenset().union(*(self.free(g) for g in inside))

    def factor(self, p: Poly) -> int:
        """The number of a factor: an integer polynomial without common factor, leading term positive.

        >>> field = Field()
        >>> line = add(generator(0), ONE)
        >>> field.factor(line), field.factor(add(generator(1), ONE)), field.factor(line)
        (0, 1, 0)
        """
        key = frozenset(p.items())
        found = self.factor_numbers.get(key)
        if found is None:
            found = self.factor_numbers[key] = len(self.factors)
            self.factors.append(p)
        return found

    def restart(self) -> None:
        """Forget what was converted; keep generators, factors and how fine they must be.

        >>> field = Field()
        >>> field.cases.append(ONE)
        >>> field.restart()
        >>> field.cases
        []
        """
        self.memory.clear()
        self.cases.clear()
        self.excluded.clear()
        self.divisors.clear()
        self.fresh = False

    # arithmetic

    def plus(self, terms: Iterable[Ratio]) -> Ratio:
        """The sum, over a common denominator."""
        groups: dict[tuple, Poly] = {}
        for term in terms:
            groups[term.den] = add(groups.get(term.den, ZERO), term.num)
        if len(groups) == 1:
            ((den, num),) = groups.items()
            return Ratio(num, den) if num else Ratio(ZERO)
        shared: dict[int, int] = {}
        for den in groups:
            for f, e in den:
                shared[f] = max(shared.get(f, 0), e)
        total = ZERO
        for den, num in groups.items():
            total = add(total, multiply(num, self._missing(shared, dict(den))) if num else ZERO)
        return self.reduce(Ratio(total, tuple(sorted(shared.items()))))

    def _missing(self, shared: dict[int, int], den: dict[int, int]) -> Poly:
        out = ONE
        for f, e in shared.items():
            out = multiply(out, power(self.factors[f], e - den.get(f, 0)))
        return out

    def times(self, a: Ratio, b: Ratio) -> Ratio:
        """The product."""
        if not a.num or not b.num:
            return Ratio(ZERO)
        den = dict(a.den)
        for f, e in b.den:
            den[f] = den.get(f, 0) + e
        return self.reduce(Ratio(multiply(a.num, b.num), tuple(sorted(den.items()))))

    def scaled(self, a: Ratio, c: Number) -> Ratio:
        """A rational multiple.

        >>> field = Field()
        >>> a = field.variable(Symbol("x"))
        >>> field.scaled(a, 2) == field.plus([a, a])
        True
        """
        return Ratio(scale(a.num, QQ(c)), a.den if c else ())

    def inverse(self, a: Ratio) -> Ratio:
        """1/a."""
        if not a.num:
            raise NowhereDefined("division by zero")
        number, low, parts = self.split(a.num)
        num = scale({-low: QQ(1)}, 1 / number)
        for f, e in a.den:
            num = multiply(num, power(self.factors[f], e))
        self.divisors.update(f for f, _ in parts)
        return self.reduce(Ratio(num, tuple(sorted(parts))))

    def to_power(self, a: Ratio, n: int) -> Ratio:
        """a**n for an integer n.

        >>> field = Field()
        >>> a = field.variable(Symbol("x"))
        >>> field.to_power(a, -1) == field.inverse(a), field.to_power(a, 2) == field.times(a, a)
        (True, True)
        """
        if n < 0:
            return self.to_power(self.inverse(a), -n)
        return self.reduce(Ratio(power(a.num, n) if a.num or not n else ZERO, tuple((f, e * n) for f, e in a.den if n)))

    def reduce(self, a: Ratio) -> Ratio:
        """Powers of roots and absolute values brought below their own degree.

        >>> from sympy import Abs
        >>> from proofpress.proof.scalar.normal import Normal
        >>> field, x = Normal(), Symbol("x", real=True)
        >>> size = field.convert(Abs(x)).num
        >>> field.reduce(Ratio(multiply(size, size))) == field.convert(x**2)
        True
        """
        if not self.algebraic:
            return a
        for g in sorted(support(a.num) & self.algebraic, reverse=True):
            a = self._reduce_by(a, g)
        return a

    def _reduce_by(self, a: Ratio, g: int) -> Ratio:
        kind = self.kinds[g]
        degree, value = self._own_power(kind)
        if not degree:
            return a
        groups: dict[int, Poly] = {}
        for m, c in a.num.items():
            e = next((e for i, e in exponents(m) if i == g), 0)
            whole = e // degree
            group = groups.setdefault(whole, {})
            key = m - whole * monomial(g, degree)
            group[key] = group.get(key, 0) + c
        if set(groups) == {0}:
            return a
        kept = {k: Ratio({m: c for m, c in p.items() if c}, a.den) for k, p in groups.items()}
        return self.plus(self._times_power(part, value, k) for k, part in kept.items())

    def _own_power(self, kind: Kind) -> tuple[int, Ratio]:  # noqa: ARG002  a kind may know its power, see `Normal`
        """The pair (n, value) with generator**n = value; n = 0 where the generator is free."""
        return 0, Ratio(ONE)

    def _times_power(self, a: Ratio, value: Ratio, k: int) -> Ratio:
        if not k or value == Ratio(ONE):
            return a
        return self.times(a, self.to_power(value, k))

    # factors

    def split(self, p: Poly) -> tuple[Number, int, list[tuple[int, int]]]:
        """Take apart a polynomial: rational, monomial, [(factor, power)].

        >>> field, x = Field(), generator(0)
        >>> f = field.factor(add(x, ONE))
        >>> field.split(scale(multiply(power(x, 2), power(add(x, ONE), 3)), 5)) == (5, lowest(power(x, 2)), [(f, 3)])
        True
        """
        low = lowest(p)
        p = shift(p, -low)
        number = content(p)
        p = scale(p, 1 / number)
        found: dict[int, int] = {}
        if p != ONE:
            self._divide_out(p, found)
        return number, low, sorted(found.items())

    def _divide_out(self, p: Poly, found: dict[int, int]) -> None:
        known = self.factor_numbers.get(frozenset(p.items()))
        if known is not None:
            return self._note(known, 1, found)
        for f in range(len(self.factors)):
            q = self.factors[f]
            if f in self.splits or len(q) < 2:
                continue
            while (quotient := divide(p, q)) is not None:
                found[f] = found.get(f, 0) + 1
                p = quotient
            if len(p) == 1:
                return None
        return self._note(self.factor(p), 1, found)

    def _note(self, f: int, e: int, found: dict[int, int]) -> None:
        if f not in self.splits:
            found[f] = found.get(f, 0) + e
            return
        for part, k in self.splits[f]:
            self._note(part, k * e, found)

    def cancel(self, a: Ratio) -> Ratio:
        """Factors of the denominator that divide the numerator taken out of both."""
        if not a.den or not a.num:
            return a
        low = lowest(a.num)
        num = shift(a.num, -low)
        number = content(num)
        num, den = scale(num, 1 / number), []
        for f, e in a.den:
            q = self.factors[f]
            while e and len(q) > 1 and (quotient := divide(num, q)) is not None:
                num, e = quotient, e - 1
            if e:
                den.append((f, e))
        return Ratio(scale(shift(num, low), number), tuple(den))

    def refine_factors(self) -> bool:
        """Split factors that share a divisor; True if something was split.

        >>> field, line = Field(), add(generator(0), ONE)
        >>> f = field.factor(power(line, 2))
        >>> field.refine_factors(), field.splits[f] == [(field.factor(line), 2)]
        (True, True)
        """
        alive = [f for f in range(len(self.factors)) if f not in self.splits and len(self.factors[f]) > 1]
        pairs = ((f, g) for k, f in enumerate(alive) for g in alive[:k])
        return any(self._split_power(f) for f in alive) or any(self._split_pair(f, g) for f, g in pairs)

    def _split_power(self, f: int) -> bool:
        """A factor that is a product of powers."""
        parts = square_free(self.factors[f])
        if len(parts) == 1 and parts[0][1] == 1:
            return False
        self.splits[f] = [(self.factor(_primitive(p)), e) for p, e in parts]
        return True

    def _split_pair(self, f: int, g: int) -> bool:
        p, q = self.factors[f], self.factors[g]
        if not support(p) & support(q):
            return False
        shared = _primitive(common(p, q))
        if len(shared) < 2:
            return False
        for number, whole in ((f, p), (g, q)):
            rest = divide(whole, shared)
            if shared != whole and rest:
                parts = [self.factor(shared), self.factor(_primitive(rest))]
                self.splits[number] = [(part, 1) for part in parts]
        return True


def _primitive(p: Poly) -> Poly:
    return scale(p, 1 / content(p))
