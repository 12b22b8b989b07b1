"""A squared sum and what stands beside it as one sum over pairs: the way to a variance, and to Cauchy and Schwarz.

What is summed once, or not at all, is first multiplied by shares that sum to one.

>>> from sympy import IndexedBase
>>> from proofpress.proof.given import index, size
>>> from proofpress.proof.knowledge import Knowledge
>>> V, j, s = size("V"), index("j"), IndexedBase("s", real=True)
>>> form = Form(Knowledge())
>>> [next(over_pairs(form(Sum(s[j] ** 2, (j, 1, V)) / V - (Sum(s[j], (j, 1, V)) / V) ** 2), form))]
[s[_i]**2/(2*V**2) - s[_i]*s[_j]/V**2 + s[_j]**2/(2*V**2)]
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

from sympy import Add, Expr, Mul, Sum, Symbol

from .form import Form
from .positivity import spread
from .terms import factors_of

Split = tuple[Expr, list[Sum]]


def over_pairs(e: Expr, form: Form) -> Iterator[Expr]:
    """What stands in the one sum over pairs that a normal form is, in each way to write it so that it may be a square.

    A square of a difference is zero where both of the pair are the same.
    """
    terms = [_split(term) for term in Add.make_args(e)]
    sums = [inner for _, inners in terms for inner in inners]
    if any(len(inners) > 2 for _, inners in terms) or not sums or not all(_alike(inner, sums[0]) for inner in sums):
        return
    i, j = ([form.known.bound_name(letter, *limit[1:]) for limit in sums[0].limits] for letter in "ij")
    swap = dict(zip((*i, *j), (*j, *i), strict=True))
    shares = _shares(sums, i, form)
    seen = set()
    for once, first, second in product(shares, repeat=3):
        stands_for = {0: [first, second], 1: [once]}
        parts = [(c, [*(_at(s, i) for s in inners), *stands_for.get(len(inners), [])]) for c, inners in terms]
        whole = Add(*(c * a * b.xreplace(swap) for c, (a, b) in parts))
        if whole not in seen and spread(whole.xreplace(dict(zip(j, i, strict=True)))) == 0:
            yield form((whole + whole.xreplace(swap)) / 2)
        seen.add(whole)


def _split(term: Expr) -> Split:
    """A term as a coefficient and the sums that it is a product of."""
    coefficient, sums = [], []
    for part in factors_of(term):
        base, power = part.as_base_exp()
        if isinstance(base, Sum) and power in (1, 2):
            sums += [base] * int(power)
        else:
            coefficient.append(part)
    return Mul(*coefficient), sums


def _alike(one: Sum, other: Sum) -> bool:
    """Whether two sums run over the same range, which holds no name of its own."""
    names = [limit[0] for limit in one.limits]
    same = [limit[1:] for limit in one.limits] == [limit[1:] for limit in other.limits]
    return same and not any(end.has(*names) for limit in one.limits for end in limit[1:])


def _shares(sums: Sequence[Sum], names: Sequence[Symbol], form: Form) -> list[Expr]:
    """What is known to sum to one over the range of the sums: equal shares, or factors of what stands in them."""
    limits = [(name, *limit[1:]) for name, limit in zip(names, sums[0].limits, strict=True)]
    count = Mul(*(upper - lower + 1 for _, lower, upper in limits))
    equal = [1 / count] if form.known.not_empty(limits) else []
    bases = {factor.as_base_exp()[0] for inner in sums for factor in factors_of(_at(inner, names))}
    return [*(base for base in sorted(bases, key=str) if base.has(*names) and form(Sum(base, *limits)) == 1), *equal]


def _at(inner: Sum, names: Sequence[Symbol]) -> Expr:
    return inner.function.xreplace({limit[0]: name for limit, name in zip(inner.limits, names, strict=True)})
