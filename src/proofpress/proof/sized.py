"""Claims with sizes, indices and the entries of arrays: judged as a line of a chain is, for every size.

>>> letters = {"V": "size", "i": "index", "j": "index", "s": "entries"}
>>> judge_sized("d(log(sum(exp(s[j]), j)), s[i])", "exp(s[i])/sum(exp(s[j]), j)", letters, {}).verdict
'proved'
>>> judge_sized("sum(s[j], j)", "V*s[i]", letters, {}).verdict
'refuted'
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sympy import Ge, Le, Symbol

from .check import CheckedLine, Contradiction, Task, judge
from .derivation import equals
from .given import Condition, Given, Range
from .language.build import Builder
from .language.claims import ClaimBuilder, ClaimError, declared, read
from .language.letters import SIZED
from .language.nodes import LanguageError, Node
from .language.parse import parse
from .language.scope import Scope
from .language.statement import WrittenGiven
from .replayed import bound, statement_of_claim


class SizedBuilder(Builder):
    """Builds the nodes of such a claim: decimals are numbers too, and a name that is bound need not be declared."""

    _number = ClaimBuilder._number


def judge_sized(lhs: str, rhs: str, symbols: Mapping[str, str], ranges: Mapping[str, Sequence[object]]) -> CheckedLine:
    """Prove or refute ``lhs = rhs`` for every size; an index runs from 1 to the one size, or over its range."""
    try:
        scope = _scope(symbols, ranges)
        sides = [read(text, scope.ranges, scope.names) for text in (lhs, rhs)]
        build = SizedBuilder(Scope({**bound(sides), **scope.names}))
        left, right = build.all(sides)
        used = {name for side in sides for name in side.names()}
        given = list(_given(scope, ranges, used, build))
    except LanguageError as problem:
        raise ClaimError(str(problem)) from None
    facts, said = tuple(fact for fact, _ in given), [WrittenGiven(node) for _, node in given]
    task = Task(equals(right, "claimed"), left, right, facts, stated=statement_of_claim(sides, "=", said, build.scope))
    try:
        return judge(task)
    except Contradiction:
        how = "a proof and a counterexample were both found, which is a fault of ours"
        return CheckedLine(task.line, "", "undecided", how, ok=False)


def needs_sizes(symbols: Mapping[str, str]) -> bool:
    """Whether a claim speaks of sizes, indices or entries.

    >>> needs_sizes({"V": "size"}), needs_sizes({"x": "real"})
    (True, False)
    """
    return any(word in SIZED for kind in symbols.values() for word in str(kind).lower().split())


def _scope(symbols: Mapping[str, str], ranges: Mapping[str, Sequence[object]]) -> Scope:
    """The letters, and the range of each index."""
    for name in ranges:
        if name not in symbols:
            raise ClaimError(f"a range for {name!r}, which is not declared; declared are {', '.join(symbols)}")
    names: dict[str, object] = {name: declared(name, kind) for name, kind in symbols.items()}
    spans = {name: _span(name, ranges, symbols) for name, kind in symbols.items() if "index" in kind.split()}
    return Scope(names, {name: (parse(low), parse(high)) for name, (low, high) in spans.items()})


def _span(name: str, ranges: Mapping[str, Sequence[object]], symbols: Mapping[str, str]) -> tuple[str, str]:
    sizes = [other for other, kind in symbols.items() if "size" in kind.split()]
    if name in ranges:
        low, high = map(str, ranges[name])
        return low, high
    if len(sizes) != 1:
        raise ClaimError(f"the index {name} has no range; there are {len(sizes)} sizes, so write --range {name}=1:n")
    return "1", sizes[0]


def _given(
    scope: Scope, ranges: Mapping[str, Sequence[object]], used: set[str], build: SizedBuilder
) -> Iterator[tuple[Given, Node]]:
    """The ranges of the letters that stand free, and of those alone, each with the node that says it."""
    for name in sorted(used & scope.names.keys() & {*scope.ranges, *ranges}):
        letter, ends = scope.names[name], scope.ranges.get(name) or tuple(parse(str(end)) for end in ranges[name])
        lower, upper = build.all(ends)
        own = Node("name", name)
        if name in scope.ranges:
            yield Range("", letter, lower, upper), Node("compare", "<= <=", 0, (ends[0], own, ends[1]))
        elif isinstance(letter, Symbol):
            yield Condition("", Ge(letter, lower, evaluate=False)), Node("compare", ">=", 0, (own, ends[0]))
            yield Condition("", Le(letter, upper, evaluate=False)), Node("compare", "<=", 0, (own, ends[1]))
        else:
            raise ClaimError(f"a range for the entries of {name}; declare them positive, or say nothing of them")
