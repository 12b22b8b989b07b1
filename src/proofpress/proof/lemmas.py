"""A line that was proved, used in another chain: at stated terms, what it takes for granted shown there.

>>> from sympy import Symbol, log
>>> from proofpress.proof.derivation import Derivation, at_most, lemma, start
>>> r, x = Symbol("r", positive=True), Symbol("x", real=True)
>>> tangent = Derivation("tangent", "T", (start(log(r)), at_most(r - 1, "below")))
>>> [undischarged(lemma("tangent", at={r: term}), tangent, ()) for term in (1 + x**2, x)]
['', 'x is not known to be positive, as r is']
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sympy import Basic, IndexedBase, S

from .defined import doubt
from .derivation import Derivation, Lemma
from .given import Condition, Given, Interval, Range
from .ground import Ground, ground_of
from .substitution import put


def undischarged(by: Lemma, proved: Derivation, given: Sequence[Given]) -> str:
    """What a lemma takes for granted and is not known where it is used, in words; empty where all is."""
    return next(_undischarged(by, proved, given), "")


def _undischarged(by: Lemma, proved: Derivation, given: Sequence[Given]) -> Iterator[str]:
    ground, put_in = ground_of(tuple(given)), dict(by.at)
    for own, term in by.at:
        yield from _unfit(own, term, ground, given)
    for fact in proved.given:
        if not any(_same(fact, other, put_in) for other in given) and not _follows(fact, put_in, ground):
            yield f"{fact.words or _in_words(fact)} is not known here"


def _in_words(fact: Given) -> str:
    return ", ".join(f"{name} {value}" for name, value in vars(fact).items() if isinstance(value, Basic))


def _unfit(own: Basic, term: Basic, ground: Ground, given: Sequence[Given]) -> Iterator[str]:
    """Why a term may not stand for a symbol or an array of the lemma."""
    if isinstance(own, IndexedBase):
        if not isinstance(term, IndexedBase) or own.assumptions0.items() - term.assumptions0.items():
            yield f"{term} is no array of the kind of {own}"
        return
    if words := doubt(term, given):
        yield f"{term} may have no value, as {words}"
    opened = ground.open(term)
    if own.is_integer and not opened.is_integer:
        yield f"{term} is not known to be whole, as {own} is"
    if own.is_positive and not ground.at_least(opened, S.Zero, strict=True):
        yield f"{term} is not known to be positive, as {own} is"
    if own.is_nonnegative and not ground.at_least(opened, S.Zero):
        yield f"{term} is not known to be zero or more, as {own} is"
    if own.is_negative or own.is_nonpositive:
        yield f"{own} is negative, and nothing is put in for such a symbol"


def _same(fact: Given, other: Given, put_in: dict) -> bool:
    """Whether something that is given, with the terms put in, is given here too."""
    if type(fact) is not type(other):
        return False
    own, their = ({n: v for n, v in vars(f).items() if n not in ("words", "loose", "draw")} for f in (fact, other))
    return all(_put(value, put_in) == their[name] for name, value in own.items())


def _put(value: object, put_in: dict) -> object:
    return put(value, put_in) if isinstance(value, Basic) else value


def _follows(fact: Given, put_in: dict, ground: Ground) -> bool:
    """Whether an inequality, an interval or a range of the lemma holds here."""
    if isinstance(fact, Condition) and fact.relation.rel_op in ("<", "<=", ">", ">="):
        larger, smaller = (ground.open(put(side, put_in)) for side in (fact.relation.gts, fact.relation.lts))
        return bool(ground.at_least(larger, smaller, strict=fact.relation.rel_op in "<>"))
    if isinstance(fact, Interval | Range):
        name = fact.symbol if isinstance(fact, Interval) else fact.index
        if isinstance(name, IndexedBase):
            return False
        place, *ends = (ground.open(put(e, put_in)) for e in (name, fact.lower, fact.upper))
        strict = isinstance(fact, Interval)
        within = (S.Infinity in (e, -e) or ground.at_least(*pair, strict=strict)
                  for e, pair in zip(ends, ((place, ends[0]), (ends[1], place)), strict=True))  # fmt: skip
        return all(map(bool, within))
    return False
