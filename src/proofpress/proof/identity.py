"""Is an expression identically zero? By normal form, then by cases of deltas and signs, then sum by sum.

>>> from sympy import IndexedBase, KroneckerDelta, Sum
>>> from proofpress.proof.given import index, size, within
>>> from proofpress.proof.knowledge import Knowledge
>>> V, i, j, s = size("V"), index("i"), index("j"), IndexedBase("s", real=True)
>>> known = Knowledge((within(i, 1, V),))
>>> bool(vanishes(Sum(KroneckerDelta(i, j) * s[j], (j, 1, V)) - s[i], known))
True
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from sympy import Abs, Add, Basic, Expr, KroneckerDelta, Mul, S, Sum, Symbol, exp, expand, log, sqrt
from sympy.tensor.indexed import Indexed

from . import regions
from .form import Form, Rewrite
from .knowledge import Knowledge
from .opened import opened
from .positivity import positive
from .scalar import decide
from .terms import factorised, factors_of, numerator

DEEPEST = 4


@dataclass(frozen=True)
class Finding:
    """Whether something was shown, and how."""

    shown: bool
    how: str = ""

    def __bool__(self) -> bool:
        return self.shown


def vanishes(e: Expr, known: Knowledge, rewrites: Sequence[Rewrite] = ()) -> Finding:
    """Whether `e` is zero wherever it is defined."""
    form = Form(known, rewrites)
    return zero(form(opened(e, known)), form)


def zero(e: Expr, form: Form, depth: int = DEEPEST) -> Finding:
    """Whether a normal form is zero wherever it is defined.

    >>> form, x = Form(Knowledge()), Symbol("x", real=True)
    >>> bool(zero(form(Abs(x) ** 2 - x**2), form)), zero(form(x - 1), form).how
    (True, 'left over: x - 1')
    """
    if e == 0:
        return Finding(True, "both sides have the same normal form")
    top = form(numerator(e))
    if top == 0 or form(top.xreplace({S.GoldenRatio: (1 + sqrt(5)) / 2})) == 0:
        return Finding(True, "both sides have the same normal form over a common denominator")
    if not top.free_symbols:
        return Finding(decide.is_zero(top).verdict == "proved", "the difference is a number, decided exactly")
    if depth == 0:
        return Finding(False, "too many cases")
    for way in (_by_deltas, _by_signs, _by_sums):
        finding = way(top, form, depth)
        if finding is not None and finding:
            return finding
        if finding is not None and way is not _by_sums:
            return finding
    if regions.cancelled(_alike_as_one(top, form), form):
        return Finding(True, "the sums agree at every point of their indices")
    return Finding(False, f"left over: {_short(top)}")


def _alike_as_one(e: Expr, form: Form) -> Expr:
    """`e` with logarithms, or exponentials, of sums that agree at every point of their indices put as one."""
    curves = sorted((curve for curve in e.atoms(log, exp) if curve.args[0].has(Sum) and outside(curve, e)), key=str)
    for one, other in combinations(curves, 2):
        if one.func == other.func and _agree(one.args[0], other.args[0], form):
            e = e.xreplace({other: one})
    return e


def _agree(one: Expr, other: Expr, form: Form) -> bool:
    """Whether two sums agree at every point of their indices; found once, as mutants of a line share most of theirs."""
    if (one, other) not in form.agreed:
        form.agreed[one, other] = regions.cancelled(one - other, form)
    return form.agreed[one, other]


def _short(e: Expr) -> str:
    text = str(e)
    return text if len(text) < 200 else text[:200] + " …"


def _by_deltas(e: Expr, form: Form, depth: int) -> Finding | None:
    """Both cases of the first Kronecker delta that stands outside every sum."""
    deltas = sorted((d for d in e.atoms(KroneckerDelta) if outside(d, e)), key=str)
    for delta in deltas:
        put = _solved(delta)
        if put is None:
            continue
        unequal = zero(form(e.xreplace({delta: S.Zero})), form, depth - 1)
        equal = zero(form(e.xreplace({delta: S.One}).xreplace(put)), form, depth - 1) if unequal else unequal
        case = f"{delta.args[0]} = {delta.args[1]} and {delta.args[0]} ≠ {delta.args[1]} apart"
        return Finding(True, f"by cases, {case}") if equal else equal
    return None


def outside(part: Basic, e: Basic) -> bool:
    """Whether a part holds no name that a sum in `e` binds.

    >>> from sympy import IndexedBase
    >>> j, s = Symbol("j", integer=True), IndexedBase("s")
    >>> outside(s[j], Sum(s[j], (j, 1, 3))), outside(s[1], Sum(s[j], (j, 1, 3)))
    (False, True)
    """
    bound = {limit[0] for inner in e.atoms(Sum) for limit in inner.limits}
    return not part.free_symbols & bound


def _solved(delta: KroneckerDelta) -> dict[Basic, Basic] | None:
    """The replacement that makes the two indices of a delta equal."""
    gap = expand(delta.args[0] - delta.args[1])
    for atom in sorted(gap.atoms(Symbol, Indexed), key=str):
        slope = gap.coeff(atom)
        if abs(slope) == 1 and not (gap - slope * atom).has(atom):
            return {atom: expand(atom - gap / slope)}
    return None


def _by_signs(e: Expr, form: Form, depth: int) -> Finding | None:
    """Both signs of what stands between the first bars outside every sum."""
    for bars in sorted((a for a in e.atoms(Abs) if outside(a, e)), key=str):
        for sign in (1, -1):
            put = {other: sign * alike * other.args[0] for other, alike in _alike(bars, e, form)}
            case = zero(form(e.xreplace(put)), form, depth - 1)
            if not case:
                return case
        return Finding(True, f"by cases, {bars.args[0]} ≥ 0 and < 0 apart")
    return None


def _alike(bars: Abs, e: Expr, form: Form) -> list[tuple[Abs, int]]:
    """The absolute values in `e` whose sign inside is surely that inside `bars` (1), or its opposite (−1)."""
    sign, base = sign_of_difference(bars.args[0], form)
    found = []
    for other in e.atoms(Abs):
        own, same = sign_of_difference(other.args[0], form)
        if other == bars or same == base:
            found.append((other, own * sign))
        elif same == form(-base):
            found.append((other, -own * sign))
    return found


def sign_of_difference(e: Expr, form: Form) -> tuple[int, Expr]:
    """A sign and a shorter expression, such that `e` has that sign times the sign of the shorter one.

    The logarithm of x has the sign of x − 1, and positive factors do not count.

    >>> form, x = Form(Knowledge()), Symbol("x", positive=True)
    >>> sign_of_difference(-2 * log(x), form)
    (-1, log(x))
    """
    e = form(e)
    if isinstance(e, Add | log) and all(isinstance(_logarithm(term), log) for term in Add.make_args(e)):
        e = form(Mul(*(_logarithm(t).args[0] ** t.as_coeff_Mul()[0] for t in Add.make_args(e))) - 1)
    number, pairs = factorised(e)
    rest = Mul(*(base ** (2 - power % 2) for base, power in pairs if not positive(base, form.known)))
    return (1 if number > 0 else -1), form(rest)


def _logarithm(term: Expr) -> Expr:
    number, rest = term.as_coeff_Mul()
    return rest if number.is_Integer else term


def _by_sums(e: Expr, form: Form, depth: int) -> Finding | None:
    """Sums over one range gathered into one, whose summand is then shown to be zero."""
    sums, rest = gathered(e, form)
    left = max(0, depth - 2)
    for summand, limits in sums:
        if rest != 0 and not form.known.not_empty(limits):
            continue
        count = Mul(*(upper - lower + 1 for _, lower, upper in limits))
        others = (other for other, span in sums if span is not limits)
        if zero(form(summand + rest / count), form, left) and all(zero(form(other), form, left) for other in others):
            return Finding(True, "the sums gathered into one have a summand that is zero")
        if rest == 0:
            return None
    return None


def gathered(e: Expr, form: Form) -> tuple[list[tuple[Expr, list[tuple]]], Expr]:
    """The terms of a normal form that hold a sum, gathered into one sum for each range, and those that hold none.

    >>> from sympy import IndexedBase
    >>> from proofpress.proof.given import size
    >>> V, j, s, form = size("V"), Symbol("j", integer=True), IndexedBase("s", real=True), Form(Knowledge())
    >>> ((summand, _),), rest = gathered(Sum(s[j], (j, 1, V)) + 2 * Sum(s[j] ** 2, (j, 1, V)) + V, form)
    >>> summand, rest
    (2*s[_j]**2 + s[_j], V)
    """
    sums: dict[tuple, tuple[Expr, list[tuple]]] = {}
    rest = []
    for term in Add.make_args(e):
        coefficient, inner = split(term)
        if inner is None:
            rest.append(term)
            continue
        span = tuple(limit[1:] for limit in inner.limits)
        if span not in sums:
            sums[span] = S.Zero, [(form.known.bound_name("j", *ends), *ends) for ends in span]
        total, limits = sums[span]
        own = inner.function.xreplace({limit[0]: new[0] for limit, new in zip(inner.limits, limits, strict=True)})
        sums[span] = total + coefficient * own, limits
    return list(sums.values()), Add(*rest)


def split(term: Expr) -> tuple[Expr, Sum | None]:
    """A term as a coefficient and the first sum that it is a product with.

    >>> j, x = Symbol("j", integer=True), Symbol("x")
    >>> split(2 * x * Sum(j, (j, 1, x)))
    (2*x, Sum(j, (j, 1, x)))
    """
    parts = factors_of(term)
    sums = [part for part in parts if isinstance(part, Sum)]
    if not sums:
        return term, None
    return Mul(*(p for p in parts if p is not sums[0])), sums[0]
