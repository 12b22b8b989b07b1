"""What is known while a line is proved: ranges of integers, facts about signs, and rewrites.

>>> from proofpress.proof.given import index, size, within
>>> V, i = size("V"), index("i")
>>> known = Knowledge((within(i, 1, V),))
>>> known.at_least_zero(V - i), known.at_least_zero(V - 2)
(True, False)
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from copy import copy

from sympy import Add, Basic, Dummy, Eq, Expr, IndexedBase, Integer, Mul, Ne, Pow, S, Symbol, expand, oo
from sympy.core.relational import Relational
from sympy.tensor.indexed import Indexed

from .given import Condition, Given, Hypothesis, Interval, Normalised, Range, Values
from .inequalities import NotLinear, opposite, possible, row_of

Bounds = tuple[Expr, Expr]
MOST_QUESTIONS = 800
"""How many questions one question about a sign may lead to: a search that has not ended by then is given up."""


class Knowledge:
    """Ranges of indices (bound ones join as sums are opened), positive expressions, and ranges of integer arrays.

    >>> from proofpress.proof.given import index, size, values_within, within
    >>> V, i, j, x = size("V"), index("i"), index("j"), IndexedBase("x", integer=True)
    >>> known = Knowledge((within(i, 1, V), values_within(x, 1, V)))
    >>> known.ends(i), known.ends(x[2])
    ((1, V), (1, V))
    >>> known.within(i, 0, V), known.outside(i, V + 1, V + 3)
    (True, True)
    >>> known.equal(i, i), known.equal(i, V + 1), known.equal(i, j)
    (True, False, None)
    >>> known.not_empty([(j, 1, V)]), known.not_empty([(j, 2, V)])
    (True, False)
    >>> known.ends(known.bound_name("k", S.One, V))
    (1, V)
    """

    def __init__(self, given: tuple[Given, ...] = ()) -> None:
        self.ranges: dict[Symbol, Bounds] = {}
        self.arrays: dict[IndexedBase, Bounds] = {}
        self.intervals: dict[Basic, Bounds] = {}
        self.shares: dict[IndexedBase, Normalised] = {}
        self._idle: dict[tuple, list[Dummy]] = defaultdict(list)
        self._born: dict[Basic, list[Dummy]] = {}
        self.signs: dict[tuple, bool] = {}
        self.within_a_question: dict[tuple, bool] | None = None
        self.positive: list[Expr] = []
        self.nonnegative: list[Expr] = []
        self.nonzero: list[Expr] = []
        for fact in given:
            self._learn(fact)

    def _learn(self, fact: Given) -> None:
        """Take in one thing that is given."""
        if isinstance(fact, Range):
            self.ranges[fact.index] = (fact.lower, fact.upper)
        elif isinstance(fact, Values):
            self.arrays[fact.base] = (fact.lower, fact.upper)
        elif isinstance(fact, Interval):
            self.intervals[fact.symbol] = (fact.lower, fact.upper)
        elif isinstance(fact, Hypothesis) and isinstance(fact.draw, Normalised):
            self.shares[fact.draw.entry.base] = fact.draw
        elif isinstance(fact, Condition) and isinstance(fact.relation, Ne):
            self.nonzero.append(fact.relation.lhs - fact.relation.rhs)
        elif isinstance(fact, Condition) and isinstance(fact.relation, Eq):
            gap = fact.relation.lhs - fact.relation.rhs
            self.nonnegative += [gap, -gap]
        elif isinstance(fact, Condition) and isinstance(fact.relation, Relational):
            larger, smaller = fact.relation.gts, fact.relation.lts
            (self.positive if fact.relation.rel_op in "<>" else self.nonnegative).append(larger - smaller)

    def where(self, facts: Sequence[Expr]) -> Knowledge:
        """The same knowledge, and that each of `facts` is zero or more.

        >>> from proofpress.proof.given import size
        >>> V, known = size("V"), Knowledge()
        >>> known.at_least_zero(V - 2), known.where([V - 2]).at_least_zero(V - 2)
        (False, True)
        """
        known = copy(self)
        known.nonnegative = [*self.nonnegative, *facts]
        known.signs, known.within_a_question = {}, None
        return known

    def bound_name(self, name: str, lower: Expr, upper: Expr) -> Dummy:
        """A fresh integer from `lower` to `upper`."""
        idle = self._idle[name, lower, upper]
        fresh = idle.pop() if idle else Dummy(name, integer=True)
        self._born[fresh] = idle
        self.ranges[fresh] = (lower, upper)
        return fresh

    def let_go(self, limits: Iterable[tuple], *, held: Expr = S.Zero) -> None:
        """The names of limits that nothing holds any more may be given again, to the same bounds.

        What was found of a name within its bounds is then found already.

        >>> known = Knowledge()
        >>> j = known.bound_name("j", S.One, S(3))
        >>> known.let_go([(j, S.One, S(3))])
        >>> known.bound_name("j", S.One, S(3)) == j, known.bound_name("j", S.One, S(3)) == j
        (True, False)
        """
        for name, *_ in limits:
            if not held.has(name):
                self._born.pop(name).append(name)

    def at_least_zero(self, e: Expr) -> bool:
        """Whether an integer expression is ≥ 0 everywhere: by the worst end of each range, or by all that is given.

        >>> from proofpress.proof.given import holds, size
        >>> V = size("V")
        >>> Knowledge((holds(V > 1),)).at_least_zero(V - 2)
        True
        """
        e = expand(e)
        return self._worst(e, 12) or (bool(self.positive or self.nonnegative) and self._follows(e))

    def _follows(self, e: Expr) -> bool:
        """Whether the linear inequalities that are known leave no integers at which `e` is less than zero."""
        letters, facts = self.facts_on([e])
        try:
            rows = [row_of(fact, letters) for fact in facts]
            return not possible([*rows, opposite(row_of(e, letters))])
        except NotLinear:
            return False

    def _worst(self, e: Expr, fuel: int) -> bool:
        if e.is_Number:
            return bool(e >= 0)
        if fuel == 0:
            return False
        return any(self._worst(worse, fuel - 1) for worse in self._replaced(e))

    def _replaced(self, e: Expr) -> list[Expr]:
        """`e` with one of its integers put at the end of its range that makes `e` smallest."""
        ranged: list[Expr] = []
        sizes: list[Expr] = []
        for atom in sorted(_integers(e), key=str):
            coefficient = _coefficient(e, atom)
            ends = self.ends(atom)
            if coefficient is None or ends is None:
                continue
            end = ends[0] if coefficient > 0 else ends[1]
            if end in (oo, -oo):
                continue
            worse = expand(e + coefficient * (end - atom))
            (sizes if end.is_Number else ranged).append(worse)
        return (ranged + sizes)[:3]

    def ends(self, atom: Expr) -> Bounds | None:
        """The range of an integer symbol or entry, if it has one."""
        if atom in self.ranges:
            return self.ranges[atom]
        if isinstance(atom, Indexed) and atom.base in self.arrays:
            return self.arrays[atom.base]
        if atom.is_integer and atom.is_positive:
            return S.One, oo
        if atom.is_integer and atom.is_nonnegative:
            return S.Zero, oo
        return None

    def conditions(self) -> list[tuple[Expr, bool]]:
        """What is given to be positive (True) or not negative (False).

        >>> from proofpress.proof.given import holds
        >>> x = Symbol("x", real=True)
        >>> Knowledge((holds(x > 2), holds(x <= 5))).conditions()
        [(x - 2, True), (5 - x, False)]
        """
        return [(fact, True) for fact in self.positive] + [(fact, False) for fact in self.nonnegative]

    def facts_on(self, bounds: Iterable[Expr]) -> tuple[list[Expr], list[Expr]]:
        """The integers that expanded bounds are linear in, and what is known to be zero or more of them.

        >>> from proofpress.proof.given import index, size, within
        >>> V, i = size("V"), index("i")
        >>> Knowledge((within(i, 1, V),)).facts_on([i - 3])
        ([i, V], [i - 1, V - i, V - 1])
        """
        letters: list[Expr] = []
        facts = [fact - int(strict) for fact, strict in self.conditions() if _linear(fact)]
        todo = [*bounds, *facts]
        while todo:
            for atom in sorted(_integers(todo.pop()) - set(letters), key=str):
                letters.append(atom)
                lower, upper = self.ends(atom) or (-oo, oo)
                new = [expand(end) for end in (atom - lower, upper - atom) if end not in (oo, -oo)]
                facts, todo = [*facts, *new], [*todo, *new]
        return letters, facts

    def share(self, atom: Expr) -> Bounds | None:
        """The range of one of several positive shares of one, if its indices surely are among theirs.

        >>> from proofpress.proof.given import distribution, index, size
        >>> V, j, p = size("V"), index("j"), IndexedBase("p", positive=True)
        >>> known = Knowledge((distribution(p, j, V),))
        >>> known.share(p[1]), known.share(p[V + 1])
        ((-oo, 1), None)
        """
        group = self.shares.get(atom.base) if isinstance(atom, Indexed) else None
        if group is None:
            return None
        spans = {name: ends for name, *ends in group.limits}
        for name, index in zip(group.entry.indices, atom.indices, strict=True):
            ends = spans.get(name) or self.ranges.get(name)
            if ends and not self.within(index, *ends):
                return None
            if not name.is_Symbol and name != index:
                return None
        return -oo, S.One

    def is_part(self, atom: Indexed) -> bool:
        """Whether a share is one of two at least, so that it is less than the whole.

        >>> from proofpress.proof.given import distribution, holds, index, size
        >>> V, j, p = size("V"), index("j"), IndexedBase("p", positive=True)
        >>> shares = distribution(p, j, V)
        >>> Knowledge((shares,)).is_part(p[1]), Knowledge((shares, holds(V > 1))).is_part(p[1])
        (False, True)
        """
        limits = self.shares[atom.base].limits
        return self.not_empty(limits) and any(self.at_least_zero(upper - lower - 1) for _, lower, upper in limits)

    def not_empty(self, limits: Sequence[tuple]) -> bool:
        """Whether a sum over these limits surely has a term."""
        return all(self.at_least_zero(upper - lower) for _, lower, upper in limits)

    def within(self, e: Expr, lower: Expr, upper: Expr) -> bool:
        """Whether an integer expression surely lies from `lower` to `upper`."""
        return self.at_least_zero(e - lower) and self.at_least_zero(upper - e)

    def outside(self, e: Expr, lower: Expr, upper: Expr) -> bool:
        """Whether an integer expression surely lies below `lower` or above `upper`."""
        return self.at_least_zero(lower - e - 1) or self.at_least_zero(e - upper - 1)

    def equal(self, a: Expr, b: Expr) -> bool | None:
        """Whether two integers are equal: True, False, or None where it depends."""
        gap = expand(a - b)
        if gap == 0:
            return True
        if self.at_least_zero(gap - 1) or self.at_least_zero(-gap - 1):
            return False
        return None


def _integers(e: Expr) -> set[Expr]:
    """The integers that `e` is linear in: symbols, entries, and products of sizes taken as one."""
    found = set()
    for term in Add.make_args(e):
        _, rest = term.as_coeff_Mul()
        if rest.is_Symbol or isinstance(rest, Indexed | Mul | Pow):
            found.add(rest)
    return found


def _linear(e: Expr) -> bool:
    """Whether `e` is linear in integers, with whole coefficients."""
    terms = [term.as_coeff_Mul() for term in Add.make_args(e)]
    return all(
        number.is_Integer and (rest == 1 or (rest.is_integer and rest in _integers(e))) for number, rest in terms
    )


def _coefficient(e: Expr, atom: Expr) -> Integer | None:
    """The number that multiplies `atom`, if `atom` stands nowhere else in `e`."""
    number = None
    for term in Add.make_args(e):
        coefficient, rest = term.as_coeff_Mul()
        if rest == atom:
            number = coefficient
        elif rest.has(atom):
            return None
    return number
