"""Is a difference zero or more, or positive, everywhere? By its shape, its factors, its summands, or a comparison.

>>> from sympy import Symbol, exp, log
>>> from proofpress.proof.knowledge import Knowledge
>>> r = Symbol("r", positive=True)
>>> bool(is_nonnegative(r - 1 - log(r), Form(Knowledge())))
True
"""

from __future__ import annotations

from itertools import product

from sympy import Abs, Add, Dummy, Expr, Mul, Product, S, Sum, exp, log, powsimp
from sympy.tensor.indexed import Indexed

from .form import Form
from .identity import Finding, gathered, outside, sign_of_difference, split
from .opened import differentiated
from .pairs import over_pairs
from .positivity import nonnegative, on_tangent, positive, spread
from .scalar import decide
from .smooth import smooth
from .terms import factorised

DEEPEST, MOST_BARS, MOST_LETTERS = 3, 4, 3


def is_nonnegative(e: Expr, form: Form, *, strict: bool = False) -> Finding:
    """Whether an opened expression is known to be ≥ 0, or > 0 if `strict`."""
    test = positive if strict else nonnegative
    whole = _together(e, form)
    if test(e, form.known) or test(whole, form.known):
        return Finding(True, "its sign is plain from its shape")
    if whole.has(Sum) and _term_by_term(whole, form, strict):
        return Finding(True, "each summand has that sign")
    lower = _on_tangents(whole, form)
    if lower != whole and _normal(form(lower), form, strict, 1):
        return Finding(True, "log x ≤ x − 1 in every term, and what is left has that sign")
    return _normal(form(e), form, strict, DEEPEST)


def _together(e: Expr, form: Form) -> Expr:
    """Sums over the same range as one sum of what stood in them, otherwise as written."""
    sums: dict[tuple, Expr] = {}
    rest = []
    for term in Add.make_args(e):
        number, inner = term.as_coeff_Mul()
        if not isinstance(inner, Sum) or len(inner.limits) != 1:
            rest.append(term)
            continue
        name, *ends = inner.limits[0]
        own, total = sums.get(tuple(ends), (form.known.bound_name(name.name, *ends), 0))
        function = inner.function.xreplace({name: own})
        function = function.xreplace({part: form(part) for part in function.atoms(Sum)})
        sums[tuple(ends)] = own, total + number * function
    return Add(*rest, *(Sum(total, (name, *ends)) for ends, (name, total) in sums.items()))


def _on_tangents(e: Expr, form: Form) -> Expr:
    """Something smaller than `e`: in every sum, each logarithm replaced by its tangent where that makes it smaller."""
    terms = []
    for term in Add.make_args(e):
        number, inner = term.as_coeff_Mul()
        if isinstance(inner, Sum):
            smaller = Add(*(on_tangent(part, form.known) for part in Add.make_args(spread(number * inner.function))))
            term = Sum(smaller, *inner.limits)
        terms.append(term)
    return Add(*terms)


def _term_by_term(e: Expr, form: Form, strict: bool) -> bool:
    """Whether every term has the sign, a sum by what stands in it."""
    for term in Add.make_args(e):
        number, inner = term.as_coeff_Mul()
        if isinstance(inner, Sum) and len(inner.limits) == 1 and number > 0:
            _, lower, upper = inner.limits[0]
            if strict and not form.known.at_least_zero(upper - lower):
                return False
            if not _normal(form.fraction(form(inner.function)), form, strict, DEEPEST - 1):
                return False
        elif not (positive if strict else nonnegative)(term, form.known):
            return False
    return True


def _normal(e: Expr, form: Form, strict: bool, depth: int) -> Finding:
    test = positive if strict else nonnegative
    if e == 0:
        return Finding(not strict, "both sides are equal")
    if test(e, form.known):
        return Finding(True, "its sign is plain from its normal form")
    if not e.free_symbols:
        return Finding(decide.sign(e).verdict == "positive", "a number, enclosed in an interval")
    if depth == 0:
        return Finding(False, "the sign of the difference was not found")
    for way in _HOW:
        if way(e, form, strict, depth):
            return Finding(True, _HOW[way])
    return Finding(False, f"the sign of the difference was not found: {str(e)[:200]}")


def _by_factors(e: Expr, form: Form, strict: bool, depth: int) -> bool:
    """Each factor of the fraction has a known sign, and they multiply to plus."""
    number, pairs = factorised(e)
    if len(pairs) < 2 and all(power == 1 for _, power in pairs):
        return False
    sign = 1 if number > 0 else -1
    for base, power in pairs:
        if power % 2 == 0 and not strict:
            continue
        if _normal(form(base), form, strict or power < 0, depth - 1):
            continue
        if power % 2 == 1 and _normal(form(-base), form, strict or power < 0, depth - 1):
            sign = -sign
            continue
        return False
    return sign > 0


