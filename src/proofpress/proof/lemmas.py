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
from dataclasses import replace
from typing import Any

from sympy import Basic, IndexedBase, S

from .derivation import Derivation, Instance, Lemma
from .given import Condition, Given, Hypothesis, in_words, ranges, relations
from .prove import follows
from .substitution import Values, put


def undischarged(by: Lemma, proved: Derivation, given: Sequence[Given]) -> str:
    """What a lemma takes for granted and is not known where it is used, in words; empty where all is."""
    return next(_undischarged(by, proved, given), "")


def says(lemma: Instance, fact: Given) -> bool:
    """Whether a lemma at its terms says what is given, or more: a strict bound says one that is not strict.

    >>> from sympy import Symbol
    >>> from proofpress.proof.given import holds
    >>> x = Symbol("x", real=True)
    >>> [says(Instance("", x, "<", x**2), holds(relation)) for relation in (x <= x**2, x**2 > x, x < 2 * x**2)]
    [True, True, False]
    """
    if isinstance(fact, Hypothesis):
        return lemma.relation == "=" and _alike((lemma.left, lemma.right), (fact.left, fact.right))
    if not isinstance(fact, Condition) or fact.names or fact.relation.rel_op not in ("<", "<=", ">", ">="):
        return False
    sides = (lemma.right, lemma.left) if lemma.relation == "≥" else (lemma.left, lemma.right)
    strict = fact.relation.rel_op in "<>"
    return lemma.relation in ("<" if strict else "<≤≥") and _alike(sides, (fact.relation.lts, fact.relation.gts))


def _alike(sides: tuple[Basic, Basic], others: tuple[Basic, Basic]) -> bool:
    return all(one == other or (one - other).expand() == 0 for one, other in zip(sides, others, strict=True))


def _undischarged(by: Lemma, proved: Derivation, given: Sequence[Given]) -> Iterator[str]:
    for own, term in by.at:
        yield from _unfit(own, term, given)
    known = [_without_words(fact, {}, given) for fact in given]
    for fact in proved.given:
        yield from _captured(fact, by)
        here = _without_words(fact, dict(by.at), proved.given)
        if here not in known and not _follows(here, given):
            yield f"{in_words(here)} is not known here"


def _unfit(own: Basic, term: Basic, given: Sequence[Given]) -> Iterator[str]:
    """Why a term may not stand for a symbol or an array of the lemma."""
    if isinstance(own, IndexedBase):
        if not isinstance(term, IndexedBase) or own.assumptions0.items() - term.assumptions0.items():
            yield f"{term} is no array of the kind of {own}"
        return
    if not follows(term, "=", term, given):
        yield f"{term} is not known to have a value"
    if own.is_integer and not term.is_integer:
        yield f"{term} is not known to be whole, as {own} is"
    if own.is_positive and not follows(term, ">", S.Zero, given):
        yield f"{term} is not known to be positive, as {own} is"
    if own.is_nonnegative and not follows(term, "≥", S.Zero, given):
        yield f"{term} is not known to be zero or more, as {own} is"
    if own.is_negative or own.is_nonpositive:
        yield f"{own} is negative, and nothing is put in for such a symbol"


def _captured(fact: Given, by: Lemma) -> Iterator[str]:
    """Why a term cannot be put into what holds for every one of an index that stands in the term."""
    names = set(getattr(fact, "names", ()))
    for own, term in by.at:
        if {own, *term.free_symbols} & names:
            yield f"{own} = {term} has an index in it, and the lemma is given {in_words(fact)}"


def _without_words(fact: Given, put_in: Values, given: Sequence[Given]) -> Given:
    """What a given says, with terms put in and the ranges of its indices, but for its words and how it is drawn."""
    said: dict[str, Any] = {name: put(value, put_in) for name, value in vars(fact).items() if isinstance(value, Basic)}
    if names := getattr(fact, "names", ()):
        within = ranges(given)
        said["usual"] = tuple((x, *(put(end, put_in) for end in within.get(x, ()))) for x in names)
    return replace(fact, **said, words="", loose="", by=None, **({"draw": None} if hasattr(fact, "draw") else {}))


def _follows(fact: Given, given: Sequence[Given]) -> bool:
    """Whether the relations that something given says hold here."""
    said = list(relations(fact))
    return bool(said) and all(follows(*one, given) for one in said)
