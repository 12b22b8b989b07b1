"""The sign of a polynomial in the generators of a normal form, from what is declared and known.

Every answer is weak: 1 means ≥ 0, −1 means ≤ 0, 0 means not known.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sympy import QQ, Expr, Rational

from .boxes import boxed_sign
from .kinds import Log, Power, Ratio, Root, Size
from .poly import (
    ONE,
    Number,
    Poly,
    add,
    constant,
    content,
    exponents,
    generator,
    monomial,
    multiply,
    power,
    scale,
    shift,
    subtract,
    support,
)
from .squares import is_sum_of_squares
from .tangents import below_means, below_tangents

if TYPE_CHECKING:
    from .normal import Normal

DEPTH = 4
"""How many known facts may be combined."""
SEARCH = 400
"""How many combinations are tried."""
TIMES = 8
"""A logarithm or an exponent that stands more often than this is not undone."""


def manifest(field: Normal, p: Poly) -> bool:
    """Every term is ≥ 0 on sight.

    >>> from sympy import Symbol
    >>> from proofpress.proof.scalar.normal import Normal
    >>> field, x = Normal(), Symbol("x", positive=True)
    >>> manifest(field, field.convert(x**2 + x).num), manifest(field, field.convert(x**2 - x).num)
    (True, False)
    """
    return all(_monomial_sign(field, m) == (1 if c > 0 else -1) for m, c in p.items())


def _nonnegative(field: Normal, m: int) -> bool:
    return _monomial_sign(field, m) > 0


def _monomial_sign(field: Normal, m: int) -> int:
    sign = 1
    for g, e in exponents(m):
        if e % 2:
            sign *= _generator_sign(field, g)
    return sign


def _generator_sign(field: Normal, g: int) -> int:
    """The sign that a generator has by its kind."""
    kind = field.kinds[g]
    if isinstance(kind, Power | Root | Size):
        return 1
    if isinstance(kind, Expr):
        return _declared_sign(field, kind)
    return 0


def _declared_sign(field: Normal, symbol: Expr) -> int:
    if symbol.is_nonnegative:
        return 1
    if symbol.is_nonpositive:
        return -1
    low, high = field.ranges.get(symbol, (-1, 1))
    return 1 if low >= 0 else -1 if high <= 0 else 0


def weak_sign(field: Normal, p: Poly, depth: int = DEPTH) -> int:
    """The sign of a polynomial: on sight, from facts, by comparing two products, or by intervals over a box.

    >>> from sympy import Symbol
    >>> from proofpress.proof.scalar.normal import Normal
    >>> n, field = Symbol("n", integer=True, positive=True), Normal()
    >>> weak_sign(field, field.convert(n**2 - n).num), weak_sign(field, field.convert(n - 2).num)
    (1, 0)
    """
    if depth < 0:
        return 0
    if manifest(field, p):
        return 1
    if manifest(field, scale(p, -1)):
        return -1
    for sign in (1, -1):
        if is_sum_of_squares(_in_roots(field, scale(p, sign))):
            return sign
    simple = simpler(field, p)
    if simple != p and (sign := weak_sign(field, simple, depth - 1)):
        return sign
    facts = _known(field, simple)
    for sign in (1, -1):
        if _follows(field, scale(simple, sign), facts, depth):
            return sign
    return _log_sign(field, simple, depth) or boxed_sign(field, p) or _tangent_sign(field, p, depth)


def _in_roots(field: Normal, p: Poly) -> Poly:
    """The same with powers of √x for x ≥ 0, wherever √x, or a finer root, stands beside x."""
    for g in sorted(support(p)):
        x = _rooted(field, g)
        if x is not None:
            finer = monomial(g, field.fineness[field.kinds[g]]) - monomial(x)
            p = {m + dict(exponents(m)).get(x, 0) * finer: c for m, c in p.items()}
    return p


def _rooted(field: Normal, g: int) -> int | None:
    """The generator x ≥ 0 that another is the root of."""
    kind = field.kinds[g]
    whole = field.factors[kind.factor] if isinstance(kind, Root) else {}
    return next((x for x in support(whole) if whole == generator(x) and _generator_sign(field, x) > 0), None)


def _tangent_sign(field: Normal, p: Poly, depth: int) -> int:
    """The sign of what has logarithms or products in it, where it stays on one side of their tangents."""
    for sign in (1, -1):
        mean = below_means(field, scale(p, sign), positive_product)
        if mean is not None and manifest(field, mean):
            return sign
        tangents = below_tangents(field, scale(p, sign), weak_sign)
        if any(not below or weak_sign(field, below, depth - 1) > 0 for below in tangents):
            return sign
    return 0


def strictly(field: Normal, p: Poly) -> bool:
    """Whether p ≥ 0 is surely not zero: a positive one is among its terms, or it is bounded away from zero.

    >>> from sympy import Symbol
    >>> from proofpress.proof.scalar.normal import Normal
    >>> field, x = Normal(), Symbol("x", real=True)
    >>> strictly(field, field.convert(x**2 + 1).num), strictly(field, field.convert(x**2).num)
    (True, False)
    """
    if manifest(field, p) and any(all(_never_zero(field, g) for g, _ in exponents(m)) for m in p):
        return True
    return bool(boxed_sign(field, p))


def never_zero(field: Normal, p: Poly) -> bool:
    """The same with more trouble taken: what has the same sign looked at, or a little taken away.

    >>> from sympy import Symbol, exp
    >>> from proofpress.proof.scalar.normal import Normal
    >>> field, x = Normal(), Symbol("x", positive=True)
    >>> never_zero(field, field.convert(1 - exp(-x)).num), never_zero(field, field.convert(x**2 - x).num)
    (True, False)
    """
    simple = simpler(field, p)
    less = constant(min((abs(c) for c in p.values()), default=ONE[0]) / 1000)
    return (
        strictly(field, p)
        or (simple != p and strictly(field, simple))
        or (len(p) < 40 and weak_sign(field, subtract(p, less)) > 0)
    )


def positive_product(field: Normal, m: int) -> bool:
    """Whether a monomial is surely above zero.

    >>> from sympy import Symbol
    >>> from proofpress.proof.scalar.normal import Normal
    >>> x, y, field = Symbol("x", positive=True), Symbol("y", nonnegative=True), Normal()
    >>> [positive_product(field, *field.convert(e).num) for e in (x**2, x * y)]
    [True, False]
    """
    return _nonnegative(field, m) and all(_never_zero(field, g) for g, _ in exponents(m))


def _never_zero(field: Normal, g: int) -> bool:
    kind = field.kinds[g]
    if isinstance(kind, Root):
        return strictly(field, field.factors[kind.factor])
    if not isinstance(kind, Expr):
        return isinstance(kind, Power)
    low, high = field.ranges.get(kind, (0, 0))
    return bool(kind.is_nonzero) or low > 0 or high < 0


def _known(field: Normal, p: Poly) -> list[Poly]:
    """Facts ≥ 0 at hand: assumed, from ranges, from integers, from what must be defined."""
    facts = [*field.facts, *field.defined]
    for g in sorted({g for q in (p, *facts) for m in q for g, _ in exponents(m)}):
        symbol = field.kinds[g]
        if not isinstance(symbol, Expr):
            continue
        facts += field.bounds.get(symbol, [])
        if symbol in field.ranges:
            low, high = field.ranges[symbol]
            facts += [add(generator(g), constant(-_number(low))), subtract(constant(_number(high)), generator(g))]
        if symbol.is_integer and symbol.is_positive:
            facts.append(add(generator(g), constant(-1)))
    return facts + [fact for known in facts for fact in _exponentiated(field, known)]


def _exponentiated(field: Normal, fact: Poly) -> Iterator[Poly]:
    """exp(a) ≥ exp(b) for a fact a ≥ b whose terms all are exponents here, a few times."""
    if all(Power(m) in field.numbers and c.denominator == 1 and abs(c) <= TIMES for m, c in fact.items()):
        sides = [field.exponential(Ratio({m: s * c for m, c in fact.items() if s * c > 0})) for s in (1, -1)]
        yield subtract(sides[0].num, sides[1].num)


def _number(value: Rational) -> Number:
    return QQ(int(value.p), int(value.q))


def _follows(field: Normal, p: Poly, facts: list[Poly], depth: int) -> bool:
    """Whether p is a sum of terms ≥ 0 on sight and of facts times monomials ≥ 0; a short search."""
    waiting, seen = [(p, depth)], set()
    for target, left in waiting:  # grows while it is read: the nearest combinations come first
        key = frozenset(target.items())
        if key in seen:
            continue
        seen.add(key)
        if manifest(field, target):
            return True
        if left and len(waiting) < SEARCH and len(target) <= 60:
            waiting += [(rest, left - 1) for rest in _less_a_fact(field, target, facts)]
    return False


def _less_a_fact(field: Normal, p: Poly, facts: list[Poly]) -> Iterator[Poly]:
    """What is left of p less the multiple of a fact that takes its first bad term away."""
    bad = next(m for m, c in p.items() if not manifest(field, {m: c}))
    for fact in facts:
        for m, c in fact.items():
            ratio = p[bad] / c
            if ratio > 0 and _nonnegative(field, bad - m):
                rest = subtract(p, scale(shift(fact, bad - m), ratio))
                if len(rest) <= len(p) + 1:
                    yield rest


def simpler(field: Normal, p: Poly) -> Poly:
    """A polynomial of the same sign: two products compared by their logarithms or by their powers.

    >>> from sympy import Symbol, log
    >>> from proofpress.proof.scalar.normal import Normal
    >>> field, x = Normal(), Symbol("x", positive=True)
    >>> simpler(field, field.convert(log(x)).num) == field.convert(x - 1).num
    True
    """
    compared = _compare_products(field, p) if len(p) == 2 else None
    return compared or _join_logs(field, p) or p


def _compare_products(field: Normal, p: Poly) -> Poly | None:
    """a·M − b·N for positive a, b and positive products M, N: the sign of log(aM) − log(bN)."""
    (m, a), (n, b) = p.items()
    if a * b > 0 or not all(_positive_product(field, k) for k in (m, n)):
        return None
    if a < 0:
        return _compare_products(field, {n: b, m: a})
    gap = field.logarithm(Ratio({m - n: -a / b}))
    logs = [g for k in gap.num for g, _ in exponents(k) if isinstance(field.kinds[g], Log)]
    if not gap.den and not logs:
        return gap.num
    return raised(field, gap.num) if not gap.den else None


def _positive_product(field: Normal, m: int) -> bool:
    return all(_generator_sign(field, g) > 0 for g, _ in exponents(m))


def raised(field: Normal, p: Poly) -> Poly | None:
    """Σ cᵢ log|fᵢ| + r has the sign of Π|fᵢ|**nᵢ · exp(n r) − 1, the nᵢ = n cᵢ integers; None without logarithms.

    >>> from sympy import Abs, Symbol, log
    >>> from proofpress.proof.scalar.normal import Normal
    >>> field, x, y = Normal(), Symbol("x", positive=True), Symbol("y", real=True)
    >>> raised(field, field.convert(2 * log(x) - log(3)).num) == field.convert(x**2 - 3).num
    True
    >>> raised(field, field.convert(log(Abs(y)) - log(x)).num) == field.convert(y**2 - x**2).num
    True
    """
    logs = {m: c for m, c in p.items() if _log_factor(field, m) is not None}
    if not logs:
        return None
    n = 1 / abs(content(logs))
    found = _raised(field, logs, p, n)
    return _raised(field, logs, p, 2 * n) if found is None else found


def _raised(field: Normal, logs: Poly, p: Poly, n: Number) -> Poly | None:
    if any(abs(c * n) > TIMES for c in logs.values()):
        return None
    rest = field.exponential(Ratio({m: c * n for m, c in p.items() if m not in logs}))
    if rest.den or len(rest.num) != 1:
        return None
    top, bottom = rest.num, ONE
    for m, c in logs.items():
        piece = _size_to_power(field, m, abs(int(c * n)))
        if piece is None:
            return None
        top, bottom = (multiply(top, piece), bottom) if c > 0 else (top, multiply(bottom, piece))
    return subtract(top, bottom)


def _log_factor(field: Normal, m: int) -> int | None:
    """The factor whose bare logarithm a monomial is."""
    pairs = list(exponents(m))
    kind = field.kinds[pairs[0][0]] if len(pairs) == 1 and pairs[0][1] == 1 else None
    return kind.factor if isinstance(kind, Log) else None


def _size_to_power(field: Normal, m: int, n: int) -> Poly | None:
    """|f|**n for a monomial log |f|; its sign must be known where n is odd."""
    f = _log_factor(field, m)
    if f is None:
        return None
    p = field.factors[f]
    sign = 1 if n % 2 == 0 or manifest(field, p) else field.factor_sign(f)
    return power(scale(p, sign), n) if sign else None


def _join_logs(field: Normal, p: Poly) -> Poly | None:
    return raised(field, p) if len(p) <= 6 else None


def _log_sign(field: Normal, p: Poly, depth: int) -> int:
    """One sign for all terms, where a term may hold log |f|, whose sign is that of |f| − 1."""
    signs = {_term_sign(field, m, c, depth) for m, c in p.items()}
    return signs.pop() if len(signs) == 1 else 0


def _term_sign(field: Normal, m: int, c: Number, depth: int) -> int:
    sign = 1 if c > 0 else -1
    for g, e in exponents(m):
        kind = field.kinds[g]
        if e % 2 == 0:
            continue
        if isinstance(kind, Log):
            f = field.factors[kind.factor]
            own = 1 if manifest(field, f) else field.factor_sign(kind.factor)
            sign *= weak_sign(field, subtract(scale(f, own), ONE), depth - 1) if own else 0
        else:
            sign *= _generator_sign(field, g)
    return sign
