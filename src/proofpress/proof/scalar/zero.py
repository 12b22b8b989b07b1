"""Zero and sign by the normal form alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from math import ceil, floor, lcm, prod

from sympy import Add, Dummy, Expr, Integer, Mul, Pow, Rational, Symbol
from sympy import floor as Floor

from . import algebraic, spans
from .boxes import boxed_sign
from .calculus import free_symbols, replaced
from .kinds import Log, NowhereDefined, Ratio, Refine, Root, Undecided
from .normal import Normal
from .pieces import counted_off, pieces
from .poly import Poly, TooLarge, exponents, monomial, scale
from .signs import never_zero, raised, simpler, weak_sign

RESTARTS = 60
VALUES = 24
"""A symbol of at most so many values is tried at each."""
REMAINDERS = 6
"""An integer divided by at most so much under a floor is told apart by its remainders."""
CASES = 7
"""How many unknown signs may be told apart, one inside the other."""

Ranges = Mapping[Symbol, tuple[Rational, Rational]]
Facts = tuple[Expr, ...]


@dataclass(frozen=True)
class Decision:
    """`verdict` and `how` it was reached, in a few words."""

    verdict: str
    how: str


def zero(expression: Expr, ranges: Ranges, facts: Facts = (), bounds_in_order: bool = False) -> Decision:
    """``proved`` or ``undecided``; ``nowhere`` where the expression is found to have no value at all.

    >>> x = Symbol("x", real=True)
    >>> zero((x + 1) ** 2 - x**2 - 2 * x - 1, {}).verdict, zero(x - 1, {}).verdict
    ('proved', 'undecided')
    """
    by_values = Decision("proved", "normal form, value by value")
    try:
        if _has_few_values(expression, ranges) and _zero_value_by_value(expression, ranges, facts):
            return by_values
        if _proved_zero(expression, Normal(ranges, bounds_in_order), facts):
            return Decision("proved", "normal form")
        if algebraic.vanishes(expression):
            return Decision("proved", "separation bound")
        if _zero_value_by_value(expression, ranges, facts):
            return by_values
        if _zero_by_remainders(expression, ranges, facts, bounds_in_order):
            return Decision("proved", "normal form, remainder by remainder")
        if _zero_by_pieces(expression, ranges, facts, bounds_in_order):
            return Decision("proved", "normal form, piece by piece")
    except NowhereDefined as reason:
        return Decision("nowhere", str(reason))
    except (Undecided, TooLarge) as reason:
        return Decision("undecided", str(reason))
    return Decision("undecided", "the normal form is not zero")


def sign(expression: Expr, *, ranges: Ranges | None = None, facts: Iterable[Expr] = ()) -> Decision:
    """``positive``, ``negative``, ``nonnegative``, ``nonpositive``, ``zero`` or ``undecided``, wherever defined.

    >>> x = Symbol("x", real=True)
    >>> sign(x**2 + 1).verdict, sign(x, ranges={x: (Rational(-2), Rational(-1))}).verdict
    ('positive', 'negative')
    """
    if not free_symbols(expression) and (s := number_sign(expression)):
        return Decision("positive" if s > 0 else "negative", "intervals")
    try:
        return _sign(expression, Normal(ranges), tuple(facts))
    except (Undecided, TooLarge, NowhereDefined) as reason:
        return Decision("undecided", str(reason))


def number_sign(expression: Expr) -> int:
    """The sign of a number by ever narrower intervals; 0 where none tells.

    >>> from sympy import exp
    >>> number_sign(exp(-300)), number_sign(exp(1) - 3), number_sign(Integer(0))
    (1, -1, 0)
    """
    for bits in (160, 800, 4000, 20_000):
        try:
            found = spans.sign_of(spans.enclose(expression, {}, bits))
        except spans.Unclear:
            continue
        if found:
            return found
    return 0


def _has_few_values(expression: Expr, ranges: Ranges) -> bool:
    """All symbols together have few values."""
    counts = [len(_values(s, *ranges[s])) if s in ranges else 0 for s in free_symbols(expression)]
    return 0 < prod(counts) <= VALUES**2 and bool(counts)


def _zero_value_by_value(expression: Expr, ranges: Ranges, facts: Facts) -> bool:
    """A symbol with few values takes each of them; one where nothing is defined does not count."""
    for symbol in free_symbols(expression) & ranges.keys():
        values = _values(symbol, *ranges[symbol])
        if values:
            rest = {s: r for s, r in ranges.items() if s != symbol}
            verdicts = {_verdict_at(expression, {symbol: value}, rest, facts) for value in values}
            return "proved" in verdicts and verdicts <= {"proved", "nowhere"}
    return False


def _values(symbol: Symbol, low: Rational, high: Rational) -> list[Rational]:
    """All values of an integer in a short range, or of a symbol whose range is one point; else none."""
    if low == high:
        return [low]
    short = symbol.is_integer and high - low < VALUES
    return [Integer(n) for n in range(ceil(low), floor(high) + 1)] if short else []


def _zero_by_remainders(expression: Expr, ranges: Ranges, facts: Facts, bounds_in_order: bool) -> bool:
    """An integer n under a floor, or above a negative number, is m·j + r for each remainder r."""
    for e, m in _periods(expression):
        for n in free_symbols(e) & free_symbols(expression):
            if n.is_integer and 1 < m <= REMAINDERS and not isinstance(n, Dummy):
                j = Dummy("j", integer=True, nonnegative=n.is_nonnegative)
                forms = [Add(Mul(m, j, evaluate=False), Integer(r), evaluate=False) for r in range(m)]
                rest = {s: ends for s, ends in ranges.items() if s != n}
                verdicts = {_verdict_at(expression, {n: form}, rest, facts, bounds_in_order) for form in forms}
                return verdicts == {"proved"}
    return False


def _periods(expression: Expr) -> Iterator[tuple[Expr, int]]:
    """What stands under a floor with what the floor divides by, and exponents of negative numbers with 2."""
    for e in expression.atoms(Floor):
        yield e, lcm(*(int(number.q) for number in e.atoms(Rational)))
    for e in expression.atoms(Pow):
        if e.base.is_Rational and e.base < 0:
            yield e.exp, 2


def _zero_by_pieces(expression: Expr, ranges: Ranges, facts: Facts, bounds_in_order: bool) -> bool:
    """The one real symbol under floors is an integer and a part between 0 and 1, on whose pieces they are constant."""
    inside = {s for e in expression.atoms(Floor) for s in free_symbols(e) if not s.is_integer}
    if len(inside) != 1 or not inside <= free_symbols(expression) or facts:
        return False
    (x,) = inside
    counted = (expression, x) if x in ranges else counted_off(expression, x)
    if counted is None:
        return False
    whole, t = counted
    rest = {s: ends for s, ends in ranges.items() if s != x}
    verdicts = set()
    for part, low, high in pieces(whole, t, ranges.get(x, (Rational(0), Rational(1)))):
        at = {t: low} if low == high else {}
        verdicts.add(_verdict_at(part, at, rest if at else {**rest, t: (low, high)}, facts, bounds_in_order))
    return "proved" in verdicts and verdicts <= {"proved", "nowhere"}


def _verdict_at(
    expression: Expr, values: dict[Symbol, Expr], ranges: Ranges, facts: Facts, bounds_in_order: bool = False
) -> str:
    known = tuple(replaced(fact, values) for fact in facts)
    return zero(replaced(expression, values), ranges, known, bounds_in_order).verdict


def restarting(field: Normal, facts: Facts) -> Iterator[None]:
    """Start over, with the facts put in anew, as often as generators are refined.

    >>> sum(1 for _ in zip(restarting(Normal(), ()), "abc"))
    3
    """
    for _ in range(RESTARTS):
        field.restart()
        field.defined.clear()
        try:
            field.facts = [_numerator(field, fact) for fact in facts]
        except Refine:
            continue
        yield
    raise Undecided("too many refinements")


def _numerator(field: Normal, e: Expr) -> Poly:
    """A polynomial of the same sign as an expression."""
    value = field.cancel(field.convert(e))
    out = value.num
    for f, k in value.den:
        s = weak_sign(field, field.factors[f]) if k % 2 else 1
        if not s:
            raise Undecided("the sign of a denominator is not known")
        out = scale(out, s)
    return out


def _proved_zero(expression: Expr, field: Normal, facts: Facts) -> bool:
    for _ in restarting(field, facts):
        try:
            return _zero(expression, field, CASES)
        except Refine:
            continue
    return False


def _zero(expression: Expr, field: Normal, depth: int) -> bool:
    """Zero as it stands, or in every case of a sign that is not known."""
    if _vanishes(expression, field):
        return True
    if field.refine_factors():
        raise Refine
    candidates = [simpler(field, p) for p in field.cases]
    if not candidates or not depth:
        return False
    return all(_zero_where(expression, field, scale(candidates[0], s), depth) for s in (1, -1))


def _vanishes(expression: Expr, field: Normal) -> bool:
    """Zero with geometric sums closed, and where that does not hold, with geometric sums kept whole."""
    if not _form_vanishes(expression, field):
        return False
    if _closed_forms_hold(field):
        return True
    with _kept_whole(field):
        return _form_vanishes(expression, field)


def _form_vanishes(expression: Expr, field: Normal) -> bool:
    while True:
        field.restart()
        value = field.convert(expression)
        if not value.num or _vanishes_in_parts(field, value.num):
            return True
        if not field.fresh:
            return False


def _vanishes_in_parts(field: Normal, p: Poly) -> bool:
    """Whether p is a sum of products, each with a factor that is zero.

    The factor is a number made of roots, or a combination of logarithms that is the logarithm of 1.
    """
    if len(p) > 400 or not (field.algebraic or any(isinstance(kind, Log) for kind in field.kinds)):
        return False
    try:
        return _grouped_zero(field, p, _is_root, _root_number) or _grouped_zero(field, p, _is_log, _log_one)
    except Undecided:
        return False


def _grouped_zero(field: Normal, p: Poly, inner: Callable, zero: Callable) -> bool:
    groups: dict[int, Poly] = {}
    for m, c in p.items():
        part = sum(monomial(g, e) for g, e in exponents(m) if inner(field, g))
        groups.setdefault(m - part, {})[part] = c
    return all(zero(field, part) for part in groups.values())


def _is_root(field: Normal, g: int) -> bool:
    kind = field.kinds[g]
    return isinstance(kind, Root) and not field.expression(field.factors[kind.factor]).free_symbols


def _is_log(field: Normal, g: int) -> bool:
    return isinstance(field.kinds[g], Log)


def _root_number(field: Normal, p: Poly) -> bool:
    return set(p) != {0} and bool(algebraic.vanishes(field.expression(p)))


def _log_one(field: Normal, p: Poly) -> bool:
    joined = raised(field, p) if 0 not in p else None
    if joined is None:
        return False
    joined = field.reduce(Ratio(joined)).num
    return not joined or bool(algebraic.vanishes(field.expression(joined)))


def _closed_forms_hold(field: Normal) -> bool:
    """A geometric sum was closed only where its ratio cannot be 1, or where the expression divides by 1 − ratio."""
    return all(_never_zero(field, p) for p in field.excluded)


def _never_zero(field: Normal, p: Poly) -> bool:
    if boxed_sign(field, p):
        return True
    _, _, parts = field.split(p)
    return all(f in field.divisors for f, _ in parts)


@contextmanager
def _kept_whole(field: Normal) -> Iterator[None]:
    field.closes = False
    try:
        yield
    finally:
        field.closes = True


def _zero_where(expression: Expr, field: Normal, fact: Poly, depth: int) -> bool:
    with _assuming(field, fact):
        return _zero(expression, field, depth - 1)


@contextmanager
def _assuming(field: Normal, fact: Poly) -> Iterator[None]:
    defined = list(field.defined)
    field.facts.append(fact)
    try:
        yield
    finally:
        field.facts.pop()
        field.defined[:] = defined


def _sign(expression: Expr, field: Normal, facts: Facts) -> Decision:
    for _ in restarting(field, facts):
        try:
            value = field.convert(expression)
            if field.fresh:
                field.restart()
                value = field.convert(expression)
            return _sign_of(field, field.cancel(value))
        except Refine:
            continue
    return Decision("undecided", "too many refinements")


def _sign_of(field: Normal, value: Ratio) -> Decision:
    if not value.num:
        return Decision("zero", "normal form")
    s = weak_sign(field, value.num)
    strict = s and never_zero(field, scale(value.num, s))
    for f, k in value.den:
        s *= weak_sign(field, field.factors[f]) if k % 2 else 1
    names = {1: "positive", -1: "negative"} if strict else {1: "nonnegative", -1: "nonpositive"}
    return Decision(names[s], "signs of the terms") if s else Decision("undecided", "the sign is not clear")
