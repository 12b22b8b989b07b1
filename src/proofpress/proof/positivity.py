"""Is an expression positive, or at least not negative? A "no" means "not known".

>>> from sympy import IndexedBase, Sum, Symbol, exp
>>> from proofpress.proof.given import index, size
>>> from proofpress.proof.knowledge import Knowledge
>>> V, j, s = size("V"), index("j"), IndexedBase("s", real=True)
>>> positive(1 + Sum(exp(s[j]), (j, 1, V)), Knowledge()), nonnegative(s[j] ** 2, Knowledge())
(True, True)
"""

from __future__ import annotations

from functools import wraps
from typing import Protocol

from sympy import (
    Abs,
    Add,
    Expr,
    Function,
    KroneckerDelta,
    Mul,
    Number,
    NumberSymbol,
    Pow,
    Product,
    Sum,
    Symbol,
    ceiling,
    exp,
    expand_mul,
    floor,
    log,
    oo,
)
from sympy.tensor.indexed import Indexed

from .knowledge import MOST_QUESTIONS, Knowledge


class Test(Protocol):
    """A question about the sign of an expression; `depth` bounds how far facts are combined."""

    def __call__(self, e: Expr, known: Knowledge, depth: int = 3) -> bool:
        """Whether the answer is known to be yes."""


def _remembered(test: Test) -> Test:
    """A test that asks the same question once, and whose answer does not depend on what was asked before.

    A question that comes up within another shares its memory and its budget, and is forgotten with it.
    """

    @wraps(test)
    def asked(e: Expr, known: Knowledge, depth: int = 3) -> bool:
        key = test.__name__, e, depth  # type: ignore[attr-defined]  # a function has a name
        within = known.within_a_question
        answers = known.signs if within is None else within
        if key in answers:
            return answers[key]
        if within is None:
            known.within_a_question = within = {}
        elif len(within) >= MOST_QUESTIONS:
            return False
        try:
            within[key] = False  # while it is being answered
            answers[key] = within[key] = test(e, known, depth)
        finally:
            if answers is known.signs:
                known.within_a_question = None
        return answers[key]

    return asked


@_remembered
def positive(e: Expr, known: Knowledge, depth: int = 3) -> bool:
    """Whether `e` is known to be greater than zero."""
    if isinstance(e, Number | NumberSymbol):
        return bool(e > 0)
    if isinstance(e, exp):
        return True
    if isinstance(e, Symbol | Indexed):
        return _declared(e, known, strictly=True)
    if isinstance(e, Mul):
        return _product(e, known, positive, depth)
    if isinstance(e, Pow):
        return positive(e.base, known, depth) or (_even_power(e) and nonzero(e.base, known, depth))
    if isinstance(e, Sum | Product):
        return _all_terms(e, known, positive, depth)
    if isinstance(e, Add):
        return _add_positive(e, known, depth)
    if isinstance(e, Abs):
        return nonzero(e.args[0], known, depth)
    if isinstance(e, log):
        return positive(e.args[0] - 1, known, depth)
    return bool(e.is_Function and e.is_positive)


@_remembered
def nonnegative(e: Expr, known: Knowledge, depth: int = 3) -> bool:
    """Whether `e` is known to be zero or more."""
    if e == 0 or isinstance(e, Abs | KroneckerDelta) or positive(e, known, depth):
        return True
    if isinstance(e, Symbol | Indexed):
        return _declared(e, known, strictly=False)
    if isinstance(e, Mul):
        return _product(e, known, nonnegative, depth)
    if isinstance(e, Pow):
        return nonnegative(e.base, known, depth) or _even_power(e)
    if isinstance(e, Sum | Product):
        return _all_terms(e, known, nonnegative, depth)
    if isinstance(e, log):
        return nonnegative(e.args[0] - 1, known, depth)
    if isinstance(e, Add):
        return (
            all(nonnegative(term, known, depth) for term in e.args)
            or _from_bars(e, known, depth, nonnegative)
            or _from_facts(e, known, depth, nonnegative)
            or _from_tangents(e, known, depth, nonnegative)
        )
    return False


def nonzero(e: Expr, known: Knowledge, depth: int = 3) -> bool:
    """Whether `e` is known not to be zero.

    >>> x = Symbol("x", negative=True)
    >>> nonzero(x, Knowledge()), nonzero(Symbol("y", real=True), Knowledge())
    (True, False)
    """
    return positive(e, known, depth) or _negative(e, known, positive, depth)