def _by_sums(e: Expr, form: Form, strict: bool, depth: int) -> bool:
    """The terms gathered into one sum have a summand of that sign."""
    sums, rest = gathered(e, form)
    for summand, limits in sums:
        others = rest + Add(*(Sum(other, *span) for other, span in sums if span is not limits))
        if strict and not all(form.known.at_least_zero(upper - lower) for _, lower, upper in limits):
            continue
        count = Mul(*(upper - lower + 1 for _, lower, upper in limits))
        whole = form.fraction(form(summand + others / count))
        if positive(count, form.known) and _normal(whole, form, strict, depth - 1):
            return True
    return False


def _by_pairs(e: Expr, form: Form, strict: bool, _: int) -> bool:
    """The terms gathered into one sum over pairs have a summand of squares and plain factors."""
    return not strict and any(_of_squares(form.fraction(summand), form) for summand in over_pairs(e, form))


def _of_squares(e: Expr, form: Form) -> bool:
    number, pairs = factorised(_in_sizes(e))
    return bool(number > 0) and all(
        power % 2 == 0 or positive(base, form.known, 0) or (power > 0 and nonnegative(base, form.known, 0))
        for base, power in pairs
    )


def _in_sizes(e: Expr) -> Expr:
    """The same with |x| for x, wherever |x| stands and the sign of x makes no difference."""
    for bars in sorted(e.atoms(Abs), key=str):
        (x,) = bars.args
        if e.xreplace({x: -x}) == e:
            e = e.xreplace({bars: x}).xreplace({x: Dummy("size", nonnegative=True)})
    return e


def _by_comparison(e: Expr, form: Form, strict: bool, depth: int) -> bool:
    """A positive term less another: the logarithm of the one is at least that of the other."""
    if not isinstance(e, Add) or len(e.args) != 2:
        return False
    for larger, smaller in (e.args, e.args[::-1]):
        if positive(larger, form.known) and positive(-smaller, form.known):
            return bool(_normal(form(log(larger) - log(-smaller)), form, strict, depth - 1))
    return False


def _by_exponentials(e: Expr, form: Form, strict: bool, depth: int) -> bool:
    """The logarithm of a sum is at least r, as the sum over exp r is at least one by the tangents of its terms."""
    for curve in Add.make_args(e):
        if isinstance(curve, log) and isinstance(curve.args[0], Sum):
            function, limits = form.fresh(curve.args[0])
            terms = Add.make_args(spread(function * exp(e - curve)))
            lower = _on_tangents(Sum(Add(*(powsimp(term, combine="exp") for term in terms)), *limits), form)
            if _normal(form(lower - 1), form, strict, depth - 1):
                return True
    return False


def _by_bars(e: Expr, form: Form, strict: bool, depth: int) -> bool:
    """What is taken off between bars is a number or its opposite, and the sign is the same for both."""
    taken = [term for term in Add.make_args(e) if term.as_coeff_Mul()[0] < 0]
    bars = sorted({part for term in taken for part in term.atoms(Abs)}, key=str)
    if not bars or len(bars) > MOST_BARS or not all(outside(part, e) for part in bars):
        return False
    cases = product(*((part.args[0], -part.args[0]) for part in bars))
    return all(_normal(form(e.xreplace(dict(zip(bars, case, strict=True)))), form, strict, depth - 1) for case in cases)


def _by_logarithms(e: Expr, form: Form, strict: bool, depth: int) -> bool:
    """Logarithms that add up to the logarithm of a product: it has the sign of the product less one."""
    if not isinstance(e, Add) or not all(isinstance(term.as_coeff_Mul()[1], log) for term in e.args):
        return False
    sign, shorter = sign_of_difference(e, form)
    return shorter != e and shorter != -e and bool(_normal(form(sign * shorter), form, strict, depth - 1))


def _by_one_term(e: Expr, form: Form, strict: bool, depth: int) -> bool:
    """A sum of what is never negative gives way to one of its terms, at an index that stands elsewhere."""
    for term in Add.make_args(e):
        share, inner = split(term)
        if inner is None or len(inner.limits) > 1 or not nonnegative(share, form.known):
            continue
        function, ((name, lower, upper),) = form.fresh(inner)
        if not nonnegative(form.fraction(form(function)), form.known):
            continue
        rest = e - term
        for place in sorted({index for part in rest.atoms(Indexed) for index in part.indices}, key=str):
            if not (outside(place, rest) and form.known.within(place, lower, upper)):
                continue
            if _normal(form(rest + share * function.xreplace({name: place})), form, strict, depth - 1):
                return True
    return False


