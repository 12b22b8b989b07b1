"""What a chain must be before any line of it is judged: reasons given, names defined once, nothing endless.

>>> from sympy import Symbol
>>> from proofpress.proof.derivation import Derivation, define, equals, start
>>> x, u = Symbol("x", real=True), Symbol("u", real=True)
>>> fault(Derivation("s", "S", (start(x), equals(x, " "))), 1)
'it has no reason: say why it holds'
>>> fault(Derivation("s", "S", (define(u, x, "say so"), define(u, 2 * x, "again"))), 1)
'u is defined above already'
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import chain

from sympy import Basic, Derivative, Expr, Symbol, nan, oo, zoo
from sympy.concrete.expr_with_limits import ExprWithLimits
from sympy.core.function import AppliedUndef
from sympy.core.relational import Relational
from sympy.tensor.indexed import Indexed

from .derivation import Derivation, Line
from .draws import Expected
from .functions import Abbreviation
from .given import Given, Hypothesis, Range, Values, ranges
from .substitution import free
from .trees import LEFT, RIGHT, SCORE, OverTrees

ENDLESS = (oo, -oo, zoo, nan)
SAYS = ("definition", "assumption", "cited")


def fault(derivation: Derivation, at: int) -> str:
    """Why the line at this place, counted from nought, cannot be judged at all; empty where it can."""
    return next(_faults(derivation, at), "")


def _faults(derivation: Derivation, at: int) -> Iterator[str]:
    line = derivation.chain[at]
    if line.kind != "start" and not line.because.strip():
        yield "it has no reason: say why it holds"
    above = derivation.chain[at - 1].expression if at and line.left is None else line.left
    parts = (above, line.expression, line.hints.get("gap"), line.hints.get("factor"))
    yield from _unreadable([part for part in parts if isinstance(part, Basic)], derivation.given)
    if any(isinstance(e, Basic) and e.has(*ENDLESS) and not (line.kind == "limit" and e in ENDLESS) for e in parts):
        yield "infinity is no number here: it is where a limit goes, or the end of a range"
    yield from _moved(line, derivation.chain[:at], parts)
    yield from _of_every(derivation.given)
    if line.kind == "definition":
        yield from _of_definition(line, derivation, at)
    if line.kind == "assumption" and _names(line.left) & free(line.expression):
        yield f"{line.left} is said to be something that depends on itself"
    if line.kind == "start" and is_statement(line) and not isinstance(line.expression, Relational):
        yield f"it says {line.expression} and no more: write both sides, with evaluate=False"


def is_statement(line: Line) -> bool:
    """Whether a line says that something holds, instead of naming a quantity.

    >>> x = Symbol("x", real=True)
    >>> [is_statement(Line("start", "", e)) for e in (x, x > 0)]
    [False, True]
    """
    return isinstance(line.expression, Basic) and not isinstance(line.expression, Expr)


def _unreadable(parts: list[Basic], given: tuple[Given, ...]) -> Iterator[str]:
    said = [value for fact in given for value in vars(fact).values() if isinstance(value, Basic)]
    for e in map(_written_out, chain(parts, said)):
        if any(oo in limit[1:] or -oo in limit[1:] for part in e.atoms(ExprWithLimits) for limit in part.limits):
            yield "a sum without end is not judged in a line: give it a last term, or ask `proofpress claim`"
        if not e.has(OverTrees) and e.has(SCORE, LEFT, RIGHT):
            yield f"{SCORE}, {LEFT} and {RIGHT} stand for what is at a tree's node: use other names"
        yield from _drawn_twice(e, given)


@lru_cache(maxsize=1024)
def _written_out(e: Basic) -> Basic:
    """`e` with every abbreviation unfolded."""
    while e.has(Abbreviation):
        e = e.xreplace({part: part.unfold() for part in e.atoms(Abbreviation)})
    return e


def _drawn_twice(e: Basic, given: tuple[Given, ...]) -> Iterator[str]:
    """What is drawn is drawn once, and nothing else is said of it."""
    means = e.atoms(Expected)
    for mean in means:
        if any(other.drawn == mean.drawn for other in mean.body.atoms(Expected)):
            yield f"{mean.drawn} is drawn inside an expectation over {mean.drawn}: use another letter"
        if any(other.drawn == mean.drawn and other.limit[1:] != mean.limit[1:] for other in means):
            yield f"{mean.drawn} is drawn from two ranges: use another letter"
        for fact in given:
            ends = (fact.lower, fact.upper) if isinstance(fact, Values) else None
            if fact.mentions(mean.drawn) and ends != tuple(mean.limit[1:]):
                yield f"{mean.drawn} is drawn here, and something else is given of it: use another letter"


def _moved(line: Line, above: tuple[Line, ...], parts: tuple[object, ...]) -> Iterator[str]:
    """What moves is not what was said above to be something."""
    slopes = {slope for e in parts if isinstance(e, Basic) for slope in _written_out(e).atoms(Derivative)}
    moved = {x for slope in slopes for x in slope.variables} | {line.hints.get("variable")}
    names = set[Basic]().union(*map(_names, moved))
    for left in (other.left for other in above if other.kind in SAYS and other.relation in ("=", ":=")):
        if left is not None and not hasattr(left, "unfold") and (_names(left) or free(left)) & names:
            yield f"{left} is said above to be something, and moves here: use another letter"


def _of_every(given: tuple[Given, ...]) -> Iterator[str]:
    """What holds for every one of several indices holds on ranges that do not move with one of these."""
    within = ranges(given)
    for names in (set(getattr(fact, "names", ())) for fact in given):
        for name in names & within.keys():
            if names & set().union(*map(free, within[name])):
                yield f"the range of {name} moves with another index of which the same is given: say it of one alone"


def _of_definition(line: Line, derivation: Derivation, at: int) -> Iterator[str]:
    left, above = line.left, derivation.chain[:at]
    names = _names(left)
    if hasattr(left, "unfold"):  # the notation says what it is, and the line is compared with that
        return
    if not isinstance(left, Symbol | Indexed | AppliedUndef):
        yield f"{left} is no name: a definition says what a symbol, an entry or a function is"
    if isinstance(left, AppliedUndef) and len(set(left.args)) < len(left.args):
        yield f"{left} has one parameter twice"
    if names & free(line.expression):
        yield f"{left} is defined by itself"
    if any(names & _names(other.left) for other in above if other.kind in SAYS):
        yield f"{left} is defined above already"
    if any(names & free(part) for other in above for part in (other.left, other.expression) if part is not None):
        yield f"{left} stands above its definition"
    if any(names & free(value) for fact in derivation.given for value in _said(fact)):
        yield f"something is given of {left}, which is then defined"


def _said(fact: Given) -> Iterator[Basic]:
    yield from (value for value in vars(fact).values() if isinstance(value, Basic))
    if isinstance(fact, Hypothesis | Range | Values):
        yield from (getattr(fact.draw, "other", fact.left),) if isinstance(fact, Hypothesis) else ()


def _names(left: Basic | None) -> set[Basic]:
    """The name that a left side gives: a symbol, an array or a function."""
    if isinstance(left, Symbol):
        return {left}
    if isinstance(left, Indexed):
        return {left.base}
    return {left.func} if isinstance(left, AppliedUndef) else set()