def _declared(e: Expr, known: Knowledge, *, strictly: bool) -> bool:
    if e.is_positive or (e.is_nonnegative and not strictly):
        return True
    if e.is_integer:
        return known.at_least_zero(e - 1 if strictly else e)
    lower = known.intervals.get(e.base if isinstance(e, Indexed) else e, (-oo, oo))[0]
    if lower != -oo and nonnegative(lower, known):
        return True
    return (not strictly and e in known.nonnegative) or e in known.positive


def _even_power(e: Pow) -> bool:
    return bool(e.exp.is_Integer and e.exp % 2 == 0 and e.base.is_extended_real is not False)


def _product(e: Mul, known: Knowledge, test: Test, depth: int) -> bool:
    """A product passes if its factors do, those that pass with their sign changed counted in pairs."""
    flips = 0
    for factor in e.args:
        if test(factor, known, depth):
            continue
        if not _negative(factor, known, test, depth):
            return False
        flips += 1
    return flips % 2 == 0


def _negative(e: Expr, known: Knowledge, test: Test, depth: int) -> bool:
    """Whether a factor is known to pass the test once its sign is changed."""
    if isinstance(e, Number | Add):
        return test(-e, known, depth)
    if isinstance(e, Symbol | Indexed):
        upper = known.intervals.get(e.base if isinstance(e, Indexed) else e, (-oo, oo))[1]
        return bool(e.is_negative) or (upper != oo and nonnegative(-upper, known))
    if isinstance(e, log):
        return test(1 - e.args[0], known, depth)
    return isinstance(e, Pow) and e.exp.is_Integer and e.exp % 2 == 1 and _negative(e.base, known, test, depth)


def _all_terms(e: Sum | Product, known: Knowledge, test: Test, depth: int) -> bool:
    """Every term passes; for a positive sum there must be at least one of them, or two where one is left out."""
    function, names = e.function, {}
    if isinstance(e, Sum) and test is positive and (rest := _but_one(e, known)) is not None:
        function = rest
    for name, lower, upper in reversed(e.limits):
        if isinstance(e, Sum) and test is positive and not known.at_least_zero(upper - lower):
            return False
        names[name] = known.bound_name(name.name, lower, upper)
        function = function.xreplace(names)
    found = test(function, known, depth)
    known.let_go([(name,) for name in names.values()])
    return found


def _but_one(e: Sum, known: Knowledge) -> Expr | None:
    """What stands beside 1 − δ in a sum over one index of at least two values, for which it is one somewhere."""
    name, lower, upper = e.limits[0]
    factors = Mul.make_args(e.function)
    left_out = [1 - delta for delta in e.function.atoms(KroneckerDelta) if _moves(delta, name)]
    switches = [factor for factor in factors if factor in left_out]
    if len(e.limits) > 1 or len(switches) != 1 or not known.at_least_zero(upper - lower - 1):
        return None
    return Mul(*(factor for factor in factors if factor is not switches[0]))


def _moves(delta: KroneckerDelta, name: Symbol) -> bool:
    """Whether the indices of a delta are equal for one value of a name at most."""
    slope = (delta.args[0] - delta.args[1]).diff(name)
    return bool(slope.is_Number and slope != 0)


def _add_positive(e: Add, known: Knowledge, depth: int) -> bool:
    if _is_whole(e) and known.at_least_zero(e - 1):
        return True
    if all(nonnegative(term, known, depth) for term in e.args) and any(positive(term, known, depth) for term in e.args):
        return True
    return any(way(e, known, depth, positive) for way in (_from_bars, _from_facts, _from_tangents))


def _from_bars(e: Add, known: Knowledge, depth: int, test: Test) -> bool:
    """What is less by a size passes if it does with the number, and with its opposite, for the size."""
    bars = sorted({part for term in e.args if term.as_coeff_Mul()[0] < 0 for part in term.atoms(Abs)}, key=str)
    if depth == 0 or not bars:
        return False
    return all(test(spread(e.xreplace({bars[0]: sign * bars[0].args[0]})), known, depth - 1) for sign in (1, -1))


def _is_whole(e: Add) -> bool:
    """Whether `e` is a polynomial in integers."""
    return not e.has(Function, Sum, Product, exp) and all(
        part.is_integer for term in e.args for part in Mul.make_args(term)
    )