def _by_curve(e: Expr, form: Form, strict: bool, depth: int) -> bool:
    """A logarithm of a sum beside something else: the sum is compared with the exponential of that."""
    for term in Add.make_args(e):
        number, curve = term.as_coeff_Mul()
        if not isinstance(curve, log) or not isinstance(curve.args[0], Add | Sum) or not form.positive(curve.args[0]):
            continue
        gap = curve.args[0] - exp(form((term - e) / number))
        if _normal(form(gap if number > 0 else -gap), form, strict, depth - 1):
            return True
    return False


def _by_shares(e: Expr, form: Form, strict: bool, depth: int) -> bool:
    """What stands beside a sum is drawn into it by shares of one, and log x ≥ 1 − 1/x there: Jensen's inequality."""
    sums, rest = gathered(e, form)
    if len(sums) != 1 or len(sums[0][1]) != 1:
        return False
    ((summand, limits),) = sums
    for share in _shares(summand, limits, form) or [S.Zero] * (rest == 0):
        whole = form(summand + rest * share)
        if share != 0 and _normal(whole, form, strict, depth - 1):
            return True
        lower = _on_joint_tangents(whole, form)
        if lower is not None and _normal(form(Sum(lower, *limits)), form, strict, 1):
            return True
    return False


def _shares(summand: Expr, limits: list[tuple], form: Form) -> list[Expr]:
    """Weights that sum to one over a range: what logarithms are weighed by, and distributions that are given."""
    name, lower, upper = limits[0]
    known = [group.entry.xreplace({limit[0]: name}) for group in form.known.shares.values() for limit in group.limits]
    weights = [share for share, _ in _by_weight(summand)]
    indexed = {part for part in summand.atoms(Indexed) if part.has(name)}
    found = [*weights, *(share for share in known if share in indexed)]
    return [w for w in dict.fromkeys(found) if w.has(name) and form(Sum(w, (name, lower, upper))) == 1]


def _by_weight(e: Expr) -> list[tuple[Expr, Expr]]:
    """The terms with a logarithm by what the logarithm is weighed with, and what it is the logarithm of."""
    found: dict[Expr, Expr] = {}
    for term in Add.make_args(e):
        factors = Mul.make_args(term)
        logs = [factor for factor in factors if isinstance(factor, log)]
        if len(logs) != 1:
            continue
        number, share = Mul(*(factor for factor in factors if factor is not logs[0])).as_coeff_Mul()
        found[share] = found.get(share, S.One) * logs[0].args[0] ** number
    return list(found.items())


def _on_joint_tangents(e: Expr, form: Form) -> Expr | None:
    """Something smaller than `e`: w·log x gives way to w·(1 − 1/x), all logarithms of one weight taken together."""
    lower = e
    for share, inside in _by_weight(e):
        if not (nonnegative(share, form.known) and form.positive(inside)):
            return None
        lower = lower - form(share * log(inside)) + share * (1 - 1 / inside)
    return lower if lower != e else None


def _by_convexity(e: Expr, form: Form, strict: bool, depth: int) -> bool:
    """Where `e` is zero or more, and has no slope, and it is convex everywhere: a curve lies above its tangent."""
    letters = sorted(
        (part for part in e.free_symbols if part.is_Symbol and not part.is_integer and part.is_real), key=str
    )
    if strict or depth < DEEPEST or e.has(Sum, Product, Abs) or not e.has(exp, log) or len(letters) > MOST_LETTERS:
        return False
    for x in letters:
        if x in form.known.intervals or not smooth(e, x, form):
            continue
        slope = differentiated(e, x)
        for place in [*(S(n) for n in (0, 1)), *(y for y in letters if y != x)]:
            if x.is_positive and not form.positive(place):
                continue
            at_rest = [form(part.xreplace({x: place})) for part in (e, slope)]
            if at_rest == [0, 0] and _normal(form(differentiated(slope, x)), form, False, 1):
                return True
    return False


_HOW = {
    _by_pairs: "each summand of the sum over pairs has that sign",
    _by_factors: "each factor of the difference has a known sign",
    _by_sums: "each summand of the difference has that sign",
    _by_comparison: "by comparing logarithms",
    _by_exponentials: "exp x ≥ 1 + x in every term, and what is left has that sign",
    _by_bars: "by cases, each size a number or its opposite",
    _by_logarithms: "a sum of logarithms has the sign of their product less one",
    _by_one_term: "a sum of what is never negative is at least each of its terms",
    _by_shares: "log x ≥ 1 − 1/x, weighed by shares that sum to one",
    _by_curve: "by comparing exponentials",
    _by_convexity: "a convex curve lies above its tangent",
}
