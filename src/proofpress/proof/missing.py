"""What an undecided line may lack: ranges of its letters, under one of which it might be proved.

>>> x, V = Symbol("x", real=True), Symbol("V", integer=True, positive=True)
>>> [said(facts) for facts in ranges([x**2 / V])]
['given x > 0', 'given x >= 0', 'given 0 < x < 1', 'given x < 0', 'given V >= 2']
>>> said(list(ranges([x * Symbol("y", real=True)]))[-1])
'given x > 0, given y > 0'
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import Any

from sympy import Basic, IndexedBase, S, Symbol, oo
from sympy.core.relational import Relational

from .given import Condition, Given, Interval, in_words


def ranges(sides: Iterable[Basic | None]) -> Iterator[tuple[Given, ...]]:
    """Ranges that may be missing, the likeliest first; at last those of all letters at once."""
    known = [side for side in sides if side is not None]
    letters = sorted(set().union(*(side.free_symbols for side in known)), key=str) if known else []
    free = [one for one in letters if isinstance(one, Symbol) and one.is_real and not one.is_integer]
    signless = [one for one in free if one.is_positive is None]
    arrays = sorted(set().union(*(side.atoms(IndexedBase) for side in known)), key=str) if known else []
    for one in signless:
        yield from (*_open(one > 0, one >= 0), (Interval("", one, S.Zero, S.One),), *_open(one < 0))
    for one in (array for array in arrays if array.is_real and array.is_positive is None and not array.is_integer):
        yield from ((Interval("", one, S.Zero, oo),), (Interval("", one, S.Zero, S.One),))
    for one, other in combinations(free, 2):
        yield from _open(one < other, other < one)
    yield from _open(*(one >= 2 for one in letters if one.is_integer and one.is_positive))
    if len(signless) > 1:
        yield tuple(fact for (fact,) in _open(*(one > 0 for one in signless)))


def _open(*relations: Any) -> Iterator[tuple[Given, ...]]:
    """Each relation that the letters' signs leave open, as a given."""
    yield from ((Condition("", relation),) for relation in relations if isinstance(relation, Relational))


def said(facts: Iterable[Given]) -> str:
    """Givens as a chain states them."""
    return ", ".join(f"given {in_words(fact)}" for fact in facts)