def _from_tangents(e: Add, known: Knowledge, depth: int, test: Test) -> bool:
    """By log x ≤ x − 1 and exp x ≥ 1 + x: a curve in `e` gives way to its tangent, where that makes `e` smaller."""
    if depth == 0:
        return False
    for term in e.args:
        smaller = on_tangent(term, known)
        if smaller != term and test(spread(e - term + smaller), known, depth - 1):
            return True
    return False


def on_tangent(term: Expr, known: Knowledge) -> Expr:
    """Something at most as large as a product: the logarithm or exponential in it replaced by its tangent.

    >>> from sympy import Symbol
    >>> x = Symbol("x", positive=True)
    >>> on_tangent(-2 * log(x), Knowledge()), on_tangent(exp(x), Knowledge())
    (2 - 2*x, x + 1)
    """
    factors = Mul.make_args(term)
    for place, curve in enumerate(factors):
        if isinstance(curve, log | exp):
            share = Mul(*factors[:place], *factors[place + 1 :])
            if isinstance(curve, exp) and nonnegative(share, known, 1):
                return share * (1 + curve.args[0])
            if isinstance(curve, log) and positive(curve.args[0], known, 2):
                return _below_log(term, share, curve.args[0], known)
    return term


def spread(e: Expr) -> Expr:
    """A sum with its products multiplied out, and nothing inside functions or sums touched.

    >>> from sympy import symbols
    >>> x, y = symbols("x y")
    >>> spread(x * (x + y) - x * y)
    x**2
    """
    return Add(*(expand_mul(term, deep=False) for term in Add.make_args(e)))


def _below_log(term: Expr, share: Expr, inside: Expr, known: Knowledge) -> Expr:
    """−log x ≥ 1 − x and log x ≥ 1 − 1/x, each times its share."""
    if nonnegative(-share, known, 1):
        return share * (inside - 1)
    return share * (1 - 1 / inside) if nonnegative(share, known, 1) else term


def _from_facts(e: Add, known: Knowledge, depth: int, test: Test) -> bool:
    """Whether `e` less a positive multiple of something known to be positive is still known not to be negative."""
    if depth == 0:
        return False
    for fact, strict in _facts(e, known):
        for share in _multiples(e, fact, known):
            rest = spread(e - share * fact)
            if rest == 0:
                return strict or test is nonnegative
            if (nonnegative if strict else test)(rest, known, depth - 1):
                return True
    return False


def _facts(e: Add, known: Knowledge) -> list[tuple[Expr, bool]]:
    """What is known to be positive (True) or not negative (False)."""
    facts = known.conditions()
    for whole in sorted(e.atoms(ceiling, floor), key=str):
        inside = whole.args[0]
        facts += (
            [(whole - inside, False), (inside + 1 - whole, True)]
            if isinstance(whole, ceiling)
            else [(inside - whole, False), (whole + 1 - inside, True)]
        )
    facts += [(1 - delta, False) for delta in sorted(e.atoms(KroneckerDelta), key=str)]
    for bars in sorted(e.atoms(Abs), key=str):
        facts += [(bars - bars.args[0], False), (bars + bars.args[0], False)]
    for atom in sorted(e.atoms(Symbol, Indexed), key=str):
        base = atom.base if isinstance(atom, Indexed) else atom
        ends, strict = known.intervals.get(base), True
        if ends is None:
            ends = known.ends(atom) or known.share(atom) or (-oo, oo)
            strict = (
                ends == (-oo, 1) and isinstance(atom, Indexed) and atom.base in known.shares and known.is_part(atom)
            )
        facts += [(atom - ends[0], strict)] if ends[0] != -oo else []
        facts += [(ends[1] - atom, strict)] if ends[1] != oo else []
    return facts


def _multiples(e: Add, fact: Expr, known: Knowledge) -> list[Expr]:
    """The positive factors by which `fact` can be taken so that one of its terms is one of those of `e`."""
    found: list[Expr] = []
    terms = [term for term in Add.make_args(fact) if not term.is_Number] or [fact]
    for term in terms:
        atom = term.as_coeff_Mul()[1]
        for own in e.args:
            if own.has(atom):
                share = own / term
                if share not in found and not share.has(atom) and positive(share, known, 1):
                    found.append(share)
    return found
